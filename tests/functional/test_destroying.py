"""Destroying a dossier after its term (T20, BR-50): who may, in which order, and that nothing is left of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from rules.figures import year_of
from rules.states import Event, State
from services import (
    administration,
    announcing,
    destroyed_list,
    destroying,
    figure_facts,
    figures,
    finding,
    holding,
    jobs,
    ledger,
    register,
    verifying,
)
from services.job_kinds import KINDS
from services.payload import root_of
from services.platform import NotAllowed, NotFound, Platform, Who, stamp
from store import accounts, destructions, documents, erasing, events, housekeeping, parties, trajectories, versions
from store.database import Conflict, Database
from tests import kept_case, planted
from tests.conftest import serving
from tests.pages import Person
from tests.world import Case, Clock, World

ANSWER, REASON = "Een oordeel dat enkel CLB en NAFT lezen. " * 4, "De bewaartermijn is voorbij."
CLOSED, CLB_ENDS, NAFT_ENDS = "2026-11-15", "2036-11-15", "2046-05-03"


@dataclass
class Told:
    """What was seen on the way: `rows` of the other dossier, `leaves` of one version, what each step gave."""

    case: Case
    other: Case
    folder: Path
    people: dict[str, Who]
    seen: dict[str, Any] = field(default_factory=dict)

    @property
    def platform(self) -> Platform:
        return self.case.platform


@pytest.fixture(scope="module")
def kept(tmp_path_factory, migrated) -> tuple[kept_case.Kept, Case]:
    """Kobe's dossier, closed on 15 November 2026, and one that is not touched."""
    more = {}

    def story(world: World, clock: Clock) -> Case:
        more["other"] = world.kobe()
        more["other"].refer()
        more["other"].documents()
        case = world.kobe()
        case.refer(gemotiveerd_oordeel=ANSWER)
        case.accept()
        clock.go("2026-09-21")
        case.start()
        clock.go(CLOSED)
        case.finish()
        case.documents()
        case.do("an", Event.ZONDER_NAZORG_AFSLUITEN, reden="Kobe vond werk.")
        return case

    return kept_case.keep(tmp_path_factory.mktemp("bewaren"), migrated, story), more["other"]


def begin(kept: tuple[kept_case.Kept, Case], platform: Platform, clock: Clock, folder: Path) -> Told:
    """The same on a copy, with two administrators at the CLB and two at the provider."""
    world = kept[0].world(platform, clock)
    case, people = kept[0].case_in(world), {}
    for key, name, place in (
        ("ada", "Ada Een", "brug"),
        ("bea", "Bea Twee", "brug"),
        ("nel", "Nel Een", "kantelpunt"),
        ("noa", "Noa Twee", "kantelpunt"),
    ):
        made = world.hire(key, name, "clb" if place == "brug" else "naft_begeleider", place)
        administration.grant(platform, made.account.email)
        people[key] = Who(accounts.account(platform.db, made.id) or made.account, made.organisation)
    other = kept_case.Kept(kept[0].path, kept[1]).case_in(world)
    return Told(case, other, folder, people)


@pytest.fixture
def told(kept, tmp_path) -> Iterator[Told]:
    """Without a server."""
    clock = Clock(CLB_ENDS)
    shutil.copy(kept[0].path, tmp_path / "naadloos.db")
    database = Database(tmp_path / "naadloos.db")
    yield begin(kept, Platform(database, Path("doc_templates").absolute(), now=clock), clock, tmp_path)
    database.close()


def go(told: Told, day: str) -> None:
    told.case.world.clock.go(day)


def rows_of(platform: Platform, dossier_id: str) -> dict[str, list[dict[str, Any]]]:
    """Everything that is of one dossier, byte for byte."""
    found = {}
    for table, fate in erasing.TABLES.items():
        if fate.where:
            where = fate.where.replace(" AND until IS NULL", "").replace(" AND reason <> ''", "")
            found[table] = platform.db.rows(f"SELECT * FROM {table} WHERE {where}", {"dossier": dossier_id})
    return found


