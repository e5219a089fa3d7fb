"""Every example, for every reader, as a Word file: all that this reader may see is in it, nothing else; it opens."""

from __future__ import annotations

import functools
import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from lxml import etree

from forms import RECORD_TYPES
from forms.question import Question, clean, clean_line
from forms.record_type import Document
from forms.repeat import Repeat
from forms.scope import Scope
from forms.texts import Text
from tests.sjablonen_hulp import (
    SHARED,
    TEMPLATES,
    Example,
    Frozen,
    W,
    empty_headings,
    examples,
    faults,
    freeze,
    inner_text,
    texts,
    used_in,
)

EXAMPLES = list(examples())
EACH = pytest.mark.parametrize("example", EXAMPLES, ids=str)
WORDED_OTHERWISE = {"1 dagdelen": "1 dagdeel", "1 dagen": "1 dag"}
"""A number of one: the unit of the question is in the plural."""

NASTY = (
    "Tom & Jerry <b>vet</b> &amp; {{ 7*7 }} {% raw %} {%p if 1 %} {_{ 7*7 }_} {_% x %_} ]]> <!-- \"dubbel\" 'enkel' ’t "
    "محمد بن سعيد 👩🏽‍🏫 =1+1 \x00\x08\x0b\x1f\x7f\ufffe\ud800 {{ doc.__class__ }}\nTweede regel\tna een tab"
)
SOFFICE = shutil.which("soffice")
NEEDS_SOFFICE = pytest.mark.skipif(
    SOFFICE is None and os.environ.get("CI") != "true", reason="NOT TESTED: LibreOffice (soffice) is not installed"
)


@functools.cache
def frozen(at: int, sharing: str) -> Frozen:
    """An example as a version."""
    return freeze(EXAMPLES[at], SHARED[sharing])


@functools.cache
def printed(at: int, sharing: str, code: str, letter: str) -> bytes:
    """One Word file; made once for all tests."""
    version = frozen(at, sharing)
    return version.render(next(one for one, _ in version.made() if one.code == code), letter)


def files(example: Example, sharing: str) -> Iterator[tuple[Frozen, Document, str, bytes]]:
    """Each document of an example and each of its readers, with the file."""
    at = EXAMPLES.index(example)
    for document, letter in frozen(at, sharing).made():
        yield frozen(at, sharing), document, letter, printed(at, sharing, document.code, letter)


def question_of(version: Frozen, leaf: str) -> tuple[str, Question | None]:
    """The name of a leaf's question as templates know it ('a', 'repeat/question'), and the question."""
    name, _, rest = leaf.partition("/")
    item = version.record_type.find(name)
    if not rest:
        return name, item if isinstance(item, Question) else None
    inner = rest.rpartition("/")[2]
    of = item.of if isinstance(item, Repeat) else ()
    return f"{name}/{inner}", next((one for one in of if one.name == inner), None)


def pieces(question: Question, value: Any, scope: Scope) -> list[str]:
    """An answer as the separate texts that a document shows of it."""
    word = question.word(value, scope)
    if isinstance(word, str):
        return [WORDED_OTHERWISE.get(word, word)]
    return [text for one in word for text in (one.values() if isinstance(one, dict) else [one])]


def flat(text: str) -> str:
    """Without differences in white space and capitals."""
    return " ".join(text.split()).casefold()


@EACH
@pytest.mark.parametrize("sharing", ["alles gedeeld", "niets gedeeld"])
def test_each_reader_gets_all_and_only_what_is_for_that_reader(example: Example, sharing: str):
    for version, document, letter, content in files(example, sharing):
        found = texts(content)
        everything = flat(" ¶ ".join(found.values()))
        named = used_in(document).printed
        scope = version.example.scope
        allowed: list[str] = []
        withheld: list[str] = []
        for leaf in version.version.payload["leaves"]:
            name, question = question_of(version, leaf["name"])
            may = letter in leaf["readers"] and "!" not in leaf["readers"]
            if question is None:
                if may:
                    allowed += _about(leaf["value"])
                continue
            texts_of = pieces(question, leaf["value"], scope)
            (allowed if may else withheld).extend(texts_of)
            if may and (name in named or question.name == "weekschema"):
                for text in texts_of:
                    assert len(text) < 4 or flat(text) in everything, f"{document.code} {letter}: {name} is not printed"
        withheld += [one.name for one in scope.people]
        _nothing_leaks(version, document, letter, content, flat("\n".join(allowed)), withheld)


