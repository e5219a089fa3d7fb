"""The list of what is waited for: on whom, since when, why, and what helps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rules.states import Event
from services import rounds, stuck
from services.platform import stamp
from store import links, mails, papers
from store.links import Link
from tests.pages import words
from tests.world import Case, engagements


@pytest.fixture
def doelen(kobe):
    """Goals that wait for every signature, since Monday 14 September."""
    kobe.refer()
    kobe.accept()
    return kobe.agree()


def why(kobe, key: str, who: str = "younes") -> stuck.Stuck:
    """What the list says of one party."""
    found = stuck.waiting(kobe.platform, kobe.world.who(who))
    (mine,) = [one for one in found if one.party_id == kobe.ids[key]]
    return mine


def linked(kobe, version, key: str, **changes) -> None:
    """Somebody got a personal link."""
    made = {
        "token_hash": "a" * 64,
        "version_id": version.id,
        "party_id": kobe.ids[key],
        "channel": "mail",
        "code_hash": "x",
        "made_by": kobe.world.who("younes").id,
        "created_at": kobe.platform.at(),
        "expires_at": stamp(kobe.platform.now() + timedelta(days=7)),
    }
    links.make(kobe.platform.db, Link(**(made | changes)))


def mailed(kobe, version, key: str):
    """A mail that asks for a signature lies in the outbox."""
    return mails.post(
        kobe.platform.db,
        kind="uitnodiging",
        to_address="ilse@voorbeeld.example",
        dossier_id=kobe.id,
        version_id=version.id,
        party_id=kobe.ids[key],
        context={"code": "x"},
        at=kobe.platform.at(),
    )


def test_nothing_to_wait_for_says_so(kobe, signed_in):
    page = signed_in("younes").get("/handtekeningen")
    assert "Er wordt op geen enkele handtekening gewacht." in page.text
    assert "Handtekeningen" in words(page.all("//nav")[0])


def test_every_party_that_is_waited_for_has_a_line_with_one_thing_to_do(kobe, doelen, signed_in, clock):
    kobe.answer(doelen, kobe.ids["ilse"], "kennisname")
    clock.go("2026-09-23")
    page = signed_in("younes").get("/werklijst").click("Handtekeningen")
    lines = [words(one) for one in page.all("//ul[@class='wachtenden']/li")]
    assert len(lines) == 5
    assert all("al 9 dagen" in one for one in lines)
    assert "U moet nog tekenen" in next(one for one in lines if one.startswith("Younes Amrani"))
    assert "Kobe V.: Doelstellingen en afspraken, versie 1" in words(page.all("//section//h2")[0])
    assert all(len(one.findall(".//a")) == 1 for one in page.all("//ul[@class='wachtenden']/li"))
    assert page.click("Lees en teken zelf").path == f"/versies/{doelen.id}/tekenen"


def test_a_line_leads_to_its_party_in_the_round(kobe, doelen, signed_in):
    page = signed_in("younes").get("/handtekeningen")
    link = next(one for one in page.all("//a") if words(one).startswith("Laat tekenen: Kobe"))
    address, _, anchor = link.get("href").partition("#")
    assert address == f"/versies/{doelen.id}/ronde"
    assert signed_in("younes").get(address).all(f"//*[@id='{anchor}']")


@pytest.mark.parametrize(
    ("key", "reason", "help"),
    [
        ("younes", "U moet nog tekenen", "Lees en teken zelf"),
        ("saskia", "Moet nog tekenen in de eigen account", "Stuur een herinnering"),
        ("kobe", "Moet nog tekenen", "Laat tekenen"),
    ],
)
def test_why_somebody_waits_in_the_account_or_at_the_table(kobe, doelen, key, reason, help):
    found = why(kobe, key)
    assert (found.reason, found.help, found.failed) == (reason, help, False)


def test_who_has_no_turn_yet_waits_for_whom(kobe, doelen, signed_in):
    younes = kobe.world.who("younes")
    rounds.set_order(kobe.platform, younes, kobe.file, doelen.id, doelen.root, ordered=True)
    kobe.answer(doelen, kobe.ids["an"], "akkoord")
    found = why(kobe, "kobe")
    assert found.kind == "beurt"
    first, _, names = found.reason.partition(": wacht op ")
    assert first == "Nog niet aan de beurt"
    assert sorted(names.split(" en ")) == ["Saskia van der Meersch", "Younes Amrani"]
    assert found.help == ""
    page = signed_in("younes").get("/handtekeningen")
    assert "Daarna: " in page.text
    assert len(page.all("//ul[@class='wachtenden']/li")) == 2


@pytest.mark.parametrize(
    ("changes", "kind", "reason"),
    [
        ({}, "link", "Moet nog tekenen, opende de persoonlijke link nog niet"),
        ({"opened_at": "2026-09-14T09:00:00Z"}, "link", "Moet nog tekenen, opende de persoonlijke link al"),
        ({"attempts": 4}, "link", "Moet nog tekenen, opende de persoonlijke link nog niet"),
        ({"attempts": 5}, "code", "Te vaak een foute code: de link gaat niet meer open"),
        ({"expires_at": "2026-09-14T07:00:00Z"}, "verlopen", "De persoonlijke link is verlopen"),
        ({"ended_at": "2026-09-14T08:00:00Z", "attempts": 9}, "tafel", "Moet nog tekenen"),
    ],
)
def test_what_became_of_a_link(kobe, doelen, changes, kind, reason):
    linked(kobe, doelen, "ilse", **changes)
    found = why(kobe, "ilse")
    assert (found.kind, found.reason) == (kind, reason)
    assert found.failed == (kind in ("code", "verlopen"))
    assert found.help == (
        "Maak een nieuwe link" if found.failed else "Naar de ronde" if kind == "link" else "Laat tekenen"
    )


def test_only_the_last_link_of_somebody_counts(kobe, doelen, clock):
    linked(kobe, doelen, "ilse", attempts=5)
    clock.wait(minutes=1)
    linked(kobe, doelen, "ilse", token_hash="b" * 64)
    assert why(kobe, "ilse").kind == "link"


def test_a_mail_is_never_called_sent_before_it_was(kobe, doelen, clock):
    linked(kobe, doelen, "ilse")
    mail = mailed(kobe, doelen, "ilse")
    db = kobe.platform.db
    assert why(kobe, "ilse").kind == "link", "it was not tried yet"
    mails.claim(db, mail.id, at=kobe.platform.at(), until=stamp(kobe.platform.now() + timedelta(minutes=5)))
    mails.failed(db, mail.id, error="de server antwoordt niet", next_at=stamp(kobe.platform.now()))
    found = why(kobe, "ilse")
    assert (found.kind, found.failed) == ("mail", True)
    assert "verstuurd" in found.reason
    assert "niet verstuurd" in found.reason
    mails.failed(db, mail.id, error="het adres bestaat niet", next_at=None)
    assert why(kobe, "ilse").reason == "De mail kwam niet aan: het adres bestaat niet"
    clock.wait(minutes=1)
    again = mailed(kobe, doelen, "ilse")
    mails.sent(db, again.id, at=kobe.platform.at())
    assert why(kobe, "ilse").kind == "link"


def test_a_scan_waits_for_a_second_person(kobe, doelen):
    younes, db = kobe.world.who("younes"), kobe.platform.db
    copy = papers.Paper(
        code="ABCD",
        version_id=doelen.id,
        party_id=kobe.ids["geert"],
        printed_by=younes.id,
        printed_at=kobe.platform.at(),
    )
    papers.print_copy(db, copy)
    scan = papers.add_scan(
        db,
        paper_code="ABCD",
        decision="akkoord",
        remark="",
        signed_on="2026-09-14",
        media_type="application/pdf",
        sha256="c" * 64,
        content=b"%PDF-",
        by=younes.id,
        at=kobe.platform.at(),
    )
    assert (why(kobe, "geert").kind, why(kobe, "geert").help) == ("scan", "Kijk de scan na")
    papers.decide(db, scan.id, "afgewezen", by=younes.id, reason="Onleesbaar.", at=kobe.platform.at())
    assert why(kobe, "geert").kind == "tafel"


def test_what_was_sent_back_leads_to_what_has_to_change(kobe, doelen, signed_in):
    page = signed_in("saskia").get(f"/versies/{doelen.id}/tekenen")
    page.fill({"deel": "-", "waarom": "Dinsdag kan niet."}).click("Stuur terug met deze reden")
    assert why(kobe, "saskia").kind == "teruggestuurd"
    page = signed_in("younes").get("/handtekeningen").click("Lees wat er anders moet")
    assert "Dinsdag kan niet." in page.text


def test_who_was_noted_or_answered_is_not_waited_for(kobe, doelen):
    younes = kobe.world.who("younes")
    rounds.note_missing(kobe.platform, younes, kobe.file, doelen.id, kobe.ids["geert"], doelen.root, "Op reis.")
    kobe.answer(doelen, kobe.ids["an"], "akkoord")
    waited = {one.party_id for one in stuck.waiting(kobe.platform, younes)}
    assert waited == {kobe.ids[key] for key in ("younes", "saskia", "kobe", "ilse")}


def test_each_sees_what_the_own_organisation_hosts(kobe, doelen, clock):
    """The CLB every round of its dossiers, NAFT its own texts, a school the engagements."""

    def rounds_of(key: str) -> int:
        who = kobe.world.who(key)
        found = len({one.version_id for one in stuck.waiting(kobe.platform, who)})
        assert stuck.count(kobe.platform, who) == found
        return found

    assert {key: rounds_of(key) for key in ("an", "younes", "saskia", "floor", "mo", "dirk")} == {
        "an": 1, "younes": 1, "saskia": 0, "floor": 0, "mo": 0, "dirk": 0,
    }  # fmt: skip
    kobe.sign(doelen)
    kobe.do("younes", Event.STARTEN)
    clock.go("2026-11-01")
    kobe.finish()
    kobe.freeze("an", kobe.write("an", "engagementen", engagements(kobe)))
    assert {key: rounds_of(key) for key in ("an", "younes", "saskia", "dirk")} == {
        "an": 1, "younes": 0, "saskia": 1, "dirk": 0,
    }  # fmt: skip


def test_the_longest_waiting_comes_first(world, clock, signed_in):
    made = []
    for day, name in (("2026-09-14", "Kobe Vermeulen"), ("2026-09-16", "Lien Rottiers")):
        clock.go(day)
        case = Case(world, clb="an", naft="younes", school="sluis")
        case.open("leerling", {"kind": name})
        case.join("ma", "Ilse De Cock", "ouder")
        case.invite("saskia")
        case.refer()
        case.accept()
        case.agree()
        made.append(case)
    clock.go("2026-09-21")
    page = signed_in("younes").get("/handtekeningen")
    titles = [words(one) for one in page.all("//section[@class='wachtronde']//h2")]
    assert [one.split(":")[0] for one in titles] == ["Kobe V.", "Lien R."]
    assert words(page.all("//nav//a[@aria-current]")[0]) == "Handtekeningen 2, 2 open rondes"


def test_the_number_of_queries_does_not_grow_with_the_number_of_dossiers(kobe, doelen, world, clock):
    def queries() -> int:
        asked: list[str] = []
        connection = kobe.platform.db.connection.conn
        connection.set_trace_callback(asked.append)
        try:
            stuck.waiting(kobe.platform, world.who("younes"))
        finally:
            connection.set_trace_callback(None)
        return len([one for one in asked if one.lstrip().upper().startswith(("SELECT", "WITH"))])

    one = queries()
    for name in ("Lien Rottiers", "Senne Baert"):
        case = Case(world, clb="an", naft="younes", school="sluis")
        case.open("leerling", {"kind": name})
        case.join("ma", "Ilse De Cock", "ouder")
        case.invite("saskia")
        case.refer()
        case.accept()
        case.agree()
    assert len({each.version_id for each in stuck.waiting(kobe.platform, world.who("younes"))}) == 3
    assert queries() == one == 3


def test_the_work_list_tells_when_something_is_stuck(kobe, doelen, signed_in, clock):
    assert not signed_in("younes").get("/werklijst").all("//*[@id='vastgelopen']")
    linked(kobe, doelen, "ilse", attempts=5)
    page = signed_in("younes").get("/werklijst")
    assert words(page.all("//*[@id='vastgelopen']")[0]).startswith("Eén handtekening zit vast")
    clock.go("2026-09-21", "9.00")
    assert "6 handtekeningen" not in signed_in("younes").get("/werklijst").text
    clock.go("2026-09-21", "11.00")
    page = signed_in("younes").get("/werklijst").click("6 handtekeningen zitten vast")
    assert page.url == "/handtekeningen?toon=vast"
    assert page.offers("Wat vastzit (1)")


def test_what_is_stuck_can_be_shown_alone(world, clock, kobe, doelen, signed_in):
    clock.go("2026-09-22")
    case = Case(world, clb="an", naft="younes", school="sluis")
    case.open("leerling", {"kind": "Lien Rottiers"})
    case.join("ma", "Griet Daems", "ouder")
    case.invite("saskia")
    case.refer()
    case.accept()
    case.agree()
    page = signed_in("younes").get("/handtekeningen")
    assert "Lien R." in page.text
    page = page.click("Wat vastzit (1)")
    assert "Lien R." not in page.text
    assert "Kobe V." in page.text
    for one in ("kobe", "ilse", "geert", "saskia", "an", "younes"):
        kobe.answer(doelen, kobe.ids[one], "akkoord")
    assert "Niets zit vast." in page.person.get("/handtekeningen?toon=vast").text
