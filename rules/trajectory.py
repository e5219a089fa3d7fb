"""Whether a step of a trajectory may be taken, and if not, why not and what to do.

The steps are T1 to T20. This is the door to the table: `State`, `Event`, `Actor`, `Guard` and `TRANSITIONS` can be
imported from here.
"""

from collections.abc import Mapping

from rules.guards import Guard
from rules.source import Problem, problem
from rules.states import Event, State
from rules.transitions import TRANSITIONS, Actor, Transition

__all__ = [
    "TRANSITIONS",
    "Actor",
    "Event",
    "Guard",
    "Refused",
    "State",
    "Transition",
    "decide",
    "explain",
    "facts_needed",
    "open_events",
]


class Refused(Exception):
    """The step may not be taken; `problems` says why, never empty."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(found.message for found in problems))
        self.problems = problems


def decide(state: State | None, event: Event, actor: str, facts: Mapping[str, bool]) -> Transition:
    """The transition that `event` makes from `state`; `None` is a trajectory that does not exist yet.

    `actor` is the kind of the acting organisation ("clb", "naft", "school", or any other kind, which is
    always refused) or "data_manager". `facts` holds a truth for each name in `facts_needed`.

    :raises Refused: when the state, the actor or one of the guards does not allow it.
    :raises KeyError: when a fact is missing, which is a programmer's mistake.
    """
    problems = explain(state, event, actor, facts)
    if problems:
        raise Refused(problems)
    return _find(state, event)


def explain(state: State | None, event: Event, actor: str, facts: Mapping[str, bool]) -> list[Problem]:
    """Why the step is refused; empty when it is allowed.

    A wrong state hides the rest, and so does a wrong actor: who may not act has no use for a to-do list.
    A step that somebody may take answers with every guard that fails, in the order of the table.

    :raises KeyError: when a fact is missing, which is a programmer's mistake.
    """
    if not _is_open(state, event):
        return [_wrong_state(state, event)]
    row = _find(state, event)
    if actor not in row.who:
        return [_wrong_actor(row)]
    return [guard.problem for guard in row.guards if not facts[guard.name]]


def open_events(state: State | None, actor: str) -> list[Transition]:
    """What somebody of this kind may try from this state, in the order of the table."""
    return [row for row in TRANSITIONS if state in row.from_states and actor in row.who]


def facts_needed(state: State | None, event: Event) -> tuple[str, ...]:
    """The names of the facts that `decide` will look up; empty when the step does not exist."""
    return tuple(guard.name for guard in _find(state, event).guards) if _is_open(state, event) else ()


def _is_open(state: State | None, event: Event) -> bool:
    return any(row.event == event and state in row.from_states for row in TRANSITIONS)


def _find(state: State | None, event: Event) -> Transition:
    return next(row for row in TRANSITIONS if row.event == event and state in row.from_states)


def _wrong_state(state: State | None, event: Event) -> Problem:
    rows = [row for row in TRANSITIONS if row.event == event]
    origins = [known.label for known in State if any(known in row.from_states for row in rows)]
    now = state.label if state else "nog niet begonnen"
    advice = f"Dat kan enkel bij: {'; '.join(origins)}." if origins else "Begin daarvoor een nieuw dossier."
    return problem(rows[0].id, f"'{rows[0].label}' kan nu niet. De status is: {now}. {advice}")


def _wrong_actor(row: Transition) -> Problem:
    able = " of ".join(actor.label for actor in Actor if actor in row.who)
    rule_id = "BR-01" if row.id in ("T1", "T2") else row.id
    return problem(rule_id, f"'{row.label}' is een stap van {able}. Vraag het aan {able}.")
