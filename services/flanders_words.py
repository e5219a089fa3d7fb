"""What people of an invented Flanders write whatever the theme: short Dutch sentences for a seeded generator.

In a sentence {n} is the pupil's first name or the class, {hij} and {zijn} fit it, {vak} is a subject, {dag} a day.
"""

from __future__ import annotations

SUBJECTS = (
    "wiskunde Nederlands Frans aardrijkskunde chemie elektriciteit godsdienst houtbewerking koken mechanica PAV sport"
    " zorg geschiedenis Engels economie informatica tekenen"
).split()
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag")
STRENGTHS = (
    "{n} komt afspraken na met wie {hij} vertrouwt.", "{n} is graag buiten en werkt met {zijn} handen.",
    "{n} zegt goed wat {hij} nodig heeft als er geen druk is.", "{n} heeft humor en helpt jongere leerlingen.",
    "{n} speelt al jaren in dezelfde ploeg.", "{n} leert snel als iemand het voordoet.",
    "{n} heeft een sterke band met een tante in de buurt.", "{n} vraagt zelf om hulp, en dat is nieuw.",
)  # fmt: skip
METHODS = (
    "Drie gesprekken met {n}, een huisbezoek en een overleg op school.", "Twee gesprekken, een lesobservatie en een"
    " vragenlijst over welbevinden.", "Een gesprek met de ouders, twee met {n} en een klassenraad.",
    "Gesprekken op school en een wandeling met {n}; overleg met de leerlingenbegeleiding.",
)  # fmt: skip
JUDGEMENTS = (
    "De stappen van de school en de gesprekken bij het CLB brachten te weinig verandering.",
    "Wat de school zelf kan, is gebeurd, en het helpt niet genoeg.",
    "Het gaat niet om kunnen: de resultaten van vroeger en het advies van de klassenraad tonen dat.",
    "Zonder hulp van buiten dreigt dit jaar verloren te gaan.",
    "Er is nu een moment waarop {n} wil: dat mag niet voorbijgaan.",
)
WHY_NAFT = (
    "Een traject kan buiten de school beginnen en stap voor stap naar de klas terugkeren.",
    "Begeleiding op school alleen volstaat niet, omdat {n} er nu te weinig is.",
    "NAFT werkt tegelijk met {n}, met de leerkrachten en met thuis; dat doet geen ander aanbod hier.",
    "Andere hulp heeft een lange wachttijd, en gaat niet over de weg naar school.",
)
BASIC = ("Afspraken in de agenda en een vaste plaats in de klas.", "Een gesprek met de klastitularis en gespreide taken.",
         "Huiswerkklas op {dag} en een onthaal met een buddy.", "Klasafspraken, en een gesprek na elke afwezigheid.")  # fmt: skip
RAISED = ("Elke week een gesprek met de leerlingenbegeleiding en een volgkaart.", "Een rustige plek in de pauze en"
          " aangepaste toetsen voor {vak}.", "Een time-outkaart, en twee gesprekken met de ouders.",
          "Extra uren {vak} en een vaste vertrouwensleerkracht.")  # fmt: skip
EXTENDED = ("Gesprekken bij het CLB en overleg met de klassenraad.", "Een huisbezoek en twee keer overleg met de school.",
            "Een observatie in {vak} en een gesprek met alle leerkrachten.", "Overleg met de dienst die thuis helpt.")  # fmt: skip
SHARED = ("Hoe geraakt {n} weer met een gerust gevoel op school?", "Wat heeft {n} nodig om dit jaar af te maken?",
          "Hoe houden we het samen vol, zonder dat het bij één iemand ligt?", "Wat kan {n} zelf, en waar helpen wij?")  # fmt: skip
FEEDBACK = ("De aanwezigheden, en in één zin per doel hoe het loopt.", "Wat haalbaar is in het rooster. De rest enkel als"
            " {n} dat zelf wil.", "Elke week kort wat goed ging en wat de school kan doen.")  # fmt: skip
HOW = ("Rondetafel op school. {n} bereidt voor wat {hij} wil zeggen.", "Samen aan tafel bij NAFT; ieder geeft per doel een"
       " score.", "Eerst een gesprek met {n} alleen, daarna met iedereen.")  # fmt: skip
WORKS = ("De vaste dag, en iemand die altijd terugbelt.", "Werken met de handen, en pas daarna praten.", "Kleine stappen,"
         " en zien dat ze gezet zijn.", "De humor van de begeleider en het rustige lokaal.", "Dat de school mee verandert.")  # fmt: skip
STUCK = ("Weken met veel toetsen blijven lastig.", "De rit is lang als het donker is.", "Wie {n} niet kent, begint soms van"
         " voor af aan.", "Na een vakantie is de start moeilijk.", "In {vak} is de achterstand nog groot.")  # fmt: skip
VIEWS = {
    "leerling": ("Het is oké nu.", "Soms lukt het, soms niet.", "Ik ben trots dat ik gebleven ben.", "Ik vind het nog"
                 " moeilijk als ze kijken.", "Het mocht trager gaan.", "Ik wil dit zo houden."),
    "ouders": ("Thuis is er meer rust.", "Wij zien een kind dat weer vertelt.", "Het blijft zoeken op zondagavond.",
               "Wij zijn blij dat er gebeld wordt."),
    "school": ("In {vak} werkt {n} mee.", "De afspraak wordt nagekomen, op een keer na.", "De leerkrachten zien verschil.",
               "Het blijft wisselen van dag tot dag."),
    "clb": ("Mooi dat het van {n} zelf komt.", "Dit doel mocht kleiner.", "De school doet hier veel voor.", "We houden de"
            " afwezigheden in het oog."),
    "naft": ("{n} bereidde de gesprekken zelf voor.", "Er is vertrouwen, en dat was het eerste.", "De stap naar de klas is"
             " gezet.", "Het tempo is goed.", "We oefenen dit nog elke week."),
}  # fmt: skip
SUMMARIES = (
    "{n} startte omdat het vastliep. Er is veel uitgepraat, en het rooster klopt weer.",
    "Er waren moeilijke weken, en toch bleef {n} komen. Wat werkt, nemen school en CLB over.",
    "Niet alles lukte. {n} weet nu bij wie {hij} terechtkan, en dat was de eerste vraag.",
    "Het traject was kort en gericht: {n} volgt weer de meeste lessen.",
)
PROMISES = {
    "leerling": ("Gaat elke {dag} langs bij de vaste persoon op school.", "Zegt het voor een les te zwaar wordt.",
                 "Houdt de planning bij en toont ze op {dag}."),
    "school": ("Houdt elke {dag} een kwartier vrij.", "Belt om de twee weken met thuis.", "Bespreekt {n} in elke"
               " klassenraad."),
    "clb": ("Spreekt {n} elke maand op school.", "Volgt op of de inhaaluren doorgaan.", "Belt na zes weken met de ouders."),
}  # fmt: skip
FOLLOWED = ("Geen enkele keer gemist.", "De helft van de keren, door de stage.", "Loopt, en mag zo blijven.", "Moeilijk in"
            " de examens, daarna weer wel.", "Het bellen lukte niet altijd; voortaan een mail.")  # fmt: skip
REFUSALS = ("Er is geen plaats voor het einde van het schooljaar.", "De vraag past beter bij een aanbod voor geestelijke"
            " gezondheid.", "De afstand is te groot voor halve dagen; een aanbieder dichterbij kan sneller starten.")  # fmt: skip
