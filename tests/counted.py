"""Many trajectories at once, put straight in the store: only what is counted of them, as it is kept after freezing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from forms.doelvragen import DOMEIN
from forms.trajecteinde import PERSPECTIEF_EINDE
from rules.clock import evaluation_due
from services.platform import BRUSSELS, Platform, stamp
from store import dossiers, events, records, trajectories, versions
from store.dossiers import Soort

ENDS = {"eindevaluatie": "afgerond", "vroegtijdig-stoppen": "afgerond", "overdragen": "overgedragen"}
READERS = ["C", "L", "N", "O", "S"]


def at(day: date) -> str:
    """Noon of a day, as the store keeps it."""
    return stamp(datetime.combine(day, time(12), BRUSSELS))


@dataclass
class Course:
    """What happened to one trajectory. `late` is the number of the evaluation that was held too late, 0 for none."""

    referred: date
    soort: Soort = "leerling"
    decision: str = "aanvaarden"
    decided_after: int = 3
    accepted_after: int = 0
    withdrawn: date | None = None
    started_after: int | None = 14
    weeks: int | None = None
    late: int = 0
    end: str = "eindevaluatie"
    reason: str = "doelen_bereikt"
    perspective: str = "eigen_klas"
    asked: tuple[str, ...] = ("individueel",)
    forms: tuple[str, ...] = ("individueel",)
    goals: tuple[tuple[str, str], ...] = (("versterken_leerling", "bereikt"),)
    hidden_from: str = ""
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Places:
    """Who takes part (ids of organisations), and the account that does everything."""

    clb: str
    naft: str
    school: str
    by: str


def tell(platform: Platform, places: Places, course: Course) -> str:
    """Put one trajectory in; gives the id of its dossier. Steps after today are left out by who counts."""
    db = platform.db
    with db.write():
        begun = at(course.referred - timedelta(days=5))
        dossier = dossiers.create(
            db, soort=course.soort, schooljaar="", clb_id=places.clb, label="Iemand", created_by=places.by, at=begun
        )
        made = trajectories.create(db, dossier_id=dossier.id, state="aangemeld", at=begun, naft_id=places.naft)
        for organisation, role in ((places.naft, "naft"), (places.school, "school")):
            dossiers.give_access(db, dossier.id, organisation, role=role, at=at(course.referred))
        told = _Told(platform, places, dossier.id, made.id, course)
        trajectories.save(db, replace(made, **told.all()))
    return dossier.id


@dataclass
class _Told:
    platform: Platform
    places: Places
    dossier: str
    trajectory: str
    course: Course

    def all(self) -> dict[str, Any]:
        """Everything that happened; gives what changes in the row of the trajectory."""
        course = self.course
        self.freeze("indicatiestelling", course.referred, {"gevraagde_inzet": list(course.asked)})
        self.step("aanmelden", course.referred)
        if course.withdrawn:
            self.step("intrekken", course.withdrawn)
            return {"state": "ingetrokken", "ended_on": course.withdrawn.isoformat()}
        decided = course.referred + timedelta(days=course.decided_after)
        self.step(course.decision, decided)
        if course.accepted_after:
            decided += timedelta(days=course.accepted_after)
            self.step("aanvaarden", decided)
        if course.started_after is None:
            return {"state": "aanvaard" if course.decision == "aanvaarden" else "geweigerd"}
        start = decided + timedelta(days=course.started_after)
        goals = {f"doelen/D{nr}/domein": domain for nr, (domain, _) in enumerate(course.goals, start=1)}
        self.freeze("doelen", start, {"interventies_leerling": list(course.forms)} | goals)
        self.step("starten", start)
        return {"state": "lopend", "start_date": start.isoformat()} | self.evaluate(start)

    def evaluate(self, start: date) -> dict[str, Any]:
        """Every two months, until the end if there is one."""
        course, held, number = self.course, start, 0
        end = start + timedelta(weeks=course.weeks) if course.weeks else None
        while True:
            number += 1
            due = evaluation_due(held)
            held = due + timedelta(days=6) if number == course.late else due - timedelta(days=4)
            if end and held >= end:
                break
            if held >= self.platform.today():
                return {"due_date": due.isoformat()}
            self.freeze("evaluatie", held, {"uiterlijk_op": due.isoformat(), "datum_overleg": held.isoformat()})
        assert end is not None
        results = {f"doelresultaten/D{nr}/resultaat": one for nr, (_, one) in enumerate(course.goals, start=1)}
        last = {"uiterlijk_op": due.isoformat(), "datum_overleg": end.isoformat()}
        last |= {"reden_einde": course.reason, "perspectief_einde": course.perspective}
        self.freeze("evaluatie", end, last | results)
        self.step(course.end, end)
        return {"state": ENDS[course.end], "ended_on": end.isoformat()}

    def freeze(self, slug: str, day: date, answers: dict[str, Any]) -> None:
        """A version with these leaves and nothing else."""
        db, by, when = self.platform.db, self.places.by, at(day)
        record = records.create(
            db,
            dossier_id=self.dossier,
            trajectory_id=self.trajectory,
            type=slug,
            answers={},
            prefilled={},
            by=by,
            at=when,
        )
        readers = [one for one in READERS if one != self.course.hidden_from]
        leaves = [{"name": name, "value": value, "readers": readers} for name, value in answers.items()]
        versions.create(
            db,
            record_id=record.id,
            payload={"type": slug, "leaves": leaves},
            root="0" * 64,
            template_hashes={},
            supersedes=None,
            frozen_by=by,
            at=when,
        )

    def step(self, name: str, day: date) -> None:
        """An event of the trajectory."""
        events.append(
            self.platform.db,
            type=f"trajectory.{name}",
            actor=self.places.by,
            dossier=self.dossier,
            subject=self.trajectory,
            data={},
            at=at(day),
        )


REASONS = (
    *("doelen_bereikt",) * 9,
    *("onderling_overleg",) * 6,
    *("andere_hulp",) * 3,
    *("leerling_stopt",) * 5,
    "verhuis",
)
RESULTS = (*("bereikt",) * 6, *("deels_bereikt",) * 4, "in_uitvoering", "niet_van_toepassing")


def a_course(random: Random, first: date) -> Course:
    """A believable trajectory, referred within ten months from a day."""
    course = Course(referred=first + timedelta(days=random.randrange(290)))
    course.soort = random.choices(("leerling", "leerlingen", "klasgroep", "school"), (70, 8, 16, 6))[0]
    course.decision = random.choices(("aanvaarden", "op-wachtlijst", "weigeren", "doorgeven"), (74, 14, 9, 3))[0]
    course.decided_after = random.choice((1, 2, 3, 3, 4, 5, 6, 9))
    if course.decision == "op-wachtlijst":
        course.accepted_after = random.randrange(12, 60)
    if course.decision in ("weigeren", "doorgeven"):
        course.started_after = None
    else:
        course.started_after = random.randrange(6, 32)
        course.weeks = random.choice((None, None, 8, 10, 12, 14, 16, 19, 24, 30))
    if random.random() < 0.05:
        course.withdrawn = course.referred + timedelta(days=4)
    course.late = random.choice((0, 0, 0, 0, 1, 2))
    course.reason = random.choice(REASONS)
    if course.reason == "leerling_stopt":
        course.end = "vroegtijdig-stoppen"
    course.perspective = random.choice(("eigen_klas", *PERSPECTIEF_EINDE, "eigen_klas", "andere_school"))
    course.asked = tuple(random.sample(("individueel", "groep", "leeromgevingen", "herstelgericht"), 2))
    course.forms = tuple(random.sample(("individueel", "groep", "leeromgevingen", "verbindend"), 2))
    course.goals = tuple((random.choice(list(DOMEIN)), random.choice(RESULTS)) for _ in range(3))
    return course
