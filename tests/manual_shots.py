"""What the handleiding shows: parts of pages of the demo, by the name by which a page of it asks for them."""

from __future__ import annotations

from dataclasses import dataclass

from tests.browser.every_page import PAGES, Visit

WIDE, PHONE = (1000, 800), (390, 844)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, how to come there, which part of the page (CSS), and on what size of screen."""

    name: str
    visit: Visit
    part: str = "main"
    size: tuple[int, int] = WIDE


SHOTS = (
    Shot("clb-werklijst", PAGES["work list of the CLB"], ".tellers"),
    Shot("dossier-volgende-stap", PAGES["dossier that was begun"], ".volgende"),
)
