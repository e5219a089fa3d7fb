"""For monitoring: is it alive, and which version and schema; and for who found a hole: whom to tell."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue

from services.platform import NotFound, stamp
from store.migrations import schema_number
from views import desk

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """{"status": "ok", "version": "0.1.0", "schema": 1}."""
    return jsonify(status="ok", version=current_app.config["VERSION"], schema=schema_number(desk.platform().db))


@bp.get("/.well-known/security.txt")
def security_txt() -> ResponseReturnValue:
    """Whom to tell of a hole (RFC 9116): the contact of the settings of the platform, good for a month from now.

    :raises NotFound: as long as there is no address among the settings
    """
    contact = desk.help_at().contact_email
    if not contact:
        raise NotFound
    until = stamp(desk.platform().now() + timedelta(days=30))
    lines = [f"Contact: mailto:{contact}", f"Expires: {until}", "Preferred-Languages: nl, en, fr"]
    if address := str(current_app.config["ADDRESS"]).rstrip("/"):
        lines.append(f"Canonical: {address}/.well-known/security.txt")
    return Response("\n".join([*lines, ""]), mimetype="text/plain")
