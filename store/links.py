"""Personal links: one party, one version, by mail or as a QR code; of the token only the hash is kept."""

from dataclasses import dataclass
from typing import Literal

from store.database import Database
from store.rows import as_row, columns, load_or_none

Channel = Literal["mail", "qr"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A personal link, by the SHA-256 of its token. It opens with a code that goes by another way than the link.

    ``attempts`` counts the codes that were tried, right or wrong, since the last right one. ``opened_at`` is the last
    right code. ``ended_at`` is set when it was used, replaced or taken away.
    """

    token_hash: str
    version_id: str
    party_id: str
    channel: Channel
    code_hash: str
    attempts: int = 0
    made_by: str
    created_at: str
    expires_at: str
    opened_at: str | None = None
    ended_at: str | None = None


_SELECT = f"SELECT {columns(Link)} FROM link"


def make(db: Database, made: Link) -> Link:
    """Keep a link; the party's earlier ones under this version end.

    :raises Conflict: when the party is no signer of the version
    """
    with db.write():
        end(db, made.version_id, made.party_id, at=made.created_at)
        return add(db, made)


def add(db: Database, made: Link) -> Link:
    """Keep a link beside the earlier ones, as long as it is not sure that it arrives.

    :raises Conflict: when the party is no signer of the version
    """
    with db.write():
        db.insert("link", as_row(made))
    return made


def link(db: Database, token_hash: str) -> Link | None:
    """The link of a token, ended or expired or not; None when there is none."""
    return load_or_none(Link, db.row(f"{_SELECT} WHERE token_hash = ?", (token_hash,)))


def latest(db: Database, version_id: str, party_id: str, *, channel: Channel | None = None) -> Link | None:
    """The last link that was made for a party under a version, in one channel or any; None when there is none."""
    sql = (
        f"{_SELECT} WHERE version_id = :version AND party_id = :party AND (:channel IS NULL OR channel = :channel)"
        " ORDER BY created_at DESC, rowid DESC"
    )
    return load_or_none(Link, db.row(sql, {"version": version_id, "party": party_id, "channel": channel}))


def tried(db: Database, code_hash: str) -> int:
    """How often the code with this hash was tried at the last link that it opens: a new link forgets no wrong ones."""
    sql = "SELECT attempts FROM link WHERE code_hash = ? ORDER BY created_at DESC, rowid DESC"
    row = db.row(sql, (code_hash,))
    return int(row["attempts"]) if row else 0


def count_attempt(db: Database, token_hash: str) -> int:
    """Count a try of the code before it is compared; gives how many there were."""
    with db.write():
        db.run("UPDATE link SET attempts = attempts + 1 WHERE token_hash = :token_hash", {"token_hash": token_hash})
        row = db.row("SELECT attempts FROM link WHERE token_hash = ?", (token_hash,))
        return int(row["attempts"]) if row else 0


def opened(db: Database, token_hash: str, *, at: str) -> None:
    """The code was right: the count starts again."""
    with db.write():
        db.run(
            "UPDATE link SET attempts = 0, opened_at = :at WHERE token_hash = :token_hash",
            {"token_hash": token_hash, "at": at},
        )


def end(db: Database, version_id: str, party_id: str | None = None, *, but: str | None = None, at: str) -> int:
    """End the links of a party, or of everybody under a version when its round closes; gives how many.

    `but` is the hash of the token of the one that stays.
    """
    with db.write():
        return db.run(
            "UPDATE link SET ended_at = :at WHERE version_id = :version_id AND ended_at IS NULL"
            " AND (:party_id IS NULL OR party_id = :party_id) AND token_hash IS NOT :but",
            {"version_id": version_id, "party_id": party_id, "but": but, "at": at},
        )


def end_one(db: Database, token_hash: str, *, at: str) -> None:
    """End one link, as when its mail did not leave."""
    with db.write():
        db.run(
            "UPDATE link SET ended_at = :at WHERE token_hash = :token_hash AND ended_at IS NULL",
            {"token_hash": token_hash, "at": at},
        )
