"""Evaluatie: how far the goals are, with everybody concerned, and what happens next; also the end of a trajectory.

Source: BVR 5 april 2019, art. 27 and draaiboek, deel 4 (at least every two months, with all concerned, adjusting
where needed); art. 8 and draaiboek, deel 4 (the pedagogische begeleidingsdienst).
"""

from forms import waarom
from forms.bronnen import ART_27, EIGEN, PRAKTIJK, RECHT_OP_DOSSIER, SCHOOL_EN_PBD
from forms.doelresultaten import PER_AFSPRAAK, PER_DOELSTELLING
from forms.doelvragen import AANWEZIGHEID, SCHOOLDOELEN
from forms.evaluatie_eisen import EVALUATIE_EISEN
from forms.kinds import Choice, Date, Document, Number, Person, Prefill, RecordType, Repeat, Step, Text, When
from forms.ondertekenaars import ondertekenaars
from forms.trajecteinde import EINDE

TE_LAAT = When("dagen_te_laat", at_least=1)
GAAT_VERDER = When("besluit_traject", one_of=("verderzetten", "bijsturen"))

OVERLEG = Step(
    "overleg",
    "Wanneer en met wie evalueerden we?",
    Choice(
        "soort",
        "Soort evaluatie",
        "CNSLO",
        ART_27,
        {
            "tussentijds": "Tussentijdse evaluatie",
            "eind": "Eindevaluatie",
            "vroegtijdig": "Eindevaluatie bij vroegtijdige stop",
        },
        why=waarom.SOORT_EVALUATIE,
        hint="Elk traject eindigt met één eindevaluatie.",
    ),
    Number("nummer", "Evaluatie nummer", "CNSLO", EIGEN, automatic="volgnummer", required=False),
    Date("uiterlijk_op", "Moest ten laatste op", "CNS", ART_27, automatic="evaluatie_uiterlijk", required=False),
    Date("datum_overleg", "Datum van het overleg", "CNSLO", ART_27, past=True),
    Number(
        "te_laat",
        "Te laat",
        "CN S LO",
        ART_27,
        unit="dagen",
        one="dag",
        automatic="dagen_te_laat",
        when=TE_LAAT,
        required=False,
    ),
    Choice(
        "reden_te_laat",
        "Waarom kwam de evaluatie later?",
        "CN S LO",
        ART_27,
        {
            "ziekte": "Ziekte",
            "vakantie": "Vakantie",
            "niet_bereikt": "Iemand was niet te bereiken",
            "verplaatst": "Verplaatst op vraag van een betrokkene",
            "andere": "Andere reden",
        },
        when=TE_LAAT,
        hint="Wordt mee afgedrukt.",
        why=waarom.TE_LAAT,
    ),
    Text(
        "toelichting_te_laat",
        "Toelichting bij de reden",
        "CN S LO",
        ART_27,
        2,
        300,
        when=TE_LAAT,
        required=When("reden_te_laat", one_of=("verplaatst", "andere")),
        hint="Bij verplaatsen: op vraag van wie. Zonder oordeel over iemand.",
    ),
    Choice(
        "vorm",
        "Vorm",
        "CNSLO",
        PRAKTIJK,
        {
            "rondetafel": "Rondetafel, samen op één plaats",
            "online": "Online",
            "telefonisch": "Telefonisch",
            "schriftelijk": "Schriftelijk",
        },
        hint="Schriftelijk kan enkel als alle betrokkenen hun inbreng gaven.",
    ),
    Repeat(
        "betrokkenen",
        "Betrokkenen",
        "Betrokkene",
        (
            Person("persoon", "Wie", "CNSLO", ART_27),
            Choice(
                "aanwezigheid",
                "Aanwezigheid",
                "CNSLO",
                ART_27,
                {**AANWEZIGHEID, "afwezig": "Afwezig zonder bericht", "inbreng_vooraf": "Gaf vooraf inbreng"},
            ),
            Text(
                "vertegenwoordigd_door",
                "Vertegenwoordigd door",
                "CNSLO",
                ART_27,
                max_length=120,
                when=When("aanwezigheid", one_of=("vertegenwoordigd",)),
            ),
        ),
        "P",
        at_most=30,
        hint="Iedereen van de doelstellingen en afspraken krijgt een regel.",
        prefill=Prefill("doelen", "aanwezigen", {"persoon": "persoon"}),
        why=waarom.BETROKKENEN,
    ),
    short="Overleg",
)

