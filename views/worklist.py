"""The work list: home of a professional."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from rules.states import State
from services import stuck
from services.administration import is_administrator
from services.platform import local
from services.receiving import MAY
from services.worklist import Line, UrlKind, work_list
from views import desk
from views.words import plain, until

bp = Blueprint("worklist", __name__)

GROUPS = (
    ("jou", "Wacht op u", "for_me", "Niets wacht op u. Goed gewerkt."),
    ("week", "Deze week", "this_week", "Deze week hoeft er niets."),
    ("laat", "Te laat", "late", "Niets is te laat."),
    ("anderen", "Later of bij anderen", "for_others", "Niemand anders is aan zet."),
)

OPENS: dict[UrlKind, tuple[str, str]] = {
    "dossier": ("dossier.page", "dossier_id"),
    "sign": ("signing.sign_page", "version_id"),
    "scan": ("scan.page", "scan_id"),
    "question": ("question.page", "question_id"),
}
"""Kind of address of a line -> the page, and what its address calls the target."""


@bp.get("/")
def home() -> ResponseReturnValue:
    """To the work list."""
    return redirect(url_for("worklist.page"))


@bp.get("/werklijst")
def page() -> ResponseReturnValue:
    """What waits for whom."""
    platform, who = desk.platform(), desk.who()
    found = work_list(platform, who)
    today = platform.today()
    return render_template(
        "werklijst.html",
        groet=f"{_greeting(local(platform.at()).hour)} {who.account.voornaam}",
        vandaag=today.isoformat(),
        groepen=[
            {"slug": slug, "title": title, "leeg": empty, "rows": [_row(line, today) for line in getattr(found, name)]}
            for slug, title, name, empty in GROUPS
        ],
        vastgelopen=_stuck(),
        zonder_mail=desk.no_mail() if is_administrator(who) else "",
        mag_openen=who.organisation.soort == "clb",
        url_nieuw=url_for("opening.new"),
        url_vraag=url_for("question.new"),
        url_overnemen=url_for("received.start") if who.organisation.soort in MAY else "",
        dossiers=[
            {
                "number": one.number,
                "wie": one.label,
                "partner": (one.naft_naam or "") if who.organisation.soort == "clb" else one.clb_naam,
                "stand": State(one.state).label if one.state else "",
                "url": url_for("dossier.page", dossier_id=one.id),
            }
            for one in found.all
        ],
    )


def _stuck() -> str:
    """One sentence when signatures wait too long, came back or went wrong; empty when all goes its way."""
    found = stuck.needs_somebody(desk.platform(), stuck.waiting(desk.platform(), desk.who()))
    if not found:
        return ""
    return "Eén handtekening zit vast" if len(found) == 1 else f"{len(found)} handtekeningen zitten vast"


def _greeting(hour: int) -> str:
    if hour < 12:
        return "Goedemorgen"
    return "Goedemiddag" if hour < 18 else "Goedenavond"


def _row(line: Line, today: date) -> dict[str, object]:
    endpoint, name = OPENS[line.url_kind]
    return {
        "wie": line.who,
        "wat": line.what,
        "url": url_for(endpoint, **{name: line.target}),  # type: ignore[arg-type]  # a name of the URL
        "wanneer": _when(line.due, today, estimate=line.estimate) if line.due else "",
        "laat": line.due is not None and line.due < today and not line.estimate,
        "waar": line.stands,
        "dossier": line.number,
    }


def _when(due: date, today: date, *, estimate: bool) -> str:
    if due < today and not estimate:
        return f"{until(due, today)}, sinds {plain(due)}"
    return f"{until(due, today, 'geleden')}, {'op' if estimate else 'ten laatste'} {plain(due)}"
