"""The log of searches, lists, exports and refusals of an organisation, for its administrators (BR-52)."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services import wide_log
from services.wide_log import Line
from views import desk
from views.visits import NUMBER

bp = Blueprint("logbook", __name__)

WHAT = {
    "search.page": "Keek in de lijst van dossiers",
    "search.look": "Zocht een dossier",
    "worklist.page": "Keek op de werklijst",
    "waiting.page": "Keek welke handtekeningen er nog moeten komen",
    "question.overview": "Keek in de vragen",
    "manage.kept": "Keek hoelang dossiers bewaard worden",
    "people.page": "Keek in de lijst van mensen",
    "figures.workbook": "Haalde cijfers op als werkboek",
    "figures.csv": "Haalde cijfers op als CSV",
    "figures.report": "Haalde het jaarverslag op",
    "logbook.page": "Keek in dit logboek",
    "emergency.ask": "Vroeg noodtoegang tot een dossier",
}
"""Page -> what somebody did there."""
ELSEWHERE = "Vroeg een pagina die er niet is, of die voor anderen is"


@bp.get("/beheer/logboek")
def page() -> ResponseReturnValue:
    """A page of the log, the newest first."""
    before = request.args.get("voor", "")
    found = wide_log.lines(desk.platform(), desk.who(), before=int(before) if NUMBER.fullmatch(before) else 0)
    return render_template(
        "logboek.html",
        organisatie=desk.who().organisation.naam,
        regels=[_row(one) for one in found],
        verder=url_for("logbook.page", voor=found[-1].number) if len(found) == wide_log.PAGE else "",
        terug=url_for("logbook.page") if before else "",
    )


def _row(one: Line) -> dict[str, object]:
    what = WHAT.get(one.what, ELSEWHERE)
    return {"at": one.at, "who": one.who, "what": what, "found": one.found, "refused": one.refused}
