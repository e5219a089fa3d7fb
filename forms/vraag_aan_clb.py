"""A question to the CLB, from somebody who may not refer, and the CLB's answer (BR-01). It is no dossier yet.

Source: draaiboek, deel 3 (the CLB refers). Asked as little as lets a CLB call back: who the pupil is, is told then.
"""

from forms import waarom
from forms.bronnen import DEEL_3, DISCRETIE, EIGEN, RECHT_OP_INBRENG
from forms.kinds import Choice, Choices, Organisation, Phone, Step, Text, When

SOORTEN = {
    "leerling": "Eén leerling",
    "leerlingen": "Meerdere leerlingen",
    "klasgroep": "Een klasgroep",
    "school": "Enkel een school",
}
"""The kinds of dossier, as somebody who opens none calls them."""

LEERLING = When("soort", one_of=("leerling", "leerlingen"))
MET_LEERLINGEN = When("soort", one_of=("leerling", "leerlingen", "klasgroep"))
BUITEN_DE_SCHOOL = When("van_school", one_of=("nee",))
"""`van_school` is a fact that the page gives: does the question come from a school? Then the school is known."""

VRAAG_AAN_CLB = Step(
    "vraag",
    "Wat wilt u aan het CLB vragen?",
    Organisation("clb", "Aan welk CLB", "CNSP", DEEL_3, soorten=("clb",), hint="Het CLB van de school."),
    Choice("soort", "Voor wie", "CNSP", DEEL_3, choices=SOORTEN),
    Text(
        "over_wie", "Over wie gaat het", "CNSP", EIGEN, max_length=80, when=LEERLING,
        hint="Enkel de voornaam en de eerste letter van de familienaam, bijvoorbeeld Kobe V. "
        "Geen rijksregisternummer, en niet meer dan nodig is.",
        why=waarom.OVER_WIE,
    ),
    Text(
        "klas", "Leerjaar en klas", "CNSP", EIGEN, max_length=60, when=MET_LEERLINGEN,
        hint="Bijvoorbeeld: vierde jaar, 4 Hout.",
    ),
    Text(
        "school", "Welke school", "CNSP", EIGEN, max_length=120, when=BUITEN_DE_SCHOOL,
        hint="De naam en de gemeente van de school.",
    ),
    Choices(
        "eerste_vraag_van", "Wie stelde de vraag het eerst", "CNSP", DEEL_3,
        choices={
            "leerling": "Leerling",
            "ouders": "Ouders",
            "school": "School",
            "welzijn": "Voorziening of welzijnsdienst",
            "politie_justitie": "Politie of justitie",
            "andere": "Iemand anders",
        },
    ),
    Text(
        "vraag", "De vraag", "CNSP", DEEL_3, lines=8, max_length=2000,
        hint="Wat ziet u, wat werd al geprobeerd, en wat hoopt u van het CLB? Geen medische gegevens.",
    ),
    Choices(
        "weten_ervan", "Wie weet van deze vraag", "CNSP", RECHT_OP_INBRENG, when=MET_LEERLINGEN, exclusive="niemand",
        choices={"leerling": "Leerling", "ouders": "Ouders", "niemand": "Nog niemand van hen"},
        why=waarom.WETEN_ERVAN,
    ),
    Text(
        "reden_niet_verteld", "Waarom nog niet", "CNSP", RECHT_OP_INBRENG, lines=3, max_length=500,
        when=When("weten_ervan", one_of=("niemand",)),
        hint="Spreek met het CLB af wie het hun vertelt, en wanneer.",
    ),
    Phone("telefoon", "Telefoonnummer", "CNSP", EIGEN, hint="Waarop het CLB u op het werk bereikt."),
    intro="Alleen een CLB meldt aan bij NAFT. Met uw vraag begint nog geen dossier: "
    "het CLB leest ze, antwoordt u, en opent een dossier als dat nodig is.",
)  # fmt: skip

ANTWOORD = Step(
    "antwoord",
    "Wat antwoordt u?",
    Text(
        "antwoord", "Antwoord", "CNSP", DISCRETIE, lines=8, max_length=2000,
        hint="Wie de vraag stelde, leest dit, en ook de collega’s daar. Schrijf niets uit het CLB-dossier: "
        "de school mag dat niet lezen.",
    ),
)  # fmt: skip
