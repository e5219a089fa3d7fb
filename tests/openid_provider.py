"""An OpenID provider of our own, on a port of this machine, that keeps the rules unless it is told to break one.

It asks nobody anything: who comes to `/authorize` is `person`, at once. What a test twists is undone by `straight`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

CLIENT, SECRET = "naadloos", "zeer geheim"
Answer = tuple[int, dict[str, str], bytes]


@cache
def _key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})


def _curve(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig"})


class Op:
    """The provider. `asked` are the addresses that were asked for, `twists` the rules that are broken, by place."""

    def __init__(self) -> None:
        self.rsa = _key("eerste")
        self.keys: list[Any] = [self.rsa]
        self.signing: Any = self.rsa
        self.person: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.faults: list[str] = []
        self.straight()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                status, headers, body = outer.answer(self.path, self.rfile.read(length).decode(), dict(self.headers))
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    for at in range(0, len(body), 50_000):
                        self.wfile.write(body[at : at + 50_000])
                except OSError:
                    return  # the other side had enough of it

            do_GET = do_POST = _answer  # noqa: N815  # as http.server calls them

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def straight(self) -> None:
        """Keep every rule again."""
        self.twists: dict[str, Callable[[Answer], Answer]] = {}
        self.claims: Callable[[dict[str, Any]], dict[str, Any]] = dict
        self.header: dict[str, Any] = {}
        self.more: dict[str, Any] = {}
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.keys, self.signing = [self.rsa], self.rsa

    def signed(self, claims: dict[str, Any], key: Any = None) -> str:
        """An ID token."""
        key = key or self.signing
        kind = "RS256" if isinstance(key, RSAKey) else "ES256"
        return jwt.encode({"alg": kind, "kid": key.kid, **self.header}, claims, key, algorithms=["RS256", "ES256"])

    def with_public_key(self, claims: dict[str, Any]) -> str:
        """Signed with a secret that everybody knows: the public key itself."""
        public = OctKey.import_key(base64.urlsafe_b64encode(self.rsa.as_pem(private=False)).decode())
        return jwt.encode({"alg": "HS256", "kid": self.rsa.kid}, claims, public, algorithms=["HS256"])

    def unsigned(self, claims: dict[str, Any]) -> str:
        """With the algorithm that is none."""
        parts = ({"alg": "none", "kid": self.rsa.kid}, claims)
        coded = (base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in parts)
        return f"{'.'.join(coded)}."

    def rotate(self) -> None:
        """Another key from now on."""
        self.signing = _curve(secrets.token_hex(4))
        self.keys = [{"kty": "vreemd", "kid": "x"}, self.signing]

    def answer(self, path: str, body: str, headers: dict[str, str]) -> Answer:
        """What is said to one request."""
        parts = urlsplit(path)
        self.asked.append(parts.path)
        said = {name: values[0] for name, values in parse_qs(parts.query or body).items()}
        made: dict[str, Callable[[], Answer]] = {
            "/.well-known/openid-configuration": self._discovery,
            "/authorize": lambda: self._authorize(said),
            "/token": lambda: self._token(said, headers.get("Authorization", "")),
            "/jwks": lambda: _json(
                {"keys": [k if isinstance(k, dict) else k.as_dict(private=False) for k in self.keys]}
            ),
            "/userinfo": lambda: _json(self.person | self.more),
            "/end": lambda: _json({}),
        }
        answered = made[parts.path]()
        twist = self.twists.get(parts.path)
        return twist(answered) if twist else answered

    def _discovery(self) -> Answer:
        return _json(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/jwks",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "end_session_endpoint": f"{self.url}/end",
            }
        )

    def _authorize(self, said: dict[str, str]) -> Answer:
        right = {"response_type": "code", "client_id": CLIENT, "code_challenge_method": "S256"}
        self.faults += [f"{name}={said.get(name)}" for name, value in right.items() if said.get(name) != value]
        self.faults += [
            f"no {name}" for name in ("state", "nonce", "code_challenge", "redirect_uri") if not said.get(name)
        ]
        self.faults += ["rrn"] if "rrn" in said["scope"] or "openid" not in said["scope"] else []
        code = secrets.token_urlsafe(12)
        self.codes[code] = said
        back = urlencode({"code": code, "state": said["state"]})
        return 302, {"Location": f"{said['redirect_uri']}?{back}"}, b""

    def _token(self, said: dict[str, str], who: str) -> Answer:
        asked = self.codes.pop(said.get("code", ""), None)
        if who != "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode():
            return _json({"error": "invalid_client"}, 401)
        digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or asked["redirect_uri"] != said["redirect_uri"] or asked["code_challenge"] != challenge:
            return _json({"error": "invalid_grant", "error_description": "GEHEIM"}, 400)
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        if asked.get("prompt") == "login" and asked.get("max_age") == "0":
            claims["auth_time"] = now
        token = self.sign(self.claims({**claims, **self.person}))
        return _json({"access_token": "toegang", "token_type": "Bearer", "id_token": token})


def _json(what: dict[str, Any], status: int = 200) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(what).encode()


@contextmanager
def serving_op() -> Iterator[Op]:
    """One that runs."""
    made = Op()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.server.shutdown()
        made.server.server_close()
        thread.join()
