"""The annex 'Vertaling - enkel ter informatie': what one reader has in Dutch, with the fixed texts in another language.

Made from the record type, so a new question is in it by itself. What somebody wrote stays as it was written. Only the
Dutch text is signed (BR-55): the annex says so on top, and has no line to sign on. See ADR 0025.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import singledispatch
from typing import Any

from forms import RECORD_TYPES
from forms.amounts import DAYS, Date, Moment, Number, Schedule
from forms.choices import Choice, Choices, YesNo
from forms.leaves import unflatten
from forms.question import Question
from forms.record_type import Step
from forms.repeat import Repeat
from forms.scope import Answers, Json, Scope, answered, items_of
from rules.readers import letter_of
from services.annex_texts import FREE, MARK, RIGHTS, RIGHTS_OF, SIGNED, SOURCE, TERMS, VERSION
from services.payload import scope_seen, seen_by
from services.titles import at_home, parts_of
from services.translations import OWN_NAMES, hour, plain_day, translated
from store.versions import Version

LEFT_OUT = ("ondertekenaars",)
"""Questions that are not in it: who signs stands under the text that is signed."""


def names_of(version: Version, reader: str, languages: Iterable[str], today: date) -> dict[str, Any]:
    """What the template gets beside what every document has: `talen`, one after the other."""
    return {"talen": [_in(version, reader, language, today) for language in languages]}


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the Dutch text of one reader: path of an answer (forms/review.py) -> words of our own.

    `answers` has only those of which the words are ours; `titles` the items of a repeat, by the path of each.
    """

    labels: Mapping[str, str]
    answers: Mapping[str, str]
    titles: Mapping[str, str]


def beside(version: Version, reader: str, language: str) -> Beside:
    """The labels and fixed answers of a version in another language, for a page that shows the Dutch ones."""
    record_type = RECORD_TYPES[version.payload["type"]]
    answers = unflatten(record_type, seen_by(version.payload, reader, printed=True).items())
    found: dict[str, tuple[Question, Json]] = {}
    titles: dict[str, str] = {}
    for item in (one for step in record_type.steps for one in step.items):
        if not isinstance(item, Repeat):
            found[item.name] = item, answers.get(item.name)
            continue
        for entry in items_of(answers.get(item.name)):
            paths = {item.path(entry["id"], one): one for one in item.of}
            found |= {path: (one, entry.get(one.name)) for path, one in paths.items()}
            title = f"{translated(item.item, language)} {item.number(entry['id'])}"
            titles |= {path.rpartition("/")[0]: title for path in paths}
    given = {path: in_language(one, stored, language) for path, (one, stored) in found.items() if answered(stored)}
    return Beside(
        {path: translated(one.label, language) for path, (one, _) in found.items()},
        {path: words for path, words in given.items() if words},
        titles,
    )


def _in(version: Version, reader: str, language: str, today: date) -> dict[str, Any]:
    record_type = RECORD_TYPES[version.payload["type"]]
    seen = seen_by(version.payload, reader, printed=True)
    answers = unflatten(record_type, seen.items())
    scope = scope_seen(_named(seen, language), today, answers)
    steps = [(step, list(_blocks(step, answers, scope, language))) for step in record_type.steps]

    def said(text: str) -> str:
        return translated(text, language)

    title, number = parts_of(at_home(version), version)
    return {
        "code": language,
        "naam": OWN_NAMES[language],
        "merk": said(MARK),
        "vrij": f"{said(FREE)} {said(TERMS)}",
        "bron": f"{said(SOURCE)} {said(title)} {number}".strip() + f", {said(VERSION)} {version.number}",
        "stappen": [{"titel": said(step.title), "blokken": blocks} for step, blocks in steps if blocks],
        "verklaring_kop": said(SIGNED),
        "verklaring": said(record_type.declaration),
        "rechten_kop": said(RIGHTS_OF[letter_of(reader)]),
        "rechten": [{"kop": said(short), "tekst": said(more)} for short, more in RIGHTS[letter_of(reader)]],
    }


def _named(seen: Answers, language: str) -> dict[str, Json]:
    """What a reader sees, with the role of who may not be named in that language too."""
    return {
        name: {**value, "naam": translated(value["naam"], language)} if name.startswith("rol/") else value
        for name, value in seen.items()
    }


def _blocks(step: Step, answers: Answers, scope: Scope, language: str) -> Iterator[dict[str, Any]]:
    """The answers of a step: those that stand alone together, the items of a repeat each with a title."""
    rows: list[dict[str, Any]] = []
    for item in step.items:
        if not isinstance(item, Repeat):
            rows += _rows([item], answers, scope, language)
            continue
        if rows:
            yield {"titel": "", "rijen": rows}
            rows = []
        for entry in items_of(answers.get(item.name)):
            inside = _rows(item.of, entry, scope, language)
            if inside:
                title = f"{translated(item.item, language)} {item.number(entry['id'])}"
                yield {"titel": title, "rijen": inside}
    if rows:
        yield {"titel": "", "rijen": rows}


def _rows(questions: Iterable[Question], answers: Answers, scope: Scope, language: str) -> list[dict[str, Any]]:
    rows = []
    for one in questions:
        stored = answers.get(one.name)
        if answered(stored) and one.printed and one.name not in LEFT_OUT:
            fixed = in_language(one, stored, language)
            value = one.text(stored, scope) if fixed is None else fixed
            rows.append({"label": translated(one.label, language), "waarde": value, "vrij": fixed is None})
    return [row for row in rows if row["waarde"]]


@singledispatch
def in_language(question: Question, stored: Json, language: str) -> str | None:
    """An answer of which the words are ours, in another language; None for what somebody wrote, and for names."""
    return None


@in_language.register
def _(question: Choice, stored: Json, language: str) -> str | None:
    label = question.choices.get(stored) if isinstance(stored, str) else None
    return translated(label, language) if label else None


@in_language.register
def _(question: Choices, stored: Json, language: str) -> str | None:
    return ", ".join(translated(question.choices.get(one, one), language) for one in stored)


@in_language.register
def _(question: YesNo, stored: Json, language: str) -> str | None:
    return translated("Ja" if stored else "Nee", language)


@in_language.register
def _(question: Number, stored: Json, language: str) -> str | None:
    unit = question.one if stored == 1 and question.one else question.unit
    return f"{stored} {translated(unit, language) if unit else ''}".strip()


@in_language.register
def _(question: Date, stored: Json, language: str) -> str | None:
    day = question.value(stored)
    return plain_day(day, language) if day else None


@in_language.register
def _(question: Moment, stored: Json, language: str) -> str | None:
    day = question.value(stored)
    if day is None:
        return None
    at = hour(datetime.fromisoformat(str(stored)), language)
    return f"{translated(DAYS[day.weekday()], language)} {plain_day(day, language)}, {at}"


@in_language.register
def _(question: Schedule, stored: Json, language: str) -> str | None:
    places = dict(question.places)
    half_days = [(DAYS[at // 2], PARTS[at % 2], places.get(place, "")) for at, place in enumerate(stored)]
    return ", ".join(" ".join(translated(one, language) for one in three) for three in half_days if three[2])


PARTS = ("voormiddag", "namiddag")
"""The two halves of a day, as forms.amounts.Schedule says them."""
