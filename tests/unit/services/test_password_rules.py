"""What may be a password: long and not what anybody tries first; nothing is asked of its signs."""

import pytest

from services.deny_words import WORDS
from services.password_rules import (
    A_ROW,
    LEAKED,
    LONGEST,
    OWN,
    SHORTEST,
    TOO_EASY,
    TOO_LONG,
    TOO_SHORT,
    leaked,
    problem,
)

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


REFUSED = {
    LEAKED: (
        "wachtwoord123 Wachtwoord2026! welkom2026!! Welkom2026!! wachtwoord1234 qwertyuiop123 azertyuiop1234 "
        "Dragon123456! 1q2w3e4r5t6y leavemealone chickenwing101 Password123! p@ssw0rd2026! passwordpassword "
        "ronaldo7ronaldo7 Ronaldo-2026 ILOVEYOU!!!!2026"
    ),
    TOO_EASY: (
        "W4chtw00rd!!! Zomer2026Zomer Zomer-2026-2026 naadloos-2026 Naadloos.Naft.1 September-2026 Antwerpen-2026 "
        "ClubBrugge1891 qsdfghjklm12 juf-school-klas Sinterklaas06!! maandagdinsdag clb-school-2026 Sínt-Níklaas-99 "
        "V@k@nt1e2026!"
    ),
    A_ROW: "123456789012 abcdefghijkl aaaaaaaaaaaaaaaa 312312312312 987654321987 ababababababab",
    OWN: (
        "Kantelpunt2026 NoorElAmrani1 noor@kantelpunt.example aalst-kantelpunt K4ntelpunt!2026 Noor-El-Amrani "
        "amrani-kantelpunt"
    ),
}
"""Why -> passwords that are refused for it, in a row."""


@pytest.mark.parametrize(("why", "row"), REFUSED.items())
def test_what_anybody_tries_first_is_refused_with_the_reason(why, row):
    assert {one: problem(one, ABOUT) for one in row.split()} == dict.fromkeys(row.split(), why)


def test_what_is_of_somebody_else_is_nobodys_business():
    assert problem("amrani-kantelpunt") == ""
    assert problem("amrani-kantelpunt-regenjas-kachel", ABOUT) == ""


def test_both_lists_are_there_and_written_as_they_are_looked_for():
    assert len(leaked()) > 25_000
    assert len(WORDS) > 500
    assert not [one for one in WORDS if not one.isascii() or not one.isalpha() or one != one.lower() or len(one) < 3]


def test_it_is_not_too_short_and_not_endless():
    assert problem("kY7#pQ2!vR9"[: SHORTEST - 1]) == TOO_SHORT
    assert problem("") == TOO_SHORT
    assert problem("regenjaslicht " * 30) == TOO_LONG
    assert len("regenjaslicht " * 30) > LONGEST
