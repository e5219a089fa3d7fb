"""Whatever is sent to whichever route by whomever: no fault, no leak, no live markup, and nothing changed unasked."""

import pytest

from tests.fuzzing.attack import Attack
from tests.fuzzing.corpus import CORPUS
from tests.fuzzing.ground import ground
from tests.fuzzing.watch import Watch

EXAMPLES = 350
"""`make fuzz` sends many more."""


@pytest.fixture(scope="module")
def attack(tmp_path_factory, migrated):
    """Everybody signed in, on a database that is put back after each request that changed it."""
    with ground(tmp_path_factory.mktemp("fuzz"), migrated) as made:
        yield Attack(made, Watch(made, tmp_path_factory.mktemp("bewaard")))


def test_whatever_is_sent_nothing_goes_wrong(attack):
    for one in CORPUS:
        attack.try_it(one.asked(attack.ground))
    forms = attack.forms()
    attack.sweep(1)
    attack.fuzz(forms, EXAMPLES)
    assert not attack.count.wrong, attack.said()
    assert len(forms) > 70, "the forms behind the pages were not found"
    assert attack.count.statuses.keys() >= {200, 302, 303, 400, 403, 404, 405, 409, 422}, attack.count.statuses
    assert not attack.watch.everything().keys() - {"access_log", "wide_act"}, "something stayed behind"
