"""The work list of a professional: what waits for this person, what is due, what is stuck, and what waits for others.

What follows from a dossier is kept with it as tasks (services/tasks.py) and counted and read by group; beside it stand
the signatures, scans and questions that wait for this person, and the signatures that are stuck.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from rules.states import State
from services import emergency, papers, permission, plan, questions, stuck
from services.partners import Partner, partners
from services.platform import Platform, Who, local
from services.requests import TITLES
from services.tasks import REQUEST, WEEK, turn_of
from store import open_rounds, search, tasks, versions
from store.tasks import Sort, TaskLine, Wanted
from store.versions import OpenRound

KINDS = {"clb": "het CLB", "naft": "de NAFT-aanbieder", "school": "de school"}
RECORDS = {
    "indicatiestelling": "de indicatiestelling",
    "doelen": "de doelen en afspraken",
    "evaluatie": "de evaluatie",
    "engagementen": "de engagementen",
}

UrlKind = Literal["dossier", "sign", "scan", "question", "round", "emergency"]
GroupName = Literal["jou", "week", "laat", "vast", "anderen"]
GROUPS: tuple[GroupName, ...] = ("jou", "week", "laat", "vast", "anderen")

SHORT = 15
"""How many lines of a group stand on the page of all groups."""
PAGE = 50
"""How many on a page of one group."""
ROUNDS_READ = 50
"""In how many rounds of a whole organisation is looked for what is stuck: the oldest, which wait the longest."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: about whom, what to do (a verb), where it stands, and by when if there is a day.

    `estimate` is a day that just comes, and that nobody is late for. `url_kind` and `target` say what it opens: the
    dossier, version to sign, scan to confirm, question or round with that id. `number` and `dossier` are the
    dossier's number and id, empty where there is none.
    """

    url_kind: UrlKind
    target: str
    who: str
    what: str
    stands: str
    number: str = ""
    due: date | None = None
    estimate: bool = False
    dossier: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see. Empty: no difference. `everyone`: what colleagues do too, None to let us choose.

    `group` is the only one shown, with `page` from 1; `school` and `partner` are ids.
    """

    everyone: bool | None = None
    group: GroupName | Literal[""] = ""
    state: str = ""
    school: str = ""
    partner: str = ""
    sort: Sort = "termijn"
    page: int = 1

    @property
    def filtered(self) -> bool:
        """Whether some dossiers are left out."""
        return bool(self.state or self.school or self.partner)


@dataclass(frozen=True, slots=True)
class Group:
    """How many there are, and those that are shown."""

    count: int
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class WorkList:
    """The groups by name; whether this is of everyone, and whether that is a choice; who one can filter by."""

    groups: dict[GroupName, Group]
    everyone: bool
    own: int
    partners: list[Partner] = field(default_factory=list)


def work_list(platform: Platform, who: Who, asked: Asked) -> WorkList:
    """What waits today. Somebody who takes part in dossiers sees those, and what is nobody's yet; others see all.

    A school or partner with whom there is no dossier makes no difference.
    """
    known = partners(platform, who)
    ids = {one.id for one in known}
    school, partner = (one if one in ids else "" for one in (asked.school, asked.partner))
    asked = replace(asked, school=school, partner=partner)
    mine = tasks.mine(platform.db, permission.listed_of(who), who.id)
    everyone = not mine if asked.everyone is None or not mine else asked.everyone
    soort = next((one.soort for one in known if one.id == asked.partner), "")
    today = platform.today()
    wanted = Wanted(
        organisation_id=permission.listed_of(who),
        today=today.isoformat(),
        in_a_week=(today + WEEK).isoformat(),
        account_id="" if everyone else who.id,
        state=asked.state,
        school_id=asked.school,
        naft_id=asked.partner if soort == "naft" else "",
        clb_id=asked.partner if soort == "clb" else "",
    )
    live = _live(platform, who, asked, wanted)
    counts = tasks.count(platform.db, wanted) | {"vast": 0}
    found = {
        name: Group(len(live[name]) + counts[name], _shown(platform, asked, wanted, name, live[name]))
        for name in GROUPS
    }
    return WorkList(found, everyone, len(mine), known)


def _shown(platform: Platform, asked: Asked, wanted: Wanted, name: GroupName, extra: list[Line]) -> list[Line]:
    """The lines of a group that are on the page: first what waits for this person, then the tasks."""
    if asked.group and asked.group != name:
        return []
    size = PAGE if asked.group else SHORT
    first = (asked.page - 1) * size if asked.group else 0
    shown = extra[first : first + size]
    if name == "vast" or len(shown) == size:
        return shown
    found = tasks.some(
        platform.db, wanted, name, asked.sort, limit=size - len(shown), offset=max(0, first - len(extra))
    )
    return [*shown, *(_line(one) for one in found)]


