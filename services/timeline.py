"""The timeline of a dossier: its events in words, without anything that only some readers may know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from forms import RECORD_TYPES
from rules.states import Event as Step
from services import requests
from services.access import events_seen
from services.dossiers import File
from services.platform import Platform, Who, local
from services.requests import HAND_OVER
from services.said import listing, said
from services.worklist import RECORDS
from store import events, received
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
    Step.INSTEMMING_INGETROKKEN: "Traject tijdelijk onderbroken: een instemming is ingetrokken",
    Step.STOPPEN_VRAGEN: "Het CLB vroeg om vroegtijdig te stoppen",
    Step.OPNIEUW_AANMELDEN: "Aangemeld bij een andere aanbieder",
    Step.DOELEN_VASTLEGGEN: "Doelen ter ondertekening gelegd",
    Step.TERUG_NAAR_BEWERKEN: "Doelen terug in bewerking genomen",
    Step.STARTEN: "Traject gestart",
    Step.EVALUATIE_VASTLEGGEN: "Evaluatie vastgelegd",
    Step.BIJSTUREN: "Bijgestuurde doelen ter ondertekening gelegd",
    Step.OPSCHORTEN: "Traject tijdelijk onderbroken",
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
EVERYBODY = "Iedereen antwoordde op"
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
} | {"section.sent_back", "section.left", "record.received", "record.taken_over", "retention.held", "retention.lifted"}
INSTEAD = {
    f"trajectory.{Step.DOORGEVEN}": STEPS[Step.WEIGEREN],
    f"trajectory.{Step.INSTEMMING_INGETROKKEN}": STEPS[Step.OPSCHORTEN],
}
"""What the school reads in their place: the result alone."""


FROM_ELSEWHERE = ("record.received", "record.taken_over")
"""What is about a document from elsewhere: for the CLB, and for who took it in (services/receiving.py)."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One line: when (UTC, as stored), what happened, who did it ('' for nobody in particular).

    `details` are (label, text) of what was said with a step, as far as this reader may read it. `kind` is the type of
    event, as far as it is told as such to this reader.
    """

    at: str
    text: str
    who: str
    details: tuple[tuple[str, str], ...] = ()
    kind: str = ""


FREEZES = {
    f"trajectory.{step}"
    for step in (
        Step.DOELEN_VASTLEGGEN,
        Step.EVALUATIE_VASTLEGGEN,
        Step.BIJSTUREN,
        Step.EINDEVALUATIE,
        Step.VROEGTIJDIG_STOPPEN,
        Step.ENGAGEMENTEN_VASTLEGGEN,
    )
}
"""Steps that are taken by freezing a record: they say already that it was frozen."""


def timeline(platform: Platform, who: Who, file: File) -> list[Moment]:
    """The newest first. Downloads are on record too, but are no steps of a dossier.

    Who signed the same text on the same day stands in one line, the first one first; not when everybody did.
    """
    found: list[Moment] = []
    told = events_seen(who, file, events.of_dossier(platform.db, file.dossier.id))
    newest_first = [one for one in told if not _of_others(platform, who, file, one)][::-1]
    for key, row in groupby(_without_doubles(newest_first), key=_together):
        several = list(row)
        if key is not None and found and found[-1].text == f"{EVERYBODY} {_what(several[0])}":
            continue  # the line above says it of all of them
        if key is not None and len(several) > 1:
            names = listing([_name(one) for one in reversed(several)])
            found.append(Moment(several[0].at, f"{names} antwoordden op {_what(several[0])}", ""))
            continue
        found += [moment for one in several if (moment := _moment(platform, who, file, one)).text]
    return found


def _of_others(platform: Platform, who: Who, file: File, event: Event) -> bool:
    """Whether it is about a document from elsewhere that is not for this organisation."""
    if event.type not in FROM_ELSEWHERE or who.organisation.id == file.dossier.clb_id:
        return False
    return received.of_sha256(platform.db, who.organisation.id, str((event.data or {}).get("sha256", ""))) is None


def _without_doubles(newest_first: list[Event]) -> Iterator[Event]:
    for newer, event in zip([None, *newest_first], newest_first, strict=False):
        if not (event.type == "version.frozen" and newer is not None and newer.type in FREEZES):
            yield event


def _together(event: Event) -> tuple[str, date] | None:
    """What makes signatures one line: the text and the day; None for everything else."""
    return (_what(event), local(event.at).date()) if event.type == "signature.given" else None


def _moment(platform: Platform, who: Who, file: File, event: Event) -> Moment:
    text = _text(event) if who.letter != "S" else _for_the_school(event)
    data = event.data or {}
    asked = str(data.get("verzoek") or "")
    slug = requests.STEPS.get(asked, event.type.removeprefix("trajectory."))
    details = tuple(said(platform, who, file, slug, data)) if text else ()
    return Moment(event.at, text, str(data.get("door", "")), details, _kind(who, event) if text else "")


def _kind(who: Who, event: Event) -> str:
    """What it is called to this reader: for the school, a step stands as its result alone (INSTEAD)."""
    if who.letter != "S" or event.type not in NOT_FOR_THE_SCHOOL:
        return event.type
    result = INSTEAD.get(event.type, "")
    return next((f"trajectory.{step}" for step, text in STEPS.items() if text == result), "")


def _name(event: Event) -> str:
    return str((event.data or {}).get("naam", "Iemand"))


def _what(event: Event) -> str:
    return RECORDS.get(str((event.data or {}).get("soort", "")), "een document")


def _for_the_school(event: Event) -> str:
    """Without what is between CLB, NAFT and home (BR-54): consents, requests, why something stands still, and who
    answered what on a text that the school does not read.
    """
    if event.type in NOT_FOR_THE_SCHOOL or event.type.startswith(("consent.", "request.", "emergency.")):
        return INSTEAD.get(event.type, "")
    slug = str((event.data or {}).get("soort", ""))
    if slug in RECORD_TYPES and "S" not in RECORD_TYPES[slug].read_by:
        return ""
    return _text(event)


def _text(event: Event) -> str:
    data, what = event.data or {}, _what(event)
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
        "record.received": f"Document van elders opgenomen: {what}",
        "record.taken_over": f"Antwoorden van elders overgenomen in {what}",
        "signature.given": f"{_name(event)} antwoordde op {what}",
        "signature.refused": f"{_name(event)} tekent {what} niet",
        "signature.stands": f"De handtekening van {_name(event)} onder {what} blijft gelden",
        "section.sent_back": f"{_name(event)} stuurde een deel van {what} terug",
        "section.left": f"Er kwam een antwoord op wat teruggestuurd werd in {what}",
        "round.completed": f"{EVERYBODY} {what}",
        "round.refused": f"De ronde over {what} stopte door een weigering",
        "emergency.opened": f"{data.get('organisatie') or 'Een andere organisatie'} opende het dossier in nood",
        "emergency.judged": "Het CLB keek de noodtoegang na",
        "dossier.handed_over": f"Overgedragen aan {data.get('naar') or 'een ander CLB'}",
        "retention.held": "Vastgelegd dat dit dossier langer bewaard blijft",
        "retention.lifted": "Dit dossier hoeft niet langer bewaard te blijven",
        "dossier.part-erased": "Een organisatie vernietigde haar deel na de bewaartermijn",
        "version.withdrawn": f"De versie van {what} werd teruggenomen",
    }.get(event.type, "")
