"""What an administrator of the platform decides: the rules where no source does, and whom people ask for help."""

from forms.bronnen import EIGEN
from forms.kinds import Email, Number, Phone, Step, Text, YesNo

OUDERS = "decreet rechtspositie minderjarige, art. 8; keuze van Naadloos"

INSTELLINGEN = Step(
    "instellingen",
    "Instellingen",
    YesNo(
        "parents_block", "Wacht de start ook op het akkoord van de ouders als de leerling bekwaam is?", "CN", OUDERS,
        hint="Een leerling vanaf twaalf beslist in de regel zelf. Kiest u ja, dan start een traject pas als ook de "
        "ouders akkoord gaan. Dit telt voor teksten die vanaf nu vastgelegd worden (regel BR-30).",
    ),
    Number(
        "answer_days", "Binnen hoeveel werkdagen antwoordt een aanbieder op een aanmelding?", "CN", EIGEN,
        at_least=1, at_most=60, unit="werkdagen", one="werkdag",
        hint="Daarna staat de aanmelding als te laat op de werklijst. Er stopt niets vanzelf (regel BR-45).",
    ),
    Text(
        "contact_naam", "Wie helpt bij vragen over Naadloos?", "CNS", EIGEN, max_length=80, required=False,
        hint="Een dienst of een persoon. Dit staat onderaan elke pagina, ook bij het aanmelden.",
    ),
    Email(
        "contact_email", "E-mailadres voor hulp", "CNS", EIGEN, required=False,
        hint="Het adres dat iedereen mag zien.",
    ),
    Phone("contact_telefoon", "Telefoonnummer voor hulp", "CNS", EIGEN, required=False),
)  # fmt: skip
"""The names are those of services/platform.Settings."""
