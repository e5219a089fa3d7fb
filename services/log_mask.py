"""No secret address in a log: the token in it is masked in every record, whoever writes it.

That is a link to sign (`/t/`), to choose a password (`/uitnodiging/`), to another address for an account
(`/e-mailadres/`), and a calendar (`/agenda/`). What somebody looked for (`?zoek=`), often a name, is masked as well,
also in the address to come back to after signing in; and what a provider of OpenID sends back (`?code=`, `?state=`).
"""

from __future__ import annotations

import logging
import re
from typing import Any

_TOKEN = re.compile(
    r"(/(?:t|uitnodiging|e-mailadres|agenda)/)[^\s/?#\"']+"
    r"|((?:[?&]|%3F|%26)(?:zoek|code|state|session_state|error_description)(?:=|%3D))(?:(?!%26)[^\s&#\"'])+",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """'/t/...' instead of the address of a personal link, '/agenda/...' instead of that of a calendar."""
    return _TOKEN.sub(r"\1\2...", text)


class _Masking:
    """Makes records as the factory before it did, and masks what they say."""

    def __init__(self, before: Any) -> None:
        self._before = before

    def __call__(self, *args: Any, **more: Any) -> logging.LogRecord:
        record: logging.LogRecord = self._before(*args, **more)
        if _TOKEN.search(said := record.getMessage()):
            record.msg, record.args = masked(said), ()
        return record


def install() -> None:
    """From now on, for every logger of this process: also those of werkzeug and granian. A second call does nothing."""
    if not isinstance(logging.getLogRecordFactory(), _Masking):
        logging.setLogRecordFactory(_Masking(logging.getLogRecordFactory()))
