"""Conditions as data: when a question is asked, required or printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.scope import Json, answered, typed


@dataclass(frozen=True, slots=True)
class When:
    """Holds when the answer to `name` (a question on the path, or a fact of scope.FACTS) fits everything given here.

    `one_of`: the answer is one of these; for a list of choices: at least one of them is chosen.
    `at_least`: the answer is a number of at least this.
    `answered`: True: any answer; False: none.
    `also`: a second condition that must hold too; `either`: another one that is enough by itself.
    """

    name: str
    one_of: tuple[Json, ...] = ()
    at_least: int | None = None
    answered: bool | None = None
    also: When | None = None
    either: When | None = None

    def holds(self, known: Mapping[str, Json]) -> bool:
        """`known`: answers on the path and facts together. What is not known is not answered."""
        if self.either is not None and self.either.holds(known):
            return True
        value = known.get(self.name)
        return self._fits(value) and (self.also is None or self.also.holds(known))

    def _fits(self, value: Json) -> bool:
        if typed(value) is not None:
            value = None
        if self.answered is not None and answered(value) is not self.answered:
            return False
        if self.at_least is not None and not (isinstance(value, int) and value >= self.at_least):
            return False
        if self.one_of:
            chosen = value if isinstance(value, list) else [value]
            return any(choice in self.one_of for choice in chosen)
        return True

    def names(self) -> tuple[str, ...]:
        """Every name this condition looks at."""
        more = [part.names() for part in (self.also, self.either) if part is not None]
        return (self.name, *(name for names in more for name in names))

    def for_browser(self, on_page: Mapping[str, str], known: Mapping[str, Json]) -> dict[str, Any]:
        """The condition as JSON, for hiding what does not apply while one fills in.

        `on_page`: question name -> name of its inputs, for what stands on the page; what does not stand there is
        given with its value from `known`.
        """
        parts: dict[str, Any] = {}
        if self.name in on_page:
            parts["input"] = on_page[self.name]
        else:
            value = known.get(self.name)
            parts["known"] = [_posted(one) for one in value] if isinstance(value, list) else _alone(value)
        if self.one_of:
            parts["one_of"] = [_posted(choice) for choice in self.one_of]
        if self.at_least is not None:
            parts["at_least"] = self.at_least
        if self.answered is not None:
            parts["answered"] = self.answered
        for key, condition in (("also", self.also), ("either", self.either)):
            if condition is not None:
                parts[key] = condition.for_browser(on_page, known)
        return parts


def _posted(choice: Json) -> str:
    if isinstance(choice, bool):
        return "ja" if choice else "nee"
    return str(choice)


def _alone(value: Json) -> list[str]:
    return [] if value is None else [_posted(value)]
