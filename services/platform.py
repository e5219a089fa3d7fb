"""The house a service works in: the store, the clock, and the Word templates; and who is at work in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rules.clock import ANSWER_WORKING_DAYS
from rules.source import Problem
from store import settings as kept
from store.accounts import Account
from store.database import Database
from store.organisations import Organisation

if TYPE_CHECKING:
    from services.seal_keys import SealKey

BRUSSELS = ZoneInfo("Europe/Brussels")

LETTERS = {"clb": "C", "naft": "N", "school": "S", "pbd": "P"}
"""Kind of organisation -> its letter among the readers (rules/readers.py)."""


class NotFound(Exception):
    """It is not there, or not for this person: both look the same from outside."""


class NotAllowed(Exception):
    """This person may see it, but not do this. The message is Dutch and says who may.

    `problems` holds the rules that say so; empty where it follows from the state of things.
    """

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = list(problems)

    @classmethod
    def by_rule(cls, problems: Sequence[Problem]) -> NotAllowed:
        """Of problems that a rule found, never none."""
        return cls(" ".join(one.message for one in problems), problems)


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an instance may decide where no source does.

    `parents_block`: the start waits for the akkoord of the parents of a capable minor too (BR-30). `answer_days`: the
    working days in which a provider answers a referral (BR-45). `contact_...`: whom people ask for help with the
    platform itself; empty when not decided.
    """

    parents_block: bool = False
    answer_days: int = ANSWER_WORKING_DAYS
    contact_naam: str = ""
    contact_email: str = ""
    contact_telefoon: str = ""

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Settings:
        """Of the texts in which they are kept; a name that is absent, or a number that is none, is not decided."""
        days = values.get("answer_days", "")
        return cls(
            parents_block=values.get("parents_block") == "1",
            answer_days=int(days) if days.isdecimal() and int(days) > 0 else ANSWER_WORKING_DAYS,
            **{name: values.get(name, "") for name in ("contact_naam", "contact_email", "contact_telefoon")},
        )


@dataclass(slots=True)
class Building:
    """An invented past of many dossiers is made (services/flanders.py), each of them whole in one write.

    The days and lines of a dossier are then kept once, by who makes it, when its life is told. `tried` are the
    templates of which a Word file was made already, each once and not before every round: (code of the document,
    reader, SHA-256 of the template).
    """

    tried: set[tuple[str, str, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Seal:
    """The key that seals Word files, None where they get no seal; and in Dutch why one that was asked for cannot."""

    key: SealKey | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Platform:
    """The store, the folder of Word templates, and the clock (given, so that a test can set it).

    `given` are settings for good, whatever is kept; without them `settings` reads what administrators decided, but for
    what is in `fixed` (name -> text): that was decided where the server was installed.

    `sealing` tells what seals Word files, and reads the key when it is first asked. `address` is where everybody finds
    the platform: 'https://naadloos.example'. `secret` is a key of this installation that is not in the database, for
    what is kept as a hash and would be found by trying.
    `building`: an invented past is being made.
    """

    db: Database
    templates: Path
    now: Callable[[], datetime] = utc_now
    given: Settings | None = None
    sealing: Callable[[], Seal] = Seal
    address: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    secret: bytes = field(default=b"", repr=False)
    building: Building | None = None

    @property
    def seal(self) -> SealKey | None:
        """The key that seals Word files; None where they get no seal."""
        return self.sealing().key

    @property
    def seal_problem(self) -> str:
        """Why the key that was asked for cannot be used, in Dutch; empty when all is well."""
        return self.sealing().problem

    @property
    def settings(self) -> Settings:
        """What is decided now. Read each time (a few rows), so that a change counts at once in every process."""
        return self.given or Settings.of({**kept.values(self.db), **self.fixed})

    def at(self) -> str:
        """Now, as the store keeps times: '2026-11-23T14:02:00Z'."""
        return stamp(self.now())

    def today(self) -> date:
        """The day in Belgium."""
        return self.now().astimezone(BRUSSELS).date()


@dataclass(frozen=True, slots=True)
class Who:
    """A professional at work: the account and the organisation it acts for.

    `second_factor`: signed in with a code beside the password.
    """

    account: Account
    organisation: Organisation
    second_factor: bool = False

    @property
    def id(self) -> str:
        """The account's id, as events name the actor."""
        return self.account.id

    @property
    def name(self) -> str:
        """Full name."""
        return f"{self.account.voornaam} {self.account.familienaam}".strip()

    @property
    def letter(self) -> str:
        """Which reader this person is; empty for one who reads no answers."""
        return LETTERS.get(self.organisation.soort, "")


def stamp(moment: datetime) -> str:
    """A moment as the store keeps it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def local(at: str) -> datetime:
    """A stored time, in Belgium."""
    return datetime.fromisoformat(at).astimezone(BRUSSELS)
