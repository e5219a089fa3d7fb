"""Which requests are ours at all: asked of our own address, in a way we know, and posted from a page of our own.

The address of a request says nothing but whether it is ours: links in mails and on paper are made of `NAADLOOS_URL`.
What a proxy says of who asks is believed when, and as often as, `NAADLOOS_PROXY` says that there is one.
"""

from __future__ import annotations

import ipaddress
import logging
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import BadRequest
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wsgi import get_host

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST"})
FROM_HERE = ("/healthz", "/metrics")
"""What a program on this machine asks, under its own name."""


class FromElsewhere(Exception):
    """A form was posted from a page of another site."""


def install(app: Flask) -> None:
    """Look at every request before anything else does. Reads `NAADLOOS_URL` and `NAADLOOS_PROXY` from the settings."""
    if proxies := app.config["PROXY"]:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as Flask's own documentation does
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    app.before_request(_look)


def _look() -> Response | None:
    """Turn away what is not for us; None to go on.

    :raises FromElsewhere: for a post from another site
    """
    if not _is_ours():
        tell("host")
        g.turned_away = True
        page = current_app.jinja_env.get_template("vreemd_adres.html").render(adres=_own_address())
        return Response(page, 400, mimetype="text/html")
    if request.method not in METHODS:
        tell("method")
        g.turned_away = True
        return Response("", 405, {"Allow": ", ".join(sorted(METHODS))}, mimetype="text/plain")
    if request.method == "POST" and not _from_our_page():
        raise FromElsewhere
    return None


def tell(why: str) -> None:
    """A line in the log for a request that is turned away: why, and nothing of who asks or what was sent."""
    fields = {"why": why, "endpoint": request.endpoint}
    logging.getLogger("naadloos").warning("turned away", extra={"fields": fields})


def _own_address() -> str:
    return str(current_app.config["HOSTS"]).rstrip("/")


def _is_ours() -> bool:
    """Whether it asks for our own host: that of `NAADLOOS_URL`; without one, this machine or a bare number.

    A name of somebody else can be made to lead to this machine, a number cannot. Whether we live may be asked here.
    """
    try:
        name = urlsplit(f"//{get_host(request.environ)}").hostname or ""
    except (BadRequest, ValueError):
        return False
    own = (urlsplit(_own_address()).hostname or "").lower()
    if own and own not in LOCAL:
        return name == own or (name in LOCAL and request.path in FROM_HERE)
    return name in LOCAL or name.endswith(".localhost") or _is_number(name)


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _from_our_page() -> bool:
    """What the browser says of where the form stood; what says nothing has the token of the form alone."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    if not origin:
        return True
    try:
        there = urlsplit(origin).netloc
    except ValueError:
        return False
    return bool(there) and there in (request.host, urlsplit(_own_address()).netloc)
