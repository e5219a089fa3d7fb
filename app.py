"""Naadloos: wiring only. Settings, extensions, blueprints, one table from error to status, and the commands.

`flask --app app run` and granian both call `create_app`; nothing else in the project imports this module.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import secrets
import time
from collections.abc import Callable
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, g, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_bootstrap import Bootstrap5
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from rules.trajectory import Refused
from services import first_start, log_mask, openid_settings, permission
from services.freezing import NotComplete, RulesSay
from services.icons import Icons
from services.links import TooSoon
from services.office import OfficeMissing
from services.openid import Provider
from services.papers import Decided
from services.platform import NotAllowed, NotFound, Platform, utc_now
from services.post_offices import PORTS, FolderOffice, PostOffice, SmtpOffice
from services.postman import Postman
from services.readiness import NotReady
from services.rounds import AlreadyAnswered, NotYourTurn, OtherText, RoundClosed
from services.workman import Workman
from store.database import Busy, Conflict, Database, DiskFull, ReadOnly, Unavailable
from store.records import Stale
from store.seats import SeatTaken
from views import (
    action,
    again,
    begin,
    calendar,
    commands,
    consent,
    course,
    desk,
    document,
    door,
    dossier,
    emergency,
    figures,
    fresh,
    frozen,
    handover,
    health,
    held,
    house,
    house_template,
    invitation,
    languages,
    link,
    manage,
    manual,
    me,
    menu,
    my_address,
    my_password,
    my_sessions,
    not_saved,
    openid,
    openid_own,
    opening,
    organisation_register,
    paper,
    party,
    pdf,
    people,
    place,
    platform_overview,
    platform_settings,
    post,
    question,
    received,
    record,
    rights,
    scan,
    school_list,
    search,
    seat,
    second_step,
    signing,
    signing_round,
    tasks,
    template_preview,
    verify,
    visits,
    waiting_list,
    weight,
    words,
    worklist,
)

if TYPE_CHECKING:
    from services.seal_keys import SealKey

VERSION = "0.1.0"
HERE = Path(__file__).parent
BLUEPRINTS = (
    action,
    begin,
    calendar,
    again,
    consent,
    course,
    document,
    door,
    dossier,
    emergency,
    figures,
    fresh,
    frozen,
    handover,
    health,
    house,
    house_template,
    invitation,
    link,
    manual,
    manage,
    me,
    my_address,
    my_password,
    my_sessions,
    openid,
    openid_own,
    opening,
    organisation_register,
    paper,
    party,
    pdf,
    people,
    platform_overview,
    platform_settings,
    post,
    place,
    question,
    received,
    record,
    scan,
    school_list,
    search,
    seat,
    second_step,
    signing,
    signing_round,
    tasks,
    template_preview,
    verify,
    visits,
    waiting_list,
    worklist,
)
VISITED = {
    *(f"seat.{name}" for name in ("page", "sign", "send_back", "sent_back", "done")),
    *("link.page", "link.enter", "link.renew"),
}
"""What people without an account open: a place and a personal link have a secret of their own. Nothing leads away."""
IN_EVERY_LANGUAGE = VISITED | {"verify.page", "verify.check", "manual.accessibility"}
"""What one reads in one's own language (views/languages.py); all the rest is in Dutch."""
PUBLIC = set(rights.OPEN)
"""What can be opened without signing in."""
BEGINNING = {f"begin.{name}" for name in ("page", "enter", "begin")}
WHEN_EMPTY = BEGINNING | {"health.healthz", "house.style", "static", "bootstrap.static"}
"""What can be opened as long as nobody has an account."""
WHEN_AWAITED = PUBLIC | {f"second_step.{name}" for name in ("page", "check", "set_up_page", "set_up", "confirm")}
WHEN_AWAITED.add("fresh.confirm")
WHEN_LOCKED = PUBLIC | {"door.unlock_page", "door.unlock", "openid.prove", "openid.leave"}

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
    CSRFError: (400, "Deze pagina was verlopen", "Ga terug, laad de pagina opnieuw en verstuur ze nog eens."),
}
"""Error -> status, title, what to do. An empty text means: the error's own sentence says it."""
KNOWN = tuple(kind for kind in ERRORS if isinstance(kind, type))

