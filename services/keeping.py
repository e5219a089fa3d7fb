"""Until when an organisation keeps its dossiers (BR-50): counted, and the ones that are over or nearly so.

Nothing here destroys anything: that takes a second person and is not built yet (ADR 0011).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from rules import retention
from rules.clock import add_months
from services import administration
from services.platform import Platform, Who
from store import staff

KINDS = {"clb": "bewaren_clb", "naft": "bewaren_naft"}
"""Kind of organisation -> the kind of day (rules/plan.py). Others keep what they download, by rules of their own."""
WORDS = {
    "clb": f"Tien jaar na het laatste contact, en niet voor de {retention.CLB_AGE}ste verjaardag van de leerling, of "
    f"de {retention.CLB_AGE_BUSO}ste in het buitengewoon onderwijs.",
    "naft": f"Tot de {retention.NAFT_AGE}ste verjaardag van de leerling. Zonder leerling tot tien jaar na het laatste "
    "contact.",
}
"""The rule in words."""
SHOWN = 200
SOON = 12
"""Months ahead that are listed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A dossier and the last day on which it is kept; `over` when that has passed."""

    dossier_id: str
    number: str
    label: str
    day: date
    over: bool


@dataclass(frozen=True, slots=True)
class Keeping:
    """What an organisation keeps: how many dossiers have a last day, how many by year, and those of the coming year.

    `rule` is how that day is found, '' for an organisation that keeps none by law. `soon` is at most `SHOWN` long;
    `more` is how many it leaves out.
    """

    rule: str
    total: int
    over: int
    years: tuple[tuple[int, int], ...]
    soon: tuple[Kept, ...]
    more: int


def keeping(platform: Platform, who: Who) -> Keeping:
    """What the own organisation keeps until when.

    :raises NotAllowed: for who is no administrator
    """
    administration.require(who)
    kind = KINDS.get(who.organisation.soort)
    if kind is None:
        return Keeping("", 0, 0, (), (), 0)
    today = platform.today()
    found = [
        Kept(dossier_id, number, label, day, retention.is_over(day, today))
        for dossier_id, number, label, text in staff.kept_until(platform.db, who.organisation.id, kind)
        for day in [date.fromisoformat(text)]
    ]
    soon = [one for one in found if one.day <= add_months(today, SOON)]
    years = Counter(one.day.year for one in found if not one.over)
    return Keeping(
        rule=WORDS[who.organisation.soort],
        total=len(found),
        over=sum(one.over for one in found),
        years=tuple(sorted(years.items())),
        soon=tuple(soon[:SHOWN]),
        more=max(0, len(soon) - SHOWN),
    )
