from dataclasses import replace

import pytest

from store import documents, parties, seats, signatures, versions
from store.database import Conflict
from store.seats import SeatTaken
from tests.unit.store.story import AT, LATER, ROOT

TOKEN, OTHER = "a" * 64, "b" * 64
IMAGE = b"\x89PNG\r\n\x1a\n\x00\xff"


def sign(db, story, party, decision="akkoord", image=None):
    return signatures.sign(
        db,
        version_id=story.version.id,
        party_id=party.id,
        decision=decision,
        evidence={"method": "account"},
        evidence_sha256=ROOT,
        image=image,
        at=LATER,
    )


def a_document(db, story, content=b"PK\x03\x04\x00", reader="N"):
    return documents.create(
        db,
        dossier_id=story.dossier.id,
        version_id=story.version.id,
        code="D2",
        reader=reader,
        title="Doelen",
        filename="doelen.docx",
        sha256=ROOT,
        content=content,
        at=LATER,
    )


def test_versions_are_numbered_and_keep_what_was_frozen(db, story):
    second = versions.create(
        db,
        record_id=story.record.id,
        payload={"b": 1, "a": [None, "é"]},
        root=OTHER,
        template_hashes={},
        supersedes=story.version.id,
        frozen_by=story.begeleider.id,
        at=LATER,
    )
    versions.set_status(db, story.version.id, "vervangen", closed_at=LATER)
    first = replace(story.version, status="vervangen", closed_at=LATER)
    assert versions.versions_of(db, story.record.id) == [first, second]
    assert second.number == 2
    assert list(second.payload) == ["b", "a"]
    assert versions.version_of_root(db, OTHER) == second
    assert versions.version_of_root(db, TOKEN) is None


def test_a_root_that_is_no_hash_is_a_conflict(db, story):
    with pytest.raises(Conflict):
        versions.create(
            db,
            record_id=story.record.id,
            payload={},
            root="A" * 64,
            template_hashes={},
            supersedes=None,
            frozen_by=story.begeleider.id,
            at=AT,
        )


def test_the_signature_table_shows_who_was_asked_and_what_they_answered(db, story):
    given = sign(db, story, story.naft_party, "niet_akkoord")
    signatures.set_missing(db, story.version.id, story.leerling.id, "onbereikbaar")
    first, second = signatures.signers_of(db, story.version.id)
    assert (first.signer.party_id, first.signer.missing_reason, first.signature) == (
        story.leerling.id,
        "onbereikbaar",
        None,
    )
    assert (second.signer.blocking, second.signer.capacity_choices) == (True, ("akkoord", "niet_akkoord"))
    assert second.signature == given
    assert given.evidence == {"method": "account"}


def test_a_party_answers_once_and_only_when_asked(db, story):
    sign(db, story, story.leerling)
    with pytest.raises(Conflict):
        sign(db, story, story.leerling, "geweigerd")
    stranger = parties.create(
        db, dossier_id=story.dossier.id, rol="ouder", organisation_id=None, account_id=None, answers={}, at=AT
    )
    with pytest.raises(Conflict):
        sign(db, story, stranger)


def test_the_drawn_image_comes_back_byte_for_byte(db, story):
    drawn, typed = sign(db, story, story.leerling, image=IMAGE), sign(db, story, story.naft_party)
    assert (drawn.has_image, typed.has_image) == (True, False)
    assert signatures.image(db, drawn.id) == IMAGE
    assert signatures.image(db, typed.id) is None


def test_a_signature_is_voided_once(db, story):
    given = sign(db, story, story.leerling)
    assert signatures.void_all(db, story.version.id, at=LATER) == 1
    assert signatures.void_all(db, story.version.id, at=AT) == 0
    assert signatures.signature(db, story.version.id, story.leerling.id) == replace(given, voided_at=LATER)


def test_a_round_waits_for_an_account_until_it_has_answered(db, story):
    (waiting,) = versions.open_rounds_of_account(db, story.begeleider.id)
    assert (waiting.version_id, waiting.party_id, waiting.record_type, waiting.label, waiting.blocking) == (
        story.version.id,
        story.naft_party.id,
        "doelen",
        "Kobe V.",
        True,
    )
    assert versions.open_rounds_of_account(db, story.medewerker.id) == []
    sign(db, story, story.naft_party)
    assert versions.open_rounds_of_account(db, story.begeleider.id) == []


def test_a_closed_round_waits_for_nobody(db, story):
    versions.set_status(db, story.version.id, "ingetrokken", closed_at=LATER)
    assert versions.open_rounds_of_account(db, story.begeleider.id) == []


def a_seat(db, story, token=TOKEN):
    return seats.open_seat(
        db,
        token_hash=token,
        version_id=story.version.id,
        party_id=story.leerling.id,
        host_account_id=story.begeleider.id,
        at=AT,
        expires_at=LATER,
    )


def test_a_seat_is_used_once_and_not_after_it_expired(db, story):
    offered = a_seat(db, story)
    with pytest.raises(SeatTaken):
        seats.use_seat(db, TOKEN, at=LATER)
    assert seats.use_seat(db, TOKEN, at=AT) == replace(offered, used_at=AT)
    with pytest.raises(SeatTaken):
        seats.use_seat(db, TOKEN, at=AT)
    assert seats.seat(db, TOKEN) == replace(offered, used_at=AT)


def test_a_new_seat_takes_the_place_of_an_unused_one(db, story):
    a_seat(db, story)
    a_seat(db, story, OTHER)
    assert seats.seat(db, TOKEN) is None
    assert seats.end_seats(db, story.version.id) == 1
    with pytest.raises(SeatTaken):
        seats.use_seat(db, OTHER, at=AT)


def test_a_seat_used_in_a_write_that_fails_is_free_again(db, story):
    a_seat(db, story)
    sign(db, story, story.leerling)
    with pytest.raises(Conflict), db.write():
        seats.use_seat(db, TOKEN, at=AT)
        sign(db, story, story.leerling)
    seats.use_seat(db, TOKEN, at=AT)


def test_a_file_comes_back_byte_for_byte_and_lists_tell_its_size(db, story):
    content = bytes(range(256)) * 400
    made = a_document(db, story, content)
    assert made.size == len(content)
    assert documents.content(db, made.id) == content
    assert documents.document(db, made.id) == made
    assert documents.document_of_sha256(db, ROOT) == made
    assert documents.documents_of(db, story.dossier.id) == [made]
    assert documents.content(db, "gone") is None


def test_a_reader_gets_a_document_of_a_version_once(db, story):
    mine, theirs = a_document(db, story), a_document(db, story, reader="C")
    assert documents.documents_of_version(db, story.version.id) == [theirs, mine]
    with pytest.raises(Conflict):
        a_document(db, story)
