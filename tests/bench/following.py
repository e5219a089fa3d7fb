"""How long the work list and searching take with many dossiers, as a person waits for the page.

`fill` puts as many dossiers as asked in an empty database, by the tables of the store: 20 CLBs, 30 providers and 200
schools, of which the first CLB has a tenth of all dossiers, and An there takes part in forty. Names, states and days
repeat, as they do. What lists read is written as services/finding.py would; the rest is what a dossier needs to be one.
"""

from __future__ import annotations

import functools
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rules.folding import findable, fold
from rules.states import State
from services.accounts import password_hash
from services.platform import Platform
from services.tasks import ALWAYS, FOREVER, TURN, Turn
from store import accounts, organisations
from store.database import Database
from store.dossier_lines import grams, place, plain
from tests.bench import ground
from tests.bench.measuring import Found, Key, Measured, Value, p95

MILLION, MANY, FEW = 1_000_000, 100_000, 1_000
RUNS = 40
LARGE = "BENCH_LARGE"
"""The variable of the environment that `--large` sets: with it a million dossiers are looked at too."""
ROOM = 20
"""GB of disk that those take, while they are made."""
MINE = 40
TODAY = date(2026, 11, 16)
AT = "2026-11-13T09:00:00Z"
YEAR = "2026-2027"
FIRST = ("Şule", "Łukasz", "Yūsuf", "Noor", "Lot", "Jan", "Kobe", "Amina", "Lien", "Wout", "Elif", "Mila", "Senne")
FAMILY = (*("Öztürk", "Groß", "Ben-Saïd", "D’Hondt", "De Smet", "Vermeulen", "Peeters", "Van den Broeck", "Claes"),)
MORE = tuple(
    f"{a}{b}{c}" for a in ("Ver", "Van", "De", "Ma") for b in ("hae", "lin", "bos", "kem") for c in ("ghe", "dt")
)
STATES = (*(State.LOPEND,) * 8, *(state for state in TURN if state is not State.CONCEPT), *(State.AFGESLOTEN,) * 7)
WORDS = {"zeldzaam": "xandrine", "gewoon": "vermeulen", "kort": "ja", "twee": "kobe verhaeghe", "school": "campus 7"}
"""What is looked for: what few have, what many have, the beginning of a word, two words, a school."""

Rows = list[tuple[Any, ...]]


def fill(platform: Platform, count: int) -> None:
    """Put so many dossiers in a database that has none of 2026. An has an@bench.example and the password 'paard'."""
    db = platform.db
    for pragma in ("synchronous=OFF", "cache_size=-256000", "foreign_keys=OFF", "secure_delete=OFF"):
        db.connection.conn.execute(f"PRAGMA {pragma}").close()
    with db.write(), _indexed_afterwards(db):
        clbs = [organisations.create(db, soort="clb", naam=f"CLB Streek {nr}").id for nr in range(20)]
        nafts = [organisations.create(db, soort="naft", naam=f"vzw Traject {nr}").id for nr in range(30)]
        schools = [organisations.create(db, soort="school", naam=f"Campus {nr}").id for nr in range(200)]
        people = {one: _account(db, one, nr) for nr, one in enumerate((*clbs, *nafts, *schools))}
        made: dict[str, Rows] = {name: [] for name in TABLES}
        lines = db.rows("SELECT coalesce(max(id), 0) AS last FROM dossier_line")[0]["last"]
        for nr in range(count):
            clb = clbs[0] if nr % 10 == 0 else clbs[1 + nr % 19]
            _dossier(made, nr, clb, nafts[nr % 30], schools[nr % 200], people, lines)
            if nr % 5000 == 0 or nr == count - 1:
                _write(db, made)


@contextmanager
def _indexed_afterwards(db: Database) -> Iterator[None]:
    """Without the indexes that lists read by: made at the end, they cost a tenth."""
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name LIKE 'dossier%' AND sql IS NOT NULL"
    indexes = db.rows(sql)
    for one in indexes:
        db.run(f"DROP INDEX {one['name']}", {})
    yield
    for one in indexes:
        db.run(one["sql"], {})


def _account(db: Database, organisation_id: str, nr: int) -> str:
    made = accounts.create(
        db,
        email="an@bench.example" if nr == 0 else f"p{nr}@bench.example",
        voornaam="An",
        familienaam=f"Nummer {nr}",
        functie="",
        organisation_id=organisation_id,
        roles=("clb",),
        password_hash=_hash() if nr == 0 else "",
        at=AT,
    )
    return made.id


@functools.cache
def _hash() -> str:
    return password_hash("paard")


