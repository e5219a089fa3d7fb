"""For monitoring: is it alive, and which version and schema."""

from __future__ import annotations

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue

from store.migrations import schema_number
from views import desk

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """{"status": "ok", "version": "0.1.0", "schema": 1}."""
    return jsonify(status="ok", version=current_app.config["VERSION"], schema=schema_number(desk.platform().db))
