"""Drafts: everything typed is kept, what is wrong is said where it stands, and two who write at once lose nothing."""

from __future__ import annotations

import pytest

from rules.national_number import WARNING
from store import records
from tests.pages import Page, Person
from tests.world import Case, goals, indication


class Draft:
    """A record in a dossier, open at somebody's browser."""

    def __init__(self, case: Case, slug: str, person: Person) -> None:
        self.case, self.slug, self.person = case, slug, person
        page = person.post(f"/dossiers/{case.id}/formulieren/{slug}")
        self.id = page.path.split("/")[2]

    @property
    def record(self) -> records.Record:
        """What is stored."""
        record = records.record(self.case.platform.db, self.id)
        assert record is not None
        return record

    def step(self, slug: str, person: Person | None = None) -> Page:
        """One step, freshly opened."""
        return (person or self.person).get(f"/formulieren/{self.id}/stap/{slug}")


@pytest.fixture
def indicatie(kobe, signed_in):
    return Draft(kobe, "indicatiestelling", signed_in("an"))


@pytest.fixture
def doelen(kobe, signed_in):
    kobe.refer()
    kobe.accept()
    return Draft(kobe, "doelen", signed_in("younes"))


def test_beginning_twice_goes_on_with_the_same_record(indicatie):
    again = Draft(indicatie.case, "indicatiestelling", indicatie.person)
    assert again.id == indicatie.id
    assert indicatie.record.revision == 1


def test_beginning_opens_the_list_of_steps_and_what_is_left(indicatie):
    page = indicatie.person.get(f"/formulieren/{indicatie.id}/verder")
    assert page.path == f"/formulieren/{indicatie.id}"
    assert page.h1 == "Indicatiestelling en aanmelding"
    assert "Het CLB onderzoekt de vraag" in page.text
    assert "is dit enkel te openen door het CLB." in page.text
    assert "0 van 8 stappen klaar" in page.text
    assert page.click("Ga verder met “Aanmelder”").h1 == "Wie meldt aan?"
    assert indicatie.step("school").click("Alle stappen").path == page.path


def test_what_the_dossier_already_knows_is_filled_in_and_marked(indicatie):
    page = indicatie.step("aanmelder")
    assert page.values("clb") == [indicatie.case.world.id("brug")]
    assert page.values("clb_medewerker") == [indicatie.case.ids["an"]]
    assert "Overgenomen uit een vorige stap. Pas gerust aan." in page.text
    assert indicatie.step("leerling").values("leerlingen-L1-leerling") == [indicatie.case.ids["kobe"]]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["31", "2", "2026"], "Vul een datum in die bestaat: datum van de aanmelding, bijvoorbeeld 27 3 2012."),
        (["vijf", "mei", ""], "Vul een datum in die bestaat: datum van de aanmelding, bijvoorbeeld 27 3 2012."),
        (["1", "1", "26"], "Vul een datum in die bestaat: datum van de aanmelding, bijvoorbeeld 27 3 2012."),
        (["15", "9", "2026"], "Vul een datum in die niet in de toekomst ligt."),
        (["31", "12", "1989"], "Vul een datum in vanaf 1 januari 1990."),
        (["<b>", "&amp;", '"'], "Vul een datum in die bestaat: datum van de aanmelding, bijvoorbeeld 27 3 2012."),
    ],
)
def test_a_date_that_cannot_be_stays_as_typed_with_a_message_at_its_field(indicatie, typed, message):
    page = indicatie.step("aanmelder").fill({"datum_aanmelding": typed}).click("Bewaren en verder", status=422)
    assert page.values("datum_aanmelding") == typed
    assert ("datum_aanmelding", message) in page.errors
    assert page.title.startswith("Fout: ")
    assert message in " ".join(page.all("//*[@id='datum_aanmelding-fout']")[0].itertext())
    assert indicatie.step("aanmelder").values("datum_aanmelding") == typed


