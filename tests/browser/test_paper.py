"""Signing on paper at a real browser: print to PDF, upload a photo, a second person confirms, the document says so."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import pytest

from services import paper_code
from store import documents
from tests import scans
from tests.browser.look import faults
from tests.browser.screen import PHONE, Screen
from tests.world import Case


@pytest.fixture
def doelen(kobe: Case) -> Any:
    """Goals that wait for a mother; everybody else has signed. Younes has a colleague."""
    kobe.world.hire("lieve", "Lieve Segers", "naft_coordinator", "kantelpunt")
    kobe.refer()
    kobe.accept()
    version = kobe.agree()
    kobe.sign(version, but=("ilse",))
    return version


def test_a_mother_signs_on_paper(kobe, doelen, at_work, tmp_path, world):
    younes = at_work("younes")
    younes.get(f"/versies/{doelen.id}/ronde").unfold().click("Teken op papier").click("Maak een papieren exemplaar")
    code = younes.path.rpartition("/")[2]
    assert younes.tab.locator("button[data-afdrukken]").is_visible()
    text = on_paper(younes, tmp_path / "exemplaar.pdf")
    assert paper_code.grouped(code) in text
    for shown in ("Ilse De Cock", "Ik ga akkoord", "Ik teken niet", "Handtekening", "Bladzijde 1 van"):
        assert shown in text, shown
    assert "Afmelden" not in text

    phone = at_work("younes", size=PHONE, touch=True)
    phone.get(f"/papier/{code}/terug").fill({"besluit": "akkoord", "opmerking": "Graag ook op dinsdag."})
    phone.fill({"datum": ["14", "9", "2026"]})
    chosen = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": b"dit is geen foto"}
    phone.tab.locator("#foto").set_input_files(chosen)
    phone.click("Bewaar de scan", status=422)
    assert phone.errors == [("bestand", "Kies een foto (JPEG of PNG) of een PDF.")]
    assert phone.values("opmerking") == ["Graag ook op dinsdag."]
    assert phone.values("code") == [paper_code.grouped(code)]
    phone.tab.locator("#foto").set_input_files(chosen | {"buffer": scans.photo()})
    phone.click("Bewaar de scan")
    assert "wacht op bevestiging door een tweede persoon" in phone.text

    lieve = at_work("lieve").click("Bevestig een handtekening op papier")
    shown = lieve.tab.locator(".scan-beeld img")
    assert shown.evaluate("one => one.complete && one.naturalWidth > 0 && one.naturalHeight > one.naturalWidth")
    lieve.click("Klopt: bewaar deze handtekening")
    assert "De handtekening op papier is bewaard." in lieve.text
    made = documents.documents_of_version(kobe.platform.db, doelen.id)
    agreed = [one for one in made if one.code == "D2"]
    assert {one.reader for one in agreed} == set("CNSLO")
    for one in agreed:
        content = documents.content(kobe.platform.db, one.id) or b""
        tables = docx.Document(io.BytesIO(content)).tables
        assert any("op papier" in cell.text for table in tables for row in table.rows for cell in row.cells)


def test_the_pages_are_there_for_everybody(kobe, doelen, at_work):
    """On a desk, on a phone, with a keyboard and with a screen reader."""
    younes, lieve = at_work("younes"), at_work("lieve")
    wrong = faults(younes.get(f"/versies/{doelen.id}/ronde").unfold().click("Teken op papier"), "papier nog geen")
    younes.click("Maak een papieren exemplaar")
    code = younes.path.rpartition("/")[2]
    wrong += faults(younes, "papier exemplaar")
    wrong += faults(younes.get(f"/versies/{doelen.id}/papier/{kobe.ids['ilse']}"), "papier stappen")
    wrong += faults(younes.click("Laad het getekende papier op").click("Bewaar de scan", status=422), "papier fouten")
    younes.get(f"/papier/{code}/terug").fill({"besluit": "akkoord", "datum": ["14", "9", "2026"]})
    photo = {"name": "scan.jpg", "mimeType": "image/jpeg", "buffer": scans.photo()}
    younes.tab.locator("#bestand").set_input_files(photo)
    wrong += faults(younes.click("Bewaar de scan"), "papier ronde wacht")
    wrong += faults(younes.unfold().click("Bekijk de scan"), "papier eigen scan")
    wrong += faults(lieve.get("/werklijst"), "papier werklijst")
    lieve.click("Bevestig een handtekening op papier")
    wrong += faults(lieve, "papier nakijken")
    lieve.unfold().click("Klopt niet: wijs deze scan af", status=422)
    wrong += faults(lieve, "papier afwijzen")
    lieve.fill({"reden": "De datum is niet te lezen."}).click("Klopt niet: wijs deze scan af")
    wrong += faults(younes.get(f"/versies/{doelen.id}/ronde"), "papier ronde afgewezen")
    assert not wrong, "\n".join(wrong)


def test_without_scripts_it_works_too(kobe, doelen, at_work):
    younes = at_work("younes", scripts=False)
    younes.get(f"/versies/{doelen.id}/ronde").unfold().click("Teken op papier").click("Maak een papieren exemplaar")
    code = younes.path.rpartition("/")[2]
    assert "met de knop, of met Ctrl en P" not in younes.text
    younes.get(f"/papier/{code}/terug")
    younes.tab.locator("#besluit").check()
    for nr, value in enumerate(("14", "9", "2026")):
        younes.tab.locator('[name="datum"]').nth(nr).fill(value)
    photo = {"name": "scan.png", "mimeType": "image/png", "buffer": scans.png()}
    younes.tab.locator("#bestand").set_input_files(photo)
    assert not younes.tab.locator("#foto").is_visible()
    younes.click("Bewaar de scan")
    assert "wacht op bevestiging door een tweede persoon" in younes.text


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not here: apt install poppler-utils")
def test_the_square_and_the_code_stand_on_the_last_page_with_the_lines_to_sign(kobe, doelen, at_work, tmp_path):
    younes = at_work("younes")
    younes.get(f"/versies/{doelen.id}/ronde").unfold().click("Teken op papier").click("Maak een papieren exemplaar")
    code = paper_code.grouped(younes.path.rpartition("/")[2])
    pages = on_paper(younes, tmp_path / "exemplaar.pdf").split("\f")[:-1]
    for nr, one in enumerate(pages, 1):
        assert f"Code {code}" in one, nr
        assert f"Bladzijde {nr} van {len(pages)}" in one
    for shown in ("Wat kiest u?", "Ik ga akkoord", "Handtekening", "Geef dit blad terug aan"):
        assert shown in pages[-1]
        assert not any(shown in one for one in pages[:-1])


def on_paper(screen: Screen, path: Path) -> str:
    """Print the page as it is to A4; gives its words, with a form feed behind each page."""
    screen.tab.emulate_media(media="print")
    screen.tab.pdf(path=path, prefer_css_page_size=True)
    screen.tab.emulate_media(media="screen")
    found = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return re.sub(r"[ \xa0]+", " ", found.stdout)
