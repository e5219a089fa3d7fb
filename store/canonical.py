"""Canonical JSON (RFC 8785): the one text of a value, over which hashes and signatures are made.

The library ``rfc8785`` decides what that text is. Most values are words, lists and objects with plain names: of those
the encoder of Python writes the same text many times as fast, so it does, and the library does the rest.
"""

import json
from typing import Any

import rfc8785

_LARGEST = 2**53 - 1
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True).encode


def canonical(value: Any) -> bytes:
    """The canonical JSON of a value, in UTF-8.

    :raises rfc8785.CanonicalizationError: for what has none, such as NaN, a number above 2^53 or half a character
    """
    if _is_plain(value):
        try:
            return _encode(value).encode()
        except UnicodeEncodeError:
            pass
    return rfc8785.dumps(value)


def _is_plain(value: Any) -> bool:
    """Whether both write the same: no fractions, and names in which code points stand in the order of UTF-16."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is dict:
        return all(type(name) is str and name.isascii() for name in value) and all(map(_is_plain, value.values()))
    if kind is list or kind is tuple:
        return all(map(_is_plain, value))
    return kind is int and -_LARGEST <= value <= _LARGEST