def destroy(told: Told, first: str, second: str, day: str) -> bool:
    """Two people of one organisation, with the notice between them."""
    go(told, day)
    destroying.propose(told.platform, told.people[first], told.case.id, REASON)
    told.case.world.clock.wait(days=61)
    return destroying.confirm(told.platform, told.people[second], told.case.id)


def counted(told: Told) -> list[tuple[Any, ...]]:
    """What figures count of a school year by the chain and the dates: referrals, decisions, starts, ends."""
    period = year_of("2026-2027")
    assert period is not None
    found = figure_facts.cases_of(told.platform, told.case.world.who("an"), period, period.last)
    return [(one.dossier, one.referred, one.decision, one.accepted, one.started, one.ended, one.how) for one in found]


@pytest.fixture(scope="module")
def gone(kept, tmp_path_factory, migrated) -> Iterator[Told]:
    """First the CLB destroys its part, then NAFT all of it; on the way is noted what the tests look at."""
    clock, folder = Clock(CLOSED, "12.00"), tmp_path_factory.mktemp("weg")
    with serving(folder, kept[0].path, clock) as app:
        told = begin(kept, app.extensions["naadloos"], clock, folder)
        seen, case, platform = told.seen, told.case, told.platform
        seen["app"] = app
        seen["first"] = case.version("indicatiestelling")
        seen["root"] = seen["first"].root
        seen["files"] = [one.sha256 for one in documents.documents_of(platform.db, case.id)]
        seen["counts"] = counted(told)
        seen["other"] = rows_of(platform, told.other.id)
        planted.fill(case, "2026-11-15T11:00:00Z", "1")
        assert not destroy(told, "ada", "bea", "2037-01-10")
        seen["part"] = versions.version(platform.db, seen["first"].id)
        seen["part documents"] = documents.documents_of(platform.db, case.id)
        seen["part ledger"] = ledger.compare(platform)
        nel = Person(app, told.people["nel"].account.email)
        nel.sign_in()
        seen["provider reads"] = nel.raw(f"/versies/{seen['part'].id}").get_data(as_text=True)
        seen["provider sees"] = nel.raw(f"/dossiers/{case.id}").get_data(as_text=True)
        planted.fill(case, "2037-03-15T11:00:00Z", "2")
        seen["planted"] = planted.plant(platform, case.id)
        seen["there"] = planted.left(folder)
        seen["rows"] = erasing.count(platform.db, case.id)
        assert destroy(told, "nel", "noa", "2046-06-01")
        seen["done"] = jobs.work_off(platform, KINDS)
        yield told


def test_no_text_and_no_file_of_it_is_left_anywhere_in_the_database(gone):
    """T20: the contents are erased, from the file and from its log."""
    planted_in, closed = gone.seen["planted"]
    assert len(planted_in) > 60, "canaries in what people write, in every table"
    assert gone.seen["there"], "the canaries stood in the file"
    assert all(one.rpartition(".")[2] not in ("answers", "content", "reason", "remark") for one in closed), closed
    assert gone.seen["done"] == 1
    assert planted.left(gone.folder) == []
    assert ANSWER[:38] not in "".join(map(str, rows_of(gone.platform, gone.case.id).values()))
    rows = {table for table, fate in erasing.TABLES.items() if fate.how == "rows"}
    assert rows & set(erasing.count(gone.platform.db, gone.case.id)) == {"event_data"}, "that it was destroyed, alone"


