"""Every table of the schema says what becomes of it when a dossier is destroyed (store/erasing.py)."""

import pytest

from store import erasing, housekeeping, migrations
from store.database import Database

OWN_OF_SQLITE = ("sqlite_", "_sqlite_migrations", "dossier_search_")
NOT_A_PERSON = ("event", "backup", "replica_check", "erasing")
"""Tables that name a dossier and stay: the chain, and what lasts one write."""


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    made = Database(tmp_path_factory.mktemp("schema") / "naadloos.db")
    migrations.migrate(made)
    yield made
    made.close()


@pytest.fixture(scope="module")
def tables(db):
    """Table -> its columns, those that are computed too."""
    names = [row["name"] for row in db.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {
        one: {row["name"] for row in db.rows(f"PRAGMA table_xinfo({one})") if row["hidden"] != 1}
        for one in names
        if not one.startswith(OWN_OF_SQLITE)
    }


def test_every_table_has_a_line(tables):
    missing, unknown = set(tables) - set(erasing.TABLES), set(erasing.TABLES) - set(tables)
    assert not missing, f"say in store/erasing.py what becomes of {sorted(missing)} when a dossier is destroyed"
    assert not unknown, f"store/erasing.py names {sorted(unknown)}, which is no table"
    assert set(housekeeping.TERMS) <= set(tables)


def test_every_column_of_a_row_that_stays_is_blanked_or_kept_on_purpose(tables):
    for table, fate in erasing.TABLES.items():
        if fate.how == "contents":
            assert not set(fate.blank) & set(fate.keeps), table
            assert {*fate.blank, *fate.keeps} == tables[table], f"blank or keep each column of {table}"


def test_what_stays_names_no_dossier_and_says_why(db, tables):
    for table, fate in erasing.TABLES.items():
        if fate.how == "stays":
            assert fate.why, table
            to = {row["table"] for row in db.rows(f"PRAGMA foreign_key_list({table})")}
            about = to & {"dossier", "party", "record", "version", "document"} or {"dossier_id"} & tables[table]
            assert not about or table in NOT_A_PERSON, f"{table} is about a dossier ({about}): erase it"


def test_rows_go_before_what_they_refer_to(db):
    order = list(erasing.TABLES)
    going = [one for one in order if erasing.TABLES[one].how == "rows"]
    wrong = [
        (table, row["table"])
        for table in going
        for row in db.rows(f"PRAGMA foreign_key_list({table})")
        if row["table"] in going and order.index(row["table"]) < order.index(table)
    ]
    assert not wrong
