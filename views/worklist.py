"""The work list: home of a professional."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rules.access import Action
from services import permission, searching
from services.administration import is_administrator
from services.platform import local
from services.worklist import PAGE, Asked, Group, GroupName, Line, UrlKind, WorkList, work_list
from views import desk, filters
from views.words import plain, until

bp = Blueprint("worklist", __name__)

GROUPS: dict[GroupName, tuple[str, str]] = {
    "jou": ("Wacht op u", "Niets wacht op u. Goed gewerkt."),
    "week": ("Deze week", "Deze week hoeft er niets."),
    "laat": ("Te laat", "Niets is te laat."),
    "vast": ("Zit vast", "Geen enkele handtekening zit vast."),
    "anderen": ("Later of bij anderen", "Niemand anders is aan zet."),
}
"""Group -> its title, and what stands there when it is empty."""

OPENS: dict[UrlKind, tuple[str, str]] = {
    "dossier": ("dossier.page", "dossier_id"),
    "sign": ("signing.sign_page", "version_id"),
    "scan": ("scan.page", "scan_id"),
    "question": ("question.page", "question_id"),
    "round": ("round.page", "version_id"),
    "emergency": ("emergency.judge", "emergency_id"),
}
"""Kind of address of a line -> the page, and what its address calls the target."""


@bp.get("/")
def home() -> ResponseReturnValue:
    """To the work list."""
    return redirect(url_for("worklist.page"))


@bp.get("/werklijst")
def page() -> ResponseReturnValue:
    """What waits for whom. The address says which group, of whom, where it stands, with which school or partner."""
    platform, who = desk.platform(), desk.who()
    asked = _asked()
    found = work_list(platform, who, asked)
    choices = filters.useful(
        [
            filters.states(searching.RUNNING, asked.state),
            filters.schools(found.partners, asked.school),
            filters.partner(found.partners, who.organisation.soort, asked.partner),
            filters.sorting(asked.sort),
        ]
    )
    today = platform.today()
    return render_template(
        "werklijst.html",
        groet=f"{_greeting(local(platform.at()).hour)} {who.account.voornaam}",
        vandaag=today.isoformat(),
        tellers=[_teller(name, found.groups[name], asked) for name in GROUPS],
        groepen=[_group(name, found.groups[name], asked, today) for name in GROUPS if asked.group in ("", name)],
        groep=asked.group,
        url_alle_groepen=filters.here(groep=""),
        vastgelopen=_stuck(found),
        zonder_mail=desk.no_mail() if is_administrator(who) else "",
        van=_of_whom(found),
        keuzes=choices,
        gekozen=filters.undone(choices),
        verborgen=[(name, value) for name in ("van", "groep") if (value := request.args.get(name, ""))],
        url_weg=filters.here(stand="", school="", partner="", sorteer=""),
        lopend=searching.how_many(platform, who),
        geteld=searching.COUNTED,
        mag_openen=permission.may(who, Action.OPEN_DOSSIER),
        url_nieuw=url_for("opening.new"),
        url_vraag=url_for("question.new"),
        url_overnemen=url_for("received.start") if permission.may(who, Action.TAKE_IN) else "",
    )


def _asked() -> Asked:
    everyone = {"ik": False, "allen": True}.get(request.args.get("van", ""))
    return Asked(
        everyone=everyone,
        group=filters.chosen("groep", GROUPS),  # type: ignore[arg-type]  # one of the groups
        state=filters.chosen("stand", dict.fromkeys(map(str, searching.RUNNING))),
        school=request.args.get("school", ""),
        partner=request.args.get("partner", ""),
        sort=filters.chosen("sorteer", filters.SORTS, "termijn"),  # type: ignore[arg-type]  # one of the sorts
        page=filters.page_number(),
    )


def _teller(name: GroupName, group: Group, asked: Asked) -> dict[str, object]:
    url = f"{filters.here(groep=name)}#{name}"
    return {"slug": name, "title": GROUPS[name][0], "aantal": group.count, "url": url, "hier": asked.group == name}


def _group(name: GroupName, group: Group, asked: Asked, today: date) -> dict[str, object]:
    title, empty = GROUPS[name]
    left = group.count - len(group.lines)
    pages = -(-group.count // PAGE) if asked.group else 1
    return {
        "slug": name,
        "title": title,
        "leeg": empty if not asked.filtered else "Niets met deze filters.",
        "aantal": group.count,
        "rows": [_row(line, today) for line in group.lines],
        "rest": left if not asked.group else 0,
        "url": f"{filters.here(groep=name)}#{name}",
        "bladen": filters.paging(asked.page, pages),
    }


def _of_whom(found: WorkList) -> dict[str, object] | None:
    """The switch between one's own dossiers and those of everyone; None for who takes part in none."""
    if not found.own:
        return None
    return {"allen": found.everyone, "url_ik": filters.here(van="ik"), "url_allen": filters.here(van="allen")}


def _stuck(found: WorkList) -> str:
    """One sentence when signatures wait too long, came back or went wrong; empty when all goes its way."""
    count = found.groups["vast"].count
    if not count:
        return ""
    return "Eén handtekening zit vast" if count == 1 else f"{count} handtekeningen zitten vast"


def _greeting(hour: int) -> str:
    if hour < 12:
        return "Goedemorgen"
    return "Goedemiddag" if hour < 18 else "Goedenavond"


def _row(line: Line, today: date) -> dict[str, object]:
    endpoint, name = OPENS[line.url_kind]
    return {
        "wie": line.who,
        "wat": line.what,
        "url": url_for(endpoint, **{name: line.target}, **_in_dossier(line)),  # type: ignore[arg-type]  # names of the URL
        "wanneer": when(line.due, today, estimate=line.estimate) if line.due else "",
        "laat": line.due is not None and line.due < today and not line.estimate,
        "waar": line.stands,
        "dossier": line.number,
        "url_dossier": url_for("dossier.page", dossier_id=line.dossier) if line.dossier else "",
    }


def _in_dossier(line: Line) -> dict[str, str]:
    """What the address of an emergency says besides."""
    return {"dossier_id": line.dossier} if line.url_kind == "emergency" else {}


def when(due: date, today: date, *, estimate: bool) -> str:
    """By when in words: 'nog 6 dagen, ten laatste 21 november'."""
    if due < today and not estimate:
        return f"{until(due, today)}, sinds {plain(due)}"
    return f"{until(due, today, 'geleden')}, {'op' if estimate else 'ten laatste'} {plain(due)}"
