"""Whether the help is agreed to by whoever must agree: BR-20 to BR-26.

Agreeing to the help is one thing, agreeing to share information another: only consents with the item
`help` count here. A person may answer more than once; the last answer is the one that holds.
"""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rules.capacity import Capacity, is_capable
from rules.source import Problem, problem

HELP = "hulp"
_YES = ("ja", "ja_met_voorbehoud")
_REPRESENTING = ("ouder", "voogd")
_WITHDRAWAL_TASK = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Consent:
    """One recorded answer to "do you agree?".

    `value` is ja, ja_met_voorbehoud, nee or niet_gevraagd; `note` holds the reservation, or why nobody
    asked; `how` is mondeling, schriftelijk or handtekening; `third` is the provider a consent to share is about.
    """

    item: str
    by_role: str
    by_party: str
    value: str
    date: datetime.date
    how: str = ""
    withdrawn_on: datetime.date | None = None
    note: str = ""
    third: str = ""

    @property
    def stands(self) -> bool:
        """Whether this is a yes that still holds; a reservation counts once it is written down."""
        reserved = self.value == "ja_met_voorbehoud" and not self.note.strip()
        return self.value in _YES and self.withdrawn_on is None and not reserved


@dataclass(frozen=True)
class Guardian:
    """A parent or other adult around the pupil; `gezag` is ja_samen, ja_exclusief, nee or onbekend."""

    party: str
    rol: str
    gezag: str

    @property
    def represents(self) -> bool:
        """Whether this person decides for a pupil who is not capable."""
        return self.rol in _REPRESENTING and self.gezag in ("ja_samen", "ja_exclusief")


@dataclass(frozen=True)
class Family:
    """What must be known about pupil and family to weigh their consents.

    `pupil` is the pupil's party id. `taking_part` holds the party ids of the adults who are helped
    themselves. `clb_motivation` is what the CLB wrote to go on despite a conflict between the parents of
    a capable pupil; empty when it did not.
    """

    pupil: str
    capacity: Capacity
    guardians: Sequence[Guardian] = ()
    conflict_known: bool = False
    taking_part: Collection[str] = ()
    clb_motivation: str = ""


def help_consent(consents: Sequence[Consent], family: Family) -> list[Problem]:
    """What is missing before the help is agreed to; empty when it is.

    Source: decreet rechtspositie minderjarige van 7 mei 2004, art. 4 and 8.
    """
    answers = latest(consents)
    if is_capable(family.capacity):
        found = _pupil_decides(answers, family)
    else:
        found = [*_pupil_is_heard(answers, family), *_representatives_decide(answers, family)]
    return [*found, *_takes_part(answers, family)]


def start_consent(consents: Sequence[Consent], family: Family, school: str) -> list[Problem]:
    """What is missing before the start: a yes of the school (a party id) and of the pupil (BR-26).

    For a pupil who is not capable the yes of a representative takes the place of the pupil's.
    """
    answers = latest(consents)
    deciding = [family.pupil]
    if not is_capable(family.capacity):
        deciding = [guardian.party for guardian in family.guardians if guardian.represents]
    found = school_consent(consents, school)
    if not any(agrees(answers, party) for party in deciding):
        who = "de leerling" if is_capable(family.capacity) else "de wettelijke vertegenwoordiger"
        found.append(
            problem("BR-26", f"Vraag {who} om in te stemmen voor het traject start, en noteer het ja.", family.pupil)
        )
    return found


def school_consent(consents: Sequence[Consent], school: str) -> list[Problem]:
    """Whether the school (a party id) said yes; all that BR-26 asks of a class group or a school itself."""
    if agrees(latest(consents), school):
        return []
    return [problem("BR-26", "Vraag de school of ze akkoord gaat met het traject, en noteer het ja.", school)]


def withdrawal_task_due(withdrawn_on: datetime.date) -> datetime.date:
    """The day on which CLB and NAFT must know that a consent was withdrawn (BR-25)."""
    return withdrawn_on + _WITHDRAWAL_TASK


def latest(consents: Sequence[Consent], item: str = HELP) -> dict[str, Consent]:
    """Party id -> the last answer of that party about an item; on one day the later in the list wins."""
    ordered = sorted((consent for consent in consents if consent.item == item), key=lambda consent: consent.date)
    return {consent.by_party: consent for consent in ordered}


