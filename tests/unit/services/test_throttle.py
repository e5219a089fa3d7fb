"""How often something may be done."""

from datetime import UTC, datetime, timedelta

from services.throttle import Throttle

NOW = datetime(2026, 9, 14, 10, tzinfo=UTC)


def test_each_address_has_its_own_limit_and_all_have_one_together():
    throttle = Throttle(2, 3, timedelta(minutes=1))
    assert [throttle.allows("a", NOW) for _ in range(3)] == [True, True, False]
    assert throttle.allows("b", NOW)
    assert not throttle.allows("c", NOW)


def test_a_window_later_it_may_again_and_what_was_refused_did_not_count():
    throttle = Throttle(1, 9, timedelta(minutes=1))
    assert throttle.allows("a", NOW)
    assert not throttle.allows("a", NOW + timedelta(seconds=59))
    assert throttle.allows("a", NOW + timedelta(seconds=60))
