"""The business rules BR-01 to BR-59, each in one sentence with its source."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One thing that must hold: an English summary for the programmer, a Dutch source for everybody."""

    id: str
    text: str
    source: str


_OWN = "keuze van Naadloos"
_DRM = "decreet rechtspositie minderjarige van 7 mei 2004"
_ART_27 = "draaiboek, deel 4 (BVR 5 april 2019, art. 27)"
_SCHOOL_AGREES = "Vlaams Parlement, commissie Onderwijs, 5 maart 2020"
_CODE_P = "AgODi, afwezigheidscodes sinds 1 september 2019 (code P)"
_CLB_FILE = "Vrij CLB-netwerk, het CLB-dossier"

_REFERRAL = (
    Rule(
        "BR-01",
        "Only a CLB creates or sends a referral.",
        f"draaiboek, deel 3; {_ART_27}",
    ),
    Rule("BR-02", "NAFT comes in from the phase uitbreiding van zorg.", "draaiboek, deel 3 en 4"),
    Rule(
        "BR-03",
        "An indicatiestelling with a reasoned judgement precedes the referral.",
        "draaiboek, deel 3 en 4.1",
    ),
    Rule("BR-04", "The school is consulted before the referral.", "draaiboek, deel 3 (in samenspraak met de school)"),
    Rule("BR-05", "NAFT is for secondary education.", f"{_ART_27}; omzendbrief NAFT"),
    Rule("BR-06", "The provider is recognised by Opgroeien.", f"{_ART_27}; omzendbrief NAFT"),
    Rule("BR-07", "A class group is an exception that the CLB motivates.", f"{_ART_27}, klasgroep"),
    Rule(
        "BR-08",
        "School support comes after the school informed its PBD; the notice names no pupil.",
        "draaiboek, deel 4 (schoolondersteuning en pedagogische begeleiding)",
    ),
    Rule("BR-09", "A trajectory has a pupil, a group or a school.", "draaiboek, deel 4 (BVR 5 april 2019, art. 8)"),
)
_GOALS = (
    Rule("BR-10", "Goals are made with CLB, pupil and context.", _ART_27),
    Rule("BR-11", "A version has a goal, and agreements on duration, method, follow-up and evaluation.", _ART_27),
    Rule("BR-12", "The CLB receives every frozen record.", "draaiboek, deel 4 (het CLB is de brug)"),
    Rule("BR-13", "The school receives its version of each record after the referral.", "draaiboek, deel 2 en 3"),
)
_CONSENT = (
    Rule("BR-20", "Without the yes of the capable pupil there is no help.", f"{_DRM}, art. 4 en 8"),
    Rule(
        "BR-21",
        "For a pupil who is not capable the representative agrees; the pupil is heard all the same.",
        f"{_DRM}, art. 4 en 8",
    ),
    Rule("BR-22", "From 18 the pupil alone decides.", "meerderjarigheid op 18 jaar (oud Burgerlijk Wetboek)"),
    Rule(
        "BR-23",
        "One parent may speak for both, unless a conflict is known or one said no.",
        "oud Burgerlijk Wetboek, art. 373 en 374; rechtspositie.be, gescheiden gezinnen",
    ),
    Rule("BR-24", "Who takes part in the help agrees in person.", f"{_DRM}, art. 8; rechtspositie.be"),
    Rule("BR-25", "A withdrawn consent suspends the trajectory.", f"{_DRM}, art. 8; {_OWN} (termijn)"),
    Rule("BR-26", "School and pupil agreed before the start.", _SCHOOL_AGREES),
    Rule("BR-27", "Turning 12 or 18 is announced 14 days ahead.", f"{_DRM}, art. 4; {_OWN} (termijn)"),
)
_SIGNING = (
    Rule(
        "BR-30",
        "Start needs NAFT, CLB, pupil or representative, and the head when lessons are missed.",
        f"{_ART_27}; {_DRM}, art. 8; {_CODE_P}",
    ),
    Rule(
        "BR-31",
        "A refusal stops the start if that signature is needed, and is printed if not.",
        f"{_DRM}, art. 8; {_OWN}",
    ),
    Rule("BR-32", "Nobody of pupil and parents must motivate a refusal.", f"{_DRM}, art. 10"),
    Rule(
        "BR-33",
        "A signature is not older than the text under it; it stands under a later one if no change concerns its party.",
        f"{_OWN} (ongewijzigde tekst)",
    ),
    Rule(
        "BR-34",
        "Paper, own account, one device and link are equal; a qualified signature is never asked.",
        f"handtekeningcertificaat van de eID vanaf 16 jaar; {_OWN}",
    ),
    Rule("BR-35", "Somebody is out of reach after two attempts on different days.", _OWN),
    Rule("BR-36", "For a class group NAFT, CLB and head sign.", f"{_ART_27}, klasgroep; {_OWN}"),
    Rule("BR-37", "NAFT and CLB sign an evaluation; the clock never waits for it.", _OWN),
)
_CLOCK = (
    Rule("BR-40", "Goals are evaluated within two calendar months.", f"{_ART_27}; {_OWN} (telling van de dagen)"),
    Rule("BR-41", "Reminders go out 14 and 7 days before and on the day.", _OWN),
    Rule(
        "BR-42",
        "A due date without school stays, with the hint to plan earlier.",
        f"{_OWN} (hint); BVR 31 augustus 2001, art. 7 (schoolvakanties)",
    ),
    Rule("BR-43", "Holidays and a pause do not stop the two months.", f"{_ART_27}; {_OWN}"),
    Rule("BR-44", "A trajectory shorter than two months has an end evaluation only.", _OWN),
    Rule(
        "BR-45",
        "NAFT answers a referral within five working days.",
        f"{_OWN} (termijn); wet van 4 januari 1974 (feestdagen)",
    ),
    Rule(
        "BR-46",
        "The first follow-up comes within three months; closing waits for every engagement.",
        f"draaiboek, deel 4.4; {_OWN} (termijn)",
    ),
)
_KEEPING = (
    Rule(
        "BR-50",
        "NAFT keeps until 35; the CLB ten years after the last contact and until 25, or 30 in BuSO.",
        f"jeugdhulp.be, bewaartermijnen tot 35 jaar; {_CLB_FILE}; {_OWN} (dossier zonder leerling)",
    ),
    Rule(
        "BR-51", "A request to see the file leads to a talk within ten working days.", f"{_CLB_FILE}; {_DRM}, art. 22"
    ),
    Rule("BR-52", "Every view, print, export, signature and refusal is logged.", "jeugdhulp.be, privacy"),
    Rule(
        "BR-53",
        "The CLB export tells the referral, and what the school heard and when.",
        "gegevens van het multidisciplinair dossier (Onderwijs Vlaanderen)",
    ),
    Rule(
        "BR-54",
        "What a reader may not see is not in that reader's file, not even hidden.",
        f"{_CLB_FILE}; CLB Aalst, info aan de school; {_OWN}",
    ),
    Rule("BR-55", "Dutch is the original; a translation is marked and not signed.", "Klasse, brieven vertalen"),
    Rule(
        "BR-56",
        "After a change of school the dossier stays with the CLB until it hands over.",
        "bewaring en overdracht van het CLB-dossier; ikbeslis.be, het leerlingendossier",
    ),
    Rule(
        "BR-57",
        "A request by right is answered within a month, and a refusal says why.",
        "AVG, art. 12, lid 3 en 4",
    ),
    Rule(
        "BR-58",
        "The capable pupil asks in person; a representative only for who is not capable; each about own data.",
        f"{_DRM}, art. 4, 20 tot 24; AVG, art. 15 tot 22",
    ),
    Rule(
        "BR-59",
        "Something is withheld from a copy on one of three grounds, with a motive that is kept.",
        f"{_DRM}, art. 22",
    ),
)

BUSINESS_RULES: tuple[Rule, ...] = (*_REFERRAL, *_GOALS, *_CONSENT, *_SIGNING, *_CLOCK, *_KEEPING)
