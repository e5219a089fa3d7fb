"""Dossiers that stand right before a record is frozen, each made once and then copied as a file.

With each goes what tests/round_model.py must know: who is asked, written down by hand from the playbook.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from services import record_views
from services.platform import Platform
from store.database import Database
from store.migrations import migrate
from tests.round_model import Asked
from tests.world import Case, Clock, World, engagements, evaluation, goals, indication, the_end

TEMPLATES = Path(__file__).parents[1] / "doc_templates"
DAY = "2026-09-14"
EIGHTEEN = "2026-10-01"
BORN = "2008-10-01"
WHY = "Na drie gesprekken met een arts en met de ouders."
SEEN = ("kennisname",)
MUST = ("akkoord", "niet_akkoord")

AN = Asked("an", 1, MUST, needed=True, hears=True)
YOUNES = Asked("younes", 1, MUST, needed=True, hears=True)
SASKIA = Asked("saskia", 1, MUST, needed=True, hears=True)
KOBE = Asked("kobe", 2, MUST, needed=True)
ILSE, GEERT = Asked("ilse", 3, parent=True), Asked("geert", 3, parent=True)
DEPENDS = [Asked(key, 3, MUST, needed=True, instead="parents", parent=True) for key in ("ilse", "geert")]
JUF, PBD = Asked("juf", 1), Asked("pbd", 3, SEEN)


def invited(key: str) -> Asked:
    """Somebody with an account whose yes is not needed."""
    return Asked(key, 1, hears=True)


@dataclass
class Situation:
    """A dossier right before `type` is frozen by `host`. `people` are who is asked; `leave` who can leave it.

    `text`: what is about everybody; `own` and `words`: what the record asks that concerns one party alone.
    """

    type: str
    host: str
    people: list[Asked]
    text: str
    kind: str = "leerling"
    capable: bool = True
    before_start: bool = False
    running: bool = False
    words: dict[str, str] = field(default_factory=dict)
    leave: tuple[str, ...] = ("geert", "juf", "pbd")


WORDS = {"words of the pupil": "vraag_leerling", "words of the parents": "vraag_ouders"}
FIRST_WORDS = {"words of the pupil": "hulpvraag_leerling", "words of the parents": "hulpvraag_ouders"}
ROUND = [YOUNES, AN, SASKIA, JUF, KOBE, ILSE, GEERT, PBD]
SITUATIONS = {
    "goals": Situation("doelen", "younes", ROUND, "gedeelde_vraag", before_start=True, words=WORDS),
    "goals of who is not capable": Situation(
        "doelen",
        "younes",
        [YOUNES, AN, SASKIA, JUF, Asked("kobe", 2), *DEPENDS, PBD],
        "gedeelde_vraag",
        capable=False,
        before_start=True,
        words=WORDS,
    ),
    "adjusted goals": Situation("doelen", "younes", ROUND, "gedeelde_vraag", running=True, words=WORDS),
    "goals of a class": Situation(
        "doelen",
        "younes",
        [YOUNES, AN, SASKIA, JUF, PBD],
        "gedeelde_vraag",
        "klasgroep",
        before_start=True,
        leave=("juf", "pbd"),
    ),
    "goals of two": Situation(
        "doelen",
        "younes",
        [YOUNES, AN, SASKIA, JUF, KOBE, Asked("lien", 2, MUST, needed=True), ILSE, GEERT, PBD],
        "gedeelde_vraag",
        "leerlingen",
        before_start=True,
        words=WORDS,
    ),
    "indicatiestelling": Situation(
        "indicatiestelling", "an", [AN, Asked("kobe", 2), ILSE, GEERT], "gemotiveerd_oordeel", words=FIRST_WORDS
    ),
    "indicatiestelling of who is not capable": Situation(
        "indicatiestelling",
        "an",
        [AN, Asked("kobe", 2), *DEPENDS],
        "gemotiveerd_oordeel",
        capable=False,
        words=FIRST_WORDS,
    ),
    "evaluation": Situation(
        "evaluatie",
        "younes",
        [YOUNES, AN, invited("saskia"), JUF, Asked("kobe", 2), ILSE, GEERT, PBD],
        "wat_werkt",
        running=True,
    ),
    "engagements": Situation(
        "engagementen",
        "an",
        [SASKIA, AN, invited("younes"), JUF, Asked("kobe", 2), ILSE, GEERT, PBD],
        "terugkeerplan",
        running=True,
    ),
}


def make(one: Situation, case: Case) -> None:
    """Bring the dossier where the record is frozen."""
    if one.kind == "klasgroep":
        case.open("klasgroep", {}, label="3TB")
    else:
        case.open(one.kind, {"kobe": "Kobe Vermeulen"} | ({"lien": "Lien Raes"} if one.kind == "leerlingen" else {}))
        of = {"ilse": case.ids["kobe"], "geert": case.ids["lien" if one.kind == "leerlingen" else "kobe"]}
        for key, name in {"ilse": "Ilse De Cock", "geert": "Geert Vermeulen"}.items():
            case.join(key, name, "ouder", van_leerling=of[key], email=f"{key}@thuis.example")
    case.join("juf", "Mia Claes", "leerkracht", "sluis")
    case.join("pbd", "Karen Stevens", "pbd", "pbd")
    case.invite("saskia")
    if one.type == "indicatiestelling":
        return
    case.refer(**of_pupils(one, case))
    case.accept()
    if one.running:
        case.start(**round_table(case))
    if one.type == "engagementen":
        answers = the_end(case) | with_signers(case)
        case.sign(case.freeze("younes", case.write("younes", "evaluatie", evaluation(case) | answers)))


def of_pupils(one: Situation, case: Case) -> dict[str, Any]:
    """The indicatiestelling: 17 years old, shares nothing with the parents."""
    complete = indication(case)
    if one.kind == "klasgroep":
        return complete
    day = case.world.clock.day.isoformat()
    capacity = "vermoed_bekwaam" if one.capable else "niet_bekwaam"
    known = {"bekwaamheid": capacity} | ({} if one.capable else {"motivering_bekwaamheid": WHY})
    pupils = [key for key in ("kobe", "lien") if key in case.ids]
    listed = [
        complete["leerlingen"][0] | {"id": f"L{nr}", "leerling": case.ids[key], "geboortedatum": BORN} | known
        for nr, key in enumerate(pupils, start=1)
    ]
    parents = {"kobe": "ilse", "lien": "geert"}
    deciding = pupils if one.capable else [parents[key] for key in pupils]
    asked = [(what, key) for what in ("hulp", "delen_naft", "delen_school") for key in deciding] + [("hulp", "saskia")]
    asked += [] if one.capable else [("hulp", key) for key in pupils]  # who does not decide is heard
    given = {"antwoord": "ja", "datum": day, "wijze": "mondeling", "bekwaamheid": capacity}
    consents = [
        {"id": f"I{nr}", "waarvoor": what, "gegeven_door": case.ids[key], **given}
        for nr, (what, key) in enumerate(asked, start=1)
    ]
    return complete | {"leerlingen": listed, "instemmingen": consents, "ouders": [case.ids["ilse"]]}


def with_signers(case: Case, left: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Who signs beside those who must; who left cannot be chosen any more."""
    return {"ondertekenaars": [case.ids[key] for key in ("juf", "pbd") if key not in left]}


