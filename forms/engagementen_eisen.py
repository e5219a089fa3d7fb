"""What must hold between the answers of engagementen na NAFT.

Source: draaiboek, deel 4.4 (the actors after NAFT); the terms are a choice of Naadloos.
"""

from forms.bronnen import DEEL_4_4, EIGEN, PRAKTIJK
from forms.demands import Demand, HasAtLeast, in_each
from forms.doelvragen import ROND_LEERLINGEN
from forms.kinds import NotAfter, NotBefore

DRIE_MAANDEN = 92  # days in the longest three months
BINNEN_ENGAGEMENT: tuple[Demand, ...] = (
    NotBefore(
        at="vanaf",
        limit="datum_overdracht",
        message="Laat het engagement beginnen op of na de datum van de overdracht.",
        source=EIGEN,
    ),
    NotBefore(at="tot", limit="vanaf", message="Kies een einddatum op of na de begindatum.", source=EIGEN),
    NotBefore(at="opvolgen_op", limit="vanaf", message="Kies een opvolgdatum op of na de begindatum.", source=EIGEN),
    NotAfter(
        at="opvolgen_op",
        limit="vanaf",
        plus_days=DRIE_MAANDEN,
        message="Kies een opvolgdatum binnen de drie maanden na de begindatum.",
        source=EIGEN,
    ),
)
ENGAGEMENTEN_EISEN: tuple[Demand, ...] = (
    NotBefore(
        at="datum_overdracht",
        limit="einde_traject",
        message="Kies een datum op of na het einde van het NAFT-traject.",
        source=PRAKTIJK,
    ),
    HasAtLeast(
        at="deelnemers",
        count=3,
        when=ROND_LEERLINGEN,
        message="Kies minstens drie betrokkenen, met de leerling erbij.",
        source=DEEL_4_4,
    ),
    *(in_each("engagementen", eis) for eis in BINNEN_ENGAGEMENT),
    in_each(
        "opvolgmomenten",
        NotBefore(
            at="datum",
            limit="datum_overdracht",
            message="Kies een datum op of na de overdracht.",
            source=EIGEN,
        ),
    ),
    NotBefore(
        at="afgesloten_op",
        limit="datum_overdracht",
        message="Kies een datum op of na de overdracht.",
        source=EIGEN,
    ),
)
