"""The consents of a dossier as one list: those in the indicatiestelling, and those answered or taken back later."""

from __future__ import annotations

from datetime import date

from forms.scope import Answers, Json, items_of
from rules.capacity import Capacity
from rules.consent import Consent, Family, Guardian
from services.dossiers import File
from services.platform import Platform
from store import consents as kept
from store.parties import Party

GUARDIANS = ("ouder", "voogd", "opvoedingsverantwoordelijke")


def entries(platform: Platform, file: File, indication: Answers) -> list[Json]:
    """Every recorded answer under the names of the repeat `instemmingen`, in the order in which it was written down.

    Without those of a time in which who looks no longer has a trajectory here.
    """
    noted = kept.of_dossier(platform.db, file.dossier.id)
    later = [entry.answers for entry in noted if not file.until or entry.created_at <= file.until]
    return [*items_of(indication.get("instemmingen")), *later]


def consents(platform: Platform, file: File, indication: Answers) -> list[Consent]:
    """The same as the rules weigh them; one without a date or of nobody in the dossier counts for nothing."""
    found = []
    for item in entries(platform, file, indication):
        given_on, party = as_day(item.get("datum")), file.party(text(item.get("gegeven_door")))
        if party is None or given_on is None:
            continue
        found.append(
            Consent(
                item=text(item.get("waarvoor")),
                by_role=party.rol,
                by_party=party.id,
                value=text(item.get("antwoord")),
                date=given_on,
                how=text(item.get("wijze")),
                withdrawn_on=as_day(item.get("ingetrokken_op")),
                note=text(item.get("toelichting") or item.get("reden_niet_gevraagd")),
                third=text(item.get("aan_aanbieder") or indication.get("aanbieder")),
            )
        )
    return found


def family(
    platform: Platform, file: File, indication: Answers, pupil: str, capacity: Capacity, helped: tuple[str, ...] = ()
) -> Family:
    """Pupil and family as the rules weigh their consents; `helped`: adults whom the goals help themselves (BR-24)."""
    motivated = [text(item.get("motivering_clb")) for item in entries(platform, file, indication)]
    return Family(
        pupil=pupil,
        capacity=capacity,
        guardians=[Guardian(one.id, one.rol, text(one.answers.get("gezag"))) for one in guardians_of(file, pupil)],
        conflict_known=indication.get("conflict_ouders") is True,
        taking_part=helped,
        clb_motivation=" ".join([text(indication.get("motivering_conflict")), *motivated]).strip(),
    )


def guardians_of(file: File, pupil: str) -> list[Party]:
    """The adults around one pupil: those who say whose they are, and with one pupil everybody."""
    return [one for one in file.in_role(*GUARDIANS) if one.answers.get("van_leerling") in (None, "", pupil)]


def as_day(value: Json) -> date | None:
    """A stored day; None when there is none or it was not understood."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def text(value: Json) -> str:
    """A stored text; '' for anything else."""
    return value if isinstance(value, str) else ""
