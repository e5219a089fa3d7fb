"""How far work in the background is: the words of it on a page, and the same for the script that asks (ADR 0051)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, current_app, jsonify, url_for
from flask.typing import ResponseReturnValue

from services import jobs
from services.jobs import State
from services.platform import NotFound
from services.products import Making
from store import jobs as kept
from views import desk
from views.words import datum, size, uur

bp = Blueprint("work", __name__)


@dataclass(frozen=True, slots=True)
class Words:
    """What is made, in a sentence: 'De PDF', 'wordt', 'gemaakt', 'is'."""

    what: str
    becomes: str = "wordt"
    made: str = "gemaakt"
    has: str = "is"


PACK, COPY = Words("Het pakket"), Words("Het afschrift")
FIGURES = Words("De cijfers", "worden", "geteld", "zijn")
WORDS: Mapping[str, Words] = {"pakket": PACK, "afschrift": COPY, "cijfers": FIGURES}
"""Kind of a job of which the product is for who asked alone -> its words."""


@bp.get("/werk/<string:job_id>")
def state(job_id: str) -> ResponseReturnValue:
    """How far a job is, for the script of a page; of one that this person asked, and of no other."""
    job = kept.job(desk.platform().db, job_id)
    if job is None or job.kind not in WORDS or job.asked_by != desk.who().id:
        raise NotFound
    found = jobs.state_of(desk.platform(), job)
    return jsonify(stand(found) | {"tekst": said(found, WORDS[job.kind])})


def stand(found: State) -> dict[str, object]:
    """`stand` is one of er, geen, komt and mislukt; `voor` how many jobs come first."""
    shown = "komt" if found.is_open else {"klaar": "er", "mislukt": "mislukt"}.get(found.status, "geen")
    return {"stand": shown, "voor": found.ahead}


def said(found: State, words: Words) -> str:
    """The same in words: 'Het pakket wordt nu gemaakt: 3 van 12.'"""
    coming = f"{words.what} {words.becomes}"
    if found.status == "mislukt":
        return f"{words.what} {words.has} niet {words.made}. {found.error}"
    if not found.is_open:
        return ""
    if found.status == "bezig":
        return f"{coming} nu {words.made}" + (f": {found.done} van {found.steps}." if found.steps else ".")
    if found.error:
        return f"{words.what} {words.has} er nog niet. Het wordt zo meteen opnieuw geprobeerd."
    return f"{coming} {words.made} ({found.ahead} voor u)." if found.ahead else f"{coming} zo {words.made}."


def shown(found: Making, words: Words, **more: object) -> dict[str, object]:
    """What the template says of something that is made for who asked: stand, words, and where the script asks."""
    told: dict[str, object] = stand(found.state) | {"tekst": said(found.state, words), "url_stand": ""}
    if found.state.job_id:
        told["url_stand"] = url_for("work.state", job_id=found.state.job_id)
    if found.product:
        told["bij"] = f"{size(found.product.size)}, op te halen tot {_moment(found.product.expires_at)}"
    return told | more


def _moment(at: str) -> str:
    return f"{datum(at)}, {uur(at)}"


def ring() -> None:
    """There is something to do that no post asked for."""
    if current_app.config["JOBS_NOW"]:
        current_app.extensions["naadloos.workman"].ring()
