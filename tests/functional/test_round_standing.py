"""What stands after a change: whose signature goes along with the next version, and what everybody is told (BR-33)."""

from __future__ import annotations

from typing import Any

import pytest

from services import rounds, standing
from services.signing import digest_of
from store import documents, signatures, versions
from tests.pages import words
from tests.wizard import sign_in_account
from tests.world import follow_up, goals, indication


def taken_back(page, reason: str = "Er klopte iets niet."):
    """Take the text back on the page of its round."""
    return page.fill({"reden": reason}).click("Neem de tekst terug")


def line(page, kobe, key: str) -> str:
    """The line of one signer."""
    return words(page.all(f"//li[@id='wie-{kobe.ids[key]}']")[0])


def now(kobe, version):
    """The version as it is now."""
    return versions.version(kobe.platform.db, version.id)


def answered(kobe, version) -> set[str]:
    """Keys of who has a valid answer under a version."""
    keys = {party: key for key, party in kobe.ids.items()}
    return {keys[one] for one in rounds.answers_of(kobe.platform, version)}


@pytest.fixture
def signed(kobe):
    """An indicatiestelling that CLB and pupil signed."""
    version = kobe.freeze("an", kobe.write("an", "indicatiestelling", indication(kobe)))
    for key in ("an", "kobe"):
        kobe.answer(version, kobe.ids[key], version.payload["signers"][0]["choices"][0])
    return version


def moved(kobe) -> dict[str, Any]:
    """Kobe lives elsewhere in the same town."""
    pupil = indication(kobe)["leerlingen"][0]
    return {"leerlingen": [pupil | {"straat": "Molenstraat", "huisnummer": "3"}]}


def again(kobe, page, **changes):
    """Taken back, changed and frozen anew."""
    taken_back(page)
    return kobe.freeze("an", kobe.write("an", "indicatiestelling", changes))


def test_another_address_leaves_every_signature_standing_with_what_shows_why(kobe, signed, signed_in):
    page = signed_in("an").get(f"/versies/{signed.id}/ronde")
    before = {one: signatures.signature(kobe.platform.db, signed.id, kobe.ids[one]) for one in ("an", "kobe")}
    version = again(kobe, page, **moved(kobe))
    assert answered(kobe, signed) == set()
    assert answered(kobe, version) == {"an", "kobe"}
    for key, old in before.items():
        kept = signatures.signature(kobe.platform.db, version.id, kobe.ids[key])
        assert kept is not None
        assert old is not None
        stands = kept.evidence["stands"]
        assert {name: value for name, value in kept.evidence.items() if name != "stands"} == old.evidence
        assert (kept.evidence["root"], stands["under_root"]) == (signed.root, version.root)
        assert (stands["signed_version"], stands["under_version"]) == (1, 2)
        assert stands["changed"] == ["leerlingen/L1/huisnummer", "leerlingen/L1/straat"]
        assert stands["evidence_sha256"] == old.evidence_sha256
        assert kept.evidence_sha256 == digest_of(kept.evidence)
        assert kept.signed_at == old.signed_at
    page = signed_in("an").get(f"/versies/{version.id}/ronde")
    said = line(page, kobe, "kobe")
    assert "Getekend onder versie 1, blijft gelden. Enkel veranderd: contactgegevens." in said
    assert "Moet nog tekenen" in line(page, kobe, "ilse")


def test_a_signature_that_stood_twice_names_the_version_it_was_given_under(kobe, signed, signed_in):
    version = again(kobe, signed_in("an").get(f"/versies/{signed.id}/ronde"), **moved(kobe))
    words_of_kobe = {"hulpvraag_ouders": "Wij willen elke week iets horen."}
    third = again(kobe, signed_in("an").get(f"/versies/{version.id}/ronde"), **words_of_kobe)
    kept = signatures.signature(kobe.platform.db, third.id, kobe.ids["kobe"])
    assert kept is not None
    assert kept.evidence["stands"]["signed_version"] == 1
    assert kept.evidence["stands"]["because"] == ["contactgegevens", "woorden van de ouders"]
    assert "hulpvraag_ouders" in kept.evidence["stands"]["changed"]


