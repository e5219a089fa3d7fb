"""What the pages of a document from elsewhere show: what is proven, who is who, what becomes of every answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from flask import url_for

from forms import RECORD_TYPES, elsewhere
from forms.elsewhere import Line
from rules.access import Action
from rules.readers import letter_of
from services import access, received_preview, receiving
from services.access import records_seen
from services.documents import READERS
from services.dossiers import File, name_of, role_label
from services.matching import Match
from services.papers import name_of_account
from services.platform import Platform, Who
from services.received_file import FromElsewhere
from services.received_preview import Preview
from services.taking_over import Taken
from store.dossiers import DossierLine
from store.received import Received
from views.words import datum, kort, uur

SOMEWHERE = "deze Naadloos"


def about(file: File) -> dict[str, str]:
    """The dossier as the top of a page names it."""
    return {
        "label": file.dossier.label,
        "number": file.dossier.number,
        "url": url_for("dossier.page", dossier_id=file.dossier.id),
    }


def waiting(found: Iterable[Received]) -> list[dict[str, str]]:
    """The files that nobody confirmed yet."""
    return [
        {
            "titel": RECORD_TYPES[one.type].title if one.type in RECORD_TYPES else one.type,
            "van": one.origin or SOMEWHERE,
            "op": f"{kort(one.received_at)}, {uur(one.received_at)}",
            "url": url_for("received.page", received_id=one.id),
        }
        for one in found
    ]


def by_itself(who: Who, document: FromElsewhere, targets: Sequence[tuple[DossierLine, bool]]) -> str:
    """The dossier that goes without saying: the only one with that pupil, else a new one where one may begin; or ''."""
    same = [one.id for one, alike in targets if alike]
    if len(same) == 1:
        return same[0]
    return "nieuw" if not same and received_preview.may_be_new(who, document) else ""


def choices(
    who: Who, document: FromElsewhere, targets: Sequence[tuple[DossierLine, bool]], chosen: str
) -> dict[str, Any]:
    """The dossiers to choose from, with what is chosen now."""
    listed = [
        {
            "id": one.id,
            "naam": f"{one.label} ({one.number}){', zelfde naam' if alike else ''}",
        }
        for one, alike in targets
    ]
    new = [{"id": "nieuw", "naam": "Een nieuw dossier"}] if received_preview.may_be_new(who, document) else []
    return {"lijst": [*new, *listed], "gekozen": chosen}


def proven(document: FromElsewhere) -> dict[str, Any]:
    """What is known for sure of a file, and who answered what on its text."""
    record = document.record
    letter = letter_of(document.reader)
    facts = [
        ("Van", document.origin or SOMEWHERE),
        ("Over", " en ".join(document.pupils)),
        ("Dossier daar", document.number),
        ("Document", f"{document.title} ({document.code})"),
        ("Versie", f"{document.version}, vastgelegd op {datum(document.frozen_at)}"),
        ("Exemplaar voor", READERS.get(letter, "")),
        ("Verzegeld", f"{datum(document.sealed_at)}, {uur(document.sealed_at)}" if document.sealed_at else ""),
    ]
    return {
        "titel": document.title,
        "van": document.origin or SOMEWHERE,
        "feiten": [(label, text) for label, text in facts if text],
        "ondertekenaars": [
            {"wie": one.who, "antwoord": one.answer, "op": f"{kort(one.at)}, {uur(one.at)}" if one.at else ""}
            for one in document.signed
        ],
        "afgeschermd": record.withheld,
        "root": record.root,
        "sha256": document.sha256,
        "certificaat": document.certificate,
    }


def looked_at(shown: Preview | None) -> dict[str, Any]:
    """What would be done; nothing while no dossier is chosen."""
    if shown is None:
        return {"kijk": None}
    lines = shown.compared.lines
    reading = bool(shown.no_draft)
    taken = lines if reading else shown.compared.taken
    here = (
        []
        if reading or shown.file is None
        else [one for one in lines if one.here and not one.take and one.why != elsewhere.SAME]
    )
    rest = [] if reading else [one for one in lines if not one.take and one not in here and one.why != elsewhere.SAME]
    label = shown.file.dossier.label if shown.file else ""
    return {
        "kijk": {
            "naar": shown.file.dossier.id if shown.file else "nieuw",
            "dossier": label,
            "sha256": shown.received.sha256,
            "gezien": shown.seen,
            "geen_formulier": shown.no_draft,
            "formulier": shown.document.record_type.title,
            "waarschuwingen": shown.warnings,
            "mensen": [_person(shown, nr, one) for nr, one in enumerate(shown.people)],
            "plaatsen": [{"naam": one.name, "hoe": one.why or "Staat in ons register"} for one in shown.places],
            "plaatsen_open": any(one.why for one in shown.places),
            "aantal": len(taken),
            "stappen": steps(taken),
            "hier_al": [{"label": _label(one), "hier": one.here, "daar": one.shown, "why": one.why} for one in here],
            "niet": _by_reason(rest),
            "aantal_niet": len(rest),
            "onbekend": shown.compared.unknown,
            "leeg": shown.compared.empty,
            "knop": _button(shown, label),
        }
    }


def _button(shown: Preview, label: str) -> str:
    if shown.file is None:
        return "Neem over in een nieuw dossier"
    return f"Bewaar in dossier {label}" if shown.no_draft else f"Neem over in dossier {label}"


def _person(shown: Preview, nr: int, one: Match) -> dict[str, Any]:
    """Somebody of the document: who that is here, or whether to add."""
    someone = one.someone
    party = shown.file.party(one.party_id) if shown.file and one.party_id else None
    place = f", {someone.organisation}" if someone.organisation else ""
    must = shown.file is None and someone.rol == "leerling"
    if party is not None:
        how = f"Is {name_of(party.answers)}, {role_label(party.rol).lower()} in dit dossier"
    elif one.new and must:
        how = "Komt in het nieuwe dossier"
    else:
        how = one.why
    return {
        "nr": str(nr),
        "naam": someone.name or role_label(someone.rol) or "Iemand zonder naam",
        "rol": f"{role_label(someone.rol) if someone.rol and someone.name else ''}{place}".removeprefix(", "),
        "nieuw": one.new and not must and not shown.no_draft,
        "staat": "klaar" if party is not None or (one.new and must) else "later",
        "hoe": how if not (shown.no_draft and one.new) else "Staat niet in dit dossier",
    }


def steps(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Lines as the summary of answers lists them: a panel a step, a block an item."""
    found = []
    for step, several in groupby(lines, key=lambda one: one.step):
        rows: list[dict[str, Any]] = []
        for title, row in groupby(
            several, key=lambda one: (one.title, one.path.partition("/")[0] if one.title else "")
        ):
            told = [_row(one) for one in row]
            rows += [{**_EMPTY, "items": [{"title": title[0], "rows": told}]}] if title[0] else told
        found.append({"title": step, "url_wijzig": "", "rows": rows})
    return found


