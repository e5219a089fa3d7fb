"""Accounts of professionals. Who is signed in is in ``sessions``."""

from dataclasses import dataclass

from store.database import Database
from store.rows import as_row, columns, load, load_or_none, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who can sign in; ``roles`` as in ``("naft_begeleider", "naft_coordinator")``.

    An empty ``password_hash`` means that no password has been chosen yet, and lets nobody in.
    """

    id: str
    email: str
    voornaam: str
    familienaam: str
    functie: str
    organisation_id: str | None
    roles: tuple[str, ...]
    password_hash: str
    active: bool
    created_at: str


_SELECT = f"SELECT {columns(Account)} FROM account"


def create(
    db: Database,
    *,
    email: str,
    voornaam: str,
    familienaam: str,
    functie: str,
    organisation_id: str | None,
    roles: tuple[str, ...],
    at: str,
    password_hash: str = "",
) -> Account:
    """Add an active account. The address is kept in small letters.

    :raises Conflict: when the address has an account, or the organisation does not exist
    """
    made = Account(
        id=new_id(),
        email=_address(email),
        voornaam=voornaam,
        familienaam=familienaam,
        functie=functie,
        organisation_id=organisation_id,
        roles=roles,
        password_hash=password_hash,
        active=True,
        created_at=at,
    )
    with db.write():
        db.insert("account", as_row(made))
    return made


def account(db: Database, account_id: str) -> Account | None:
    """One account, active or not; None when there is none."""
    return load_or_none(Account, db.row(f"{_SELECT} WHERE id = ?", (account_id,)))


def account_of_email(db: Database, email: str) -> Account | None:
    """The account of an address, active or not, in capitals or not; None when there is none."""
    return load_or_none(Account, db.row(f"{_SELECT} WHERE email = ?", (_address(email),)))


def anybody(db: Database) -> bool:
    """Whether there is any account at all, active or not."""
    return db.row("SELECT 1 FROM account LIMIT 1") is not None


def accounts_of(db: Database, organisation_id: str) -> list[Account]:
    """The active accounts of an organisation, by name."""
    found = db.rows(
        f"{_SELECT} WHERE organisation_id = ? AND active = 1 ORDER BY familienaam, voornaam, id", (organisation_id,)
    )
    return [load(Account, row) for row in found]


def save(db: Database, account: Account) -> None:
    """Replace the name, function, organisation, roles and activity of an account, found by its id.

    The address and the password have their own functions.

    :raises Conflict: when the organisation does not exist
    """
    with db.write():
        db.run(
            "UPDATE account SET voornaam = :voornaam, familienaam = :familienaam, functie = :functie,"
            " organisation_id = :organisation_id, roles = :roles, active = :active WHERE id = :id",
            as_row(account),
        )


def set_password(db: Database, account_id: str, password_hash: str) -> None:
    """Replace the hash of the password. Ends no session: see ``sessions.close_all_of``."""
    with db.write():
        db.run("UPDATE account SET password_hash = :hash WHERE id = :id", {"id": account_id, "hash": password_hash})


def set_address(db: Database, account_id: str, email: str) -> None:
    """Replace the address, kept in small letters.

    :raises Conflict: when another account has it
    """
    with db.write():
        db.run("UPDATE account SET email = :email WHERE id = :id", {"id": account_id, "email": _address(email)})


def _address(email: str) -> str:
    return email.strip().lower()
