"""What is asked when pupil or parents ask something by right about a dossier, and with each answer to it.

Source: decreet rechtspositie minderjarige, art. 20 to 24; AVG, art. 12 and 15 to 22.
"""

from forms.bronnen import EIGEN, RECHT_OP_DOSSIER
from forms.kinds import Choice, Date, Person, Step, Text, When, YesNo
from rules.pupil_rights import EXCEPTIONS, MAY_ASK, Right

AVG_ANTWOORD = "AVG, art. 12"
BIJSTAND = "decreet rechtspositie minderjarige, art. 24"
UIT_HET_DOSSIER = When("vrager_soort", one_of=("partij",))
IEMAND_ANDERS = When("vrager_soort", one_of=("ander",))

VRAAG_OM_EEN_RECHT = Step(
    "recht",
    "Wat wordt er gevraagd, en door wie?",
    Choice(
        "soort", "Wat wordt er gevraagd", "CN", RECHT_OP_DOSSIER, choices={one.value: one.label for one in Right},
    ),
    Choice(
        "vrager_soort", "Wie vraagt het", "CN", RECHT_OP_DOSSIER,
        choices={"partij": "Iemand die in het dossier staat", "ander": "Iemand anders, in naam van iemand"},
    ),
    Person("vrager", "Naam", "CN", RECHT_OP_DOSSIER, roles=MAY_ASK, when=UIT_HET_DOSSIER),
    Text(
        "vrager_naam", "Naam van wie het vraagt", "CN", RECHT_OP_DOSSIER, max_length=160, when=IEMAND_ANDERS,
        hint="Bijvoorbeeld een advocaat.",
    ),
    Person("namens", "In wiens naam", "CN", RECHT_OP_DOSSIER, roles=MAY_ASK, when=IEMAND_ANDERS),
    YesNo("volmacht", "Is er een geschreven volmacht", "CN", RECHT_OP_DOSSIER, when=IEMAND_ANDERS),
    YesNo(
        "enkel_over_zichzelf", "Gaat het enkel om gegevens over de vrager zelf", "CN", RECHT_OP_DOSSIER,
        hint="Telt bij een ouder: beslist de leerling zelf, dan vraagt een ouder alleen wat over die ouder gaat. "
        "Vraagt de leerling het, dan gaat het over het hele dossier.",
    ),
    YesNo(
        "leerling_vraagt_mee", "Vraagt de leerling dit mee", "CN", BIJSTAND, required=False,
        hint="Enkel nodig bij een vertrouwenspersoon: die staat de leerling bij en vraagt dit niet alleen.",
    ),
    Date("gevraagd_op", "Gevraagd op", "CN", AVG_ANTWOORD, past=True, hint="Vanaf deze dag loopt de termijn."),
    Choice(
        "hoe", "Hoe werd het gevraagd", "CN", EIGEN,
        choices={"mondeling": "In een gesprek", "telefoon": "Aan de telefoon", "brief": "Met een brief",
                 "mail": "Met een mail"},
    ),
    Choice(
        "identiteit", "Hoe keek u na wie het is", "CN", AVG_ANTWOORD,
        choices={
            "gekend": "Ik ken deze persoon",
            "kaart": "De identiteitskaart getoond (geen kopie)",
            "teruggebeld": "Teruggebeld op een nummer dat we al hadden",
            "volmacht": "Volmacht en identiteitskaart nagekeken",
        },
        hint="Neem geen kopie van een identiteitskaart, en noteer geen rijksregisternummer.",
    ),
    Text(
        "vraag", "De vraag, in de woorden van wie ze stelt", "CN", RECHT_OP_DOSSIER, lines=4, max_length=2000,
        required=False, hint="Wat wil die persoon weten of veranderd zien?",
    ),
    intro="Noteer elke vraag, ook als ze niet kan. Wie iets vraagt, krijgt altijd een antwoord.",
)  # fmt: skip

AFSPRAAK = Step(
    "afspraak",
    "Wanneer is het gesprek?",
    Date("afspraak_op", "Dag van het gesprek", "CN", RECHT_OP_DOSSIER),
    intro="In het gesprek legt u uit wat er in het dossier staat. De leerling mag iemand meebrengen.",
)

INGEKEKEN = Step(
    "antwoord",
    "Wat kwam er van de vraag?",
    Date("gegeven_op", "Gegeven op", "CN", AVG_ANTWOORD, past=True),
    Text(
        "antwoord", "Wat u liet lezen, gaf of uitlegde", "CN", AVG_ANTWOORD, lines=4, max_length=2000,
        hint="Kort. Schrijf niet opnieuw wat in het dossier staat.",
    ),
)  # fmt: skip

BESLIST = Step(
    "antwoord",
    "Wat beslist u?",
    Choice(
        "besluit", "Besluit", "CN", AVG_ANTWOORD,
        choices={"toegestaan": "Ja, dit gebeurt", "deels": "Ja, voor een deel", "niet": "Nee"},
    ),
    Text(
        "antwoord", "Motivering, zoals u ze aan de vrager geeft", "CN", AVG_ANTWOORD, lines=5, min_length=20,
        max_length=2000,
        hint="Wat gebeurt er en wanneer, of waarom niet. Zeg er ook bij waar iemand een klacht kan indienen.",
    ),
    intro="Wat vastgelegd is, blijft bestaan tot de bewaartermijn om is: het toont wat afgesproken werd. Een dossier "
    "wordt pas daarna vernietigd, door twee mensen. Een beperking staat voortaan op de pagina van het dossier.",
)  # fmt: skip

WEIGERING = Step(
    "weigering",
    "Waarom kan dit niet?",
    Choice(
        "grond", "Grond", "CN", RECHT_OP_DOSSIER,
        choices={one.value: one.label for one in EXCEPTIONS} | {"geen_recht": "Deze persoon heeft dit recht niet"},
    ),
    Text(
        "antwoord", "Motivering, zoals u ze aan de vrager geeft", "CN", AVG_ANTWOORD, lines=5, min_length=20,
        max_length=2000,
        hint="Verklap niet wat u niet meegeeft. Zeg er ook bij waar iemand een klacht kan indienen.",
    ),
    intro="Meestal kan een deel wel. Kijk dan het afschrift na en geef enkel dat deel niet mee.",
)  # fmt: skip

VERBETERING = Step(
    "verbetering",
    "Wat klopt er niet, en wat moet er staan?",
    Choice(
        "soort", "Het is", "CN", RECHT_OP_DOSSIER,
        choices={"verbetering": "Een verbetering van wat er staat", "aanvulling": "Een aanvulling bij wat er staat"},
    ),
    Text(
        "moet_zijn", "Wat er moet staan, in de woorden van wie het vraagt", "CN", RECHT_OP_DOSSIER, lines=5,
        max_length=2000,
    ),
    Choice(
        "besluit", "Besluit", "CN", RECHT_OP_DOSSIER,
        choices={
            "aanvaard": "We nemen dit over in de volgende versie",
            "niet_aanvaard": "We nemen dit niet over, maar het staat er voortaan bij",
        },
    ),
    Text(
        "motivering", "Waarom niet", "CN", RECHT_OP_DOSSIER, lines=4, max_length=1000, min_length=20,
        when=When("besluit", one_of=("niet_aanvaard",)),
    ),
    intro="De oude tekst blijft staan zoals hij ondertekend is. Dit komt ernaast, voor precies dezelfde lezers.",
)  # fmt: skip
