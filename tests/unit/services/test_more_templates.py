"""The templates that belong to no record type: refusal or remark (D5), handover (D6), letter to a class (D2B)."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError
from lxml import etree

from services.documents import render
from services.evidence_page import groups
from services.sample_names import sample_names
from tests.sjablonen_hulp import NUMBER, TEMPLATES, W, empty_headings, faults, inner_text, scribble, texts

PUPIL = "Yūsuf (Youssef) Ben-Saïd محمد بن سعيد"
PARENT = "Nguyễn Thị Ánh-Tuyết ’t Kindt"
NASTY = "Tom & Jerry <b>vet</b> {{ 7*7 }} {% raw %} {_{ x }_} ]]> 👩🏽‍🏫\nTweede regel\tna een tab"
LONG = "Vier dagdelen per week vind ik te veel, want dan mis ik houttechniek. " * 14 + "\n\nDrie is genoeg."
ROOT = "0c88fa1411ba14a8" * 4
NO_REASON = "Geen reden gegeven. Dat hoeft ook niet."
REFUSAL, HANDOVER, LETTER, ANNEX = "weigering", "overdracht", "informatiebrief", "vertaling"


def common(code: str, title: str, letter: str, reader: str) -> dict[str, Any]:
    """The names that come with every document."""
    return {
        "doc": {
            "code": code, "titel": title, "versie": 2, "lezer": reader, "lezer_letter": letter,
            "organisatie": "", "dossiernummer": NUMBER, "soort_dossier": "leerling", "vastgelegd": "23 november 2026",
            "wortel": ROOT, "wortel_kort": "0c88 fa14 11ba 14a8", "vervangt": 1,
        },
        "partijen": {
            "clb": "CLB De Brug", "naft": "vzw Kantelpunt", "school": "Technisch Atheneum De Sluis",
            "leerlingen": [PUPIL],
        },
        "handtekeningen": [],
        "bewijs": {
            "verklaring": "Ik heb dit gelezen.", "kenmerk": groups(ROOT), "vervangt": "Versie 1, met kenmerk",
            "vervangt_kenmerk": groups(ROOT), "keten": "Gemaakt na gebeurtenis 1204, met controlegetal",
            "keten_kenmerk": groups(ROOT), "zegel": "Dit bestand heeft geen zegel.",
            "controle": "https://naadloos.example/controle",
        },
        "bewijzen": [],
    }  # fmt: skip


def statement(name: str, role: str, decision: str, **more: Any) -> dict[str, Any]:
    """One line of `verklaringen`."""
    line = {
        "naam": name, "rol": role, "functie": "", "organisatie": "", "besluit": decision,
        "op": "maandag 23 november 2026, 14.02 uur", "wijze": "aan tafel op één toestel",
        "opmerking": "", "getypt": "", "beeld": "",
    }  # fmt: skip
    return line | more


def refusal(letter: str = "L", reader: str = "leerling") -> dict[str, Any]:
    """D5: one who refuses without a word, one who disagrees at length, a remark, and somebody who only took note."""
    return common("D5", "Verklaring van weigering of opmerking", letter, reader) | {
        "stuk": "Doelstellingen en afspraken, versie 2",
        "gevolg": "Het traject start nog niet. We praten opnieuw.",
        "verklaringen": [
            statement(PUPIL, "Leerling", "Tekent niet"),
            statement(PARENT, "Ouder", "Niet akkoord", opmerking=LONG, beeld="h1", getypt=PARENT),
            statement("Hilde Şükrü", "CLB-medewerker", "Akkoord", functie="Psycholoog", opmerking=NASTY, beeld="h2"),
            statement("Sukarno", "Leerkracht", "Voor kennisname", organisatie="De Sluis", op="", wijze=""),
        ],
    }


def handover() -> dict[str, Any]:
    """D6: the cover of the bundle for the new provider."""
    return common("D6", "Overdrachtsbundel", "N", "NAFT-aanbieder") | {
        "overdracht": {
            "van": "vzw Kantelpunt", "naar": "Groep Ñúñez & zoon", "reden": f"Het gezin verhuisde.\n{NASTY}",
            "op": "maandag 23 november 2026", "bevestigd_door_clb": "Hilde Claes, 20 november 2026",
            "bevestigd_door_naft": "Joris Maes, 23 november 2026", "toestemming": f"{PUPIL}, op 19 november 2026",
        },
        "stukken": [
            {
                "code": code, "titel": title, "bestand": f"{NUMBER}_{code}_v1_NAFT-aanbieder.docx",
                "vastgelegd": "18 november 2026", "controlegetal": f"{nth:064x}",
            }
            for nth, (code, title) in enumerate([("D1", "Aanmeldingsverslag NAFT"), ("D3", "Evaluatieverslag 3")])
        ],
    }  # fmt: skip


def letter() -> dict[str, Any]:
    """D2B: the letter to the pupils and parents of a class; `partijen` has a pupil here that it may not print."""
    return common("D2B", "Informatiebrief voor leerlingen en ouders", "L", "leerling") | {
        "gedeelde_vraag": "Waarom loopt het mis in 3TB?",
        "startdatum": "5 oktober 2026", "vermoedelijk_einde": "18 december 2026", "plaats": ["School", "NAFT-locatie"],
        "groepsdoelen": [
            {"nr": 1, "tekst": f"We praten om de beurt. {NASTY}", "merkbaar_aan": "Er is minder ruzie."},
            {"nr": 2, "tekst": "Iedereen heeft iemand. " * 30, "merkbaar_aan": ""},
        ],
        "hoe_evalueren": "Met stickers op de muur.", "geplande_evaluatie": "16 november 2026",
        "contact": [{"naam": "Hilde Şükrü", "functie": "", "organisatie": "CLB De Brug"}],
    }  # fmt: skip


def annex() -> dict[str, Any]:
    """V: the annex in two languages, of which one block has no title."""
    own = sample_names("V", "Vertaling - enkel ter informatie", "O", "ouders")["talen"]
    for language in own:
        language["stappen"][0]["blokken"][0]["rijen"][0]["waarde"] = NASTY
    return common("V", "Vertaling - enkel ter informatie", "O", "ouders") | {"talen": own}


def emptied(names: dict[str, Any]) -> dict[str, Any]:
    """The same with nothing in whatever may be empty."""
    bare = {
        key: type(value)() for key, value in names.items() if key not in ("doc", "partijen", "bewijs", "overdracht")
    }
    about = {"doc": {**names["doc"], "vervangt": 0}, "partijen": dict.fromkeys(names["partijen"], "")}
    about["partijen"]["leerlingen"] = []
    about["bewijs"] = {**names["bewijs"], "vervangt": "", "vervangt_kenmerk": ""}
    if "overdracht" in names:
        about["overdracht"] = dict.fromkeys(names["overdracht"], "")
    if "verklaringen" in names:
        bare |= {"stuk": "Evaluatieverslag", "verklaringen": [dict.fromkeys(names["verklaringen"][0], "")]}
        bare["verklaringen"][0]["besluit"] = "Tekent niet"
    return bare | about


FILLED = {
    "D5 voor de leerling": (REFUSAL, refusal()),
    "D5 voor de ouders": (REFUSAL, refusal("O", "ouders")),
    "D5 voor het CLB": (REFUSAL, refusal("C", "CLB")),
    "D5 bijna leeg": (REFUSAL, emptied(refusal("S", "school"))),
    "D6": (HANDOVER, handover()),
    "D6 bijna leeg": (HANDOVER, emptied(handover())),
    "D2B": (LETTER, letter()),
    "D2B bijna leeg": (LETTER, emptied(letter())),
    "V": (ANNEX, annex()),
}
EACH = pytest.mark.parametrize(("template", "names"), FILLED.values(), ids=FILLED)


def made(template: str, names: dict[str, Any]) -> bytes:
    """The Word file."""
    return render((TEMPLATES / f"{template}.docx").read_bytes(), names, {"h1": scribble(1), "h2": scribble(2)})


def body(template: str, names: dict[str, Any]) -> str:
    """Its text, without header and footer."""
    return texts(made(template, names))["word/document.xml"]


def tree_of(content: bytes) -> etree._Element:
    """The body as XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


