"""Dossiers are seen by the organisations that take part in them, and by nobody else; not even that they are there."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rules.source import RULES
from services import accounts, papers, rounds, sending_back
from store import accounts as people
from store import documents, emergencies, questions, received, records, send_backs
from store.papers import scans_of
from tests import scans
from tests.pages import Person
from tests.world import Case, evaluation
from views import rights
from views.gate import PUBLIC

UNKNOWN = "0" * 20
OF_A_HOUSE = (
    *("manual", "template", "preview", "house", "people", "figures", "post", "register", "school_list"),
    "my_sessions",
)
"""Pages about an organisation or the platform: no dossier in their address. The tests of each ask who may open them."""


@pytest.fixture
def running(kobe, clock):
    """Kobe's trajectory, running, with documents, a draft, and an open round in which a scan waits."""
    kobe.refer()
    kobe.accept()
    clock.go("2026-09-21")
    kobe.start()
    kobe.documents()
    clock.go("2026-11-10")
    version = kobe.freeze("younes", kobe.write("younes", "evaluatie", evaluation(kobe)))
    kobe.world.ask("saskia", "brug")
    younes, kobe_id = kobe.world.who("younes"), kobe.ids["kobe"]
    papers.upload(
        kobe.platform,
        younes,
        kobe.file,
        version.id,
        kobe_id,
        code=papers.print_copy(kobe.platform, younes, kobe.file, version.id, kobe_id).code,
        decision="akkoord",
        remark="",
        signed_on=clock.day,
        content=scans.jpeg(),
        shown_root=version.root,
    )
    asked = {"step": "-", "reason": "Er staat iets fout.", "shown_root": version.root, "method": "tablet"}
    of_elsewhere(kobe)
    sending_back.send_back(kobe.platform, kobe.file, version.id, kobe.ids["ilse"], **asked)
    return kobe


def of_elsewhere(case) -> None:
    """A document of another Naadloos stands in the dossier."""
    db, younes = case.platform.db, case.world.who("younes")
    kept = received.keep(
        db,
        organisation_id=younes.organisation.id,
        certificate="",
        filename="D2.docx",
        sha256="1" * 64,
        content=b"PK",
        by=younes.id,
        at=case.platform.at(),
        type="doelen",
        code="D2",
        reader="N",
        version=1,
        root="0" * 64,
        origin="CLB Noord",
    )
    received.place(db, kept.id, dossier_id=case.id, record_id=None, by=younes.id, at=case.platform.at(), taken={})


def an_emergency(case) -> str:
    """Somebody of elsewhere opened the dossier in an emergency, and it is over."""
    if found := emergencies.of_dossier(case.platform.db, case.id):
        return found[0].id
    karel = case.world.hire("karel", "Karel Maes", "clb", "kompas")
    made = emergencies.open_one(
        case.platform.db,
        dossier_id=case.id,
        account_id=karel.id,
        organisation_id=karel.organisation.id,
        reason="Gevaar.",
        at="2026-09-20T08:00:00Z",
        until="2026-09-21T08:00:00Z",
    )
    return made.id


def addresses(app, case) -> list[tuple[str, str]]:
    """(method, address) of everything in a dossier: each route with an id in it, filled in with the ids there are."""
    db = case.platform.db
    found = records.records_of(db, case.file.trajectory.id)
    version = case.version("evaluatie")
    ids = {
        "dossier_id": [case.id],
        "record_id": [one.id for one in found],
        "version_id": [version.id, case.version("doelen").id],
        "party_id": [case.ids["kobe"]],
        "document_id": [documents.documents_of(db, case.id)[0].id],
        "event": ["afsluiten"],
        "question_id": [questions.open_for_clb(db, case.world.id("brug"))[0].id],
        "scan_id": [scans_of(db, version.id)[0][1].id],
        "send_back_id": [send_backs.of_version(db, version.id)[0].id],
        "received_id": [one.id for one in received.of_dossier(db, case.id)],
        "code": [scans_of(db, version.id)[0][1].paper_code],
        "emergency_id": [an_emergency(case)],
    }
    slugs = {"/dossiers": "evaluatie", "/formulieren": "overleg"}
    made = []
    for rule in app.url_map.iter_rules():
        beside = rule.endpoint.partition(".")[0] in ("question", "received")
        if not rule.arguments or not (beside or rights.is_about_a_dossier(rights.ACTIONS[rule.endpoint])):
            continue
        leads = ("dossier_id", "record_id", "version_id", "question_id", "scan_id", "received_id", "code")
        name = next(one for one in leads if one in rule.arguments)
        for value in ids[name]:
            values = {one: ids[one][0] for one in rule.arguments if one in ids} | {name: value}
            slug = slugs["/" + rule.rule.split("/")[1]] if "slug" in rule.arguments else ""
            address = rule.rule.replace("<string:slug>", slug)
            for one, known in values.items():
                address = address.replace(f"<string:{one}>", known)
            made += [(method, address) for method in rule.methods & {"GET", "POST"}]
    return made


