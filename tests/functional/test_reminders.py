"""Reminders: who gets which mail on which day, once, whatever runs how often; and what everybody chose."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier

import pytest

from services import outbox, parties, reminders
from services.reminders import Ran
from store import accounts, preferences
from store.preferences import How, Preference
from tests.conftest import serving
from tests.kept_case import keep, kobe_runs
from tests.post import Bag, empty, kobe_by_mail, mailed, text_of
from tests.world import Case

SUBJECT = "Herinnering uit Naadloos"


@pytest.fixture
def office():
    """Keeps every mail."""
    return Bag()


@pytest.fixture(scope="module")
def kept(tmp_path_factory, migrated):
    """Kobe's running dossier, brought there once."""
    return keep(tmp_path_factory.mktemp("lopend"), migrated, kobe_runs)


@pytest.fixture
def app(tmp_path, kept, clock):
    """The app, on a copy of it."""
    with serving(tmp_path, kept.path, clock) as made:
        yield made


@pytest.fixture
def world(kept, platform, clock):
    """Who is in it."""
    return kept.world(platform, clock)


@pytest.fixture
def running(kept, world):
    """Kobe runs since Tuesday 22 September 2026: his evaluation is due on Sunday 22 November. The school hears too."""
    return kept.case_in(world)


def prefer(case: Case, key: str, reminders: How = "meteen", news: How = "meteen") -> None:
    """Somebody chooses."""
    made = Preference(account_id=case.world.who(key).id, reminders=reminders, news=news, changed_at=case.platform.at())
    preferences.save(case.platform.db, made)


def morning(case: Case, office: Bag) -> list[tuple[str, str, str]]:
    """What a run of today brings: (key, subject, the paragraphs between greeting and signature)."""
    before = len(office.taken)
    reminders.run(case.platform)
    outbox.deliver(case.platform, office)
    return sorted(
        (str(one["To"]).partition("@")[0], str(one["Subject"]), " | ".join(text_of(one).split("\n\n")[1:-2]))
        for one in office.taken[before:]
    )


EVALUATION = "Ten laatste zondag 22 november 2026: 1 evaluatie."
ASKS, LATE = "1 dossier vraagt uw aandacht.", "1 dossier is te laat."
LIST = "Uw werklijst: | https://naadloos.example/werklijst"
SIGN = "1 document wacht al enkele dagen op uw handtekening."


def said(first: str, *then: str) -> str:
    """The paragraphs of a mail, in one line."""
    return " | ".join([f"{first} {LIST}", *then])


def test_sixty_days_bring_exactly_these_mails_to_these_people(running, clock, office):
    """BR-41: each mark once, on the working day before where it falls on a Sunday, then every working day."""
    mark, late = said(ASKS, EVALUATION), said(LATE, "Te laat: 1 evaluatie.")
    expected = {f"2026-11-{day:02}": mark for day in (6, 13, 20)}
    expected |= {f"2026-11-{day}": late for day in (23, 24, 25, 26, 27, 30)} | {"2026-12-01": late, "2026-12-02": late}
    day = date(2026, 10, 5)
    while day < date(2026, 12, 4):
        clock.go(day.isoformat(), "7.00")
        if day == date(2026, 12, 3):
            running.evaluate()
            empty(running, Bag())
        wanted = expected.get(day.isoformat())
        assert morning(running, office) == ([(key, SUBJECT, wanted) for key in ("saskia", "younes")] if wanted else [])
        clock.go(day.isoformat(), "16.00")
        assert morning(running, office) == [], "the second run of a day sends what the first did not"
        day += timedelta(days=1)


def test_after_days_without_a_run_one_hears_the_most_urgent_alone(running, clock, office):
    clock.go("2026-11-18")
    assert [key for key, _, _ in morning(running, office)] == ["saskia", "younes"]
    clock.go("2026-11-19")
    assert morning(running, office) == []


def test_two_runs_at_once_send_one_mail_to_each(running, clock, office):
    clock.go("2026-11-23", "7.00")
    start = Barrier(2)

    def at_once(_: int) -> Ran:
        start.wait()
        return reminders.run(running.platform)

    with ThreadPoolExecutor(2) as pool:
        assert sum(one.mails for one in pool.map(at_once, range(2))) == 2
    empty(running, office)
    assert sorted(one["To"] for one in office.taken) == ["saskia@sluis.example", "younes@kantelpunt.example"]


