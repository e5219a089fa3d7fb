"""Downloading Word files, one by one or as a package for a pupil file: the stored bytes, unchanged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from services import handing_out, packing
from services.dossiers import File
from services.packing import Pack
from store.documents import Document
from views import desk, work

bp = Blueprint("document", __name__)

FIRST = "Dit pakket is groot. Maak het eerst klaar, daarna kunt u het ophalen."

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
    return _fetched(file, packing.bundle(desk.platform(), desk.who(), file, _reader(request.args)))


@bp.post("/dossiers/<string:dossier_id>/documenten.zip")
def ask_bundle(dossier_id: str) -> ResponseReturnValue:
    """Have a large one made."""
    file = desk.dossier(dossier_id)
    return _asked(file, packing.bundle(desk.platform(), desk.who(), file, _reader(request.form)))


@bp.get("/dossiers/<string:dossier_id>/overdracht.zip")
def transfer(dossier_id: str) -> ResponseReturnValue:
    """The bundle for the next provider, with what it holds on top."""
    file = desk.dossier(dossier_id)
    return _fetched(file, packing.transfer(desk.platform(), desk.who(), file))


@bp.post("/dossiers/<string:dossier_id>/overdracht.zip")
def ask_transfer(dossier_id: str) -> ResponseReturnValue:
    """Have a large one made."""
    file = desk.dossier(dossier_id)
    return _asked(file, packing.transfer(desk.platform(), desk.who(), file))


def packs_of(file: File, listed: Sequence[Document]) -> dict[str, dict[str, object]]:
    """How it is with the packages that are too large to be made at once, by reader; the others are a link."""
    heavy = packing.heavy_ones(desk.platform(), file, listed)
    return {reader: _shown(file, pack) for reader, pack in heavy.items()}


def transfer_of(file: File) -> dict[str, object] | None:
    """The same of the bundle for the next provider; None for one that is made at once."""
    pack = packing.transfer(desk.platform(), desk.who(), file)
    return _shown(file, pack) if packing.is_heavy(desk.platform(), pack.chosen) else None


def _shown(file: File, pack: Pack) -> dict[str, object]:
    own = pack.what == "alles"
    at = url_for("document.bundle" if own else "document.transfer", dossier_id=file.dossier.id)
    return work.shown(
        packing.making(desk.platform(), desk.who(), file, pack),
        work.PACK,
        id=_id(pack),
        url=f"{at}?{urlencode({'lezer': pack.reader})}" if own else at,  # a POST there asks for it
        url_vraag=at,
        url_hier=_back(file, pack),
        velden={"lezer": pack.reader} if own else {},
        naam=pack.filename,
        aantal=len(pack.chosen),
    )


def _fetched(file: File, pack: Pack) -> ResponseReturnValue:
    """The package; back to where it is asked for when it is still to be made."""
    content = packing.fetch(desk.platform(), desk.who(), file, pack)
    if content is None:
        desk.say(FIRST)
        return redirect(_back(file, pack))
    return desk.file_answer(content, pack.filename, packing.ZIP)


def _asked(file: File, pack: Pack) -> ResponseReturnValue:
    packing.ask(desk.platform(), desk.who(), file, pack)
    return redirect(_back(file, pack))


def _reader(told: Mapping[str, str]) -> str:
    return told.get("lezer", desk.who().letter)


def _id(pack: Pack) -> str:
    """The place of a package on the page of the dossier."""
    return f"pakket-{pack.reader}" if pack.what == "alles" else "overdracht"


def _back(file: File, pack: Pack) -> str:
    return url_for("dossier.page", dossier_id=file.dossier.id, _anchor=_id(pack))
