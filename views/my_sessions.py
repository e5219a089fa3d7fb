"""Ending the own sessions: one by one, or all but this one. The list of them is on the page of views/second_step.py."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from services import own_account
from views import desk

bp = Blueprint("my_sessions", __name__)


@bp.post("/beveiliging/sessies/<string:session_id>/einde")
def end(session_id: str) -> ResponseReturnValue:
    """Sign out there. One of somebody else is not known here, and nothing happens."""
    own_account.end_one(desk.platform(), desk.who(), session_id)
    desk.say("Op dat toestel bent u afgemeld.")
    return redirect(url_for("second_step.overview"))


@bp.post("/beveiliging/sessies/andere")
def end_others() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    own_account.end_others(desk.platform(), desk.who(), desk.token(), desk.origin())
    desk.say("Overal elders bent u afgemeld.")
    return redirect(url_for("second_step.overview"))
