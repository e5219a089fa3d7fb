"""What is asked of each person in a dossier. The organisation of a professional is chosen outside this step.

Source: draaiboek, deel 4.1 en 4.4 (who takes part); decreet rechtspositie minderjarige, art. 24 (the trusted person).
"""

from forms import waarom
from forms.bronnen import EIGEN, PRAKTIJK, TAAL
from forms.kinds import Choice, Choices, Date, Email, Name, Person, Phone, Step, Text, When, YesNo

ROLE_LABELS = {
    "leerling": "Leerling",
    "ouder": "Ouder",
    "voogd": "Voogd",
    "opvoedingsverantwoordelijke": "Opvoedingsverantwoordelijke",
    "plusouder": "Plusouder",
    "vertrouwenspersoon": "Vertrouwenspersoon",
    "clb": "CLB-medewerker",
    "naft_begeleider": "NAFT-begeleider",
    "directie": "Directie van de school",
    "leerlingbegeleider": "Leerlingbegeleider",
    "leerkracht": "Leerkracht",
    "klastitularis": "Klastitularis",
    "leerondersteuner": "Leerondersteuner",
    "pbd": "Pedagogisch begeleider (PBD)",
    "welzijn": "Hulpverlener van een welzijnsdienst",
    "leerplek": "Begeleider op een leerplek",
    "tolk": "Tolk",
    "ander": "Iemand anders",
}
PROFESSIONAL: frozenset[str] = frozenset(ROLE_LABELS) - {
    "leerling", "ouder", "voogd", "opvoedingsverantwoordelijke", "plusouder", "vertrouwenspersoon", "ander",
}  # fmt: skip
TALEN = {
    "nl": "Nederlands",
    "fr": "Frans",
    "en": "Engels",
    "de": "Duits",
    "ar": "Arabisch",
    "tr": "Turks",
    "zgh": "Tamazight (Berbers)",
    "sq": "Albanees",
    "bg": "Bulgaars",
    "zh": "Chinees",
    "prs": "Dari",
    "fa": "Farsi",
    "it": "Italiaans",
    "ku": "Koerdisch",
    "uk": "Oekraïens",
    "ps": "Pasjtoe",
    "pl": "Pools",
    "pt": "Portugees",
    "ro": "Roemeens",
    "rom": "Romani",
    "ru": "Russisch",
    "so": "Somalisch",
    "es": "Spaans",
    "ti": "Tigrinya",
    "ur": "Urdu",
    "vgt": "Vlaamse Gebarentaal",
    "ander": "Een andere taal",
}
"""Dutch first, then the languages heard most, then the others by name; codes of ISO 639."""
TOLK = {"nee": "Nee", "ja": "Ja", "eigen": "Brengt zelf iemand mee"}

WETTELIJK = When("rol", one_of=("ouder", "voogd"))
GEZIN = When("rol", one_of=("ouder", "voogd", "opvoedingsverantwoordelijke", "plusouder"))
MEER_LEERLINGEN = When(
    "rol", one_of=("ouder", "voogd", "opvoedingsverantwoordelijke", "plusouder"),
    also=When("soort_dossier", one_of=("leerlingen", "klasgroep")),
)  # fmt: skip
LEERLING_BEKEND = When("soort_dossier", one_of=("leerlingen",))
LEERLING_OF_GEZIN = When("rol", one_of=("leerling",), either=GEZIN)
TAAL_NODIG = When("rol", one_of=("leerling", "ouder", "voogd", "opvoedingsverantwoordelijke"))

PARTIJEN = "draaiboek, deel 4.1 en 4.4"
GEZAG = "oud Burgerlijk Wetboek, art. 373 en 374; rechtspositie.be, gescheiden gezinnen"
A_DOCUMENT = "A-document van de intersectorale toegangspoort"
VERTROUWENSPERSOON = "decreet rechtspositie minderjarige, art. 24"

