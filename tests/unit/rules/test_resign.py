"""Who signs again when a text changes after somebody signed (BR-33)."""

from itertools import combinations

import pytest

from rules.places import GUARDIANS
from rules.resign import MATRIX, OTHERWISE, Again, row_of, rows_for, signs_again, stand_anyway, why_again

ROLES = ("clb", "naft_begeleider", "directie", "leerling", *GUARDIANS, "pbd")
PARTY = "ab12"

ROWS = [
    ("leerlingen/L1/straat", "contactgegevens"),
    ("leerlingen/L2/verblijf_gemeente", "contactgegevens"),
    ("versienummer", "nummer en reden van de versie"),
    ("reden_versie", "nummer en reden van de versie"),
    ("persoon/ab12", "gegevens van een partij zelf"),
    ("rol/ab12", "gegevens van een partij zelf"),
    ("leerlingen/L1/geboortedatum", "gegevens van de leerling"),
    ("hulpvraag_leerling", "woorden van de leerling"),
    ("doelen/D1/woorden_leerling", "woorden van de leerling"),
    ("doelresultaten/D1/zicht_leerling", "woorden van de leerling"),
    ("hulpvraag_ouders", "woorden van de ouders"),
    ("doelen/D1/tekst", OTHERWISE.label),
    ("doelen/D1/straat", OTHERWISE.label),
    ("gedeelde_vraag", OTHERWISE.label),
    ("deelnemer/leerlingen", "gegevens van de leerling"),
    ("deelnemer/school", OTHERWISE.label),
    ("organisatie/ab12", OTHERWISE.label),
    ("leerlingen/L1/bekwaamheid", OTHERWISE.label),
]


@pytest.mark.parametrize(("name", "label"), ROWS)
def test_an_answer_falls_under_one_row(name, label):
    assert row_of(name).label == label


EXAMPLES = {row: name for name, label in ROWS for row in (*MATRIX, OTHERWISE) if row.label == label}


def test_every_row_has_an_example():
    assert set(EXAMPLES) == {*MATRIX, OTHERWISE}


@pytest.mark.parametrize("rol", ROLES)
def test_nothing_changed_never_voids(rol):
    assert not signs_again(PARTY, rol, [])
    assert stand_anyway(PARTY, rol, []) == []


@pytest.mark.parametrize("rol", ROLES)
@pytest.mark.parametrize("more", [*EXAMPLES.values(), ""])
def test_what_concerns_everybody_always_voids_whatever_else_changed(rol, more):
    changed = [one for one in (more, "doelen/D1/tekst") if one]
    assert signs_again(PARTY, rol, changed)
    assert OTHERWISE in why_again(PARTY, rol, changed)
    assert stand_anyway(PARTY, rol, changed) == []


@pytest.mark.parametrize("rol", ROLES)
def test_contact_data_void_nothing(rol):
    changed = [EXAMPLES[row] for row in MATRIX if row.again is Again.NOBODY]
    assert not signs_again(PARTY, rol, changed)
    assert [row.label for row in stand_anyway(PARTY, rol, changed)] == [
        "contactgegevens",
        "nummer en reden van de versie",
    ]


@pytest.mark.parametrize(
    ("name", "concerned"),
    [
        ("hulpvraag_leerling", {"leerling"}),
        ("hulpvraag_ouders", set(GUARDIANS)),
        ("leerlingen/L1/geboortedatum", {"leerling", *GUARDIANS}),
        ("persoon/iemand-anders", set()),
        ("persoon/ab12", set(ROLES)),
        ("rol/ab12", set(ROLES)),
    ],
)
def test_what_belongs_to_a_party_is_signed_again_by_that_party_alone(name, concerned):
    assert {rol for rol in ROLES if signs_again(PARTY, rol, [name])} == concerned


@pytest.mark.parametrize("rol", ROLES)
def test_more_changes_never_bring_a_signature_back(rol):
    """Property: who signs again for some changes does so for those and others together."""
    names = list(EXAMPLES.values())
    for size in range(1, len(names)):
        for some in combinations(names, size):
            if signs_again(PARTY, rol, some):
                assert signs_again(PARTY, rol, [*some, *names])
            else:
                assert all(not signs_again(PARTY, rol, [one]) for one in some)


def test_why_names_each_row_once():
    changed = ["doelen/D1/tekst", "doelen/D2/tekst", "persoon/ab12", "leerlingen/L1/straat"]
    assert why_again(PARTY, "clb", changed) == [OTHERWISE, row_of("persoon/ab12")]


def test_the_row_for_all_else_is_always_told_and_told_last():
    assert rows_for(["versienummer"]) == [row_of("versienummer"), OTHERWISE]
    assert rows_for([]) == [OTHERWISE]
