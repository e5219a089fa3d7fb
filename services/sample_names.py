"""Made-up names for the documents beside the answers: to try their templates before anything is there to print.

The same names as `services.extra_documents` and `services.documents` give, with everything filled in; nobody real.
"""

from __future__ import annotations

from typing import Any

from forms import RECORD_TYPES
from services import annex_texts
from services.translations import LANGUAGES, OWN_NAMES, translated

_GROUPS = "0c88 fa14 11ba 14a8"
_LINE = {
    "naam": "Noor Voorbeeld",
    "rol": "Leerling",
    "functie": "",
    "organisatie": "",
    "besluit": "Tekent niet",
    "op": "maandag 23 november 2026, 14.02 uur",
    "wijze": "in de eigen account",
    "geldt": "",
    "getypt": "",
    "opmerking": "Vier dagdelen vind ik te veel.",
    "reden_niet": "",
    "beeld": "",
}
_EVIDENCE = {
    "naam": "Noor Voorbeeld",
    "rol": "Leerling",
    "besluit": "Tekent niet",
    "op": "maandag 23 november 2026, 14.02 uur",
    "wijze": "in de eigen account",
    "getuige": "",
    "papier": "",
    "geldt": "",
    "reden_niet": "",
    "kenmerk": _GROUPS,
}
OWN: dict[str, dict[str, Any]] = {
    "D5": {
        "stuk": "Doelstellingen en afspraken, versie 1",
        "verklaringen": [_LINE, _LINE | {"rol": "Ouder", "besluit": "Niet akkoord", "opmerking": ""}],
        "gevolg": "Het traject start nog niet.",
        "bewijzen": [_EVIDENCE],
    },
    "D6": {
        "overdracht": {
            "van": "vzw Voorbeeld",
            "naar": "vzw Opvolger",
            "reden": "Het gezin verhuist.",
            "op": "maandag 23 november 2026",
            "bevestigd_door_clb": "An Voorbeeld, maandag 23 november 2026",
            "bevestigd_door_naft": "Bo Voorbeeld, vrijdag 20 november 2026",
            "toestemming": "Noor Voorbeeld, donderdag 19 november 2026",
        },
        "stukken": [
            {
                "code": "D1",
                "titel": "Aanmeldingsverslag NAFT",
                "bestand": "NAFT-2026-00000_D1_v1_NAFT-aanbieder.docx",
                "vastgelegd": "18 november 2026",
                "controlegetal": "0c88fa1411ba14a8" * 4,
            }
        ],
    },
    "D2B": {
        "startdatum": "5 oktober 2026",
        "vermoedelijk_einde": "18 december 2026",
        "hoe_evalueren": "Samen in de kring.",
        "geplande_evaluatie": "16 november 2026",
        "plaats": ["School"],
        "groepsdoelen": [{"nr": 1, "tekst": "We praten om de beurt.", "merkbaar_aan": "Er is minder ruzie."}],
        "contact": [{"naam": "An Voorbeeld", "functie": "", "organisatie": "CLB Voorbeeld"}],
    },
    annex_texts.CODE: {
        "talen": [
            {
                "merk": annex_texts.MARK,
                "vrij": annex_texts.FREE,
                "bron": "Doelstellingen en afspraken",
                "stappen": [
                    {
                        "titel": "Welke doelen spreken we af?",
                        "blokken": [
                            {
                                "titel": "Doelstelling",
                                "rijen": [
                                    {"label": "Doelstelling", "waarde": "Noor komt op tijd.", "vrij": True},
                                    {"label": "Stand", "waarde": "Open", "vrij": False},
                                ],
                            },
                            {"titel": "", "rijen": [{"label": "Plaats", "waarde": "School", "vrij": False}]},
                        ],
                    }
                ],
                "verklaring_kop": annex_texts.SIGNED,
                "verklaring": RECORD_TYPES["doelen"].declaration,
                "rechten_kop": annex_texts.RIGHTS_OF["L"],
                "rechten": [{"kop": short, "tekst": more} for short, more in annex_texts.RIGHTS["L"]],
            }
        ]
    },
}
"""Code of a document -> the names of its own; those of an annex in Dutch, once."""


def _own(code: str) -> dict[str, Any]:
    if code != annex_texts.CODE:
        return OWN[code]
    (dutch,) = OWN[code]["talen"]
    return {"talen": [_said({**dutch, "naam": OWN_NAMES[one]}, one) | {"code": one} for one in LANGUAGES]}


def _said(value: Any, language: str) -> Any:
    """Every fixed text in a value in another language."""
    if isinstance(value, dict):
        return {name: _said(one, language) for name, one in value.items()}
    if isinstance(value, list):
        return [_said(one, language) for one in value]
    return translated(value, language) if isinstance(value, str) else value


def sample_names(code: str, title: str, letter: str, reader: str) -> dict[str, Any]:
    """What the template of a document with OWN names gets, for a reader by letter and as a document names it."""
    return {
        "doc": {
            "code": code,
            "titel": title,
            "versie": 1,
            "lezer": reader,
            "lezer_letter": letter,
            "organisatie": "CLB Voorbeeld",
            "dossiernummer": "NAFT-2026-00000",
            "soort_dossier": "klasgroep" if code == "D2B" else "leerling",
            "vastgelegd": "23 november 2026",
            "wortel": "0c88fa1411ba14a8" * 4,
            "wortel_kort": _GROUPS,
            "vervangt": 0,
        },
        "partijen": {
            "clb": "CLB Voorbeeld",
            "naft": "vzw Voorbeeld",
            "school": "Voorbeeldschool",
            "leerlingen": [] if code == "D2B" else ["Noor Voorbeeld"],
        },
        "bewijs": {
            "verklaring": "Ik heb dit gelezen.",
            "kenmerk": " ".join([_GROUPS] * 4),
            "vervangt": "",
            "vervangt_kenmerk": "",
            "keten": "Gemaakt na gebeurtenis 12, met controlegetal",
            "keten_kenmerk": " ".join([_GROUPS] * 4),
            "zegel": "Dit bestand heeft geen zegel.",
            "controle": "Op de pagina Controleren van Naadloos",
        },
        "handtekeningen": [],
        "bewijzen": [],
        "logo": "",
    } | _own(code)
