"""Doelstellingen en afspraken: what NAFT agrees with the CLB, the pupil and the context, in numbered versions.

Source: BVR 5 april 2019, art. 27 (goals with CLB, pupil and context; agreements on duration, method, follow-up and
evaluation; an evaluation at least every two months); art. 8 and draaiboek, deel 4 (support of the school itself: the
school first tells its pedagogische begeleidingsdienst).
"""

from forms import waarom
from forms.bronnen import ART_27, DISCRETIE, EIGEN, PRAKTIJK, RECHT_OP_INBRENG, TAAL
from forms.doelen_eisen import DOELEN_EISEN
from forms.doelvragen import (
    AANWEZIGHEID,
    AFSPRAAKVRAGEN,
    DOELVRAGEN,
    SCHOOLDOELEN,
)
from forms.kinds import (
    Choice,
    Choices,
    Date,
    Document,
    Number,
    Person,
    Prefill,
    RecordType,
    Repeat,
    Step,
    Text,
    When,
    YesNo,
)
from forms.ondertekenaars import ondertekenaars
from forms.vraagverheldering import VRAAGVERHELDERING
from forms.werkvorm import SCHOOLONDERSTEUNING, WERKVORM

REDEN_VERSIE = {
    "bijsturing": "Bijsturing na een evaluatie",
    "verandering_aanbieder": "Verandering van aanbieder",
    "leerling_12": "De leerling werd 12",
    "leerling_18": "De leerling werd 18",
    "schoolverandering": "Verandering van school",
    "andere": "Andere reden",
}

RONDETAFEL = Step(
    "rondetafel",
    "Wie zat rond de tafel?",
    Number("versienummer", "Versie", "CNSLO", ART_27, automatic="versie", required=False),
    Choice(
        "reden_versie", "Reden van deze nieuwe versie", "CNSLO", ART_27, REDEN_VERSIE, when=When("versie", at_least=2)
    ),
    Date("datum_overleg", "Datum van het overleg", "CNSLO", PRAKTIJK, past=True),
    Text("plaats_overleg", "Plaats van het overleg", "CNSLO", PRAKTIJK, max_length=120),
    Repeat(
        "aanwezigen",
        "Aanwezigen",
        "Aanwezige",
        (
            Person("persoon", "Wie", "CNSLO", ART_27),
            Choice("aanwezigheid", "Aanwezigheid", "CNSLO", ART_27, AANWEZIGHEID),
            Text(
                "toelichting",
                "Reden of vertegenwoordiger",
                "CNSLO",
                ART_27,
                when=When("aanwezigheid", one_of=("verontschuldigd", "vertegenwoordigd", "afwezig")),
            ),
        ),
        "P",
        hint="Het CLB en de leerling staan altijd in de lijst, ook als ze er niet bij konden zijn.",
        why=waarom.AANWEZIGEN,
    ),
    short="Rondetafel",
)

DOELSTELLINGEN = Step(
    "doelstellingen",
    "Welke doelen spreken we af?",
    Repeat(
        "doelen",
        "Doelstellingen",
        "Doelstelling",
        (
            *DOELVRAGEN,
            Choice(
                "stand",
                "Stand",
                "CNSLO",
                ART_27,
                {"open": "Open", "bereikt": "Bereikt", "bijgesteld": "Bijgestuurd", "stopgezet": "Stopgezet"},
                given=True,
                required=False,
            ),
        ),
        "D",
        at_most=8,
        about=("voor_leerlingen", "voor_ouders"),
        hint="Gaat een doel over leerkrachten of de school, dan vragen we verder ook naar de begeleidingsdienst.",
    ),
    short="Doelstellingen",
)

AFSPRAKEN = Step(
    "afspraken",
    "Wat spreken we af?",
    Repeat(
        "afspraken",
        "Afspraken",
        "Afspraak",
        AFSPRAAKVRAGEN,
        "A",
        at_least=4,
        at_most=30,
        hint="Minstens één over duur, methodiek en invulling, opvolging en evaluatie.",
        why=waarom.AFSPRAKEN,
    ),
    Person(
        "peter_meter",
        "Peter of meter op school",
        "CNSLO",
        PRAKTIJK,
        required=False,
        hint="Iemand bij wie de leerling altijd terecht kan.",
    ),
    Text(
        "terugkoppeling_school",
        "Wat koppelt NAFT terug aan de school?",
        "CNSLO",
        DISCRETIE,
        4,
        800,
        hint="Enkel wat de school nodig heeft, en binnen wat de leerling of de ouders willen delen.",
        why=waarom.TERUGKOPPELING,
    ),
    short="Afspraken",
)

