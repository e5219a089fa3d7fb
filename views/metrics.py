"""For Prometheus: how many requests, how long they took and what waits, behind a token of its own, never a session."""

from __future__ import annotations

import time

from flask import Blueprint, Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue

from services import measures, metrics
from services.platform import NotFound
from views import desk, weight

bp = Blueprint("metrics", __name__)

PAGE = "metrics.page"


def install(app: Flask) -> None:
    """Count every answer of this app, where a token is set; before the headers, so that it is done after them."""
    if app.config["METRICS_TOKEN"]:
        app.after_request(_count)


def meter() -> metrics.Meter:
    """That of this process, made at its first request: a server starts its processes after the app was made."""
    known = current_app.extensions
    if "naadloos.meter" not in known:
        platform, version = desk.platform(), str(current_app.config["VERSION"])
        known["naadloos.meter"] = metrics.Meter(lambda: measures.measures(platform, version))
    found = known["naadloos.meter"]
    assert isinstance(found, metrics.Meter)  # noqa: S101  # for the types
    return found


def _count(response: Response) -> Response:
    if request.endpoint not in (PAGE, *weight.STATIC):
        seconds = time.perf_counter() - g.started if "started" in g else None
        meter().count(request.method, request.endpoint, response.status_code, seconds)
    return response


@bp.get("/metrics")
def page() -> ResponseReturnValue:
    """All figures as text; 401 without the token.

    :raises NotFound: where no token is set
    """
    expected = str(current_app.config["METRICS_TOKEN"])
    if not expected:
        raise NotFound
    if not metrics.fits(expected, request.headers.get("Authorization", "")):
        return Response("", 401, {"WWW-Authenticate": "Bearer"}, mimetype="text/plain")
    return Response(meter().text(), content_type=metrics.TYPE)
