"""Addresses that accounts will have once a link to them is followed; only the hash of the token is kept."""

from dataclasses import dataclass

from store.database import Database
from store.rows import as_row, columns, load_or_none, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressChange:
    """A change that was asked. Without a hash its mail has not gone yet; ended: used, replaced or given up."""

    id: str
    account_id: str
    new_address: str
    token_hash: str | None = None
    created_at: str
    expires_at: str
    ended_at: str | None = None


_SELECT = f"SELECT {columns(AddressChange)} FROM address_change"


def add(db: Database, *, account_id: str, new_address: str, at: str, expires_at: str) -> AddressChange:
    """Ask for one, in the place of another that waited."""
    made = AddressChange(
        id=new_id(), account_id=account_id, new_address=new_address, created_at=at, expires_at=expires_at
    )
    with db.write():
        end(db, account_id, at=at)
        db.insert("address_change", as_row(made))
    return made


def change(db: Database, change_id: str) -> AddressChange | None:
    """One change, ended or not; None when there is none."""
    return load_or_none(AddressChange, db.row(f"{_SELECT} WHERE id = ?", (change_id,)))


def of_token(db: Database, token_hash: str) -> AddressChange | None:
    """The change that a link is for, ended or not; None when there is none."""
    return load_or_none(AddressChange, db.row(f"{_SELECT} WHERE token_hash = ?", (token_hash,)))


def waiting(db: Database, account_id: str, *, at: str) -> AddressChange | None:
    """What an account waits for at a time; None when for nothing."""
    sql = f"{_SELECT} WHERE account_id = ? AND ended_at IS NULL AND expires_at > ?"
    return load_or_none(AddressChange, db.row(sql, (account_id, at)))


def give_token(db: Database, change_id: str, token_hash: str, *, expires_at: str) -> None:
    """Its mail goes: the link is in force until a time."""
    with db.write():
        db.run(
            "UPDATE address_change SET token_hash = :hash, expires_at = :until WHERE id = :id AND ended_at IS NULL",
            {"id": change_id, "hash": token_hash, "until": expires_at},
        )


def take_token(db: Database, token_hash: str) -> None:
    """Nobody has the link: it opens nothing."""
    with db.write():
        db.run("UPDATE address_change SET token_hash = NULL WHERE token_hash = :hash", {"hash": token_hash})


def end(db: Database, account_id: str, *, at: str) -> int:
    """What an account waits for ends, and the address that was asked for is forgotten with it; gives how many."""
    with db.write():
        return db.run(
            "UPDATE address_change SET ended_at = :at, new_address = '-' WHERE account_id = :id AND ended_at IS NULL",
            {"id": account_id, "at": at},
        )
