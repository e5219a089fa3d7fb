"""What a record must know of its dossier: the facts, the people and organisations, and what may be shared with whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from forms import RECORD_TYPES
from forms.leaves import Resolve, unflatten
from forms.people import Organisation as OrganisationQuestion
from forms.record_type import RecordType
from forms.scope import Answers, Json, PersonRef, Scope, items_of
from rules import clock, goals
from rules.capacity import Capacity, is_capable
from rules.readers import Audience, Sharing, internal, key, resolve
from rules.sharing import sharing as sharing_of_pupil
from rules.sharing import sharing_of_a_group
from rules.states import State
from services.consents import as_day, consents, family
from services.dossiers import File, name_of, read_file, role_label
from services.places import Places
from services.platform import Platform
from services.pupils import WITH_PUPILS, pupils
from store import records, versions
from store.records import Record
from store.versions import Version

HOLDS = ("ter_ondertekening", "getekend", "deels_getekend", "vervangen")
"""Versions that count as the record's latest word; an 'ingetrokken' one does not."""


def frozen_answers(version: Version) -> dict[str, Json]:
    """A version's answers, as they were stored when it was frozen."""
    leaves = [(leaf["name"], leaf["value"]) for leaf in version.payload["leaves"]]
    return unflatten(RECORD_TYPES[version.payload["type"]], leaves)


def latest_version(platform: Platform, record: Record) -> Version | None:
    """The record's latest version that was not withdrawn, signed or not."""
    found = [one for one in versions.versions_of(platform.db, record.id) if one.status in HOLDS]
    return found[-1] if found else None


def standing_version(platform: Platform, record: Record) -> Version | None:
    """The version that counts: adjusted goals do so when they are signed, until then those before stand (T12)."""
    found = [one for one in versions.versions_of(platform.db, record.id) if one.status in HOLDS]
    signed = [one for one in found if one.status in ("getekend", "deels_getekend")]
    standing = signed if signed and record.type == "doelen" else found
    return standing[-1] if standing else None


def latest_record(platform: Platform, file: File, slug: str) -> Record | None:
    """The latest record of a type in the latest trajectory that was frozen."""
    found = records.records_of(platform.db, file.trajectory.id, type=slug)
    frozen = [one for one in found if latest_version(platform, one) is not None]
    return frozen[-1] if frozen else None


def latest_answers(platform: Platform, file: File, slug: str, *, drafts: bool = False) -> dict[str, Json]:
    """Answers of the latest frozen record of a type, in this trajectory or one before it; empty when there is none.

    With `drafts`, a draft counts when nothing was frozen.
    """
    trajectories = tuple(one.id for one in file.trajectories)
    key = ("answers", trajectories, slug, drafts)
    return dict(platform.db.derived(key, lambda: _latest_answers(platform, trajectories, slug, drafts=drafts)))


def _latest_answers(platform: Platform, trajectories: Sequence[str], slug: str, *, drafts: bool) -> dict[str, Json]:
    for trajectory in reversed(trajectories):
        for record in reversed(records.records_of(platform.db, trajectory, type=slug)):
            version = standing_version(platform, record)
            if version is not None:
                return frozen_answers(version)
            if drafts:
                return dict(record.answers)
    return {}


def latest_in_trajectory(platform: Platform, file: File, slug: str) -> dict[str, Json]:
    """Answers of the latest frozen record of a type in the trajectory of now alone; empty when there is none."""
    record = latest_record(platform, file, slug)
    version = standing_version(platform, record) if record else None
    return frozen_answers(version) if version else {}


@dataclass(frozen=True)
class Shared:
    """What may be shown to school, pupils and parents.

    `together` is what holds for the dossier as a whole; `each` the same for every pupil by party id, empty where there
    is one pupil or none that is known by name. `at_home` is whose pupil somebody is, or stands beside, by party id.
    """

    together: Sharing
    each: Mapping[str, Sharing]
    at_home: Mapping[str, str] = field(default_factory=dict)

    def concerned(self, about: tuple[str, ...]) -> list[str]:
        """The pupils that something about these people concerns: about nobody at home, it concerns all."""
        named = {self.at_home[one] for one in about if one in self.at_home}
        return [one for one in self.each if not named or one in named]


def sharing(platform: Platform, file: File, indication: Answers) -> Shared:
    """What may be shown to whom, by the consents in force today (BR-54)."""
    given = consents(platform, file, indication)
    own = {
        one.party: sharing_of_pupil(
            given, family(platform, file, indication, one.party, one.capacity(platform.today()))
        )
        for one in pupils(platform, file, indication)
    }
    if file.dossier.soort == "leerling":
        nobody = Sharing(school=False, parents=False, capacity=Capacity.VERMOED_BEKWAAM)
        return Shared(next(iter(own.values()), nobody), {})
    group = sharing_of_a_group(given, list(own.values()), kind=file.dossier.soort)
    return Shared(group, own, dict(_at_home(file)))


def _at_home(file: File) -> Iterator[tuple[str, str]]:
    for party in file.all_parties:
        pupil = party.id if party.rol == "leerling" else party.answers.get("van_leerling")
        if pupil:
            yield party.id, pupil


def parents_read(platform: Platform, file: File, pupil: str = "") -> bool:
    """Do the parents read anything now? Not of who is 18, unless the pupil agrees (BR-22)."""
    file = read_file(platform, file.dossier) if file.until else file
    indication = latest_answers(platform, file, "indicatiestelling", drafts=True)
    shared = sharing(platform, file, indication)
    return "O" in resolve(Audience.parse("O"), shared.each.get(pupil, shared.together))