@EACH
def test_follows_the_standard(template: str, names: dict[str, Any], tmp_path: Path):
    path = tmp_path / "stuk.docx"
    path.write_bytes(made(template, names))
    assert faults(path) == []


@EACH
def test_no_heading_is_empty_and_the_first_block_is_in_short(template: str, names: dict[str, Any]):
    content = made(template, names)
    assert empty_headings(content) == []
    (first, *_) = tree_of(content).iter(f"{W}tbl")
    said = [inner_text(row) for row in first.iter(f"{W}tr")]
    assert said[0] == "In het kort"
    assert len(said) > 1


@EACH
def test_no_mark_of_the_template_is_left(template: str, names: dict[str, Any]):
    found = body(template, _without_nasty(names))
    assert not re.search(r"\{\{|\{%|\}\}|%\}|\bNone\b|Undefined", found)
    assert not re.search(r"(?m)^[ ,.;:·]+$|, ,|\(\)|(?<!SHA-256\)): *$|··", found)


def _without_nasty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nasty(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_without_nasty(one) for one in value]
    return value.replace(NASTY, "niets") if isinstance(value, str) else value


@EACH
def test_every_page_says_which_document_it_is(template: str, names: dict[str, Any]):
    found = texts(made(template, names))
    headers = [text for part, text in found.items() if part.startswith("word/header")]
    footers = [text for part, text in found.items() if part.startswith("word/footer")]
    assert len(headers) == len(footers) == 2
    doc = names["doc"]
    for text in headers:
        for one in (NUMBER, f"Versie {doc['versie']}", doc["vastgelegd"], "Vertrouwelijk", doc["lezer"]):
            assert one in text
    for text in footers:
        assert doc["wortel_kort"] in text
        assert re.search(r"Pagina .* van ", text)
    assert doc["titel"] in found["word/document.xml"]
    assert groups(ROOT) in found["word/document.xml"]


