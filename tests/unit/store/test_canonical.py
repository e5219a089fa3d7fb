"""The quick way writes what the library does, of whatever value, and leaves to it what has no canonical text."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from store.canonical import canonical

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.text('"\\/\x00\x1f\x7f\u2028é😀\ufb33\n\r\t\b\f')
LEAVES = (
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    LEAVES | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4) | st.tuples(inner, inner),
    max_leaves=12,
)


@given(VALUES)
def test_both_write_the_same(value):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [2**53, float("nan"), ["\ud800"], {1: "a"}, b"a"], ids=repr)
def test_what_has_no_canonical_text_is_refused(value):
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical(value)
