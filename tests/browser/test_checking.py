"""The page to check a document on, in a browser: the mark in a link, a file, and how every verdict looks."""

from __future__ import annotations

import pytest

from tests.browser.look import faults
from tests.browser.screen import PHONE
from tests.handed_out import packed_anew, sealed, with_other_text

VERDICTS = {
    "Echt": lambda content: content,
    "Echt, opnieuw ingepakt": packed_anew,
    "Niet echt": with_other_text,
    "Onbekend": lambda _: b"x",
}


@pytest.mark.parametrize("word", VERDICTS)
def test_every_verdict_is_there_for_everybody(open_screen, served, kobe, sealing, tmp_path, word):
    kobe.refer()
    (tmp_path / "document.docx").write_bytes(VERDICTS[word](sealed(kobe, sealing)))
    screen = open_screen(served).get("/controle")
    screen.tab.set_input_files("#bestand", tmp_path / "document.docx")
    screen.click("Controleer")
    assert word in screen.text
    assert not (found := faults(screen, word)), "\n".join(found)


def test_a_link_fills_in_the_mark_and_sends_nothing_by_itself(open_screen, served, kobe):
    root = kobe.refer().root
    screen = open_screen(served, size=PHONE)
    asked: list[str] = []
    screen.tab.on("request", lambda one: asked.append(f"{one.method} {one.url}"))
    screen.get(f"/controle#{root.upper()}")
    assert screen.values("kenmerk") == [root]
    assert "Druk op Controleer" in screen.text
    assert not [one for one in asked if root in one.lower() or one.startswith("POST")]
    assert not (found := faults(screen, "form")), "\n".join(found)
    screen.click("Controleer")
    assert screen.h1 == "Deze tekst staat in ons register"


@pytest.mark.parametrize("mark", ["", "inhoud", "12ab", "<b>x</b>", "g" * 64])
def test_another_mark_does_nothing(open_screen, served, world, mark):
    screen = open_screen(served).get(f"/controle#{mark}")
    assert screen.values("kenmerk") == [""]


def test_without_scripts_the_mark_is_typed(open_screen, served, kobe):
    root = kobe.refer().root
    screen = open_screen(served, scripts=False).get("/controle").fill({"kenmerk": root}).click("Controleer")
    assert screen.h1 == "Deze tekst staat in ons register"
