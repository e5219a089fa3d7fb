"""Two versions of a record side by side, in plain words: what changed, was added or went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from forms.review import Group, ReviewedStep, Row


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that differs. `before` is empty for what was added, `after` for what went."""

    step: str
    about: str
    before: str
    after: str


def compare(old: Iterable[ReviewedStep], new: Iterable[ReviewedStep]) -> list[Change]:
    """What differs between two reviews of the same record, in the order of the newer one; what went comes last.

    Both are made for the same reader, so that nothing is compared which that reader may not see.
    """
    before, after = _rows(old), _rows(new)
    changes = [
        Change(step, about, before[path][2] if path in before else "", value)
        for path, (step, about, value) in after.items()
        if path not in before or before[path][2] != value
    ]
    gone = [
        Change(step, about, value, "") for path, (step, about, value) in before.items() if path not in after and value
    ]
    return [one for one in changes if one.before or one.after] + gone


def _rows(steps: Iterable[ReviewedStep]) -> dict[str, tuple[str, str, str]]:
    """Path -> (title of the step, what it is about, value as text)."""
    found: dict[str, tuple[str, str, str]] = {}
    for reviewed in steps:
        for part in reviewed.parts:
            rows = part.rows if isinstance(part, Group) else (part,)
            inside = f"{part.title}: " if isinstance(part, Group) else ""
            found |= {row.path: (reviewed.step.short, f"{inside}{row.label}", row.value) for row in rows if _shown(row)}
    return found


def _shown(row: Row) -> bool:
    """A repeat without items is a row without a value, and says nothing."""
    return bool(row.label)
