"""Checks of a definition, made when it is imported: a wrong one never starts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from forms.conditions import When
from forms.demands import Demand, InItems
from forms.question import Question
from forms.repeat import Item, Repeat
from forms.scope import FACTS
from rules.readers import Audience

if TYPE_CHECKING:
    from forms.record_type import Document, Step

NAME = re.compile(r"[a-z][a-z0-9_]*")
SLUG = re.compile(r"[a-z][a-z0-9-]*")


class DefinitionError(ValueError):
    """A record type is not well defined; the message says where and what."""


def check(
    slug: str,
    source: str,
    steps: tuple[Step, ...],
    documents: tuple[Document, ...],
    checks: tuple[Demand, ...],
) -> None:
    """Check one record type.

    :raises DefinitionError: a name twice, a condition on something not yet asked, a question without readers or
        source, a document without readers, a demand on something never asked.
    """
    _demand(bool(source), slug, "has no source")
    _demand(bool(SLUG.fullmatch(slug)), slug, "is no slug: small letters, digits and hyphens")
    _unique(slug, "step", [step.slug for step in steps])
    known = set(FACTS)
    for step in steps:
        where = f"{slug}/{step.slug}"
        _demand(bool(SLUG.fullmatch(step.slug)), where, "is no slug: small letters, digits and hyphens")
        _condition(where, step.when, known)
        for item in step.items:
            _item(where, item, known)
    for document in documents:
        where = f"{slug}, document {document.code}"
        _demand(bool(document.readers) and set(document.readers) <= set("CNSLOP"), where, "has no readers")
        _condition(where, document.when, known)
    _unique(slug, "document", [document.code for document in documents])
    for demand in checks:
        inner = {q.name for step in steps for i in step.items if isinstance(i, Repeat) for q in i.of}
        for name in (*demand.names(), *(demand.inner.names() if isinstance(demand, InItems) else ())):
            _demand(name in known | inner, f"{slug}, demand at {demand.at}", f"looks at {name}, which is never asked")
        _demand(bool(demand.source), f"{slug}, demand at {demand.at}", "has no source")


def _item(where: str, item: Item, known: set[str]) -> None:
    here = f"{where}/{item.name}"
    _demand(bool(NAME.fullmatch(item.name)), here, "is no name: small letters, digits and underscores")
    _demand(item.name not in known, here, "stands twice, or has the name of a fact")
    _condition(here, item.when, known)
    if isinstance(item.required, When):
        _condition(here, item.required, known)
    _demand(not item.automatic or item.automatic in FACTS, here, f"takes its value from {item.automatic}, no fact")
    if isinstance(item, Repeat):
        _repeat(here, item, known)
    else:
        _question(here, item)
    known.add(item.name)


def _repeat(here: str, repeat: Repeat, known: set[str]) -> None:
    _demand(bool(repeat.of), here, "repeats nothing")
    _demand(bool(re.fullmatch(r"[A-Z]{1,2}", repeat.prefix)), here, "has no prefix of one or two capitals for its ids")
    inside: set[str] = set()
    for question in repeat.of:
        there = f"{here}/{question.name}"
        _demand(question.name not in inside and question.name != "id", there, "stands twice, or is called id")
        _demand(bool(NAME.fullmatch(question.name)), there, "is no name: small letters, digits and underscores")
        _condition(there, question.when, known | inside)
        if isinstance(question.required, When):
            _condition(there, question.required, known | inside)
        _question(there, question)
        inside.add(question.name)


def _question(here: str, question: Question) -> None:
    _demand(bool(question.readers), here, "has no readers")
    try:
        Audience.parse(question.readers)
    except ValueError as fault:
        raise DefinitionError(f"{here} has readers {question.readers!r}: {fault}") from fault
    _demand(bool(question.source), here, "has no source")
    _demand(bool(question.label), here, "has no label")


def _condition(where: str, condition: When | None, known: Iterable[str]) -> None:
    for name in condition.names() if condition else ():
        _demand(name in known, where, f"depends on {name}, which is not asked before it")


def _unique(slug: str, what: str, names: list[str]) -> None:
    for name in names:
        _demand(names.count(name) == 1, slug, f"has {what} {name} twice")


def _demand(holds: bool, where: str, fault: str) -> None:  # noqa: FBT001  # reads as a sentence at each call
    if not holds:
        raise DefinitionError(f"{where} {fault}.")
