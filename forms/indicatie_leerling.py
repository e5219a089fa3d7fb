"""The indicatiestelling, about the pupil or the class, the family and the school: three of its steps.

Source: draaiboek, deel 4.1 (who takes part in the indicatiestelling); BVR 5 april 2019, art. 27 (the class group);
decreet rechtspositie minderjarige, art. 4 en 24 (capacity, the trusted person).
"""

from forms import waarom
from forms.bronnen import ART_27, CODE_P, EIGEN, PRAKTIJK, REGISTRATIE
from forms.indicatie_hulpvraag import LEERLINGDOSSIER, MELDPUNTEN, MET_LEERLINGEN, MINDERJARIG
from forms.kinds import (
    Choice,
    Choices,
    Date,
    Number,
    Organisation,
    Person,
    Persons,
    Postcode,
    Repeat,
    Step,
    Text,
    When,
    YesNo,
)
from forms.partij import GEZAG, ROLE_LABELS, VERTROUWENSPERSOON
from rules.capacity import Capacity

WIE_DOET_MEE = "draaiboek, deel 4.1"
WIE_MELDT_AAN = "draaiboek, deel 3 en 4"
SAMENSPRAAK = "draaiboek, deel 3 (in samenspraak met de school)"
KLASGROEP = "BVR 5 april 2019, art. 27; draaiboek, deel 4 (klasgroep)"
REGIO = "werkgebied van de NAFT-aanbieders"
BEKWAAM = "decreet rechtspositie minderjarige, art. 4"
CODE_B = "AgODi, afwezigheidscode B"
BUSO = "typologie van het buitengewoon onderwijs"

BEKWAAMHEID = {one.value: one.label for one in Capacity}
CONTEXT = tuple(
    role for role in ROLE_LABELS if role not in {"leerling", "clb", "naft_begeleider", "directie", "pbd", "tolk"}
)

KLAS = When("soort_dossier", one_of=("klasgroep",))
ELDERS = When("verblijft_elders", one_of=(True,))
NIET_VANZELF = When("bekwaamheid", one_of=("bekwaam_bevonden", "niet_bekwaam"))
WIJKT_AF = When("bekwaamheid", one_of=("bekwaam_bevonden",))

