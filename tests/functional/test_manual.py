"""The handleiding says what the pages say: its words, its pictures, for whom it is, and what it weighs."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

from services import manual
from tests.manual_shots import SHOTS
from tests.pages import Person
from views import manual as views_manual

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "static" / "handleiding"
TEXTS = [*(ROOT / "templates").glob("handleiding_*.html")]
LARGEST = 60_000
"""Bytes of a picture."""


@cache
def words_of_pages() -> str:
    """All that pages may say: templates, and the texts of views, services, rules and forms."""
    files = [one for one in (ROOT / "templates").glob("*.html") if one not in TEXTS]
    files += [one for room in ("views", "services", "rules", "forms") for one in (ROOT / room).rglob("*.py")]
    files += (ROOT / "static").glob("*.js")
    return " ".join(" ".join(one.read_text("utf-8").split()) for one in files)


def quoted() -> set[str]:
    """What stands between quotation marks in the handleiding, in pieces where a name is left out."""
    texts = [re.sub(r"<a [^>]*>|</a>", "", file.read_text("utf-8")) for file in TEXTS]
    found = {said for text in texts for said in re.findall("“([^”]+)”", text)}
    return {part.strip() for said in found for part in said.split("…") if part.strip()}


PUT_TOGETHER = {
    "Alles voor uw leerlingendossier": ("Alles voor {{", "uw leerlingendossier"),
    "Filter en volgorde": ("Filter", " en volgorde"),
    "Onderteken de doelen en afspraken": ("Onderteken {", "de doelen en afspraken"),
}
"""What a page says in pieces."""
TYPED = {"ozturk"}
"""What one types oneself."""


@pytest.mark.parametrize("said", sorted(quoted() - TYPED))
def test_what_is_quoted_stands_on_a_page(said):
    missing = [piece for piece in PUT_TOGETHER.get(said, (said,)) if piece not in words_of_pages()]
    assert not missing


def test_each_picture_is_shown_and_each_that_is_shown_is_there():
    shown = {name for file in TEXTS for name in re.findall(r"beeld\('([^']+)'", file.read_text("utf-8"))}
    sizes = json.loads((PICTURES / "maten.json").read_text("utf-8"))
    made = {one.stem for one in PICTURES.glob("*.webp")}
    assert shown == made == set(sizes) == {one.name for one in SHOTS}
    heavy = {one.stem: one.stat().st_size for one in PICTURES.glob("*.webp") if one.stat().st_size > LARGEST}
    assert heavy == {}


@pytest.mark.parametrize(("who", "own"), [("an", "clb"), ("younes", "naft"), ("saskia", "school")])
def test_everybody_reads_every_chapter_and_the_own_one_first(signed_in, who, own):
    person = signed_in(who)
    page = person.get("/handleiding")
    assert page.all("//ul[@class='hoofdstukken']/li[1]//a/@href") == [f"/handleiding/{own}"]
    for one in manual.CHAPTERS:
        page = person.get(f"/handleiding/{one.slug}")
        assert page.h1 == one.title
        leads = [str(link).removeprefix("#") for link in page.all("//nav[@class='inhoud']//a/@href")]
        assert leads == [str(name) for name in page.all("//div[@class='handleiding']/h2/@id")]
        assert all(page.all("//figure//img/@width"))
        later = page.all("//figure//img/@loading")
        assert set(later) <= {"lazy"}
        assert len(page.all("//figure")) >= 3
        assert len(page.text) < 12_000, "a chapter is short"
    assert person.get("/handleiding/niets", 404).h1 == "Deze pagina is er niet"


PATHS = ("/werklijst", "/handtekeningen", "/mijn", "/beveiliging")
PLACES = {(slug, heading) for by in views_manual.OWN.values() for slug, heading in by.items()}


@pytest.mark.parametrize(("slug", "heading"), sorted(PLACES | set(views_manual.SHARED.values())))
def test_what_explains_a_page_is_there(slug, heading):
    assert f"kop('{heading}')" in (ROOT / "templates" / f"handleiding_{slug}.html").read_text("utf-8")


def test_each_page_leads_to_its_place_in_the_handleiding(app, signed_in):
    assert set(views_manual.OWN) | set(views_manual.SHARED) <= set(app.view_functions)
    person = signed_in("an")
    leads = {path: person.get(path).all("//footer//a/@href")[0] for path in PATHS}
    assert leads == {
        "/werklijst": "/handleiding/clb#werklijst",
        "/handtekeningen": "/handleiding/tafel#overzicht",
        "/mijn": "/handleiding/clb#mails",
        "/beveiliging": "/handleiding/clb#beveiliging",
    }
    assert person.get("/overnemen").all("//footer//a/@href")[0] == "/handleiding"


def test_accessibility_is_for_all_in_their_language_and_names_who_helps(app, world, signed_in):
    page = Person(app).get("/toegankelijkheid")
    assert "aan wie Naadloos in uw organisatie beheert" in page.text
    assert Person(app).get("/toegankelijkheid?taal=fr").h1 == "Accessibilité"
    world.organise("operator", "andere", "Operator")
    world.hire("bo", "Bo Wouters", "platformbeheerder", "operator")
    said = {"contact_naam": "Helpdesk Noord", "contact_email": "hulp@noord.example"}
    signed_in("bo").get("/platform/instellingen").fill(said).click("Bewaar de instellingen")
    page = Person(app).get("/toegankelijkheid")
    assert "Helpdesk Noord hulp@noord.example" in page.text
    assert "in uw organisatie beheert" not in page.text
