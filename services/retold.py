"""Where the trajectories of a dossier stand, told again by its events alone."""

from __future__ import annotations

from collections.abc import Iterable

from rules.states import Event, State
from services.trajectory import NEXT_TRAJECTORY
from store.events import Event as Told

STEP = "trajectory."
"""How the type of an event begins that is a step of a trajectory; `naar` in it is the state after it."""
_STEPS = {one.value for one in Event}


def states(told: Iterable[Told]) -> list[str]:
    """The state of each trajectory after these events, the first one first."""
    found: list[str] = []
    for one in told:
        step = one.type.removeprefix(STEP)
        if one.type == step or step not in _STEPS or not one.data or "naar" not in one.data:
            continue
        event, after = Event(step), str(one.data["naar"])
        if event in NEXT_TRAJECTORY and found:
            left_as, begins_as = NEXT_TRAJECTORY[event]
            if one.data.get("van") == State.WACHTLIJST:
                left_as = State.INGETROKKEN
            found[-1] = str(left_as or found[-1])
            found.append(str(begins_as))
        elif found:
            found[-1] = after
        else:
            found.append(after)
    return found
