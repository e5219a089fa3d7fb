"""The track of a trajectory: its parts, and the one in which it is or ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rules.states import State
from services.waiting import ENDS


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of the track: 'klaar', 'nu', 'einde' (where it ended early), 'later' or 'niet' (no more)."""

    title: str
    status: Literal["klaar", "nu", "einde", "later", "niet"]


STAGES: tuple[tuple[str, tuple[State, ...]], ...] = (
    ("Aanmelding", (State.CONCEPT, State.AANGEMELD, State.WACHTLIJST, State.GEWEIGERD, State.INGETROKKEN)),
    ("Doelen", (State.AANVAARD, State.TER_ONDERTEKENING)),
    ("Traject en evaluaties", (State.LOPEND, State.OPGESCHORT, State.OVERGEDRAGEN)),
    ("Afronding", (State.AFGEROND,)),
    ("Nazorg", (State.NAZORG,)),
)


def track(state: State) -> list[Stage]:
    """The five parts of a trajectory, with the one it is in, or in which it ended."""
    at = next((nr for nr, (_, states) in enumerate(STAGES) if state in states), len(STAGES))
    here: Literal["nu", "einde"] = "einde" if state in ENDS else "nu"
    after: Literal["later", "niet"] = "niet" if state in ENDS else "later"
    return [Stage(title, "klaar" if nr < at else (here if nr == at else after)) for nr, (title, _) in enumerate(STAGES)]
