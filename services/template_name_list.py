"""The names that one may put in a template, as somebody types them in Word, and who reads what comes there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.documents import READERS
from services.said import listing
from services.template_catalogue import Template
from services.template_names import Name, Use, use_of

EACH = ("een", "deel", "stuk", "punt", "rij")
"""What one item of a list is called in what is shown; one of a list inside it by the next."""

EVERYBODY = "iedereen"
"""Who gets the document at all."""


@dataclass(frozen=True, slots=True)
class Row:
    """One name: as it is typed, what comes there, and who reads it."""

    typed: str
    what: str
    who: str


@dataclass(frozen=True, slots=True)
class Group:
    """Names that belong together; `around` is what is typed before and after those of a list, empty for others."""

    title: str
    rows: tuple[Row, ...]
    around: tuple[str, str] | None = None


def groups_of(template: Template) -> list[Group]:
    """All names of a template: the answers in the order asked, then what comes with every document.

    Without what none of its readers may read.
    """
    use = use_of(template.name)
    if use is None:
        return []
    names = [one for one in use.names.values() if not one.kept_back and _is_read(one, use)]
    return [*_answers(use, [one for one in names if one.step]), *_others(use, [one for one in names if not one.step])]


def _answers(use: Use, names: Iterable[Name]) -> Iterator[Group]:
    """A group for each page of the form, and behind it one for each of its lists."""
    pages: dict[str, list[Name]] = {}
    for one in names:
        pages.setdefault(one.step, []).append(one)
    for step, asked in pages.items():
        loose = tuple(_row(use, one, one.path) for one in asked if not one.fields)
        if loose:
            yield Group(step, loose)
        for one in asked:
            if one.fields:
                same = not loose and one.label == step
                yield from _repeated(use, one, step if same else f"{step}: {one.label.lower()}")


def _others(use: Use, names: list[Name]) -> Iterator[Group]:
    for one in names:
        if one.kind == "rijen":
            yield from _repeated(use, one, _capital(one.path))
        elif one.kind == "groep":
            inside = tuple(_row(use, each, each.path.replace("/", ".")) for each in one.fields.values())
            yield Group(_capital(one.label), inside)
    loose = tuple(_row(use, one, one.path) for one in names if not one.fields)
    if loose:
        yield Group("Verder", loose)


def _repeated(use: Use, one: Name, title: str, inside: str = "", depth: int = 0) -> Iterator[Group]:
    """A list of items, and behind it the lists that are in each of them."""
    each = EACH[depth]
    shown = [found for found in one.fields.values() if not found.kept_back and _is_read(found, use)]
    rows = tuple(_row(use, found, f"{each}.{_last(found)}") for found in shown if found.kind != "rijen")
    yield Group(title, rows, (f"{{%p for {each} in {inside}{_last(one)} %}}", "{%p endfor %}"))
    for found in shown:
        if found.kind == "rijen":
            yield from _repeated(use, found, f"{title}, {_last(found)}", f"{each}.", depth + 1)


def _last(name: Name) -> str:
    return name.path.rpartition("/")[2]


def _row(use: Use, one: Name, path: str) -> Row:
    typed = f"{path}|join(', ')" if one.kind == "lijst" else path
    return Row(f"{{{{ {typed} }}}}", one.label or _last(one), _who(use, one))


def _who(use: Use, one: Name) -> str:
    """'CLB en NAFT-aanbieder; met toestemming ook ouders'."""
    always = [letter for letter in use.readers if letter in one.always]
    maybe = [letter for letter in use.readers if letter in one.ever and letter not in one.always]
    if len(always) == len(use.readers):
        return EVERYBODY
    with_consent = f"met toestemming ook {_named(maybe)}" if always else f"met toestemming {_named(maybe)}"
    return "; ".join([*([_named(always)] if always else []), *([with_consent] if maybe else [])])


def _named(letters: Iterable[str]) -> str:
    return listing([READERS[one] for one in letters])


def _is_read(one: Name, use: Use) -> bool:
    return bool(set(use.readers) & one.ever)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
