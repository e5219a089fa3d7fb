"""Taking a frozen text back for editing: its signatures are void; which of them stand under the next version follows
from what changes in it (BR-33, services/standing.py).
"""

from __future__ import annotations

from datetime import date

from forms import RECORD_TYPES
from forms.question import clean
from rules import clock
from rules.source import problem
from rules.states import State
from rules.trajectory import Refused
from services import plan, rounds
from services.consents import as_day
from services.dossiers import File, read_file, with_trajectory
from services.platform import NotAllowed, Platform, Who
from services.surroundings import latest_answers
from store import versions
from store.records import Record
from store.versions import Version

WHILE: dict[str, tuple[State, ...]] = {
    "indicatiestelling": (State.CONCEPT,),
    "doelen": (State.LOPEND,),
    "evaluatie": (State.LOPEND, State.OPGESCHORT),
    "engagementen": (State.NAZORG,),
}
"""Record type -> the states in which freezing it changed nothing that taking it back would have to undo.

Goals that wait for the start are taken back with the step `terug-naar-bewerken` (T9), which has its own button.
"""

REASON_MAX = 500


def may_take_back(who: Who, file: File, record: Record, version: Version) -> bool:
    """Can this person take the text back now?"""
    leads = file.acts_as(who.organisation) in RECORD_TYPES[record.type].led_by
    here = record.trajectory_id == file.trajectory.id and file.state in WHILE.get(record.type, ())
    return leads and here and version.status == "ter_ondertekening" and version.closed_at is None


def take_back(
    platform: Platform,
    who: Who,
    file: File,
    record: Record,
    version: Version,
    reason: str,
    shown_root: str | None = None,
) -> None:
    """Withdraw the version; the draft can be changed and frozen again. `shown_root` as in services/rounds.py.

    :raises NotAllowed: when this person may not, or the trajectory has moved on
    :raises OtherText: when another root was shown
    :raises Refused: when somebody has signed and no reason is given (BR-33)
    """
    with platform.db.write():
        file = read_file(platform, file.dossier)
        version = versions.version(platform.db, version.id) or version
        if not may_take_back(who, file, record, version):
            raise NotAllowed("Deze tekst kan niet meer teruggenomen worden. Leg een nieuwe versie of evaluatie vast.")
        if shown_root is not None and shown_root != version.root:
            raise rounds.OtherText
        if rounds.answers_of(platform, version) and not clean(reason):
            message = "Er is al getekend. Geef een reden: wie tekende, moet misschien opnieuw tekenen."
            raise Refused([problem("BR-33", message)])
        rounds.withdraw(platform, who, file, version, clean(reason)[:REASON_MAX])
        if record.type == "evaluatie":
            _turn_clock_back(platform, file)
        plan.keep(platform, file.dossier)


def _turn_clock_back(platform: Platform, file: File) -> None:
    """The next evaluation is again due two months after the one before, or after the start."""
    before = as_day(latest_answers(platform, file, "evaluatie").get("datum_overleg"))
    start = file.trajectory.start_date
    base = before or (date.fromisoformat(start) if start else None)
    if base is not None:
        with_trajectory(platform, file.trajectory, due_date=clock.evaluation_due(base).isoformat())
