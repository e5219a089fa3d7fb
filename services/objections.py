"""What the rules of the playbook object to in an answered record, before it may be frozen or referred."""

from __future__ import annotations

from collections.abc import Mapping

from forms import RECORD_TYPES
from forms.amounts import plain_date
from forms.scope import Answers, Json, items_of
from rules import consent, goals, referral
from rules.capacity import Capacity, age_on, capacity_problems
from rules.clock import add_months, first_follow_up_latest
from rules.source import Problem, problem
from services.consents import as_day, consents, family, guardians_of, text
from services.dossiers import File, name_of
from services.platform import Platform
from services.pupils import WITH_PUPILS, Pupil, capacity_of, pupils
from services.signers import nobody_for
from services.surroundings import latest_answers, latest_in_trajectory
from store import organisations
from store.organisations import Organisation
from store.records import Record

LONG_MONTHS = 12
TAKES_A_ROLE = ("directie", "leerlingbegeleider", "clb")
"""Who leads the aftercare and so has something to do in it (draaiboek, deel 4.4)."""
ENDS = ("eind", "vroegtijdig")


def objections(platform: Platform, file: File, record: Record) -> list[Problem]:
    """Everything that the rules hold against freezing this record; empty when nothing stands in the way."""
    answers: Answers = record.answers
    own = record.type == "indicatiestelling"
    indication = answers if own else latest_answers(platform, file, "indicatiestelling")
    found = []
    if own:
        found += referral.problems(referral_of(platform, file, answers))
        found += _capacities(platform, file, answers)
        found += _somebody_receives(platform, file, answers)
        found += help_problems(platform, file, answers)
        found += _head_known(file, answers)
    if record.type == "doelen":
        found += _goals(platform, file, answers, indication)
    if record.type == "evaluatie":
        found += _with_everybody(platform, file, answers)
    if record.type == "engagementen":
        found += _from_everybody(file, answers)
    return found + nobody_for(platform, file, RECORD_TYPES[record.type], answers, indication)


def warnings(platform: Platform, file: File, record: Record) -> list[Problem]:
    """What deserves a second look before freezing and stops nothing."""
    answers: Answers = record.answers
    if record.type == "indicatiestelling":
        return referral.warnings(referral_of(platform, file, answers))
    start, end = as_day(answers.get("startdatum")), as_day(answers.get("vermoedelijk_einde"))
    if record.type == "doelen" and start and end and end > add_months(start, LONG_MONTHS):
        return [problem("BR-11", "Het traject zou langer dan een jaar duren. Kijk na of dat zo bedoeld is.")]
    if record.type == "evaluatie" and answers.get("vorm") == "schriftelijk":
        message = "Een evaluatie is met alle betrokkenen. Schriftelijk kan enkel als iedereen inbreng gaf."
        return [problem("T11", message)]
    return _without_engagement(file, answers) if record.type == "engagementen" else []


def _without_engagement(file: File, answers: Answers) -> list[Problem]:
    """Who leads the aftercare and promised nothing."""
    taking_part = set(answers.get("deelnemers") or [])
    engaged = {text(one.get("wie")) for one in items_of(answers.get("engagementen"))}
    return [
        problem("T16", f"{name_of(party.answers)} neemt deel maar heeft nog geen engagement.", party.id)
        for party in file.parties
        if party.id in taking_part - engaged and party.rol in TAKES_A_ROLE
    ]


def _outside_modules(provider: Organisation | None, asked: set[str]) -> bool:
    """Whether a form of help is asked that the provider's modules do not name; not when they name none that we know."""
    question = RECORD_TYPES["indicatiestelling"].find("gevraagde_inzet")
    labels: Mapping[str, str] = getattr(question, "choices", {})
    modules = provider.erkende_modules.casefold() if provider else ""
    named = {code for code, label in labels.items() if label.casefold() in modules}
    return bool(named) and not asked <= named


