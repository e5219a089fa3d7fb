"""What is kept of an organisation, as an administrator of the platform fills it in; and how that is stored.

Source of what is asked: the public list of schools, the register of enterprises, and the recognition by Opgroeien.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from forms.bronnen import EIGEN
from forms.indicatie_hulpvraag import VERWACHTING
from forms.kinds import Choice, Choices, Date, Email, Name, Postcode, Step, Text, When, YesNo
from forms.question import Question, clean_line
from forms.scope import Answers, Json, Scope

ERKENNING = "BVR 5 april 2019, art. 27; omzendbrief NAFT"

SOORTEN = {
    "clb": "CLB",
    "naft": "NAFT-aanbieder",
    "school": "School",
    "pbd": "Pedagogische begeleidingsdienst",
    "welzijn": "Welzijnsvoorziening",
    "meldpunt": "Meldpunt",
    "andere": "Andere organisatie",
}
NETTEN = {"go": "GO!", "off": "Officieel gesubsidieerd", "vrij": "Vrij gesubsidieerd", "onafh": "Onafhankelijk"}
SCHOOLSOORTEN = {
    "so_voltijds": "Gewoon secundair onderwijs",
    "buso": "Buitengewoon secundair onderwijs",
    "dbso": "Deeltijds beroepssecundair onderwijs",
    "leertijd": "Leertijd",
    "duaal": "Duaal leren",
}
WERKVORMEN: Mapping[str, str] = next(
    one.choices for one in VERWACHTING.items if isinstance(one, Choices) and one.name == "gevraagde_inzet"
)
"""The forms of help that a CLB may ask for: what a provider can be recognised for."""


@dataclass(frozen=True, slots=True)
class SchoolNumber(Question):
    """The number by which the department knows a school or CLB: up to six digits, kept with zeros in front."""

    def parse(self, posted: list[str], scope: Scope) -> Json:
        """'39107' -> '039107'; what is no number is kept as typed."""
        line = clean_line(posted[0]) if posted else ""
        return (f"{int(line):06}" if re.fullmatch(r"[0-9]{1,6}", line) else line) or None

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """No number, or zero."""
        fine = not isinstance(stored, str) or (re.fullmatch(r"[0-9]{6}", stored) and int(stored))
        return [] if fine else ["Vul een instellingsnummer in van hoogstens zes cijfers, bijvoorbeeld 39107."]


@dataclass(frozen=True, slots=True)
class EnterpriseNumber(Question):
    """The number in the register of enterprises: ten digits, of which the last two check the rest."""

    def parse(self, posted: list[str], scope: Scope) -> Json:
        """'0999.000.129' and 'BE 0999 000 129' -> '0999000129'; what is no number is kept as typed."""
        line = clean_line(posted[0]) if posted else ""
        digits = re.sub(r"^BE|[\s.\-]", "", line.upper())
        return (digits if re.fullmatch(r"[01][0-9]{9}", digits) else line) or None

    def text(self, stored: Json, scope: Scope) -> str:
        """'0999.000.129'."""
        line = Question.text(self, stored, scope)
        return f"{line[:4]}.{line[4:7]}.{line[7:]}" if re.fullmatch(r"[0-9]{10}", line) else line

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """No number, or one whose check digits do not fit."""
        if not isinstance(stored, str):
            return []
        if re.fullmatch(r"[01][0-9]{9}", stored) and 97 - int(stored[:8]) % 97 == int(stored[8:]):
            return []
        return ["Kijk het ondernemingsnummer na: tien cijfers, bijvoorbeeld 0123.456.749."]


def _of(*soorten: str) -> When:
    return When("soort", one_of=soorten)


ORGANISATIE = Step(
    "organisatie",
    "Een nieuwe organisatie",
    Choice("soort", "Soort organisatie", "CNSP", EIGEN, choices=SOORTEN),
    Text("naam", "Naam", "CNSP", EIGEN, max_length=160),
    Text(
        "vestiging", "Vestiging of afdeling", "CNSP", EIGEN, max_length=160, required=False,
        hint="Enkel als er meer dan één is.",
    ),
    SchoolNumber("instellingsnummer", "Instellingsnummer", "CNSP", EIGEN, when=_of("clb", "school")),
    EnterpriseNumber(
        "kbo", "Ondernemingsnummer", "CNSP", EIGEN, when=_of("naft", "welzijn", "meldpunt", "andere"), required=False,
        hint="Zoals in de Kruispuntbank van Ondernemingen.",
    ),
    Choice("net", "Onderwijsnet", "CNSP", EIGEN, choices=NETTEN, when=_of("clb", "school", "pbd")),
    Choices(
        "schoolsoorten", "Welk onderwijs", "CNSP", EIGEN, choices=SCHOOLSOORTEN, when=_of("school"),
        hint="NAFT is er voor het secundair onderwijs (regel BR-05).",
    ),
    YesNo(
        "erkend", "Is deze aanbieder erkend door Opgroeien?", "CN", ERKENNING, when=_of("naft"),
        hint="Een CLB kan enkel aanmelden bij een erkende aanbieder (regel BR-06).",
    ),
    Date(
        "erkend_sinds", "Sinds wanneer", "CN", ERKENNING, required=False, past=True,
        when=When("erkend", one_of=(True,), also=_of("naft")),
    ),
    Choices(
        "erkende_vormen", "Voor welke werkvormen", "CN", ERKENNING, choices=WERKVORMEN, required=False,
        when=_of("naft"),
        hint="Vraagt een CLB een werkvorm die hier niet bij staat, dan ziet het een waarschuwing; het kan wel "
        "aanmelden. Kruist u niets aan, dan komt er nooit een waarschuwing.",
    ),
    Text(
        "erkende_andere", "Andere erkende modules", "CN", ERKENNING, max_length=300, required=False,
        when=_of("naft"), hint="In eigen woorden. Hierop volgt geen waarschuwing.",
    ),
    Text("adres", "Straat en nummer", "CNSP", EIGEN, max_length=160, required=False),
    Postcode("postcode", "Postcode", "CNSP", EIGEN, required=False),
    Text("gemeente", "Gemeente", "CNSP", EIGEN, max_length=80, required=False),
)  # fmt: skip

BESTAANDE = Step(
    "organisatie", "Wijzig deze organisatie", *(one for one in ORGANISATIE.items if getattr(one, "name", "") != "soort")
)
"""The same for one that is there. Its kind stays what it is, and is a fact."""

BEHEERDER = Step(
    "beheerder",
    "Maak iemand beheerder",
    Email(
        "email", "E-mailadres op het werk", "CNS", EIGEN,
        hint="Heeft die persoon hier al een account, dan blijft dat zoals het is en komt enkel het beheer erbij.",
    ),
    Name("voornaam", "Voornaam", "CNS", EIGEN),
    Name("familienaam", "Familienaam", "CNS", EIGEN),
    Text("functie", "Functie", "CNS", EIGEN, max_length=80, hint="Bijvoorbeeld: directeur of coördinator."),
)  # fmt: skip
"""Who administers an organisation."""

PLAIN = ("naam", "vestiging", "instellingsnummer", "kbo", "net", "adres", "postcode", "gemeente")
"""Questions that are a column as they are."""


def modules_text(forms: list[str], other: str) -> str:
    """The forms of help and the words of one's own, as the column `erkende_modules` has them."""
    return ", ".join([*(WERKVORMEN[one] for one in forms), *([other] if other else [])])


