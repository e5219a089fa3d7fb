"""Two dossiers of organisations that do not know each other, and everybody who may come to the door."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask

from services import administration, jobs, packing, papers, seating, sending_back
from services.platform import Platform
from store import documents, records
from store.papers import scans_of
from tests import scans
from tests.conftest import serving
from tests.functional.test_who_sees_what import an_emergency, of_elsewhere
from tests.pages import Person
from tests.post import ADDRESSES, Bag, mailed
from tests.world import Case, Clock, World, evaluation

OURS, THEIRS = "ours", "theirs"
SAID = {
    OURS: ("Zephyrin", "Kwartelmans", "Walburga", "Tuinfluiter"),
    THEIRS: ("Oktavia", "Brandnetel", "Hieronymus", "Zandblauwtje"),
}
"""What tells of each dossier, and stands nowhere else: nobody outside it may ever read it."""
INSIDE = {
    OURS: frozenset({"an", "younes", "saskia", "lieve", "place", "link"}),
    THEIRS: frozenset({"floor", "mo", "dirk"}),
}
AT_WORK = ("an", "younes", "saskia", "lieve", "floor", "mo", "dirk", "karen", "bo")
LOCKED = "locked"
EVERYBODY = ("nobody", *AT_WORK, LOCKED, "place", "link")
"""An's CLB, Younes' provider and Saskia's school have one dossier; Floor, Mo and Dirk the other. Lieve administers the
provider, Bo the platform, Karen counsels. `locked` is An's screen while it goes round; at a place, and with a link,
sits a parent.
"""


@dataclass(frozen=True)
class Someone:
    """Who sends: the cookies and the token against forged posts."""

    cookies: str
    token: str
    account: str = ""
    organisation: str = ""


@dataclass
class Ground:
    """The app, who is who, and the ids that each parameter of an address may have."""

    app: Flask
    platform: Platform
    clock: Clock
    cases: dict[str, Case]
    people: dict[str, Someone] = field(default_factory=dict)
    ids: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    faults: list[BaseException] = field(default_factory=list)


class Errors(logging.Handler):
    """Keeps what the log calls an error, also where nothing was raised."""

    def __init__(self, found: list[BaseException]) -> None:
        super().__init__(logging.ERROR)
        self.found = found

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        if record.exc_info and record.exc_info[1]:
            self.found.append(record.exc_info[1])
        else:
            self.found.append(AssertionError(record.getMessage()))


@contextmanager
def ground(folder: Path, empty: Path) -> Iterator[Ground]:
    """All of it, in a folder."""
    clock = Clock()
    with serving(folder, empty, clock) as app:
        platform = app.extensions["naadloos"]
        platform.db.connection.conn.execute("PRAGMA synchronous=OFF").close()
        world = World(platform, clock).fill()
        made = Ground(app, platform, clock, {})
        _hire(world)
        made.cases[OURS] = _ours(world, clock)
        made.cases[THEIRS] = _theirs(world)
        made.ids = {which: _ids(case) for which, case in made.cases.items()}
        _more_ids(made, world, _draft(world))
        _let_in(made, world)
        errors = Errors(made.faults)
        logging.getLogger("naadloos").addHandler(errors)
        try:
            yield made
        finally:
            logging.getLogger("naadloos").removeHandler(errors)


def _hire(world: World) -> None:
    lieve = world.hire("lieve", "Lieve Segers", "naft_coordinator", "kantelpunt")
    bo = world.hire("bo", "Bo Wouters", "naft_coordinator", "overkant")
    world.hire("karen", "Karen Stevens", "pbd", "pbd")
    administration.grant(world.platform, lieve.account.email)
    administration.grant(world.platform, bo.account.email, administration.PLATFORM)
    with world.platform.db.write():  # of the platform alone: who only administers sees no dossier
        told = {"roles": f'["{administration.PLATFORM}"]', "id": bo.id}
        world.platform.db.run("UPDATE account SET roles = :roles WHERE id = :id", told)


def _ours(world: World, clock: Clock) -> Case:
    """Running, with documents, an open round, a scan, a question, somebody who sent back, and a draft."""
    case = Case(world, clb="an", naft="younes", school="sluis")
    case.open("leerling", {"kobe": "Zephyrin Kwartelmans"})
    case.join("ilse", "Walburga Tuinfluiter", "ouder", email=ADDRESSES["ilse"])
    case.join("geert", "Geert Kwartelmans", "ouder", email=ADDRESSES["geert"])
    case.invite("saskia")
    case.refer(krachten="Zephyrin werkt nauwkeurig.")
    case.accept()
    clock.go("2026-09-21")
    case.start()
    case.documents()
    clock.go("2026-11-10")
    version = case.freeze("younes", case.write("younes", "evaluatie", evaluation(case)))
    world.ask("saskia", "brug", over_wie="Zephyrin K.")
    younes, party = world.who("younes"), case.ids["kobe"]
    printed = papers.print_copy(case.platform, younes, case.file, version.id, party)
    papers.upload(
        *(case.platform, younes, case.file, version.id, party),
        code=printed.code,
        decision="akkoord",
        remark="",
        signed_on=clock.day,
        content=scans.jpeg(),
        shown_root=version.root,
    )
    of_elsewhere(case)
    sending_back.send_back(
        *(case.platform, case.file, version.id, case.ids["geert"]),
        step="-",
        reason="Er staat iets fout.",
        shown_root=version.root,
        method="tablet",
    )
    an_emergency(case)
    return case


def _draft(world: World) -> Case:
    """Another dossier of An, with a form that is being written."""
    case = Case(world, clb="an", naft="younes", school="sluis")
    case.open("leerling", {"kobe": "Zephyrin Kwartelmans"})
    case.write("an", "indicatiestelling", {"krachten": "Zephyrin werkt nauwkeurig."})
    return case


def _theirs(world: World) -> Case:
    """Referred, with goals that are being written."""
    case = Case(world, clb="floor", naft="mo", school="dijle")
    case.open("leerling", {"kobe": "Oktavia Brandnetel"})
    case.join("ilse", "Hieronymus Zandblauwtje", "ouder", email=ADDRESSES["ilse"])
    case.invite("dirk")
    case.refer(krachten="Oktavia werkt nauwkeurig.")
    case.accept()
    case.documents()
    case.write("mo", "doelen", {"vraag_school": "Hoe krijgen we Oktavia terug?"})
    return case


def _ids(case: Case) -> dict[str, list[str]]:
    db = case.platform.db
    found = records.records_of(db, case.file.trajectory.id)
    slug = "evaluatie" if case.clb == "an" else "indicatiestelling"
    version = case.version(slug)
    some = {"dossier_id": [case.id], "version_id": [version.id], "party_id": [case.ids["ilse"], case.ids["kobe"]]}
    some |= {"record_id": [one.id for one in found], "document_id": [documents.documents_of(db, case.id)[0].id]}
    scanned = scans_of(db, version.id)
    some |= {"scan_id": [one.id for _, one in scanned], "code": [one.paper_code for _, one in scanned]}
    for name, table in (("send_back_id", "send_back"), ("received_id", "received"), ("emergency_id", "emergency")):
        some[name] = [row["id"] for row in db.rows(f"SELECT id FROM {table} LIMIT 2")] if scanned else []
    return {name: values for name, values in some.items() if values}


def _more_ids(made: Ground, world: World, draft: Case) -> None:
    db, ours = made.platform.db, made.ids[OURS]
    steps = [step.slug for step in _steps("indicatiestelling")]
    ours["record_id"] += [one.id for one in records.records_of(db, draft.file.trajectory.id)]
    ours["dossier_id"].append(draft.id)
    ours["party_id"] += [one.id for one in draft.file.parties]
    made.ids[OURS] |= {
        "question_id": [row["id"] for row in db.rows("SELECT id FROM question")],
        "event": ["starten", "afsluiten", "onderbreken", "stopzetten", "aanvaarden", "heropenen"],
        "kind": ["onderbreken", "stopzetten", "verlengen"],
        "account_id": [world.who(one).id for one in ("lieve", "younes", "an")],
        "organisation_id": [world.id("kantelpunt"), world.id("brug")],
        "slug": [*steps, "evaluatie", "overleg", "engagementen", "clb", "naft"],
        "name": ["doelen", "indicatiestelling", "evaluatie"],
        "version": ["1", "2"],
        "nr": ["1", "99"],
        "year": ["2026-2027", "2026", "2025-2026"],
        "colour": ["#0000ff", "0000ff", "00796b"],
        "filename": ["theme.css", "x"],
        "session_id": [row["id"] for row in db.rows("SELECT id FROM session")],
        "job_id": [jobs.ask(made.platform, packing.KIND, draft.id, world.who("an").id, mark="x").id],
    }
    made.ids[THEIRS] |= {"slug": [step.slug for step in _steps("doelen")], "event": ["starten", "aanmelden"]}
    made.ids[THEIRS] |= {"organisation_id": [world.id("overkant")], "account_id": [world.who("floor").id]}


def _steps(slug: str) -> Any:
    from forms import RECORD_TYPES

    return RECORD_TYPES[slug].steps


def _let_in(made: Ground, world: World) -> None:
    """Sign everybody in; what each browser holds afterwards is what every request of theirs goes with."""
    case, platform = made.cases[OURS], made.platform
    version = case.version("evaluatie")
    for key in ("nobody", *AT_WORK, LOCKED):
        email = "" if key == "nobody" else world.who("an" if key == LOCKED else key).account.email
        person = Person(made.app, email)
        if email:
            assert person.sign_in().path in ("/werklijst", "/platform"), f"{key} could not sign in"
            person.get("/mijn")
        else:
            person.get("/inloggen")
        if key == LOCKED:
            with platform.db.write():
                platform.db.run("UPDATE session SET locked = 1 WHERE rowid = (SELECT max(rowid) FROM session)", {})
        who = world.people.get("an" if key == LOCKED else key)
        known = {"account": who.id, "organisation": who.organisation.id} if who else {}
        made.people[key] = Someone(_cookies(person), person.token, **known)
    seat = seating.open_seat(platform, case.file, version.id, case.ids["kobe"], host=world.who("younes"))
    made.people["place"] = _at_a_place(made, seat)
    token, _code = mailed(case, version, "ilse", Bag())
    made.people["link"] = made.people["nobody"]
    made.ids[OURS] |= {"token": [token], "place": [_name(seat)]}
    made.ids[OURS]["session_id"] = [row["id"] for row in platform.db.rows("SELECT id FROM session")]


def _at_a_place(made: Ground, seat: str) -> Someone:
    person = Person(made.app)
    with person.client.session_transaction() as session:
        session["plaats"] = seat
    person.get(f"/tafel/{_name(seat)}")
    return Someone(_cookies(person), person.token)


def _name(seat: str) -> str:
    from services.accounts import token_hash

    return token_hash(seat)[:20]


def _cookies(person: Person) -> str:
    """What the browser sends."""
    jar = person.client._cookies or {}
    return "; ".join(f"{one.key}={one.value}" for one in jar.values())
