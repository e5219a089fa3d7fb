"""The order of a round, and noting that a signature will not come, so that others need not wait (BR-34, BR-35)."""

from __future__ import annotations

import pytest

from services import rounds
from services.platform import NotAllowed
from store import mails, signatures, versions
from tests.pages import words
from tests.wizard import sign, sign_in_account
from tests.world import evaluation, indication

FIRST = "In volgorde: eerst de professionals, dan de leerling, dan ouders en anderen"


@pytest.fixture
def doelen(kobe):
    """Goals that wait for every signature."""
    kobe.refer()
    kobe.accept()
    return kobe.agree()


@pytest.fixture
def round_of(doelen, signed_in):
    """`round_of('younes')` is the page of the round as somebody sees it now."""
    return lambda key: signed_in(key).get(f"/versies/{doelen.id}/ronde")


def order(page, value: str = "groepen", status: int = 200):
    """Choose the order on the page of a round."""
    return page.fill({"volgorde": value}).click("Bewaar de volgorde", status)


def now(kobe, version):
    """The version as it is now."""
    return versions.version(kobe.platform.db, version.id)


def missing(kobe, version, key: str) -> str | None:
    """Why no signature of somebody will come."""
    places = signatures.signers_of(kobe.platform.db, version.id)
    return next(one.signer.missing_reason for one in places if one.signer.party_id == kobe.ids[key])


def line(page, kobe, key: str) -> str:
    """The line of one signer."""
    return words(page.all(f"//li[@id='wie-{kobe.ids[key]}']")[0])


def test_in_a_free_round_there_is_one_list_and_everybody_may_answer(kobe, doelen, round_of):
    page = round_of("younes")
    assert len(page.all("//ul[@class='tekenaars']")) == 1
    assert page.values("volgorde") == ["vrij"]
    assert page.offers("Geef door aan Kobe Vermeulen")
    assert "Nog niet aan de beurt" not in page.text


def test_in_an_ordered_round_the_page_tells_whose_turn_it_is_and_who_comes_after_whom(kobe, doelen, round_of):
    page = order(round_of("younes"))
    assert now(kobe, doelen).ordered
    assert [words(one) for one in page.all("//h3[@class='groepskop']")] == [
        "De professionals nu aan de beurt",
        "De leerling daarna",
        "Ouders en anderen daarna",
    ]
    assert not page.offers("Geef door aan Kobe Vermeulen")
    said = line(page, kobe, "kobe")
    assert "Nog niet aan de beurt: wacht op" in said
    assert "Younes Amrani" in said


def test_the_next_group_gets_its_turn_when_the_one_before_is_done(kobe, doelen, round_of, clock):
    page = order(round_of("younes"))
    clock.go("2026-09-20")
    for key in ("an", "younes", "saskia"):
        kobe.answer(doelen, kobe.ids[key], "akkoord")
    clock.go("2026-09-24")
    page = round_of("younes")
    assert page.offers("Geef door aan Kobe Vermeulen")
    assert not page.offers("Geef door aan Ilse De Cock")
    assert "al 4 dagen" in line(page, kobe, "kobe"), "its turn began when the last professional signed"


def test_nobody_answers_before_the_turn_by_any_road(kobe, doelen, round_of, signed_in):
    saskia = signed_in("saskia").get(f"/versies/{doelen.id}/tekenen")
    order(round_of("younes"))
    with pytest.raises(rounds.NotYourTurn):
        kobe.answer(doelen, kobe.ids["kobe"], "akkoord")
    younes = signed_in("younes")
    fields = {"shown_root": doelen.root}
    page = younes.post(f"/versies/{doelen.id}/tafel/{kobe.ids['kobe']}", fields, status=409)
    assert page.h1 == "Anderen zijn eerst"
    sign(saskia, "Saskia")
    assert rounds.answers_of(kobe.platform, doelen) == {kobe.ids["saskia"]: "akkoord"}


def test_a_professional_of_a_later_group_waits_in_the_own_account(kobe, signed_in, world):
    """The work list, the dossier and the page to sign say nothing of a turn that has not come."""
    world.hire("tine", "Tine Maes", "clb", "brug")
    kobe.refer()
    kobe.accept()
    kobe.join("karen", "Karen Stevens", "ander", "kantelpunt")
    db = kobe.platform.db
    account = world.hire("karen", "Karen Stevens", "naft_begeleider", "kantelpunt").account.id
    with db.write():
        db.run("UPDATE party SET account_id = :account WHERE id = :id", {"account": account, "id": kobe.ids["karen"]})
    version = kobe.agree(ondertekenaars=[kobe.ids["karen"]])
    signs = f"/versies/{version.id}/tekenen"
    karen = signed_in("karen")
    assert karen.get("/werklijst").offers("Onderteken de doelen en afspraken")
    order(signed_in("younes").get(f"/versies/{version.id}/ronde"))
    assert not karen.get("/werklijst").offers("Onderteken de doelen en afspraken")
    page = karen.get(signs)
    assert page.path.endswith("/ronde")
    assert "Anderen zijn eerst" in page.text
    kobe.sign(version, but=("karen", "ilse", "geert"))
    assert karen.get("/werklijst").offers("Onderteken de doelen en afspraken")
    assert karen.get(signs).path == signs


