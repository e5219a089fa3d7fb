"""Engagementen na NAFT: who stays engaged to what after the trajectory, and how school and CLB follow it up.

Source: draaiboek, deel 4.4 (led by school and CLB: actively follow up the engagements of everybody concerned).
"""

from forms import waarom
from forms.bronnen import DEEL_4_4, EIGEN, PRAKTIJK
from forms.doelvragen import ROND_LEERLING
from forms.engagementen_eisen import ENGAGEMENTEN_EISEN
from forms.kinds import Choice, Date, Document, Person, Persons, Prefill, RecordType, Repeat, Step, Text
from forms.nazorg import AFSLUITEN, OPVOLGING
from forms.ondertekenaars import ondertekenaars

IN_DE_SCHOOL = ("directie", "leerlingbegeleider", "klastitularis", "leerkracht", "leerondersteuner")

OVERDRACHT = Step(
    "overdracht",
    "Wie neemt het over na NAFT?",
    Person(
        "verantwoordelijke_school",
        "Verantwoordelijke in de school",
        "CNSLO",
        DEEL_4_4,
        IN_DE_SCHOOL,
        why=waarom.REGIE,
        hint="Bij wie kan de leerling op school terecht?",
    ),
    Person(
        "verantwoordelijke_clb",
        "Verantwoordelijke in het CLB",
        "CNSLO",
        DEEL_4_4,
        ("clb",),
        prefill=Prefill("indicatiestelling", "clb_medewerker"),
    ),
    Date(
        "einde_traject",
        "Einde van het NAFT-traject",
        "CNSLO",
        DEEL_4_4,
        given=True,
        required=False,
        prefill=Prefill("evaluatie", "einddatum"),
    ),
    Date(
        "datum_overdracht",
        "Datum van de overdracht",
        "CNSLO",
        PRAKTIJK,
        hint="De dag van het afsluitende overleg, of later.",
    ),
    Persons(
        "deelnemers",
        "Betrokkenen na NAFT",
        "CNSLO",
        DEEL_4_4,
        hint="De leerling hoort er altijd bij. Denk ook aan begeleidingsdienst, leerondersteuner, welzijn en netwerk.",
        why=waarom.DEELNEMERS,
    ),
    Text(
        "terugkeerplan",
        "Terugkeer in de klas en de school",
        "CNSLO",
        PRAKTIJK,
        6,
        2000,
        when=ROND_LEERLING,
        hint="Wanneer, bij wie, en wat is er de eerste weken anders?",
    ),
    Text(
        "wat_blijft",
        "Wat blijft lopen na NAFT?",
        "CNSLO",
        DEEL_4_4,
        5,
        1500,
        hint="Overgenomen uit de samenvatting van de eindevaluatie: hou over wat blijft.",
        prefill=Prefill("evaluatie", "samenvatting"),
    ),
    Text(
        "terugval_signalen",
        "Waaraan merken we dat het moeilijk gaat?",
        "CN LO S*",
        EIGEN,
        4,
        1000,
        why=waarom.TERUGVAL,
        hint="Klein en zichtbaar: te laat komen, minder praten, een vak vermijden.",
    ),
    Text("terugval_plan", "Wat doen we dan?", "CN LO S*", EIGEN, 4, 1000, hint="Wie belt wie, en hoe snel?"),
    short="Overdracht",
)

ENGAGEMENT = Step(
    "engagementen",
    "Wie engageert zich waartoe?",
    Repeat(
        "engagementen",
        "Engagementen",
        "Engagement",
        (
            Person("wie", "Wie", "CNSLO", DEEL_4_4),
            Text("tekst", "Engagement", "CNSLO", DEEL_4_4, 3, 600, hint="Begin met een werkwoord: belt, spreekt af, …"),
            Date("vanaf", "Vanaf", "CNSLO", EIGEN),
            Date("tot", "Tot en met", "CNSLO", EIGEN, required=False),
            Text("hoe_vaak", "Hoe vaak?", "CNSLO", EIGEN, max_length=60, required=False),
            Choice(
                "opvolging_door",
                "Wie volgt op?",
                "CNSLO",
                DEEL_4_4,
                {"school": "School", "clb": "CLB"},
                why=waarom.OPVOLGING,
            ),
            Date("opvolgen_op", "Opvolgdatum", "CNSLO", EIGEN, hint="Binnen de drie maanden na het begin."),
            Choice(
                "aanvaard",
                "Aanvaard door deze persoon",
                "CNSLO",
                DEEL_4_4,
                {"ja": "Ja", "nee": "Nee", "nog_te_vragen": "Nog te vragen"},
                hint="Bij nee staat het in het document als open punt, niet als engagement.",
                why=waarom.AANVAARD,
            ),
        ),
        "E",
        at_most=30,
        hint="Minstens één voor iedereen die een rol opneemt.",
    ),
    short="Engagementen",
)

ENGAGEMENTEN = RecordType(
    slug="engagementen",
    title="Engagementen na NAFT",
    version=1,
    source=DEEL_4_4,
    led_by=("school", "clb"),
    read_by="CNS",
    purpose="School en CLB leggen vast wie zich na NAFT waartoe engageert, en volgen dat actief op "
    "(draaiboek, deel 4.4).",
    declaration="Ik heb deze engagementen gelezen of ze zijn mij voorgelezen, "
    "en ik weet wat van mij en van de anderen verwacht wordt.",
    steps=(OVERDRACHT, ENGAGEMENT, OPVOLGING, AFSLUITEN, ondertekenaars(Prefill("evaluatie", "ondertekenaars"))),
    documents=(
        Document("D4", "Engagementen na NAFT", "engagementen.docx", "CNSLO"),
        Document("D4L", "Wie blijft erbij, in het kort", "engagementen-kort.docx", "LO"),
    ),
    checks=ENGAGEMENTEN_EISEN,
)
