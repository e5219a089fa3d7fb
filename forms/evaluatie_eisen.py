"""What must hold between the answers of an evaluation.

Source: BVR 5 april 2019, art. 27 (every two months, adjust where needed); the rest is a choice of Naadloos, so that
the decision on the trajectory, the decisions on the goals and the kind of evaluation say the same.
"""

from forms.bronnen import ART_27, EIGEN, PRAKTIJK
from forms.demands import Demand, OneOf, in_each
from forms.kinds import NotAfter, NotBefore, SumIs, When

BINNEN_DOELRESULTAAT: tuple[Demand, ...] = (
    OneOf(
        at="besluit",
        values=("behouden", "bijsturen", "stopzetten"),
        when=When("resultaat", one_of=("niet_gestart", "in_uitvoering", "niet_van_toepassing")),
        message="Kies een ander besluit: afronden kan enkel als het doel bereikt of deels bereikt is.",
        source=EIGEN,
    ),
    OneOf(
        at="besluit",
        values=("behouden", "afronden", "stopzetten"),
        when=When("besluit_traject", one_of=("verderzetten",)),
        message="Dit doel wordt bijgestuurd. Kies als besluit over het traject “Verderzetten met bijsturing”.",
        source=ART_27,
    ),
)
EVALUATIE_EISEN: tuple[Demand, ...] = (
    NotBefore(
        at="datum_overleg",
        limit="start_traject",
        message="Kies een datum op of na de start van het traject.",
        source=EIGEN,
    ),
    *(in_each("doelresultaten", eis) for eis in BINNEN_DOELRESULTAAT),
    SumIs(
        at="dagdelen_gepland",
        parts=("dagdelen_aanwezig", "dagdelen_gewettigd_afwezig", "dagdelen_niet_gewettigd"),
        message="Tel na: de geplande dagdelen zijn de som van aanwezig, gewettigd afwezig en niet gewettigd afwezig.",
        source=EIGEN,
    ),
    OneOf(
        at="besluit_traject",
        values=("verderzetten", "bijsturen"),
        when=When("soort", one_of=("tussentijds",)),
        message="Kies verderzetten of bijsturen. Stopt het traject, kies dan bij de soort een eindevaluatie.",
        source=EIGEN,
    ),
    OneOf(
        at="besluit_traject",
        values=("afronden", "overdragen"),
        when=When("soort", one_of=("eind",)),
        message="Kies bij een eindevaluatie afronden of overdragen.",
        source=EIGEN,
    ),
    OneOf(
        at="besluit_traject",
        values=("stoppen", "overdragen"),
        when=When("soort", one_of=("vroegtijdig",)),
        message="Kies bij een vroegtijdige stop stoppen of overdragen.",
        source=EIGEN,
    ),
    NotAfter(
        at="volgende_evaluatie",
        limit="uiterste_datum_volgende",
        message="Plan de volgende evaluatie vroeger: er is minstens om de twee maanden een evaluatie.",
        source=ART_27,
    ),
    NotBefore(
        at="volgende_evaluatie",
        limit="datum_overleg",
        strictly=True,
        message="Plan de volgende evaluatie op een dag na dit overleg.",
        source=EIGEN,
    ),
    NotBefore(
        at="einddatum",
        limit="start_traject",
        message="Kies een einddatum op of na de start van het traject.",
        source=EIGEN,
    ),
    NotAfter(
        at="einddatum",
        limit="datum_overleg",
        plus_days=14,
        message="Kies een einddatum die hoogstens veertien dagen na dit overleg ligt.",
        source=EIGEN,
    ),
    OneOf(
        at="reden_einde",
        values=("andere_aanbieder",),
        when=When("besluit_traject", one_of=("overdragen",)),
        message="Het traject wordt overgedragen: kies als reden “Verder bij een andere aanbieder”.",
        source=PRAKTIJK,
    ),
)
