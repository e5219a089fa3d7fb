"""What an answer under a record does: who still has to agree, what a refusal stops, which dates count.

An answer is akkoord, niet_akkoord, kennisname, geweigerd or niet_bereikt. `kennisname` says that somebody
read the text: it never stands for an akkoord.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.capacity import age_on
from rules.signers import Signer
from rules.source import RULES, Problem, problem
from rules.states import Event

METHODS = ("papier", "eenvoudig")
QUALIFIED = "gekwalificeerd"
QUALIFIED_FROM = 16
ATTEMPTS = 2
_DISAGREES = ("niet_akkoord", "geweigerd")
_ROLE_LABELS = {
    "clb": "de CLB-medewerker",
    "naft_begeleider": "de NAFT-begeleider",
    "directie": "de directie van de school",
    "leerling": "de leerling",
    "ouder": "de ouder",
    "voogd": "de voogd",
}


@dataclass(frozen=True)
class AfterRefusal:
    """What follows a refusal: whether the round closes, what may be done next, and what to tell people.

    A reason is never demanded of pupil or parents; who gives one has it added to the file (BR-32).
    """

    closes_round: bool
    events: tuple[Event, ...]
    message: str
    rule_id: str
    reason_required: bool = False

    @property
    def source(self) -> str:
        """Where this comes from, in words."""
        return RULES[self.rule_id].source


def may_start(signers: Sequence[Signer], answers: Mapping[str, str]) -> list[Problem]:
    """Whose akkoord still misses; empty when the round is complete. `answers`: party id -> answer.

    For the goals this stands in the way of the start (BR-30, BR-31), for the other records only of the
    completion of the round: the clock of the evaluations never waits for it (BR-37). It only looks at the
    signers there are: `vacant_places` tells whose place is still empty.
    """
    return [
        _missing(signer, answers.get(signer.party_id, ""))
        for signer in signers
        if signer.blocking and answers.get(signer.party_id) != "akkoord" and not _spoken_for(signer, signers, answers)
    ]


def turn(signers: Sequence[Signer], waiting: Collection[str]) -> list[str]:
    """Whose turn it is in a round with an order: of those waited for, the parties of the first group. Source: BR-34."""
    first = min((one.group for one in signers if one.party_id in waiting), default=0)
    return [one.party_id for one in signers if one.party_id in waiting and one.group == first]


def after_refusal(record_type: str, signer: Signer) -> AfterRefusal:
    """What a refusal by this signer leads to (BR-31); only the goals can be stopped by it.

    A reason is asked of nobody (BR-32).
    """
    if signer.blocking and record_type == "doelen":
        message = "Zonder dit akkoord kan het traject niet starten. Overleg opnieuw, of trek de aanmelding in."
        return AfterRefusal(
            closes_round=True, events=(Event.TERUG_NAAR_BEWERKEN, Event.INTREKKEN), message=message, rule_id="BR-31"
        )
    if signer.blocking and record_type == "indicatiestelling":
        message = "Zonder dit akkoord kan er niet aangemeld worden. Overleg opnieuw en leg een nieuwe versie vast."
        return AfterRefusal(closes_round=True, events=(), message=message, rule_id="BR-31")
    message = "De weigering komt op het document te staan. De andere partijen kunnen verder ondertekenen."
    return AfterRefusal(closes_round=False, events=(), message=message, rule_id="BR-31")


def niet_bereikt_problems(signer: Signer, attempts: Collection[date]) -> list[Problem]:
    """Why somebody may not be recorded as out of reach yet (BR-35)."""
    if signer.blocking:
        message = "Van deze partij is het akkoord nodig. Zoek een andere manier om haar te bereiken."
        return [problem("BR-35", message, signer.party_id)]
    if len(set(attempts)) < ATTEMPTS:
        message = "Probeer minstens twee keer, op verschillende dagen, en noteer elke poging."
        return [problem("BR-35", message, signer.party_id)]
    return []


def niet_bereikt_allowed(signer: Signer, attempts: Collection[date]) -> bool:
    """Whether somebody may be recorded as out of reach: not blocking, and tried on two different days (BR-35)."""
    return not niet_bereikt_problems(signer, attempts)


def signature_date_problems(frozen: date, signed: date, today: date) -> list[Problem]:
    """Why a date cannot be that of a signature under a version frozen on `frozen` (BR-33)."""
    if signed < frozen:
        message = "Kijk de datum na: de handtekening is ouder dan de vastgelegde tekst."
        return [problem("BR-33", message)]
    if signed > today:
        return [problem("BR-33", "Kijk de datum na: de handtekening ligt in de toekomst.")]
    return []


def signature_date_ok(frozen: date, signed: date, today: date) -> bool:
    """Whether a signature may carry this date: not before the freeze, not after today (BR-33)."""
    return not signature_date_problems(frozen, signed, today)


def signature_methods(birth: date | None, day: date) -> tuple[str, ...]:
    """The ways to sign that may be offered; a qualified signature from 16, and never demanded (BR-34).

    `birth` is None for a professional or parent. All ways count the same.
    """
    if birth is not None and age_on(birth, day) < QUALIFIED_FROM:
        return METHODS
    return (*METHODS, QUALIFIED)


def _spoken_for(signer: Signer, signers: Sequence[Signer], answers: Mapping[str, str]) -> bool:
    """Whether another representative said yes and none said no."""
    if not signer.either:
        return False
    given = [answers.get(other.party_id, "") for other in signers if other.either == signer.either]
    return "akkoord" in given and not any(answer in _DISAGREES for answer in given)


def _missing(signer: Signer, answer: str) -> Problem:
    who = _ROLE_LABELS.get(signer.rol, "deze partij")
    if answer in _DISAGREES:
        message = f"Het akkoord van {who} is geweigerd. Overleg opnieuw, of trek de aanmelding in."
        return problem("BR-31", message, signer.party_id)
    if answer == "kennisname":
        message = f"Van {who} is een akkoord nodig: een handtekening voor kennisname volstaat niet."
        return problem(signer.rule_id, message, signer.party_id)
    return problem(signer.rule_id, f"Het akkoord van {who} ontbreekt nog. Vraag om te ondertekenen.", signer.party_id)
