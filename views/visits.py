"""Who looked at a dossier, and what the school was told: for its CLB."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from services import access_log
from views import desk

bp = Blueprint("visits", __name__)

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
        "transfer": "Haalde de overdrachtsbundel op",
    },
    "pdf": {
        "fetch": "Haalde een PDF op",
        "ask": "Liet een PDF maken",
        "ask_all": "Liet PDF's maken",
        "state": "Keek hoe ver een PDF was",
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
    },
    "seat": {
        "page": "Las aan tafel of met een link",
        "sign": "Antwoordde aan tafel of met een link",
        "send_back": "Stuurde aan tafel of met een link een tekst terug",
    },
}
"""Blueprint -> page -> what somebody did there, for who reads the log."""


@bp.get("/dossiers/<string:dossier_id>/inzage")
def page(dossier_id: str) -> ResponseReturnValue:
    """The log of the dossier, and what the school got to read."""
    file, who, platform = desk.dossier(dossier_id), desk.who(), desk.platform()
    return render_template(
        "inzage.html",
        dossier={
            "label": file.dossier.label,
            "number": file.dossier.number,
            "url": url_for("dossier.page", dossier_id=dossier_id),
        },
        bezoeken=[
            {
                "at": one.at,
                "who": one.who,
                "organisation": one.organisation,
                "what": _said(one.what),
                "refused": one.refused,
            }
            for one in access_log.visits(platform, who, file)
        ],
        school=access_log.told_to_school(platform, who, file),
    )


def _said(endpoint: str) -> str:
    blueprint, _, name = endpoint.partition(".")
    return WHAT.get(blueprint, {}).get(name, endpoint)
