"""Who is asked to sign a record: the rules applied to the parties of the dossier and the answers."""

from __future__ import annotations

from forms.record_type import RecordType
from forms.scope import Answers, items_of
from rules.places import RULE_OF_RECORD
from rules.signers import PartyFacts, Round, Signer, signers, vacant_places
from rules.source import Problem
from services.consents import GUARDIANS
from services.dossiers import File
from services.platform import Platform
from services.pupils import capacity_of, pupils
from store.parties import Party


def ask_signers(
    platform: Platform, file: File, record_type: RecordType, answers: Answers, indication: Answers
) -> list[Signer]:
    """The signers, in the order in which they stand in the table."""
    asked = _round(platform, file, record_type, answers, indication)
    return signers(asked, _parties(platform, file, answers, indication))


def nobody_for(
    platform: Platform, file: File, record_type: RecordType, answers: Answers, indication: Answers
) -> list[Problem]:
    """Whose akkoord is needed while nobody in the dossier can give it."""
    asked = _round(platform, file, record_type, answers, indication)
    return vacant_places(asked, _parties(platform, file, answers, indication))


def _round(platform: Platform, file: File, record_type: RecordType, answers: Answers, indication: Answers) -> Round:
    """A record type that the rules do not know is signed as an evaluation is: NAFT and CLB agree, nobody stops it."""
    return Round(
        record_type=record_type.slug if record_type.slug in RULE_OF_RECORD else "evaluatie",
        dossier_kind=file.dossier.soort,
        capacity=capacity_of(platform, file, indication, platform.today()),
        lessons_missed=answers.get("afwezigheid_op_school") == "code_p",
        parents_block=platform.settings.parents_block,
        conflict_known=bool(indication.get("conflict_ouders")),
    )


def _parties(platform: Platform, file: File, answers: Answers, indication: Answers) -> list[PartyFacts]:
    """Leads come first: who the answers name, else who came into the dossier first."""
    chosen = set(answers.get("ondertekenaars") or [])
    leads = _leads(file, answers, indication)
    own = {pupil.party: pupil.capacity(platform.today()) for pupil in pupils(platform, file, indication)}
    goals_for = _pupils_with_goals(answers)
    found = []
    for party in file.parties:
        if party.id in leads or party.id in chosen or party.rol in ("leerling", *GUARDIANS):
            organisation = file.organisation_of(party)
            found.append(
                PartyFacts(
                    id=party.id,
                    rol=party.rol,
                    gezag=party.answers.get("gezag", ""),
                    organisation_kind=organisation.soort if organisation else "",
                    is_lead=party.id in leads,
                    individual_goals=party.id in goals_for,
                    capacity=own.get(party.id),
                    of_pupil=str(party.answers.get("van_leerling") or ""),
                )
            )
    return found


def _leads(file: File, answers: Answers, indication: Answers) -> set[str]:
    """One CLB worker, one NAFT coach and one person of the school who speak for their organisation."""
    named = {
        answers.get("verantwoordelijke_clb"),
        answers.get("verantwoordelijke_school"),
        answers.get("clb_medewerker") or indication.get("clb_medewerker"),
    }
    leads = {party.id for party in file.parties if party.id in named and party.rol != "leerling"}
    for rol in ("clb", "naft_begeleider", "directie"):
        if rol == "directie" and answers.get("verantwoordelijke_school"):
            continue  # whom the engagements name speaks for the school
        if not any(party.id in leads and party.rol == rol for party in file.parties):
            leads |= {party.id for party in _last(file.in_role(rol))}
    return leads


def _last(found: list[Party]) -> list[Party]:
    """The one who came last: a new coach takes over from the one before."""
    return found[-1:]


def _pupils_with_goals(answers: Answers) -> set[str]:
    """Who has a goal of the own, where it is agreed and where it is looked back on."""
    goals = items_of(answers.get("doelen") or answers.get("doelresultaten"))
    return {str(one) for item in goals for one in item.get("voor_leerlingen") or []}
