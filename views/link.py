"""Personal links: the page behind one, without anybody's name on it, and what the host of a round does to send one.

Looking changes nothing, and neither does posting a page on which nothing was filled in: mail scanners do both.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services import links, reminding, rounds
from services.dossiers import File, name_of
from services.platform import NotFound
from services.translations import translated
from store.parties import Party
from store.versions import Version
from views import desk, qr
from views.languages import every
from views.languages import gettext as _
from views.seated import take_place
from views.ways import leads

bp = Blueprint("link", __name__)

DIGITS = 6
SCAN = "Richt de camera van het eigen toestel op de QR-code en open de link. Vul daar de code in die hieronder staat."


@bp.get("/t/<string:token>")
def page(token: str) -> ResponseReturnValue:
    """Ask for the code."""
    try:
        links.require_live(desk.platform(), token)
    except links.LinkGone:
        return _gone(token)
    return render_template("link.html", url=url_for("link.enter", token=token), errors=[], posted={})


@bp.post("/t/<string:token>")
def enter(token: str) -> ResponseReturnValue:
    """Open the place behind the link. What is no code of six digits is not a try."""
    typed = request.form.get("code", "").strip()
    try:
        if sum(one.isdecimal() for one in typed) != DIGITS:
            links.require_live(desk.platform(), token)
            return _refused(token, _("Vul de code in: zes cijfers."), typed)
        place = take_place(links.open_with_code(desk.platform(), token, typed))
    except links.WrongCode as wrong:
        return _refused(token, _wrong(wrong.left), typed)
    except links.LinkGone:
        return _gone(token)
    except rounds.NotYourTurn:
        return render_template("link_later.html"), 409
    return redirect(url_for("seat.page", place=place))


@bp.post("/t/<string:token>/nieuw")
def renew(token: str) -> ResponseReturnValue:
    """Ask for a new link. The answer is the same whatever the link was."""
    if request.form.get("nieuw") != "ja":
        return _gone(token, [("nieuw", _("Vink aan dat er een nieuwe link mag komen."))], 422)
    links.renew(desk.platform(), token)
    return render_template("link_nieuw.html")


def _wrong(left: int) -> str:
    if left > 1:
        return _("Deze code hoort niet bij deze link. Probeer opnieuw: dat kan nog %(aantal)s keer.", aantal=left)
    return _("Deze code hoort niet bij deze link. Probeer opnieuw: dat kan nog één keer.")


def _refused(token: str, message: str, typed: str) -> ResponseReturnValue:
    url, errors = url_for("link.enter", token=token), [("code", message)]
    return render_template("link.html", url=url, errors=errors, posted={"code": typed}), 422


def _gone(token: str, errors: list[tuple[str, str]] | None = None, status: int = 410) -> ResponseReturnValue:
    return render_template("link_voorbij.html", url=url_for("link.renew", token=token), errors=errors or []), status


@bp.post("/versies/<string:version_id>/uitnodigen/<string:party_id>")
def invite(version_id: str, party_id: str) -> ResponseReturnValue:
    """Mail somebody a link, and show the code that goes with it, once."""
    file, version, party = _mine(version_id, party_id)
    code = links.invite(desk.platform(), desk.who(), file, version_id, party_id)
    return _code_page(version, party, code)


@bp.post("/versies/<string:version_id>/herinneren/<string:party_id>")
def remind(version_id: str, party_id: str) -> ResponseReturnValue:
    """Mail the link once more, with a new code where the earlier one is locked; to an account that a text waits."""
    file, version, party = _mine(version_id, party_id)
    if file.signs_in_account(party):
        reminding.remind(desk.platform(), desk.who(), file, version_id, party_id)
        desk.say(f"Er gaat een herinnering naar {name_of(party.answers)}.")
        return redirect(url_for("round.page", version_id=version_id))
    code = links.remind(desk.platform(), desk.who(), file, version_id, party_id)
    if code:
        return _code_page(version, party, code)
    desk.say(f"Er gaat een nieuwe link naar {name_of(party.answers)}. De code blijft dezelfde.")
    return redirect(url_for("round.page", version_id=version_id))


@bp.post("/versies/<string:version_id>/qr/<string:party_id>")
def show_qr(version_id: str, party_id: str) -> ResponseReturnValue:
    """Show a QR code that somebody at the table scans, and the code under it."""
    file, version, party = _mine(version_id, party_id)
    token, code = links.make_qr(desk.platform(), desk.who(), file, version_id, party_id)
    return render_template(
        "qr.html",
        naam=name_of(party.answers),
        svg=qr.drawing(desk.post_office().url + url_for("link.page", token=token)),
        code=_in_two(code),
        minuten=int(links.QR_LASTS.total_seconds() // 60),
        uitleg=[{"tag": one.tag, "richting": one.direction, "tekst": translated(SCAN, one.code)} for one in every()],
        url_klaar=url_for("round.page", version_id=version.id),
    )


def _mine(version_id: str, party_id: str) -> tuple[File, Version, Party]:
    """A party of a round that one hosts.

    :raises NotFound: when one does not, or there is no such party
    """
    file, version = desk.version(version_id)
    party = file.party(party_id)
    if party is None or not leads(file, version):
        raise NotFound
    return file, version, party


def _code_page(version: Version, party: Party, code: str) -> ResponseReturnValue:
    return render_template(
        "link_code.html",
        naam=name_of(party.answers),
        code=_in_two(code),
        dagen=links.MAIL_LASTS.days,
        zonder_mail=desk.no_mail(),
        url_klaar=url_for("round.page", version_id=version.id),
    )


def _in_two(code: str) -> str:
    """'123 456': easier to read out and to type."""
    return f"{code[:3]} {code[3:]}"
