"""The way of a trajectory: what somebody may do now, why not yet, and what doing it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from forms.scope import Answers, Json
from rules import clock
from rules.source import Problem
from rules.states import Event, State
from rules.trajectory import Transition, decide, explain, open_events
from services import rounds
from services.adjusting import carry_over
from services.consents import as_day
from services.dossiers import File, add_colleague, read_file, with_trajectory
from services.guard_facts import Look, facts_for
from services.platform import NotAllowed, Platform, Who
from store import accounts, dossiers, events, organisations, records, trajectories, versions
from store.organisations import Organisation
from store.records import Record

BY_BUTTON = (
    Event.AANMELDEN,
    Event.AANVAARDEN,
    Event.OP_WACHTLIJST,
    Event.WEIGEREN,
    Event.INTREKKEN,
    Event.OPNIEUW_AANMELDEN,
    Event.TERUG_NAAR_BEWERKEN,
    Event.STARTEN,
    Event.OPSCHORTEN,
    Event.HERVATTEN,
    Event.ZONDER_NAZORG_AFSLUITEN,
    Event.AFSLUITEN,
    Event.HEROPENEN,
)
"""Steps that somebody takes with a button, in the order in which the pages show them."""


def available(platform: Platform, who: Who, file: File) -> list[tuple[Transition, list[Problem]]]:
    """What this person would look for here, each with what still stands in the way (empty: it may be done now).

    A reason that a step asks for is asked on its own page, and so does not stand in the way of getting there.
    """
    rows = [row for row in open_events(file.state, file.acts_as(who.organisation)) if row.event in BY_BUTTON]
    promised = {"reden": "…"}
    found = []
    for row in sorted(rows, key=lambda row: BY_BUTTON.index(row.event)):
        facts = facts_for(Look(platform, who, file, promised), row.event)
        asked_there = {"aanbieder_erkend", "andere_aanbieder"} if row.event is Event.OPNIEUW_AANMELDEN else set()
        facts |= dict.fromkeys(asked_there & facts.keys(), True)
        found.append((row, explain(file.state, row.event, file.acts_as(who.organisation), facts)))
    return found


def perform(platform: Platform, who: Who, file: File, event: Event, asked: Answers) -> File:
    """Take a step; `asked` are the answers to its own questions (forms/handelingen.py).

    :raises Refused: when the table does not allow it now
    :raises NotAllowed: when it is no step that is taken with a button
    """
    if event not in BY_BUTTON:
        raise NotAllowed("Deze stap neemt u door het formulier vast te leggen.")
    with platform.db.write():
        file = read_file(platform, file.dossier)
        look = Look(platform, who, file, asked)
        row = decide(file.state, event, file.acts_as(who.organisation), facts_for(look, event))
        _effect(look, row)
        _record_event(look, row)
    return read_file(platform, file.dossier)


def after_freeze(platform: Platform, who: Who, file: File, record: Record) -> None:
    """The step that freezing this record is; none for the indicatiestelling, or for engagements during aftercare.

    :raises Refused: when the table does not allow it now
    """
    event = _event_of(file, record)
    if event is None:
        return
    look = Look(platform, who, file, {}, freezing=record)
    if record.type == "evaluatie":
        carry_over(platform, who, file, record)
    row = decide(file.state, event, file.acts_as(who.organisation), facts_for(look, event))
    _effect(look, row)
    _record_event(look, row)


def _event_of(file: File, record: Record) -> Event | None:
    if record.type == "doelen":
        return Event.BIJSTUREN if file.state is State.LOPEND else Event.DOELEN_VASTLEGGEN
    if record.type == "evaluatie":
        ends = {"eind": Event.EINDEVALUATIE, "vroegtijdig": Event.VROEGTIJDIG_STOPPEN}
        return ends.get(str(record.answers.get("soort")), Event.EVALUATIE_VASTLEGGEN)
    if record.type == "engagementen" and file.state is State.AFGEROND:
        return Event.ENGAGEMENTEN_VASTLEGGEN
    return None


def _record_event(look: Look, row: Transition) -> None:
    events.append(
        look.platform.db,
        type=f"trajectory.{row.event}",
        actor=look.who.id,
        dossier=look.file.dossier.id,
        subject=look.file.trajectory.id,
        data={"van": look.file.state, "naar": row.to_state, "door": look.who.name, **_told(look.asked)},
        at=look.platform.at(),
    )


def _told(asked: Answers) -> dict[str, Json]:
    return {name: value for name, value in asked.items() if isinstance(value, str)}


def _effect(look: Look, row: Transition) -> None:
    """What a step changes beside the state; the new state itself is saved here too."""
    changes: dict[str, object] = {"state": row.to_state}
    more = _EFFECTS.get(row.event)
    if row.event in (Event.OPNIEUW_AANMELDEN, Event.HEROPENEN):
        _next_trajectory(look, row)
        return
    if more is not None:
        changes |= more(look)
    with_trajectory(look.platform, look.file.trajectory, **changes)


def _refer(look: Look) -> dict[str, object]:
    provider = look.provider()
    if provider is None:
        raise NotAllowed("Kies eerst een NAFT-aanbieder in de indicatiestelling.")
    at = look.platform.at()
    dossiers.give_access(look.platform.db, look.file.dossier.id, provider.id, role="naft", at=at)
    schools = {one.id for one in look.file.organisations.values() if one.soort == "school"}
    for school in schools | {str(look.indication[name]) for name in ("school",) if name in look.indication}:
        dossiers.give_access(look.platform.db, look.file.dossier.id, school, role="school", at=at)
    version = look.version("indicatiestelling")
    if version is not None and version.closed_at is None:
        rounds.close(look.platform, look.who, look.file, version, {})
    return {"naft_id": provider.id}


def _accept(look: Look) -> dict[str, object]:
    chosen = str(look.asked.get("naft_begeleider", ""))
    account = accounts.account(look.platform.db, chosen.removeprefix("account:"))
    if account is None or account.organisation_id != look.file.trajectory.naft_id:
        raise NotAllowed("Kies een begeleider van uw eigen organisatie.")
    add_colleague(look.platform, look.who, look.file.dossier.id, account, "naft_begeleider")
    return {}


def _start(look: Look) -> dict[str, object]:
    start = as_day(look.doelen.get("startdatum")) or look.platform.today()
    return {"start_date": start.isoformat(), "due_date": clock.evaluation_due(start).isoformat()}


def _evaluated(look: Look) -> dict[str, object]:
    held = as_day(look.evaluatie.get("datum_overleg")) or look.platform.today()
    return {"due_date": clock.evaluation_due(held).isoformat()}


def _ended(look: Look) -> dict[str, object]:
    end = as_day(look.evaluatie.get("einddatum")) or look.platform.today()
    return {"due_date": None, "ended_on": end.isoformat()}


def _back_to_editing(look: Look) -> dict[str, object]:
    version = look.version("doelen")
    if version is not None:
        rounds.withdraw(look.platform, look.who, look.file, version, str(look.asked.get("reden", "")))
    return {}


def _closed(look: Look) -> dict[str, object]:
    ended = look.file.trajectory.ended_on or look.platform.today().isoformat()
    return {"due_date": None, "ended_on": ended}


_EFFECTS: Mapping[Event, Callable[[Look], dict[str, object]]] = {
    Event.AANMELDEN: _refer,
    Event.AANVAARDEN: _accept,
    Event.TERUG_NAAR_BEWERKEN: _back_to_editing,
    Event.STARTEN: _start,
    Event.EVALUATIE_VASTLEGGEN: _evaluated,
    Event.EINDEVALUATIE: _ended,
    Event.VROEGTIJDIG_STOPPEN: _ended,
    Event.INTREKKEN: _closed,
    Event.AFSLUITEN: _closed,
    Event.ZONDER_NAZORG_AFSLUITEN: _closed,
}


def _next_trajectory(look: Look, row: Transition) -> None:
    db, at = look.platform.db, look.platform.at()
    provider = look.provider() if row.event is Event.OPNIEUW_AANMELDEN else None
    made = trajectories.create(
        db, dossier_id=look.file.dossier.id, state=row.to_state, at=at, naft_id=provider.id if provider else None
    )
    if provider is not None:
        refused = look.file.trajectory.naft_id
        if refused is not None:  # who did not take it up does not read along with who does
            dossiers.end_access(db, made.dossier_id, refused, at=at)
        dossiers.give_access(db, made.dossier_id, provider.id, role="naft", at=at)


def organisation(platform: Platform, organisation_id: str) -> Organisation | None:
    """One organisation."""
    return organisations.organisation(platform.db, organisation_id)


def taking_part(file: File) -> dict[str, Organisation]:
    """'clb', 'naft', 'school' -> the organisation of this dossier in that part."""
    found = {one.soort: one for one in file.organisations.values() if one.soort in ("clb", "school")}
    naft = file.organisations.get(file.trajectory.naft_id or "")
    return found | ({"naft": naft} if naft else {})


def evaluation_due(file: File) -> date | None:
    """The last day for the next evaluation."""
    return date.fromisoformat(file.trajectory.due_date) if file.trajectory.due_date else None


def has_draft(platform: Platform, file: File, slug: str) -> Record | None:
    """The record of a type in this trajectory that can still be written in: unfrozen, or the latest one."""
    found = records.records_of(platform.db, file.trajectory.id, type=slug)
    open_ones = [one for one in found if not versions.versions_of(platform.db, one.id)]
    writable = open_ones or found
    return writable[-1] if writable else None
