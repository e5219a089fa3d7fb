"""Who reads an answer, before and after consent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.capacity import Capacity
from rules.readers import Audience, Sharing, UnknownAudience, always_receives, document_readers, internal, resolve

SHARINGS = st.builds(Sharing, st.booleans(), st.booleans(), st.sampled_from([None, *Capacity]))
CLOSED = Sharing(school=False, parents=False, capacity=Capacity.VERMOED_BEKWAAM)


@st.composite
def audiences(draw):
    letters = draw(st.lists(st.sampled_from("CNSLOP"), min_size=1, unique=True))
    stars = {letter for letter in letters if letter in "SO" and draw(st.booleans())}
    text = "".join(draw(st.sampled_from(["", " ", ", "])) + x + ("*" if x in stars else "") for x in letters)
    return text, frozenset(letters) - stars, frozenset(stars)


@pytest.mark.parametrize(
    ("text", "always", "conditional"),
    [
        ("CNSLO", "CNSLO", ""),
        ("CN S* L O*", "CNL", "SO"),
        ("CN LO* S*", "CNL", "SO"),
        ("CN L (O*, S*)", "CNL", "SO"),
        ("CNL (S*,O*)", "CNL", "SO"),
        ("CNS P", "CNSP", ""),
        ("CNSP LO", "CNSPLO", ""),
        ("CNLO*", "CNL", "O"),
        ("C N", "CN", ""),
        ("CN L O S*", "CNLO", "S"),
    ],
)
def test_letters_read_and_a_star_makes_only_the_letter_before_it_depend(text, always, conditional):
    assert Audience.parse(text) == Audience(frozenset(always), frozenset(conditional))


@given(audiences())
def test_spaces_and_commas_change_nothing(case):
    text, always, conditional = case
    assert Audience.parse(text) == Audience(always, conditional)


@pytest.mark.parametrize(
    "text", ["", " ", "*", "*S", "X", "CC", "S*S", "L*", "C*", "S**", "CN!", "!", "S!", "C!N", "cn"]
)
def test_a_text_that_names_no_readers_is_refused(text):
    with pytest.raises(UnknownAudience):
        Audience.parse(text)


@pytest.mark.parametrize("owner", ["C", "N"])
def test_an_internal_note_is_read_by_its_owner_and_stands_in_no_document(owner):
    """BR-54."""
    audience = Audience.parse(f"{owner}!")
    everything = Sharing(school=True, parents=True, capacity=Capacity.NIET_BEKWAAM)
    assert internal(audience)
    assert resolve(audience, everything) == {owner}
    assert document_readers(audience, everything) == frozenset()


@given(audiences(), SHARINGS)
def test_nobody_reads_who_was_not_named_and_consent_only_adds_named_readers(case, sharing):
    """BR-54."""
    text, always, conditional = case
    audience = Audience.parse(text)
    readers = resolve(audience, sharing)
    assert always - {"O"} <= readers <= always | conditional
    assert document_readers(audience, sharing) == readers
    assert not internal(audience)


@given(audiences(), SHARINGS)
def test_the_school_reads_what_depends_on_consent_only_with_consent(case, sharing):
    """BR-54."""
    text, _, conditional = case
    if "S" in conditional:
        assert ("S" in resolve(Audience.parse(text), sharing)) is sharing.school


@pytest.mark.parametrize(
    ("capacity", "agreed", "named", "dependent"),
    [
        ("vermoed_bekwaam", False, True, False),
        ("vermoed_bekwaam", True, True, True),
        ("bekwaam_bevonden", False, True, False),
        ("bekwaam_bevonden", True, True, True),
        ("niet_bekwaam", False, True, True),
        ("niet_bekwaam", True, True, True),
        ("meerderjarig", False, False, False),
        ("meerderjarig", True, True, True),
        (None, False, False, False),
        (None, True, False, False),
    ],
)
def test_parents_read_by_capacity_and_agreement(capacity, agreed, named, dependent):
    """BR-54, and from 18 BR-22."""
    sharing = Sharing(school=False, parents=agreed, capacity=Capacity(capacity) if capacity else None)
    assert ("O" in resolve(Audience.parse("CNLO"), sharing)) is named
    assert ("O" in resolve(Audience.parse("CNL O*"), sharing)) is dependent


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["CN", "CN S*", "CNLO*"], Audience(frozenset("CNL"), frozenset("SO"))),
        (["CN S*", "CNS"], Audience(frozenset("CNS"))),
        (["C!", "N"], Audience(frozenset("N"))),
        (["C!", "C!"], Audience(frozenset("C"), frozenset(), "C")),
        ([], Audience(frozenset())),
    ],
)
def test_a_list_is_seen_by_whoever_sees_something_in_it(texts, expected):
    assert Audience.union(Audience.parse(text) for text in texts) == expected


def test_notes_of_two_owners_have_no_reader_in_common():
    with pytest.raises(UnknownAudience):
        Audience.union([Audience.parse("C!"), Audience.parse("N!")])


@pytest.mark.parametrize(
    ("record_type", "letters"),
    [("indicatiestelling", "C"), ("doelen", "CS"), ("evaluatie", "CS"), ("engagementen", "CS")],
)
def test_the_clb_always_receives_and_the_school_after_the_referral(record_type, letters):
    """BR-12, BR-13."""
    assert always_receives(record_type) == frozenset(letters)