def round_table(case: Case) -> dict[str, Any]:
    """Goals with round the table only who cannot leave, so that who leaves is named nowhere."""
    there = [case.ids[key] for key in ("an", "younes", "saskia", "kobe", "lien", "ilse") if key in case.ids]
    pupils = [case.ids[key] for key in ("kobe", "lien") if key in case.ids]
    known = [{"id": f"P{nr}", "persoon": one, "aanwezigheid": "aanwezig"} for nr, one in enumerate(there, start=1)]
    made = {"aanwezigen": known, "reden_versie": "leerling_18", "betrokken_leerlingen": pupils}
    return made | with_signers(case)


def answers_of(one: Situation, case: Case) -> dict[str, Any]:
    """What the record says at first."""
    if one.type == "indicatiestelling":
        return indication(case) | of_pupils(one, case)
    if one.type == "doelen":
        return goals(case) | round_table(case)
    there = [case.ids[key] for key in ("an", "younes", "saskia", "kobe", "ilse")]
    if one.type == "evaluatie":
        known = [{"id": f"P{nr}", "persoon": who, "aanwezigheid": "aanwezig"} for nr, who in enumerate(there, start=1)]
        return evaluation(case) | with_signers(case) | {"betrokkenen": known}
    known = [case.ids[key] for key in ("an", "saskia", "kobe")]
    return engagements(case) | with_signers(case) | {"deelnemers": known}


@dataclass(frozen=True)
class Made:
    """A finished dossier: its file, and who is in it."""

    path: Path
    world: World
    case: Case


@cache
def folder() -> Path:
    """Where the finished dossiers of this process are."""
    made = Path(tempfile.mkdtemp(prefix="naadloos-rondes-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@cache
def made(name: str) -> Made:
    """The dossier of one situation, with the draft filled in; made once in a process."""
    one = SITUATIONS[name]
    path = folder() / f"{len(list(folder().iterdir()))}.db"
    database = Database(path)
    migrate(database)
    platform = Platform(database, TEMPLATES, Clock(DAY))
    record_views.refresh(platform)
    world = World(platform, platform.now).fill()  # type: ignore[arg-type]  # the Clock of the line above
    case = Case(world, clb="an", naft="younes", school="sluis")
    make(one, case)
    case.write(one.host, one.type, answers_of(one, case))
    database.close()
    return Made(path, world, case)


def copy(name: str, path: Path) -> Case:
    """The same on a file of its own, with a clock of its own."""
    one = made(name)
    shutil.copy(one.path, path)
    clock = Clock(DAY)
    world = World(Platform(Database(path), TEMPLATES, clock), clock)
    world.organisations, world.people = dict(one.world.organisations), dict(one.world.people)
    case = Case(world, clb="an", naft="younes", school="sluis", id=one.case.id)
    case.ids = dict(one.case.ids)
    return case