BESLUIT = Step(
    "besluit",
    "Wat besluiten we samen?",
    Text("wat_werkt", "Wat werkt?", "CNSLO", PRAKTIJK, 5, 1500, hint="Krachten, mensen en afspraken die helpen."),
    Text(
        "obstakels",
        "Wat staat in de weg?",
        "CN LO S*",
        EIGEN,
        5,
        1500,
        required=False,
        hint="Wat remt, zonder iemand de schuld te geven.",
    ),
    Text(
        "klasklimaat",
        "Klasklimaat",
        "CNS",
        ART_27,
        5,
        1500,
        when=When("soort_dossier", one_of=("klasgroep",)),
        hint="Noteer geen namen van leerlingen.",
        why=waarom.KLASKLIMAAT,
    ),
    Text(
        "betrokkenheid_pbd",
        "Hoe was de begeleidingsdienst betrokken sinds de vorige evaluatie?",
        "CNSP",
        SCHOOL_EN_PBD,
        4,
        600,
        when=SCHOOLDOELEN,
        hint="Noteer geen namen van leerlingen.",
        why=waarom.PBD,
    ),
    Choice(
        "besluit_traject",
        "Besluit over het traject",
        "CNSLO",
        ART_27,
        {
            "verderzetten": "Verderzetten",
            "bijsturen": "Verderzetten met bijsturing",
            "afronden": "Afronden",
            "stoppen": "Stoppen",
            "overdragen": "Overdragen aan een andere aanbieder",
        },
        why=waarom.BESLUIT,
    ),
    Date(
        "uiterste_datum_volgende",
        "Volgende evaluatie ten laatste op",
        "CNSLO",
        ART_27,
        automatic="volgende_evaluatie_uiterlijk",
        when=GAAT_VERDER,
        required=False,
    ),
    Date(
        "volgende_evaluatie",
        "Geplande datum van de volgende evaluatie",
        "CNSLO",
        ART_27,
        when=GAAT_VERDER,
        hint="Op of voor de uiterste datum.",
    ),
    Text(
        "interne_nota_naft",
        "Interne nota van NAFT",
        "N!",
        RECHT_OP_DOSSIER,
        6,
        4000,
        required=False,
        printed=False,
        hint="Enkel voor NAFT. Komt in geen enkel document.",
        why=waarom.NOTA_NAFT,
    ),
    short="Besluit",
)

EVALUATIE = RecordType(
    slug="evaluatie",
    title="Evaluatie",
    version=1,
    source=ART_27,
    led_by=("naft",),
    read_by="CNS",
    purpose="Minstens om de twee maanden kijken alle betrokkenen samen hoe ver de doelen staan, en sturen ze bij waar "
    "dat nodig is. Ook het einde van een traject staat in een evaluatie (BVR 5 april 2019, art. 27).",
    declaration="Ik heb dit evaluatieverslag gelezen of het is mij voorgelezen, "
    "en ik kon zeggen hoe ik het zie en er opmerkingen bij geven.",
    steps=(
        OVERLEG,
        PER_DOELSTELLING,
        PER_AFSPRAAK,
        BESLUIT,
        EINDE,
        ondertekenaars(Prefill("doelen", "ondertekenaars")),
    ),
    documents=(
        Document("D3", "Evaluatieverslag", "evaluatie.docx", "CNSLO"),
        Document("D3L", "Hoe het ging, in het kort", "evaluatie-kort.docx", "LO"),
    ),
    checks=EVALUATIE_EISEN,
)
