"""A second machine that takes over by hand, with the copy it has, once the first one is silent (docs/replicatie.md)."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from ssl import SSLError
from urllib.parse import urlsplit

from services import instance_folder, replica, restoring
from services.platform import Platform
from services.restoring import Done

PATIENCE = 5.0
"""Seconds in which a server that is alive answers."""
ENOUGH = 10_000
"""Bytes of an answer; ours is shorter than a hundred."""


class StillThere(Exception):
    """The first machine answers, so nobody may take over. The message says where."""


def refuse_alive(address: str) -> None:
    """See that nobody answers at the address where the first machine was.

    :param address: of the site, as `https://naadloos.voorbeeld.be`
    :raises StillThere: when a Naadloos answers there, or something with a certificate that cannot be believed
    """
    site = urlsplit(address)
    kind = HTTPSConnection if site.scheme == "https" else HTTPConnection
    line = kind(site.hostname or "", site.port, timeout=PATIENCE)
    try:
        line.request("GET", f"{site.path.rstrip('/')}/healthz")
        told = json.loads(line.getresponse().read(ENOUGH))
    except SSLError as fault:
        raise StillThere(f"{address}: somebody answers, with a certificate that cannot be believed") from fault
    except (OSError, HTTPException, ValueError):
        return
    finally:
        line.close()
    if isinstance(told, dict) and "status" in told:
        raise StillThere(f"{address}: a Naadloos answers there. Stop it for good first")


def take_over(
    platform: Platform,
    source: str,
    target: Path,
    version: str,
    *,
    key: str | None = None,
    plain: bool = False,
    over: bool = False,
    beside: Path | None = None,
) -> Done:
    """Make the newest copy the database of a folder, as putting a backup back does, and say in its chain that it is.

    :param source: what `litestream.restore` takes, or a folder with backups
    :param target: the folder of the instance, in which no server runs
    :param beside: a folder with backups: certificates and the list of what was destroyed, which Litestream copies not
    :raises CannotRestore, NoReplica, NoBackup, Unreadable: nothing was changed then
    """
    instance_folder.refuse_taken(platform, target, over=over)
    if replica.is_backups(source):
        return restoring.restore(platform, Path(source), target, key=key, plain=plain, over=over, how="taken_over")
    with replica.brought(platform, source, target, version, beside=beside) as copy:
        return restoring.restore(platform, copy.found.folder, target, over=over, how="taken_over")