PARTIJ = Step(
    "partij",
    "Wie is betrokken?",
    Choice("rol", "Rol", "CNSLO", PARTIJEN, choices=ROLE_LABELS),
    YesNo(
        "enige_naam", "Heeft maar één naam", "CNSLO", EIGEN, required=False,
        hint="Kies ja als er geen aparte voornaam en familienaam zijn.",
    ),
    Name(
        "voornaam", "Voornaam", "CNSLO", PARTIJEN,
        when=When("enige_naam", answered=False, either=When("enige_naam", one_of=(False,))),
    ),
    Name("familienaam", "Familienaam", "CNSLO", PARTIJEN, hint="Schrijf de naam zoals de persoon die zelf schrijft."),
    Name("roepnaam", "Roepnaam", "CNSLO", EIGEN, required=False, hint="Komt tussen haakjes achter de naam."),
    Date(
        "geboortedatum", "Geboortedatum", "CNSLO", PRAKTIJK, past=True,
        when=When("rol", one_of=("leerling",), also=When("soort_dossier", one_of=("klasgroep",))),
        hint="Bepaalt wie er instemt: vanaf 12 jaar de leerling zelf.",
        why=waarom.GEBOORTEDATUM,
    ),
    Person(
        "van_leerling", "Van welke leerling", "CNSLO", PARTIJEN, roles=("leerling",), required=LEERLING_BEKEND,
        when=MEER_LEERLINGEN, hint="Zo leest niemand iets over een ander kind. Van twee? Voeg twee keer toe.",
        why=waarom.VAN_LEERLING,
    ),
    Text("functie", "Functie", "CNSLO", PARTIJEN, max_length=80, when=When("rol", one_of=tuple(sorted(PROFESSIONAL)))),
    Email(
        "email", "E-mailadres", "CNLO", EIGEN, required=False, hint="Nodig om een uitnodiging te sturen.",
        why=waarom.EMAIL,
    ),
    Phone("telefoon", "Telefoonnummer", "CNLO", EIGEN, required=False),
    Choice(
        "gezag", "Oefent het ouderlijk gezag uit", "CN", GEZAG, when=WETTELIJK,
        choices={"ja_samen": "Ja, samen", "ja_exclusief": "Ja, exclusief", "nee": "Nee", "onbekend": "Niet gekend"},
        why=waarom.GEZAG,
    ),
    YesNo(
        "ontvangt_documenten", "Ontvangt documenten", "CN", A_DOCUMENT, when=WETTELIJK,
        hint="Wie het gezag uitoefent, krijgt de documenten, tenzij een vonnis anders bepaalt.",
        why=waarom.DOCUMENTEN,
    ),
    Text(
        "verblijf_en_contact", "Verblijf en contact", "CN O*", PRAKTIJK, lines=3, max_length=300, required=False,
        when=GEZIN, hint="Enkel feiten, bijvoorbeeld de verblijfsregeling.",
        why=waarom.VERBLIJFSREGELING,
    ),
    Choice("taal", "Taal", "CN", TAAL, choices=TALEN, when=LEERLING_OF_GEZIN, required=TAAL_NODIG, why=waarom.TAAL),
    Text("taal_andere", "Welke taal", "CN", TAAL, max_length=60, when=When("taal", one_of=("ander",))),
    Choice(
        "tolk", "Tolk nodig", "CN S*", TAAL, choices=TOLK, when=LEERLING_OF_GEZIN, required=TAAL_NODIG, why=waarom.TAAL,
    ),
    Choices(
        "vertrouwenspersoon_voorwaarden", "Nagekeken voorwaarden van de vertrouwenspersoon", "CN L", VERTROUWENSPERSOON,
        when=When("rol", one_of=("vertrouwenspersoon",)),
        every="Kijk alle voorwaarden na. Is er een niet vervuld, voeg de persoon dan toe als “Iemand anders”.",
        choices={
            "meerderjarig": "Is meerderjarig",
            "niet_betrokken": "Is niet rechtstreeks betrokken bij de hulp",
            "aangewezen": "Is door de leerling zelf aangewezen",
            "uittreksel_model_2": "Heeft een uittreksel uit het strafregister, model 2",
        },
        hint="Is een voorwaarde niet vervuld, kies dan de rol Iemand anders: een steunfiguur.",
        why=waarom.VOORWAARDEN,
    ),
)  # fmt: skip
