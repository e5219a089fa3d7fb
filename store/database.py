"""One SQLite file: a connection for each thread, one way to write, and the names of its refusals."""

import os
import re
import sys
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlcipher3
from sqlite_utils import Database as SqliteUtils

from store import opening
from store.faults import Busy as Busy
from store.faults import Conflict as Conflict
from store.faults import DiskFault as DiskFault
from store.faults import DiskFull as DiskFull
from store.faults import OutsideWrite as OutsideWrite
from store.faults import ReadOnly as ReadOnly
from store.faults import Unavailable as Unavailable
from store.faults import own_words
from store.in_use import Presence
from store.opening import BadKey as BadKey
from store.remembered import Reads, key_of
from store.rows import Found, Row, as_column
from store.turn import gate, is_first

BUSY_MS = 15_000
"""How long, in milliseconds, a write waits for its turn before it gives up."""

ASIDE_MS = 250
"""How long a write waits that may as well be left undone, such as noting that somebody is there."""

_PRAGMAS = (
    f"busy_timeout={BUSY_MS}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "trusted_schema=OFF",
    "secure_delete=ON",
    "mmap_size=0",
    "cell_size_check=ON",
)

T = TypeVar("T")
Values = Mapping[str, Any] | Sequence[Any]


class Database:
    """The file at ``path``, plain, or encrypted with ``key`` (64 hexadecimal digits, used as they are).

    May be shared by threads and made before a fork: each thread of each process opens a connection of its own when it
    first needs one. It stays open as long as the thread lives, and one more, which nobody uses, as long as the process
    does: closing the last connection removes the write-ahead log, and on a full disk it could not be made again, not
    even to read.

    :raises BadKey: when the key has another form
    """

    def __init__(self, path: Path | str, key: str | None = None) -> None:
        if key is not None and not re.fullmatch(r"[0-9a-fA-F]{64}", key):
            raise BadKey("the key of the database is 64 hexadecimal digits")
        self.path = Path(path)
        self.gate_path = self.path.with_name(self.path.name + "-gate")
        self.presence = Presence(self.path)
        self._key = key
        self._mine = _Mine()
        self._kept: SqliteUtils | None = None
        self._opening = threading.Lock()
        self._pid = os.getpid()
        self._inherited: list[object] = []

    @property
    def connection(self) -> SqliteUtils:
        """The sqlite-utils database of this thread. For reading; write through ``write()``."""
        if self._pid != os.getpid():
            self._leave_to_parent()
        if self._mine.connection is None:
            with own_words():
                self._keep_open()
                self._mine.connection = self.connect()
                self._mine.read_only = not os.access(self.path, os.W_OK)
        return self._mine.connection

    def connect(self, *, foreign_keys: bool = True, any_thread: bool = False) -> SqliteUtils:
        """A new connection with every setting made. Whoever asks for it closes it.

        :raises Shut: when the key does not fit the file, in words that say what to do
        :raises InUse: when the file is being replaced by another
        """
        self.presence.join()
        connection = self.open_bare(any_thread=any_thread)
        try:
            for pragma in (*_PRAGMAS, f"foreign_keys={'ON' if foreign_keys else 'OFF'}"):
                connection.execute(f"PRAGMA {pragma}").close()
        except sqlcipher3.DatabaseError as fault:
            connection.close()
            if fault.sqlite_errorname != opening.NOT_A_DATABASE:
                raise
            raise opening.why(self.path, self.key_text) from fault
        return SqliteUtils(connection, execute_plugins=False)

    def open_bare(self, *, any_thread: bool = False) -> sqlcipher3.Connection:
        """A connection with its key alone, for what the store does to a file as a whole. Whoever asks closes it."""
        return opening.bare(self.path, self.key_text, any_thread=any_thread)

    @property
    def is_keyed(self) -> bool:
        """Whether it was given a key, and so is encrypted."""
        return self._key is not None

    @property
    def key_text(self) -> str:
        """The key as SQLCipher takes it, '' for none. For the store alone."""
        return f"x'{self._key}'" if self._key is not None else ""

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """Every row of a SELECT.

        :raises DiskFault: when the file cannot be read
        """
        reads = self._reads()
        if reads is None:
            return [dict(row) for row in self._each(sql, values)]
        key = key_of(sql, values)
        kept = reads.of(key)
        if kept is None:
            kept = [Found(row) for row in self._each(sql, values)]
            reads.keep(key, kept)
        return list(kept)

    def remember(self) -> None:
        """From now until ``release`` this thread asks the same thing once, unless it writes: for a request.

        What a page shows is then of some moment since it was asked for. Inside ``write()`` what is read is always of
        now: nobody else writes meanwhile, and what was remembered before counts only when nobody else wrote.
        """
        self._mine.remembers = True

    def _reads(self) -> Reads | None:
        """What is remembered, where a read may be: nobody else can have written, or it need not be told within this."""
        connection = self.connection
        mine = self._mine
        if mine.remembers or connection.conn.in_transaction:
            return mine.reads_of(connection)
        return None

    def each(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """The same one by one, for what is too much to hold at once; all of them as they are at the first."""
        self._mine.reads_of(self.connection).asked_beside()
        for row in self._each(sql, values):
            yield dict(row)

    def _each(self, sql: str, values: Values) -> Iterator[Iterable[tuple[str, Any]]]:
        """The columns of each row, as (name, value)."""
        with own_words():
            cursor = self.connection.conn.execute(sql, values)
            names = [column[0] for column in cursor.description]
            for row in cursor:
                yield zip(names, row, strict=True)

    def derived(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, which follows from the rows it reads and from what stands in ``key`` alone.

        Made again only when a table was written of which it read. Nobody changes what comes of it.
        """
        reads = self._reads()
        return make() if reads is None else reads.derive(key, make)

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """The first row of a SELECT, None when there is none."""
        rows = self.rows(sql, values)
        return rows[0] if rows else None

    def insert(self, table: str, row: Row) -> None:
        """Add a row to a table. Lists, tuples and dicts become JSON.

        Not the ``insert`` of sqlite-utils: that one makes a table when the name has a typing error.

        :raises OutsideWrite: outside ``write()``
        """
        names = ", ".join(row)
        places = ", ".join(f":{name}" for name in row)
        self.run(f"INSERT INTO {table} ({names}) VALUES ({places})", row)

    def run(self, sql: str, values: Mapping[str, Any]) -> int:
        """Carry out an INSERT, UPDATE or DELETE; gives the number of rows it changed.

        :raises OutsideWrite: outside ``write()``
        """
        connection = self.connection.conn
        if not connection.in_transaction:
            raise OutsideWrite(sql)
        reads = self._mine.reads_of(self.connection)
        reads.settle()
        rows = connection.execute(sql, {name: as_column(value) for name, value in values.items()}).rowcount
        reads.wrote(sql, rows)
        return int(rows)

    def write(self) -> AbstractContextManager[None]:
        """All of the block, on disk when it ends, or nothing of it when it raises.

        Takes the write lock before the first read, so what the block reads is still true when it writes. Inside
        another ``write()`` it joins that one: when it raises, only its own part is undone, and the outer block decides.

        :raises Conflict: when the database refuses what is written
        :raises Busy: when its turn does not come within ``BUSY_MS``, or what ``patient`` said
        :raises DiskFull, ReadOnly, DiskFault: when it cannot be kept
        """
        return self._mine.joined if self._mine.joined.on else self._write()

    @contextmanager
    def as_one(self) -> Iterator[None]:
        """A write of which no part is undone alone, for very many rows at once: writes inside it are not marked off.

        What fails inside ends all of it, also when somebody catches it.

        :raises Conflict: when a part failed and was caught; and as ``write`` does
        """
        joined = self._mine.joined
        with self._write():
            joined.on, joined.failed = True, False
            try:
                yield
            finally:
                joined.on = False
            if joined.failed:
                raise Conflict("a part of this write failed")

    @contextmanager
    def _write(self) -> Iterator[None]:
        with own_words():
            if self.connection.conn.in_transaction:
                with self._part(), self.connection.atomic():
                    yield
                return
            if self._mine.read_only:
                self._drop()
            with self.turn() as waited:
                self._begin(max(1, self._longest - waited))
                try:
                    self._mine.reads_of(self.connection).others_wrote()
                    yield
                    self._commit()
                except BaseException:
                    self._rollback()
                    raise

    @contextmanager
    def turn(self) -> Iterator[int]:
        """Wait in the queue of all who want to write, in every process; gives the milliseconds it took.

        SQLite itself lets waiting writers guess and retry, so that one may wait for seconds behind quicker ones. The
        queue is a lock on a file of its own, never on the database's: closing a descriptor of that would drop
        SQLite's locks. Without ``fcntl`` (Windows) there is no queue, and SQLite's own waiting does.

        :raises Busy: when it takes longer than ``write`` waits: who is first may hang
        :raises DiskFull, ReadOnly: when there is no file to wait at, and none can be made
        """
        if sys.platform == "win32":
            yield 0
            return
        started = time.monotonic()
        mine = self._mine
        mine.gate = gate(self.gate_path)
        try:
            if not is_first(mine.gate, self._longest / 1000):
                raise Busy("whoever writes now does not end")
            yield int((time.monotonic() - started) * 1000)
        finally:
            mine.leave_gate()

    @contextmanager
    def patient(self, milliseconds: int) -> Iterator[None]:
        """What this thread writes in the block waits that long at most: little, for what may as well be left undone."""
        before, self._mine.patience = self._mine.patience, milliseconds
        try:
            yield
        finally:
            self._mine.patience = before

    @property
    def _longest(self) -> int:
        return BUSY_MS if self._mine.patience is None else self._mine.patience

    def release(self) -> None:
        """Roll back whatever this thread left open. For the end of a request; a second call does nothing."""
        self._mine.remembers = False
        if self._pid == os.getpid() and self._mine.connection is not None:
            self._rollback()
            self._mine.leave_gate()
            self._mine.forget()
            if self._mine.read_only:
                self._drop()

    def close(self) -> None:
        """Close the connection of this thread and the one that was only kept. The next use opens them again."""
        self.release()
        for connection in (self._mine.connection, self._kept):
            if connection is not None:
                connection.close()
        self._mine.connection = self._kept = None
        self.presence.leave()

    def _begin(self, left: int) -> None:
        """Waiting in the queue counts for the time a write may take, so that many who wait give up together.

        ``left`` is what is left of it, in milliseconds.
        """
        connection = self.connection.conn
        if left < BUSY_MS:
            connection.execute(f"PRAGMA busy_timeout={left}").close()
        try:
            connection.execute("BEGIN IMMEDIATE")
        finally:
            if left < BUSY_MS:
                connection.execute(f"PRAGMA busy_timeout={BUSY_MS}").close()

    def _commit(self) -> None:
        if not self.connection.conn.in_transaction:
            raise Conflict("the transaction was ended from inside")
        self.connection.conn.execute("COMMIT")

    def _rollback(self) -> None:
        """Nothing stays remembered, also where the engine rolled back by itself, as when the disk is full."""
        self._mine.reads_of(self.connection).forget()
        if self.connection.conn.in_transaction:
            self.connection.conn.execute("ROLLBACK")

    @contextmanager
    def _part(self) -> Iterator[None]:
        """A part of a write: when it is undone, what was read in it may be of what is no longer so."""
        try:
            yield
        except BaseException:
            self._mine.reads_of(self.connection).forget()
            raise

    def _drop(self) -> None:
        """What was opened while the file could only be read stays so: it is opened anew when it is next needed.

        Each thread lets go of its own before it writes and when it is done, as SQLite keeps something of it as long
        as one of the process is open.
        """
        with self._opening:
            for one in (self._mine.connection, self._kept):
                if one is not None:
                    one.close()
            self._mine.connection = self._kept = None
            self._mine.read_only = False

    def _keep_open(self) -> None:
        with self._opening:
            if self._kept is None:
                self._kept = self.connect(any_thread=True)

    def _leave_to_parent(self) -> None:
        """After a fork: the parent's connections may not be used nor closed here, so they are put aside for good."""
        self._inherited += [self._mine.connection, self._kept, self._mine, self.presence]
        self.presence = Presence(self.path)
        self._mine, self._kept, self._opening, self._pid = _Mine(), None, threading.Lock(), os.getpid()


class _Joined:
    """A write inside one that has no parts (``Database.as_one``)."""

    on = False
    failed = False

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.failed = self.failed or kind is not None


class _Mine(threading.local):
    """What one thread has open."""

    connection: SqliteUtils | None = None
    gate: int | None = None
    patience: int | None = None
    read_only: bool = False
    reads: Reads | None = None
    reads_from: SqliteUtils | None = None
    remembers: bool = False

    def __init__(self) -> None:
        self.joined = _Joined()

    def reads_of(self, connection: SqliteUtils) -> Reads:
        """What is remembered of this connection, and of no other that was there before it."""
        if self.reads is None or self.reads_from is not connection:
            self.reads, self.reads_from = Reads(connection.conn), connection
        return self.reads

    def forget(self) -> None:
        """Nothing is remembered any more."""
        if self.reads is not None:
            self.reads.forget()

    def leave_gate(self) -> None:
        """Let the next one write; closing the descriptor unlocks it."""
        if self.gate is not None:
            descriptor, self.gate = self.gate, None
            os.close(descriptor)
