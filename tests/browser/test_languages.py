"""Pages for home in another language, in a real browser: by link on a phone, at the table, and from right to left."""

from __future__ import annotations

from services import rounds, translations
from store import parties
from tests.browser.look import faults
from tests.browser.screen import PHONE, Screen
from tests.post import Bag, goals_by_mail, mailed, text_of
from tests.world import PASSWORD

SPOKEN = "() => document.documentElement.lang + ' ' + document.documentElement.dir"
EDGES = """() => { const style = getComputedStyle(document.querySelector('.verklaring'));
  return [style.borderLeftWidth, style.borderRightWidth, document.documentElement.scrollWidth <= innerWidth]; }"""


def spoken(screen: Screen) -> str:
    """The language and the direction of a page."""
    return str(screen.tab.evaluate(SPOKEN))


def test_a_mother_signs_in_french_on_her_phone(world, open_screen, served, monkeypatch):
    case, version = goals_by_mail(world)
    parties.set_language(case.platform.db, case.ids["ilse"], "fr")
    office = Bag()
    office.url = served
    _, code = mailed(case, version, "ilse", office)
    address = next(word for word in text_of(office.to("ilse")[-1]).split() if "/t/" in word)
    phone = open_screen(served, size=PHONE, touch=True).get(address)
    assert (spoken(phone), phone.h1) == ("fr-BE ltr", "Un document est prêt à être lu et signé")
    phone.fill({"code": code}).click("Ouvrir le document")
    assert "Lui seul fait foi." in phone.text
    found = faults(phone, "signing in French")
    assert not found, "\n".join(found)

    phone.fill({"opmerking": "Écrit avant de changer."}).click("English")  # what was typed comes along
    assert (spoken(phone), phone.values("opmerking")) == ("en-GB ltr", ["Écrit avant de changer."])
    monkeypatch.setitem(translations.LANGUAGES, "he", "he-IL")  # no catalogue yet: the words stay Dutch
    monkeypatch.setitem(translations.OWN_NAMES, "he", "עברית")
    real = translations._catalogue
    monkeypatch.setattr(translations, "_catalogue", lambda code, tag: {} if code == "he" else real(code, tag))
    phone.tab.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    phone.click("Français")
    phone.click("עברית")
    assert spoken(phone) == "he-IL rtl"
    assert phone.tab.evaluate(EDGES) == ["0px", "5px", True]
    phone.click("Français")

    phone.fill({"besluit": "akkoord", "wijze": "tekenen"}).draw_by_touch()
    assert "Votre signature est là." in phone.text
    phone.click("Confirmer")
    assert (spoken(phone), phone.h1) == ("fr-BE ltr", "Merci")
    assert rounds.answers_of(case.platform, version) == {case.ids["ilse"]: "akkoord"}


def test_a_language_does_not_stick_to_the_tablet(kobe, at_work):
    kobe.refer()
    kobe.accept()
    version = kobe.agree()
    tablet = at_work("younes").get(f"/versies/{version.id}/ronde")
    tablet.click("Geef door aan Kobe Vermeulen").click("I am Kobe Vermeulen")
    assert spoken(tablet) == "en-GB ltr"
    tablet.fill({"besluit": "akkoord", "wijze": "typen", "getypt": "Kobe"})
    tablet.tab.locator("#getypt").focus()
    tablet.key("Enter")  # confirms, and does not press the first button of the page: a language
    assert (spoken(tablet), tablet.h1) == ("en-GB ltr", "Thank you")
    tablet.click("Give the device back to Younes Amrani")
    assert spoken(tablet) == "nl-BE ltr"
    tablet.fill({"wachtwoord": PASSWORD}).click("Ga verder")
    assert spoken(tablet) == "nl-BE ltr"
    tablet.click("Geef door aan Ilse De Cock").click("Ik ben Ilse De Cock")
    assert (spoken(tablet), tablet.h1) == ("nl-BE ltr", "Doelstellingen en afspraken")