LARGER = {
    "paper.take_in": paper.LARGEST_POST,
    "received.upload": received.LARGEST_POST,
    "school_list.upload": school_list.LARGEST_POST,
    "template.take_in": house_template.LARGEST_POST,
}
"""Bytes that some pages take."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def create_app(settings: dict[str, Any] | None = None, clock: Callable[[], Any] | None = None) -> Flask:
    """The app. `settings` go before the environment (`NAADLOOS_...`); `clock` gives the time in tests."""
    app = Flask(__name__)
    app.config.update(
        VERSION=VERSION,
        INSTANCE=os.environ.get("NAADLOOS_INSTANCE") or str(HERE / "instance"),
        SESSION_COOKIE_NAME="naadloos",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=os.environ.get("NAADLOOS_HTTPS") == "1",
        MAX_CONTENT_LENGTH=4_000_000,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open for an afternoon; the session ends by itself
        BOOTSTRAP_SERVE_LOCAL=True,
        DATABASE_KEY=os.environ.get("DATABASE_KEY", ""),
        PARENTS_BLOCK=os.environ.get("NAADLOOS_PARENTS_BLOCK", ""),
        SMTP_HOST=os.environ.get("NAADLOOS_SMTP_HOST", ""),
        SMTP_PORT=os.environ.get("NAADLOOS_SMTP_PORT", ""),
        SMTP_USER=os.environ.get("NAADLOOS_SMTP_USER", ""),
        SMTP_PASSWORD=os.environ.get("NAADLOOS_SMTP_PASSWORD", ""),
        SMTP_TLS=os.environ.get("NAADLOOS_SMTP_TLS", ""),
        MAIL_FROM=os.environ.get("NAADLOOS_MAIL_FROM") or "Naadloos <naadloos@localhost>",
        URL=os.environ.get("NAADLOOS_URL") or f"http://127.0.0.1:{os.environ.get('PORT', '5000')}",
        MAIL_NOW=True,  # a thread sends mail after a request that may have caused one
        JOBS_NOW=True,  # another does the work that was put aside
        ANSWER_DAYS=os.environ.get("NAADLOOS_ANSWER_DAYS", ""),
        ADDRESS=os.environ.get("NAADLOOS_URL", ""),
        SEAL=os.environ.get("NAADLOOS_SEAL", ""),
        SEAL_KEY=os.environ.get("NAADLOOS_SEAL_KEY"),
        SEAL_CERT=os.environ.get("NAADLOOS_SEAL_CERT"),
        OPENID=openid_settings.environment(),
    )
    app.config.update(settings or {})
    instance = Path(app.config["INSTANCE"])
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.secret_key = _secret(instance / "cookie.key")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(words.FILTERS)
    app.jinja_env.globals.update(words.GLOBALS)
    database = Database(instance / "naadloos.db", key=app.config["DATABASE_KEY"] or None)
    _log(app)
    log_mask.install()
    seal, problem = _seal(app, instance, (clock or utc_now)())
    app.extensions["naadloos"] = Platform(
        database,
        HERE / "doc_templates",
        now=clock or utc_now,
        fixed=_fixed(app),
        seal=seal,
        seal_problem=problem,
        address=app.config["ADDRESS"],
        secret=hashlib.blake2b(app.secret_key, key=b"attempts", digest_size=32).digest(),
    )
    app.extensions["naadloos.post"] = app.config.get("POST_OFFICE") or _post_office(app)
    app.extensions["naadloos.postman"] = Postman(app.extensions["naadloos"], app.extensions["naadloos.post"])
    app.extensions["naadloos.openid"] = _openid(app)
    app.extensions["naadloos.workman"] = Workman(app.extensions["naadloos"])
    app.config.setdefault("DEMO_ACCOUNTS", _demo_accounts(app))
    Bootstrap5(app)
    languages.install(app, IN_EVERY_LANGUAGE)
    app.before_request(_room)
    app.before_request(_door)  # before what reads a form: a page may answer one that is too large
    CSRFProtect(app)
    app.before_request(fresh.prove)
    login = LoginManager(app)
    login.session_protection = None  # a phone that goes from wifi to mobile stays signed in; the server ends sessions
    login.user_loader(desk.load_signed_in)
    for module in BLUEPRINTS:
        app.register_blueprint(module.bp)
    app.after_request(_headers)
    app.after_request(_decided)  # before the headers: the last one given goes first
    app.url_defaults(weight.stamped)
    app.teardown_request(lambda _: database.release())
    app.context_processor(_names)
    app.jinja_env.globals["pictogram"] = _icons(app)
    for error in (*ERRORS, Exception):
        app.register_error_handler(error, _error)
    app.register_error_handler(fresh.NotFresh, lambda _: fresh.page())
    for command in commands.ALL:
        app.cli.add_command(command)
    return app


def _icons(app: Flask) -> Callable[..., Markup]:
    """The icon of a name, for templates."""
    icons = Icons(Path(str(app.blueprints["bootstrap"].static_folder)) / "icons" / "bootstrap-icons.svg")
    return lambda name, classes="": Markup(icons.svg(name, classes))  # noqa: S704  # of the wheel, under a fixed name


def _fixed(app: Flask) -> dict[str, str]:
    """What this installation decides where no source does, so that no administrator can; by the name of the setting.

    :raises SystemExit: for a number of days that is none
    """
    block, days = str(app.config["PARENTS_BLOCK"]), str(app.config["ANSWER_DAYS"])
    if days and not (days.isdecimal() and int(days) > 0):
        raise SystemExit("NAADLOOS_ANSWER_DAYS: give a whole number of working days, such as 5")
    fixed = {"parents_block": "1" if block in ("1", "True") else "0"} if block else {}
    return fixed | ({"answer_days": days} if days else {})


def _seal(app: Flask, instance: Path, now: datetime) -> tuple[SealKey | None, str]:
    """The key that seals Word files; without one that can be used the app starts all the same, and this says why."""
    if app.config["SEAL"] == "off":
        return None, ""
    from services import seal_keys

    try:
        return seal_keys.load(instance, app.config["SEAL_KEY"], app.config["SEAL_CERT"], now), ""
    except seal_keys.KeyUnusable as fault:
        logging.getLogger("naadloos").warning("no seal", extra={"fields": {"why": str(fault)}})
        return None, str(fault)


def _room() -> None:
    """A file may be larger than what any other page takes; said before anything reads the form."""
    if request.endpoint in LARGER:
        request.max_content_length = LARGER[request.endpoint]


def _door() -> ResponseReturnValue | None:
    """Everything is behind the door but what is open by right; a locked screen opens nothing but its own key.

    A page that is in no list of views/rights.py opens for nobody. Before anybody has an account, everything leads to
    the set-up.

    :raises NotFound, NotAllowed: when this person may not do what the page does
    """
    g.started = time.perf_counter()
    endpoint = request.endpoint or ""
    if endpoint and endpoint not in WHEN_EMPTY and not _is_begun():
        return redirect(url_for("begin.page"))
    if endpoint in PUBLIC or not endpoint:
        return None
    stand = again.shut()
    opens = {again.LOCKED: WHEN_LOCKED, again.CODE: WHEN_AWAITED, again.SET_UP: WHEN_AWAITED}.get(stand, ())
    if stand and endpoint not in opens:
        if answer := held.at_the_door(stand):
            return answer
    else:
        held.past_the_door()
    if not again.shut():
        _allow(endpoint)
    return None


def _allow(endpoint: str) -> None:
    """What takes no dossier to decide is decided here; a page that nobody gave an action opens for nobody."""
    action = rights.action_of(endpoint)
    if action is None:
        raise NotFound
    if not rights.is_about_a_dossier(action):
        permission.allow(desk.who(), action)


def _is_begun() -> bool:
    """Whether anybody has an account; once true it stays so, and is not asked again."""
    known = current_app.extensions
    if not known.get("naadloos.begun"):
        known["naadloos.begun"] = first_start.is_begun(known["naadloos"])
    return bool(known["naadloos.begun"])


def _names() -> dict[str, Any]:
    me, accent = None, str(g.get("accent", ""))
    if request.endpoint not in WHEN_LOCKED and current_user.is_authenticated and current_user.is_in:
        who = current_user.who
        me = {
            "voornaam": who.account.voornaam,
            "naam": who.name,
            "organisatie": who.organisation.naam,
            "menu": menu.shown(menu.MAIN, who),
            "eigen": menu.shown(menu.OWN, who),
            "uitleg": manual.explains(who),
        }
        accent = accent or who.organisation.accent
    said = session.pop("melding", "") if me else ""
    style = url_for("house.style", colour=accent[1:]) if accent else ""
    more = {"open_rondes": waiting_list.how_many, "hulp": desk.help_at}
    pages = {
        "openid_naam": openid.name(),
        "van": again.mine,
        "teruggezet": held.said(),
        "formulier_merk": held.form_mark,
    }
    return languages.names() | {"me": me, "huisstijl": style, "version": VERSION, "melding": said, **more, **pages}


def _decided(response: Any) -> Any:
    """An answer about a dossier never leaves when nobody asked whether this person may have it."""
    action = rights.action_of(request.endpoint)
    asked = action is None or not rights.is_about_a_dossier(action) or g.get("decided", False)
    if asked or response.status_code >= 300:
        return response
    logging.getLogger("naadloos").error("undecided", extra={"fields": {"endpoint": request.endpoint}})
    return current_app.make_response(_error(NotFound()))


def _headers(response: Any) -> Any:
    try:
        desk.log_visit(response.status_code)
    except Unavailable as fault:  # what a post did is done, and a page may be needed; a file waits for its line
        logging.getLogger("naadloos").exception("visit not logged", extra={"fields": {"endpoint": request.endpoint}})
        if "Content-Disposition" in response.headers:
            response = current_app.make_response(_error(fault))
    desk.keep_device(response)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint not in weight.STATIC and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    weight.lean(response)
    if request.method == "POST" and current_app.config["MAIL_NOW"]:
        current_app.extensions["naadloos.postman"].ring()
    if request.method == "POST" and current_app.config["JOBS_NOW"]:
        current_app.extensions["naadloos.workman"].ring()
    elapsed = round((time.perf_counter() - g.started) * 1000) if "started" in g else 0
    logging.getLogger("naadloos").info(
        "request",
        extra={
            "fields": {
                "method": request.method,
                "endpoint": request.endpoint,
                "status": response.status_code,
                "ms": elapsed,
            }
        },
    )
    return response


def _error(error: Exception) -> ResponseReturnValue:
    """One table for every error. What is not in it gets a number, for the log and for the person who asks for help."""
    if isinstance(error, HTTPException) and error.code is not None and error.code < 400:
        return error
    if isinstance(error, CSRFError):
        try:
            if page := held.too_old():
                return page
        except KNOWN as other:
            error = other
    status, title, text = _said(error)
    if held.by_script():
        return jsonify(reden=getattr(error, "reason", ""), uitleg=text or str(error)), status
    if page := not_saved.answer(error, status, title, text):
        return page
    source = " ".join(dict.fromkeys(one.source for one in getattr(error, "problems", [])))
    try:
        return _error_page(status, title, text, source)
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


def _error_page(status: int, title: str, text: str, source: str) -> ResponseReturnValue:
    visitor = request.endpoint in VISITED and status < 500
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


def _post_office(app: Flask) -> PostOffice:
    """The mail server that is set, or a folder in the instance.

    :raises SystemExit: for a setting that cannot be right
    """
    said, host = app.config, str(app.config["SMTP_HOST"])
    sender, url = str(said["MAIL_FROM"]), str(said["URL"]).rstrip("/")
    if "@" not in parseaddr(sender)[1]:
        raise SystemExit("NAADLOOS_MAIL_FROM: give an address, such as 'Naadloos <naadloos@voorbeeld.be>'")
    if not url.startswith(("http://", "https://")):
        raise SystemExit("NAADLOOS_URL: give the address of this site, such as https://naadloos.voorbeeld.be")
    if not host:
        return FolderOffice(Path(said["INSTANCE"]) / "outbox", sender, url)
    here = host in ("localhost", "127.0.0.1", "::1")
    tls = str(said["SMTP_TLS"]) or ("none" if here else "starttls")
    if tls not in PORTS:
        raise SystemExit(f"NAADLOOS_SMTP_TLS: give one of {', '.join(PORTS)}")
    if tls == "none" and said["SMTP_PASSWORD"] and not here:
        raise SystemExit("NAADLOOS_SMTP_TLS: a password does not travel over an open line; use starttls or ssl")
    port = str(said["SMTP_PORT"]) or str(PORTS[tls])
    if not port.isdecimal():
        raise SystemExit("NAADLOOS_SMTP_PORT: give a number")
    return SmtpOffice(
        host, int(port), sender, url, tls=tls, user=str(said["SMTP_USER"]), password=str(said["SMTP_PASSWORD"])
    )


def _openid(app: Flask) -> Provider | None:
    """The provider through which people may sign in too; None when none is set. Nothing is asked of it yet.

    :raises SystemExit: for a setting that cannot be right
    """
    try:
        found = openid_settings.read(app.config["OPENID"], str(app.config["URL"]))
    except openid_settings.BadSettings as fault:
        raise SystemExit(str(fault)) from fault
    key = app.secret_key if isinstance(app.secret_key, bytes) else str(app.secret_key).encode()
    return Provider(found, key, app.extensions["naadloos"].now) if found else None


def _secret(path: Path) -> bytes:
    """The key of the cookies, made at the first start, readable by this user alone."""
    if not path.exists():
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes()
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
    return path.read_bytes()


class _AsJson(logging.Formatter):
    """A line of JSON a record: time (UTC), level, message and the fields given; never what people typed."""

    converter = time.gmtime  # type: ignore[assignment]  # typeshed knows one of its two forms

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname,
            "message": record.getMessage(),
        }
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["where"] = [f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno}" for f in _frames(record.exc_info[2])]
        return json.dumps(line, ensure_ascii=False)


def _frames(trace: Any) -> list[Any]:
    import traceback

    return list(traceback.extract_tb(trace))


def _log(app: Flask) -> None:
    logger = logging.getLogger("naadloos")
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(_AsJson())
        logger.addHandler(handler)
        logger.propagate = False
    logger.setLevel(app.config.get("LOG_LEVEL", os.environ.get("NAADLOOS_LOG", "INFO")))


def _demo_accounts(app: Flask) -> Callable[[], list[dict[str, str]]]:
    """The accounts that the demo command wrote beside the database; none in a real instance."""
    path = Path(app.config["INSTANCE"]) / "demo.json"

    def read() -> list[dict[str, str]]:
        return json.loads(path.read_text("utf-8")) if path.exists() else []

    return read
