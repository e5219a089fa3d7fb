"""What somebody may do in a dossier now, and what stands in the way of what comes after."""

from __future__ import annotations

from collections.abc import Mapping

from forms.scope import Json
from rules import guards
from rules.source import Problem, problem
from rules.states import Event, State
from rules.trajectory import TRANSITIONS, Transition, explain, open_events
from services import requests
from services.dossiers import File
from services.guard_facts import Look, facts_for
from services.platform import Platform, Who
from services.trajectory import BY_BUTTON
from store import events, records, versions
from store.records import Record

ASKED_ON_THE_PAGE: Mapping[Event, frozenset[str]] = {
    Event.OPNIEUW_AANMELDEN: frozenset({"aanbieder_erkend", "andere_aanbieder"}),
    Event.DOORGEVEN: frozenset({"andere_aanbieder"}),
    Event.OVERDRAGEN: frozenset({"aanbieder_erkend", "andere_aanbieder"}),
}
"""Step -> facts that follow from what its own page asks, and so do not stand in the way of getting there."""

INCOMPLETE = guards.COMPLETE_INDICATION.problem
"""While nothing is frozen all else that a referral needs is missing too: that says the record itself, page by page."""


UNASKED = (Event.INFO_GEVEN,)
"""Steps that nobody looks for as long as they cannot be taken."""


def available(platform: Platform, who: Who, file: File) -> list[tuple[Transition, list[Problem]]]:
    """What this person would look for here, each with what still stands in the way (empty: it may be done now).

    A reason that a step asks for is asked on its own page, and so does not stand in the way of getting there. What was
    asked already is not asked twice, and a question that nobody asked needs no answer.
    """
    actor = file.acts_as(who.organisation)
    open_now = {one.kind for one in requests.open_in(platform, file)}
    passed_over = {requests.STEPS[kind] for kind in open_now - {requests.HAND_OVER}}
    if requests.MORE_INFORMATION not in open_now:
        passed_over.add(Event.INFO_GEVEN)
    rows = [row for row in open_events(file.state, actor) if row.event in BY_BUTTON and row.event not in passed_over]
    found = []
    for row in sorted(rows, key=lambda row: BY_BUTTON.index(row.event)):
        look = Look(platform, who, file, {"reden": "…"})
        facts = facts_for(look, row.event)
        facts |= dict.fromkeys(ASKED_ON_THE_PAGE.get(row.event, frozenset()) & facts.keys(), True)
        if row.event is Event.OVERDRAGEN:
            facts["clb_en_naft_akkoord"] = not _proposed_here(look)
        problems = explain(file.state, row.event, actor, facts)
        if not (problems and row.event in UNASKED):
            found.append((row, problems[:1] if INCOMPLETE in problems else problems))
    return found


BY_RECORD: Mapping[Event, tuple[str, str]] = {
    Event.BIJSTUREN: ("doelen", ""),
    Event.EINDEVALUATIE: ("evaluatie", "eind"),
    Event.VROEGTIJDIG_STOPPEN: ("evaluatie", "vroegtijdig"),
}
"""Steps that are taken by freezing a record, but that people look for by name: its type, and the kind of evaluation."""

IN_THE_RECORD = frozenset({"record_volledig", "clb_werkte_mee", "pbd_op_de_hoogte", "eindevaluatie_vastgelegd"})
"""Facts that follow from writing that record."""

IN_SIGHT: Mapping[State, tuple[Event, ...]] = {
    State.AANGEMELD: (Event.DOELEN_VASTLEGGEN,),
    State.WACHTLIJST: (Event.DOELEN_VASTLEGGEN,),
    State.AANVAARD: (Event.STARTEN,),
    State.TER_ONDERTEKENING: (Event.EVALUATIE_VASTLEGGEN,),
    State.LOPEND: (Event.ENGAGEMENTEN_VASTLEGGEN,),
    State.OPGESCHORT: (Event.BIJSTUREN, Event.ENGAGEMENTEN_VASTLEGGEN),
    State.AFGEROND: (Event.AFSLUITEN,),
    State.NAZORG: (Event.HEROPENEN,),
}
"""State -> the steps that come after, which people may look for too early."""


def by_record(platform: Platform, who: Who, file: File) -> list[tuple[Transition, list[Problem]]]:
    """The steps that somebody takes by writing a record, each with what stands in the way of beginning it."""
    actor, found = file.acts_as(who.organisation), []
    for row in open_events(file.state, actor):
        if row.event in BY_RECORD:
            look = Look(platform, who, file, {})
            facts = facts_for(look, row.event)
            facts |= dict.fromkeys(IN_THE_RECORD & facts.keys(), True)
            found.append((row, explain(file.state, row.event, actor, facts)))
    return found


def not_yet(who: Who, file: File) -> list[tuple[Transition, list[Problem]]]:
    """The steps in sight that this person's organisation takes later, each with the status at which they come."""
    actor = file.acts_as(who.organisation)
    rows = {row.event: row for row in TRANSITIONS if actor in row.who}
    return [(rows[event], [_later(rows[event])]) for event in IN_SIGHT.get(file.state, ()) if event in rows]


def _later(step: Transition) -> Problem:
    from_states = {state for row in TRANSITIONS if row.event is step.event for state in row.from_states}
    origins = [f"“{state.label}”" for state in State if state in from_states]
    return problem(step.id, f"Dat komt later, bij de status {' of '.join(origins)}.")


def _proposed_here(look: Look) -> bool:
    """Whether this side proposed the transfer already, so that it is the other's turn."""
    proposal = requests.open_request(look.platform, look.file, requests.HAND_OVER)
    return proposal is not None and proposal.from_kind == look.file.acts_as(look.who.organisation)


def proposed_provider(platform: Platform, file: File) -> dict[str, Json]:
    """The provider that was proposed when the referral was turned down, under the name of the question."""
    told = [
        one.data or {}
        for one in events.of_dossier(platform.db, file.dossier.id)
        if one.subject == file.trajectory.id and one.type == f"trajectory.{Event.DOORGEVEN}"
    ]
    return {"aanbieder": told[-1]["aanbieder"]} if told and told[-1].get("aanbieder") else {}


def has_draft(platform: Platform, file: File, slug: str) -> Record | None:
    """The record of a type in this trajectory that can still be written in: unfrozen, or the latest one."""
    found = records.records_of(platform.db, file.trajectory.id, type=slug)
    open_ones = [one for one in found if not versions.versions_of(platform.db, one.id)]
    writable = open_ones or found
    return writable[-1] if writable else None
