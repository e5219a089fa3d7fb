"""What systemd does with the timers beside this file, where there is no systemd: a container.

`python deploy/timers.py [UNIT...]` runs until it gets a signal, and carries out the commands of each service when its
timer says so, one at a time; without names all of them but those of replication. The units are the only list there is.
What a unit says of users and of what a command may reach is for the container to say. A moment that was missed while
nothing ran is made up for once when the timer is persistent, as its last one is kept beside the database.
"""

from __future__ import annotations

import json
import logging
import os
import shlex
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour_of
from pathlib import Path
from zoneinfo import ZoneInfo

UNITS = Path(__file__).parent / "systemd"
PROGRAM = Path(__file__).parents[1]
NOT_BY_ITSELF = ("naadloos-replica",)
"""Who replicates names it."""
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONGEST = 6 * 3600.0
"""Seconds after which a command hangs, and lets all others wait."""
LOG = logging.getLogger("timers")


class NotUnderstood(ValueError):
    """A moment of a timer that is in none of the forms used here. The message quotes it."""


@dataclass(frozen=True, slots=True)
class Every:
    """So many minutes apart, from a minute of the hour on."""

    minutes: int
    first: int

    def before(self, now: datetime) -> datetime:
        """The last moment up to now."""
        past = (now.minute - self.first) % self.minutes
        return now.replace(second=0, microsecond=0) - timedelta(minutes=past)


@dataclass(frozen=True, slots=True)
class At:
    """An hour of every day, or of one day of the week (0 is Monday), in a time zone."""

    hour: hour_of
    zone: ZoneInfo
    day: int | None = None

    def before(self, now: datetime) -> datetime:
        """The last moment up to now."""
        here = now.astimezone(self.zone)
        for back in range(9):
            day: date = here.date() - timedelta(days=back)
            moment = datetime.combine(day, self.hour, self.zone)
            if self.day in (None, day.weekday()) and moment.astimezone(UTC) <= now:
                return moment.astimezone(UTC)
        raise AssertionError("a week has every day")


@dataclass(frozen=True, slots=True)
class Timer:
    """A unit: when, what, which exit codes are fine, and whether a moment that was missed is made up for."""

    name: str
    when: Every | At
    commands: tuple[tuple[str, ...], ...]
    fine: frozenset[int]
    persistent: bool

    def is_due(self, now: datetime, last: datetime | None) -> bool:
        """Whether a moment came since the last time."""
        moment = self.when.before(now)
        if last is None:
            return False
        return last < moment <= now and (self.persistent or now - moment < timedelta(minutes=2))


def moment(said: str) -> Every | At:
    """OnCalendar as it is written in the units here.

    :raises NotUnderstood: for any other form
    """
    words = said.split()
    if len(words) == 1 and words[0].startswith("*:"):
        first, _, every = words[0][2:].partition("/")
        if first.isdecimal() and every.isdecimal() and int(every) and not 60 % int(every):
            return Every(int(every), int(first) % int(every))
    day = DAYS.index(words.pop(0)) if words[0] in DAYS else None
    if len(words) == 3 and words[0] == "*-*-*":
        return At(hour_of.fromisoformat(words[1]), ZoneInfo(words[2]), day)
    raise NotUnderstood(said)


def read(name: str, folder: Path = UNITS) -> Timer:
    """A timer and its service."""
    timer, service = (_lines(folder / f"{name}.{kind}") for kind in ("timer", "service"))
    commands = tuple(tuple(shlex.split(value)) for key, value in service if key == "ExecStart")
    fine = {int(code) for key, value in service if key == "SuccessExitStatus" for code in value.split()}
    said = dict(timer)
    return Timer(name, moment(said["OnCalendar"]), commands, frozenset({0, *fine}), said.get("Persistent") == "yes")


def _lines(path: Path) -> list[tuple[str, str]]:
    cut = [line.partition("=") for line in path.read_text("utf-8").splitlines() if "=" in line and line[0] != "#"]
    return [(key, value) for key, _, value in cut]


def names(folder: Path = UNITS) -> list[str]:
    """Every timer there is."""
    return sorted(path.stem for path in folder.glob("*.timer"))


class Kept:
    """When each was last done, in a file: a container that starts anew knows it. On a full disk, in memory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._unwritten: dict[str, datetime] = {}

    def read(self) -> dict[str, datetime]:
        """Name -> moment; empty when nothing is kept yet or the file is not whole."""
        if self._unwritten:
            return self._unwritten
        try:
            return {name: datetime.fromisoformat(at) for name, at in json.loads(self.path.read_text("utf-8")).items()}
        except (OSError, ValueError, AttributeError):
            return {}

    def write(self, done: dict[str, datetime]) -> None:
        """Keep it; in one go."""
        beside = self.path.with_name(f"{self.path.name}.part")
        try:
            beside.write_text(json.dumps({name: at.isoformat() for name, at in done.items()}), "utf-8")
            beside.replace(self.path)
            self._unwritten = {}
        except OSError:  # else it would begin anew, and do what was due again and again
            self._unwritten = done
            LOG.error(json.dumps({"level": "ERROR", "message": "not kept"}))  # noqa: TRY400  # no trace


def carry_out(timer: Timer, longest: float = LONGEST) -> bool:
    """Its commands one after the other, up to the first that fails or takes too long; whether all went well."""
    for words in timer.commands:
        try:
            done = subprocess.run(words, cwd=PROGRAM, stdin=subprocess.DEVNULL, check=False, timeout=longest)  # noqa: S603  # of a unit
            code: int | None = done.returncode
        except subprocess.TimeoutExpired:  # it was killed: the others go on
            code = None
        if code not in timer.fine:
            LOG.error(json.dumps({"level": "ERROR", "message": "timer failed", "unit": timer.name, "code": code}))
            return False
    LOG.info(json.dumps({"level": "INFO", "message": "timer done", "unit": timer.name}))
    return True


def run(timers: list[Timer], kept: Kept, now: datetime) -> None:
    """Do what is due; what was never seen before counts from now, and so does what a clock said that ran ahead."""
    done = {timer.name: now for timer in timers} | {name: min(at, now) for name, at in kept.read().items()}
    for timer in timers:
        if timer.is_due(now, done[timer.name]):
            carry_out(timer)
            done[timer.name] = now
    kept.write(done)


def main() -> None:
    """Look every twenty seconds, until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    os.umask(0o077)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    wanted = sys.argv[1:] or [name for name in names() if name not in NOT_BY_ITSELF]
    timers = [read(name) for name in wanted]
    kept = Kept(Path(os.environ["NAADLOOS_INSTANCE"]) / "timers.json")
    while True:
        run(timers, kept, datetime.now(UTC))
        time.sleep(20)


if __name__ == "__main__":
    main()
