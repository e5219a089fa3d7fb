"""What the rules of the playbook object to in an answered record, before it may be frozen or referred."""

from __future__ import annotations

from datetime import date

from forms import RECORD_TYPES
from forms.amounts import plain_date
from forms.scope import Answers, Json, items_of
from rules import consent, goals, referral
from rules.capacity import Capacity, age_on
from rules.source import Problem, problem
from services.dossiers import File, name_of
from services.platform import Platform
from services.signers import nobody_for
from services.surroundings import capacity_of, latest_answers, pupils
from store import organisations
from store.records import Record

HELP = "hulp"
"""The consent item that is about the help itself; the others are about sharing information."""


def objections(platform: Platform, file: File, record: Record) -> list[Problem]:
    """Everything that the rules hold against freezing this record; empty when nothing stands in the way."""
    answers: Answers = record.answers
    own = record.type == "indicatiestelling"
    indication = answers if own else latest_answers(platform, file, "indicatiestelling")
    found = []
    if own:
        found += referral.problems(referral_of(platform, file, answers))
        found += help_problems(platform, file, answers)
        found += _head_known(file, answers)
    if record.type == "doelen":
        found += _goals(platform, file, answers, indication)
    if record.type == "evaluatie":
        found += _with_everybody(platform, file, answers)
    if record.type == "engagementen":
        found += _from_everybody(file, answers)
    return found + nobody_for(platform, file, RECORD_TYPES[record.type], answers, indication)


def referral_of(platform: Platform, file: File, answers: Answers) -> referral.Referral:
    """The facts of the referral that an indicatiestelling makes."""
    school = organisations.organisation(platform.db, _text(answers.get("school")))
    provider = organisations.organisation(platform.db, _text(answers.get("aanbieder")))
    day = as_day(answers.get("datum_aanmelding"))
    children = pupils(answers)
    return referral.Referral(
        actor="clb",
        dossier_kind=file.dossier.soort,
        phase=_text(answers.get("fase_zorgcontinuum")),
        judgement_present=bool(answers.get("gemotiveerd_oordeel")),
        referral_date=day,
        school_consulted_on=as_day(answers.get("school_geraadpleegd_op")),
        school_kinds=frozenset(school.schoolsoorten) if school else frozenset(),
        provider_recognised=bool(provider and provider.erkend),
        ages=tuple(age_on(one.born, day or platform.today()) for one in children if one.born),
        pupils=len(children),
        schools=1 if school else 0,
        class_size=_number(answers.get("klas_aantal")),
        pupils_at_risk=_number(answers.get("leerlingen_met_risico")),
        class_reason_length=len(_text(answers.get("reden_klasgroep"))),
        expected_focus=frozenset(answers.get("gevraagde_inzet") or []),
        pbd_informed=_text(answers.get("pbd_op_de_hoogte")),
        pbd_informed_on=as_day(answers.get("pbd_op")),
    )


def help_problems(platform: Platform, file: File, indication: Answers) -> list[Problem]:
    """What is missing in the consent to the help itself (BR-20 to BR-24), pupil by pupil."""
    if file.dossier.soort not in ("leerling", "leerlingen"):
        return []
    given = consents(file, indication)
    return [
        found
        for one in pupils(indication)
        for found in consent.help_consent(given, family(file, indication, one.party, one.capacity(platform.today())))
    ]


def start_problems(platform: Platform, file: File, indication: Answers, doelen: dict[str, str]) -> list[Problem]:
    """What is missing in the yes of school and pupil before the start (BR-26).

    `doelen`: party id -> decision under the goals: an akkoord there is a yes too.
    """
    if file.dossier.soort != "leerling":
        return []
    capacity = capacity_of(file, indication, platform.today()) or Capacity.VERMOED_BEKWAAM
    given = consents(file, indication)
    for party_id, decision in doelen.items():
        party = file.party(party_id)
        if party is not None and decision == "akkoord":
            given.append(consent.Consent(consent.HELP, party.rol, party_id, "ja", platform.today(), "handtekening"))
    school = [p for p in file.parties if (o := file.organisation_of(p)) is not None and o.soort == "school"]
    agreed = next((p.id for p in school if any(c.by_party == p.id and c.stands for c in given)), "")
    children = pupils(indication)
    pupil = children[0].party if children else ""
    return consent.start_consent(given, family(file, indication, pupil, capacity), agreed)