def test_a_fault_on_one_field_keeps_everything_else_that_was_typed(indicatie):
    page = indicatie.step("school")
    page.fill({"visie_school": "Een lange tekst\nmet een tweede regel", "problematische_afwezigheden": "zeventien"})
    page = page.click("Bewaren en verder", status=422)
    assert page.values("problematische_afwezigheden") == ["zeventien"]
    assert page.values("visie_school") == ["Een lange tekst\nmet een tweede regel"]
    assert page.errors == [("problematische_afwezigheden", "Vul een geheel getal in van 0 tot 360.")]
    assert indicatie.record.answers["visie_school"] == "Een lange tekst\nmet een tweede regel"


def test_a_text_that_is_too_long_is_kept_whole(indicatie):
    text = "é" * 3001
    page = indicatie.step("school").fill({"visie_school": text}).click("Bewaren en verder", status=422)
    assert page.values("visie_school") == [text]
    assert page.errors == [("visie_school", "Maak de tekst korter: hoogstens 3000 tekens, nu 1 te veel.")]


def test_a_national_register_number_is_not_accepted(indicatie):
    page = indicatie.step("school").fill({"visie_school": "Nummer 11.05.03-001.10"})
    page = page.click("Bewaren en verder", status=422)
    assert page.errors == [("visie_school", WARNING)]


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", "{{ 7*7 }} {% raw %}", "محمد \u202e😀", "'\"><i>"])
def test_nasty_text_is_only_text(indicatie, nasty):
    page = indicatie.step("school").fill({"visie_school": nasty, "klas": nasty}).click("Bewaren en later verder")
    assert indicatie.step("school").values("visie_school") == [nasty]
    assert nasty in page.person.get(f"/formulieren/{indicatie.id}/nakijken").text


def test_characters_that_no_document_can_hold_are_left_out(indicatie):
    fields = {"revision": "1", "visie_school": "a\x00b\x0bc\ufffe", "naar": "later"}
    indicatie.person.post(f"/formulieren/{indicatie.id}/stap/school", fields)
    assert indicatie.step("school").values("visie_school") == ["abc"]


def test_an_empty_page_is_saved_too_and_missing_answers_are_told_at_the_end(indicatie):
    page = indicatie.step("school").click("Bewaren en verder")
    assert page.path.endswith("/stap/hulpvraag")
    page = page.person.get(f"/formulieren/{indicatie.id}/nakijken")
    assert "Kies: school en vestiging." in page.text
    assert "Vastleggen kan nog niet" in page.text
    assert not page.offers("Leg deze tekst vast")


def test_what_misses_is_a_link_to_the_question_where_it_is_said_again(indicatie):
    page = indicatie.person.get(f"/formulieren/{indicatie.id}/nakijken").click("Vul in: visie van de school.")
    assert page.path.endswith("/stap/school")
    assert ("visie_school", "Vul in: visie van de school.") in page.errors


def test_saving_for_later_leads_to_the_dossier_and_says_so(indicatie):
    page = indicatie.step("school").fill({"leerjaar": "4"}).click("Bewaren en later verder")
    assert page.path == f"/dossiers/{indicatie.case.id}"
    assert "Bewaard. U kunt later verder." in page.text
    assert "Bewaard." not in page.person.get(page.path).text


def test_an_incomplete_record_is_not_frozen_however_it_is_asked(indicatie):
    page = indicatie.person.post(f"/formulieren/{indicatie.id}/vastleggen", {"revision": "1"}, status=409)
    assert "dingen aan te vullen" in page.text


def test_freezing_takes_the_text_that_was_read_and_no_other(indicatie):
    indicatie.case.write("an", "indicatiestelling", indication(indicatie.case))
    page = indicatie.person.get(f"/formulieren/{indicatie.id}/nakijken")
    indicatie.case.write("an", "indicatiestelling", {"klas": "Andere klas"})
    page = page.click("Leg deze tekst vast", status=409)
    assert "De tekst is intussen gewijzigd." in page.text
    assert "Andere klas" in page.text
    assert page.click("Leg deze tekst vast").h1 == "Ondertekenen"


