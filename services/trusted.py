"""Other installations of Naadloos whose seal is believed here: their certificates, each with the name to show.

In `<instance>/seal/trusted/`, one JSON file a certificate under its fingerprint, for the program alone. Somebody with
the keys of this machine puts them there, after comparing the fingerprint with one that came another way (ADR 0028).
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from services import anchors, seal_keys
from services.platform import Platform

LONGEST_NAME = 120


class CannotTrust(ValueError):
    """Nothing to trust, or nothing that was. The message is English: it is read in a terminal."""


@dataclass(frozen=True, slots=True)
class Trusted:
    """A certificate of another installation: its SHA-256, the name to show, since when (UTC), and itself as PEM."""

    fingerprint: str
    name: str
    since: str
    certificate: str


def trust(platform: Platform, content: bytes, name: str) -> list[Trusted]:
    """Believe the seals of these certificates (PEM, one or more) from now on; one that is known gets this name.

    :raises CannotTrust: when no certificate of a seal is in it, it is our own, or the name is empty or too long
    """
    shown = " ".join(name.split())
    if not shown or len(shown) > LONGEST_NAME or not shown.isprintable():
        raise CannotTrust(f"Give a name of at most {LONGEST_NAME} characters.")
    try:
        found = seal_keys.sealing(content)
    except seal_keys.KeyUnusable as fault:
        raise CannotTrust("No certificate of a seal in it: take zegel.pem from the page /controle there.") from fault
    own = set(seal_keys.fingerprints(anchors.pinned(platform)))
    digests = seal_keys.fingerprints(found)
    if own & set(digests):
        raise CannotTrust("This is a certificate of this installation: its seals are believed already.")
    folder = _folder(platform)
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    added = [Trusted(digest, shown, platform.at(), pem.decode()) for digest, pem in zip(digests, found, strict=True)]
    for one in added:
        seal_keys.write_private(folder / f"{one.fingerprint}.json", json.dumps(asdict(one)).encode())
    return added


def distrust(platform: Platform, fingerprint: str) -> Trusted:
    """Believe it no longer; what was taken over stays. The first sixteen digits of a fingerprint are enough.

    :raises CannotTrust: when none, or more than one, is trusted under it
    """
    wanted = "".join(fingerprint.split()).lower()
    found = [one for one in everyone(platform) if len(wanted) >= 16 and one.fingerprint.startswith(wanted)]
    if len(found) != 1:
        raise CannotTrust("No certificate is trusted under this fingerprint: give at least sixteen digits of it.")
    (_folder(platform) / f"{found[0].fingerprint}.json").unlink(missing_ok=True)
    return found[0]


def everyone(platform: Platform) -> list[Trusted]:
    """Every certificate that is trusted, by name."""
    read = [json.loads(path.read_text("utf-8")) for path in _folder(platform).glob("*.json")]
    return sorted((Trusted(**one) for one in read), key=lambda one: (one.name.casefold(), one.fingerprint))


def known(platform: Platform) -> list[bytes]:
    """Every certificate (PEM) whose seal is believed: our own, and those of the others."""
    return [*anchors.pinned(platform), *(one.certificate.encode() for one in everyone(platform))]


def name_of(platform: Platform, fingerprint: str) -> str:
    """The name of the other installation that a certificate is of; '' for our own and for one that is not known."""
    if not re.fullmatch("[0-9a-f]{64}", fingerprint):
        return ""
    return next((one.name for one in everyone(platform) if one.fingerprint == fingerprint), "")


def _folder(platform: Platform) -> Path:
    return platform.db.path.parent / "seal" / "trusted"
