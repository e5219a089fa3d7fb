"""Whether an ID token of an OpenID provider may be believed (OpenID Connect Core 1.0, 3.1.3.7)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KINDS = {"RS256": "RSA", "ES256": "EC"}
"""The algorithms that count, each with its kind of key. Nothing else is ever tried."""
LEEWAY = 60
"""Seconds by which the clocks may differ."""
LARGEST = 32_768
SHORTEST = 342
"""Characters in which the modulus of an RSA key of 2048 bits is written; a shorter key is not safe."""


class BadToken(Exception):
    """It is not to be believed. The message says why, for the log, and holds nothing of what is in it."""


class UnknownKey(Exception):
    """It names a key that is not among those given: perhaps the provider has new ones."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What has to be in it. `asked_at` (seconds): who it is was asked since; None when that is no matter."""

    issuer: str
    client_id: str
    nonce: str
    now: float
    asked_at: float | None = None


def claims(token: object, keys: Sequence[object], expected: Expected) -> dict[str, Any]:
    """What a token says, once all about it is right.

    :param keys: JSON Web Keys, as the provider lists them
    :raises UnknownKey: when it is signed with none of these, by its name
    :raises BadToken: for anything else that is wrong
    """
    if not isinstance(token, str) or len(token) > LARGEST or not token.isascii():
        raise BadToken("no token")
    found = _opened(token, keys)
    if problem := _problem(found, expected):
        raise BadToken(problem)
    return found


def said_at(found: Mapping[str, Any]) -> float | None:
    """When the provider last asked who it is, in seconds, of claims that were checked; None when they do not tell.

    What is no moment is NaN, which is after nothing.
    """
    return _time(found, "auth_time", default=0) if "auth_time" in found else None


def _opened(token: str, keys: Sequence[object]) -> dict[str, Any]:
    from joserfc import jws, jwt
    from joserfc.errors import JoseError

    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError, RecursionError) as fault:
        raise BadToken("not signed as it should be") from fault
    algorithm = header.get("alg")
    if algorithm not in KINDS:
        raise BadToken("algorithm")
    fitting = _fitting(keys, header)
    if not fitting:
        raise UnknownKey
    for key in fitting:
        try:
            return dict(jwt.decode(token, key, algorithms=[algorithm]).claims)
        except (JoseError, ValueError, RecursionError):
            continue
    raise BadToken("signature")


def _fitting(keys: Sequence[object], header: Mapping[str, Any]) -> list[Any]:
    """The keys of this kind, under this name, that are for signing; what cannot be read is none of them."""
    from joserfc.errors import JoseError
    from joserfc.jwk import JWKRegistry

    algorithm = str(header["alg"])
    found = []
    for one in keys:
        if not isinstance(one, dict) or one.get("kty") != KINDS[algorithm] or one.get("use", "sig") != "sig":
            continue
        if one.get("alg", algorithm) != algorithm or ("kid" in header and one.get("kid") != header["kid"]):
            continue
        if algorithm == "RS256" and len(str(one.get("n", ""))) < SHORTEST:
            continue
        try:
            found.append(JWKRegistry.import_key(one))
        except (JoseError, ValueError, TypeError):
            continue
    return found


def _problem(found: Mapping[str, Any], expected: Expected) -> str:
    """What is wrong with the claims; '' when nothing is."""
    audience = found.get("aud")
    meant = [audience] if isinstance(audience, str) else audience
    checks = (
        ("iss", found.get("iss") == expected.issuer),
        ("aud", isinstance(meant, list) and expected.client_id in meant),
        ("azp", found.get("azp", None if isinstance(meant, list) and len(meant) > 1 else expected.client_id)
         == expected.client_id),
        ("exp", expected.now < _time(found, "exp", default=0) + LEEWAY),
        ("iat", _time(found, "iat", default=expected.now * 2) <= expected.now + LEEWAY),
        ("nbf", _time(found, "nbf", default=0) <= expected.now + LEEWAY),
        ("nonce", _same(found.get("nonce"), expected.nonce)),
        ("sub", _is_subject(found.get("sub"))),
        ("auth_time", expected.asked_at is None or _time(found, "auth_time", default=0) >= expected.asked_at - LEEWAY),
    )  # fmt: skip
    return next((name for name, right in checks if not right), "")


def _time(found: Mapping[str, Any], name: str, *, default: float) -> float:
    """A moment in a claim; the default when it is absent, and one that fits nothing when it is no number."""
    value = found.get(name, default)
    return float(value) if type(value) in (int, float) and abs(value) < 1e12 else float("nan")


def _same(value: object, nonce: str) -> bool:
    return isinstance(value, str) and hmac.compare_digest(value.encode("utf-8", "replace"), nonce.encode())


def _is_subject(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 255 and value.isascii() and value.isprintable()
