"""Which dossiers were destroyed, in a file beside the database: an old copy that is put back knows nothing of it.

A line is JSON: the ids of dossier and organisation, when, and whether it went whole. Nobody's name, nothing of what was
in it. Only ever added to. The database leads: a line that is missing after the machine fell is added the next time.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from services.platform import Platform
from store import destructions

NAME = "destroyed.jsonl"


@dataclass(frozen=True, slots=True)
class Line:
    """One destruction: by which organisation, at what time (UTC), and whether nobody kept the dossier any longer."""

    dossier: str
    organisation: str
    at: str
    whole: bool


def path(platform: Platform) -> Path:
    """Where the file is."""
    return platform.db.path.with_name(NAME)


def lines(platform: Platform) -> list[Line]:
    """Every line, in order; none when nothing was ever destroyed. What was written half in a fall is passed over."""
    try:
        text = path(platform).read_text("utf-8")
    except FileNotFoundError:
        return []
    found = []
    for line in text.splitlines():
        try:
            told = json.loads(line)
            found.append(Line(told["dossier"], told["organisation"], told["at"], bool(told["whole"])))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def keep(platform: Platform) -> int:
    """Add what the database knows and the file does not; gives how many lines. On disk when it returns."""
    there = {(one.dossier, one.organisation) for one in lines(platform)}
    found = [
        Line(one.dossier_id, one.organisation_id, one.done_at or "", one.whole)
        for one in destructions.carried_out(platform.db)
        if (one.dossier_id, one.organisation_id) not in there
    ]
    if found:
        text = "".join(json.dumps(asdict(one)) + "\n" for one in found)
        descriptor = os.open(path(platform), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, b"\n" * _torn(platform) + text.encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    return len(found)


def _torn(platform: Platform) -> bool:
    """Whether the last line was written half."""
    content = path(platform).read_bytes()
    return bool(content) and not content.endswith(b"\n")
