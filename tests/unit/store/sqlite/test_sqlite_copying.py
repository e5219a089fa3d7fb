"""A copy of the database, and changing its key: the same rows, under the key that was asked, or nothing."""

import hashlib
import stat
from itertools import product

import pytest

from store.copying import NotSound, copy
from store.database import Database

OLD, NEW = "a1" * 32, "b2" * 32
CANARY = "Kanarieveld-Xq7"


def digest(db: Database) -> dict[str, str]:
    """Every table with what is in it, in its own order; and the settings of the file that a program may use."""
    tables = [row["name"] for row in db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    made = {name: hashlib.sha256(repr(db.rows(f'SELECT * FROM "{name}"')).encode()).hexdigest() for name in tables}
    made["schema"] = repr(db.rows("SELECT type, name, sql FROM sqlite_master ORDER BY type, name"))
    return made | {one: repr(db.rows(f"PRAGMA {one}")) for one in ("user_version", "application_id")}


def filled(path, key) -> Database:
    """A small file with all that the real one has: JSON, a table without rowid, a trigger, words to search by."""
    db = Database(path, key)
    db.connection.conn.executescript(
        """
        CREATE TABLE note (id TEXT PRIMARY KEY, said TEXT CHECK (json_valid(said))) STRICT;
        CREATE TABLE pair (one TEXT, other TEXT, PRIMARY KEY (one, other)) STRICT, WITHOUT ROWID;
        CREATE VIRTUAL TABLE words USING fts5(said, content='', contentless_delete=1);
        CREATE TRIGGER never BEFORE UPDATE ON note BEGIN SELECT RAISE(ABORT, 'never'); END;
        PRAGMA user_version = 7;
        """
    )
    with db.write():
        for number in range(60):
            db.insert("note", {"id": f"n{number}", "said": [CANARY * 40]})
        db.insert("pair", {"one": CANARY, "other": "x"})
        db.run("INSERT INTO words (rowid, said) VALUES (:n, :said)", {"n": 42, "said": CANARY})
    return db


@pytest.mark.parametrize(("before", "after"), list(product((None, OLD), (None, OLD, NEW))))
def test_a_copy_is_the_same_under_the_key_that_was_asked(tmp_path, before, after):
    db, target = filled(tmp_path / "a.db", before), tmp_path / "kopie.db"
    target.write_bytes(b"what was there")
    with db.write():
        db.insert("pair", {"one": "y", "other": "not yet"})
        copy(db, target, after)
    made = Database(target, after)
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("kopie")] == ["kopie.db"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert (CANARY.encode() in target.read_bytes()) == (after is None)
    with db.write():
        db.run("DELETE FROM pair WHERE one = 'y'", {})
    assert digest(made) == digest(db)
    assert made.rows("SELECT rowid FROM words('kanarieveld')") == [{"rowid": 42}]
    made.close()
    db.close()


def test_what_does_not_hold_together_is_not_copied(tmp_path):
    db, target = filled(tmp_path / "a.db", None), tmp_path / "kopie.db"
    target.write_bytes(b"what was there")
    db.connection.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    db.close()
    raw = bytearray((tmp_path / "a.db").read_bytes())
    raw[2 * 4096 : 2 * 4096 + 64] = b"\xff" * 64
    (tmp_path / "a.db").write_bytes(raw)
    with pytest.raises(NotSound):
        copy(db, target)
    assert target.read_bytes() == b"what was there"
    assert not [one for one in tmp_path.iterdir() if ".part" in one.name]
