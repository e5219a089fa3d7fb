"""The text of a frozen version as one reader may read it, made from the version's own leaves and nothing else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from forms import RECORD_TYPES
from forms.leaves import unflatten
from forms.review import ReviewedStep, review
from services.payload import scope_seen, seen_by
from store.versions import Version


def reviewed_for(
    version: Version, reader: str, today: date, *, printed: bool = True, but: Collection[str] = ()
) -> list[ReviewedStep]:
    """The steps with their answers. `but` are names of leaves to leave out all the same."""
    record_type = RECORD_TYPES[version.payload["type"]]
    seen = {name: value for name, value in seen_by(version.payload, reader, printed=printed).items() if name not in but}
    may = {f"{r.name}/{q.name}" if r else q.name for _, r, q in record_type.questions() if q.printed or not printed}
    answers = unflatten(record_type, seen.items())
    return review(record_type, answers, scope_seen(seen, today, answers), may, frozen=True)
