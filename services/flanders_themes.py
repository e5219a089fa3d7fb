"""Why pupils and classes of an invented Flanders come to NAFT: themes, with ways to say each thing about them.

In a sentence {n} is the pupil's first name or the class, {hij} and {zijn} fit it, {vak} is a subject, {dag} a day.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Why somebody comes to NAFT, and what is said and agreed about it. Each tuple holds ways to say the same."""

    redenen: tuple[str, ...]
    signalen: tuple[str, ...]
    school: tuple[str, ...]
    leerling: tuple[str, ...]
    ouders: tuple[str, ...]
    noden: tuple[str, ...]
    factoren: tuple[str, ...]
    domein: str
    doel: tuple[str, ...]
    woorden: tuple[str, ...]
    merkbaar: tuple[str, ...]


THEMES = (
    Theme(
        ("persoonlijk",),
        ("schoolmoeheid", "spijbelen"),
        (
            "{n} komt nog twee of drie dagen per week, en op {dag} zelden.",
            "De afwezigheden stapelen zich op sinds de vorige vakantie; wie {n} belt, krijgt geen antwoord.",
            "In {vak} gaat het nog, de rest van de week blijft {n} liever thuis.",
        ),
        (
            "Ik geraak ’s morgens niet meer weg. Het heeft geen zin, denk ik dan.",
            "Als ik eenmaal een dag gemist heb, durf ik de volgende ook niet meer.",
            "Ik wil wel een diploma, maar niet op deze manier.",
        ),
        (
            "Elke ochtend is ruzie over opstaan. Wij weten niet meer hoe het moet.",
            "Wij willen dat er iemand van buiten met {n} praat.",
            "Thuis is {hij} rustig, tot het over school gaat.",
        ),
        ("Een rustige opbouw van halve naar hele dagen.", "Iemand die ’s morgens laat weten dat men wacht."),
        ("Er is een leerachterstand van een paar maanden.", "Het dagritme ligt omgekeerd: laat op, laat slapen."),
        "aansluiten_onderwijs",
        (
            "{n} is na zes weken elke {dag} en de dag erna de hele dag op school.",
            "{n} volgt weer alle lessen {vak} en haalt de gemiste taken in.",
            "{n} komt vier weken na elkaar op alle afgesproken halve dagen.",
        ),
        ("Weer gewoon binnenwandelen.", "Niet elke keer moeten uitleggen waar ik was."),
        ("De aanwezigheden, en {n} die zelf zegt dat het gaat.", "Er is geen brief over afwezigheid meer nodig."),
    ),
    Theme(
        ("pedagogisch",),
        ("gedrag_klas", "conflict_leerkracht"),
        (
            "Het botst met twee leerkrachten, vooral in {vak}. Daarna is de dag verloren.",
            "{n} reageert fel op opmerkingen voor de klas en loopt dan weg.",
            "Er zijn dit jaar vijf nota’s geschreven, bijna alle na de middag.",
        ),
        (
            "Ze wachten tot ik iets fout doe. Dan doe ik het maar.",
            "Met sommige leerkrachten kan ik praten, met andere niet.",
            "Ik wil dat ze het eerst aan mij vragen.",
        ),
        (
            "Wij horen alleen iets als het misloopt. Dat moet anders kunnen.",
            "{n} komt kwaad thuis en zegt dan niets meer.",
            "Wij willen samen met de school één lijn trekken.",
        ),
        (
            "Een gesprek met wie het botst, met iemand erbij.",
            "Een teken om even buiten te gaan voor het te veel wordt.",
        ),
        ("Het conflict is nooit uitgepraat.", "De klas reageert mee, en dat maakt het groter."),
        "herstel_contact",
        (
            "{n} en de leerkracht van {vak} praten het uit, en spreken elkaar daarna elke week vijf minuten.",
            "{n} gebruikt in de helft van de moeilijke lessen het afgesproken teken, en keert na tien minuten terug.",
            "{n} maakt een maand lang elke les {vak} mee zonder weg te lopen.",
        ),
        ("Dat ze gewoon goeiemorgen zeggen, en ik ook.", "Weten wanneer ik moet stoppen."),
        ("Er komt geen nota meer uit {vak}.", "De leerkracht en {n} zeggen allebei dat het rustiger is."),
    ),
    Theme(
        ("sociaal",),
        ("conflict_leerlingen", "faalangst_welbevinden"),
        (
            "{n} zit tijdens de speeltijd alleen en eet niet meer in de refter.",
            "In groepswerk wil niemand met {n} samenwerken, en {n} vraagt het ook niet.",
            "Er is gepest, vooral op de telefoon. De school sprak er met de klas over.",
        ),
        (
            "Ik kijk altijd eerst wie er in de gang staat.",
            "In de les gaat het. Het is de speeltijd.",
            "Ik wil één iemand bij wie ik altijd terechtkan.",
        ),
        (
            "{n} heeft ’s zondags buikpijn. Wij zien dat de angst groter wordt.",
            "Wij willen dat {zijn} klas weer veilig voelt.",
            "Een andere school is voor ons niet de eerste keuze.",
        ),
        ("Een plek om tot rust te komen tijdens de pauzes.", "Oefenen in kleine groep, voor het in de klas moet."),
        ("Buiten de school heeft {n} wel vrienden, in de sportclub.", "Er waren veel wissels van klas."),
        "vertrouwen_school",
        (
            "{n} eet twee keer per week in de refter, met één klasgenoot die {hij} zelf koos.",
            "{n} gaat elke {dag} langs bij een vaste leerkracht en zegt hoe de week was.",
            "{n} werkt in {vak} mee in een groepje van drie.",
        ),
        ("Niet meer alleen staan.", "Iemand die mij kent en niet meteen oordeelt."),
        ("{n} vertelt thuis weer over de dag.", "Klasgenoten vragen {n} er zelf bij."),
    ),
    Theme(
        ("persoonlijk", "pedagogisch"),
        ("faalangst_welbevinden", "schoolmoeheid"),
        (
            "De punten van {n} waren goed, tot het examen. Sindsdien levert {hij} niets meer in.",
            "{n} haalt de middag niet meer en vraagt om naar huis te mogen.",
            "In {vak} blokkeert {n} bij elke toets; mondeling weet {hij} het wel.",
        ),
        (
            "Als ik het blad zie, weet ik niets meer.",
            "Ik wil mijn jaar niet opgeven. Ik weet alleen niet wat eerst moet.",
            "Het moet niet perfect zijn, zeggen ze. Maar zo voelt het wel.",
        ),
        (
            "{n} legt de lat heel hoog. Wij proberen de druk weg te nemen.",
            "Wij zien weinig slaap en veel zorgen.",
            "Wij willen vooral dat {hij} weer graag naar school gaat.",
        ),
        ("Een planning die past in een gewone week.", "Toetsen in stukken, met tijd ertussen."),
        ("Er loopt begeleiding voor de angst, niet voor de weg terug naar de klas.", "Er was een lange ziekte."),
        "versterken_leerling",
        (
            "{n} maakt elke zondag een keuze: dit moet, dit mag wachten.",
            "{n} legt in de komende zes weken drie toetsen {vak} af, in een apart lokaal.",
            "{n} blijft op drie dagen per week ook in de namiddag.",
        ),
        ("Een namiddag volhouden zonder buikpijn.", "Niet alles tegelijk moeten."),
        ("Er blijft elke week een avond vrij.", "{n} levert weer in, ook als het niet af is."),
    ),
    Theme(
        ("sociaal", "persoonlijk"),
        ("thuissituatie", "vrije_tijd_netwerk"),
        (
            "{n} zorgt thuis mee voor de kleintjes en komt vaak te laat.",
            "{n} werkt in het weekend tot laat, en slaapt op maandag in {vak}.",
            "Sinds de verhuis is de rit naar school lang; in de winter blijft {n} weg.",
        ),
        (
            "Ik kan niet overal tegelijk zijn.",
            "Op school weten ze niet hoe het bij ons is, en dat hoeft ook niet.",
            "Ik wil dat het rooster klopt met mijn week.",
        ),
        (
            "Wij hebben {n} thuis nodig, maar het diploma gaat voor.",
            "Het is een drukke tijd. Wat helpt, is dat één iemand belt.",
            "Wij zoeken zelf ook hulp.",
        ),
        ("Een rooster dat haalbaar is, en iemand die mee belt.", "Steun voor het gezin, los van de school."),
        ("Het gezin verhuisde twee keer in een jaar.", "Er is weinig netwerk in de buurt."),
        "aansluiten_onderwijs",
        (
            "{n} volgt een rooster van acht halve dagen dat {hij} zelf mee opstelde.",
            "{n} komt vier weken lang elke {dag} op tijd.",
            "{n} haalt met hulp de leerstof van {vak} in.",
        ),
        ("Een rooster dat ik kan volhouden.", "Dat ze het begrijpen als ik eens te laat ben."),
        (
            "{n} is drie weken na elkaar aanwezig zoals afgesproken.",
            "De school belt niet meer, {n} laat het zelf weten.",
        ),
    ),
    Theme(
        ("pedagogisch", "sociaal"),
        ("studiekeuze", "schoolmoeheid"),
        (
            "{n} kan de richting aan, maar ziet niet waarvoor {vak} dient.",
            "{n} veranderde al twee keer van richting en twijfelt opnieuw.",
            "In de praktijk werkt {n} sterk, in de algemene vakken zit {hij} de tijd uit.",
        ),
        (
            "Geef mij iets in mijn handen en ik werk. Van papier word ik moe.",
            "Ik wil weten wat ik hierna kan doen.",
            "Misschien is werken en leren iets voor mij, maar ik wil het eerst zien.",
        ),
        (
            "Wij willen niet dat {n} nog eens verandert zonder plan.",
            "{n} is handig, en dat mag ook gezien worden.",
            "Wij horen graag welke wegen er nog zijn.",
        ),
        ("Proeven van werk, met een weg terug naar de les.", "Een gesprek over wat na dit jaar komt."),
        ("De keuze werd gemaakt omdat vrienden ze maakten.", "Een leerplek deed vorig jaar wonderen."),
        "versterken_leerling",
        (
            "{n} proeft van twee leerplekken en kiest voor het einde van het trimester.",
            "{n} levert elke week één taak {vak} in die met de praktijk te maken heeft.",
            "{n} bezoekt met de begeleider drie richtingen en schrijft op wat {hij} ervan vindt.",
        ),
        ("Weten waarvoor ik het doe.", "Eindelijk zelf mogen kiezen."),
        ("{n} praat over volgend jaar.", "De leerplek vraagt {n} om terug te komen."),
    ),
)

