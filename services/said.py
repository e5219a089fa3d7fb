"""What was said with a step or a request, in the words of its questions and options, for who may read each answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from forms.handelingen import HANDELINGEN
from forms.question import Question
from forms.scope import Json, PersonRef, Scope
from services.dossiers import File, name_of
from services.places import Places
from services.platform import Platform, Who


def said(platform: Platform, who: Who, file: File, step: str, answers: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """(label, text) of each answer to the questions of a step (forms/handelingen.py) that this person may read."""
    asked = HANDELINGEN.get(step)
    if asked is None:
        return
    scope = Scope(
        today=platform.today(),
        register=Places(platform, ["naft"]),
        people=tuple(PersonRef(f"account:{one.account_id}", name_of(one.answers), one.rol) for one in file.all_parties),
    )
    for item in asked.items:
        if isinstance(item, Question) and answers.get(item.name) and who.letter in item.audience.always:
            yield item.label, item.text(answers[item.name], scope)


def listing(names: Sequence[str]) -> str:
    """'An Peeters, Kobe Vermeulen en Ilse De Cock'."""
    return " en ".join([", ".join(names[:-1]), *names[-1:]] if len(names) > 1 else names)
