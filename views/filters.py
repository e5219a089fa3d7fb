"""What lists are filtered and sorted by, in the address of the page: choices, what was chosen, and ways to undo it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request, url_for

from rules.states import State
from services.partners import Partner

SORTS = {"termijn": "wat eerst moet", "naam": "naam", "gewijzigd": "laatst gewijzigd"}
"""What a list is sorted by -> how the page calls it."""

OURS = ("zoek", "toon", "groep", "van", "stand", "school", "partner", "soort", "schooljaar", "sorteer")
"""What the address of a list says, beside its page; anything else is not ours to repeat."""

LONGEST_NUMBER = 6
PARTNER = {"clb": "NAFT-aanbieder", "naft": "CLB"}
"""Kind of one's own organisation -> what its partner is; a school has both."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A list to choose from: its name in the address, its label, and each value with its words; the first is none."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    chosen: str


def chosen(name: str, allowed: Mapping[str, object], otherwise: str = "") -> str:
    """What the address says, or `otherwise` for what is not allowed."""
    value = request.args.get(name, "")
    return value if value in allowed else otherwise


def page_number() -> int:
    """Which page of the list, from 1."""
    value = request.args.get("blad", "")
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < LONGEST_NUMBER else 1


def here(**changes: str) -> str:
    """The address of this page with some choices changed; '' takes one out. Another choice begins at page 1."""
    now = {name: values for name, values in request.args.lists() if name in OURS}
    kept = {name: values for name, values in now.items() if name not in changes and any(values)}
    return url_for(str(request.endpoint), **kept, **{name: one for name, one in changes.items() if one})  # type: ignore[arg-type]  # values of a query


def states(among: Sequence[State], value: str) -> Choice:
    """Where a dossier stands."""
    return Choice("stand", "Waar het staat", [("", "Alle standen"), *((one.value, one.label) for one in among)], value)


def schools(known: Sequence[Partner], value: str) -> Choice:
    """The schools one has dossiers with."""
    found = [(one.id, one.naam) for one in known if one.soort == "school"]
    return Choice("school", "School", [("", "Alle scholen"), *found], value)


def partner(known: Sequence[Partner], soort: str, value: str) -> Choice:
    """The providers and CLBs one has dossiers with; `soort` is one's own kind."""
    wanted = {"clb": ("naft",), "naft": ("clb",)}.get(soort, ("naft", "clb"))
    found = [(one.id, one.naam) for one in known if one.soort in wanted]
    return Choice("partner", PARTNER.get(soort, "NAFT of CLB"), [("", "Alle"), *found], value)


def sorting(value: str) -> Choice:
    """In which order."""
    return Choice("sorteer", "Volgorde", list(SORTS.items()), value)


def useful(choices: Sequence[Choice]) -> list[Choice]:
    """Without those in which there is nothing to choose."""
    return [one for one in choices if len(one.options) > 2 or (one.chosen and one.name != "sorteer")]


def undone(choices: Sequence[Choice], **more: tuple[str, str]) -> list[dict[str, str]]:
    """What was chosen, each with the address of the page without it. `more` is name -> (value, words)."""
    said = {one.name: dict(one.options).get(one.chosen, "") for one in choices if one.chosen and one.name != "sorteer"}
    said |= {name: words for name, (value, words) in more.items() if value}
    return [{"woorden": words, "url": here(**{name: ""})} for name, words in said.items() if words]


def paging(page: int, pages: int) -> dict[str, object] | None:
    """The page before and the one after this, '' for none; None when there is one page. `pages` 0: nobody knows."""
    if pages == 1 and page == 1:
        return None
    back = {"nu": page, "van": pages, "vorige": "", "volgende": ""}
    if page > 1:
        back["vorige"] = _page(page - 1)
    if page < pages:
        back["volgende"] = _page(page + 1)
    return back


def _page(number: int) -> str:
    url = here()
    return url if number == 1 else f"{url}{'&' if '?' in url else '?'}blad={number}"
