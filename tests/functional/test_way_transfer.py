"""Another provider takes over on the way (T15): proposed by one side, confirmed by the other, and what goes along."""

from __future__ import annotations

from typing import Any

import pytest

from services import corrections, pupil_rights
from services.dossiers import File, file_of
from services.extra_documents import EXTRA
from services.platform import NotFound, Who
from store import documents, records, versions
from store.pupil_rights import RightRequest
from store.versions import Version
from tests.way import Way, every_word, go_on
from tests.wizard import sign
from tests.world import Case, evaluation, goals, the_end

SECRETS = ("GEHEIM-VAN-NAFT", "KLADJE-VAN-YOUNES", "EERSTE-EVALUATIE", "Geen vervoer op woensdag")
"""The internal note, a draft, the evaluation before the last, why it was suspended."""


@pytest.fixture
def way(kobe, clock, signed_in):
    """Kobe runs with vzw Kantelpunt; the last evaluation decided to hand over, and Younes has a draft."""
    kobe.refer()
    kobe.accept()
    clock.go("2026-09-21")
    made = Way(kobe, signed_in)
    version = kobe.agree()
    kobe.sign(version, but=("ilse",))
    page = (
        made.at("younes").get(f"/versies/{version.id}/ronde").click("Geef door aan Ilse").click("Ik ben Ilse De Cock")
    )
    sign(page, "", "geweigerd", opmerking="REDEN-VAN-ILSE")
    clock.go("2026-09-22")
    made.step("younes", "Starten", "starten")
    clock.go("2026-10-05")
    made.step("younes", "Opschorten", "opschorten", reden="andere", toelichting="Geen vervoer op woensdag")
    made.step("younes", "Hervatten", "hervatten")
    clock.go("2026-11-10")
    kobe.evaluate(wat_werkt="EERSTE-EVALUATIE")
    clock.go("2026-12-01")
    last = evaluation(kobe, wat_werkt="Het atelier.") | the_end(kobe)
    last |= {"besluit_traject": "overdragen", "reden_einde": "andere_aanbieder"}
    made.freeze("younes", "evaluatie", made.looked_back(last))
    kobe.sign(kobe.version("evaluatie"))
    doelen = records.records_of(kobe.platform.db, kobe.file.trajectory.id, type="doelen")[0]
    page = made.at("younes").get(f"/formulieren/{doelen.id}/stap/rondetafel")
    page.fill({"plaats_overleg": "KLADJE-VAN-YOUNES"}).click("Bewaren en later verder")
    return made


@pytest.fixture
def handed_over(way, clock, world):
    """The same, after NAFT proposed and the CLB confirmed."""
    agreed(way, world)
    propose(way, world)
    clock.go("2026-12-03")
    confirm(way)
    return way


def agreed(way: Way, world: Any) -> None:
    """Kobe agrees to share with the next provider."""
    way.consent("an", "kobe", what="delen_naft", aan_aanbieder=world.id("overkant"))


def propose(way: Way, world: Any, key: str = "younes", status: int = 200) -> Any:
    """One side proposes vzw De Overkant."""
    asked = {"aanbieder": world.id("overkant"), "reden": "Kobe verhuist naar de andere oever."}
    page = way.at(key).get(f"/dossiers/{way.case.id}/acties/overdragen")
    return go_on(page.fill(asked), status)


def confirm(way: Way, key: str = "an") -> None:
    """The other side finds the proposal filled in, and confirms it."""
    page = way.dossier(key).click("Bekijk en bevestig")
    assert page.values("reden") == ["Kobe verhuist naar de andere oever."]
    go_on(page)


def of_new_trajectory(way: Way) -> list[str]:
    """Every address of the records, versions and files of the trajectory of now."""
    db, found = way.case.platform.db, []
    for record in records.records_of(db, way.case.file.trajectory.id):
        found += [f"/formulieren/{record.id}", f"/formulieren/{record.id}/nakijken"]
        for version in versions.versions_of(db, record.id):
            found += [f"/versies/{version.id}", f"/versies/{version.id}/ronde"]
            made = documents.documents_of_version(db, version.id)
            found += [f"/dossiers/{way.case.id}/documenten/{one.id}" for one in made]
    return found


