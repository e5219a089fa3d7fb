"""Who looked at a dossier, and what the school was told: for its CLB; of a provider its own people; for the pupil."""

from __future__ import annotations

import re
from datetime import date

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rules.access import Action
from services import access, access_log, emergency
from services.dossiers import organisation_name
from services.platform import local
from services.said import listing
from views import desk, rights

bp = Blueprint("visits", __name__)

NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)

WHAT: dict[str, dict[str, str]] = {
    "dossier": {
        "page": "Opende het dossier",
    },
    "action": {
        "page": "Zette of bekeek een stap",
        "decline": "Wees een voorstel af",
    },
    "consent": {
        "new": "Noteerde of bekeek instemmingen",
    },
    "correction": {
        "choose": "Bekeek wat verbeterd kan worden",
        "new": "Noteerde of bekeek een verbetering",
    },
    "pupil_right": {
        "overview": "Bekeek vragen over rechten",
        "new": "Noteerde of bekeek een vraag over een recht",
        "page": "Bekeek een vraag over een recht",
        "act": "Beantwoordde of bekeek een vraag over een recht",
    },
    "pupil_copy": {
        "review": "Keek een afschrift na",
        "page": "Bekeek een afschrift voor het meegegeven werd",
        "hand_out": "Haalde een afschrift op om mee te geven",
    },
    "course": {
        "page": "Bekeek het verloop",
    },
    "document": {
        "fetch": "Haalde een document op",
        "bundle": "Haalde documenten op",
        "ask_bundle": "Liet een pakket maken",
        "ask_transfer": "Liet de overdrachtsbundel maken",
        "transfer": "Haalde de overdrachtsbundel op",
    },
    "pdf": {
        "fetch": "Haalde een PDF op",
        "ask": "Liet een PDF maken",
        "ask_all": "Liet PDF's maken",
        "state": "Keek hoe ver een PDF was",
    },
    "keeping": {
        "one": "Bekeek hoelang het dossier bewaard wordt",
        "propose": "Stelde voor om het dossier te vernietigen",
        "withdraw": "Trok een voorstel om te vernietigen in",
        "confirm": "Wou het dossier vernietigen",
        "hold": "Legde vast dat het dossier langer bewaard blijft",
        "lift": "Hief op dat het dossier langer bewaard blijft",
    },
    "party": {
        "new": "Voegde iemand toe",
        "page": "Opende de gegevens van een betrokkene",
        "remove": "Haalde iemand uit het dossier",
    },
    "received": {
        "page": "Bekeek een document van elders",
        "choose": "Bekeek een document van elders",
        "start": "Wou een document van elders overnemen",
        "upload": "Wou een document van elders overnemen",
        "take": "Nam een document van elders op",
        "remove": "Verwijderde een document van elders",
        "content": "Haalde een document van elders op",
    },
    "tasks": {
        "page": "Opende een formulier",
    },
    "record": {
        "begin": "Begon een formulier",
        "first": "Opende een formulier",
        "step": "Opende een formulier",
        "save": "Bewaarde een formulier",
        "keep": "Bewaarde een formulier",
        "open_by": "Had een formulier open",
        "review": "Keek een formulier na",
        "freeze": "Legde een tekst vast",
    },
    "frozen": {
        "read": "Las een vastgelegde tekst",
        "compare_page": "Vergeleek twee versies",
    },
    "round": {
        "page": "Bekeek wie tekent",
        "close": "Sloot een ronde af",
        "take_back": "Nam een tekst terug",
        "hand_over": "Gaf het toestel door",
        "set_order": "Koos de volgorde van tekenen",
        "note_missing": "Noteerde dat een handtekening er niet komt",
        "leave": "Antwoordde op wat teruggestuurd werd",
    },
    "signing": {
        "sign_page": "Las een tekst om te ondertekenen",
        "sign": "Antwoordde op een tekst",
        "send_back": "Stuurde een tekst terug",
        "sent_back": "Stuurde een tekst terug",
        "read": "Las een vastgelegde tekst",  # as these pages were called until they were split
        "compare_page": "Vergeleek twee versies",
        "page": "Bekeek wie tekent",
        "close": "Sloot een ronde af",
        "take_back": "Nam een tekst terug",
        "hand_over": "Gaf het toestel door",
    },
    "link": {
        "invite": "Stuurde iemand een persoonlijke link",
        "remind": "Stuurde iemand de link opnieuw",
        "show_qr": "Toonde een QR-code om te tekenen",
    },
    "paper": {
        "page": "Bekeek hoe iemand op papier tekent",
        "make": "Maakte een papieren exemplaar",
        "sheet": "Opende een papieren exemplaar",
        "word": "Haalde een papieren exemplaar op als Word-bestand",
        "back": "Opende de pagina voor een scan",
        "back_by_code": "Opende de pagina voor een scan",
        "take_in": "Laadde een scan op",
    },
    "scan": {
        "page": "Keek een scan na",
        "content": "Haalde een scan op",
        "confirm": "Bevestigde een handtekening op papier",
        "turn_down": "Wees een scan af",
    },
    "visits": {
        "page": "Bekeek wie in het dossier keek",
        "for_pupil": "Maakte het overzicht van wie keek, voor de leerling",
    },
    "handover": {
        "page": "Droeg het dossier over aan een ander CLB, of bekeek hoe dat gaat",
    },
    "emergency": {
        "page": "Las het dossier in nood",
        "judge": "Keek een noodtoegang na",
    },
    "seat": {
        "page": "Las aan tafel of met een link",
        "sign": "Antwoordde aan tafel of met een link",
        "send_back": "Stuurde aan tafel of met een link een tekst terug",
    },
}
"""Blueprint -> page -> what somebody did there, for who reads the log."""


