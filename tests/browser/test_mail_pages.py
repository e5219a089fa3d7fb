"""One's own page and the page of an organisation's mail, on a desk and on a phone."""

from services.administration import grant
from services.mail_words_staff import REMINDER
from store import mails
from tests.browser.look import faults


def test_the_pages_about_mail_are_for_everybody(world, at_work):
    an, at = world.who("an"), world.platform.at()
    grant(world.platform, an.account.email)
    for nr, why in enumerate(("de mailserver weigert dit adres (550).", "de mailserver antwoordt niet.")):
        mail = mails.post(world.platform.db, kind=REMINDER, to_address="an@x.example", account_id=an.id, at=at)
        mails.failed(world.platform.db, mail.id, error=why, next_at=at if nr else None)
    screen = at_work("an").get("/beheer/mail")
    assert faults(screen, "mail van een organisatie") == []
    screen.get("/mijn").click("Maak een adres voor mijn agenda")
    assert faults(screen, "adres van een agenda") == []
    screen.get("/mijn")
    assert "Uw agenda heeft een adres sinds maandag 14 september 2026" in screen.text
    assert faults(screen, "mijn voorkeuren") == []
    screen.fill({"herinneringen": ["dagelijks"]}).click("Bewaar mijn keuze")
    assert screen.values("herinneringen") == ["dagelijks"]
