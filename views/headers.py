"""What goes along with every answer: headers that keep a browser from doing more than the page needs, and cookies.

Every answer passes here: pages, files, redirects, refusals, faults.
"""

from __future__ import annotations

import hashlib
import logging
import time
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask.sessions import SecureCookieSessionInterface

from store.database import Unavailable
from views import desk, errors, gate, weight

UNUSED = (
    *("accelerometer", "attribution-reporting", "autoplay", "browsing-topics", "camera"),
    *("display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid"),
    *("identity-credentials-get", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment"),
    *("picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access", "usb"),
    "xr-spatial-tracking",
)
"""What a browser offers and no page of ours asks for; a name that Chromium does not know is a warning on each page."""
POLICY = (
    *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'"),
    *("connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"),
)
HEADERS = {
    "Content-Security-Policy": "; ".join(POLICY),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": ", ".join(f"{one}=()" for one in UNUSED),
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-Robots-Tag": "noindex, nofollow",
}
HSTS = "max-age=31536000; includeSubDomains"
"""Over https: for a year this host and those below it are asked for over https alone."""
WITH_CHARSET = ("application/json", "application/problem+json", "image/svg+xml", "application/javascript")
"""Text that is not called text/...; werkzeug says the charset of the others."""


def cookies(*, https: bool) -> dict[str, Any]:
    """The settings of the cookie of the session, for `app.config`.

    Over https its name begins with `__Host-`: a browser takes it from this host alone, for all of it, over https.
    """
    return {
        "SESSION_COOKIE_NAME": "__Host-naadloos" if https else "naadloos",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": https,
    }


class Signed(SecureCookieSessionInterface):
    """The cookie of the session, signed with SHA-256 where Flask takes SHA-1."""

    digest_method = staticmethod(hashlib.sha256)


def install(app: Flask) -> None:
    """Give every answer of this app what belongs to it."""
    app.session_interface = Signed()
    app.after_request(_finish)
    app.after_request(_only_decided)  # before the headers: the last one given goes first


def _only_decided(response: Response) -> Response:
    return current_app.make_response(errors.undecided()) if gate.is_undecided(response) else response


def _finish(response: Response) -> Response:
    if not g.get("turned_away"):
        response = _on_record(response)
        desk.keep_device(response)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    if response.mimetype in WITH_CHARSET and "charset" not in response.mimetype_params:
        response.headers["Content-Type"] = f"{response.mimetype}; charset=utf-8"
    weight.lean(response)
    response.headers.setdefault("Cache-Control", "no-store")
    if request.method == "POST" and not g.get("turned_away"):
        _ring()
    _log(response)
    return response


def _on_record(response: Response) -> Response:
    """The line of who looked; a file does not leave without it."""
    try:
        desk.log_visit(response.status_code)
    except Unavailable as fault:  # what a post did is done, and a page may be needed; a file waits for its line
        logging.getLogger("naadloos").exception("visit not logged", extra={"fields": {"endpoint": request.endpoint}})
        if "Content-Disposition" in response.headers:
            return current_app.make_response(errors.answer(fault))
    return response


def _ring() -> None:
    """Somebody posted: there may be mail to send, and work to do."""
    known = current_app.extensions
    if current_app.config["MAIL_NOW"]:
        known["naadloos.postman"].ring()
    if current_app.config["JOBS_NOW"]:
        known["naadloos.workman"].ring()


def _log(response: Response) -> None:
    elapsed = round((time.perf_counter() - g.started) * 1000) if "started" in g else 0
    fields = {"method": request.method, "endpoint": request.endpoint, "status": response.status_code, "ms": elapsed}
    logging.getLogger("naadloos").info("request", extra={"fields": fields})
