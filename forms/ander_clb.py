"""What is asked when a CLB hands a dossier to another one, as when the pupil changes school (BR-56)."""

from forms.bronnen import EIGEN
from forms.kinds import Choice, Organisation, Step, Text

OVERDRACHT = "bewaring en overdracht van het CLB-dossier"
"""The pupil of 12 or older or the parents can object in writing, within ten days after the enrolment."""

ANDER_CLB = Step(
    "ander-clb",
    "Naar welk CLB gaat dit dossier?",
    Organisation("clb", "Aan welk CLB", "C", OVERDRACHT, soorten=("clb",)),
    Choice(
        "verzet", "Tekenden de leerling of de ouders verzet aan", "C", OVERDRACHT,
        choices={
            "geen": "Nee, en ze weten dat het kan",
            "nog_niet": "We weten het nog niet: de tien dagen na de inschrijving lopen nog",
            "wel": "Ja, iemand tekende verzet aan",
        },
    ),
    Text(
        "reden", "Waarom gaat het over", "C", EIGEN, max_length=200,
        hint="Bijvoorbeeld: de leerling ging naar een school van dat CLB.",
    ),
    intro="Het dossier gaat in zijn geheel over. Uw CLB ziet het meteen niet meer, en het andere CLB leest alles, "
    "ook uw interne nota’s. NAFT en de school blijven zien wat ze zagen.",
)  # fmt: skip
