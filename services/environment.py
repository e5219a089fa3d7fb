"""The environment of the process: the one place that reads it. What may stand in it: services/variables.py."""

from __future__ import annotations

import os
from pathlib import Path

OURS = ("NAADLOOS_", "DATABASE_KEY")
"""How a name begins that is meant for us."""
CREDENTIALS = "CREDENTIALS_DIRECTORY"
"""Set by systemd: the folder with the secrets of a unit, for that unit alone."""

COUNTED_IN = "PROMETHEUS_MULTIPROC_DIR"
"""Read by prometheus_client: the folder in which the processes of a server count together."""


def said(name: str) -> str:
    """What a variable says, without space around it; '' when it says nothing, which is the same as not being there."""
    return os.environ.get(name, "").strip()


def names() -> list[str]:
    """Every variable that is there, also those of others."""
    return sorted(os.environ)


def for_others() -> dict[str, str]:
    """What another program gets that is started from here: everything but what is ours to know."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


def tell(name: str, value: str) -> None:
    """Set a variable, for processes of ours that are started from here, and for a library that asks nowhere else."""
    os.environ[name] = value


def forget(name: str) -> None:
    """Take a variable away, as for what it tells of cannot be used."""
    os.environ.pop(name, None)


def is_credential(path: Path) -> bool:
    """Whether a file is a secret that systemd put there for this unit."""
    folder = said(CREDENTIALS)
    return bool(folder) and path.resolve().is_relative_to(Path(folder).resolve())