def referral_of(platform: Platform, file: File, answers: Answers) -> referral.Referral:
    """The facts of the referral that an indicatiestelling makes."""
    school = organisations.organisation(platform.db, text(answers.get("school")))
    provider = organisations.organisation(platform.db, text(answers.get("aanbieder")))
    day = as_day(answers.get("datum_aanmelding"))
    children = pupils(platform, file, answers)
    return referral.Referral(
        actor="clb",
        dossier_kind=file.dossier.soort,
        phase=text(answers.get("fase_zorgcontinuum")),
        judgement_present=bool(answers.get("gemotiveerd_oordeel")),
        referral_date=day,
        school_consulted_on=as_day(answers.get("school_geraadpleegd_op")),
        school_kinds=frozenset(school.schoolsoorten) if school else frozenset(),
        provider_recognised=bool(provider and provider.erkend),
        outside_modules=_outside_modules(provider, set(answers.get("gevraagde_inzet") or [])),
        ages=tuple(age_on(one.born, day or platform.today()) for one in children if one.born),
        pupils=len(children),
        schools=1 if school else 0,
        class_size=_number(answers.get("klas_aantal")),
        pupils_at_risk=_number(answers.get("leerlingen_met_risico")),
        class_reason_length=len(text(answers.get("reden_klasgroep"))),
        expected_focus=frozenset(answers.get("gevraagde_inzet") or []),
        pbd_informed=text(answers.get("pbd_op_de_hoogte")),
        pbd_informed_on=as_day(answers.get("pbd_op")),
    )


def help_problems(platform: Platform, file: File, indication: Answers, doelen: Answers | None = None) -> list[Problem]:
    """What is missing in the consent to the help itself, pupil by pupil (BR-20 to BR-24).

    Of a class group only pupils with goals of their own in `doelen` are asked (BR-36).
    """
    asked = pupils(platform, file, indication)
    goals_of = items_of((doelen or {}).get("doelen"))
    if file.dossier.soort == "klasgroep":
        chosen = {str(one) for item in goals_of for one in item.get("voor_leerlingen") or []}
        asked = [one for one in asked if one.party in chosen]
    given = consents(platform, file, indication)
    helped = tuple(dict.fromkeys(one for item in items_of((doelen or {}).get("doelen")) for one in _helped(item)))
    return [
        found
        for one in asked
        for found in consent.help_consent(given, _family(platform, file, indication, one, helped))
    ]


def _helped(goal: Json) -> list[str]:
    return list(goal.get("voor_ouders") or []) if goal.get("gericht_op") == "ouders" else []


def _family(
    platform: Platform, file: File, indication: Answers, pupil: Pupil, helped: tuple[str, ...] = ()
) -> consent.Family:
    own = {one.id for one in guardians_of(file, pupil.party)}
    mine = tuple(one for one in helped if one in own)
    return family(platform, file, indication, pupil.party, pupil.capacity(platform.today()), mine)


def start_problems(platform: Platform, file: File, indication: Answers, decisions: Mapping[str, str]) -> list[Problem]:
    """What is missing in the yes of school and pupils before the start (BR-26).

    `decisions`: party id -> decision under the goals: an akkoord there is a yes too.
    """
    given = consents(platform, file, indication)
    for party_id, decision in decisions.items():
        party = file.party(party_id)
        if party is not None and decision == "akkoord":
            given.append(consent.Consent(consent.HELP, party.rol, party_id, "ja", platform.today(), "handtekening"))
    school = [p for p in file.parties if (o := file.organisation_of(p)) is not None and o.soort == "school"]
    agreed = next((p.id for p in school if any(c.by_party == p.id and c.stands for c in given)), "")
    if file.dossier.soort not in WITH_PUPILS:
        return consent.school_consent(given, agreed)
    found = [
        one
        for pupil in pupils(platform, file, indication)
        for one in consent.start_consent(given, _family(platform, file, indication, pupil), agreed)
    ]
    return list(dict.fromkeys(found))