@EACH
def test_an_unknown_name_is_an_error(template: str, names: dict[str, Any]):
    with pytest.raises(UndefinedError):
        made(template, {"doc": names["doc"], "handtekeningen": []})


def test_a_refusal_stands_in_the_words_of_who_refused():
    found = body(REFUSAL, refusal())
    for one in (f"Leerling: {PUPIL}", f"Ouder: {PARENT}", LONG, NASTY, "Doelstellingen en afspraken, versie 2"):
        assert one in found
    for one in ("Tekent niet", "maandag 23 november 2026, 14.02 uur", "Aan tafel op één toestel", "Psycholoog"):
        assert one in found
    assert "Het traject start nog niet. We praten opnieuw." in found


def test_no_reason_is_said_of_who_refused_alone():
    assert body(REFUSAL, refusal()).count(NO_REASON) == 1
    only = refusal() | {"verklaringen": [statement("Sukarno", "Leerkracht", "Voor kennisname")]}
    found = body(REFUSAL, only)
    assert NO_REASON not in found
    assert "In eigen woorden" not in found
    silent = refusal() | {"verklaringen": [statement(PARENT, "Ouder", "Niet akkoord")]}
    assert NO_REASON in body(REFUSAL, silent)


def test_drawn_signatures_are_pictures_with_a_description():
    content = made(REFUSAL, refusal())
    shown = [str(one.get("descr")) for one in tree_of(content).iter() if etree.QName(one).localname == "docPr"]
    assert shown == [f"Handtekening van {PARENT}", "Handtekening van Hilde Şükrü"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        images = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
    assert len(images) == 2
    assert all(one.startswith(b"\x89PNG") for one in images)


def test_a_statement_stays_with_its_heading():
    tables = [one for one in tree_of(made(REFUSAL, refusal())).iter(f"{W}tbl") if _style(one) == "TabelGegevens"]
    assert len(tables) == 4 + 1  # the last one is about the copy
    for table in tables:
        rows = table.findall(f"{W}tr")
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert all(next(row.iter(f"{W}p")).find(f"{W}pPr/{W}keepNext") is not None for row in rows[:-1])


@pytest.mark.parametrize(
    ("letter_of", "title", "others"),
    [
        ("L", "Jouw rechten", ("Uw rechten", "De rechten van leerling en ouders")),
        ("O", "Uw rechten", ("Jouw rechten", "De rechten van leerling en ouders")),
        ("N", "De rechten van leerling en ouders", ("Jouw rechten", "Uw rechten")),
    ],
)
def test_the_rights_speak_to_the_reader(letter_of: str, title: str, others: tuple[str, ...]):
    found = body(REFUSAL, refusal(letter_of, "lezer"))
    assert title in found
    assert not [one for one in others if one in found]
    for one in ("recht.", "reden", "gedacht veranderen", "inkijken", "vertrouwenspersoon", "klacht", "art. 10"):
        assert one in found
    if letter_of != "L":
        assert not re.search(r"\b(je|jij|jouw|jou)\b", found.replace(LONG, ""))


def test_a_handover_says_what_comes_along_and_what_does_not():
    content = made(HANDOVER, handover())
    found = texts(content)["word/document.xml"]
    for one in ("Groep Ñúñez & zoon", NASTY, "Hilde Claes, 20 november 2026", f"{PUPIL}, op 19 november 2026"):
        assert one in found
    for one in ("interne notities", "ontwerpen", "wie het dossier inkeek", "eerdere versies", "Vraag het dan zelf aan"):
        assert one in found
    (table,) = [one for one in tree_of(content).iter(f"{W}tbl") if _style(one) == "TabelLijst"]
    rows = table.findall(f"{W}tr")
    assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
    assert len(rows) == 3
    for row, piece in zip(rows[1:], handover()["stukken"], strict=True):
        assert not [value for value in piece.values() if value not in inner_text(row)]


def test_a_letter_to_the_class_names_no_pupil_and_keeps_the_shared_question_back():
    found = "\n".join(texts(made(LETTER, letter())).values())
    assert "Ben-Saïd" not in found
    assert "3TB" not in found
    assert "Waarom loopt het mis" not in found
    for one in ("5 oktober 2026", "18 december 2026", "School · NAFT-locatie", "Met stickers", "Hilde Şükrü", NASTY):
        assert one in found
    for one in ("vzw Kantelpunt", "CLB De Brug", "Technisch Atheneum De Sluis", "Doel 2", "Er is minder ruzie."):
        assert one in found


def test_a_letter_to_the_class_asks_in_this_order():
    found = body(LETTER, letter())
    asked = [
        "In het kort", "Wat gebeurt er in jullie klas?", "Waarom?", "Wanneer en waar?", "Wat willen we bereiken?",
        "Wie doet mee?", "Wat betekent dit voor jou en je ouders?", "Je rechten", "Bij wie kun je terecht?",
    ]  # fmt: skip
    places = [found.index(f"\n{one}\n") for one in asked]
    assert places == sorted(places)


def test_a_place_may_be_one_text():
    assert "\nSchool\n" in body(LETTER, letter() | {"plaats": "School"})


def _style(table: etree._Element) -> str:
    style = table.find(f"{W}tblPr/{W}tblStyle")
    return "" if style is None else str(style.get(f"{W}val"))
