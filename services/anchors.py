"""Anchors: where the chain of events stood at some time, kept outside, where whoever can rewrite it does not come.

Without one, a chain that was rewritten whole or cut off at its end looks sound. Any form that left the house will do:
a head file, lines of them, a mail or a note with `12:<64 hexadecimals>`, a sealed Word file (ADR 0020).
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from services import checking, seal_keys
from services.platform import Platform
from services.seal_keys import SealKey
from store import events
from store.canonical import canonical
from store.events import Head

SIGNED = ("seq", "hash", "at", "certificate")
"""What the signature of a head is over: the canonical JSON (RFC 8785) of these."""

_IN_TEXT = re.compile(r"(?<![0-9A-Za-z:])(\d{1,15}):([0-9A-Fa-f]{64})(?![0-9A-Za-z])")


class BadAnchor(ValueError):
    """No anchor to compare with: nothing of the kind in the file, or one that is not what we signed."""


def pinned(platform: Platform) -> list[bytes]:
    """The certificates (PEM) by which something is known to be ours: they lie beside the database."""
    return seal_keys.pinned(platform.db.path.parent)


def head(platform: Platform, key: SealKey | None) -> dict[str, Any]:
    """The last event now, signed: `{"seq", "hash", "at", "certificate", "signature"}`.

    The signature is base64, the certificate named by its SHA-256; both are empty without a key.
    """
    return signed(events.head(platform.db), platform.at(), key)


def signed(last: Head, at: str, key: SealKey | None) -> dict[str, Any]:
    """The same of an event that is known."""
    by = key.sha256 if key else ""
    told: dict[str, Any] = {"seq": last.seq, "hash": last.hash, "at": at, "certificate": by}
    signature = base64.b64encode(seal_keys.sign_bytes(key, canonical(told))).decode() if key else ""
    return {**told, "signature": signature}


def read(content: bytes, certificates: Iterable[bytes]) -> list[Head]:
    """The anchors in a file, each once, in its order.

    :raises BadAnchor: when there is none in it, or one whose signature does not hold
    """
    known = list(certificates)
    found = _of_word_file(content, known) if content.startswith(b"PK") else _of_text(content, known)
    anchors = list(dict.fromkeys(found))
    if not anchors:
        raise BadAnchor("no anchor in it: neither a head file, nor a text with number:hash")
    return anchors


def _of_word_file(content: bytes, certificates: list[bytes]) -> Iterator[Head]:
    checked = checking.check(content, certificates)
    if checked.seal != "valid":
        raise BadAnchor("a Word file whose seal does not hold")
    yield from _in_text(checked.comment)
    if checked.record and checked.record.anchor:
        yield Head(checked.record.anchor.seq, checked.record.anchor.hash)


def _of_text(content: bytes, certificates: list[bytes]) -> Iterator[Head]:
    text = content.decode("utf-8-sig", "replace").replace("=\r\n", "").replace("=\n", "")  # a line that a mail broke
    whole = _json(text)
    if whole is not None:
        yield _signed(whole, "the head", certificates)
        return
    for number, line in enumerate(text.splitlines(), start=1):
        told = _json(line)
        if told is not None:
            yield _signed(told, f"line {number}", certificates)
        else:
            yield from _in_text(line)


def _in_text(text: str) -> Iterator[Head]:
    for seq, digest in _IN_TEXT.findall(text):
        yield Head(int(seq), digest.lower())


def _json(text: str) -> dict[str, Any] | None:
    if not text.lstrip().startswith("{"):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _signed(told: dict[str, Any], where: str, certificates: list[bytes]) -> Head:
    seq, digest = told.get("seq"), told.get("hash")
    if type(seq) is not int or not isinstance(digest, str) or not re.fullmatch("[0-9a-f]{64}", digest):
        raise BadAnchor(f"{where}: no number and hash of an event")
    if told.get("signature") or told.get("certificate"):
        check_signature(told, where, certificates)
    return Head(seq, digest)


def check_signature(told: dict[str, Any], where: str, certificates: list[bytes]) -> None:
    """Hold a signed head against our certificates.

    :raises BadAnchor: when its signature is by none of them, or cannot be read; `where` says of which head
    """
    try:
        signature = base64.b64decode(str(told.get("signature", "")), validate=True)
        data = canonical({name: told[name] for name in SIGNED})
    except (ValueError, KeyError) as fault:
        raise BadAnchor(f"{where}: the signature cannot be read") from fault
    if not any(seal_keys.check_bytes(one, data, signature) for one in certificates):
        raise BadAnchor(f"{where}: the signature is not ours, or the head was changed after signing")
