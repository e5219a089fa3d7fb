"""House rules of the catalogues: whatever a pupil or parent may read is translated, and nothing else is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message
from jinja2 import Environment, nodes

from services.translations import CATALOGUES, HOME, LANGUAGES, OWN_NAMES, tag_of
from tests.policy import vertalingen


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_complete(language):
    found = vertalingen.faults(language)
    assert not found, f"translations/{language}.po: run {vertalingen.COMMAND}, translate by hand, and take 'fuzzy' out"
    now = (CATALOGUES / f"{language}.po").read_text("utf-8")
    assert vertalingen.renewed(language, vertalingen.kept(language)) == now, f"run {vertalingen.COMMAND}"


def test_what_is_missing_unsure_or_gone_is_named(monkeypatch):
    there = vertalingen.kept("fr")
    there |= {"Nee": Message("Nee", "Non", flags=["fuzzy"]), "Ja": Message("Ja", ""), "Weg": Message("Weg", "Parti")}
    del there["Leerling"]
    monkeypatch.setattr(vertalingen, "kept", lambda language: there)
    assert vertalingen.faults("fr") == ["missing: Ja", "missing: Leerling", "fuzzy: Nee", "no longer used: Weg"]
    new = vertalingen.renewed("fr", there)
    assert 'msgid "Weg"' not in new
    assert '#, fuzzy\nmsgid "Nee"\nmsgstr "Non"' in new
    assert 'msgid "Leerling"\nmsgstr ""' in new


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_the_same_and_has_no_markup(language):
    for text, message in vertalingen.kept(language).items():
        filled = re.findall(r"%\(\w+\)s", text)
        assert sorted(filled) == sorted(re.findall(r"%\(\w+\)s", str(message.string))), text
        if filled:
            assert str(message.string).count("%") == len(filled), f"{text}: write %% for a percent sign"
        assert not set('<>"&') & set(str(message.string)), f"{text}: it stands on pages as it is; use “ and ”"
    if language == "fr":
        loose = [text for text, one in vertalingen.kept("fr").items() if re.search(r" [:;?!»]|« ", str(one.string))]
        assert not loose, f"put a no-break space before : ; ? ! » and after «: {loose}"


def test_every_language_has_a_name_a_tag_and_a_direction():
    from babel import Locale

    assert [*OWN_NAMES] == [HOME, *LANGUAGES]
    assert {Locale.parse(tag_of(one), sep="-").text_direction for one in OWN_NAMES} <= {"ltr", "rtl"}


FOR_HOME: dict[str, tuple[str, ...]] = {
    "base.html": (),
    "delen.html": (
        "wijzigingenlijst", "overzicht", "zelf_nakijken", "taalkeuze", "vertaald_naast", "ernaast", "vet", "begin_link",
    ),
    "veld.html": ("enter_knop", "foutenlijst", "fouten"),
    **dict.fromkeys(
        (
            "kaal.html", "link.html", "link_later.html", "link_nieuw.html", "link_voorbij.html", "tekenen.html",
            "getekend.html", "teruggestuurd.html", "fout.html", "controle.html", "oordeel.html", "oordeel_pakket.html",
            "papier_exemplaar.html",
        ),
        (),
    ),
}  # fmt: skip
"""Template -> its macros that pages for home use; none: all of it is for home."""
NOT_FOR_HOME = {
    "base.html": ("Menu", "Afmelden", "Hoofdmenu", "open", "ronde", "rondes"),  # of who is signed in
    "delen.html": ("Wijzig", "naadloos_check", "check"),  # of who may change the text; a name of a file
    "kaal.html": ("kaal",),  # a class of the page
}
"""Template -> words in it that need no translation."""
SHOWN = re.compile(r'<[^>]*?(?:aria-label|alt|title|placeholder|data-kop)="([^"]*)"[^>]*>|<[^>]*>')
WORD = re.compile(r"[^\W\d_]{3,}")


@pytest.mark.parametrize("name", FOR_HOME)
def test_no_words_stand_in_a_template_for_home_but_to_be_translated(name):
    found = [text for text in _said(name) if WORD.search(text)]
    known = ("Naadloos", "naadloos", *NOT_FOR_HOME.get(name, ()))
    wrong = [text for text in found if not {*WORD.findall(text)} <= {*known}]
    assert not wrong, f"templates/{name}: write _('...') around {wrong}"


def _said(name: str) -> Iterator[str]:
    """The words that a template shows as they stand: between tags, in attributes that are read, and as texts."""
    source = (vertalingen.ROOT / "templates" / name).read_text("utf-8")
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
    macros = FOR_HOME[name]
    used = {one.name: one for one in tree.find_all(nodes.Macro) if one.name in macros}
    assert used.keys() == {*macros}
    parts: list[nodes.Node] = [*used.values()] or [tree]
    for part in parts:
        shown = "".join(_pieces(part))
        yield from SHOWN.sub(lambda tag: f"\n{tag[1] or ''}\n", shown).splitlines()


def _pieces(node: nodes.Node) -> Iterator[str]:
    """The text of a template, with what is computed left out; a text in an expression counts when it is shown."""
    for one in node.iter_child_nodes():
        if isinstance(one, nodes.TemplateData):
            yield one.data
        elif isinstance(one, nodes.Output):
            yield from _pieces(one)
        elif isinstance(node, nodes.Output):
            yield from (f"\n{text}\n" for text in _shown(one))
        else:
            yield from _pieces(one)


def _shown(expression: nodes.Node) -> Iterator[str]:
    if isinstance(expression, nodes.Const) and isinstance(expression.value, str):
        yield expression.value
    elif isinstance(expression, nodes.CondExpr):
        yield from _shown(expression.expr1)
        yield from _shown(expression.expr2) if expression.expr2 else ()
    elif isinstance(expression, nodes.Or | nodes.Concat | nodes.Add):
        for one in expression.iter_child_nodes():
            yield from _shown(one)


def test_forgotten_words_are_seen(monkeypatch, tmp_path):
    (tmp_path / "templates").mkdir()
    text = """<p class="Groot">{{ _('Vertaald') }}{% if x %}Vergeten{% endif %}</p>
    <img alt="Een foto">{{ 'Ook vergeten' if x else _('Goed') }}{{ y or 'of dit' }}"""
    (tmp_path / "templates" / "fout.html").write_text(text)
    monkeypatch.setattr(vertalingen, "ROOT", tmp_path)
    assert [one for one in _said("fout.html") if WORD.search(one)] == ["Vergeten", "Een foto", "Ook vergeten", "of dit"]
