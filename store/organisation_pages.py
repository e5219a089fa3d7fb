"""The register of organisations a page at a time, for who manages the platform."""

from dataclasses import dataclass

from rules.folding import fold
from store.database import Database
from store.organisations import Organisation
from store.rows import columns, load

PAGE = 25
"""Organisations on a page."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some organisations by name, with how many fit in all."""

    rows: list[Organisation]
    total: int


def page(db: Database, text: str, soort: str = "", *, active: bool | None = None, offset: int = 0) -> Page:
    """The organisations that hold every word of ``text`` in name, establishment, place or number, from the nth on.

    Capitals and accents make no difference. ``soort`` '' is every kind; ``active`` None is in use or not.
    """
    words = fold(text).split()
    lines = db.rows(
        "SELECT id, naam || ' ' || vestiging || ' ' || gemeente || ' ' || postcode || ' ' || instellingsnummer || ' '"
        " || kbo AS said FROM organisation WHERE (:soort = '' OR soort = :soort)"
        " AND (:active IS NULL OR active = :active) ORDER BY naam COLLATE NOCASE, vestiging, id",
        {"soort": soort, "active": active},
    )
    fits = [row["id"] for row in lines if not words or all(word in fold(row["said"]) for word in words)]
    shown = fits[offset : offset + PAGE]
    found = db.rows(
        f"SELECT {columns(Organisation)} FROM organisation WHERE id IN (SELECT value FROM json_each(:ids))",
        {"ids": "[" + ",".join(f'"{one}"' for one in shown) + "]"},
    )
    by_id = {row["id"]: load(Organisation, row) for row in found}
    return Page([by_id[one] for one in shown], len(fits))


def every_school(db: Database) -> list[Organisation]:
    """Every school, in use or not, by number."""
    found = db.rows(
        f"SELECT {columns(Organisation)} FROM organisation WHERE soort = 'school' ORDER BY instellingsnummer, vestiging"
    )
    return [load(Organisation, row) for row in found]
