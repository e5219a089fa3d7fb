"""What people see when something does not go as they asked: one table from error to status, title and what to do.

What is in no table gets a number, for the log and for who asks for help. No page says how the program is made.
"""

from __future__ import annotations

import logging
import secrets

from flask import Flask, current_app, g, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from rules.trajectory import Refused
from services.freezing import NotComplete, RulesSay
from services.links import TooSoon
from services.office import OfficeMissing
from services.papers import Decided
from services.platform import NotAllowed, NotFound
from services.readiness import NotReady
from services.rounds import AlreadyAnswered, NotYourTurn, OtherText, RoundClosed
from store.database import Busy, Conflict, DiskFull, ReadOnly, Unavailable
from store.in_use import InUse
from store.opening import Shut
from store.records import Stale
from store.seats import SeatTaken
from views import fresh, gate, held, hosts, languages, not_saved, pace

GONE = (
    "Deze plaats is al gebruikt, vervangen of verlopen. Zit u rond de tafel? Geef het toestel terug, en vraag een "
    "nieuwe. Kwam u met een link? Open hem opnieuw."
)
FAILED, AGAIN = "Dit lukte niet", "Ga terug en probeer het opnieuw."
BROKEN = "Er liep iets mis aan onze kant. Probeer het opnieuw. Lukt het niet, geef dan dit nummer door: %(nummer)s."
ERRORS: dict[type[Exception] | int, tuple[int, str, str]] = {
    NotFound: (
        404,
        "Deze pagina is er niet",
        "Misschien klopt het adres niet, of is dit dossier niet van uw organisatie.",
    ),
    404: (404, "Deze pagina is er niet", "Misschien klopt het adres niet, of is dit dossier niet van uw organisatie."),
    405: (405, "Zo werkt deze pagina niet", "Ga terug en gebruik de knop op de pagina."),
    413: (
        413,
        "Dit is te groot",
        "Er werd meer verstuurd dan we kunnen bewaren. Maak de tekst of het bestand kleiner.",
    ),
    NotAllowed: (403, "Dit kunt u hier niet doen", ""),
    Refused: (409, "Dit kan nog niet", ""),
    RulesSay: (409, "Dit kan nog niet", ""),
    NotReady: (409, "De ronde kan nog niet beginnen", ""),
    NotComplete: (409, "Nog niet alles is ingevuld", "Kijk het formulier na en vul aan wat ontbreekt."),
    Stale: (409, "Iemand anders bewaarde intussen", "Open het formulier opnieuw: u ziet dan wat er nu staat."),
    Conflict: (409, "Dit is intussen al gebeurd", "Open de pagina opnieuw om te zien hoe het nu staat."),
    RoundClosed: (
        409,
        "Deze ronde is gesloten",
        "Ondertekenen kan niet meer. Op de pagina van het dossier staat hoe het verder gaat.",
    ),
    OfficeMissing: (409, "Er is hier geen PDF", ""),
    Decided: (409, "Dit is al beslist", "Open de pagina van de ronde om te zien hoe het nu staat."),
    AlreadyAnswered: (409, "Er is al geantwoord", "Dit antwoord was al bewaard. Het telt één keer."),
    NotYourTurn: (409, "Anderen zijn eerst", "Deze ronde heeft een volgorde. U krijgt bericht als het aan u is."),
    TooSoon: (
        429,
        "Er vertrok net al een mail",
        "Wacht tien minuten voor u deze persoon nog eens mailt. Samen aan tafel tekenen kan altijd.",
    ),
    OtherText: (409, "De tekst is intussen veranderd", "Lees de tekst opnieuw voor u tekent."),
    SeatTaken: (410, "Deze plaats is niet meer geldig", GONE),
    Busy: (
        503,
        "Even geduld",
        "Er wordt nu erg veel tegelijk bewaard. Uw pagina is niet bewaard: probeer het zo meteen opnieuw.",
    ),
    DiskFull: (507, "Bewaren lukt nu niet", "De schijf van de server is vol. Wat al bewaard was, is er nog."),
    ReadOnly: (503, "Bewaren lukt nu niet", "De server kan nu niets bewaren. Wat al bewaard was, is er nog."),
    Unavailable: (503, "Dit lukt nu niet", "De schijf van de server geeft een fout. Wat al bewaard was, is er nog."),
    held.OtherPerson: (
        409,
        "Deze pagina is van iemand anders",
        "U bent nu aangemeld als iemand anders dan wie deze pagina opende. Er is niets bewaard. Ga naar uw werklijst.",
    ),
    hosts.FromElsewhere: (
        403,
        "Dit kwam van een andere site",
        "Open de pagina in Naadloos zelf, en verstuur ze daar. Er is niets bewaard.",
    ),
    pace.TooFast: (429, "Even geduld", "U vroeg dit heel vaak na elkaar. Wacht tien minuten en probeer het opnieuw."),
    CSRFError: (400, "Deze pagina was verlopen", "Ga terug, laad de pagina opnieuw en verstuur ze nog eens."),
}
"""Error -> status, title, what to do. An empty text means: the error's own sentence says it."""
TURNED_AWAY = (hosts.FromElsewhere, pace.TooFast, CSRFError)
"""What a page of ours does not cause: the log says so."""
KNOWN = tuple(kind for kind in ERRORS if isinstance(kind, type))


