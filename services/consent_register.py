"""Writing down a consent that is given, refused or taken back after the indicatiestelling, and what follows from it.

Source: decreet rechtspositie minderjarige van 7 mei 2004, art. 8 (a consent can be taken back); BR-25.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.indicatiestelling import INSTEMMING
from forms.record_type import Step
from forms.repeat import Repeat
from forms.scope import Answers, Scope
from rules.access import Action
from rules.consent import Consent
from rules.sharing import WITH_PARENTS, WITH_PROVIDER, WITH_SCHOOL
from rules.states import Event, State
from services import access, plan, trajectory
from services.consents import as_day, consents
from services.dossiers import File, name_of, read_file
from services.places import Places
from services.platform import NotAllowed, Platform, Who
from services.pupils import pupils
from services.surroundings import latest_answers, person_refs
from store import consents as kept
from store import events

WHAT: dict[str, str] = {
    "hulp": "Het NAFT-traject zelf",
    WITH_PROVIDER: "Gegevens delen met NAFT",
    WITH_SCHOOL: "Inhoudelijke terugkoppeling aan de school",
    WITH_PARENTS: "Inhoudelijke informatie aan de ouders",
    "delen_derde": "Contact met een derde",
    "vertaling": "Vertaalde bijlage",
}
"""What a consent is about, shorter than in the form."""

WORKERS = ("clb", "naft_begeleider", "pbd")
"""Roles of who asks for a consent or only stands by: nobody asks them for one."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody said last about one thing: who, what, the answer in words, when, and whether it is a yes."""

    who: str
    what: str
    answer: str
    on: date
    yes: bool
    note: str


def questions() -> Step:
    """What is asked when a consent is written down: the same as in the indicatiestelling."""
    repeat = next(item for item in INSTEMMING.items if isinstance(item, Repeat))
    return Step("instemming", "Welke instemming noteert u?", *repeat.of, intro=_INTRO)


_INTRO = (
    "Noteer een nieuw antwoord, of dat iemand een eerder ja intrekt: kies dan “Ja” zoals het gegeven was, en vul in "
    "wanneer het is ingetrokken. Instemmen met de hulp en gegevens delen zijn aparte antwoorden."
)


def scope(platform: Platform, file: File) -> Scope:
    """The people and providers to choose from."""
    return Scope(
        today=platform.today(),
        facts={"soort_dossier": file.dossier.soort, "minderjarig_met_ouders": "ja"},
        people=tuple(one for one in person_refs(file) if one.rol not in WORKERS),
        register=Places(platform, ["naft"]),
    )


def record(platform: Platform, who: Who, file: File, answers: Answers) -> bool:
    """Keep the answer; gives whether the trajectory was suspended by it (BR-25).

    A trajectory that runs is suspended the moment a consent that it cannot do without is gone.

    :raises NotAllowed: for who is neither the CLB nor the provider of the trajectory, or before the referral
    """
    access.allow(platform, who, file, Action.NOTE_CONSENT)
    if file.state is State.CONCEPT:
        raise NotAllowed("De indicatiestelling loopt nog. Noteer de instemmingen daar, in de stap Instemming.")
    db, at = platform.db, platform.at()
    with db.write():
        file = read_file(platform, file.dossier)
        kept.add(db, dossier_id=file.dossier.id, answers=dict(answers), by=who.id, at=at)
        party = file.party(str(answers.get("gegeven_door")))
        events.append(
            db,
            type="consent.recorded",
            actor=who.id,
            dossier=file.dossier.id,
            subject=file.trajectory.id,
            data={
                "wie": name_of(party.answers) if party else "",
                "waarvoor": str(answers.get("waarvoor", "")),
                "antwoord": "ingetrokken" if answers.get("ingetrokken_op") else str(answers.get("antwoord", "")),
                "door": who.name,
            },
            at=at,
        )
        reason = {"reden": "instemming_ingetrokken"}
        stopped = file.state is State.LOPEND and trajectory.take_by_rule(
            platform, who, file, Event.INSTEMMING_INGETROKKEN, reason
        )
        plan.keep(platform, file.dossier)
    return stopped


def wrong_dates(answers: Answers) -> list[tuple[str, str]]:
    """What is wrong with the days of an answer, as (name of the question, Dutch message)."""
    given, withdrawn = as_day(answers.get("datum")), as_day(answers.get("ingetrokken_op"))
    if given is None or withdrawn is None or withdrawn >= given:
        return []
    return [("ingetrokken_op", "Kijk de datums na: intrekken kan pas na het antwoord.")]


def standing(platform: Platform, who: Who, file: File) -> list[Standing]:
    """What everybody said last about each thing, for who may read it (CLB and NAFT)."""
    if who.letter not in "CN":
        return []
    indication = latest_answers(platform, file, "indicatiestelling", drafts=who.letter == "C")
    last: dict[tuple[str, ...], Consent] = {}
    for one in sorted(consents(platform, file, indication), key=lambda consent: consent.date):
        third = one.third if one.item == WITH_PROVIDER else ""
        last[one.by_party, one.item, third] = one
    return [_standing(platform, file, one) for one in last.values()]


def _standing(platform: Platform, file: File, one: Consent) -> Standing:
    party = file.party(one.by_party)
    what = WHAT.get(one.item, one.item)
    if one.item == WITH_PROVIDER and one.third:
        provider = trajectory.organisation(platform, one.third)
        what = f"Gegevens delen met {provider.naam}" if provider else what
    words = {"ja": "Ja", "ja_met_voorbehoud": "Ja, met voorbehoud", "nee": "Nee", "niet_gevraagd": "Niet gevraagd"}
    answer = "Ingetrokken" if one.withdrawn_on else words.get(one.value, one.value)
    return Standing(
        name_of(party.answers) if party else "", what, answer, one.withdrawn_on or one.date, one.stands, one.note
    )


def first_values(platform: Platform, file: File) -> dict[str, Any]:
    """What a new answer most likely is about: the pupil, today, with the capacity of that pupil."""
    today = platform.today()
    found = pupils(platform, file, latest_answers(platform, file, "indicatiestelling"))
    first: dict[str, Any] = {"datum": today.isoformat()}
    if len(found) == 1:
        first |= {"gegeven_door": found[0].party, "bekwaamheid": found[0].capacity(today).value}
    return first
