"""Which Word templates there are, what is made with each, for whom, and which organisation makes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from forms import RECORD_TYPES
from services.documents import READERS
from services.extra_documents import EXTRA


@dataclass(frozen=True, slots=True)
class Made:
    """A document that is made with a template: its code, title, and the letters of its readers (rules/readers.py).

    `lezer` is how its reader is called where that is not one of the letters.
    """

    code: str
    title: str
    readers: str
    lezer: str = ""

    def called(self, reader: str) -> str:
        """Who a reader is: 'school'."""
        return self.lezer or READERS[reader]

    @property
    def names(self) -> list[str]:
        """All of them: ['CLB', 'school']."""
        return list(dict.fromkeys(self.called(one) for one in self.readers))


@dataclass(frozen=True, slots=True)
class Template:
    """A template by the name of its file, 'doelen.docx'.

    `by` are the kinds of organisation (clb, naft, school) that freeze a record of which something is made with it.
    """

    name: str
    makes: tuple[Made, ...]
    by: frozenset[str]

    @property
    def slug(self) -> str:
        """Its place in an address: 'doelen'."""
        return PurePath(self.name).stem

    @property
    def title(self) -> str:
        """What it is called: the title of what is made with it."""
        return self.makes[0].title


def _catalogue() -> tuple[Template, ...]:
    made: dict[str, list[Made]] = {}
    by: dict[str, set[str]] = {}
    for record_type in RECORD_TYPES.values():
        for one in record_type.documents:
            made.setdefault(one.template, []).append(Made(one.code, one.title, one.readers))
            by.setdefault(one.template, set()).update(record_type.led_by)
    for extra in EXTRA:
        made.setdefault(extra.template, []).append(Made(extra.code, extra.title, extra.readers, extra.lezer))
        by.setdefault(extra.template, set()).update(*(RECORD_TYPES[slug].led_by for slug in extra.of))
    return tuple(Template(name, tuple(makes), frozenset(by[name])) for name, makes in made.items())


CATALOGUE = _catalogue()
"""Every template, in the order of the records."""


def made_by(soort: str) -> list[Template]:
    """The templates with which documents are made when this kind of organisation freezes a record."""
    return [one for one in CATALOGUE if soort in one.by]
