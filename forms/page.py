"""One page of a wizard as a WTForms form, made from the definition: binding, errors, and what the template needs.

Nothing here knows Flask: a form runs in a unit test with a plain dictionary of lists. The CSRF token is the page's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from wtforms.fields import Field
from wtforms.form import BaseForm

from forms.conditions import When
from forms.people import Organisation, Sought
from forms.question import Question
from forms.record_type import Step, asked_in_item, known_on_path, on_path
from forms.repeat import Item, Repeat
from forms.scope import Answers, Json, Scope, answered, items_of
from forms.texts import Text


class Posted(Protocol):
    """What a browser sent: names, each with its values in order (a werkzeug MultiDict is one)."""

    def getlist(self, key: str) -> list[str]:
        """The values of one name."""

    def __contains__(self, key: object) -> bool: ...

    def __iter__(self) -> Iterator[str]: ...


@dataclass(frozen=True, slots=True)
class Examples:
    """Examples of one kind beside a text: their heading, and when they are shown (JSON for the browser, or None)."""

    heading: str
    texts: tuple[str, ...]
    condition: dict[str, Any] | None


class AnswerField(Field):
    """One question on the page. `data` is the stored answer; the kind of question does the conversions.

    For the template: `question`, `values` (the strings in the inputs), `offered`, `errors`, `condition` (JSON for the
    browser, or None), `condition_text`, `prefilled` (still as it was taken over) and `prefilled_from` (from whom, when
    that is another installation), `theirs` (another person's newer answer, as text, when two wrote at once), `by` (that
    person), `clash` (the posted strings of that answer, where one has to choose; else None), `path` (the name in the
    record), `examples`.
    """

    def __init__(self, *, question: Question, scope: Scope, path: str, **kwargs: Any) -> None:
        super().__init__(label=question.label, **kwargs)
        self.question = question
        self.scope = scope
        self.path = path
        self.condition: dict[str, Any] | None = None
        self.condition_text = ""
        self.prefilled = False
        self.prefilled_from = ""
        self.theirs: str | None = None
        self.by = ""
        self.clash: list[str] | None = None
        self.examples: tuple[Examples, ...] = ()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Posted strings -> stored answer; never raises: what is not understood is kept as typed."""
        self.data = self.question.parse([str(value) for value in valuelist], self.scope)

    def pre_validate(self, form: BaseForm) -> None:
        """The kind's own faults, all of them."""
        if self.question.automatic or self.question.given:
            return
        self.errors = [*self.errors, *self.question.faults(self.data, self.scope)]

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:  # noqa: FBT001  # WTForms' signature
        """Nothing more: pre_validate said all."""

    @property
    def values(self) -> list[str]:
        """The strings in the inputs."""
        return self.question.posted(self.data)

    @property
    def offered(self) -> dict[str, str]:
        """Posted value -> label."""
        return self.question.offered(self.scope)

    @property
    def is_text(self) -> bool:
        """A text of one's own words, of which two can be put under each other."""
        return bool(self.question.shape == "text" and getattr(self.question, "lines", 1) > 1)

    @property
    def sought(self) -> Sought | None:
        """The search for an organisation, where there are too many for a list."""
        if not isinstance(self.question, Organisation):
            return None
        return self.question.sought([str(one) for one in self.raw_data or ()], self.data, self.scope)

    @property
    def search_kinds(self) -> list[str]:
        """In what the browser searches."""
        return list(self.question.kinds(self.scope)) if isinstance(self.question, Organisation) else []

    @property
    def shown(self) -> str:
        """The answer as text, for a question that is shown and not asked."""
        return self.question.text(self.data, self.scope)

    @property
    def asked(self) -> bool:
        """Asked, or only shown?"""
        return not (self.question.automatic or self.question.given)


class ItemForm:
    """One item of a repeat on the page: `id` (D1), `title` ('Doel 1'), `fields`."""

    def __init__(self, repeat: Repeat, item: Json, scope: Scope, readable: Collection[Question]) -> None:
        self.repeat = repeat
        self.id = str(item["id"])
        self.title = f"{repeat.item} {repeat.number(self.id)}"
        self.stored = item
        self.form = _bound({q.name: (q, repeat.path(self.id, q)) for q in readable}, scope, f"{repeat.name}-{self.id}")

    @property
    def fields(self) -> list[AnswerField]:
        """In the order asked."""
        return [field for field in self.form if isinstance(field, AnswerField)]

    def answers(self) -> Json:
        """The item with what was filled in; what the editor may not read stays as it was."""
        mine = {field.short_name: field.data for field in self.fields if field.asked}
        return {name: value for name, value in {**self.stored, **mine, "id": self.id}.items() if value is not None}


