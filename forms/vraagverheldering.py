"""What each party asks, what they ask together, and whom it concerns: a step of doelstellingen en afspraken.

Source: BVR 5 april 2019, art. 27 (the provider decides which pupils and schools to involve); werkwijze van
NAFT-aanbieders (the question of each party).
"""

from forms import waarom
from forms.bronnen import ART_27, PRAKTIJK
from forms.doelvragen import ROND_LEERLING
from forms.kinds import Number, Organisation, Persons, Prefill, Repeat, Step, Text, When

VRAAGVERHELDERING = Step(
    "vraagverheldering",
    "Wat is ieders vraag?",
    Text(
        "vraag_leerling",
        "Vraag van de leerling",
        "CN L (S*, O*)",
        PRAKTIJK,
        6,
        2000,
        when=ROND_LEERLING,
        hint="In eigen woorden. De school leest dit enkel als dat zo afgesproken is.",
        prefill=Prefill("indicatiestelling", "hulpvraag_leerling"),
    ),
    Text(
        "vraag_ouders",
        "Vraag van de ouders",
        "CN LO",
        PRAKTIJK,
        6,
        2000,
        when=When("minderjarig_met_ouders", one_of=("ja",)),
        prefill=Prefill("indicatiestelling", "hulpvraag_ouders"),
        hint="In hun eigen woorden.",
    ),
    Text(
        "vraag_school",
        "Vraag van de school",
        "CNS LO",
        PRAKTIJK,
        6,
        2000,
        prefill=Prefill("indicatiestelling", "visie_school"),
        hint="Wat hoopt de school, en wat wil zij zelf doen?",
    ),
    Text(
        "vraag_clb",
        "Vraag van het CLB",
        "CN L (S*, O*)",
        PRAKTIJK,
        6,
        2000,
        hint="Overgenomen uit het gemotiveerd oordeel: kort het in tot wat u van NAFT verwacht.",
        prefill=Prefill("indicatiestelling", "gemotiveerd_oordeel"),
    ),
    Text(
        "gedeelde_vraag",
        "Gedeelde vraag",
        "CNSLO",
        ART_27,
        6,
        2000,
        hint="Waar willen we samen aan werken?",
        why=waarom.GEDEELDE_VRAAG,
    ),
    Persons("betrokken_leerlingen", "Betrokken leerling(en)", "CNSLO", ART_27, ("leerling",), when=ROND_LEERLING),
    Number(
        "aantal_leerlingen",
        "Aantal betrokken leerlingen",
        "CNSLO",
        ART_27,
        2,
        40,
        when=When("soort_dossier", one_of=("klasgroep",)),
        hint="Geen namen: het gaat om de klasgroep.",
    ),
    Organisation(
        "betrokken_school",
        "Betrokken school",
        "CNSLOP",
        ART_27,
        ("school",),
        prefill=Prefill("indicatiestelling", "school"),
    ),
    Repeat(
        "andere_scholen",
        "Andere betrokken scholen",
        "School",
        (Organisation("school", "School", "CNSLOP", ART_27, ("school",)),),
        "S",
        at_least=0,
        at_most=5,
        required=False,
    ),
    short="Vraagverheldering",
)
