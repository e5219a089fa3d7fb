"""How far each goal is and whether each agreement was kept: two steps of the evaluation.

Source: BVR 5 april 2019, art. 27 and draaiboek, deel 4 (evaluate the goals with everybody concerned, adjust where
needed); AgODi, afwezigheidscode P (half days).
"""

from forms import waarom
from forms.bronnen import ART_27, CODE_P, EIGEN, HALVE_DAGEN
from forms.doelvragen import DOELVRAGEN, GERICHT_OP, ROND_LEERLING, ROND_LEERLINGEN, SOORT_AFSPRAAK
from forms.kinds import Choice, Number, Persons, Prefill, Repeat, Step, Text, When

DOELRESULTATEN = Repeat(
    "doelresultaten",
    "Resultaat per doelstelling",
    "Doelstelling",
    (
        Text("doel", "Doelstelling", "CNSLO", ART_27, 4, 800, given=True, required=False),
        Choice("gericht_op", "Gericht op", "CNSLO", ART_27, GERICHT_OP, given=True, required=False),
        Persons("voor_leerlingen", "Voor welke leerlingen", "CNSLO", ART_27, ("leerling",), given=True, required=False),
        Persons("voor_ouders", "Wie wordt zelf begeleid", "CNSLO", ART_27, given=True, required=False),
        Text(
            "merkbaar_aan", "Waaraan zouden we merken dat het lukt?", "CNSLO", EIGEN, 3, 500, given=True, required=False
        ),
        Number("score_start", "Score bij de start", "CNSLO", EIGEN, at_most=10, given=True, required=False),
        Number("score_doel", "Score waar we naartoe wilden", "CNSLO", EIGEN, at_most=10, given=True, required=False),
        Choice(
            "resultaat",
            "Resultaat",
            "CNSLO",
            ART_27,
            {
                "niet_gestart": "Nog niet gestart",
                "in_uitvoering": "In uitvoering",
                "deels_bereikt": "Deels bereikt",
                "bereikt": "Bereikt",
                "niet_van_toepassing": "Niet meer van toepassing",
            },
        ),
        Number(
            "score",
            "Score nu",
            "CNSLO",
            EIGEN,
            at_most=10,
            required=False,
            hint="Van 0 (lukt helemaal niet) tot 10 (lukt helemaal).",
            why=waarom.SCORE,
        ),
        Text(
            "zicht_leerling",
            "Hoe ziet de leerling (of de groep) het?",
            "CN L (S*, O*)",
            ART_27,
            4,
            1200,
            required=False,
            when=ROND_LEERLINGEN,
            hint="Hoe kijk jij ernaar? Schrijf het zoals jij het zegt.",
            why=waarom.ZICHT_LEERLING,
        ),
        Text(
            "zicht_ouders", "Hoe zien de ouders het?", "CN LO S*", ART_27, 4, 1200, required=False, when=ROND_LEERLING
        ),
        Text("zicht_school", "Hoe ziet de school het?", "CNS LO", ART_27, 4, 1200, required=False),
        Text("zicht_clb", "Hoe ziet het CLB het?", "CN LO S*", ART_27, 4, 1200, required=False),
        Text(
            "zicht_naft",
            "Hoe ziet NAFT het?",
            "CN LO S*",
            ART_27,
            4,
            1200,
            why=waarom.ZICHT,
            hint="Wat ziet de begeleider, in gewone woorden?",
        ),
        Choice(
            "besluit",
            "Besluit over dit doel",
            "CNSLO",
            ART_27,
            {"behouden": "Behouden", "bijsturen": "Bijsturen", "afronden": "Afronden", "stopzetten": "Stopzetten"},
            why=waarom.BESLUIT,
        ),
        Text(
            "nieuwe_formulering",
            "Nieuwe formulering",
            "CNSLO",
            ART_27,
            4,
            800,
            15,
            when=When("besluit", one_of=("bijsturen",)),
            hint="Deze tekst komt in de volgende versie van de doelstellingen.",
        ),
    ),
    "D",
    at_least=0,
    at_most=8,
    fixed=True,
    about=("voor_leerlingen", "voor_ouders"),
    hint="Wie aanwezig was, vertelt zelf hoe het loopt.",
    prefill=Prefill(
        "doelen",
        "doelen",
        {
            "doel": "tekst",
            "gericht_op": "gericht_op",
            "voor_leerlingen": "voor_leerlingen",
            "voor_ouders": "voor_ouders",
            "merkbaar_aan": "merkbaar_aan",
            "score_start": "score_nu",
            "score_doel": "score_doel",
        },
        only=When("stand", one_of=("open", "bijgesteld"), either=When("stand", answered=False)),
    ),
)
PER_DOELSTELLING = Step(
    "doelresultaten",
    "Hoe ver staan we met elk doel?",
    DOELRESULTATEN,
    Repeat(
        "nieuwe_doelen",
        "Nieuwe doelstellingen",
        "Nieuwe doelstelling",
        DOELVRAGEN,
        "N",
        at_least=0,
        at_most=8,
        required=False,
        about=("voor_leerlingen", "voor_ouders"),
        when=When("soort", one_of=("tussentijds",)),
        hint="Ze komen in de volgende versie van de doelstellingen.",
    ),
    short="Per doelstelling",
)

PER_AFSPRAAK = Step(
    "afspraken",
    "Hoe lopen de afspraken en de aanwezigheid?",
    Repeat(
        "afspraken_nagekomen",
        "Afspraken nagekomen",
        "Afspraak",
        (
            Choice("soort_afspraak", "Soort afspraak", "CNSLO", ART_27, SOORT_AFSPRAAK, given=True, required=False),
            Text("afspraak", "Afspraak", "CNSLO", ART_27, 3, 500, given=True, required=False),
            Choice("nagekomen", "Nagekomen", "CNSLO", ART_27, {"ja": "Ja", "deels": "Deels", "nee": "Nee"}),
            Text(
                "toelichting",
                "Toelichting",
                "CNSLO",
                ART_27,
                2,
                500,
                required=False,
                when=When("nagekomen", one_of=("deels", "nee")),
                hint="Wat is er nodig om ze wel na te komen?",
            ),
        ),
        "A",
        at_most=30,
        fixed=True,
        prefill=Prefill("doelen", "afspraken", {"soort_afspraak": "soort", "afspraak": "tekst"}),
    ),
    Number(
        "dagdelen_gepland",
        "Geplande dagdelen",
        "CNS LO",
        HALVE_DAGEN,
        when=ROND_LEERLING,
        hint="Sinds de start of de vorige evaluatie.",
    ),
    Number(
        "dagdelen_aanwezig", "Dagdelen aanwezig", "CNS LO", HALVE_DAGEN, when=ROND_LEERLING, why=waarom.AANWEZIGHEID
    ),
    Number(
        "dagdelen_gewettigd_afwezig",
        "Dagdelen gewettigd afwezig",
        "CNS LO",
        CODE_P,
        when=ROND_LEERLING,
        hint="Met een geldige reden, bijvoorbeeld ziekte.",
    ),
    Number("dagdelen_niet_gewettigd", "Dagdelen niet gewettigd afwezig", "CNS LO", CODE_P, when=ROND_LEERLING),
    short="Afspraken en aanwezigheid",
)
