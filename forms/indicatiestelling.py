"""Record 1: the CLB looks into the question for help and refers to NAFT.

Source: BVR 5 april 2019, art. 27; draaiboek, deel 3 (only the CLB refers, in consultation with the school) and
deel 4.1 (who and what). What must hold before the referral goes out is in rules/.
"""

from forms import waarom
from forms.bronnen import DISCRETIE, EIGEN, PRAKTIJK, RECHT_OP_UITLEG
from forms.indicatie_hulpvraag import HULPVRAAG, LEERLINGDOSSIER, MELDPUNTEN, MINDERJARIG, VERWACHTING, VOORTRAJECT
from forms.indicatie_leerling import (
    BEKWAAM,
    BEKWAAMHEID,
    KLASGROEP,
    LEERLING,
    NIET_VANZELF,
    OUDERS,
    SAMENSPRAAK,
    SCHOOL,
    WIE_DOET_MEE,
    WIE_MELDT_AAN,
    WIJKT_AF,
)
from forms.kinds import (
    Choice,
    Choices,
    Date,
    Different,
    Document,
    EachOf,
    InItems,
    NotAfter,
    NotBefore,
    Organisation,
    Person,
    RecordType,
    Repeat,
    Step,
    Text,
    When,
    YesNo,
)
from forms.partij import GEZAG, TALEN, TOLK

FASE = "draaiboek, deel 2 en 4"
INSTEMMEN = "decreet rechtspositie minderjarige, art. 8"

UITGELEGD = When("uitleg_gegeven", one_of=(True,))
GEANTWOORD = When("antwoord", one_of=("ja", "ja_met_voorbehoud", "nee"))
ZELF_BEKWAAM = When("bekwaam", one_of=("ja",), also=MINDERJARIG)

VOOR_OUDERS_ONDER_VOORWAARDE = {
    item.name: item.label
    for step in (OUDERS, HULPVRAAG)
    for item in step.items
    if "O" in item.audience.conditional and not isinstance(item, Repeat)
}
"""The questions that parents read on a condition: a capable pupil may keep each of them from the parents."""
INGETROKKEN_NA_ANTWOORD = "Kijk de datums na: intrekken kan pas na het antwoord."

NU_DIT_CLB = "Uw CLB meldt nu aan: vul dit zelf in."

AANMELDER = Step(
    "aanmelder",
    "Wie meldt aan?",
    Organisation("clb", "CLB (vestiging)", "CNSLO", WIE_MELDT_AAN, soorten=("clb",), asked_anew=NU_DIT_CLB),
    Person("clb_medewerker", "CLB-medewerker", "CNSLO", WIE_DOET_MEE, roles=("clb",), asked_anew=NU_DIT_CLB),
    Person(
        "clb_vervanger", "Vervanger bij afwezigheid", "CN", EIGEN, roles=("clb",), required=False,
        asked_anew=NU_DIT_CLB,
    ),
    Date("datum_aanmelding", "Datum van de aanmelding", "CNSLO", WIE_MELDT_AAN, past=True, asked_anew=NU_DIT_CLB),
    Choice(
        "aangemeld_via", "Aangemeld via", "CN", PRAKTIJK,
        choices={
            "rechtstreeks": "Rechtstreeks bij de aanbieder",
            "meldpunt": "Regionaal meldpunt of overlegtafel",
            "telefonisch_vooraf": "Eerst telefonisch besproken",
        },
        why=waarom.VIA,
        hint="Hoe de aanmelding bij de aanbieder komt.",
    ),
    Choices(
        "eerste_vraag_van", "Wie stelde de vraag het eerst", "CN", MELDPUNTEN,
        choices={
            "leerling": "Leerling",
            "ouders": "Ouders",
            "school": "School",
            "clb": "CLB",
            "welzijn": "Voorziening of welzijnsdienst",
            "politie_justitie": "Politie of justitie",
            "andere": "Iemand anders",
        },
        why=waarom.EERSTE_VRAAG,
        hint="Meer dan een antwoord kan.",
    ),
    Choice(
        "fase_zorgcontinuum", "Fase in het zorgcontinuüm", "CN S", FASE,
        choices={
            "brede_basiszorg": "Brede basiszorg (fase 0)",
            "verhoogde_zorg": "Verhoogde zorg (fase 1)",
            "uitbreiding": "Uitbreiding van zorg (fase 2)",
            "iac": "Individueel aangepast curriculum of OV4 (fase 3)",
        },
        hint="NAFT kan pas vanaf de fase uitbreiding van zorg.",
        why=waarom.FASE,
    ),
    short="Aanmelder",
)  # fmt: skip

