"""A database in a file of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import Database
from store.migrations import migrate
from tests.unit.store.story import Story, tell


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables and nothing in them, made once."""
    database = Database(tmp_path_factory.mktemp("empty") / "naadloos.db")
    migrate(database)
    database.close()
    return database.path


@pytest.fixture
def db(tmp_path: Path, empty: Path) -> Iterator[Database]:
    database = Database(Path(shutil.copy(empty, tmp_path)))
    yield database
    database.close()


@pytest.fixture
def story(db: Database) -> Story:
    return tell(db)
