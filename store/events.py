"""Events: facts that happened, append-only, each with the hash of the one before.

What an event tells about people is kept beside the chain with a salt. The chain holds only the digest of salt and data,
so erasing the data leaves the chain whole, and nobody can find the data back by trying.
"""

import hashlib
import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from store.canonical import canonical
from store.database import Database
from store.rows import Json, Row, as_json, columns, load

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event. ``actor`` is the id of an account, empty for the system or somebody without one.

    ``data`` is what it tells, None after erasure.
    """

    seq: int
    at: str
    type: str
    actor: str
    dossier_id: str | None
    subject: str
    data_digest: str
    prev: str
    hash: str
    data: Json | None


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of the chain, to be kept elsewhere as a witness; ``Head(0, GENESIS)`` before the first."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain does not hold: a ``gap`` in the numbers, a ``prev`` or ``hash`` that does not follow, ``data``
    that is not what was recorded, an ``orphan``, which is data without its event, or an ``anchor`` kept elsewhere that
    is not in the chain.
    """

    seq: int
    what: Literal["gap", "prev", "hash", "data", "orphan", "anchor"]


@dataclass(frozen=True, slots=True)
class Audit:
    """What computing the chain again gave: how many events, the last one, and where it does not hold.

    ``erased`` is of how many events the data is gone; the chain alone does not tell who erased it.
    """

    events: int
    head: Head
    erased: int
    broken: list[Broken]


_CHAINED = ("seq", "at", "type", "actor", "dossier_id", "subject", "data_digest", "prev")
_SELECT = f"SELECT {', '.join(_CHAINED)}, hash, salt, data FROM event LEFT JOIN event_data USING (seq)"


def append(db: Database, *, type: str, actor: str, dossier: str | None, subject: str, data: Json, at: str) -> Event:
    """Add an event to the end of the chain. Belongs in the ``db.write()`` of what it tells about.

    ``data`` is a JSON object with whole numbers below 2^53 and no NaN.

    :raises rfc8785.CanonicalizationError: for data that has no canonical form
    """
    salt = secrets.token_bytes(16)
    with db.write():
        last = head(db)
        entry: Row = {
            "seq": last.seq + 1,
            "at": at,
            "type": type,
            "actor": actor,
            "dossier_id": dossier,
            "subject": subject,
            "data_digest": _digest(salt, data),
            "prev": last.hash,
        }
        entry["hash"] = _hash(entry)
        db.insert("event", entry)
        db.insert("event_data", {"seq": entry["seq"], "salt": salt.hex(), "data": data})
    return Event(**entry, data=data)


