"""What an organisation keeps, and until when (BR-50): counted, what ends soon, what is under way, held or destroyed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rules import retention
from rules.clock import add_months
from services import administration, destroying
from services.platform import Platform, Who
from store import destructions, holds, staff
from store.destructions import Destruction, Done

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
    """A dossier and the last day on which it is kept; `over` when that has passed.

    `held`: it has to be kept longer. `proposed`: somebody proposed to destroy it, and a second person has to confirm,
    from `confirm_from` on (None where nothing was announced); `by_me`: it was this person.
    """

    dossier_id: str
    number: str
    label: str
    day: date
    over: bool
    held: bool = False
    proposed: bool = False
    by_me: bool = False
    confirm_from: date | None = None


@dataclass(frozen=True, slots=True)
class Keeping:
    """What an organisation keeps: how many dossiers have a last day, how many by year, and those of the coming year.

    `rule` is how that day is found, '' for an organisation that keeps none by law. `soon` is at most `SHOWN` long;
    `more` is how many it leaves out. `done` is what it destroyed, the newest first.
    """

    rule: str
    total: int
    over: int
    years: tuple[tuple[int, int], ...]
    soon: tuple[Kept, ...]
    more: int
    done: tuple[Done, ...] = ()

    @property
    def to_confirm(self) -> tuple[Kept, ...]:
        """What waits for a second person."""
        return tuple(one for one in self.soon if one.proposed)

    @property
    def held(self) -> tuple[Kept, ...]:
        """What has to be kept longer."""
        return tuple(one for one in self.soon if one.held)


def keeping(platform: Platform, who: Who) -> Keeping:
    """What the own organisation keeps until when.

    :raises NotAllowed: for who is no administrator
    """
    administration.require(who)
    kind = KINDS.get(who.organisation.soort)
    if kind is None:
        return Keeping("", 0, 0, (), (), 0)
    today, mine = platform.today(), who.organisation.id
    held = {one.dossier_id for one in holds.held(platform.db, mine, today.isoformat())}
    under_way = {one.dossier_id: one for one in destructions.under_way(platform.db, mine)}
    found = [
        _kept(who, Kept(dossier_id, number, label, day, retention.is_over(day, today), dossier_id in held), under_way)
        for dossier_id, number, label, text in staff.kept_until(platform.db, mine, kind)
        for day in [date.fromisoformat(text)]
    ]
    soon = [one for one in found if one.day <= add_months(today, SOON) or one.held]
    years = Counter(one.day.year for one in found if not one.over)
    return Keeping(
        rule=WORDS[who.organisation.soort],
        total=len(found),
        over=sum(one.over for one in found),
        years=tuple(sorted(years.items())),
        soon=tuple(soon[:SHOWN]),
        more=max(0, len(soon) - SHOWN),
        done=tuple(destructions.done_by(platform.db, mine, SHOWN)),
    )


def _kept(who: Who, kept: Kept, under_way: Mapping[str, Destruction]) -> Kept:
    found = under_way.get(kept.dossier_id)
    if found is None:
        return kept
    return Kept(
        kept.dossier_id,
        kept.number,
        kept.label,
        kept.day,
        kept.over,
        kept.held,
        proposed=found.status == "voorgesteld",
        by_me=found.proposed_by == who.id,
        confirm_from=destroying.confirm_from(found),
    )
