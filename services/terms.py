"""Who keeps a dossier, and until when (BR-50): its CLB, and every provider that had a trajectory in it.

A school keeps nothing here: what it downloaded follows its own rules, and its access ends with that of the CLB.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services import plan
from services.dossiers import File, organisation_name
from services.platform import Platform
from store.organisations import Organisation

KEEPS = ("clb", "naft")
"""Kinds of organisation that keep dossiers here."""


@dataclass(frozen=True, slots=True)
class Holder:
    """An organisation that keeps a dossier, and the last day on which it does; None while no term runs."""

    organisation: Organisation
    day: date | None

    @property
    def name(self) -> str:
        """With its establishment."""
        return organisation_name(self.organisation)


def holders(platform: Platform, file: File) -> list[Holder]:
    """Who keeps the dossier today, the CLB first. `file` is the whole dossier (`services.dossiers.read_file`).

    Two providers keep it as long as the last of them: until the youngest pupil is 35, or ten years after the last
    contact where there is no pupil.
    """
    facts = plan.facts_of(platform, file)
    days = {"clb": facts.retain_clb, "naft": facts.retain_naft}
    there = [one for one in file.organisations.values() if one.id in file.access and one.soort in KEEPS]
    mine = [one for one in there if one.soort != "clb" or one.id == file.dossier.clb_id]
    return [Holder(one, days[one.soort]) for one in sorted(mine, key=lambda one: (one.soort != "clb", one.id))]