class RepeatForm:
    """A repeat on the page: `repeat`, `items`, `errors`, `can_add`, `can_remove`, `condition`, `prefilled`."""

    def __init__(self, repeat: Repeat, items: list[ItemForm]) -> None:
        self.repeat = repeat
        self.items = items
        self.errors: list[str] = []
        self.condition: dict[str, Any] | None = None
        self.condition_text = ""
        self.prefilled = False
        self.path = repeat.name

    @property
    def name(self) -> str:
        """The name of the hidden inputs that say which items are on the page."""
        return self.repeat.name

    @property
    def id(self) -> str:
        """The element an error links to."""
        return self.repeat.name

    @property
    def can_add(self) -> bool:
        """Room for one more?"""
        return not self.repeat.fixed and len(self.items) < self.repeat.at_most

    @property
    def can_remove(self) -> bool:
        """May an item go?"""
        return not self.repeat.fixed


class StepForm:
    """One step of a record as a form. `parts` are its fields and repeats in the order asked."""

    def __init__(
        self,
        step: Step,
        steps: tuple[Step, ...],
        answers: Answers,
        scope: Scope,
        may_read: Collection[str],
        posted: Posted | None = None,
        *,
        keep_items: bool = False,
    ) -> None:
        """`answers`: the whole record as stored; `may_read`: paths of the questions the editor may see ('a', 'r/q').

        With `keep_items`, an item that is stored and was not posted stays on the page: another person added it. And
        so does what was posted and is off the path by now: another person's answer took it there.
        """
        self.step = step
        self.scope = scope
        self.stored = answers
        self.posted = posted
        self.keep_items = keep_items
        self.facts = scope.facts
        self.steps = steps
        self._known = known_on_path(on_path(steps, answers, scope.facts), answers, scope.facts)
        here = {item.name for item in step.items}
        sent = posted if posted is not None and keep_items else ()
        wanted = [item for item in step.items if _possible(item.when, self._known, here) or item.name in sent]
        flat = {i.name: (i, i.name) for i in wanted if isinstance(i, Question) and i.name in may_read}
        self.form = _bound(flat, scope, "")
        self.repeats = {
            item.name: self._repeat(item, [q for q in item.of if f"{item.name}/{q.name}" in may_read])
            for item in wanted
            if isinstance(item, Repeat) and any(f"{item.name}/{q.name}" in may_read for q in item.of)
        }
        self.parts: list[AnswerField | RepeatForm] = [
            self.repeats[item.name] if isinstance(item, Repeat) else self.form[item.name]  # type: ignore[misc]
            for item in wanted
            if item.name in flat or item.name in self.repeats
        ]
        self._fill()
        self._conditions()

    def _repeat(self, repeat: Repeat, readable: list[Question]) -> RepeatForm:
        stored = list(items_of(self.stored.get(repeat.name)))
        by_id = {str(item["id"]): item for item in stored}
        if self.posted is not None and not repeat.fixed:
            wanted = [i for i in dict.fromkeys(self.posted.getlist(repeat.name)) if repeat.number(i)]
            wanted = wanted[: repeat.at_most]
            if self.keep_items:
                wanted = list(dict.fromkeys([*wanted, *by_id]))
            items = [by_id.get(item_id, {"id": item_id}) for item_id in wanted]
        else:
            items = list(stored)
            least = 0 if repeat.fixed or not repeat.demands(self._known) else repeat.at_least
            while len(items) < least:
                items.append({"id": repeat.next_id(items)})
        return RepeatForm(repeat, [ItemForm(repeat, item, self.scope, readable) for item in items])

    def _fill(self) -> None:
        posted: Any = self.posted
        given = {f.name: self.facts.get(f.question.automatic) for f in self._flat() if f.question.automatic}
        self.form.process(posted, data={**self.stored, **given})
        for part in self.repeats.values():
            sent = set(posted.getlist(part.name)) if posted is not None else set()
            for item in part.items:
                here = part.repeat.fixed or item.id in sent
                item.form.process(posted if here else None, data=item.stored)
        for field in self.fields():
            if not field.asked:  # shown, not asked: what a browser sends under its name counts for nothing
                field.data = field.object_data

    def _flat(self) -> list[AnswerField]:
        return [field for field in self.form if isinstance(field, AnswerField)]

    def _conditions(self) -> None:
        on_page = {field.question.name: field.name for field in self._flat()}
        labels = {item.name: item for step in self.steps for item in step.items}
        for part in self.parts:
            when = part.repeat.when if isinstance(part, RepeatForm) else part.question.when
            if when is not None and set(when.names()) & on_page.keys():
                part.condition = when.for_browser(on_page, self._known)
                part.condition_text = _sentence(when, labels)
            if not isinstance(part, RepeatForm):
                part.examples = _examples(part.question, on_page, labels)
        for repeat_form in self.repeats.values():
            own = {q.name: q for q in repeat_form.repeat.of}
            for item in repeat_form.items:
                inside = on_page | {f.question.name: f.name for f in item.fields}
                for field in item.fields:
                    field.examples = _examples(field.question, inside, own)
                    if field.question.when is not None and set(field.question.when.names()) & inside.keys():
                        field.condition = field.question.when.for_browser(inside, self._known)
                        field.condition_text = _sentence(field.question.when, labels | own)

    def fields(self) -> Iterator[AnswerField]:
        """Every field, those inside repeats too."""
        for part in self.parts:
            if isinstance(part, RepeatForm):
                for item in part.items:
                    yield from item.fields
            else:
                yield part

    def answers(self) -> dict[str, Json]:
        """The whole record with this page's answers in it; an unanswered question is absent.

        An item that was shown blank, and still is, and was never stored, is not kept.
        """
        merged: dict[str, Json] = dict(self.stored)
        for field in self._flat():
            if field.asked:
                merged[field.question.name] = field.data
        for name, part in self.repeats.items():
            stored = {str(item["id"]) for item in items_of(self.stored.get(name))}
            items = [item.answers() for item in part.items]
            merged[name] = [item for item in items if len(item) > 1 or item["id"] in stored]
        return {name: value for name, value in merged.items() if answered(value)}

    def validate(self) -> bool:
        """Look for faults in what is there (not for what is missing); the fields hold the messages."""
        forms = [self.form, *(item.form for part in self.repeats.values() for item in part.items)]
        return not [form for form in forms if not form.validate()]

    def demand(self) -> None:
        """Name what is missing too, at the field itself."""
        known = known_on_path(on_path(self.steps, self.answers(), self.facts), self.answers(), self.facts)
        for part in self.parts:
            when = part.repeat.when if isinstance(part, RepeatForm) else part.question.when
            if when is not None and not when.holds(known):
                continue
            if isinstance(part, RepeatForm):
                for item in part.items:
                    asked = asked_in_item(part.repeat, item.answers(), known)
                    _miss(item.fields, asked, {**known, **item.answers()})
            else:
                _miss([part], [part.question], known)

    def errors(self) -> list[tuple[str, str]]:
        """(element id, message), in the order of the page, for the summary on top."""
        found: list[tuple[str, str]] = []
        for part in self.parts:
            found += [(part.id, message) for message in part.errors]
            if isinstance(part, RepeatForm):
                for item in part.items:
                    for field in item.fields:
                        found += [(field.id, f"{item.title}: {message}") for message in field.errors]
        return found