def _line(task: TaskLine) -> Line:
    state = State(task.state)
    stands = f"gevraagd op {date.fromisoformat(task.since):%d/%m/%Y}" if task.since else state.label
    due = date.fromisoformat(task.day) if task.day else None
    if task.kind.startswith(REQUEST):
        what = TITLES[task.kind.removeprefix(REQUEST)]
    elif task.kind in plan.TASKS:
        what = plan.TASKS[task.kind]
    else:
        turn = turn_of(task.kind, state)
        what = turn.task if task.acts else turn.told
    estimate = task.kind in plan.ESTIMATES
    return Line("dossier", task.dossier_id, task.label, what, stands, task.number, due, estimate, task.dossier_id)


def _live(platform: Platform, who: Who, asked: Asked, wanted: Wanted) -> dict[GroupName, list[Line]]:
    """What waits for this person beside the tasks, and what is stuck. A question is about no dossier yet."""
    found: dict[GroupName, list[Line]] = {name: [] for name in GROUPS}
    states = (wanted.state,) if wanted.state else ()
    kept = {name: getattr(wanted, name) for name in ("organisation_id", "school_id", "naft_id", "clb_id")}
    among = search.Wanted(states=states, **kept)
    signatures = [(one.dossier_id, _signature(one)) for one in versions.open_rounds_of_account(platform.db, who.id)]
    seen = search.visible(platform.db, among, [dossier_id for dossier_id, _ in signatures])
    found["jou"] = [line for dossier_id, line in signatures if dossier_id in seen]  # the PBD signs at the table
    stays = stuck_signatures(platform, who, everyone=not wanted.account_id)
    if asked.filtered:
        seen = search.visible(platform.db, among, [one.dossier_id for one in stays])
        stays = [one for one in stays if one.dossier_id in seen]
    else:
        found["jou"] += [*_emergencies(platform, who), *_scans(platform, who)]
        for group, line in _questions(platform, who):
            found[group].append(line)
    found["vast"] = [_stuck(one) for one in stays]
    return found


def stuck_signatures(platform: Platform, who: Who, *, everyone: bool) -> list[stuck.Stuck]:
    """The signatures that wait too long, came back or went wrong: of one's own dossiers, or of the oldest rounds."""
    most = ROUNDS_READ if everyone else open_rounds.ALL
    return stuck.needs_somebody(platform, stuck.waiting(platform, who, mine=not everyone, most=most))


def _stuck(one: stuck.Stuck) -> Line:
    stands = f"{one.party}, {RECORDS.get(one.record_type, one.record_type)}"
    what = one.help or "Kijk wat er vastzit"
    return Line(
        "round",
        one.version_id,
        one.dossier,
        what,
        f"{one.reason}: {stands}",
        one.dossier_number,
        dossier=one.dossier_id,
    )


def _signature(one: OpenRound) -> Line:
    """A text that waits for one's own signature."""
    what = f"Onderteken {RECORDS.get(one.record_type, one.record_type)}"
    stands = f"ligt ter ondertekening sinds {one.frozen_at[8:10]}/{one.frozen_at[5:7]}"
    return Line("sign", one.version_id, one.label, what, stands, number=one.dossier_number, dossier=one.dossier_id)


def _emergencies(platform: Platform, who: Who) -> list[Line]:
    """Dossiers of this CLB that others opened in an emergency, until somebody looked at it."""
    return [
        Line(
            "emergency",
            one.id,
            one.label,
            "Kijk een noodtoegang na",
            f"{one.organisation}, {local(one.opened_at):%d/%m/%Y}",
            number=one.number,
            dossier=one.dossier_id,
        )
        for one in emergency.waiting(platform, who)
    ]


def _scans(platform: Platform, who: Who) -> list[Line]:
    """Signatures on paper that this person may confirm."""
    return [
        Line(
            "scan",
            one.scan_id,
            one.label,
            "Bevestig een handtekening op papier",
            f"{RECORDS.get(one.record_type, one.record_type)}, gescand op {local(one.uploaded_at):%d/%m/%Y}",
            number=one.number,
        )
        for one in papers.waiting_for(platform, who)
    ]


def _questions(platform: Platform, who: Who) -> list[tuple[GroupName, Line]]:
    """What the CLB has to answer; of what one's own organisation asked, what waits and what can be read since."""
    found: list[tuple[GroupName, Line]] = []
    for one in questions.on_work_list(platform, who):
        asked = f"gevraagd op {local(one.question.asked_at):%d/%m/%Y}"
        klas = one.question.asked.get("klas") if "over_wie" in one.question.asked else ""
        stands = f"{klas}, {asked}" if klas else asked
        group: GroupName = "jou"
        if who.organisation.soort == "clb":
            what = f"Antwoord op een vraag van {one.organisation}"
        elif one.question.status == "open":
            group, what = "anderen", f"{one.clb}: antwoord op uw vraag"
        elif one.question.status == "beantwoord":
            what = f"Lees het antwoord van {one.clb}"
        else:
            what = "Het CLB heeft een dossier geopend"
        found.append((group, Line("question", one.question.id, one.about, what, stands)))
    return found
