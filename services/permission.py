"""Asking whether somebody at work may do something: the answers of rules/access.py as what the app raises.

Of a dossier that was found, ask by way of services/access.py, which knows how somebody stands to it.
"""

from __future__ import annotations

from rules.access import Action, Asked, Decision, Need, Tie, decide
from rules.states import State
from services.platform import NotAllowed, NotFound, Who


def decision(
    who: Who | None,
    action: Action,
    *,
    tie: Tie = Tie.NONE,
    state: State | None = None,
    facts: frozenset[Need] | None = None,
    copy: str = "",
    code: str = "",
) -> Decision:
    """What the rules say; `who` is None for somebody who is not signed in. The rest as in rules/access.Asked."""
    if who is None:
        return decide(Asked(action, ""))
    asked = Asked(action, who.organisation.soort, frozenset(who.account.roles), tie, state, facts, copy, code)
    return decide(asked)


def enforce(found: Decision) -> None:
    """Pass for a yes.

    :raises NotFound: when it must look as if it were not there
    :raises NotAllowed: for any other no, with the rule that says so
    """
    if found.allowed:
        return
    if found.hidden or found.problem is None:
        raise NotFound
    raise NotAllowed(found.problem.message, [found.problem] if found.problem.rule_id else [])


def allow(who: Who, action: Action) -> None:
    """Pass when somebody may do what asks no dossier.

    :raises NotFound, NotAllowed: as `enforce` does
    """
    enforce(decision(who, action))


def may(who: Who, action: Action) -> bool:
    """The same, to show or not to show what leads there."""
    return decision(who, action).allowed


def sees_dossiers(who: Who) -> bool:
    """Whether any dossier of the own organisation opens for this person: not for who only administers."""
    ties = {"clb": Tie.CLB, "naft": Tie.PROVIDER, "school": Tie.SCHOOL}
    return decision(who, Action.SEE, tie=ties.get(who.organisation.soort, Tie.NONE)).allowed


def listed_of(who: Who) -> str:
    """The organisation whose dossiers this person's lists are made of; '', which has none, for who sees none."""
    return who.organisation.id if sees_dossiers(who) else ""
