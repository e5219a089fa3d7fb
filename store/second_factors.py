"""Second factors: the secret of an authenticator app for an account, and the codes that help when it is lost."""

from dataclasses import dataclass

from store.database import Database
from store.rows import columns, load_or_none, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactor:
    """An authenticator app. It counts once a first code was right; ``last_step`` is the step of the last right one."""

    account_id: str
    secret: str
    created_at: str
    confirmed_at: str | None = None
    last_step: int = 0


def of(db: Database, account_id: str) -> SecondFactor | None:
    """The app of an account, confirmed or not; None when there is none."""
    sql = f"SELECT {columns(SecondFactor)} FROM second_factor WHERE account_id = ?"
    return load_or_none(SecondFactor, db.row(sql, (account_id,)))


def begin(db: Database, account_id: str, secret: str, *, at: str) -> None:
    """Keep a secret that is not confirmed yet, in the place of another that was not."""
    with db.write():
        db.run("DELETE FROM second_factor WHERE account_id = :id AND confirmed_at IS NULL", {"id": account_id})
        db.insert("second_factor", {"account_id": account_id, "secret": secret, "created_at": at})


def confirm(db: Database, account_id: str, *, at: str) -> None:
    """From now on it counts."""
    with db.write():
        db.run("UPDATE second_factor SET confirmed_at = :at WHERE account_id = :id", {"id": account_id, "at": at})


def use_step(db: Database, account_id: str, step: int) -> bool:
    """Use up a step of the app's clock, once; False when this one, or a later one, was used."""
    with db.write():
        return bool(
            db.run(
                "UPDATE second_factor SET last_step = :step WHERE account_id = :id AND last_step < :step",
                {"id": account_id, "step": step},
            )
        )


def forget(db: Database, account_id: str) -> int:
    """Take the app of an account away, with its codes; gives how many apps there were."""
    with db.write():
        db.run("DELETE FROM recovery_code WHERE account_id = :id", {"id": account_id})
        return db.run("DELETE FROM second_factor WHERE account_id = :id", {"id": account_id})


def keep_codes(db: Database, account_id: str, hashes: list[str]) -> None:
    """Keep new recovery codes, by their hash; the old ones are worth nothing any more."""
    with db.write():
        db.run("DELETE FROM recovery_code WHERE account_id = :id", {"id": account_id})
        for code_hash in hashes:
            db.insert("recovery_code", {"id": new_id(), "account_id": account_id, "code_hash": code_hash})


def use_code(db: Database, account_id: str, code_hash: str, *, at: str) -> bool:
    """Use up a recovery code; False when there is no such code, or it was used."""
    with db.write():
        return bool(
            db.run(
                "UPDATE recovery_code SET used_at = :at"
                " WHERE account_id = :id AND code_hash = :code_hash AND used_at IS NULL",
                {"id": account_id, "code_hash": code_hash, "at": at},
            )
        )


def codes_left(db: Database, account_id: str) -> int:
    """How many recovery codes were not used."""
    sql = "SELECT count(*) AS codes FROM recovery_code WHERE account_id = ? AND used_at IS NULL"
    row = db.row(sql, (account_id,))
    return int(row["codes"]) if row else 0
