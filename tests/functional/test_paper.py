"""Signing on paper: printed with a code, signed by hand, scanned, and confirmed by a second person."""

from __future__ import annotations

import hashlib
import io
import zipfile
from threading import Barrier, Thread
from typing import Any

import docx
import pytest

from rules.source import RULES
from rules.states import Event
from services import paper_code, papers, rounds, signing
from services.platform import NotAllowed, NotFound
from store import access_log, documents, events, signatures, versions
from store import papers as kept
from store.papers import Scan
from store.signatures import Signature
from tests import scans
from tests.pages import Page, Person
from tests.qr import read_png, read_svg
from tests.sjablonen_hulp import faults, texts
from tests.wizard import sign_at_table, sign_in_account
from tests.world import engagements, evaluation, indication

WAITS = "Op papier: gescand door Younes Amrani, wacht op bevestiging door een tweede persoon"


@pytest.fixture
def doelen(kobe):
    """Goals that wait for every signature; Younes has a colleague."""
    kobe.world.hire("lieve", "Lieve Segers", "naft_coordinator", "kantelpunt")
    kobe.world.hire("els", "Els Maes", "clb", "brug")
    kobe.world.hire("joris", "Joris De Villé", "leerlingbegeleider", "sluis")
    kobe.refer()
    kobe.accept()
    return kobe.agree()


def paper_page(kobe, version, key: str) -> str:
    """The address of the page on which this party is helped to sign on paper."""
    return f"/versies/{version.id}/papier/{kobe.ids[key]}"


def printed(host: Person, kobe, version, key: str) -> str:
    """Print a copy for a party; gives its code."""
    page = host.get(paper_page(kobe, version, key)).click("Maak")
    return page.path.rpartition("/")[2]


def bring_back(host: Person, kobe, version, key: str, copy: str, status: int = 200, **changes: Any) -> Page:
    """Upload what came back: agreed, signed today, a photo."""
    today = kobe.world.clock.day
    fields: dict[str, Any] = {
        "shown_root": version.root,
        "code": copy,
        "besluit": "akkoord",
        "opmerking": "",
        "datum": [str(today.day), str(today.month), str(today.year)],
        "bestand": scans.photo(),
        **changes,
    }
    files = {name: ("papier.jpg", fields.pop(name)) for name in ("bestand", "foto") if fields.get(name) is not None}
    return host.upload(f"{paper_page(kobe, version, key)}/terug", fields, files, status)


def scan_id(kobe, version) -> str:
    """The newest scan under a version."""
    return kept.scans_of(kobe.platform.db, version.id)[0][1].id


def the_scan(kobe, found: str) -> Scan:
    """A scan as it is now."""
    scan = kept.scan(kobe.platform.db, found)
    assert scan is not None
    return scan


def stands(kobe, version) -> str:
    """Where a version stands now."""
    now = versions.version(kobe.platform.db, version.id)
    assert now is not None
    return now.status


def brought(host: Person, kobe, version, key: str, **changes) -> str:
    """Print, sign, scan: everything but the second person. Gives the id of the scan."""
    bring_back(host, kobe, version, key, printed(host, kobe, version, key), **changes)
    return scan_id(kobe, version)


def signed(kobe, version, key: str) -> bool:
    """Whether a party has answered."""
    return signatures.signature(kobe.platform.db, version.id, kobe.ids[key]) is not None


def signature(kobe, version, key: str) -> Signature:
    """The answer of a party."""
    given = signatures.signature(kobe.platform.db, version.id, kobe.ids[key])
    assert given is not None
    return given


def told(kobe, what: str):
    """The events of a kind in the dossier."""
    return [one for one in events.of_dossier(kobe.platform.db, kobe.id) if one.type == what]


def test_paper_is_one_of_the_ways(kobe, doelen, signed_in):
    page = signed_in("younes").get(f"/versies/{doelen.id}/ronde")
    links = [one.get("href") for one in page.all("//a") if "Teken op papier" in "".join(one.itertext())]
    assert links == [paper_page(kobe, doelen, key) for key in ("kobe", "ilse", "geert") if kobe.ids[key]]


def test_looking_prints_nothing(kobe, doelen, signed_in):
    younes = signed_in("younes")
    for _ in range(2):
        younes.get(paper_page(kobe, doelen, "ilse"))
        younes.get(paper_page(kobe, doelen, "ilse") + "/terug")
    assert kobe.platform.db.rows("SELECT * FROM paper") == []
    assert told(kobe, "paper.printed") == []


