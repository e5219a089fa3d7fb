"""The pupils of a dossier: who they are, how old, and who decides for them on a given day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from forms.scope import Answers, Json, items_of
from rules.capacity import Capacity, capacity_on
from services.consents import as_day, entries, text
from services.dossiers import File
from services.platform import Platform

WITH_PUPILS = ("leerling", "leerlingen")


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil: party id, birth date, and what was found about the capacity, with the day on which it was."""

    party: str
    born: date | None
    recorded: Capacity | None = None
    recorded_on: date | None = None

    def capacity(self, day: date) -> Capacity:
        """Who decides on that day, counted anew (rules/capacity.py)."""
        return capacity_on(self.born, day, self.recorded, self.recorded_on)


def pupils(platform: Platform, file: File, indication: Answers) -> list[Pupil]:
    """The pupils that the indicatiestelling names; of a class group those who joined the dossier by name (BR-36)."""
    if file.dossier.soort == "klasgroep":
        return [Pupil(one.id, as_day(one.answers.get("geboortedatum"))) for one in file.in_role("leerling")]
    if file.dossier.soort not in WITH_PUPILS:
        return []
    noted = as_day(indication.get("datum_aanmelding")) or platform.today()
    later = entries(platform, file, indication)
    return [
        _pupil(item, noted, later)
        for item in items_of(indication.get("leerlingen"))
        if isinstance(item.get("leerling"), str)
    ]


def _pupil(item: Json, noted: date, later: list[Json]) -> Pupil:
    """With what was found last: in the indicatiestelling, or with reasons at a consent of the pupil's own."""
    party = item["leerling"]
    found: list[tuple[date, Capacity]] = []
    if item.get("bekwaamheid") in list(Capacity):
        found.append((noted, Capacity(item["bekwaamheid"])))
    for entry in later:
        day = as_day(entry.get("datum"))
        if entry.get("gegeven_door") == party and day and text(entry.get("motivering_afwijking")):
            found.append((day, Capacity(entry["bekwaamheid"])))
    on, recorded = max(found, key=lambda one: one[0]) if found else (None, None)
    return Pupil(party, as_day(item.get("geboortedatum")), recorded, on)


def capacity_of(platform: Platform, file: File, indication: Answers, day: date) -> Capacity | None:
    """The capacity of the dossier's only pupil; None for a class, a school or several pupils."""
    if file.dossier.soort != "leerling":
        return None
    found = pupils(platform, file, indication)
    return found[0].capacity(day) if found else Capacity.VERMOED_BEKWAAM
