"""The timeline of a dossier: its events in words, without anything that only some readers may know."""

from __future__ import annotations

from dataclasses import dataclass

from rules.states import Event as Step
from services.access import events_seen
from services.dossiers import File
from services.platform import Platform, Who
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


@dataclass(frozen=True, slots=True)
class Moment:
    """One line: when (UTC, as stored), what happened, who did it ('' for nobody in particular)."""

    at: str
    text: str
    who: str


def timeline(platform: Platform, who: Who, file: File) -> list[Moment]:
    """The newest first. Downloads are on record too, but are no steps of a dossier."""
    found = []
    for event in reversed(events_seen(who, file, events.of_dossier(platform.db, file.dossier.id))):
        text = _text(event)
        if text:
            found.append(Moment(event.at, text, str((event.data or {}).get("door", ""))))
    return found


def _text(event: Event) -> str:
    data = event.data or {}
    what = RECORDS.get(str(data.get("soort", "")), "een document")
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