def test_what_stays_is_number_dates_organisations_the_chain_and_who_did_it(gone):
    """T20: number, dates and log are kept."""
    db, case = gone.platform.db, gone.case
    found = db.rows("SELECT number, soort, schooljaar, label FROM dossier WHERE id = ?", (case.id,))[0]
    assert found == {"number": "NAFT-2026-00002", "soort": "leerling", "schooljaar": "2026-2027", "label": ""}
    [trajectory] = trajectories.trajectories_of(db, case.id)
    assert (trajectory.state, trajectory.start_date, trajectory.ended_on) == ("vernietigd", "2026-09-21", CLOSED)
    assert events.audit(db).broken == []
    told = events.of_dossier(db, case.id)
    assert [one.type for one in told if one.data is not None] == ["trajectory.vernietigen"]
    own = destructions.open_one(db, case.id, gone.people["nel"].organisation.id)
    assert own is not None
    assert (own.status, own.whole, own.reason) == ("uitgevoerd", True, "")
    assert (own.proposed_by, own.confirmed_by) == (gone.people["nel"].id, gone.people["noa"].id)
    assert {table: rows for table, rows in gone.seen["rows"].items() if own.erased.get(table, 0) < rows} == {}
    with pytest.raises(Conflict, match="destruction"), db.write():
        db.run("UPDATE destruction SET confirmed_by = NULL WHERE id = :id", {"id": own.id})


def test_another_dossier_in_the_same_file_is_as_it_was(gone):
    before, now = gone.seen["other"], rows_of(gone.platform, gone.other.id)
    assert before["document"]
    assert before["event_data"]
    assert now == before


def test_the_ledger_says_erased_and_the_register_still_knows_the_files(gone):
    """Who holds a document reads that its dossier was destroyed; a hash that proves it is all there is."""
    found = ledger.compare(gone.platform)
    assert found.differences == []
    assert found.erased == len(gone.seen["files"]) + 3 + 1  # the versions, and one PDF
    lines = {one.sha256: one.status for one in register.entries(gone.platform)}
    assert {lines[one] for one in gone.seen["files"]} == {"destroyed"}
    for digest in (gone.seen["files"][0], gone.seen["root"]):
        verdict = verifying.verify_hash(gone.platform, digest)
        assert verdict.word == "AUTHENTIC"
        assert verdict.known is not None
        assert verdict.known.status == "destroyed"
    page = Person(gone.seen["app"]).get("/controle").fill({"kenmerk": gone.seen["files"][0]}).click("Controleer")
    assert "Dit document hoorde bij een dossier dat vernietigd is" in page.text
    version = versions.version_of_root(gone.platform.db, gone.seen["root"])
    assert version is not None
    assert root_of(version.payload) == version.root, "the root still follows from the hashes"


def test_contents_that_are_gone_without_the_chain_telling_so_are_found(told):
    db = told.platform.db
    with db.write():
        erasing.begin(db, told.case.id)
        [first, *_] = documents.documents_of(db, told.case.id)
        db.run("UPDATE document SET content = x'' WHERE id = :id", {"id": first.id})
        erasing.end(db, told.case.id)
    assert [(one.kind, one.id) for one in ledger.compare(told.platform).differences] == [("document", first.id)]


def test_nobody_opens_or_finds_it_and_figures_keep_what_the_chain_tells(gone):
    for key in ("nel", "ada"):
        person = Person(gone.seen["app"], gone.people[key].account.email)
        person.sign_in()
        assert person.raw(f"/dossiers/{gone.case.id}").status_code == 404
        assert person.raw(f"/beheer/bewaren/{gone.case.id}").status_code == 404
        page = person.get("/beheer/bewaren")
        assert "NAFT-2026-00002" in page.text
        assert "NAFT-2026-00002" not in person.get("/dossiers?zoek=Kobe&toon=alle").text
    assert finding.differences(gone.platform) == []
    assert gone.platform.db.rows("SELECT 1 FROM access_log WHERE dossier_id = ?", (gone.case.id,)) == []
    assert counted(gone) == gone.seen["counts"]
    with pytest.raises(NotFound):  # a year that can still be asked for is of dossiers that are all kept
        figures.year_figures(gone.platform, gone.case.world.who("an"), "2026-2027")


