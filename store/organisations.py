"""Organisations: CLBs, NAFT providers, schools and the others who take part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rules.folding import fold
from store.database import Database
from store.rows import Row, as_row, columns, load, load_or_none, new_id

Soort = Literal["clb", "naft", "school", "pbd", "welzijn", "meldpunt", "andere"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation, or one establishment of it. An empty text means: not known.

    ``second_factor``: everybody who signs in for it needs a code beside the password. ``accent``: the colour of its
    pages, as in ``#0b5260``. ``erkend_sinds``: the day since when a provider is recognised, None when not known.
    ``passwords``: its people may sign in with a password of Naadloos, and not only through another platform.
    """

    id: str
    soort: Soort
    naam: str
    vestiging: str = ""
    instellingsnummer: str = ""
    kbo: str = ""
    net: str = ""
    schoolsoorten: tuple[str, ...] = ()
    erkend: bool = False
    erkende_modules: str = ""
    adres: str = ""
    postcode: str = ""
    gemeente: str = ""
    active: bool = True
    second_factor: bool = False
    accent: str = ""
    erkend_sinds: str | None = None
    passwords: bool = True


_SELECT = f"SELECT {columns(Organisation)} FROM organisation"
_SAVE = "UPDATE organisation SET " + ", ".join(
    f"{name} = :{name}" for name in Organisation.__dataclass_fields__ if name != "id"
)


def create(db: Database, *, soort: Soort, naam: str, vestiging: str = "", instellingsnummer: str = "") -> Organisation:
    """Add an organisation with its identity; ``save`` adds the rest.

    :raises Conflict: when this ``soort`` already has this institution number and establishment
    """
    made = Organisation(id=new_id(), soort=soort, naam=naam, vestiging=vestiging, instellingsnummer=instellingsnummer)
    with db.write():
        db.insert("organisation", as_row(made))
    return made


def save(db: Database, organisation: Organisation) -> None:
    """Replace all that is kept of an organisation, found by its id. Of an unknown id nothing is saved.

    :raises Conflict: when its number and establishment belong to another one
    """
    with db.write():
        db.run(f"{_SAVE} WHERE id = :id", as_row(organisation))


def save_all(db: Database, added: Iterable[Organisation], changed: Iterable[Organisation]) -> None:
    """Add many at once, each under an id of its own, and replace what is kept of others.

    :raises Conflict: when two of a kind would have the same number and establishment; then nothing is saved
    """
    with db.write():
        for one in added:
            db.insert("organisation", {**as_row(one), "id": new_id()})
        for one in changed:
            db.run(f"{_SAVE} WHERE id = :id", as_row(one))


def organisation(db: Database, organisation_id: str) -> Organisation | None:
    """One organisation, active or not; None when there is none."""
    return load_or_none(Organisation, db.row(f"{_SELECT} WHERE id = ?", (organisation_id,)))


def organisations(db: Database, soort: Soort) -> list[Organisation]:
    """The active organisations of one kind, by name."""
    found = db.rows(f"{_SELECT} WHERE soort = ? AND active = 1 ORDER BY naam, vestiging, id", (soort,))
    return [load(Organisation, row) for row in found]


def named(db: Database, text: str) -> list[Organisation]:
    """The active organisations with exactly this name, institution number or id."""
    found = db.rows(
        f"{_SELECT} WHERE active = 1 AND (naam = :text OR id = :text OR (:text <> '' AND instellingsnummer = :text))",
        {"text": text},
    )
    return [load(Organisation, row) for row in found]


_folded = lru_cache(maxsize=16_384)(fold)
"""The names of organisations are compared again with every letter that somebody types."""


def at_most(db: Database, soorten: Sequence[Soort], limit: int) -> list[Organisation] | None:
    """The active organisations of these kinds, by kind and name; None when there are more than ``limit``."""
    places = ", ".join("?" * len(soorten))
    found = db.rows(
        f"{_SELECT} WHERE active = 1 AND soort IN ({places}) ORDER BY soort, naam, vestiging, id LIMIT ?",
        (*soorten, limit + 1),
    )
    return None if len(found) > limit else [load(Organisation, row) for row in found]


def search(db: Database, text: str, *, soort: Soort, limit: int = 20) -> list[Organisation]:
    """Active organisations with every word of ``text`` in name, establishment or municipality, or at the start of
    number or postal code.

    Capitals and accents make no difference. Those whose name begins with the text come first, then by name; none for
    an empty text.
    """
    wanted = _folded(text)
    words = wanted.split()
    if not words:
        return []
    rows = db.rows(
        "SELECT id, naam, vestiging, gemeente, postcode, instellingsnummer FROM organisation"
        " WHERE soort = ? AND active = 1 ORDER BY naam, vestiging, id",
        (soort,),
    )
    fits = [row for row in rows if _fits(row, words)]
    fits.sort(key=lambda row: not _folded(row["naam"]).startswith(wanted))
    found = [organisation(db, row["id"]) for row in fits[:limit]]
    return [one for one in found if one is not None]


def _fits(row: Row, words: list[str]) -> bool:
    told = _folded(f"{row['naam']} {row['vestiging']} {row['gemeente']}")
    numbers = (row["postcode"], row["instellingsnummer"])
    return all(word in told or any(one.startswith(word) for one in numbers) for word in words)
