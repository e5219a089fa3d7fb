"""Text as it is looked for."""

import pytest

from rules.folding import findable, fold, joined


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Öztürk", "ozturk"),
        ("ŁUKASZ", "lukasz"),
        ("Groß", "gross"),
        ("Ĳzerman", "ijzerman"),
        ("D’Hondt", "d hondt"),
        ("D'Hondt", "d hondt"),
        ("Ben-Saïd", "ben said"),
        ("  Ben\u00a0 Said ", "ben said"),
        ("İpek Çağlar", "ipek caglar"),
        ("Đorđe Þór Ætna", "dorde thor aetna"),
        ("e\u0301le\u0300ve", "eleve"),
        ("3TB/Mechelen (B)", "3tb mechelen b"),
        ("يوسف", "يوسف"),
        ("%_*\"'", ""),
    ],
)
def test_accents_capitals_and_signs_make_no_difference(written, folded):
    assert fold(written) == folded
    assert fold(fold(written)) == folded
    assert joined(written) == folded.replace(" ", "")


def test_each_part_of_a_name_begins_one_by_which_it_is_found():
    assert findable("Van den Ben-Saïd") == ["vandenbensaid", "denbensaid", "bensaid", "said"]
    assert findable("Jan") == ["jan"]
    assert findable("") == []
    many = findable(" ".join(f"w{nr}" for nr in range(9)))
    assert len(many) == 9
    assert max(map(len, many)) == 12
