"""What the page of a dossier says of a PDF while it is made, when it fails, and where there can be none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from services import jobs, office, pdf_twin
from services.jobs import Failed, TryLater
from store import jobs as kept
from store.documents import Document
from tests.pages import Person
from tests.world import Case

REASON = "LibreOffice had er meer dan 60 seconden voor nodig en is gestopt."


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice is there, as far as a page can see."""
    program = tmp_path / "soffice"
    program.touch(0o700)
    monkeypatch.setenv("NAADLOOS_SOFFICE", str(program))


@pytest.fixture
def referred(kobe: Case) -> Case:
    """A dossier with files."""
    kobe.refer()
    return kobe


@pytest.fixture
def an(signed_in) -> Person:
    """The CLB worker at her own browser."""
    person: Person = signed_in("an")
    return person


def of(case: Case, reader: str) -> list[Document]:
    """The documents of one reader that An sees, in the order in which they are asked for."""
    return [one for one in case.documents("an") if one.reader == reader]


@pytest.mark.usefixtures("there")
def test_it_says_how_many_come_first_then_that_it_is_made_and_then_why_it_failed(referred, an):
    first, second = of(referred, "C")[0], of(referred, "S")[0]
    page = an.get(f"/dossiers/{referred.id}")
    jobs.ask(referred.platform, "iets", "anders")
    jobs.ask(referred.platform, pdf_twin.KIND, second.id)
    page = page.click(f"Maak PDF van {first.title}")
    assert "De PDF wordt gemaakt. Dat duurt meestal enkele seconden" in page.text
    assert "De PDF wordt gemaakt (2 voor u)." in page.text
    assert page.all("//script[contains(@src, 'werk.js')]")
    assert page.all("//*[@data-gezegd][@role='status']")
    assert page.offers("Kijk hoe ver de PDF is")

    taken = [
        kept.claim(referred.platform.db, at=referred.platform.at(), until="2030-01-01T00:00:00Z") for _ in range(3)
    ]
    page = an.get(f"/dossiers/{referred.id}")
    assert page.text.count("De PDF wordt nu gemaakt.") == 2

    for one in taken:
        assert one is not None
        kept.failed(referred.platform.db, one, error=REASON, at=referred.platform.at(), next_at=None)
    page = an.get(f"/dossiers/{referred.id}")
    assert f"De PDF is niet gemaakt. {REASON}" in page.text
    assert not page.all("//script[contains(@src, 'werk.js')]")
    page = page.click(f"Probeer opnieuw van {first.title}")
    assert "De PDF wordt zo gemaakt." in page.text


@pytest.mark.usefixtures("there")
def test_all_of_one_reader_are_asked_at_once(referred, an):
    referred.accept()
    referred.start()
    mine = of(referred, "C")
    assert len(mine) > 1
    page = an.get(f"/dossiers/{referred.id}").click("Maak alle PDF's voor het CLB")
    assert "De PDF's worden gemaakt, een na een." in page.text
    assert {one.subject for one in kept.open_jobs(referred.platform.db)} == {one.id for one in mine}
    assert {one.asked_by for one in kept.open_jobs(referred.platform.db)} == {referred.world.who("an").id}
    an.post(f"/dossiers/{referred.id}/documenten/pdf", {"lezer": "N"}, status=404)


def test_where_there_is_no_libreoffice_one_sentence_says_so(referred, an, monkeypatch):
    monkeypatch.setenv("NAADLOOS_SOFFICE", "off")
    page = an.get(f"/dossiers/{referred.id}")
    assert page.text.count(office.MISSING) == 1
    assert not page.offers("Maak PDF")
    page = an.post(f"/dossiers/{referred.id}/documenten/{of(referred, 'C')[0].id}/pdf", status=409)
    assert office.MISSING in page.text
    assert kept.open_jobs(referred.platform.db) == []


def test_what_goes_wrong_is_a_reason_to_stop_or_to_try_again(referred, monkeypatch):
    job = jobs.ask(referred.platform, pdf_twin.KIND, of(referred, "C")[0].id)
    faults = ((office.OfficeMissing(), Failed), (office.OfficeFailed("Nee."), TryLater))
    for fault, raised in faults:
        monkeypatch.setattr(office, "to_pdf", _raising(fault))
        with pytest.raises(raised, match=str(fault)):
            pdf_twin.make(referred.platform, job)
    for made in (b"%PDF-1.7 niets", b""):
        monkeypatch.setattr(office, "to_pdf", lambda _, made=made: made)
        with pytest.raises(Failed, match="niet geschikt"):
            pdf_twin.make(referred.platform, job)
    with pytest.raises(Failed, match="er niet meer"):
        pdf_twin.make(referred.platform, jobs.ask(referred.platform, pdf_twin.KIND, 20 * "0"))
    assert pdf_twin.twins(referred.platform, of(referred, "C"))[job.subject].pdf is None


def _raising(fault: Exception) -> Callable[[bytes], bytes]:
    def fails(_: bytes) -> bytes:
        raise fault

    return fails
