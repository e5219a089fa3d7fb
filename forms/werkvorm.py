"""How, where and how long NAFT works with the pupil and with the school: two steps of doelstellingen en afspraken.

Source: BVR 5 april 2019, art. 27 (which actions), art. 8 and draaiboek, deel 4 (support of the school: the school
first tells its pedagogische begeleidingsdienst, without data of pupils); AgODi, afwezigheidscode P.
"""

from forms import waarom
from forms.bronnen import ART_27, CODE_P, EIGEN, HALVE_DAGEN, PRAKTIJK, SCHOOL_EN_PBD
from forms.doelvragen import ROND_LEERLINGEN, SCHOOLDOELEN
from forms.kinds import Choice, Choices, Date, Number, Person, Prefill, Schedule, Step, Text, When

INTERVENTIES_LEERLING = {
    "individueel": "Individuele begeleiding",
    "groep": "Begeleiding in groep",
    "leeromgevingen": "Diverse leeromgevingen",
    "herstelgericht": "Herstelgericht werken",
    "verbindend": "Verbindende activiteiten in de school",
}
INTERVENTIES_SCHOOL = {
    "remedierend": "Remediërend",
    "preventief": "Preventief",
    "vorming": "Vorming",
    "procesbegeleiding": "Ontwikkeling en procesbegeleiding",
    "supervisie": "Supervisie",
    "coaching": "Coaching",
}
PLAATS = {
    "school": "School",
    "naft_locatie": "NAFT-locatie",
    "leerplek": "Leerplek",
    "thuis": "Thuis",
    "andere": "Andere plaats",
}
CODE_P_GEKOZEN = When("afwezigheid_op_school", one_of=("code_p",))

WERKVORM = Step(
    "werkvorm",
    "Hoe, waar en hoe lang werken we?",
    Choices(
        "interventies_leerling",
        "Interventies met de leerling of de groep",
        "CNSLO",
        ART_27,
        INTERVENTIES_LEERLING,
        when=ROND_LEERLINGEN,
        required=When("schooldoelen", one_of=("nee",)),
    ),
    Choices("plaats", "Plaats", "CNSLO", ART_27, PLAATS),
    Text(
        "plaats_andere",
        "Welke leerplek of andere plaats?",
        "CNSLO",
        ART_27,
        when=When("plaats", one_of=("leerplek", "andere")),
    ),
    Date(
        "aangemeld_op",
        "Aangemeld op",
        "CNSLO",
        ART_27,
        given=True,
        required=False,
        prefill=Prefill("indicatiestelling", "datum_aanmelding"),
    ),
    Date(
        "startdatum",
        "Startdatum",
        "CNSLO",
        EIGEN,
        hint="De eerste dag van het traject. Vanaf hier telt de termijn van twee maanden.",
    ),
    Date(
        "vermoedelijk_einde",
        "Vermoedelijke einddatum",
        "CNSLO",
        PRAKTIJK,
        required=False,
        hint="Zo kort als het kan, zo lang als het moet. Kijk nog eens na als het langer dan een jaar is.",
    ),
    Number(
        "dagdelen_per_week",
        "Dagdelen NAFT per week",
        "CNSLO",
        HALVE_DAGEN,
        at_most=10,
        unit="dagdelen",
        one="dagdeel",
        hint="Een dagdeel is een voormiddag of een namiddag.",
        why=waarom.DAGDELEN,
    ),
    Choice(
        "afwezigheid_op_school",
        "Afwezigheid op school",
        "CNS LO",
        CODE_P,
        {"geen": "Geen afwezigheid", "code_p": "Code P, met akkoord van de directie"},
        when=ROND_LEERLINGEN,
        why=waarom.CODE_P,
        hint="Met code P is de leerling gewettigd afwezig.",
    ),
    Date("akkoord_directie_op", "Akkoord van de directie op", "CNS LO", CODE_P, past=True, when=CODE_P_GEKOZEN),
    Schedule(
        "weekschema",
        "Weekschema",
        "CNSLO",
        EIGEN,
        when=ROND_LEERLINGEN,
        required=CODE_P_GEKOZEN,
        hint="Het aantal keer NAFT is het aantal dagdelen hierboven. Nodig als de leerling lessen mist.",
    ),
    short="Werkvorm en duur",
)

SCHOOLONDERSTEUNING = Step(
    "schoolondersteuning",
    "Hoe ondersteunen we de school?",
    Text(
        "thema_school",
        "Thema van de ondersteuning",
        "CNSLOP",
        SCHOOL_EN_PBD,
        max_length=160,
        hint="De begeleidingsdienst leest dit: noteer geen namen van leerlingen.",
    ),
    Choices("interventies_school", "Interventies met de school", "CNSP LO", SCHOOL_EN_PBD, INTERVENTIES_SCHOOL),
    Choice(
        "pbd_op_de_hoogte",
        "Heeft de school haar pedagogische begeleidingsdienst op de hoogte gebracht?",
        "CNSP",
        SCHOOL_EN_PBD,
        {"ja": "Ja", "nog_niet": "Nog niet"},
        hint="De school doet dit zelf, voor de eerste actie.",
        prefill=Prefill("indicatiestelling", "pbd_op_de_hoogte"),
        why=waarom.PBD,
    ),
    Date(
        "pbd_op",
        "Begeleidingsdienst op de hoogte sinds",
        "CNSP",
        SCHOOL_EN_PBD,
        past=True,
        prefill=Prefill("indicatiestelling", "pbd_op"),
    ),
    Person(
        "pbd_persoon",
        "Contactpersoon bij de begeleidingsdienst",
        "CNSP",
        SCHOOL_EN_PBD,
        ("pbd",),
        prefill=Prefill("indicatiestelling", "pbd_persoon"),
    ),
    Date("eerste_schoolactie_op", "Eerste actie met de school op", "CNSP", SCHOOL_EN_PBD),
    short="Schoolondersteuning",
    intro="Minstens één doel gaat over leerkrachten of de school. De begeleidingsdienst krijgt hiervan een melding, "
    "zonder gegevens van leerlingen.",
    when=SCHOOLDOELEN,
    later="Enkel als een doel over leerkrachten of de school gaat.",
)