def test_what_concerns_everybody_is_signed_again_by_everybody_and_says_why(kobe, signed, signed_in):
    page = signed_in("an").get(f"/versies/{signed.id}/ronde")
    version = again(kobe, page, noden="Twee vaste personen op school.")
    assert answered(kobe, version) == set()
    page = signed_in("an").get(f"/versies/{version.id}/ronde")
    assert "Tekende versie 1, moet opnieuw tekenen. Veranderd: doelen" in line(page, kobe, "kobe")
    assert "opnieuw" not in line(page, kobe, "ilse"), "who did not sign before signs for the first time"


def test_words_of_the_pupil_are_signed_again_by_the_pupil_alone(kobe, signed, signed_in):
    page = signed_in("an").get(f"/versies/{signed.id}/ronde")
    version = again(kobe, page, hulpvraag_leerling="Ik wil mijn jaar halen, en stage doen.")
    assert answered(kobe, version) == {"an"}


def test_a_text_that_did_not_change_asks_nobody_again(kobe, signed, signed_in):
    version = again(kobe, signed_in("an").get(f"/versies/{signed.id}/ronde"))
    assert version.root != signed.root
    assert answered(kobe, version) == {"an", "kobe"}
    kept = signatures.signature(kobe.platform.db, version.id, kobe.ids["an"])
    assert kept is not None
    assert (kept.evidence["stands"]["changed"], kept.evidence["stands"]["because"]) == ([], [])


def test_who_said_no_is_asked_again(kobe, signed, signed_in):
    kobe.answer(signed, kobe.ids["ilse"], "geweigerd")
    version = again(kobe, signed_in("an").get(f"/versies/{signed.id}/ronde"), **moved(kobe))
    assert answered(kobe, version) == {"an", "kobe"}


def test_a_round_in_which_everything_stands_is_over_at_once_and_gives_its_files(kobe, clock, signed_in):
    kobe.refer()
    kobe.accept()
    kobe.start()
    clock.go("2026-11-01")
    kobe.finish()
    kobe.engage()
    clock.go("2027-01-20")
    second = kobe.engage(**follow_up(kobe))
    record = kobe.write("an", "engagementen", {})
    page = signed_in("an").get(f"/formulieren/{record.id}/nakijken").click("Leg deze tekst vast")
    version = kobe.version("engagementen")
    assert (version.number, version.status) == (3, "getekend")
    assert now(kobe, second).status == "vervangen"
    assert documents.documents_of_version(kobe.platform.db, version.id)
    assert "Getekend onder versie 2, blijft gelden." in page.text


def test_other_readers_are_agreed_to_anew(kobe, signed, signed_in):
    """Who reads the text belongs to what one agreed with."""
    page = signed_in("an").get(f"/versies/{signed.id}/ronde")
    fewer = [one for one in indication(kobe)["instemmingen"] if one["waarvoor"] != "delen_ouders"]
    version = again(kobe, page, instemmingen=fewer)
    assert answered(kobe, version) == set()
    found = standing.outcomes(kobe.platform, signed, version.payload)
    assert standing.OTHER_READERS in next(one.because for one in found if one.party_id == kobe.ids["an"])


def test_before_freezing_the_page_tells_who_keeps_a_signature_and_what_it_says_comes_true(kobe, signed, signed_in):
    an = signed_in("an")
    taken_back(an.get(f"/versies/{signed.id}/ronde"))
    record = kobe.write("an", "indicatiestelling", {"hulpvraag_leerling": "Ik wil ook stage doen."})
    counted = "SELECT (SELECT count(*) FROM event) AS e, (SELECT count(*) FROM signature) AS s, "
    counted += "(SELECT count(*) FROM version) AS v"
    before = kobe.platform.db.row(counted)
    page = an.get(f"/formulieren/{record.id}/nakijken")
    said = words(page.all("//*[@id='handtekeningen']")[0])
    assert (
        "An Peeters tekende versie 1. Die handtekening blijft gelden. Enkel veranderd: woorden van de leerling." in said
    )
    assert "Kobe Vermeulen tekende versie 1 en tekent opnieuw. Veranderd: woorden van de leerling." in said
    assert "Ilse De Cock moet nog tekenen." in said
    assert kobe.platform.db.row(counted) == before
    page.click("Leg deze tekst vast")
    assert answered(kobe, kobe.version("indicatiestelling")) == {"an"}


def test_a_first_version_tells_nothing_about_signatures(kobe, signed_in):
    record = kobe.write("an", "indicatiestelling", indication(kobe))
    assert not signed_in("an").get(f"/formulieren/{record.id}/nakijken").all("//*[@id='handtekeningen']")