def test_a_copy_shows_what_this_party_reads_and_nothing_else(kobe, doelen, signed_in):
    younes = signed_in("younes")
    code = printed(younes, kobe, doelen, "ilse")
    page = younes.get(f"/papier/{code}")
    text = page.text
    for shown in ("Ilse De Cock", "Ik ga akkoord", "Ik teken niet", paper_code.grouped(code), "Handtekening", "Datum"):
        assert shown in text
    assert " ".join(doelen.root[at : at + 4] for at in range(0, 16, 4)) in text
    assert page.all("//*[local-name()='svg' and contains(@class, 'qr')]")
    assert page.all("//main//form | //main//input") == []
    for leaf in doelen.payload["leaves"]:
        if "O" not in leaf["readers"] and isinstance(leaf["value"], str) and len(leaf["value"]) > 25:
            assert leaf["value"] not in text, leaf["name"]


def test_the_square_leads_to_the_page_that_takes_this_copy_in(app, kobe, doelen, signed_in):
    younes = signed_in("younes")
    code = printed(younes, kobe, doelen, "ilse")
    address = read_svg(younes.get(f"/papier/{code}").response.get_data(as_text=True))
    assert address == f"{app.config['URL']}/papier/{code}/terug"
    page = younes.get(f"/papier/{code}/terug")
    assert page.values("code") == [paper_code.grouped(code)]
    assert "Neem over wat Ilse De Cock" in page.text


def test_every_copy_has_its_own_code_and_an_older_one_stays_good(kobe, doelen, signed_in):
    younes = signed_in("younes")
    first, second = (printed(younes, kobe, doelen, "ilse") for _ in range(2))
    assert first != second
    assert paper_code.grouped(first) in younes.get(paper_page(kobe, doelen, "ilse")).text
    bring_back(younes, kobe, doelen, "ilse", first)
    assert the_scan(kobe, scan_id(kobe, doelen)).paper_code == first
    assert [(one.data or {})["code"] for one in told(kobe, "paper.printed")] == [first, second]


def test_a_scan_is_no_signature_until_somebody_else_confirms_it(kobe, doelen, signed_in):
    younes = signed_in("younes")
    brought(younes, kobe, doelen, "ilse", opmerking="Graag ook op dinsdag.")
    assert not signed(kobe, doelen, "ilse")
    page = younes.get(f"/versies/{doelen.id}/ronde")
    assert WAITS in page.text
    assert page.offers("Bekijk de scan")
    assert not page.offers("Kijk de scan na")


def test_a_second_person_confirms_and_it_is_a_signature_like_any_other(kobe, doelen, signed_in, clock):
    clock.go("2026-09-16")
    younes = signed_in("younes")
    found = brought(younes, kobe, doelen, "ilse", datum=["15", "9", "2026"], opmerking="Graag ook op dinsdag.")
    clock.go("2026-09-17", "9.00")
    page = signed_in("lieve").get("/werklijst").click("Bevestig een handtekening op papier")
    assert page.path == f"/scans/{found}"
    for shown in ("Ilse De Cock", "Ik ga akkoord", "Graag ook op dinsdag.", "15 september 2026", "Younes Amrani"):
        assert shown in page.text
    page = page.click("Klopt: bewaar deze handtekening")
    assert page.path == f"/versies/{doelen.id}/ronde"
    given, scan = signature(kobe, doelen, "ilse"), the_scan(kobe, found)
    assert (given.decision, given.has_image) == ("akkoord", False)
    evidence = given.evidence
    assert evidence["method"] == "papier"
    assert evidence["witness"] == "Lieve Segers"
    assert evidence["account"] == evidence["typed"] == evidence["image_sha256"] == ""
    assert evidence["remark"] == "Graag ook op dinsdag."
    assert evidence["at"] == "2026-09-17T07:00:00Z"
    assert evidence["proof"] == {
        "code": scan.paper_code,
        "scan_sha256": hashlib.sha256(kept.content(kobe.platform.db, found) or b"").hexdigest(),
        "signed_on": "2026-09-15",
        "uploaded_by": "Younes Amrani",
    }
    assert (scan.status, scan.decided_by) == ("bevestigd", kobe.world.who("lieve").id)
    assert [len(told(kobe, f"paper.{what}")) for what in ("printed", "uploaded", "confirmed", "turned_down")] == [
        1,
        1,
        1,
        0,
    ]
    assert [(one.data or {})["wijze"] for one in told(kobe, "signature.given") if one.subject == doelen.id] == [
        "papier"
    ]
    assert "Bevestig een handtekening" not in signed_in("lieve").get("/werklijst").text


