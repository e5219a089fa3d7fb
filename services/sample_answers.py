"""Believable answers to every record type, about people of the demo: what a template is tried and shown with.

What the demo itself wrote comes first (services/demo_*.json), then what is taken over from an earlier record, and where
nothing is said an example of that kind of question. So a new record type has a sample from its first day.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from forms import RECORD_TYPES
from forms.amounts import Date, Moment, Number, Schedule
from forms.choices import Choice, Choices, Reference, YesNo
from forms.conditions import When
from forms.people import Organisation, Person, Persons
from forms.prefill import prefill
from forms.question import Question
from forms.record_type import RecordType, asked_in_item, known_on_path, on_path
from forms.repeat import Item, Repeat
from forms.scope import Answers, Json, OrganisationRef, PersonRef, Scope, answered, items_of
from forms.texts import Email, Name, Phone, Postcode
from services.demo_people import PLACES, WORKERS
from services.demo_texts import Words, texts

DAY_0 = date(2026, 9, 21)
"""The day from which the demo's texts count; a fixed one, so that a sample is the same every day."""

DAYS = {"indicatiestelling": -13, "doelen": -4, "evaluatie": 57, "engagementen": 168}
"""Record type -> the day on which its sample is frozen."""

PARTS = {"engagementen": ("engagementen", "afsluiting")}
"""Record type -> the parts of a story that hold its answers, where that is not the part of its own name."""

SCHOOL = {"kobe": "sluis", "amina": "lyceum"}
AT_WORK = {"kobe": ("an", "younes", "saskia", "joris"), "amina": ("an", "younes", "karen")}
FACTS: dict[str, Json] = {
    "soort_dossier": "leerling",
    "meerderjarig": "nee",
    "bekwaam": "ja",
    "minderjarig_met_ouders": "ja",
    "tolk_nodig": "nee",
    "versie": 1,
    "volgnummer": 1,
    "schooldoelen": "nee",
    "nazorg": "nee",
    "dagen_te_laat": 0,
    "start_traject": DAY_0.isoformat(),
    "evaluatie_uiterlijk": "2026-11-21",
    "volgende_evaluatie_uiterlijk": "2026-11-21",
}
OWN_FACTS: dict[str, dict[str, Json]] = {
    "evaluatie": {"volgende_evaluatie_uiterlijk": "2027-01-17"},
    "engagementen": {"nazorg": "ja"},
}
"""What is otherwise when a record of that type is written."""

ROUNDS = 40
"""The longest chain of questions that make one another asked."""


def told_in(when: When | None) -> str:
    """The story in which a document is made: of Kobe, or of Amina where it is about goals for the school."""
    facts = {**FACTS, **_facts_of("amina")}
    return "amina" if when is not None and when.holds(facts) and not when.holds(FACTS) else "kobe"


def scope_of(slug: str, story: str = "kobe") -> Scope:
    """The surroundings of a record in a story; whoever takes part has the short name as id."""
    people = [
        PersonRef(name, f"{one['voornaam']} {one['familienaam']}", one["rol"])
        for name, one in texts(story)["mensen"].items()
    ]
    people += [
        PersonRef(name, f"{WORKERS[name].voornaam} {WORKERS[name].familienaam}", WORKERS[name].roles[-1])
        for name in AT_WORK[story]
    ]
    places = sorted(PLACES, key=lambda name: name != SCHOOL[story])  # of each kind, who takes part comes first
    return Scope(
        today=_words(story).day(DAYS.get(slug, 0)),
        facts={**FACTS, **_facts_of(story), **OWN_FACTS.get(slug, {})},
        people=tuple(people),
        organisations=tuple(OrganisationRef(name, PLACES[name].naam, PLACES[name].soort) for name in places),
    )


