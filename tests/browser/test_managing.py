"""The pages of an administrator as one sees them, and the way from the mail of an invitation to the work list."""

from __future__ import annotations

from services import administration, outbox
from tests.browser.look import faults
from tests.post import Letterbox, mail_server, text_of


def test_a_colour_shows_at_once_and_colours_every_page(at_work, world):
    administration.grant(world.platform, world.who("an").account.email)
    screen = at_work("an").get("/beheer/huisstijl").fill({"kleur": "#ff7a00"}).press("doe", "bewaar", 422)
    assert not (found := faults(screen, "a colour that is refused")), "\n".join(found)
    sample = screen.tab.locator(".proefblad .btn-primary").first
    screen.fill({"kleur": "#5b2a86"})
    screen.tab.wait_for_function(
        "() => getComputedStyle(document.querySelector('.proefblad .btn-primary')).backgroundColor === 'rgb(91, 42, 134)'"
    )
    assert sample.is_visible()
    screen.press("doe", "bewaar")
    assert not (found := faults(screen.get("/beheer/mensen"), "a colour of its own")), "\n".join(found)
    colour = "() => getComputedStyle(document.querySelector('main .btn-primary')).backgroundColor"
    assert screen.tab.evaluate(colour) == "rgb(91, 42, 134)"


def test_from_the_mail_of_an_invitation_to_the_work_list(at_work, open_screen, served, world):
    administration.grant(world.platform, world.who("an").account.email)
    letterbox = Letterbox()
    invited = {"voornaam": "Noor", "familienaam": "El Amrani", "email": "noor@brug.example", "rollen": ["clb"]}
    at_work("an").get("/beheer/mensen/nieuw").fill(invited).click("Verstuur de uitnodiging")
    with mail_server(letterbox) as office:
        assert outbox.deliver(world.platform, office).sent == 1
    ((to, mail),) = letterbox.taken
    assert to == ["noor@brug.example"]
    token = text_of(mail).partition("/uitnodiging/")[2].split()[0]
    screen = open_screen(served, size=(390, 844), touch=True).get(f"/uitnodiging/{token}")
    assert screen.names() == ["email", "wachtwoord"], "who can look needs not type it twice"
    screen.fill({"wachtwoord": "vier losse woorden hier"}).tab.get_by_role("button", name="Toon").click()
    assert screen.tab.locator("#wachtwoord").get_attribute("type") == "text"
    assert not (found := faults(screen, "choose a password")), "\n".join(found)
    screen.click("Bewaar het wachtwoord").click("Aanmelden")
    assert screen.sign_in("noor@brug.example", "vier losse woorden hier").path == "/werklijst"
    screen.get(f"/uitnodiging/{token}", 410)
    assert screen.offers("Vraag een nieuwe link")
