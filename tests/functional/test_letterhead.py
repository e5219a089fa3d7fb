"""What stands on top of a document: who leads the record, and the logo, for who knows that organisation takes part."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from services.documents import make_missing
from services.letterhead import Letterhead, letterhead
from store import accounts, documents, logos, organisations
from store.logos import Logo
from tests.scans import png
from tests.sjablonen_hulp import texts

LARGEST = (40 * 36_000, 14 * 36_000)
"""EMU, 36 000 in a mm."""


def give_logo(case, key: str, content: bytes) -> None:
    """A logo for an organisation."""
    made = Logo(
        organisation_id=case.world.id(key),
        sha256="a" * 64,
        uploaded_by=case.world.who("an").id,
        uploaded_at="2026-09-01T10:00:00Z",
    )
    logos.put(case.platform.db, made, content)


def kept(case) -> list[tuple[documents.Document, bytes]]:
    """Every Word file of the dossier."""
    db = case.platform.db
    make_missing(case.platform, case.file)
    return [(one, documents.content(db, one.id) or b"") for one in documents.documents_of(db, case.id)]


def headers(content: bytes) -> list[str]:
    """The headers of a file, that of the first page first."""
    return [text for part, text in sorted(texts(content).items()) if part.startswith("word/header")]


def logo_in(content: bytes) -> tuple[str, int, int]:
    """Alternative text, width and height in EMU of the picture in the header of the first page."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tree = etree.fromstring(archive.read("word/header1.xml"))
    (about,) = [one for one in tree.iter() if etree.QName(one).localname == "docPr"]
    (size,) = [one for one in tree.iter() if str(one.tag).endswith("wordprocessingDrawing}extent")]
    return str(about.get("descr")), int(size.get("cx", 0)), int(size.get("cy", 0))


@pytest.mark.parametrize("size", [(1200, 200), (300, 900)])
def test_every_copy_has_name_and_logo_of_who_leads_the_record(kobe, size):
    give_logo(kobe, "brug", png(size))
    kobe.refer()
    made = {f"{one.code} {one.reader}": content for one, content in kept(kobe)}
    assert {"D1 C", "D1 N", "D1S S", "D1L L", "D1L O"} <= set(made)
    for content in made.values():
        assert all("CLB De Brug" in header for header in headers(content))
        text, wide, high = logo_in(content)
        assert text == "Logo van CLB De Brug"
        assert wide / high == pytest.approx(size[0] / size[1], rel=0.01)
        used = wide / LARGEST[0], high / LARGEST[1]
        assert max(used) == pytest.approx(1, rel=0.01), "as large as its place"


def test_without_a_logo_there_is_the_name_alone(kobe):
    kobe.refer()
    kobe.accept()
    give_logo(kobe, "brug", png())
    goals = kobe.agree()
    assert letterhead(kobe.platform, goals, "L") == Letterhead("vzw Kantelpunt", None)
    kobe.sign(goals)
    made = [content for one, content in kept(kobe) if one.code == "D2"]
    assert len(made) == len("CNSLO")
    for content in made:
        assert all("vzw Kantelpunt" in header for header in headers(content))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert b"docPr" not in archive.read("word/header1.xml")


def test_who_does_not_know_that_it_takes_part_sees_neither(kobe):
    """The begeleidingsdienst knows the school alone."""
    give_logo(kobe, "kantelpunt", png())
    kobe.refer()
    kobe.accept()
    goals = kobe.agree()
    assert letterhead(kobe.platform, goals, "C").logo == png()
    for reader in ("P", "L:nobody", ""):
        assert letterhead(kobe.platform, goals, reader) == Letterhead()


def test_a_new_name_or_another_employer_is_not_put_above_an_old_text(kobe):
    version = kobe.refer()
    db, an = kobe.platform.db, kobe.world.who("an")
    assert letterhead(kobe.platform, version, "S").name == "CLB De Brug"
    renamed = replace(kobe.world.organisations["brug"], naam="CLB De Nieuwe Brug")
    organisations.save(db, renamed)
    assert letterhead(kobe.platform, version, "S") == Letterhead()
    organisations.save(db, kobe.world.organisations["brug"])
    accounts.save(db, replace(an.account, organisation_id=kobe.world.id("kompas")))
    assert letterhead(kobe.platform, version, "S") == Letterhead()