LEERLING = Step(
    "leerling",
    "Om welke leerling of groep gaat het?",
    Repeat(
        "leerlingen", "Leerlingen", "Leerling", prefix="L", when=LEERLINGDOSSIER, about=("leerling",),
        of=(
            Person("leerling", "Leerling", "CNSLO", WIE_DOET_MEE, roles=("leerling",)),
            Date("geboortedatum", "Geboortedatum", "CNSLO", PRAKTIJK, past=True, why=waarom.GEBOORTEDATUM),
            Choice(
                "geslacht", "Geslacht", "CN", REGISTRATIE, required=False, hint="Enkel voor de statistiek.",
                choices={"m": "Man", "v": "Vrouw", "x": "X", "niet_gevraagd": "Niet gevraagd"},
                why=waarom.GESLACHT,
            ),
            Text("straat", "Straat", "CN O* L", REGIO, max_length=120, why=waarom.ADRES),
            Text("huisnummer", "Huisnummer", "CN O* L", REGIO, max_length=12),
            Text("bus", "Bus", "CN O* L", REGIO, max_length=12, required=False),
            Postcode("postcode", "Postcode", "CN O* L", REGIO),
            Text("gemeente", "Gemeente", "CN O* L", REGIO, max_length=80),
            Text("land", "Land", "CN O* L", REGIO, max_length=60, required=False, hint="Laat leeg voor België."),
            YesNo(
                "verblijft_elders", "Verblijft op een ander adres", "CN", REGIO,
                why=waarom.VERBLIJF, hint="Bijvoorbeeld bij familie, in een pleeggezin of in een voorziening.",
            ),
            Text("verblijf_straat", "Straat van het verblijf", "CN", REGIO, max_length=120, when=ELDERS),
            Text("verblijf_huisnummer", "Huisnummer van het verblijf", "CN", REGIO, max_length=12, when=ELDERS),
            Text("verblijf_bus", "Bus van het verblijf", "CN", REGIO, max_length=12, when=ELDERS, required=False),
            Postcode("verblijf_postcode", "Postcode van het verblijf", "CN", REGIO, when=ELDERS),
            Text("verblijf_gemeente", "Gemeente van het verblijf", "CN", REGIO, max_length=80, when=ELDERS),
            Choice(
                "bekwaamheid", "Bekwaamheid", "CN", BEKWAAM, choices=BEKWAAMHEID,
                hint="Vanaf 12 jaar wordt een leerling vermoed zelf te kunnen beslissen.",
                why=waarom.BEKWAAM,
            ),
            Text(
                "motivering_bekwaamheid", "Motivering van de bekwaamheid", "CN", BEKWAAM, lines=3, min_length=20,
                max_length=600, when=NIET_VANZELF, required=WIJKT_AF,
                hint="Nodig als u afwijkt van wat de leeftijd doet vermoeden.",
                why=waarom.BEKWAAM,
            ),
            Person(
                "vertrouwenspersoon", "Vertrouwenspersoon", "CN L", VERTROUWENSPERSOON, required=False,
                roles=("vertrouwenspersoon",),
                why=waarom.VERTROUWENSPERSOON,
                hint="Door de leerling zelf gekozen.",
            ),
        ),
    ),
    Text("klas_code", "Klas", "CNS", KLASGROEP, max_length=20, when=KLAS),
    Number("klas_aantal", "Aantal leerlingen in de klas", "CNS", KLASGROEP, at_least=2, at_most=40, when=KLAS),
    Number(
        "leerlingen_met_risico", "Aantal leerlingen bij wie uitval dreigt", "CNS", KLASGROEP, at_least=2, at_most=40,
        when=KLAS,
    ),
    Text(
        "reden_klasgroep", "Waarom uitzonderlijk de klasgroep", "CNS", KLASGROEP, lines=5, min_length=50,
        max_length=1500, when=KLAS, hint="Noem geen leerlingen bij naam.",
        why=waarom.KLASGROEP,
    ),
    Persons(
        "klaslijst", "Leerlingen bij naam", "CN", EIGEN, roles=("leerling",), when=KLAS, required=False,
        hint="Laat dit leeg als het kan: van elke leerling die hier staat, is een eigen instemming nodig.",
        why=waarom.KLASLIJST,
    ),
    short="Leerling of groep",
    when=MET_LEERLINGEN,
)  # fmt: skip

