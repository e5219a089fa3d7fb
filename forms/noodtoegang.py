"""What is asked for emergency access to a dossier of others, and of the CLB that looks at it afterwards (ADR 0041)."""

from forms.bronnen import EIGEN
from forms.kinds import Choice, Step, Text

GEHEIM = "beroepsgeheim (Strafwetboek 1867, art. 458); decreet integrale jeugdhulp van 12 juli 2013, art. 7, 73 en 74"

REDENEN = {
    "gevaar": "Acuut gevaar voor de leerling of voor iemand anders",
    "gezondheid": "De leerling heeft dringend medische of psychische hulp nodig",
    "vermist": "De leerling is vermist of weggelopen",
    "opvang": "De leerling staat hier en heeft nu opvang of bescherming nodig",
}
"""Why somebody cannot wait until the CLB of the dossier answers."""

NOODTOEGANG = Step(
    "noodtoegang",
    "Een dossier openen in nood",
    Text(
        "nummer", "Nummer van het dossier", "CN", EIGEN, max_length=20,
        hint="Volledig, bijvoorbeeld NAFT-2026-00042. Het staat op elk document. Op naam zoeken kan hier niet.",
    ),
    Choice("reden", "Waarom kan dit niet wachten", "CN", GEHEIM, choices=REDENEN),
    Text(
        "motief", "Wat is er aan de hand, en waarvoor hebt u het dossier nodig", "CN", GEHEIM, lines=5, max_length=1500,
        min_length=40, hint="Minstens 40 tekens. Het CLB van het dossier leest dit woord voor woord.",
    ),
    intro="Bel eerst het CLB van het dossier. Bereikt u het niet en kan het niet wachten, dan opent u hier één dossier "
    "voor 24 uur, enkel om te lezen. Het CLB van het dossier krijgt meteen bericht en kijkt het na. Alles wat u opent, "
    "komt in het logboek.",
)  # fmt: skip

OORDELEN = {
    "terecht": "Het was nodig",
    "te_bespreken": "Dit bespreken we eerst met die organisatie",
    "onterecht": "Het was niet nodig: de toegang stopt nu",
}
"""What the CLB found."""

NAGEKEKEN = Step(
    "nagekeken",
    "Wat vindt u ervan?",
    Choice("oordeel", "Uw bevinding", "CN", EIGEN, choices=OORDELEN),
    Text(
        "bevinding", "Wat noteert u erbij", "CN", EIGEN, lines=4, max_length=1500,
        hint="Bijvoorbeeld met wie u sprak, en of leerling en ouders het weten.",
    ),
)  # fmt: skip
