"""Making a restored copy fit for use: what is destroyed stays destroyed, nobody is in, nothing is sent twice."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from services import anchors, backup_files, destroying, finding, ledger, plan, record_views, secret_files
from services.backup_files import Found
from services.platform import Platform
from store import backups, events, migrations

MAYBE_SENT = "teruggezet uit een back-up, en misschien toen al verstuurd. Verstuur hem opnieuw als dat nodig is."
How = Literal["restored", "taken_over"]
"""What is done with a copy: a backup is put back, or another machine takes over with the copy that it has."""
MOST = 20
"""How many differences are told of each kind."""


def make_fit(platform: Platform, found: Found, how: How = "restored") -> tuple[list[str], int, dict[str, int]]:
    """Bring a copy up to date, destroy again what was destroyed, end what was open, and look at all of it.

    :return: what does not hold, how many dossiers were destroyed again, and what was ended
    """
    if found.manifest.schema < len(migrations.NAMES):
        bring_up_to_date(platform)
    wrong = _chain(platform, found)
    destroyed = destroying.reapply(platform)
    wrong += [f"{one.kind} {one.id}: {one.what}" for one in ledger.compare(platform).differences[:MOST]]
    wrong += [f"{number}: lists differ from the dossier" for number in finding.differences(platform)[:MOST]]
    return wrong, destroyed, _settle(platform, found, how)


def bring_up_to_date(platform: Platform) -> int:
    """The schema of this program, and what it keeps beside the dossiers; gives the number of the schema."""
    number = migrations.migrate(platform.db)
    record_views.refresh(platform)
    plan.keep_missing(platform)
    finding.keep_missing(platform)
    return number


def merge_destroyed(source: Path, target: Path) -> None:
    """Add the lines of one list of what was destroyed to another; each stands there once."""
    if not source.exists():
        return
    there = target.read_bytes().splitlines() if target.exists() else []
    lines = list(dict.fromkeys((*there, *source.read_bytes().splitlines())))
    if lines != there:
        fresh = target.with_name(f".{target.name}-fresh")
        fresh.unlink(missing_ok=True)
        secret_files.write_new(fresh, b"".join(one + b"\n" for one in lines))
        fresh.replace(target)


def _chain(platform: Platform, found: Found) -> list[str]:
    told = found.manifest.head
    wrong = [f"event {one.seq}: {one.what}" for one in events.verify(platform.db)[:MOST]]
    if told.get("signature"):
        try:
            anchors.check_signature(dict(told), "manifest", anchors.pinned(platform))
        except anchors.BadAnchor as fault:
            wrong.append(str(fault))
    return wrong


def _settle(platform: Platform, found: Found, how: How) -> dict[str, int]:
    """In one write: end what was open, say in the chain what was done and how far the copy was, and note it as tried.

    Who took over from a copy that is no backup has none noted: the next one has to be made.
    """
    told, at = found.manifest, platform.at()
    with platform.db.write():
        settled = backups.settle(platform.db, at=at, error=MAYBE_SENT)
        events.append(
            platform.db,
            type=f"platform.{how}",
            actor="",
            dossier=None,
            subject="platform",
            data={"gemaakt": told.made_at, "nummer": int(told.head["seq"])},
            at=at,
        )
        if told.is_backup:
            backup_files.note(platform.db, found)
            backups.tried(platform.db, found.name, at=at)
    return settled
