"""A class group from the referral to the end: no names, but for the two pupils who get goals of their own."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from rules.source import RULES
from store import deadlines
from tests.way import Way, every_word
from tests.wizard import sign_at_table, sign_in_account
from tests.world import Case, a_goal, engagements, evaluation, follow_up, goals, indication, the_end

GROUP = "Iedereen in de klas komt aan het woord zonder onderbroken te worden."
OF_YUSUF = "Bespreekt elke vrijdag zijn week met de klastitularis."
OF_EMMA = "Vraagt hulp voor een toets en niet erna."
NAMES = {"yusuf": ("Yusuf", "Aydin", "Fatma"), "emma": ("Emma", "Verbeeck", "Katrien")}
"""Pupil -> words that tell who that is: the names of pupil and mother."""


@pytest.fixture
def way(world, signed_in):
    """3TB of De Sluis, 18 pupils, 6 of them at risk; just opened."""
    case = Case(world, clb="an", naft="younes", school="sluis")
    page = signed_in("an").get("/dossiers/nieuw").fill({"soort": "klasgroep", "naam_groep": "3TB Mechelen"})
    case.id = page.click("Open het dossier").path.rpartition("/")[2]
    case.ids["an"] = case.first("clb")
    case.invite("saskia")
    return Way(case, signed_in)


@pytest.fixture
def running(way, clock):
    """The class is on its way with two goals for the group."""
    way.case.refer()
    way.case.accept()
    clock.go("2026-09-21")
    way.case.start(doelen=group_goals(way.case))
    return way


def group_goals(case: Case) -> list[dict[str, Any]]:
    """Two goals for the whole class."""
    made = {"gericht_op": "groep", "domein": "klasklimaat"}
    return [a_goal(nr, case.first("naft_begeleider"), tekst=GROUP, **made) for nr in ("D1", "D2")]


def they_come_along(way: Way) -> None:
    """Two pupils and their mothers, by name, over the page for it."""
    for key, (first, family, mother) in NAMES.items():
        page = way.dossier("an").click("Voeg iemand toe")
        fields = {"rol": "leerling", "voornaam": first, "familienaam": family, "taal": "nl", "tolk": "nee"}
        page = page.fill(fields).click("Voeg toe", status=422)
        assert [field for field, _ in page.errors] == ["geboortedatum"]
        page.fill({"geboortedatum": ["2", "4", "2011"]}).click("Voeg toe")
        way.case.ids[key] = way.case.file.in_role("leerling")[-1].id
        fields |= {"rol": "ouder", "voornaam": mother, "familienaam": family, "van_leerling": way.case.ids[key]}
        fields |= {"gezag": "ja_samen", "ontvangt_documenten": "ja"}
        way.dossier("an").click("Voeg iemand toe").fill(fields).click("Voeg toe")
        way.case.ids[mother] = way.case.file.in_role("ouder")[-1].id


def with_own_goals(way: Way) -> dict[str, Any]:
    """The goals with one for each of the two added."""
    coach, now = way.case.first("naft_begeleider"), way.answers("doelen")
    own = [
        a_goal("D3", coach, voor_leerlingen=[way.case.ids["yusuf"]], tekst=OF_YUSUF, woorden_leerling="Ik wil praten."),
        a_goal("D4", coach, voor_leerlingen=[way.case.ids["emma"]], tekst=OF_EMMA, woorden_leerling="Ik durf niet."),
    ]
    return now | {"doelen": [*now["doelen"], *own]}


def adjusted(way: Way, clock: Any) -> None:
    """An evaluation that decides to adjust, signed."""
    clock.go("2026-11-16")
    way.case.evaluate(besluit_traject="bijsturen", klasklimaat="Rustiger, behalve na de middag.")


def everybody_signs(way: Way, version: str) -> None:
    """NAFT, CLB and head in their accounts, the two pupils and their mothers at the table."""
    for key, name in (("younes", "Younes Amrani"), ("an", "An Peeters"), ("saskia", "Saskia van der Meersch")):
        sign_in_account(way.at(key), version, name)
    for first, family, mother in NAMES.values():
        for name in (f"{first} {family}", f"{mother} {family}"):
            sign_at_table(way.at("an"), version, name)


def no_name_in(text: str, where: str) -> None:
    """Nothing that tells who the two pupils are, and none of their goals."""
    for word in [word for names in NAMES.values() for word in names]:
        assert word not in text, f"{word} in {where}"


def every_copy(way: Way) -> dict[str, str]:
    """File name without the number -> words, of all that CLB, NAFT and school can fetch."""
    found: dict[str, str] = {}
    for key in ("an", "younes", "saskia"):
        person = way.at(key)
        found |= {name.split("_", 1)[1]: every_word(person.download(url)) for name, url in way.files(key).items()}
    return found


def test_a_class_without_reason_or_with_one_pupil_at_risk_is_not_referred(way):
    """BR-07: the page says it at the field, the record is not frozen, and the step says what it waits for."""
    way.write("an", "indicatiestelling", indication(way.case))
    record = way.dossier("an").click("Nakijken").path.split("/")[2]
    address, review = f"/formulieren/{record}/stap/leerling", f"/formulieren/{record}/nakijken"
    for name, typed, said in (
        ("leerlingen_met_risico", "1", "Vul een geheel getal in van 2 tot 40."),
        ("reden_klasgroep", "De klas is druk.", "Schrijf iets meer: minstens 50 tekens, nu 16."),
    ):
        page = way.at("an").get(address)
        before = page.values(name)
        page = page.fill({name: typed}).click("Bewaren en verder", status=422)
        assert page.errors == [(name, said)]
        page = way.at("an").get(review)
        assert not page.offers("Leg deze tekst vast")
        way.at("an").post(f"/formulieren/{record}/vastleggen", status=409)
        way.at("an").get(address).fill({name: before}).click("Bewaren en verder")
    way.at("an").get(address).fill({"leerlingen_met_risico": "19"}).click("Bewaren en verder")
    assert "er kunnen niet meer leerlingen in gevaar zijn" in " ".join(way.refused(way.at("an").get(review)))
    assert "Motiveer waarom het uitzonderlijk om een klasgroep gaat" in way.try_step("an", "aanmelden", 409).text


def test_the_goals_of_a_class_tell_of_no_pupil_and_a_letter_goes_to_all(way, clock):
    """T8, BR-36: NAFT, CLB and the head sign; pupils and parents get a letter about the group."""
    case = way.case
    version = way.freeze("an", "indicatiestelling", indication(case))
    sign_in_account(way.at("an"), version, "An Peeters")
    way.step("an", "Aanmelden bij NAFT", "aanmelden")
    assert {name.split("_", 1)[1] for name in way.files("an")} == {"D1_v1_CLB.docx", "D1S_v1_school.docx"}
    case.accept()
    clock.go("2026-09-21")
    version = way.freeze("younes", "doelen", goals(case, doelen=group_goals(case), gedeelde_vraag="Waarom in 3TB?"))
    text = way.at("younes").get(f"/versies/{version}/ronde").text
    assert text.count("het akkoord is nodig") == 3
    for key, name in (("younes", "Younes Amrani"), ("an", "An Peeters"), ("saskia", "Saskia van der Meersch")):
        sign_in_account(way.at(key), version, name)
    way.step("younes", "Starten", "starten")
    assert way.state() == "lopend"

    names = {name.split("_", 1)[1] for name in way.files("saskia")}
    assert "D2B_v1_leerling.docx" in names
    assert "Voor de leerlingen en ouders van de klas" in way.dossier("an").text
    assert "D2_v1_school.docx" in names
    letter = way.word("saskia", "D2B_v1_leerling.docx")
    for said in (GROUP, "jullie klas", "21 september 2026", "Saskia van der Meersch", "An Peeters", "Younes Amrani"):
        assert said in letter, said
    for key in ("an", "younes"):
        assert "D2B_v1_leerling.docx" in {name.split("_", 1)[1] for name in way.files(key)}


def test_goals_of_ones_own_wait_for_ones_own_yes(running, clock):
    """BR-20, BR-36: refused for both, then for one, then frozen; who has no goal of the own is asked nothing."""
    they_come_along(running)
    days = deadlines.of_dossier(running.case.platform.db, running.case.id)
    assert [one.day for one in days if one.kind == "wordt_18"] == ["2029-04-02"] * 2, "who joins has a birthday (BR-27)"
    adjusted(running, clock)
    page = running.write("younes", "doelen", with_own_goals(running))
    refused = " ".join(running.refused(page.click("Leg deze tekst vast", status=409)))
    assert "Vraag de leerling om in te stemmen met het traject, en noteer het antwoord." in refused
    assert RULES["BR-20"].source in refused

    running.consent("an", "yusuf")
    page = running.write("younes", "doelen", with_own_goals(running))
    page.click("Leg deze tekst vast", status=409)
    running.consent("an", "emma", answer="nee")
    page = running.write("younes", "doelen", with_own_goals(running)).click("Leg deze tekst vast", status=409)
    assert "Zonder het ja van de leerling" in " ".join(running.refused(page))
    running.consent("younes", "emma")
    version = running.freeze("younes", "doelen", with_own_goals(running))
    text = running.at("younes").get(f"/versies/{version}/ronde").text
    assert text.count("het akkoord is nodig") == 5
    for first, family, mother in NAMES.values():
        assert f"{first} {family} Leerling, het akkoord is nodig" in text
        assert f"{mother} {family} Ouder, wordt gevraagd" in text


def test_each_of_the_two_reads_the_own_goal_and_nothing_of_the_other(running, clock):
    """BR-36, BR-54, T11 to T18: to the end and the aftercare, no copy names a pupil but the pupil's own."""
    case = running.case
    they_come_along(running)
    adjusted(running, clock)
    for key in NAMES:
        running.consent("an", key)
    everybody_signs(running, running.freeze("younes", "doelen", with_own_goals(running)))
    assert case.version("doelen").status == "getekend"

    clock.go("2027-01-11")
    words = evaluation(case, klasklimaat="Het is stil na de middag.")
    everybody_signs(running, running.freeze("younes", "evaluatie", running.looked_back(words)))
    clock.go("2027-03-08")
    last = running.looked_back(evaluation(case) | the_end(case, samenvatting="De klas werkt weer samen."))
    everybody_signs(running, running.freeze("younes", "evaluatie", last))
    assert running.state() == "afgerond"
    assert any("Spreek de engagementen af" in line for line in running.tasks("saskia", "jou"))
    version = running.freeze("an", "engagementen", engagements(case))
    case.sign(case.version("engagementen"))
    clock.go("2027-05-03")
    case.sign(case.freeze("an", case.write("an", "engagementen", follow_up(case))))
    running.step("an", "Afsluiten", "afsluiten")
    assert running.state() == "afgesloten"
    assert version

    copies = every_copy(running)
    _is_complete(copies)
    for name, text in copies.items():
        own = [key for key, number in (("yusuf", "-1"), ("emma", "-2")) if f"{number}.docx" in name]
        if not own:
            no_name_in(text, name)
            continue
        assert NAMES[own[0]][0] in text, name
        for word in NAMES["emma" if own == ["yusuf"] else "yusuf"]:
            assert word not in text, f"{word} in {name}"
    _reads_the_own_goal_alone(copies)


