"""A calendar of one's own for a calendar program, which comes by with a secret address and no sign-in."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, abort, request

from services import calendar_days, calendar_feed
from views import desk

bp = Blueprint("calendar", __name__)


@bp.get("/agenda/<string:token>.ics")
def feed(token: str) -> Response:
    """The calendar; 304 when it is as the program has it, and 404 for every address that opens nothing."""
    platform = desk.platform()
    found = calendar_feed.opened(platform, token)
    if found is None:
        abort(404)
    content = calendar_days.calendar(platform, *found, desk.post_office().url)
    answer = Response(content, content_type="text/calendar; charset=utf-8")
    answer.set_etag(hashlib.sha256(content).hexdigest()[:32])
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Disposition"] = 'attachment; filename="naadloos.ics"'
    answer.make_conditional(request)
    return answer
