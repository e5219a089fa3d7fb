"""What a copy tells of its signatures and of itself: the evidence page, and the same for machines (ADR 0019).

Each reader's own: a name, a remark or a reason stands here when it stands on the line under the text. Never an address
of a device, an account, or what another reader alone may know.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from forms import RECORD_TYPES
from forms.amounts import plain_date
from rules.readers import letter_of
from services import signature_lines
from services.signature_lines import may_state
from store.events import Head
from store.signatures import Place
from store.versions import Version

if TYPE_CHECKING:
    from services.seal_keys import SealKey


@dataclass(frozen=True, slots=True)
class Making:
    """What a file is made with: the lines of its signatures, the last event, the key that seals it, and the address
    where it can be checked.
    """

    places: Sequence[Place]
    anchor: Head
    seal: SealKey | None = None
    address: str = ""


def tells_who_signed(version: Version, reader: str) -> bool:
    """Whether copies of this version for this reader tell it: at home, and to whom the text itself is open.

    To the school not of the indicatiestelling, to the PBD never.
    """
    return letter_of(reader) in "LO" or letter_of(reader) in RECORD_TYPES[version.payload["type"]].read_by


def evidence_of(version: Version, place: Place, seen: Mapping[str, Any], reader: str) -> dict[str, Any]:
    """The evidence of one line of the table, as far as this reader may know it; what is unknown is left out.

    The digest is that of the whole evidence. With a salt in it, it can be given to who knows only a part.
    """
    line = signature_lines.line(version, place, seen, reader)
    told: dict[str, Any] = {"party": place.signer.party_id, "role": line.role, "name": line.name}
    if line.signed is None:
        return _filled({**told, "missing": line.missing})
    kept = line.signed.evidence
    why = may_state(version, seen, place.signer.party_id, reader)
    told |= {
        "decision": line.signed.decision,
        "answer": line.answer,
        "method": str(kept.get("method", "")),
        "at": line.signed.signed_at,
        "statement": str(kept.get("declaration", "")),
        "witness": str(kept.get("witness", "")),
        "typed": line.typed,
        "remark": line.remark if why or _round_the_table(version) else "",
        "image_sha256": str(kept.get("image_sha256", "")) if line.known else "",
        "paper": _paper(kept) if line.known else {},
        "root": str(kept.get("root", "")),
        "stands": line.stands,
        "evidence_sha256": line.signed.evidence_sha256 if (why and line.known) or kept.get("salt") else "",
    }
    return _filled(told)


def row_of(version: Version, place: Place, seen: Mapping[str, Any], reader: str) -> dict[str, str]:
    """The same on paper: one row of the evidence page. `kenmerk` are the first sixteen digits of the digest."""
    line, told = signature_lines.line(version, place, seen, reader), evidence_of(version, place, seen, reader)
    paper = told.get("paper", {})
    return {
        "naam": line.name or line.role,
        "rol": line.role if line.name else "",
        "besluit": line.answer,
        "op": line.at,
        "wijze": line.way,
        "getuige": told.get("witness", "") if not paper else "",
        "papier": _on_paper(paper, told.get("witness", "")) if paper else "",
        "geldt": line.stands,
        "reden_niet": line.missing,
        "kenmerk": groups(told.get("evidence_sha256", "")[:16]),
    }


def closing(version: Version, before: Version | None, making: Making) -> dict[str, str]:
    """What every copy says of itself: what was declared, root, version it replaces, log, seal, where to check.

    `before` is the version that it replaces.
    """
    where = f"{making.address.rstrip('/')}/controle" if making.address else "Op de pagina Controleren van Naadloos"
    return {
        "verklaring": RECORD_TYPES[version.payload["type"]].declaration,
        "kenmerk": groups(version.root),
        "vervangt": f"Versie {before.number}, met kenmerk" if before else "",
        "vervangt_kenmerk": groups(before.root) if before else "",
        "keten": f"Gemaakt na gebeurtenis {making.anchor.seq}, met controlegetal",
        "keten_kenmerk": groups(making.anchor.hash),
        "zegel": _seal(making.seal),
        "controle": where,
    }


def groups(digest: str) -> str:
    """A hash in groups of four, to compare by eye."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def _seal(key: SealKey | None) -> str:
    if key is None:
        return "Dit bestand heeft geen zegel."
    root = hashlib.sha256(key.chain[-1]).hexdigest()
    by = "" if len(key.chain) == 1 else f", uitgegeven door {groups(root[:16])}"
    return f"Verzegeld met certificaat {groups(key.sha256[:16])}{by}. Wie het bestand wijzigt, breekt het zegel."


def _round_the_table(version: Version) -> bool:
    """Under a text that is not, a remark stays with who may read why somebody refused."""
    return "S" in RECORD_TYPES[version.payload["type"]].read_by


def _paper(kept: Mapping[str, Any]) -> dict[str, str]:
    """Of an answer on paper: the code of the copy, the day on it, the hash of the scan, and who did what with it."""
    if kept.get("method") != "papier":
        return {}
    proof = kept.get("proof", {})
    return {name: str(proof[name]) for name in PAPER if proof.get(name)}


PAPER = ("code", "scan_sha256", "signed_on", "scanned_by", "confirmed_by")


def _on_paper(paper: Mapping[str, str], witness: str) -> str:
    """'Papieren exemplaar met code AB12, ondertekend op 21/11/2026, gescand door ..., bevestigd door ...'."""
    from datetime import date

    day = paper.get("signed_on", "")
    said = [
        f"Papieren exemplaar met code {paper['code']}" if "code" in paper else "Papieren exemplaar",
        f"ondertekend op {plain_date(date.fromisoformat(day))}" if day else "",
        f"gescand door {paper['scanned_by']}" if "scanned_by" in paper else "",
        f"bevestigd door {paper.get('confirmed_by') or witness}" if paper.get("confirmed_by") or witness else "",
    ]
    return ", ".join(one for one in said if one)


def _filled(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value}
