"""A tiny fifth record type with its example, to see what a new one costs."""

from forms.kinds import Choice, Date, Document, Person, RecordType, Repeat, Step, Text, When
from tests.examples import Example

TERUGBLIK = RecordType(
    slug="terug-blik",
    title="Terugblik",
    version=1,
    source="keuze van de proef",
    led_by=("naft",),
    read_by="CN",
    declaration="Ik heb deze terugblik gelezen.",
    steps=(
        Step(
            "gevoel",
            "Hoe was het?",
            Choice("gevoel", "Hoe voelde het?", "CNL", "proef", {"goed": "Goed gevoel", "slecht": "Slecht gevoel"}),
            Text("waarom_slecht", "Waarom?", "CN", "proef", when=When("gevoel", one_of=("slecht",))),
        ),
        Step(
            "punten",
            "Wat nemen we mee?",
            Repeat(
                name="punten",
                label="Punten",
                item="Punt",
                prefix="P",
                of=(Person("wie", "Wie", "CNL", "proef"), Date("dag", "Dag", "CNL", "proef")),
            ),
        ),
    ),
    documents=(Document("D9", "Terugblik", "terugblik.docx", "CNL"),),
)
TERUGBLIK_EXAMPLE = Example(
    record_type=TERUGBLIK,
    name="slecht",
    facts={"soort_dossier": "leerling", "tolk_nodig": "nee", "start_traject": "2026-09-21"},
    people=[
        {"id": "p1", "name": "Kobe Vermeulen", "rol": "leerling"},
        {"id": "p2", "name": "Ilse De Cock", "rol": "ouder"},
        {"id": "p3", "name": "Hilde Claes", "rol": "clb"},
        {"id": "p4", "name": "Joris Maes", "rol": "naft_begeleider"},
        {"id": "p5", "name": "Karin Van Damme", "rol": "directie"},
    ],
    organisations=[],
    today="2026-10-01",
    answers={
        "gevoel": "slecht",
        "waarom_slecht": "Het regende de hele week.",
        "punten": [{"id": "P1", "wie": "p1", "dag": "2026-10-05"}, {"id": "P2", "wie": "p2", "dag": "2026-10-06"}],
    },
)
