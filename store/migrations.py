"""From an empty or older file to the schema of this program. A released migration never changes."""

from sqlite_utils import Database as SqliteUtils
from sqlite_utils import Migrations

from store import schema_1, schema_2, schema_3, schema_4, schema_5, schema_6, schema_7
from store.database import Database
from store.opening import SchemaTooNew as SchemaTooNew
from store.opening import SchemaTooOld as SchemaTooOld

NAME = "naadloos"

migrations = Migrations(NAME)


@migrations(name="0001_first_schema")
def _first_schema(db: SqliteUtils) -> None:
    db.executescript(schema_1.SQL)


@migrations(name="0002_way_of_a_dossier")
def _way_of_a_dossier(db: SqliteUtils) -> None:
    db.executescript(schema_2.SQL)


@migrations(name="0003_every_way_to_sign")
def _every_way_to_sign(db: SqliteUtils) -> None:
    db.executescript(schema_3.SQL)


@migrations(name="0004_documents")
def _documents(db: SqliteUtils) -> None:
    db.executescript(schema_4.SQL)


@migrations(name="0005_every_day")
def _every_day(db: SqliteUtils) -> None:
    db.executescript(schema_5.SQL)


@migrations(name="0006_trust")
def _trust(db: SqliteUtils) -> None:
    db.executescript(schema_6.SQL)


@migrations(name="0007_large")
def _large(db: SqliteUtils) -> None:
    db.executescript(schema_7.SQL)


NAMES = (
    "0001_first_schema",
    "0002_way_of_a_dossier",
    "0003_every_way_to_sign",
    "0004_documents",
    "0005_every_day",
    "0006_trust",
    "0007_large",
)
"""Every migration this program knows, in order."""


class BrokenReferences(Exception):
    """After migrating, rows refer to rows that are not there. The message gives the tables."""


def migrate(db: Database) -> int:
    """Bring the file up to date, one process at a time and while nobody writes; gives the number of its schema.

    A second call does nothing. A migration that fails is rolled back whole, those before it stay.

    :raises SchemaTooNew: when a newer program has migrated the file
    :raises BrokenReferences: when a foreign key points nowhere afterwards
    """
    with db.turn():
        if not db.path.exists():
            db.path.touch(mode=0o600)
        connection = db.connect(foreign_keys=False)
        try:
            _refuse_newer(connection)
            migrations.apply(connection)
            broken = {str(row[0]) for row in connection.execute("PRAGMA foreign_key_check")}
            if broken:
                raise BrokenReferences(", ".join(sorted(broken)))
            return len(migrations.applied(connection))
        finally:
            connection.close()


def schema_number(db: Database) -> int:
    """How many migrations the file has had; 0 for an empty file. Changes nothing."""
    return len(migrations.applied(db.connection))


def require_current(db: Database) -> None:
    """For the start of a server that does not migrate.

    :raises SchemaTooNew: when a newer program has migrated the file
    :raises SchemaTooOld: when migrations are waiting
    """
    _refuse_newer(db.connection)
    if schema_number(db) < len(NAMES):
        raise SchemaTooOld(
            f"{db.path.name} has schema {schema_number(db)}, and this program needs {len(NAMES)}. Stop the server and "
            "run: flask --app app migrate."
        )


def refuse_newer(db: Database) -> None:
    """For whoever opens the file.

    :raises SchemaTooNew: when a newer program has migrated it
    """
    _refuse_newer(db.connection)


def _refuse_newer(connection: SqliteUtils) -> None:
    unknown = [done.name for done in migrations.applied(connection) if done.name not in NAMES]
    if unknown:
        raise SchemaTooNew(
            f"A newer Naadloos migrated this database ({', '.join(unknown)}). Run that version, or restore the backup "
            "that it made before it migrated. Nothing was changed."
        )
