"""The mail of an organisation, for its administrators: what does not get through, and why."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from services import post
from services.platform import local
from store.mail_lists import MailLine
from views import desk

bp = Blueprint("post", __name__)


@bp.get("/beheer/mail")
def page() -> ResponseReturnValue:
    """What waits, what failed with why, and when each kind of mail last left."""
    found = post.of_organisation(desk.platform(), desk.who())
    return render_template(
        "mail.html",
        organisatie=desk.who().organisation.naam,
        zonder_mail=desk.no_mail(),
        mislukt=[_line(one) for one in found.failed],
        wacht=[_line(one) for one in found.waiting],
        verstuurd=[{"wat": kind, "op": at, "aantal": several} for kind, at, several in found.sent],
    )


@bp.post("/beheer/mail/<string:mail_id>/opnieuw")
def again(mail_id: str) -> ResponseReturnValue:
    """Try one again."""
    if post.try_again(desk.platform(), desk.who(), mail_id):
        desk.say("We proberen deze mail meteen opnieuw. Lukt het niet, dan staat ze hier straks weer.")
    else:
        desk.say("Deze mail is intussen vertrokken, of niemand heeft ze nog nodig.")
    return redirect(url_for("post.page"))


def _line(one: MailLine) -> dict[str, object]:
    waits = one.status == "wacht"
    return {
        "wat": post.title_of(one.kind),
        "aan": one.account_name,
        "dossier": one.dossier_number or "",
        "url": url_for("round.page", version_id=one.version_id) if one.version_id else "",
        "van": one.created_at,
        "waarom": one.error,
        "volgende": f"{local(one.next_at):%H.%M} uur" if waits and one.error and one.next_at else "",
        "opnieuw": url_for("post.again", mail_id=one.id) if one.error or not waits else "",
    }
