"""The pages with the templates of an organisation, as one sees them on a desk and on a phone."""

from __future__ import annotations

import io

from docx import Document

from services import administration
from tests.browser.look import faults


def test_the_list_and_what_is_wrong_with_a_template_are_there_for_everybody(at_work, world, tmp_path):
    administration.grant(world.platform, world.who("an").account.email)
    word = Document(io.BytesIO((world.platform.templates / "kennisgeving.docx").read_bytes()))
    word.add_paragraph("Beste {{ naam_van_de_buur }},")
    word.save(tmp_path / "eigen.docx")
    screen = at_work("an").click("Beheer").click("Sjablonen")
    assert not (found := faults(screen, "templates")), "\n".join(found)
    screen.click("Kennisgeving van aanmelding")
    screen.tab.set_input_files("#sjabloon", tmp_path / "eigen.docx")
    screen.click("Laad op en kijk na", 422)
    assert "naam_van_de_buur" in screen.text
    assert not (found := faults(screen, "template with faults")), "\n".join(found)
