"""Places: a page for one person without an account, good for one answer, at the table or behind a personal link."""

from dataclasses import dataclass
from typing import Literal

from store.database import Database
from store.rows import as_row, columns, load, load_or_none

Method = Literal["tablet", "link", "qr"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A one-time place for one party under one version, by the SHA-256 of its token.

    At the table (``tablet``, or ``qr`` on the own phone) a signed-in host is there; behind a link by mail nobody is.
    ``link_hash`` is the link that led to it.
    """

    token_hash: str
    version_id: str
    party_id: str
    method: Method
    host_account_id: str | None = None
    link_hash: str | None = None
    created_at: str
    expires_at: str
    used_at: str | None = None


class SeatTaken(Exception):
    """There is no such place, or not any more: it was used, ended or has expired."""


def open_seat(
    db: Database,
    *,
    token_hash: str,
    version_id: str,
    party_id: str,
    method: Method = "tablet",
    host_account_id: str | None = None,
    link_hash: str | None = None,
    at: str,
    expires_at: str,
) -> Seat:
    """Offer a place; an unused one of the same party under this version is taken away.

    :raises Conflict: when the party is no signer of the version or the host does not exist
    """
    made = Seat(
        token_hash=token_hash,
        version_id=version_id,
        party_id=party_id,
        method=method,
        host_account_id=host_account_id,
        link_hash=link_hash,
        created_at=at,
        expires_at=expires_at,
    )
    with db.write():
        db.run(
            "DELETE FROM seat WHERE version_id = :version_id AND party_id = :party_id AND used_at IS NULL",
            {"version_id": version_id, "party_id": party_id},
        )
        db.insert("seat", as_row(made))
    return made


def seat(db: Database, token_hash: str) -> Seat | None:
    """The place of a token, used or expired or not; None when there is none."""
    return load_or_none(Seat, db.row(f"SELECT {columns(Seat)} FROM seat WHERE token_hash = ?", (token_hash,)))


def use_seat(db: Database, token_hash: str, *, at: str) -> Seat:
    """Use up a place. Belongs in the ``db.write()`` of the signature, so that both happen or neither.

    :raises SeatTaken: when it is used, ended or expired
    """
    with db.write():
        used = db.run(
            "UPDATE seat SET used_at = :at WHERE token_hash = :token_hash AND used_at IS NULL AND expires_at > :at",
            {"token_hash": token_hash, "at": at},
        )
        if not used:
            raise SeatTaken
        return load(Seat, db.rows(f"SELECT {columns(Seat)} FROM seat WHERE token_hash = ?", (token_hash,))[0])


def end_seats(db: Database, version_id: str, party_id: str | None = None) -> int:
    """Take away the unused places of a party, or of everybody under a version when its round closes; gives how many."""
    with db.write():
        return db.run(
            "DELETE FROM seat WHERE version_id = :version_id AND used_at IS NULL"
            " AND (:party_id IS NULL OR party_id = :party_id)",
            {"version_id": version_id, "party_id": party_id},
        )
