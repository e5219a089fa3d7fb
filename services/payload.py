"""The payload of a version: salted leaves, the root over them, and what one reader sees of it (ADR 0005)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import rfc8785

from forms.leaves import Leaf
from forms.scope import Answers, Scope

SALT_BYTES = 16
APART = ("signers", "documents")
"""Under the root as leaves for CLB and NAFT alone, since schema 4: of whom an akkoord is needed tells whether a pupil
was found capable, and the list of copies how many pupils there are. The rest of the head is for everybody."""


def salted(leaf: Leaf, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A leaf as a payload holds it, with a salt of its own, so that a short answer cannot be guessed from its hash.

    `before` is the leaf of that name in the version before: the same answer keeps its salt, and so its hash. Not for
    who may no longer read it: that it did not change since is an answer too.
    """
    same = before is not None and before["value"] == leaf.value and {*before["readers"]} <= {*leaf.readers}
    return {
        "name": leaf.name,
        "salt": before["salt"] if before is not None and same else _salt(),
        "value": leaf.value,
        "readers": list(leaf.readers),
    }


def _salt() -> str:
    return secrets.token_hex(SALT_BYTES)


def leaf_hash(leaf: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of [name, salt, value], 64 hexadecimal digits."""
    return hashlib.sha256(rfc8785.dumps([leaf["name"], leaf["salt"], leaf["value"]])).hexdigest()


def salts_of(payload: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> dict[str, str]:
    """A salt for each of APART; what did not change since `before` keeps its salt, as an answer does."""
    known: Mapping[str, str] = before.get("salts", {}) if before else {}
    return {
        name: known[name] if before and name in known and before[name] == payload[name] else _salt() for name in APART
    }


def head_of(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What every copy tells of a version."""
    apart = {"leaves", *(("salts", *payload["salts"]) if "salts" in payload else ())}
    return {name: value for name, value in payload.items() if name not in apart}


def leaves_under(payload: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every leaf under the root: the answers, and what stands apart from the head."""
    apart = [
        {"name": f"head/{name}", "salt": salt, "value": payload[name], "readers": ["C", "N"]}
        for name, salt in payload.get("salts", {}).items()
    ]
    return [*payload["leaves"], *apart]


def root_of(payload: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of what everybody may know and the sorted hashes of all leaves."""
    return root_from(head_of(payload), map(leaf_hash, leaves_under(payload)))


def root_from(head: Mapping[str, Any], hashes: Iterable[str]) -> str:
    """The same from the hashes alone: how a copy with withheld answers is checked."""
    return hashlib.sha256(rfc8785.dumps({"head": dict(head), "leaves": sorted(hashes)})).hexdigest()


def seen_by(payload: Mapping[str, Any], reader: str, *, printed: bool) -> dict[str, Any]:
    """Leaf name -> value, of what one reader (rules.readers.key) may see; an internal note is never printed."""
    return {leaf["name"]: leaf["value"] for leaf in payload["leaves"] if may_see(leaf, reader, printed=printed)}


def may_see(leaf: Mapping[str, Any], reader: str, *, printed: bool) -> bool:
    """Whether one leaf is for this reader."""
    return reader in leaf["readers"] and not (printed and "!" in leaf["readers"])


def scope_seen(seen: Answers, today: date, answers: Answers | None = None) -> Scope:
    """Names of the people and organisations that one reader's leaves tell, for showing that reader's answers."""
    from forms.scope import OrganisationRef, PersonRef

    people = tuple(
        PersonRef(name.partition("/")[2], value["naam"], value["rol"], value["organisatie"])
        for name, value in seen.items()
        if name.startswith(("persoon/", "rol/"))
    )
    known = tuple(
        OrganisationRef(name.removeprefix("organisatie/"), value["naam"], "")
        for name, value in seen.items()
        if name.startswith("organisatie/")
    )
    return Scope(today=today, people=people, organisations=known, answers=answers or {})