def modules_of(text: str) -> tuple[list[str], str]:
    """The other way round: what of a text is a form of help that we know, and the rest of it."""
    codes = {label.casefold(): code for code, label in WERKVORMEN.items()}
    parts = [part.strip() for part in text.split(",") if part.strip()]
    known = {codes[part.casefold()] for part in parts if part.casefold() in codes}
    rest = [part for part in parts if part.casefold() not in codes]
    return [code for code in WERKVORMEN if code in known], ", ".join(rest)


def columns_of(answers: Answers) -> dict[str, Json]:
    """What is stored of complete answers, column -> value; what is not asked of this kind is empty."""
    found: dict[str, Json] = {name: str(answers.get(name) or "") for name in PLAIN}
    provider = answers.get("soort") == "naft"
    recognised = provider and answers.get("erkend") is True
    return found | {
        "schoolsoorten": tuple(answers.get("schoolsoorten") or ()),
        "erkend": recognised,
        "erkend_sinds": answers.get("erkend_sinds") if recognised else None,
        "erkende_modules": modules_text(answers.get("erkende_vormen") or [], str(answers.get("erkende_andere") or ""))
        if provider
        else "",
    }


def answers_of(columns: Mapping[str, Json]) -> dict[str, Json]:
    """The answers that a stored organisation is, to begin a change with."""
    forms, other = modules_of(columns["erkende_modules"])
    found = {name: columns[name] for name in ("soort", *PLAIN)}
    found |= {"schoolsoorten": list(columns["schoolsoorten"]), "erkende_vormen": forms, "erkende_andere": other}
    if columns["soort"] == "naft":
        found |= {"erkend": columns["erkend"], "erkend_sinds": columns["erkend_sinds"]}
    return {name: value for name, value in found.items() if value not in ("", [], None)}