def head(db: Database) -> Head:
    """The last event, to print or send as an anchor."""
    row = db.row("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
    return load(Head, row) if row else Head(0, GENESIS)


def at(db: Database, seq: int) -> str:
    """When an event happened; '' when there is none of that number."""
    row = db.row("SELECT at FROM event WHERE seq = ?", (seq,))
    return str(row["at"]) if row else ""


def of_dossier(db: Database, dossier_id: str) -> list[Event]:
    """What happened in a dossier, in order."""
    sql = f"SELECT {columns(Event)} FROM event LEFT JOIN event_data USING (seq) WHERE dossier_id = ? ORDER BY seq"
    return [load(Event, row) for row in db.rows(sql, (dossier_id,))]


def last_but(db: Database, dossier_id: str, types: Collection[str]) -> int:
    """The number of the last event of a dossier that is of none of these types; 0 without one."""
    row = db.row(
        "SELECT coalesce(max(seq), 0) AS last FROM event"
        " WHERE dossier_id = ? AND type NOT IN (SELECT value FROM json_each(?))",
        (dossier_id, as_json(sorted(types))),
    )
    return int(row["last"]) if row else 0


def of_subject(db: Database, subject: str) -> list[Event]:
    """What happened to one thing that belongs to no dossier, in order."""
    sql = (
        f"SELECT {columns(Event)} FROM event LEFT JOIN event_data USING (seq)"
        " WHERE dossier_id IS NULL AND subject = ? ORDER BY seq"
    )
    return [load(Event, row) for row in db.rows(sql, (subject,))]


def last_of_subject(db: Database, subject: str, type: str, limit: int) -> list[Event]:
    """The last events of a type about one thing that belongs to no dossier, the newest first."""
    sql = (
        f"SELECT {columns(Event)} FROM event LEFT JOIN event_data USING (seq)"
        " WHERE dossier_id IS NULL AND subject = ? AND type = ? ORDER BY seq DESC LIMIT ?"
    )
    return [load(Event, row) for row in db.rows(sql, (subject, type, limit))]


def dossiers_with(db: Database, types: Collection[str]) -> frozenset[str]:
    """The ids of the dossiers in which an event of one of these types stands."""
    found = db.rows(
        "SELECT DISTINCT dossier_id FROM event"
        " WHERE dossier_id IS NOT NULL AND type IN (SELECT value FROM json_each(?))",
        (as_json(sorted(types)),),
    )
    return frozenset(row["dossier_id"] for row in found)


def erase_data(db: Database, dossier_id: str) -> int:
    """Erase what the events of a dossier tell, for good; gives how many. The chain stays whole."""
    with db.write():
        return db.run(
            "DELETE FROM event_data WHERE seq IN (SELECT seq FROM event WHERE dossier_id = :dossier_id)",
            {"dossier_id": dossier_id},
        )


def verify(db: Database, anchor: Head | None = None) -> list[Broken]:
    """Every place where the chain does not hold; see ``audit``."""
    return audit(db, [anchor] if anchor else []).broken


def verify_tail(db: Database, many: int) -> list[Broken]:
    """Where the last so many events do not follow from each other and from the one before them."""
    entries = db.rows(f"{_SELECT} ORDER BY seq DESC LIMIT ?", (many + 1,))[::-1]
    broken: list[Broken] = []
    last = Head(0, GENESIS)
    for place, entry in enumerate(entries):
        if place or entry["seq"] == 1:
            broken += _check(entry, last)
        last = Head(entry["seq"], entry["hash"])
    return broken


def audit(db: Database, anchors: Collection[Head] = ()) -> Audit:
    """Compute the whole chain again, an event at a time.

    A chain that was rewritten whole, or cut off at its end, shows only against an anchor that was kept elsewhere.
    """
    broken: list[Broken] = []
    last, count, erased = Head(0, GENESIS), 0, 0
    unseen = set(anchors) - {last}
    for entry in db.each(f"{_SELECT} ORDER BY seq"):
        broken += _check(entry, last)
        last = Head(entry["seq"], entry["hash"])
        unseen.discard(last)
        count += 1
        erased += entry["salt"] is None
    left = db.each("SELECT seq FROM event_data WHERE seq NOT IN (SELECT seq FROM event) ORDER BY seq")
    broken += [Broken(row["seq"], "orphan") for row in left]
    broken += [Broken(one.seq, "anchor") for one in sorted(unseen, key=lambda one: (one.seq, one.hash))]
    return Audit(count, last, erased, broken)


def _digest(salt: bytes, data: Json) -> str:
    return hashlib.sha256(salt + canonical(data)).hexdigest()


def _hash(entry: Row) -> str:
    return hashlib.sha256(canonical(entry)).hexdigest()


def _check(entry: Row, last: Head) -> list[Broken]:
    seq = entry["seq"]
    broken = []
    if seq != last.seq + 1:
        broken.append(Broken(seq, "gap"))
    if entry["prev"] != last.hash:
        broken.append(Broken(seq, "prev"))
    if entry["hash"] != _hash({name: entry[name] for name in _CHAINED}):
        broken.append(Broken(seq, "hash"))
    if entry["salt"] is not None and not _is_as_recorded(entry):
        broken.append(Broken(seq, "data"))
    return broken


def _is_as_recorded(entry: Row) -> bool:
    try:
        return bool(entry["data_digest"] == _digest(bytes.fromhex(entry["salt"]), json.loads(entry["data"])))
    except ValueError:  # no salt or no JSON any more
        return False