def of_a_house(app) -> list[tuple[str, str]]:
    """(method, address) of what belongs to an organisation, of its first version of a template."""
    filled = {"<string:name>": "doelen", "<string:version>": "1", "<string:nr>": "1", "<string:mail_id>": UNKNOWN}
    made = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] in OF_A_HOUSE and rule.endpoint not in PUBLIC:
            address = rule.rule
            for name, value in filled.items():
                address = address.replace(name, value)
            made += [(method, address) for method in rule.methods & {"GET", "POST"}]
    return made


@pytest.mark.parametrize("stranger", ["floor", "mo", "dirk"])
def test_of_a_dossier_of_others_nothing_opens_and_nothing_changes(app, running, signed_in, stranger):
    person = signed_in(stranger)
    db = running.platform.db
    before = _rows(db)
    tried = addresses(app, running)
    assert len(tried) >= 20
    unknown = person.get(f"/dossiers/{UNKNOWN}", status=404)
    for method, address in tried:
        page = person.get(address, status=404) if method == "GET" else person.post(address, status=404)
        assert page.text == unknown.text, f"{method} {address} tells that it is there"
    assert _rows(db) == before


def test_what_is_of_others_opens_in_no_dossier_of_ones_own(app, running, world, signed_in):
    """Ids of two dossiers in one address: the own one in front, and something of the other behind it."""
    own = Case(world, clb="floor", naft="mo", school="dijle")
    own.open("leerling", {"senne": "Senne Maes"})
    theirs = [one for one in addresses(app, running) if f"/dossiers/{running.id}/" in one[1]]
    mixed = {(method, address.replace(running.id, own.id)) for method, address in theirs}
    floor, answers = signed_in("floor"), set()
    named = re.compile(r"/[0-9a-f]{20}(/|$)")
    for method, address in sorted(mixed):
        if not named.search(address.removeprefix(f"/dossiers/{own.id}")):
            continue
        gone = re.sub(r"(?<!dossiers/)[0-9a-f]{20}", UNKNOWN, address)
        pages = [floor.get(one, 404) if method == "GET" else floor.post(one, status=404) for one in (address, gone)]
        answers.add(pages[0].text)
        assert pages[0].text == pages[1].text, f"{method} {address} tells that it is there"
    assert len(answers) == 1


def _rows(db):
    tables = ("event", "record", "party", "version", "seat", "question", "paper", "scan", "link", "mail", "received")
    return [db.row(f"SELECT count(*) AS n FROM {table}") for table in tables]


@pytest.mark.parametrize("insider", ["an", "younes", "saskia"])
def test_an_id_that_does_not_exist_is_a_page_that_is_not_there(app, running, signed_in, insider):
    person = signed_in(insider)
    for method, address in addresses(app, running):
        gone = re.sub(r"/papier/[0-9A-Z]{10}\b", "/papier/1111111111", re.sub(r"[0-9a-f]{20}", UNKNOWN, address))
        page = person.get(gone, status=404) if method == "GET" else person.post(gone, status=404)
        assert page.h1 == "Deze pagina is er niet"


