"""Several people in a round at the same moment, in threads and in processes on one file; and the power that goes."""

from __future__ import annotations

import multiprocessing
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from rules.states import Event
from services import documents as word
from services import freezing, rounds, seating, sending_back, signing, trajectory
from services.accounts import token_hash
from services.platform import NotAllowed
from store import documents, events, mails, signatures, versions
from store import records as kept_records
from store.seats import SeatTaken
from store.versions import Version
from tests.pages import Person
from tests.round_process import WAIT, Post, answer, failing_at, in_process, stopped_at
from tests.round_situations import copy
from tests.world import Case

FIVE = ("an", "younes", "saskia", "kobe", "ilse")
WRITES_AT_MOST = 80


class PowerLoss(Exception):
    """The power goes."""


@pytest.fixture
def case(tmp_path):
    """Goals that are about to be frozen."""
    made = copy("goals", tmp_path / "naadloos.db")
    yield made
    made.platform.db.close()


@pytest.fixture
def doelen(case) -> Version:
    """Goals that wait for every signature."""
    return frozen(case)


def frozen(case: Case) -> Version:
    """The draft, frozen."""
    return case.freeze("younes", kept_records.records_of(case.platform.db, case.file.trajectory.id, type="doelen")[-1])


def now(case: Case, version: Version) -> Version:
    """The version as it is now."""
    found = versions.version(case.platform.db, version.id)
    assert found is not None
    return found


def post(case: Case, version: Version, key: str, decision: str = "akkoord") -> Post:
    """What somebody posts from the page of this version."""
    return Post(case.platform.db.path, case.id, version.id, case.ids[key], version.root, decision)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """All at the same moment, each in a thread; gives what each was refused with, '' for what was done."""
    together, told = threading.Barrier(len(acts)), [""] * len(acts)

    def one(number: int) -> None:
        together.wait(WAIT)
        try:
            told[number] = str(acts[number]() or "")
        except Exception as refused:  # noqa: BLE001  # what it is, the test looks at
            told[number] = type(refused).__name__

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    return told


