"""The store, for the tests of its functions: this fixture is the one place that knows which engine it is.

What these tests may use beside the functions of `store/`: of the database `write()`, `patient()` and `release()`, and
the exceptions `Conflict` and `Busy`. Whatever else is about SQLite alone, and stands in `sqlite/`.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import Database
from tests.unit.store.story import Story, tell


@pytest.fixture
def db(tmp_path: Path, migrated: Path) -> Iterator[Database]:
    """An empty store of its own."""
    shutil.copy(migrated, tmp_path / "naadloos.db")
    database = Database(tmp_path / "naadloos.db")
    yield database
    database.close()


@pytest.fixture
def story(db: Database) -> Story:
    return tell(db)
