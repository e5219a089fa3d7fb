from dataclasses import replace
from typing import Any

import pytest

from store import accounts, attempts, organisations, sessions, staff
from store.database import Conflict
from tests.unit.store.story import AT, LATER

TOKEN, OTHER = "a" * 64, "b" * 64
SCHOOL: dict[str, Any] = {
    "instellingsnummer": "034567",
    "vestiging": "1",
    "naam": "GO! Atheneum",
    "net": "GO!",
    "schoolsoorten": ("gewoon_secundair",),
    "adres": "Plein 1",
    "postcode": "9000",
    "gemeente": "Gent",
}


def a_school(db, **changes: Any) -> organisations.Organisation:
    told = SCHOOL | changes
    named = {name: told.pop(name) for name in ("naam", "vestiging", "instellingsnummer")}
    made = replace(organisations.create(db, soort="school", **named), **told)
    organisations.save(db, made)
    return made


def test_two_establishments_of_one_school_are_two(db):
    a_school(db)
    a_school(db, vestiging="2")
    assert len(organisations.organisations(db, "school")) == 2


def test_the_same_establishment_twice_is_a_conflict_and_no_number_is_not(db):
    for _ in range(2):
        organisations.create(db, soort="welzijn", naam="CAW")
    organisations.create(db, soort="school", naam="A", instellingsnummer="1")
    with pytest.raises(Conflict):
        organisations.create(db, soort="school", naam="B", instellingsnummer="1")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("athen", 1),
        ("ÁTHEN gènt", 1),
        ("athen 9000", 1),
        ("athen brugge", 0),
        ("GENT", 1),
        ("0345", 1),
        ("9000", 1),
        ("345", 0),
        ("%", 0),
        ("_", 0),
        ("  ", 0),
    ],
)
def test_a_school_is_found_by_what_people_type(db, text, found):
    a_school(db)
    assert len(organisations.search(db, text, soort="school")) == found


def test_a_closed_school_is_no_longer_offered(db):
    school = a_school(db, active=False)
    assert organisations.search(db, "athen", soort="school") == []
    assert organisations.organisation(db, school.id) == school


def test_an_account_is_found_by_its_address_in_capitals_or_not(db, story):
    assert accounts.account_of_email(db, " AN.Peeters@CLB.example") == story.medewerker
    assert story.medewerker.email == "an.peeters@clb.example"
    assert accounts.account(db, story.begeleider.id) == story.begeleider
    assert accounts.account(db, "nobody") is None


def test_one_address_has_one_account(db, story):
    with pytest.raises(Conflict):
        accounts.create(
            db,
            email=story.medewerker.email.upper(),
            voornaam="",
            familienaam="",
            functie="",
            organisation_id=None,
            roles=(),
            at=AT,
        )


def test_an_account_changes_and_stops(db, story):
    assert accounts.accounts_of(db, story.clb.id) == [story.medewerker]
    accounts.set_password(db, story.medewerker.id, "hash")
    changed = replace(story.medewerker, roles=("clb", "admin"), active=False)
    accounts.save(db, changed)
    assert accounts.account(db, story.medewerker.id) == replace(changed, password_hash="hash")
    assert accounts.accounts_of(db, story.clb.id) == []


def test_a_session_lives_until_it_expires_or_is_closed(db, story):
    opened = sessions.open_session(db, token_hash=TOKEN, account_id=story.medewerker.id, at=AT, expires_at=LATER)
    assert sessions.session(db, TOKEN, at=AT) == opened
    assert sessions.session(db, TOKEN, at=LATER) is None
    sessions.touch(db, TOKEN, at=LATER, expires_at="2026-11-23T16:00:00Z")
    assert sessions.session(db, TOKEN, at=LATER) == replace(opened, seen_at=LATER, expires_at="2026-11-23T16:00:00Z")
    sessions.close(db, TOKEN)
    assert sessions.session(db, TOKEN, at=AT) is None


def test_a_session_is_locked_and_unlocked(db, story):
    sessions.open_session(db, token_hash=TOKEN, account_id=story.medewerker.id, at=AT, expires_at=LATER)
    for change, locked in ((sessions.lock, True), (sessions.unlock, False)):
        change(db, TOKEN)
        found = sessions.session(db, TOKEN, at=AT)
        assert found is not None
        assert found.locked is locked


def test_all_sessions_of_one_account_close_together(db, story):
    for token, account in ((TOKEN, story.medewerker), (OTHER, story.begeleider)):
        sessions.open_session(db, token_hash=token, account_id=account.id, at=AT, expires_at=LATER)
    assert sessions.close_all_of(db, story.medewerker.id) == 1
    assert sessions.session(db, TOKEN, at=AT) is None
    assert sessions.session(db, OTHER, at=AT) is not None
    assert sessions.close_expired(db, at=LATER) == 1


def test_failures_count_between_two_times_and_after_the_last_success(db):
    for minute, ok in enumerate([False, False, True, False, False]):
        attempts.record(db, account_key="k", source_key="s", at=f"2026-11-23T14:0{minute}:00Z", ok=ok)
    until = "2026-11-23T14:05:00Z"
    assert attempts.failures(db, "k", since="2026-11-23T14:00:00Z", until=until) == 2
    assert attempts.failures(db, "k", since="2026-11-23T14:04:00Z", until=until) == 1
    assert attempts.failures(db, "k", since="2026-11-23T14:00:00Z", until="2026-11-23T14:03:00Z") == 1
    assert attempts.failures(db, "other", since=AT, until=until) == 0
    assert attempts.failures_from(db, "s", since="2026-11-23T14:01:00Z", until=until) == 3
    assert attempts.failures_from(db, "", since=AT, until=until) == 0


def test_old_attempts_are_forgotten_but_when_somebody_was_last_in(db):
    for minute, key, ok in ((0, "k", True), (1, "k", True), (2, "k", False), (3, "code:k", True), (4, "k", False)):
        attempts.record(db, account_key=key, at=f"2026-11-23T14:0{minute}:00Z", ok=ok)
    assert attempts.forget(db, before="2026-11-23T14:04:00Z") == 3
    assert staff.last_signed_in(db, {"an": "k", "bo": "code:k"}, "x") == {"an": "2026-11-23T14:01:00Z"}
    assert attempts.failures(db, "k", since=AT[:11] + "14:00:00Z", until=LATER) == 1
