"""The main job with the keyboard alone: no mouse, no touch, and nothing filled in but by keys."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.screen import Screen
from tests.world import PASSWORD, indication

SAYS = """() => { const one = document.activeElement;
  const text = one.labels?.length ? one.labels[0].textContent : one.textContent || one.getAttribute('aria-label');
  return (text ?? '').replace(/\\s+/g, ' ').trim(); }"""
FAR = 160
"""How often one presses Tab at most: more than there is on any page."""


class Keys:
    """Somebody at a screen, with a keyboard and nothing else."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    def at(self, says: str) -> Keys:
        """Press Tab until the focus is on what says this, or begins with it."""
        for _ in range(FAR):
            self.screen.tab.keyboard.press("Tab")
            if str(self.screen.tab.evaluate(SAYS)).startswith(says):
                return self
        raise AssertionError(f"Tab does not come at {says!r} on {self.screen.url}")

    def go(self, says: str) -> Keys:
        """Follow the link or press the button that says this."""
        self.at(says).screen.key("Enter")
        return self

    def type(self, label: str, text: str) -> Keys:
        """Type in the field with this label."""
        self.at(label).screen.tab.keyboard.type(text)
        return self

    def choose(self, group: str, says: str) -> Keys:
        """Go to a group of choices, and with the arrows to the one that says this."""
        self.at(group)
        for _ in range(12):
            if str(self.screen.tab.evaluate(SAYS)).startswith(says):
                self.screen.tab.keyboard.press("Space")
                return self
            self.screen.tab.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not come at {says!r} on {self.screen.url}")


def test_from_an_empty_dossier_to_a_signed_text_with_the_keyboard_alone(world, open_screen, served):
    """An signs in, opens a dossier, adds a mother, writes, freezes, signs, and lets Kobe sign at the table."""
    case = world.kobe()
    keys = Keys(open_screen(served).get("/inloggen"))
    screen = keys.screen
    keys.type("E-mailadres", world.who("an").account.email).type("Wachtwoord", PASSWORD).go("Aanmelden")
    keys.go("Open een dossier").type("Voornaam", "Mira").type("Familienaam", "Claes").go("Open het dossier")
    assert screen.h1 == "Mira C."
    keys.go("Voeg iemand toe").at("Rol").screen.tab.keyboard.type("Ouder")
    keys.type("Voornaam", "Bea").type("Familienaam", "Claes").choose("Ja, samen", "Ja, samen")
    keys.choose("Ja", "Ja").at("Taal").screen.tab.keyboard.type("Nederlands")
    keys.choose("Nee", "Nee").go("Voeg toe")
    assert "Bea Claes" in screen.text
    keys.go("Beginnen").go("Leerling of groep").choose("Man", "Vrouw").screen.tab.keyboard.press("Control+s")
    expect(screen.tab.get_by_text("Bewaard om")).to_be_visible()

    record = case.write("an", "indicatiestelling", indication(case))
    screen.get(f"/formulieren/{record.id}")
    keys.go("Nakijken").go("Leg deze tekst vast")
    assert screen.h1 == "Ondertekenen"
    keys.go("Lees en teken zelf").choose("Ik ga akkoord", "Ik ga akkoord")
    keys.choose("Ik teken met mijn vinger", "Ik typ mijn naam").type("Typ uw voornaam", "An Peeters").go("Bevestig")
    keys.go("Geef door aan Kobe Vermeulen").go("Ik ben Kobe Vermeulen").choose("Ik ga akkoord", "Ik ga akkoord")
    keys.choose("Ik teken met mijn vinger", "Ik typ mijn naam").type("Typ je voornaam", "Kobe").go("Bevestig")
    assert screen.h1 == "Bedankt"
    keys.go("Geef het toestel terug").type("Wachtwoord", PASSWORD).go("Ga verder")
    assert screen.text.count("Akkoord") == 2
