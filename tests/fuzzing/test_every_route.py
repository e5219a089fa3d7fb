"""Whatever is sent to whichever route by whomever: no fault, no leak, no live markup, and nothing changed unasked."""

import re
from collections import Counter
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from tests.fuzzing.attack import Attack
from tests.fuzzing.corpus import CORPUS
from tests.fuzzing.ground import INSIDE, OURS, THEIRS, ground
from tests.fuzzing.sending import Asked
from tests.fuzzing.watch import Watch

EXAMPLES = 150
"""`make fuzz` sends many more."""


@pytest.fixture(scope="module")
def attack(tmp_path_factory, migrated):
    """Everybody signed in, on a database that is put back after each request that changed it."""
    with ground(tmp_path_factory.mktemp("fuzz"), migrated) as made:
        yield Attack(made, Watch(made, tmp_path_factory.mktemp("bewaard")))


@pytest.fixture(scope="module")
def forms(attack):
    """The forms on every page; opening them is a part of the attack."""
    return attack.forms()


def test_whatever_is_sent_nothing_goes_wrong(attack, forms):
    for one in CORPUS:
        attack.try_it(one.asked(attack.ground))
    attack.sweep(1)
    attack.other_methods()
    attack.by_head(forms)
    attack.fuzz(forms, EXAMPLES)
    assert not attack.count.wrong, attack.said()
    assert len(forms) > 70, "the forms behind the pages were not found"
    assert attack.count.statuses.keys() >= {200, 302, 400, 403, 404, 405, 422}, attack.count.statuses
    assert not attack.watch.everything().keys() - {"access_log", "wide_act"}, "something stayed behind"


def test_what_one_house_sees_is_of_no_use_to_another(attack, forms):
    """Every address and every form that the people of one dossier have before them, sent by those of another.

    The answer is that for an id that never was, and nothing changes.
    """
    tried = 0
    for mine, strangers in ((OURS, ("floor", "mo", "dirk", "karen")), (THEIRS, ("an", "younes", "saskia"))):
        links = {one for who in INSIDE[mine] for one in attack.seen.get(who, ())}
        asked = [Asked("", "GET", urlsplit(one).path) for one in sorted(links)]
        asked += [one.asked("") for one in forms if one.who in INSIDE[mine] and HAS_AN_ID.search(one.path())]
        asked = _few_of_each(asked)
        theirs = {one for values in attack.ground.ids[mine].values() for one in values}
        for nr, one in enumerate(asked):
            if not any(known in one.path for known in theirs):
                continue
            stranger = strangers[nr % len(strangers)]
            unknown = replace(one, who=stranger, path=HAS_AN_ID.sub("0" * 20, one.path))
            (answer, wrong), (gone, _) = (attack.try_it(now) for now in (replace(one, who=stranger), unknown))
            assert not wrong, f"{one} by {stranger}: {wrong}"
            assert _plain(answer) == _plain(gone), f"{one} tells {stranger} that it is there"
            tried += 1
    assert tried > 80


def _few_of_each(asked):
    """Of addresses that differ by their ids alone the first two."""
    shapes: Counter[tuple[str, str]] = Counter()
    for one in asked:
        shapes[key := (one.method, HAS_AN_ID.sub("", one.path))] += 1
        if shapes[key] <= 2:
            yield one


HAS_AN_ID = re.compile(r"[0-9a-f]{20}")


def _plain(answer):
    """What it says, without what is new in each answer."""
    text = re.sub(rb'value="[^"]*"', b"", answer.body)
    return answer.status, re.sub(rb"[0-9a-f]{20}", b"", text)