def test_only_a_host_chooses_and_only_while_the_round_is_open(kobe, doelen, round_of, signed_in):
    fields = {"volgorde": "groepen", "shown_root": doelen.root}
    assert not round_of("saskia").all("//input[@name='volgorde']")
    signed_in("saskia").post(f"/versies/{doelen.id}/volgorde", fields, status=404)
    younes = signed_in("younes")
    younes.post(f"/versies/{doelen.id}/volgorde", {**fields, "volgorde": "x"}, status=422)
    kobe.sign(doelen)
    assert younes.post(f"/versies/{doelen.id}/volgorde", fields, status=409).h1 == "Deze ronde is gesloten"
    assert not now(kobe, doelen).ordered


def test_an_act_from_a_page_with_another_text_is_refused(kobe, doelen, round_of):
    page = round_of("younes").fill_hidden("shown_root", "0" * 64)
    assert order(page, status=409).h1 == "De tekst is intussen veranderd"
    assert not now(kobe, doelen).ordered
    acts = {
        "volgorde": {"volgorde": "groepen"},
        "niet-bereikt": {"partij": kobe.ids["ilse"], f"nota-{kobe.ids['ilse']}": "Op reis."},
        "afsluiten": {f"reden-{kobe.ids[key]}": "Op reis." for key in kobe.ids},
        "terugnemen": {"reden": "Een doel klopte niet."},
        f"tafel/{kobe.ids['kobe']}": {},
    }
    person = page.person
    for act, fields in acts.items():
        answer = person.post(f"/versies/{doelen.id}/{act}", fields, status=403 if act == "terugnemen" else 409)
        assert answer.h1 in ("De tekst is intussen veranderd", "Dit kunt u hier niet doen"), act
    assert missing(kobe, doelen, "ilse") is None


def note(page, kobe, key: str, text: str = "", days: tuple[str, ...] = (), status: int = 200):
    """Note on the page that a signature will not come."""
    party = kobe.ids[key]
    page.fill({f"nota-{party}": text})
    if days:
        page.fill({f"dag-{party}": list(days)})
    form = page.all(f"//form[.//input[@name='partij' and @value='{party}']]//button")[0]
    return page.person.open_from(page, form, status)


def test_a_host_notes_that_somebody_is_out_of_reach_and_the_order_goes_on(kobe, doelen, round_of, clock):
    """BR-35, before the round is closed."""
    clock.go("2026-09-18")
    page = note(round_of("younes"), kobe, "ilse", days=("15/9/2026", "17/9/2026"))
    why = "Niet bereikt, na pogingen op dinsdag 15 september 2026 en donderdag 17 september 2026."
    assert missing(kobe, doelen, "ilse") == why
    assert "Tekenen kan nog." in line(page, kobe, "ilse")
    assert now(kobe, doelen).status == "ter_ondertekening"
    kobe.answer(doelen, kobe.ids["ilse"], "akkoord")
    assert missing(kobe, doelen, "ilse") is None, "who signs after all is no longer out of reach"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("15/9/2026",), "Probeer minstens twee keer"),
        (("15/9/2026", "15/9/2026"), "Probeer minstens twee keer"),
        (("15/9/2026", "16/9/2031"), "Kijk de dagen na"),
        (("1/9/2026", "2/9/2026"), "Kijk de dagen na"),
        (("morgen", "15/9/2026"), "Vul een dag in"),
        ((), "Noteer waarom"),
    ],
)
def test_days_that_do_not_do_are_refused_at_the_field_and_stay_there(kobe, doelen, round_of, clock, days, said):
    clock.go("2026-09-18")
    page = note(round_of("younes"), kobe, "ilse", days=days, status=422)
    party = kobe.ids["ilse"]
    assert [field for field, _ in page.errors] == [f"nota-{party}"]
    assert page.errors[0][1].startswith(said)
    assert [one for one in page.values(f"dag-{party}") if one] == list(days)
    assert page.all(f"//li[@id='wie-{party}']//details[@open]")
    assert missing(kobe, doelen, "ilse") is None