def test_without_the_yes_to_share_with_the_next_nothing_is_proposed(way, world):
    """T15: the page asks for it; the yes for the first provider is not a yes for the next."""
    said = "om gegevens te mogen delen met de nieuwe aanbieder"
    for key in ("an", "younes"):
        page = way.dossier(key)
        assert said in page.text
        assert "Bereid de overdracht voor" in page.text
        assert said in propose(way, world, key, status=409).text
    way.consent("an", "kobe", what="delen_naft", aan_aanbieder=world.id("kantelpunt"))
    assert said in propose(way, world, status=409).text
    assert way.state() == "lopend"
    way.dossier("mo", status=404)


def test_naft_proposes_and_the_clb_declines_and_then_confirms(way, world, clock):
    """T15: nothing happens before both agree; a no stands in the timeline, for CLB and NAFT alone."""
    agreed(way, world)
    page = propose(way, world)
    assert "De overdracht gebeurt zodra de andere partij bevestigt." in page.text
    assert way.state() == "lopend"
    assert "We wachten op het CLB" in way.dossier("younes").text
    assert any("Bevestig de overdracht" in line for line in way.tasks("an", "jou"))
    assert "Kobe verhuist naar de andere oever." not in way.dossier("saskia").text
    way.dossier("mo", status=404)

    way.dossier("an").click("Zeg nee op dit voorstel")
    assert way.state() == "lopend"
    assert "Voorstel om over te dragen afgewezen" in way.dossier("younes").text
    assert "afgewezen" not in way.dossier("saskia").text
    assert not way.dossier("an").offers("Zeg nee op dit voorstel")

    propose(way, world)
    confirm(way)
    assert [one.state for one in way.case.file.trajectories] == ["overgedragen", "aangemeld"]
    assert way.dossier("mo").h1 == "Kobe V."


def test_the_clb_can_propose_and_naft_confirms(way, world):
    """T15."""
    agreed(way, world)
    propose(way, world, "an")
    assert way.state() == "lopend"
    assert any("Bevestig de overdracht" in line for line in way.tasks("younes", "jou"))
    confirm(way, "younes")
    assert [one.state for one in way.case.file.trajectories] == ["overgedragen", "aangemeld"]


def test_who_proposed_cannot_confirm_it_too(way, world):
    """T15: twice the same side is a proposal, no more."""
    agreed(way, world)
    propose(way, world)
    propose(way, world)
    assert way.state() == "lopend"
    assert len(way.case.file.trajectories) == 1


def test_the_next_provider_gets_what_is_handed_over_and_nothing_else(handed_over, clock):
    """T15, BR-54: indicatiestelling, last goals, last evaluation; no note, no draft, nothing earlier."""
    way = handed_over
    page = way.dossier("mo")
    titles = [one.text for one in page.all("//ul[@class='stukken']//h3")]
    assert titles == ["Indicatiestelling en aanmelding", "Doelstellingen en afspraken", "Evaluatie 2"]
    seen = [page.text]
    links = {
        one.get("href")
        for one in page.all("//a[starts-with(@href, '/formulieren/') or starts-with(@href, '/versies/')]")
    }
    assert links
    for link in links:
        shown = way.at("mo").get(link)
        seen.append(shown.text)
        seen += [
            way.at("mo").get(more.get("href")).text for more in shown.all("//main//a[contains(@href, '/versies/')]")
        ]
    for name, url in way.files("mo").items():
        seen.append(every_word(way.at("mo").download(url)))
        assert "_D3-1_" not in name
        assert "_D5" not in name
    for text in seen:
        for secret in SECRETS:
            assert secret not in text, secret
    assert "Het atelier." in " ".join(seen)
    assert "Traject gestart" not in page.text


