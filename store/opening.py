"""Opening the file: with its key, in fixed settings, and in words when it cannot be used as it is."""

from __future__ import annotations

from pathlib import Path

import sqlcipher3

NOT_A_DATABASE = "SQLITE_NOTADB"
"""What SQLite calls a file it cannot read: encrypted for who has no key or another one, or no database at all."""

SETTINGS = ("cipher_compatibility=4",)
"""Pages of 4096 bytes, AES-256, an HMAC-SHA512 on each: what SQLCipher 4 does, also when a newer one does otherwise.

`cipher_memory_security` stays off: it locks and wipes memory at a price in time, against who can read the memory of
this process, and who can do that reads the key too.
"""


class BadKey(Exception):
    """The key is not 64 hexadecimal digits."""


class Shut(Exception):
    """The database cannot be used as it is. The message says why, and what to do."""


class KeyMissing(Shut):
    """The file is encrypted, or no database at all, and there is no key."""


class NotEncrypted(Shut):
    """There is a key, and the file is not encrypted."""


class WrongKey(Shut):
    """The file is encrypted with another key, or no database at all."""


class SchemaTooNew(Shut):
    """The file was migrated by a newer Naadloos; this one could damage what it does not know."""


class SchemaTooOld(Shut):
    """The file waits for migrations: run ``flask --app app migrate`` first."""


def bare(path: Path, key_text: str, *, any_thread: bool = False) -> sqlcipher3.Connection:
    """A connection with its key alone. The file is not read yet: whether the key fits, the first statement tells.

    :param key_text: ``x'...'`` for a raw key, '' for a plain file
    """
    connection = sqlcipher3.connect(str(path), isolation_level=None, check_same_thread=not any_thread)
    if key_text:
        connection.execute("PRAGMA cipher_log_level=NONE").close()  # it would write to the terminal beside our words
        connection.execute(f'PRAGMA key = "{key_text}"').close()
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}").close()
    connection.execute("PRAGMA temp_store=MEMORY").close()  # what is sorted on the way is not written in clear
    return connection


def why(path: Path, key_text: str) -> Shut:
    """Why a file was no database to a connection with this key."""
    if not key_text:
        return KeyMissing(
            f"{path.name} is encrypted and there is no key: set DATABASE_KEY, or DATABASE_KEY_FILE. (Or it is no "
            "database at all: restore a backup.)"
        )
    if _is_plain(path):
        return NotEncrypted(
            f"{path.name} is not encrypted, and there is a key. Stop the server and encrypt it: flask --app app "
            "database encrypt. Or take DATABASE_KEY and DATABASE_KEY_FILE away."
        )
    return WrongKey(f"The key does not open {path.name}. Give the key that it was encrypted with.")


def _is_plain(path: Path) -> bool:
    connection = bare(path, "")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher3.DatabaseError as fault:
        return bool(fault.sqlite_errorname != NOT_A_DATABASE)
    finally:
        connection.close()
    return True