def consents(file: File, indication: Answers) -> list[consent.Consent]:
    """The recorded consents to the help, as the rules weigh them."""
    found = []
    for item in items_of(indication.get("instemmingen")):
        given_on, party = as_day(item.get("datum")), file.party(_text(item.get("gegeven_door")))
        if item.get("waarvoor") != HELP or party is None or given_on is None:
            continue
        found.append(
            consent.Consent(
                item=consent.HELP,
                by_role=party.rol,
                by_party=party.id,
                value=_text(item.get("antwoord")),
                date=given_on,
                how=_text(item.get("wijze")),
                withdrawn_on=as_day(item.get("ingetrokken_op")),
                note=_text(item.get("toelichting") or item.get("reden_niet_gevraagd")),
            )
        )
    return found


def family(file: File, indication: Answers, pupil: str, capacity: Capacity) -> consent.Family:
    """Pupil and family as the rules weigh their consents."""
    guardians = [
        consent.Guardian(one.id, one.rol, _text(one.answers.get("gezag")))
        for one in file.in_role("ouder", "voogd", "opvoedingsverantwoordelijke")
    ]
    return consent.Family(
        pupil=pupil,
        capacity=capacity,
        guardians=guardians,
        conflict_known=indication.get("conflict_ouders") is True,
        clb_motivation=_text(indication.get("motivering_conflict") or indication.get("gemotiveerd_oordeel")),
    )


def _goals(platform: Platform, file: File, answers: Answers, indication: Answers) -> list[Problem]:
    items = list(items_of(answers.get("doelen")))
    targets = {_text(item.get("gericht_op")) for item in items}
    informed = as_day(answers.get("pbd_op")) if answers.get("pbd_op_de_hoogte") == "ja" else None
    first = as_day(answers.get("eerste_schoolactie_op")) or as_day(answers.get("startdatum"))
    at_table = attendees(file, answers)
    alone = file.dossier.soort in ("leerling", "leerlingen")
    adult = capacity_of(file, indication, platform.today()) is Capacity.MEERDERJARIG
    found = goals.pbd_problems(targets, informed, first)
    found += goals.attendee_problems(at_table, with_pupil=alone, with_parents=alone and not adult)
    kinds = {_text(item.get("soort")) for item in items_of(answers.get("afspraken"))}
    return found + goals.content_problems(len(items), kinds)


def _head_known(file: File, answers: Answers) -> list[Problem]:
    """Missing lessons needs the school head (code P), who therefore is among the contacts."""
    contacts = set(answers.get("contactpersonen_school") or [])
    if answers.get("lessen_missen") not in ("deels", "volledig") or any(
        p.id in contacts for p in file.in_role("directie")
    ):
        return []
    message = "Zet de directie bij de contactpersonen van de school: zij moet akkoord gaan met de gemiste lessen."
    return [problem("BR-30", message)]


def _with_everybody(platform: Platform, file: File, answers: Answers) -> list[Problem]:
    """An evaluation is with everybody who was there for the goals, and after the one before."""
    doelen = latest_answers(platform, file, "doelen")
    here = {item.get("persoon") for item in items_of(answers.get("betrokkenen"))}
    there = {_text(item.get("persoon")) for item in items_of(doelen.get("aanwezigen"))}
    absent = [party for party in file.parties if party.id in there - here]
    found = [
        problem("T11", f"Zet {name_of(party.answers)} bij de betrokkenen, ook als die er niet was.", party.id)
        for party in absent
    ]
    before = as_day(latest_answers(platform, file, "evaluatie").get("datum_overleg"))
    held = as_day(answers.get("datum_overleg"))
    if before is not None and held is not None and held <= before:
        found.append(problem("BR-40", f"Kies een datum na de vorige evaluatie, die van {plain_date(before)}."))
    return found


def _from_everybody(file: File, answers: Answers) -> list[Problem]:
    """The pupil takes part in what comes after, and so does everybody with a role in it."""
    taking_part = set(answers.get("deelnemers") or [])
    found = []
    children = file.in_role("leerling")
    if children and not any(party.id in taking_part for party in children):
        found.append(problem("T16", "Zet de leerling bij de deelnemers: het gaat over de tijd na NAFT."))
    return found


def attendees(file: File, answers: Answers) -> list[goals.Attendee]:
    """The list of who was at the table, as the rules weigh it."""
    found = []
    for item in items_of(answers.get("aanwezigen")):
        party = file.party(_text(item.get("persoon")))
        if party is not None:
            found.append(goals.Attendee(party.rol, _text(item.get("aanwezigheid")), _text(item.get("toelichting"))))
    return found


def as_day(value: Json) -> date | None:
    """A stored day; None when there is none or it was not understood."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Json) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
