"""The PDF beside a Word file: asking for it, how far it is, and fetching it. Each works without a script."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from services import handing_out, office, pdf_twin
from services.dossiers import File
from services.pdf_twin import Twin
from store.documents import Document
from views import desk, work
from views.words import size
from views.work import Words

bp = Blueprint("pdf", __name__)

MIME = "application/pdf"
WORDS = Words("De PDF")
ASKED = "De PDF wordt gemaakt. Dat duurt meestal enkele seconden; u kunt intussen verder werken."
ASKED_ALL = "De PDF's worden gemaakt, een na een. U kunt intussen verder werken."
THERE = "De PDF is er al."


@bp.get("/dossiers/<string:dossier_id>/documenten/<string:document_id>/pdf")
def fetch(dossier_id: str, document_id: str) -> ResponseReturnValue:
    """The PDF, its stored bytes."""
    file = desk.dossier(dossier_id)
    name, content = pdf_twin.fetch(desk.platform(), desk.who(), file, document_id)
    return desk.file_answer(content, name, MIME)


@bp.post("/dossiers/<string:dossier_id>/documenten/<string:document_id>/pdf")
def ask(dossier_id: str, document_id: str) -> ResponseReturnValue:
    """Ask for it."""
    file = desk.dossier(dossier_id)
    coming = pdf_twin.ask(desk.platform(), desk.who(), file, [document_id])
    desk.say(ASKED if coming else THERE)
    return redirect(_back(dossier_id))


@bp.post("/dossiers/<string:dossier_id>/documenten/pdf")
def ask_all(dossier_id: str) -> ResponseReturnValue:
    """Ask for those of all documents of one reader."""
    file = desk.dossier(dossier_id)
    coming = pdf_twin.ask_all(desk.platform(), desk.who(), file, request.form.get("lezer", ""))
    desk.say((ASKED if coming == 1 else ASKED_ALL) if coming else THERE)
    return redirect(_back(dossier_id))


@bp.get("/dossiers/<string:dossier_id>/documenten/<string:document_id>/pdf/stand")
def state(dossier_id: str, document_id: str) -> ResponseReturnValue:
    """How far it is, for the script of the page, which asks every few seconds: no line in the log for each."""
    platform, who = desk.platform(), desk.who()
    document = handing_out.document_of(platform, who, desk.dossier(dossier_id, quiet=True), document_id)
    return jsonify(shown(dossier_id, document, pdf_twin.twins(platform, [document])[document.id]))


def shown_of(file: File, listed: list[Document]) -> dict[str, dict[str, object]]:
    """What the page of a dossier says of the PDF of each of these documents."""
    made, possible = pdf_twin.twins(desk.platform(), listed), office.available()
    return {one.id: _shown(file.dossier.id, one, made[one.id], possible=possible) for one in listed}


def shown(dossier_id: str, document: Document, twin: Twin) -> dict[str, object]:
    """`stand` is one of er, geen, komt, mislukt and kan-niet; `tekst` says it in words."""
    return _shown(dossier_id, document, twin, possible=office.available())


def _shown(dossier_id: str, document: Document, twin: Twin, *, possible: bool) -> dict[str, object]:
    url = url_for("pdf.fetch", dossier_id=dossier_id, document_id=document.id)  # a POST there asks for it
    told: dict[str, object] = {"titel": document.title, "url": url, "tekst": work.said(twin.state, WORDS)}
    told |= {"id": "", "url_vraag": url, "velden": {}}
    if twin.pdf:
        return told | {
            "stand": "er",
            "tekst": f"PDF, {size(twin.pdf.size)}" + ("" if twin.pdf.sealed_by else ", zonder zegel"),
            "naam": pdf_twin.name_of(document),
        }
    if twin.state.is_open:
        url_state = url_for("pdf.state", dossier_id=dossier_id, document_id=document.id)
        return told | work.stand(twin.state) | {"url_stand": url_state}
    if not possible:
        return told | {"stand": "kan-niet", "tekst": office.MISSING}
    if twin.state.status == "mislukt":
        return told | {"stand": "mislukt"}
    return told | {"stand": "geen", "tekst": ""}


def _back(dossier_id: str) -> str:
    return url_for("dossier.page", dossier_id=dossier_id, _anchor="documenten-titel")
