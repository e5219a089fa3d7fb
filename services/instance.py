"""The folder of an installation, opened as it is set: its key of the cookies, database, seal, mail and provider."""

from __future__ import annotations

import functools
import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from services import antivirus, database_key, openid_settings, post_offices, secret_files
from services.database_key import Given
from services.openid import Provider
from services.platform import Platform, Seal
from services.post_offices import PostOffice
from store import migrations
from store.database import Database
from store.opening import Shut

DATABASE = "naadloos.db"
DEMO = "demo.json"
"""The accounts of a demo; where it is, all people are invented."""


class CannotOpen(Exception):
    """The folder, its key or its database cannot be used. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Instance:
    """What a server works with. `key` is that of the database, and `post` where mail leaves."""

    cookie_key: bytes = field(repr=False)
    key: Given = field(repr=False)
    platform: Platform
    post: PostOffice
    provider: Provider | None
    scanner: antivirus.Scanner | None


def opened(
    said: Mapping[str, Any], templates: Path, now: Callable[[], datetime], *, debug: bool, serves: bool
) -> Instance:
    """The folder, made when it is not there.

    :param said: `app.config`, in which services/configuration.py found nothing wrong
    :param serves: a server, which does without a database of another version; a command looks by itself
    :raises CannotOpen: when something in it cannot be used
    """
    folder = Path(said["INSTANCE"])
    if debug and (folder / DATABASE).exists() and not (folder / DEMO).exists():
        raise CannotOpen("No --debug here: this instance is no demo, and a debugger shows what is in memory.")
    try:
        secret_files.close_folder(folder)
        cookie_key = secret_files.kept(folder / "cookie.key", 32)
        given = database_key.given(said["DATABASE_KEY"], said["DATABASE_KEY_FILE"])
        database = Database(folder / DATABASE, database_key.fitting(folder / DATABASE, given) or None)
        if serves and database.path.exists():
            migrations.refuse_newer(database)
    except (database_key.NoKey, secret_files.OthersMayRead, Shut) as fault:
        raise CannotOpen(str(fault)) from None
    platform = Platform(
        database,
        templates,
        now=now,
        fixed=_fixed(said),
        sealing=functools.cache(functools.partial(_seal, said, folder, now)),
        address=said["ADDRESS"],
        secret=hashlib.blake2b(cookie_key, key=b"attempts", digest_size=32).digest(),
    )
    found = openid_settings.read(said["OPENID"], str(said["URL"]))
    return Instance(
        cookie_key,
        given,
        platform,
        said.get("POST_OFFICE") or post_offices.of(said, encrypted=database.is_keyed),
        Provider(found, cookie_key, now) if found else None,
        antivirus.at(said["CLAMD"]),
    )


def _fixed(said: Mapping[str, Any]) -> dict[str, str]:
    """What this installation decides where no source does, so that no administrator can; by the name of the setting."""
    block, days = said["PARENTS_BLOCK"], said["ANSWER_DAYS"]
    fixed = {} if block is None else {"parents_block": "1" if block else "0"}
    return fixed | ({} if days is None else {"answer_days": str(days)})


def _seal(said: Mapping[str, Any], folder: Path, now: Callable[[], datetime]) -> Seal:
    """The key that seals Word files; without one that can be used the app runs all the same, and this says why.

    Checking an RSA key takes as long as importing Flask, and most processes seal nothing (ADR 0055).
    """
    if said["SEAL"] == "off":
        return Seal()
    from services import seal_keys

    try:
        return Seal(seal_keys.load(folder, said["SEAL_KEY"] or None, said["SEAL_CERT"] or None, now()))
    except seal_keys.KeyUnusable as fault:
        logging.getLogger("naadloos").warning("no seal", extra={"fields": {"why": str(fault)}})
        return Seal(problem=str(fault))
