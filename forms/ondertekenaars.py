"""Who signs a record: the last step of doelen, evaluatie and engagementen.

Source: keuze van Naadloos; the rules add whoever must sign.
"""

from forms import waarom
from forms.bronnen import EIGEN
from forms.kinds import Persons, Prefill, Step


def ondertekenaars(prefill: Prefill | None = None) -> Step:
    """The step; `prefill` takes the names over from the record before."""
    hint = "Wie volgens de regels moet tekenen, komt er vanzelf bij."
    question = Persons(
        "ondertekenaars",
        "Ondertekenaars",
        "CNSLO",
        EIGEN,
        required=False,
        hint=hint,
        prefill=prefill,
        why=waarom.ONDERTEKENAARS,
    )
    return Step("ondertekenaars", "Wie ondertekent?", question, short="Ondertekenaars")
