"""The root: one hash over everything frozen, which every copy proves and nobody can get from another text."""

from __future__ import annotations

import hashlib
import json
from copy import deepcopy

import pytest

from forms.leaves import Leaf
from services.payload import leaf_hash, root_from, root_of, salted, seen_by


@pytest.fixture
def payload():
    """A version with leaves for several readers, their salts fixed."""
    leaves = [
        {"name": "start", "salt": "a" * 32, "value": "2026-09-21", "readers": "CLNOS"},
        {"name": "doelen", "salt": "b" * 32, "value": ["D1"], "readers": "CN"},
        {"name": "doelen/D1/tekst", "salt": "c" * 32, "value": "Één doel", "readers": "CN"},
        {"name": "nota", "salt": "d" * 32, "value": "intern", "readers": "!N"},
    ]
    return {"schema": 1, "type": "doelen", "version": 1, "templates": {"D2": "0" * 64}, "signers": [], "leaves": leaves}


def test_the_hash_of_a_leaf_is_sha_256_over_its_canonical_json(payload):
    leaf = payload["leaves"][2]
    text = json.dumps([leaf["name"], leaf["salt"], leaf["value"]], ensure_ascii=False, separators=(",", ":"))
    assert leaf_hash(leaf) == hashlib.sha256(text.encode()).hexdigest()


def test_the_root_is_the_same_whatever_the_order_of_the_leaves(payload):
    turned = {**payload, "leaves": payload["leaves"][::-1]}
    assert root_of(turned) == root_of(payload)


def change(payload, at, name, value):
    """One thing in one leaf, or in the head, otherwise."""
    other = deepcopy(payload)
    place = other if at is None else other["leaves"][at]
    place[name] = value
    return other


@pytest.mark.parametrize(
    ("at", "name", "value"),
    [
        (0, "value", "2026-09-22"),
        (0, "salt", "a" * 31 + "b"),
        (0, "name", "einde"),
        (1, "value", ["D1", "D2"]),
        (2, "value", "Één doel "),
        (None, "type", "evaluatie"),
        (None, "version", 2),
        (None, "templates", {"D2": "1" * 64}),
        (None, "signers", [{"party_id": "p1"}]),
        (None, "schema", 2),
    ],
)
def test_anything_otherwise_gives_another_root(payload, at, name, value):
    assert root_of(change(payload, at, name, value)) != root_of(payload)


def test_two_answers_that_changed_places_give_another_root(payload):
    other = deepcopy(payload)
    one, two = other["leaves"][0], other["leaves"][2]
    one["value"], two["value"] = two["value"], one["value"]
    assert root_of(other) != root_of(payload)


def test_a_leaf_more_or_less_gives_another_root(payload):
    less = {**payload, "leaves": payload["leaves"][:-1]}
    twice = {**payload, "leaves": [*payload["leaves"], payload["leaves"][0]]}
    assert len({root_of(payload), root_of(less), root_of(twice)}) == 3


def test_a_copy_with_withheld_answers_proves_the_same_root(payload):
    head = {name: value for name, value in payload.items() if name != "leaves"}
    mine = [leaf for leaf in payload["leaves"] if "S" in leaf["readers"]]
    withheld = [leaf_hash(leaf) for leaf in payload["leaves"] if "S" not in leaf["readers"]]
    assert root_from(head, [*map(leaf_hash, mine), *withheld]) == root_of(payload)


def test_who_reads_is_no_part_of_what_is_proved_and_each_reader_sees_the_own_leaves(payload):
    assert set(seen_by(payload, "S", printed=False)) == {"start"}
    assert set(seen_by(payload, "N", printed=False)) == {"start", "doelen", "doelen/D1/tekst", "nota"}
    assert set(seen_by(payload, "N", printed=True)) == {"start", "doelen", "doelen/D1/tekst"}
    assert seen_by(payload, "P", printed=True) == {}


def test_the_same_answer_gets_another_salt_each_time():
    leaf = Leaf("gevoel", "ja", ("C", "N"))
    one, two = salted(leaf), salted(leaf)
    assert len(one["salt"]) == 32
    assert one["salt"] != two["salt"]
    assert leaf_hash(one) != leaf_hash(two)


def test_a_stored_version_has_the_root_of_its_own_payload(kobe):
    version = kobe.refer()
    kept = kobe.version("indicatiestelling")
    assert kept.root == version.root == root_of(kept.payload)
    assert kept.payload["version"] == 1
    assert kept.payload["documents"] == {"D1": ["C", "N"], "D1S": ["S"], "D1L": ["L", "O"]}
    assert set(kept.payload["templates"]) == {"D1", "D1S", "D1L", "D5", "V"}
