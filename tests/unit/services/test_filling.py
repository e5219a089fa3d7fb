"""The quick road from names to a Word file gives what docxtpl gives, byte for byte, and knows what it cannot do."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from docx.image.exceptions import UnexpectedEndOfFileError
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError, TemplateSyntaxError

from services import filling, opc, word_template
from services.pictures import Picture
from services.prepared import prepare
from services.straight import Straight
from tests.constructs import DOC, QUICK, SLOW, Construct, p, signature
from tests.filled import Filled, every, strangers
from tests.sjablonen_hulp import TEMPLATES, texts

FILLED = list(every("alles gedeeld"))
TEMPLATE_NAMES = sorted({one.about.split(",")[0] for one in FILLED})
CONSTRUCTS = {**QUICK, **SLOW}
THREADS, FILLS = 8, 20


def test_every_template_is_filled_here():
    assert {path.name for path in TEMPLATES.glob("*.docx")} == set(TEMPLATE_NAMES)


@pytest.mark.parametrize("template", TEMPLATE_NAMES)
def test_a_file_is_the_one_that_docxtpl_gives(template: str):
    mine = [one for one in FILLED if one.about.startswith(f"{template},")]
    assert all(isinstance(part.way, Straight) for part in prepare(mine[0].content).filled.values())
    for one in mine:
        assert _quick(one) == _plain(one.content, one.names), one.about


def _plain(content: bytes, names: dict[str, Any]) -> list[tuple[str, bytes]]:
    return list(word_template.fill_plain(content, names).items())


def _quick(one: Filled) -> list[tuple[str, bytes]]:
    """The parts, in their order; docxtpl was not asked."""
    with pytest.MonkeyPatch.context() as patched:
        patched.delattr(word_template, "fill_plain")
        return list(filling.fill(one.content, one.names).items())


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_whatever_a_template_does_the_file_is_the_same(name: str):
    one = CONSTRUCTS[name]
    found = filling.fill(one.template, one.given)
    assert list(found.items()) == _plain(one.template, one.given)
    content = opc.write_package(found)
    assert opc.read_package(content) == found
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None


@pytest.mark.parametrize("name", QUICK)
def test_what_can_be_filled_as_text_is(name: str):
    ready = prepare(QUICK[name].template)
    ways = [part.way for part in ready.filled.values() if part.drawing]
    assert all(isinstance(way, Straight) for way in ways)


def test_says_in_the_log_what_only_docxtpl_can_fill(caplog: pytest.LogCaptureFixture):
    caplog.set_level("INFO", "naadloos")
    one = Construct(p("{{ x }}"), {"x": "x"}, about="{{ doc.titel }}")
    filling.fill(one.template, one.given)
    filling.fill(one.template, one.given)
    (told,) = caplog.records
    assert (told.message, vars(told)["fields"]) == ("template-left-to-docxtpl", {"why": "properties with tags"})


def test_a_template_that_is_wrong_is_refused_as_docxtpl_refuses_it():
    with pytest.raises(TemplateSyntaxError):
        filling.fill(Construct(p("{% if x %}a")).template, {"doc": DOC})
    with pytest.raises(zipfile.BadZipFile):
        filling.fill(b"no zip", {"doc": DOC})


def test_a_picture_that_is_cut_off_is_refused():
    whole = signature()
    half = Picture(whole.png[:60], whole.wide, whole.high, "")
    with pytest.raises(UnexpectedEndOfFileError):
        filling.fill(QUICK["a picture that is there"].template, {"doc": DOC, "a": half, "b": whole})


@pytest.mark.parametrize(
    "text", ["{{ x.__class__ }}", "{{ x['__class__'] }}", "{{ y.__init__ }}", "{{ y['__init__'] }}"]
)
def test_nothing_reaches_into_the_program(text: str):
    one = Construct(p(text), {"x": "a", "y": {"b": 1}})
    for fill in (filling.fill, filling.fill_plain):
        with pytest.raises(SecurityError):
            fill(one.template, one.given)


def test_a_key_of_a_dict_comes_before_what_a_dict_can_do():
    one = Construct(p("{{ y.items }} {{ y.__class__ }}"), {"y": {"items": "drie", "__class__": "tekst"}})
    assert "drie tekst" in texts(opc.write_package(filling.fill(one.template, one.given)))["word/document.xml"]


def test_an_unknown_name_is_an_error():
    for text in ("{{ nergens }}", "{{ doc.nergens }}", "{% if nergens %}x{% endif %}"):
        with pytest.raises(UndefinedError):
            filling.fill(Construct(p(text)).template, {"doc": DOC})


def test_threads_never_meet():
    assert strangers(THREADS, FILLS) == []


def test_each_process_keeps_a_limited_number_ready(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(filling, "READY", 2)
    made: list[bytes] = []
    monkeypatch.setattr(filling, "_made_ready", lambda template: made.append(template))
    shelf = filling._Shelf()
    for template in (b"a", b"b", b"a", b"c", b"a", b"b"):
        shelf.get(template)
    assert made == [b"a", b"b", b"c", b"b"]
