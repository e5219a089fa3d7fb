"""The record inside a Word file: the root follows from it, for whoever the copy is, and from nothing else."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from services import opc, record_part
from services.checking import RECORD, Anchor, BadRecord, Record, read_record
from services.payload import head_of, leaf_hash, leaves_under, root_of, salts_of
from services.record_part import Copy
from tests.sjablonen_hulp import TEMPLATES, faults

PAPER = (TEMPLATES / "melding-pbd.docx").read_bytes()
SIGNERS = [{"party_id": "p1", "rol": "ouder", "blocking": True}]


def leaf(name: str, value: object, *readers: str) -> dict[str, object]:
    """A leaf with a salt of its own."""
    return {"name": name, "salt": f"{len(name):02}" * 16, "value": value, "readers": list(readers)}


@pytest.fixture
def payload():
    """A version with something for everybody, for some, and for nobody in print."""
    made = {
        "schema": 4,
        "type": "doelen",
        "documents": {"D2": ["C", "S", "L:p2"]},
        "signers": SIGNERS,
        "leaves": [
            leaf("startdatum", "2026-09-21", "C", "N", "S", "L:p2"),
            leaf("vraag_leerling", 'Ik wil <rust> & "stilte" ]]> 👩🏽‍🏫\n\u2028tweede\ttab \x7f', "C", "N", "L:p2"),
            leaf("doelen", ["D1", 3, True, None], "C", "N"),
            leaf("nota", "intern", "!", "N"),
        ],
    }
    return {**made, "salts": salts_of(made)}


def with_record(payload, copy: Copy, content: bytes = PAPER) -> bytes:
    """A Word file with the record of one copy."""
    return record_part.add(content, record_part.record_xml(payload, root_of(payload), copy))


def inside(content: bytes) -> Record:
    """The record in a file, after computing its root again."""
    found = read_record(content)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("reader", "clear"),
    [
        ("C", {"startdatum", "vraag_leerling", "doelen", "head/signers", "head/documents"}),
        ("N", {"startdatum", "vraag_leerling", "doelen", "head/signers", "head/documents"}),
        ("S", {"startdatum"}),
        ("L:p2", {"startdatum", "vraag_leerling"}),
        ("O:p2", set()),
        ("P", set()),
    ],
)
def test_a_copy_holds_what_its_reader_may_see_printed_and_proves_the_root(payload, reader, clear):
    record = inside(with_record(payload, Copy(reader, "D2", clear=True)))
    assert (record.root, record.reader, record.code) == (root_of(payload), reader, "D2")
    assert set(record.answers) == clear
    assert record.withheld == len(payload["leaves"]) + 2 - len(clear)
    values = {one["name"]: one["value"] for one in leaves_under(payload)}
    assert record.answers == {name: values[name] for name in clear}


def test_a_document_that_is_no_copy_of_the_answers_holds_none(payload):
    record = inside(with_record(payload, Copy("C", "D5", clear=False)))
    assert (record.answers, record.withheld, record.root) == ({}, 6, root_of(payload))


def test_what_is_in_the_head_tells_nothing_of_signers_or_copies(payload):
    raw = record_part.record_xml(payload, root_of(payload), Copy("S", "D2", clear=True)).decode()
    for said in ("signers", "blocking", "ouder", "p1", "L:p2", "intern", "nota", "doelen/"):
        assert said not in raw
    assert set(head_of(payload)) == {"schema", "type"}


def test_the_hashes_of_what_is_withheld_come_sorted(payload):
    raw = record_part.record_xml(payload, root_of(payload), Copy("P", "D2P", clear=True))
    found = [one.text for one in etree.fromstring(raw).iter(f"{{{RECORD}}}withheld")]
    assert found == sorted(map(leaf_hash, leaves_under(payload)))


def test_evidence_and_anchor_are_canonical(payload):
    copy = Copy("C", "D2", True, [{"role": "Ouder", "party": "p1"}], (12, "ab" * 32))
    record = inside(with_record(payload, copy))
    assert record.evidence == ({"party": "p1", "role": "Ouder"},)
    assert record.anchor == Anchor(12, "ab" * 32)
    assert b'>{"party":"p1","role":"Ouder"}<' in record_part.record_xml(payload, root_of(payload), copy)


def swapped(raw: str) -> str:
    """One answer with the salt of the other."""
    first, second = re.findall(r"<leaf>(.*?)</leaf>", raw, re.S)[:2]
    one, two = json.loads(_text(first)), json.loads(_text(second))
    return raw.replace(first, first.replace(one[1], two[1], 1), 1)


def _text(escaped: str) -> str:
    return escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace("2026-09-21", "2026-09-22"),
        swapped,
        lambda raw: re.sub(r"<leaf>.*?</leaf>", "", raw, count=1, flags=re.S),
        lambda raw: re.sub(r"(<leaf>.*?</leaf>)", r"\1\1", raw, count=1, flags=re.S),
        lambda raw: re.sub(r"<withheld>[0-9a-f]{64}</withheld>", "", raw, count=1),
        lambda raw: raw.replace('"type":"doelen"', '"type":"evaluatie"'),
        lambda raw: re.sub(r'root="....', 'root="0000', raw),
    ],
    ids=["answer", "salt", "leaf gone", "leaf twice", "hash gone", "head", "root"],
)
def test_what_was_changed_no_longer_adds_up(payload, change: Callable[[str], str]):
    raw = record_part.record_xml(payload, root_of(payload), Copy("L:p2", "D2", clear=True)).decode()
    other = change(raw)
    assert other != raw
    with pytest.raises(BadRecord):
        read_record(record_part.add(PAPER, other.encode()))


def test_the_same_gives_the_same_bytes_and_the_rest_is_as_it_was(payload):
    made = with_record(payload, Copy("C", "D2", clear=True))
    assert made == with_record(payload, Copy("C", "D2", clear=True))
    before, after = opc.read_package(PAPER), opc.read_package(made)
    touched = {"/[Content_Types].xml", "/word/_rels/document.xml.rels"}
    assert {name: after[name] for name in before.keys() - touched} == {
        name: before[name] for name in before.keys() - touched
    }
    assert set(after) - set(before) == {
        "/customXml/item1.xml",
        "/customXml/itemProps1.xml",
        "/customXml/_rels/item1.xml.rels",
    }


def test_it_takes_a_number_that_is_free(payload):
    """A template made in Word may bring data of its own."""
    theirs = record_part.add(PAPER, b'<b xmlns="urn:bibliography"/>')
    made = with_record(payload, Copy("C", "D2", clear=True), theirs)
    parts = opc.read_package(made)
    assert parts["/customXml/item1.xml"] == b'<b xmlns="urn:bibliography"/>'
    assert RECORD.encode() in parts["/customXml/item2.xml"]
    assert inside(made).root == root_of(payload)


def test_it_follows_the_standard_and_opens(payload, tmp_path: Path):
    content = with_record(payload, Copy("C", "D2", clear=True))
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    assert faults(path) == []
    assert Document(io.BytesIO(content)).paragraphs
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None


def test_what_is_no_word_file_is_refused():
    with pytest.raises(opc.BadPackage):
        record_part.add(opc.write_package({"/[Content_Types].xml": b"<Types/>"}), b"<a/>")
