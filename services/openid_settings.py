"""Which OpenID provider people may sign in with, as the environment says, read once at the start.

Two profiles: `acm-idm` is the Flemish government's (person and organisation), `plain` any other (a person alone).
"""

from __future__ import annotations

import ipaddress
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ACM_IDM, PLAIN = "acm-idm", "plain"
SCOPES = {ACM_IDM: "openid vo profile", PLAIN: "openid profile"}
NAMES = {ACM_IDM: "ACM/IDM", PLAIN: "uw organisatie"}
BACK = "/openid/terug"
"""Where the provider sends people back: the address that is registered there."""


class BadSettings(ValueError):
    """A setting that cannot be right. The message begins with its name and says what to give."""


@dataclass(frozen=True, slots=True)
class OpenIdSettings:
    """One provider. `counts` are values of `acr` or `amr` that stand for a second factor; '1' in it: each sign-in."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    profile: str
    scope: str
    redirect_uri: str
    counts: frozenset[str]

    @property
    def here(self) -> bool:
        """Whether the provider runs on this machine, over plain HTTP."""
        return self.issuer.startswith("http://")


def environment() -> dict[str, str]:
    """What the environment says, for `read`."""
    said = {
        "NAADLOOS_OIDC_ISSUER": os.environ.get("NAADLOOS_OIDC_ISSUER"),
        "NAADLOOS_OIDC_PROFILE": os.environ.get("NAADLOOS_OIDC_PROFILE"),
        "NAADLOOS_OIDC_CLIENT_ID": os.environ.get("NAADLOOS_OIDC_CLIENT_ID"),
        "NAADLOOS_OIDC_CLIENT_SECRET": os.environ.get("NAADLOOS_OIDC_CLIENT_SECRET"),
        "NAADLOOS_OIDC_CLIENT_SECRET_FILE": os.environ.get("NAADLOOS_OIDC_CLIENT_SECRET_FILE"),
        "NAADLOOS_OIDC_NAME": os.environ.get("NAADLOOS_OIDC_NAME"),
        "NAADLOOS_OIDC_SCOPE": os.environ.get("NAADLOOS_OIDC_SCOPE"),
        "NAADLOOS_OIDC_SECOND_FACTOR": os.environ.get("NAADLOOS_OIDC_SECOND_FACTOR"),
    }
    return {name: value for name, value in said.items() if value}


def read(said: Mapping[str, str], url: str) -> OpenIdSettings | None:
    """What is set, under the names of the environment; None without an issuer.

    :param url: the address of this site, as people reach it
    :raises BadSettings: for what cannot be right, such as the scope `rrn`
    """
    issuer = said.get("NAADLOOS_OIDC_ISSUER", "").strip()
    if not issuer:
        return None
    if not is_safe(issuer, here=True) or urlsplit(issuer).query:
        raise BadSettings("NAADLOOS_OIDC_ISSUER: give an https address; http only for a provider on this machine")
    if not is_safe(url, here=True):
        raise BadSettings("NAADLOOS_URL: a provider sends people back to an https address only")
    profile = said.get("NAADLOOS_OIDC_PROFILE", "") or PLAIN
    if profile not in SCOPES:
        raise BadSettings(f"NAADLOOS_OIDC_PROFILE: give one of {', '.join(SCOPES)}")
    client_id, secret = said.get("NAADLOOS_OIDC_CLIENT_ID", "").strip(), _secret(said)
    if not client_id or not secret:
        raise BadSettings("NAADLOOS_OIDC_CLIENT_ID and NAADLOOS_OIDC_CLIENT_SECRET (or _FILE): give both")
    return OpenIdSettings(
        issuer=issuer,
        client_id=client_id,
        client_secret=secret,
        name=" ".join(said.get("NAADLOOS_OIDC_NAME", "").split()) or NAMES[profile],
        profile=profile,
        scope=_scope(said.get("NAADLOOS_OIDC_SCOPE", "") or SCOPES[profile]),
        redirect_uri=url.rstrip("/") + BACK,
        counts=frozenset(said.get("NAADLOOS_OIDC_SECOND_FACTOR", "").split()) - {"0"},
    )


def is_safe(url: str, *, here: bool) -> bool:
    """Whether an address may be gone to: https, or with `here` http on this machine; no name or password in it."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.fragment or not url.isprintable() or " " in url:
        return False
    return parts.scheme == "https" or (here and parts.scheme == "http" and host in ("localhost", "127.0.0.1"))


def is_inside(url: str) -> bool:
    """Whether an address names this machine or a network of one's own by its number."""
    host = urlsplit(url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _scope(asked: str) -> str:
    words = asked.split()
    if "rrn" in words:
        raise BadSettings(
            "NAADLOOS_OIDC_SCOPE: 'rrn' asks for the national register number (rijksregisternummer), for which an "
            "authorisation is needed and which Naadloos does not use: leave it out"
        )
    if "openid" not in words:
        raise BadSettings("NAADLOOS_OIDC_SCOPE: it has to hold 'openid'")
    return " ".join(words)


def _secret(said: Mapping[str, str]) -> str:
    named = said.get("NAADLOOS_OIDC_CLIENT_SECRET_FILE", "")
    if not named:
        return said.get("NAADLOOS_OIDC_CLIENT_SECRET", "").strip()
    path = Path(named)
    try:
        open_to_all = stat.S_IMODE(path.stat().st_mode) & stat.S_IROTH
        secret = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise BadSettings("NAADLOOS_OIDC_CLIENT_SECRET_FILE: this file cannot be read") from fault
    if open_to_all:
        raise BadSettings("NAADLOOS_OIDC_CLIENT_SECRET_FILE: everybody can read this file; give it mode 0600")
    return secret
