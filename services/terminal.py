"""What the commands in a terminal need: every dossier by number, and its stored files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rules.readers import letter_of, pupil_of
from rules.states import State
from services.documents import READERS, make_missing
from services.dossiers import read_file
from services.platform import Platform
from services.surroundings import parents_read
from store import documents, dossiers

BY_NAME = {label.split(" ")[0].split("-")[0].lower(): letter for letter, label in READERS.items()} | {"pbd": "P"}
"""'clb', 'naft', 'school', 'leerling', 'ouders', 'pbd' -> letter."""


class Unknown(ValueError):
    """No such dossier, or no such reader."""


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
