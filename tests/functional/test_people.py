"""Opening a dossier and the people in it."""

import pytest

from tests.pages import Page


@pytest.fixture
def nieuw(signed_in) -> Page:
    """The page that opens a dossier."""
    page: Page = signed_in("an").get("/dossiers/nieuw")
    return page


def test_a_dossier_of_several_pupils_takes_a_name_for_each(nieuw):
    page = nieuw.fill({"soort": "leerlingen", "leerlingen-L1-voornaam": "Kobe", "leerlingen-L1-familienaam": "Claes"})
    page = page.press("toevoegen", "leerlingen")
    assert page.values("leerlingen-L1-voornaam") == ["Kobe"]
    page = page.fill({"leerlingen-L2-voornaam": "Lien", "leerlingen-L2-familienaam": "Raes"}).click("Open het dossier")
    assert page.h1 == "Kobe C. en Lien R."
    assert "NAFT-2026-00001" in page.text


def test_a_dossier_of_a_class_takes_a_name_for_the_class_and_none_of_a_pupil(nieuw):
    page = nieuw.fill({"soort": "klasgroep", "naam_groep": "3TB Mechelen"}).click("Open het dossier")
    assert page.h1 == "3TB Mechelen"


@pytest.mark.parametrize("soort", ["leerling", "klasgroep"])
def test_a_dossier_is_not_opened_without_a_name(nieuw, soort):
    page = nieuw.fill({"soort": soort}).click("Open het dossier", status=422)
    wanted = "leerlingen-L1-voornaam" if soort == "leerling" else "naam_groep"
    assert wanted in dict(page.errors)


def test_somebody_new_is_asked_what_belongs_to_the_role(kobe, signed_in):
    page = signed_in("an").get(f"/dossiers/{kobe.id}/partijen/nieuw").fill({"rol": "voogd"})
    page = page.click("Voeg toe", status=422)
    assert {"voornaam", "familienaam", "gezag", "ontvangt_documenten", "taal", "tolk"} <= set(dict(page.errors))
    assert "functie" not in dict(page.errors)


def test_somebody_with_one_name_needs_no_first_name(kobe, signed_in):
    page = signed_in("an").get(f"/dossiers/{kobe.id}/partijen/nieuw")
    page = page.fill({"rol": "ander", "enige_naam": "ja", "familienaam": "Sukarno"}).click("Voeg toe")
    assert "Sukarno" in page.text


def test_what_is_known_of_somebody_can_be_changed(kobe, signed_in):
    an = signed_in("an")
    page = an.get(f"/dossiers/{kobe.id}").click("Ilse De Cock")
    page = page.fill({"telefoon": "0471 00 00 01", "roepnaam": "Illie"}).click("Bewaar")
    assert "Ilse (Illie) De Cock" in page.text
    assert kobe.party("ilse").answers["telefoon"] == "+32471000001"
    assert kobe.party("ilse").answers["gezag"] == "ja_samen"


def test_two_who_change_somebody_at_once_see_both(kobe, world, signed_in):
    world.hire("bart", "Bart Claeys", "clb", "brug")
    address = f"/dossiers/{kobe.id}/partijen/{kobe.ids['ilse']}"
    first, second = signed_in("an").get(address), signed_in("bart").get(address)
    first.fill({"roepnaam": "Van An"}).click("Bewaar")
    page = second.fill({"roepnaam": "Van Bart"}).click("Bewaar", status=409)
    assert page.values("roepnaam") == ["Van Bart"]
    assert "Van An" in page.text
    page.click("Bewaar")
    assert kobe.party("ilse").answers["roepnaam"] == "Van Bart"


def test_a_professional_without_an_account_says_of_which_organisation(kobe, world, signed_in):
    page = signed_in("an").get(f"/dossiers/{kobe.id}/partijen/nieuw")
    page = page.fill({"rol": "leerkracht", "voornaam": "Tom", "familienaam": "Aerts", "functie": "Leerkracht"})
    page = page.click("Voeg toe", status=422)
    assert "organisatie_id" in dict(page.errors)
    page = page.fill({"organisatie_id": world.id("sluis")}).click("Voeg toe")
    assert "Leerkracht, Technisch Atheneum De Sluis" in page.text


def test_an_account_of_a_stranger_cannot_be_put_in(kobe, world, signed_in):
    fields = {"rol": "clb", "account_id": world.who("floor").account.id}
    page = signed_in("an").post(f"/dossiers/{kobe.id}/partijen/nieuw", fields, status=422)
    assert ("account_id", "Kies een antwoord uit de lijst.") in page.errors


def test_the_school_does_not_see_who_the_pupil_trusts(kobe, signed_in):
    kobe.join("dirk", "Dirk Baele", "vertrouwenspersoon")
    kobe.refer()
    assert "Dirk Baele" in signed_in("an").get(f"/dossiers/{kobe.id}").text
    assert "Dirk Baele" not in signed_in("saskia").get(f"/dossiers/{kobe.id}").text
    signed_in("saskia").get(f"/dossiers/{kobe.id}/partijen/{kobe.ids['dirk']}", status=403)


def test_a_step_that_needs_a_reason_asks_for_it(kobe, signed_in):
    kobe.refer()
    younes = signed_in("younes")
    page = younes.get(f"/dossiers/{kobe.id}").click("Weigeren").click("Weigeren", status=422)
    assert page.errors == [("reden", "Vul in: motivering.")]
    page = page.fill({"reden": "Er is geen plaats tot januari."}).click("Weigeren")
    assert "Geweigerd door NAFT" in page.text


@pytest.mark.parametrize("event", ["vernietigen", "doelen-vastleggen", "onzin"])
def test_a_step_that_is_no_button_has_no_page(kobe, signed_in, event):
    signed_in("an").get(f"/dossiers/{kobe.id}/acties/{event}", status=404)


def test_a_step_of_another_is_refused_with_who_can_take_it(kobe, signed_in):
    kobe.refer()
    page = signed_in("an").post(f"/dossiers/{kobe.id}/acties/weigeren", {"reden": "Nee."}, status=409)
    assert "is een stap van de NAFT-aanbieder" in page.text
    assert str(kobe.file.state) == "aangemeld"
