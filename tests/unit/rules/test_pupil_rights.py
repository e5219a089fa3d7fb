"""Who may ask what by right, by when it is answered, and what may be withheld."""

from datetime import date

import pytest

from rules import pupil_rights
from rules.capacity import Capacity
from rules.pupil_rights import Asker, Ground, Right
from services.free_days import answer_due, public_holidays

CAPABLE, FOUND, NOT, ADULT = (
    Capacity.VERMOED_BEKWAAM,
    Capacity.BEKWAAM_BEVONDEN,
    Capacity.NIET_BEKWAAM,
    Capacity.MEERDERJARIG,
)
MAY = {
    ("leerling", CAPABLE): set(Right),
    ("leerling", FOUND): set(Right),
    ("leerling", ADULT): set(Right),
    ("leerling", None): set(Right),
    ("leerling", NOT): {Right.VERBETERING, Right.WISSING, Right.BEPERKING, Right.BEZWAAR},
    ("ouder", NOT): set(Right),
    ("voogd", NOT): set(Right),
    ("ouder", CAPABLE): set(),
    ("ouder", FOUND): set(),
    ("opvoedingsverantwoordelijke", ADULT): set(),
    ("ouder", None): set(),
    ("vertrouwenspersoon", CAPABLE): set(),
    ("directie", CAPABLE): set(),
    ("plusouder", NOT): set(),
}
"""Role and capacity of the pupil -> what that person may ask alone (BR-58)."""


@pytest.mark.parametrize(("role", "capacity"), MAY)
def test_who_asks_what_alone(role, capacity):
    """The capable pupil in person, parents in place of who is not capable (BR-58)."""
    asked = {one for one in Right if not pupil_rights.asking_problems(one, Asker(role, capacity))}
    assert asked == MAY[role, capacity]


@pytest.mark.parametrize("right", Right)
def test_what_changes_who_may_ask(right):
    def fine(asker: Asker) -> bool:
        return not pupil_rights.asking_problems(right, asker)

    assert fine(Asker("vertrouwenspersoon", CAPABLE, with_pupil=True))
    assert fine(Asker("vertrouwenspersoon", NOT, with_pupil=True)) is (right not in pupil_rights.TO_READ)
    assert fine(Asker("ouder", ADULT, about_oneself=True))
    assert fine(Asker("ouder", CAPABLE, about_oneself=True))
    assert not fine(Asker("directie", CAPABLE, about_oneself=True))
    assert not fine(Asker("leerling", CAPABLE, stranger=True))
    assert fine(Asker("leerling", CAPABLE, stranger=True, mandate=True))
    assert not fine(Asker("ouder", CAPABLE, stranger=True, mandate=True))


def test_a_no_says_which_rule_says_so_and_what_one_can_do():
    (adult,) = pupil_rights.asking_problems(Right.AFSCHRIFT, Asker("ouder", ADULT), about="p1")
    (capable,) = pupil_rights.asking_problems(Right.AFSCHRIFT, Asker("ouder", CAPABLE))
    assert (adult.rule_id, adult.about) == ("BR-58", "p1")
    assert "meerderjarig" in adult.message
    assert "vraagt dit zelf" in capable.message
    assert "art. 4, 20 tot 24" in capable.source


@pytest.mark.parametrize(
    ("asked", "talk", "answer"),
    [
        (date(2026, 9, 14), date(2026, 9, 28), date(2026, 10, 14)),
        (date(2026, 10, 28), date(2026, 11, 12), date(2026, 11, 28)),  # 2 November counts, the 11th does not
        (date(2026, 12, 18), date(2027, 1, 5), date(2027, 1, 18)),
        (date(2027, 1, 31), date(2027, 2, 12), date(2027, 2, 28)),
    ],
)
def test_ten_working_days_for_a_talk_and_a_month_for_the_answer(asked, talk, answer):
    """BR-51 and BR-57."""
    days = public_holidays(asked, date(asked.year + 1, 3, 1))
    assert pupil_rights.appointment_by(asked, days) == talk == answer_due(asked, 10)
    assert pupil_rights.answer_by(asked) == answer


def test_what_is_withheld_has_one_of_three_grounds_and_a_motive():
    """BR-59; what is not about who asks is left out of the own data alone."""

    def wrong(grounds: list[str], motives: list[str], *, about_oneself: bool = False) -> list[str]:
        found = pupil_rights.withheld_problems(grounds, motives, about_oneself=about_oneself)
        return [one.about for one in found]

    assert wrong([], []) == []
    assert wrong(["agogisch", "vertrouwelijkheid"], ["agogisch"]) == ["vertrouwelijkheid"]
    assert wrong(["agogisch"], ["agogisch"]) == []
    assert wrong(["omdat"], ["omdat"]) == [""]
    assert wrong([Ground.NIET_OVER_VRAGER], []) == [""]
    assert wrong([Ground.NIET_OVER_VRAGER], [], about_oneself=True) == []