def test_where_nobody_takes_part_the_administrators_hear_it(running, clock, office, world):
    clock.go("2026-11-23", "7.00")
    accounts.save(running.platform.db, replace(world.who("younes").account, active=False))
    assert reminders.run(running.platform, dry_run=True) == Ran(mails=1, marks=1, unheard=1)
    world.hire("lieve", "Lieve Segers", "beheerder", "kantelpunt")
    ((_, _, told),) = [one for one in morning(running, office) if one[0] == "lieve"]
    assert told.endswith(
        "In 1 dossier neemt niemand van uw organisatie deel. Daarom krijgt u dit bericht: voeg er iemand toe."
    )


def test_a_referral_is_for_the_coordinators_of_who_has_to_decide(world, clock, office):
    """BR-45: nobody of the provider takes part yet."""
    clock.go("2026-10-05")
    world.hire("lieve", "Lieve Segers", "naft_coordinator", "kantelpunt")
    case = world.kobe()
    case.refer()
    empty(case, Bag())
    assert morning(case, office) == [
        ("lieve", SUBJECT, said(ASKS, "Ten laatste maandag 12 oktober 2026: 1 beslissing over een aanmelding."))
    ]


def test_who_has_to_sign_is_asked_again_every_three_working_days_and_a_link_goes_anew_once(world, clock, office):
    clock.go("2026-10-05")
    case = kobe_by_mail(world)
    case.refer()
    case.accept()
    version = case.agree()
    mailed(case, version, "ilse", office)
    found = {}
    for day in range(5, 20):
        clock.go(f"2026-10-{day:02}", "7.00")
        got = morning(case, office)
        found[day] = [key for key, _, text in got if SIGN in text] + [key for key, _, text in got if "/t/" in text]
    everybody = ["an", "saskia", "younes"]
    assert {day: keys for day, keys in found.items() if keys} == {
        8: everybody,
        12: ["ilse"],
        13: everybody,
        16: everybody,
    }
    case.answer(version, case.ids["an"], "akkoord")
    clock.go("2026-10-21")
    assert [key for key, _, _ in morning(case, office)] == ["saskia", "younes"]
    parties.remove_party(world.platform, world.who("an"), case.file, case.party("saskia"))
    clock.go("2026-10-26")
    assert [key for key, _, _ in morning(case, office)] == ["younes"], "who left the dossier hears no more of it"


def test_what_somebody_chose_counts(running, clock, office):
    prefer(running, "saskia", reminders="geen")
    prefer(running, "younes", reminders="dagelijks", news="dagelijks")
    clock.go("2026-11-19")
    overview = "Uw dagoverzicht uit Naadloos"
    assert morning(running, office) == [("younes", overview, said(ASKS, EVALUATION))]
    assert morning(running, office) == []
    clock.go("2026-11-20")
    assert morning(running, office) == [("younes", overview, said(ASKS, EVALUATION))], "every day what waits"
    version = running.evaluate()
    empty(running, office)
    assert not [one for one in office.taken if one["To"].startswith("younes") and "afgerond" in one["Subject"]]
    assert [one for one in office.taken if one["To"].startswith("saskia") and "afgerond" in one["Subject"]]
    clock.go("2026-11-23")
    reminders.run(running.platform)  # and the mail server is down all day
    clock.go("2026-11-24")
    news = said("Er is nieuws in Naadloos.", "Nieuw: 1 document is afgerond.")
    assert morning(running, office) == [("younes", overview, news)], "the day is over, its news is not"
    clock.go("2026-11-25")
    assert morning(running, office) == []
    assert version.status == "getekend"


def test_who_wants_no_reminders_still_hears_that_an_evaluation_is_late(running, clock, office):
    prefer(running, "younes", reminders="geen")
    clock.go("2026-11-20")
    assert [key for key, _, _ in morning(running, office)] == ["saskia"]
    clock.go("2026-11-23")
    assert [key for key, _, _ in morning(running, office)] == ["saskia", "younes"]


def test_the_command_prints_numbers_and_a_dry_run_sends_nothing(running, clock, app):
    def invoke(*more: str) -> str:
        done = app.test_cli_runner().invoke(args=["reminders", *more])
        assert done.exit_code == 0, done.output
        return str(done.output)

    clock.go("2026-11-21")
    assert invoke() == "No working day: nothing goes out.\n"
    clock.go("2026-11-23")
    said = (
        "2 mails, 0 of them overviews: 2 days, 0 signatures, 0 news. 0 links anew. 0 days of which nobody can be told."
    )
    assert invoke("--dry-run") == f"{said} Nothing was sent: a dry run.\n"
    assert invoke() == f"{said}\n"
    assert invoke().startswith("0 mails,")
