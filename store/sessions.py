"""Who is signed in, kept on the server so that signing out also ends a copied cookie."""

from dataclasses import dataclass
from typing import Literal

from store.database import Database
from store.rows import as_row, columns, load, load_or_none, new_id

Door = Literal["wachtwoord", "openid"]
"""How somebody came in: with a password of ours, or through another platform."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One browser of one account, by the SHA-256 of its token. Locked: signed in, but the screen asks who is there.

    ``second_factor_at`` is when a code beside the password was given, ``proved_at`` when who it is was last asked.
    ``id`` is for lists, ``device`` a few words about the browser.
    """

    token_hash: str
    account_id: str
    created_at: str
    seen_at: str
    expires_at: str
    locked: bool = False
    second_factor_at: str | None = None
    id: str
    device: str = ""
    door: Door = "wachtwoord"
    proved_at: str | None = None


def open_session(
    db: Database,
    *,
    token_hash: str,
    account_id: str,
    at: str,
    expires_at: str,
    door: Door = "wachtwoord",
    device: str = "",
) -> Session:
    """Begin a session.

    :raises Conflict: when the account does not exist or the token is in use
    """
    made = Session(
        token_hash=token_hash,
        account_id=account_id,
        created_at=at,
        seen_at=at,
        expires_at=expires_at,
        id=new_id(),
        device=device,
        door=door,
        proved_at=at,
    )
    with db.write():
        db.insert("session", as_row(made))
    return made


def session(db: Database, token_hash: str, *, at: str) -> Session | None:
    """The session of a token; None when there is none or it has expired at ``at``."""
    row = db.row(f"SELECT {columns(Session)} FROM session WHERE token_hash = ? AND expires_at > ?", (token_hash, at))
    return load_or_none(Session, row)


def touch(db: Database, token_hash: str, *, at: str, expires_at: str) -> None:
    """Note that the session was used, and until when it now lasts. Does nothing for a closed one."""
    _set(db, token_hash, "seen_at = :at, expires_at = :expires_at", {"at": at, "expires_at": expires_at})


def of_account(db: Database, account_id: str, *, at: str) -> list[Session]:
    """The sessions of an account that have not expired at ``at``, the last used first."""
    found = db.rows(
        f"SELECT {columns(Session)} FROM session WHERE account_id = ? AND expires_at > ?"
        " ORDER BY seen_at DESC, created_at DESC, id",
        (account_id, at),
    )
    return [load(Session, row) for row in found]


def prove(db: Database, token_hash: str, *, at: str | None) -> None:
    """Who it is was asked again, and was right: who calls this has checked it. None: it was not asked of late."""
    _set(db, token_hash, "proved_at = :at", {"at": at})


def lock(db: Database, token_hash: str) -> None:
    """Lock the screen of a session; a second call does nothing."""
    _set(db, token_hash, "locked = 1", {})


def unlock(db: Database, token_hash: str) -> None:
    """Unlock it again. Who calls this has checked the password."""
    _set(db, token_hash, "locked = 0", {})


def pass_second_factor(db: Database, token_hash: str, *, at: str) -> None:
    """A code beside the password was right. Who calls this has checked it."""
    _set(db, token_hash, "second_factor_at = :at, proved_at = :at", {"at": at})


def close(db: Database, token_hash: str) -> None:
    """End one session; a second call does nothing."""
    with db.write():
        db.run("DELETE FROM session WHERE token_hash = :token_hash", {"token_hash": token_hash})


def close_all_of(db: Database, account_id: str) -> int:
    """End every session of an account, as after a new password; gives how many there were."""
    with db.write():
        return db.run("DELETE FROM session WHERE account_id = :account_id", {"account_id": account_id})


def close_one(db: Database, account_id: str, session_id: str) -> int:
    """End a session of an account by its id; gives 0 when it has no such session."""
    with db.write():
        return db.run(
            "DELETE FROM session WHERE account_id = :account_id AND id = :id AND id <> ''",
            {"account_id": account_id, "id": session_id},
        )


def close_others(db: Database, account_id: str, *, but: str) -> int:
    """End every session of an account but that of one token hash; gives how many there were."""
    with db.write():
        return db.run(
            "DELETE FROM session WHERE account_id = :account_id AND token_hash <> :but",
            {"account_id": account_id, "but": but},
        )


def close_expired(db: Database, *, at: str) -> int:
    """Forget the sessions that have expired; gives how many there were."""
    with db.write():
        return db.run("DELETE FROM session WHERE expires_at <= :at", {"at": at})


def _set(db: Database, token_hash: str, change: str, values: dict[str, str | None]) -> None:
    with db.write():
        db.run(f"UPDATE session SET {change} WHERE token_hash = :token_hash", {"token_hash": token_hash, **values})
