"""What must be the case before a step of a trajectory: facts the caller looks up, by name."""

from dataclasses import dataclass

from rules.source import RULES, Problem, problem


@dataclass(frozen=True)
class Guard:
    """A fact that must be true; `message` says in Dutch what to do when it is not."""

    name: str
    message: str
    rule_id: str

    @property
    def source(self) -> str:
        """The text that asks it, in words."""
        return RULES[self.rule_id].source

    @property
    def problem(self) -> Problem:
        """The refusal this guard gives."""
        return problem(self.rule_id, self.message)


RECOGNISED_PROVIDER = Guard(
    "aanbieder_erkend",
    "Kies een NAFT-aanbieder die door Opgroeien erkend is.",
    "BR-06",
)
REFERRAL_GUARDS: tuple[Guard, ...] = (
    Guard("fase_toegelaten", "NAFT kan pas vanaf de fase uitbreiding van zorg.", "BR-02"),
    Guard("gemotiveerd_oordeel", "Schrijf eerst het gemotiveerd oordeel over de benodigde hulp.", "BR-03"),
    Guard("school_geraadpleegd", "Bespreek de vraag eerst met de school en noteer de datum.", "BR-04"),
    Guard(
        "secundair_onderwijs",
        "Kijk de leeftijd en de school na: NAFT is er voor het secundair onderwijs.",
        "BR-05",
    ),
    RECOGNISED_PROVIDER,
    Guard(
        "klasgroep_gemotiveerd",
        "Motiveer waarom het uitzonderlijk om een klasgroep gaat: één klas, minstens twee leerlingen in gevaar.",
        "BR-07",
    ),
    Guard(
        "pbd_in_orde",
        "Vul aan of en wanneer de school de pedagogische begeleidingsdienst op de hoogte bracht.",
        "BR-08",
    ),
    Guard("leerling_of_school", "Voeg minstens één leerling, groep of school toe.", "BR-09"),
)
COMPLETE_INDICATION = Guard(
    "indicatiestelling_volledig",
    "Vul de indicatiestelling volledig in en leg ze vast.",
    "BR-03",
)
SIGNED_INDICATION = Guard(
    "ronde_indicatiestelling_getekend",
    "Laat het CLB de vastgelegde indicatiestelling eerst ondertekenen, en de wettelijke vertegenwoordiger "
    "als de leerling niet bekwaam is.",
    "BR-30",
)
VALID_CONSENT = Guard(
    "instemming_geldig",
    "Kijk de stap Instemming na: een geldige instemming met het NAFT-traject ontbreekt.",
    "BR-20",
)
RENEWED_CONSENT = Guard(
    "instemming_geldig",
    "Vraag eerst opnieuw de instemming met het NAFT-traject, of stop het traject.",
    "BR-25",
)
OPEN_QUESTION = Guard(
    "vraag_van_naft",
    "Er staat geen vraag van de NAFT-aanbieder open.",
    "T4",
)
CONSENT_GONE = Guard(
    "instemming_ontbreekt",
    "De instemming met het traject is er nog: er is niets ingetrokken dat het tegenhoudt.",
    "BR-25",
)
OTHER_PROVIDER = Guard(
    "andere_aanbieder",
    "Kies een andere aanbieder dan degene bij wie het traject nu staat.",
    "T7",
)
COMPLETE_GOALS = Guard(
    "record_volledig",
    "Vul de doelen volledig in: minstens één doel, en een afspraak over duur, methodiek, opvolging en evaluatie.",
    "BR-11",
)
CLB_WORKED_ALONG = Guard(
    "clb_werkte_mee",
    "Zet het CLB bij de aanwezigen, of voeg de schriftelijke inbreng van het CLB toe.",
    "BR-10",
)
PBD_INFORMED = Guard(
    "pbd_op_de_hoogte",
    "Vraag de school om eerst de pedagogische begeleidingsdienst op de hoogte te brengen, en noteer de datum.",
    "BR-08",
)
GROUNDS_TO_ADJUST = Guard(
    "evaluatie_met_bijsturing",
    "Leg eerst een evaluatie met het besluit 'bijsturen' vast. Dat hoeft niet als de leerling ondertussen 12 of 18 "
    "werd, of van school of aanbieder veranderde.",
    "T12",
)
UNSIGNED_OR_REASON = Guard(
    "geen_handtekening_of_reden",
    "Er is al getekend. Geef een reden: wie tekende, moet misschien opnieuw tekenen.",
    "BR-33",
)
BLOCKING_SIGNATURES = Guard(
    "blokkerende_handtekeningen",
    "Wacht tot iedereen van wie het akkoord nodig is, getekend heeft.",
    "BR-30",
)
SCHOOL_AND_PUPIL_AGREE = Guard(
    "school_en_leerling_stemmen_in",
    "Noteer het ja van de school en van de leerling of diens vertegenwoordiger.",
    "BR-26",
)
COMPLETE_EVALUATION = Guard("record_volledig", "Vul de evaluatie volledig in.", "T11")
END_EVALUATION = Guard(
    "eindevaluatie_vastgelegd",
    "Leg eerst de eindevaluatie vast, ook als het traject vroegtijdig stopt.",
    "T14",
)
HANDOVER_EVALUATION = Guard(
    "overdracht_geevalueerd",
    "Leg eerst de eindevaluatie vast, met als besluit 'Overdragen aan een andere aanbieder'.",
    "T15",
)
SHARING_WITH_NEXT = Guard(
    "delen_met_nieuwe_aanbieder",
    "Vraag de leerling, of de vertegenwoordiger, om gegevens te mogen delen met de nieuwe aanbieder, "
    "en noteer dat bij de instemmingen.",
    "T15",
)
BOTH_HAND_OVER = Guard(
    "clb_en_naft_akkoord",
    "Een overdracht doen CLB en NAFT samen: laat ook de andere partij bevestigen.",
    "T15",
)
FROZEN_ENGAGEMENTS = Guard("engagementen_vastgelegd", "Vul de engagementen volledig in en leg ze vast.", "T16")
STATUS_OF_EACH = Guard(
    "elk_engagement_heeft_stand",
    "Noteer bij elk engagement een laatste stand.",
    "BR-46",
)
SCHOOL_CONFIRMED = Guard("bevestigd_door_school", "Vraag de school om het afsluiten te bevestigen.", "T18")
NEW_QUESTION = Guard(
    "nieuwe_zorgvraag",
    "Beschrijf eerst de nieuwe zorgvraag; daarna volgt een nieuwe indicatiestelling.",
    "T19",
)
OWNER = Guard(
    "eigen_dossier",
    "Vraag het aan de gegevensbeheerder van de organisatie die dit dossier bewaart.",
    "T20",
)
RETENTION_OVER = Guard(
    "bewaartermijn_verstreken",
    "Wacht tot de bewaartermijn voorbij is.",
    "BR-50",
)
SECOND_PERSON = Guard("tweede_persoon", "Vraag een tweede persoon om het vernietigen te bevestigen.", "T20")


def reason(rule_id: str, what: str) -> Guard:
    """The guard that asks why somebody does `what` ("het weigeren"), as T4, T5, T6, T13 and T17 do."""
    return Guard("reden", f"Geef de reden van {what}.", rule_id)
