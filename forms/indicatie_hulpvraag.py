"""The indicatiestelling, from the question for help to what is expected of NAFT: three of its steps.

Source: draaiboek, deel 4.1 (the CLB looks into the question, with methods and information from others, and comes to
a reasoned judgement); Codex Secundair Onderwijs, art. 44 (for whom NAFT is).
"""

from forms import waarom
from forms.bronnen import CODE_P, DISCRETIE, EIGEN, PRAKTIJK, SCHOOL_EN_PBD
from forms.kinds import Choice, Choices, Date, Organisation, Person, Repeat, Step, Text, When, YesNo

VOOR_WIE = "Codex Secundair Onderwijs, art. 44; draaiboek, deel 4"
ZORGCONTINUUM = "draaiboek, deel 2"
INDICATIESTELLING_CLB = "draaiboek, deel 4.1"
AANBOD = "draaiboek, deel 4 (inhoud van een traject)"
MELDPUNTEN = "registratie van de meldpunten schoolexterne interventies"
GEHOORD = "decreet rechtspositie minderjarige, art. 11; draaiboek, deel 4.1"
PRODIA = "Prodia, handelingsgericht werken; draaiboek, deel 4.1"
KEUZE_AANBIEDER = "decreet rechtspositie minderjarige, art. 9"

LEERLINGDOSSIER = When("soort_dossier", one_of=("leerling", "leerlingen"))
MET_LEERLINGEN = When("soort_dossier", one_of=("leerling", "leerlingen", "klasgroep"))
MINDERJARIG = When("minderjarig_met_ouders", one_of=("ja",))
SCHOOLONDERSTEUNING = When(
    "gevraagde_inzet", one_of=("schoolondersteuning",), either=When("soort_dossier", one_of=("school",))
)
PBD_WEET_HET = When("pbd_op_de_hoogte", one_of=("ja",))