def test_without_signing_in_every_address_leads_to_the_door(app, running):
    nobody = Person(app)
    nobody.get("/inloggen")
    for method, address in [*addresses(app, running), *of_a_house(app)]:
        page = nobody.get(address) if method == "GET" else nobody.post(address)
        assert page.path == "/inloggen"


def test_a_locked_screen_opens_nothing_but_the_password(app, running, signed_in):
    younes = signed_in("younes")
    page = younes.get(f"/versies/{running.version('evaluatie').id}/ronde").click("Geef door aan Kobe Vermeulen")
    assert page.h1 == "Geef het toestel aan Kobe Vermeulen"
    more = [("GET", "/werklijst"), ("GET", "/"), ("GET", "/dossiers/nieuw"), *of_a_house(app)]
    for method, address in [*addresses(app, running), *more]:
        page = younes.get(address) if method == "GET" else younes.post(address)
        assert page.path == "/ontgrendelen", f"{method} {address} opens on a locked screen"
    page = page.fill({"wachtwoord": "fout"}).click("Ga verder", status=422)
    assert page.errors == [("wachtwoord", "Dat is niet uw wachtwoord. Probeer opnieuw.")]


def test_a_file_that_is_too_large_opens_no_door(app, kobe, signed_in):
    """A page answers such a file itself, before its form is read: not on a locked screen, nor to nobody."""
    host, large = signed_in("an"), {"data": b"x" * 9_100_000, "content_type": "multipart/form-data; boundary=x"}
    address = f"/overnemen?dossier={kobe.id}"
    assert host.client.post(address, **large).status_code == 413
    with kobe.platform.db.write():
        kobe.platform.db.run("UPDATE session SET locked = 1", {})
    for client, door in ((host.client, "/ontgrendelen"), (app.test_client(), "/inloggen")):
        answer = client.post(address, **large)
        assert (answer.status_code, answer.location) == (302, door)


def test_guessing_the_password_of_a_locked_screen_stops_too(running, signed_in):
    younes = signed_in("younes")
    younes.get(f"/versies/{running.version('evaluatie').id}/ronde").click("Geef door aan Kobe Vermeulen")
    for _ in range(accounts.TRIES):
        younes.get("/ontgrendelen").fill({"wachtwoord": "fout"}).click("Ga verder", status=422)
    younes.get("/ontgrendelen").fill({"wachtwoord": "fout"}).click("Ga verder", status=429)


def test_the_work_list_shows_the_dossiers_of_ones_own_organisation(running, world, signed_in):
    for key in ("an", "younes", "saskia"):
        assert "Kobe V." in signed_in(key).get("/werklijst").text
    for key in ("floor", "mo", "dirk"):
        page = signed_in(key).get("/werklijst")
        assert "Kobe" not in page.text
        assert "Er lopen geen dossiers." in page.text


def test_only_a_clb_opens_a_dossier(world, signed_in):
    """BR-01."""
    for key in ("younes", "saskia"):
        person = signed_in(key)
        assert not person.get("/werklijst").offers("Open een dossier")
        page = person.get("/dossiers/nieuw", status=403)
        assert "Alleen een CLB kan een dossier openen. Stel uw vraag aan het CLB" in page.text
        assert f"Bron: {RULES['BR-01'].source}" in page.text


def test_who_left_the_organisation_no_longer_comes_in(running, world, signed_in):
    younes = signed_in("younes")
    people.save(world.platform.db, replace(world.who("younes").account, active=False))
    assert younes.get("/werklijst").path == "/inloggen"


def test_a_professional_without_a_line_in_the_table_cannot_sign(running, world, signed_in):
    world.hire("joris", "Joris De Villé", "leerlingbegeleider", "sluis")
    joris = signed_in("joris")
    version = running.version("evaluatie")
    assert joris.get(f"/versies/{version.id}").h1 == "Evaluatie"
    joris.get(f"/versies/{version.id}/tekenen", status=404)
    joris.post(f"/versies/{version.id}/tekenen", {"besluit": "akkoord"}, status=404)
    joris.post(f"/versies/{version.id}/tafel/{running.ids['kobe']}", status=404)
    joris.post(f"/versies/{version.id}/afsluiten", status=404)
    assert not rounds.answers_of(running.platform, version)
