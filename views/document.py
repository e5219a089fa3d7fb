"""Downloading Word files: the stored bytes, unchanged."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from services import documents
from services.documents import READERS, ascii_only
from views import desk

bp = Blueprint("document", __name__)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/dossiers/<string:dossier_id>/documenten/<string:document_id>")
def fetch(dossier_id: str, document_id: str) -> ResponseReturnValue:
    """One file."""
    file = desk.dossier(dossier_id)
    document, content = documents.fetch(desk.platform(), desk.who(), file, document_id)
    return desk.file_answer(content, document.filename, DOCX)


@bp.get("/dossiers/<string:dossier_id>/documenten.zip")
def bundle(dossier_id: str) -> ResponseReturnValue:
    """Everything for my file: all copies of one reader, one's own when none is named."""
    file = desk.dossier(dossier_id)
    letter = request.args.get("lezer", desk.who().letter)
    content = documents.bundle(desk.platform(), desk.who(), file, letter)
    name = ascii_only(READERS.get(letter, "").split(" ")[0])
    return desk.file_answer(content, f"{file.dossier.number}_{name}.zip", "application/zip")
