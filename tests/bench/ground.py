"""What benches stand on: an empty instance, and the app on it with organisations, people and a dossier to work in."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from services import record_views
from services.platform import Platform
from store.database import Database
from store.migrations import migrate
from tests.pages import Person
from tests.world import Clock, World


def empty(folder: Path, like: Path | None = None) -> None:
    """An instance in which nobody has an account yet; `like` is an empty database to copy."""
    if like is not None:
        shutil.copy(like, folder / "naadloos.db")
        return
    database = Database(folder / "naadloos.db")
    migrate(database)
    record_views.refresh(Platform(database, folder))
    database.close()


def app_at(folder: Path, clock: Clock) -> Flask:
    """The app as it is served, on an instance; nothing happens in it but what is asked."""
    from app import create_app

    settings = {"INSTANCE": str(folder), "LOG_LEVEL": "ERROR", "FAULTS": [], "SEAL": "off"}
    return create_app(settings | {"MAIL_NOW": False, "JOBS_NOW": False}, clock)


class Ground:
    """An app, and a world in it. `at('an')` is An at her browser, signed in."""

    def __init__(self, folder: Path, like: Path | None = None) -> None:
        empty(folder, like)
        self.clock = Clock()
        self.app = app_at(folder, self.clock)
        self.platform: Platform = self.app.extensions["naadloos"]
        self.world = World(self.platform, self.clock).fill()
        self._people: dict[str, Person] = {}

    def at(self, key: str) -> Person:
        """Somebody at work."""
        if key not in self._people:
            self._people[key] = Person(self.app, self.world.who(key).account.email)
            assert self._people[key].sign_in().path == "/werklijst"
        return self._people[key]

    def read(self, person: Person, url: str) -> bytes:
        """What an address answers, all of it."""
        answer = person.raw(url)
        assert answer.status_code == 200, f"{url} answered {answer.status_code}"
        return answer.get_data()

    def unhurried(self) -> None:
        """Forget how fast somebody asked: a bench asks faster than anybody may (views/pace.py)."""
        self.app.extensions.pop("naadloos.pace", None)

    def queries(self, person: Person, url: str, method: str = "GET", **more: Any) -> int:
        """How many statements one request sends to the database; what triggers do is not counted."""
        seen: list[str] = []
        connection = self.platform.db.connection.conn
        connection.set_trace_callback(seen.append)
        try:
            person.raw(url, method, **more)
        finally:
            connection.set_trace_callback(None)
        return sum(not one.startswith("--") for one in seen)


@contextmanager
def ground(like: Path | None = None) -> Iterator[Ground]:
    """Such a ground in a folder of its own, that is thrown away."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        made = Ground(folder, like)
        yield made
        made.platform.db.close()
    finally:
        shutil.rmtree(folder)
