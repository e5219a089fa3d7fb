"""The record type: one of the forms as data, the table of contents of the rule it carries out (ADR 0001)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from forms.conditions import When
from forms.definition_checks import check
from forms.demands import Demand
from forms.question import Question
from forms.repeat import Item, Repeat
from forms.scope import Answers, Json, answered


@dataclass(frozen=True, slots=True, init=False)
class Step:
    """One page of a wizard. `slug` is its place in the URL, `title` the question that is its heading.

    `later` says, where the step is not asked now, when it will be; without it nothing is said of it then.
    """

    slug: str
    title: str
    items: tuple[Item, ...]
    short: str
    intro: str
    when: When | None
    later: str

    def __init__(
        self,
        slug: str,
        title: str,
        *items: Item,
        short: str = "",
        intro: str = "",
        when: When | None = None,
        later: str = "",
    ) -> None:
        for name, value in (("slug", slug), ("title", title), ("items", items), ("intro", intro), ("when", when)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "short", short or title)
        object.__setattr__(self, "later", later)


@dataclass(frozen=True, slots=True)
class Document:
    """One Word file that a version of the record becomes: a code (D2), its template, and for whom it is made.

    `readers` are letters of rules/readers.py; each gets a file of its own, with that reader's answers alone.
    """

    code: str
    title: str
    template: str
    readers: str
    when: When | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordType:
    """A record type. Checked when it is made: a wrong definition cannot be imported.

    `led_by`: kinds of organisation (clb, naft, school) that fill it in; `read_by`: letters that may open its pages.
    `declaration`: what a party declares when signing. `purpose`: what it is for, for who begins with it. `checks`:
    demands on several answers together.
    """

    slug: str
    title: str
    version: int
    source: str
    led_by: tuple[str, ...]
    read_by: str
    declaration: str
    steps: tuple[Step, ...]
    documents: tuple[Document, ...]
    checks: tuple[Demand, ...] = field(default=())
    purpose: str = ""
    _questions: tuple[tuple[Step, Repeat | None, Question], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check(self.slug, self.source, self.steps, self.documents, self.checks)
        object.__setattr__(self, "_questions", tuple(self._each_question()))

    def step(self, slug: str) -> Step | None:
        """The step of that slug."""
        return next((step for step in self.steps if step.slug == slug), None)

    def items(self) -> Iterator[tuple[Step, Item]]:
        """Every question and repeat, in the order asked, with its step."""
        for step in self.steps:
            for item in step.items:
                yield step, item

    def find(self, name: str) -> Item | None:
        """The question or repeat of that name."""
        return next((item for _, item in self.items() if item.name == name), None)

    def questions(self) -> Iterator[tuple[Step, Repeat | None, Question]]:
        """Every question, those inside repeats too, with its step and repeat."""
        return iter(self._questions)

    def _each_question(self) -> Iterator[tuple[Step, Repeat | None, Question]]:
        for step, item in self.items():
            if isinstance(item, Repeat):
                for question in item.of:
                    yield step, item, question
            else:
                yield step, None, item


def on_path(steps: tuple[Step, ...], answers: Answers, facts: Answers) -> list[tuple[Step, Item]]:
    """What is asked, given what was answered before it: the path, computed and never stored (ADR 0004).

    A condition sees the facts and the answers on the path alone, so a changed answer leaves nothing stale behind.
    """
    known: dict[str, Json] = dict(facts)
    path: list[tuple[Step, Item]] = []
    for step in steps:
        if step.when is not None and not step.when.holds(known):
            continue
        for item in step.items:
            if item.when is not None and not item.when.holds(known):
                continue
            path.append((step, item))
            value = facts.get(item.automatic) if item.automatic else answers.get(item.name)
            if answered(value):
                known[item.name] = value
    return path


def known_on_path(path: list[tuple[Step, Item]], answers: Answers, facts: Answers) -> dict[str, Json]:
    """Facts and the answers on the path together: what a condition, a demand or a leaf may look at."""
    known: dict[str, Json] = dict(facts)
    for _, item in path:
        value = facts.get(item.automatic) if item.automatic else answers.get(item.name)
        if answered(value):
            known[item.name] = value
    return known


def asked_in_item(repeat: Repeat, item: Json, known: Answers) -> list[Question]:
    """The questions that apply in one item of a repeat: its own answers come before the record's."""
    seen: dict[str, Json] = dict(known)
    asked = []
    for question in repeat.of:
        if question.when is not None and not question.when.holds(seen):
            continue
        asked.append(question)
        if answered(item.get(question.name)):
            seen[question.name] = item[question.name]
    return asked
