"""Signing: the text, and then the choice. In one's own account, and what every other page to sign shares with it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import RECORD_TYPES
from services import documents, rounds, sending_back, signing, standing
from services.dossiers import File, name_of
from services.platform import NotFound
from store.signatures import Place
from store.versions import Version
from views import desk, languages
from views.beside import with_translation
from views.frozen import changes_since, reviewed_for
from views.languages import gettext as _
from views.record import summary

bp = Blueprint("signing", __name__)

WHOLE_TEXT = "De tekst als geheel"

CHOICES = {
    "akkoord": "Ik ga akkoord",
    "niet_akkoord": "Ik ga niet akkoord",
    "kennisname": "Ik heb dit gelezen",
    "geweigerd": "Ik teken niet",
}


@bp.get("/versies/<string:version_id>/tekenen")
def sign_page(version_id: str) -> ResponseReturnValue:
    """The text, and then the choice, in one's own account."""
    file, version = desk.version(version_id)
    place = _my_place(file, version)
    if place.signature is not None or version.closed_at is not None:
        return redirect(url_for("round.page", version_id=version_id))
    if not rounds.is_turn_of(desk.platform(), version, place):
        desk.say("Anderen zijn eerst. U krijgt bericht als het aan u is.")
        return redirect(url_for("round.page", version_id=version_id))
    return sign_form(file, version, place, "base.html", desk.who().letter, {}, [])


@bp.post("/versies/<string:version_id>/tekenen")
def sign(version_id: str) -> ResponseReturnValue:
    """Sign, or say no, in one's own account."""
    file, version = desk.version(version_id)
    place = _my_place(file, version)
    answer = posted_answer()
    try:
        signing.sign(desk.platform(), file, version_id, place.signer.party_id, answer, desk.who())
    except rounds.AlreadyAnswered:
        return redirect(url_for("round.page", version_id=version_id))
    except signing.IncompleteAnswer as fault:
        posted = request.form.to_dict()
        return sign_form(file, version, place, "base.html", desk.who().letter, posted, fault.errors), 422
    documents.make_missing(desk.platform(), file)
    desk.say("Uw antwoord is bewaard.")
    return redirect(url_for("round.page", version_id=version_id))


def _my_place(file: File, version: Version) -> Place:
    place = rounds.my_place(desk.platform(), desk.who(), file, version)
    if place is None:
        raise NotFound
    return place


def posted_answer() -> signing.Answer:
    """What was posted on a signing page."""
    form = request.form
    return signing.Answer(
        decision=form.get("besluit", ""),
        shown_root=form.get("shown_root", ""),
        typed=form.get("getypt", ""),
        drawn=form.get("tekening", ""),
        way=form.get("wijze", "typen"),
        remark=form.get("opmerking", ""),
    )


def sign_form(
    file: File,
    version: Version,
    place: Place,
    layout: str,
    letter: str,
    posted: dict[str, str],
    errors: list[tuple[str, str]],
    seat: str = "",
) -> str:
    """The signing page: text, declaration, choices. `seat` is the name of the place, where there is one."""
    party = file.party(place.signer.party_id)
    record_type = RECORD_TYPES[version.payload["type"]]
    text = reviewed_for(version, letter)
    before = standing.compared_with(desk.platform(), version, place.signer.party_id)
    return render_template(
        "tekenen.html",
        layout=layout,
        title=record_type.title,
        titel=languages.vertaal(record_type.title),
        naam=name_of(party.answers) if party else "",
        jij=bool(party and party.rol == "leerling"),
        stappen=with_translation([summary(one, "", []) for one in text], version, letter),
        wijzigingen=changes_since(before, version, letter),
        vorige=before.number if before else 0,
        root=version.root,
        shown_root=version.root,
        verklaring=record_type.declaration,
        besluiten=[(value, CHOICES[value]) for value, _ in rounds.choices_for(place)],
        errors=[(field, languages.vertaal(message)) for field, message in errors],
        posted=posted,
        url_tekenen=url_for("seat.page", place=seat) if seat else url_for("signing.sign", version_id=version.id),
        url_terugsturen=url_for("seat.send_back", place=seat)
        if seat
        else url_for("signing.send_back", version_id=version.id),
        delen=[(one.step.slug, one.step.short) for one in text] + [(sending_back.WHOLE, WHOLE_TEXT)],
        teruggestuurd=_sent_back(version, place),
        aan_het_werk=sending_back.at_work(version, place.signer.party_id),
        hoogstens=sending_back.REASON_MAX,
    )


def _sent_back(version: Version, place: Place) -> dict[str, str] | None:
    """What this party sent back before, and the answer if there is one."""
    sent = sending_back.last_of(desk.platform(), version, place.signer.party_id)
    if sent is None:
        return None
    return {
        "deel": _section(version, sent.step),
        "op": sent.at,
        "reden": sent.reason,
        "antwoord": sent.reply,
    }


def _section(version: Version, step: str) -> str:
    found = RECORD_TYPES[version.payload["type"]].step(step)
    if found is None:
        return languages.vertaal(sending_back.AS_A_WHOLE)
    return _("het deel “%(deel)s”", deel=languages.vertaal(found.short))


def posted_back(version: Version, letter: str) -> dict[str, str]:
    """What was posted to send a section back: one that this reader sees, the reason, and the root that was shown."""
    step = request.form.get("deel", "")
    offered = {sending_back.WHOLE, *(one.step.slug for one in reviewed_for(version, letter))}
    return {
        "step": step if step in offered else "",
        "reason": request.form.get("waarom", ""),
        "shown_root": request.form.get("shown_root", ""),
    }


@bp.post("/versies/<string:version_id>/terugsturen")
def send_back(version_id: str) -> ResponseReturnValue:
    """Ask for a change in one section, in one's own account."""
    file, version = desk.version(version_id)
    place = _my_place(file, version)
    letter = desk.who().letter
    try:
        sending_back.send_back(
            desk.platform(),
            file,
            version_id,
            place.signer.party_id,
            **posted_back(version, letter),
            who=desk.who(),
        )
    except signing.IncompleteAnswer as fault:
        return sign_form(file, version, place, "base.html", letter, request.form.to_dict(), fault.errors), 422
    return redirect(url_for("signing.sent_back", version_id=version_id))


@bp.get("/versies/<string:version_id>/teruggestuurd")
def sent_back(version_id: str) -> ResponseReturnValue:
    """What happens next; nothing on it says what was sent back."""
    file, version = desk.version(version_id)
    place = _my_place(file, version)
    if sending_back.last_of(desk.platform(), version, place.signer.party_id) is None:
        return redirect(url_for("round.page", version_id=version_id))
    return render_template(
        "teruggestuurd.html",
        layout="base.html",
        jij=False,
        url_verder=url_for("worklist.page"),
        verder="Naar de werklijst",
        url_tekenen=url_for("signing.sign_page", version_id=version_id),
    )
