"""The annex with a translation: every example for pupil and parents, in both languages, and what it may not hold."""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from forms import RECORD_TYPES
from forms.amounts import Date, Moment, Number, Schedule
from forms.question import Question
from forms.repeat import Repeat
from services import annex_texts, documents, opc
from services.extra_documents import EXTRA
from services.payload import may_see
from services.translation_annex import LEFT_OUT, in_language, names_of
from services.translations import LANGUAGES, translated
from tests.policy.vertalingen import fixed_texts
from tests.sjablonen_hulp import SHARED, TEMPLATES, Frozen, W, examples, faults, freeze, inner_text, texts

EXAMPLES = list(examples())
ANNEX = next(one for one in EXTRA if one.code == annex_texts.CODE)
MARKS = [translated(annex_texts.MARK, one) for one in LANGUAGES]
SIGNING = re.compile("handtekening|bewijs van ondertekening|signature", re.IGNORECASE)


@functools.cache
def frozen(nr: int) -> Frozen:
    """An example as a version of which nothing was shared with the parents."""
    return freeze(EXAMPLES[nr], SHARED["niets gedeeld"])


def annex(version: Frozen, reader: str) -> dict[str, Any]:
    """What the template of the annex gets."""
    known = version.names(ANNEX, reader)  # type: ignore[arg-type]  # it has a code and a title, as a document has
    own = names_of(version.version, reader, LANGUAGES, date(2026, 11, 1))
    return {one: known[one] for one in ("doc", "partijen", "bewijs", "logo")} | own


def printed(names: dict[str, Any]) -> bytes:
    """The Word file."""
    return documents.render((TEMPLATES / ANNEX.template).read_bytes(), names, {})


@pytest.mark.parametrize("reader", ["L", "O"])
@pytest.mark.parametrize("nr", range(len(EXAMPLES)), ids=map(str, EXAMPLES))
def test_everything_that_a_reader_may_read_is_there_in_the_other_language(nr: int, reader: str):
    version = frozen(nr)
    names, fixed = annex(version, reader), fixed_texts()
    leaves = [one for one in version.version.payload["leaves"] if may_see(one, reader, printed=True)]
    asked = [(question_of(version, one["name"]), one["value"]) for one in leaves]
    rows = {
        language["code"]: [row for step in language["stappen"] for block in step["blokken"] for row in block["rijen"]]
        for language in names["talen"]
    }
    for language, found in rows.items():
        expected = [(one, value) for one, value in asked if one and one.printed and one.name not in LEFT_OUT]
        assert sorted(one["label"] for one in found) == sorted(translated(one.label, language) for one, _ in expected)
        for row in found:
            said = [row["label"], *([] if row["vrij"] else [row["waarde"]])]
            same = [one for one in said if one in fixed and translated(one, language) != one]
            assert not same, f"not translated: {same}"
    free = {row["waarde"] for row in rows["fr"] if row["vrij"]}
    assert free == {row["waarde"] for row in rows["en"] if row["vrij"]}
    told = texts(printed(names))["word/document.xml"]
    for leaf in version.version.payload["leaves"]:
        words = leaf["value"] if isinstance(leaf["value"], str) and len(leaf["value"]) > 40 else ""
        assert not words or (words in told) == may_see(leaf, reader, printed=True), leaf["name"]
    assert told.index(annex_texts.MARK) < min(map(told.index, MARKS))
    for code in LANGUAGES:
        for one in (version.record_type.declaration, *(text for pair in annex_texts.RIGHTS[reader] for text in pair)):
            assert translated(one, code) in told
    assert not SIGNING.search(told)


def question_of(version: Frozen, name: str) -> Question | None:
    """The question of a leaf; none for what is told beside the answers, and for a list of items."""
    head, _, rest = name.partition("/")
    item = version.record_type.find(head)
    if isinstance(item, Repeat):
        return next((one for one in item.of if one.name == rest.rpartition("/")[2]), None) if rest else None
    return item if isinstance(item, Question) and not rest else None


