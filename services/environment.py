"""The environment of the process: the one place that reads it. What may stand in it: services/variables.py."""

from __future__ import annotations

import os
from pathlib import Path

CREDENTIALS = "CREDENTIALS_DIRECTORY"
"""Set by systemd: the folder with the secrets of a unit, for that unit alone."""


def said(name: str) -> str:
    """What a variable says, without space around it; '' when it says nothing, which is the same as not being there."""
    return os.environ.get(name, "").strip()


def names() -> list[str]:
    """Every variable that is there, also those of others."""
    return sorted(os.environ)


def is_credential(path: Path) -> bool:
    """Whether a file is a secret that systemd put there for this unit."""
    folder = said(CREDENTIALS)
    return bool(folder) and path.resolve().is_relative_to(Path(folder).resolve())
