"""Demands on several answers together, as data: an order of days, a sum, a number of items."""

from __future__ import annotations

from dataclasses import dataclass

from forms.conditions import When
from forms.scope import Answers, Json, answered, items_of, typed


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand:
    """What must hold between answers. `at` is the question that shows the message; `source` where it comes from."""

    at: str
    message: str
    source: str
    when: When | None = None

    def names(self) -> tuple[str, ...]:
        """Every question or fact it looks at, for the check on import."""
        return (self.at,)

    def broken(self, known: Answers) -> bool:
        """Is it broken? An unanswered question breaks nothing: that it is missing is told elsewhere."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True, slots=True)
class NotAfter(Demand):
    """`at` is not after `limit`: two days or two numbers; `plus_days` gives room."""

    limit: str
    plus_days: int = 0

    def names(self) -> tuple[str, ...]:
        """Both."""
        return (self.at, self.limit)

    def broken(self, known: Answers) -> bool:
        """Later, or more."""
        value, limit = comparable(known.get(self.at)), comparable(known.get(self.limit))
        return value is not None and limit is not None and value > limit + self.plus_days


@dataclass(frozen=True, kw_only=True, slots=True)
class NotBefore(NotAfter):
    """`at` is not before `limit`; with `strictly` not equal either."""

    strictly: bool = False

    def broken(self, known: Answers) -> bool:
        """Earlier, or less."""
        value, limit = comparable(known.get(self.at)), comparable(known.get(self.limit))
        return value is not None and limit is not None and (value < limit or (self.strictly and value == limit))


@dataclass(frozen=True, kw_only=True, slots=True)
class SumIs(Demand):
    """The number at `at` is the sum of the numbers in `parts`, as soon as all are known."""

    parts: tuple[str, ...]

    def names(self) -> tuple[str, ...]:
        """The sum and its parts."""
        return (self.at, *self.parts)

    def broken(self, known: Answers) -> bool:
        """Not the sum."""
        numbers = [comparable(known.get(part)) for part in self.parts]
        total = comparable(known.get(self.at))
        return total is not None and None not in numbers and total != sum(n for n in numbers if n is not None)


@dataclass(frozen=True, kw_only=True, slots=True)
class CountIs(Demand):
    """In the list at `at` (a week plan, choices), `value` occurs as often as the number at `count` says."""

    value: str
    count: str

    def names(self) -> tuple[str, ...]:
        """The list and the number."""
        return (self.at, self.count)

    def broken(self, known: Answers) -> bool:
        """Another number."""
        listed, count = known.get(self.at), known.get(self.count)
        return isinstance(listed, list) and isinstance(count, int) and listed.count(self.value) != count


@dataclass(frozen=True, kw_only=True, slots=True)
class EachOf(Demand):
    """Of each value in `values` at least one item of the repeat at `at` has it as answer to `question`."""

    question: str
    values: tuple[str, ...]

    def broken(self, known: Answers) -> bool:
        """One of the values is in no item."""
        have = {item.get(self.question) for item in items_of(known.get(self.at)) if hashable(item.get(self.question))}
        return not set(self.values) <= have


@dataclass(frozen=True, kw_only=True, slots=True)
class Different(Demand):
    """`at` and `other` are not the same answer."""

    other: str

    def names(self) -> tuple[str, ...]:
        """Both."""
        return (self.at, self.other)

    def broken(self, known: Answers) -> bool:
        """The same."""
        return answered(known.get(self.at)) and known.get(self.at) == known.get(self.other)


@dataclass(frozen=True, kw_only=True, slots=True)
class OneOf(Demand):
    """`at` is one of `values`; with `when` of the demand, an answer that another answer leaves no choice."""

    values: tuple[Json, ...]

    def broken(self, known: Answers) -> bool:
        """Something else."""
        value = known.get(self.at)
        return answered(value) and typed(value) is None and value not in self.values


@dataclass(frozen=True, kw_only=True, slots=True)
class HasAtLeast(Demand):
    """The list at `at` (persons, choices, items) has at least `count` entries, as soon as it has one."""

    count: int

    def broken(self, known: Answers) -> bool:
        """Fewer."""
        listed = known.get(self.at)
        return isinstance(listed, list) and 0 < len(listed) < self.count


@dataclass(frozen=True, kw_only=True, slots=True)
class NeededFor(Demand):
    """`at` is answered when an item of the repeat at `repeat` has one of `values` as answer to `question`.

    The one demand that an unanswered question breaks: a condition cannot look inside a repeat.
    """

    repeat: str
    question: str
    values: tuple[str, ...]

    def names(self) -> tuple[str, ...]:
        """Both."""
        return (self.at, self.repeat)

    def broken(self, known: Answers) -> bool:
        """Not answered, while an item asks for it."""
        asked = any(item.get(self.question) in self.values for item in items_of(known.get(self.repeat)))
        return asked and not answered(known.get(self.at))


@dataclass(frozen=True, kw_only=True, slots=True)
class InItems(Demand):
    """In every item of the repeat at `at`, the demand `inner` holds; it sees the item's answers before the record's."""

    inner: Demand

    def broken(self, known: Answers) -> bool:
        """At least one item breaks it."""
        return bool(self.broken_items(known))

    def broken_items(self, known: Answers) -> list[Json]:
        """The items that break it."""
        return [
            item
            for item in items_of(known.get(self.at))
            if (self.inner.when is None or self.inner.when.holds({**known, **item}))
            and self.inner.broken({**known, **item})
        ]


def in_each(repeat: str, inner: Demand) -> InItems:
    """`inner` in every item of `repeat`, with its own message and source."""
    return InItems(at=repeat, inner=inner, message=inner.message, source=inner.source)


def comparable(value: Json) -> int | None:
    """A number as it is, a day as its ordinal; None for what cannot be compared."""
    from datetime import date

    if isinstance(value, bool) or typed(value) is not None:
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value[:10]).toordinal()
        except ValueError:
            return None
    return None


def hashable(value: Json) -> bool:
    """Can it be in a set?"""
    return not isinstance(value, list | dict)
