"""Where templates are filled: a sandbox in which every value is text, an unknown name an error, a picture a picture.

There are two. `environment` is for docxtpl, which makes a tree of what comes out. `direct` is for what is written as it
comes out: there a value becomes the characters that lxml would have written.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Any, Protocol

from jinja2 import StrictUndefined, pass_context
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from services.pictures import Picture

PLACING = "\0placing"
"""Among the names: what places pictures in this part of this file. No template can write that name."""

EMPTY = '<w:t xml:space="preserve">'
BREAK = f"</w:t><w:br/>{EMPTY}"

COMPILED = 64
"""How many parts of templates docxtpl keeps compiled in each process: some five a template."""

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold. Of two of those docxtpl makes a paragraph and a page, which breaks a link or a field in two."""

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""Letters of scripts that run from right to left: the blocks that Unicode keeps for those."""


class Unfit(Exception):
    """A template, or a value, that only docxtpl itself can handle; the message says what."""


class Placing(Protocol):
    """What is known while one part of one file is filled; each has its own, so threads do not meet."""

    right_to_left: bool
    listing: bool  # whether a value has tabs

    def place(self, picture: Picture) -> str:
        """XML that shows a picture, from within a run."""


def cleaned(text: str) -> str:
    """Without what XML cannot hold; every end of a line is one character."""
    return ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def in_one_line(text: str) -> str:
    """The same for an attribute, in which XML has no ends of lines."""
    return re.sub(r"[\t\n]", " ", cleaned(text))


@pass_context
def _for_docxtpl(context: Context, value: Any) -> Markup:
    """Text in which docxtpl and Jinja find no marks of their own: `{_{` would become `{{`, and run the next time."""
    if isinstance(value, Picture):
        return Markup(context.parent[PLACING].place(value))  # noqa: S704  # made by python-docx
    text = escape(value) if hasattr(value, "__html__") else escape(str(value))
    return Markup(cleaned(text).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704  # escaped above


@pass_context
def _as_written(context: Context, value: Any) -> bytes:
    """The text of a run as lxml writes it: a quote may stand in it, and an end of a line is a break."""
    if type(value) is not str:
        if isinstance(value, Picture):
            return str(context.parent[PLACING].place(value)).encode()
        if hasattr(value, "__html__"):
            raise Unfit("a value with marks of its own")
        value = str(value)
    if not value.isascii() and RIGHT_TO_LEFT.search(value):
        context.parent[PLACING].right_to_left = True
    if "&" in value or "<" in value or ">" in value:
        value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if not value.isprintable():
        value = cleaned(value).replace("\n", BREAK)
        context.parent[PLACING].listing |= "\t" in value
    return value.encode()  # type: ignore[no-any-return]  # of a str


class _Sandbox(SandboxedEnvironment):
    """Jinja's sandbox; of a dict what is in it comes first, and only then what it can do."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A value by its name; what is no such key of a plain dict is left to the rules of the sandbox."""
        if type(obj) is dict:
            try:
                return obj[attribute]
            except KeyError:
                pass
        return super().getattr(obj, attribute)


class _Remembering(_Sandbox):
    """Keeps what it compiled, by the text of the part."""

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        """The template, compiled before where its text was met before."""
        plain = isinstance(source, str) and not args and not kwargs
        return _compiled(source) if plain else super().from_string(source, *args, **kwargs)


@functools.lru_cache(maxsize=COMPILED)
def _compiled(source: str) -> Any:
    return SandboxedEnvironment.from_string(environment(), source)


class _Direct(CodeGenerator):
    """Code that gives bytes; a value is escaped once, by `_as_written`, which every value goes through."""

    def _output_const_repr(self, group: Iterable[Any]) -> str:
        return repr("".join(group).encode())

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        self.write(finalize.src)

    def _output_child_post(self, node: Any, frame: Any, finalize: Any) -> None:
        self.write(")")


@functools.cache
def environment() -> SandboxedEnvironment:
    """For docxtpl."""
    return _Remembering(autoescape=True, undefined=StrictUndefined, finalize=_for_docxtpl)


class _WrittenDirectly(_Sandbox):
    code_generator_class = _Direct
    concat = staticmethod(b"".join)  # type: ignore[assignment]  # of what the code above gives


@functools.cache
def direct() -> SandboxedEnvironment:
    """For what is written as it comes out."""
    return _WrittenDirectly(autoescape=True, undefined=StrictUndefined, finalize=_as_written)
