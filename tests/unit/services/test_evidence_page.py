"""The evidence page: how each answer was given, in words, and no more than its reader may know."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from services import rounds, seating, signing, taking_back
from services.evidence_page import Making, closing, evidence_of, groups, row_of, tells_who_signed
from services.payload import seen_by
from services.signature_lines import why_it_stands
from services.signing import Answer
from store import records, signatures
from store.events import GENESIS, Head
from store.versions import Version
from tests.sealing import own_key
from tests.world import indication


@dataclass
class Copies:
    """What copies of one version tell."""

    case: Any
    version: Version

    def of(self, reader: str, who: str) -> tuple[dict[str, Any], dict[str, str]]:
        """Evidence and row of one party, in the copy of one reader."""
        found = signatures.signers_of(self.case.platform.db, self.version.id)
        (place,) = [one for one in found if one.signer.party_id == self.case.ids[who]]
        seen = seen_by(self.version.payload, reader, printed=True)
        return evidence_of(self.version, place, seen, reader), row_of(self.version, place, seen, reader)


@pytest.fixture
def frozen(kobe):
    """The indicatiestelling, not signed yet."""
    return Copies(kobe, kobe.freeze("an", kobe.write("an", "indicatiestelling", indication(kobe))))


@pytest.fixture
def doelen(kobe, clock):
    """The goals, not signed yet."""
    kobe.refer()
    kobe.accept()
    clock.go("2026-09-21", "14.02")
    return Copies(kobe, kobe.agree())


def test_an_answer_at_the_table_names_who_was_there(doelen):
    case = doelen.case
    seat = seating.open_seat(
        case.platform, case.file, doelen.version.id, case.ids["kobe"], host=case.world.who("younes")
    )
    seating.sign_at_seat(case.platform, case.file, seat, Answer("akkoord", doelen.version.root, typed="Kobe"))
    told, row = doelen.of("S", "kobe")
    assert (told["method"], told["witness"], told["decision"]) == ("tablet", "Younes Amrani", "akkoord")
    assert told["root"] == doelen.version.root
    assert told["statement"].startswith("Ik heb deze doelstellingen en afspraken gelezen")
    assert (row["naam"], row["rol"], row["besluit"]) == ("Kobe Vermeulen", "Leerling", "Akkoord")
    assert (row["wijze"], row["getuige"]) == ("aan tafel op één toestel", "Younes Amrani")
    assert row["op"] == "maandag 21 september 2026, 14.02 uur"
    assert row["kenmerk"] == groups(told["evidence_sha256"][:16])


def test_an_answer_on_paper_tells_of_the_copy_the_scan_and_who_confirmed(doelen):
    case = doelen.case
    proof = {"code": "7K4Q-M2XD", "scan_sha256": "ab" * 32, "signed_on": "2026-09-20", "scanned_by": "Younes Amrani"}
    answer = Answer("akkoord", doelen.version.root, method="papier", witness="An Peeters", proof=proof | {"ip": "::1"})
    signing.sign(case.platform, case.file, doelen.version.id, case.ids["ilse"], answer, None)
    told, row = doelen.of("L", "ilse")
    assert told["paper"] == proof
    assert row["papier"] == (
        "Papieren exemplaar met code 7K4Q-M2XD, ondertekend op 20 september 2026, gescand door Younes Amrani, "
        "bevestigd door An Peeters"
    )
    assert row["wijze"] == "op papier"
    assert row["getuige"] == ""


def test_why_somebody_refused_is_for_who_may_read_why(doelen):
    doelen.case.answer(doelen.version, doelen.case.ids["ilse"], rounds.REFUSED, "Te snel.")
    assert {reader: doelen.of(reader, "ilse")[0].get("remark") for reader in "CNSLO"} == {
        "C": "Te snel.", "N": "Te snel.", "S": None, "L": None, "O": None,
    }  # fmt: skip
    assert doelen.of("S", "ilse")[0]["decision"] == rounds.REFUSED
    assert doelen.of("S", "ilse")[1]["besluit"] == "Tekent niet"


def test_a_remark_under_the_indicatiestelling_is_for_who_may_read_why(frozen):
    case = frozen.case
    case.answer(frozen.version, case.ids["ilse"], "akkoord", "Hij slaapt slecht.")
    case.answer(frozen.version, case.ids["kobe"], "akkoord", "Ik wil rust.")
    assert {reader for reader in "CNLO" if "remark" in frozen.of(reader, "ilse")[0]} == {"C", "N"}
    assert {reader for reader in "CNLO" if "remark" in frozen.of(reader, "kobe")[0]} == {"C", "N", "L"}


def test_a_remark_under_the_goals_is_for_everybody_at_the_table(doelen):
    doelen.case.answer(doelen.version, doelen.case.ids["ilse"], "akkoord", "We doen mee.")
    assert {reader for reader in "CNSLO" if "remark" in doelen.of(reader, "ilse")[0]} == set("CNSLO")


def test_who_did_not_sign_has_a_reason_and_no_evidence(doelen):
    case = doelen.case
    case.sign(doelen.version, but=("geert",))
    rounds.close(case.platform, case.world.who("younes"), case.file, doelen.version, {case.ids["geert"]: "Was ziek."})
    told, row = doelen.of("S", "geert")
    assert told == {"party": case.ids["geert"], "role": "Ouder", "name": "Geert Vermeulen", "missing": "Was ziek."}
    assert (row["besluit"], row["reden_niet"], row["kenmerk"]) == ("Niet ondertekend", "Was ziek.", "")


def test_a_signature_that_stands_says_under_which_version_it_was_given(frozen):
    case = frozen.case
    case.answer(frozen.version, case.ids["kobe"], "akkoord")
    record = records.record(case.platform.db, frozen.version.record_id)
    assert record is not None
    taking_back.take_back(case.platform, case.world.who("an"), case.file, record, frozen.version, "Verhuisd.")
    moved = indication(case)
    moved["leerlingen"][0]["straat"] = "Nieuwstraat"
    second = Copies(case, case.freeze("an", case.write("an", "indicatiestelling", moved)))
    told, row = second.of("O", "kobe")
    assert told["stands"] == "Gegeven onder versie 1; blijft gelden: sindsdien veranderden enkel contactgegevens"
    assert row["geldt"] == told["stands"]
    assert told["root"] == frozen.version.root
    assert second.of("O", "ilse")[0].get("stands") is None


@pytest.mark.parametrize(
    ("because", "said"),
    [
        ([], "de tekst bleef dezelfde"),
        (["nummer en reden van de versie"], "sindsdien veranderden enkel nummer en reden van de versie"),
        (["contactgegevens", "nummer en reden van de versie"], "sindsdien veranderden enkel contactgegevens"),
        (["a", "b", "c"], "sindsdien veranderden enkel a, b en c"),
    ],
)
def test_why_it_stands_in_a_sentence(because, said):
    stands = {"signed_version": 2, "because": because}
    assert why_it_stands({"stands": stands}) == f"Gegeven onder versie 2; blijft gelden: {said}"
    assert why_it_stands({}) == ""


def test_a_digest_without_a_salt_is_not_for_who_may_not_know_the_rest(doelen):
    """Kept before evidence had one: the name, or the reason, could be found by trying."""
    case = doelen.case
    kept = {"root": doelen.version.root, "name": "Ilse De Cock", "method": "tablet", "remark": "Te snel."}
    signatures.sign(
        case.platform.db, version_id=doelen.version.id, party_id=case.ids["ilse"], decision="geweigerd",
        evidence=kept, evidence_sha256=signing.digest_of(kept), image=None, at="2026-09-21T08:00:00Z",
    )  # fmt: skip
    assert {reader for reader in "CNSLO" if "evidence_sha256" in doelen.of(reader, "ilse")[0]} == {"C", "N"}


def test_whose_copies_tell_of_signatures(frozen):
    assert {reader for reader in ("C", "N", "S", "L", "O:a", "P") if tells_who_signed(frozen.version, reader)} == {
        "C", "N", "L", "O:a",
    }  # fmt: skip


def test_a_copy_says_by_whom_it_is_sealed_and_where_to_check(doelen):
    before = replace(doelen.version, number=1, root="ab" * 32)
    making = Making((), Head(12, "cd" * 32), own_key(), "https://naadloos.example/")
    said = closing(doelen.version, before, making)
    assert said["kenmerk"] == groups(doelen.version.root)
    assert said["vervangt"] == "Versie 1, met kenmerk"
    assert said["vervangt_kenmerk"] == groups("ab" * 32)
    assert "12" in said["keten"]
    assert said["keten_kenmerk"] == groups("cd" * 32)
    assert groups(own_key().sha256[:16]) in said["zegel"]
    assert said["controle"] == "https://naadloos.example/controle"
    bare = closing(doelen.version, None, Making((), Head(0, GENESIS)))
    assert (bare["vervangt"], bare["zegel"]) == ("", "Dit bestand heeft geen zegel.")
