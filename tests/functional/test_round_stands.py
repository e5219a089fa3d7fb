"""Which signatures stand when a text changes after somebody signed (BR-33), and what ends a round from outside."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rules.states import Event
from services import parties, rounds, seating, signing, taking_back
from services.platform import NotAllowed
from store import mails, records, seats, signatures, versions
from store.versions import Version
from tests.round_situations import copy
from tests.world import Case

ALL = {"an", "kobe", "ilse", "geert"}


@pytest.fixture
def case(tmp_path):
    """An indicatiestelling that is about to be frozen: An, Kobe of 17, and his parents Ilse and Geert sign it."""
    made = copy("indicatiestelling", tmp_path / "naadloos.db")
    yield made
    made.platform.db.close()


def draft(case: Case):
    """The draft."""
    return records.records_of(case.platform.db, case.file.trajectory.id, type="indicatiestelling")[-1]


def take_back(case: Case, version: Version) -> None:
    """To change it."""
    taking_back.take_back(case.platform, case.world.who("an"), case.file, draft(case), version, "Een fout.")


def answered(case: Case, version: Version) -> set[str]:
    """Keys of who has answered."""
    keys = {party: key for key, party in case.ids.items()}
    return {keys[one] for one in rounds.answers_of(case.platform, version)}


def of_the_pupil(case: Case, **changed: str) -> None:
    """Something else about Kobe."""
    pupil = draft(case).answers["leerlingen"][0]
    case.write("an", "indicatiestelling", {"leerlingen": [pupil | changed]})


def another_name(case: Case) -> None:
    """Ilse is called otherwise."""
    party = case.party("ilse")
    answers = party.answers | {"voornaam": "Ils"}
    parties.change_party(case.platform, case.world.who("an"), party, answers, party.revision)


CHANGES: dict[str, tuple[Callable[[Case], object], set[str]]] = {
    "nothing": (lambda case: None, set()),
    "the street": (lambda case: of_the_pupil(case, straat="Kerkstraat"), set()),
    "her own name": (another_name, {"ilse"}),
    "the day on which the pupil was born": (
        lambda case: of_the_pupil(case, geboortedatum="2008-10-02"),
        {"kobe", "ilse", "geert"},
    ),
    "words of the pupil": (
        lambda case: case.write("an", "indicatiestelling", {"hulpvraag_leerling": "Ik wil rust."}),
        {"kobe"},
    ),
    "words of the parents": (
        lambda case: case.write("an", "indicatiestelling", {"hulpvraag_ouders": "Wij willen rust."}),
        {"ilse", "geert"},
    ),
    "what is asked": (lambda case: case.write("an", "indicatiestelling", {"krachten": "Tekent graag."}), ALL),
}


@pytest.mark.parametrize("what", CHANGES)
def test_who_signs_again_follows_from_what_changed(case, what):
    """BR-33: contact data nobody, own data and words whose they are, all the rest everybody."""
    change, again = CHANGES[what]
    first = case.freeze("an", draft(case))
    case.answer(first, case.ids["geert"], "niet_akkoord")
    case.sign(first, but=("kobe",))
    take_back(case, first)
    change(case)
    second = case.freeze("an", draft(case))
    assert answered(case, second) == {"an", "ilse"} - again  # Kobe had not signed, and a no is asked again
    assert second.payload["before"] == first.root
    for key in answered(case, second):
        kept = signatures.signature(case.platform.db, second.id, case.ids[key])
        assert kept is not None
        assert (kept.evidence["root"], kept.evidence["stands"]["under_root"]) == (first.root, second.root)
        was = signatures.signature(case.platform.db, first.id, case.ids[key])
        assert was is not None
        assert was.voided_at is not None
        assert kept.evidence["stands"]["evidence_sha256"] == was.evidence_sha256


def test_what_changes_in_steps_counts_together(case):
    """A signature that stood under the second text still names the first, and everything that changed since."""
    first = case.freeze("an", draft(case))
    case.sign(first, but=("kobe",))
    take_back(case, first)
    of_the_pupil(case, straat="Kerkstraat")
    second = case.freeze("an", draft(case))
    take_back(case, second)
    another_name(case)
    third = case.freeze("an", draft(case))
    assert answered(case, third) == {"an", "geert"}
    kept = signatures.signature(case.platform.db, third.id, case.ids["an"])
    assert kept is not None
    stands = kept.evidence["stands"]
    assert kept.evidence["root"] == first.root
    assert (stands["signed_version"], stands["under_version"]) == (1, 3)
    assert stands["changed"] == ["leerlingen/L1/straat", f"persoon/{case.ids['ilse']}"]


def test_a_text_under_which_every_signature_stands_is_signed_at_once(tmp_path):
    """Adjusted goals that differ in nothing but their number; the round before keeps the moment at which it ended."""
    case = copy("adjusted goals", tmp_path / "naadloos.db")
    first = case.version("doelen")
    case.world.clock.wait(minutes=5)
    record = records.records_of(case.platform.db, case.file.trajectory.id, type="doelen")[-1]
    second = case.freeze("younes", record)
    found = {one.number: one for one in versions.versions_of(case.platform.db, record.id)}
    assert (found[1].status, found[1].closed_at) == ("vervangen", first.closed_at)
    assert (found[2].status, found[2].closed_at) == ("getekend", second.frozen_at)
    case.platform.db.close()


def test_who_left_the_dossier_signs_nothing_more(case):
    """Neither by a place that was open already, nor by a new one; the round does not wait for it."""
    version = case.freeze("an", draft(case))
    token = seating.open_seat(case.platform, case.file, version.id, case.ids["geert"], host=case.world.who("an"))
    earlier = case.file
    parties.remove_party(case.platform, case.world.who("an"), case.file, case.party("geert"))
    yes = signing.Answer(decision="akkoord", shown_root=version.root, typed="Geert")
    with pytest.raises(NotAllowed, match="neemt niet meer deel"):
        seating.sign_at_seat(case.platform, earlier, token, yes)
    with pytest.raises(NotAllowed, match="neemt niet meer deel"):
        seating.open_seat(case.platform, case.file, version.id, case.ids["geert"], host=None)
    assert case.sign(version, but=("geert",)).status == "deels_getekend"


def test_who_was_noted_as_missing_before_the_birthday_signs_nothing_after_it(case):
    """BR-22, BR-27; and what was noted is not what keeps a parent away."""
    version, host = case.freeze("an", draft(case)), case.world.who("an")
    rounds.note_missing(case.platform, host, case.file, version.id, case.ids["geert"], version.root, "Op reis.")
    case.world.clock.go("2026-10-01")
    for key in ("geert", "ilse"):
        with pytest.raises(NotAllowed, match="de leerling is 18"):
            case.answer(version, case.ids[key], "akkoord")
        with pytest.raises(NotAllowed, match="de leerling is 18"):
            rounds.note_missing(case.platform, host, case.file, version.id, case.ids[key], version.root, "Op reis.")
    assert answered(case, version) == set()


def test_who_answered_is_not_asked_by_mail_any_more(tmp_path):
    """A mail that was not sent yet when somebody signed at the table."""
    case = copy("goals", tmp_path / "naadloos.db")
    version = case.agree()
    asks = [one for one in mails.of_version(case.platform.db, version.id) if one.kind == "aan_de_beurt"]
    assert {one.party_id for one in asks} == {case.ids["an"], case.ids["saskia"]}
    case.answer(version, case.ids["saskia"], "akkoord")
    asks = [one for one in mails.of_version(case.platform.db, version.id) if one.kind == "aan_de_beurt"]
    assert {one.party_id: one.status for one in asks} == {
        case.ids["an"]: "wacht",
        case.ids["saskia"]: "vervallen",
    }
    case.platform.db.close()


def test_withdrawing_the_referral_ends_the_round_of_the_goals(tmp_path):
    """T6: nobody is asked to sign goals of a trajectory that is over."""
    case = copy("goals", tmp_path / "naadloos.db")
    version = case.agree()
    case.answer(version, case.ids["saskia"], "akkoord")
    token = seating.open_seat(case.platform, case.file, version.id, case.ids["kobe"], host=case.world.who("younes"))
    case.do("an", Event.INTREKKEN, reden="Het gaat beter.")
    assert versions.version(case.platform.db, version.id).status == "ingetrokken"  # type: ignore[union-attr]
    yes = signing.Answer(decision="akkoord", shown_root=version.root, typed="Kobe")
    with pytest.raises(seats.SeatTaken):
        seating.sign_at_seat(case.platform, case.file, token, yes)
    with pytest.raises(rounds.RoundClosed):
        case.answer(version, case.ids["kobe"], "akkoord")
    case.platform.db.close()
