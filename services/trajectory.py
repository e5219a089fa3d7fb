"""The way of a trajectory: taking a step, and what that changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forms.scope import Answers
from rules import clock
from rules.states import Event, State
from rules.trajectory import Transition, decide, explain
from services import plan, requests, rounds
from services.adjusting import carry_over
from services.consents import as_day
from services.dossiers import File, as_seen_by, read_file, with_trajectory
from services.guard_facts import Look, facts_for
from services.parties import add_colleague
from services.platform import NotAllowed, Platform, Who
from store import accounts, dossiers, events, organisations, trajectories
from store.organisations import Organisation
from store.records import Record

BY_BUTTON = (
    Event.AANMELDEN,
    Event.AANVAARDEN,
    Event.OP_WACHTLIJST,
    Event.MEER_INFO_VRAGEN,
    Event.INFO_GEVEN,
    Event.DOORGEVEN,
    Event.WEIGEREN,
    Event.INTREKKEN,
    Event.OPNIEUW_AANMELDEN,
    Event.TERUG_NAAR_BEWERKEN,
    Event.STARTEN,
    Event.OPSCHORTEN,
    Event.HERVATTEN,
    Event.STOPPEN_VRAGEN,
    Event.OVERDRAGEN,
    Event.ZONDER_NAZORG_AFSLUITEN,
    Event.AFSLUITEN,
    Event.HEROPENEN,
)
"""Steps that somebody takes with a button, in the order in which the pages show them."""


ABOUT: dict[Event, str] = {
    Event.AANMELDEN: "indicatiestelling",
    Event.TERUG_NAAR_BEWERKEN: "doelen",
    Event.STARTEN: "doelen",
}
"""Step -> the type of the text whose round it ends or needs: who takes it has seen that version."""


def root_about(platform: Platform, who: Who, file: File, event: Event) -> str:
    """The root of the text that a step is about, for its page to show; '' for a step about none."""
    version = Look(platform, who, file, {}).version(ABOUT[event]) if event in ABOUT else None
    return version.root if version else ""


def perform(
    platform: Platform, who: Who, file: File, event: Event, asked: Answers, shown_root: str | None = None
) -> File:
    """Take a step; `asked` are the answers to its own questions (forms/handelingen.py).

    `shown_root` is what `root_about` gave for the page from which it is taken; None where no page was shown.

    A transfer to another provider is proposed by one side and happens when the other confirms it (T15).

    :raises Refused: when the table does not allow it now
    :raises OtherText: when the text it is about was replaced since its page was shown
    :raises NotAllowed: when it is no step that is taken with a button
    """
    if event not in BY_BUTTON:
        raise NotAllowed("Deze stap neemt u door het formulier vast te leggen.")
    with platform.db.write():
        file = read_file(platform, file.dossier)
        if shown_root is not None and shown_root != root_about(platform, who, file, event):
            raise rounds.OtherText
        look, actor = Look(platform, who, file, asked), file.acts_as(who.organisation)
        facts = facts_for(look, event)
        if event is Event.OVERDRAGEN and not facts["clb_en_naft_akkoord"]:
            decide(file.state, event, actor, facts | {"clb_en_naft_akkoord": True})
            requests.ask(platform, who, file, requests.HAND_OVER, {"clb": "naft", "naft": "clb"}[actor], asked)
        else:
            row = decide(file.state, event, actor, facts)
            _effect(look, row)
            _record_event(look, row)
        plan.keep(platform, file.dossier)
    return as_seen_by(who, read_file(platform, file.dossier))


def take_by_rule(platform: Platform, who: Who, file: File, event: Event, asked: Answers) -> bool:
    """Take a step that follows from a rule and not from a button; gives whether the table allowed it."""
    look, actor = Look(platform, who, file, asked), file.acts_as(who.organisation)
    if explain(file.state, event, actor, facts_for(look, event)):
        return False
    row = decide(file.state, event, actor, facts_for(look, event))
    _effect(look, row)
    _record_event(look, row)
    return True


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
        if record.answers.get("besluit_traject") == "overdragen":
            return Event.EVALUATIE_VASTLEGGEN  # it ends with the transfer itself (T15)
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
        data={"van": look.file.state, "naar": row.to_state, "door": look.who.name, **requests.told(look.asked)},
        at=look.platform.at(),
    )


def _effect(look: Look, row: Transition) -> None:
    """What a step changes beside the state; the new state itself is saved here too."""
    if row.to_state != look.file.state:
        requests.lapse(look.platform, look.file)
    if row.event in NEXT_TRAJECTORY:
        _next_trajectory(look, row)
        return
    changes: dict[str, object] = {"state": row.to_state}
    more = _EFFECTS.get(row.event)
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
    if look.evaluatie.get("besluit_traject") == "overdragen":
        return {"due_date": None}
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


def _taken_back(look: Look) -> dict[str, object]:
    """Goals that still wait for signatures are signed no more."""
    version = look.version("doelen")
    if version is not None and version.closed_at is None:
        rounds.withdraw(look.platform, look.who, look.file, version, str(look.asked.get("reden", "")))
    return _closed(look)


def _closed(look: Look) -> dict[str, object]:
    ended = look.file.trajectory.ended_on or look.platform.today().isoformat()
    return {"due_date": None, "ended_on": ended}


def _ask_more(look: Look) -> dict[str, object]:
    requests.ask(look.platform, look.who, look.file, requests.MORE_INFORMATION, "clb", look.asked)
    return {}


def _ask_to_stop(look: Look) -> dict[str, object]:
    requests.ask(look.platform, look.who, look.file, requests.STOP, "naft", look.asked)
    return {}


def _inform(look: Look) -> dict[str, object]:
    question = requests.open_request(look.platform, look.file, requests.MORE_INFORMATION)
    if question is not None:
        requests.answer(look.platform, look.who, question, look.asked)
    return {}


_EFFECTS: Mapping[Event, Callable[[Look], dict[str, object]]] = {
    Event.AANMELDEN: _refer,
    Event.AANVAARDEN: _accept,
    Event.MEER_INFO_VRAGEN: _ask_more,
    Event.INFO_GEVEN: _inform,
    Event.STOPPEN_VRAGEN: _ask_to_stop,
    Event.TERUG_NAAR_BEWERKEN: _back_to_editing,
    Event.STARTEN: _start,
    Event.EVALUATIE_VASTLEGGEN: _evaluated,
    Event.EINDEVALUATIE: _ended,
    Event.VROEGTIJDIG_STOPPEN: _ended,
    Event.INTREKKEN: _taken_back,
    Event.AFSLUITEN: _closed,
    Event.ZONDER_NAZORG_AFSLUITEN: _closed,
}


NEXT_TRAJECTORY: Mapping[Event, tuple[State | None, State]] = {
    Event.OPNIEUW_AANMELDEN: (None, State.AANGEMELD),
    Event.OVERDRAGEN: (State.OVERGEDRAGEN, State.AANGEMELD),
    Event.HEROPENEN: (None, State.CONCEPT),
}
"""Steps that begin another trajectory in the dossier: state of the old one (None: as it is), state of the new one."""


def _next_trajectory(look: Look, row: Transition) -> None:
    db, at, old = look.platform.db, look.platform.at(), look.file.trajectory
    provider = look.provider() if row.event is not Event.HEROPENEN else None
    left_as, begins_as = NEXT_TRAJECTORY[row.event]
    if look.file.state is State.WACHTLIJST:  # nobody waits with two providers at once
        left_as = State.INGETROKKEN
    if left_as is not None:
        with_trajectory(look.platform, old, state=left_as, **_ended(look))
    made = trajectories.create(
        db, dossier_id=look.file.dossier.id, state=begins_as, at=at, naft_id=provider.id if provider else None
    )
    if provider is None:
        return
    if old.naft_id is not None and row.event is Event.OPNIEUW_AANMELDEN:
        dossiers.end_access(db, made.dossier_id, old.naft_id, at=at)  # who did not take it up does not read along
    dossiers.give_access(db, made.dossier_id, provider.id, role="naft", at=at)


def organisation(platform: Platform, organisation_id: str) -> Organisation | None:
    """One organisation."""
    return organisations.organisation(platform.db, organisation_id)


def taking_part(file: File) -> dict[str, Organisation]:
    """'clb', 'naft', 'school' -> the organisation of this dossier in that part; of two schools the one that sees it."""
    there = [one for one in file.organisations.values() if one.soort in ("clb", "school")]
    found: dict[str, Organisation] = {one.soort: one for one in sorted(there, key=lambda one: one.id in file.access)}
    found |= {"clb": file.organisations[file.dossier.clb_id]}
    naft = file.organisations.get(file.trajectory.naft_id or "")
    return found | ({"naft": naft} if naft else {})
