"""Templates that an organisation made its own: numbered versions of each, of which one at most is in use.

Their bytes are among all templates, by SHA-256 (``templates``); a version is never changed or deleted.
"""

from dataclasses import dataclass

from store import templates
from store.database import Database
from store.rows import as_row, columns, load, load_or_none, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseTemplate:
    """One version of a template. ``name`` is the file in doc_templates that it stands in for: 'doelen.docx'.

    ``filename`` is what the file was called that came in. ``used_from`` and ``used_until`` are of the last time that it
    was in use: both None before it ever was, the second None while it is.
    """

    id: str
    organisation_id: str
    name: str
    number: int
    sha256: str
    filename: str
    uploaded_by: str
    uploaded_at: str
    used_from: str | None = None
    used_until: str | None = None

    @property
    def in_use(self) -> bool:
        """Whether documents are made with it now."""
        return self.used_from is not None and self.used_until is None


_SELECT = f"SELECT {columns(HouseTemplate)} FROM house_template"
_IN_USE = "used_from IS NOT NULL AND used_until IS NULL"


def add(
    db: Database,
    *,
    organisation_id: str,
    name: str,
    sha256: str,
    content: bytes,
    filename: str,
    by: str,
    at: str,
) -> HouseTemplate:
    """Keep a version under the next number, not in use yet."""
    with db.write():
        last = db.rows(
            "SELECT coalesce(max(number), 0) AS number FROM house_template WHERE organisation_id = ? AND name = ?",
            (organisation_id, name),
        )[0]
        made = HouseTemplate(
            id=new_id(),
            organisation_id=organisation_id,
            name=name,
            number=last["number"] + 1,
            sha256=sha256,
            filename=filename,
            uploaded_by=by,
            uploaded_at=at,
        )
        templates.keep(db, sha256=sha256, name=name, content=content)
        db.insert("house_template", as_row(made))
    return made


def versions_of(db: Database, organisation_id: str, name: str) -> list[HouseTemplate]:
    """Every version of one template, the newest first."""
    sql = f"{_SELECT} WHERE organisation_id = ? AND name = ? ORDER BY number DESC"
    return [load(HouseTemplate, row) for row in db.rows(sql, (organisation_id, name))]


def numbered(db: Database, organisation_id: str, name: str, number: int) -> HouseTemplate | None:
    """One version; None when there is none of that number."""
    sql = f"{_SELECT} WHERE organisation_id = ? AND name = ? AND number = ?"
    return load_or_none(HouseTemplate, db.row(sql, (organisation_id, name, number)))


def in_use(db: Database, organisation_id: str, name: str) -> HouseTemplate | None:
    """The version with which documents are made now; None when that is the standard template."""
    sql = f"{_SELECT} WHERE organisation_id = ? AND name = ? AND {_IN_USE}"
    return load_or_none(HouseTemplate, db.row(sql, (organisation_id, name)))


def every_in_use(db: Database) -> list[HouseTemplate]:
    """What documents are made with now, of every organisation."""
    found = db.rows(f"{_SELECT} WHERE {_IN_USE} ORDER BY name, organisation_id")
    return [load(HouseTemplate, row) for row in found]


def use(db: Database, made: HouseTemplate, *, at: str) -> bool:
    """Make documents with this version from now on, and no longer with another; False when that was so already."""
    with db.write():
        now = in_use(db, made.organisation_id, made.name)
        if now is not None and now.id == made.id:
            return False
        set_aside(db, made.organisation_id, made.name, at=at)
        db.run("UPDATE house_template SET used_from = :at, used_until = NULL WHERE id = :id", {"id": made.id, "at": at})
    return True


def set_aside(db: Database, organisation_id: str, name: str, *, at: str) -> HouseTemplate | None:
    """Make documents with the standard template again; gives the version that was in use, None when none was."""
    with db.write():
        now = in_use(db, organisation_id, name)
        if now is not None:
            db.run("UPDATE house_template SET used_until = :at WHERE id = :id", {"id": now.id, "at": at})
    return now
