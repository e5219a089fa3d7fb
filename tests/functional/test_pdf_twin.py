"""The PDF beside a Word file, made for real by LibreOffice: what it is, what it says, and what changing it gives away."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from services import jobs, ledger, page_pictures, pdf_archive, pdf_seal, pdf_twin, verifying
from services.job_kinds import KINDS
from services.pdf_archive import Marks
from store import documents, events, pdfs
from store.documents import Document
from tests.conftest import serving
from tests.handed_out import tamper
from tests.pages import Person
from tests.sealing import other_key, own_key
from tests.world import Case, Clock, World

CI = os.environ.get("CI") == "true"
pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None and not CI, reason="NOT TESTED: LibreOffice (soffice) is not installed"
)


@dataclass(frozen=True)
class Made:
    """A dossier with files, one of which has a PDF."""

    case: Case
    document: Document
    an: Person
    saskia: Person
    runner: Callable[..., str]
    pages: dict[str, str]

    @property
    def content(self) -> bytes:
        """The PDF as it was handed out."""
        return pdfs.content(self.case.platform.db, self.document.id) or b""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, migrated: Path, seal_folder: Path) -> Iterator[Made]:
    """Asked for on the page of the dossier and made by the command, once: it takes a while."""
    assert shutil.which("soffice"), "LibreOffice (soffice) must be there when CI=true"
    folder, clock = tmp_path_factory.mktemp("tweeling"), Clock()
    shutil.copytree(seal_folder, folder / "seal")
    with serving(folder, migrated, clock, SEAL="") as app:
        case = World(app.extensions["naadloos"], clock).fill().kobe()
        case.refer()
        document = next(one for one in case.documents() if (one.code, one.reader) == ("D1", "C"))
        an, saskia = (Person(app, case.world.who(key).account.email) for key in ("an", "saskia"))
        for person in (an, saskia):
            person.sign_in()
        address = f"/dossiers/{case.id}/documenten/{document.id}/pdf"
        pages = {"before": an.get(f"/dossiers/{case.id}").text}
        an.get(f"/dossiers/{case.id}").post(address)

        def run(*args: str) -> str:
            return app.test_cli_runner().invoke(args=list(args)).output

        pages["asked"] = an.get(f"/dossiers/{case.id}").text
        pages["list"] = run("jobs", "list")
        pages["run"] = run("jobs", "run")
        yield Made(case, document, an, saskia, run, pages)
