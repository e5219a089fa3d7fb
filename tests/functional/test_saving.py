"""Nothing typed is lost: a step that saves itself, a session that ended, a page that is too old, and two at once."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from store import access_log, organisations, parties, record_saves, records, sessions
from tests.functional.test_drafts import Draft
from tests.pages import Page, Person, _successful
from tests.phone import enrol
from tests.world import PASSWORD, a_question, named
from views.held import HELD

JSON = {"Accept": "application/json", "X-Requested-With": "bewaren"}
NASTY = "\"'><script>alert(1)</script>{{ 7*7 }} &amp;\nTweede regel"
TYPED = "Zo zie ik het."


@pytest.fixture
def indicatie(kobe, signed_in):
    return Draft(kobe, "indicatiestelling", signed_in("an"))


@pytest.fixture
def bart(world, signed_in):
    """A colleague of An."""
    world.hire("bart", "Bart Claeys", "clb", "brug")
    return signed_in("bart")


def fields_of(page: Page) -> dict[str, list[str]]:
    """What a script reads from the form on this page."""
    found: dict[str, list[str]] = {}
    for name, value in _successful(page.all("//form[@id='stap']")[0], None):
        found.setdefault(name, []).append(value)
    return found


def autosave(page: Page, status: int = 200, **instead):
    """The page saves itself, as static/bewaren.js does; gives what the server answers."""
    data = fields_of(page) | {"beurt": str(int(page.hidden("beurt")[0]) + 1)} | instead
    answer = page.person.raw(f"{page.path}/bewaar", "POST", data=data, headers=JSON)
    assert answer.status_code == status, answer.get_data(as_text=True)
    said = answer.get_json()
    if status == 200:
        page.fill_hidden("revision", str(said["revision"])).fill_hidden("beurt", data["beurt"])
        page.fill_hidden("basis", json.dumps(json.loads(page.hidden("basis")[0]) | said["basis"]))
    return said


def end(person: Person, world) -> None:
    """The session of somebody ends on the server, while the page stays open."""
    sessions.close_all_of(
        world.platform.db, next(one.id for one in world.people.values() if one.account.email == person.email)
    )


def come_back(page: Page, email: str, password: str = PASSWORD, status: int = 200) -> Page:
    """Sign in on the page that came instead of what was asked."""
    return page.fill({"email": email, "wachtwoord": password}).click("Toon wat ik typte", status)


# A step saves itself


def test_a_step_saves_itself_and_the_button_goes_on_from_there(indicatie):
    page = indicatie.step("school").fill({"visie_school": TYPED, "problematische_afwezigheden": "zeventien"})
    said = autosave(page)
    assert (said["revision"], said["bewaard"], said["anderen"]) == (2, "Bewaard om 10.00 uur", [])
    kept = indicatie.record.answers
    assert kept["visie_school"] == TYPED
    assert kept["problematische_afwezigheden"] == {"getypt": ["zeventien"]}
    page.fill({"visie_school": f"{TYPED} En zo.", "problematische_afwezigheden": "17"}).click("Bewaren en verder")
    assert indicatie.record.answers["visie_school"] == f"{TYPED} En zo."
    assert indicatie.record.revision == 3


def test_a_writer_is_never_in_the_way_of_the_same_writer(indicatie):
    """The answer to an autosave got lost; the same page is sent twice; an older autosave comes in late."""
    page = indicatie.step("school").fill({"visie_school": "Eerst"})
    early = fields_of(page) | {"beurt": "1"}
    revision, basis = page.hidden("revision"), page.hidden("basis")
    autosave(page)
    page.fill_hidden("revision", revision[0]).fill_hidden("basis", basis[0])  # the answer never came
    page.fill({"visie_school": "Daarna"}).fill_hidden("beurt", "2").click("Bewaren en verder")
    page.click("Bewaren en verder")
    assert indicatie.record.answers["visie_school"] == "Daarna"
    late = indicatie.person.raw(f"{page.path}/bewaar", "POST", data=early, headers=JSON)
    assert late.status_code == 200
    assert indicatie.record.answers["visie_school"] == "Daarna"
    assert indicatie.record.revision == 3


def test_pressing_to_add_an_item_twice_adds_one(indicatie):
    page = indicatie.step("leerling")
    before = page.hidden("leerlingen")
    page.press("toevoegen", "leerlingen")
    assert len(page.press("toevoegen", "leerlingen").hidden("leerlingen")) == len(before) + 1


@pytest.mark.parametrize(
    ("status", "reason"),
    [(401, "uit"), (409, "ander"), (400, ""), (403, ""), (413, ""), (404, "")],
)
def test_what_stands_in_the_way_of_saving_is_told_to_the_script(indicatie, world, status, reason):
    page = indicatie.step("school").fill({"visie_school": TYPED})
    instead = {}
    if reason == "uit":
        end(indicatie.person, world)
    elif reason == "ander":
        instead = {"van": "0" * 32}
    elif status == 400:
        instead = {"csrf_token": "oud"}
    elif status == 403:
        indicatie.case.refer()
    elif status == 413:
        instead = {"visie_school": "é" * 2_100_000}
    else:
        page.path = page.path.replace("/school", "/bestaat-niet")
    said = autosave(page, status, **instead)
    assert said["reden"] == reason
    assert reason == "uit" or said["uitleg"]
    assert indicatie.record.answers.get("visie_school") != TYPED


def test_looking_whether_others_are_there_keeps_no_session_alive_and_fills_no_log(indicatie, bart, world, clock):
    page = indicatie.step("school")
    for minute in range(1, 4):
        clock.wait(minutes=19)
        autosave(page.fill({"visie_school": f"{TYPED} {minute}"}))
        asked = bart.raw(f"/formulieren/{indicatie.id}/open?revision=1", headers=JSON)
        assert asked.status_code == 200, "Bart's session has not ended yet"
    clock.wait(minutes=4)
    assert bart.raw(f"/formulieren/{indicatie.id}/open?revision=1", headers=JSON).status_code == 401
    clock.wait(minutes=20)
    assert autosave(page.fill({"visie_school": "Nog altijd"}))["revision"] == 5
    lines = access_log.of_dossier(world.platform.db, indicatie.case.id)
    assert [one.what for one in lines].count("record.open_by") == 1
    assert [one.what for one in lines].count("record.keep") == 2, "one an hour: at 10.19 and after 11.19"


# Two at once


def test_who_else_is_there_is_told_by_name_to_who_may_open_it_too(indicatie, bart, signed_in, clock):
    page = indicatie.step("school")
    assert "Bart Claeys" not in page.text
    assert "An Peeters heeft dit formulier ook open." in indicatie.step("school", bart).text
    assert "An Peeters heeft dit formulier ook open." in bart.get(f"/formulieren/{indicatie.id}/nakijken").text
    assert autosave(page.fill({"klas": "4 Hout"}))["anderen"] == ["Bart Claeys"]
    asked = bart.raw(f"/formulieren/{indicatie.id}/open?revision=1", headers=JSON).get_json()
    assert asked["nieuws"] == "An Peeters bewaarde om 10.00 uur iets in dit formulier. U ziet het als u bewaart."
    signed_in("saskia").raw(f"/formulieren/{indicatie.id}/open", headers=JSON)
    clock.wait(seconds=91)
    assert "heeft dit formulier ook open" not in indicatie.step("school").text


def test_what_only_one_of_both_changed_needs_no_choice(indicatie, bart):
    first, second = indicatie.step("school"), indicatie.step("school", bart)
    first.fill({"visie_school": "Van An", "leerjaar": "4"}).click("Bewaren en verder")
    said = autosave(second.fill({"klas": "4 Hout"}))
    assert {one["naam"]: one["waarden"] for one in said["velden"]} == {"visie_school": ["Van An"], "leerjaar": ["4"]}
    assert said["nieuws"].startswith("An Peeters bewaarde om 10.00 uur ook iets in deze stap")
    page = second.fill({"klas": "4 Hout A"}).click("Bewaren en verder")  # a page whose script filled nothing in
    kept = indicatie.record.answers
    assert (kept["visie_school"], kept["leerjaar"], kept["klas"]) == ("Van An", "4", "4 Hout A")
    assert page.path.endswith("/stap/hulpvraag")


def test_looking_for_an_organisation_puts_nothing_back_as_it_was(indicatie, bart):
    """Without scripts the page comes again with what was found: it shows, and saves, what the other changed too."""
    first, second = indicatie.step("school"), indicatie.step("school", bart)
    first.fill({"visie_school": "Van An"}).click("Bewaren en verder")
    page = bart.post(second.path, fields_of(second.fill({"klas": "4 Hout"})) | {"zoek": "school"})
    assert page.values("visie_school") == ["Van An"]
    page.click("Bewaren en verder")
    kept = indicatie.record.answers
    assert (kept.get("visie_school"), kept["klas"]) == ("Van An", "4 Hout")


@pytest.mark.parametrize(
    ("choice", "becomes"),
    [("mijn", f"Van Bart {NASTY}"), ("ander", f"Van An {NASTY}"), ("beide", f"Van Bart {NASTY}\n\nVan An {NASTY}")],
)
def test_what_both_changed_a_person_decides(indicatie, bart, choice, becomes):
    first, second = indicatie.step("school"), indicatie.step("school", bart)
    first.fill({"visie_school": f"Van An {NASTY}", "klas": "4 Hout"}).click("Bewaren en verder")
    second.fill({"visie_school": f"Van Bart {NASTY}"})
    assert autosave(second, 409)["uitleg"] == "An Peeters bewaarde om 10.00 uur hier ook iets, terwijl u bezig was."
    page = second.click("Bewaren en verder", 409)
    assert "Dit veranderde enkel de ander, en staat er al: klas." in page.text
    assert not page.all("//main//script")
    assert [one.text for one in page.all("//a[@href='#visie_school-ander']")] == ["Visie van de school"]
    assert page.all("//*[@id='visie_school-ander']")
    page = page.click("Bewaren en verder", 422)
    assert page.errors == [("visie_school", "Kies welke tekst blijft.")]
    page.fill({"keuze:visie_school": choice}).click("Bewaren en verder")
    assert indicatie.record.answers["visie_school"] == becomes
    assert indicatie.record.answers["klas"] == "4 Hout"


def test_an_item_that_one_removes_and_the_other_changes_does_not_go_unseen(kobe, world, signed_in):
    kobe.refer()
    kobe.accept()
    world.hire("lotte", "Lotte Maes", "naft_begeleider", "kantelpunt")
    younes, lotte = signed_in("younes"), signed_in("lotte")
    draft = Draft(kobe, "doelen", younes)
    page = (
        draft.step("doelstellingen").fill({"doelen-D1-tekst": "Het eerste doel van allen"}).press("toevoegen", "doelen")
    )
    page.fill({"doelen-D2-tekst": "Het tweede doel van allen"}).click("Bewaren en later verder")
    hers, his = draft.step("doelstellingen", lotte), draft.step("doelstellingen")
    his.fill({"doelen-D1-tekst": "Het eerste doel, maar beter"}).click("Bewaren en later verder")
    page = hers.click("Verwijder Doelstelling 1", 409)  # she never saw that text
    assert page.values("doelen-D1-tekst") == ["Het eerste doel, maar beter"]
    his = draft.step("doelstellingen").fill({"doelen-D2-tekst": "Het tweede doel, maar beter"})
    page.click("Verwijder Doelstelling 2")
    page = his.click("Bewaren en later verder", 409)
    assert "Doelstelling 2 werd intussen verwijderd. U schreef erin, dus blijft het staan." in page.text
    page.click("Bewaren en later verder")
    assert [one["tekst"] for one in draft.record.answers["doelen"]] == [
        "Het eerste doel, maar beter",
        "Het tweede doel, maar beter",
    ]


def test_what_is_kept_of_a_save_holds_nothing_of_what_was_written(indicatie, world, clock):
    page = indicatie.step("school").fill({"visie_school": TYPED})
    autosave(page)
    kept = record_saves.since(world.platform.db, indicatie.id, 1)
    assert [one.changed for one in kept] == [("visie_school",)]
    assert TYPED not in str(kept)
    clock.wait(days=3)
    indicatie.person.sign_in()
    autosave(indicatie.step("school").fill({"klas": "4 Hout"}))
    assert [one.revision for one in record_saves.since(world.platform.db, indicatie.id, 1)] == [3]


# The door was shut


def test_what_was_typed_before_the_session_ended_comes_back_and_waits_for_the_button(indicatie, world):
    page = indicatie.step("school").fill({"visie_school": NASTY, "klas": "4 Hout"})
    end(indicatie.person, world)
    page = page.click("Bewaren en verder", 401)
    assert page.h1 == "Meld opnieuw aan"
    page = come_back(page, indicatie.person.email, "fout", 422)
    page = come_back(page, world.who("floor").account.email, status=409)
    assert "Dit adres is van iemand anders dan wie hier aan het typen was." in page.text
    page = come_back(page, indicatie.person.email)
    assert (page.path, page.values("visie_school")) == (f"/formulieren/{indicatie.id}/stap/school", [NASTY])
    assert "Wat u typte, staat hieronder en is nog niet bewaard." in page.text
    assert indicatie.record.revision == 1
    page.click("Bewaren en verder")
    assert indicatie.record.answers["visie_school"] == NASTY


def test_a_locked_screen_and_a_second_step_give_back_what_was_typed_too(indicatie, world, app, clock):
    an = world.who("an")
    organisations.save(world.platform.db, replace(an.organisation, second_factor=True))
    phone, _, _ = enrol(indicatie.person.get("/tweede-stap/instellen"), clock)
    page = indicatie.step("school").fill({"visie_school": TYPED})
    end(indicatie.person, world)
    page = come_back(page.click("Bewaren en verder", 401), indicatie.person.email, status=401)
    assert page.h1 == "De code van uw app"
    page = page.fill({"code": phone.code}).click("Toon wat ik typte")
    assert page.values("visie_school") == [TYPED]
    with indicatie.person.client.session_transaction() as cookie:
        token = cookie["_user_id"]
    from services.accounts import lock

    lock(world.platform, token)
    page = page.click("Bewaren en verder", 401)
    assert page.h1 == "Verder met uw eigen scherm"
    page = page.fill({"wachtwoord": PASSWORD}).click("Toon wat ik typte")
    page.click("Bewaren en verder")
    assert indicatie.record.answers["visie_school"] == TYPED


def test_a_page_that_is_too_old_comes_back_with_what_was_typed_to_its_own_person_alone(indicatie, bart):
    page = indicatie.step("school").fill({"visie_school": TYPED}).fill_hidden("csrf_token", "van gisteren")
    of_an = fields_of(page) | {"naar": "volgende"}
    page = page.click("Bewaren en verder", 400)
    assert page.values("visie_school") == [TYPED]
    assert "Deze pagina was te oud om te bewaren." in page.text
    assert indicatie.record.revision == 1
    page.click("Bewaren en verder")
    assert indicatie.record.answers["visie_school"] == TYPED
    page = bart.post(f"/formulieren/{indicatie.id}/stap/school", of_an, 409)
    assert page.h1 == "Deze pagina is van iemand anders"
    assert TYPED not in page.text


def test_what_was_typed_in_a_form_that_was_closed_meanwhile_is_there_to_copy(indicatie):
    page = indicatie.step("school").fill({"visie_school": NASTY})
    indicatie.case.refer()
    page = page.click("Bewaren en verder", 403)
    assert "Dit formulier kan nu niet gewijzigd worden" in page.text
    assert [" ".join(one.text.split()) for one in page.all("//dd")] == [" ".join(NASTY.split())]


@pytest.mark.parametrize("origin", ["", "https://evil.example"])
def test_another_site_cannot_put_words_in_somebodys_mouth(indicatie, world, app, origin):
    """A post from elsewhere carries no session; not even a guess at whose page it is gets its words on one."""
    url = f"/formulieren/{indicatie.id}/stap/school"
    ours = fields_of(indicatie.step("school"))
    headers = {"Origin": origin} if origin else {}
    words = {"visie_school": "Van een ander", "revision": "1", "van": "0" * 32}
    stranger = Person(app, indicatie.person.email)
    if origin:  # even with a mark that was stolen
        answer = stranger.raw(url, "POST", data=words | {"van": ours["van"]}, headers=headers)
        assert answer.status_code == 403
        assert "Van een ander" not in answer.get_data(as_text=True)
        return
    answer = stranger.raw(url, "POST", data={**words, "van": ""})
    assert answer.headers["Location"] == "/inloggen"
    page = come_back(stranger.post(url, words, 401), stranger.email, status=409)
    assert "Dit adres is van iemand anders" in page.text
    page = indicatie.step("school").fill({"visie_school": TYPED})
    carried = {"csrf_token": page.hidden("csrf_token")[0], "vast": '[["visie_school", "Van een ander"]]'}
    page = indicatie.person.post(url, carried)  # carried along, and the door is open: shown, never saved
    assert indicatie.record.revision == 1


ENDPOINTS = {
    "action.page": ("/dossiers/{0}/acties/intrekken", "toelichting"),
    "consent.new": ("/dossiers/{0}/instemmingen", "toelichting"),
    "opening.new": ("/dossiers/nieuw", "naam_groep"),
    "party.new": ("/dossiers/{0}/partijen/nieuw", "voornaam"),
    "party.page": ("/dossiers/{0}/partijen/{1}", "voornaam"),
    "question.answer": ("/vragen/{2}/antwoord", "antwoord"),
    "question.new": ("/vragen/nieuw", "vraag"),
    "record.save": ("/formulieren/{3}/stap/school", "visie_school"),
    "pupil_right.new": ("/dossiers/{0}/rechten/nieuw", "vraag"),
    "pupil_right.act": ("/dossiers/{0}/rechten/{4}/antwoord", "antwoord"),
    "correction.new": ("/dossiers/{0}/rechten/{4}/verbetering/nieuw", "moet_zijn"),
}


@pytest.mark.parametrize(
    ("carried", "status"), [("[" * 100_000, 302), ('[["van", "x"], ["voornaam", "Lot \\ud83d"]]', 400)]
)
def test_what_no_page_of_ours_carried_along_breaks_nothing_at_the_door(app, world, carried, status):
    answer = Person(app, world.who("an").account.email).raw("/dossiers/nieuw", "POST", data={"vast": carried})
    assert answer.status_code == status


def test_every_page_that_takes_part_shows_again_and_saves_nothing(indicatie, world, signed_in):
    """For each of them: no session, an old token; the text is back, and nothing was done."""
    assert set(ENDPOINTS) == set(HELD), "say here where a page of views.held.HELD is, and a text on it"
    case, an, saskia = indicatie.case, indicatie.person, signed_in("saskia")
    question = world.ask("saskia", "brug")
    told = {"soort": "verbetering", "vrager_soort": "partij", "vrager": case.ids["kobe"], "enkel_over_zichzelf": "nee"}
    page = an.get(f"/dossiers/{case.id}/rechten/nieuw").fill(told | {"hoe": "brief", "identiteit": "gekend"})
    right = page.click("Noteer de vraag").path.rpartition("/")[2]
    before = _rows(world)
    for endpoint, (address, name) in ENDPOINTS.items():
        person = saskia if endpoint == "question.new" else an
        url = address.format(case.id, case.ids["ilse"], question.id, indicatie.id, right)
        page = person.get(url)
        assert name in page.names(), f"{url}: {page.names()}"
        page.fill({name: TYPED}).fill_hidden("csrf_token", "oud")
        button = page.all("//form[@data-bewaak]//button[contains(@class, 'btn-primary')]")[0]
        page = person.open_from(page, button, 400)
        assert page.values(name) == [TYPED], endpoint
        end(person, world)
        button = page.all("//form[@data-bewaak]//button[contains(@class, 'btn-primary')]")[0]
        page = come_back(person.open_from(page, button, 401), person.email)
        assert page.values(name) == [TYPED], endpoint
        assert "is nog niet bewaard" in page.text, endpoint
    assert _rows(world) == before


def _rows(world) -> dict[str, int]:
    db = world.platform.db
    tables = ("dossier", "party", "consent", "record", "record_save", "event", "question", "form_done")
    counted = {table: db.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in tables}
    came_in = db.rows("SELECT count(*) AS n FROM event WHERE type LIKE 'session.%'")[0]["n"]
    return counted | {"event": counted["event"] - came_in}


def test_a_form_that_is_sent_twice_does_its_work_once(indicatie, world, signed_in):
    page = indicatie.person.get(f"/dossiers/{indicatie.case.id}/partijen/nieuw")
    page.fill({"rol": "ouder", **{k: str(v) for k, v in named("Mia Peeters").items()}, "gezag": "ja_samen"})
    page.fill({"taal": "nl", "tolk": "nee", "ontvangt_documenten": "ja"})
    for _ in range(2):
        assert page.click("Voeg toe").path == f"/dossiers/{indicatie.case.id}"
    names = [one.answers.get("voornaam") for one in parties.parties_of(world.platform.db, indicatie.case.id)]
    assert names.count("Mia") == 1
    page = indicatie.person.get(f"/dossiers/{indicatie.case.id}/partijen/{indicatie.case.ids['ilse']}")
    page.fill({"voornaam": "Ilse Anna"})
    for _ in range(2):
        assert page.click("Bewaar").path == f"/dossiers/{indicatie.case.id}"
    asked = {name: value for name, value in a_question(world.id("brug")).items() if name != "school"}
    page = signed_in("saskia").get("/vragen/nieuw").fill(asked)
    for _ in range(2):
        page.click("Stel de vraag aan het CLB")
    assert _rows(world)["question"] == 1
    assert records.record(world.platform.db, indicatie.id)
