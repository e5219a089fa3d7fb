"""Which place this browser sits at: the secret that opens one is in its cookie, never in an address.

A browser holds one: a next one takes its place, so that what stood on the screen of who went before opens nothing any
more.
"""

from __future__ import annotations

from flask import session

from services.accounts import token_hash
from store.seats import SeatTaken

IN_COOKIE = "plaats"
"""The name of the secret in the cookie."""


def take_place(token: str) -> str:
    """Let this browser sit at the place of a token, and at no other; gives its name in addresses: no secret."""
    session[IN_COOKIE] = token
    return _name(token)


def leave_place() -> None:
    """Let this browser sit nowhere."""
    session.pop(IN_COOKIE, None)


def secret_of(place: str) -> str:
    """The secret of the place that an address names.

    :raises SeatTaken: when this browser does not sit there
    """
    token = str(session.get(IN_COOKIE, ""))
    if not token or _name(token) != place:
        raise SeatTaken
    return token


def _name(token: str) -> str:
    return token_hash(token)[:20]
