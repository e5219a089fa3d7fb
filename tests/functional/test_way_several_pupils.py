"""A dossier of two pupils who are no class: each family reads of the own child, and of the other not even the name."""

from __future__ import annotations

import base64
import io
import zipfile
from itertools import product
from typing import Any

import pytest
from PIL import Image, ImageDraw

from tests.way import Way, every_word
from tests.wizard import sign_at_table
from tests.world import Case, a_goal, evaluation, goals, indication

PUPILS: dict[str, dict[str, str]] = {
    "jana": {"name": "Jana Claes", "born": "2010-03-14", "street": "Lindelaan", "parent": "Hilde Maes"},
    "tibo": {"name": "Tibo Wouters", "born": "2011-11-30", "street": "Kiezelweg", "parent": "Rik Wouters"},
}
OWN = {"jana": "Komt elke dag op tijd in de les.", "tibo": "Vraagt hulp voor het te laat is."}
TELLS = {
    "jana": ("Jana", "Claes", "14 maart 2010", "14/03/2010", "2010-03-14", "Lindelaan", "Hilde", "Maes"),
    "tibo": ("Tibo", "Wouters", "30 november 2011", "30/11/2011", "2011-11-30", "Kiezelweg", "Rik"),
}
"""Pupil -> what tells who that is."""
OTHER = {"jana": "tibo", "tibo": "jana"}


@pytest.fixture
def way(world, signed_in):
    """Jana and Tibo, each with one parent."""
    case = Case(world, clb="an", naft="younes", school="sluis")
    case.open("leerlingen", {key: one["name"] for key, one in PUPILS.items()})
    for key, one in PUPILS.items():
        case.join(f"parent-{key}", one["parent"], "ouder", van_leerling=case.ids[key])
    case.invite("saskia")
    return Way(case, signed_in)


def of_two(case: Case, *without: str) -> dict[str, Any]:
    """The indicatiestelling of both, with every consent but those `without` ('tibo': the help)."""
    complete = indication(case)
    first = complete["leerlingen"][0]
    pupils = [
        first | {"id": f"L{nr}", "leerling": case.ids[key], "geboortedatum": one["born"], "straat": one["street"]}
        for nr, (key, one) in enumerate(PUPILS.items(), start=1)
    ]
    asked = [("hulp", "saskia"), *product(("hulp", "delen_naft", "delen_school", "delen_ouders"), PUPILS)]
    asked = [(what, key) for what, key in asked if not (what == "hulp" and key in without)]
    given = {"antwoord": "ja", "datum": case.world.clock.day.isoformat(), "wijze": "mondeling"}
    consents = [
        {"id": f"I{nr}", "waarvoor": what, "gegeven_door": case.ids[key], "bekwaamheid": "vermoed_bekwaam"} | given
        for nr, (what, key) in enumerate(asked, start=1)
    ]
    return complete | {"leerlingen": pupils, "instemmingen": consents}


def goals_of_two(case: Case) -> dict[str, Any]:
    """One goal for both, and one for each."""
    coach, ids = case.first("naft_begeleider"), case.ids
    both = a_goal("D1", coach, voor_leerlingen=[ids["jana"], ids["tibo"]])
    own = [
        a_goal(f"D{nr}", coach, voor_leerlingen=[ids[key]], tekst=text) for nr, (key, text) in enumerate(OWN.items(), 2)
    ]
    return goals(case, doelen=[both, *own], betrokken_leerlingen=[ids["jana"], ids["tibo"]])


def copies(way: Way, home: str, nr: int) -> dict[str, bytes]:
    """All files of one pupil ('leerling') or the parents ('ouders'), as the CLB can hand them out."""
    found = {name: url for name, url in way.files("an").items() if name.endswith(f"_{home}-{nr}.docx")}
    return {name.split("_", 1)[1]: way.at("an").download(url) for name, url in found.items()}