def _capacities(platform: Platform, file: File, answers: Answers) -> list[Problem]:
    """A capacity that does not fit the age, or differs from what it makes presume without a reason."""
    day = as_day(answers.get("datum_aanmelding")) or platform.today()
    found = []
    for item in items_of(answers.get("leerlingen")):
        born = as_day(item.get("geboortedatum"))
        if born is None or item.get("bekwaamheid") not in list(Capacity):
            continue
        motivated = bool(text(item.get("motivering_bekwaamheid")))
        who = text(item.get("leerling"))
        found += capacity_problems(Capacity(item["bekwaamheid"]), born, day, motivated=motivated, about=who)
    return found


def _somebody_receives(platform: Platform, file: File, answers: Answers) -> list[Problem]:
    """Of the parents and guardians of a minor at least one receives the documents (BR-23)."""
    today, found = platform.today(), []
    for one in pupils(platform, file, answers):
        near = [party for party in guardians_of(file, one.party) if party.rol in ("ouder", "voogd")]
        minor = one.capacity(today) is not Capacity.MEERDERJARIG
        if minor and near and not any(party.answers.get("ontvangt_documenten") for party in near):
            message = "Minstens één ouder of voogd ontvangt de documenten. Kijk dat na bij wie erbij hoort."
            found.append(problem("BR-23", message, one.party))
    return found


def _goals(platform: Platform, file: File, answers: Answers, indication: Answers) -> list[Problem]:
    items = list(items_of(answers.get("doelen")))
    targets = {text(item.get("gericht_op")) for item in items}
    informed = as_day(answers.get("pbd_op")) if answers.get("pbd_op_de_hoogte") == "ja" else None
    first = as_day(answers.get("eerste_schoolactie_op")) or as_day(answers.get("startdatum"))
    at_table = attendees(file, answers)
    alone = file.dossier.soort in ("leerling", "leerlingen")
    adult = capacity_of(platform, file, indication, platform.today()) is Capacity.MEERDERJARIG
    found = goals.pbd_problems(targets, informed, first)
    if file.dossier.soort == "klasgroep" or any(_helped(item) for item in items):
        found += help_problems(platform, file, indication, answers)
    found += goals.attendee_problems(at_table, with_pupil=alone, with_parents=alone and not adult)
    kinds = {text(item.get("soort")) for item in items_of(answers.get("afspraken"))}
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
    there = {text(item.get("persoon")) for item in items_of(doelen.get("aanwezigen"))}
    absent = [party for party in file.parties if party.id in there - here]
    found = [
        problem("T11", f"Zet {name_of(party.answers)} bij de betrokkenen, ook als die er niet was.", party.id)
        for party in absent
    ]
    before = as_day(latest_answers(platform, file, "evaluatie").get("datum_overleg"))
    held = as_day(answers.get("datum_overleg"))
    if answers.get("soort") in ENDS and latest_in_trajectory(platform, file, "evaluatie").get("soort") in ENDS:
        found.append(problem("T14", "Er is al een eindevaluatie. Neem die terug als er nog iets moet veranderen."))
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
    for one in items_of(answers.get("engagementen")):
        begin, day = as_day(one.get("vanaf")), as_day(one.get("opvolgen_op"))
        if begin and day and day > first_follow_up_latest(begin):
            message = f"Volg engagement {one['id']} vroeger op: binnen de drie maanden na het begin."
            found.append(problem("BR-46", message))
    return found


def attendees(file: File, answers: Answers) -> list[goals.Attendee]:
    """The list of who was at the table, as the rules weigh it."""
    found = []
    for item in items_of(answers.get("aanwezigen")):
        party = file.party(text(item.get("persoon")))
        if party is not None:
            found.append(goals.Attendee(party.rol, text(item.get("aanwezigheid")), text(item.get("toelichting"))))
    return found


def _number(value: Json) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
