"""The round in a browser: for everybody to see, with the keyboard alone, without scripts, and on a phone."""

from __future__ import annotations

import pytest

from services import rounds
from store import send_backs, versions
from store.versions import Version
from tests.browser.look import faults
from tests.browser.screen import PHONE, Screen
from tests.world import Case, indication

WHY = "De dag klopt niet: op dinsdag is er stage."


@pytest.fixture
def doelen(kobe: Case) -> Version:
    """Goals that wait for every signature."""
    kobe.refer()
    kobe.accept()
    return kobe.agree()


def tab_to(screen: Screen, css: str) -> None:
    """Press Tab until this has the focus."""
    for _ in range(120):
        screen.tab.keyboard.press("Tab")
        if screen.tab.evaluate("css => document.activeElement.matches(css)", css):
            return
    raise AssertionError(f"Tab never comes at {css} on {screen.path}")


def send_back_by_keyboard(screen: Screen) -> None:
    """From the top of the page to sign: unfold, choose a section, type, send."""
    tab_to(screen, ".terugsturen summary")
    screen.tab.keyboard.press("Enter")
    tab_to(screen, "input[name=deel]")
    screen.tab.keyboard.press("Space")
    screen.tab.keyboard.press("ArrowDown")
    tab_to(screen, "textarea[name=waarom]")
    screen.tab.keyboard.type(WHY)
    tab_to(screen, ".terugsturen button")
    screen.key("Enter")


def test_a_section_is_sent_back_with_the_keyboard_alone(kobe, doelen, at_work):
    screen = at_work("saskia").get(f"/versies/{doelen.id}/tekenen")
    send_back_by_keyboard(screen)
    assert screen.h1 == "Dank u, dit is doorgegeven"
    (sent,) = send_backs.of_version(kobe.platform.db, doelen.id)
    assert (sent.reason, sent.step) == (WHY, screen_sections(doelen)[1])


def screen_sections(version: Version) -> list[str]:
    """The sections of goals, in order."""
    from forms import RECORD_TYPES

    return [one.slug for one in RECORD_TYPES[version.payload["type"]].steps]


@pytest.mark.parametrize("how", ["without scripts", "on a phone"])
def test_the_whole_of_it_works_without_scripts_and_on_a_phone(kobe, doelen, at_work, how):
    more = {"scripts": False} if how == "without scripts" else {"size": PHONE, "touch": True}
    school = at_work("saskia", **more).get(f"/versies/{doelen.id}/tekenen")
    unfold(school)
    school.fill({"deel": "-", "waarom": WHY}).click("Stuur terug met deze reden")
    assert school.h1 == "Dank u, dit is doorgegeven"

    host = at_work("younes", **more).get("/handtekeningen").click("Lees wat er anders moet")
    assert WHY in host.text
    unfold(host)
    field = next(str(one) for one in host.all("//textarea/@name") if str(one).startswith("antwoord-"))
    host.fill({field: "We spraken dinsdag af, en de stage is op woensdag."}).click("Bewaar dit antwoord")
    unfold(host)
    host.fill({"volgorde": "groepen"}).click("Bewaar de volgorde")
    assert "Nog niet aan de beurt" in host.text
    unfold(host)
    party = kobe.ids["ilse"]
    assert f"nota-{party}" in host.names()

    school.get(f"/versies/{doelen.id}/tekenen")
    assert "de stage is op woensdag" in school.text
    school.fill({"besluit": "akkoord"})
    if how == "on a phone":
        school.fill({"wijze": "typen"})
    school.fill({"getypt": "Saskia"}).click("Bevestig")
    assert rounds.answers_of(kobe.platform, doelen) == {kobe.ids["saskia"]: "akkoord"}


def unfold(screen: Screen) -> None:
    """Open all that is folded; without scripts the browser does it as well."""
    for one in screen.tab.locator("details:not([open]) > summary").all()[::-1]:
        if one.is_visible():
            one.click()


def _ordered(kobe: Case, version: Version) -> None:
    younes = kobe.world.who("younes")
    rounds.set_order(kobe.platform, younes, kobe.file, version.id, version.root, ordered=True)


def test_every_page_of_the_round_is_there_for_everybody(kobe, doelen, at_work, clock):
    _ordered(kobe, doelen)
    clock.go("2026-09-23")
    host = at_work("younes").get(f"/versies/{doelen.id}/ronde")
    found = faults(host, "round in order")
    found += faults(host.unfold(), "round in order, unfolded")
    host.get(f"/versies/{doelen.id}/ronde").unfold()
    host.click("Noteer dat deze handtekening er niet komt", 422)
    found += faults(host, "round, refused")
    found += faults(host.get("/handtekeningen"), "what is waited for")
    school = at_work("saskia").get(f"/versies/{doelen.id}/tekenen")
    found += faults(school.unfold(), "sign, unfolded")
    found += faults(school.click("Stuur terug met deze reden", 422), "send back, refused")
    school.fill({"deel": "-", "waarom": WHY}).click("Stuur terug met deze reden")
    found += faults(school, "sent back")
    found += faults(host.get(f"/versies/{doelen.id}/ronde").unfold(), "round with something sent back")
    found += faults(host.click("Bewaar dit antwoord", 422), "answer, refused")
    found += faults(host.get("/werklijst"), "work list with something stuck")
    found += faults(school.get(f"/versies/{doelen.id}/tekenen"), "sign after sending back")
    assert not found, "\n".join(found)


def test_what_stands_after_a_change_is_there_for_everybody(kobe, at_work):
    first = kobe.freeze("an", kobe.write("an", "indicatiestelling", indication(kobe)))
    for key in ("an", "kobe", "ilse"):
        kobe.answer(first, kobe.ids[key], "akkoord")
    an = at_work("an").get(f"/versies/{first.id}/ronde").unfold()
    found = faults(an, "taking back")
    an.fill({"reden": "Een ander adres."}).click("Neem de tekst terug")
    pupil = indication(kobe)["leerlingen"][0] | {"straat": "Molenstraat"}
    record = kobe.write("an", "indicatiestelling", {"leerlingen": [pupil], "hulpvraag_leerling": "Ik wil stage doen."})
    found += faults(an.get(f"/formulieren/{record.id}/nakijken"), "before freezing again")
    an.click("Leg deze tekst vast")
    assert "Getekend onder versie 1, blijft gelden." in an.text
    found += faults(an, "round in which some stand")
    second = versions.versions_of(kobe.platform.db, record.id)[-1]
    an.click("Geef door aan Kobe Vermeulen").click("Ik ben Kobe Vermeulen")
    assert "Wat er veranderde sinds versie 1" in an.text
    found += faults(an, "sign what changed")
    assert second.number == 2
    assert not found, "\n".join(found)
