"""Whose akkoord a record needs: the places that must be filled, and which party fills each.

A place is filled by one professional, by each capable pupil, or by the representatives of a pupil who is
not capable. Everybody else may be asked to sign, and stops nothing. By BR-26, BR-30, BR-36 and BR-37, and
by T16 for the engagements.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.capacity import Capacity, is_capable
from rules.source import Problem, problem

CLB, NAFT, HEAD, SCHOOL = "clb", "naft_begeleider", "directie", "school"
PUPIL, REPRESENTATIVE = "leerling", "vertegenwoordiger"
GUARDIANS = ("ouder", "voogd", "opvoedingsverantwoordelijke", "plusouder")
RULE_OF_RECORD: dict[str, str] = {
    "indicatiestelling": "BR-30",
    "doelen": "BR-30",
    "evaluatie": "BR-37",
    "engagementen": "T16",
}
_REPRESENTING = ("ouder", "voogd")
_AUTHORITY = ("ja_samen", "ja_exclusief")
_WITH_PUPILS = ("leerling", "leerlingen")
_LABELS = {
    CLB: "de CLB-medewerker die het dossier leidt",
    NAFT: "de NAFT-begeleider die het traject leidt",
    HEAD: "de directie van de school",
    SCHOOL: "de verantwoordelijke van de school",
    PUPIL: "de leerling",
    REPRESENTATIVE: "een ouder of voogd met ouderlijk gezag",
}


@dataclass(frozen=True)
class PartyFacts:
    """What must be known of a party to decide whether and how it signs.

    `is_lead` marks the one CLB worker, NAFT coach and school person who speak for their organisation in this
    version. `individual_goals` counts for a pupil in a class group. In a dossier with several pupils
    `capacity` is the pupil's own and `of_pupil` the id of the pupil a guardian belongs to; left open they
    follow the capacity of the dossier.
    """

    id: str
    rol: str
    gezag: str = ""
    organisation_kind: str = ""
    is_lead: bool = False
    individual_goals: bool = False
    capacity: Capacity | None = None
    of_pupil: str = ""


@dataclass(frozen=True)
class Round:
    """The record that is to be signed, and what the choice of signers depends on.

    `capacity` is the pupil's on the day of signing, None without a pupil. `lessons_missed` is code P of the
    school's register. `parents_block` is the platform's setting that the parents of a capable minor must
    agree too. `conflict_known`: one parent no longer speaks for both.
    """

    record_type: str
    dossier_kind: str
    capacity: Capacity | None
    lessons_missed: bool = False
    parents_block: bool = False
    conflict_known: bool = False


def places(asked: Round, parties: Sequence[PartyFacts]) -> Mapping[str, str]:
    """Party id -> the place whose akkoord it gives; a party that is not in it does not block."""
    filled: dict[str, str] = {}
    for place in _professional_places(asked):
        lead = next((party for party in parties if party.is_lead and _fits(party, place)), None)
        if lead:
            filled[lead.id] = place
    for party in parties:
        place = _personal_place(asked, party, parties) if takes_part(asked, party, parties) else ""
        if place:
            filled[party.id] = place
    return filled


def vacant_places(asked: Round, parties: Sequence[PartyFacts]) -> list[Problem]:
    """Whose akkoord is needed while nobody among the parties can give it; empty when every place is filled."""
    filled = places(asked, parties)
    vacant = [place for place in _professional_places(asked) if place not in filled.values()]
    vacant += _vacant_personal(asked, parties, filled)
    return [problem(rule_of(asked, place), f"Voeg {_LABELS[place]} toe bij de ondertekenaars.") for place in vacant]


def takes_part(asked: Round, party: PartyFacts, parties: Sequence[PartyFacts]) -> bool:
    """Whether a pupil or guardian is asked at all; false for every other role.

    Of a class group only pupils with goals of their own sign, with their guardians; a dossier of a school has
    none; the parents of a pupil of 18 or older never sign.
    """
    if party.rol == "leerling":
        return _is_involved(asked, party)
    if party.rol not in GUARDIANS:
        return False
    pupil = _pupil_of(party, parties)
    involved = asked.dossier_kind in _WITH_PUPILS if pupil is None else _is_involved(asked, pupil)
    return involved and _capacity(asked, pupil) is not Capacity.MEERDERJARIG


def rule_of(asked: Round, place: str) -> str:
    """The rule that asks for this place; an empty place is somebody who does not block."""
    if asked.record_type == "doelen" and asked.dossier_kind == "klasgroep":
        return "BR-36"
    if asked.record_type == "doelen" and asked.dossier_kind == "school" and place == HEAD:
        return "BR-26"
    return RULE_OF_RECORD[asked.record_type]


def _professional_places(asked: Round) -> tuple[str, ...]:
    if asked.record_type == "indicatiestelling":
        return (CLB,)
    if asked.record_type == "evaluatie":
        return (NAFT, CLB)
    if asked.record_type == "engagementen":
        return (SCHOOL, CLB)
    head = asked.lessons_missed or asked.dossier_kind in ("klasgroep", "school")
    return (NAFT, CLB, HEAD) if head else (NAFT, CLB)


def _fits(party: PartyFacts, place: str) -> bool:
    return party.organisation_kind == "school" if place == SCHOOL else party.rol == place


def _personal_place(asked: Round, party: PartyFacts, parties: Sequence[PartyFacts]) -> str:
    """The place of this pupil or guardian; empty for who does not block."""
    goals = asked.record_type == "doelen"
    if party.rol == "leerling":
        return PUPIL if goals and _decides(_capacity(asked, party)) else ""
    if not _may_represent(party, parties):
        return ""
    for_the_pupil = _needs_representative(asked, _capacity(asked, _pupil_of(party, parties)))
    return REPRESENTATIVE if for_the_pupil or (goals and asked.parents_block) else ""


def _vacant_personal(asked: Round, parties: Sequence[PartyFacts], filled: Mapping[str, str]) -> list[str]:
    pupils = [party for party in parties if party.rol == "leerling" and _is_involved(asked, party)]
    represented = {party.of_pupil for party in parties if filled.get(party.id) == REPRESENTATIVE}
    vacant = [
        REPRESENTATIVE
        for pupil in pupils
        if _needs_representative(asked, _capacity(asked, pupil)) and represented.isdisjoint({"", pupil.id})
    ]
    if asked.record_type == "doelen" and asked.dossier_kind in _WITH_PUPILS and not pupils:
        vacant.append(PUPIL)
    return vacant


def _is_involved(asked: Round, pupil: PartyFacts) -> bool:
    return asked.dossier_kind in _WITH_PUPILS or (asked.dossier_kind == "klasgroep" and pupil.individual_goals)


def _pupil_of(guardian: PartyFacts, parties: Sequence[PartyFacts]) -> PartyFacts | None:
    return next((party for party in parties if guardian.of_pupil and party.id == guardian.of_pupil), None)


def _capacity(asked: Round, pupil: PartyFacts | None) -> Capacity | None:
    return (pupil.capacity if pupil else None) or asked.capacity


def _decides(capacity: Capacity | None) -> bool:
    return capacity is not None and is_capable(capacity)


def _needs_representative(asked: Round, capacity: Capacity | None) -> bool:
    return asked.record_type in ("indicatiestelling", "doelen") and capacity is Capacity.NIET_BEKWAAM


def _may_represent(party: PartyFacts, parties: Sequence[PartyFacts]) -> bool:
    """Parent or guardian with authority, unless somebody else has it alone for the same pupil."""
    if party.rol not in _REPRESENTING or party.gezag not in _AUTHORITY:
        return False
    return party.gezag == "ja_exclusief" or not any(
        other.gezag == "ja_exclusief" and other.of_pupil == party.of_pupil for other in parties
    )
