"""The kinds of a secret (services/variable_kinds.py): itself, or a file with it. No message repeats anything of one."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from services import environment, secret_files
from services.variable_kinds import Kind, PathOf, Unfit

KEY = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True)
class Secret:
    """Words that nobody may see. `least` is how many signs they have, so that nobody finds them by trying."""

    least: int = 1

    @property
    def takes(self) -> str:
        """'secret of 16 signs or more'."""
        return "secret" if self.least == 1 else f"secret of {self.least} signs or more"

    def read(self, text: str) -> str:
        """As it is."""
        if not text.isprintable():
            raise Unfit("There is a sign in it that cannot be printed.", "Give it on one line.")
        if len(text) < self.least:
            raise Unfit("It is too short.", f"Give {self.least} signs or more.")
        return text


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the database or of its copies."""

    takes: str = "64 hexadecimal digits"

    def read(self, text: str) -> str:
        """As it is."""
        if not KEY.fullmatch(text):
            wrong = "It is no key: a key is 64 hexadecimal digits."
            raise Unfit(wrong, "Give what this prints: flask --app app key new.")
        return text


@dataclass(frozen=True, slots=True)
class SecretFile:
    """A file with a secret in it, for this user alone; one of systemd may show the group right that systemd gives.

    `group`: who shares a group with this user may read it too.
    """

    of: Kind = field(default_factory=Secret)
    group: bool = False
    takes: str = "path of a file"

    def read(self, text: str) -> Any:
        """Its path."""
        self.content(text)
        return text

    def content(self, text: str) -> Any:
        """What is in it.

        :raises Unfit: when it cannot be read, others may read it, or what is in it cannot be right
        """
        if KEY.fullmatch(text):
            raise Unfit("It holds a key itself.", "Write that to a file of mode 0600, and name the file here.")
        path = Path(PathOf().read(text))
        try:
            but = stat.S_IRGRP if self.group or environment.is_credential(path) else 0
            secret_files.refuse_open(path, but=but)
            held = path.read_text("utf-8").strip()
        except secret_files.OthersMayRead:
            raise Unfit("Others may read this file.", f"Run: chmod 600 {text}") from None
        except (OSError, UnicodeDecodeError) as fault:
            why = getattr(fault, "strerror", "") or "it is no text"
            raise Unfit(f"This file cannot be read: {why}.", "Name a file that this user can read.") from None
        if not held:
            raise Unfit("There is nothing in this file.", "Write the secret in it.")
        return self.of.read(held)


@dataclass(frozen=True, slots=True)
class InFile(SecretFile):
    """The same, of which the content counts and not where it is."""

    def read(self, text: str) -> Any:
        """What is in it."""
        return self.content(text)
