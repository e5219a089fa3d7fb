"""Following up the engagements after NAFT, and closing: two steps of engagementen na NAFT, asked during the aftercare.

Source: draaiboek, deel 4.4 (actively follow up, led by school and CLB); deel 3 (a new question goes to the CLB).
"""

from forms import waarom
from forms.bronnen import CODE_P, DEEL_3, DEEL_4_4
from forms.doelvragen import ROND_LEERLINGEN
from forms.kinds import Choice, Date, Number, Person, Reference, Repeat, Step, Text, When, YesNo

IN_NAZORG = When("nazorg", one_of=("ja",))

OPVOLGING = Step(
    "opvolgmomenten",
    "Hoe gaat het met de engagementen?",
    Repeat(
        "opvolgmomenten",
        "Opvolgmomenten",
        "Opvolgmoment",
        (
            Reference("engagement", "Engagement", "CNSLO", DEEL_4_4, "engagementen", "tekst"),
            Date("datum", "Datum", "CNSLO", DEEL_4_4, past=True),
            Person("door", "Door wie?", "CNSLO", DEEL_4_4),
            Choice(
                "vorm",
                "Vorm",
                "CNSLO",
                DEEL_4_4,
                {
                    "gesprek": "Gesprek",
                    "telefoon": "Telefoon",
                    "klassenraad": "Klassenraad",
                    "huisbezoek": "Huisbezoek",
                    "mail": "Mail",
                },
            ),
            Choice(
                "stand",
                "Stand",
                "CNSLO",
                DEEL_4_4,
                {
                    "nagekomen": "Nagekomen",
                    "deels": "Deels nagekomen",
                    "niet": "Niet nagekomen",
                    "vervallen": "Vervallen",
                    "aangepast": "Aangepast",
                },
            ),
            Text(
                "verslag",
                "Kort verslag",
                "CN LO S*",
                DEEL_4_4,
                4,
                1000,
                required=When("stand", one_of=("deels", "niet")),
                hint="Wat is er nodig om het te laten lukken?",
            ),
            Number(
                "afwezigheden",
                "Problematische afwezigheden sinds het einde van NAFT",
                "CNS LO",
                CODE_P,
                at_most=360,
                unit="halve dagen",
                one="halve dag",
                required=False,
                when=ROND_LEERLINGEN,
                why=waarom.AFWEZIGHEDEN,
            ),
            YesNo(
                "nieuwe_zorgvraag",
                "Is er een nieuwe zorgvraag?",
                "CN LO",
                DEEL_3,
                required=False,
                why=waarom.NIEUWE_VRAAG,
                hint="Iets waarvoor de engagementen niet volstaan.",
            ),
            Choice(
                "nieuwe_zorgvraag_naar",
                "Waar gaat die vraag naartoe?",
                "CN LO",
                DEEL_3,
                {
                    "clb": "Terug naar het CLB",
                    "naft": "Nieuw NAFT-traject",
                    "ander_aanbod": "Ander aanbod",
                },
                when=When("nieuwe_zorgvraag", one_of=(True,)),
                hint="Voor een nieuw NAFT-traject maakt het CLB een nieuwe indicatiestelling in dit dossier.",
            ),
        ),
        "M",
        at_most=60,
    ),
    short="Opvolgmomenten",
    when=IN_NAZORG,
    later="Kan nu nog niet: vanaf de nazorg.",
)

AFSLUITEN = Step(
    "afsluiten",
    "Kan de opvolging stoppen?",
    Date(
        "afgesloten_op",
        "Afgesloten op",
        "CNSLO",
        DEEL_4_4,
        past=True,
        required=False,
        hint="Laat leeg zolang de opvolging loopt. Elk engagement heeft eerst een laatste stand.",
    ),
    Choice(
        "resultaat",
        "Resultaat",
        "CNSLO",
        DEEL_4_4,
        {
            "nagekomen": "Engagementen nagekomen",
            "deels_nagekomen": "Engagementen deels nagekomen",
            "niet_meer_op_school": "De leerling is niet meer op school",
            "nieuwe_hulp": "Er is nieuwe hulp opgestart",
            "geen_contact": "Geen contact meer",
        },
        when=When("afgesloten_op", answered=True),
    ),
    short="Afsluiten",
    when=IN_NAZORG,
    later="Kan nu nog niet: vanaf de nazorg.",
)
