"""What stands in the mails that gather a day for a professional: reminders, and the daily overview. In Dutch alone.

Such a mail counts and names nothing: no pupil, school, dossier or reason. Which dossiers it is about, the work list
says, behind the door.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from forms.amounts import long_date
from services import round_news
from services.letter import Letter
from services.mail_reader import OTHER_ADDRESS
from services.plan import ESTIMATES
from services.platform import Platform, local
from services.post_offices import PostOffice, Refused
from services.reminded import SIGN, Item
from services.said import listing
from store import accounts
from store.mails import Mail

REMINDER, DIGEST = "herinnering", "dagoverzicht"
GATHERED = (REMINDER, DIGEST)
"""Kinds of mail that gather what one person is told of on one day."""

OF_KIND = {
    "info": ("antwoord op een vraag", "antwoorden op een vraag"),
    "antwoord": ("beslissing over een aanmelding", "beslissingen over een aanmelding"),
    "wachtlijst": ("beslissing over een plaats", "beslissingen over een plaats"),
    "startrondetafel": ("startrondetafel", "startrondetafels"),
    "instemming": ("overleg", "keer overleg"),
    "evaluatie": ("evaluatie", "evaluaties"),
    "hervatten": ("onderbreking die eindigt", "onderbrekingen die eindigen"),
    "wordt_12": ("verjaardag die iets verandert", "verjaardagen die iets veranderen"),
    "wordt_18": ("verjaardag die iets verandert", "verjaardagen die iets veranderen"),
    "opvolgen": ("opvolging", "opvolgingen"),
    "afspraak_recht": ("gesprek over een dossier", "gesprekken over een dossier"),
    "antwoord_recht": ("antwoord aan leerling of ouders", "antwoorden aan leerling of ouders"),
}
"""Kind of day -> what it is in a mail, of one and of several."""
NEWS = {
    round_news.COMPLETED: ("document is afgerond", "documenten zijn afgerond"),
    round_news.REFUSED: ("ronde is gestopt", "rondes zijn gestopt"),
    round_news.SENT_BACK: ("keer vroeg iemand een wijziging", "keer vroeg iemand een wijziging"),
    round_news.REPLIED: ("antwoord op een gevraagde wijziging", "antwoorden op een gevraagde wijziging"),
}
"""Kind of mail -> its news, of one and of several."""
CHOOSE = "Wat u per mail krijgt, kiest u zelf:"


def foot(post_office: PostOffice) -> tuple[tuple[str, str], ...]:
    """Under every mail to somebody with an account: where to choose what comes by mail."""
    return ((CHOOSE, f"{post_office.url}/mijn"),)


def context_of(items: Sequence[Item], news: Iterable[str]) -> dict[str, Any]:
    """What is kept of such a mail until it goes: counts and days, no ids."""
    days = Counter((one.day.isoformat(), one.kind, one.late) for one in items if one.kind != SIGN)
    return {
        "dossiers": len({one.dossier_id for one in items}),
        "laat": len({one.dossier_id for one in items if one.late}),
        "dagen": [[*key, several] for key, several in sorted(days.items())],
        "tekenen": len({one.about for one in items if one.kind == SIGN}),
        "niemand": len({one.dossier_id for one in items if one.for_nobody}),
        "nieuws": dict(Counter(news)),
    }


def letter(platform: Platform, post_office: PostOffice, mail: Mail) -> Letter | None:
    """The words of a mail that gathers a day. None for who left.

    An overview that could not go on its day is over, but for its news, which no other mail tells.

    :raises Refused: when the account has another address by now
    """
    account = accounts.account(platform.db, mail.account_id or "")
    if account is None or not account.active:
        return None
    context = mail.context
    if mail.kind == DIGEST and local(mail.created_at).date() != platform.today():
        if not context["nieuws"]:
            return None
        context = context_of((), ()) | {"nieuws": context["nieuws"]}
    if account.email != mail.to_address:
        raise Refused(OTHER_ADDRESS)
    subject = "Herinnering uit Naadloos" if mail.kind == REMINDER else "Uw dagoverzicht uit Naadloos"
    first, *others = _paragraphs(context, today=platform.today())
    return Letter(
        subject, (f"{first} Uw werklijst:", *others), f"{post_office.url}/werklijst", "Naadloos", foot=foot(post_office)
    )


def _paragraphs(context: Mapping[str, Any], today: date) -> list[str]:
    dossiers, late = int(context["dossiers"]), int(context["laat"])
    found = [_first(dossiers, late)]
    found += _days(context["dagen"], today)
    if signs := int(context["tekenen"]):
        what = "document wacht" if signs == 1 else "documenten wachten"
        found.append(f"{signs} {what} al enkele dagen op uw handtekening.")
    if nobody := int(context["niemand"]):
        where = f"{nobody} dossier" if nobody == 1 else f"{nobody} dossiers"
        found.append(
            f"In {where} neemt niemand van uw organisatie deel. Daarom krijgt u dit bericht: voeg er iemand toe."
        )
    news = [_several(kinds, several) for kind, several in context["nieuws"].items() if (kinds := NEWS.get(kind))]
    if news:
        found.append(f"Nieuw: {listing(news)}.")
    return found


def _first(dossiers: int, late: int) -> str:
    if not dossiers:
        return "Er is nieuws in Naadloos."
    if late == dossiers:
        return "1 dossier is te laat." if late == 1 else f"{late} dossiers zijn te laat."
    asks = "1 dossier vraagt uw aandacht" if dossiers == 1 else f"{dossiers} dossiers vragen uw aandacht"
    too_late = "" if not late else ", 1 is te laat" if late == 1 else f", {late} zijn te laat"
    return f"{asks}{too_late}."


def _days(days: Sequence[Sequence[Any]], today: date) -> list[str]:
    """A paragraph for what is late, one for each day that comes, and those that just pass."""
    found = []
    late = Counter[str]()
    coming: dict[tuple[str, str], list[str]] = {}
    for day, kind, is_late, several in days:
        if is_late:
            late[kind] += several
            continue
        before = "Op" if kind in ESTIMATES else "Ten laatste"
        coming.setdefault((day, before), []).append(_several(OF_KIND[kind], several))
    if late:
        found.append(f"Te laat: {listing([_several(OF_KIND[kind], several) for kind, several in late.items()])}.")
    for (day, before), what in coming.items():
        when = date.fromisoformat(day)
        said = "vandaag" if when == today else long_date(when)
        start = f"{before} {said}" if when != today or before != "Op" else "Vandaag"
        found.append(f"{start}: {listing(what)}.")
    return found


def _several(words: tuple[str, str], count: int) -> str:
    return f"{count} {words[0] if count == 1 else words[1]}"
