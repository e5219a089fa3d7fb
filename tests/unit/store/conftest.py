"""A database in a file of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import Database
from store.migrations import migrate
from tests.unit.store.story import Story, tell


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "naadloos.db")
    migrate(database)
    yield database
    database.close()


@pytest.fixture
def story(db: Database) -> Story:
    return tell(db)