TABLES = {
    "dossier": "id number soort schooljaar clb_id label created_by created_at",
    "dossier_organisation": "dossier_id organisation_id role since",
    "trajectory": "id dossier_id number naft_id state due_date created_at",
    "party": "id dossier_id rol organisation_id account_id answers created_at",
    "record": "id dossier_id trajectory_id type number changed_by changed_at created_by created_at",
    "version": "id record_id number payload root status frozen_by frozen_at",
    "signer": "version_id party_id ord blocking",
    "dossier_line": "id organisation_id dossier_id soort schooljaar state ended free open_rounds due_date school_id"
    " naft_id clb_id name words changed_at",
    "dossier_search": "rowid grams",
    "dossier_task": "organisation_id dossier_id ord kind acts day from_day to_day mine_from week_from late_from",
}
"""Table -> its columns that are written, in the order in which they refer to each other."""


def _write(db: Database, made: dict[str, Rows]) -> None:
    for name, columns in TABLES.items():
        names = columns.split()
        sql = f"INSERT INTO {name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        db.connection.conn.executemany(sql, made[name])
        made[name].clear()


def _dossier(
    made: dict[str, Rows], nr: int, clb: str, naft: str, school: str, people: dict[str, str], lines: int
) -> None:
    first, family = FIRST[nr % 13], (*FAMILY, *MORE)[nr // 13 % (len(FAMILY) + len(MORE))]
    if nr % 4999 == 0:
        first = "Xandrine"
    state = STATES[nr // 10 % len(STATES)]
    dossier, at = f"{nr:020x}", f"2026-{1 + nr % 9:02}-{1 + nr % 28:02}T{nr % 24:02}:00:00Z"
    due = (TODAY + timedelta(days=nr // 10 % 90 - 10)).isoformat() if state in (State.LOPEND, State.AANGEMELD) else None
    open_round = state is State.TER_ONDERTEKENING
    label = f"{first} {family[0]}."
    worker = people[clb] if nr % 10 or nr < MINE * 10 else people[school]
    made["dossier"].append((dossier, f"NAFT-2026-{nr:05}", "leerling", YEAR, clb, label, people[clb], at))
    made["trajectory"].append((dossier, dossier, 1, naft, state, due, at))
    answers = f'{{"voornaam":"{first}","familienaam":"{family}"}}'
    made["party"] += [
        (f"{dossier}l", dossier, "leerling", None, None, answers, at),
        (f"{dossier}c", dossier, "clb", clb, worker, "{}", at),
        (f"{dossier}n", dossier, "naft_begeleider", naft, people[naft], "{}", at),
    ]
    if open_round:
        payload = f'{{"signers":[{{"party_id":"{dossier}c","group":1}}],"leaves":["{"x" * 20_000}"]}}'
        made["record"].append((dossier, dossier, dossier, "doelen", 1, people[clb], at, people[clb], at))
        made["version"].append((dossier, dossier, 1, payload, f"{nr:064x}", "ter_ondertekening", people[clb], at))
        made["signer"].append((dossier, f"{dossier}c", 0, 1))
    words = _words(first, family, label, nr)
    text = f" {' '.join(words)} "
    for which, (role, one) in enumerate((("clb", clb), ("naft", naft), ("school", school))):
        ended, line = state not in TURN, lines + nr * 3 + which + 1
        made["dossier_organisation"].append((dossier, one, role, at))
        made["dossier_line"].append(
            (
                *(line, one, dossier, "leerling", YEAR, state, ended, 0, int(open_round), due, school, naft, clb),
                *(fold(label), text, at),
            )
        )
        made["dossier_search"].append((line, _indexed(one, state, words, (clb, school, naft))))
        if not ended:
            made["dossier_task"].append(_task(one, dossier, role, TURN[state], due))


def _words(first: str, family: str, label: str, nr: int) -> list[str]:
    return [*_findable(first), *_findable(family), *_findable(label), f"#{nr:05}", f"#{nr}", "#2026", f"#2026{nr:05}"]


@functools.cache
def _findable(text: str) -> tuple[str, ...]:
    return tuple(findable(text))


@functools.cache
def _pieces(word: str) -> tuple[str, ...]:
    return (f"s{word[:1]}", f"s{word[:2]}", *(f"g{one}" for one in grams(word)))


def _indexed(organisation: str, state: str, words: list[str], partners: tuple[str, ...]) -> str:
    mine = place(organisation)
    found = {f"t{plain(state)}", *(f"p{one}" for one in partners)}
    for word in words:
        found.update((f"n{word[1:]}",) if word[0] == "#" else _pieces(word))
    return " ".join([mine + one for one in found])


def _task(organisation: str, dossier: str, role: str, turn: Turn, due: str | None) -> tuple[Any, ...]:
    acts = role in turn.kinds
    day = date.fromisoformat(due) if due else None
    week = (day - timedelta(days=7)).isoformat() if day and (acts or role == "clb") else None
    late = (day + timedelta(days=1)).isoformat() if week and day else None
    mine = ((day - timedelta(days=14)).isoformat() if day else ALWAYS) if acts else None
    return organisation, dossier, 0, "staat", acts, due, ALWAYS, FOREVER, mine, week, late


class House:
    """The app on so many dossiers, with An signed in."""

    def __init__(self, count: int) -> None:
        from tests.pages import Person
        from tests.world import Clock

        self.folder = Path(tempfile.mkdtemp(prefix="bench-"))
        ground.empty(self.folder)
        database = Database(self.folder / "naadloos.db")
        fill(Platform(database, self.folder), count)
        database.close()
        app = ground.app_at(self.folder, Clock(TODAY.isoformat()))
        self.person = Person(app, "an@bench.example")
        page = self.person.get("/inloggen").fill({"email": "an@bench.example", "wachtwoord": "paard"})
        assert page.click("Aanmelden").path == "/werklijst"

    def ms(self, address: str) -> float:
        """How long one page takes, in processor time, so that others on the machine do not count."""
        began = time.process_time()
        answer = self.person.raw(address)
        took = (time.process_time() - began) * 1000
        assert answer.status_code == 200, address
        return took

    def found(self, text: str) -> str:
        """The address of what was found for a text."""
        self.person.get("/dossiers")
        answer = self.person.raw("/dossiers", "POST", data={"csrf_token": self.person.token, "zoek": text})
        return str(answer.headers["Location"])

    def close(self) -> None:
        """Throw it away."""
        shutil.rmtree(self.folder)


PAGES = {
    "worklist_mine": "/werklijst",
    "worklist_all": "/werklijst?van=allen",
    "dossiers": "/dossiers",
    "dossiers_all_by_name": "/dossiers?toon=alle&sorteer=naam",
}
EVERY = (*PAGES, *(f"search_{name}" for name in WORDS))

KEYS = (
    Key("worklist_p95_1e6_vs_1e3", "a work list (the slower of two) of 1,000,000 dossiers against 1,000", at_most=10),
    Key("worklist_p95_1e5_vs_1e3", "the same of 100,000 dossiers against 1,000"),
    Key("search_p95_1e5_vs_1e3", "searching (the slowest of five words) in 100,000 dossiers against 1,000"),
    Key("search_p95_ms", "processor time of searching in 100,000 dossiers, the slowest of five words"),
    *(Key(f"{name}_p95_ms_1e5", "processor time of that page with 100,000 dossiers") for name in EVERY),
    *(Key(f"{name}_p95_1e5_vs_1e3", "that page with 100,000 dossiers against 1,000") for name in EVERY),
)


def measured(many: int = MANY, runs: int = RUNS) -> Measured:
    """Milliseconds at 100,000 dossiers, and how many times as long as at 1,000; pages of both in turn."""
    times = _in_turn(many, EVERY, runs)
    found: Found = {}
    for name, (more, few) in times.items():
        found[f"{name}_p95_ms_1e5"] = Value(p95(more), runs, min(more), max(more))
        found[f"{name}_p95_1e5_vs_1e3"] = Value(p95(more) / p95(few), runs)

    def worst(end: str, names: tuple[str, ...]) -> float:
        return max(found[f"{name}_{end}"] or 0 for name in names)

    searches = EVERY[len(PAGES) :]
    found["worklist_p95_1e5_vs_1e3"] = worst("p95_1e5_vs_1e3", LISTS)
    found["search_p95_ms"] = worst("p95_ms_1e5", searches)
    found["search_p95_1e5_vs_1e3"] = worst("p95_1e5_vs_1e3", searches)
    found["worklist_p95_1e6_vs_1e3"], why = None, _why_not_large()
    if not why:
        found["worklist_p95_1e6_vs_1e3"] = max(
            Value(p95(more) / p95(few), runs) for more, few in _in_turn(MILLION, LISTS, runs).values()
        )
    return found, {"worklist_p95_1e6_vs_1e3": why} if why else {}


LISTS = ("worklist_mine", "worklist_all")


def _why_not_large() -> str:
    """Why a million dossiers are not looked at; '' when they are."""
    if not os.environ.get(LARGE):
        return "asks for --large: a million dossiers take minutes and 20 GB"
    free = shutil.disk_usage(tempfile.gettempdir()).free // 10**9
    return "" if free >= ROOM else f"there is {free} GB on the disk, and it takes {ROOM}"


def _in_turn(count: int, names: tuple[str, ...], runs: int) -> dict[str, tuple[list[float], list[float]]]:
    """What each page took each time, with so many dossiers and with 1,000; the first time does not count."""
    many, few = House(count), House(FEW)
    try:
        there = {
            name: (PAGES[name],) * 2
            if name in PAGES
            else tuple(house.found(WORDS[name.removeprefix("search_")]) for house in (many, few))
            for name in names
        }
        pairs = {
            name: [(many.ms(one), few.ms(other)) for _ in range(runs + 1)][1:] for name, (one, other) in there.items()
        }
    finally:
        many.close()
        few.close()
    return {name: ([one for one, _ in each], [other for _, other in each]) for name, each in pairs.items()}


if __name__ == "__main__":
    from tests.bench.report import alone

    if "--large" in sys.argv:
        os.environ[LARGE] = "1"
    alone("follow")
