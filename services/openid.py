"""Signing in through an OpenID provider: the authorization code flow with PKCE, and what the provider says of a person.

One `Provider` for each process. It knows what the provider says of itself (discovery) and its keys for an hour, and
goes only to addresses that the discovery document of the configured issuer names. Why so: ADR 0040.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any, Literal
from urllib.parse import urlencode

from services.openid_discovery import Endpoints, address, endpoints
from services.openid_settings import OpenIdSettings
from services.openid_token import BadToken, Expected, UnknownKey, claims

KEPT = 3600.0
"""Seconds that discovery and keys are believed before they are asked for again."""
PAUSE = 30.0
"""Seconds between two times that keys are asked for because a token names an unknown one."""
REST = 5.0
"""Seconds in which a provider that did not answer is left alone, so that waiting for it does not fill the server."""
LONGEST_CODE = 2048

Why = Literal["onbereikbaar", "ongeldig", "verlopen"]


class Failed(Exception):
    """It did not come to an answer that can be believed: `why` is for people, the message for the log."""

    def __init__(self, why: Why, message: str) -> None:
        super().__init__(message)
        self.why: Why = why


@dataclass
class _Kept:
    """What is known for now, and since when (of a clock that does not go back)."""

    endpoints: Endpoints | None = None
    endpoints_at: float = 0.0
    keys: list[object] = field(default_factory=list)
    keys_at: float = float("-inf")
    asked_anew_at: float = float("-inf")
    failed_at: float = float("-inf")


class Provider:
    """The provider of this installation. `secret` makes what belongs to one sign-in, so that a browser keeps nothing
    but its `state`; `ticks` are the seconds by which things are kept.
    """

    def __init__(
        self,
        settings: OpenIdSettings,
        secret: bytes,
        now: Callable[[], datetime],
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings
        self.ticks = ticks
        self._secret = secret
        self._now = now
        self._kept = _Kept()
        self._lock = Lock()

    def url(self, state: str, *, anew: bool = False, other: bool = False) -> str:
        """Where a browser goes to sign in, the same for the same state.

        :param anew: the provider asks who it is again, whatever it knows of the browser
        :param other: it lets somebody choose another account or capacity
        :raises Failed: when the provider does not answer
        """
        from services import openid_transport

        asked = {"nonce": self._derived("nonce", state), "ui_locales": "nl"}
        if anew or other:
            asked["prompt"] = "login"
        if anew:
            asked["max_age"] = "0"
        endpoint, verifier = self._endpoints().authorization, self._derived("pkce", state)
        return openid_transport.authorization_url(self.settings, endpoint, state, verifier, asked)

    def claims(self, state: str, code: str, *, asked_at: float | None = None) -> dict[str, Any]:
        """What the provider says of who came back with this code, once all of it is right.

        :param asked_at: seconds; it has to have asked who it is since
        :raises Failed: when it does not answer, or what it says cannot be believed
        """
        from services import openid_transport as line

        if not (0 < len(code) <= LONGEST_CODE and code.isascii() and code.isprintable()):
            raise Failed("ongeldig", "code")
        ends = self._endpoints()
        method = "client_secret_post" if ends.post else "client_secret_basic"
        try:
            tokens = line.trade(self.settings, ends.token, method, code, self._derived("pkce", state))
            found = self._believed(tokens.get("id_token"), state, asked_at)
            return {**self._more(ends, tokens, found), **found}
        except line.Unreachable as fault:
            raise Failed("onbereikbaar", str(fault)) from fault
        except line.Rejected as fault:
            raise Failed("verlopen" if str(fault) == "invalid_grant" else "ongeldig", str(fault)) from fault
        except (line.BadAnswer, BadToken) as fault:
            raise Failed("ongeldig", str(fault)) from fault

    def counts_as_second(self, found: Mapping[str, Any]) -> bool:
        """Whether what the provider asked of somebody stands for a second factor, as the settings say."""
        said, means = found.get("acr"), found.get("amr")
        told = {said} if isinstance(said, str) else set()
        told |= {one for one in means if isinstance(one, str)} if isinstance(means, list) else set()
        return "1" in self.settings.counts or bool(told & self.settings.counts)

    def keys_there(self) -> int:
        """How many keys the provider lists now, for who looks whether it answers.

        :raises Failed: when it does not, or not as it should
        """
        from services import openid_transport as line

        try:
            return len(self._keys())
        except line.Unreachable as fault:
            raise Failed("onbereikbaar", str(fault)) from fault
        except line.BadAnswer as fault:
            raise Failed("ongeldig", str(fault)) from fault

    def end_url(self, back_to: str) -> str:
        """Where a browser ends its session at the provider too, '' when there is no such place or it is not known.

        No token is sent along: none is kept.
        """
        try:
            end = self._endpoints().end_session
        except Failed:
            return ""
        asked = urlencode({"client_id": self.settings.client_id, "post_logout_redirect_uri": back_to})
        return f"{end}{'&' if '?' in end else '?'}{asked}" if end else ""

    def _derived(self, what: str, state: str) -> str:
        made = hmac.new(self._secret, f"openid {what} {state}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made).decode().rstrip("=")

    def _believed(self, token: object, state: str, asked_at: float | None) -> dict[str, Any]:
        """The claims of an ID token. For an unknown key the keys are asked for once more: they may be new."""
        now = self._now().timestamp()
        nonce = self._derived("nonce", state)
        expected = Expected(self.settings.issuer, self.settings.client_id, nonce, now, asked_at)
        try:
            return claims(token, self._keys(), expected)
        except UnknownKey:
            pass
        try:
            return claims(token, self._keys(anew=True), expected)
        except UnknownKey as fault:
            raise BadToken("unknown key") from fault

    def _more(self, ends: Endpoints, tokens: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
        """What the provider tells only when asked apart: for organisations, where the ID token names none."""
        from services import openid_transport as line

        bearer = tokens.get("access_token")
        asked = "vo" in self.settings.scope.split() and "vo_orgcode" not in found
        if not (asked and ends.userinfo and isinstance(bearer, str) and bearer.isascii() and bearer.isprintable()):
            return {}
        more = line.fetch(self.settings, ends.userinfo, bearer)
        if more.get("sub") != found["sub"]:
            raise line.BadAnswer("userinfo of somebody else")
        return {name: value for name, value in more.items() if name.startswith("vo_")}

    def _endpoints(self) -> Endpoints:
        """What the provider says of itself. What was known goes on counting while it does not answer."""
        from services import openid_transport as line

        with self._lock:
            kept, now = self._kept, self.ticks()
            if kept.endpoints is not None and now < kept.endpoints_at + KEPT:
                return kept.endpoints
            if now < kept.failed_at + REST:
                return kept.endpoints or self._resting()
        try:
            found = endpoints(self.settings, line.fetch(self.settings, address(self.settings.issuer)))
        except line.Unreachable as fault:
            with self._lock:
                self._kept.failed_at = self.ticks()
                if self._kept.endpoints is not None:
                    return self._kept.endpoints
            raise Failed("onbereikbaar", f"discovery: {fault}") from fault
        except line.BadAnswer as fault:
            raise Failed("ongeldig", f"discovery: {fault}") from fault
        with self._lock:
            self._kept.endpoints, self._kept.endpoints_at = found, self.ticks()
        return found

    def _resting(self) -> Endpoints:
        raise Failed("onbereikbaar", "it did not answer just now")

    def _keys(self, *, anew: bool = False) -> list[object]:
        """The keys with which the provider signs.

        :param anew: although they are known; not again within half a minute, whoever sends tokens
        """
        from services import openid_transport as line

        with self._lock:
            kept, now = self._kept, self.ticks()
            known = now < kept.keys_at + KEPT
            if known and (not anew or now < kept.asked_anew_at + PAUSE):
                return kept.keys
            if anew:
                kept.asked_anew_at = now
        found = line.fetch(self.settings, self._endpoints().keys).get("keys")
        keys = list(found) if isinstance(found, list) else []
        with self._lock:
            self._kept.keys, self._kept.keys_at = keys, self.ticks()
        return keys