INSTEMMING = Step(
    "instemming",
    "Wie stemt waarmee in?",
    YesNo(
        "uitleg_gegeven", "Uitleg gegeven over NAFT, de rechten en het dossier", "CN L", RECHT_OP_UITLEG,
        when=LEERLINGDOSSIER,
        must_be_yes="Geef de leerling eerst uitleg over NAFT, de rechten en het dossier, en noteer daarna wanneer.",
        why=waarom.UITLEG,
        hint="In eenvoudige woorden, en voor er iets beslist wordt.",
    ),
    Date("uitleg_op", "Uitleg gegeven op", "CN L", RECHT_OP_UITLEG, past=True, when=UITGELEGD),
    Choice(
        "uitleg_taal", "Taal van de uitleg", "CN L", RECHT_OP_UITLEG, choices=TALEN, when=UITGELEGD, why=waarom.TAAL,
    ),
    Choice("uitleg_tolk", "Tolk bij de uitleg", "CN L", RECHT_OP_UITLEG, when=UITGELEGD,
           choices=TOLK | {"eigen": "Bracht zelf iemand mee"}, why=waarom.TOLK),
    Repeat(
        "instemmingen", "Instemmingen", "Instemming", prefix="I", at_most=40, required=LEERLINGDOSSIER,
        about=("gegeven_door",),
        asked_anew="Een instemming geldt voor wie ze vroeg: vraag ze opnieuw.",
        hint="Instemmen met de hulp en instemmen met het delen van gegevens zijn aparte antwoorden.",
        of=(
            Choice(
                "waarvoor", "Waarvoor", "CNLO*", INSTEMMEN,
                choices={
                    "hulp": "Het NAFT-traject zelf",
                    "delen_naft": "Gegevens delen: van het CLB naar de NAFT-aanbieder",
                    "delen_school": "Inhoudelijke terugkoppeling aan de school",
                    "delen_ouders": "Inhoudelijke informatie aan de ouders",
                    "delen_derde": "Contact met een derde",
                    "vertaling": "Vertaalde bijlage",
                },
            ),
            Text("derde", "Met welke derde", "CNLO*", INSTEMMEN, when=When("waarvoor", one_of=("delen_derde",))),
            Organisation(
                "aan_aanbieder", "Welke NAFT-aanbieder", "CNLO*", INSTEMMEN, soorten=("naft",), required=False,
                when=When("waarvoor", one_of=("delen_naft",)), hint="Laat leeg voor de aanbieder van deze aanmelding.",
            ),
            Person("gegeven_door", "Gevraagd aan", "CNLO*", BEKWAAM),
            Choice(
                "antwoord", "Antwoord", "CNLO*", INSTEMMEN,
                choices={
                    "ja": "Ja",
                    "ja_met_voorbehoud": "Ja, met voorbehoud",
                    "nee": "Nee",
                    "niet_gevraagd": "Niet gevraagd",
                },
            ),
            Text(
                "reden_niet_gevraagd", "Waarom het niet gevraagd is", "CN", INSTEMMEN, lines=2, max_length=500,
                when=When("antwoord", one_of=("niet_gevraagd",)),
                hint="Bijvoorbeeld: de leerling verblijft in het buitenland tot 12 januari.",
            ),
            Text(
                "toelichting", "Toelichting of voorbehoud", "CNLO*", "decreet rechtspositie minderjarige, art. 10",
                lines=2, max_length=500, when=GEANTWOORD, required=When("antwoord", one_of=("ja_met_voorbehoud",)),
                hint="Een nee hoeft niet gemotiveerd te worden.",
            ),
            Text(
                "motivering_clb", "Waarom het traject toch kan", "CN", GEZAG, lines=2, max_length=600, required=False,
                when=When("antwoord", one_of=("nee",), also=When("waarvoor", one_of=("hulp",))),
                hint="Als een ouder nee zegt en de bekwame leerling ja: het CLB beslist en motiveert.",
                why=waarom.TOCH,
            ),
            Date("datum", "Datum", "CN", EIGEN, past=True, hint="Niet gevraagd: de dag waarop u dat noteert."),
            Choice(
                "wijze", "Hoe het antwoord gegeven is", "CN", EIGEN, when=GEANTWOORD,
                choices={"mondeling": "Mondeling", "schriftelijk": "Schriftelijk", "handtekening": "Met handtekening"},
            ),
            Choice(
                "bekwaamheid", "Bekwaamheid van de leerling op die datum", "CN", BEKWAAM, choices=BEKWAAMHEID,
                when=LEERLINGDOSSIER,
                why=waarom.BEKWAAM,
            ),
            Text(
                "motivering_afwijking", "Motivering van de bekwaamheid", "CN", BEKWAAM, lines=3, min_length=20,
                max_length=600, when=NIET_VANZELF, required=WIJKT_AF,
                hint="Nodig als u afwijkt van wat de leeftijd doet vermoeden.",
                why=waarom.BEKWAAM,
            ),
            Date(
                "ingetrokken_op", "Ingetrokken op", "CN", INSTEMMEN, past=True, required=False,
                when=When("antwoord", one_of=("ja", "ja_met_voorbehoud")),
            ),
        ),
        why=waarom.INSTEMMINGEN,
    ),
    Choices(
        "niet_delen_met_ouders", "Wat de leerling niet met de ouders wil delen", "CN L",
        "CLB-regels over het beroepsgeheim; decreet rechtspositie minderjarige, art. 22", required=False,
        when=ZELF_BEKWAAM, choices=VOOR_OUDERS_ONDER_VOORWAARDE,
        hint="Bespreek dit met de leerling alleen.",
        why=waarom.NIET_DELEN,
    ),
    short="Instemming",
)  # fmt: skip

