"""Who gets an annex with a translation at the end of a round: by the language at home, and nobody else hears of it."""

from __future__ import annotations

import pytest

from services import handing_out, parties
from services.annex_texts import CODE, TITLE
from services.documents import make_missing
from services.platform import NotFound
from store import documents
from tests.sjablonen_hulp import texts
from tests.world import Case

FRENCH, ENGLISH = "Objectifs et accords", "Goals and agreements"


def speaks(case: Case, party_id: str, taal: str | None) -> None:
    """Somebody's language, or none that is known."""
    party = case.file.party(party_id)
    assert party is not None
    answers = {name: one for name, one in party.answers.items() if name not in ("taal", "tolk")}
    answers |= {"taal": taal, "tolk": "ja" if taal == "ar" else "nee"} if taal else {}
    parties.change_party(case.platform, case.world.who(case.clb), party, answers, party.revision)


def annexes(case: Case) -> dict[str, str]:
    """'D2 O' -> the text of the annex to that document for that reader."""
    make_missing(case.platform, case.file)
    db = case.platform.db
    return {
        f"{one.filename.split('_')[1].removeprefix('V-')} {one.reader}": texts(documents.content(db, one.id) or b"")[
            "word/document.xml"
        ]
        for one in documents.documents_of(db, case.id)
        if one.code == CODE
    }


@pytest.fixture
def case(kobe: Case) -> Case:
    """Kobe speaks Dutch, his parents Arabic, and there is a referral."""
    for party in kobe.file.in_role("ouder"):
        speaks(kobe, party.id, "ar")
    kobe.refer()
    kobe.accept()
    return kobe


def test_at_home_they_get_it_in_their_language_and_the_school_hears_nothing(case: Case):
    assert set(annexes(case)) == {"D1 O"}  # the pupil reads Dutch
    for party in case.file.in_role("ouder"):
        speaks(case, party.id, "fr")
    speaks(case, case.first("leerling"), "sq")
    version = case.sign(case.agree())
    made = annexes(case)
    assert set(made) == {"D1 O", "D1 L", "D2 O", "D2 L"}  # the referral is read by the pupil too
    assert FRENCH in made["D2 O"]
    assert ENGLISH not in made["D2 O"]
    assert all(one in made["D2 L"] for one in (FRENCH, ENGLISH))
    own = {one.title for one in case.documents("younes") if one.code == CODE}
    assert f"{TITLE}: Doelstellingen en afspraken" in own
    assert not [one for one in case.documents("saskia") if one.code == CODE or one.reader != "S"]
    for reader in "LO":
        with pytest.raises(NotFound):
            handing_out.bundle(case.platform, case.world.who("saskia"), case.file, reader)
    assert CODE not in version.payload["documents"]
    assert not make_missing(case.platform, case.file)


def test_who_said_no_or_needs_none_gets_none(case: Case):
    mother = case.first("ouder")
    for party in case.file.in_role("ouder"):
        speaks(case, party.id, "nl")
    speaks(case, mother, "en")
    case.consent("an", mother, "vertaling", "nee")
    case.start()
    assert not annexes(case)
    speaks(case, case.first("leerling"), "vgt")
    case.world.clock.go("2026-10-20")
    case.consent("an", mother, "vertaling", "ja")
    case.evaluate()
    made = annexes(case)
    assert set(made) == {"D1 O", "D2 O", "D3-1 O"}
    assert "Evaluation report 1" in made["D3-1 O"]
    assert "Rapport" not in made["D3-1 O"]


@pytest.mark.parametrize(
    ("said", "pupil", "expected"), [(False, "ar", set()), (True, None, {"D2 L", "D2 O"}), (True, "nl", {"D2 O"})]
)
def test_what_was_agreed_about_an_annex_goes_before(case: Case, said: bool, pupil: str | None, expected: set[str]):
    speaks(case, case.first("leerling"), pupil)
    case.sign(case.agree(tolk_gebruikt=True, tolk_taal="Arabisch", vertaalde_bijlage=said))
    assert {one for one in annexes(case) if one.startswith("D2")} == expected


def test_a_yes_to_an_annex_does_not_undo_the_no_of_who_would_read_it(case: Case):
    speaks(case, case.first("leerling"), None)
    for party in case.file.in_role("ouder"):
        case.consent("an", party.id, "vertaling", "nee")
    case.sign(case.agree(tolk_gebruikt=True, tolk_taal="Arabisch", vertaalde_bijlage=True))
    assert {one for one in annexes(case) if one.startswith("D2")} == {"D2 L"}
