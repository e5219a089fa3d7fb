"""Whether a Word template can be used: what is wrong with it, where, and what to do (ADR 0023)."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from pathlib import Path

from services import template_access, template_trial
from services.checking import BadPackage, manifest_of, read_package
from services.template_fault import WHOLE, Fault
from services.template_marks import text_faults
from services.template_names import Name, Use, use_of
from services.template_reading import Used, used
from services.template_safety import not_read, package_faults, settings_faults
from services.template_tags import nested, tags_of
from services.template_text import Word, read

__all__ = ["Fault", "check", "used_in"]
STANDARD = Path(__file__).parents[1] / "doc_templates"
"""The templates that come with the program: what one of an organisation is compared with."""

SIGNED = {
    "handtekeningen": "De tabel met handtekeningen ontbreekt. Neem ze over uit het standaardsjabloon.",
    "bewijs": "Het deel over de echtheid van het document ontbreekt. Neem het over uit het standaardsjabloon.",
}
"""What may not be missing where the standard template has it; the code is the name."""

OUGHT = {
    "handtekeningen": (
        "handtekeningen/naam",
        "handtekeningen/besluit",
        "handtekeningen/beeld",
        "handtekeningen/getypt",
    ),
    "bewijs": ("bewijs/kenmerk", "bewijzen/naam", "bewijzen/kenmerk"),
}
MAY_MISS = {"logo", "doc/organisatie"}
"""A template of an organisation may have its own letterhead."""


def check(name: str, content: bytes) -> list[Fault]:
    """What is wrong with a template that stands in for `name` ('doelen.docx'); empty when nothing is.

    What stands in the way comes first, and in the order of the document. Whatever the bytes are, it gives an answer.
    """
    use = use_of(name)
    if use is None:
        return [Fault("fout", WHOLE, "", f"Er is geen sjabloon met de naam {name}.", "name")]
    try:
        parts = read_package(content)
        found = list(package_faults(content, parts))
        manifest_of(parts)  # what a seal would list
        word = read(parts)
    except BadPackage as fault:
        return [not_read(fault)]
    found += [*text_faults(word), *settings_faults(word)]
    mine = _used(word, use, found)
    found += [*_readers(mine, use), *_missing(mine, name, use), *template_access.faults(word)]
    if not any(one.severity == "fout" for one in found):
        found += template_trial.faults(content, use)
    order = {one.where: nr for nr, one in enumerate(word.paragraphs)}
    return sorted(dict.fromkeys(found), key=lambda one: (one.severity != "fout", order.get(one.where, -1)))


def used_in(name: str, content: bytes) -> Used:
    """The names that a template looks at, and those that it prints.

    :raises BadPackage: when it is no Word file
    """
    use = use_of(name)
    return _used(read(read_package(content)), use, []) if use else Used()


def _used(word: Word, use: Use, found: list[Fault]) -> Used:
    every = Used()
    for story in word.stories:
        mine = used(nested(tags_of(story, found), found), use.names, found)
        every.seen.update({path: tag for path, tag in mine.seen.items() if path not in every.seen})
        every.printed.update({path: tag for path, tag in mine.printed.items() if path not in every.printed})
    return every


def _named(names: Iterable[Name]) -> dict[str, Name]:
    """Every name by its path, those inside others too."""
    found: dict[str, Name] = {}
    for one in names:
        found |= {one.path: one, **_named(one.fields.values())}
    return found


def _readers(mine: Used, use: Use) -> Iterator[Fault]:
    """Names that no reader of this document may see: they print as nothing, or say that something is kept back."""
    known = _named(use.names.values())
    who = " en ".join(dict.fromkeys(name for one in use.makes for name in one.names))
    for path, tag in mine.seen.items():
        name = known.get(path)
        if name is None:
            continue
        said = f"“{name.label}”" if name.label else f"`{path}`"
        if name.kept_back:
            yield tag.fault("reader", f"{said} komt in geen enkel document: het blijft binnen de organisatie.")
        elif not set(use.readers) & name.ever:
            yield tag.fault("reader", f"De lezer van dit document ({who}) mag {said} nooit lezen. Haal het weg.")
        elif len(use.readers) == 1 and not set(use.readers) & name.always:
            one = tag.fault("reader-consent", f"De lezer van dit document ({who}) leest {said} enkel met toestemming.")
            yield Fault("opgelet", one.where, one.around, one.message, one.code)


def _missing(mine: Used, name: str, use: Use) -> Iterator[Fault]:
    """What is printed nowhere: of the document of a record all that is asked, of another what the standard has."""
    known, standard = _named(use.names.values()), standard_printed(name)
    for code, names in OUGHT.items():
        if any(one in standard and one not in mine.printed for one in names):
            yield Fault("fout", WHOLE, "", SIGNED[code], code)
    done = {one for names in OUGHT.values() for one in names} | MAY_MISS
    for path, one in known.items():
        asked = use.main and one.asked and not one.kept_back and set(use.readers) & one.ever
        if (asked or path in standard) and not _printed(path, mine) and path not in done:
            yield Fault("opgelet", WHOLE, "", _not_there(one, known), "not-printed")


def _printed(path: str, mine: Used) -> bool:
    """In a list of items without a label of their own (a week), printing one of them will do."""
    return path in mine.printed or any(one.startswith(f"{path}/") for one in mine.printed)


def _not_there(name: Name, known: dict[str, Name]) -> str:
    group = known.get(name.path.rpartition("/")[0])
    label = f"“{name.label}”" if name.label else ""
    inside = f", in “{group.label}”" if group and group.label else ""
    step = f" (stap {name.step})" if name.step else ""
    return f"{label}{inside}{step} staat nergens in dit sjabloon: `{name.path.replace('/', '.')}`.".lstrip()


@functools.cache
def standard_printed(name: str) -> frozenset[str]:
    """The names that the standard template prints; none when it is not there."""
    try:
        return frozenset(used_in(name, (STANDARD / name).read_bytes()).printed)
    except (OSError, BadPackage):
        return frozenset()
