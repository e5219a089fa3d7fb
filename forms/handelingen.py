"""What is asked together with a step of a trajectory: who takes it up, and why. Event slug -> its questions.

Source: draaiboek, deel 3 en 4; decreet rechtspositie minderjarige, art. 8 tot 10 (to agree, to choose, to refuse).
An event without questions (hervatten) is not here.
"""

from forms import waarom
from forms.bronnen import ART_27, DEEL_4_4, EIGEN, PRAKTIJK
from forms.kinds import Choice, Date, Moment, Organisation, Person, Step, Text, When

INSTEMMEN = "decreet rechtspositie minderjarige, art. 8"
KIEZEN = "decreet rechtspositie minderjarige, art. 9"
MOTIVEREN = "Vlaams Parlement, commissie Onderwijs, 5 maart 2020"

HANDELINGEN: dict[str, Step] = {
    "aanvaarden": Step(
        "aanvaarden",
        "Wie begeleidt, en wanneer zit iedereen samen?",
        Person("naft_begeleider", "NAFT-begeleider", "CNSLO", PRAKTIJK, roles=("naft_begeleider",)),
        Moment("eerste_tafel_op", "Dag en uur van de startrondetafel", "CNSLO", PRAKTIJK),
        Text(
            "eerste_tafel_plaats", "Plaats van de startrondetafel", "CNSLO", PRAKTIJK,
            hint="Kies een plaats waar de leerling zich op zijn gemak voelt.",
        ),
        Choice(
            "eerste_tafel_door", "Wie nodigt uit", "CNSLO", PRAKTIJK,
            choices={"clb": "Het CLB", "naft": "De NAFT-aanbieder"}, hint="Gewoonlijk nodigt het CLB uit.",
        ),
    ),
    "op-wachtlijst": Step(
        "op-wachtlijst",
        "Waarom komt de leerling of groep op de wachtlijst?",
        Text("reden", "Motivering", "CN", MOTIVEREN, lines=4, max_length=1000, why=waarom.MOTIVEREN),
        Date(
            "verwacht_vanaf", "Vermoedelijke start", "CN LO", EIGEN, required=False,
            hint="Ook een ruwe schatting helpt het CLB, de leerling en de ouders.",
        ),
    ),
    "meer-info-vragen": Step(
        "meer-info-vragen",
        "Wat wilt u nog weten van het CLB?",
        Text(
            "vraag", "Vraag aan het CLB", "CN", PRAKTIJK, lines=4, min_length=10, max_length=1000,
            hint="Het CLB antwoordt hier; de aanmelding blijft intussen staan.",
        ),
    ),
    "info-geven": Step(
        "info-geven",
        "Wat antwoordt u NAFT?",
        Text(
            "antwoord", "Antwoord aan NAFT", "CN", PRAKTIJK, lines=5, max_length=2000,
            hint="Enkel wat NAFT nodig heeft om te beslissen, en binnen wat de leerling wil delen.",
        ),
    ),
    "doorgeven": Step(
        "doorgeven",
        "Welke aanbieder past beter?",
        Organisation(
            "aanbieder", "Voorgestelde NAFT-aanbieder", "CN LO", KIEZEN, soorten=("naft",), why=waarom.AANBIEDER,
        ),
        Text(
            "reden", "Motivering", "CN", MOTIVEREN, lines=4, max_length=1000, why=waarom.MOTIVEREN,
            hint="Aanmelden doet enkel het CLB, en de leerling en de ouders kiezen mee.",
        ),
    ),
    "weigeren": Step(
        "weigeren",
        "Waarom neemt u deze aanmelding niet op?",
        Text(
            "reden", "Motivering", "CN", MOTIVEREN, lines=4, max_length=1000, why=waarom.MOTIVEREN,
            hint="Het CLB leest dit en kan daarmee bij een andere aanbieder aanmelden.",
        ),
    ),
    "intrekken": Step(
        "intrekken",
        "Waarom wordt de aanmelding ingetrokken?",
        Choice(
            "reden", "Reden", "CN", INSTEMMEN, hint="Het nee van een bekwame leerling volstaat.",
            why=waarom.NIET_MOTIVEREN,
            choices={
                "leerling_stemt_niet_in": "De leerling stemt niet (meer) in",
                "ouders_stemmen_niet_in": "De ouders of vertegenwoordigers stemmen niet (meer) in",
                "vraag_van_school": "Op vraag van de school",
                "andere_hulp": "Andere hulp past beter",
                "verhuis_of_schoolwissel": "Verhuis of verandering van school",
                "andere": "Andere reden",
            },
        ),
        Text(
            "toelichting", "Toelichting", "CN", INSTEMMEN, lines=4, max_length=1000,
            required=When("reden", one_of=("vraag_van_school", "andere_hulp", "andere")),
            hint="Leerling en ouders hoeven hun nee niet te motiveren.",
        ),
    ),
    "opnieuw-aanmelden": Step(
        "opnieuw-aanmelden",
        "Bij welke aanbieder meldt u opnieuw aan?",
        Organisation("aanbieder", "NAFT-aanbieder", "CNSLO", KIEZEN, soorten=("naft",), why=waarom.AANBIEDER),
        Text(
            "toelichting", "Toelichting bij de keuze", "CN LO", KIEZEN, lines=4, max_length=1000, required=False,
            hint="Bijvoorbeeld wat de leerling en de ouders zelf verkiezen.",
        ),
    ),
    "terug-naar-bewerken": Step(
        "terug-naar-bewerken",
        "Waarom moet deze versie opnieuw bewerkt worden?",
        Text(
            "reden", "Reden", "CNSLO", EIGEN, lines=3, max_length=500, required=False,
            hint="Nodig zodra iemand getekend heeft. Iedereen in het dossier kan dit lezen.",
        ),
    ),
    "opschorten": Step(
        "opschorten",
        "Waarom staat het traject even stil?",
        Choice(
            "reden", "Reden", "CN", EIGEN, why=waarom.OPSCHORTEN,
            choices={
                "instemming_ingetrokken": "Een instemming is ingetrokken",
                "ziekte_of_opname": "Ziekte of opname",
                "leerling_onbereikbaar": "De leerling is niet bereikbaar",
                "vraag_leerling_of_ouders": "Op vraag van de leerling of de ouders",
                "andere": "Andere reden",
            },
        ),
        Text(
            "toelichting", "Toelichting", "CN L", EIGEN, lines=4, max_length=1000,
            required=When("reden", one_of=("andere",)), hint="Enkel wat nodig is, geen medische gegevens.",
        ),
        Date(
            "vermoedelijk_tot", "Vermoedelijk tot", "CNSLO", EIGEN, required=False,
            hint="De termijn van twee maanden voor de evaluatie loopt door.",
        ),
    ),
    "stoppen-vragen": Step(
        "stoppen-vragen",
        "Waarom stopt het traject beter?",
        Choice(
            "reden", "Op vraag van", "CN", INSTEMMEN, why=waarom.NIET_MOTIVEREN,
            choices={
                "leerling": "De leerling",
                "ouders": "De ouders of vertegenwoordigers",
                "school": "De school",
                "clb": "Het CLB zelf",
            },
        ),
        Text(
            "toelichting", "Toelichting", "CN", INSTEMMEN, lines=4, max_length=1000, required=False,
            hint="Leerling en ouders hoeven niet te zeggen waarom.",
        ),
    ),
    "overdragen": Step(
        "overdragen",
        "Naar welke aanbieder gaat het traject?",
        Organisation(
            "aanbieder", "Nieuwe NAFT-aanbieder", "CNSLO", f"{KIEZEN}; {ART_27}", soorten=("naft",),
            why=waarom.AANBIEDER,
        ),
        Text("reden", "Reden van de overdracht", "CN LO", KIEZEN, lines=4, max_length=1000),
    ),
    "zonder-nazorg-afsluiten": Step(
        "zonder-nazorg-afsluiten",
        "Waarom is er geen nazorg nodig of mogelijk?",
        Text(
            "reden", "Reden", "CNSLO", f"{DEEL_4_4}; {EIGEN}", lines=4, max_length=1000,
            hint="Iedereen in het dossier kan dit lezen.",
        ),
    ),
    "heropenen": Step(
        "heropenen",
        "Wat is de nieuwe vraag?",
        Text(
            "reden", "Nieuwe zorgvraag", "CN", "draaiboek, deel 3", lines=5, min_length=20, max_length=1500,
            hint="Daarna volgt een nieuwe indicatiestelling.",
        ),
    ),
}  # fmt: skip
