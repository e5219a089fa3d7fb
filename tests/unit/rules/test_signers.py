"""Who signs which record, and whose akkoord is needed."""

import pytest

from rules.capacity import Capacity
from rules.signers import PartyFacts, Round, signers, vacant_places

NAFT = PartyFacts("naft", "naft_begeleider", organisation_kind="naft", is_lead=True)
CLB = PartyFacts("clb", "clb", organisation_kind="clb", is_lead=True)
HEAD = PartyFacts("dir", "directie", organisation_kind="school", is_lead=True)
PUPIL = PartyFacts("kind", "leerling")
MOTHER = PartyFacts("ma", "ouder", gezag="ja_samen")
FATHER = PartyFacts("pa", "ouder", gezag="ja_samen")
TEACHER = PartyFacts("lkr", "leerkracht", organisation_kind="school")
PBD = PartyFacts("pbd", "pbd", organisation_kind="pbd")
INTERPRETER = PartyFacts("tolk", "tolk")
SECOND_CLB = PartyFacts("clb2", "clb", organisation_kind="clb")
EVERYBODY = [MOTHER, PBD, PUPIL, TEACHER, FATHER, HEAD, INTERPRETER, SECOND_CLB, CLB, NAFT]
AGREE = ("akkoord", "niet_akkoord")
ANSWER = ("akkoord", "niet_akkoord", "kennisname")


def asked(record="doelen", kind="leerling", capacity="vermoed_bekwaam", **more):
    return Round(record, kind, Capacity(capacity) if capacity else None, **more)


def blocking(round_, parties=EVERYBODY):
    return [signer.party_id for signer in signers(round_, parties) if signer.blocking]


def everyone(round_, parties=EVERYBODY):
    return [signer.party_id for signer in signers(round_, parties)]


@pytest.mark.parametrize(
    ("round_", "expected"),
    [
        (asked(), {"naft", "clb", "kind"}),
        (asked(lessons_missed=True), {"naft", "clb", "dir", "kind"}),
        (asked(capacity="bekwaam_bevonden"), {"naft", "clb", "kind"}),
        (asked(capacity="niet_bekwaam"), {"naft", "clb", "ma", "pa"}),
        (asked(capacity="meerderjarig"), {"naft", "clb", "kind"}),
        (asked(parents_block=True), {"naft", "clb", "kind", "ma", "pa"}),
        (asked(capacity="meerderjarig", parents_block=True), {"naft", "clb", "kind"}),
        (asked("indicatiestelling"), {"clb"}),
        (asked("indicatiestelling", capacity="niet_bekwaam"), {"clb", "ma", "pa"}),
        (asked("indicatiestelling", parents_block=True), {"clb"}),
        (asked("evaluatie"), {"naft", "clb"}),
        (asked("evaluatie", capacity="niet_bekwaam", lessons_missed=True), {"naft", "clb"}),
        (asked("engagementen"), {"dir", "clb"}),
        (asked(kind="klasgroep", capacity=None), {"naft", "clb", "dir"}),
        (asked(kind="school", capacity=None), {"naft", "clb", "dir"}),
        (asked("evaluatie", kind="klasgroep", capacity=None), {"naft", "clb"}),
    ],
)
def test_the_akkoord_of_exactly_these_is_needed(round_, expected):
    assert set(blocking(round_)) == expected


@pytest.mark.parametrize(
    ("round_", "expected"),
    [
        (asked(), {"naft", "clb", "clb2", "dir", "lkr", "kind", "ma", "pa", "pbd"}),
        (asked(capacity="meerderjarig"), {"naft", "clb", "clb2", "dir", "lkr", "kind", "pbd"}),
        (asked("evaluatie", capacity="meerderjarig"), {"naft", "clb", "clb2", "dir", "lkr", "kind", "pbd"}),
        (asked("indicatiestelling"), {"clb", "clb2", "kind", "ma", "pa"}),
        (asked("indicatiestelling", capacity="meerderjarig"), {"clb", "clb2", "kind"}),
        (asked(kind="school", capacity=None), {"naft", "clb", "clb2", "dir", "lkr", "pbd"}),
        (asked(kind="klasgroep", capacity=None), {"naft", "clb", "clb2", "dir", "lkr", "pbd"}),
    ],
)
def test_exactly_these_are_asked_to_sign(round_, expected):
    assert set(everyone(round_)) == expected


