"""Downloading Word files, one by one or as a package for a pupil file: the stored bytes, unchanged."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from rules.readers import letter_of
from services import handing_out
from services.documents import READERS, ascii_only
from views import desk

bp = Blueprint("document", __name__)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/dossiers/<string:dossier_id>/documenten/<string:document_id>")
def fetch(dossier_id: str, document_id: str) -> ResponseReturnValue:
    """One file."""
    file = desk.dossier(dossier_id)
    document, content = handing_out.fetch(desk.platform(), desk.who(), file, document_id)
    return desk.file_answer(content, document.filename, DOCX)


@bp.get("/dossiers/<string:dossier_id>/documenten.zip")
def bundle(dossier_id: str) -> ResponseReturnValue:
    """Everything for my file: all copies of one reader, one's own when none is named."""
    file = desk.dossier(dossier_id)
    reader = request.args.get("lezer", desk.who().letter)
    content = handing_out.bundle(desk.platform(), desk.who(), file, reader)
    name = ascii_only(READERS.get(letter_of(reader), "").split(" ")[0])
    return desk.file_answer(content, f"{file.dossier.number}_{name}.zip", "application/zip")


@bp.get("/dossiers/<string:dossier_id>/overdracht.zip")
def transfer(dossier_id: str) -> ResponseReturnValue:
    """The bundle for the next provider, with what it holds on top."""
    file = desk.dossier(dossier_id)
    content = handing_out.transfer(desk.platform(), desk.who(), file)
    return desk.file_answer(content, f"{file.dossier.number}_overdrachtsbundel.zip", "application/zip")