def test_who_destroys_first_loses_its_own_and_the_other_keeps_the_rest(gone):
    """BR-50: CLB and NAFT keep the same dossier for another time."""
    own = [leaf for leaf in gone.seen["part"].payload["leaves"] if "hash" in leaf]
    left = [leaf for leaf in gone.seen["part"].payload["leaves"] if "hash" not in leaf]
    assert own
    assert all({*leaf["readers"]} - {"C", "!"} for leaf in left)
    assert root_of(gone.seen["part"].payload) == gone.seen["root"]
    assert gone.seen["part ledger"].differences == []
    sizes = {one.reader: one.size for one in gone.seen["part documents"]}
    assert sizes["C"] == 0
    assert min(size for reader, size in sizes.items() if reader != "C") > 5000
    assert ANSWER[:38] in gone.seen["provider reads"]
    assert "Een organisatie vernietigde haar deel" in gone.seen["provider sees"]


def propose(told: Told, key: str, day: str, reason: str = REASON, which: str = "case") -> None:
    go(told, day)
    who = told.people.get(key)
    if who is None:
        who = told.case.world.who(key)
        if key == "floor":
            administration.grant(told.platform, who.account.email)
            who = Who(accounts.account(told.platform.db, who.id) or who.account, who.organisation)
    destroying.propose(told.platform, who, getattr(told, which).id, reason)


def withdraw(told: Told, key: str) -> None:
    destroying.withdraw(told.platform, told.people[key], told.case.id)


def confirm(told: Told, key: str, days: int = 61) -> None:
    told.case.world.clock.wait(days=days)
    destroying.confirm(told.platform, told.people[key], told.case.id)


def hold(told: Told) -> None:
    holding.place(told.platform, told.people["nel"], told.case.id, "Er loopt een klacht.", None)


def ask(told: Told) -> None:
    db, at = told.platform.db, told.platform.at()
    with db.write():
        made = {"id": "r1", "dossier_id": told.case.id, "organisation_id": told.people["ada"].organisation.id}
        made |= {"kind": "inzage", "asked_on": at[:10], "due_on": at[:10], "status": "open"}
        db.insert("right_request", made | {"noted_by": told.people["ada"].id, "noted_at": at})


def announced_before(told: Told) -> None:
    """Years ago, for another day: the trajectory went on since, and nobody ran the timer that takes it back."""
    made = destructions.Destruction(
        id="d1",
        dossier_id=told.case.id,
        organisation_id=told.people["ada"].organisation.id,
        kept_until="2030-01-31",
        status="aangekondigd",
        announced_at="2029-12-01T08:00:00Z",
    )
    destructions.add(told.platform.db, made)


