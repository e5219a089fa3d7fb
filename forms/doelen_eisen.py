"""What must hold between the answers of doelstellingen en afspraken.

Source: BVR 5 april 2019, art. 27 (the four agreements, two months); draaiboek, deel 4 (the pedagogische
begeleidingsdienst before the first action with the school).
"""

from forms.bronnen import ART_27, EIGEN, SCHOOL_EN_PBD
from forms.demands import Demand, NeededFor, OneOf, in_each
from forms.doelvragen import VERPLICHTE_AFSPRAKEN
from forms.kinds import CountIs, EachOf, NotAfter, NotBefore, When

BINNEN_DOEL: tuple[Demand, ...] = (
    NotBefore(
        at="score_doel",
        limit="score_nu",
        when=When("toelichting_score", answered=False),
        message="Kies een streefscore die minstens zo hoog is als de score nu, of leg uit waarom ze lager mag.",
        source=EIGEN,
    ),
    NotBefore(
        at="streefdatum",
        limit="startdatum",
        message="Kies een streefdatum op of na de startdatum van het traject.",
        source=EIGEN,
    ),
)
DOELEN_EISEN: tuple[Demand, ...] = (
    *(in_each("doelen", eis) for eis in BINNEN_DOEL),
    NeededFor(
        at="interventies_leerling",
        repeat="doelen",
        question="gericht_op",
        values=("leerling", "groep"),
        message="Kies minstens één interventie met de leerling of de groep: er is een doel voor hen.",
        source=ART_27,
    ),
    NotBefore(
        at="startdatum",
        limit="aangemeld_op",
        message="Kies een startdatum op of na de datum van de aanmelding.",
        source=ART_27,
    ),
    NotBefore(
        at="vermoedelijk_einde",
        limit="startdatum",
        strictly=True,
        message="Kies een einddatum na de startdatum.",
        source=EIGEN,
    ),
    CountIs(
        at="weekschema",
        value="naft",
        count="dagdelen_per_week",
        message="Maak het weekschema en het aantal dagdelen per week gelijk: tel hoe vaak er NAFT staat.",
        source=EIGEN,
    ),
    OneOf(
        at="pbd_op_de_hoogte",
        values=("ja",),
        message="Dit kan nog niet. Eerst moet de school de pedagogische begeleidingsdienst op de hoogte brengen.",
        source=SCHOOL_EN_PBD,
    ),
    NotAfter(
        at="pbd_op",
        limit="eerste_schoolactie_op",
        message="De begeleidingsdienst moet op de hoogte zijn voor de eerste actie met de school. Verschuif de actie.",
        source=SCHOOL_EN_PBD,
    ),
    EachOf(
        at="afspraken",
        question="soort",
        values=VERPLICHTE_AFSPRAKEN,
        message="Voeg afspraken toe tot er minstens één is over duur, methodiek en invulling, opvolging en evaluatie.",
        source=ART_27,
    ),
    NotAfter(
        at="uiterste_datum_evaluatie",
        limit="volgende_evaluatie_uiterlijk",
        message="Kies een vroegere datum: er is minstens om de twee maanden een evaluatie.",
        source=ART_27,
    ),
    NotBefore(
        at="uiterste_datum_evaluatie",
        limit="startdatum",
        message="Kies een uiterste datum die niet voor de start van het traject ligt.",
        source=EIGEN,
    ),
    NotAfter(
        at="geplande_evaluatie",
        limit="uiterste_datum_evaluatie",
        message="Plan de evaluatie op of voor de uiterste datum.",
        source=ART_27,
    ),
    NotBefore(
        at="geplande_evaluatie",
        limit="datum_overleg",
        strictly=True,
        message="Plan de evaluatie op een dag na dit overleg.",
        source=EIGEN,
    ),
)