def in_processes(posts: list[Post]) -> list[str]:
    """The same, each in a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    together, told = spawn.Barrier(len(posts)), spawn.Queue()
    started = [spawn.Process(target=in_process, args=(one, together, number, told)) for number, one in enumerate(posts)]
    for process in started:
        process.start()
    found = dict(told.get(timeout=WAIT) for _ in started)
    for process in started:
        process.join(WAIT)
    told.close()
    return [found[number] for number in range(len(posts))]


def in_threads(case: Case, posts: list[Post], *, prints: bool = False) -> list[str]:
    """The same in threads of this process."""
    return at_once(*(lambda one=one: answer(case.platform, one, prints=prints) for one in posts))


def told(case: Case, version: Version) -> Counter[str]:
    """How often each kind of event was noted of a version."""
    return Counter(one.type for one in events.of_dossier(case.platform.db, case.id) if one.subject == version.id)


def sound(case: Case, version: Version) -> None:
    """Whatever happened: each answer once and in the chain, the chain whole, nothing valid under what was withdrawn."""
    db = case.platform.db
    assert events.verify(db) == []
    given = [one.signature for one in signatures.signers_of(db, version.id) if one.signature]
    counted = told(case, version)
    assert counted["signature.given"] + counted["signature.refused"] == len(given)
    ended = sum(counted[kind] for kind in ("round.completed", "round.refused", "version.withdrawn"))
    closed = now(case, version).closed_at is not None
    assert ended == int(closed)
    if now(case, version).status == "ingetrokken":
        assert all(one.voided_at for one in given)
    if closed:
        asking = [one for one in mails.of_version(db, version.id) if one.kind in ("uitnodiging", "aan_de_beurt")]
        assert not [one for one in asking if one.status == "wacht"]


@pytest.mark.parametrize("how", ["threads", "processes"])
def test_five_sign_in_the_same_second(case, doelen, how):
    """Each once, the round is over once, and there is one set of files, the same bytes for good."""
    word.make_missing(case.platform, case.file)  # those of the indicatiestelling; each makes what is missing
    case.sign(doelen, but=FIVE)
    posts = [post(case, doelen, key) for key in FIVE]
    came = in_processes(posts) if how == "processes" else in_threads(case, posts, prints=True)
    assert came == [""] * len(FIVE)
    assert now(case, doelen).status == "getekend"
    sound(case, doelen)
    kinds = Counter(one.party_id for one in mails.of_version(case.platform.db, doelen.id) if one.kind == "bevestiging")
    assert set(kinds.values()) == {1}
    made = documents.documents_of_version(case.platform.db, doelen.id)
    assert sorted(one.reader for one in made if one.code == "D2") == sorted("CNSLO")
    assert word.make_missing(case.platform, case.file) == []


def test_the_last_two_end_the_round_once(case, doelen):
    case.sign(doelen, but=("kobe", "ilse"))
    came = in_threads(case, [post(case, doelen, "kobe"), post(case, doelen, "ilse", "niet_akkoord")])
    assert came == ["", ""]
    assert now(case, doelen).status == "deels_getekend"
    assert told(case, doelen)["round.completed"] == 1
    sound(case, doelen)


@pytest.mark.parametrize("decision", ["akkoord", "geweigerd"])
def test_a_double_click_is_one_answer(case, doelen, decision):
    """Also when the first one ended the round: the second hears that it answered, not that it is too late."""
    same = post(case, doelen, "kobe", decision)
    assert sorted(in_threads(case, [same, same, same])) == ["", "AlreadyAnswered", "AlreadyAnswered"]
    sound(case, doelen)


def test_signing_while_somebody_refuses(case, doelen):
    """BR-31: the no ends the round; the other answer came before it, or not at all."""
    came = in_threads(case, [post(case, doelen, "kobe", "geweigerd"), post(case, doelen, "saskia")])
    assert came in (["", ""], ["", "RoundClosed"])
    assert now(case, doelen).status == "geweigerd"
    there = signatures.signature(case.platform.db, doelen.id, case.ids["saskia"])
    assert (there is not None) == (came[1] == "")
    sound(case, doelen)


def test_signing_while_the_text_is_taken_back(case, doelen):
    """BR-33: what was signed just before is history, what comes just after is refused."""
    host = case.world.who("younes")

    def back() -> None:
        trajectory.perform(case.platform, host, case.file, Event.TERUG_NAAR_BEWERKEN, {"reden": "Een fout."})

    came = at_once(back, lambda: answer(case.platform, post(case, doelen, "kobe")))
    assert came in (["", ""], ["", "RoundClosed"])
    there = signatures.signature(case.platform.db, doelen.id, case.ids["kobe"])
    assert (there is not None) == (came[1] == "")
    assert rounds.answers_of(case.platform, doelen) == {}
    sound(case, doelen)
    assert rounds.answers_of(case.platform, frozen(case)) == ({case.ids["kobe"]: "akkoord"} if there else {})


def test_one_place_in_two_tabs(case, doelen):
    """One answer, whichever was first; the other tab hears that the place is used."""
    token = seating.open_seat(case.platform, case.file, doelen.id, case.ids["kobe"], host=case.world.who("younes"))

    def tab(decision: str) -> Callable[[], object]:
        told = signing.Answer(decision=decision, shown_root=doelen.root, typed="Kobe")
        return lambda: seating.sign_at_seat(case.platform, case.file, token, told) and ""

    came = at_once(tab("akkoord"), tab("geweigerd"))
    assert sorted(came) == ["", "SeatTaken"]
    there = signatures.signature(case.platform.db, doelen.id, case.ids["kobe"])
    assert there is not None
    assert there.decision == ("akkoord", "geweigerd")[came.index("")]
    sound(case, doelen)


def test_closing_while_somebody_signs(case, doelen):
    """The signature is in, or the table says why it is not; never both."""
    case.sign(doelen, but=("ilse", "geert"))
    host = case.world.who("younes")
    came = at_once(
        lambda: rounds.close(case.platform, host, case.file, doelen, {}, doelen.root) and "",
        lambda: answer(case.platform, post(case, doelen, "ilse")),
    )
    assert came in (["", ""], ["", "RoundClosed"])
    place = rounds.place_of(case.platform, doelen.id, case.ids["ilse"])[1]
    assert (place.signature is None) == (came[1] == "RoundClosed") == (place.signer.missing_reason is not None)
    assert now(case, doelen).status == "deels_getekend"
    sound(case, doelen)


def test_two_who_freeze_the_same_text_make_one_version(case):
    case.world.hire("lotte", "Lotte Maes", "naft_begeleider", "kantelpunt")
    record = kept_records.records_of(case.platform.db, case.file.trajectory.id, type="doelen")[-1]
    file = case.file
    came = at_once(
        *(
            lambda key=key: freezing.freeze(case.platform, case.world.who(key), file, record) and ""
            for key in ("younes", "lotte")
        )
    )
    assert sorted(came) == ["", "NotAllowed"]
    assert len(versions.versions_of(case.platform.db, record.id)) == 1


# over HTTP


def seated(app, token: str) -> Person:
    """Somebody whose browser holds the secret of a place."""
    person = Person(app)
    with person.client.session_transaction() as session:
        session["plaats"] = token
    return person


def test_people_at_their_own_browsers_sign_at_once(app, kobe, signed_in):
    """Three accounts and a place at the table in two tabs, all with a page that was open already."""
    kobe.refer()
    kobe.accept()
    version = kobe.agree()
    word.make_missing(kobe.platform, kobe.file)
    kobe.sign(version, but=("an", "younes", "saskia", "kobe"))
    pages = [
        fill_page(signed_in(key).get(f"/versies/{version.id}/tekenen"), name)
        for key, name in (("an", "An Peeters"), ("saskia", "Saskia"), ("younes", "Younes"))
    ]
    token = seating.open_seat(kobe.platform, kobe.file, version.id, kobe.ids["kobe"], host=kobe.world.who("younes"))
    pages += [fill_page(seated(app, token).get(f"/tafel/{token_hash(token)[:20]}"), "Kobe") for _ in range(2)]
    came = at_once(*(lambda page=page: status_of(page) for page in pages))
    assert came[:3] == ["200", "200", "200"]
    assert came[3:] == ["200", "200"], "the second click is as welcome as the first, and counts for nothing"
    assert now(kobe, version).status == "getekend"
    assert {one.reader for one in documents.documents_of_version(kobe.platform.db, version.id)} == set("CNSLO")
    sound(kobe, version)


def test_a_double_click_in_a_browser_leads_to_the_round_twice(kobe, signed_in):
    kobe.refer()
    kobe.accept()
    version = kobe.agree()
    person = signed_in("saskia")
    pages = [fill_page(person.get(f"/versies/{version.id}/tekenen"), "Saskia")]
    other = signed_in("saskia")
    pages.append(fill_page(other.get(f"/versies/{version.id}/tekenen"), "Saskia"))
    assert at_once(*(lambda page=page: status_of(page) for page in pages)) == ["200", "200"]
    assert told(kobe, version)["signature.given"] == 1
    sound(kobe, version)


def fill_page(page: Any, name: str) -> Any:
    """A signing page, filled in but not sent."""
    return page.fill({"besluit": "akkoord", "getypt": name})


def status_of(page: Any) -> str:
    """Send it; gives the status of what comes, after redirects."""
    form = page.find("Bevestig").getparent()
    while form.tag != "form":
        form = form.getparent()
    data = {one.get("name"): one.get("value", "") for one in form.iter("input") if one.get("type") == "hidden"}
    data |= {"besluit": "akkoord", "getypt": page.values("getypt")[0]}
    return str(page.person.client.post(page.url, data=data, follow_redirects=True).status_code)


# the power goes


def everything(case: Case) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    db = case.platform.db
    names = [one["name"] for one in db.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: db.rows(f"SELECT * FROM {name}") for name in names}


def acts(case: Case, version: Version) -> dict[str, Callable[[], object]]:
    """What writes much at once."""
    platform, host, file = case.platform, case.world.who("younes"), case.file
    agreed = signing.Answer(decision="akkoord", shown_root=version.root, typed="Een naam")
    no = signing.Answer(decision="geweigerd", shown_root=version.root)

    def at_seat() -> object:
        return seating.sign_at_seat(platform, file, token, no)

    token = seating.open_seat(platform, file, version.id, case.ids["kobe"], host=host)
    return {
        "the last signature": lambda: signing.sign(platform, file, version.id, case.ids["kobe"], agreed, None),
        "a refusal at a place": at_seat,
        "sending back": lambda: sending_back.send_back(
            platform, file, version.id, case.ids["kobe"], step="-", reason="Een datum.", shown_root=version.root
        ),
        "taking back": lambda: trajectory.perform(
            platform, host, file, Event.TERUG_NAAR_BEWERKEN, {"reden": "Een fout."}
        ),
        "an order": lambda: rounds.set_order(platform, host, file, version.id, version.root, ordered=True),
    }


@pytest.mark.parametrize(
    "what", ["the last signature", "a refusal at a place", "sending back", "taking back", "an order"]
)
def test_what_is_broken_off_did_not_happen(case, doelen, what):
    """At each write in turn, the commit too: nothing of it is there, and the same act can be done afterwards."""
    case.sign(doelen, but=("kobe",))
    act = acts(case, doelen)[what]
    before = everything(case)
    assert broken_off_everywhere(case, act, before) > 2
    assert everything(case) != before
    sound(case, doelen)


def test_freezing_that_is_broken_off_leaves_the_draft(case, doelen):
    """With signatures that stand: version, leaves, signers, evidence and events are there together or not."""
    case.sign(doelen, but=("kobe", "ilse"))
    host = case.world.who("younes")
    trajectory.perform(case.platform, host, case.file, Event.TERUG_NAAR_BEWERKEN, {"reden": "Een fout."})
    record = kept_records.records_of(case.platform.db, case.file.trajectory.id, type="doelen")[-1]
    before, file = everything(case), case.file
    broken_off_everywhere(case, lambda: freezing.freeze(case.platform, host, file, record), before)
    again = versions.versions_of(case.platform.db, record.id)[-1]
    assert (again.number, again.payload["before"]) == (2, doelen.root)
    assert len(rounds.answers_of(case.platform, again)) == 6
    assert told(case, again)["signature.stands"] == 6
    assert events.verify(case.platform.db) == []


def broken_off_everywhere(case: Case, act: Callable[[], object], before: dict[str, Any]) -> int:
    """Do it until nothing stops it, broken off one write later each time; gives the number of writes."""

    def fail() -> None:
        raise PowerLoss

    for write in range(1, WRITES_AT_MOST):
        with failing_at(write, fail) as tried:
            try:
                act()
            except PowerLoss:
                assert everything(case) == before, f"write {write} left something behind: {tried[-1]}"
            else:
                return len(tried)
    raise AssertionError(f"more than {WRITES_AT_MOST} writes")


@pytest.mark.parametrize("left", [0, 1, 4])
def test_a_process_that_dies_leaves_nothing_behind(case, doelen, left):
    """Killed so many writes before the end, the commit itself among them: the next one finds the round as it was."""
    case.sign(doelen, but=("kobe",))
    last = post(case, doelen, "kobe")
    before = everything(case)
    writes = _writes_of(case, doelen)
    case.platform.db.close()
    spawn = multiprocessing.get_context("spawn")
    process = spawn.Process(target=stopped_at, args=(last, writes - left))
    process.start()
    process.join(WAIT)
    assert process.exitcode == 9
    assert everything(case) == before
    assert answer(case.platform, last) == ""
    sound(case, doelen)


def _writes_of(case: Case, doelen: Version) -> int:
    """How many writes the last signature takes; broken off, so that it can be done again."""

    def fail() -> None:
        raise PowerLoss

    for write in range(1, WRITES_AT_MOST):
        with failing_at(write, fail) as tried, pytest.raises(PowerLoss):
            acts_of = signing.Answer(decision="akkoord", shown_root=doelen.root, typed="Kobe")
            signing.sign(case.platform, case.file, doelen.id, case.ids["kobe"], acts_of, None)
        if tried[-1] == "COMMIT" and len(tried) > 2:
            return write
    raise AssertionError("no commit")


def test_a_place_that_was_broken_off_can_still_be_used(case, doelen):
    """An unfinished answer, and one with another root, leave the place as it was."""
    token = seating.open_seat(case.platform, case.file, doelen.id, case.ids["kobe"], host=case.world.who("younes"))
    for wrong in (
        signing.Answer(decision="akkoord", shown_root=doelen.root),
        signing.Answer(decision="akkoord", shown_root="0" * 64, typed="Kobe"),
    ):
        with pytest.raises((signing.IncompleteAnswer, rounds.OtherText)):
            seating.sign_at_seat(case.platform, case.file, token, wrong)
    right = signing.Answer(decision="akkoord", shown_root=doelen.root, typed="Kobe")
    seating.sign_at_seat(case.platform, case.file, token, right)
    with pytest.raises(SeatTaken):
        seating.sign_at_seat(case.platform, case.file, token, right)


def test_who_is_18_or_left_is_let_go_even_when_the_act_is_refused(case, doelen):
    """A round that waited for them alone is over by the first thing that anybody tries, and its dossier goes on."""
    case.sign(doelen, but=("ilse", "geert"))
    case.world.clock.go("2026-10-01")
    with pytest.raises(rounds.RoundClosed):
        case.answer(doelen, case.ids["ilse"], "akkoord")
    assert now(case, doelen).status == "deels_getekend"
    case.do("younes", Event.STARTEN)


def test_a_yes_that_is_needed_and_cannot_come_any_more_keeps_the_round_open(tmp_path):
    """The parent of who cannot decide, when the pupil turns 18: the text is taken back, it is never complete."""
    case = copy("indicatiestelling of who is not capable", tmp_path / "naadloos.db")
    record = kept_records.records_of(case.platform.db, case.file.trajectory.id, type="indicatiestelling")[-1]
    version = case.freeze("an", record)
    case.sign(version, but=("ilse", "geert"))
    case.world.clock.go("2026-10-01")
    with pytest.raises(NotAllowed, match="de leerling is 18"):
        case.answer(version, case.ids["ilse"], "akkoord")
    assert now(case, version).status == "ter_ondertekening"
    with pytest.raises(NotAllowed, match="ontbreekt nog"):
        rounds.close(case.platform, case.world.who("an"), case.file, now(case, version), {})
    case.platform.db.close()
