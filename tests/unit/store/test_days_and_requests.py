"""Days that count, requests between organisations, consents written down later, and the log of who looked."""

import pytest

from store import access_log, consents, deadlines, requests
from store.database import Conflict
from store.deadlines import Deadline
from tests.unit.store.story import AT, LATER


def day(story, nr, kind="evaluatie", day="2026-12-01", shown_from="2026-11-20", acts="N"):
    """One day of the story's dossier."""
    return Deadline(
        dossier_id=story.dossier.id,
        ord=nr,
        kind=kind,
        day=day,
        shown_from=shown_from,
        readers="CN",
        acts=acts,
        rule_id="x",
    )


def test_the_days_of_a_dossier_are_replaced_as_a_whole(db, story):
    deadlines.keep(db, story.dossier.id, [day(story, 0), day(story, 1, kind="wordt_18", day="2026-11-30")])
    deadlines.keep(db, story.dossier.id, [day(story, 0, kind="wordt_18")])
    assert [one.kind for one in deadlines.of_dossier(db, story.dossier.id)] == ["wordt_18"]
    assert not deadlines.is_empty(db)


@pytest.mark.parametrize("wrong", ["1 december", "2026-12", ""])
def test_a_day_is_a_day(db, story, wrong):
    with pytest.raises(Conflict):
        deadlines.keep(db, story.dossier.id, [day(story, 0, day=wrong)])


def ask(db, story, kind="meer_info", **asked):
    """The provider asks the CLB."""
    return requests.ask(
        db,
        dossier_id=story.dossier.id,
        trajectory_id=story.trajectory.id,
        kind=kind,
        from_kind="naft",
        to_kind="clb",
        asked=asked,
        by=story.begeleider.id,
        at=AT,
    )


def test_a_request_is_open_until_it_is_answered_and_then_stays_as_it_is(db, story):
    made = ask(db, story, vraag="Wie belt?")
    assert requests.open_request(db, story.trajectory.id, "meer_info") == made
    requests.close(db, made.id, "beantwoord", reply={"antwoord": "Ik"}, by=story.medewerker.id, at=LATER)
    requests.close(db, made.id, "geweigerd", by=story.medewerker.id, at=LATER)
    [kept] = requests.of_dossier(db, story.dossier.id)
    assert (kept.status, kept.reply) == ("beantwoord", {"antwoord": "Ik"})
    assert requests.open_request(db, story.trajectory.id, "meer_info") is None


def test_a_second_request_of_a_kind_takes_the_place_of_the_first(db, story):
    first, second = ask(db, story, vraag="Eén"), ask(db, story, vraag="Twee")
    assert requests.open_request(db, story.trajectory.id, "meer_info") == second
    assert {one.id: one.status for one in requests.of_dossier(db, story.dossier.id)}[first.id] == "vervallen"


def test_a_consent_is_added_to_those_of_before(db, story):
    for answer in ("ja", "nee"):
        consents.add(db, dossier_id=story.dossier.id, answers={"antwoord": answer}, by=story.medewerker.id, at=AT)
    assert [one.answers["antwoord"] for one in consents.of_dossier(db, story.dossier.id)] == ["ja", "nee"]


def test_a_visit_is_kept_as_it_was(db, story):
    about = {"at": AT, "account_id": story.medewerker.id, "organisation_id": story.clb.id}
    access_log.add(db, **about, dossier_id=story.dossier.id, what="dossier.page", subject="", status=200)
    [kept] = access_log.of_dossier(db, story.dossier.id)
    assert (kept.what, kept.status, kept.account_id) == ("dossier.page", 200, story.medewerker.id)