HULPVRAAG = Step(
    "hulpvraag",
    "Wat is de hulpvraag, en wat is het oordeel van het CLB?",
    Choices(
        "redenen", "Redenen", "CN S* LO", VOOR_WIE,
        choices={
            "pedagogisch": "Pedagogische redenen",
            "juridisch": "Juridische redenen",
            "sociaal": "Sociale redenen",
            "persoonlijk": "Persoonlijke redenen",
        },
        why=waarom.REDENEN,
    ),
    Choices(
        "risico", "Wat dreigt er", "CNS LO", VOOR_WIE,
        choices={"schooluitval": "Schooluitval", "ongekwalificeerde_uitstroom": "Ongekwalificeerde uitstroom"},
        why=waarom.RISICO,
        hint="Minstens een van beide.",
    ),
    Choice(
        "aanpak", "Aard van de inzet", "CNS LO", VOOR_WIE,
        choices={"preventief": "Preventief", "curatief": "Curatief of remediërend"},
        hint="Preventief: voor het misloopt. Curatief: om te herstellen wat al misliep.",
    ),
    Choices(
        "signalen", "Signalen", "CN S* LO", MELDPUNTEN,
        choices={
            "spijbelen": "Spijbelen",
            "schoolmoeheid": "Schoolmoeheid of motivatie",
            "gedrag_klas": "Gedrag in de klas",
            "conflict_leerkracht": "Conflict met een of meer leerkrachten",
            "conflict_leerlingen": "Conflict met leerlingen of pesten",
            "klasklimaat": "Klasklimaat",
            "faalangst_welbevinden": "Faalangst of welbevinden",
            "thuissituatie": "Thuissituatie",
            "middelen": "Alcohol of andere middelen",
            "vrije_tijd_netwerk": "Vrije tijd of netwerk",
            "studiekeuze": "Studiekeuze",
            "delict": "Strafbare feiten",
            "andere": "Andere",
        },
        why=waarom.SIGNALEN,
        hint="Wat ziet men, zonder oordeel?",
    ),
    YesNo(
        "leerling_gehoord", "Is de leerling zelf gehoord?", "CN L", GEHOORD, when=LEERLINGDOSSIER, printed=False,
        why=waarom.GEHOORD,
    ),
    Text(
        "hulpvraag_leerling", "Hulpvraag volgens de leerling", "CN L (O*, S*)", GEHOORD, lines=6, max_length=3000,
        when=When("leerling_gehoord", one_of=(True,)), hint="In de eigen woorden van de leerling.",
    ),
    Text(
        "reden_leerling_niet_gehoord", "Waarom de leerling niet gehoord is", "CN", GEHOORD, lines=3, max_length=500,
        when=When("leerling_gehoord", one_of=(False,)),
        why=waarom.GEHOORD,
    ),
    YesNo(
        "ouders_gehoord", "Zijn de ouders of vertegenwoordigers gehoord?", "CN", INDICATIESTELLING_CLB,
        when=MINDERJARIG, printed=False,
        why=waarom.OUDERS_GEHOORD,
    ),
    Text(
        "hulpvraag_ouders", "Hulpvraag volgens de ouders", "CN O L", INDICATIESTELLING_CLB, lines=6, max_length=3000,
        when=When("ouders_gehoord", one_of=(True,)), hint="De leerling leest dit ook.",
    ),
    Text(
        "reden_ouders_niet_gehoord", "Waarom de ouders niet gehoord zijn", "CN", INDICATIESTELLING_CLB, lines=3,
        max_length=500, when=When("ouders_gehoord", one_of=(False,)),
    ),
    Text(
        "krachten", "Krachten en wat wél nog lukt", "CNS LO", PRODIA, lines=6, max_length=3000,
        why=waarom.KRACHTEN, hint="Mensen, talenten, vakken en momenten waarop het wel gaat.",
    ),
    Text(
        "noden", "Noden", "CN S* LO", PRODIA, lines=6, max_length=3000,
        hint="De onderwijs-, opvoedings- en ondersteuningsbehoeften.",
        why=waarom.NODEN,
    ),
    Text(
        "samenhangende_factoren", "Samenhangende factoren", "CN L O*", INDICATIESTELLING_CLB, lines=6, max_length=3000,
        hint="Wat speelt er mee, op school, thuis en in de vrije tijd?",
        why=waarom.FACTOREN,
    ),
    Text(
        "methoden", "Gebruikte methoden of materiaal", "CN", INDICATIESTELLING_CLB, lines=3, max_length=1000,
        hint="Bijvoorbeeld een gesprek, een observatie of een vragenlijst.",
    ),
    Choices(
        "informatiebronnen", "Informatie ingewonnen bij", "CN", INDICATIESTELLING_CLB,
        choices={"school": "School", "ouders": "Ouders", "leerling": "Leerling", "externe_dienst": "Externe dienst"},
        hint="Voor een externe dienst is een instemming nodig: contact met een derde.",
        why=waarom.BRONNEN,
    ),
    Text(
        "informatiebronnen_extern", "Welke externe dienst", "CN", INDICATIESTELLING_CLB, max_length=300,
        when=When("informatiebronnen", one_of=("externe_dienst",)),
    ),
    Text(
        "gemotiveerd_oordeel", "Gemotiveerd oordeel over de benodigde hulp", "CN LO* S*", INDICATIESTELLING_CLB,
        lines=8, min_length=100, max_length=4000, hint="Welke hulp is nodig, en waaruit blijkt dat?",
        why=waarom.OORDEEL,
    ),
    Text(
        "waarom_naft", "Waarom NAFT en geen ander aanbod", "CN LO*", "draaiboek, deel 3 (draaischijffunctie)", lines=4,
        max_length=1500,
        why=waarom.WAAROM_NAFT,
        hint="Welk ander aanbod is bekeken, en waarom past dit beter?",
    ),
    Text(
        "veiligheid", "Aandachtspunten voor de veiligheid", "CN", EIGEN, lines=3, max_length=600, required=False,
        hint="Enkel wat nodig is. Bij verontrusting volgt u de eigen procedure van het CLB, niet dit formulier.",
        why=waarom.VEILIGHEID,
    ),
    Text(
        "interne_nota_clb", "Interne nota van het CLB", "C!", DISCRETIE, lines=6, max_length=4000, required=False,
        printed=False, hint="Blijft bij het CLB en komt in geen enkel document.",
        why=waarom.NOTA_CLB,
    ),
    short="Hulpvraag en oordeel",
)  # fmt: skip

