"""Whether a CLB may refer to NAFT: BR-01 to BR-09, and what deserves a second look."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from rules.guards import REFERRAL_GUARDS
from rules.source import Problem, problem

PHASES = ("uitbreiding", "iac")
SECONDARY = frozenset({"so_voltijds", "buso", "dbso", "leertijd", "duaal"})
SCHOOL_SUPPORT = "schoolondersteuning"
YOUNGEST = 11
OLDEST = 25
CLASS_SIZES = range(2, 41)
FEWEST_AT_RISK = 2
SHORTEST_CLASS_REASON = 50


@dataclass(frozen=True)
class Referral:
    """The facts of one referral; a default stands for what is not filled in yet.

    `ages` are those of the pupils on the day of the referral. `class_reason_length` counts characters.
    `pbd_informed` is ja, nog_niet, niet_van_toepassing or empty; `first_school_action_on` is the first
    action towards teachers or school, if one is planned already.
    """

    actor: str
    dossier_kind: str
    phase: str = ""
    judgement_present: bool = False
    referral_date: date | None = None
    school_consulted_on: date | None = None
    school_kinds: frozenset[str] = frozenset()
    provider_recognised: bool = False
    outside_modules: bool = False
    ages: Sequence[int] = ()
    pupils: int = 0
    schools: int = 0
    classes: int = 1
    class_size: int = 0
    pupils_at_risk: int = 0
    class_reason_length: int = 0
    expected_focus: frozenset[str] = frozenset()
    pbd_informed: str = ""
    pbd_informed_on: date | None = None
    first_school_action_on: date | None = None


def problems(referral: Referral) -> list[Problem]:
    """Everything that stops the referral, in the order of the rules; empty when it may be sent."""
    return [found for check in _CHECKS for found in check(referral)]


def warnings(referral: Referral) -> list[Problem]:
    """What deserves a second look and stops nothing."""
    found = []
    if YOUNGEST in referral.ages:
        found.append(problem("BR-05", "Een leerling is 11 jaar. Kijk na of die al in het secundair onderwijs zit."))
    if referral.outside_modules:
        found.append(problem("BR-06", "De gevraagde werkvorm ligt buiten de erkende modules. Bel eerst de aanbieder."))
    if referral.expected_focus == {SCHOOL_SUPPORT} and referral.dossier_kind != "school":
        message = (
            "Enkel schoolondersteuning kan alleen bij een traject voor een school. Kies ook inzet voor leerlingen."
        )
        found.append(problem("BR-08", message))
    if SCHOOL_SUPPORT in referral.expected_focus and referral.pbd_informed == "nog_niet":
        message = "Vraag de school om de pedagogische begeleidingsdienst op de hoogte te brengen voor de eerste actie."
        found.append(problem("BR-08", message))
    return found


def facts(referral: Referral) -> dict[str, bool]:
    """The facts that the step `aanmelden` asks about the referral, by the name of their guard."""
    refused = {found.rule_id for found in problems(referral)}
    return {guard.name: guard.rule_id not in refused for guard in REFERRAL_GUARDS}


def _actor(referral: Referral) -> list[Problem]:
    message = "Alleen een CLB kan aanmelden. Stel de vraag aan het CLB van de school."
    return [] if referral.actor == "clb" else [problem("BR-01", message)]


def _phase(referral: Referral) -> list[Problem]:
    message = "NAFT kan pas vanaf de fase uitbreiding van zorg."
    return [] if referral.phase in PHASES else [problem("BR-02", message)]


def _judgement(referral: Referral) -> list[Problem]:
    message = "Schrijf eerst het gemotiveerd oordeel over de benodigde hulp."
    return [] if referral.judgement_present else [problem("BR-03", message)]


def _school_consulted(referral: Referral) -> list[Problem]:
    consulted, sent = referral.school_consulted_on, referral.referral_date
    if consulted is None:
        return [problem("BR-04", "Bespreek de vraag eerst met de school, en noteer de datum.")]
    if sent is not None and consulted > sent:
        return [problem("BR-04", "Kijk de datums na: de school is geraadpleegd na de aanmelding.")]
    return []


def _secondary(referral: Referral) -> list[Problem]:
    found = []
    if not referral.school_kinds or not referral.school_kinds <= SECONDARY:
        found.append(problem("BR-05", "Kies een school voor secundair onderwijs: NAFT is er niet voor andere scholen."))
    if any(not YOUNGEST <= age <= OLDEST for age in referral.ages):
        message = "Kijk de geboortedatum na: NAFT is er voor leerlingen secundair onderwijs van 11 tot en met 25 jaar."
        found.append(problem("BR-05", message))
    return found


def _provider(referral: Referral) -> list[Problem]:
    message = "Kies een NAFT-aanbieder die door Opgroeien erkend is."
    return [] if referral.provider_recognised else [problem("BR-06", message)]


def _class_group(referral: Referral) -> list[Problem]:
    if referral.dossier_kind != "klasgroep":
        return []
    wrong = {
        "Vul het aantal leerlingen van de klas in, van 2 tot 40.": referral.class_size not in CLASS_SIZES,
        "Een klasgroep komt uit één klas. Meld andere klassen apart aan.": referral.classes != 1,
        "Bij minstens twee leerlingen moet uitval dreigen. Meld één leerling aan als leerling.": (
            referral.pupils_at_risk < FEWEST_AT_RISK
        ),
        "Kijk de aantallen na: er zijn meer leerlingen in gevaar dan leerlingen in de klas.": (
            referral.pupils_at_risk > referral.class_size
        ),
        "Motiveer in minstens 50 tekens waarom het uitzonderlijk om een klasgroep gaat.": (
            referral.class_reason_length < SHORTEST_CLASS_REASON
        ),
    }
    return [problem("BR-07", message) for message, is_wrong in wrong.items() if is_wrong]


def _pbd(referral: Referral) -> list[Problem]:
    informed, action = referral.pbd_informed_on, referral.first_school_action_on
    if SCHOOL_SUPPORT not in referral.expected_focus:
        return []
    if referral.pbd_informed not in ("ja", "nog_niet"):
        message = "Geef aan of de school de pedagogische begeleidingsdienst al op de hoogte bracht."
        return [problem("BR-08", message)]
    if referral.pbd_informed == "ja" and informed is None:
        return [problem("BR-08", "Vul in wanneer de school de pedagogische begeleidingsdienst op de hoogte bracht.")]
    if informed is not None and action is not None and informed > action:
        message = "De pedagogische begeleidingsdienst moet op de hoogte zijn voor de eerste actie. Verschuif de actie."
        return [problem("BR-08", message)]
    return []


def _somebody(referral: Referral) -> list[Problem]:
    by_kind = {"school": referral.schools, "klasgroep": referral.class_size}
    if by_kind.get(referral.dossier_kind, referral.pupils) > 0:
        return []
    return [problem("BR-09", "Voeg minstens één leerling, groep of school toe.")]


_CHECKS: tuple[Callable[[Referral], list[Problem]], ...] = (
    _actor,
    _phase,
    _judgement,
    _school_consulted,
    _secondary,
    _provider,
    _class_group,
    _pbd,
    _somebody,
)
