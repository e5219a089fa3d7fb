"""A step that somebody takes next: what it is, why, by when, and what it opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rules.states import State
from services import requests
from services.dossiers import File
from services.plan import Line
from store.requests import Request

Kind = Literal["begin", "record", "review", "sign", "round", "event", "consent", "wait"]

NOTHING = "U hoeft nu niets te doen"

DAYS: dict[State, tuple[str, ...]] = {
    State.AANGEMELD: ("info", "antwoord"),
    State.WACHTLIJST: ("wachtlijst",),
    State.AANVAARD: ("startrondetafel",),
    State.LOPEND: ("evaluatie",),
    State.OPGESCHORT: ("hervatten", "evaluatie"),
    State.NAZORG: ("opvolgen",),
}
"""State -> the kinds of day by which its step is to be taken (rules/plan.py); the others have none."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do now: its button, a sentence why, and what it opens (`kind` and the id or slug in `target`).

    `button` says what the button does where the kind does not; `day` is by when, `about` the request that it answers
    or that it waits for.
    """

    title: str
    why: str
    kind: Kind
    target: str = ""
    button: str = ""
    day: Line | None = None
    about: Request | None = None


def day_of(file: File, step: NextStep, days: list[Line]) -> Line | None:
    """By when: the day of what was asked, else of the state."""
    kinds = DAYS.get(file.state, ())
    if step.kind == "consent":
        kinds = ("instemming",)
    elif step.about is not None:
        kinds = ("info",) if step.about.kind == requests.MORE_INFORMATION else ()
    return next((one for kind in kinds for one in days if one.kind == kind), None)
