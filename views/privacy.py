"""What everybody may know of how personal data is handled: the privacy page."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from rules import retention
from rules.capacity import ADULT_FROM, PRESUMED_FROM
from rules.clock import ACCESS_WORKING_DAYS

bp = Blueprint("privacy", __name__)


@bp.get("/privacy")
def page() -> ResponseReturnValue:
    """For pupils, parents and professionals: who keeps what, why, for how long, and what one may ask."""
    return render_template(
        "privacy.html",
        jaren={
            "naft": retention.NAFT_AGE,
            "clb": retention.CLB_AGE,
            "buso": retention.CLB_AGE_BUSO,
            "na": retention.YEARS_AFTER_CONTACT,
            "bekwaam": PRESUMED_FROM,
            "volwassen": ADULT_FROM,
        },
        dagen=ACCESS_WORKING_DAYS,
    )
