"""Which OpenID provider people may sign in with, as the environment says, read once at the start.

Two profiles: `acm-idm` is the Flemish government's (person and organisation), `plain` any other (a person alone).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

ACM_IDM, PLAIN = "acm-idm", "plain"
SCOPES = {ACM_IDM: "openid vo profile", PLAIN: "openid profile"}
NAMES = {ACM_IDM: "ACM/IDM", PLAIN: "uw organisatie"}
ISSUER, SCOPE = "NAADLOOS_OIDC_ISSUER", "NAADLOOS_OIDC_SCOPE"
_BOTH = "Give NAADLOOS_OIDC_CLIENT_ID, and NAADLOOS_OIDC_CLIENT_SECRET or its _FILE."
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


def read(said: Mapping[str, str], url: str) -> OpenIdSettings | None:
    """What is set, under the names of the environment (services/variables.py); None without an issuer.

    :param url: the address of this site, as people reach it
    :raises BadSettings: for what cannot be right, such as the scope `rrn`
    """
    issuer = said.get(ISSUER, "").strip()
    if not issuer:
        return None
    if found := faults(said, url):
        raise BadSettings("\n".join(f"{name}: {wrong} {right}" for name, wrong, right in found))
    profile = said.get("NAADLOOS_OIDC_PROFILE", "") or PLAIN
    return OpenIdSettings(
        issuer=issuer,
        client_id=said["NAADLOOS_OIDC_CLIENT_ID"].strip(),
        client_secret=said["NAADLOOS_OIDC_CLIENT_SECRET"].strip(),
        name=" ".join(said.get("NAADLOOS_OIDC_NAME", "").split()) or NAMES[profile],
        profile=profile,
        scope=" ".join((said.get(SCOPE, "") or SCOPES[profile]).split()),
        redirect_uri=url.rstrip("/") + BACK,
        counts=frozenset(said.get("NAADLOOS_OIDC_SECOND_FACTOR", "").split()) - {"0"},
    )


def faults(said: Mapping[str, str], url: str) -> list[tuple[str, str, str]]:
    """What cannot be right where there is an issuer: the name, what is wrong, and what to give."""
    issuer = said.get(ISSUER, "").strip()
    if not issuer:
        return []
    scope = (said.get(SCOPE, "") or "openid").split()
    needed = ("NAADLOOS_OIDC_CLIENT_ID", "NAADLOOS_OIDC_CLIENT_SECRET")
    looked_at = [
        (
            ISSUER,
            is_safe(issuer, here=True) and not urlsplit(issuer).query,
            "It is no address that may be trusted.",
            "Give an https address; http only for a provider on this machine.",
        ),
        (
            "NAADLOOS_URL",
            is_safe(url, here=True),
            "A provider sends people back to an https address only.",
            "Give the https address of this site.",
        ),
        (
            "NAADLOOS_OIDC_PROFILE",
            (said.get("NAADLOOS_OIDC_PROFILE", "") or PLAIN) in SCOPES,
            "There is no such profile.",
            f"Give one of {', '.join(SCOPES)}.",
        ),
        *((name, bool(said.get(name, "").strip()), f"{ISSUER} is set, and this is not.", _BOTH) for name in needed),
        (
            SCOPE,
            "rrn" not in scope,
            "'rrn' asks for the national register number (rijksregisternummer), which Naadloos does not use.",
            "Leave it out: it needs an authorisation.",
        ),
        (SCOPE, "openid" in scope, "It does not hold 'openid'.", "Add that word."),
    ]
    return [(name, wrong, right) for name, fine, wrong, right in looked_at if not fine]


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