OUDERS = Step(
    "ouders",
    "Wie staat er rond de leerling?",
    Persons(
        "ouders", "Ouders of wettelijke vertegenwoordigers", "CNSLO", WIE_DOET_MEE, required=MINDERJARIG,
        roles=("ouder", "voogd", "opvoedingsverantwoordelijke"),
        hint="Beide ouders als er met beiden contact is; vanaf 18 jaar enkel wie de leerling er zelf bij wil.",
        why=waarom.OUDERS,
    ),
    Choice(
        "thuissituatie", "Thuissituatie", "CN O* L", REGISTRATIE,
        choices={
            "samen": "Ouders samen",
            "gescheiden_co": "Gescheiden, verblijfsco-ouderschap",
            "gescheiden_hoofdverblijf": "Gescheiden, hoofdverblijf bij één ouder",
            "een_ouder": "Eén ouder",
            "nieuw_samengesteld": "Nieuw samengesteld gezin",
            "pleeggezin": "Pleeggezin",
            "voorziening": "Voorziening",
            "alleenwonend": "Alleenwonend",
            "nbmv": "Niet-begeleide minderjarige met voogd",
            "andere": "Andere",
            "niet_gekend": "Niet gekend",
        },
        why=waarom.THUISSITUATIE,
        hint="Kies wat het best past. Meer dan dat hoeft hier niet.",
    ),
    YesNo(
        "conflict_ouders", "Gekend conflict tussen de ouders over deze hulp", "CN", GEZAG, when=MINDERJARIG,
        required=When("thuissituatie", one_of=("gescheiden_co", "gescheiden_hoofdverblijf", "nieuw_samengesteld")),
        hint="Bij een conflict volstaat de instemming van één ouder niet meer.",
        why=waarom.CONFLICT,
    ),
    Text(
        "motivering_conflict", "Waarom het traject toch kan", "CN", GEZAG, lines=3, max_length=600,
        when=When("conflict_ouders", one_of=(True,), also=When("bekwaam", one_of=("ja",))),
        hint="De leerling is bekwaam en beslist zelf. Het CLB motiveert waarom het doorgaat ondanks het conflict.",
        why=waarom.TOCH,
    ),
    Choice(
        "gerechtelijke_beslissing", "Gerechtelijke beslissing over het gezag, of jeugdrechter betrokken", "CN", GEZAG,
        choices={"nee": "Nee", "ja_gezag": "Ja, over het gezag", "ja_jeugdrechtbank": "Ja, jeugdrechtbank"}
        | {"niet_gekend": "Niet gekend"},
        why=waarom.GERECHT,
        hint="Enkel of er een is, niet wat erin staat.",
    ),
    Text(
        "gerechtelijke_toelichting", "Wat de beslissing voor dit traject betekent", "CN", GEZAG, lines=2,
        max_length=300, when=When("gerechtelijke_beslissing", one_of=("ja_gezag", "ja_jeugdrechtbank")),
        hint="Neem geen tekst uit het vonnis over.",
        why=waarom.GERECHT,
    ),
    Persons(
        "contextpersonen", "Sleutelfiguren uit de context", "CN L", ART_27, roles=CONTEXT, required=False,
        why=waarom.CONTEXT,
        hint="Wie de leerling vertrouwt, naast school en hulpverlening.",
    ),
    Choices(
        "lopende_hulp", "Lopende hulp", "CN L O*", f"{WIE_DOET_MEE}; {MELDPUNTEN}", exclusive="geen",
        choices={
            "cgg": "Centrum voor geestelijke gezondheidszorg (CGG)",
            "ocj": "Ondersteuningscentrum jeugdzorg (OCJ)",
            "sociale_dienst_jeugdrechtbank": "Sociale dienst jeugdrechtbank",
            "thuisbegeleiding": "Thuisbegeleiding",
            "mfc_vaph": "Multifunctioneel centrum of andere hulp van het VAPH",
            "caw_jac": "CAW of JAC",
            "psychiatrie": "Kinder- of jeugdpsychiatrie",
            "leersteun": "Leersteun",
            "ocmw": "OCMW",
            "andere": "Andere",
            "geen": "Geen",
        },
        hint="Enkel welke dienst, niet de inhoud van de hulp.",
        why=waarom.LOPENDE_HULP,
    ),
    Text(
        "lopende_hulp_andere", "Welke andere hulp", "CN L O*", WIE_DOET_MEE, max_length=300,
        when=When("lopende_hulp", one_of=("andere",)),
        why=waarom.LOPENDE_HULP,
        hint="De naam van de dienst, niet de inhoud van de hulp.",
    ),
    YesNo(
        "in_opname", "Is in opname of verblijft in een voorziening", "CN", MELDPUNTEN,
        why=waarom.IN_OPNAME, hint="Op de dag van de aanmelding.",
    ),
    short="Ouders en context",
    when=LEERLINGDOSSIER,
)  # fmt: skip

