"""What was posted could not be kept: a page that says so, with what was typed on it, to send again with one button.

The pages of `held` show their own form again, with everything in its fields. Of any other, what was posted stands in a
form that is not seen, with the texts of it to read and to copy. That page is made without the database, which may be
what fails: no menu, no name of who is signed in. Passwords, codes and files are never on it.
"""

from __future__ import annotations

import logging
from http import HTTPStatus

from flask import Response, current_app, make_response, request, url_for
from flask_wtf.csrf import generate_csrf

from store.database import Unavailable
from views import held, languages

STAYS_OUT = frozenset({"again", "begin", "door", "fresh", "invitation", "link", "my_password", "openid", "second_step"})
"""Blueprints of which nothing is ever put on a page again: what is typed there is secret."""
SECRET = ("wachtwoord", "code", "bewijs")
"""With what the name of a field begins that is secret elsewhere."""
OURS = frozenset({"csrf_token", "van", "formulier", "revision", "blad", "beurt", "basis", "shown_root", "tekening"})
"""Fields that nobody typed in: sent again, but not shown."""
LARGEST = 1_500_000
"""Characters of a form that are carried along."""
STATEMENT = "{} Wat u typte, staat hieronder."


def answer(error: Exception, status: int, title: str, text: str) -> Response | None:
    """The page in the place of what was asked for; None when the error is no reason for one.

    It is one when the database is, or when anything went wrong at our side and something was posted. `title` and
    `text` say what is the matter.
    """
    fields = carried() if status >= HTTPStatus.INTERNAL_SERVER_ERROR else None
    if not isinstance(error, Unavailable):
        return alone(status, title, text, fields) if fields else None
    again = _own_form(text)
    if again is None:
        return alone(status, title, text, fields)
    again.status_code = status
    return again


def alone(status: int, title: str, text: str, fields: held.Pairs | None = None) -> Response:
    """A page that needs nothing but its template; with `fields` there is a button to send them again."""
    texts = [value for name, value in fields or () if name not in OURS and len(value.split()) > 1]
    template = current_app.jinja_env.get_template("niet_bewaard.html")
    page = template.render(
        taal=languages.names()["taal"],
        title=title,
        uitleg=text,
        verstuurd=request.method == "POST",
        velden=fields,
        getypt=texts,
        csrf=generate_csrf() if fields else "",
        bestand=request.method == "POST" and bool(request.files),
        actie=request.full_path.rstrip("?"),
        stijlen=[
            url_for("bootstrap.static", filename="css/bootstrap.min.css"),
            url_for("static", filename="theme.css"),
        ],
    )
    return make_response(page, status)


def carried() -> held.Pairs | None:
    """What was posted from a page of ours, to be sent again; None where that may not be."""
    ours = request.method == "POST" and held.is_of_this_site() and request.blueprint not in STAYS_OUT
    if not ours or request.files:
        return None
    pairs = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    if any(name.startswith(SECRET) for name, value in pairs):
        return None
    return pairs if sum(len(name) + len(value) for name, value in pairs) <= LARGEST else None


def _own_form(text: str) -> Response | None:
    """The page from which it was posted, with what was typed in its fields; None where that does not work now."""
    try:
        return held.not_saved(STATEMENT.format(text))
    except Exception:  # the page as such is more than there is now; the log says why, and there is a simpler one
        logging.getLogger("naadloos").exception("no form", extra={"fields": {"endpoint": request.endpoint}})
        return None
