"""The end of a trajectory, planned or early: a step of the evaluation.

Source: BVR 5 april 2019, art. 27 and draaiboek, deel 4 (feedback to all parties); decreet rechtspositie minderjarige,
art. 10 and 11 (the pupil's own say); bewaartermijnen in de jeugdhulp (Opgroeien).
"""

from forms import waarom
from forms.bronnen import BEWAREN, EIGEN, PRAKTIJK, RECHT_OP_INBRENG, REGISTRATIE, TERUGKOPPELING
from forms.doelvragen import ROND_LEERLING, ROND_LEERLINGEN
from forms.kinds import Choice, Choices, Date, Repeat, Step, Text, When, YesNo

REDEN_EINDE = {
    "doelen_bereikt": "De doelen zijn bereikt",
    "onderling_overleg": "Einde in onderling overleg",
    "leerling_stopt": "De leerling stopt",
    "ouders_stoppen": "De ouders stoppen",
    "school_stopt": "De school stopt",
    "aanbieder_stopt": "De aanbieder stopt",
    "andere_aanbieder": "Verder bij een andere aanbieder",
    "verhuis": "Verhuis of andere school",
    "opname": "Opname of verblijf",
    "andere_hulp": "Andere hulp is meer aangewezen",
    "uit_onderwijs": "Uitstroom uit het onderwijs",
    "andere": "Andere reden",
}
PERSPECTIEF_EINDE = {
    "eigen_klas": "Terug in de eigen klas",
    "andere_richting": "Zelfde school, andere richting",
    "andere_school": "Andere school",
    "buso": "Buitengewoon secundair onderwijs (BuSO)",
    "werken_en_leren": "Deeltijds onderwijs (DBSO), duaal leren of leertijd",
    "leerrecht": "Leerrecht op langere termijn",
    "werk": "Werk of opleiding",
    "hulpverlening": "Hulpverlening",
    "onbekend": "Nog onbekend",
}
PARTIJEN = {
    "leerling": "Leerling",
    "ouders": "Ouders",
    "school": "School",
    "clb": "CLB",
    "naft": "NAFT-aanbieder",
    "andere": "Iemand anders",
}

EINDE = Step(
    "einde",
    "Hoe ronden we het traject af?",
    Date("einddatum", "Einddatum van het traject", "CNSLO", EIGEN, hint="Ten laatste veertien dagen na dit overleg."),
    Choice(
        "reden_einde",
        "Reden van het einde",
        "CN L O S",
        REGISTRATIE,
        REDEN_EINDE,
        why=waarom.REDEN_EINDE,
        hint="Kies wat het meest doorwoog.",
    ),
    Choices(
        "initiatief_einde",
        "Op initiatief van",
        "CN L",
        RECHT_OP_INBRENG,
        PARTIJEN,
        when=When("soort", one_of=("vroegtijdig",)),
        hint="Enkel wie het initiatief nam, zonder oordeel.",
        why=waarom.INITIATIEF,
    ),
    Choice(
        "perspectief_einde",
        "Perspectief bij het einde",
        "CNSLO",
        PRAKTIJK,
        PERSPECTIEF_EINDE,
        why=waarom.PERSPECTIEF_EINDE,
        hint="Waar gaat de leerling of de groep nu naartoe?",
    ),
    Text(
        "samenvatting",
        "Samenvatting voor alle partijen",
        "CNSLO",
        TERUGKOPPELING,
        8,
        3000,
        hint="Iedereen leest deze tekst, ook de leerling. Schrijf eenvoudig en noem wat gelukt is.",
        why=waarom.SAMENVATTING,
    ),
    Repeat(
        "vervolghulp",
        "Vervolghulp",
        "Vervolghulp",
        (
            Text("hulp", "Welke hulp?", "CN LO", REGISTRATIE, hint="De soort hulp of de naam van de dienst."),
            Choice(
                "gerealiseerd",
                "Hoe ver staat het?",
                "CN LO",
                REGISTRATIE,
                {"aangewezen": "Aangewezen", "aangevraagd": "Aangevraagd", "gerealiseerd": "Gerealiseerd"},
            ),
        ),
        "V",
        at_least=0,
        at_most=10,
        required=False,
    ),
    Choice(
        "tevredenheid",
        "Wat vond je van het traject?",
        "CN L",
        EIGEN,
        {"5": "Heel goed", "4": "Goed", "3": "Gaat zo", "2": "Niet zo goed", "1": "Helemaal niet goed"},
        required=False,
        when=ROND_LEERLING,
        hint="Voor de leerling. Je mag dit overslaan.",
        why=waarom.TEVREDENHEID,
    ),
    Text(
        "tevredenheid_tekst",
        "Wil je er iets over zeggen?",
        "CN L",
        EIGEN,
        4,
        800,
        required=False,
        when=ROND_LEERLING,
        hint="Voor de leerling. Je ouders en de school lezen dit niet.",
    ),
    YesNo(
        "bewaartermijn_verteld",
        "Leerling of ouders geïnformeerd over de bewaartermijn en het recht op een kopie?",
        "CN LO",
        BEWAREN,
        when=ROND_LEERLINGEN,
        hint="NAFT bewaart het dossier tot de leerling 35 jaar is.",
        why=waarom.BEWAARTERMIJN,
    ),
    Date(
        "bewaartermijn_verteld_op",
        "Geïnformeerd op",
        "CN LO",
        BEWAREN,
        past=True,
        when=When("bewaartermijn_verteld", one_of=(True,)),
    ),
    short="Einde",
    when=When("soort", one_of=("eind", "vroegtijdig")),
    later="Enkel bij een eindevaluatie of een vroegtijdige stop.",
)
