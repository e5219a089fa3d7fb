"""A dossier of a school alone, through the whole course: no pupil, no parents, and the PBD knows first."""

from __future__ import annotations

import io
import zipfile

import pytest

from rules.states import Event
from services.freezing import RulesSay
from store import documents
from tests.world import Case, follow_up, goals


def everything(content: bytes) -> str:
    """Every part of a Word file as text, markup and all."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.fixture
def school(world):
    """De Sluis asks for support of its teachers; referred and accepted."""
    case = Case(world, clb="an", naft="younes", school="sluis")
    case.open("school", {}, label="De Sluis, team 2e graad")
    case.invite("saskia")
    case.join("karen", "Karen Stevens", "pbd", "pbd")
    case.refer(gevraagde_inzet=["schoolondersteuning"], pbd_op_de_hoogte="nog_niet")
    case.accept()
    return case


def support(case: Case, informed: str, first: str) -> dict[str, object]:
    """Goals for the teachers alone, with when the school told its PBD and when the first action is."""
    goal = {
        "id": "D1",
        "gericht_op": "leerkrachten",
        "voor_team": "team 2e graad",
        "domein": "versterken_school",
        "tekst": "Het team reageert op dezelfde manier als het in de klas spannend wordt.",
        "merkbaar_aan": "Elke leerkracht kent de drie stappen.",
        "trekker": case.first("naft_begeleider"),
    }
    return {
        "doelen": [goal],
        "thema_school": "Omgaan met spanning in de klas",
        "interventies_school": ["coaching"],
        "pbd_op_de_hoogte": "ja",
        "pbd_op": informed,
        "pbd_persoon": case.ids["karen"],
        "eerste_schoolactie_op": first,
        "afwezigheid_op_school": "geen",
    }


def test_a_school_goes_all_the_way_without_a_pupil(school, world, signed_in):
    """T1 to T18 for kind `school`: BR-08, BR-09, BR-12, BR-13, BR-26; nothing is made for pupils or parents."""
    saskia = signed_in("saskia")
    assert "De Sluis, team 2e graad" in saskia.get(f"/dossiers/{school.id}").text
    version = school.agree(**support(school, "2026-09-14", "2026-09-21"))
    asked = {one["rol"]: one["blocking"] for one in version.payload["signers"]}
    assert asked["directie"]
    assert {"leerling", "ouder"}.isdisjoint(asked)
    page = signed_in("younes").get(f"/dossiers/{school.id}")
    assert "Starten" in page.text
    assert "Wacht tot iedereen van wie het akkoord nodig is, getekend heeft." in page.text
    school.sign(version)
    signed_in("younes").get(f"/dossiers/{school.id}").click("Starten").click("Starten")
    world.clock.go("2026-11-10")
    school.evaluate()
    world.clock.go("2026-12-20")
    school.finish()
    school.engage()
    school.engage(**follow_up(school))
    page = signed_in("an").get(f"/dossiers/{school.id}").click("Afsluiten").click("Afsluiten")
    assert "Afgesloten" in page.text
    assert "bewaart dit dossier tot en met" in page.text
    assert "20 december 2036" in page.text  # ten years: there is no birth date (BR-50)

    made = documents.documents_of(school.platform.db, school.id)
    assert {one.code for one in made} >= {"D1", "D1S", "D2", "D2P", "D3", "D4"}
    assert {one.reader for one in made} == {"C", "N", "S", "P"}
    notice = next(one for one in made if one.code == "D2P")
    text = everything(documents.content(school.platform.db, notice.id) or b"")
    assert "Omgaan met spanning in de klas" in text
    assert "Technisch Atheneum De Sluis" in text


def test_support_of_the_school_waits_for_its_pbd(school):
    """BR-08: known after the first action is too late."""
    record = school.write("younes", "doelen", _goals(school, "2026-09-22", "2026-09-21"))
    with pytest.raises((RulesSay, AssertionError)) as refused:
        school.freeze("younes", record)
    assert "eerste actie" in str(refused.value)


def test_a_school_that_gave_no_yes_cannot_start(school):
    """BR-26: without the akkoord of the head the start is refused."""
    version = school.agree(**support(school, "2026-09-14", "2026-09-21"))
    school.sign(version, but=("saskia",))
    with pytest.raises(Exception, match="akkoord"):
        school.do("younes", Event.STARTEN)


def _goals(case: Case, informed: str, first: str) -> dict[str, object]:

    return goals(case) | support(case, informed, first)
