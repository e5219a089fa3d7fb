"""What is kept: SQLite through sqlite-utils. The only package that knows SQL; nothing here knows HTTP or forms.

Importing any module of this package first makes sure that one SQLite library, a sound one, serves the whole process:
sqlite-utils takes a module named ``pysqlite3`` when there is one, so ``sqlcipher3`` goes by that name before
sqlite-utils is imported. Its exceptions are then the ones that sqlite-utils catches.
"""

import sys

import sqlcipher3
import sqlcipher3.dbapi2

SAFE_SINCE = (3, 51, 3)


class UnsafeSqlite(Exception):
    """SQLite as found can damage a database that several processes write, or is a second one beside ours."""


def refuse_older_than_safe(version: tuple[int, ...]) -> None:
    """Stop at a SQLite of before 3.51.3: until then, two processes at one write-ahead log could corrupt the file.

    :raises UnsafeSqlite: when ``version`` is older
    """
    if version < SAFE_SINCE:
        found, wanted = (".".join(map(str, numbers)) for numbers in (version, SAFE_SINCE))
        raise UnsafeSqlite(f"SQLite {found} found, {wanted} or newer needed: install the pinned sqlcipher3")


refuse_older_than_safe(sqlcipher3.sqlite_version_info)

if "sqlite_utils" in sys.modules and sys.modules.get("pysqlite3") is not sqlcipher3:
    raise UnsafeSqlite("sqlite_utils was imported before store, and so uses another SQLite: import store first")

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2
