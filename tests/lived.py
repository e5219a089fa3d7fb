"""An instance in which something happened, made once and copied for each test; and somebody who writes on in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from services import seal_keys
from services.platform import Platform, Seal
from services.seal_keys import SealKey
from store import copying
from store.database import Database
from tests.sealing import given_key
from tests.sjablonen_hulp import TEMPLATES
from tests.world import Clock, World

KEY = "0c" * 32
WRITES = """
import sys
from pathlib import Path
from store import events
from store.database import Database

db = Database(Path(sys.argv[1]), sys.argv[2] or None)
while True:
    made = events.append(db, type="x", actor="", dossier=None, subject="s", data={"t": "x"}, at="2026-09-14T08:00:00Z")
    print(made.seq, made.hash, flush=True)
"""
"""A program that does one act after the other, and says of each that it is kept once it is."""


@dataclass(frozen=True)
class Lived:
    """The folder of an instance under KEY, and the key that seals in it."""

    folder: Path
    seal: SealKey

    def platform(self, target: Path, key: str = KEY, clock: Clock | None = None) -> Platform:
        """A copy of it, under KEY or another."""
        target.mkdir(mode=0o700, parents=True)
        shutil.copytree(self.folder / "seal", target / "seal")
        (target / "cookie.key").write_bytes(b"k" * 32)
        (target / "cookie.key").chmod(0o600)
        if key == KEY:
            shutil.copy(self.folder / "naadloos.db", target / "naadloos.db")
        else:
            copying.copy(Database(self.folder / "naadloos.db", KEY), target / "naadloos.db", key)
        return Platform(
            Database(target / "naadloos.db", key), TEMPLATES, clock or Clock(), sealing=lambda: Seal(self.seal)
        )


def make(folder: Path, empty: Path) -> Lived:
    """Kobe is referred, with his signed texts and sealed files; a mail waits."""
    instance = folder / "instance"
    instance.mkdir(mode=0o700)
    copying.copy(Database(empty), instance / "naadloos.db", KEY)
    key, certificate = given_key(folder)
    seal = seal_keys.load(instance, str(key), str(certificate))
    clock = Clock()
    platform = Platform(Database(instance / "naadloos.db", KEY), TEMPLATES, clock, sealing=lambda: Seal(seal))
    kobe = World(platform, clock).fill().kobe()
    kobe.refer()
    kobe.documents()
    platform.db.close()
    return Lived(instance, seal)


@contextmanager
def writing(platform: Platform, key: str, told: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process writes, and notes in a file what was kept; it is killed at the end, in the middle of a write."""
    with told.open("wb") as out:
        program = [sys.executable, "-c", WRITES, str(platform.db.path), key]
        process = subprocess.Popen(program, stdout=out, cwd=Path(__file__).parents[1])
        try:
            yield process
        finally:
            process.kill()
            process.wait()