def test_professionals_come_first_then_the_pupil_then_parents_and_others():
    groups = [signer.group for signer in signers(asked(lessons_missed=True), EVERYBODY)]
    assert groups == sorted(groups)
    by_id = {signer.party_id: signer.group for signer in signers(asked(), EVERYBODY)}
    assert (by_id["clb"], by_id["lkr"], by_id["kind"], by_id["ma"], by_id["pbd"]) == (1, 1, 2, 3, 3)


def test_whose_akkoord_is_needed_stands_before_the_others_of_the_group():
    assert everyone(asked(lessons_missed=True))[:3] == ["dir", "clb", "naft"]


@pytest.mark.parametrize(
    ("party_id", "choices"),
    [("clb", AGREE), ("kind", AGREE), ("clb2", ANSWER), ("dir", ANSWER), ("ma", ANSWER), ("pbd", ("kennisname",))],
)
def test_what_a_party_may_answer_under_the_goals(party_id, choices):
    (signer,) = [signer for signer in signers(asked(), EVERYBODY) if signer.party_id == party_id]
    assert signer.choices == choices
    assert signer.source


@pytest.mark.parametrize("record", ["indicatiestelling", "evaluatie", "engagementen"])
def test_a_pupil_may_disagree_with_every_record(record):
    (pupil,) = [signer for signer in signers(asked(record), EVERYBODY) if signer.party_id == "kind"]
    assert pupil.choices == ANSWER
    assert not pupil.blocking


def test_two_parents_speak_for_one_another_unless_a_conflict_is_known():
    def either(round_):
        return [signer.either for signer in signers(round_, EVERYBODY) if signer.rol == "ouder"]

    together = either(asked(capacity="niet_bekwaam"))
    assert together[0]
    assert together[0] == together[1]
    assert either(asked(capacity="niet_bekwaam", conflict_known=True)) == ["", ""]


@pytest.mark.parametrize(
    ("guardians", "expected"),
    [
        ([PartyFacts("ma", "ouder", gezag="ja_exclusief"), FATHER], {"ma"}),
        ([MOTHER, PartyFacts("pa", "ouder", gezag="nee")], {"ma"}),
        ([MOTHER, PartyFacts("pa", "ouder", gezag="onbekend")], {"ma"}),
        ([PartyFacts("v", "voogd", gezag="ja_exclusief")], {"v"}),
        ([MOTHER, PartyFacts("s", "plusouder", gezag="ja_samen")], {"ma"}),
    ],
)
def test_only_who_has_authority_signs_in_place_of_the_pupil(guardians, expected):
    found = blocking(asked(capacity="niet_bekwaam"), [NAFT, CLB, PUPIL, *guardians])
    assert set(found) == {"naft", "clb"} | expected


def test_one_clb_worker_blocks_even_when_two_are_marked_as_lead():
    second = PartyFacts("clb2", "clb", organisation_kind="clb", is_lead=True)
    assert blocking(asked(), [NAFT, CLB, second, PUPIL]) == ["naft", "clb", "kind"]


def test_of_a_class_group_only_pupils_with_goals_of_their_own_sign():
    own = PartyFacts("een", "leerling", individual_goals=True, capacity=Capacity.VERMOED_BEKWAAM)
    other = PartyFacts("twee", "leerling", capacity=Capacity.VERMOED_BEKWAAM)
    parent = PartyFacts("p1", "ouder", gezag="ja_samen", of_pupil="een")
    stranger = PartyFacts("p2", "ouder", gezag="ja_samen", of_pupil="twee")
    round_ = asked(kind="klasgroep", capacity=None)
    parties = [NAFT, CLB, HEAD, own, other, parent, stranger]
    assert everyone(round_, parties) == ["naft", "clb", "dir", "een", "p1"]
    assert blocking(round_, parties) == ["naft", "clb", "dir", "een"]
    assert {signer.rule_id for signer in signers(round_, parties)} == {"BR-36"}


