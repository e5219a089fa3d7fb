"""A look at the copy that follows at once: when it was last brought back and compared, and what came of it."""

from __future__ import annotations

from datetime import timedelta

from services import litestream, replica
from services.health import House, Seen, many, when
from services.platform import local
from store import replica_checks
from store.replica_checks import ReplicaCheck

OLD = timedelta(days=2)
"""Age of the last look from which somebody should look: there is one a day."""
WRONG = {
    replica.UNDER_WAY: "Dat werd niet afgerond.",
    replica.GONE: "Ze was niet terug te halen.",
    replica.BROKEN: "Ze was beschadigd of niet volledig.",
    replica.OTHER: "Er stond iets in dat hier niet gebeurd is: een andere Naadloos schrijft op dezelfde plaats.",
    replica.SCHEMA: "Ze was van een andere versie van Naadloos.",
}
"""Why a copy could not be used -> in words."""
CHECK = "Laat de server elke dag het bevel replica check doen."


def check(house: House) -> Seen:
    """The last look at the copy, where there is one."""
    last = replica_checks.last(house.platform.db)
    if last is None:
        if house.replica or litestream.has_run(house.platform.db.path):
            return Seen("let_op", "Er is een kopie die meteen volgt, maar ze werd nog nooit nagekeken.", CHECK)
        return Seen("goed", "Die is er niet: wat sinds de laatste back-up gebeurde, gaat mee verloren met de schijf.")
    said = f"Op {when(last.at)} werd ze op proef teruggehaald en vergeleken."
    if not last.whole:
        return Seen("mis", f"{said} {WRONG.get(last.why, WRONG[replica.BROKEN])}", "Doe replica check, en lees waarom.")
    said = f"{said} {_behind(last)}"
    if house.platform.now() - local(last.at) > OLD:
        return Seen("let_op", said, f"Dat is meer dan twee dagen geleden. {CHECK}")
    if last.why:
        return Seen("let_op", said, "Kijk na of Litestream, of de taak die back-ups maakt, nog loopt.")
    return Seen("goed", said)


def _behind(last: ReplicaCheck) -> str:
    if not last.behind and not last.why:
        return "Alles klopte, en er ontbrak niets."
    events = many(last.behind, "gebeurtenis", "gebeurtenissen").lower()
    return f"Wat erin stond klopte. Ze liep {round(last.seconds_behind)} seconden achter ({events})."