CLASS = Theme(
    ("sociaal", "pedagogisch"),
    ("klasklimaat", "conflict_leerlingen"),
    (
        "De klas is verdeeld in twee kampen, en lesgeven lukt na de middag moeilijk.",
        "Drie leerkrachten van {n} vragen hulp; de sfeer in {vak} is hard.",
        "Sinds het begin van het jaar wordt er in {n} veel gelachen met wie iets zegt.",
    ),
    ("Wij willen gewoon les krijgen.",),
    ("Ouders vragen wat de school doet.",),
    ("Afspraken die voor iedereen gelden.", "Leerkrachten die hetzelfde doen als het botst."),
    ("Er waren veel vervangingen in korte tijd.", "Het lokaal is klein voor deze groep."),
    "klasklimaat",
    (
        "De klas maakt vier eigen afspraken en hangt ze op; elke {dag} wordt er kort op teruggekeken.",
        "In {vak} werkt de klas vier weken na elkaar in gemengde groepjes zonder ruzie.",
        "Elke leerling van {n} zegt na acht weken minstens twee keer per les iets zonder uitgelachen te worden.",
    ),
    ("Dat het stil is als iemand iets zegt.",),
    ("De leerkrachten zeggen dat ze weer toekomen aan les.", "Er gaan minder leerlingen de les uit."),
)
