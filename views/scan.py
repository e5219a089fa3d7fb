"""A scan of a paper that was signed: a second person looks at it, and confirms it or turns it down."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import RECORD_TYPES
from forms.amounts import plain_date
from services import documents, paper_code, papers, rounds
from services.consents import as_day
from services.dossiers import File, name_of, role_label
from services.platform import NotFound
from services.signing import IncompleteAnswer
from store import papers as kept
from store.papers import Paper, Scan
from store.versions import Version
from views import desk
from views.frozen import about
from views.signing import CHOICES
from views.words import kort, size, uur

bp = Blueprint("scan", __name__)

ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
STANDS = {
    "wacht": "",
    "bevestigd": "Deze scan is bevestigd. De handtekening telt.",
    "afgewezen": "Deze scan is afgewezen. Laad een nieuwe op.",
    "vervallen": "Deze scan is vervallen: er kwam een andere in de plaats, of de ronde is voorbij.",
}


@bp.get("/scans/<string:scan_id>")
def page(scan_id: str) -> ResponseReturnValue:
    """The scan beside what was read on it."""
    return _page(*_scan(scan_id), [])


@bp.get("/scans/<string:scan_id>/bestand")
def content(scan_id: str) -> ResponseReturnValue:
    """The file: a picture may stand in a page of ours, a PDF is only ever downloaded."""
    scan, *_ = _scan(scan_id)
    stored = kept.content(desk.platform().db, scan_id)
    if stored is None:
        raise NotFound
    name = f"scan-{scan.paper_code}.{ENDINGS[scan.media_type]}"
    if not scan.media_type.startswith("image/"):
        return desk.file_answer(stored, name, scan.media_type)
    answer = Response(stored, mimetype=scan.media_type)
    answer.headers["Content-Disposition"] = desk.disposition("inline", name)
    return answer


@bp.post("/scans/<string:scan_id>/bevestigen")
def confirm(scan_id: str) -> ResponseReturnValue:
    """It is a signature from now on."""
    _, printed, file, _ = _scan(scan_id)
    try:
        papers.confirm(desk.platform(), desk.who(), file, scan_id, request.form.get("shown_root", ""))
    except (papers.Decided, rounds.AlreadyAnswered):
        desk.say("Dit was al beslist.")
        return redirect(url_for("round.page", version_id=printed.version_id))
    documents.make_missing(desk.platform(), file)
    desk.say("De handtekening op papier is bewaard.")
    return redirect(url_for("round.page", version_id=printed.version_id))


@bp.post("/scans/<string:scan_id>/afwijzen")
def turn_down(scan_id: str) -> ResponseReturnValue:
    """It is none: the paper can be scanned anew."""
    scan, printed, file, version = _scan(scan_id)
    try:
        papers.turn_down(desk.platform(), desk.who(), file, scan_id, request.form.get("reden", ""))
    except IncompleteAnswer as fault:
        return _page(scan, printed, file, version, fault.errors), 422
    except papers.Decided:
        desk.say("Dit was al beslist.")
        return redirect(url_for("round.page", version_id=printed.version_id))
    mine = scan.uploaded_by == desk.who().id
    desk.say("De scan is ingetrokken." if mine else "De scan is afgewezen. Hij kan opnieuw opgeladen worden.")
    return redirect(url_for("round.page", version_id=printed.version_id))


def _scan(scan_id: str) -> tuple[Scan, Paper, File, Version]:
    """A scan that this person may see, with the version it is under; that it was opened is logged.

    :raises NotFound: when it is not there, or not for this person
    """
    scan, printed = papers.scan_of(desk.platform(), scan_id)
    file, version = desk.version(printed.version_id)
    if not papers.may_look(desk.platform(), desk.who(), file, version, printed.party_id):
        raise NotFound
    return scan, printed, file, version


def _page(scan: Scan, printed: Paper, file: File, version: Version, errors: list[tuple[str, str]]) -> str:
    party, signed_on = file.party(printed.party_id), as_day(scan.signed_on)
    mine = scan.uploaded_by == desk.who().id
    waits = scan.status == "wacht" and rounds.is_open(version)
    by = papers.name_of_account(desk.platform(), scan.uploaded_by)
    return render_template(
        "scan.html",
        dossier=about(file),
        title=RECORD_TYPES[version.payload["type"]].title,
        naam=name_of(party.answers) if party else "",
        gelezen=[
            ("Wie", f"{name_of(party.answers)}, {role_label(party.rol)}" if party else ""),
            ("Aangekruist", CHOICES[scan.decision]),
            ("Opmerking", scan.remark or "Geen"),
            ("Getekend op", plain_date(signed_on) if signed_on else ""),
            ("Code", paper_code.grouped(scan.paper_code)),
            ("Opgeladen op", f"{kort(scan.uploaded_at)} om {uur(scan.uploaded_at)}"),
        ],
        door=by,
        root=version.root,
        is_beeld=scan.media_type.startswith("image/"),
        grootte=f"{ENDINGS[scan.media_type].upper()}, {size(scan.size)}",
        sha256=scan.sha256,
        stand=STANDS[scan.status],
        reden=scan.reason,
        mag_bevestigen=waits and not mine,
        mag_intrekken=waits and mine,
        url_beeld=url_for("scan.content", scan_id=scan.id),
        url_bevestigen=url_for("scan.confirm", scan_id=scan.id),
        url_afwijzen=url_for("scan.turn_down", scan_id=scan.id),
        url_ronde=url_for("round.page", version_id=version.id),
        errors=errors,
        posted=request.form,
    )
