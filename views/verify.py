"""The page to check a document on, for everybody; and what is needed to do it without us. Nothing sent here is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from services import anchors, checking, handing_out, package, package_check, pdf_twin, seal_keys, verifying
from services.dossiers import file_of
from services.platform import NotFound
from services.throttle import Throttle
from services.verifying import Known, Verdict
from store import records, versions
from views import desk, languages, uploads

bp = Blueprint("verify", __name__)

LARGEST = 9_000_000
"""Bytes of a post: what we make is smaller than half a megabyte, with drawn signatures one or two."""
EACH, TOGETHER, WINDOW = 20, 120, timedelta(minutes=1)

NOTHING = "Kies een bestand, of vul een kenmerk in."
NO_HASH = "Een kenmerk heeft 64 tekens: cijfers en de letters a tot f. Neem het helemaal over."
TOO_LARGE = (
    "Dit bestand is groter dan 9 MB. Onze documenten zijn kleiner: kies het bestand zelf. Is het een zip-bestand, "
    "pak het dan uit en controleer de documenten een voor een."
)
TOO_OFTEN = "Er is net te vaak gecontroleerd. Wacht een minuut en probeer dan opnieuw."


class TooOften(Exception):
    """This address, or all together, checked too often in the last minute."""


@bp.url_value_preprocessor
def before_reading(endpoint: str | None, _: dict[str, Any] | None) -> None:
    """Before anything of a post is read: whether it may come, and how large it may be.

    :raises TooOften: when it may not
    """
    if endpoint != "verify.check" or request.method != "POST":
        return
    request.max_content_length = LARGEST
    if not _throttle().allows(desk.source(), desk.platform().now()):
        raise TooOften


@bp.get("/controle")
def page() -> ResponseReturnValue:
    """The form. A link may have a root behind its #, which a browser never sends; a script puts it in the field."""
    return _form([])


@bp.post("/controle")
def check() -> ResponseReturnValue:
    """The verdict on a file or a package, or on a hash where there is none."""
    typed, content = request.form.get("kenmerk", "")[:200], _chosen()
    if content is None and not typed.strip():
        return _form([("bestand", NOTHING)]), 422
    if content is not None and package_check.is_package(content):
        judged = package_check.verify(desk.platform(), content, largest=checking.LARGEST)
        return render_template("oordeel_pakket.html", oordeel=judged, vingerafdrukken=_fingerprints())
    try:
        found = verifying.verify(desk.platform(), content) if content is not None else _by_hash(typed)
    except verifying.NoHash:
        return _form([("kenmerk", NO_HASH)], typed), 422
    own = _own_file(found.known, pdf=found.kind == "pdf" and found.word == "AUTHENTIC")
    return render_template("oordeel.html", oordeel=found, vingerafdrukken=_fingerprints(), eigen=own)


@bp.get("/controle/naadloos-check.py")
def script() -> ResponseReturnValue:
    """The program to check files with, away from us: it is the one that we use."""
    return desk.file_answer(Path(checking.__file__).read_bytes(), "naadloos_check.py", "text/x-python")


@bp.get("/controle/pakket.schema.json")
def schema() -> ResponseReturnValue:
    """The form of the summary in a package, as JSON Schema."""
    return desk.file_answer(package.SCHEMA_PATH.read_bytes(), package.SCHEMA_PATH.name, "application/schema+json")


@bp.get("/controle/zegel.pem")
def certificates() -> ResponseReturnValue:
    """Every certificate that ever sealed here, for the program."""
    return _pem(b"".join(anchors.pinned(desk.platform())), "naadloos-zegel.pem")


@bp.get("/controle/root.pem")
def root() -> ResponseReturnValue:
    """The certificate on top, which makes Word trust the seal once it is installed."""
    instance = Path(current_app.config["INSTANCE"])
    return _pem(seal_keys.topmost(instance, current_app.config.get("SEAL_CERT")), "naadloos-root.pem")


@bp.errorhandler(TooOften)
def too_often(_: TooOften) -> ResponseReturnValue:
    """The form again: nothing was read."""
    return _form([("bestand", TOO_OFTEN)]), 429


@bp.errorhandler(413)
def too_large(_: Exception) -> ResponseReturnValue:
    """The form again: nothing was read."""
    return _form([("bestand", TOO_LARGE)]), 413


def _chosen() -> bytes | None:
    """The file, which may be empty; None when none was chosen. It is judged, and not kept."""
    sent = request.files.get("bestand")
    return uploads.plain("bestand")[0] if sent and sent.filename else None


def _by_hash(typed: str) -> Verdict:
    return verifying.verify_hash(desk.platform(), typed)


def _form(errors: list[tuple[str, str]], typed: str = "") -> str:
    said = [(field, languages.vertaal(message)) for field, message in errors]
    return render_template("controle.html", errors=said, kenmerk=typed, vingerafdrukken=_fingerprints())


def _fingerprints() -> list[str]:
    """SHA-256 of each certificate that sealed here."""
    return seal_keys.fingerprints(anchors.pinned(desk.platform()))


def _pem(content: bytes, filename: str) -> ResponseReturnValue:
    if not content:
        raise NotFound
    return desk.file_answer(content, filename, "application/x-pem-file")


def _own_file(known: Known | None, *, pdf: bool) -> Mapping[str, str] | None:
    """A link to the file in the dossier, for who is signed in and may fetch it; None for everybody else."""
    if known is None or not current_user.is_authenticated or current_user.locked:
        return None
    platform, who = desk.platform(), desk.who()
    version = versions.version(platform.db, known.version_id)
    record = records.record(platform.db, version.record_id) if version else None
    if record is None:
        return None
    try:
        file = file_of(platform, who, record.dossier_id)
    except NotFound:
        return None
    mine = [one for one in handing_out.listed(platform, who, file) if one.version_id == known.version_id]
    found = next((one for one in mine if known.document_id in ("", one.id)), None)
    if found is None:
        return None
    page, name = ("pdf.fetch", pdf_twin.name_of(found)) if pdf else ("document.fetch", found.filename)
    return {"url": url_for(page, dossier_id=file.dossier.id, document_id=found.id), "naam": name}


def _throttle() -> Throttle:
    """One for each app: in a server that is one a process."""
    made = current_app.extensions.setdefault("naadloos-checks", Throttle(EACH, TOGETHER, WINDOW))
    assert isinstance(made, Throttle)  # noqa: S101  # put there just now
    return made
