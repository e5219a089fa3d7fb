"""The examples of tests/examples: filled-in records, and the dossiers in which they could have been written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from forms import RECORD_TYPES
from forms.partij import PROFESSIONAL
from forms.record_type import RecordType
from rules.clock import add_months
from tests.world import Case, World, a_goal, for_whom

FOLDER = Path(__file__).parent / "examples"
OF_CLB, OF_NAFT = ("clb",), ("naft_begeleider",)
WITH_ACCOUNT = (*OF_CLB, *OF_NAFT, "directie", "leerlingbegeleider")


@dataclass(frozen=True)
class Example:
    """One filled-in record; people and organisations go by ids of the example itself ('p1', 'o2')."""

    record_type: RecordType
    name: str
    facts: dict[str, Any]
    people: list[dict[str, str]]
    organisations: list[dict[str, str]]
    today: str
    answers: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.record_type.slug}: {self.name}"


def examples(folder: Path = FOLDER) -> Iterator[Example]:
    """Every example of every record type."""
    for slug, record_type in RECORD_TYPES.items():
        for one in json.loads((folder / f"{slug}.json").read_text("utf-8")):
            yield Example(record_type=record_type, **one)


def settled(world: World, example: Example) -> tuple[Case, dict[str, Any]]:
    """A real dossier with the people of an example, where its record can be begun; and its answers with real ids."""
    for one in example.organisations:
        world.organise(one["id"], one["soort"], one["name"])  # type: ignore[arg-type]  # the examples are checked
    clb, naft, school = _lead(example, "clb"), _lead(example, "naft"), _lead(example, "school")
    places = dict.fromkeys(OF_CLB, clb) | dict.fromkeys(OF_NAFT, naft) | {"pbd": _place(example, "pbd")}
    at_work = [one for one in example.people if one["rol"] in WITH_ACCOUNT]
    for one in at_work:
        world.hire(one["id"], one["name"], one["rol"], places.get(one["rol"], school))
    case = Case(world, clb=_first(at_work, OF_CLB), naft=_first(at_work, OF_NAFT) or "younes", school=school)
    case.interpreter = example.facts["tolk_nodig"] == "ja"
    pupils = {one["id"]: one["name"] for one in example.people if one["rol"] == "leerling"}
    with_pupil = example.facts["soort_dossier"] == "leerling"
    case.open(example.facts["soort_dossier"], pupils if with_pupil else {}, label="" if with_pupil else "3TB")
    for one in example.people:
        _join(case, one, places, school)
    ids = case.ids | {one["id"]: world.id(one["id"]) for one in example.organisations}
    return case, _with_ids(example.answers, ids)


def _join(case: Case, one: dict[str, str], places: dict[str, str], school: str) -> None:
    if one["id"] in case.ids:
        return
    if one["id"] in case.world.people:
        case.invite(one["id"])
        return
    if one["rol"] == "leerling":
        case.join(one["id"], one["name"], "leerling", taal="nl", tolk="nee", geboortedatum="2010-02-11")
        return
    place = places.get(one["rol"], school) if one["rol"] in PROFESSIONAL - {"welzijn", "tolk", "leerplek"} else ""
    case.join(one["id"], one["name"], one["rol"], place)


def _lead(example: Example, soort: str) -> str:
    """The organisation that the answers name, or the first of its kind; one of the world when there is none."""
    named = {"clb": "clb", "naft": "aanbieder", "school": "school"}[soort]
    said = example.answers.get(named) or example.answers.get(f"betrokken_{named}")
    return str(said or _place(example, soort))


def _place(example: Example, soort: str) -> str:
    world = {"clb": "brug", "naft": "kantelpunt", "school": "sluis", "pbd": "pbd"}
    return next((one["id"] for one in example.organisations if one["soort"] == soort), world[soort])


def _first(people: list[dict[str, str]], roles: tuple[str, ...]) -> str:
    return next((one["id"] for one in people if one["rol"] in roles), "")


def _with_ids(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: one if name == "id" else _with_ids(one, ids) for name, one in value.items()}
    if isinstance(value, list):
        return [_with_ids(one, ids) for one in value]
    return ids.get(value, value) if isinstance(value, str) else value


def bring(case: Case, example: Example, answers: dict[str, Any]) -> None:
    """Bring the dossier to where this example is written, through every step before it, each on its own day."""
    BEFORE.get(example.record_type.slug, _running)(case, example, answers)
    case.world.clock.go(example.today, "11.00")


def _nothing(case: Case, example: Example, answers: dict[str, Any]) -> None:
    """An indicatiestelling is the first."""


def _referred(case: Case, example: Example, answers: dict[str, Any]) -> None:
    case.world.clock.go(str(answers.get("aangemeld_op") or "2026-09-14"))
    case.refer(school=case.world.id(case.school))
    case.accept()
    for party in _helped(answers):
        case.consent(case.clb, party)


def _helped(answers: dict[str, Any]) -> list[str]:
    """Who has a goal of the own: each of them agrees first (BR-24, BR-36)."""
    goals = [*answers.get("doelen", []), *answers.get("doelresultaten", []), *answers.get("nieuwe_doelen", [])]
    return list(
        dict.fromkeys(one for goal in goals for one in [*goal.get("voor_leerlingen", []), *goal.get("voor_ouders", [])])
    )


def _goals(case: Case, example: Example, answers: dict[str, Any]) -> None:
    _referred(case, example, answers)
    if example.facts["versie"] > 1:  # changed after an evaluation that decided so
        case.world.clock.go(example.facts["start_traject"])
        coach = case.first("naft_begeleider")
        case.start(doelen=[a_goal(f"D{nr}", coach, **for_whom(case)) for nr in (1, 2, 3)])
        case.world.clock.go(_two_months_before(example.facts["volgende_evaluatie_uiterlijk"]))
        case.evaluate(besluit_traject="bijsturen")


def _running(case: Case, example: Example, answers: dict[str, Any]) -> None:
    """Running since the day the example says, with the goals and agreements it looks back on."""
    _referred(case, example, answers)
    case.world.clock.go(example.facts["start_traject"])
    coach = case.first("naft_begeleider")
    same = ("gericht_op", "merkbaar_aan", "score_doel", "voor_leerlingen", "voor_ouders")
    made = {"tekst": "doel", "score_nu": "score_start"} | {name: name for name in same}
    targets = [
        a_goal(item["id"], coach, **{ours: item[theirs] for ours, theirs in made.items() if theirs in item})
        for item in answers.get("doelresultaten", [])
    ]
    agreed = [
        {"id": item["id"], "soort": item["soort_afspraak"], "tekst": item["afspraak"], "wie": [coach]}
        for item in answers.get("afspraken_nagekomen", [])
    ]
    there = [
        {"id": item["id"], "persoon": item["persoon"], "aanwezigheid": "aanwezig"}
        for item in answers.get("betrokkenen", [])
    ]
    found = {"doelen": targets, "afspraken": agreed, "aanwezigen": there}
    case.start(**{name: items for name, items in found.items() if items}, **_school_support(case, targets))


def _school_support(case: Case, targets: list[dict[str, Any]]) -> dict[str, Any]:
    if not {"leerkrachten", "school"} & {one["gericht_op"] for one in targets}:
        return {}
    today = case.world.clock.day.isoformat()
    return {
        "thema_school": "Klasmanagement",
        "interventies_school": ["coaching"],
        "pbd_op_de_hoogte": "ja",
        "pbd_op": today,
        "pbd_persoon": case.first("pbd"),
        "eerste_schoolactie_op": today,
    }


def _evaluated(case: Case, example: Example, answers: dict[str, Any]) -> None:
    """With as many evaluations before it as its number says, the last one two months before its last day."""
    _running(case, example, answers)
    before = _two_months_before(example.facts["evaluatie_uiterlijk"])
    earlier = example.facts["volgnummer"] - 1
    for day_nr in range(earlier - 1, -1, -1):
        case.world.clock.go(before)
        case.world.clock.wait(days=-7 * day_nr)
        case.evaluate()


def _two_months_before(day: str) -> str:
    return add_months(date.fromisoformat(day), -2).isoformat()


def _finished(case: Case, example: Example, answers: dict[str, Any]) -> None:
    _running(case, example, answers)
    case.world.clock.go(str(answers["einde_traject"]))
    case.finish(samenvatting="Overgenomen uit het eindverslag.")
    if example.facts["nazorg"] == "ja":
        case.world.clock.go(str(answers["datum_overdracht"]))
        case.engage()


BEFORE = {
    "indicatiestelling": _nothing,
    "doelen": _goals,
    "evaluatie": _evaluated,
    "engagementen": _finished,
}
"""Record type -> how its dossier comes where it is written; another type is written while a trajectory runs."""
