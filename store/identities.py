"""Who an account is elsewhere: a person, and the organisation for which that person acts, at an OpenID provider."""

from collections.abc import Mapping
from dataclasses import dataclass

from store.database import Database
from store.organisations import Organisation
from store.rows import as_row, columns, load, load_or_none, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One of these. `organisation_code` is '' where the provider knows no organisations; `used_at` when it last let
    somebody in.
    """

    id: str
    account_id: str
    issuer: str
    subject: str
    organisation_code: str = ""
    created_at: str
    used_at: str | None = None


_SELECT = f"SELECT {columns(Identity)} FROM identity"


def add(db: Database, *, account_id: str, issuer: str, subject: str, organisation_code: str, at: str) -> Identity:
    """Link an account to it.

    :raises Conflict: when it is linked already, to whichever account
    """
    made = Identity(
        id=new_id(),
        account_id=account_id,
        issuer=issuer,
        subject=subject,
        organisation_code=organisation_code,
        created_at=at,
    )
    with db.write():
        db.insert("identity", as_row(made))
    return made


def find(db: Database, *, issuer: str, subject: str, organisation_code: str) -> Identity | None:
    """The one that is exactly this; None when no account is linked to it."""
    row = db.row(
        f"{_SELECT} WHERE issuer = :issuer AND subject = :subject AND organisation_code = :code",
        {"issuer": issuer, "subject": subject, "code": organisation_code},
    )
    return load_or_none(Identity, row)


def of_account(db: Database, account_id: str) -> list[Identity]:
    """Those of an account, the oldest first."""
    found = db.rows(f"{_SELECT} WHERE account_id = ? ORDER BY created_at, rowid", (account_id,))
    return [load(Identity, row) for row in found]


def of_organisation(db: Database, organisation_id: str, *, issuer: str = "") -> Mapping[str, str]:
    """Account of an organisation that is linked -> when that last let it in, '' when it never did.

    With an issuer: linked to that one.
    """
    found = db.rows(
        "SELECT i.account_id, coalesce(max(i.used_at), '') AS used_at FROM identity i"
        " JOIN account a ON a.id = i.account_id"
        " WHERE a.organisation_id = :id AND (:issuer = '' OR i.issuer = :issuer) GROUP BY i.account_id",
        {"id": organisation_id, "issuer": issuer},
    )
    return {row["account_id"]: row["used_at"] for row in found}


def use(db: Database, identity_id: str, *, at: str) -> None:
    """It let somebody in."""
    with db.write():
        db.run("UPDATE identity SET used_at = :at WHERE id = :id", {"id": identity_id, "at": at})


def remove(db: Database, identity_id: str, account_id: str) -> bool:
    """Unlink one from this account; False when it was not linked to it."""
    with db.write():
        return bool(
            db.run(
                "DELETE FROM identity WHERE id = :id AND account_id = :account_id",
                {"id": identity_id, "account_id": account_id},
            )
        )


def organisations_of_code(db: Database, code: str) -> list[Organisation]:
    """The active organisations with this number, of an institution (six digits) or an enterprise (ten), by name."""
    found = db.rows(
        f"SELECT {columns(Organisation)} FROM organisation WHERE active = 1"
        " AND ((instellingsnummer <> '' AND substr('000000' || instellingsnummer, -6) = :code)"
        " OR (kbo <> '' AND substr('0' || replace(replace(replace(kbo, '.', ''), ' ', ''), 'BE', ''), -10) = :code))"
        " ORDER BY naam, vestiging, id",
        {"code": code},
    )
    return [load(Organisation, row) for row in found]


def close_by_password(db: Database, organisation_id: str) -> int:
    """End every session of an organisation that began with a password; gives how many there were."""
    with db.write():
        return db.run(
            "DELETE FROM session WHERE door = 'wachtwoord' AND account_id IN"
            " (SELECT id FROM account WHERE organisation_id = :id)",
            {"id": organisation_id},
        )


def close_by_openid(db: Database, account_id: str, *, but: str = "") -> int:
    """End the sessions of an account that began at a provider, all but one (the hash of its token)."""
    with db.write():
        return db.run(
            "DELETE FROM session WHERE door = 'openid' AND account_id = :id AND token_hash <> :but",
            {"id": account_id, "but": but},
        )
