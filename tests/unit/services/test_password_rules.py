"""What may be a password: long and not what anybody tries first; nothing is asked of its signs."""

import pytest

from services.password_rules import LONGEST, SHORTEST, TOO_EASY, TOO_LONG, TOO_SHORT, problem

ABOUT = ("noor@kantelpunt.example", "Noor", "El Amrani", "vzw Kantelpunt", "Aalst")


@pytest.mark.parametrize(
    "password",
    [
        "vier losse woorden hier",
        "paard-batterij-nietje-2026",
        "ziekenwagenlicht",
        "kY7#pQ2!vR9z",
        "ëlke dinsdag çourgettesoep",
        "متى نلتقي غدا في الحديقة",
        "welkom bij ons potloodslijper",
        "x9" + "regenjas" * 30,
    ],
)
def test_long_and_of_ones_own_will_do(password):
    assert problem(password, ABOUT) == ""


@pytest.mark.parametrize(
    "password",
    [
        "wachtwoord123",
        "Wachtwoord2026!",
        "W4chtw00rd!!!",
        "welkom2026!!",
        "Zomer2026Zomer",
        "naadloos-2026",
        "qwertyuiop123",
        "azertyuiop1234",
        "123456789012",
        "abcdefghijkl",
        "aaaaaaaaaaaaaaaa",
        "Kantelpunt2026",
        "NoorElAmrani1",
        "noor@kantelpunt.example",
        "aalst-kantelpunt",
        "K4ntelpunt!2026",
    ],
)
def test_what_anybody_tries_first_is_refused(password):
    assert problem(password, ABOUT) == TOO_EASY


def test_it_is_not_too_short_and_not_endless():
    assert problem("kY7#pQ2!vR9"[: SHORTEST - 1]) == TOO_SHORT
    assert problem("") == TOO_SHORT
    assert problem("regenjaslicht " * 30) == TOO_LONG
    assert len("regenjaslicht " * 30) > LONGEST
