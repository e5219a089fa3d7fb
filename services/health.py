"""What a look at the instance gives: a line for each thing, in numbers and dates alone, of nobody.

The checks are data (services/selfcheck.py): the page of who manages the platform shows some of them, the command
`selfcheck` does all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from services.platform import Platform, local
from services.post_offices import PostOffice
from store.backups import FAULTS, Unreadable

Level = Literal["goed", "let_op", "mis"]
ORDER: tuple[Level, ...] = ("mis", "let_op", "goed")
SHUT = "De database gaat niet open: de sleutel past niet, of het bestand is beschadigd."
UNSEEN = "Dit kon niet nagekeken worden ({})."


@dataclass(frozen=True, slots=True)
class House:
    """The instance that is looked at, with the way mail goes and the version of the program.

    `replica` is where its copy is that follows at once, '' where none is set.
    """

    platform: Platform
    post: PostOffice
    version: str
    replica: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found. `said` is a Dutch sentence or two, `help` says what to do, or ''."""

    level: Level
    said: str
    help: str = ""


Look = Callable[[House], Seen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing to look at. `name` is ours, `label` Dutch.

    `quick` takes less than a second whatever the size, `whole` as long as it takes; where both are there, `whole` sees
    what `quick` sees and more. `on_page`: shown to who manages the platform. `needs_database`: nothing to look at when
    that cannot be opened.
    """

    name: str
    label: str
    quick: Look | None = None
    whole: Look | None = None
    on_page: bool = True
    needs_database: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at."""

    name: str
    label: str
    level: Level
    said: str
    help: str = ""


def look(house: House, checks: Iterable[Check], *, whole: bool = False) -> Iterator[Line]:
    """Everything, in the order in which somebody looks; quick looks alone, unless `whole`.

    A check that cannot be done is a line that says so. After one that cannot read the database, what needs it is left
    out.
    """
    readable = True
    for check in checks:
        do = (check.whole or check.quick) if whole else check.quick
        if do is None or (check.needs_database and not readable):
            continue
        try:
            seen = do(house)
        except FAULTS as fault:
            readable = readable and not check.needs_database
            seen = _unseen(fault)
        yield Line(check.name, check.label, seen.level, seen.said, seen.help)


def _unseen(fault: Exception) -> Seen:
    if isinstance(fault, Unreadable):
        return Seen("mis", SHUT, "Kijk de sleutel na. Past hij, zet dan een back-up terug.")
    return Seen("mis", UNSEEN.format(type(fault).__name__), "Probeer het opnieuw, en kijk de schijf na.")


def worst(lines: Iterable[Line]) -> Level:
    """The worst of all, for one word about the whole."""
    there = {line.level for line in lines}
    return next((one for one in ORDER if one in there), "goed")


def many(count: int, one: str, more: str) -> str:
    """'Geen mails', '1 mail', '2 mails'."""
    return f"{count} {one if count == 1 else more}" if count else f"Geen {more}"


def when(at: str) -> str:
    """A stored time in words."""
    return f"{local(at):%d/%m/%Y om %H.%M uur}" if at else "een onbekend moment"


def size(count: int) -> str:
    """Bytes in words."""
    for unit, least in (("GB", 1_000_000_000), ("MB", 1_000_000)):
        if count >= least:
            return f"{count / least:.1f} {unit}".replace(".", ",")
    return f"{max(1, round(count / 1000))} kB"
