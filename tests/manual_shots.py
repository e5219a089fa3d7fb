"""What the handleiding shows: parts of pages of the demo, by the name by which a chapter asks for them."""

from __future__ import annotations

from dataclasses import dataclass

from tests.browser.every_page import PAGES
from tests.browser.visits import Visit, in_dossier

WIDE, TABLET, SMALL, PHONE = (1000, 800), (760, 900), (560, 900), (390, 844)
"""How wide and high the screen is, in pixels."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, how to come there, which part of the page (CSS), on what screen, and how much of it."""

    name: str
    visit: Visit
    part: str = "main"
    size: tuple[int, int] = WIDE
    tall: int = 560


def _titled(name: str) -> str:
    """The section with that heading."""
    return f"[aria-labelledby={name}-titel]"


SHOTS = (
    Shot("clb-werklijst", PAGES["work list of the CLB"], tall=760),
    Shot("dossier-wie", PAGES["dossier that was begun"], _titled("mensen"), SMALL, 620),
    Shot("clb-stappen", PAGES["tasks"], size=TABLET, tall=760),
    Shot("clb-stap", in_dossier("an", "Jana", "", "Verder werken", "Hulpvraag en oordeel"), tall=640),
    Shot("clb-nakijken", PAGES["review"], size=TABLET),
    Shot("verloop", PAGES["course"], tall=620),
    Shot("naft-werklijst", PAGES["work list of NAFT"], tall=700),
    Shot("naft-beslissen", PAGES["dossier that was referred"], ".volgende", TABLET),
    Shot("dossier-rondes", PAGES["dossier that is signed"], _titled("rondes"), TABLET),
    Shot("naft-laat", PAGES["dossier that is late"], ".volgende", TABLET),
    Shot("naft-cijfers", PAGES["figures of NAFT"], ".kerncijfers", TABLET),
    Shot("school-vraag", PAGES["new question"], size=TABLET, tall=760),
    Shot("school-werklijst", PAGES["work list of who has to sign"], size=PHONE, tall=1010),
    Shot("school-tekenen", PAGES["sign"], "form:has(fieldset)", TABLET, 620),
    Shot("school-documenten", PAGES["dossier as the school sees it"], _titled("documenten"), SMALL, 620),
    Shot("tafel-ronde", PAGES["round"], _titled("tekenaars"), TABLET, 700),
    Shot("tafel-doorgeven", PAGES["hand over"], size=TABLET, tall=620),
    Shot("tafel-code", PAGES["link sent"], size=TABLET),
    Shot("tafel-papier", PAGES["paper"], size=TABLET, tall=760),
    Shot("beheer-kamers", PAGES["manage"], ".beheer"),
    Shot("beheer-mensen", PAGES["manage, people"], size=WIDE),
    Shot("beheer-huisstijl", PAGES["manage, house style"], ".huisstijl", WIDE, 620),
    Shot("platform-nu", PAGES["platform"], size=TABLET, tall=700),
    Shot("platform-scholen", PAGES["platform, schools, shown first"], size=TABLET, tall=620),
    Shot("platform-gezondheid", PAGES["platform, health"], "main table", WIDE, 620),
)
