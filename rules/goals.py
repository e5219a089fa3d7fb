"""Whether a version of the goals may be frozen: BR-08, BR-10 and BR-11."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from rules.source import Problem, problem

FOR_THE_SCHOOL = frozenset({"leerkrachten", "school"})
MANDATORY_AGREEMENTS: dict[str, str] = {
    "duur": "de duur",
    "methodiek": "de methodiek en invulling",
    "opvolging": "de opvolging",
    "evaluatie": "de evaluatie",
}
_PARENTS = frozenset({"ouder", "voogd", "opvoedingsverantwoordelijke"})
_PRESENT = frozenset({"aanwezig", "vertegenwoordigd"})


@dataclass(frozen=True)
class Attendee:
    """One line of the list of who was at the table; `reden` says why somebody was not.

    `aanwezigheid` is aanwezig, vertegenwoordigd, verontschuldigd or afwezig.
    """

    rol: str
    aanwezigheid: str
    reden: str = ""

    @property
    def accounted_for(self) -> bool:
        """Present, represented, or absent with a reason."""
        return self.aanwezigheid in _PRESENT or bool(self.reden.strip())


def has_school_goals(targets: Collection[str]) -> bool:
    """Whether one of the goals is aimed at the teachers or the school."""
    return not FOR_THE_SCHOOL.isdisjoint(targets)


def pbd_problems(
    targets: Collection[str], informed_on: date | None, first_action_on: date | None, *, informed_by: str = "school"
) -> list[Problem]:
    """What BR-08 asks when goals are aimed at the school: its PBD knew in time, and from the school itself.

    `informed_by` is the kind of organisation that made the contact.
    """
    if not has_school_goals(targets):
        return []
    if informed_on is None:
        message = "Noteer wanneer de school de pedagogische begeleidingsdienst op de hoogte bracht."
        return [problem("BR-08", message)]
    found = []
    if first_action_on is not None and informed_on > first_action_on:
        message = "De pedagogische begeleidingsdienst moet op de hoogte zijn voor de eerste actie. Verschuif de actie."
        found.append(problem("BR-08", message))
    if informed_by != "school":
        message = "De school zelf contacteert de pedagogische begeleidingsdienst. Vraag de school om dat te doen."
        found.append(problem("BR-08", message))
    return found


def attendee_problems(attendees: Sequence[Attendee], *, with_pupil: bool, with_parents: bool) -> list[Problem]:
    """Who is missing in the list of attendees (BR-10).

    `with_pupil` is false for a class group or a school; `with_parents` is true for a pupil under 18.
    """
    expected: list[tuple[str, frozenset[str]]] = [("het CLB", frozenset({"clb"}))]
    if with_pupil:
        expected.append(("de leerling", frozenset({"leerling"})))
    if with_pupil and with_parents:
        expected.append(("minstens één ouder of opvoedingsverantwoordelijke", _PARENTS))
    return [
        problem("BR-10", f"Zet {who} bij de aanwezigen, of noteer waarom die er niet was.")
        for who, roles in expected
        if not any(person.rol in roles and person.accounted_for for person in attendees)
    ]


def clb_worked_along(attendees: Sequence[Attendee], *, written_input: bool) -> bool:
    """Whether the CLB made the goals too: at the table, represented, or by written input."""
    return written_input or any(person.rol == "clb" and person.aanwezigheid in _PRESENT for person in attendees)


def content_problems(goals: int, agreements: Collection[str]) -> list[Problem]:
    """What a version still lacks: a goal, or an agreement of a mandatory category (BR-11).

    `agreements` holds the category of each agreement.
    """
    found = [] if goals else [problem("BR-11", "Voeg minstens één doel toe.")]
    found += [
        problem("BR-11", f"Voeg een afspraak toe over {what}.")
        for category, what in MANDATORY_AGREEMENTS.items()
        if category not in agreements
    ]
    return found
