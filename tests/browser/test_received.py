"""Taking a document over, in a browser: the page that shows what would be done, for everybody and on every screen."""

from __future__ import annotations

from tests.browser.look import faults, structure
from tests.handed_out import sealed


def test_what_would_be_done_is_shown_to_everybody(at_work, kobe, sealing, tmp_path):
    kobe.refer()
    (tmp_path / "D1.docx").write_bytes(sealed(kobe, sealing))
    screen = at_work("floor").click("Neem een document van elders over").click(LOOK, status=422)
    assert not structure(screen)
    screen.tab.set_input_files("#bestand", tmp_path / "D1.docx")
    screen.click(LOOK).unfold()
    assert "Het zegel klopt" in screen.text
    assert not (found := faults(screen, "preview")), "\n".join(found)
    screen.click("Neem over in een nieuw dossier")
    assert "antwoorden zijn overgenomen" in screen.text


LOOK = "Bekijk wat erin staat"
