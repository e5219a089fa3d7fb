"""What would be done with a document from elsewhere, in a dossier or in a new one; nothing is kept of looking.

Computed from the stored bytes every time somebody looks, and again when it is confirmed (ADR 0028).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from forms import RECORD_TYPES, elsewhere
from forms.elsewhere import Compared, Known
from forms.scope import Json, PersonRef, Scope
from services import matching, records
from services.dossiers import File, name_of
from services.matching import Match, Place
from services.places import Places
from services.platform import NotAllowed, Platform, Who
from services.received_file import FromElsewhere
from services.receiving import MAY, document_of, may_receive, of_dossier
from store import versions as frozen
from store.received import Received
from store.records import Record

PUPILS = ("leerlingen",)
"""What a new dossier fills in by itself, from the pupils that it is opened with."""
NOT_HERE = "Enkel het CLB en de NAFT-aanbieder van een dossier nemen er een document in op."
KEEP_ONLY = "Er staat geen antwoord in dat hier past."


@dataclass(frozen=True)
class Preview:
    """What would be done with a file in a dossier, or in a new one (`file` is None).

    `no_draft` says why no draft is made or filled (Dutch; '' when it is). `draft` is the one that is gone on with.
    `warnings` are sentences to read first.
    """

    received: Received
    document: FromElsewhere
    file: File | None
    people: tuple[Match, ...]
    places: tuple[Place, ...]
    compared: Compared
    no_draft: str
    draft: Record | None
    warnings: tuple[str, ...]

    @property
    def revision(self) -> int:
        """Of the draft that was looked at; 0 when there is none yet."""
        return self.draft.revision if self.draft else 0

    @property
    def seen(self) -> str:
        """A digest of all that is shown, so that what is confirmed is what was looked at."""
        told = [
            self.received.sha256,
            self.file.dossier.id if self.file else "",
            self.no_draft,
            self.draft.id if self.draft else "",
            self.revision,
            [[one.path, one.take, one.why, one.shown] for one in self.compared.lines],
            [[one.someone.id, one.party_id, one.new, one.organisation_id] for one in self.people],
            [[one.id, one.organisation_id] for one in self.places],
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def known_there(document: FromElsewhere, people: Iterable[Match] = (), places: Iterable[Place] = ()) -> Known:
    """The names in a document, with who and what they are here."""
    return Known(
        people={one.id: one.name for one in document.people},
        places=document.places,
        as_people={one.someone.id: one.party_id for one in people if one.party_id},
        as_places={one.id: one.organisation_id for one in places if one.organisation_id},
    )


def may_be_new(who: Who, document: FromElsewhere) -> bool:
    """Whether a new dossier can begin with it: a CLB does so with an indicatiestelling (BR-01)."""
    begins = who.organisation.soort == "clb" and document.record_type.slug == "indicatiestelling"
    return begins and bool(document.begins)


def preview(platform: Platform, who: Who, one: Received, file: File | None) -> Preview:
    """What would be done with a file in a dossier, or in a new one.

    :raises NotAllowed: when this person takes no part in that dossier, or no new one can begin with it
    :raises NotTaken: when its seal is no longer trusted
    """
    may_receive(who)
    document = document_of(platform, one)
    if file is not None and file.acts_as(who.organisation) not in MAY:
        raise NotAllowed(NOT_HERE)
    if file is None and not may_be_new(who, document):
        raise NotAllowed("Met dit document begint geen nieuw dossier. Open er zelf een, of kies er een dat er al is.")
    people, places = matching.people(platform, document, file), matching.places(platform, document)
    if file is None:
        compared = _in_new(platform, who, document, people, places)
        no_draft, draft = "", None
    else:
        no_draft = why_no_draft(platform, who, file, document.record_type.slug)
        draft = None if no_draft else records.going_on(platform, file, document.record_type.slug)
        known = known_there(document, as_if_added(people), places)
        compared = (
            elsewhere.told(document.record_type, document.record.answers, known)
            if no_draft
            else compare(platform, who, file, document, draft, people, places)
        )
    if not no_draft and not compared.taken and not any(one.here for one in compared.lines):
        no_draft = KEEP_ONLY
    return Preview(
        one, document, file, people, places, compared, no_draft, draft, _warnings(platform, who, document, file, people)
    )


def why_no_draft(platform: Platform, who: Who, file: File, slug: str) -> str:
    """Why the answers cannot go into a form of this dossier now, in Dutch; empty when they can."""
    if file.acts_as(who.organisation) not in RECORD_TYPES[slug].led_by:
        return "Dit formulier vult uw organisatie niet in."
    if file.state not in records.filled_in_while(slug):
        return "Dit formulier hoort bij een andere stap van het traject."
    if slug == "evaluatie" and file.trajectory.due_date is None:
        return "In dit traject komt er geen evaluatie meer."
    going = records.going_on(platform, file, slug)
    if going is None:
        return ""
    if frozen.versions_of(platform.db, going.id):
        return "Van dit formulier ligt hier al een tekst vast."
    return records.why_not_editable(platform, who, file, going)


def compare(
    platform: Platform,
    who: Who,
    file: File,
    document: FromElsewhere,
    draft: Record | None,
    people: Iterable[Match],
    places: Iterable[Place],
    *,
    overwrite: bool = False,
    make_place: Collection[str] = (),
) -> Compared:
    """The answers held against a draft of a dossier; who is still to be added counts as if it were there."""
    slug = document.record_type.slug
    begun = draft or _unbegun(platform, who, file, slug)
    seen = records.draft(platform, who, file, begun)
    there = tuple(as_if_added(people))
    scope = replace(seen.scope, people=(*seen.scope.people, *_added(there)))
    return elsewhere.compare(
        document.record_type,
        document.record.answers,
        known_there(document, there, places),
        scope,
        seen.may_read,
        seen.answers,
        overwrite=overwrite,
        make_place=make_place,
    )


def _unbegun(platform: Platform, who: Who, file: File, slug: str) -> Record:
    first = records.first_values(platform, who, file, slug)
    return Record(
        id="",
        dossier_id=file.dossier.id,
        trajectory_id=file.trajectory.id,
        type=slug,
        number=1,
        answers=first,
        prefilled=first,
        changed_by=who.id,
        changed_at=platform.at(),
        created_by=who.id,
        created_at=platform.at(),
    )


def as_if_added(people: Iterable[Match]) -> list[Match]:
    """Who is to be added, under the id of the document: no party has that id."""
    return [replace(one, party_id=f"nieuw:{one.someone.id}") if one.new else one for one in people]


def _added(people: Iterable[Match]) -> list[PersonRef]:
    return [PersonRef(one.party_id, one.someone.name, one.someone.rol) for one in people if one.new]


def _in_new(
    platform: Platform, who: Who, document: FromElsewhere, people: Iterable[Match], places: Iterable[Place]
) -> Compared:
    """The same for a dossier that is not there yet: the CLB reads and writes all of it."""
    record_type = document.record_type
    there = tuple(as_if_added(people))
    kinds = sorted({kind for _, _, q in record_type.questions() for kind in getattr(q, "soorten", ())})
    pupils = [one for one in there if one.new and one.someone.rol == "leerling"]
    me = PersonRef("ik", who.name, "clb")
    first: dict[str, Json] = {"clb": who.organisation.id, "clb_medewerker": me.id}
    first["leerlingen"] = [{"id": f"L{nr}", "leerling": one.party_id} for nr, one in enumerate(pupils, start=1)]
    scope = Scope(
        today=platform.today(),
        facts={"soort_dossier": document.begins, "minderjarig_met_ouders": "ja"},
        people=(me, *_added(there)),
        register=Places(platform, kinds),
    )
    may = {f"{r.name}/{q.name}" if r else q.name for _, r, q in record_type.questions()}
    known = known_there(document, there, places)
    return elsewhere.compare(record_type, document.record.answers, known, scope, may, first, make_place=PUPILS)


def _warnings(
    platform: Platform, who: Who, document: FromElsewhere, file: File | None, people: Iterable[Match]
) -> tuple[str, ...]:
    told = []
    strangers = [one for one in people if one.someone.rol == "leerling" and one.someone.name and not one.party_id]
    if file is not None and strangers:
        here = " en ".join(name_of(one.answers) for one in file.in_role("leerling")) or "niemand bij naam"
        told.append(
            f"Dit document gaat over {strangers[0].someone.name}. In dit dossier staat {here}. Kijk na of u het juiste "
            "dossier koos."
        )
    if file is not None:
        same = [one for one in of_dossier(platform, who, file) if one.root == document.record.root]
        if same:
            told.append("Een ander exemplaar van deze tekst staat al in dit dossier.")
    return tuple(told)