def test_a_reader_of_one_language_gets_that_alone_and_screen_readers_know_it(tmp_path: Path):
    version = frozen(next(nr for nr, one in enumerate(EXAMPLES) if one.record_type.slug == "doelen"))
    names = annex(version, "O")
    names["talen"] = names["talen"][:1]
    content = printed(names)
    path = tmp_path / "bijlage.docx"
    path.write_bytes(content)
    assert faults(path) == []
    root = etree.fromstring(opc.read_package(content)["/word/document.xml"])
    spoken: dict[str, str] = {"nl-BE": "", "fr-BE": "", "en-GB": ""}
    for run in root.iter(f"{W}r"):
        tag = run.find(f"{W}rPr/{W}lang")
        spoken["nl-BE" if tag is None else str(tag.get(f"{W}val"))] += f"\n{inner_text(run)}"
    assert not spoken["en-GB"].strip()
    for one in (translated("Welke doelen spreken we af?", "fr"), translated("Doelstelling", "fr"), "Français"):
        assert one in spoken["fr-BE"]
        assert one not in spoken["nl-BE"]
    goals = [
        one["value"] for one in version.version.payload["leaves"] if re.fullmatch(r"doelen/D\d/tekst", one["name"])
    ]
    assert goals
    assert all(one in spoken["nl-BE"] for one in goals)


@pytest.mark.parametrize(
    ("question", "stored", "french", "english"),
    [
        (Date("a", "A", "L", "x"), "2026-11-23", "23 novembre 2026", "23 November 2026"),
        (Date("a", "A", "L", "x"), "2026-08-01", "1er août 2026", "1 August 2026"),
        (Moment("a", "A", "L", "x"), "2026-09-21T14:05",
         "lundi 21 septembre 2026, 14 h 05", "Monday 21 September 2026, 14:05"),
        (Number("a", "A", "L", "x", unit="dagdelen", one="dagdeel"), 1, "1 demi-jour", "1 half day"),
        (Number("a", "A", "L", "x", unit="dagdelen", one="dagdeel"), 4, "4 demi-jours", "4 half days"),
        (Number("a", "A", "L", "x"), 0, "0", "0"),
        (Schedule("a", "A", "L", "x"), ["naft", "", "", "thuis", *[""] * 6],
         "lundi matin NAFT, mardi après-midi À la maison", "Monday morning NAFT, Tuesday afternoon At home"),
        (Question("a", "A", "L", "x"), "Zoals het er staat", None, None),
    ],
    ids=["day", "first", "moment", "one", "several", "none", "week", "words"],
)  # fmt: skip
def test_days_amounts_and_weeks_are_said_in_that_language(question: Question, stored: Any, french: Any, english: Any):
    assert in_language(question, stored, "fr") == french
    assert in_language(question, stored, "en") == english


def test_what_has_no_translation_stays_dutch_and_a_language_without_a_catalogue_is_refused():
    assert translated("Dit staat in geen enkele lijst.", "fr") == "Dit staat in geen enkele lijst."
    with pytest.raises(KeyError):
        translated("Ja", "de")


def test_who_may_not_be_named_is_called_by_a_role_in_that_language():
    version = frozen(next(nr for nr, one in enumerate(EXAMPLES) if one.record_type.slug == "doelen"))
    leaves = [dict(one) for one in version.version.payload["leaves"]]
    for one in leaves:
        if one["name"].startswith("persoon/") and one["value"]["naam"] == "Kobe Vermeulen":
            one |= {"name": f"rol/{one['name'].partition('/')[2]}", "value": {**one["value"], "naam": "Leerling"}}
    spoiled = replace(version.version, payload={**version.version.payload, "leaves": leaves})
    assert "Élève" in str(names_of(spoiled, "L", ["fr"], date(2026, 11, 1)))
    assert {one.slug for one in RECORD_TYPES.values()} == {one.record_type.slug for one in EXAMPLES}
