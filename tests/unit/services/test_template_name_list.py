"""The list of names for who changes a template: all of it can be typed, and nothing that its readers may not see."""

from __future__ import annotations

import io

import pytest
from docx import Document

from services.template_catalogue import CATALOGUE
from services.template_check import check
from services.template_name_list import groups_of
from tests.sjablonen_hulp import TEMPLATES


@pytest.mark.parametrize("name", ["doelen.docx", "kennisgeving.docx", "weigering.docx", "informatiebrief.docx"])
def test_a_template_with_every_name_of_the_list_is_without_faults(name):
    template = next(one for one in CATALOGUE if one.name == name)
    word = Document(io.BytesIO((TEMPLATES / name).read_bytes()))
    groups = groups_of(template)
    for one in groups:
        before, after = one.around or ("", "")
        for text in (before, *(row.typed for row in one.rows), after):
            word.add_paragraph(text)
    out = io.BytesIO()
    word.save(out)
    assert [one for one in check(name, out.getvalue()) if one.severity == "fout"] == []
    assert len({one.title for one in groups}) == len(groups)
    assert all(row.what and row.who for one in groups for row in one.rows)


def test_it_tells_who_reads_what():
    goals = next(one for one in CATALOGUE if one.name == "doelen.docx")
    said = {row.typed: row.who for one in groups_of(goals) for row in one.rows}
    assert said["{{ gedeelde_vraag }}"] == "iedereen"
    assert said["{{ vraag_clb }}"] == "CLB, NAFT-aanbieder en leerling; met toestemming ook school en ouders"
    notice = next(one for one in CATALOGUE if one.name == "kennisgeving.docx")
    typed = {row.typed for one in groups_of(notice) for row in one.rows}
    assert "{{ hulpvraag }}" not in typed
    assert "{{ doc.titel }}" in typed
