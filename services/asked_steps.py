"""The next step where one organisation asked another: to answer, or to wait for the answer."""

from __future__ import annotations

from forms.amounts import long_date
from rules.states import Event
from services import requests
from services.dossiers import File
from services.platform import Platform, Who, local
from services.steps import NextStep
from services.worklist import KINDS


def to_answer(platform: Platform, who: Who, file: File) -> NextStep | None:
    """What another organisation asked comes before what one would do anyway."""
    for one in requests.waiting_for(platform, who, file):
        title, by = requests.TITLES[one.kind], KINDS[one.from_kind]
        when = long_date(local(one.asked_at).date())
        if one.kind == requests.MORE_INFORMATION:
            why = f"Zolang {by} uw antwoord niet heeft, kan de beslissing wachten. Gevraagd op {when}."
            return NextStep(title, why, "event", Event.INFO_GEVEN, "Schrijf het antwoord", about=one)
        if one.kind == requests.HAND_OVER:
            why = f"{by[:1].upper()}{by[1:]} stelde dit voor op {when}. Het gebeurt pas als u bevestigt."
            return NextStep(title, why, "event", Event.OVERDRAGEN, "Bekijk en bevestig", about=one)
        if one.kind == requests.STOP:
            why = f"Gevraagd op {when}. Ook bij een vroegtijdige stop zit iedereen samen voor een eindevaluatie."
            return NextStep(title, why, "begin", "evaluatie?soort=vroegtijdig", about=one)
    return None


ASKED: dict[str, str] = {
    requests.MORE_INFORMATION: "U vroeg meer informatie op {when}. U kunt ook nu al beslissen.",
    requests.HAND_OVER: "U stelde op {when} een overdracht voor. Ze gebeurt zodra {whom} bevestigt.",
    requests.STOP: "U vroeg op {when} om vroegtijdig te stoppen. NAFT bereidt de eindevaluatie voor.",
}
"""Kind of request -> what whoever made it waits for."""


def waits_for_answer(platform: Platform, who: Who, file: File) -> NextStep | None:
    """What one's own organisation asked, and waits for."""
    mine = file.acts_as(who.organisation)
    for one in requests.open_in(platform, file):
        if one.from_kind == mine:
            whom, when = KINDS[one.to_kind], long_date(local(one.asked_at).date())
            why = ASKED[one.kind].format(when=when, whom=whom)
            return NextStep(f"We wachten op {whom}", why, "wait", about=one)
    return None
