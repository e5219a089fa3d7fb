from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from store import dossiers, parties, trajectories
from store.database import Conflict
from store.parties import StaleParty
from tests.unit.store.story import AT, LATER


def another(db, story, at=AT, label="x"):
    return dossiers.create(
        db,
        soort="leerling",
        schooljaar="2026-2027",
        clb_id=story.clb.id,
        label=label,
        created_by=story.medewerker.id,
        at=at,
    )


def test_numbers_given_in_several_threads_are_unique_and_without_gaps(db, story):
    with ThreadPoolExecutor(8) as threads:
        made = [threads.submit(another, db, story) for _ in range(40)]
        numbers = sorted(dossier.result().number for dossier in made)
    assert numbers == [f"NAFT-2026-{n:05}" for n in range(2, 42)]


def test_a_number_of_a_dossier_that_failed_is_given_to_the_next(db, story):
    with pytest.raises(Conflict):
        dossiers.create(
            db, soort="school", schooljaar="2026-2027", clb_id="gone", label="", created_by=story.medewerker.id, at=AT
        )
    assert another(db, story).number == "NAFT-2026-00002"


def test_each_year_begins_at_one(db, story):
    assert another(db, story, at="2027-01-04T08:00:00Z").number == "NAFT-2027-00001"


def test_the_clb_sees_its_dossier_and_others_only_while_they_have_access(db, story):
    dossier, naft = story.dossier, story.naft
    assert dossiers.may_see(db, dossier.id, story.clb.id)
    assert not dossiers.may_see(db, dossier.id, naft.id)
    dossiers.give_access(db, dossier.id, naft.id, role="naft", at=AT)
    dossiers.give_access(db, dossier.id, naft.id, role="naft", at=LATER)
    assert dossiers.may_see(db, dossier.id, naft.id)
    assert {(access.role, access.since) for access in dossiers.access_to(db, dossier.id)} == {("clb", AT), ("naft", AT)}
    dossiers.end_access(db, dossier.id, naft.id, at=LATER)
    assert not dossiers.may_see(db, dossier.id, naft.id)
    assert dossiers.dossiers_of(db, naft.id) == []
    dossiers.give_access(db, dossier.id, naft.id, role="naft", at=LATER)
    access = next(one for one in dossiers.access_to(db, dossier.id) if one.organisation_id == naft.id)
    assert (access.since, access.until) == (LATER, None)


def test_the_work_list_shows_the_latest_trajectory_and_what_is_due_first(db, story):
    second = trajectories.create(db, dossier_id=story.dossier.id, state="aangemeld", at=LATER)
    trajectories.save(db, replace(second, naft_id=story.naft.id, state="lopend", due_date="2027-01-23"))
    without = another(db, story, label="Zonder traject")
    soonest = another(db, story, label="Eerst")
    due = trajectories.create(db, dossier_id=soonest.id, state="lopend", at=AT)
    trajectories.save(db, replace(due, due_date="2026-12-01"))

    lines = dossiers.dossiers_of(db, story.clb.id)

    assert [line.label for line in lines] == ["Eerst", "Kobe V.", "Zonder traject"]
    kobe = lines[1]
    assert (kobe.trajectory_number, kobe.state, kobe.due_date, kobe.naft_naam) == (
        2,
        "lopend",
        "2027-01-23",
        "De Wending",
    )
    assert (lines[2].id, lines[2].trajectory_id, lines[2].clb_naam) == (without.id, None, "CLB De Brug")


def test_a_dossier_is_read_and_renamed(db, story):
    assert dossiers.dossier(db, story.dossier.id) == story.dossier
    dossiers.rename(db, story.dossier.id, "Klas 3B")
    assert dossiers.dossier(db, story.dossier.id) == replace(story.dossier, label="Klas 3B")
    assert dossiers.dossier(db, "gone") is None


def test_trajectories_are_numbered_within_their_dossier_and_found_by_due_date(db, story):
    second = trajectories.create(db, dossier_id=story.dossier.id, state="lopend", at=AT)
    assert [one.number for one in trajectories.trajectories_of(db, story.dossier.id)] == [1, 2]
    assert trajectories.due_until(db, "2099-01-01") == []
    due = replace(second, due_date="2027-01-23")
    trajectories.save(db, due)
    assert trajectories.due_until(db, "2027-01-23") == [due]
    assert trajectories.due_until(db, "2027-01-22") == []
    trajectories.save(db, replace(due, ended_on="2027-01-01"))
    assert trajectories.due_until(db, "2027-01-23") == []
    assert trajectories.trajectory(db, story.trajectory.id) == story.trajectory


def test_a_date_that_is_none_is_refused(db, story):
    with pytest.raises(Conflict):
        trajectories.save(db, replace(story.trajectory, due_date="23/01/2027"))


def test_a_removed_party_is_out_of_the_list_but_not_gone(db, story):
    parties.remove(db, story.leerling.id, at=LATER)
    parties.remove(db, story.leerling.id, at=AT)
    assert parties.parties_of(db, story.dossier.id) == [story.naft_party]
    assert parties.parties_of(db, story.dossier.id, include_removed=True) == [
        replace(story.leerling, removed_at=LATER),
        story.naft_party,
    ]


def test_a_party_is_saved_only_on_top_of_what_was_read(db, story):
    saved = parties.save(db, story.leerling.id, {"n": "Kobe V."}, 1)
    assert saved == replace(story.leerling, answers={"n": "Kobe V."}, revision=2)
    with pytest.raises(StaleParty) as stale:
        parties.save(db, story.leerling.id, {"n": "later"}, 1)
    assert stale.value.current == saved
    with pytest.raises(KeyError):
        parties.save(db, "gone", {}, 1)


def test_a_party_is_handed_over_to_a_colleague(db, story):
    parties.assign(db, story.naft_party.id, organisation_id=story.clb.id, account_id=story.medewerker.id)
    now = parties.party(db, story.naft_party.id)
    assert now == replace(story.naft_party, organisation_id=story.clb.id, account_id=story.medewerker.id)