def test_rules_that_refuse_are_told_with_their_source(indicatie):
    indicatie.case.write("an", "indicatiestelling", indication(indicatie.case, fase_zorgcontinuum="verhoogde_zorg"))
    page = indicatie.person.get(f"/formulieren/{indicatie.id}/nakijken").click("Leg deze tekst vast", status=409)
    assert "NAFT kan pas vanaf de fase uitbreiding van zorg. (draaiboek, deel 3 en 4)" in page.text


def test_two_who_write_at_once_see_both_texts_and_neither_is_lost(kobe, world, signed_in):
    world.hire("bart", "Bart Claeys", "clb", "brug")
    draft = Draft(kobe, "indicatiestelling", signed_in("an"))
    bart = signed_in("bart")
    first, second = draft.step("school"), draft.step("school", bart)
    first.fill({"visie_school": "Zo ziet An het.", "leerjaar": "4"}).click("Bewaren en verder")
    page = second.fill({"visie_school": "Zo ziet Bart het.", "klas": "4 Hout"}).click("Bewaren en verder", status=409)
    assert "An Peeters schreef hier ook" in page.text
    assert page.values("visie_school") == ["Zo ziet Bart het."]
    assert "An Peeters bewaarde om 10.00 uur: Zo ziet An het." in page.text
    assert page.values("leerjaar") == ["4"]
    assert draft.record.answers["visie_school"] == "Zo ziet An het."
    page = page.fill({"visie_school": "Zo zien beiden het.", "keuze:visie_school": "mijn"}).click("Bewaren en verder")
    assert page.path.endswith("/stap/hulpvraag")
    kept = draft.record.answers
    assert (kept["visie_school"], kept["leerjaar"], kept["klas"]) == ("Zo zien beiden het.", "4", "4 Hout")


def test_an_item_that_another_added_meanwhile_stays_on_the_page(doelen, world, signed_in):
    world.hire("lotte", "Lotte Maes", "naft_begeleider", "kantelpunt")
    lotte = signed_in("lotte")
    first, second = doelen.step("doelstellingen"), doelen.step("doelstellingen", lotte)
    first.fill({"doelen-D1-tekst": "Het eerste doel van Younes"}).click("Bewaren en later verder")
    page = second.fill({"doelen-D1-tekst": "Het eerste doel van Lotte"}).press("toevoegen", "doelen", status=409)
    assert page.values("doelen-D1-tekst") == ["Het eerste doel van Lotte"]
    assert "Het eerste doel van Younes" in page.text
    page.fill({"keuze:doelen/D1/tekst": "mijn"}).click("Bewaren en later verder")
    assert doelen.record.answers["doelen"][0]["tekst"] == "Het eerste doel van Lotte"


def test_the_second_goal_stays_the_second_when_the_first_is_removed(doelen):
    page = doelen.step("doelstellingen").fill({"doelen-D1-tekst": "Het eerste doel, concreet"})
    page = page.press("toevoegen", "doelen").fill({"doelen-D2-tekst": "Het tweede doel, concreet"})
    assert page.values("doelen-D1-tekst") == ["Het eerste doel, concreet"]
    page = page.click("Verwijder Doelstelling 1")
    assert page.hidden("doelen") == ["D2"]
    assert page.values("doelen-D2-tekst") == ["Het tweede doel, concreet"]
    page = page.press("toevoegen", "doelen")
    assert page.hidden("doelen") == ["D2", "D3"]


def test_an_id_that_stands_in_a_signed_version_is_never_given_again(doelen, clock):
    case = doelen.case
    case.start()
    clock.go("2026-11-01")
    case.evaluate(besluit_traject="bijsturen")
    doelen.person.sign_in()
    page = doelen.step("doelstellingen")
    assert page.hidden("doelen") == ["D1", "D2"]
    page = page.click("Verwijder Doelstelling 2").press("toevoegen", "doelen")
    assert page.hidden("doelen") == ["D1", "D3"]


def test_adding_to_an_empty_list_shows_one_item_more(doelen):
    page = doelen.step("doelstellingen")
    assert page.hidden("doelen") == ["D1"]
    assert page.press("toevoegen", "doelen").hidden("doelen") == ["D1", "D2"]