def _is_complete(copies: dict[str, str]) -> None:
    readers = ("CLB", "NAFT-aanbieder", "school")
    assert {f"{code}_{reader}.docx" for code, reader in product(("D2_v1", "D2_v2", "D3-1_v1", "D3-2_v1"), readers)} <= (
        copies.keys()
    )
    for code in ("D2_v2", "D3-2_v1"):
        assert {f"{code}_{home}-{nr}.docx" for home in ("leerling", "ouders") for nr in (1, 2)} <= copies.keys()
    assert "D2_v1_leerling-1.docx" not in copies
    assert "Rustiger, behalve na de middag." in copies["D3-1_v1_school.docx"]
    assert "Het is stil na de middag." in copies["D3-2_v1_CLB.docx"]
    assert "Het is stil na de middag." not in copies["D3-2_v1_leerling-1.docx"]


def _reads_the_own_goal_alone(copies: dict[str, str]) -> None:
    for code, home in product(("D2_v2", "D3-2_v1"), ("leerling", "ouders")):
        of_yusuf, of_emma = (copies[f"{code}_{home}-{nr}.docx"] for nr in (1, 2))
        for text, mine, other in ((of_yusuf, OF_YUSUF, OF_EMMA), (of_emma, OF_EMMA, OF_YUSUF)):
            assert GROUP in text
            assert mine in text
            assert other not in text
    for letter in (text for name, text in copies.items() if name.startswith("D2B")):
        assert OF_YUSUF not in letter
        assert OF_EMMA not in letter