def test_taking_back_tells_what_follows_from_the_matrix(kobe, signed, signed_in):
    page = signed_in("an").get(f"/versies/{signed.id}/ronde")
    said = words(page.all("//*[@id='terugnemen']")[0])
    assert "Verandert u enkel contactgegevens" in said
    assert "dan blijft elke handtekening gelden." in said
    assert "Verandert u woorden van de leerling, dan tekent enkel de leerling opnieuw." in said
    assert "Verandert u doelen, afspraken, data of iets anders, dan tekent iedereen opnieuw." in said


@pytest.mark.parametrize(("slug", "not_there"), [("engagementen", "contactgegevens"), ("evaluatie", "contactgegevens")])
def test_only_rows_that_a_record_type_can_touch_are_told(slug, not_there):
    assert not any(not_there in one for one in standing.in_words(slug))


# What changed, on the page to sign


def changes(page) -> list[str]:
    """The lines of what changed on a page to sign."""
    return [words(one) for one in page.all("//main//table//tbody/tr")]


def hand_over(host, version, name: str):
    """The page that somebody at the table gets."""
    return host.get(f"/versies/{version.id}/ronde").click(f"Geef door aan {name}").click(f"Ik ben {name}")


def test_who_signed_sees_what_changed_since_in_the_account_and_at_the_table(kobe, signed_in):
    kobe.refer()
    kobe.accept()
    first = kobe.agree()
    sign_in_account(signed_in("saskia"), first.id, "Saskia")
    younes = signed_in("younes")
    page = younes.get(f"/dossiers/{kobe.id}/acties/terug-naar-bewerken").fill({"reden": "Een andere vraag."})
    page.click("Terug naar bewerken")
    doelen = goals(kobe)["doelen"]
    other = [doelen[0] | {"tekst": "Elke dinsdag naar het atelier."}, *doelen[1:]]
    second = kobe.agree(doelen=other, reden_versie="andere")
    for page in (
        signed_in("saskia").get(f"/versies/{second.id}/tekenen"),
        hand_over(younes, second, "Kobe Vermeulen"),
    ):
        assert "Wat er veranderde sinds versie 1" in page.text
        assert any("Elke dinsdag naar het atelier." in one for one in changes(page)), page.path


def test_who_was_asked_before_compares_with_the_text_that_was_taken_back(kobe, signed, signed_in):
    version = again(kobe, signed_in("an").get(f"/versies/{signed.id}/ronde"), noden="Twee vaste personen.")
    page = hand_over(signed_in("an"), version, "Ilse De Cock")
    assert "Wat er veranderde sinds versie 1" in page.text


def test_a_change_in_what_one_may_not_read_is_not_shown(kobe, signed, signed_in):
    """BR-54: neither what it became, nor that something changed."""
    version = again(
        kobe,
        signed_in("an").get(f"/versies/{signed.id}/ronde"),
        interne_nota_clb="GEHEIM-NIEUW",
        noden="Twee vaste personen.",
    )
    page = hand_over(signed_in("an"), version, "Kobe Vermeulen")
    assert "GEHEIM" not in page.text
    assert all("nota" not in one.lower() for one in changes(page))


def test_what_one_may_not_read_any_more_is_not_shown_as_what_went(kobe, signed, signed_in):
    """The parents read along under the first version, and not under the second."""
    told = "Wat ontbreekt is vertrouwen"
    first = hand_over(signed_in("an"), signed, "Ilse De Cock")
    shared = {leaf["name"] for leaf in signed.payload["leaves"] if "O" in leaf["readers"]}
    fewer = [one for one in indication(kobe)["instemmingen"] if one["waarvoor"] != "delen_ouders"]
    page = signed_in("an").get(f"/versies/{signed.id}/ronde")
    version = again(kobe, page, instemmingen=fewer)
    kept = {leaf["name"] for leaf in version.payload["leaves"] if "O" in leaf["readers"]}
    gone = {leaf["name"]: leaf["value"] for leaf in signed.payload["leaves"] if leaf["name"] in shared - kept}
    texts = [value for value in gone.values() if isinstance(value, str) and len(value) > 12]
    assert texts, "nothing was taken from the parents: the test is about nothing"
    assert any(text in first.text for text in texts)
    page = hand_over(signed_in("an"), version, "Ilse De Cock")
    assert not [text for text in texts if text in page.text], told