OPVOLGING = Step(
    "opvolging",
    "Wanneer en hoe evalueren we?",
    Text(
        "hoe_evalueren",
        "Hoe evalueren we?",
        "CNSLO",
        ART_27,
        4,
        800,
        hint="Wie zit samen, hoe bereidt ieder zich voor, en hoe komt de leerling aan het woord?",
    ),
    Date(
        "uiterste_datum_evaluatie",
        "Uiterste datum van de volgende evaluatie",
        "CNSLO",
        ART_27,
        hint="Ten laatste twee maanden na de start of na de vorige evaluatie. Vroeger mag, later niet.",
        prefill=Prefill("feit", "volgende_evaluatie_uiterlijk"),
        why=waarom.UITERSTE_DATUM,
    ),
    Date(
        "geplande_evaluatie",
        "Geplande datum van de volgende evaluatie",
        "CNSLO",
        ART_27,
        hint="Op of voor de uiterste datum.",
    ),
    Choices(
        "herinnering_naar",
        "Wie krijgt ook een herinnering?",
        "CN",
        EIGEN,
        {"clb": "CLB", "school": "School"},
        required=False,
        hint="De NAFT-begeleider krijgt ze altijd.",
    ),
    Repeat(
        "opmerkingen",
        "Opmerkingen van de partijen",
        "Opmerking",
        (
            Person("wie", "Van wie", "CNSLO", RECHT_OP_INBRENG),
            Text("tekst", "Opmerking", "CNSLO", RECHT_OP_INBRENG, 4, 800),
        ),
        "O",
        at_least=0,
        required=False,
        hint="Wordt mee afgedrukt. Wie iets opmerkt, kan dat tot het vastleggen intrekken.",
        why=waarom.OPMERKINGEN,
    ),
    YesNo(
        "tolk_gebruikt", "Was er een tolk bij?", "CNSLO", TAAL, when=When("tolk_nodig", one_of=("ja",)), why=waarom.TOLK
    ),
    Text(
        "tolk_taal",
        "In welke taal of talen?",
        "CNSLO",
        TAAL,
        max_length=80,
        when=When("tolk_gebruikt", one_of=(True,)),
        why=waarom.TOLK,
    ),
    # BR-55: Dutch is the original that is signed; a translation is an annex, marked as such.
    YesNo(
        "vertaalde_bijlage",
        "Komt er een vertaalde bijlage bij?",
        "CNSLO",
        TAAL,
        when=When("tolk_nodig", one_of=("ja",)),
        hint="Met de vermelding “Vertaling - enkel ter informatie”. Ondertekend wordt de Nederlandse tekst.",
        why=waarom.TAAL,
    ),
    short="Opvolging en evaluatie",
)

DOELEN = RecordType(
    slug="doelen",
    title="Doelstellingen en afspraken",
    version=1,
    source=ART_27,
    led_by=("naft",),
    read_by="CNS",
    purpose="NAFT, CLB, leerling en context spreken samen af waaraan ze werken, hoe, hoe lang, en hoe ze het opvolgen. "
    "Het traject start als iedereen die moet tekenen, getekend heeft (BVR 5 april 2019, art. 27).",
    declaration="Ik heb deze doelstellingen en afspraken gelezen of ze zijn mij voorgelezen, "
    "en ik kon er mijn vragen en opmerkingen bij geven.",
    steps=(
        RONDETAFEL,
        VRAAGVERHELDERING,
        DOELSTELLINGEN,
        WERKVORM,
        SCHOOLONDERSTEUNING,
        AFSPRAKEN,
        OPVOLGING,
        ondertekenaars(),
    ),
    documents=(
        Document("D2", "Doelstellingen en afspraken", "doelen.docx", "CNSLO"),
        Document("D2L", "Onze afspraken in het kort", "afspraken-kort.docx", "LO"),
        Document("D2P", "Melding aan de pedagogische begeleidingsdienst", "melding-pbd.docx", "P", SCHOOLDOELEN),
    ),
    checks=DOELEN_EISEN,
)