def _item(line: Line) -> tuple[str, str]:
    """The item of a repeat that a line is in, and the repeat."""
    return (line.title, line.path.partition("/")[0] if line.title else "")


_EMPTY: dict[str, Any] = {"label": "", "value": "", "readers": [], "url": "", "ontbreekt": False}


def _row(line: Line) -> dict[str, Any]:
    note = f"\n{line.why}" if line.take and line.why else ""
    return {**_EMPTY, "label": line.label, "value": f"{line.shown}{note}"}


def _label(line: Line) -> str:
    return f"{line.title}: {line.label}" if line.title else line.label


def _by_reason(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Why not -> what, each reason once, in the order of the pages."""
    found: dict[str, list[dict[str, str]]] = {}
    for one in lines:
        found.setdefault(one.why, []).append({"label": _label(one), "tekst": one.shown})
    return [{"why": why, "regels": rows} for why, rows in found.items()]


def told(document: FromElsewhere) -> list[dict[str, Any]]:
    """The whole text, as the copy has it."""
    return steps(_told(document).lines)


def unknown(document: FromElsewhere) -> Sequence[tuple[str, str]]:
    """The answers for which there is no question here."""
    return _told(document).unknown


def _told(document: FromElsewhere) -> elsewhere.Compared:
    return elsewhere.told(document.record_type, document.record.answers, received_preview.known_there(document))


def kept_as(platform: Platform, who: Who, file: File, one: Received) -> dict[str, Any]:
    """Where a file in a dossier came in, by whom, and the form into which answers went."""
    seen = [record for record, _ in records_seen(platform, who, file) if record.id == one.record_id]
    by = name_of_account(platform, one.received_by)
    record = seen[0] if seen and access.may(platform, who, file, Action.OPEN_DRAFT, record=seen[0]) else None
    return {
        "ontvangen": f"{datum(one.received_at)}, {uur(one.received_at)}, door {by}",
        "overgenomen": len(one.taken.get("paths", ())),
        "formulier": RECORD_TYPES[record.type].title if record else "",
        "url_formulier": url_for("record.review", record_id=record.id) if record else "",
        "url_bestand": url_for("received.content", received_id=one.id),
        "bestand": one.filename,
    }


def listed(platform: Platform, who: Who, file: File) -> list[dict[str, str]]:
    """The lines on the page of a dossier."""
    return [
        {
            "titel": f"{RECORD_TYPES[one.type].title if one.type in RECORD_TYPES else one.type} ({one.code})",
            "van": one.origin or SOMEWHERE,
            "op": kort(one.received_at),
            "url": url_for("received.page", received_id=one.id),
        }
        for one in receiving.of_dossier(platform, who, file)
    ]


def said(done: Taken) -> str:
    """One sentence on what was done."""
    if done.record is None:
        return "Het document staat in het dossier, onder Ontvangen van elders."
    many = "Eén antwoord is" if done.count == 1 else f"{done.count} antwoorden zijn"
    return f"{many} overgenomen. Kijk ze na en vul aan wat ontbreekt."
