"""What to write instead, in Dutch: the name that somebody meant, a loop that is missing, what a construct is called."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from services.template_names import Name


def nearest(name: str, known: Mapping[str, Name], loops: Iterable[str]) -> str:
    """What to write for a name that is not known; `loops` are the names that stand for an item."""
    lists = [key for key, one in known.items() if one.kind == "rijen" and name in one.fields]
    if lists:
        one = lists[0]
        return f"`{name}` staat in de herhaling `{one}`: zet {{% for x in {one} %}} ervoor, en schrijf `x.{name}`."
    return _unknown(name, {*known, *(one for one in loops if one)})


def nearest_in(base: Name, attr: str) -> str:
    """The same for a name behind a dot."""
    if not base.fields:
        return f"`{attr}` kennen we niet: {said(base)} is een tekst, daar staan geen namen in."
    return _unknown(attr, base.fields, f" in `{base.path}`")


def _unknown(name: str, names: Iterable[str], place: str = "") -> str:
    near = _near(name, list(names))
    hint = f"Bedoelde u `{near}`?" if near else "De lijst van alle namen staat bij het sjabloon."
    return f"`{name}` kennen we niet{place}. {hint}"


def _near(name: str, names: list[str]) -> str:
    """The name that somebody meant: written nearly the same, or of which it is a part."""
    lower = {one.lower(): one for one in names}
    found = difflib.get_close_matches(name.lower(), lower, 1, 0.6)
    if found:
        return lower[found[0]]
    parts = [one for one in names if one.startswith(f"{name}_") or name.startswith(f"{one}_")]
    return max(parts, key=len, default="")


def loop_needed(base: Name, attr: str) -> str:
    """What to write for a name of items outside of their loop."""
    return f"`{base.path}` is een herhaling. Zet er {{% for x in {base.path} %}} rond, en schrijf `x.{attr}`."


def said(name: Name) -> str:
    """A name as it is written in a template."""
    return f"`{name.path.replace('/', '.')}`" if name.path else "dit"


CALLED = {
    "Call": "Iets oproepen met haakjes",
    "Dict": "Iets met accolades",
    "Pow": "Rekenen",
    **dict.fromkeys(("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Neg", "Pos"), "Rekenen"),
}


def called(node: Any) -> str:
    """What a construct of Jinja is called, at the beginning of a sentence."""
    return CALLED.get(type(node).__name__, "Dit")
