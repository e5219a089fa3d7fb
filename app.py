"""Naadloos: wiring only: settings, extensions, blueprints and commands. The door stands in views/gate.py.

`flask --app app run` and granian both call `create_app`; nothing else in the project imports this module.
"""

from __future__ import annotations

import gc

gc.disable()  # nothing of what is loaded here becomes garbage, and nobody needs to look for it: ADR 0055

import io
import json
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

import click
from flask import Flask, Request, g, request, session, url_for
from flask_bootstrap import Bootstrap5
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from markupsafe import Markup

from services import configuration, instance, log_lines, log_mask
from services.configuration import Configuration
from services.icons import Icons
from services.platform import utc_now
from services.postman import Postman
from services.workman import Workman
from views import (
    again,
    desk,
    errors,
    first_look,
    gate,
    headers,
    held,
    hosts,
    languages,
    manual,
    menu,
    metrics,
    openid,
    rooms,
    waiting_list,
    weight,
    words,
)
from views.address_rules import Address
from views.chores import Chores

gc.freeze()  # no later look for garbage goes through it again
gc.enable()

VERSION = "0.1.0"
HERE = Path(__file__).parent


def create_app(settings: dict[str, Any] | None = None, clock: Callable[[], Any] | None = None) -> Flask:
    """The app. `settings` go before the environment (`NAADLOOS_...`); `clock` gives the time in tests.

    :raises SystemExit: for settings that cannot be right, all at once, and for an instance that cannot be used
    """
    app = _App(__name__)
    said = app.extensions["naadloos.configuration"] = configuration.read(settings)
    app.config.update(
        VERSION=VERSION,
        **headers.cookies(https=said.values["HTTPS"]),
        MAX_CONTENT_LENGTH=4_000_000,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open for an afternoon; the session ends by itself
        WTF_CSRF_SSL_STRICT=False,  # views/hosts.py looks where a form stood, of which a browser may say no Referer
        BOOTSTRAP_SERVE_LOCAL=True,
        MAIL_NOW=True,  # a thread sends mail after a request that may have caused one
        JOBS_NOW=said.values["JOBS"] != "off",  # another does the work that was put aside
    )
    app.config.update(said.values)
    _wire(app)
    first_look.when_known(app, partial(_open, app, clock or utc_now))
    return app


def _wire(app: Flask) -> None:
    """Pages, extensions and commands: nothing of it needs what is in the folder of the instance."""
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(words.FILTERS)
    app.jinja_env.globals.update(words.GLOBALS)
    app.before_request(lambda: desk.platform().db.remember())  # a request asks the same once
    Bootstrap5(app)
    languages.install(app, gate.IN_EVERY_LANGUAGE)
    hosts.install(app)
    gate.install(app)
    CSRFProtect(app)
    gate.install_inner(app)
    login = LoginManager(app)
    login.session_protection = None  # a phone that goes from wifi to mobile stays signed in; the server ends sessions
    login.user_loader(desk.load_signed_in)
    for blueprint in rooms.BLUEPRINTS:
        app.register_blueprint(blueprint)
    metrics.install(app)
    headers.install(app)
    app.url_defaults(weight.stamped)
    app.teardown_request(lambda _: desk.platform().db.release())
    app.context_processor(_names)
    app.jinja_env.globals["pictogram"] = _icons(app)
    errors.install(app)


def _open(app: Flask, now: Callable[[], datetime]) -> None:
    """What the pages work with: the folder of the instance.

    :raises SystemExit: as `create_app`
    """
    said: Configuration = app.extensions["naadloos.configuration"]
    serves = click.get_current_context(silent=True) is None
    try:
        said.refuse_nonsense()
        log_lines.install(app.config["LOG_LEVEL"])
        log_mask.install()
        found = instance.opened(app.config, HERE / "doc_templates", now, debug=app.debug, serves=serves)
    except (configuration.Nonsense, instance.CannotOpen) as fault:
        raise SystemExit(str(fault)) from None
    for name, like in configuration.unknown():
        fields = {"name": name, "like": like}
        logging.getLogger("naadloos").warning("unknown setting", extra={"fields": fields})
    app.secret_key = found.cookie_key
    app.config.setdefault("DEMO_ACCOUNTS", _demo_accounts(app))
    app.extensions["naadloos"] = found.platform
    app.extensions["naadloos.key"] = found.key
    app.extensions["naadloos.post"] = found.post
    app.extensions["naadloos.postman"] = Postman(found.platform, found.post)
    app.extensions["naadloos.openid"] = found.provider
    app.extensions["naadloos.scanner"] = found.scanner
    app.extensions["naadloos.workman"] = Workman(found.platform)


def _icons(app: Flask) -> Callable[..., Markup]:
    """The icon of a name, for templates."""
    icons = Icons(Path(str(app.blueprints["bootstrap"].static_folder)) / "icons" / "bootstrap-icons.svg")
    return lambda name, classes="": Markup(icons.svg(name, classes))  # noqa: S704  # of the wheel, under a fixed name


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


class _Request(Request):
    """An uploaded file stays in memory, which its largest size bounds: on a disk it would lie in clear."""

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        return io.BytesIO()


class _App(Flask):
    """Of this program from its first address on; its commands are read when one is asked for."""

    request_class = _Request
    url_rule_class = Address

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.cli = Chores(self.cli.name)


def _demo_accounts(app: Flask) -> Callable[[], list[dict[str, str]]]:
    """The accounts that the demo command wrote beside the database; none in a real instance."""
    path = Path(app.config["INSTANCE"]) / instance.DEMO

    def read() -> list[dict[str, str]]:
        return json.loads(path.read_text("utf-8")) if path.exists() else []

    return read