def install(app: Flask) -> None:
    """Let every error of this app be answered here."""
    for error in (*ERRORS, Exception):
        app.register_error_handler(error, answer)
    app.register_error_handler(fresh.NotFresh, lambda _: fresh.page())
    for closed in (Shut, InUse):
        app.register_error_handler(closed, shut)


def undecided() -> ResponseReturnValue:
    """In the place of an answer that must not leave: a page forgot to ask. The log says which."""
    logging.getLogger("naadloos").error("undecided", extra={"fields": {"endpoint": request.endpoint}})
    return answer(NotFound())


def shut(error: Exception) -> ResponseReturnValue:
    """Without the database: a page that asks it nothing. Why, the log says."""
    logging.getLogger("naadloos").error("shut", extra={"fields": {"why": str(error)}})
    if request.endpoint == "health.healthz":
        return jsonify(status="shut", version=current_app.config["VERSION"]), 503
    return current_app.jinja_env.get_template("dicht.html").render(), 503


def answer(error: Exception) -> ResponseReturnValue:
    """One table for every error. What is not in it gets a number, for the log and for the person who asks for help."""
    if isinstance(error, HTTPException) and error.code is not None and error.code < 400:
        return error
    if isinstance(error, TURNED_AWAY):
        hosts.tell(type(error).__name__)
    try:
        if isinstance(error, CSRFError) and (page := held.too_old()):
            return page
    except KNOWN as other:
        error = other
    status, title, text = _said(error)
    if held.by_script():
        return jsonify(reden=getattr(error, "reason", ""), uitleg=text or str(error)), status
    try:
        return not_saved.answer(error, status, title, text) or _page(status, title, text, error)
    except Exception:  # the page asks the database who is signed in, and that may be what fails
        logging.getLogger("naadloos").exception("no page", extra={"fields": {"endpoint": request.endpoint}})
        return not_saved.alone(status, title, text)


def _said(error: Exception) -> tuple[int, str, str]:
    """Status, title and what to do, in the language of the page; what nobody foresaw is logged with a number."""
    known = next((ERRORS[kind] for kind in type(error).__mro__ if kind in ERRORS), None)
    if known is None and isinstance(error, HTTPException):
        known = ERRORS.get(error.code or 500, (error.code or 500, FAILED, AGAIN))
    if known is None:
        number = secrets.token_hex(4)
        logging.getLogger("naadloos").exception(
            "error", extra={"fields": {"incident": number, "endpoint": request.endpoint}}
        )
        known = (500, FAILED, languages.gettext(BROKEN, nummer=number))
    if isinstance(error, Unavailable):
        g.unavailable = True
        logging.getLogger("naadloos").error("unavailable", extra={"fields": {"why": type(error).__name__}})
    return known[0], languages.vertaal(known[1]), languages.vertaal(known[2] or str(error))


def _page(status: int, title: str, text: str, error: Exception) -> ResponseReturnValue:
    source = " ".join(dict.fromkeys(one.source for one in getattr(error, "problems", [])))
    visitor = request.endpoint in gate.VISITED and status < 500
    work = {"url": url_for("worklist.page"), "label": languages.gettext("Ga verder")}
    page = render_template(
        "fout.html",
        layout="kaal.html" if visitor else "base.html",
        title=title,
        uitleg=text,
        bron=source,
        verder=_back_to_the_host() if visitor else work,
    )
    return page, status


def _back_to_the_host() -> dict[str, str] | None:
    """On a device that goes round the table, the way to who has it; on somebody's own device there is none."""
    if not current_user.is_authenticated:
        return None
    return {"url": url_for("door.unlock_page"), "label": languages.gettext("Geef het toestel terug")}