def test_who_uploaded_it_cannot_confirm_it(kobe, doelen, signed_in):
    younes = signed_in("younes")
    found = brought(younes, kobe, doelen, "ilse")
    assert "Bevestig een handtekening" not in younes.get("/werklijst").text
    page = younes.get(f"/scans/{found}")
    assert not page.offers("Klopt")
    page = younes.post(f"/scans/{found}/bevestigen", {"shown_root": doelen.root}, status=403)
    assert "Vraag een collega" in page.text
    assert not signed(kobe, doelen, "ilse")
    assert the_scan(kobe, found).status == "wacht"


def test_the_clb_may_be_the_second_person(kobe, doelen, signed_in):
    found = brought(signed_in("younes"), kobe, doelen, "kobe")
    page = signed_in("an").get(f"/versies/{doelen.id}/ronde").click("Kijk de scan na")
    assert page.path == f"/scans/{found}"
    page.click("Klopt: bewaar deze handtekening")
    assert signature(kobe, doelen, "kobe").evidence["witness"] == "An Peeters"


def test_a_scan_that_is_wrong_is_turned_down_and_can_be_made_anew(kobe, doelen, signed_in):
    younes, lieve = signed_in("younes"), signed_in("lieve")
    found = brought(younes, kobe, doelen, "ilse")
    page = lieve.get(f"/scans/{found}").click("Klopt niet: wijs deze scan af", status=422)
    assert page.errors == [("reden", "Schrijf in hoogstens 500 tekens wat er niet klopt.")]
    page = page.fill({"reden": "x" * 501}).click("Klopt niet: wijs deze scan af", status=422)
    assert page.values("reden") == ["x" * 501]
    page.fill({"reden": "De datum is niet te lezen."}).click("Klopt niet: wijs deze scan af")
    scan = the_scan(kobe, found)
    assert (scan.status, scan.reason) == ("afgewezen", "De datum is niet te lezen.")
    assert (told(kobe, "paper.turned_down")[0].data or {})["reden"] == "De datum is niet te lezen."
    page = younes.get(f"/versies/{doelen.id}/ronde")
    assert "de scan werd afgewezen: De datum is niet te lezen." in page.text
    assert "Deze scan is afgewezen" in lieve.get(f"/scans/{found}").text
    bring_back(younes, kobe, doelen, "ilse", scan.paper_code)
    again = scan_id(kobe, doelen)
    assert again != found
    lieve.get(f"/scans/{again}").click("Klopt: bewaar")
    assert signed(kobe, doelen, "ilse")


def test_who_uploaded_may_take_it_back_without_a_reason(kobe, doelen, signed_in):
    younes = signed_in("younes")
    found = brought(younes, kobe, doelen, "ilse")
    page = younes.get(f"/scans/{found}").click("Trek de scan in")
    assert "Younes Amrani trok de scan in." in page.text
    assert the_scan(kobe, found).status == "afgewezen"


def test_a_newer_scan_takes_the_place_of_one_that_waits(kobe, doelen, signed_in):
    younes = signed_in("younes")
    first = brought(younes, kobe, doelen, "ilse")
    second = brought(younes, kobe, doelen, "ilse")
    assert the_scan(kobe, first).status == "vervallen"
    assert the_scan(kobe, second).status == "wacht"
    page = signed_in("lieve").post(f"/scans/{first}/bevestigen", {"shown_root": doelen.root})
    assert "Dit was al beslist." in page.text
    assert not signed(kobe, doelen, "ilse")


NOT_YET = {
    "code": ("XXXX XXXX XX", "Kijk de code na."),
    "besluit": ("", "Duid aan wat er op het papier is aangekruist."),
    "opmerking": ("x" * 1001, "Maak de opmerking korter"),
    "datum": (["31", "2", "2026"], "Vul de dag in"),
    "bestand": (b"<svg/>", "Kies een foto"),
}


