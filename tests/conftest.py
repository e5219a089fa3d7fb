"""The platform on a file of its own, a clock to set, the app on top, and people who can sign in."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MethodType

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2.bccache import Bucket, BytecodeCache

from app import create_app
from services import accounts, record_views, seal_keys
from services.platform import Platform
from services.seal_keys import SealKey
from store.database import Database
from store.migrations import migrate
from tests import plans as plan_watch
from tests.pages import Person
from tests.world import Case, Clock, World
from views.address_rules import Address


class Compiled(BytecodeCache):
    """The page templates as they were compiled for the app of an earlier test."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was kept of a template; Jinja compares it with its text."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a third of the time a test waits, for a browser, LibreOffice or a disk."""
    return (os.cpu_count() or 1) + 1


COMPILED = Compiled()
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")  # on a shared machine slowness tells nothing


class Faults(logging.Handler):
    """Keeps what went wrong inside a request, so that a test can show it."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the exception."""
        if record.exc_info and record.exc_info[1]:
            self.found.append(record.exc_info[1])


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of this program, made once: tests begin with a copy."""
    path = tmp_path_factory.mktemp("leeg") / "naadloos.db"
    database = Database(path)
    migrate(database)
    record_views.refresh(Platform(database, path.parent))
    database.close()
    return path


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Passwords and codes hashed at the least cost: a test signs in often, and guesses nothing.

    How costly they really are, `tests/functional/test_signing_in.py` looks at.
    """
    patch = pytest.MonkeyPatch()
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    patch.setattr(accounts, "_hasher", lambda: cheap)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def quick_addresses() -> Iterator[None]:
    """An address is parsed and compiled once: every test has an app of its own, and all have the same 220 addresses."""
    patch, compile_it = pytest.MonkeyPatch(), Address.compile
    known: dict[tuple[object, ...], Address] = {}

    def once(rule: Address) -> None:
        key = (rule.rule, rule.host, rule.subdomain, rule.merge_slashes, tuple(sorted((rule.defaults or {}).items())))
        first = known.setdefault(key, rule)
        if first is rule:
            compile_it(rule)
            return
        for name in ("_parts", "_trace", "_converters", "arguments"):
            setattr(rule, name, getattr(first, name))
        for name in ("_build", "_build_unknown"):  # functions that take the rule first
            setattr(rule, name, MethodType(getattr(first, name).__func__, rule))

    patch.setattr(Address, "compile", once)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def plans(migrated: Path) -> Iterator[plan_watch.Watch]:
    """Sees every query of every test; `looked_at` asks for their plans."""
    connection = Database(migrated).connect()
    watch = plan_watch.Watch(connection.conn)
    patch = pytest.MonkeyPatch()
    told_each, told_run = plan_watch.watching(watch)
    patch.setattr(Database, "_each", told_each)
    patch.setattr(Database, "run", told_run)
    yield watch
    patch.undo()
    connection.close()


@pytest.fixture(autouse=True)
def looked_at(plans: plan_watch.Watch) -> Iterator[None]:
    """No query of a test goes through the whole of a table that grows (tests/plans.py)."""
    yield
    faults = plans.faults()
    assert not faults, plan_watch.said(faults)


@pytest.fixture
def clock() -> Clock:
    """Monday 14 September 2026, ten o'clock; `clock.go('2026-11-21')` moves it."""
    return Clock()


@contextmanager
def serving(folder: Path, empty: Path, clock: Clock, **settings: str) -> Iterator[Flask]:
    """The app, with CSRF on, as it is served, on a copy of an empty database."""
    shutil.copy(empty, folder / "naadloos.db")
    if not (folder / "cookie.key").exists():  # made here, as nobody has to be sure that it is on the disk
        (folder / "cookie.key").touch(0o600)
        (folder / "cookie.key").write_bytes(os.urandom(32))
    faults = Faults()
    chosen = {
        "INSTANCE": str(folder),
        "LOG_LEVEL": "ERROR",
        "FAULTS": faults.found,
        "SEAL": "off",
        "MAIL_NOW": False,
        "JOBS_NOW": False,
        **settings,
    }
    made = create_app(chosen, clock)
    made.jinja_env.bytecode_cache = COMPILED
    logging.getLogger("naadloos").addHandler(faults)
    try:
        yield made
    finally:
        logging.getLogger("naadloos").removeHandler(faults)
        made.extensions["naadloos"].db.close()


@pytest.fixture
def app(tmp_path: Path, migrated: Path, clock: Clock) -> Iterator[Flask]:
    """The app."""
    with serving(tmp_path, migrated, clock) as made:
        yield made


@pytest.fixture
def platform(app: Flask) -> Platform:
    """What the app serves, for a look behind the pages."""
    found = app.extensions["naadloos"]
    assert isinstance(found, Platform)
    return found


@pytest.fixture(scope="session")
def seal_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key that seals, made once: making one takes a while."""
    folder = tmp_path_factory.mktemp("zegel")
    seal_keys.load(folder, None, None)
    return folder / "seal"


@pytest.fixture
def sealing(app: Flask, seal_folder: Path) -> SealKey:
    """The key that seals, where the server keeps its own."""
    instance = Path(app.config["INSTANCE"])
    shutil.copytree(seal_folder, instance / "seal")
    return seal_keys.load(instance, None, None)


@pytest.fixture
def world(platform: Platform, clock: Clock) -> World:
    """Organisations and people with accounts."""
    return World(platform, clock).fill()


@pytest.fixture
def kobe(world: World) -> Case:
    """A dossier that has just been opened: Kobe, his parents and the head of his school."""
    return world.kobe()


@pytest.fixture
def signed_in(app: Flask, world: World) -> Callable[[str], Person]:
    """`signed_in('an')` is An at her own browser, signed in."""

    def at_work(key: str) -> Person:
        person = Person(app, world.who(key).account.email)
        page = person.sign_in()
        assert page.path == "/werklijst", f"{key} could not sign in: {page.text[:300]}"
        return person

    return at_work
