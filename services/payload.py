"""The payload of a version: salted leaves, the root over them, and what one reader sees of it (ADR 0005)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from forms.leaves import Leaf
from forms.scope import Answers, Scope
from store.canonical import canonical

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
    """SHA-256 over the canonical JSON of [name, salt, value], 64 hexadecimal digits; of an erased leaf it is kept."""
    if "hash" in leaf:
        return str(leaf["hash"])
    return hashlib.sha256(canonical([leaf["name"], leaf["salt"], leaf["value"]])).hexdigest()


def salts_of(payload: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> dict[str, str]:
    """A salt for each of APART; what did not change since `before` keeps its salt, as an answer does."""
    known: Mapping[str, str] = before.get("salts", {}) if before else {}
    return {
        name: known[name] if before and name in known and before[name] == payload[name] else _salt() for name in APART
    }


def head_of(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What every copy tells of a version."""
    apart = {"leaves", "erased", *(("salts", *payload["salts"]) if "salts" in payload else ())}
    apart |= {*APART} if is_erased(payload) else set()
    return {name: value for name, value in payload.items() if name not in apart}


def leaves_under(payload: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every leaf under the root: the answers, and what stands apart from the head."""
    apart = [
        {"name": f"head/{name}", "salt": salt, "value": payload[name], "readers": ["C", "N"]}
        for name, salt in payload.get("salts", {}).items()
    ]
    return [*payload["leaves"], *apart]


def erased(payload: Mapping[str, Any], gone: Callable[[Mapping[str, Any]], bool], *, whole: bool) -> dict[str, Any]:
    """A payload without the leaves that are `gone`: of those the hash is left, and so the root still follows.

    With `whole` every leaf goes, and what stands apart from the head. Of a version from before schema 4, which had that
    in its head, the root can then no longer be computed: `root` in "erased" says whether it can.
    """
    if not whole:
        leaves = [_without_words(leaf) if gone(leaf) else leaf for leaf in payload["leaves"]]
        return {**payload, "leaves": leaves, "erased": {"whole": False, "root": True}}
    hashes = sorted((_without_words(leaf) for leaf in leaves_under(payload)), key=lambda one: str(one["hash"]))
    told = {"signers": [], "documents": {}, "leaves": hashes}
    return {**head_of(payload), **told, "erased": {"whole": True, "root": "salts" in payload}}


def is_erased(payload: Mapping[str, Any]) -> bool:
    """Whether a version lost all that it says, with its dossier."""
    return bool(payload.get("erased", {}).get("whole"))


def _without_words(leaf: Mapping[str, Any]) -> dict[str, Any]:
    """Its hash alone, which tells nothing without the salt; the name goes too: that something was answered tells."""
    return {"name": "", "value": None, "readers": [], "hash": leaf_hash(leaf)}


def root_of(payload: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of what everybody may know and the sorted hashes of all leaves."""
    return root_from(head_of(payload), map(leaf_hash, leaves_under(payload)))


def root_from(head: Mapping[str, Any], hashes: Iterable[str]) -> str:
    """The same from the hashes alone: how a copy with withheld answers is checked."""
    return hashlib.sha256(canonical({"head": dict(head), "leaves": sorted(hashes)})).hexdigest()


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
