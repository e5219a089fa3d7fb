"""Naadloos: wiring only: settings, extensions, blueprints and commands. The door stands in views/gate.py.

`flask --app app run` and granian both call `create_app`; nothing else in the project imports this module.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
from collections.abc import Callable
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click
from flask import Flask, Request, g, request, session, url_for
from flask_bootstrap import Bootstrap5
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from markupsafe import Markup

from services import antivirus, database_key, log_lines, log_mask, openid_settings, secret_files
from services.database_key import Given
from services.icons import Icons
from services.openid import Provider
from services.platform import Platform, utc_now
from services.post_offices import PORTS, FolderOffice, PostOffice, SmtpOffice, WaitingOffice
from services.postman import Postman
from services.workman import Workman
from store import migrations
from store.database import Database
from store.opening import Shut
from views import (
    action,
    again,
    begin,
    calendar,
    commands,
    consent,
    correction,
    course,
    desk,
    document,
    door,
    dossier,
    emergency,
    errors,
    figures,
    fresh,
    frozen,
    gate,
    handover,
    headers,
    health,
    held,
    hosts,
    house,
    house_template,
    invitation,
    keeping,
    languages,
    link,
    logbook,
    manage,
    manual,
    me,
    menu,
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
    place,
    platform_overview,
    platform_settings,
    post,
    privacy,
    privacy_papers,
    pupil_copy,
    pupil_right,
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
    correction,
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
    keeping,
    link,
    logbook,
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
    privacy,
    privacy_papers,
    pupil_copy,
    pupil_right,
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


def create_app(settings: dict[str, Any] | None = None, clock: Callable[[], Any] | None = None) -> Flask:
    """The app. `settings` go before the environment (`NAADLOOS_...`); `clock` gives the time in tests."""
    app = Flask(__name__)
    app.request_class = _Request
    app.config.update(
        VERSION=VERSION,
        INSTANCE=os.environ.get("NAADLOOS_INSTANCE") or str(HERE / "instance"),
        **headers.cookies(https=os.environ.get("NAADLOOS_HTTPS") == "1"),
        MAX_CONTENT_LENGTH=4_000_000,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open for an afternoon; the session ends by itself
        WTF_CSRF_SSL_STRICT=False,  # views/hosts.py looks where a form stood, of which a browser may say no Referer
        BOOTSTRAP_SERVE_LOCAL=True,
        DATABASE_KEY=os.environ.get("DATABASE_KEY", ""),
        DATABASE_KEY_FILE=os.environ.get("DATABASE_KEY_FILE", ""),
        BACKUP_KEY=os.environ.get("NAADLOOS_BACKUP_KEY", ""),
        REPLICA=os.environ.get("NAADLOOS_REPLICA", ""),
        PARENTS_BLOCK=os.environ.get("NAADLOOS_PARENTS_BLOCK", ""),
        OUTBOX=os.environ.get("NAADLOOS_OUTBOX", ""),
        SMTP_HOST=os.environ.get("NAADLOOS_SMTP_HOST", ""),
        SMTP_PORT=os.environ.get("NAADLOOS_SMTP_PORT", ""),
        SMTP_USER=os.environ.get("NAADLOOS_SMTP_USER", ""),
        SMTP_PASSWORD=os.environ.get("NAADLOOS_SMTP_PASSWORD", ""),
        SMTP_TLS=os.environ.get("NAADLOOS_SMTP_TLS", ""),
        MAIL_FROM=os.environ.get("NAADLOOS_MAIL_FROM") or "Naadloos <naadloos@localhost>",
        URL=os.environ.get("NAADLOOS_URL") or f"http://127.0.0.1:{os.environ.get('PORT', '5000')}",
        HOSTS=os.environ.get("NAADLOOS_URL", ""),
        CLAMD=os.environ.get("NAADLOOS_CLAMD", ""),
        PROXY=os.environ.get("NAADLOOS_PROXY", ""),
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
    _no_debugger(app, instance)
    secret_files.close_folder(instance)
    app.secret_key = _secret(instance / "cookie.key")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(words.FILTERS)
    app.jinja_env.globals.update(words.GLOBALS)
    database, app.extensions["naadloos.key"] = _database(app, instance)
    log_lines.install(str(app.config.get("LOG_LEVEL", os.environ.get("NAADLOOS_LOG", "INFO"))))
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
    app.extensions["naadloos.scanner"] = _scanner(app)
    app.extensions["naadloos.workman"] = Workman(app.extensions["naadloos"])
    app.config.setdefault("DEMO_ACCOUNTS", _demo_accounts(app))
    Bootstrap5(app)
    languages.install(app, gate.IN_EVERY_LANGUAGE)
    hosts.install(app)
    gate.install(app)
    CSRFProtect(app)
    gate.install_inner(app)
    login = LoginManager(app)
    login.session_protection = None  # a phone that goes from wifi to mobile stays signed in; the server ends sessions
    login.user_loader(desk.load_signed_in)
    for module in BLUEPRINTS:
        app.register_blueprint(module.bp)
    headers.install(app)
    app.url_defaults(weight.stamped)
    app.teardown_request(lambda _: database.release())
    app.context_processor(_names)
    app.jinja_env.globals["pictogram"] = _icons(app)
    errors.install(app)
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


def _names() -> dict[str, Any]:
    me, accent = None, str(g.get("accent", ""))
    if request.endpoint not in gate.WHEN_LOCKED and current_user.is_authenticated and current_user.is_in:
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


def _post_office(app: Flask) -> PostOffice:
    """The mail server that is set, or a folder in the instance; neither where that would hold names in clear.

    :raises SystemExit: for a setting that cannot be right
    """
    said, host = app.config, str(app.config["SMTP_HOST"])
    sender, url = str(said["MAIL_FROM"]), str(said["URL"]).rstrip("/")
    if "@" not in parseaddr(sender)[1]:
        raise SystemExit("NAADLOOS_MAIL_FROM: give an address, such as 'Naadloos <naadloos@voorbeeld.be>'")
    if not url.startswith(("http://", "https://")):
        raise SystemExit("NAADLOOS_URL: give the address of this site, such as https://naadloos.voorbeeld.be")
    if not host:
        in_clear = not said["DATABASE_KEY"] or said["OUTBOX"] == "1"
        return FolderOffice(Path(said["INSTANCE"]) / "outbox", sender, url) if in_clear else WaitingOffice(sender, url)
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


def _scanner(app: Flask) -> antivirus.Scanner | None:
    """Where files that people choose are looked at for viruses; None where nothing does.

    :raises SystemExit: for a setting that cannot be right
    """
    try:
        return antivirus.at(str(app.config["CLAMD"]))
    except antivirus.BadAddress as fault:
        raise SystemExit(str(fault)) from None


def _no_debugger(app: Flask, instance: Path) -> None:
    """Debugging shows what is in memory to whoever causes a fault: never beside real dossiers.

    :raises SystemExit: for an instance that has a database and is no demo
    """
    if app.debug and (instance / "naadloos.db").exists() and not (instance / "demo.json").exists():
        raise SystemExit("No --debug here: this instance is no demo, and a debugger shows what is in memory.")


def _secret(path: Path) -> bytes:
    """The key of the cookies, made at the first start.

    :raises SystemExit: when others may read it
    """
    try:
        return secret_files.kept(path, 32)
    except secret_files.OthersMayRead as fault:
        raise SystemExit(str(fault)) from None


def _database(app: Flask, instance: Path) -> tuple[Database, Given]:
    """The database, with the key that opens it. A command looks at it by itself, as some mend what is wrong.

    :raises SystemExit: for a key that cannot be right; for a server, also when the database cannot be used as it is
    """
    try:
        given = database_key.given(str(app.config["DATABASE_KEY"]), str(app.config["DATABASE_KEY_FILE"]))
        key = app.config["DATABASE_KEY"] = database_key.fitting(instance / "naadloos.db", given)
        database = Database(instance / "naadloos.db", key or None)
        if click.get_current_context(silent=True) is None and database.path.exists():
            migrations.refuse_newer(database)
    except (database_key.NoKey, Shut) as fault:
        raise SystemExit(str(fault)) from None
    return database, given


class _Request(Request):
    """An uploaded file stays in memory, which its largest size bounds: on a disk it would lie in clear."""

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        return io.BytesIO()


def _demo_accounts(app: Flask) -> Callable[[], list[dict[str, str]]]:
    """The accounts that the demo command wrote beside the database; none in a real instance."""
    path = Path(app.config["INSTANCE"]) / "demo.json"

    def read() -> list[dict[str, str]]:
        return json.loads(path.read_text("utf-8")) if path.exists() else []

    return read