VOORTRAJECT = Step(
    "voortraject",
    "Wat is er al gebeurd?",
    Text(
        "stappen_basiszorg", "Ondernomen in de brede basiszorg", "CNS LO", ZORGCONTINUUM, lines=5, max_length=2000,
        why=waarom.STAPPEN,
        hint="Wat de school voor elke leerling doet, en wat dat hier opleverde.",
    ),
    Text(
        "stappen_verhoogde_zorg", "Ondernomen in de verhoogde zorg", "CNS LO", ZORGCONTINUUM, lines=5, max_length=2000,
        hint="Wat de school extra deed, en wat dat opleverde.",
        why=waarom.STAPPEN,
    ),
    Text(
        "stappen_uitbreiding", "Ondernomen in de uitbreiding van zorg", "CN S LO", ZORGCONTINUUM, lines=5,
        max_length=2000, hint="Wat het CLB zelf deed. De school leest dit ook.",
        why=waarom.STAPPEN,
    ),
    Repeat(
        "eerdere_trajecten", "Eerdere NAFT-trajecten of time-outs", "Eerder traject", prefix="E", required=False,
        of=(
            Text("schooljaar", "Schooljaar", "CN LO", MELDPUNTEN, max_length=20, hint="Bijvoorbeeld 2024-2025."),
            Text("eerdere_aanbieder", "Aanbieder", "CN LO", MELDPUNTEN),
            Text("resultaat", "Resultaat", "CN LO", MELDPUNTEN, lines=3, max_length=500),
        ),
    ),
    short="Wat al gebeurde",
)  # fmt: skip

VERWACHTING = Step(
    "verwachting",
    "Wat wordt van NAFT verwacht?",
    Choices(
        "gevraagde_inzet", "Gevraagde inzet", "CNS LO", AANBOD,
        choices={
            "individueel": "Individuele begeleiding",
            "groep": "Begeleiding in groep",
            "klasgroep": "Begeleiding van de klasgroep",
            "leeromgevingen": "Diverse leeromgevingen of een leerplek",
            "herstelgericht": "Herstelgericht werken",
            "verbindend": "Verbindende activiteiten in de school",
            "schoolondersteuning": "Schoolondersteuning",
        },
        hint="Alleen schoolondersteuning kan enkel in een dossier van de school zelf.",
    ),
    Choice(
        "perspectief", "Perspectief", "CNS LO", PRAKTIJK, when=MET_LEERLINGEN,
        choices={
            "eigen_klas": "Terug naar de eigen klas",
            "korte_termijn": "Opnieuw aansluiten op korte termijn",
            "lange_termijn": "Opnieuw aansluiten op middellange of lange termijn",
            "leerrecht": "Leerrecht als alternatief",
            "te_verkennen": "Nog te verkennen",
        },
        why=waarom.PERSPECTIEF,
        hint="Waar moet het traject naartoe leiden?",
    ),
    Choice(
        "dringendheid", "Dringendheid", "CN", EIGEN, choices={"gewoon": "Gewoon", "dringend": "Dringend"},
        hint="Dringend is de uitzondering: NAFT geeft dan voorrang.",
    ),
    Text(
        "reden_dringend", "Waarom het dringend is", "CN", EIGEN, lines=2, max_length=500,
        when=When("dringendheid", one_of=("dringend",)),
    ),
    Choice(
        "lessen_missen", "Zal de leerling of groep lessen missen?", "CNS LO", CODE_P, when=MET_LEERLINGEN,
        choices={
            "nee": "Nee",
            "deels": "Ja, een deel van de lessen",
            "volledig": "Ja, alle lessen",
            "nog_te_bepalen": "Nog te bepalen",
        },
        hint="Lessen missen kan met het akkoord van de directie (code P).",
        why=waarom.LESSEN_MISSEN,
    ),
    Text(
        "voorkeur_aanbieder", "Voorkeur van leerling of ouders voor een aanbieder", "CN LO", KEUZE_AANBIEDER, lines=2,
        max_length=300, required=False, when=LEERLINGDOSSIER,
        why=waarom.VOORKEUR,
        hint="Vraag het aan de leerling en aan de ouders.",
    ),
    Organisation(
        "aanbieder", "NAFT-aanbieder", "CNSLO", "BVR 5 april 2019, art. 27", soorten=("naft",), why=waarom.AANBIEDER,
    ),
    Choice(
        "pbd_op_de_hoogte", "Heeft de school de pedagogische begeleidingsdienst op de hoogte gebracht?", "CNS P",
        SCHOOL_EN_PBD, when=SCHOOLONDERSTEUNING,
        choices={"ja": "Ja", "nog_niet": "Nog niet", "niet_van_toepassing": "Niet van toepassing"},
        hint="De school legt dit contact zelf, niet het CLB of NAFT.",
        why=waarom.PBD,
    ),
    Date("pbd_op", "Op de hoogte gebracht op", "CNS P", SCHOOL_EN_PBD, past=True, when=PBD_WEET_HET),
    Person(
        "pbd_persoon", "Contactpersoon van de begeleidingsdienst", "CNS P", SCHOOL_EN_PBD, roles=("pbd",),
        when=PBD_WEET_HET,
    ),
    short="Verwachting en keuze",
)  # fmt: skip
