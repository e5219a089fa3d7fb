"""The next sensible step in a dossier for one person, with a sentence why and the day by which."""

from __future__ import annotations

from dataclasses import replace

from forms import RECORD_TYPES
from rules import guards
from rules.source import Problem
from rules.states import Event, State
from rules.trajectory import Transition
from services import plan, rounds, sending_back
from services.access import open_versions
from services.asked_steps import to_answer, waits_for_answer
from services.dossiers import File
from services.outlook import available, proposed_provider
from services.platform import Platform, Who
from services.steps import NextStep, day_of
from services.trajectory import organisation
from services.waiting import to_remember, to_wait
from services.worklist import RECORDS
from services.writing_step import to_write
from store import signatures
from store.versions import Version

FORWARD: dict[Event, str] = {
    Event.AANMELDEN: "Meld aan bij NAFT",
    Event.AANVAARDEN: "Beslis over de aanmelding",
    Event.OPNIEUW_AANMELDEN: "Meld aan bij een andere aanbieder",
    Event.STARTEN: "Start het traject",
    Event.OVERDRAGEN: "Stel de overdracht voor",
    Event.HERVATTEN: "Hervat het traject zodra het kan",
    Event.AFSLUITEN: "Sluit het dossier af",
}
"""Steps that bring a trajectory further, in order, as the task that they are."""


Steps = list[tuple[Transition, list[Problem]]]


def next_step(platform: Platform, who: Who, file: File, days: list[plan.Line] | None = None) -> NextStep:
    """One step. A signature that waits for this person comes first, then what brings the trajectory further.

    `days` is the plan as this person may read it (`plan.shown`), from who has it.
    """
    days = plan.shown(platform, who, file) if days is None else days
    waiting = open_versions(platform, who, file)
    for version in waiting:
        place = rounds.my_place(platform, who, file, version)
        if place is not None and rounds.is_turn_of(platform, version, place):
            return _own_signature(platform, version)
    steps = available(platform, who, file)
    asked = to_answer(platform, who, file) or _consent_gone(who, days) or waits_for_answer(platform, who, file)
    found = asked or _to_hand_over(who, steps)
    if found is None:
        found = _forward(platform, file, steps, waiting) or _to_sign(platform, who, waiting)
    if found is None:
        found = to_write(platform, who, file, days) or to_remember(platform, who, file, days)
    if found is None:
        found = to_wait(who, file, days, signing=bool(waiting))
    return found if found.day or found.kind in ("sign", "round") else replace(found, day=day_of(file, found, days))


def _own_signature(platform: Platform, version: Version) -> NextStep:
    slug, asked = version.payload["type"], signatures.signers_of(platform.db, version.id)
    done = sum(one.signature is not None for one in asked)
    why = f"Uw handtekening wordt gevraagd. {done} van de {len(asked)} antwoordden al."
    what = RECORDS.get(slug, RECORD_TYPES[slug].title)
    return NextStep(f"Onderteken {what}", why, "sign", version.id)


def _forward(platform: Platform, file: File, steps: Steps, waiting: list[Version]) -> NextStep | None:
    """The first step that may be taken now. Of who waits, the CLB decides only when it wants to."""
    for row, problems in steps:
        skip = file.state is State.WACHTLIJST and row.event is Event.OPNIEUW_AANMELDEN
        if row.event not in FORWARD or problems or skip or _blocks(waiting, row):
            continue
        title, why = FORWARD[row.event], row.effect
        if row.event is Event.AANVAARDEN and file.state is State.WACHTLIJST:
            title, why = "Neem op zodra er plaats is", "Past het toch niet, stel dan een andere aanbieder voor."
        elif row.event is Event.AANVAARDEN:
            why = "Lees de indicatiestelling en kies hieronder. Het CLB leest uw antwoord en de motivering."
        elif row.event is Event.OPNIEUW_AANMELDEN:
            why = _refused_by(platform, file)
        elif row.event is Event.HERVATTEN:
            why = "Het traject staat stil. De twee maanden tot de evaluatie lopen door."
        return NextStep(title, why, "event", row.event, row.label)
    return None


def _refused_by(platform: Platform, file: File) -> str:
    provider = organisation(platform, file.trajectory.naft_id or "")
    proposed = organisation(platform, str(proposed_provider(platform, file).get("aanbieder", "")))
    who = provider.naam if provider else "De aanbieder"
    if proposed is None:
        return f"{who} neemt dit niet op. De leerling en de ouders kiezen mee waar u opnieuw aanmeldt."
    return f"{who} neemt dit niet op en stelt {proposed.naam} voor. De leerling en de ouders kiezen mee."


def _consent_gone(who: Who, days: list[plan.Line]) -> NextStep | None:
    if who.letter not in "CN" or not any(one.kind == "instemming" for one in days):
        return None
    why = "Het traject kan niet verder zonder. Overleg, en noteer een nieuw ja, of stop het traject."
    return NextStep("Een instemming is ingetrokken", why, "consent")


def _to_hand_over(who: Who, steps: Steps) -> NextStep | None:
    """The evaluation decided to hand over; what is missing for it is asked first."""
    for row, problems in steps:
        if row.event is Event.OVERDRAGEN and problems and guards.HANDOVER_EVALUATION.problem not in problems:
            if problems[0] == guards.SHARING_WITH_NEXT.problem and who.letter in "CN":
                return NextStep("Bereid de overdracht voor", problems[0].message, "consent")
            return NextStep("De overdracht wacht op bevestiging", problems[0].message, "wait")
    return None


def _blocks(waiting: list[Version], forward: Transition) -> bool:
    """Referring closes the round: while pupil or parents can still sign, asking them comes first."""
    return forward.event is Event.AANMELDEN and any(one.payload["type"] == "indicatiestelling" for one in waiting)


def _to_sign(platform: Platform, who: Who, waiting: list[Version]) -> NextStep | None:
    for version in waiting:
        record_type = RECORD_TYPES[version.payload["type"]]
        if who.organisation.soort in record_type.led_by:
            sent = [
                one for one in sending_back.open_ones(platform, version) if sending_back.may_read(who, version, one)
            ]
            if sent:
                why = "Iemand stuurde een deel terug. Pas de tekst aan, of antwoord waarom hij zo blijft."
                return NextStep("Lees wat er anders moet", why, "round", version.id)
            asked = signatures.signers_of(platform.db, version.id)
            still = sum(one.signature is None for one in asked)
            why = f"De tekst ligt vast. {still} van de {len(asked)} handtekeningen ontbreken nog."
            return NextStep("Laat ondertekenen", why, "round", version.id)
    return None
