"""The code on a printed copy: what is typed slightly wrong is never taken for another."""

from __future__ import annotations

import pytest

from services.paper_code import ALPHABET, LENGTH, grouped, new_code, understood


def test_a_code_is_short_and_has_nothing_that_is_taken_for_something_else():
    for _ in range(200):
        code = new_code()
        assert len(code) == LENGTH
        assert not set(code) & set("0OIL U")
        assert understood(code) == code


@pytest.mark.parametrize("how", [str.lower, grouped, lambda code: f"  {code[:4]}-{code[4:8]}‑{code[8:]} "])
def test_it_may_be_typed_with_small_letters_spaces_and_hyphens(how):
    code = new_code()
    assert understood(how(code)) == code


def test_an_i_or_an_l_is_read_as_a_one():
    code = next(one for one in iter(new_code, "") if "1" in one)
    assert understood(code.replace("1", "l")) == understood(code.replace("1", "I")) == code


def test_every_wrong_character_and_every_two_that_changed_places_are_found():
    code = new_code()
    for at in range(LENGTH):
        for other in set(ALPHABET) - {code[at]}:
            assert understood(code[:at] + other + code[at + 1 :]) == ""
        for to in range(at):
            swapped = list(code)
            swapped[at], swapped[to] = swapped[to], swapped[at]
            assert understood("".join(swapped)) in ("", code)


@pytest.mark.parametrize("typed", ["", "   ", "K7M2", "K7M2 9QXD 4E 1", "' OR 1=1 --", "é" * 10])
def test_what_is_no_code_is_none(typed):
    assert understood(typed) == ""


def test_codes_differ():
    assert len({new_code() for _ in range(2000)}) == 2000
