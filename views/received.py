"""Taking over a document of another Naadloos: choosing the file, seeing what would be done, confirming, reading it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services import received_preview, receiving, taking_over
from services.dossiers import File
from services.platform import NotAllowed, NotFound
from services.received_file import WHY, FromElsewhere, NotTaken
from services.received_preview import Preview
from store import received as kept
from store.received import Received
from store.records import Stale
from views import desk, received_page, uploads

bp = Blueprint("received", __name__)

LARGEST_POST = 9_000_000
"""Bytes of a post that brings in a document (app.py)."""
NEW = "nieuw"
CHANGED = "Er veranderde intussen iets. Kijk opnieuw na wat er nu gebeurt, en bevestig dan."
CHOOSE = "Kies een dossier uit de lijst."


@bp.get("/overnemen")
def start() -> ResponseReturnValue:
    """Choose a file; what waits to be confirmed stands under it. With ?dossier= it is meant for that dossier."""
    receiving.may_receive(desk.who())
    return _start([])


@bp.post("/overnemen")
def upload() -> ResponseReturnValue:
    """Check the file and keep it apart; then what would be done with it."""
    platform, who = desk.platform(), desk.who()
    try:
        content, name = uploads.chosen("bestand")
        found = receiving.look(platform, who, content, name)
    except (NotTaken, uploads.Unwanted) as fault:
        return _start([("bestand", str(fault))]), 422
    return redirect(url_for("received.page", received_id=found.id, dossier=_meant_for() or None))


@bp.errorhandler(413)
def too_large(_: Exception) -> ResponseReturnValue:
    """The form again: nothing was read."""
    return _start([("bestand", WHY["too-large"])]), 413


@bp.get("/overnemen/<string:received_id>")
def page(received_id: str) -> ResponseReturnValue:
    """What would be done with a file that waits; or the text of one that is in a dossier."""
    one = _own(received_id)
    if one.dossier_id is not None:
        return _read(one)
    return _look(one, [])


@bp.post("/overnemen/<string:received_id>/dossier")
def choose(received_id: str) -> ResponseReturnValue:
    """Which dossier it is meant for; nothing is done yet."""
    one, chosen = _own(received_id), request.form.get("dossier", "")
    if not chosen:
        return _look(one, [("dossier", CHOOSE)]), 422
    return redirect(url_for("received.page", received_id=received_id, dossier=chosen))


@bp.post("/overnemen/<string:received_id>")
def take(received_id: str) -> ResponseReturnValue:
    """Do what was shown."""
    one, posted = _own(received_id), request.form
    if one.dossier_id is not None:
        desk.say("Dit document was al opgenomen.")
        return redirect(url_for("received.page", received_id=received_id))
    file, known = _target(posted.get("naar", ""))
    if not known:
        return _look(one, [("dossier", CHOOSE)]), 422
    try:
        shown = received_preview.preview(desk.platform(), desk.who(), one, file)
    except NotTaken:
        return _look(one, []), 409
    wanted = set(posted.getlist("mens"))
    choices = taking_over.Choices(
        sha256=posted.get("sha256", ""),
        seen=posted.get("gezien", ""),
        leave_out=frozenset(
            match.someone.id for nr, match in enumerate(shown.people) if match.new and str(nr) not in wanted
        ),
        overwrite=posted.get("bestaand") == "vervang",
        keep_only="enkel" in posted and file is not None,
    )
    try:
        done = taking_over.take(desk.platform(), desk.who(), shown, choices)
    except (taking_over.NotAsShown, Stale):
        return _look(_own(received_id), [("", CHANGED)]), 409
    desk.visits(done.dossier_id, one.id)
    desk.say(received_page.said(done))
    if done.record is not None:
        return redirect(url_for("record.first", record_id=done.record.id))
    return redirect(url_for("received.page", received_id=received_id))


@bp.post("/overnemen/<string:received_id>/weg")
def remove(received_id: str) -> ResponseReturnValue:
    """Let go of a file that waits."""
    receiving.forget(desk.platform(), desk.who(), _own(received_id).id)
    desk.say("Het bestand is weg. Er is niets van overgenomen.")
    return redirect(url_for("received.start"))


@bp.get("/overnemen/<string:received_id>/bestand")
def content(received_id: str) -> ResponseReturnValue:
    """The file as it came, to the last byte."""
    one = _own(received_id)
    stored = kept.content(desk.platform().db, one.id)
    if stored is None:
        raise NotFound
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return desk.file_answer(stored, one.filename, kind)


def _own(received_id: str) -> Received:
    """A file that this person may see; that one in a dossier was opened is logged."""
    found = kept.received(desk.platform().db, received_id)
    if found is not None and found.dossier_id is not None:
        desk.visits(found.dossier_id, received_id)
    return receiving.of_own(desk.platform(), desk.who(), received_id)


def _meant_for() -> str:
    return request.args.get("dossier", "")[:40]


def _target(chosen: str) -> tuple[File | None, bool]:
    """The dossier that was chosen, None for a new one; and whether any was.

    :raises NotFound: for a dossier of somebody else
    """
    if chosen in ("", NEW):
        return None, chosen == NEW
    return desk.dossier(chosen), True


def _start(errors: list[tuple[str, str]]) -> str:
    meant = _meant_for()
    file = desk.dossier(meant) if meant else None
    return render_template(
        "overnemen.html",
        errors=errors,
        dossier=received_page.about(file) if file else None,
        url=url_for("received.upload", dossier=meant or None),
        wachten=received_page.waiting(receiving.waiting(desk.platform(), desk.who())),
        dagen=receiving.WAITS.days,
    )


def _look(one: Received, errors: list[tuple[str, str]]) -> str:
    """What would be done, for the dossier in the address or the one that goes without saying."""
    platform, who = desk.platform(), desk.who()
    try:
        document = receiving.document_of(platform, one)
    except NotTaken as fault:
        return _start([("bestand", str(fault))])
    targets = receiving.targets(platform, who, document)
    chosen = request.form.get("naar") or _meant_for() or received_page.by_itself(who, document, targets)
    file, known = _target(chosen)
    shown: Preview | None = None
    try:
        shown = received_preview.preview(platform, who, one, file) if known else None
    except NotAllowed as refused:  # another can be chosen
        errors = [*errors, ("dossier", str(refused))]
    return render_template(
        "overnemen_kijk.html",
        errors=errors,
        **received_page.proven(document),
        kiezen=received_page.choices(who, document, targets, chosen),
        **received_page.looked_at(shown),
        url=url_for("received.take", received_id=one.id),
        url_kies=url_for("received.choose", received_id=one.id),
        url_weg=url_for("received.remove", received_id=one.id),
    )


def _read(one: Received) -> str:
    """The text of a file in a dossier, as its record has it."""
    file = desk.dossier(str(one.dossier_id))
    desk.visits(file.dossier.id, one.id)
    document: FromElsewhere | None = None
    why = ""
    try:
        document = receiving.document_of(desk.platform(), one)
    except NotTaken as fault:
        why = str(fault)
    return render_template(
        "overnemen_lees.html",
        dossier=received_page.about(file),
        niet_meer=why,
        **(received_page.proven(document) if document else {"titel": "Ontvangen document", "feiten": []}),
        stappen=received_page.told(document) if document else [],
        onbekend=received_page.unknown(document) if document else [],
        **received_page.kept_as(desk.platform(), desk.who(), file, one),
    )
