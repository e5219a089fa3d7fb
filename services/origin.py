"""Where somebody knocks from: the address in the network, what a cookie of the device holds, and words for it.

Of all that only hashes are kept, and a few words about the browser: 'Firefox op Windows'.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from services.platform import Platform, stamp
from store import known_devices

REMEMBERED = timedelta(days=180)
"""For how long a device stays known on which nobody signs in."""
UNKNOWN = "Een onbekend toestel"

_BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("Chromebook", r"CrOS"),
    ("Mac", r"Macintosh|Mac OS"),
    ("Linux", r"Linux|X11"),
)
"""Word -> what tells it in the text with which a browser names itself; the first that fits."""
LONGEST_AGENT = 400


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from. Without any of it ('') only the account counts: as from a terminal."""

    address: str = ""
    device: str = ""
    words: str = ""


NOWHERE = Origin()


def in_words(agent: str) -> str:
    """'Firefox op Windows' of what a browser says of itself; nothing else of it is kept."""
    known = agent[:LONGEST_AGENT]
    browser = next((word for word, tells in _BROWSERS if re.search(tells, known)), "")
    system = next((word for word, tells in _SYSTEMS if re.search(tells, known)), "")
    return f"{browser or 'Een browser'} op {system}" if system else browser or UNKNOWN


def source_key(platform: Platform, kind: str, origin: Origin) -> str:
    """A place as attempts of one kind are counted: '' for nowhere.

    Keyed, with a key that is not in the database: who has the database cannot find an address by trying all of them.
    """
    if not origin.address:
        return ""
    return hmac.new(
        platform.secret, f"{kind} {_network(origin.address)}".encode("utf-8", "replace"), hashlib.sha256
    ).hexdigest()


def _network(address: str) -> str:
    """One place: of IPv6 the first 64 bits, as whoever is there has all the addresses that begin so."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4 or found.ipv4_mapped:
        return str(found if found.version == 4 else found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))


def device_hash(device: str, account_id: str) -> str:
    """What is kept of a device for an account: two accounts on one device have nothing in common."""
    return hashlib.sha256(f"{account_id} {device}".encode("utf-8", "replace")).hexdigest()


def known_device(platform: Platform, account_id: str, origin: Origin) -> str:
    """The hash of this device, when this account signed in on it before; '' for any other."""
    if not origin.device or not account_id:
        return ""
    found = device_hash(origin.device, account_id)
    since = stamp(platform.now() - REMEMBERED)
    return found if known_devices.is_known(platform.db, found, account_id, since=since) else ""


def remember(platform: Platform, account_id: str, origin: Origin) -> str:
    """From now on this device is known; gives what its cookie has to hold. Only for who signed in completely."""
    device = origin.device or secrets.token_urlsafe(32)
    known_devices.remember(platform.db, device_hash(device, account_id), account_id, at=platform.at())
    return device
