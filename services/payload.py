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


def salted(leaf: Leaf, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A leaf as a payload holds it, with a salt of its own, so that a short answer cannot be guessed from its hash.

    `before` is the leaf of that name in the version before: the same answer keeps its salt, and so its hash. Not for
    who may no longer read it: that it did not change since is an answer too.
    """
    same = before is not None and before["value"] == leaf.value and {*before["readers"]} <= {*leaf.readers}
    return {
        "name": leaf.name,
        "salt": before["salt"] if before is not None and same else secrets.token_hex(SALT_BYTES),
        "value": leaf.value,
        "readers": list(leaf.readers),
    }


def leaf_hash(leaf: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of [name, salt, value], 64 hexadecimal digits."""
    return hashlib.sha256(rfc8785.dumps([leaf["name"], leaf["salt"], leaf["value"]])).hexdigest()


def root_of(payload: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of what everybody may know and the sorted hashes of all leaves."""
    head = {name: value for name, value in payload.items() if name != "leaves"}
    return root_from(head, (leaf_hash(leaf) for leaf in payload["leaves"]))


def root_from(head: Mapping[str, Any], hashes: Iterable[str]) -> str:
    """The same from the hashes alone: how a copy with withheld answers is checked."""
    return hashlib.sha256(rfc8785.dumps({"head": dict(head), "leaves": sorted(hashes)})).hexdigest()


def seen_by(payload: Mapping[str, Any], reader: str, *, printed: bool) -> dict[str, Any]:
    """Leaf name -> value, of what one reader (rules.readers.key) may see; an internal note is never printed."""
    return {
        leaf["name"]: leaf["value"]
        for leaf in payload["leaves"]
        if reader in leaf["readers"] and not (printed and "!" in leaf["readers"])
    }


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