def test_authority_alone_over_one_pupil_says_nothing_about_another():
    pupils = [PartyFacts(name, "leerling", capacity=Capacity.NIET_BEKWAAM) for name in ("een", "twee")]
    alone = PartyFacts("p1", "ouder", gezag="ja_exclusief", of_pupil="een")
    together = PartyFacts("p2", "ouder", gezag="ja_samen", of_pupil="twee")
    found = signers(asked(kind="leerlingen"), [NAFT, CLB, *pupils, alone, together])
    assert [signer.party_id for signer in found if signer.blocking] == ["naft", "clb", "p1", "p2"]
    assert len({signer.either for signer in found if signer.rol == "ouder"}) == 2


def test_of_several_pupils_each_signs_by_the_own_capacity():
    young = PartyFacts("jong", "leerling", capacity=Capacity.NIET_BEKWAAM)
    grown = PartyFacts("oud", "leerling", capacity=Capacity.MEERDERJARIG)
    of_young = PartyFacts("p1", "ouder", gezag="ja_samen", of_pupil="jong")
    of_grown = PartyFacts("p2", "ouder", gezag="ja_samen", of_pupil="oud")
    round_ = asked(kind="leerlingen")
    assert blocking(round_, [NAFT, CLB, young, grown, of_young, of_grown]) == ["naft", "clb", "oud", "p1"]
    assert "p2" not in everyone(round_, [NAFT, CLB, young, grown, of_young, of_grown])
    assert vacant_places(round_, [NAFT, CLB, young, grown, of_young]) == []
    assert [found.rule_id for found in vacant_places(round_, [NAFT, CLB, young, grown, of_grown])] == ["BR-30"]


@pytest.mark.parametrize(
    ("round_", "parties", "expected"),
    [
        (asked(lessons_missed=True), EVERYBODY, []),
        (asked(lessons_missed=True), [NAFT, CLB, PUPIL], ["BR-30"]),
        (asked(), [PUPIL], ["BR-30", "BR-30"]),
        (asked(), [NAFT, CLB], ["BR-30"]),
        (asked(), [NAFT, SECOND_CLB, PUPIL], ["BR-30"]),
        (asked(capacity="niet_bekwaam"), [NAFT, CLB, PUPIL], ["BR-30"]),
        (asked(capacity="niet_bekwaam"), [NAFT, CLB, PUPIL, MOTHER], []),
        (asked("indicatiestelling"), [], ["BR-30"]),
        (asked("evaluatie"), [CLB], ["BR-37"]),
        (asked("engagementen"), [CLB, TEACHER], ["T16"]),
        (asked(kind="klasgroep", capacity=None), [NAFT, CLB], ["BR-36"]),
        (asked(kind="school", capacity=None), [NAFT, CLB], ["BR-26"]),
    ],
)
def test_a_needed_place_that_nobody_fills_is_told_before_the_round(round_, parties, expected):
    assert [found.rule_id for found in vacant_places(round_, parties)] == expected


def test_an_unknown_record_type_is_a_mistake_of_the_programmer():
    with pytest.raises(KeyError):
        signers(asked("dagboek"), EVERYBODY)


def test_ordinary_pupil_with_code_p_needs_four_and_asks_both_parents():
    """Kobe, 15, four half days a week outside school, parents together."""
    found = signers(asked(lessons_missed=True), [NAFT, CLB, HEAD, PUPIL, MOTHER, FATHER])
    assert [(signer.party_id, signer.blocking) for signer in found] == [
        ("naft", True),
        ("clb", True),
        ("dir", True),
        ("kind", True),
        ("ma", False),
        ("pa", False),
    ]
