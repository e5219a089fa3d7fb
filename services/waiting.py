"""The next step of who has none to take: a day to prepare, or what everybody waits for."""

from __future__ import annotations

from rules.states import State
from services import plan
from services.dossiers import File
from services.plan import Line
from services.platform import Platform, Who
from services.steps import NOTHING, Kind, NextStep, day_of
from services.tasks import TURN

REMEMBER: dict[str, tuple[str, Kind]] = {
    "startrondetafel": ("Nodig iedereen uit, en spreek vooraf met de leerling.", "wait"),
    "wordt_12": ("Vraag de leerling zelf om in te stemmen, en noteer het antwoord.", "consent"),
    "wordt_18": ("Vanaf dan beslist enkel de leerling. Vraag wat de ouders nog mogen lezen, en noteer het.", "consent"),
}
"""Kind of day that asks something beside the step of the state -> why, and what it opens."""


def to_remember(platform: Platform, who: Who, file: File, days: list[Line]) -> NextStep | None:
    """Who has no step to take may still have a day to prepare: the same that stands on the work list."""
    for one in days:
        if one.kind in REMEMBER and one.asks_now and who.letter in one.acts and one.day >= platform.today():
            why, kind = REMEMBER[one.kind]
            return NextStep(plan.TASKS[one.kind], why, kind, day=one)
    return None


LATE: dict[str, tuple[str, str]] = {
    "evaluatie": ("De evaluatie is te laat", "Vraag NAFT wanneer iedereen samenzit."),
    "antwoord": ("Het antwoord van NAFT is te laat", "Vraag NAFT wanneer het beslist."),
}
"""Kind of day -> what the CLB, which directs the trajectory, does when it is over (draaiboek, deel 4)."""

ENDS: dict[State, str] = {
    State.INGETROKKEN: "De aanmelding is ingetrokken",
    State.OVERGEDRAGEN: "Het traject is overgedragen",
    State.AFGESLOTEN: "Het dossier is afgesloten",
    State.VERNIETIGD: "De inhoud is vernietigd",
}


def to_wait(who: Who, file: File, days: list[Line], *, signing: bool) -> NextStep:
    """Whose turn it is and what they do; for the CLB that what it directs is late; or that it is over.

    `signing` says whether a signature is still missing.
    """
    turn = TURN.get(file.state)
    if turn is None:
        return NextStep(ENDS[file.state], "Er wordt niets meer van u verwacht.", "wait")
    signed = file.state is State.TER_ONDERTEKENING and not signing
    step = NextStep(NOTHING, "Iedereen antwoordde. NAFT start het traject." if signed else f"{turn.told}.", "wait")
    day = day_of(file, step, days)
    if day is not None and day.late and who.letter == "C" and day.kind in LATE:
        title, why = LATE[day.kind]
        return NextStep(title, why, "wait", day=day)
    return step