def test_drafts_and_earlier_versions_stay_behind(handed_over):
    """T15, BR-54: what was handed over is read as it was frozen, not as Younes left his draft."""
    way = handed_over
    db, old = way.case.platform.db, way.case.file.trajectories[0]
    for record in records.records_of(db, old.id):
        if record.type != "indicatiestelling":
            for address in (f"/formulieren/{record.id}", f"/formulieren/{record.id}/nakijken"):
                way.at("mo").get(address, status=404)
            way.at("mo").post(f"/formulieren/{record.id}/vastleggen", status=404)
            way.at("younes").get(f"/formulieren/{record.id}/nakijken")
    last = records.records_of(db, old.id, type="evaluatie")[-1]
    version = versions.versions_of(db, last.id)[-1]
    assert "GEHEIM-VAN-NAFT" in way.at("younes").get(f"/versies/{version.id}").text
    assert "GEHEIM-VAN-NAFT" not in way.at("an").get(f"/versies/{version.id}").text
    assert "GEHEIM-VAN-NAFT" not in way.at("mo").get(f"/versies/{version.id}").text


def test_the_bundle_has_a_cover_and_the_last_of_each(handed_over):
    """T15: D6 with who confirmed and who agreed, and the three files that it lists; for CLB and next provider."""
    way = handed_over
    for key in ("an", "mo"):
        found = way.zip(key, "overdracht.zip")
        parts = sorted(name.split("_", 1)[1] for name in found)
        assert parts == [f"{code}_v1_NAFT-aanbieder.docx" for code in ("D1", "D2", "D3-2", "D6-2")], parts
        cover = next(every_word(content) for name, content in found.items() if "_D6" in name)
        for said in ("vzw Kantelpunt", "vzw De Overkant", "An Peeters", "Younes Amrani", "Kobe Vermeulen"):
            assert said in cover, said
        for content in found.values():
            for secret in SECRETS:
                assert secret not in every_word(content), secret
    way.at("saskia").get(f"/dossiers/{way.case.id}/overdracht.zip", status=404)
    assert any(one.code == "D6" for one in EXTRA)


def test_earlier_records_are_not_there_for_the_next_provider(handed_over):
    """T15: the first evaluation and its files by their own addresses."""
    way = handed_over
    db, old = way.case.platform.db, way.case.file.trajectories[0]
    first = records.records_of(db, old.id, type="evaluatie")[0]
    version = versions.versions_of(db, first.id)[0]
    addresses = [f"/formulieren/{first.id}", f"/formulieren/{first.id}/nakijken", f"/versies/{version.id}"]
    for address in addresses:
        way.at("mo").get(address, status=404)
        assert way.at("an").raw(address).status_code in (200, 302)
    made = documents.documents_of_version(db, version.id)
    assert made
    for one in made:
        way.at("mo").get(f"/dossiers/{way.case.id}/documenten/{one.id}", status=404)


def test_the_first_provider_sees_nothing_of_what_comes_after(handed_over, clock, world):
    """T15, BR-54: its own trajectory stays to be read; the next one is not there for it, page, address or work list."""
    way, case = handed_over, handed_over.case
    case.naft = "mo"
    clock.go("2026-12-04")
    case.accept()
    clock.go("2026-12-07")
    version = way.freeze("mo", "doelen", goals(case, gedeelde_vraag="NIEUWE-VRAAG aan de overkant?"))
    case.sign(case.version("doelen"))
    way.step("mo", "Starten", "starten")
    clock.go("2026-12-14")

    page = way.dossier("younes")
    assert way.state("younes") == "overgedragen"
    for told in ("NIEUWE-VRAAG", "Mo Claes"):
        assert told not in page.text, told
    assert "Traject gestart" in page.text
    assert page.text.count("Traject gestart") == 1
    assert any("_D3-1_" in name for name in way.files("younes"))
    addresses = of_new_trajectory(way)
    assert len(addresses) >= 4
    for address in addresses:
        way.at("younes").get(address, status=404)
    assert not [line for group in ("jou", "week", "laat", "anderen") for line in way.tasks("younes", group)]
    for text in (every_word(way.at("younes").download(url)) for url in way.files("younes").values()):
        assert "NIEUWE-VRAAG" not in text
    assert any("_D2_v1_" in name for name in way.files("mo"))
    assert version in " ".join(addresses)


