"""A frozen version on a page: finding it, and its text as one reader may read it."""

from __future__ import annotations

from collections.abc import Collection

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from forms import RECORD_TYPES
from forms.compare import Change, compare
from forms.review import ReviewedStep
from services import access, corrections, frozen_text
from services.dossiers import File
from services.platform import NotFound
from store import records, versions
from store.versions import Version
from views import desk
from views.dossier import STATUS
from views.record import summary

bp = Blueprint("frozen", __name__)


@bp.get("/versies/<string:version_id>")
def read(version_id: str) -> ResponseReturnValue:
    """A frozen version as this reader may read it; an internal note only in the organisation that wrote it."""
    file, version = desk.version(version_id)
    own = _is_own(file, version)
    record_type = RECORD_TYPES[version.payload["type"]]
    return render_template(
        "nakijken.html",
        dossier=about(file),
        record={"title": record_type.title, "url": url_for("frozen.read", version_id=version_id)},
        stappen=text_for(version, desk.who().letter, printed=not own),
        problemen=[],
        kan_vastleggen=False,
        url_vastleggen="",
        wat_volgt="",
        verbeteringen=corrections.beside(desk.platform(), version, desk.who().letter, printed=not own),
        versie={
            "no": version.number,
            "root": version.root,
            "frozen_at": version.frozen_at,
            "stand": STATUS[version.status],
            "url_vergelijken": url_for("frozen.compare_page", version_id=version_id)
            if version.supersedes and own
            else "",
        },
    )


@bp.get("/versies/<string:version_id>/vergelijken")
def compare_page(version_id: str) -> ResponseReturnValue:
    """What this version changes, beside the one it replaces, as this reader may read both."""
    file, version = desk.version(version_id)
    if version.supersedes is None:
        raise NotFound
    return render_template(
        "vergelijken.html",
        dossier=about(file),
        title=RECORD_TYPES[version.payload["type"]].title,
        versie=version.number,
        url=url_for("frozen.read", version_id=version_id),
        wijzigingen=changes_for(version, desk.who().letter),
        verbeteringen=_beside_before(version),
    )


def _beside_before(version: Version) -> list[corrections.Shown]:
    """What was corrected beside the version that this one replaces: there one sees whether it was taken over."""
    before = versions.version(desk.platform().db, version.supersedes or "")
    return corrections.beside(desk.platform(), before, desk.who().letter) if before else []


def _is_own(file: File, version: Version) -> bool:
    record = records.record(desk.platform().db, version.record_id)
    return record is not None and access.is_own(desk.who(), file, record)


def reviewed_for(
    version: Version, letter: str, *, printed: bool = True, but: Collection[str] = ()
) -> list[ReviewedStep]:
    """The frozen text as one reader may read it today (services/frozen_text.py)."""
    return frozen_text.reviewed_for(version, letter, desk.platform().today(), printed=printed, but=but)


def changes_for(version: Version, letter: str) -> list[Change]:
    """What differs from the version it replaces; nothing for a first version."""
    before = versions.version(desk.platform().db, version.supersedes) if version.supersedes else None
    return changes_since(before, version, letter)


def changes_since(before: Version | None, version: Version, letter: str) -> list[Change]:
    """What differs from an earlier version, as this reader may read both today.

    What this reader could read then and may not read any more is in neither: not even as something that went.
    """
    if before is None:
        return []
    hidden = {one["name"] for one in version.payload["leaves"] if letter not in one["readers"]}
    return compare(reviewed_for(before, letter, but=hidden), reviewed_for(version, letter))


def text_for(version: Version, letter: str, *, printed: bool = True) -> list[dict[str, object]]:
    """The same, as the template lists it."""
    return [summary(one, "", []) for one in reviewed_for(version, letter, printed=printed)]


def about(file: File) -> dict[str, str]:
    """The dossier as the top of a page names it."""
    return {
        "label": file.dossier.label,
        "number": file.dossier.number,
        "url": url_for("emergency.page" if file.emergency else "dossier.page", dossier_id=file.dossier.id),
    }
