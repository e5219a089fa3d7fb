"""The parties of a dossier: people and organisations, each with a role."""

from dataclasses import dataclass, field

from store.database import Database
from store.rows import Json, as_row, columns, load, load_or_none, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person or organisation in a dossier. ``answers`` is what was asked of it, such as name and contact data.

    ``account_id`` is None for who has no account, such as the pupil; ``removed_at`` is None while it takes part.
    ``language`` is the one that this person chose on a page, '' for none.
    """

    id: str
    dossier_id: str
    rol: str
    organisation_id: str | None
    account_id: str | None
    answers: Json = field(default_factory=dict)
    revision: int = 1
    created_at: str
    removed_at: str | None = None
    language: str = ""


class StaleParty(Exception):
    """Somebody else changed the party since it was read. ``current`` is what it is now."""

    def __init__(self, current: Party) -> None:
        super().__init__(current.id)
        self.current = current


_SELECT = f"SELECT {columns(Party)} FROM party"


def create(
    db: Database,
    *,
    dossier_id: str,
    rol: str,
    organisation_id: str | None,
    account_id: str | None,
    answers: Json,
    at: str,
) -> Party:
    """Add a party.

    :raises Conflict: when the dossier, organisation or account does not exist
    """
    made = Party(
        id=new_id(),
        dossier_id=dossier_id,
        rol=rol,
        organisation_id=organisation_id,
        account_id=account_id,
        answers=answers,
        created_at=at,
    )
    with db.write():
        db.insert("party", as_row(made))
    return made


def party(db: Database, party_id: str) -> Party | None:
    """One party, removed or not; None when there is none."""
    return load_or_none(Party, db.row(f"{_SELECT} WHERE id = ?", (party_id,)))


def parties_of(db: Database, dossier_id: str, *, include_removed: bool = False) -> list[Party]:
    """The parties of a dossier in the order in which they came."""
    removed = "" if include_removed else "AND removed_at IS NULL"
    found = db.rows(f"{_SELECT} WHERE dossier_id = ? {removed} ORDER BY created_at, rowid", (dossier_id,))
    return [load(Party, row) for row in found]


def save(db: Database, party_id: str, answers: Json, base_revision: int) -> Party:
    """Replace the answers about a party, if it is still as it was at ``base_revision``; gives what it is now.

    :raises KeyError: when there is no such party
    :raises StaleParty: when it has changed since
    """
    with db.write():
        current = party(db, party_id)
        if current is None:
            raise KeyError(party_id)
        if current.revision != base_revision:
            raise StaleParty(current)
        db.run(
            "UPDATE party SET answers = :answers, revision = revision + 1 WHERE id = :id",
            {"id": party_id, "answers": answers},
        )
        return load(Party, db.rows(f"{_SELECT} WHERE id = ?", (party_id,))[0])


def assign(db: Database, party_id: str, *, organisation_id: str | None, account_id: str | None) -> None:
    """Say which organisation and account a party is, as when a coach hands over to a colleague.

    :raises Conflict: when the organisation or the account does not exist
    """
    with db.write():
        db.run(
            "UPDATE party SET organisation_id = :organisation_id, account_id = :account_id WHERE id = :id",
            {"id": party_id, "organisation_id": organisation_id, "account_id": account_id},
        )


def remove(db: Database, party_id: str, *, at: str) -> None:
    """The party no longer takes part; what it signed stays. A second call does nothing."""
    with db.write():
        db.run("UPDATE party SET removed_at = :at WHERE id = :id AND removed_at IS NULL", {"id": party_id, "at": at})


def set_language(db: Database, party_id: str, language: str) -> None:
    """Keep the language that somebody chose, two or three small letters; '' for none.

    :raises Conflict: for anything else
    """
    with db.write():
        db.run("UPDATE party SET language = :language WHERE id = :id", {"id": party_id, "language": language})