def _bound(wanted: Mapping[str, tuple[Question, str]], scope: Scope, prefix: str) -> BaseForm:
    fields: Any = {
        name: AnswerField(question=question, scope=scope, path=path) for name, (question, path) in wanted.items()
    }
    return BaseForm(fields, prefix=prefix)


def _examples(question: Question, on_page: Mapping[str, str], asked: Mapping[str, Item]) -> tuple[Examples, ...]:
    """The examples of a text, each kind with its heading; all are shown as long as the kind is not chosen."""
    if not isinstance(question, Text) or not question.examples:
        return ()
    by, found = asked.get(question.examples_by), on_page.get(question.examples_by)
    kinds = by.offered(NOWHERE) if isinstance(by, Question) else {}
    return tuple(
        Examples(
            kinds.get(kind, kind),
            texts,
            {"input": found, "one_of": [kind], "either": {"input": found, "answered": False}} if found else None,
        )
        for kind, texts in question.examples.items()
    )


def _possible(when: When | None, known: Answers, here: Collection[str]) -> bool:
    """On the path now, or as soon as another question of the same page is answered otherwise."""
    return when is None or when.holds(known) or bool(set(when.names()) & set(here))


def _miss(fields: list[AnswerField], asked: list[Question], known: Answers) -> None:
    for field in fields:
        question = field.question
        if field.asked and question in asked and question.demands(known) and not answered(field.data):
            field.errors = [*field.errors, question.missing()]


def _sentence(when: When, labels: Mapping[str, Item]) -> str:
    """The condition in words, for who fills in without scripts."""
    item = labels.get(when.name)
    label = item.label if item is not None else ""
    if item is None:  # a fact: it already holds, or the question would not be on the page
        own = ""
    elif when.one_of and isinstance(item, Question):
        said = " of ".join(f"“{item.text([v] if item.shape == 'checks' else v, NOWHERE)}”" for v in when.one_of)
        own = f"bij “{label}” {said} gekozen is"
    elif when.at_least is not None:
        own = f"“{label}” minstens {when.at_least} is"
    else:
        own = f"“{label}” {'niet ' if when.answered is False else ''}ingevuld is"
    also = _sentence(when.also, labels) if when.also is not None else ""
    either = _sentence(when.either, labels) if when.either is not None else ""
    both = ", en ".join(part for part in (own, also) if part)
    return ", of als ".join(part for part in (both, either) if part)


NOWHERE = Scope(today=date.min)
