"""Doing what was shown and confirmed: a document from elsewhere goes into a dossier, its answers into a draft.

One transaction: dossier, people, draft, file and events are there together, or none of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from forms.elsewhere import Line
from forms.scope import Answers, Json, items_of
from services import matching, received_preview, records
from services.dossiers import File, file_of
from services.matching import Match
from services.parties import add_party, open_dossier
from services.platform import Platform, Who
from services.received_preview import Preview
from store import events
from store import received as kept
from store import records as kept_records
from store.received import Received
from store.records import Record, Stale


class NotAsShown(Exception):
    """What was confirmed is not what there is now: somebody changed the dossier, or took the document over already."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody confirmed: the hash of the file and the digest of what was shown, and what was chosen.

    `leave_out` are the people (ids in the document) who are not to be added. `overwrite`: an answer that is here
    already makes place. `keep_only`: the document comes into the dossier, and no answer is taken over.
    """

    sha256: str
    seen: str
    leave_out: frozenset[str] = frozenset()
    overwrite: bool = False
    keep_only: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What was done: the dossier, the file in it, and the draft with how many answers came in (None and 0: none)."""

    dossier_id: str
    received: Received
    record: Record | None
    count: int


def take(platform: Platform, who: Who, shown: Preview, choices: Choices) -> Taken:
    """Do what was shown.

    :raises NotAsShown: when it is no longer so; look again
    :raises Stale: when somebody saved the draft meanwhile
    :raises NotAllowed: when this person may not open a dossier or write the draft
    """
    if (choices.sha256, choices.seen) != (shown.received.sha256, shown.seen):
        raise NotAsShown
    people = [_left_out(one) if one.someone.id in choices.leave_out and not _must(shown, one) else one
              for one in shown.people]  # fmt: skip
    with platform.db.write():
        now = kept.received(platform.db, shown.received.id)
        if now is None or now.dossier_id is not None:
            raise NotAsShown
        file = shown.file or _opened(platform, who, shown, people)
        file = file_of(platform, who, file.dossier.id)
        if shown.no_draft or choices.keep_only:
            return _kept(platform, who, shown, file, None, ())
        people = _with_new(platform, who, shown, file, people)
        file = file_of(platform, who, file.dossier.id)
        record, lines = _filled(platform, who, shown, file, people, choices)
        return _kept(platform, who, shown, file, record, lines)


def _must(shown: Preview, one: Match) -> bool:
    """A new dossier is about its pupils."""
    return shown.file is None and one.someone.rol == "leerling"


def _left_out(one: Match) -> Match:
    return replace(one, new=False, why="U voegt deze persoon niet toe.")


def _opened(platform: Platform, who: Who, shown: Preview, people: Iterable[Match]) -> File:
    pupils = [matching.as_party(one.someone) for one in people if one.new and one.someone.rol == "leerling"]
    asked = [{name: value for name, value in one.items() if name != "rol"} for one in pupils]
    return open_dossier(platform, who, soort=shown.document.begins, label="", pupils=asked)


def _with_new(platform: Platform, who: Who, shown: Preview, file: File, people: Iterable[Match]) -> list[Match]:
    """Everybody with an id here: the pupils of a new dossier are there already, the others are added."""
    pupils = iter(file.in_role("leerling") if shown.file is None else ())
    found = []
    for one in people:
        if one.new and _must(shown, one):
            found.append(replace(one, party_id=next(pupils).id))
        elif one.new:
            party = add_party(
                platform,
                who,
                file.dossier.id,
                matching.as_party(one.someone),
                organisation_id=one.organisation_id or None,
            )
            found.append(replace(one, party_id=party.id))
        else:
            found.append(one)
    return [replace(one, new=False) for one in found]


def _filled(
    platform: Platform, who: Who, shown: Preview, file: File, people: list[Match], choices: Choices
) -> tuple[Record, tuple[Line, ...]]:
    """The draft with the answers in it.

    :raises Stale: when it is not the draft that was looked at
    """
    document = shown.document
    going = records.going_on(platform, file, document.record_type.slug)
    if (going.revision if going else 0) != shown.revision:
        raise Stale(going) if going else NotAsShown
    record = going or records.begin(platform, who, file, document.record_type.slug)
    compared = received_preview.compare(
        platform,
        who,
        file,
        document,
        record,
        people,
        shown.places,
        overwrite=choices.overwrite and shown.file is not None,
        make_place=() if shown.file else received_preview.PUPILS,
    )
    record = records.save(platform, who, file, record, compared.answers, record.revision)
    kept_records.note_source(platform.db, record.id, _with_source(record.prefilled, compared.taken))
    return record, compared.taken


def _with_source(prefilled: Answers, lines: Iterable[Line]) -> dict[str, Json]:
    """What was filled in before anybody wrote it, these answers too: each stays marked until somebody changes it."""
    told: dict[str, Json] = dict(prefilled)
    for line in lines:
        name, _, rest = line.path.partition("/")
        if not rest:
            told[name] = line.value
            continue
        item_id, _, question = rest.partition("/")
        items = {str(one["id"]): dict(one) for one in items_of(told.get(name))}
        items.setdefault(item_id, {"id": item_id})[question] = line.value
        told[name] = list(items.values())
    return told


def _kept(
    platform: Platform, who: Who, shown: Preview, file: File, record: Record | None, lines: tuple[Line, ...]
) -> Taken:
    """The file in the dossier, and what happened in the chain, without a word of what is in it."""
    one, at = shown.received, platform.at()
    taken = {"paths": [line.path for line in lines]}
    if not kept.place(
        platform.db,
        one.id,
        dossier_id=file.dossier.id,
        record_id=record.id if record else None,
        by=who.id,
        at=at,
        taken=taken,
    ):
        raise NotAsShown
    told = {"soort": one.type, "wortel": one.root, "sha256": one.sha256, "van": one.origin, "door": who.name}
    events.append(
        platform.db,
        type="record.received",
        actor=who.id,
        dossier=file.dossier.id,
        subject=one.id,
        data={**told, "code": one.code, "versie": one.version},
        at=at,
    )
    if record is not None:
        events.append(
            platform.db,
            type="record.taken_over",
            actor=who.id,
            dossier=file.dossier.id,
            subject=record.id,
            data={**told, "nummer": record.number, "aantal": len(lines)},
            at=at,
        )
    return Taken(file.dossier.id, kept.received(platform.db, one.id) or one, record, len(lines))
