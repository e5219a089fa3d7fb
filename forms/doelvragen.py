"""The questions of one goal and one agreement: asked when they are made, looked back on at each evaluation.

Source: BVR 5 april 2019, art. 27 (goals with the CLB, the pupil and the context; agreements on duration, method,
follow-up and evaluation); draaiboek, deel 4 (the six domains).
"""

from forms import waarom
from forms.bronnen import ART_27, EIGEN, PRAKTIJK, RECHT_OP_UITLEG
from forms.doelvoorbeelden import DOELVOORBEELDEN
from forms.kinds import Choice, Date, Number, Person, Persons, Text, When

GERICHT_OP = {
    "leerling": "Leerling",
    "groep": "Groep of klasgroep",
    "leerkrachten": "Leerkracht(en) of team",
    "school": "School",
    "ouders": "Ouders of context",
}
DOMEIN = {
    "herstel_contact": "Herstel van positief contact met leerling(en)",
    "versterken_leerling": "Versterken van leerling(en)",
    "aansluiten_onderwijs": "Aanknopen bij een (verder) onderwijstraject",
    "vertrouwen_school": "Vertrouwensrelatie met leerkrachten en school",
    "versterken_school": "Versterken van leerkrachten en/of school",
    "klasklimaat": "Positief klasklimaat",
}
SOORT_AFSPRAAK = {
    "duur": "Duur",
    "methodiek": "Methodiek en invulling",
    "opvolging": "Opvolging",
    "evaluatie": "Evaluatie",
    "aanwezigheid": "Aanwezigheid",
    "communicatie": "Communicatie",
    "leerstof": "Leerstof, huiswerk en toetsen",
    "peter_meter": "Peter of meter op school",
    "klas": "Klas en klasgenoten",
    "veiligheid": "Veiligheid en nood",
    "vervoer": "Vervoer en verzekering",
    "privacy": "Privacy: wat deelt wie",
    "andere": "Andere",
}
VERPLICHTE_AFSPRAKEN = ("duur", "methodiek", "opvolging", "evaluatie")
AANWEZIGHEID = {
    "aanwezig": "Aanwezig",
    "verontschuldigd": "Verontschuldigd",
    "vertegenwoordigd": "Vertegenwoordigd",
    "afwezig": "Afwezig",
}
ROND_LEERLING = When("soort_dossier", one_of=("leerling", "leerlingen"))
ROND_LEERLINGEN = When("soort_dossier", one_of=("leerling", "leerlingen", "klasgroep"))
VOOR_LEERLING = When("gericht_op", one_of=("leerling",), also=When("soort_dossier", one_of=("leerlingen", "klasgroep")))
VOOR_OUDERS = When("gericht_op", one_of=("ouders",))
VOOR_SCHOOL = When("gericht_op", one_of=("leerkrachten", "school"))
MET_LEERLING = When("gericht_op", one_of=("leerling", "groep"), also=ROND_LEERLINGEN)
SCHOOLDOELEN = When("schooldoelen", one_of=("ja",))

DOELVRAGEN = (
    Choice(
        "gericht_op",
        "Gericht op",
        "CNSLO",
        ART_27,
        choices=GERICHT_OP,
        why=waarom.GERICHT_OP,
        hint="Bij wie verandert er iets als het doel lukt?",
    ),
    Persons(
        "voor_leerlingen",
        "Voor welke leerlingen",
        "CNSLO",
        ART_27,
        roles=("leerling",),
        when=VOOR_LEERLING,
        hint="Wie hier staat, stemt eerst zelf in. Andere leerlingen en hun ouders lezen dit doel niet.",
    ),
    Persons(
        "voor_ouders",
        "Wie wordt zelf begeleid",
        "CNSLO",
        "decreet rechtspositie minderjarige, art. 8",
        roles=("ouder", "voogd", "opvoedingsverantwoordelijke", "plusouder"),
        when=VOOR_OUDERS,
        hint="Wie zelf hulp krijgt, stemt daar ook zelf mee in.",
    ),
    Text(
        "voor_team",
        "Welk team of welke leerkrachten",
        "CNSLO",
        ART_27,
        max_length=160,
        when=VOOR_SCHOOL,
        hint="Bijvoorbeeld: leerkrachtenteam 5 HW. Zonder namen van leerlingen.",
    ),
    Choice(
        "domein", "Domein", "CNSLO", ART_27, choices=DOMEIN, why=waarom.DOMEIN, hint="Kies wat er het dichtst bij ligt."
    ),
    Text(
        "tekst",
        "Doelstelling",
        "CNSLO",
        ART_27,
        lines=4,
        min_length=15,
        max_length=800,
        hint="Zo concreet mogelijk: wie doet wat, waar en wanneer.",
        examples=DOELVOORBEELDEN,
        examples_by="gericht_op",
        why=waarom.DOEL,
    ),
    Text(
        "woorden_leerling",
        "In de woorden van de leerling",
        "CN L (S*, O*)",
        RECHT_OP_UITLEG,
        lines=3,
        max_length=400,
        required=False,
        when=MET_LEERLING,
        hint="Wat wil jij bereiken? Schrijf het zoals jij het zegt.",
    ),
    Text(
        "merkbaar_aan",
        "Waaraan merken we dat het lukt?",
        "CNSLO",
        EIGEN,
        lines=3,
        max_length=500,
        hint="Wat zien of horen we dan dat er nu nog niet is?",
        why=waarom.MERKBAAR,
    ),
    Number(
        "score_nu",
        "Score nu",
        "CNSLO",
        EIGEN,
        at_most=10,
        required=False,
        hint="Van 0 (lukt helemaal niet) tot 10 (lukt helemaal).",
        why=waarom.SCORE,
    ),
    Number("score_doel", "Score waar we naartoe willen", "CNSLO", EIGEN, at_most=10, required=False),
    Text(
        "toelichting_score",
        "Toelichting bij de scores",
        "CNSLO",
        EIGEN,
        lines=2,
        max_length=300,
        required=False,
        hint="Nodig als de score lager mag worden.",
    ),
    Person("trekker", "Trekker", "CNSLO", EIGEN, hint="Wie houdt dit doel in het oog?", why=waarom.TREKKER),
    Persons("helpers", "Wie helpt mee?", "CNSLO", EIGEN, required=False),
    Date("streefdatum", "Streefdatum", "CNSLO", EIGEN, required=False),
)
"""One goal. Its state is no part of it: the evaluation gives that."""

AFSPRAAKVRAGEN = (
    Choice("soort", "Soort afspraak", "CNSLO", ART_27, choices=SOORT_AFSPRAAK),
    Text("tekst", "Afspraak", "CNSLO", ART_27, lines=3, max_length=500, hint="Eén afspraak per keer."),
    Persons("wie", "Wie doet dit?", "CNSLO", PRAKTIJK),
    Date("tegen", "Tegen wanneer?", "CNSLO", PRAKTIJK, required=False),
    Text("hoe_vaak", "Hoe vaak?", "CNSLO", PRAKTIJK, max_length=60, required=False),
)
"""One agreement."""
