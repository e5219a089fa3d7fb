"""Invitations of accounts to choose a password, for the first time or anew; of the token only the hash is kept."""

from dataclasses import dataclass
from typing import Literal

from store.database import Database
from store.rows import as_row, columns, load, load_or_none, new_id

Purpose = Literal["uitnodiging", "wachtwoord"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One invitation. The token is made when its mail goes: before that `token_hash` is None, and it opens nothing.

    `made_by` is the account that invited, None for who asked for it at the door. `ended_at` is set when another took
    its place, or the account ended.
    """

    id: str
    account_id: str
    purpose: Purpose
    token_hash: str | None = None
    made_by: str | None = None
    created_at: str
    expires_at: str
    used_at: str | None = None
    ended_at: str | None = None


_SELECT = f"SELECT {columns(Invitation)} FROM invitation"


def add(
    db: Database, *, account_id: str, purpose: Purpose, made_by: str | None, at: str, expires_at: str
) -> Invitation:
    """Keep an invitation whose mail has yet to go.

    :raises Conflict: when there is no such account
    """
    made = Invitation(
        id=new_id(), account_id=account_id, purpose=purpose, made_by=made_by, created_at=at, expires_at=expires_at
    )
    with db.write():
        db.insert("invitation", as_row(made))
    return made


def invitation(db: Database, invitation_id: str) -> Invitation | None:
    """One invitation; None when there is none."""
    return load_or_none(Invitation, db.row(f"{_SELECT} WHERE id = ?", (invitation_id,)))


def of_token(db: Database, token_hash: str) -> Invitation | None:
    """The invitation of a token, used, ended, expired or not; None when there is none."""
    return load_or_none(Invitation, db.row(f"{_SELECT} WHERE token_hash = ?", (token_hash,)))


def of_account(db: Database, account_id: str) -> list[Invitation]:
    """Every invitation of an account, the newest first."""
    sql = f"{_SELECT} WHERE account_id = ? ORDER BY created_at DESC, rowid DESC"
    return [load(Invitation, row) for row in db.rows(sql, (account_id,))]


def give_token(db: Database, invitation_id: str, token_hash: str, *, expires_at: str) -> None:
    """The mail is about to go with this token; a token of an earlier try opens nothing any more."""
    with db.write():
        db.run(
            "UPDATE invitation SET token_hash = :token_hash, expires_at = :expires_at"
            " WHERE id = :id AND used_at IS NULL AND ended_at IS NULL",
            {"id": invitation_id, "token_hash": token_hash, "expires_at": expires_at},
        )


def take_token(db: Database, token_hash: str) -> None:
    """The mail with this token did not leave: it opens nothing."""
    with db.write():
        db.run(
            "UPDATE invitation SET token_hash = NULL WHERE token_hash = :token_hash AND used_at IS NULL",
            {"token_hash": token_hash},
        )


def use(db: Database, invitation_id: str, *, at: str) -> bool:
    """Use it up, once; False when it was used, had ended or has expired."""
    with db.write():
        return bool(
            db.run(
                "UPDATE invitation SET used_at = :at"
                " WHERE id = :id AND used_at IS NULL AND ended_at IS NULL AND expires_at > :at",
                {"id": invitation_id, "at": at},
            )
        )


def end(db: Database, account_id: str, *, but: str = "", at: str) -> int:
    """End the open invitations of an account, all or all but one (an id); gives how many there were."""
    with db.write():
        return db.run(
            "UPDATE invitation SET ended_at = :at"
            " WHERE account_id = :account_id AND id <> :but AND used_at IS NULL AND ended_at IS NULL",
            {"account_id": account_id, "but": but, "at": at},
        )
