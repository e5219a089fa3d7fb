"""House rules of the catalogues: whatever a pupil or parent may read is translated, and nothing else is."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Message

from services.translations import CATALOGUES, LANGUAGES
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
