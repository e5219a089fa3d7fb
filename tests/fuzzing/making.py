"""Requests as hypothesis makes them: of a route or a form, with a few things in it gone wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.fuzzing import nasty
from tests.fuzzing.files import nasty_files
from tests.fuzzing.ground import EVERYBODY, THEIRS, Ground
from tests.fuzzing.seeds import NO_FILE, PARAMETER, Seed
from tests.fuzzing.sending import TOKEN, Asked, Value

METHODS = ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "get", "KWAAD", "GET", "POST")
EXTRA = (
    *("csrf_token", "roles", "rol", "is_admin", "id", "account_id", "organisation_id", "dossier", "van", "volgende"),
    *("vast", "merk", "revision", "getoond", "_method", "__proto__", "a[]", "a.b", "", "\x00", "toevoegen", "weg"),
    *("taal", "enkel_taal", "zoek", "toon", "sorteer", "pagina", "bewijs", "bewijs_vast", "bewijs_merk", "stand"),
)
"""Names that no page has a field for, or not this one."""


def requests(ground: Ground, seeds: Sequence[Seed]) -> st.SearchStrategy[Asked]:
    """Any of these, by anybody; mostly by who has the form."""
    files = st.sampled_from(nasty_files())
    surrogate = st.sampled_from(nasty.SURROGATES)
    value: st.SearchStrategy[Any] = st.integers(0, 19).flatmap(
        lambda nr: files if nr == 0 else surrogate if nr == 1 else _known(ground) if nr < 5 else nasty.TEXT
    )

    @st.composite
    def made(draw: st.DrawFn) -> Asked:
        seed = draw(st.sampled_from(seeds))
        who = seed.who if seed.who and draw(st.integers(0, 9)) < 8 else draw(st.sampled_from(EVERYBODY))
        method = draw(st.sampled_from(METHODS)) if draw(st.integers(0, 11)) == 0 else seed.method
        other = _other_ids(draw, ground, seed)
        pairs = _gone_wrong(draw, seed, value)
        query = ""
        if seed.method == "GET":
            query, pairs = _query(draw, pairs, value), ()
        headers = draw(st.lists(nasty.HEADER, min_size=1, max_size=2)) if draw(st.integers(0, 4)) == 0 else []
        shape = draw(st.sampled_from(("multipart", "json", "torn", "raw"))) if draw(st.integers(0, 9)) == 0 else "form"
        return Asked(who, method, seed.path(other), seed.endpoint, query, pairs, shape, tuple(headers))

    return made()


def _known(ground: Ground) -> st.SearchStrategy[str]:
    ids = sorted({one for of in ground.ids.values() for values in of.values() for one in values})
    return st.sampled_from(ids)


def _other_ids(draw: st.DrawFn, ground: Ground, seed: Seed) -> dict[str, str]:
    """Mostly those that are there; one in four is of another dossier, of another kind, or none."""
    other = {}
    for name in PARAMETER.findall(seed.rule):
        nr = draw(st.integers(0, 15))
        if nr == 0:
            other[name] = draw(nasty.ID)
        elif nr == 1:
            other[name] = draw(_known(ground))
        elif nr == 2 and name in ground.ids[THEIRS]:
            other[name] = draw(st.sampled_from(ground.ids[THEIRS][name]))
    return other


def _gone_wrong(draw: st.DrawFn, seed: Seed, value: st.SearchStrategy[Value]) -> tuple[tuple[str, Value], ...]:
    """The fields of the form: some with another value, left out, doubled, or not of it."""
    pairs = list(seed.fields) or ([("csrf_token", TOKEN)] if seed.method == "POST" else [])
    pairs = _filled_in(draw, seed, pairs)
    own = [nr for nr, (name, _) in enumerate(pairs) if name != "csrf_token"]
    for _ in range(draw(st.integers(0, 3)) if own else 0):
        _one_field(draw, pairs, draw(st.sampled_from(own)), value)
    return tuple(_around(draw, pairs, value))


def _filled_in(draw: st.DrawFn, seed: Seed, pairs: list[tuple[str, Value]]) -> list[tuple[str, Value]]:
    """As somebody who means well: a few boxes ticked and options chosen, and one of its buttons pressed."""
    for _ in range(draw(st.integers(0, 4)) if seed.choices else 0):
        name, value = draw(st.sampled_from(seed.choices))
        pairs = [one for one in pairs if one[0] != name or draw(st.booleans())]
        pairs.append((name, value))
    if seed.fields and draw(st.integers(0, 2)) == 0:
        pairs = [(name, draw(nasty.GOOD) if value == "" else value) for name, value in pairs]
    file = st.sampled_from(nasty_files())
    return [(name, draw(file) if value == NO_FILE and draw(st.integers(0, 3)) else value) for name, value in pairs]


def _one_field(draw: st.DrawFn, pairs: list[tuple[str, Value]], nr: int, value: st.SearchStrategy[Value]) -> None:
    """Another value, a second one, another name, or nothing."""
    how = draw(st.integers(0, 9))
    if how < 7:
        pairs[nr] = (pairs[nr][0], draw(value))
    elif how == 7:
        pairs.append((pairs[nr][0], draw(value)))
    elif how == 8:
        pairs.append((pairs[nr][0] + draw(st.sampled_from(("", "[]", "-0", "-x", "."))), draw(value)))
    else:
        pairs[nr] = ("gone", "")


def _around(
    draw: st.DrawFn, pairs: list[tuple[str, Value]], value: st.SearchStrategy[Value]
) -> list[tuple[str, Value]]:
    """Another token or none, or a field that the form has not."""
    wrong = draw(st.integers(0, 19))
    if wrong == 0:
        pairs = [(name, draw(nasty.TEXT) if name == "csrf_token" else of) for name, of in pairs]
    elif wrong == 1:
        pairs = [(name, of) for name, of in pairs if name != "csrf_token"]
    elif wrong < 6:
        pairs.append((draw(st.sampled_from(EXTRA)), draw(value)))
    elif wrong == 6 and draw(st.integers(0, 4)) == 0:
        pairs.append((draw(st.sampled_from(EXTRA)), draw(st.sampled_from(nasty.HUGE))))
    return pairs


def _query(draw: st.DrawFn, pairs: Sequence[tuple[str, Value]], value: st.SearchStrategy[Value]) -> str:
    told = [(name, of) for name, of in pairs if isinstance(of, str)]
    if draw(st.integers(0, 3)) == 0:
        told.append((draw(st.sampled_from(EXTRA)), str(draw(nasty.TEXT))))
    if draw(st.integers(0, 29)) == 0:
        return draw(st.sampled_from(("%", "a=%zz", "&&&=", "a=%ff", "=" * 999, "a&" * 3000, "%00=%00", "?")))
    from urllib.parse import urlencode

    return urlencode([(one.encode("utf-8", "surrogatepass"), of.encode("utf-8", "surrogatepass")) for one, of in told])
