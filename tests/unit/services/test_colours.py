"""Colours: known ratios, what is refused, and that what is offered instead can be read."""

import re
from pathlib import Path

import pytest

from services import colours, house_style

THEME = (Path(__file__).parents[3] / "static" / "theme.css").read_text("utf-8")
OURS = re.findall(r"--accent: (#[0-9a-f]{6});", THEME)[0]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_the_contrast_is_that_of_wcag(one, other, ratio):
    """Ratios as the Understanding documents of WCAG and every checker give them."""
    assert colours.contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert colours.contrast(other, one) == colours.contrast(one, other)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("#0B5260", "#0b5260"),
        (" 0b5260 ", "#0b5260"),
        ("#abc", "#aabbcc"),
        ("", None),
        ("rood", None),
        ("#0b526", None),
        ("#0b5260;}", None),
        ("#" + "\u0660" * 6, None),
    ],
)
def test_a_colour_is_taken_as_people_type_it(typed, kept):
    assert colours.parse(typed) == kept


@pytest.mark.parametrize("accent", ["#ff7a00", "#ffff00", "#1d4ed8", "#e30613", "#00a651", "#ffffff", "#777777"])
def test_instead_of_a_pale_colour_the_nearest_darker_one_is_offered(accent):
    found = colours.verdict(accent)
    assert not found.good
    assert found.contrast < colours.TEXT
    assert colours.verdict(found.better).good
    lighter = colours.mix(found.better, accent, 0.05)
    assert not colours.verdict(lighter).good, "a lighter one would have done"


@pytest.mark.parametrize("accent", [OURS, "#000000", "#5b2a86", "#7a0019", "#003b2f"])
def test_what_passes_can_be_read_wherever_it_comes_and_its_focus_be_seen(accent):
    assert colours.verdict(accent) == colours.Verdict(colours.verdict(accent).contrast, True, accent)
    made = colours.palette(accent)
    for text in (made.accent, made.dark):
        for under in (colours.WHITE, colours.SURFACE, made.soft):
            assert colours.contrast(text, under) >= colours.TEXT
    assert max(colours.contrast(one, accent) for one in (colours.FOCUS_LIGHT, colours.FOCUS_DARK)) >= colours.RING


def test_the_backgrounds_and_rings_are_those_of_the_theme():
    for name, colour in {
        "surface": colours.SURFACE,
        "focus-light": colours.FOCUS_LIGHT,
        "focus-dark": colours.FOCUS_DARK,
    }.items():
        assert f"--{name}: {colour};" in THEME


def test_a_stylesheet_sets_every_token_that_follows_from_the_accent():
    made = house_style.stylesheet("#5b2a86")
    assert "--bs-link-color-rgb: 91, 42, 134;" in made
    tokens = {*re.findall(r"(--accent[a-z-]*):", THEME), "--bs-link-color-rgb", "--bs-link-hover-color-rgb"}
    assert set(re.findall(r"(--[a-z-]+):", made)) == tokens, "services/house_style.py: a token of its own follows too"
