"""The repeat: a list of items with the same questions, each item with an id that it keeps (ADR 0006)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forms.question import Asked, Question
from forms.scope import Json
from rules.readers import Audience


@dataclass(frozen=True, slots=True)
class Repeat(Asked):
    """Items of the same questions: goals, agreements, people present.

    Stored as a list of {"id": "D1", question name: answer, ...}. An id is `prefix` and a number, given once and kept
    over versions. `at_least` counts at *vastleggen* (when demanded); `fixed` items come from a prefill and are
    neither added nor removed. `about` are the questions that say whom an item is about, pupils or who is at home with
    one: where there are several pupils, the item is not for the others and their parents.
    """

    name: str
    label: str
    item: str
    of: tuple[Question, ...]
    prefix: str
    at_least: int = 1
    at_most: int = 20
    fixed: bool = False
    about: tuple[str, ...] = ()

    @property
    def audience(self) -> Audience:
        """Who may see that there are items: everyone who may see an answer in one."""
        return Audience.union(question.audience for question in self.of)

    @property
    def optional(self) -> bool:
        """True when no item is ever demanded."""
        return self.required is False or self.at_least == 0

    def next_id(self, taken: list[Json]) -> str:
        """A new id: one more than the highest number that `taken` items (of this and earlier versions) have."""
        return f"{self.prefix}{max((self.number(str(item['id'])) for item in taken), default=0) + 1}"

    def number(self, item_id: str) -> int:
        """The number in an id, 0 for an id that is none of ours."""
        found = re.fullmatch(re.escape(self.prefix) + r"([1-9][0-9]{0,4})", item_id)
        return int(found[1]) if found else 0

    def path(self, item_id: str, question: Question) -> str:
        """The name of one answer in the record: 'doelen/D1/tekst'."""
        return f"{self.name}/{item_id}/{question.name}"


Item = Question | Repeat
"""What a step is made of."""
