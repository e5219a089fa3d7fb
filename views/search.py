"""All dossiers of one's organisation: looked for by words, filtered, sorted, a page at a time.

What is looked for is posted, and stands in the address as a number of this session alone: a name there would stay in
the history of the browser and in the log of a proxy. The other choices stand in the address as they are.
"""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rules.access import Action
from rules.states import State
from services import emergency, permission, searching, sought
from services.dossiers import school_year
from services.searching import COUNTED, LAST_PAGE, PAGE, Asked, Result
from store.search import Found
from views import desk, filters
from views.words import kort, plain, until

bp = Blueprint("search", __name__)

SHOWN = {"lopend": "Lopende", "afgelopen": "Afgelopen", "alle": "Alle"}
"""Which dossiers -> how the page calls them."""
YEARS = 8
ENDED = {"lopend": False, "afgelopen": True, "alle": None}


@bp.post("/dossiers")
def look() -> ResponseReturnValue:
    """Look for a text: to the page that shows what was found, with the choices that were made beside it."""
    typed = " ".join(request.form.get("zoek", "")[: searching.LONGEST].split())
    number = sought.keep(desk.platform(), desk.token(), typed)
    chosen = {name: value for name in filters.OURS if name != "zoek" and (value := request.form.get(name, ""))}
    return redirect(url_for("search.page", zoek=number or None, **chosen), 303)  # type: ignore[arg-type]  # a query


@bp.get("/dossiers")
def page() -> ResponseReturnValue:
    """The dossiers that fit what the address says: ?zoek= (a number), ?toon=, ?stand=, ?school=, ?van=ik and so on."""
    platform, who = desk.platform(), desk.who()
    asked = _asked()
    result = searching.find(platform, who, asked)
    desk.found(len(result.found))
    today, soort = platform.today(), who.organisation.soort
    among = [state for state in State if asked.ended is None or (state not in searching.RUNNING) == asked.ended]
    choices = filters.useful(
        [
            filters.states(among, asked.states[0] if asked.states else ""),
            filters.schools(result.partners, asked.school),
            filters.partner(result.partners, soort, asked.partner),
            filters.Choice("soort", "Voor wie", [("", "Iedereen"), *KINDS.items()], asked.soort),
            filters.Choice("schooljaar", "Schooljaar", [("", "Alle jaren"), *_years(today)], asked.schooljaar),
        ]
    )
    return render_template(
        "dossiers.html",
        zoek=asked.text,
        rijen=[_row(one, soort, today) for one in result.found],
        soort=soort,
        aantal=_counted(result.count),
        toon=[
            (filters.here(toon="" if one == "lopend" else one, stand=""), words, ENDED[one] == asked.ended)
            for one, words in SHOWN.items()
        ],
        van={"ik": asked.mine, "url_ik": filters.here(van="ik"), "url_allen": filters.here(van="")},
        keuzes=choices,
        volgorde=filters.sorting(asked.sort),
        gekozen=filters.undone(choices, van=("ja" if asked.mine else "", "Enkel mijn dossiers")),
        verborgen=[(name, value) for name in ("toon", "van") if (value := request.args.get(name, ""))],
        url_weg=url_for("search.page", zoek=_number() if asked.text else None),
        vergeten=bool(_number()) and not asked.text,
        leeg=_empty(asked, result),
        bladen=filters.paging(min(asked.page, LAST_PAGE), min(-(-result.count // PAGE), LAST_PAGE) or 1),
        te_veel=result.count > COUNTED and asked.page >= LAST_PAGE,
        mag_openen=permission.may(who, Action.OPEN_DOSSIER),
        url_nieuw=url_for("opening.new"),
        url_nood=url_for("emergency.ask") if permission.may(who, Action.ASK_EMERGENCY) else "",
        in_nood=[
            {"number": one.number, "tot": one.ends_at, "url": url_for("emergency.page", dossier_id=one.dossier_id)}
            for one in emergency.running(platform, who)
        ],
    )


def _asked() -> Asked:
    shown = filters.chosen("toon", SHOWN, "lopend")
    state = filters.chosen("stand", dict.fromkeys(map(str, State)))
    return Asked(
        text=sought.text(desk.platform(), desk.token(), _number()),
        ended=ENDED[shown],
        states=(state,) if state else (),
        schooljaar=request.args.get("schooljaar", ""),
        soort=filters.chosen("soort", KINDS),
        school=request.args.get("school", ""),
        partner=request.args.get("partner", ""),
        mine=request.args.get("van") == "ik",
        sort=filters.chosen("sorteer", filters.SORTS, "gewijzigd"),  # type: ignore[arg-type]  # one of the sorts
        page=filters.page_number(),
    )


def _number() -> str:
    return request.args.get("zoek", "")[: searching.LONGEST]


def _counted(count: int) -> str:
    if count > COUNTED:
        return f"Meer dan {COUNTED:,} dossiers".replace(",", ".")
    return "1 dossier" if count == 1 else f"{count:,} dossiers".replace(",", ".")


def _years(today: date) -> list[tuple[str, str]]:
    """This school year and those before, as far back as somebody looks."""
    first = int(school_year(today)[:4])
    return [(f"{year}-{year + 1}",) * 2 for year in range(first, first - YEARS, -1)]


def _row(one: Found, soort: str, today: date) -> dict[str, object]:
    due = date.fromisoformat(one.due_date) if one.due_date else None
    partner = {"clb": one.naft or "nog niet gekozen", "naft": one.clb}
    return {
        "wie": one.label,
        "number": one.number,
        "url": url_for("dossier.page", dossier_id=one.dossier_id),
        "school": one.school or "nog niet gekozen",
        "partner": partner.get(soort) or ", ".join(name for name in (one.clb, one.naft) if name),
        "stand": State(one.state).label,
        "wanneer": f"{until(due, today)}, {plain(due)}" if due else "",
        "laat": due is not None and due < today,
        "gewijzigd": kort(one.changed_at),
    }


def _empty(asked: Asked, result: Result) -> dict[str, object] | None:
    """What to say when nothing was found, and the way on; None when something was."""
    if result.count:
        return None
    url = url_for("search.page", zoek=_number() if asked.text else None, toon="alle") if result.elsewhere else ""
    return {"gezocht": bool(asked.text), "gefilterd": asked.filtered, "elders": result.elsewhere, "url": url}


KINDS: dict[str, str] = {
    "leerling": "Eén leerling",
    "leerlingen": "Meer leerlingen",
    "klasgroep": "Een klas of groep",
    "school": "Een school",
}
"""Kind of dossier -> how the page calls it."""
