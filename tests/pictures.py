"""Pictures of every page, and of what the handleiding shows, made anew from the demo: `make pictures`.

They go to docs/beelden (each page on a desk and on a phone) and to static/handleiding (parts of pages). Names, days and
dossiers are those of the demo, so that a picture only changes when the page does. Codes that are drawn at random make
small differences: look at what changed before you commit it.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from app import create_app
from services import demo, outbox, record_views
from store.database import Database
from store.migrations import migrate
from tests.browser.conftest import ARGUMENTS
from tests.browser.every_page import PAGES
from tests.browser.house import DEMO_DAY, DEMO_HOUR, House
from tests.browser.screen import DESKTOP, PHONE, Screen
from tests.browser.visits import Visit
from tests.manual_shots import SHOTS, Shot
from tests.post import Bag
from tests.world import Clock

ROOT = Path(__file__).parents[1]
PICTURES, MANUAL = ROOT / "docs" / "beelden", ROOT / "static" / "handleiding"
DESK = (1180, 900)
TALLEST = 1800
"""Pixels; of a longer page the top is shown."""
COLOURS = 64
AIR = 12
"""Pixels left around a part of a page."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: where it goes, and how wide and high it is."""

    path: Path
    size: tuple[int, int]


def slug_of(name: str) -> str:
    """'work list of the CLB' -> 'work-list-of-the-clb'."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def keep(png: bytes, path: Path) -> Picture:
    """Keep a picture, small and sharp."""
    found = Image.open(io.BytesIO(png)).convert("RGB")
    flat = found.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
    path.parent.mkdir(parents=True, exist_ok=True)
    flat.save(path, "WEBP", lossless=True, quality=80, method=6)
    return Picture(path, found.size)


def of_a_page(house: House, name: str, visit: Visit, folder: Path) -> list[Picture]:
    """A page on a desk and on a phone."""
    screen, slug = visit(house), slug_of(name)
    made = [
        keep(_whole(screen, size), folder / f"{slug}{suffix}.webp")
        for size, suffix in ((DESK, ""), (PHONE, "-telefoon"))
    ]
    screen.tab.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    return made


def _whole(screen: Screen, size: tuple[int, int]) -> bytes:
    screen.tab.set_viewport_size({"width": size[0], "height": size[1]})
    height = int(screen.tab.evaluate("document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": size[0], "height": min(max(height, size[1]), TALLEST)}
    return screen.tab.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]  # a FloatRect is this


def for_the_manual(house: House, folder: Path) -> None:
    """What the handleiding shows, and how large each is: a page keeps that room for it before it is there."""
    made = []
    for shot in SHOTS:
        screen = shot.visit(house)
        screen.tab.set_viewport_size({"width": shot.size[0], "height": shot.size[1]})
        made.append(keep(_part(screen, shot), folder / f"{shot.name}.webp"))
        screen.tab.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    for gone in set(folder.glob("*.webp")) - {one.path for one in made}:
        gone.unlink()
    sizes = {one.path.stem: one.size for one in made}
    (folder / "maten.json").write_text(json.dumps(sizes, indent=1, sort_keys=True) + "\n", "utf-8")


def _part(screen: Screen, shot: Shot) -> bytes:
    """A part of a page with some air around it, and no more of it than it asks for."""
    box = screen.tab.locator(shot.part).first.evaluate(
        "one => { const b = one.getBoundingClientRect(); return [b.x + scrollX, b.y + scrollY, b.width, b.height]; }"
    )
    left, top = max(box[0] - AIR, 0), max(box[1] - (0 if shot.part == "main" else AIR), 0)
    width, height = min(box[2] + 2 * AIR, shot.size[0] - left), min(box[1] + box[3] + AIR - top, shot.tall)
    clip = {"x": left, "y": top, "width": width, "height": height}
    return screen.tab.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]  # a FloatRect is this


def index(names: list[str]) -> str:
    """The list of the pictures, to look through."""
    rows = "\n".join(
        f"| {name} | ![{name}]({slug_of(name)}.webp) | ![{name}, on a phone]({slug_of(name)}-telefoon.webp) |"
        for name in names
    )
    made = "# Every page\n\nMade by `make pictures` from the demo; do not edit.\n\n"
    return f"{made}| page | desk | phone |\n|---|---|---|\n{rows}\n"


def main() -> None:
    """Make them all, or those whose name has a text in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", default="", help="only pages and parts with this in their name")
    only = parser.parse_args().only
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("There is no chromium here: apt install chromium")
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        full, copy = Path(made) / "demo", Path(made) / "copy"
        full.mkdir()
        _fill(full)
        shutil.copytree(full, copy)
        if not only:
            house = House(copy, browser, tests=False)
            for_the_manual(house, MANUAL)
            house.close()
        house = House(full, browser, tests=False)
        for name, visit in PAGES.items():
            if only in name:
                of_a_page(house, name, visit, PICTURES)
        if not only:
            (PICTURES / "README.md").write_text(index(list(PAGES)), "utf-8")
        house.close()
        browser.close()


def _fill(folder: Path) -> None:
    database = Database(folder / "naadloos.db")
    migrate(database)
    database.close()
    settings = {"INSTANCE": str(folder), "LOG_LEVEL": "ERROR", "SEAL": "off", "MAIL_NOW": False, "JOBS_NOW": False}
    made = create_app(settings, Clock(DEMO_DAY, DEMO_HOUR))
    platform = made.extensions["naadloos"]
    record_views.refresh(platform)
    demo.fill(platform)
    outbox.deliver(platform, Bag())
    platform.db.close()


if __name__ == "__main__":
    main()