def _about(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [str(one) for one in value.values()]
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _nothing_leaks(
    version: Frozen, document: Document, letter: str, content: bytes, allowed: str, withheld: list[str]
) -> None:
    """No text that only others may read is in any part of the file, as text or in the raw bytes."""
    names = version.names(document, letter)
    signed = [str(value) for line in names["handtekeningen"] for value in line.values()]
    known = flat(" ¶ ".join([allowed, *signed, *map(str, names["doc"].values()), *_static(document).values()]))
    raw = flat(" ¶ ".join(_raw(content)))
    found = flat(" ¶ ".join(texts(content).values()))
    for text in withheld:
        distinct = flat(text)
        if len(distinct) >= 6 and distinct not in known:
            assert distinct not in found, f"{document.code} {letter}: {text!r} is not for this reader"
            assert flat(escape(text)) not in raw


@functools.cache
def _static(document: Document) -> dict[str, str]:
    return texts((TEMPLATES / document.template).read_bytes())


def _raw(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name
            yield archive.read(name).decode("utf-8", "replace")


def test_the_examples_hold_answers_to_withhold():
    """Or the test above would prove nothing: with nothing shared, the school reads less than the CLB in each type."""
    for slug in RECORD_TYPES:
        at = next(at for at, one in enumerate(EXAMPLES) if one.record_type.slug == slug)
        leaves = frozen(at, "niets gedeeld").version.payload["leaves"]
        assert sum("S" in leaf["readers"] for leaf in leaves) < sum("C" in leaf["readers"] for leaf in leaves)


@EACH
def test_parents_of_a_pupil_who_is_not_capable_read_what_is_kept_from_other_parents(example: Example):
    closed, opened = frozen(EXAMPLES.index(example), "niets gedeeld"), freeze(example, SHARED["niet bekwaam"])
    for document, letter in opened.made():
        if letter == "O":
            more = flat("\n".join(texts(opened.render(document, letter)).values()))
            less = flat("\n".join(texts(closed.render(document, letter)).values()))
            assert len(more) >= len(less)


@EACH
def test_every_file_follows_the_standard(example: Example, tmp_path: Path):
    for _, document, letter, content in files(example, "alles gedeeld"):
        path = tmp_path / f"{document.code}_{letter}.docx"
        path.write_bytes(content)
        assert faults(path) == []


@EACH
def test_no_mark_of_the_template_is_left_and_nobody_is_in_the_properties(example: Example):
    people = [one.name for one in example.scope.people]
    for _, document, letter, content in files(example, "alles gedeeld"):
        found = texts(content)
        assert not re.search(r"\{\{|\{%|\}\}|%\}|\bNone\b|Undefined", "\n".join(found.values())), document.code
        about = found["docProps/core.xml"] + found["docProps/app.xml"]
        assert not [name for name in people if name in about]
        assert "Naadloos" in about
        body = found["word/document.xml"]
        assert not re.search(r"(?m)^[ ,.;:·]+$|, ,|\(\)|(?<!SHA-256\)): *$|··", body), (document.code, letter)


@EACH
def test_a_heading_is_never_alone(example: Example):
    for _, document, _, content in files(example, "niets gedeeld"):
        assert empty_headings(content) == [], document.code


@EACH
def test_drawn_signatures_are_pictures_with_a_description(example: Example):
    for version, document, letter, content in files(example, "alles gedeeld"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            images = [name for name in archive.namelist() if name.startswith("word/media/")]
            tree = etree.fromstring(archive.read("word/document.xml"))
            assert all(archive.read(name).startswith(b"\x89PNG") for name in images)
        shown = [str(one.get("descr")) for one in tree.iter() if etree.QName(one).localname == "docPr"]
        if not _shows_signatures(document):
            assert not images
            assert not shown
            continue
        lines = version.names(document, letter)["handtekeningen"]
        assert shown == [f"Handtekening van {line['naam']}" for line in lines if line["beeld"]]
        (table,) = [one for one in tree.iter(f"{W}tbl") if _table_style(one) == "TabelHandtekeningen"]
        rows = table.findall(f"{W}tr")
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert len(rows) == 1 + len(lines) + sum(1 for line in lines if line["opmerking"])
        text = "\n".join(inner_text(row) for row in rows)
        for line in lines:
            for key in ("naam", "besluit", "op", "getypt", "reden_niet"):
                assert line[key] in text


def _shows_signatures(document: Document) -> bool:
    return "handtekeningen" in used_in(document).seen


def _table_style(table: etree._Element) -> str:
    style = table.find(f"{W}tblPr/{W}tblStyle")
    return "" if style is None else str(style.get(f"{W}val"))


def nasty(example: Example) -> Example:
    """The example with every free text, every name and every organisation replaced by what breaks careless programs."""

    def worst(question: Question, value: Any, at: str) -> Any:
        if not isinstance(question, Text):
            return value
        if question.lines == 1:
            return clean_line(f"{at} {NASTY}")
        return clean(f"{at} {NASTY}\n\n" + "lang woord " * (730 if at == longest else 1))

    record_type = example.record_type
    longest = next(q.name for _, r, q in record_type.questions() if isinstance(q, Text) and q.lines > 1 and r is None)
    answers: dict[str, Any] = {}
    for name, value in example.answers.items():
        item = record_type.find(name)
        if isinstance(item, Repeat):
            of = {one.name: one for one in item.of}
            answers[name] = [
                {key: worst(of[key], one, key) if key in of else one for key, one in entry.items()} for entry in value
            ]
        elif item is not None:
            answers[name] = worst(item, value, name)
    people = tuple(replace(one, name=clean_line(f"{one.name} {NASTY}")) for one in example.scope.people)
    organisations = tuple(replace(one, name=clean_line(f"{one.name} {NASTY}")) for one in example.scope.organisations)
    scope = replace(example.scope, people=people, organisations=organisations, answers=answers)
    return Example(record_type, f"{example.name}, alles vervelend", scope, answers)


@pytest.mark.parametrize("slug", RECORD_TYPES)
def test_nasty_text_is_printed_as_it_was_typed(slug: str, tmp_path: Path):
    richest = max((one for one in EXAMPLES if one.record_type.slug == slug), key=lambda one: len(str(one.answers)))
    version = freeze(nasty(richest), SHARED["alles gedeeld"])
    for document, letter in version.made():
        content = version.render(document, letter)
        path = tmp_path / f"{document.code}_{letter}.docx"
        path.write_bytes(content)
        found = texts(content)["word/document.xml"]
        named = used_in(document).printed
        for leaf in version.version.payload["leaves"]:
            name, question = question_of(version, leaf["name"])
            if isinstance(question, Text) and name in named and letter in leaf["readers"]:
                assert str(leaf["value"]) in found, f"{document.code} {letter}: {name}"
        assert faults(path) == []


@NEEDS_SOFFICE
def test_libreoffice_opens_them_and_makes_pages(tmp_path: Path):
    assert SOFFICE is not None, "LibreOffice (soffice) must be there when CI=true"
    wanted = {"C": ("D1", "D2", "D3", "D4"), "S": ("D1S",), "L": ("D1L", "D2L", "D3L", "D4L"), "P": ("D2P",)}
    kept: dict[str, bytes] = {}
    for example in EXAMPLES:
        for _, document, letter, content in files(example, "alles gedeeld"):
            if document.code in wanted.get(letter, ()):
                kept.setdefault(document.code, content)
    assert set(kept) == {one.code for record_type in RECORD_TYPES.values() for one in record_type.documents}
    worst = freeze(nasty(EXAMPLES[0]), SHARED["alles gedeeld"])
    kept["D1_vervelend"] = worst.render(next(iter(worst.made()))[0], "C")
    for code, content in kept.items():
        (tmp_path / f"{code}.docx").write_bytes(content)
    made = _to_pdf(tmp_path, [tmp_path / f"{code}.docx" for code in kept])
    for code, content in kept.items():
        pdf = made[code]
        text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
        pages = text.count("\f")
        assert 1 <= pages <= 16, code
        for page, body in enumerate(text.split("\f")[:-1], start=1):
            assert f"Pagina {page} van {pages}" in body, (code, page)
            assert "Vertrouwelijk" in body
            assert "NAFT-2026-00012" in body
        root = re.search(r"\b(?:[0-9a-f]{4} ){15}[0-9a-f]{4}\b", texts(content)["word/document.xml"])
        assert root is not None
        assert root[0] in text


def _to_pdf(folder: Path, documents: list[Path]) -> dict[str, Path]:
    """All in one call: starting LibreOffice costs more than the conversions."""
    profile = (folder / "profiel").as_uri()
    subprocess.run(
        [
            str(SOFFICE), "--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to", "pdf",
            "--outdir", str(folder), *map(str, documents),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return {one.stem: one.with_suffix(".pdf") for one in documents}
