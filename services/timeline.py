"""The timeline of a dossier: its events in words, without anything that only some readers may know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forms import RECORD_TYPES
from forms.handelingen import HANDELINGEN
from forms.question import Question
from forms.scope import PersonRef, Scope
from rules.states import Event as Step
from services.access import events_seen
from services.dossiers import File, name_of
from services.platform import Platform, Who
from services.requests import HAND_OVER
from services.surroundings import organisation_refs
from services.worklist import RECORDS
from store import events
from store.events import Event

STEPS = {
    Step.NIEUWE_INDICATIESTELLING: "Dossier geopend",
    Step.AANMELDEN: "Aangemeld bij NAFT",
    Step.AANVAARDEN: "Aanvaard door NAFT",
    Step.OP_WACHTLIJST: "Op de wachtlijst gezet",
    Step.WEIGEREN: "Geweigerd door NAFT",
    Step.INTREKKEN: "Aanmelding ingetrokken",
    Step.MEER_INFO_VRAGEN: "NAFT vroeg meer informatie",
    Step.INFO_GEVEN: "Het CLB beantwoordde de vraag van NAFT",
    Step.DOORGEVEN: "NAFT stelde een andere aanbieder voor",
    Step.INSTEMMING_INGETROKKEN: "Traject opgeschort: een instemming is ingetrokken",
    Step.STOPPEN_VRAGEN: "Het CLB vroeg om vroegtijdig te stoppen",
    Step.OPNIEUW_AANMELDEN: "Aangemeld bij een andere aanbieder",
    Step.DOELEN_VASTLEGGEN: "Doelen ter ondertekening gelegd",
    Step.TERUG_NAAR_BEWERKEN: "Doelen terug in bewerking genomen",
    Step.STARTEN: "Traject gestart",
    Step.EVALUATIE_VASTLEGGEN: "Evaluatie vastgelegd",
    Step.BIJSTUREN: "Bijgestuurde doelen ter ondertekening gelegd",
    Step.OPSCHORTEN: "Traject opgeschort",
    Step.HERVATTEN: "Traject hervat",
    Step.EINDEVALUATIE: "Traject afgerond met een eindevaluatie",
    Step.VROEGTIJDIG_STOPPEN: "Traject vroegtijdig gestopt",
    Step.OVERDRAGEN: "Overgedragen aan een andere aanbieder",
    Step.ENGAGEMENTEN_VASTLEGGEN: "Nazorg begonnen",
    Step.ZONDER_NAZORG_AFSLUITEN: "Zonder nazorg afgesloten",
    Step.AFSLUITEN: "Dossier afgesloten",
    Step.HEROPENEN: "Heropend met een nieuwe vraag",
    Step.VERNIETIGEN: "Inhoud vernietigd",
}


CONSENTS = {
    "ja": "instemming genoteerd",
    "ja_met_voorbehoud": "instemming met voorbehoud genoteerd",
    "nee": "antwoord op de vraag om in te stemmen genoteerd",
    "ingetrokken": "instemming ingetrokken",
}
REQUESTS = {
    ("request.asked", HAND_OVER): "Overdracht voorgesteld",
    ("request.declined", HAND_OVER): "Voorstel om over te dragen afgewezen",
}


NOT_FOR_THE_SCHOOL = {
    f"trajectory.{step}"
    for step in (
        Step.MEER_INFO_VRAGEN,
        Step.INFO_GEVEN,
        Step.DOORGEVEN,
        Step.STOPPEN_VRAGEN,
        Step.INSTEMMING_INGETROKKEN,
    )
}
INSTEAD = {
    f"trajectory.{Step.DOORGEVEN}": STEPS[Step.WEIGEREN],
    f"trajectory.{Step.INSTEMMING_INGETROKKEN}": STEPS[Step.OPSCHORTEN],
}
"""What the school reads in their place: the result alone."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One line: when (UTC, as stored), what happened, who did it ('' for nobody in particular).

    `details` are (label, text) of what was said with a step, as far as this reader may read it.
    """

    at: str
    text: str
    who: str
    details: tuple[tuple[str, str], ...] = ()


def timeline(platform: Platform, who: Who, file: File) -> list[Moment]:
    """The newest first. Downloads are on record too, but are no steps of a dossier."""
    found = []
    for event in reversed(events_seen(who, file, events.of_dossier(platform.db, file.dossier.id))):
        text = _text(event) if who.letter != "S" else _for_the_school(event)
        if text:
            by = str((event.data or {}).get("door", ""))
            found.append(Moment(event.at, text, by, tuple(_details(platform, who, file, event))))
    return found


def _details(platform: Platform, who: Who, file: File, event: Event) -> Iterator[tuple[str, str]]:
    """What was answered with a step (forms/handelingen.py), each answer for its own readers."""
    data = event.data or {}
    asked = HANDELINGEN.get(str(data.get("verzoek") or event.type.removeprefix("trajectory.")))
    if asked is None:
        return
    scope = Scope(
        today=platform.today(),
        organisations=tuple(organisation_refs(platform, ["naft"])),
        people=tuple(PersonRef(f"account:{one.account_id}", name_of(one.answers), one.rol) for one in file.all_parties),
    )
    for item in asked.items:
        if isinstance(item, Question) and item.name in data and who.letter in item.audience.always:
            yield item.label, item.text(data[item.name], scope)


def _for_the_school(event: Event) -> str:
    """Without what is between CLB, NAFT and home (BR-54): consents, requests, why something stands still, and who
    answered what on a text that the school does not read.
    """
    if event.type in NOT_FOR_THE_SCHOOL or event.type.startswith(("consent.", "request.")):
        return INSTEAD.get(event.type, "")
    slug = str((event.data or {}).get("soort", ""))
    if slug in RECORD_TYPES and "S" not in RECORD_TYPES[slug].read_by:
        return ""
    return _text(event)


def _text(event: Event) -> str:
    data = event.data or {}
    what = RECORDS.get(str(data.get("soort", "")), "een document")
    if event.type == "consent.recorded":
        return f"{data.get('wie') or 'Iemand'}: {CONSENTS.get(str(data.get('antwoord')), 'antwoord genoteerd')}"
    if event.type.startswith("request."):
        return REQUESTS.get((event.type, str(data.get("verzoek"))), "")
    if event.type.startswith("trajectory."):
        return STEPS.get(Step(event.type.removeprefix("trajectory.")), "")
    if event.type == "version.frozen":
        return f"Versie {data.get('versie', '')} van {what} vastgelegd"
    return {
        "question.dossier": "Geopend na een vraag aan het CLB",
        "record.begun": f"Begonnen aan {what}",
        "signature.given": f"{data.get('naam', 'Iemand')} antwoordde op {what}",
        "signature.refused": f"{data.get('naam', 'Iemand')} tekent {what} niet",
        "round.completed": f"Iedereen antwoordde op {what}",
        "round.refused": f"De ronde over {what} stopte door een weigering",
        "version.withdrawn": f"De versie van {what} werd teruggenomen",
    }.get(event.type, "")
