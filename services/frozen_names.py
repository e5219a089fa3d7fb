"""What a version tells of people, organisations and readers beside its answers, and for whom it becomes a Word file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from forms import RECORD_TYPES
from forms.leaves import Leaf, Resolve, organisations_in, persons_in
from forms.people import Persons
from forms.record_type import RecordType, known_on_path, on_path
from forms.scope import Answers, Scope, items_of
from rules.readers import Audience, key, letter_of, pupil_of
from rules.signers import Signer
from services import trajectory
from services.consents import GUARDIANS
from services.dossiers import File, name_of, organisation_name, role_label
from services.platform import Platform
from services.pupils import WITH_PUPILS
from services.surroundings import Shared
from store.parties import Party
from store.records import Record


def people(file: File, record: Record, leaves: list[Leaf], asked: list[Signer], shared: Shared) -> list[Leaf]:
    """The people and organisations that the answers name, each for who may read an answer that names it.

    Signers and the parties' own organisations are known to everybody round the table (not to the PBD), but pupils and
    parents of a dossier with several pupils only to the professionals and at home, and of a class group only at home:
    nothing about a class is printed with the name of a pupil (BR-36).
    """
    readers = _everybody(shared)
    everybody = tuple(sorted(readers))
    found = [
        Leaf("dossier/nummer", file.dossier.number, tuple(sorted(readers | {"P"}))),
        Leaf("dossier/soort", file.dossier.soort, everybody),
        Leaf("record/nummer", record.number, everybody),
    ]
    named = persons_in(RECORD_TYPES[record.type], leaves)
    for signer in asked:
        named.setdefault(signer.party_id, set()).update(readers)
    for party_id, letters in named.items():
        party = file.party(party_id)
        if party is not None:
            found += _person(file, party, letters, shared)
    return found


def _person(file: File, party: Party, letters: set[str], shared: Shared) -> list[Leaf]:
    organisation = file.organisation_of(party)
    shown = {
        "naam": name_of(party.answers),
        "rol": role_label(party.rol),
        "functie": party.answers.get("functie", ""),
        "organisatie": organisation_name(organisation) if organisation else "",
    }
    if not shared.each or party.rol not in ("leerling", *GUARDIANS):
        return [Leaf(f"persoon/{party.id}", shown, _letters(letters))]
    pupil = party.id if party.rol == "leerling" else str(party.answers.get("van_leerling") or "")
    home = {one for one in letters if pupil_of(one) == pupil}
    outside = letters - home if file.dossier.soort == "klasgroep" else {one for one in letters - home if pupil_of(one)}
    hidden = {"naam": role_label(party.rol), "rol": "", "functie": "", "organisatie": ""}
    leaves = [(f"persoon/{party.id}", shown, letters - outside), (f"rol/{party.id}", hidden, outside)]
    return [Leaf(name, value, _letters(known)) for name, value, known in leaves if known]


def _everybody(shared: Shared) -> set[str]:
    """Every reader round the table: C, N and S, and each pupil with the parents."""
    return {"C", "N", "S"} | {key(letter, one) for letter in "LO" for one in shared.each or ("",)}


def places(platform: Platform, file: File, record: Record, leaves: list[Leaf], shared: Shared) -> list[Leaf]:
    """The organisations that the answers name or that take part, and the pupils it is all about."""
    found, known = [], dict(file.organisations)
    for one, letters in organisations_in(RECORD_TYPES[record.type], leaves).items():
        organisation = known.get(one) or trajectory.organisation(platform, one)
        if organisation is not None:
            found.append(Leaf(f"organisatie/{one}", {"naam": organisation_name(organisation)}, _letters(letters)))
    everybody = tuple(sorted(_everybody(shared)))
    children = [name_of(party.answers) for party in file.in_role("leerling")]
    if children and file.dossier.soort in WITH_PUPILS:
        may = ("C", "N", "S") if shared.each else everybody
        found.append(Leaf("deelnemer/leerlingen", children, may))
    return found + [
        Leaf(f"deelnemer/{role}", organisation_name(one), tuple(sorted({*everybody, *("P" * (role == "school"))})))
        for role, one in trajectory.taking_part(file).items()
    ]


def of_a_class(file: File, record_type: RecordType, leaves: list[Leaf]) -> list[Leaf]:
    """Whom a goal in a class group is for, that pupil and the parents read and nobody else (BR-36)."""
    if file.dossier.soort != "klasgroep":
        return leaves
    named = {
        (repeat.name, question.name)
        for _, repeat, question in record_type.questions()
        if repeat and question.name in repeat.about and isinstance(question, Persons)
    }
    return [
        replace(leaf, readers=tuple(one for one in leaf.readers if pupil_of(one)))
        if (leaf.name.partition("/")[0], leaf.name.rpartition("/")[2]) in named
        else leaf
        for leaf in leaves
    ]


def documents(file: File, record: Record, scope: Scope, resolve: Resolve, shared: Shared) -> dict[str, list[str]]:
    """Code -> the readers for whom this version becomes a Word file, decided now and never again.

    The CLB is always there (BR-12), a school that takes part too (BR-13). Nothing is made for who is not: no pupil in a
    dossier of a class or a school but who has goals of the own, no parents of who is 18.
    """
    record_type, answers = RECORD_TYPES[record.type], record.answers
    known = known_on_path(on_path(record_type.steps, answers, scope.facts), answers, scope.facts)
    at_home = _at_home(file, answers, resolve, shared)
    there = ["C", "N", "P", *at_home]
    there += ["S"] if "school" in trajectory.taking_part(file) or record_type.slug == "indicatiestelling" else []
    return {
        one.code: [reader for letter in one.readers for reader in there if letter_of(reader) == letter]
        for one in record_type.documents
        if one.when is None or one.when.holds(known)
    }


def _at_home(file: File, answers: Answers, resolve: Resolve, shared: Shared) -> list[str]:
    """The pupils and parents who get a copy of their own."""
    pupils = [one.id for one in file.in_role("leerling") if one.id in shared.each]
    if file.dossier.soort == "klasgroep":
        goals = items_of(answers.get("doelen") or answers.get("doelresultaten"))
        chosen = {str(one) for goal in goals for one in goal.get("voor_leerlingen") or []}
        pupils = [one for one in pupils if one in chosen]
    elif not shared.each:
        pupils = [""] if file.dossier.soort == "leerling" else []
    parents = resolve("", Audience.parse("O"))
    return [key("L", one) for one in pupils] + [key("O", one) for one in pupils if key("O", one) in parents]


def _letters(letters: Iterable[str]) -> tuple[str, ...]:
    """An internal answer ('!') makes who it names internal too, unless another answer shows them to others."""
    found = set(letters)
    return tuple(sorted(found - {"!"} if found - {"!", "C", "N"} else found))
