"""Words that stand nowhere else: each answer gets one of its own, so that finding it again says which answer it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.people import Person
from forms.record_type import RecordType, Step
from forms.repeat import Repeat
from forms.texts import Text

TOKEN = re.compile(r"QX\d{4}Z")
FILLER = " en nog wat woorden erbij"
SHORT = 400
"""Longer than this, an answer need not be to be told apart."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one token stands for: where it was typed, the letters of who may read it, and which pupils it is about.

    `name` is that of its question in a record. `screen` and `print`: other letters for the pages or for the Word files.
    """

    token: str
    where: str
    letters: str
    name: str = ""
    about: tuple[str, ...] = ()
    screen: str = ""
    print: str = ""

    def __str__(self) -> str:
        return f"{self.where} ({self.letters}{', about ' + ' '.join(self.about) if self.about else ''})"


class Tokens:
    """All tokens of one dossier. `pupils`: party id -> key of the pupil that this person is, or stands beside."""

    def __init__(self) -> None:
        self.told: dict[str, Told] = {}
        self.pupils: dict[str, str] = {}

    def new(self, where: str, letters: str, *, least: int = 0, **more: Any) -> str:
        """A token for something typed; with at least so many characters."""
        token = f"QX{len(self.told) + 1:04d}Z"
        self.told[token] = Told(token, where, letters, **more)
        return token + (FILLER * (least // len(FILLER) + 1) if least else "")

    def found(self, text: str | bytes) -> list[Told]:
        """What can be read in this text, each once; a token of another dossier is a mistake too."""
        words = text if isinstance(text, str) else text.decode("utf-8", "replace")
        return [self.told[one] for one in dict.fromkeys(TOKEN.findall(words))]

    def fill(self, record_type: RecordType, answers: Mapping[str, Any], *, at: str) -> dict[str, Any]:
        """The answers with a token for each text that is asked, but for what is taken over from another record."""
        filled = dict(answers)
        for _, item in record_type.items():
            if isinstance(item, Repeat):
                if item.name in filled:
                    filled[item.name] = [self._item(at, item, entry) for entry in filled[item.name]]
            elif isinstance(item, Text) and item.prefill is None:
                where = f"{at}/{item.name}"
                filled[item.name] = self.new(where, item.readers, name=item.name, least=item.min_length)
        return filled

    def _item(self, at: str, repeat: Repeat, entry: Mapping[str, Any]) -> dict[str, Any]:
        about = self.about(repeat, entry)
        return {
            **entry,
            **{
                question.name: self.new(
                    f"{at}/{repeat.name}/{entry['id']}/{question.name}",
                    question.readers,
                    name=f"{repeat.name}/{question.name}",
                    about=about,
                    least=question.min_length,
                )
                for question in repeat.of
                if isinstance(question, Text) and not question.given
            },
        }

    def about(self, repeat: Repeat, entry: Mapping[str, Any]) -> tuple[str, ...]:
        """The pupils that an item concerns by whom it names: of goals, of consents, and of the pupils themselves."""
        about: list[str] = []
        for question in repeat.of:
            if isinstance(question, Person) and question.name in ABOUT.get(repeat.name, ()):
                named = entry.get(question.name) or []
                about += [
                    self.pupils[one] for one in (named if isinstance(named, list) else [named]) if one in self.pupils
                ]
        return tuple(dict.fromkeys(about))

    def step(self, step: Step, answers: Mapping[str, Any], *, at: str) -> dict[str, Any]:
        """The same for the questions of a step with a button."""
        typed = {
            item.name: self.new(f"{at}/{item.name}", item.readers, least=item.min_length)
            for item in step.items
            if isinstance(item, Text) and item.name not in answers
        }
        return {**answers, **typed}


ABOUT = {
    "leerlingen": ("leerling",),
    "doelen": ("voor_leerlingen", "voor_ouders"),
    "doelresultaten": ("voor_leerlingen", "voor_ouders"),
    "nieuwe_doelen": ("voor_leerlingen", "voor_ouders"),
    "instemmingen": ("gegeven_door",),
}
"""Repeat -> the questions that say whom an item is about, and so which of several pupils it concerns."""