def scribble() -> str:
    """A drawn signature, as the page sends it."""
    picture = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(40, 150), (150, 40), (400, 50), (560, 120)], fill=(0, 0, 0, 255), width=6)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def pictures(docx: bytes) -> set[str]:
    """The pictures in a Word file."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name for name in archive.namelist() if name.startswith("word/media/")}


def test_the_help_waits_for_the_yes_of_each(way):
    """BR-20: of two pupils both decide, each for oneself."""
    page = way.write("an", "indicatiestelling", of_two(way.case, "tibo"))
    said = " ".join(way.refused(page.click("Leg deze tekst vast", status=409)))
    assert "Vraag de leerling om in te stemmen met het traject, en noteer het antwoord." in said
    version = way.freeze("an", "indicatiestelling", of_two(way.case))
    text = way.at("an").get(f"/versies/{version}/ronde").text
    for one in PUPILS.values():
        assert one["name"] in text
        assert one["parent"] in text


def test_each_home_reads_of_the_own_child_alone(way, clock):
    """BR-54: D1L, D2 and D3 of each pupil and each parent; address, birth date, names and signatures of the other."""
    case = way.case
    way.freeze("an", "indicatiestelling", of_two(case))
    case.sign(case.version("indicatiestelling"))
    way.step("an", "Aanmelden bij NAFT", "aanmelden")
    case.accept()
    clock.go("2026-09-21")
    version = way.freeze("younes", "doelen", goals_of_two(case))
    page = way.at("younes").get(f"/versies/{version}/ronde").click("Geef door aan Jana Claes").click("Ik ben Jana")
    _says_nothing_of("tibo", page.text, "the page to sign")
    page = page.fill({"besluit": "akkoord", "opmerking": "JANA-MERKT-OP dat Lindelaan ver is."})
    page.fill_hidden("tekening", scribble()).fill_hidden("wijze", "tekenen").click("Bevestig")
    case.sign(case.version("doelen"))
    clock.go("2026-09-22")
    way.step("younes", "Starten", "starten")
    clock.go("2026-11-16")
    way.freeze("younes", "evaluatie", way.looked_back(evaluation(case)))
    case.sign(case.version("evaluatie"))
    clock.go("2026-11-17")

    for (nr, key), home in product(enumerate(PUPILS, start=1), ("leerling", "ouders")):
        found = copies(way, home, nr)
        assert {name.partition("_")[0] for name in found} >= {"D1L", "D2", "D3-1"}, found.keys()
        for name, content in found.items():
            text = every_word(content)
            _says_nothing_of(OTHER[key], text, name)
            assert OWN[OTHER[key]] not in text, name
            if not name.startswith("D5"):
                assert PUPILS[key]["name"] in text, name
            assert name.startswith(("D1L", "D5")) or OWN[key] in text, name
    of_jana, of_tibo = copies(way, "leerling", 1), copies(way, "leerling", 2)
    assert len(pictures(of_jana["D2_v1_leerling-1.docx"])) == len(pictures(of_tibo["D2_v1_leerling-2.docx"])) + 1
    assert "JANA-MERKT-OP" in every_word(of_jana["D2_v1_leerling-1.docx"])


def _says_nothing_of(key: str, text: str, where: str) -> None:
    for word in TELLS[key]:
        assert word not in text, f"{word} in {where}"


def test_one_who_refuses_stops_it_for_both_and_the_other_home_reads_no_reason(way, clock):
    """BR-31, BR-32, BR-54: D5 is for CLB, NAFT and the pupil who refused."""
    case = way.case
    case.refer(**of_two(case))
    case.accept()
    clock.go("2026-09-21")
    version = way.freeze("younes", "doelen", goals_of_two(case))
    page = way.at("younes").get(f"/versies/{version}/ronde").click("Geef door aan Tibo").click("Ik ben Tibo Wouters")
    page.fill({"besluit": "geweigerd", "opmerking": "REDEN-VAN-TIBO"}).click("Bevestig")
    clock.go("2026-09-22")
    assert "Gestopt door een weigering" in way.dossier("younes").text
    names = {name.split("_", 1)[1] for name in way.files("an") if "_D5-" in name}
    assert names == {"D5-D2_v1_CLB.docx", "D5-D2_v1_leerling-2.docx"}
    assert "REDEN-VAN-TIBO" in way.word("an", "D5-D2_v1_leerling-2.docx")


def test_both_sign_at_the_table_and_it_starts(way, clock):
    """BR-30: the yes of each pupil is needed, that of the parents is asked."""
    case = way.case
    case.refer(**of_two(case))
    case.accept()
    clock.go("2026-09-21")
    version = way.freeze("younes", "doelen", goals_of_two(case))
    case.sign(case.version("doelen"), but=("jana", "tibo"))
    assert not way.dossier("younes").offers("Starten")
    sign_at_table(way.at("younes"), version, "Jana Claes")
    assert not way.dossier("younes").offers("Starten")
    sign_at_table(way.at("younes"), version, "Tibo Wouters")
    way.step("younes", "Starten", "starten")
    assert way.state() == "lopend"


def test_the_command_writes_the_copies_of_every_pupil(way, app, tmp_path):
    """BR-54: each in a file of its own."""
    case = way.case
    case.refer(**of_two(case))
    number = case.file.dossier.number
    runner = app.test_cli_runner()
    done = runner.invoke(args=["documents", number, "--reader", "leerling", "--out", str(tmp_path / "uit")])
    assert done.exit_code == 0, done.output
    assert [path.name.partition("_")[2] for path in sorted((tmp_path / "uit").iterdir())] == [
        "D1L_v1_leerling-1.docx",
        "D1L_v1_leerling-2.docx",
    ]
