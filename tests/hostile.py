"""Texts on which a regular expression has the most work: made of its own parts, each repeat pumped up in turn.

`python -m tests.hostile` reads patterns as JSON, [text, flags, binary] each, and prints those on which any of its texts
takes longer than `SLOW`, one a line.
"""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Iterator
from typing import Any

LONG = 600
"""Characters of a text. What grows with the square of it is done in a moment, what grows faster is not."""
SLOW = 0.3
"""Seconds of processor time for one text."""
ENDS = ("", "!")


class TooSlow(Exception):
    """The time is up."""


def texts(pattern: str, flags: int = 0) -> Iterator[str]:
    """Texts for a pattern."""
    from re import _parser  # type: ignore[attr-defined]  # the parser of the standard library, which it does not show

    tree = _parser.parse(pattern, flags)
    repeats = sum(1 for _ in _repeats(tree))
    seen = set()
    for pumped in range(-1, repeats):
        example = _example(tree, [pumped, 0])
        for text in {example, example * (LONG // max(len(example), 1) + 1)}:
            for end in ENDS:
                seen.add(text[:LONG] + end)
    for char in sorted({one for text in seen for one in text[:60]} | set(" a0"))[:12]:
        seen.update(char * LONG + end for end in ENDS)
    yield from seen


def _repeats(tree: Any) -> Iterator[Any]:
    for op, value in tree:
        if "REPEAT" in str(op):
            yield value
            yield from _repeats(value[2])
        for inner in _inside(str(op), value):
            yield from _repeats(inner)


def _inside(op: str, value: Any) -> list[Any]:
    if op == "SUBPATTERN":
        return [value[3]]
    if op == "BRANCH":
        return list(value[1])
    if op == "ATOMIC_GROUP":
        return [value]
    return []


def _example(tree: Any, which: list[int]) -> str:
    """A text that the pattern nearly takes: the repeat with number `which[0]` as long as may be, the others short."""
    made = []
    for op, value in tree:
        name = str(op)
        if "REPEAT" in name:
            least, most, inner = value
            mine = which[0] == which[1]
            which[1] += 1
            one = _example(inner, which)
            made.append(one * min(int(most), LONG // max(len(one), 1)) if mine else one * max(int(least), 1))
        elif insides := _inside(name, value):
            parts = [_example(inner, which) for inner in insides]
            made.append(parts[0])
        elif name == "LITERAL":
            made.append(chr(value))
        elif name == "IN":
            made.append(_member(value))
        elif name in ("ANY", "NOT_LITERAL"):
            made.append("x")
        elif name == "CATEGORY":
            made.append(_member([(op, value)]))
    return "".join(made)


def _member(several: Any) -> str:
    kinds = {"DIGIT": "7", "SPACE": " ", "WORD": "w", "NOT_WORD": "-", "NOT_SPACE": "n", "NOT_DIGIT": "d"}
    op, value = several[0]
    if str(op) == "NEGATE":
        refused = {chr(number) for kind, number in several[1:] if str(kind) == "LITERAL"}
        return next(one for one in "xQ7 -~" if one not in refused)
    if str(op) == "RANGE":
        return chr(value[0])
    return chr(value) if str(op) == "LITERAL" else kinds[str(value).removeprefix("CATEGORY_")]


def slow(patterns: list[tuple[str, int, bool]]) -> Iterator[str]:
    """Those that take too long on a text of theirs."""

    def stop(*_: object) -> None:
        raise TooSlow

    signal.signal(signal.SIGPROF, stop)
    for pattern, flags, binary in patterns:
        made = re.compile(pattern.encode("latin-1") if binary else pattern, flags)
        for text in texts(pattern, flags & ~re.UNICODE.value if binary else flags):
            given: Any = text.encode("latin-1", "replace") if binary else text
            signal.setitimer(signal.ITIMER_PROF, SLOW)
            try:
                made.search(given)
                made.fullmatch(given)
            except TooSlow:
                yield f"{pattern!r} on {text[:40]!r}..."
                break
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)


if __name__ == "__main__":
    for line in slow(json.load(sys.stdin)):
        sys.stdout.write(f"{line}\n")