FOR_PUPIL: dict[Action, str] = {
    Action.SEE: "keek in je dossier",
    Action.READ_TEXT: "las een tekst over jou",
    Action.COMPARE: "vergeleek twee teksten over jou",
    Action.OPEN_DRAFT: "las een tekst waaraan nog geschreven werd",
    Action.WRITE: "schreef aan een tekst over jou",
    Action.TAKE_STEP: "nam of bekeek een stap in je traject",
    Action.NOTE_CONSENT: "noteerde of bekeek waarmee jij of je ouders instemmen",
    Action.ADD_PARTY: "noteerde iemand die meehelpt",
    Action.CHANGE_PARTY: "keek naar gegevens van jou of van iemand rond jou",
    Action.REMOVE_PARTY: "haalde iemand uit je dossier",
    Action.SIGN: "las een tekst om te tekenen, of tekende",
    Action.FOLLOW_ROUND: "keek wie al getekend had",
    Action.HOST_ROUND: "regelde het tekenen",
    Action.HANDLE_PAPER: "werkte met een papier om te tekenen",
    Action.FETCH: "haalde een document op",
    Action.PACK: "haalde documenten op",
    Action.READ_RECEIVED: "keek naar een document van een andere plaats",
    Action.READ_LOG: "keek na wie in je dossier keek",
    Action.LOG_FOR_PUPIL: "maakte dit overzicht",
    Action.READ_EMERGENCY: "las in je dossier omdat er een noodgeval was",
    Action.JUDGE_EMERGENCY: "keek na of dat noodgeval er was",
    Action.ANSWER_RIGHTS: "beantwoordde of bekeek een vraag over je rechten",
    Action.GIVE_COPY: "maakte een afschrift om aan jou of je ouders te geven",
    Action.HAND_OVER: "gaf je dossier door aan een ander CLB",
    Action.BY_LINK: "las of tekende aan tafel, of met een link",
}
"""What somebody did, as it is told to a pupil."""
AT_THE_TABLE = "Jij, je ouders of iemand anders aan tafel"


@bp.get("/dossiers/<string:dossier_id>/inzage")
def page(dossier_id: str) -> ResponseReturnValue:
    """The log of the dossier, a page of it, and what the school got to read."""
    file, who, platform = desk.dossier(dossier_id), desk.who(), desk.platform()
    before = request.args.get("voor", "")
    lines = access_log.visits(platform, who, file, before=int(before) if NUMBER.fullmatch(before) else 0)
    whole = access.may(platform, who, file, Action.LOG_FOR_PUPIL)
    return render_template(
        "inzage.html",
        dossier={
            "label": file.dossier.label,
            "number": file.dossier.number,
            "url": url_for("dossier.page", dossier_id=dossier_id),
        },
        alles=whole,
        bezoeken=[
            {
                "at": one.at,
                "who": one.who,
                "organisation": one.organisation,
                "what": _said(one.what),
                "refused": one.refused,
            }
            for one in lines
        ],
        verder=url_for("visits.page", dossier_id=dossier_id, voor=lines[-1].number, _anchor="bezoeken-titel")
        if len(lines) == access_log.PAGE
        else "",
        terug=url_for("visits.page", dossier_id=dossier_id) if before else "",
        school=access_log.told_to_school(platform, who, file),
        nood=[
            {"een": one, "url": url_for("emergency.judge", dossier_id=dossier_id, emergency_id=one.id)}
            for one in emergency.told(platform, who, file)
        ],
        url_leerling=url_for("visits.for_pupil", dossier_id=dossier_id) if whole else "",
    )


@bp.get("/dossiers/<string:dossier_id>/inzage/leerling")
def for_pupil(dossier_id: str) -> ResponseReturnValue:
    """Who looked, by day, to print and give: in the words of who it is about, and without ids."""
    file, who, platform = desk.dossier(dossier_id), desk.who(), desk.platform()
    days: dict[date, dict[str, list[str]]] = {}
    for one in access_log.every_visit(platform, who, file):
        named = f"{one.who}, {one.organisation}" if one.organisation else AT_THE_TABLE
        told = days.setdefault(local(one.at).date(), {}).setdefault(named, [])
        words = "probeerde te kijken, en mocht niet" if one.refused else _for_pupil(one.what)
        if words not in told:
            told.append(words)
    return render_template(
        "inzage_leerling.html",
        dossier={
            "label": file.dossier.label,
            "number": file.dossier.number,
            "url": url_for("visits.page", dossier_id=dossier_id),
        },
        tot=platform.today().isoformat(),
        clb=organisation_name(who.organisation),
        dagen=[
            (day.isoformat(), sorted((name, listing(told)) for name, told in who_.items()))
            for day, who_ in days.items()
        ],
    )


def _for_pupil(endpoint: str) -> str:
    action = rights.action_of(endpoint)
    return FOR_PUPIL.get(action, FOR_PUPIL[Action.SEE]) if action else FOR_PUPIL[Action.SEE]


def _said(endpoint: str) -> str:
    blueprint, _, name = endpoint.partition(".")
    return WHAT.get(blueprint, {}).get(name, endpoint)
