"""What the first start of an empty instance asks, beside a password: who runs it, and who begins."""

from forms.bronnen import EIGEN
from forms.kinds import Choice, Email, Name, Phone, Step, Text
from forms.organisatie import SOORTEN

BEGIN = Step(
    "begin",
    "Wie begint hier?",
    Text(
        "naam", "Welke organisatie beheert deze Naadloos?", "CNSP", EIGEN, max_length=160,
        hint="Bijvoorbeeld een netwerk van CLB’s, een aanbieder, of een dienst voor informatica.",
    ),
    Choice("soort", "Soort organisatie", "CNSP", EIGEN, choices=SOORTEN),
    Name("voornaam", "Uw voornaam", "CNS", EIGEN),
    Name("familienaam", "Uw familienaam", "CNS", EIGEN),
    Text("functie", "Uw functie", "CNS", EIGEN, max_length=80),
    Email("email", "Uw e-mailadres", "CNS", EIGEN, hint="Daarmee meldt u zich voortaan aan."),
    Email(
        "contact_email", "E-mailadres voor vragen over Naadloos", "CNS", EIGEN, required=False,
        hint="Staat onderaan elke pagina. Leeg is uw eigen adres.",
    ),
    Phone("contact_telefoon", "Telefoonnummer voor vragen over Naadloos", "CNS", EIGEN, required=False),
)  # fmt: skip
