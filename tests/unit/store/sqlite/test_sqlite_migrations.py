import multiprocessing
from pathlib import Path

import pytest

from store import migrations, sessions
from store.database import Conflict, Database
from store.migrations import BrokenReferences, SchemaTooNew, SchemaTooOld, migrate, require_current, schema_number


def _migrate(path: Path) -> None:
    assert migrate(Database(path)) == len(migrations.NAMES)


def test_a_second_time_changes_nothing(db):
    schema = db.connection.schema
    assert migrate(db) == len(migrations.NAMES)
    assert db.connection.schema == schema
    assert schema_number(db) == len(migrations.NAMES)
    require_current(db)


def test_processes_that_start_together_migrate_once(tmp_path):
    path = tmp_path / "a.db"
    start = multiprocessing.get_context("spawn")
    workers = [start.Process(target=_migrate, args=(path,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert schema_number(Database(path)) == len(migrations.NAMES)


def test_every_migration_is_listed_in_order(db):
    assert tuple(done.name for done in migrations.migrations.applied(db.connection)) == migrations.NAMES


def test_an_empty_file_waits_for_migrations(tmp_path):
    empty = Database(tmp_path / "leeg.db")
    assert schema_number(empty) == 0
    with pytest.raises(SchemaTooOld):
        require_current(empty)
    empty.close()


def test_only_the_owner_may_read_the_file(db):
    assert db.path.stat().st_mode & 0o777 == 0o600


def test_a_file_of_a_newer_program_is_left_alone(db):
    with db.write():
        db.insert("_sqlite_migrations", {"migration_set": migrations.NAME, "name": "9999_later", "applied_at": "x"})
    schema = db.connection.schema
    with pytest.raises(SchemaTooNew, match="9999_later"):
        migrate(db)
    with pytest.raises(SchemaTooNew, match="9999_later"):
        require_current(db)
    assert db.connection.schema == schema


def test_rows_that_point_nowhere_are_found(db):
    loose = db.connect(foreign_keys=False)
    loose.execute(
        "INSERT INTO trajectory (id, dossier_id, number, state, created_at)"
        " VALUES ('t', 'gone', 1, 'x', '2026-11-23T14:02:00Z')"
    )
    loose.close()
    with pytest.raises(BrokenReferences, match="trajectory"):
        migrate(db)


def test_the_server_checks_references_after_a_migration_that_did_not(db):
    migrate(db)
    with pytest.raises(Conflict), db.write():
        db.insert(
            "session",
            {"token_hash": "a" * 64, "account_id": "gone"}
            | dict.fromkeys(("created_at", "seen_at", "expires_at"), "2026-11-23T14:02:00Z"),
        )


def test_sessions_of_before_get_an_id_and_did_not_prove_themselves(tmp_path):
    """Whoever was signed in during the upgrade stays so, sees the session in the list, and is asked at the next act."""
    db = Database(tmp_path / "oud.db")
    connection = db.connect(foreign_keys=False)
    migrations.migrations.apply(connection, stop_before="0006_trust")
    times = "'2026-11-23T14:00:00Z', '2026-11-23T14:00:00Z', '2026-11-23T15:00:00Z'"
    columns = "token_hash, account_id, created_at, seen_at, expires_at"
    for token in ("a" * 64, "b" * 64):
        connection.conn.execute(f"INSERT INTO session ({columns}) VALUES ('{token}', 'x', {times})")
    migrations.migrations.apply(connection)
    found = sessions.of_account(db, "x", at="2026-11-23T14:30:00Z")
    assert len({one.id for one in found}) == 2
    assert [(len(one.id), one.proved_at, one.door) for one in found] == [(20, None, "wachtwoord")] * 2
    connection.close()
    db.close()
