"""While a PDF is made the page follows it by itself; what LibreOffice would do, the test does."""

from __future__ import annotations

from services import pdf_twin
from store import jobs, pdfs
from tests.browser.screen import PHONE


def test_the_page_shows_the_pdf_as_soon_as_it_is_there(kobe, at_work, tmp_path, monkeypatch):
    program = tmp_path / "soffice"
    program.touch(0o700)
    monkeypatch.setenv("NAADLOOS_SOFFICE", str(program))
    kobe.refer()
    platform, (document,) = kobe.platform, [one for one in kobe.documents("an") if one.reader == "C"]
    screen = at_work("an", size=PHONE).get(f"/dossiers/{kobe.id}").click("Maak PDF")
    line, said = screen.tab.locator("[data-stand]"), screen.tab.locator("[data-gezegd]")
    assert line.inner_text() == "De PDF wordt zo gemaakt."
    assert not screen.tab.locator("[data-opnieuw]").is_visible(), "the script looks by itself"

    taken = jobs.claim(platform.db, at=platform.at(), until="2030-01-01T00:00:00Z")
    assert taken is not None
    line.filter(has_text="De PDF wordt nu gemaakt.").wait_for()
    with platform.db.write():
        pdfs.create(platform.db, document_id=document.id, sha256=64 * "a", content=b"%PDF-", at=platform.at())
        jobs.done(platform.db, taken, at=platform.at())
    line.get_by_role("link").wait_for()
    assert said.text_content() == f"De PDF van {document.title} is klaar."
    with screen.tab.expect_download() as download:
        line.get_by_role("link").click()
    assert download.value.suggested_filename == pdf_twin.name_of(document)
