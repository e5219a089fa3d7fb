"""From the last signature to the file: filled, with the record inside, sealed, and kept, for every reader."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import re
import shutil
from collections import defaultdict
from dataclasses import replace

import pytest
from docx import Document
from flask import Flask

from forms import RECORD_TYPES
from rules.readers import letter_of
from rules.states import Event
from services import documents as making
from services import opc
from services.checking import Anchor, Record, check, read_record
from services.evidence_page import groups
from services.freezing import freeze
from services.payload import seen_by
from services.platform import Platform, Seal
from services.readiness import NotReady
from store import documents, events, versions
from store.database import Database
from store.documents import Document as DocumentKept
from tests.conftest import serving
from tests.leak_story import Story
from tests.oracle import Agreed, Pupil
from tests.sealing import own_key
from tests.sjablonen_hulp import faults, texts
from tests.world import Clock, World, goals, indication

KINDS = {
    "a pupil": Agreed("leerling", {"a": Pupil(11, school="nee", parents="nee")}),
    "two pupils": Agreed("leerlingen", {"a": Pupil(15, school="ja", parents="ja"), "b": Pupil(14, school="nee")}),
    "a class": Agreed("klasgroep", {"a": Pupil(15, school="ja", parents="ja"), "b": Pupil(16, school="nee")}, "ja"),
}

UNUSABLE = Seal(problem="De sleutel is leesbaar voor anderen.")


def inside(content: bytes) -> Record:
    """The record in a file, after computing its root again."""
    found = read_record(content)
    assert found is not None
    return found


def anchor_in(content: bytes) -> Anchor:
    """The event after which it was made."""
    found = inside(content).anchor
    assert found is not None
    return found


def bytes_of(db: Database, document_id: str) -> bytes:
    """A file as it is kept."""
    found = documents.content(db, document_id)
    assert found is not None
    return found


def sealing(app: Flask) -> Platform:
    """The platform of an app, with a seal and an address."""
    found: Platform = replace(
        app.extensions["naadloos"], sealing=lambda: Seal(own_key()), address="https://naadloos.example/"
    )
    app.extensions["naadloos"] = found
    return found


@pytest.fixture(scope="module", params=KINDS)
def story(request, tmp_path_factory, migrated):
    """A dossier brought to the end, or handed over; the tests only look."""
    clock = Clock()
    with serving(tmp_path_factory.mktemp("zegel"), migrated, clock) as app:
        made = Story(World(sealing(app), clock).fill(), KINDS[request.param])
        made.refer()
        made.accept()
        clock.go("2026-09-21")
        made.agree()
        made.step("younes", Event.STARTEN)
        clock.go("2027-01-10")
        made.finish()
        made.engage()
        made.case.documents()
        yield made


@pytest.fixture(scope="module")
def files(story):
    """Each file with its version and its bytes."""
    db = story.case.platform.db
    found = documents.documents_of(db, story.case.id)
    assert len(found) >= 15
    return [(one, versions.version(db, one.version_id), bytes_of(db, one.id)) for one in found]


def test_every_file_has_a_seal_that_holds_and_a_record_that_adds_up(files):
    for one, version, content in files:
        checked = check(content, [own_key().certificate_pem])
        assert (checked.seal, checked.record_state, checked.reasons) == ("valid", "valid", ()), one.filename
        assert checked.record is not None
        assert checked.record.root == version.root
        assert (checked.record.reader, checked.record.code) == (one.reader, one.code)
        assert one.sealed_by == own_key().sha256
        anchor = anchor_in(content)
        assert checked.comment == f"document {version.root}; audit {anchor.seq}:{anchor.hash}"


def test_each_copy_holds_the_answers_of_its_reader_and_withholds_the_rest(files):
    own = {one.code for record_type in RECORD_TYPES.values() for one in record_type.documents}
    for one, version, content in files:
        record, leaves = inside(content), version.payload["leaves"]
        mine = {leaf["name"]: leaf["value"] for leaf in leaves if one.reader in leaf["readers"]}
        mine = {name: mine[name] for name in mine if "!" not in _readers(leaves, name)}
        if one.reader in ("C", "N"):
            mine |= {f"head/{name}": version.payload[name] for name in ("signers", "documents")}
        assert record.answers == (mine if one.code in own else {}), one.filename
        assert record.withheld == len(leaves) + 2 - len(record.answers)
        assert not {"signers", "documents", "salts"} & set(record.head)


def _readers(leaves, name):
    return next(leaf["readers"] for leaf in leaves if leaf["name"] == name)


def test_copies_of_all_readers_prove_one_root(files):
    roots = defaultdict(set)
    for one, _, content in files:
        roots[one.version_id].add(inside(content).root)
    assert all(len(found) == 1 for found in roots.values())
    assert len({next(iter(found)) for found in roots.values()}) == len(roots)


def test_who_is_told_of_signatures(story, files):
    """The school nothing of the indicatiestelling, the PBD and a whole class never; the others of every line."""
    silent = {"D1S", "D2P", "D2B", "D6", "V"}
    for one, version, content in files:
        record = inside(content)
        printed = "Bewijs van ondertekening" in texts(content)["word/document.xml"]
        assert printed == bool(record.evidence) == (one.code not in silent), one.filename
        if one.code not in silent | {"D5"}:
            assert {each["party"] for each in record.evidence} == {
                each["party_id"] for each in version.payload["signers"]
            }
        known = {each["name"] for each in record.evidence if "name" in each}
        seen = seen_by(version.payload, one.reader, printed=True)
        assert known <= {value["naam"] for name, value in seen.items() if name.startswith("persoon/")}
        assert not [each for each in record.evidence if {"account", "shown_root", "salt", "ip"} & set(each)]


def test_what_machines_read_stands_on_paper_too(files):
    for _, version, content in files:
        record, text = inside(content), texts(content)["word/document.xml"]
        assert groups(version.root) in text
        assert groups(anchor_in(content).hash) in text
        assert "https://naadloos.example/controle" in text
        assert groups(own_key().sha256[:16]) in text
        for each in record.evidence:
            for name in ("name", "answer", "stands", "missing"):
                assert each.get(name, "") in text
            assert groups(each.get("evidence_sha256", "")[:16]) in text


def test_the_digest_of_evidence_is_that_of_what_is_kept(story, files):
    rows = story.case.platform.db.rows("SELECT evidence, evidence_sha256 FROM signature")
    kept = {row["evidence_sha256"]: json.loads(row["evidence"]) for row in rows}
    given = [each for _, _, content in files for each in inside(content).evidence if "evidence_sha256" in each]
    assert given
    for each in given:
        whole = kept[each["evidence_sha256"]]
        assert (each["party"], each["decision"], each["at"]) == (whole["party"], whole["decision"], whole["at"])
        assert len(whole["salt"]) == 32


def test_every_file_is_in_the_chain_of_events_after_its_anchor(story, files):
    found = {one.subject: one for one in events.of_dossier(story.case.platform.db, story.case.id)}
    ends = {
        one.subject: one.seq
        for one in events.of_dossier(story.case.platform.db, story.case.id)
        if one.type in ("round.completed", "round.refused")
    }
    for one, version, content in files:
        made, anchor = found[one.id], anchor_in(content)
        assert made.type == "document.made"
        assert made.data is not None
        assert made.data["sha256"] == one.sha256 == hashlib.sha256(content).hexdigest()
        assert ends[version.id] <= anchor.seq < made.seq
    assert events.verify(story.case.platform.db) == []


VALIDATED: set[tuple[str, str]] = set()
"""Document and reader of which the validators, which take a third of a second, saw a file of an earlier story."""


def test_they_open_and_follow_the_standard(files, tmp_path):
    for one, _, content in files:
        assert Document(io.BytesIO(content)).paragraphs
        parts = {name: part for name, part in opc.read_package(content).items() if "_xmlsignatures" not in name}
        path = tmp_path / one.filename
        path.write_bytes(content)
        kind = (one.code, letter_of(one.reader))
        assert kind in VALIDATED or faults(path) == [], one.filename
        VALIDATED.add(kind)
        assert [name for name in parts if re.fullmatch(r"/customXml/item\d+\.xml", name)]


def test_a_handed_over_bundle_is_sealed_too(app, clock):
    kobe = World(sealing(app), clock).fill().kobe()
    kobe.refer()
    kobe.accept()
    clock.go("2026-09-21")
    kobe.start()
    clock.go("2026-11-15")
    kobe.finish(besluit_traject="overdragen", reden_einde="andere_aanbieder")
    other = kobe.world.id("overkant")
    kobe.consent("an", "kobe", "delen_naft", aan_aanbieder=other)
    clock.wait(minutes=1)
    for who in ("an", "younes"):
        kobe.do(who, Event.OVERDRAGEN, aanbieder=other, reden="Dichter bij huis.")
    (cover,) = [one for one in kobe.documents() if one.code == "D6"]
    checked = check(bytes_of(kobe.platform.db, cover.id), [own_key().certificate_pem])
    assert (checked.seal, checked.record_state) == ("valid", "valid")
    assert checked.record is not None
    assert (checked.record.answers, checked.record.evidence) == ({}, ())


def test_without_a_key_there_is_no_seal_and_the_file_says_so(kobe):
    kobe.refer()
    for one in kobe.documents():
        content = bytes_of(kobe.platform.db, one.id)
        assert one.sealed_by == ""
        assert check(content, [own_key().certificate_pem]).seal == "none"
        assert "Dit bestand heeft geen zegel." in texts(content)["word/document.xml"]


def test_two_that_make_the_same_file_keep_that_of_the_first(kobe, monkeypatch):
    """The other one got through while the first was filling."""
    version = kobe.refer()
    own, real = list(making._own(version)), making.finished
    second: list[DocumentKept | None] = []

    def interrupted(*given):
        content = real(*given)
        if not second:
            second.append(None)
            second.extend(making._keep(kobe.platform, kobe.file, version, own))
        return content

    monkeypatch.setattr(making, "finished", interrupted)
    assert making._keep(kobe.platform, kobe.file, version, own) == []
    kept = documents.documents_of_version(kobe.platform.db, version.id)
    assert sorted(one.id for one in kept) == sorted(one.id for one in second if one)
    told = [one for one in events.of_dossier(kobe.platform.db, kobe.id) if one.type == "document.made"]
    assert {one.id for one in kept} <= {one.subject for one in told}
    assert events.verify(kobe.platform.db) == []


def broken(case, tmp_path, name: str, content: bytes | None) -> Platform:
    """The platform with one template missing, or something else in its place."""
    folder = tmp_path / "sjablonen"
    shutil.copytree(case.platform.templates, folder)
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    platform: Platform = case.platform
    return replace(platform, templates=folder)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("kennisgeving.docx", None, "Het sjabloon kennisgeving is er niet"),
        ("weigering.docx", None, "Het sjabloon weigering is er niet"),
        ("kennisgeving.docx", b"", "Het sjabloon kennisgeving kan niet ingevuld worden"),
        ("samenvatting.docx", b"PK", "Het sjabloon samenvatting kan niet ingevuld worden"),
        ("weigering.docx", b"PK", "Het sjabloon weigering kan niet ingevuld worden"),
    ],
)
def test_no_round_begins_when_a_file_could_not_be_made(kobe, tmp_path, name, content, said):
    record = kobe.write("an", "indicatiestelling", indication(kobe))
    platform = broken(kobe, tmp_path, name, content)
    with pytest.raises(NotReady, match=said):
        freeze(platform, kobe.world.who("an"), kobe.file, record)
    assert versions.versions_of(kobe.platform.db, record.id) == []


def test_no_round_begins_while_the_seal_that_was_asked_for_cannot_be_put(app, kobe, signed_in):
    record = kobe.write("an", "indicatiestelling", indication(kobe))
    an = signed_in("an")
    app.extensions["naadloos"] = replace(kobe.platform, sealing=lambda: UNUSABLE)
    page = an.post(f"/formulieren/{record.id}/vastleggen", {"revision": str(record.revision)}, status=409)
    assert page.h1 == "De ronde kan nog niet beginnen"
    assert "De sleutel is leesbaar voor anderen." in page.text
    assert versions.versions_of(kobe.platform.db, record.id) == []


def test_a_key_that_cannot_be_used_stops_no_start_and_is_said_once(tmp_path, migrated, clock, caplog):
    key = tmp_path / "key.pem"
    key.touch(0o600)
    given = {"SEAL": "on", "SEAL_KEY": str(key), "SEAL_CERT": str(key), "LOG_LEVEL": "WARNING"}
    with serving(tmp_path, migrated, clock, **given) as app:
        monitored = logging.getLogger("naadloos")
        monitored.addHandler(caplog.handler)
        try:
            seen = [app.extensions["naadloos"].sealing() for _ in range(2)]
        finally:
            monitored.removeHandler(caplog.handler)
    assert [one.key for one in seen] == [None, None]
    assert "geen sleutel in PEM" in seen[0].problem
    assert [one.fields["why"] for one in caplog.records if one.message == "no seal"] == [seen[0].problem]


def test_the_host_of_a_round_is_told_that_files_get_no_seal(app, kobe, signed_in):
    version = kobe.freeze("an", kobe.write("an", "indicatiestelling", indication(kobe)))
    an = signed_in("an")
    assert "krijgen nu geen zegel" not in an.get(f"/versies/{version.id}/ronde").text
    app.extensions["naadloos"] = replace(kobe.platform, sealing=lambda: UNUSABLE)
    said = "Documenten krijgen nu geen zegel: De sleutel is leesbaar voor anderen."
    assert said in an.get(f"/versies/{version.id}/ronde").text


def test_the_file_of_a_replaced_version_stays_and_the_dossier_says_by_which(kobe, clock, signed_in):
    kobe.refer()
    kobe.accept()
    clock.go("2026-09-21")
    first = kobe.start()
    (before,) = [one for one in kobe.documents() if one.version_id == first.id and one.reader == "C"]
    bytes_before = bytes_of(kobe.platform.db, before.id)
    clock.go("2026-11-15")
    adjusted = {"id": "*", "resultaat": "in_uitvoering", "zicht_naft": "Goed.", "besluit": "bijsturen"}
    adjusted["nieuwe_formulering"] = "Twee keer per week een gesprek."
    kobe.evaluate(besluit_traject="bijsturen", doelresultaten=[adjusted])
    assert "vervangen door" not in signed_in("an").get(f"/dossiers/{kobe.id}").text
    answers = goals(kobe) | {"reden_versie": "bijsturing", "startdatum": "2026-09-21"}
    second = kobe.sign(kobe.freeze("younes", kobe.write("younes", "doelen", answers)))
    assert "vervangen door versie 2" in signed_in("an").get(f"/dossiers/{kobe.id}").text
    assert bytes_of(kobe.platform.db, before.id) == bytes_before
    (after,) = [one for one in kobe.documents() if one.version_id == second.id and one.reader == "C"]
    text = texts(bytes_of(kobe.platform.db, after.id))["word/document.xml"]
    assert "Versie 1, met kenmerk" in text
    assert groups(first.root) in text