@functools.cache
def answers_of(slug: str, story: str = "kobe") -> dict[str, Json]:
    """Stored answers to all that is asked of a record type in this story, the questions one may skip too."""
    record_type, scope = RECORD_TYPES[slug], scope_of(slug, story)
    told = texts(story)
    mine = {
        name: value
        for part in PARTS.get(slug, (slug,))
        for name, value in _words(story).resolved(told.get(part, {})).items()
    }
    earlier = {
        item.prefill.record
        for _, item in record_type.items()
        if item.prefill and item.prefill.record in RECORD_TYPES and item.prefill.record != slug
    }
    before = list(RECORD_TYPES)[: list(RECORD_TYPES).index(slug)]
    sources = {one: answers_of(one, story) for one in before if one in earlier}
    taken = prefill(record_type, sources, scope.facts)
    answers = {**taken, **{name: _merged(record_type.find(name), taken.get(name), mine[name]) for name in mine}}
    return _completed(record_type, answers, scope)


def _merged(item: Item | None, taken: Json, mine: Json) -> Json:
    """Items that an earlier record gave stay, with ours in them; all else is as the story says."""
    if not (isinstance(item, Repeat) and item.fixed and taken):
        return mine
    ours = {one["id"]: one for one in items_of(mine)}
    return [{**one, **ours.get(one["id"], {})} for one in items_of(taken) if one["id"] in ours or not ours]


def _completed(record_type: RecordType, answers: dict[str, Json], scope: Scope) -> dict[str, Json]:
    """With an example of whatever is asked and not answered, until nothing more is asked."""
    for _ in range(ROUNDS):
        path = on_path(record_type.steps, answers, scope.facts)
        known = known_on_path(path, answers, scope.facts)
        seen = replace(scope, answers=answers)
        fresh = {
            item.name: value
            for _, item in path
            if not item.automatic and answered(value := _whole(item, answers.get(item.name), known, seen))
            if value != answers.get(item.name)
        }
        if not fresh:
            break
        answers = {**answers, **fresh}
    return answers


def _whole(item: Item, value: Json, known: Answers, scope: Scope) -> Json:
    if isinstance(item, Question):
        return value if answered(value) else _shown(item, scope)
    items = list(items_of(value)) or [{"id": item.next_id([])}]
    for _ in range(ROUNDS):
        fuller = [{**one, **{q.name: _shown(q, scope) for q in _open(item, one, known)}} for one in items]
        if fuller == items:
            break
        items = fuller
    return items


def _open(repeat: Repeat, item: Json, known: Answers) -> Iterable[Question]:
    return [one for one in asked_in_item(repeat, item, known) if not answered(item.get(one.name)) and one.printed]


def _shown(question: Question, scope: Scope) -> Json:
    """An example, but not of what is printed nowhere."""
    return example(question, scope) if question.printed and not question.audience.owner else None


def example(question: Question, scope: Scope) -> Json:  # noqa: C901  # a line for each kind of question
    """A stored answer of its kind that has no faults."""
    offered = list(question.offered(scope))
    match question:
        case YesNo():
            return True
        case Choices():
            return offered if question.every else [one for one in offered if one != question.exclusive][:2]
        case Persons():
            return offered[:2]
        case Choice() | Reference() | Person() | Organisation():
            return offered[0] if offered else None
        case Schedule():
            return [offered[0], offered[1]] * 5
        case Moment():
            return f"{scope.today.isoformat()}T14:00"
        case Date():
            return scope.today.isoformat()
        case Number():
            return min(max(question.at_least, 4), question.at_most)
        case Email():
            return "noor@voorbeeld.example"
        case Phone():
            return "+32471000000"
        case Postcode():
            return "9300"
        case Name():
            return "Noor"
        case _:
            return f"Voorbeeld van een antwoord op “{question.ask}”."


def _words(story: str) -> Words:
    return Words(party=lambda name: name, organisation=lambda name: name, today=DAY_0, day_0=DAY_0)


def _facts_of(story: str) -> Mapping[str, Json]:
    return {"schooldoelen": "ja", "tolk_nodig": "ja"} if story == "amina" else {}