def resolver(shared: Shared, indication: Answers) -> Resolve:
    """Who may read an answer, with the pupil's own wish to keep something from the parents.

    An answer about some of several pupils is for them and their parents alone, beside the professionals.
    """
    kept = with_copies(indication.get("niet_delen_met_ouders") or [])
    resolved: dict[Audience, frozenset[str]] = {}

    def one_reader(name: str, audience: Audience, sharing: Sharing) -> frozenset[str]:
        found = resolved.get(audience) if sharing is shared.together else None
        if found is None:
            found = resolve(audience, sharing)
            if sharing is shared.together:
                resolved[audience] = found
        return found - {"O"} if name in kept and sharing.capacity is not Capacity.NIET_BEKWAAM else found

    def readers(name: str, audience: Audience, about: tuple[str, ...] = ()) -> frozenset[str]:
        if internal(audience):
            return resolve(audience, shared.together) | {"!"}
        if not shared.each:
            return one_reader(name, audience, shared.together)
        concerned, own = shared.concerned(about), any(one in shared.at_home for one in about)
        agreed = bool(concerned) and all(shared.each[one].school for one in concerned)
        school = agreed if own else shared.together.school
        together = replace(shared.together, school=school)
        found = resolve(audience, together) - {"L", "O"}
        return found | {
            key(letter, one)
            for one in concerned
            for letter in one_reader(name, audience, shared.each[one]) & {"L", "O"}
        }

    return readers


def with_copies(names: Iterable[str]) -> frozenset[str]:
    """Questions of the indicatiestelling, and those of later records whose first value is a copy of one of them.

    What is kept from somebody stays so where it is taken over.
    """
    found = {("indicatiestelling", name) for name in names}
    copies = [
        ((item.prefill.record, item.prefill.name), (record_type.slug, item.name))
        for record_type in RECORD_TYPES.values()
        for _, item in record_type.items()
        if item.prefill is not None
    ]
    while more := {copy for source, copy in copies if source in found} - found:
        found |= more
    return frozenset(name for _, name in found)


def scope_of(platform: Platform, file: File, record_type: RecordType, record: Record | None, answers: Answers) -> Scope:
    """The surroundings of one record, its facts computed from these answers."""
    kinds = {k for _, _, q in record_type.questions() if isinstance(q, OrganisationQuestion) for k in q.soorten}
    return Scope(
        today=platform.today(),
        facts=facts(platform, file, record_type, record, answers),
        people=tuple(person_refs(file)),
        register=Places(platform, sorted(kinds)),
        answers=answers,
    )


def person_refs(file: File) -> Iterator[PersonRef]:
    """The parties who take part now, by family name."""
    for party in sorted(file.parties, key=lambda one: str(one.answers.get("familienaam", "")).casefold()):
        organisation = file.organisation_of(party)
        about = ", ".join(part for part in (role_label(party.rol), organisation and organisation.naam) if part)
        yield PersonRef(party.id, name_of(party.answers), party.rol, about)


def facts(
    platform: Platform, file: File, record_type: RecordType, record: Record | None, answers: Answers
) -> dict[str, Json]:
    """The facts of forms.scope.FACTS for one record; a fact that is not known yet is absent."""
    own = record_type.slug == "indicatiestelling"
    indication = answers if own else latest_answers(platform, file, "indicatiestelling", drafts=True)
    known = _pupil_facts(platform, file, indication)
    known["soort_dossier"] = file.dossier.soort
    known["tolk_nodig"] = _yes(any(p.answers.get("tolk") in ("ja", "eigen") for p in file.parties))
    known["volgnummer"] = record.number if record else 1
    known["versie"] = len(versions.versions_of(platform.db, record.id)) + 1 if record else 1
    known["nazorg"] = _yes(file.state is State.NAZORG)
    doelen = answers if record_type.slug == "doelen" else latest_answers(platform, file, "doelen")
    targets = {str(item.get("gericht_op")) for item in items_of(doelen.get("doelen"))}  # one may be as it was typed
    known["schooldoelen"] = _yes(goals.has_school_goals(targets))
    return known | _clock_facts(file, record_type, answers)


def _pupil_facts(platform: Platform, file: File, indication: Answers) -> dict[str, Json]:
    today = platform.today()
    with_pupils = file.dossier.soort in WITH_PUPILS
    found = [one.capacity(today) for one in pupils(platform, file, indication)] if with_pupils else []
    adult = bool(found) and all(one is Capacity.MEERDERJARIG for one in found)
    return {
        "meerderjarig": _yes(adult),
        "bekwaam": _yes(bool(found) and all(is_capable(one) for one in found)),
        "minderjarig_met_ouders": _yes(with_pupils and not adult),
    }


def _clock_facts(file: File, record_type: RecordType, answers: Answers) -> dict[str, Json]:
    trajectory = file.trajectory
    known: dict[str, Json] = {"dagen_te_laat": 0}
    if trajectory.start_date:
        known["start_traject"] = trajectory.start_date
    held = as_day(answers.get("datum_overleg"))
    if trajectory.due_date:
        known["evaluatie_uiterlijk"] = trajectory.due_date
        if record_type.slug == "evaluatie" and held:
            known["dagen_te_laat"] = clock.days_late(date.fromisoformat(trajectory.due_date), held)
    if record_type.slug == "doelen" and trajectory.due_date:  # adjusted on the way: an evaluation moved it already
        known["volgende_evaluatie_uiterlijk"] = trajectory.due_date
        return known
    base = as_day(answers.get("startdatum")) if record_type.slug == "doelen" else held
    if base:
        known["volgende_evaluatie_uiterlijk"] = clock.evaluation_due(base).isoformat()
    return known


def _yes(holds: bool) -> str:  # noqa: FBT001  # one value, turned into a word
    return "ja" if holds else "nee"
