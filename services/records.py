"""Drafts: begin a record, fill in a page, see what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property

from forms import RECORD_TYPES
from forms.both import changed
from forms.leaves import flatten, persons_in, readable
from forms.page import Posted, StepForm
from forms.people import Person
from forms.prefill import prefill, still_prefilled
from forms.problems import Fault, problems
from forms.record_type import RecordType, Step, on_path
from forms.repeat import Repeat
from forms.review import ReviewedStep, review
from forms.scope import Answers, Json, Scope, items_of
from rules.access import Action
from rules.states import State
from services import access
from services.access import parties_seen
from services.dossiers import File
from services.platform import NotAllowed, NotFound, Platform, Who, stamp
from services.surroundings import latest_answers, latest_version, resolver, scope_of, sharing
from store import events, received, record_saves, records, versions
from store.records import Record

FILLED_IN_WHILE: dict[str, tuple[State, ...]] = {
    "indicatiestelling": (State.CONCEPT,),
    "doelen": (State.AANVAARD, State.LOPEND),
    "evaluatie": (State.LOPEND, State.OPGESCHORT),
    "engagementen": (State.AFGEROND, State.NAZORG),
}
"""Record type -> the states of a trajectory in which it is begun, changed and frozen."""

WHILE_IT_RUNS = (State.LOPEND, State.OPGESCHORT)
"""The same for a record type that no step of a trajectory waits for."""

SAVES_KEPT = timedelta(days=2)
"""How long is known which page made which save: longer than a page can stay open (services/accounts.LONGEST)."""


@dataclass(frozen=True)
class Draft:
    """A record as one professional sees it: its type and scope, and which questions that person may read."""

    who: Who
    file: File
    record: Record
    record_type: RecordType
    scope: Scope
    may_read: frozenset[str]
    taken: Mapping[str, str] = field(default_factory=dict)
    """Path -> the name of the other Naadloos, of the answers that were taken over from a document of it."""

    @property
    def answers(self) -> Answers:
        """What is stored now."""
        return self.record.answers

    def steps(self) -> list[Step]:
        """The steps that are on the path and hold something this person may read."""
        return list(self._steps)

    @cached_property
    def _steps(self) -> tuple[Step, ...]:
        path = on_path(self.record_type.steps, self.answers, self.scope.facts)
        return tuple({step.slug: step for step, item in path if item.name in self.may_read}.values())

    def faults(self) -> list[Fault]:
        """What keeps the record from being frozen, as far as this person may know."""
        return [fault for fault in problems(self.record_type, self.answers, self.scope) if self._may_know(fault)]

    def _may_know(self, fault: Fault) -> bool:
        name, _, rest = fault.path.partition("/")
        return f"{name}/{rest.rpartition('/')[2]}" in self.may_read if rest else name in self.may_read

    def form(self, step: Step, posted: Posted | None = None, *, keep_items: bool = False) -> StepForm:
        """One page, with what was taken over marked as such."""
        steps = self.record_type.steps
        form = StepForm(step, steps, self.answers, self.scope, self.may_read, posted, keep_items=keep_items)
        for one in form.fields():
            one.prefilled = still_prefilled(one.path, self.answers, self.record.prefilled)
            one.prefilled_from = self.taken.get(one.path, "")
        return form

    def review(self) -> list[ReviewedStep]:
        """All answers, with what is missing."""
        return review(self.record_type, self.answers, self.scope, self.may_read, self.faults())


def draft(platform: Platform, who: Who, file: File, record: Record, answers: Answers | None = None) -> Draft:
    """The record as this person sees it; `answers` to see it as it would be with others.

    :raises NotFound: when a draft of this type is not for this organisation: the CLB and who leads it write it, the
        others, and a provider to whom it was handed over, read what was frozen
    """
    record_type = RECORD_TYPES[record.type]
    access.allow(platform, who, file, Action.OPEN_DRAFT, record=record)
    now = record.answers if answers is None else answers
    scope = scope_of(platform, file, record_type, record, now)
    own = record.type == "indicatiestelling"
    indication = now if own else latest_answers(platform, file, "indicatiestelling", drafts=True)
    readers = resolver(sharing(platform, file, indication), indication)
    leaves = flatten(record_type, now, scope, readers, Person)
    named = {party for party, letters in persons_in(record_type, leaves).items() if who.letter in letters}
    known = named | {one.id for one in parties_seen(platform, who, file)}
    scope = replace(scope, people=tuple(one for one in scope.people if one.id in known))
    taken = {
        str(path): (one.origin if _reads(who, file, one) else "") or "elders"
        for one in received.of_record(platform.db, record.id)
        for path in one.taken.get("paths", ())
    }
    return Draft(who, file, record, record_type, scope, readable(record_type, who.letter, readers), taken)


def _reads(who: Who, file: File, one: received.Received) -> bool:
    """Whether a document from elsewhere is for this organisation (services/receiving.py), and so from where it came."""
    return who.organisation.id in (one.organisation_id, file.dossier.clb_id)


def why_not_editable(platform: Platform, who: Who, file: File, record: Record) -> str:
    """Why this person may not change the record now, in Dutch; empty when it may."""
    if not access.may(platform, who, file, Action.WRITE, record=record):
        return "Dit formulier vult uw organisatie niet in. U kunt het wel lezen."
    if record.trajectory_id != file.trajectory.id or file.state not in filled_in_while(record.type):
        return "Dit formulier kan nu niet gewijzigd worden: het hoort bij een andere stap van het traject."
    latest = latest_version(platform, record)
    if latest is not None and latest.status == "ter_ondertekening":
        return "Deze tekst wordt ondertekend. Moet hij anders? Neem hem terug op de pagina van de handtekeningen."
    if latest is not None and record.type in ("indicatiestelling", "evaluatie"):
        return "Deze tekst is getekend. Begin een nieuw formulier als er iets nieuws te zeggen is."
    return ""


def filled_in_while(slug: str) -> tuple[State, ...]:
    """The states of a trajectory in which a record of this type is begun, changed and frozen."""
    return FILLED_IN_WHILE.get(slug, WHILE_IT_RUNS)


def begin(platform: Platform, who: Who, file: File, slug: str, chosen: Answers | None = None) -> Record:
    """Start a record of a type, filled with what is already known and `chosen`; an unfrozen one is gone on with.

    :raises NotAllowed: when this organisation does not lead it, or the trajectory is at another step
    """
    record_type = RECORD_TYPES[slug]
    if file.acts_as(who.organisation) not in record_type.led_by or file.state not in filled_in_while(slug):
        raise NotAllowed("Dit formulier kunt u nu niet beginnen.")
    db, at = platform.db, platform.at()
    with db.write():
        if going := going_on(platform, file, slug):
            return going
        first = first_values(platform, who, file, slug)
        answers = first | dict(chosen or {})
        record = records.create(
            db,
            dossier_id=file.dossier.id,
            trajectory_id=file.trajectory.id,
            type=slug,
            answers=answers,
            prefilled=first,
            by=who.id,
            at=at,
        )
        events.append(
            db,
            type="record.begun",
            actor=who.id,
            dossier=file.dossier.id,
            subject=record.id,
            data={"soort": slug, "nummer": record.number, "door": who.name},
            at=at,
        )
    return record


def going_on(platform: Platform, file: File, slug: str) -> Record | None:
    """The record of a type that is gone on with; None when the next one is a new one."""
    found = records.records_of(platform.db, file.trajectory.id, type=slug)
    again = found and (slug != "evaluatie" or not versions.versions_of(platform.db, found[-1].id))
    return found[-1] if again else None


def first_values(platform: Platform, who: Who, file: File, slug: str) -> dict[str, Json]:
    """What a new record of a type begins with: what is already known."""
    record_type = RECORD_TYPES[slug]
    sources = {other: latest_answers(platform, file, other) for other in RECORD_TYPES}
    scope = scope_of(platform, file, record_type, None, {})
    return prefill(record_type, sources, scope.facts) | _own_first_values(who, file, record_type)


def _own_first_values(who: Who, file: File, record_type: RecordType) -> dict[str, Json]:
    """What the dossier itself already says: who refers, and about whom."""
    if record_type.slug != "indicatiestelling":
        return {}
    mine = next((party.id for party in file.in_role("clb") if party.account_id == who.id), None)
    first: dict[str, Json] = {"clb": who.organisation.id}
    if mine:
        first["clb_medewerker"] = mine
    children = [party.id for party in file.in_role("leerling")]
    if children and file.dossier.soort in ("leerling", "leerlingen"):
        first["leerlingen"] = [{"id": f"L{nr}", "leerling": child} for nr, child in enumerate(children, start=1)]
    return first


def save(
    platform: Platform,
    who: Who,
    file: File,
    record: Record,
    answers: Answers,
    revision: int,
    *,
    page: str = "",
    turn: int = 0,
) -> Record:
    """Keep a draft, however incomplete. Every save is on top of the revision its writer saw.

    `page` and `turn`: from which page it comes, and how often that page posted (services/saving.py).

    :raises NotAllowed: when this person may not change it now
    :raises Stale: when somebody else saved in between; nothing is lost, `current` holds theirs
    """
    with platform.db.write():
        why = why_not_editable(platform, who, file, record)
        if why:
            raise NotAllowed(why)
        if revision == record.revision and dict(answers) == record.answers:
            return record
        saved = records.save(platform.db, record.id, dict(answers), revision, by=who.id, at=platform.at())
        record_saves.add(
            platform.db,
            record_id=record.id,
            revision=saved.revision,
            account_id=who.id,
            page=page,
            turn=turn,
            changed=changed(record.answers, answers),
            at=platform.at(),
            forget_before=stamp(platform.now() - SAVES_KEPT),
        )
    return saved


def add_item(record_type: RecordType, answers: Answers, earlier: list[Answers], name: str) -> dict[str, Json]:
    """The answers with one more, empty, item in a repeat; its id was never used, not in earlier versions either."""
    repeat = record_type.find(name)
    if not isinstance(repeat, Repeat) or repeat.fixed:
        raise NotFound
    items = list(items_of(answers.get(name)))
    if len(items) >= repeat.at_most:
        return dict(answers)
    taken = [*items, *(item for old in earlier for item in items_of(old.get(name)))]
    return {**answers, name: [*items, {"id": repeat.next_id(taken)}]}


def remove_item(answers: Answers, name: str, item_id: str) -> dict[str, Json]:
    """The answers without one item of a repeat."""
    return {**answers, name: [item for item in items_of(answers.get(name)) if item["id"] != item_id]}
