"""Erasing a dossier: whole when nobody keeps it any longer, else what one organisation alone could read (ADR 0043)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms import RECORD_TYPES
from forms.leaves import flatten, unflatten
from rules.readers import letter_of
from rules.states import Event, State
from services import frozen_names, plan
from services.dossiers import File, read_file, with_trajectory
from services.payload import erased
from services.platform import LETTERS, Platform
from services.surroundings import latest_answers, resolver, scope_of, sharing
from services.terms import holders
from store import documents, dossiers, erasing, events, records, versions
from store.organisations import Organisation
from store.records import Record
from store.rows import Json

PART = "dossier.part-erased"
"""The event of an organisation that destroyed what was its own."""
WHOLE = f"trajectory.{Event.VERNIETIGEN}"
"""The event of a dossier that was destroyed whole: the last step of its trajectory (T20)."""
NOTE = "!"


def is_last(platform: Platform, file: File, organisation: Organisation) -> bool:
    """Whether nobody keeps the dossier any longer once this organisation does not."""
    return all(one.organisation.id == organisation.id for one in holders(platform, file))


def erase(
    platform: Platform, file: File, organisation: Organisation, actor: str, *, whole: bool | None = None
) -> tuple[bool, dict[str, int]]:
    """Erase what an organisation kept, and end its access: whether all of it went, and of how many rows something.

    `whole` where that was decided before; else all of it goes when nobody else keeps the dossier.

    Inside the write that says why. `file` is the whole dossier. Whether it may was looked at before: the state, the
    term, the holds and the second person (services/destroying.py).
    """
    whole = is_last(platform, file, organisation) if whole is None else whole
    erasing.begin(platform.db, file.dossier.id)
    gone = _everything(platform, file) if whole else _own(platform, file, organisation)
    erasing.end(platform.db, file.dossier.id)
    if whole:
        with_trajectory(platform, file.trajectory, state=State.VERNIETIGD, due_date=None)
    events.append(
        platform.db,
        type=WHOLE if whole else PART,
        actor=actor,
        dossier=file.dossier.id,
        subject=file.trajectory.id if whole else organisation.id,
        data={"van": file.state, "naar": State.VERNIETIGD} if whole else {"organisatie": organisation.id},
        at=platform.at(),
    )
    if not whole:
        plan.keep(platform, file.dossier)
    return whole, gone


def _everything(platform: Platform, file: File) -> dict[str, int]:
    found = [one for record in _records(platform, file) for one in versions.versions_of(platform.db, record.id)]
    payloads = {one.id: erased(one.payload, lambda leaf: True, whole=True) for one in found}
    return erasing.everything(platform.db, file.dossier.id, payloads, at=platform.at())


def _own(platform: Platform, file: File, organisation: Organisation) -> dict[str, int]:
    """What this organisation alone could read. While a second provider keeps the dossier, of the first only notes."""
    letter, at = LETTERS[organisation.soort], platform.at()
    beside = [one for one in holders(platform, file) if one.organisation.id != organisation.id]
    alone = not any(one.organisation.soort == organisation.soort for one in beside)
    led = {one.id for one in file.trajectories if alone or one.naft_id == organisation.id}
    mine = [one for one in _records(platform, file) if one.trajectory_id in led]
    frozen = [one for record in mine for one in versions.versions_of(platform.db, record.id)]

    def gone(leaf: Mapping[str, Any]) -> bool:
        return _is_own(leaf["readers"], letter, alone=alone)

    kept = [one for version in frozen for one in documents.documents_of_version(platform.db, version.id)]
    counts = erasing.of_one(
        platform.db,
        file.dossier.id,
        organisation.id,
        {one.id: erased(one.payload, gone, whole=False) for one in frozen if any(map(gone, one.payload["leaves"]))},
        {one.id: _answers_left(platform, file, one, letter, alone=alone) for one in mine},
        tuple(one.id for one in kept if alone and letter_of(one.reader) == letter),
    )
    schools = [one.id for one in file.organisations.values() if one.soort == "school" and organisation.soort == "clb"]
    for one in (organisation.id, *schools):
        dossiers.end_access(platform.db, file.dossier.id, one, at=at)
    return counts


def _is_own(readers: tuple[str, ...] | list[str], letter: str, *, alone: bool) -> bool:
    """Whether nobody else reads it; while a second provider keeps the dossier, whether it is a note to oneself."""
    return {*readers} <= {letter, NOTE} and letter in readers and (alone or NOTE in readers)


def _answers_left(platform: Platform, file: File, record: Record, letter: str, *, alone: bool) -> Json:
    """The answers of a record as it stands, without those that nobody else reads."""
    record_type = RECORD_TYPES[record.type]
    own = record.type == "indicatiestelling"
    indication = record.answers if own else latest_answers(platform, file, "indicatiestelling")
    shared = sharing(platform, file, indication)
    scope = scope_of(platform, file, record_type, record, record.answers)
    leaves = frozen_names.of_a_class(
        file, record_type, flatten(record_type, record.answers, scope, resolver(shared, indication))
    )
    left = [(one.name, one.value) for one in leaves if not _is_own(one.readers, letter, alone=alone)]
    return unflatten(record_type, left)


def _records(platform: Platform, file: File) -> list[Record]:
    return [one for trajectory in file.trajectories for one in records.records_of(platform.db, trajectory.id)]


def read(platform: Platform, dossier_id: str) -> File | None:
    """The whole dossier, whoever asks; None when there is none."""
    found = dossiers.dossier(platform.db, dossier_id)
    return read_file(platform, found) if found else None
