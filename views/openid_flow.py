"""What a browser left for at an OpenID provider, kept in its signed cookie under a random state, for ten minutes."""

from __future__ import annotations

import secrets
from dataclasses import astuple, dataclass
from typing import Literal

from flask import session

from views import desk

Purpose = Literal["aanmelden", "uitnodiging", "koppelen", "bewijs"]

FLOWS, WENT = "openid", "openid_weg"
"""What the cookie keeps: who left for what, and who is about to leave."""
AT_ONCE, LASTS = 3, 600
"""Times that one browser may be away at once, as in several tabs, and the seconds that each lasts."""
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Flow:
    """What a browser left for: `wanted` is the page to come to, `about` the id of an invitation or an account."""

    state: str
    purpose: Purpose
    wanted: str
    about: str
    at: float


def begin(purpose: Purpose, wanted: str, about: str) -> str:
    """Remember what this browser leaves for; gives its state."""
    made = Flow(secrets.token_urlsafe(24), purpose, wanted[:LONGEST], about, desk.platform().now().timestamp())
    session[FLOWS] = [*(astuple(one) for one in [*_flows().values()][1 - AT_ONCE :]), astuple(made)]
    session[WENT] = made.state
    return made.state


def leaving() -> Flow | None:
    """What it is about to leave for; None when that is nothing, or too long ago."""
    return _flows().get(str(session.get(WENT, "")))


def taken(state: str) -> Flow | None:
    """What it left for under this state, which is used up; None when it did not."""
    flows = _flows()
    found = flows.pop(state, None)
    session[FLOWS] = [astuple(one) for one in flows.values()]
    return found


def _flows() -> dict[str, Flow]:
    """By state; without what took too long."""
    now = desk.platform().now().timestamp()
    found = (Flow(*one) for one in session.get(FLOWS, ()))
    return {one.state: one for one in found if now - LASTS < one.at <= now}
