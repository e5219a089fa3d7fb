"""Examples of goals, for whoever does not know how to begin: our own words, of nobody in particular.

Each says who does what, where and by when, so that everybody can see in two months whether it worked.
"""

DOELVOORBEELDEN: dict[str, tuple[str, ...]] = {
    "leerling": (
        "Tegen de krokusvakantie volg ik drie voormiddagen per week alle lessen. Lukt het even niet, dan zeg ik dat.",
        "Tegen eind november spreek ik met minstens één leerkracht af hoe ik een toets wel kan maken.",
        "Elke vrijdag kijk ik met mijn begeleider terug op de week: wat lukte, en wat probeer ik maandag anders?",
        "Tegen januari heb ik twee richtingen bezocht en weet ik welke ik in september wil proberen.",
    ),
    "groep": (
        "Vanaf maandag begint elke week met een kringgesprek van een kwartier. Leerlingen leiden dat om de beurt.",
        "Binnen zes weken maakt de klas drie afspraken over praten met elkaar. De titularis herhaalt ze elke week.",
        "Tegen eind april kan elke leerling iemand in de klas noemen bij wie hij terechtkan.",
    ),
    "leerkrachten": (
        "Tegen de herfstvakantie spreekt het klasteam één manier af om iemand te laten afkoelen, voor allen gelijk.",
        "In acht weken ziet elke leerkracht één les van een collega. Samen bespreken ze wat rust brengt.",
        "De titularis voert tegen Kerstmis twee gesprekken over wat lukt, en niet over wat misliep.",
    ),
    "school": (
        "Tegen juni heeft de school een vaste plek en een vast gezicht voor wie na een time-out terugkomt.",
        "Vanaf februari belt de school op de eerste dag van een afwezigheid, met een vraag en niet met een verwijt.",
        "Tegen juni schrijft de werkgroep met leerlingen op hoe een herstelgesprek verloopt, en oefent het drie keer.",
    ),
    "ouders": (
        "We spreken thuis af wie op schooldagen om zeven uur wekt, en houden dat vier weken bij.",
        "Elke zondagavond overlopen we samen de week, tien minuten, zonder gsm.",
        "Tegen eind maart gaan we samen naar het oudercontact, met één vraag die we vooraf opschreven.",
    ),
}
"""Whom a goal is for (forms.doelvragen.GERICHT_OP) -> what it could be."""
