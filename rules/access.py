"""Who may do what: one function over person, organisation, role, dossier, reader and action.

The rights themselves are the table in rules/rights.py; what a step of a trajectory asks besides: rules/trajectory.py.
Source: of each right its row says which (BR-52, BR-54, BR-56 and others).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.actions import Action, Need, Tie
from rules.rights import AT_WORK, COPIES, COPIES_BESIDES, MATRIX, OWN_COPY, Right
from rules.source import RULES, Problem
from rules.states import State

__all__ = ["MATRIX", "Action", "Asked", "Decision", "Need", "Right", "Tie", "decide", "may_have_copy", "rights_to"]

KINDS_OF = {
    Tie.OWNER: frozenset({"clb"}),
    Tie.CLB: frozenset({"clb"}),
    Tie.PROVIDER: frozenset({"naft"}),
    Tie.EARLIER: frozenset({"naft"}),
    Tie.SCHOOL: frozenset({"school"}),
    Tie.EMERGENCY: frozenset({"clb", "naft"}),
}
"""What an organisation has to be for a tie to count: a row in the database alone opens nothing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: may somebody with these roles, of an organisation of this kind, do this?

    `kind` is '' for who is not signed in. `tie` is how the organisation stands to the dossier, `state` that of its
    latest trajectory; both as they are without a dossier. `facts` are what is the case of the text at hand; None when
    no text was named yet, which asks only whether somebody may at all. `copy` is the letter of the reader whose copy
    is asked for, '' for none, and `code` that of the document.
    """

    action: Action
    kind: str
    roles: frozenset[str] = frozenset()
    tie: Tie = Tie.NONE
    state: State | None = None
    facts: frozenset[Need] | None = None
    copy: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes, or no and why. `hidden`: the refusal has to look as if it were not there. `fresh`: ask first who it is."""

    allowed: bool
    hidden: bool = False
    fresh: bool = False
    problem: Problem | None = None


def decide(asked: Asked) -> Decision:
    """Whether it may be done. Of several rights to one action one is enough; without a right it is refused."""
    rights = rights_to(asked.action)
    found = next((one for one in rights if _holds(one, asked)), None)
    if found is not None:
        return Decision(allowed=True, fresh=found.fresh)
    outside = bool(rights) and all(one.ties for one in rights) and not _stands_in(asked)
    why = [one for one in rights if one.refusal]
    hidden = outside or not why or any(one.hidden for one in rights)
    return Decision(allowed=False, hidden=hidden, problem=None if hidden else _problem(why[-1]))


def rights_to(action: Action) -> tuple[Right, ...]:
    """The rows of the table for an action."""
    return tuple(one for one in MATRIX if one.action is action)


def may_have_copy(kind: str, reader: str, code: str = "") -> bool:
    """Whether an organisation of this kind may hand out the copy of a reader (a letter): its own, or one it gives on.

    What a CLB hands to others it may read itself; it sees what the school was told (draaiboek, deel 4).
    """
    return bool(reader) and reader in COPIES.get(kind, "") + COPIES_BESIDES.get(code, {}).get(kind, "")


def _holds(right: Right, asked: Asked) -> bool:
    if right.everybody:
        return True
    return (
        _is_of_kind(right, asked)
        and _has_role(right, asked)
        and _is_tied(right, asked)
        and (asked.facts is None or right.needs <= asked.facts)
        and (not right.copies or not asked.copy or _is_given(right, asked))
    )


def _is_given(right: Right, asked: Asked) -> bool:
    if right.copies == "own":
        return asked.copy == OWN_COPY.get(asked.kind)
    return may_have_copy(asked.kind, asked.copy, asked.code)


def _is_of_kind(right: Right, asked: Asked) -> bool:
    return bool(asked.kind) and (not right.kinds or asked.kind in right.kinds)


def _has_role(right: Right, asked: Asked) -> bool:
    """One of the roles named; where none is and a dossier is opened, one in which people take part in dossiers."""
    wanted: Iterable[str] = right.roles or (AT_WORK.get(asked.kind, ()) if right.ties else ())
    return not (right.roles or right.ties) or bool(asked.roles.intersection(wanted))


def _is_tied(right: Right, asked: Asked) -> bool:
    if not right.ties:
        return True
    return asked.tie in right.ties and asked.kind in KINDS_OF.get(asked.tie, ()) and asked.state not in right.never_in


def _stands_in(asked: Asked) -> bool:
    """Whether this person sees the dossier at all; else nothing in it is there."""
    see = [one for one in MATRIX if one.action is Action.SEE]
    return any(_is_tied(one, asked) and _has_role(one, asked) for one in see)


def _problem(right: Right) -> Problem:
    """Its sentence; of several rights the last one that has a sentence says it."""
    return Problem(right.rule, right.refusal, RULES[right.rule].source if right.rule else right.source)
