"""What people do on a busy Monday and how often, what that is a share of, and how each request is called.

All of it are assumptions of ours, in one place: docs/belasting.md says them in words.
"""

from __future__ import annotations

import re

PEAK = 46
"""Requests a second of all Flanders in its busiest minute. Assumed: 11.6 million requests a year in 1,400 office hours
(some 185 school days of seven and a half), and twenty times the mean in that minute.
"""

ACTS: dict[str, int] = {
    "worklist": 14,
    "dossier": 14,
    "timeline": 2,
    "autosave": 34,
    "who_else": 10,
    "wizard": 10,
    "search": 3,
    "document": 5,
    "sign_in": 4,
    "round": 2,
    "finish": 2,
}
"""An act of tests/load/acts.py -> how often, of their sum. A turn is one to fifteen requests."""

KINDS: tuple[tuple[str, str, str], ...] = (
    ("sign in", "POST", r"/inloggen"),
    ("page to sign in", "GET", r"/inloggen"),
    ("unlock", "POST|GET", r"/ontgrendelen"),
    ("work list", "GET", r"/werklijst"),
    ("search", "GET|POST", r"/dossiers(\?.*)?"),
    ("timeline", "GET", r"/dossiers/\w+/verloop"),
    ("download", "GET", r"/dossiers/\w+/documenten/\w+"),
    ("dossier", "GET", r"/dossiers/\w+"),
    ("autosave", "POST", r"/formulieren/\w+/stap/[\w-]+/bewaar"),
    ("wizard step, save", "POST", r"/formulieren/\w+/stap/[\w-]+"),
    ("wizard step, page", "GET", r"/formulieren/\w+/stap/[\w-]+"),
    ("who else writes", "GET", r"/formulieren/\w+/open"),
    ("check", "GET", r"/formulieren/\w+/nakijken"),
    ("freeze", "POST", r"/formulieren/\w+/vastleggen"),
    ("page to sign", "GET", r"/versies/\w+/tekenen|/tafel/\w+"),
    ("signature", "POST", r"/versies/\w+/tekenen|/tafel/\w+"),
    ("round", "GET", r"/versies/\w+/ronde"),
    ("hand over", "POST", r"/versies/\w+/tafel/\w+"),
    ("send a link", "POST", r"/versies/\w+/uitnodigen/\w+"),
    ("personal link", "GET|POST", r"/t/[\w-]+"),
    ("take back", "POST", r"/versies/\w+/terugnemen"),
    ("PDF", "POST", r"/dossiers/\w+/documenten/\w+/pdf"),
    ("package", "GET|POST", r"/dossiers/\w+/(documenten\.zip|[\w./-]*pakket[\w./-]*)(\?.*)?"),
    ("figures", "GET", r"/cijfers(\?.*)?"),
    ("yearly report", "GET|POST", r"/cijfers/[\w./-]*jaarverslag[\w./-]*"),
)
"""Name, methods and address of each kind of request; the first that fits."""
_KINDS = [(name, frozenset(methods.split("|")), re.compile(path)) for name, methods, path in KINDS]


def kind_of(method: str, url: str) -> str:
    """The kind of a request, 'other' for what is in no list."""
    for name, methods, path in _KINDS:
        if method in methods and path.fullmatch(url):
            return name
    return "other"