def test_the_first_provider_changes_nothing_any_more(handed_over, clock):
    """T15, BR-25: no consent, no person, no record and no step; a withdrawal it heard of is for who works there now."""
    way, case = handed_over, handed_over.case
    case.naft = "mo"
    case.accept()
    clock.go("2026-12-07")
    page = way.dossier("younes")
    for button in ("Noteer een instemming", "Voeg iemand toe", "Beginnen", "Begin", "Hervatten", "Opschorten"):
        assert not page.offers(button), button
    assert not page.all("//a[contains(@href, '/partijen/')]")
    here = f"/dossiers/{case.id}"
    younes = way.at("younes")
    for address in (f"{here}/instemmingen", f"{here}/partijen/nieuw", f"{here}/partijen/{case.ids['kobe']}"):
        younes.get(address, status=403)
        younes.post(address, {"waarvoor": "hulp"}, status=403)
    younes.post(f"{here}/partijen/{case.ids['geert']}/weg", status=404)
    for slug in ("doelen", "evaluatie", "engagementen"):
        younes.post(f"{here}/formulieren/{slug}", status=403)
    assert way.state("mo") == "aanvaard"


def test_the_first_provider_does_not_hear_of_later_consents(handed_over, clock):
    """T15, BR-54: what somebody agreed to with the next provider is not for the one before."""
    way = handed_over
    way.case.naft = "mo"
    clock.go("2026-12-07")
    way.consent("an", "kobe", what="delen_ouders", ingetrokken_op="2026-12-07")
    assert "ingetrokken" in way.dossier("mo").text
    assert "ingetrokken" not in way.dossier("younes").text


def test_the_next_provider_corrects_and_copies_nothing_of_the_first_that_it_does_not_read(handed_over, world):
    """A right that the pupil uses with the next provider opens no text that stayed with the provider before (T15)."""
    case, platform = handed_over.case, handed_over.case.platform
    first, last = (one for one in every_version(case) if one.payload["type"] == "evaluatie")

    def asks(key: str) -> tuple[Who, File, RightRequest]:
        who = world.who(key)
        file = file_of(platform, who, case.id)
        told = {
            "soort": "verbetering",
            "vrager_soort": "partij",
            "vrager": case.ids["kobe"],
            "gevraagd_op": "2026-12-03",
        }
        return who, file, pupil_rights.note(platform, who, file, told)

    an, mo = asks("an"), asks("mo")
    answers = {"soort": "verbetering", "moet_zijn": "EIGEN-WOORDEN", "besluit": "aanvaard"}
    for version in (first, last):
        path = next(one["name"] for one in version.payload["leaves"] if "L" in one["readers"])
        corrections.add(platform, *an, version.id, path, answers)
    offered = {one.version.id for one in corrections.choices(platform, *mo)}
    assert last.id in offered
    assert first.id not in offered
    with pytest.raises(NotFound):
        corrections.at_answer(platform, *mo, first.id, path)
    assert {one.version_id for one in corrections.for_copy(platform, *mo, set())} == {last.id}
    assert {one.version_id for one in corrections.for_copy(platform, *an, set())} == {first.id, last.id}


def every_version(case: Case) -> list[Version]:
    """What was frozen in the first trajectory, in order."""
    kept = records.records_of(case.platform.db, case.file.trajectories[0].id)
    return [one for record in kept for one in versions.versions_of(case.platform.db, record.id)]
