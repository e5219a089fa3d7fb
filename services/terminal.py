"""What the commands in a terminal need: every dossier by number, its stored files, and who needs a second factor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rules.readers import letter_of, pupil_of
from rules.states import State
from services import administration
from services.documents import READERS, make_missing
from services.dossiers import File, file_of, read_file
from services.platform import NotFound, Platform, Who
from services.surroundings import parents_read
from store import accounts, documents, dossiers, organisations, second_factors, sessions

BY_NAME = {label.split(" ")[0].split("-")[0].lower(): letter for letter, label in READERS.items()} | {"pbd": "P"}
"""'clb', 'naft', 'school', 'leerling', 'ouders', 'pbd' -> letter."""


class Unknown(ValueError):
    """No such dossier, reader, organisation or account."""


def demand_second_factor(platform: Platform, organisation: str, *, demanded: bool) -> str:
    """Demand a second factor of everybody in an organisation, or no longer; gives its name.

    :raises Unknown: when no organisation, or more than one, goes by this name or number
    """
    with platform.db.write():
        found = organisations.named(platform.db, organisation)
        if len(found) != 1:
            raise Unknown(f"{len(found)} organisations go by {organisation!r}: give the institution number or the id.")
        administration.keep_second_factor(platform, "", found[0], demanded=demanded)
    return found[0].naam


def forget_second_factor(platform: Platform, email: str) -> None:
    """Forget the app and the recovery codes of an account, and end its sessions.

    :raises Unknown: when there is no such account, or it has no app
    """
    with platform.db.write():
        account = accounts.account_of_email(platform.db, email)
        if account is None or not second_factors.forget(platform.db, account.id):
            raise Unknown("There is no second factor for this address.")
        sessions.close_all_of(platform.db, account.id)


def at_work(platform: Platform, email: str) -> Who:
    """Somebody with an account, for whom a command does what the pages would let this person do.

    :raises Unknown: when there is no active account with this address, in an organisation
    """
    account = accounts.account_of_email(platform.db, email)
    place = organisations.organisation(platform.db, account.organisation_id or "") if account else None
    if account is None or place is None or not account.active:
        raise Unknown("No active account of an organisation has this address.")
    return Who(account, place)


def own_dossier(platform: Platform, who: Who, number: str) -> File:
    """A dossier by its number, as this person may see it.

    :raises Unknown: when it is not there, or not for this person
    """
    dossier = dossiers.of_number(platform.db, number)
    try:
        return file_of(platform, who, dossier.id if dossier else "")
    except NotFound as fault:
        raise Unknown(f"No dossier {number} for this account.") from fault


def number_of(platform: Platform, dossier_id: str) -> str:
    """The number of a dossier; '' when it is not there."""
    dossier = dossiers.dossier(platform.db, dossier_id)
    return dossier.number if dossier else ""


def states(platform: Platform) -> Iterator[tuple[str, str]]:
    """(number, state) of every dossier, by number."""
    for one in dossiers.every(platform.db):
        yield one.number, State(one.state).value if one.state else ""


def write_documents(platform: Platform, number: str, reader: str, out: Path) -> list[Path]:
    """Write one reader's files of a dossier into a folder, the bytes as they are stored.

    Those for parents not once the pupil is 18, unless they may read along (BR-22). In a dossier of several pupils all
    of theirs: the names of the files tell them apart.

    :raises Unknown: when there is no such dossier or reader
    """
    letter = reader if reader in READERS else BY_NAME.get(reader.lower(), "")
    if not letter:
        raise Unknown(f"No reader {reader!r}. Choose one of: {', '.join(sorted(set(BY_NAME)))}.")
    dossier = dossiers.of_number(platform.db, number)
    if dossier is None:
        raise Unknown(f"No dossier {number}.")
    file = read_file(platform, dossier)
    make_missing(platform, file)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for one in documents.documents_of(platform.db, dossier.id):
        theirs = letter_of(one.reader) == letter
        if theirs and (letter != "O" or parents_read(platform, file, pupil_of(one.reader))):
            path = out / one.filename
            path.write_bytes(documents.content(platform.db, one.id) or b"")
            written.append(path)
    return sorted(written)