def agrees(answers: dict[str, Consent], party: str) -> bool:
    """Whether the last answer of this party is a yes that holds."""
    return party in answers and answers[party].stands


def said_no(answers: dict[str, Consent], party: str) -> bool:
    """Whether this party said no, or took back a yes."""
    given = answers.get(party)
    return given is not None and (given.value == "nee" or given.withdrawn_on is not None)


def _lacking(answers: dict[str, Consent], party: str, rule_id: str, who: str) -> list[Problem]:
    """Why the yes of this party does not count; empty when it does."""
    given = answers.get(party)
    if given is None or given.value == "niet_gevraagd":
        message = f"Vraag {who} om in te stemmen met het traject, en noteer het antwoord."
    elif given.stands:
        return []
    elif given.withdrawn_on is not None:
        message = "De instemming is ingetrokken. Onderbreek het traject, en vraag ze opnieuw of stop."
        rule_id = "BR-25"
    elif given.value == "nee":
        message = f"Zonder het ja van {who} kan het traject niet. Overleg opnieuw, of trek de aanmelding in."
    else:
        message = "Noteer het voorbehoud bij het ja."
    return [problem(rule_id, message, party)]


def _pupil_decides(answers: dict[str, Consent], family: Family) -> list[Problem]:
    if family.capacity is Capacity.MEERDERJARIG:
        return _lacking(answers, family.pupil, "BR-22", "de meerderjarige leerling")
    found = _lacking(answers, family.pupil, "BR-20", "de leerling")
    if _parents_differ(answers, family) and not family.clb_motivation.strip():
        message = "De ouders zijn het oneens. Het CLB beslist en motiveert waarom het traject toch kan."
        found.append(problem("BR-23", message))
    return found


def _parents_differ(answers: dict[str, Consent], family: Family) -> bool:
    refused = any(said_no(answers, person.party) for person in family.guardians if person.represents)
    return family.conflict_known or refused


def _pupil_is_heard(answers: dict[str, Consent], family: Family) -> list[Problem]:
    given = answers.get(family.pupil)
    if given is not None and (given.value != "niet_gevraagd" or given.note.strip()):
        return []
    message = "Noteer de mening van de leerling, of waarom die niet gevraagd is."
    return [problem("BR-21", message, family.pupil)]


def _representatives_decide(answers: dict[str, Consent], family: Family) -> list[Problem]:
    unknown = [who for who in family.guardians if who.rol in _REPRESENTING and who.gezag == "onbekend"]
    if unknown:
        message = "Zoek uit of deze ouder of voogd het ouderlijk gezag uitoefent, en noteer het."
        return [problem("BR-21", message, who.party) for who in unknown]
    deciding = [who for who in family.guardians if who.represents]
    alone = [who for who in deciding if who.gezag == "ja_exclusief"]
    if not deciding:
        return [problem("BR-21", "Noteer wie het ouderlijk gezag over de leerling uitoefent.")]
    if len(alone) > 1:
        return [problem("BR-23", "Kijk het gezag na: maar één persoon kan het exclusief uitoefenen.")]
    return _authority_agrees(answers, alone or deciding, conflict_known=family.conflict_known)


def _authority_agrees(
    answers: dict[str, Consent], deciding: Sequence[Guardian], *, conflict_known: bool
) -> list[Problem]:
    """One yes speaks for all, unless a conflict is known or somebody said no: then all must agree."""
    presumption = not conflict_known and not any(said_no(answers, who.party) for who in deciding)
    if presumption and any(agrees(answers, who.party) for who in deciding):
        return []
    rule_id = "BR-21" if presumption else "BR-23"
    asked = deciding[:1] if presumption else deciding
    who_text = "een ouder of voogd met gezag" if presumption else "elke ouder met gezag"
    return [found for who in asked for found in _lacking(answers, who.party, rule_id, who_text)]


def _takes_part(answers: dict[str, Consent], family: Family) -> list[Problem]:
    return [
        found
        for party in family.taking_part
        for found in _lacking(answers, party, "BR-24", "de volwassene die zelf begeleid wordt")
    ]