Steps = tuple[tuple[Any, ...], ...]
REFUSED: dict[str, tuple[Steps, type[Exception], str]] = {
    "before the term is over": (((propose, "ada", CLB_ENDS),), NotAllowed, "bewaartermijn"),
    "by who is no administrator": (((propose, "an", "2036-11-16"),), NotAllowed, "beheerder"),
    "by a provider whose term runs": (((propose, "nel", "2036-11-16"),), NotAllowed, "bewaartermijn"),
    "by another CLB": (((propose, "floor", "2036-11-16"),), NotFound, ""),
    "without a reason": (((propose, "ada", "2036-11-16", " "),), destroying.NoReason, ""),
    "while it is held": (((hold,), (propose, "ada", "2036-11-16")), NotAllowed, "langer bewaard"),
    "while a question is open": (((ask,), (propose, "ada", "2036-11-16")), NotAllowed, "kregen nog geen antwoord"),
    "confirmed by the same person": (((propose, "ada", "2037-01-16"), (confirm, "ada")), NotAllowed, "zelf"),
    "confirmed before the notice is over": (
        ((propose, "ada", "2036-11-16"), (confirm, "bea", 59)),
        NotAllowed,
        "vanaf 15 1 2037",
    ),
    "confirmed at once, announced long ago for another day": (
        ((announced_before,), (propose, "ada", "2036-11-16"), (confirm, "bea", 0)),
        NotAllowed,
        "vanaf 15 1 2037",
    ),
    "confirmed by the other organisation": (
        ((propose, "ada", "2037-01-16"), (confirm, "nel")),
        NotAllowed,
        "Niemand stelde voor",
    ),
    "confirmed while it is held": (
        ((propose, "ada", "2037-01-16"), (hold,), (confirm, "bea")),
        NotAllowed,
        "langer bewaard",
    ),
    "confirmed after it was withdrawn": (
        ((propose, "ada", "2037-01-16"), (withdraw, "bea"), (confirm, "bea")),
        NotAllowed,
        "ingetrokken",
    ),
    "a dossier that runs": (((propose, "ada", "2050-01-16", REASON, "other"),), NotAllowed, ""),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_not_destroyed(told, case):
    """BR-50, T20: not before the term, not alone, not at once, not while somebody needs it."""
    steps, kind, words = REFUSED[case]
    before = rows_of(told.platform, told.case.id)["document"]
    with pytest.raises(kind, match=words or None):
        for does, *more in steps:
            does(told, *more)
    assert rows_of(told.platform, told.case.id)["document"] == before


def test_a_hold_ends_on_its_day_or_when_somebody_lifts_it(told):
    """BR-50: postponed with a reason; CLB and provider answer for it together."""
    go(told, "2036-11-16")
    today = told.platform.today()
    with pytest.raises(holding.NotInTheFuture):
        holding.place(told.platform, told.people["nel"], told.case.id, "x", today)
    holding.place(told.platform, told.people["nel"], told.case.id, "Klacht", today + timedelta(days=30))
    hold(told)
    first, second = holding.standing(told.platform, told.case.id)
    assert (first.until, second.until, second.who) == (today + timedelta(days=30), None, "Nel Een")
    holding.lift(told.platform, told.people["ada"], told.case.id, second.id, "Afgehandeld")
    go(told, "2036-12-17")
    assert holding.standing(told.platform, told.case.id) == []
    propose(told, "ada", "2036-12-17")


def test_the_youngest_counts_also_once_gone_from_the_dossier(told):
    """BR-50: what is about a pupil who left a class group is kept as long as that of the others."""
    day = lambda: destroying.standing(told.platform, told.people["nel"], told.case.id).mine.day  # noqa: E731
    assert str(day()) == NAFT_ENDS
    born = {"voornaam": "Wout", "familienaam": "Maes", "geboortedatum": "2012-02-29"}
    db, at = told.platform.db, told.platform.at()
    left = parties.create(
        db, dossier_id=told.case.id, rol="leerling", organisation_id=None, account_id=None, answers=born, at=at
    )
    parties.remove(db, left.id, at=at)
    assert str(day()) == "2047-03-01"


def test_who_keeps_it_hears_sixty_days_before_once_and_counts_alone(told):
    """BR-50: announced before the term ends, so that somebody can still say why not."""
    go(told, "2036-09-15")
    assert announcing.run(told.platform) == announcing.Announced()
    go(told, "2036-09-16")
    assert announcing.run(told.platform) == announcing.Announced(terms=1, mails=2)
    assert announcing.run(told.platform) == announcing.Announced()
    found = told.platform.db.rows("SELECT to_address, dossier_id, context FROM mail WHERE kind = 'bewaartermijn'")
    assert {one["to_address"] for one in found} == {told.people[key].account.email for key in ("ada", "bea")}
    assert {(one["dossier_id"], one["context"]) for one in found} == {(None, '{"dossiers":1,"eerste":"2036-11-15"}')}
    propose(told, "ada", "2036-11-16")
    confirm(told, "bea", 0)  # the notice is over


def test_a_copy_that_is_put_back_is_destroyed_again(told):
    """What stands in an old copy of the database must not come back with it."""
    copy = told.folder / "copy"
    told.platform.db.connection.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    shutil.copy(told.platform.db.path, copy)
    assert not destroy(told, "ada", "bea", "2037-01-10")
    assert destroy(told, "nel", "noa", "2046-06-01")
    assert [one.whole for one in destroyed_list.lines(told.platform)] == [False, True]
    told.platform.db.close()
    shutil.copy(copy, told.platform.db.path)
    assert destructions.whole_at(told.platform.db, told.case.id) == ""
    assert destroying.reapply(told.platform) == 2
    assert destructions.whole_at(told.platform.db, told.case.id) == "2046-08-01T08:00:00Z"
    assert destroying.reapply(told.platform) == 0
    assert ledger.compare(told.platform).differences == []
    assert trajectories.trajectories_of(told.platform.db, told.case.id)[0].state == State.VERNIETIGD
    assert "Kobe" not in str(rows_of(told.platform, told.case.id))


def test_triggers_give_way_for_one_dossier_in_one_write_and_never_longer(told):
    db = told.platform.db
    with db.write():
        erasing.begin(db, told.case.id)
        with pytest.raises(Conflict, match="document: UPDATE refused"), db.write():
            db.run("UPDATE document SET content = x'' WHERE dossier_id = :id", {"id": told.other.id})
        erasing.end(db, told.case.id)
    with pytest.raises(Conflict, match="document: UPDATE refused"), db.write():
        db.run("UPDATE document SET content = x'' WHERE dossier_id = :id", {"id": told.case.id})
    with pytest.raises(Conflict, match="FOREIGN KEY"), db.write():
        erasing.begin(db, told.case.id)


def test_what_nobody_needs_goes_after_its_term_and_not_before(told):
    """Each kind of row by the table of terms."""
    db = told.platform.db
    planted.fill(told.case, "2020-01-01T11:00:00Z", "1")
    planted.fill(told.case, stamp(told.platform.now()), "2")
    gone = housekeeping.tidy(db, now=told.platform.now())
    filled = set(housekeeping.TERMS) - {"session", "sign_in_attempt", "known_device", "address_change", "invitation"}
    assert {table for table, rows in gone.items() if rows} >= filled
    assert housekeeping.tidy(db, now=told.platform.now()) == dict.fromkeys(housekeeping.TERMS, 0)
    assert db.rows("SELECT id FROM mail WHERE kind = 'x'") == [{"id": "ma2"}]


def test_two_administrators_destroy_it_on_the_pages(kept, tmp_path):
    clock = Clock("2046-06-01")
    with serving(tmp_path, kept[0].path, clock) as app:
        told = begin(kept, app.extensions["naadloos"], clock, tmp_path)
        url = f"/beheer/bewaren/{told.case.id}"
        ada, bea = (Person(app, told.people[key].account.email) for key in ("ada", "bea"))
        ada.sign_in()
        page = ada.get("/beheer/bewaren").click("Kobe V.")
        page = page.click("Stel voor om te vernietigen", status=422)
        assert "Schrijf waarom" in page.text
        page = page.fill({"reden": REASON}).click("Stel voor om te vernietigen")
        assert "Een andere beheerder van uw organisatie moet bevestigen, vanaf 31 juli 2046" in page.text
        clock.wait(days=60)
        ada.sign_in()
        assert ada.post(f"{url}/vernietigen", {"gelezen": "ja"}, status=403).text.count("Een andere beheerder")
        bea.sign_in()
        page = bea.get(url).click("Vernietig ons deel voorgoed", status=422)
        assert "Vink aan dat u de lijst las" in page.text
        page = page.fill({"aanhouden": "", "maanden": ""}).click("Houd dit dossier aan", status=422)
        page = page.fill({"aanhouden": "Er loopt een klacht.", "maanden": "12"}).click("Houd dit dossier aan")
        assert "Er loopt een klacht." in bea.get(f"/dossiers/{told.case.id}").text
        assert bea.post(f"{url}/vernietigen", {"gelezen": "ja"}, status=403).text.count("langer bewaard")
        [held] = holding.standing(told.platform, told.case.id)
        page = bea.get(url).fill({f"opheffen-{held.id}": "Afgehandeld."}).click("Hef op: de gewone termijn geldt weer")
        page = page.fill({"gelezen": "ja"}).click("Vernietig ons deel voorgoed")
        assert "Ada Een, Bea Twee" in page.text
        bea.get(f"/dossiers/{told.case.id}", status=404)
