"""What may be shown: whoever tries every table that looks the same finds each of 1 to 4 under a hidden number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rules.disclosure import Hidden, Tally, middle, nested, part, split, whole

FEW, KEPT = Hidden.FEW, Hidden.KEPT


def of(*counts: int) -> list[Tally]:
    """Each thing about somebody else."""
    return [Tally(one, one) for one in counts]


def shown(*counts: int) -> tuple[object, ...]:
    """A whole with these parts, as it is shown."""
    return split(*_whole(counts))


def _whole(counts: tuple[int, ...]) -> tuple[Tally, list[Tally]]:
    return Tally(sum(counts), sum(counts)), of(*counts)


def tables(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to cut a number in so many parts."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in tables(total - first, parts - 1):
            yield (first, *rest)


@pytest.mark.parametrize(("parts", "largest"), [(2, 40), (3, 30), (4, 20)])
def test_who_knows_the_rules_and_tries_everything_learns_nothing_of_a_hidden_part(parts, largest):
    for total in range(5, largest):
        looks_like = defaultdict(list)
        for counts in tables(total, parts):
            looks_like[shown(*counts)].append(counts)
        for seen, possible in looks_like.items():
            for at, one in enumerate(seen):
                values = {counts[at] for counts in possible}
                small = {value for value in values if 0 < value < 5}
                if one is FEW:
                    assert values == {1, 2, 3, 4}, (total, seen)
                elif one is KEPT:
                    assert len(values) > 1, (total, seen)
                    assert small in (set(), {1, 2, 3, 4}), (total, seen)
                else:
                    assert values == {one}, (total, seen)


@pytest.mark.parametrize(
    ("counts", "seen"),
    [
        ((31, 4, 5, 0), (31, FEW, KEPT, 0)),
        ((20, 9, 0), (20, 9, 0)),
        ((0, 0), (0, 0)),
        ((30, 1, 6, 0), (KEPT,) * 4),  # 37 less 30 is 7: with a part that is at least 5, the other is 1 or 2
        ((30, 1), (KEPT,) * 2),
        ((2, 2, 2), (KEPT,) * 3),
        ((1, 1, 1, 30, 12), (FEW, FEW, FEW, 30, KEPT)),
        ((3,), (KEPT,)),
    ],
)
def test_what_is_shown_of_parts(counts, seen):
    assert shown(*counts) == seen


@settings(max_examples=50)
@given(st.lists(st.integers(0, 60), min_size=2, max_size=14))
def test_each_hidden_part_of_a_large_table_can_be_any_of_four(counts):
    """The table is built again with another number in the place of a hidden one, and must look the same."""
    seen = shown(*counts)
    assume(FEW in seen)
    kept = seen.index(KEPT)
    small = [at for at, one in enumerate(seen) if one is FEW]
    for at in small:
        for value in (1, 2, 3, 4):
            other = list(counts)
            for one in small:
                other[one] = 1
            other[at] = value
            other[kept] = sum(counts) - sum(other) + other[kept]
            assert shown(*other) == seen


@settings(max_examples=60)
@given(st.integers(0, 60), st.integers(0, 60))
def test_neither_who_has_something_nor_who_has_not_is_told_when_few(having, others):
    seen = part(*of(having + others, having, others))
    if 0 < others < 5 or 0 < having + others < 5:
        assert seen is KEPT
    elif 0 < having < 5:
        assert seen is FEW
    else:
        assert seen == having


def test_many_things_about_few_people_are_not_shown():
    assert whole(Tally(7, 3)) is KEPT
    assert split(Tally(60, 20), [Tally(53, 20), Tally(7, 1)]) == (KEPT, KEPT)
    assert part(Tally(60, 20), Tally(53, 20), Tally(7, 1)) is KEPT
    assert part(Tally(60, 20), Tally(7, 1), Tally(53, 20)) is KEPT
    assert split(Tally(12, 3), [Tally(6, 3), Tally(6, 3)]) == (KEPT, KEPT)
    assert Tally.of(["a", "a", "b"]) == Tally(3, 2)


def test_parts_of_a_group_are_shown_where_every_group_is():
    groups = [(Tally(30, 30), of(12, 18)), (Tally(3, 3), of(3, 0)), (Tally(20, 20), of(20))]
    top, parts = nested(Tally(53, 53), groups)
    assert (top, parts) == ((30, FEW, KEPT), ((KEPT, KEPT), (KEPT, KEPT), (KEPT,)))
    groups[1] = (Tally(9, 9), of(9, 0))
    assert nested(Tally(59, 59), groups) == ((30, 9, 20), ((12, 18), (9, 0), (20,)))


def test_a_middle_is_told_of_ten_and_quarters_of_twenty():
    assert middle(range(9), 9) is None
    assert middle(range(20), KEPT) is None
    assert middle(range(20), FEW) is None
    assert middle(range(10), 10) == (4,)
    assert middle(range(21), 21) == (5, 10, 15)
    assert middle(range(5), 40) is None