def test_whose_akkoord_is_needed_is_never_noted_away(kobe, doelen, round_of, signed_in):
    page = round_of("younes")
    assert not page.all(f"//textarea[@name='nota-{kobe.ids['kobe']}']")
    fields = {"partij": kobe.ids["kobe"], f"nota-{kobe.ids['kobe']}": "Wil niet.", "shown_root": doelen.root}
    page = page.person.post(f"/versies/{doelen.id}/niet-bereikt", fields, status=403)
    assert "Van deze partij is het akkoord nodig" in page.text
    page.person.post(f"/versies/{doelen.id}/niet-bereikt", {**fields, "partij": "onbekend"}, status=404)
    assert missing(kobe, doelen, "kobe") is None


def test_the_last_one_that_is_noted_closes_the_round_and_the_page_says_so_before(kobe, doelen, round_of):
    kobe.sign(doelen, but=("ilse", "geert"))
    page = note(round_of("younes"), kobe, "ilse", "Op reis tot januari.")
    assert now(kobe, doelen).status == "ter_ondertekening"
    assert page.offers("Noteer dit en sluit de ronde")
    note(page, kobe, "geert", "Wil niets ondertekenen.")
    assert now(kobe, doelen).status == "deels_getekend"


def test_who_was_noted_already_is_not_asked_for_again_when_the_round_is_closed(kobe, doelen, round_of):
    kobe.sign(doelen, but=("ilse", "geert"))
    page = note(round_of("younes"), kobe, "ilse", "Op reis tot januari.")
    page = page.fill({f"reden-{kobe.ids['geert']}": "Wil niet."}).click("Sluit af zonder deze handtekeningen")
    assert now(kobe, doelen).status == "deels_getekend"
    assert missing(kobe, doelen, "ilse") == "Op reis tot januari."
    assert missing(kobe, doelen, "geert") == "Wil niet."


def test_in_an_ordered_round_the_parents_follow_when_nobody_before_them_is_waited_for(kobe, clock, signed_in):
    """An evaluation: the pupil's akkoord is not needed there, so he may be out of reach."""
    kobe.refer()
    kobe.accept()
    kobe.start()
    clock.go("2026-11-01")
    version = kobe.freeze("younes", kobe.write("younes", "evaluatie", evaluation(kobe)))
    younes = signed_in("younes")
    order(younes.get(f"/versies/{version.id}/ronde"))
    kobe.sign(version, but=("kobe", "ilse", "geert"))
    clock.go("2026-11-05")
    younes = signed_in("younes")
    page = younes.get(f"/versies/{version.id}/ronde")
    assert not page.offers("Geef door aan Ilse De Cock")
    page = note(page, kobe, "kobe", "Is deze maand niet bereikbaar.")
    assert page.offers("Geef door aan Ilse De Cock")
    assert page.offers("Geef door aan Kobe Vermeulen"), "he may still sign"
    assert "sinds vandaag" in line(page, kobe, "ilse")


def test_parents_of_who_turned_18_are_let_go_also_when_they_were_noted_before(kobe, clock):
    """BR-22: no late signature of theirs counts any more."""
    pupil = {"id": "L1", "leerling": kobe.ids["kobe"], "geboortedatum": "2008-09-20", "straat": "Schaverijstraat"}
    pupil |= {"huisnummer": "48", "postcode": "9300", "gemeente": "Aalst", "verblijft_elders": False}
    agreed = [one for one in indication(kobe)["instemmingen"] if one["waarvoor"] != "delen_ouders"]
    kobe.refer(leerlingen=[pupil | {"bekwaamheid": "vermoed_bekwaam"}], instemmingen=agreed)
    kobe.accept()
    version = kobe.agree()
    younes = kobe.world.who("younes")
    rounds.note_missing(kobe.platform, younes, kobe.file, version.id, kobe.ids["ilse"], version.root, "Op reis.")
    clock.go("2026-09-21")
    with pytest.raises(NotAllowed):
        kobe.answer(version, kobe.ids["ilse"], "akkoord")
    kobe.answer(version, kobe.ids["kobe"], "akkoord")
    assert missing(kobe, version, "ilse") == missing(kobe, version, "geert")
    assert kobe.ids["ilse"] not in rounds.whose_turn(version, signatures.signers_of(kobe.platform.db, version.id))
    with pytest.raises(NotAllowed):
        rounds.note_missing(kobe.platform, younes, kobe.file, version.id, kobe.ids["ilse"], version.root, "Op reis.")


def test_who_has_the_turn_hears_it_once(kobe, doelen, round_of):
    page = order(round_of("younes"))
    page = order(page, "vrij")
    order(page)
    told = [one.party_id for one in mails.of_version(kobe.platform.db, doelen.id) if one.kind == "aan_de_beurt"]
    assert len(told) == len({*told}), "no second mail for the same turn"


def test_one_step_on_the_page_signs_in_the_own_account(kobe, doelen, round_of, signed_in):
    assert round_of("saskia").offers("Lees en teken zelf")
    sign_in_account(signed_in("saskia"), doelen.id, "Saskia")
    assert not round_of("saskia").offers("Lees en teken zelf")
