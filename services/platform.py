"""The house a service works in: the store, the clock, and the Word templates; and who is at work in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rules.clock import ANSWER_WORKING_DAYS
from rules.source import Problem
from store.accounts import Account
from store.database import Database
from store.organisations import Organisation

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
    working days in which a provider answers a referral (BR-45).
    """

    parents_block: bool = False
    answer_days: int = ANSWER_WORKING_DAYS


@dataclass(frozen=True, slots=True)
class Platform:
    """The store, the folder of Word templates, the clock (given, so that a test can set it) and the settings."""

    db: Database
    templates: Path
    now: Callable[[], datetime] = utc_now
    settings: Settings = Settings()

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
    return datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).astimezone(BRUSSELS)
