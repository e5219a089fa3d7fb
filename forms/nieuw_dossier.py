"""What is asked to open a dossier: for whom. The rest is asked in the indicatiestelling (draaiboek, deel 4)."""

from forms.bronnen import EIGEN
from forms.kinds import Choice, Name, Repeat, Step, Text, When

DEEL_4 = "BVR 5 april 2019, art. 8; draaiboek, deel 4"
SOORTEN = {
    "leerling": "Eén leerling",
    "leerlingen": "Meerdere leerlingen (geen klasgroep)",
    "klasgroep": "Een klasgroep (uitzonderlijk)",
    "school": "Enkel een school",
}

NIEUW_DOSSIER = Step(
    "nieuw",
    "Voor wie opent u een dossier?",
    Choice("soort", "Soort traject", "CNSLO", DEEL_4, choices=SOORTEN),
    Repeat(
        name="leerlingen",
        label="Leerlingen",
        item="Leerling",
        prefix="L",
        at_most=12,
        when=When("soort", one_of=("leerling", "leerlingen")),
        of=(
            Name("voornaam", "Voornaam", "CNSLO", EIGEN),
            Name("familienaam", "Familienaam", "CNSLO", EIGEN),
            Name(
                "roepnaam", "Roepnaam", "CNSLO", EIGEN,
                required=False, hint="Als de leerling anders genoemd wil worden.",
            ),
        ),
    ),
    Text(
        "naam_groep", "Hoe noemen we dit dossier?", "CNSLO", EIGEN, max_length=60,
        when=When("soort", one_of=("klasgroep", "school")),
        hint="De klas of de school, zonder namen van leerlingen. Bijvoorbeeld: 3TB Mechelen.",
    ),
)  # fmt: skip