INDICATIESTELLING = RecordType(
    slug="indicatiestelling",
    title="Indicatiestelling en aanmelding",
    version=1,
    source="BVR 5 april 2019, art. 27; draaiboek, deel 4.1",
    led_by=("clb",),
    read_by="CN",
    purpose="Het CLB onderzoekt de vraag, komt tot een gemotiveerd oordeel over de hulp die nodig is, en meldt aan bij "
    "NAFT. Zonder indicatiestelling kan er geen traject beginnen (draaiboek, deel 3 en 4.1).",
    declaration="Ik heb deze indicatiestelling gelezen. Ze geeft weer wat er met mij besproken is.",
    steps=(AANMELDER, LEERLING, OUDERS, SCHOOL, HULPVRAAG, VOORTRAJECT, VERWACHTING, INSTEMMING),
    documents=(
        Document("D1", "Aanmeldingsverslag NAFT", "indicatiestelling.docx", "CN"),
        Document("D1S", "Kennisgeving van aanmelding", "kennisgeving.docx", "S"),
        Document("D1L", "Samenvatting voor leerling en ouders", "samenvatting.docx", "LO", when=LEERLINGDOSSIER),
    ),
    checks=(
        Different(
            at="clb_vervanger", other="clb_medewerker", source=EIGEN,
            message="Kies als vervanger iemand anders dan de CLB-medewerker zelf.",
        ),
        NotAfter(
            at="leerlingen_met_risico", limit="klas_aantal", source=KLASGROEP,
            message="Kijk de aantallen na: er kunnen niet meer leerlingen in gevaar zijn dan er in de klas zitten.",
        ),
        NotAfter(
            at="school_geraadpleegd_op", limit="datum_aanmelding", source=SAMENSPRAAK,
            message="Raadpleeg de school vóór de aanmelding, en kijk beide datums na.",
        ),
        EachOf(
            at="instemmingen", question="waarvoor", values=("hulp", "delen_naft", "delen_school"), when=LEERLINGDOSSIER,
            source=f"{INSTEMMEN}; {DISCRETIE}",
            message="Noteer een antwoord voor het traject zelf, het delen met NAFT en de terugkoppeling aan de school.",
        ),
        InItems(
            at="instemmingen", source=INSTEMMEN, message=INGETROKKEN_NA_ANTWOORD,
            inner=NotBefore(
                at="ingetrokken_op", limit="datum", source=INSTEMMEN, message=INGETROKKEN_NA_ANTWOORD,
            ),
        ),
    ),
)  # fmt: skip
