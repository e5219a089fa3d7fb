"""Talking with an OpenID provider over HTTP: no redirects, little time, small answers. Imported when it is needed."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from requests import PreparedRequest, RequestException, Response
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from services.openid_settings import OpenIdSettings

CONNECT, READ, TOGETHER = 3.0, 4.0, 6.0
"""Seconds: to be connected, without a byte, and for a whole answer."""
LARGEST = 256 * 1024
"""Bytes of an answer: a list of keys is some kilobytes."""


class Unreachable(Exception):
    """The provider does not answer, or not in time, or with an error of its own. The message is for the log."""


class BadAnswer(Exception):
    """The provider answers something else than what the standard says. The message is for the log."""


class Rejected(Exception):
    """The provider does not take the code: used, too old, or not its own. The message is the code of its error."""


class _Careful(HTTPAdapter):
    """Reads an answer whole, within its limits, whatever the server promises about it."""

    def send(self, request: PreparedRequest, *_: Any, verify: Any = True, proxies: Any = None, **__: Any) -> Response:
        """One answer, in memory.

        :raises RequestException: when there is none, or it is too large or too slow
        """
        until = time.monotonic() + TOGETHER
        response = super().send(request, stream=True, timeout=(CONNECT, READ), verify=verify, proxies=proxies)
        read = bytearray()
        try:
            while piece := response.raw.read1(16_384, decode_content=True):
                read += piece
                if len(read) > LARGEST:
                    raise RequestException("answer too large")
                if time.monotonic() > until:
                    raise RequestException("answer too slow")
        except (HTTPError, OSError) as fault:
            raise RequestException(type(fault).__name__) from fault
        finally:
            response.raw.close()
        response.raw = io.BytesIO(bytes(read))
        return response


def session(settings: OpenIdSettings, **how: Any) -> Any:
    """An OAuth session of Authlib, within these limits; close it. `how` goes to Authlib."""
    made = OAuth2Session(
        settings.client_id,
        settings.client_secret,
        scope=settings.scope,
        redirect_uri=settings.redirect_uri,
        code_challenge_method="S256",
        **how,
    )
    made.mount("https://", _Careful())
    made.mount("http://", _Careful())
    made.headers.update({"Accept": "application/json", "Accept-Encoding": "identity", "Connection": "close"})
    made.trust_env = not settings.here  # a proxy of the environment counts, but not for this machine
    return made


def authorization_url(
    settings: OpenIdSettings, endpoint: str, state: str, verifier: str, asked: Mapping[str, str]
) -> str:
    """Where a browser goes to sign in at the provider; `asked` are more parameters."""
    with session(settings) as line:
        url, _ = line.create_authorization_url(endpoint, state=state, code_verifier=verifier, **asked)
    return str(url)


def fetch(settings: OpenIdSettings, url: str, bearer: str = "") -> dict[str, Any]:
    """An object in JSON, with a token to show or without.

    :raises Unreachable: when there is no answer, or an error for one
    :raises BadAnswer: when it is no object
    """
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    with session(settings) as line:
        try:
            answer = line.get(url, withhold_token=True, headers=headers, allow_redirects=False)
        except RequestException as fault:
            raise Unreachable(str(fault) if type(fault) is RequestException else type(fault).__name__) from fault
        if answer.status_code != 200:
            raise Unreachable(f"status {answer.status_code}")
        return _object(answer)


def trade(settings: OpenIdSettings, endpoint: str, method: str, code: str, verifier: str) -> dict[str, Any]:
    """The tokens for a code.

    :param method: how we say who we are: 'client_secret_basic' or 'client_secret_post'
    :raises Unreachable: when there is no answer, or an error for one
    :raises BadAnswer: when it holds no tokens, or leads elsewhere
    :raises Rejected: when the code is not taken
    """
    with session(settings, token_endpoint_auth_method=method) as line:
        try:
            found = line.fetch_token(
                endpoint, grant_type="authorization_code", code=code, code_verifier=verifier,
                redirect_uri=settings.redirect_uri, allow_redirects=False,
            )  # fmt: skip
        except OAuthError as fault:
            raise Rejected(str(fault.error)[:60]) from fault
        except ValueError as fault:  # also what requests raises for no JSON
            raise BadAnswer("token endpoint") from fault
        except RequestException as fault:
            status = getattr(fault.response, "status_code", None)
            raise Unreachable(f"token endpoint: {status or type(fault).__name__}") from fault
    return dict(found)


def _object(answer: Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except (ValueError, RecursionError) as fault:
        raise BadAnswer("no JSON") from fault
    if not isinstance(found, dict):
        raise BadAnswer("no object")
    return found
