"""What the database refuses or cannot do, in names of our own, whatever the engine calls it."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3


class Conflict(Exception):
    """The database refuses a write: a double, a missing reference, a value out of its set, or a frozen row."""


class Unavailable(Exception):
    """The database does not do now what was asked. Nothing was saved, and what was there is there still."""


class Busy(Unavailable):
    """Another process kept the database to itself for longer than a write waits."""


class DiskFull(Unavailable):
    """There is no room for what is to be written."""


class ReadOnly(Unavailable):
    """The file may not be written."""


class DiskFault(Unavailable):
    """The disk refuses to read or write, or the file cannot be opened."""


class OutsideWrite(Exception):
    """A statement that changes data was tried outside ``write()``: a mistake in the program."""


_OWN_WORDS: dict[int, type[Exception]] = {
    sqlcipher3.SQLITE_CONSTRAINT: Conflict,
    sqlcipher3.SQLITE_BUSY: Busy,
    sqlcipher3.SQLITE_LOCKED: Busy,
    sqlcipher3.SQLITE_FULL: DiskFull,
    sqlcipher3.SQLITE_READONLY: ReadOnly,
    sqlcipher3.SQLITE_IOERR: DiskFault,
    sqlcipher3.SQLITE_CANTOPEN: DiskFault,
}
"""SQLite's code, of which the lowest byte tells the kind -> the exception of this module."""


@contextmanager
def own_words() -> Iterator[None]:
    """What the engine raises in the block comes out under the name of this module, where it has one."""
    try:
        yield
    except sqlcipher3.Error as error:
        kind = _OWN_WORDS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if kind is None:
            raise
        raise kind(str(error)) from error
