"""The check of a template: what is wrong is found, in its place; what is right passes; and no bytes break it."""

from __future__ import annotations

import pytest

from services.extra_documents import EXTRA
from services.sample import NoSuchDocument, sample
from services.template_catalogue import CATALOGUE
from services.template_check import check
from services.template_names import OWN_LABELS, Name, use_of
from tests.broken_templates import BASE, BROKEN, WHOLE, Broken, every, parts_of, text, zipped
from tests.sjablonen_hulp import TEMPLATES

FILES = sorted(path.name for path in TEMPLATES.glob("*.docx"))


@pytest.mark.parametrize("broken", BROKEN, ids=lambda one: one.about.replace(" ", "-")[:60])
def test_what_is_wrong_is_found_in_its_place(broken: Broken):
    found = check(broken.name, broken.content())
    mine = [one for one in found if one.code == broken.code]
    assert mine, found
    assert (mine[0].severity, mine[0].where) == (broken.severity, broken.where)
    assert broken.says in mine[0].message
    assert all(len(one.around) <= 120 for one in found)
    others = {one.code for one in found if one.severity == "fout"} - {broken.code}
    assert not others, "one thing is wrong, and one thing is said"


@pytest.mark.parametrize("name", FILES)
def test_our_own_templates_pass(name: str):
    assert check(name, (TEMPLATES / name).read_bytes()) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "package-not-a-zip"),
        (b"PK\3\4", "package-not-a-zip"),
        (b"Beste collega" * 99, "package-not-a-zip"),
        (zipped(a=b"b"), "package-no-content-types"),
        ((TEMPLATES / BASE).read_bytes()[:-40], "package-not-a-zip"),
        (b"x" + (TEMPLATES / BASE).read_bytes(), "package-data-around-zip"),
    ],
)
def test_what_is_no_word_file_is_said_to_be_none(content: bytes, code: str):
    (found,) = check(BASE, content)
    assert (found.severity, found.where, found.code) == ("fout", WHOLE, code)
    assert "Word" in found.message


def test_a_template_of_another_name_is_none():
    assert [one.code for one in check("brief.docx", b"")] == ["name"]


@pytest.mark.parametrize("at", range(40, 12_000, 1_700))
def test_a_byte_that_fell_over_breaks_nothing(at: int):
    content = bytearray((TEMPLATES / BASE).read_bytes())
    content[at] ^= 0xFF
    assert [one.severity for one in check(BASE, bytes(content))] == ["fout"]


def test_every_fault_of_a_template_is_told_at_once():
    spoilt = Broken("", every("{{ h.naam }}", "{{ h.naaam }} {"), "", "", "")
    codes = {one.code for one in check(BASE, spoilt.content())}
    assert {"name-unknown", "brace", "handtekeningen"} <= codes


def test_an_author_may_go_another_way_than_the_standard():
    other = Broken("", text("{{ wat_blijft|upper }}, {% for d in deelnemers %}{{ d }}; {% endfor %}"), "", "", "")
    assert check(BASE, other.content()) == []


@pytest.mark.parametrize("template", CATALOGUE, ids=lambda one: one.slug)
def test_every_document_has_a_sample_and_every_name_a_label(template):
    for made in template.makes:
        for reader in made.readers:
            names, _ = sample(made.code, reader)
            assert names["doc"]["code"] == made.code
            assert names["doc"]["lezer"] == made.called(reader)
    use = use_of(template.name)
    assert use is not None
    assert {one.code for one in EXTRA} <= OWN_LABELS.keys()
    assert not [one.path for one in _all(use.names.values()) if not one.label]


def test_a_sample_is_whole_and_shows_each_reader_its_own():
    reads = {letter: sample("D2", letter)[0] for letter in "CNSLO"}
    for letter, names in reads.items():
        assert names["partijen"]["leerlingen"] == ["Kobe Vermeulen"]
        assert all(one["tekst"] for one in names["doelen"]), letter
        assert [one["besluit"] for one in names["handtekeningen"]].count("Niet ondertekend") == 1
    assert reads["C"]["vraag_ouders"]
    unanswered = {name for name, value in reads["C"].items() if value in ("", [])}
    assert len(unanswered) < len(reads["C"]) / 3
    with pytest.raises(NoSuchDocument):
        sample("D99", "C")


def test_a_hidden_instruction_never_reaches_the_filling(monkeypatch: pytest.MonkeyPatch):
    """What costs time or memory is found by reading alone: nothing is filled in to see what happens."""
    filled: list[bytes] = []

    def render(template: bytes, *_: object) -> bytes:
        filled.append(template)
        return template

    monkeypatch.setattr("services.documents.render", render)
    for broken in BROKEN:
        if broken.severity == "fout" and broken.code in ("not-allowed", "tag-elsewhere", "loops-deep", "underscore"):
            check(broken.name, broken.content())
    assert filled == []
    check(BASE, (TEMPLATES / BASE).read_bytes())
    assert filled


def _all(names) -> list[Name]:
    return [each for one in names for each in (one, *_all(one.fields.values()))]


def test_the_parts_of_a_template_are_not_touched():
    before = dict(parts_of(BASE))
    BROKEN[0].content()
    assert parts_of(BASE) == before