@pytest.mark.parametrize("field", NOT_YET)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(kobe, doelen, signed_in, field):
    younes = signed_in("younes")
    code = printed(younes, kobe, doelen, "ilse")
    typed = {"opmerking": "Graag ook op dinsdag.", "datum": ["14", "9", "2026"], "besluit": "akkoord"}
    value, said = NOT_YET[field]
    page = bring_back(younes, kobe, doelen, "ilse", code, 422, **(typed | {field: value}))
    assert [name for name, _ in page.errors] == [field]
    assert said in page.errors[0][1]
    for name, one in typed.items():
        if name != field:
            assert page.values(name) == ([one] if isinstance(one, str) else one)
    assert kept.scans_of(kobe.platform.db, doelen.id) == []


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_the_page(kobe, doelen, signed_in):
    younes = signed_in("younes")
    younes.get(paper_page(kobe, doelen, "ilse"))
    page = bring_back(younes, kobe, doelen, "ilse", "", 422, besluit="kennisname?", datum=["", "", ""], bestand=None)
    assert [name for name, _ in page.errors] == ["code", "besluit", "datum", "bestand"]


def test_a_code_of_somebody_else_or_of_another_text_is_refused(kobe, doelen, signed_in):
    younes = signed_in("younes")
    of_kobe = printed(younes, kobe, doelen, "kobe")
    printed(younes, kobe, doelen, "ilse")
    page = bring_back(younes, kobe, doelen, "ilse", of_kobe, 422)
    assert [name for name, _ in page.errors] == ["code"]
    unknown = bring_back(younes, kobe, doelen, "ilse", paper_code.new_code(), 422)
    assert unknown.errors == page.errors
    of_before = printed(younes, kobe, doelen, "ilse")
    younes.get(f"/dossiers/{kobe.id}/acties/terug-naar-bewerken").click("Terug naar bewerken")
    again = kobe.agree(gedeelde_vraag="Een andere vraag", reden_versie="andere")
    assert again.id != doelen.id
    page = bring_back(younes, kobe, again, "ilse", of_before, 422)
    assert [name for name, _ in page.errors] == ["code"]
    assert younes.get(f"/papier/{of_before}", status=409).h1 == "Deze ronde is gesloten"
    assert kept.scans_of(kobe.platform.db, again.id) == []


@pytest.mark.parametrize(("day", "said"), [("13", "ouder"), ("17", "toekomst")])
def test_the_day_lies_between_freezing_and_today(kobe, doelen, signed_in, clock, day, said):
    """BR-33: frozen on 14 September, today is 16 September."""
    assert RULES["BR-33"].source
    clock.go("2026-09-16")
    younes = signed_in("younes")
    code = printed(younes, kobe, doelen, "ilse")
    page = bring_back(younes, kobe, doelen, "ilse", code, 422, datum=[day, "9", "2026"])
    assert [name for name, _ in page.errors] == ["datum"]
    assert said in page.errors[0][1]
    for fine in ("14", "15", "16"):
        bring_back(younes, kobe, doelen, "ilse", code, datum=[fine, "9", "2026"])


def test_another_text_than_was_shown_is_not_signed(kobe, doelen, signed_in):
    younes = signed_in("younes")
    code = printed(younes, kobe, doelen, "ilse")
    page = bring_back(younes, kobe, doelen, "ilse", code, 409, shown_root="0" * 64)
    assert page.h1 == "De tekst is intussen veranderd"
    found = brought(younes, kobe, doelen, "ilse")
    page = signed_in("lieve").post(f"/scans/{found}/bevestigen", {"shown_root": ""}, status=409)
    assert page.h1 == "De tekst is intussen veranderd"
    assert not signed(kobe, doelen, "ilse")


def test_eight_megabytes_fit_and_more_is_told(kobe, doelen, signed_in):
    younes = signed_in("younes")
    code = printed(younes, kobe, doelen, "ilse")
    large = scans.pdf(b"<< /Length 7500000 >>\nstream\n" + b"\1" * 7_500_000 + b"\nendstream")
    bring_back(younes, kobe, doelen, "ilse", code, bestand=large)
    assert the_scan(kobe, scan_id(kobe, doelen)).size == len(large)
    page = bring_back(younes, kobe, doelen, "ilse", code, 422, bestand=scans.jpeg() + b"\0" * 8_000_000)
    assert "te groot: hoogstens 8 MB" in page.errors[0][1]
    page = bring_back(younes, kobe, doelen, "ilse", code, 413, bestand=scans.jpeg() + b"\0" * 9_000_000)
    assert page.h1 == "Dit is te groot"


