"""The Word templates: what they may name, what they must print, and how the page is made."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from forms import RECORD_TYPES
from forms.record_type import Document, RecordType
from forms.repeat import Repeat
from services import paper_word
from services.extra_documents import EXTRA
from tests.sjablonen_hulp import SHARED, TEMPLATES, W, examples, freeze, inner_text, used_in

DOCUMENTS = [(record_type, one) for record_type in RECORD_TYPES.values() for one in record_type.documents]
EACH = pytest.mark.parametrize(("record_type", "document"), DOCUMENTS, ids=[one.code for _, one in DOCUMENTS])
FILES = sorted(TEMPLATES.glob("*.docx"))
EACH_FILE = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
SYSTEM = {"doc", "logo", "partijen", "handtekeningen", "bewijs", "bewijzen"}
DATA_TABLES = {"TabelLijst", "TabelHandtekeningen"}
FORBIDDEN = r"vbaProject|oleObject|afchunk|embeddings|stylesWithEffects|thumbnail"
FIELDS = {"PAGE", "NUMPAGES"}
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def askable(record_type: RecordType) -> set[str]:
    """'a', 'repeat', 'repeat/question', with what each item of a repeat has beside its questions."""
    names = set()
    for _, item in record_type.items():
        names.add(item.name)
        if isinstance(item, Repeat):
            names |= {f"{item.name}/{question.name}" for question in item.of} | {f"{item.name}/id", f"{item.name}/nr"}
    return names


def given(record_type: RecordType) -> set[str]:
    """The names that come with every document, from a document really made."""
    example = freeze(next(one for one in examples() if one.record_type is record_type), SHARED["alles gedeeld"])
    names = example.names(*next(example.made()))
    rows = {f"{name}/{key}" for name in ("handtekeningen", "bewijzen") for key in names[name][0]}
    return SYSTEM | {f"{name}/{key}" for name in ("doc", "partijen", "bewijs") for key in names[name]} | rows


def answers_of(record_type: RecordType) -> dict[str, Any]:
    """'a' or 'repeat/question' -> the question."""
    return {f"{repeat.name}/{one.name}" if repeat else one.name: one for _, repeat, one in record_type.questions()}


@EACH
def test_names_only_what_there_is(record_type: RecordType, document: Document):
    weekplan = {f"weekschema/{key}" for key in ("dag", "vm", "nm")}
    assert used_in(document).seen <= askable(record_type) | given(record_type) | weekplan


@pytest.mark.parametrize("record_type", RECORD_TYPES.values(), ids=RECORD_TYPES)
def test_no_question_has_the_name_of_what_comes_with_every_document(record_type: RecordType):
    assert not askable(record_type) & SYSTEM


@pytest.mark.parametrize("record_type", RECORD_TYPES.values(), ids=RECORD_TYPES)
def test_the_main_document_prints_every_answer(record_type: RecordType):
    printed = used_in(record_type.documents[0]).printed
    expected = {name for name, one in answers_of(record_type).items() if one.printed and not one.audience.owner}
    missing = {
        name for name in expected if name not in printed and name.partition("/")[0] not in _shown_as_rows(printed)
    }
    assert not missing


def _shown_as_rows(printed: frozenset[str]) -> set[str]:
    return {"weekschema"} if {"weekschema/dag", "weekschema/vm", "weekschema/nm"} <= printed else set()


@EACH
def test_internal_and_unprinted_answers_stand_nowhere(record_type: RecordType, document: Document):
    kept_back = {name for name, one in answers_of(record_type).items() if one.audience.owner or not one.printed}
    assert not used_in(document).seen & kept_back


@EACH
def test_prints_nothing_that_none_of_its_readers_may_ever_see(record_type: RecordType, document: Document):
    questions = answers_of(record_type)
    for name in used_in(document).printed & questions.keys():
        audience = questions[name].audience
        assert set(document.readers) & (audience.always | audience.conditional), name


def test_the_notice_to_the_school_holds_nothing_that_depends_on_consent():
    _only_always("D1S", "S")


def test_the_notice_to_the_pbd_is_about_the_school_alone():
    _only_always("D2P", "P")
    seen = used_in(_document("D2P")).seen
    assert {name for name in seen if name.startswith(("partijen/", "handtekeningen"))} <= {"partijen/school"}


def _only_always(code: str, letter: str) -> None:
    record_type = next(one for one, document in DOCUMENTS if document.code == code)
    questions = answers_of(record_type)
    for name in used_in(_document(code)).seen & questions.keys():
        assert letter in questions[name].audience.always, name


def _document(code: str) -> Document:
    return next(one for _, one in DOCUMENTS if one.code == code)


@EACH
def test_every_page_says_which_document_it_is(record_type: RecordType, document: Document):
    wanted = {"dossiernummer", "versie", "vastgelegd", "lezer", "wortel_kort", "titel"}
    told = {"kenmerk", "vervangt", "keten", "zegel", "controle"}
    assert {f"doc/{one}" for one in wanted} | {f"bewijs/{one}" for one in told} <= used_in(document).printed
    for header in _parts(TEMPLATES / document.template, "word/header"):
        text = inner_text(header)
        for one in ("doc.dossiernummer", "doc.versie", "doc.vastgelegd", "doc.lezer", "Vertrouwelijk"):
            assert one in text


def test_every_template_belongs_to_a_document():
    made_with = {one.template for _, one in DOCUMENTS} | {one.template for one in EXTRA} | {paper_word.TEMPLATE}
    assert {path.name for path in FILES} == made_with


def _parts(path: Path, prefix: str) -> list[etree._Element]:
    with zipfile.ZipFile(path) as archive:
        return [etree.fromstring(archive.read(name)) for name in sorted(archive.namelist()) if name.startswith(prefix)]


@EACH_FILE
def test_is_small_and_on_a4(path: Path):
    assert path.stat().st_size < 60_000
    (body,) = _parts(path, "word/document.xml")
    for page in body.iter(f"{W}pgSz"):
        assert (page.get(f"{W}w"), page.get(f"{W}h")) == ("11906", "16838")


@EACH_FILE
def test_is_written_in_dutch_of_belgium(path: Path):
    (styles,) = _parts(path, "word/styles.xml")
    assert {one.get(f"{W}val") for one in styles.iter(f"{W}lang")} == {"nl-BE"}
    (settings,) = _parts(path, "word/settings.xml")
    assert [one.get(f"{W}val") for one in settings.iter(f"{W}themeFontLang")] == ["nl-BE"]
    (about,) = _parts(path, "docProps/core.xml")
    said = {etree.QName(one).localname: one.text for one in about}
    assert said["title"]
    assert (said["creator"], said["language"]) == ("Naadloos", "nl-BE")


@EACH_FILE
def test_headings_are_headings(path: Path):
    (body,) = _parts(path, "word/document.xml")
    styles = [one.get(f"{W}val") for one in body.iter(f"{W}pStyle")]
    assert styles.count("Title") == (path.name != paper_word.TEMPLATE)  # it comes behind a text that has one
    assert "Heading1" in styles
    (defined,) = _parts(path, "word/styles.xml")
    assert set(styles) <= {one.get(f"{W}styleId") for one in defined.iter(f"{W}style")}


@EACH_FILE
def test_tables_of_data_have_a_header_row_and_rows_that_stay_whole(path: Path):
    (body,) = _parts(path, "word/document.xml")
    for table in body.iter(f"{W}tbl"):
        assert table.find(f"{W}tblPr/{W}tblCaption") is not None, "a table says what it is"
        rows = table.findall(f"{W}tr")
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        if _style(table) in DATA_TABLES:
            assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None


@EACH_FILE
def test_the_signature_table_stays_on_one_page(path: Path):
    (body,) = _parts(path, "word/document.xml")
    for table in body.iter(f"{W}tbl"):
        if _style(table) != "TabelHandtekeningen":
            continue
        for row in table.findall(f"{W}tr")[1:]:
            first = next(row.iter(f"{W}p"))
            marks = "{%tr" in inner_text(row)
            assert marks or first.find(f"{W}pPr/{W}keepNext") is not None


def _style(table: etree._Element) -> str:
    style = table.find(f"{W}tblPr/{W}tblStyle")
    return "" if style is None else str(style.get(f"{W}val"))


@EACH_FILE
def test_holds_nothing_that_changes_what_is_shown(path: Path):
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        relations = [etree.fromstring(archive.read(name)) for name in names if name.endswith(".rels")]
    assert not [name for name in names if re.search(FORBIDDEN, name)]
    for relation in (one for each in relations for one in each.iter(f"{REL}Relationship")):
        assert relation.get("TargetMode") != "External" or relation.get("Type") == HYPERLINK
        assert not re.search(r"attachedTemplate|aFChunk|oleObject|vbaProject", str(relation.get("Type")))
        assert not re.search(r'[&<>"]', str(relation.get("Target")))
    for part in _parts(path, "word/"):
        assert not list(part.iter(f"{W}altChunk", f"{W}fldSimple", f"{W}object"))
        assert {code.text.split()[0] for code in part.iter(f"{W}instrText") if code.text} <= FIELDS
