"""What an OpenID provider says of itself (OpenID Connect Discovery 1.0): its addresses, each of them safe to go to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.openid_settings import OpenIdSettings, is_inside, is_safe

NAMES = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint", "end_session_endpoint")
NEEDED = NAMES[:3]


@dataclass(frozen=True, slots=True)
class Endpoints:
    """What a provider says of itself; '' for what it does not have. `post`: we say who we are in the form itself."""

    authorization: str
    token: str
    keys: str
    userinfo: str = ""
    end_session: str = ""
    post: bool = False


def address(issuer: str) -> str:
    """Where it says so."""
    return f"{issuer.rstrip('/')}/.well-known/openid-configuration"


def endpoints(settings: OpenIdSettings, found: Mapping[str, Any]) -> Endpoints:
    """The addresses of a discovery document: https, and not of a network of one's own where the issuer is not.

    :raises BadAnswer: for another issuer, and for addresses that are missing or not safe
    """
    from services.openid_transport import BadAnswer

    if found.get("issuer") != settings.issuer:
        raise BadAnswer("another issuer")
    urls = [found.get(name) or "" for name in NAMES]
    for name, url in zip(NAMES, urls, strict=True):
        if not isinstance(url, str) or (name in NEEDED and not url):
            raise BadAnswer("no endpoints")
        if url and not (is_safe(url, here=settings.here) and (settings.here or not is_inside(url))):
            raise BadAnswer("an endpoint that is not safe")
    methods = found.get("token_endpoint_auth_methods_supported")
    post = isinstance(methods, list) and "client_secret_basic" not in methods and "client_secret_post" in methods
    authorization, token, keys, userinfo, end_session = urls
    return Endpoints(authorization, token, keys, userinfo, end_session, post=post)
