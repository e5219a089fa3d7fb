"""The papers of privacy for an administrator: the register of processing, and material for a DPIA."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from services import administration, processing
from services.documents import ascii_only
from views import desk
from views.document import DOCX

bp = Blueprint("privacy_papers", __name__)


@bp.get("/beheer/privacy")
def papers() -> ResponseReturnValue:
    """The register of processing and the material for a DPIA, to fetch."""
    administration.require(desk.who())
    return render_template("beheer_privacy.html", organisatie=desk.who().organisation)


@bp.get("/beheer/privacy/register.docx")
def register() -> ResponseReturnValue:
    """The register as a Word file."""
    content = processing.register(desk.platform(), desk.who(), str(current_app.config["VERSION"]))
    return desk.file_answer(content, f"register-{_own()}.docx", DOCX)


@bp.get("/beheer/privacy/dpia.docx")
def dpia() -> ResponseReturnValue:
    """The material for a DPIA as a Word file."""
    content = processing.dpia(desk.platform(), desk.who(), str(current_app.config["VERSION"]))
    return desk.file_answer(content, f"dpia-{_own()}.docx", DOCX)


def _own() -> str:
    return ascii_only(desk.who().organisation.naam).lower()