SCHOOL = Step(
    "school",
    "Wat weet en ziet de school?",
    Organisation("school", "School en vestiging", "CNSLO", WIE_MELDT_AAN, soorten=("school",)),
    Choice(
        "ingeschreven", "Ingeschreven", "CNS", MELDPUNTEN, when=LEERLINGDOSSIER,
        choices={"ja": "Ja", "nee": "Nee, uitgeschreven", "in_procedure": "In procedure tot definitieve uitsluiting"},
        why=waarom.INGESCHREVEN,
    ),
    Text(
        "leerplicht_invulling", "Hoe de leerplicht vervuld wordt", "CNS", MELDPUNTEN, lines=2, max_length=500,
        when=When("ingeschreven", one_of=("nee",), also=MINDERJARIG),
        why=waarom.INGESCHREVEN,
        hint="Bijvoorbeeld huisonderwijs, of de stappen naar een nieuwe school.",
    ),
    Choice(
        "studievorm", "Onderwijsvorm", "CNS LO", MELDPUNTEN, when=MET_LEERLINGEN,
        choices={
            "eerste_graad_a": "Eerste graad, A-stroom",
            "eerste_graad_b": "Eerste graad, B-stroom",
            "aso": "ASO of doorstroomfinaliteit",
            "tso": "TSO of dubbele finaliteit",
            "kso": "KSO",
            "bso": "BSO of arbeidsmarktfinaliteit",
            "zevende_jaar": "Zevende jaar",
            "okan": "OKAN (onthaalonderwijs)",
            "buso_ov1": "Buitengewoon secundair onderwijs, OV1",
            "buso_ov2": "Buitengewoon secundair onderwijs, OV2",
            "buso_ov3": "Buitengewoon secundair onderwijs, OV3",
            "buso_ov4": "Buitengewoon secundair onderwijs, OV4",
            "dbso": "Deeltijds beroepssecundair onderwijs (DBSO)",
            "leertijd": "Leertijd",
            "duaal": "Duaal leren",
            "aanloop": "Aanloopfase",
        },
        why=waarom.STUDIEVORM,
    ),
    Choice(
        "buso_type", "Type buitengewoon onderwijs", "CNS", BUSO,
        when=When("studievorm", one_of=("buso_ov1", "buso_ov2", "buso_ov3", "buso_ov4")),
        choices={"basisaanbod": "Basisaanbod"} | {f"type_{number}": f"Type {number}" for number in (2, 3, 4, 6, 7, 9)},
    ),
    Text("leerjaar", "Leerjaar", "CNS LO", MELDPUNTEN, max_length=40, when=MET_LEERLINGEN),
    Text("studierichting", "Studierichting", "CNS LO", MELDPUNTEN, required=False, when=MET_LEERLINGEN),
    Text("klas", "Klas", "CNS LO", MELDPUNTEN, max_length=60, when=LEERLINGDOSSIER),
    Choice(
        "verslag", "Verslag van het CLB", "CN S", "leersteundecreet", when=LEERLINGDOSSIER,
        choices={
            "geen": "Geen verslag",
            "gc_verslag": "GC-verslag (gemeenschappelijk curriculum)",
            "iac_verslag": "IAC-verslag (individueel aangepast curriculum)",
            "ov4_verslag": "OV4-verslag",
            "type_verslag": "Verslag voor een type buitengewoon onderwijs",
        },
        hint="Enkel of het er is, niet wat erin staat.",
        why=waarom.VERSLAG,
    ),
    Persons(
        "contactpersonen_school", "Contactpersonen op school", "CNSLO", f"{WIE_DOET_MEE}; {CODE_P}",
        roles=("directie", "leerlingbegeleider", "klastitularis"),
        hint="Neem de directie erbij als de leerling lessen zal missen.",
        why=waarom.CONTACT_SCHOOL,
    ),
    Date(
        "school_geraadpleegd_op", "School geraadpleegd op", "CNS", SAMENSPRAAK, past=True,
        why=waarom.GERAADPLEEGD, hint="De dag van het gesprek met de school over deze aanmelding.",
    ),
    Text(
        "visie_school", "Visie van de school", "CNS LO", WIE_DOET_MEE, lines=6, max_length=3000,
        why=waarom.VISIE_SCHOOL,
        hint="Wat de school ziet, en wat zij zelf wil en kan doen.",
    ),
    Number(
        "problematische_afwezigheden", "Problematische afwezigheden dit schooljaar", "CNS LO", CODE_B, at_most=360,
        unit="halve lesdagen", one="halve lesdag", when=LEERLINGDOSSIER, hint="Het aantal halve lesdagen met code B.",
        why=waarom.AFWEZIGHEDEN,
    ),
    Choices(
        "tuchtmaatregelen", "Tuchtmaatregelen", "CNS LO", MELDPUNTEN, exclusive="geen", when=LEERLINGDOSSIER,
        choices={
            "preventieve_schorsing": "Preventieve schorsing",
            "tijdelijke_uitsluiting": "Tijdelijke uitsluiting",
            "definitieve_overwogen": "Definitieve uitsluiting overwogen",
            "definitieve_lopend": "Procedure tot definitieve uitsluiting lopend",
            "definitieve_uitgesproken": "Definitieve uitsluiting uitgesproken",
            "geen": "Geen",
        },
        why=waarom.TUCHT,
        hint="Van dit schooljaar, ook wat nog loopt.",
    ),
    Number(
        "schoolse_achterstand", "Schoolse achterstand", "CN", REGISTRATIE, at_most=6, unit="jaar", required=False,
        when=LEERLINGDOSSIER,
        why=waarom.ACHTERSTAND,
        hint="Zoveel jaar later dan leeftijdgenoten die nooit overzaten.",
    ),
    short="School",
)  # fmt: skip
