"""What may never change is refused by the database itself, whatever statement comes."""

import pytest

from store import access_log, consents, house_templates, signatures, templates
from store.database import Conflict
from tests.unit.store.story import AT, LATER, ROOT
from tests.unit.store.test_versions import IMAGE, TOKEN, a_document, sign

REPLACE = (
    "INSERT OR REPLACE INTO document"
    " (id, dossier_id, version_id, code, reader, title, filename, sha256, created_at, content)"
    " SELECT id, dossier_id, version_id, code, reader, title, filename, sha256, created_at, x'00' FROM document"
)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE version SET payload = '{}'",
        f"UPDATE version SET root = '{TOKEN}'",
        "UPDATE version SET number = 9",
        "DELETE FROM version",
        "UPDATE signature SET decision = 'geweigerd'",
        "UPDATE signature SET image = NULL",
        "UPDATE signature SET evidence = '{}'",
        "DELETE FROM signature",
        "UPDATE document SET content = x'00'",
        "UPDATE document SET title = 'x'",
        "DELETE FROM document",
        REPLACE,
    ],
)
def test_what_was_frozen_signed_or_printed_cannot_be_changed(db, story, change):
    sign(db, story, story.leerling, image=IMAGE)
    a_document(db, story)
    with pytest.raises(Conflict, match="refused"), db.write():
        db.run(change, {})


def test_a_status_outside_the_list_is_a_conflict(db, story):
    with pytest.raises(Conflict), db.write():
        db.run("UPDATE version SET status = 'misschien'", {})


def test_a_signature_that_was_voided_stays_so(db, story):
    sign(db, story, story.leerling)
    signatures.void_all(db, story.version.id, at=LATER)
    refused(db, "UPDATE signature SET voided_at = NULL")


def test_a_consent_is_never_changed(db, story):
    consents.add(db, dossier_id=story.dossier.id, answers={"antwoord": "ja"}, by=story.medewerker.id, at=AT)
    refused(db, "UPDATE consent SET answers = '{}'")


def test_a_visit_is_never_changed_or_removed(db, story):
    about = {"at": AT, "account_id": story.medewerker.id, "organisation_id": story.clb.id}
    access_log.add(db, **about, dossier_id=story.dossier.id, what="dossier.page", subject="", status=200)
    refused(db, "UPDATE access_log SET status = 404", "DELETE FROM access_log")


def test_a_template_never_changes_and_none_goes_away(db, story):
    templates.keep(db, sha256=ROOT, name="doelen.docx", content=b"PK")
    house_templates.add(
        db,
        organisation_id=story.clb.id,
        name="doelen.docx",
        sha256="a" * 64,
        content=b"a",
        filename="doelen eigen.docx",
        by=story.medewerker.id,
        at=AT,
    )
    refused(
        db, "UPDATE template SET content = x'00'", "DELETE FROM house_template", "UPDATE house_template SET number = 7"
    )


def refused(db, *statements: str) -> None:
    for statement in statements:
        with pytest.raises(Conflict, match="refused"), db.write():
            db.run(statement, {})
