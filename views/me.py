"""One's own page: what comes by mail, the address of an own calendar, and what was mailed lately."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services import calendar_feed, post
from store import mails, preferences
from store.mails import HELD, Mail
from store.preferences import How, Preference
from views import desk

bp = Blueprint("me", __name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about mail: its title, what it is about, and the answers."""

    title: str
    hint: str
    choices: dict[How, str]


ASKED = {
    "herinneringen": Asked(
        "Herinneringen",
        "14 en 7 dagen voor een uiterste dag, op die dag zelf, en elke werkdag dat het te laat is. Samen in één mail.",
        {"meteen": "Op die dagen", "dagelijks": "Elke werkdag één overzicht van wat wacht", "geen": "Niet per mail"},
    ),
    "nieuws": Asked(
        "Nieuws over handtekeningen",
        "Een document is afgerond, iemand vraagt een wijziging, een ronde is gestopt.",
        {"meteen": "Meteen", "dagelijks": "Eén keer per dag, samen in één mail", "geen": "Niet per mail"},
    ),
}
"""Field -> what is asked."""
CHOOSE = "Kies hoe u {} wilt krijgen."
STATES = {
    "wacht": "Vertrekt zo meteen",
    "verstuurd": "Verstuurd",
    "mislukt": "Niet aangekomen",
}
LATELY = 10


@bp.get("/mijn")
def page() -> ResponseReturnValue:
    """What comes by mail, and the calendar."""
    chosen = preferences.of_account(desk.platform().db, desk.who().id)
    return _page({"herinneringen": chosen.reminders, "nieuws": chosen.news}, [])


@bp.post("/mijn")
def save() -> ResponseReturnValue:
    """Choose what comes by mail."""
    said = {name: request.form.get(name, "") for name in ASKED}
    errors = [
        (f"{name}-meteen", CHOOSE.format(asked.title[0].lower() + asked.title[1:]))
        for name, asked in ASKED.items()
        if said[name] not in get_args(How)
    ]
    if errors:
        return _page(said, errors), 422
    reminders, news = (next(how for how in asked.choices if how == said[name]) for name, asked in ASKED.items())
    platform, who = desk.platform(), desk.who()
    preferences.save(
        platform.db, Preference(account_id=who.id, reminders=reminders, news=news, changed_at=platform.at())
    )
    desk.say("Uw keuze is bewaard.")
    return redirect(url_for("me.page"))


@bp.post("/mijn/agenda")
def make_calendar() -> ResponseReturnValue:
    """A new address for the calendar, shown this once; an earlier one opens nothing any more."""
    token = calendar_feed.make(desk.platform(), desk.who())
    address = f"{desk.post_office().url}{url_for('calendar.feed', token=token)}"
    return render_template("mijn_agenda.html", adres=address)


@bp.post("/mijn/agenda/stoppen")
def end_calendar() -> ResponseReturnValue:
    """No calendar any more."""
    calendar_feed.end(desk.platform(), desk.who())
    desk.say("Het adres van uw agenda werkt niet meer.")
    return redirect(url_for("me.page"))


def _page(said: dict[str, str], errors: list[tuple[str, str]]) -> str:
    platform, who = desk.platform(), desk.who()
    feed = calendar_feed.of(platform, who)
    return render_template(
        "mijn.html",
        errors=errors,
        adres=who.account.email,
        vragen=[
            {
                "naam": name,
                "titel": asked.title,
                "uitleg": asked.hint,
                "keuzes": asked.choices.items(),
                "nu": said[name],
                "fout": [message for field, message in errors if field == f"{name}-meteen"],
            }
            for name, asked in ASKED.items()
        ],
        agenda={"sinds": feed.created_at, "gelezen": feed.read_at or ""} if feed else None,
        mails=[_mail(one) for one in mails.of_account(platform.db, who.id, LATELY)],
        zonder_mail=desk.no_mail(),
    )


def _mail(one: Mail) -> dict[str, str]:
    state = "In uw dagoverzicht" if one.context.get(HELD) else STATES[one.status]
    state = "Raakt nog niet weg" if one.status == "wacht" and one.error else state
    return {"wat": post.title_of(one.kind), "op": one.sent_at or one.created_at, "stand": state, "status": one.status}
