"""Between a row and a frozen dataclass: one field a column, under the same name."""

import dataclasses
import json
import secrets
from collections.abc import Callable, Iterable
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Row = dict[str, Any]
"""A row as it comes out of SQLite: column name to text, whole number, bytes or None."""


class Found(Row):
    """A row that was read and is remembered, with what was made of it already, so that it is made once."""

    __slots__ = ("made",)

    def __init__(self, columns: Iterable[tuple[str, Any]]) -> None:
        super().__init__(columns)
        self.made: dict[type[Any], Any] = {}


Json = dict[str, Any]
"""A JSON object, such as the answers of a record. What is in it is the business of who wrote it."""

T = TypeVar("T")


def new_id() -> str:
    """Twenty random hexadecimal digits: 80 bits, so ids neither collide nor can be guessed."""
    return secrets.token_hex(10)


def as_json(value: Any) -> str:
    """JSON text as it is stored: compact, with letters as they are.

    :raises TypeError: for what JSON has no word for, such as a date
    :raises ValueError: for NaN and infinity
    """
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def as_column(value: Any) -> Any:
    """A value of a dataclass as SQLite keeps it: lists, tuples and dicts as JSON text, the rest as it is."""
    return as_json(value) if isinstance(value, (dict, list, tuple)) else value


def as_row(thing: Any) -> Row:
    """The columns of a dataclass; fields that hold another dataclass are not columns and must not be there."""
    return {field.name: getattr(thing, field.name) for field in dataclasses.fields(thing)}


@cache
def columns(kind: type[Any], table: str = "") -> str:
    """The column list of a SELECT for ``kind``, each name behind ``table`` if given: ``"d.id, d.number"``."""
    prefix = f"{table}." if table else ""
    return ", ".join(prefix + field.name for field in dataclasses.fields(kind))


def load(kind: type[T], row: Row) -> T:
    """Make a ``kind`` of a row with the same columns. ``bool``, ``tuple`` and ``dict`` fields are read as such.

    Of a remembered row it is the same one each time: nobody changes what is in it.
    """
    if type(row) is not Found:
        return _make(kind, row)
    made = row.made.get(kind)
    if made is None:
        made = row.made[kind] = _make(kind, row)
    return made


def _make(kind: type[T], row: Row) -> T:
    readers = _readers(kind)  # type: ignore[arg-type]  # mypy does not see that a type[T] is hashable
    return kind(**{name: read(row[name]) for name, read in readers})


def load_or_none(kind: type[T], row: Row | None) -> T | None:
    """The same for a row that may not be there."""
    return None if row is None else load(kind, row)


Reader = Callable[[Any], Any]


@cache
def _readers(kind: type[Any]) -> tuple[tuple[str, Reader], ...]:
    return tuple((name, _reader(hint)) for name, hint in get_type_hints(kind).items())


def _reader(hint: Any) -> Reader:
    if get_origin(hint) is UnionType:
        sort = next(one for one in get_args(hint) if one is not NoneType)
        return _or_none(_reader(sort))
    return _READERS.get(get_origin(hint) or hint, _as_it_is)


def _or_none(read: Reader) -> Reader:
    return lambda value: None if value is None else read(value)


def _as_it_is(value: Any) -> Any:
    return value


def _tuple(text: str) -> tuple[Any, ...]:
    return tuple(json.loads(text))


_READERS: dict[Any, Reader] = {bool: bool, dict: json.loads, tuple: _tuple}
