"""The logo of an organisation: one picture, replaced by the next."""

from dataclasses import dataclass

from store.database import Database
from store.rows import as_row, columns, load_or_none


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A logo without its bytes, which are a PNG (services/logo_image.py)."""

    organisation_id: str
    sha256: str
    uploaded_by: str
    uploaded_at: str


def put(db: Database, made: Logo, content: bytes) -> None:
    """Keep a logo; the one before is gone."""
    with db.write():
        remove(db, made.organisation_id)
        db.insert("logo", as_row(made) | {"content": content})


def remove(db: Database, organisation_id: str) -> bool:
    """Take the logo away; False when there was none."""
    with db.write():
        return bool(db.run("DELETE FROM logo WHERE organisation_id = :id", {"id": organisation_id}))


def logo(db: Database, organisation_id: str) -> Logo | None:
    """The logo; None when there is none."""
    return load_or_none(Logo, db.row(f"SELECT {columns(Logo)} FROM logo WHERE organisation_id = ?", (organisation_id,)))


def content(db: Database, organisation_id: str) -> bytes | None:
    """The bytes of the logo, a PNG; None when there is none."""
    row = db.row("SELECT content FROM logo WHERE organisation_id = ?", (organisation_id,))
    return row["content"] if row else None
