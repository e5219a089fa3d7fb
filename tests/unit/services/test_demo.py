"""The demo: every dossier comes as far as it says, by the services that people use."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from rules.states import Event
from services import demo, finding, searching
from services.access import open_versions
from services.accounts import sign_in, signed_in
from services.documents import make_missing
from services.dossiers import file_of
from services.next_step import next_step
from services.outlook import available
from services.platform import NotFound, Platform, Who, stamp
from services.readiness import NotReady
from services.rounds import my_place
from services.searching import find
from services.trajectory import perform
from services.worklist import Asked, work_list
from store import accounts, documents, dossiers, events, organisations, records, signatures, versions
from store.database import Database
from store.dossiers import DossierLine
from store.migrations import migrate

TEMPLATES = Path(__file__).parents[3] / "doc_templates"
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


def an_instance(folder: Path, now: datetime = NOW, templates: Path = TEMPLATES) -> Platform:
    db = Database(folder / "naadloos.db")
    migrate(db)
    return Platform(db, templates, lambda: now)


@pytest.fixture(scope="module")
def platform(tmp_path_factory) -> Iterator[Platform]:
    made = an_instance(tmp_path_factory.mktemp("demo"))
    demo.fill(made)
    yield made
    made.db.close()


def somebody(platform: Platform, email: str) -> Who:
    account = accounts.account_of_email(platform.db, email)
    assert account is not None
    assert account.organisation_id is not None
    organisation = organisations.organisation(platform.db, account.organisation_id)
    assert organisation is not None
    return Who(account, organisation)


def an(platform: Platform) -> Who:
    return somebody(platform, "an.peeters@clb-debrug.example")


def lines(platform: Platform) -> dict[str, DossierLine]:
    seen = (*dossiers.dossiers_of(platform.db, an(platform).organisation.id), *of_kantelpunt(platform))
    return {line.label: line for line in seen}


def of_kantelpunt(platform: Platform) -> list[DossierLine]:
    return dossiers.dossiers_of(platform.db, somebody(platform, "lieve.segers@kantelpunt.example").organisation.id)


def test_everybody_on_the_list_can_sign_in(platform):
    for one in demo.demo_accounts():
        found = signed_in(platform, sign_in(platform, one.email, one.wachtwoord))
        assert found is not None
        assert (found.who.name, found.who.organisation.naam) == (one.naam, one.organisatie)
        assert one.probeer.endswith(".")


def test_each_dossier_stands_where_its_story_ends(platform):
    assert {label: line.state for label, line in lines(platform).items()} == {
        "Kobe V.": "afgesloten",
        "Mehmet-Ali Ö.": "lopend",
        "Amina E.": "lopend",
        "Lien R.": "ter_ondertekening",
        "Youssef B.": "aangemeld",
        "Jana D.": "concept",
        "3TB Mechelen": "aanvaard",
    }


def test_every_version_of_the_finished_dossier_is_signed_by_all_and_printed_for_each_reader(platform):
    file = file_of(platform, an(platform), lines(platform)["Kobe V."].id)
    found = [
        (record, version)
        for record in records.records_of(platform.db, file.trajectory.id)
        for version in versions.versions_of(platform.db, record.id)
    ]

    assert [(record.type, record.number, version.number, version.status) for record, version in found] == [
        ("indicatiestelling", 1, 1, "getekend"),
        ("doelen", 1, 1, "vervangen"),
        ("doelen", 1, 2, "getekend"),
        ("evaluatie", 1, 1, "getekend"),
        ("evaluatie", 2, 1, "getekend"),
        ("engagementen", 1, 1, "vervangen"),
        ("engagementen", 1, 2, "getekend"),
    ]
    for _, version in found:
        places = signatures.signers_of(platform.db, version.id)
        assert all(place.signature and place.signature.decision == "akkoord" for place in places)
        wanted = {(code, letter) for code, letters in version.payload["documents"].items() for letter in letters}
        made = documents.documents_of_version(platform.db, version.id)
        assert {(one.code, one.reader) for one in made} == wanted
    assert make_missing(platform, file) == []


def test_signatures_are_drawn_and_typed_in_own_accounts_and_at_the_table(platform):
    file = file_of(platform, an(platform), lines(platform)["Kobe V."].id)
    goals = records.records_of(platform.db, file.trajectory.id, type="doelen")[0]
    places = signatures.signers_of(platform.db, versions.versions_of(platform.db, goals.id)[0].id)
    given = [place.signature for place in places if place.signature]

    assert {one.has_image for one in given} == {True, False}
    assert {(one.evidence["method"], one.evidence["witness"]) for one in given} == {
        ("account", ""),
        ("tablet", "Younes Amrani"),
    }


def test_the_evaluations_were_in_time_and_the_goals_were_adjusted(platform):
    file = file_of(platform, an(platform), lines(platform)["Kobe V."].id)
    told = [event.type for event in events.of_dossier(platform.db, file.dossier.id) if event.type.startswith("traj")]

    assert told == [
        f"trajectory.{event}"
        for event in (
            Event.NIEUWE_INDICATIESTELLING,
            Event.AANMELDEN,
            Event.AANVAARDEN,
            Event.DOELEN_VASTLEGGEN,
            Event.STARTEN,
            Event.EVALUATIE_VASTLEGGEN,
            Event.BIJSTUREN,
            Event.EINDEVALUATIE,
            Event.ENGAGEMENTEN_VASTLEGGEN,
            Event.AFSLUITEN,
        )
    ]
    for record in records.records_of(platform.db, file.trajectory.id, type="evaluatie"):
        payload = versions.versions_of(platform.db, record.id)[0].payload
        assert "te_laat" not in {leaf["name"] for leaf in payload["leaves"]}


def test_there_is_something_to_do_for_everybody_who_is_told_to_try(platform):
    marleen = somebody(platform, "marleen.bijnens@mijnwijs.example")
    lien = file_of(platform, marleen, lines(platform)["Lien R."].id)
    [version] = open_versions(platform, marleen, lien)
    places = [my_place(platform, who, lien, version) for who in (marleen, an(platform))]
    assert [place is not None and place.signature is None for place in places] == [True, True]

    lieve = somebody(platform, "lieve.segers@kantelpunt.example")
    youssef = file_of(platform, lieve, lines(platform)["Youssef B."].id)
    assert {row.event: problems for row, problems in available(platform, lieve, youssef)} == {
        Event.AANVAARDEN: [],
        Event.OP_WACHTLIJST: [],
        Event.MEER_INFO_VRAGEN: [],
        Event.DOORGEVEN: [],
        Event.WEIGEREN: [],
    }

    jana = file_of(platform, an(platform), lines(platform)["Jana D."].id)
    assert next_step(platform, an(platform), jana).kind == "record"

    mine = work_list(platform, an(platform), Asked()).groups["jou"].lines
    [question] = [line for line in mine if line.url_kind == "question"]
    assert (question.who, question.what) == ("Senne D.", "Antwoord op een vraag van Technisch Atheneum De Sluis")


def test_one_evaluation_is_late_and_one_is_due_this_week(platform):
    found = work_list(platform, somebody(platform, "younes.amrani@kantelpunt.example"), Asked()).groups

    assert [line.who for line in found["laat"].lines] == ["Amina E."]
    weeks = {line.who: line.what for line in found["week"].lines}
    assert weeks == {
        "Mehmet-Ali Ö.": "Bereid de evaluatie voor",
        "Youssef B.": "Beslis over de aanmelding",
        "3TB Mechelen": "Bereid de startrondetafel voor",
    }


def test_a_clb_sees_its_own_dossiers_and_the_begeleidingsdienst_sees_none(platform):
    floor = find(platform, somebody(platform, "floor.tkindt@clb-kompas.example"), searching.Asked(ended=None))
    karen = find(platform, somebody(platform, "karen.stevens@pbd-scheldeland.example"), searching.Asked(ended=None))

    assert [line.label for line in floor.found] == ["Youssef B."]
    assert karen.found == []


def test_what_lists_show_is_what_the_dossiers_say(platform):
    assert finding.differences(platform) == []


def test_the_notice_to_the_begeleidingsdienst_does_not_name_the_pupil(platform):
    """BR-08."""
    [notice] = [one for one in documents.documents_of(platform.db, lines(platform)["Amina E."].id) if one.code == "D2P"]
    with zipfile.ZipFile(io.BytesIO(documents.content(platform.db, notice.id) or b"")) as archive:
        parts = b" ".join(archive.read(name) for name in archive.namelist())

    assert b"verbindende aanpak" in parts
    for name in ("Amina", "Khattabi", "Fatiha"):
        assert name.encode() not in parts


def test_events_follow_one_another_in_time_up_to_yesterday_and_the_chain_holds(platform):
    told = [event.at for line in lines(platform).values() for event in events.of_dossier(platform.db, line.id)]

    assert events.verify(platform.db) == []
    assert max(told) < stamp(NOW)
    in_order = [row["at"] for row in platform.db.rows("SELECT at FROM event ORDER BY seq")]
    assert in_order == sorted(in_order)
    assert min(told) > stamp(NOW - timedelta(days=260))


def test_a_second_time_is_refused_and_changes_nothing(platform):
    before = events.head(platform.db)

    with pytest.raises(demo.NotEmpty):
        demo.fill(platform)
    assert events.head(platform.db) == before


def test_a_demo_that_fails_leaves_the_instance_empty(tmp_path):
    platform = an_instance(tmp_path, templates=tmp_path / "no-templates")

    with pytest.raises(NotReady):
        demo.fill(platform)
    assert demo.is_empty(platform)
    platform.db.close()


def test_a_list_of_schools_alone_is_still_empty(tmp_path):
    platform = an_instance(tmp_path)
    organisations.create(platform.db, soort="school", naam="De Sluis", instellingsnummer="000001")

    assert demo.is_empty(platform)
    organisations.create(platform.db, soort="clb", naam="CLB De Brug")
    assert not demo.is_empty(platform)
    platform.db.close()


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2027, 5, 1), date(2026, 12, 31)], ids=str)
def test_it_can_be_made_on_any_day(tmp_path, today):
    platform = an_instance(tmp_path, datetime(today.year, today.month, today.day, 0, 30, tzinfo=UTC))
    demo.fill(platform, printed=False)
    found = lines(platform)

    late, soon = (date.fromisoformat(found[label].due_date or "") - today for label in ("Amina E.", "Mehmet-Ali Ö."))
    assert timedelta(days=-8) < late < timedelta(0) < soon <= timedelta(days=7)
    platform.db.close()


def test_who_the_engagements_name_speaks_for_the_school(platform):
    file = file_of(platform, an(platform), lines(platform)["Kobe V."].id)
    [record] = records.records_of(platform.db, file.trajectory.id, type="engagementen")
    places = signatures.signers_of(platform.db, versions.versions_of(platform.db, record.id)[-1].id)
    blocking = [file.party(place.signer.party_id) for place in places if place.signer.blocking]

    assert [party.rol for party in blocking if party] == ["clb", "leerlingbegeleider"]


def test_a_provider_that_refused_does_not_see_the_next_one_at_work(tmp_path):
    platform = an_instance(tmp_path)
    demo.fill(platform, printed=False)
    lieve = somebody(platform, "lieve.segers@kantelpunt.example")
    floor = somebody(platform, "floor.tkindt@clb-kompas.example")
    file = file_of(platform, lieve, lines(platform)["Youssef B."].id)
    [overkant] = [one for one in organisations.organisations(platform.db, "naft") if one.naam == "vzw De Overkant"]
    file = perform(platform, lieve, file, Event.WEIGEREN, {"reden": "Er is geen plaats voor de zomer."})

    file = perform(platform, floor, file, Event.OPNIEUW_AANMELDEN, {"aanbieder": overkant.id})

    assert (file.state, file.trajectory.naft_id) == ("aangemeld", overkant.id)
    assert available(platform, lieve, file) == []
    with pytest.raises(NotFound):
        file_of(platform, lieve, file.dossier.id)
    platform.db.close()