def test_no_more_items_than_the_definition_allows(doelen):
    page = doelen.step("doelstellingen")
    for _ in range(7):
        page = page.press("toevoegen", "doelen")
    assert page.hidden("doelen") == [f"D{nr}" for nr in range(1, 9)]
    assert not page.offers("Nog een doelstelling toevoegen")
    page = doelen.person.post(
        page.url, {"doelen": page.hidden("doelen"), "toevoegen": "doelen", "revision": doelen.record.revision}
    )
    assert len(page.hidden("doelen")) == 8


def test_an_answer_that_no_longer_applies_leaves_nothing_behind(doelen):
    case = doelen.case
    page = doelen.step("werkvorm")
    page.fill({"plaats": ["leerplek"], "plaats_andere": "Schrijnwerkerij Den Beitel"}).click("Bewaren en verder")
    doelen.step("werkvorm").fill({"plaats": ["school"]}).click("Bewaren en verder")
    assert "Den Beitel" not in doelen.person.get(f"/formulieren/{doelen.id}/nakijken").text
    version = case.freeze("younes", case.write("younes", "doelen", goals(case)))
    assert "Den Beitel" not in str(version.payload)


def test_a_goal_for_the_school_opens_a_step_of_its_own(doelen):
    doelen.person.get(f"/formulieren/{doelen.id}/stap/schoolondersteuning", status=404)
    page = doelen.step("doelstellingen").fill({"doelen-D1-gericht_op": "school"}).click("Bewaren en verder")
    assert doelen.step("schoolondersteuning").h1 == "Hoe ondersteunen we de school?"
    assert "Schoolondersteuning" in page.text


def test_a_choice_that_was_never_offered_is_kept_as_typed_and_shuts_nothing(doelen):
    page = doelen.step("doelstellingen")
    sent = {"doelen": page.hidden("doelen"), "doelen-D1-gericht_op": "niemand", "revision": doelen.record.revision}
    page = doelen.person.post(page.url, sent, status=422)
    assert page.errors == [("doelen-D1-gericht_op", "Doelstelling 1: Kies een antwoord uit de lijst.")]
    assert doelen.step("doelstellingen").values("doelen-D1-gericht_op") == []


def test_somebody_elses_form_can_be_read_but_not_written(doelen, signed_in):
    an = signed_in("an")
    page = an.get(f"/formulieren/{doelen.id}/nakijken")
    assert not page.offers("Wijzig")
    an.get(f"/formulieren/{doelen.id}/stap/doelstellingen", status=403)
    page = an.post(f"/formulieren/{doelen.id}/stap/doelstellingen", {"revision": "1", "doelen": "D1"}, status=403)
    assert "Dit formulier vult uw organisatie niet in." in page.text
    assert doelen.record.revision == 1


def test_the_school_does_not_see_an_unfinished_form(doelen, signed_in):
    saskia = signed_in("saskia")
    for address in ("", "/nakijken", "/stap/doelstellingen"):
        saskia.get(f"/formulieren/{doelen.id}{address}", status=404)


def test_names_that_are_on_no_page_are_passed_over(doelen):
    page = doelen.person.post(
        f"/formulieren/{doelen.id}/stap/rondetafel",
        {"revision": "1", "plaats_overleg": "Hier", "versienummer": "9", "aangemeld_op": "2000-01-01", "id": "x"},
    )
    assert page.status == 200
    assert set(doelen.record.answers) - set(doelen.record.prefilled) == {"plaats_overleg"}


def test_a_person_of_another_dossier_cannot_be_chosen(doelen, world):
    other = Case(world, clb="floor", naft="mo", school="dijle")
    other.open("leerling", {"lien": "Lien Raes"})
    page = doelen.person.post(
        f"/formulieren/{doelen.id}/stap/afspraken", {"revision": "1", "peter_meter": other.ids["lien"]}, status=422
    )
    assert ("peter_meter", "Kies iemand die in het dossier staat.") in page.errors
    assert "Lien" not in page.text
