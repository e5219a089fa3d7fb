"""What the register of processing and the material for a DPIA say that no definition of the program says."""

from __future__ import annotations

from rules import retention

ROLES = {
    "clb": "Centrum voor leerlingenbegeleiding",
    "naft": "Aanbieder van naadloze flexibele trajecten",
    "school": "School",
}
BASES = {
    "clb": "AVG, art. 6, lid 1, c en e, en art. 9, lid 2, g en h; decreet leerlingenbegeleiding; decreet "
    "rechtspositie minderjarige",
    "naft": "AVG, art. 6, lid 1, e, en art. 9, lid 2, g en h; erkenning in de jeugdhulp; decreet rechtspositie "
    "minderjarige [laat dit nakijken door uw functionaris]",
    "school": "AVG, art. 6, lid 1, c en e; leerlingenbegeleiding als taak van de school",
}
"""Kind of organisation -> on what its processing rests. Agreeing with the help is no consent of the AVG."""
TERMS = {
    "clb": f"Tien jaar na het laatste contact, en minstens tot de leerling {retention.CLB_AGE} wordt, of "
    f"{retention.CLB_AGE_BUSO} in het buitengewoon onderwijs.",
    "naft": f"Tot de leerling {retention.NAFT_AGE} wordt. Zonder leerling tien jaar na het laatste contact.",
    "school": "Niet langer dan nodig voor de begeleiding op school [vul de eigen termijn aan]. In Naadloos zelf houdt "
    "de school geen dossier: ze haalt haar documenten op.",
}
SUBJECTS = "Leerlingen (meestal minderjarig), hun ouders of vertegenwoordigers, steunfiguren, en medewerkers"
READERS_EXPLAINED = (
    "C is het CLB, N de NAFT-aanbieder, S de school, L de leerling, O de ouders, P de pedagogische begeleidingsdienst. "
    "Een ster betekent: alleen als de leerling of de vertegenwoordiger daarmee instemt. Een uitroepteken betekent: "
    "blijft binnen die organisatie en komt in geen enkel document."
)
BESIDE: tuple[tuple[str, str, str, str], ...] = (
    (
        "Accounts van medewerkers",
        "Mensen aanmelden en laten werken in hun dossiers.",
        (
            "Naam, functie, e-mailadres van het werk, rollen, een afgeleide van het wachtwoord, de sleutel van de "
            "tweede stap, de sessies"
        ),
        "De beheerders van de eigen organisatie",
    ),
    (
        "Toegangslog",
        "Aantonen wie een dossier opende, ophaalde of wijzigde, ook als het geweigerd werd.",
        "Wie, van welke organisatie, wanneer en wat. Nooit waarnaar gezocht werd",
        "Het CLB van het dossier, en de leerling op vraag",
    ),
    (
        "Ondertekening",
        "Vastleggen wie een tekst las en wat die antwoordde.",
        "Naam, antwoord, opmerking, getekende of getypte handtekening, tijdstip, en bij papier een scan",
        "De partijen van die tekst, elk voor wat ze mogen lezen",
    ),
    (
        "Vragen over rechten, en verbeteringen",
        "Vragen van leerling en ouders over hun gegevens op tijd beantwoorden.",
        "Wie wat vroeg, hoe de identiteit nagekeken werd, het antwoord en de motivering",
        "De organisatie aan wie het gevraagd is",
    ),
    (
        "Mails en persoonlijke links",
        "Mensen verwittigen en laten tekenen van thuis.",
        "E-mailadres, soort bericht, tijdstip. In de mail zelf staat geen naam van een leerling en geen inhoud",
        "Wie de mail krijgt, en de mailserver van de verwerker",
    ),
    (
        "Vragen aan het CLB",
        "Een school of begeleidingsdienst stelt een CLB een vraag voor er een dossier is.",
        "Voornaam en eerste letter van de leerling, de vraag en het antwoord",
        "Wie de vraag stelde en het CLB",
    ),
    (
        "Cijfers",
        "Tellen hoe het traject verloopt, voor het jaarverslag.",
        "Aantallen, waarin kleine getallen verborgen zijn",
        "Leidinggevenden van de eigen organisatie",
    ),
)
"""What is processed beside the records: title, why, which data, who reads it."""
FLOWS: tuple[tuple[str, str, str], ...] = (
    ("CLB", "NAFT", "De aanmelding, zonder de eigen notities van het CLB. Pas na instemming met het delen."),
    ("CLB", "School", "Een kennisgeving met het praktische minimum. De aanmelding zelf leest een school niet."),
    ("CLB en NAFT", "Leerling", "Samenvatting, doelen, evaluaties: aan tafel, met een link en een code, of op papier."),
    ("CLB en NAFT", "Ouders", "Hetzelfde in een eigen versie. Na 18 jaar niets zonder akkoord van de leerling."),
    ("NAFT", "School", "Doelen, evaluaties en engagementen, zonder wat enkel met instemming gedeeld wordt."),
    ("School", "Begeleidingsdienst", "Een melding met school, thema en datum. Geen leerling."),
    ("NAFT", "Volgende NAFT", "Aanmelding, laatste doelen en laatste evaluatie, na nieuwe instemming."),
    ("Naadloos", "Mailserver", "Berichten zonder namen van leerlingen en zonder inhoud, met een link."),
    (
        "Naadloos",
        "Beheerder van de server",
        "Bestanden en back-ups als verwerker. Dat vraagt een overeenkomst.",
    ),
)
"""From, to, what and how."""
STEPS: tuple[tuple[str, str], ...] = (
    (
        "Waarvoor",
        (
            "Leerlingen bij wie het op school vastloopt, krijgen een traject. CLB, NAFT, school, leerling en ouders "
            "maken daarover samen afspraken, en volgen die op."
        ),
    ),
    (
        "Waarom het niet met minder kan",
        (
            "Elke vraag heeft een bron in een regeling of in de werkwijze, en staat in het register met haar lezers. "
            "Een vraag zonder bron start niet. Rijksregisternummers worden geweigerd."
        ),
    ),
    (
        "Wie beslist",
        (
            "CLB, NAFT en school zijn elk verantwoordelijk voor het eigen dossier. Ze spreken schriftelijk af wie een "
            "vraag van leerling of ouders beantwoordt. Wie de server beheert, is verwerker."
        ),
    ),
)
RISKS: tuple[tuple[str, str, str, str], ...] = (
    (
        "Iemand leest een dossier zonder reden",
        "Een medewerker kijkt uit nieuwsgierigheid, of iemand die vertrok kan er nog in.",
        (
            "Alleen organisaties die partij zijn, zien een dossier. Elke blik staat in een log dat niemand kan "
            "wijzigen. Een gestopt account is meteen dicht."
        ),
        "Kijk het log na. Stop accounts op de dag van vertrek.",
    ),
    (
        "De school of de ouders lezen te veel",
        "Wat in vertrouwen gezegd is, komt bij iemand voor wie het niet bedoeld is.",
        (
            "Elke vraag heeft lezers. Elke lezer krijgt een eigen bestand waarin de rest er niet is, ook niet "
            "verborgen. Instemming wordt apart genoteerd en kan terug."
        ),
        "Schrijf een notitie op de plaats die ervoor bedoeld is. Kijk voor het vastleggen na wie leest.",
    ),
    (
        "Een account wordt overgenomen",
        "Iemand raadt een wachtwoord of leest een mail mee.",
        "Lange wachtwoorden, een tweede stap, een rem op pogingen, en sessies die vanzelf eindigen.",
        "Verplicht de tweede stap voor iedereen.",
    ),
    (
        "De server of een back-up wordt gestolen",
        "Alle dossiers liggen op straat.",
        "De database en de back-ups kunnen versleuteld worden, met de sleutel op een andere plaats.",
        "Zet de versleuteling aan, en bewaar de sleutel apart. Beperk wie op de server kan.",
    ),
    (
        "Gegevens gaan verloren of worden vervalst",
        "Een afspraak is weg of staat er anders dan getekend.",
        (
            "Wat bewaard is, staat vast voor het bevestigd wordt. Getekende teksten zijn verzegeld en na te kijken "
            "door iedereen. Gebeurtenissen vormen een keten."
        ),
        "Zet een herstel van de back-up eens per jaar echt terug.",
    ),
    (
        "Gegevens blijven te lang",
        "Een jongere wordt jaren later nog achtervolgd door wat er stond.",
        "De laatste dag van bewaren wordt berekend en getoond. Vernietigen vragen twee mensen.",
        "Behandel de voorstellen tot vernietiging elk jaar.",
    ),
    (
        "Een vraag van leerling of ouders blijft liggen",
        "Iemand krijgt zijn dossier niet te zien, of te laat.",
        "Elke vraag heeft een termijn op de werklijst. Een afschrift wordt antwoord per antwoord nagekeken.",
        "Spreek af wie vragen aanneemt, ook in de vakantie.",
    ),
)
"""Title, what may happen, what the program does, what the organisation does itself."""
OPEN: tuple[str, ...] = (
    "Schriftelijke afspraak tussen CLB, NAFT en school over wie vragen over rechten beantwoordt.",
    "Verwerkersovereenkomst met wie de server beheert, en met wie mails verstuurt (AVG, art. 28).",
    "De grondslag van NAFT-aanbieders, en of de termijn van de jeugdhulp op elk NAFT-dossier slaat.",
    "Of en wanneer de herziening van het decreet rechtspositie minderjarige geldt.",
    "Lijst van wie toegang heeft tot gezondheidsgegevens (wet van 30 juli 2018, art. 9): bewaar ze bij dit dossier.",
    "Hoe leerlingen en ouders zelf hierover denken (AVG, art. 35, lid 9).",
)