def test_no_other_page_takes_more_than_before(kobe, doelen, signed_in):
    younes = signed_in("younes")
    younes.get(f"/versies/{doelen.id}/tekenen")
    younes.upload(f"/versies/{doelen.id}/tekenen", {}, {"bestand": ("x.jpg", b"\0" * 5_000_000)}, status=413)


def test_what_a_file_is_called_does_not_count(kobe, doelen, signed_in):
    younes = signed_in("younes")
    code = printed(younes, kobe, doelen, "ilse")
    page = bring_back(younes, kobe, doelen, "ilse", code, 422, bestand=b"<!doctype html><script>alert(1)</script>")
    assert [name for name, _ in page.errors] == ["bestand"]
    bring_back(younes, kobe, doelen, "ilse", code, bestand=scans.png())
    assert the_scan(kobe, scan_id(kobe, doelen)).media_type == "image/png"


def test_a_photo_of_now_counts_as_the_file(kobe, doelen, signed_in):
    younes = signed_in("younes")
    code = printed(younes, kobe, doelen, "ilse")
    bring_back(younes, kobe, doelen, "ilse", code, bestand=b"", foto=scans.photo())
    assert the_scan(kobe, scan_id(kobe, doelen)).media_type == "image/jpeg"


def test_a_picture_is_shown_in_the_page_without_where_it_was_taken(kobe, doelen, signed_in):
    found = brought(signed_in("younes"), kobe, doelen, "ilse")
    lieve = signed_in("lieve")
    page = lieve.get(f"/scans/{found}")
    (address,) = page.all("//main//img/@src")
    answer = lieve.raw(address)
    assert answer.status_code == 200
    assert answer.content_type == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("inline; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert scans.PLACE_TAKEN not in answer.get_data()
    assert hashlib.sha256(answer.get_data()).hexdigest() == the_scan(kobe, found).sha256


def test_a_pdf_is_only_downloaded(kobe, doelen, signed_in):
    found = brought(signed_in("younes"), kobe, doelen, "ilse", bestand=scans.pdf())
    lieve = signed_in("lieve")
    page = lieve.get(f"/scans/{found}")
    assert page.all("//main//img | //object | //embed | //iframe") == []
    assert lieve.download(f"/scans/{found}/bestand") == scans.pdf()


def test_who_opened_a_scan_is_logged(kobe, doelen, signed_in):
    found = brought(signed_in("younes"), kobe, doelen, "ilse")
    lieve = signed_in("lieve")
    lieve.raw(f"/scans/{found}/bestand")
    line = access_log.of_dossier(kobe.platform.db, kobe.id)[0]
    assert (line.what, line.account_id, line.subject) == ("scan.content", kobe.world.who("lieve").id, doelen.id)
    assert "Haalde een scan op" in signed_in("an").get(f"/dossiers/{kobe.id}/inzage").text


@pytest.mark.parametrize("key", ["floor", "mo", "dirk", "saskia", "joris"])
def test_a_scan_and_a_copy_are_not_there_for_others(kobe, doelen, signed_in, key):
    """Another CLB, another provider, another school, and the school itself, which hosts nothing here."""
    younes = signed_in("younes")
    code = printed(younes, kobe, doelen, "ilse")
    found = brought(younes, kobe, doelen, "ilse")
    other = signed_in(key)
    other.get("/werklijst")
    for address in (f"/scans/{found}", f"/scans/{found}/bestand", f"/papier/{code}", f"/papier/{code}/terug"):
        other.get(address, status=404)
    other.get(paper_page(kobe, doelen, "ilse"), status=404)
    other.post(paper_page(kobe, doelen, "ilse"), status=404)
    other.post(f"/scans/{found}/bevestigen", {"shown_root": doelen.root}, status=404)
    other.post(f"/scans/{found}/afwijzen", {"reden": "Weg ermee"}, status=404)
    bring_back(other, kobe, doelen, "ilse", code, 404)
    assert "Bevestig een handtekening" not in other.get("/werklijst").text
    assert the_scan(kobe, found).status == "wacht"


def test_who_does_not_hand_out_a_copy_does_not_print_it_either(kobe, doelen, signed_in):
    """NAFT never reads what is for the school alone; the CLB hands that out. What is NAFT's own is not the CLB's."""
    younes, an = signed_in("younes"), signed_in("an")
    younes.get(paper_page(kobe, doelen, "saskia"), status=404)
    an.get(paper_page(kobe, doelen, "younes"), status=404)
    found = brought(an, kobe, doelen, "saskia")
    younes.get(f"/scans/{found}", status=404)
    assert "Bevestig een handtekening" not in younes.get("/werklijst").text
    signed_in("els").get("/werklijst").click("Bevestig een handtekening").click("Klopt: bewaar")
    assert signature(kobe, doelen, "saskia").evidence["proof"]["uploaded_by"] == "An Peeters"


def test_the_services_ask_again_who_it_is(kobe, doelen):
    saskia, younes = kobe.world.who("saskia"), kobe.world.who("younes")
    with pytest.raises(NotFound):
        papers.print_copy(kobe.platform, saskia, kobe.file, doelen.id, kobe.ids["ilse"])
    made = papers.print_copy(kobe.platform, younes, kobe.file, doelen.id, kobe.ids["ilse"])
    answer: dict[str, Any] = {
        "decision": "akkoord",
        "remark": "",
        "signed_on": kobe.world.clock.day,
        "content": scans.jpeg(),
    }
    asked: dict[str, Any] = {"code": made.code, "shown_root": doelen.root, **answer}
    with pytest.raises(NotFound):
        papers.upload(kobe.platform, saskia, kobe.file, doelen.id, kobe.ids["ilse"], **asked)
    scan = papers.upload(kobe.platform, younes, kobe.file, doelen.id, kobe.ids["ilse"], **asked)
    for refused in (papers.confirm, papers.turn_down):
        with pytest.raises(NotFound):
            refused(kobe.platform, saskia, kobe.file, scan.id, doelen.root)
    with pytest.raises(NotAllowed):
        papers.confirm(kobe.platform, younes, kobe.file, scan.id, doelen.root)
    with pytest.raises(NotFound):
        papers.scan_of(kobe.platform, "bestaat-niet")
    with pytest.raises(NotFound):
        papers.version_of_copy(kobe.platform, "BESTAATNIE")


def test_two_who_confirm_at_once_make_one_signature(kobe, doelen, signed_in):
    found = brought(signed_in("younes"), kobe, doelen, "ilse")
    together, said = Barrier(2), []

    def confirm(key: str) -> None:
        together.wait()
        try:
            papers.confirm(kobe.platform, kobe.world.who(key), kobe.file, found, doelen.root)
        except (papers.Decided, rounds.AlreadyAnswered) as fault:
            said.append(type(fault))
        finally:
            kobe.platform.db.close()

    both = [Thread(target=confirm, args=(key,)) for key in ("lieve", "an")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(said) == 1
    assert len(told(kobe, "paper.confirmed")) == 1
    assert signature(kobe, doelen, "ilse").evidence["witness"] in ("Lieve Segers", "An Peeters")
    page = signed_in("an").post(f"/scans/{found}/bevestigen", {"shown_root": doelen.root})
    assert "Dit was al beslist." in page.text


def test_who_signed_in_another_way_meanwhile_has_signed(kobe, doelen, signed_in):
    younes = signed_in("younes")
    found = brought(younes, kobe, doelen, "ilse")
    sign_at_table(younes, doelen.id, "Ilse De Cock")
    assert the_scan(kobe, found).status == "vervallen"
    assert "Bevestig een handtekening" not in signed_in("lieve").get("/werklijst").text
    page = signed_in("lieve").post(f"/scans/{found}/bevestigen", {"shown_root": doelen.root})
    assert "Dit was al beslist." in page.text
    assert signature(kobe, doelen, "ilse").evidence["method"] == "tablet"
    younes.get(paper_page(kobe, doelen, "ilse"), status=409)


def test_a_scan_that_waits_lapses_when_the_round_ends(kobe, doelen, signed_in):
    younes, lieve = signed_in("younes"), signed_in("lieve")
    found = brought(younes, kobe, doelen, "ilse")
    page = lieve.get(f"/scans/{found}")
    kobe.answer(doelen, kobe.ids["kobe"], "geweigerd")
    assert stands(kobe, doelen) == "geweigerd"
    assert the_scan(kobe, found).status == "vervallen"
    assert page.click("Klopt: bewaar", status=409).h1 == "Deze ronde is gesloten"
    assert "vervallen" in lieve.get(f"/scans/{found}").text
    assert not signed(kobe, doelen, "ilse")


def test_nothing_stays_of_a_confirmation_that_fails(kobe, doelen, signed_in, monkeypatch):
    found = brought(signed_in("younes"), kobe, doelen, "ilse")

    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(signing, "keep_evidence", full)
    with pytest.raises(OSError, match="disk full"):
        papers.confirm(kobe.platform, kobe.world.who("lieve"), kobe.file, found, doelen.root)
    assert the_scan(kobe, found).status == "wacht"
    assert told(kobe, "paper.confirmed") == []


def test_a_no_on_paper_counts_as_a_no(kobe, doelen, signed_in):
    """BR-31, BR-32."""
    found = brought(signed_in("younes"), kobe, doelen, "kobe", besluit="geweigerd", opmerking="Ik wil dit niet.")
    assert stands(kobe, doelen) == "ter_ondertekening"
    signed_in("lieve").get(f"/scans/{found}").click("Klopt: bewaar")
    assert stands(kobe, doelen) == "geweigerd"
    assert signature(kobe, doelen, "kobe").decision == "geweigerd"


def test_in_a_round_with_an_order_paper_waits_its_turn(kobe, doelen, signed_in):
    an = kobe.world.who("an")
    younes = signed_in("younes")
    code = printed(younes, kobe, doelen, "ilse")
    rounds.set_order(kobe.platform, an, kobe.file, doelen.id, doelen.root, ordered=True)
    assert bring_back(younes, kobe, doelen, "ilse", code, 409).h1 == "Anderen zijn eerst"


def test_parents_of_who_is_18_by_now_do_not_sign_on_paper(kobe, signed_in, clock):
    """BR-22, BR-27."""
    answers = indication(kobe)
    answers["leerlingen"][0]["geboortedatum"] = "2008-09-20"
    for item in answers["instemmingen"]:
        if item["waarvoor"] == "delen_ouders":
            item["antwoord"] = "nee"
    kobe.refer(leerlingen=answers["leerlingen"], instemmingen=answers["instemmingen"])
    kobe.accept()
    version = kobe.agree()
    younes = signed_in("younes")
    code = printed(younes, kobe, version, "ilse")
    clock.go("2026-09-20")
    younes = signed_in("younes")
    younes.get(paper_page(kobe, version, "ilse"), status=403)
    younes.get(f"/papier/{code}", status=403)
    bring_back(younes, kobe, version, "ilse", code, 403)
    with pytest.raises(NotAllowed):
        papers.print_copy(kobe.platform, kobe.world.who("younes"), kobe.file, version.id, kobe.ids["ilse"])


def test_a_mixed_round_ends_and_the_word_files_say_how_each_signed(kobe, doelen, signed_in):
    """BR-34: all ways count the same."""
    younes = signed_in("younes")
    for key, name in (("younes", "Younes Amrani"), ("an", "An Peeters"), ("saskia", "Saskia van der Meersch")):
        sign_in_account(signed_in(key), doelen.id, name)
    sign_at_table(younes, doelen.id, "Kobe Vermeulen")
    sign_at_table(younes, doelen.id, "Geert Vermeulen")
    found = brought(younes, kobe, doelen, "ilse")
    assert documents.documents_of_version(kobe.platform.db, doelen.id) == []
    signed_in("lieve").get(f"/scans/{found}").click("Klopt: bewaar")
    assert stands(kobe, doelen) == "getekend"
    made = documents.documents_of_version(kobe.platform.db, doelen.id)
    assert {one.reader for one in made} == set("CNSLO")
    for one in made:
        content = documents.content(kobe.platform.db, one.id) or b""
        words = "\n".join(
            cell.text for table in docx.Document(io.BytesIO(content)).tables for row in table.rows for cell in row.cells
        )
        assert "Ilse De Cock" in words
        assert one.code != "D2" or "op papier" in words


def test_where_the_school_leads_it_prints_its_own_copies(kobe, doelen, signed_in, clock):
    """The engagements: school and CLB lead, and each hands out what it reads."""
    kobe.sign(doelen)
    kobe.do("younes", Event.STARTEN)
    clock.go("2026-11-01")
    kobe.finish()
    version = kobe.freeze("an", kobe.write("an", "engagementen", engagements(kobe)))
    joris, saskia = signed_in("joris"), signed_in("saskia")
    joris.get(paper_page(kobe, version, "kobe"), status=404)
    found = brought(joris, kobe, version, "saskia")
    saskia.get("/werklijst").click("Bevestig een handtekening").click("Klopt: bewaar")
    assert signature(kobe, version, "saskia").evidence["method"] == "papier"
    signed_in("younes").get(f"/scans/{found}", status=404)


def test_an_evaluation_is_signed_on_paper_too(kobe, doelen, signed_in, clock):
    """BR-37."""
    kobe.sign(doelen)
    kobe.do("younes", Event.STARTEN)
    clock.go("2026-11-01")
    version = kobe.freeze("younes", kobe.write("younes", "evaluatie", evaluation(kobe)))
    found = brought(signed_in("younes"), kobe, version, "geert", besluit="kennisname")
    signed_in("lieve").get(f"/scans/{found}").click("Klopt: bewaar")
    assert signature(kobe, version, "geert").decision == "kennisname"


def test_a_copy_comes_as_a_word_file_with_a_page_to_sign_on(app, kobe, doelen, signed_in, tmp_path):
    sign_in_account(signed_in("an"), doelen.id, "An Peeters")
    younes = signed_in("younes")
    younes.get(paper_page(kobe, doelen, "ilse"))
    made = younes.raw(
        paper_page(kobe, doelen, "ilse"), "POST", data={"csrf_token": younes.token, "als": "word"}
    ).headers["Location"]
    code = made.split("/")[-2]
    assert made == f"/papier/{code}/word"
    assert younes.get(f"/papier/{code}").offers("Als Word-bestand")
    content = younes.download(made)
    (tmp_path / "papier.docx").write_bytes(content)
    assert faults(tmp_path / "papier.docx") == []
    found = texts(content)
    page = found["word/document.xml"]
    shown = ("Ilse De Cock", "\u2610\u2003Ik ga akkoord", "\u2610\u2003Ik teken niet", "Handtekening", "Datum")
    for one in (*shown, paper_code.grouped(code), "Geef dit blad terug aan Younes Amrani, vzw Kantelpunt."):
        assert one in page
    headers = [text for part, text in found.items() if part.startswith("word/header")]
    assert len(headers) == 2
    for header in headers:
        assert f"Nog niet ondertekend · papieren exemplaar met code {paper_code.grouped(code)}" in header
    for of_signed in ("Bewijs van ondertekening", "in de eigen account", "Kenmerk van het bewijs"):
        assert of_signed not in page
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        (picture,) = [archive.read(name) for name in names if name.startswith("word/media/")]
    assert not [name for name in names if "signature" in name or "customXml" in name]
    assert read_png(picture) == f"{app.config['URL']}/papier/{code}/terug"
    assert documents.documents_of_version(kobe.platform.db, doelen.id) == []
    assert [(one.data or {})["code"] for one in told(kobe, "paper.printed")] == [code]
    line = access_log.of_dossier(kobe.platform.db, kobe.id)[0]
    assert (line.what, line.account_id) == ("paper.word", kobe.world.who("younes").id)


def test_the_word_file_holds_what_its_signer_reads_and_nothing_else(kobe, signed_in):
    """Of the indicatiestelling too, of which pupil and parents later get a summary alone."""
    version = kobe.freeze("an", kobe.write("an", "indicatiestelling", indication(kobe)))
    an = signed_in("an")
    for key, reader in (("ilse", "O"), ("kobe", "L")):
        code = printed(an, kobe, version, key)
        everything = " ".join(" ".join(texts(an.download(f"/papier/{code}/word")).values()).split())
        page = an.get(f"/papier/{code}").text
        seen = {str(one["value"]) for one in version.payload["leaves"] if reader in one["readers"]}
        hidden = {str(one["value"]) for one in version.payload["leaves"] if reader not in one["readers"]}
        read = {one for one in seen if len(one) > 15 and one in page}
        assert len(read) > 5
        assert not [one for one in read if one not in everything]
        assert not [one for one in hidden - seen if len(one) > 15 and one in everything]


def test_a_word_file_is_not_there_for_others_and_not_after_an_answer(kobe, doelen, signed_in):
    younes = signed_in("younes")
    code = printed(younes, kobe, doelen, "ilse")
    for key in ("saskia", "mo", "floor"):
        signed_in(key).get(f"/papier/{code}/word", status=404)
    younes.get("/papier/BESTAATNIE/word", status=404)
    sign_at_table(younes, doelen.id, "Ilse De Cock")
    younes.get(f"/papier/{code}/word", status=409)
