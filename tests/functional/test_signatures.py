"""Signing: everybody signs the text that was shown, once, in the own account or at the table; and a no is an answer."""

from __future__ import annotations

import base64
import hashlib
import io

import pytest
import rfc8785
from PIL import Image, ImageDraw

from rules.national_number import WARNING
from services import rounds
from store import signatures, versions
from tests.pages import Page, Person
from tests.wizard import sign, sign_at_table, sign_in_account
from tests.world import PASSWORD, evaluation

GONE = "Deze plaats is niet meer geldig"


@pytest.fixture
def doelen(kobe):
    """Goals that wait for every signature."""
    kobe.refer()
    kobe.accept()
    return kobe.agree()


def answers(kobe, version) -> dict[str, str]:
    """Key of the person -> decision."""
    keys = {party: key for key, party in kobe.ids.items()}
    return {keys[one]: decision for one, decision in rounds.answers_of(kobe.platform, version).items()}


def now(kobe, version):
    """The version as it is now."""
    return versions.version(kobe.platform.db, version.id)


def unlock(host: Person) -> Page:
    """The device is back with its host."""
    return host.get("/ontgrendelen").fill({"wachtwoord": PASSWORD}).click("Ga verder")


def hand_over(host: Person, version, name: str) -> Page:
    """The page that somebody at the table gets."""
    return host.get(f"/versies/{version.id}/ronde").click(f"Geef door aan {name}").click(f"Ik ben {name}")


def test_the_page_to_sign_shows_the_text_the_declaration_and_the_hash(kobe, doelen, signed_in):
    page = signed_in("saskia").get(f"/versies/{doelen.id}/tekenen")
    assert "Hoe kan hij weer met een gerust gevoel naar de les?" in page.text
    assert "ik kon er mijn vragen en opmerkingen bij geven" in page.text
    assert " ".join(doelen.root[at : at + 4] for at in range(0, 16, 4)) in page.text
    assert set(page.hidden("shown_root")) == {doelen.root}


def test_an_answer_is_kept_with_the_evidence_of_what_was_shown(kobe, doelen, signed_in, clock):
    clock.wait(minutes=30)
    sign(signed_in("saskia").get(f"/versies/{doelen.id}/tekenen"), "Saskia vdM", opmerking="Wij denken mee.")
    kept = signatures.signature(kobe.platform.db, doelen.id, kobe.ids["saskia"])
    assert kept is not None
    assert kept.decision == "akkoord"
    assert kept.evidence == {
        "salt": kept.evidence["salt"],
        "root": doelen.root,
        "shown_root": doelen.root,
        "party": kobe.ids["saskia"],
        "name": "Saskia van der Meersch",
        "role": "Directie van de school",
        "decision": "akkoord",
        "declaration": kept.evidence["declaration"],
        "method": "account",
        "account": kobe.world.who("saskia").account.id,
        "witness": "",
        "typed": "Saskia vdM",
        "image_sha256": "",
        "remark": "Wij denken mee.",
        "proof": {},
        "at": "2026-09-14T08:30:00Z",
    }
    assert kept.evidence_sha256 == hashlib.sha256(rfc8785.dumps(kept.evidence)).hexdigest()


@pytest.mark.parametrize("root", ["", "0" * 64])
def test_what_was_shown_must_be_what_is_signed(kobe, doelen, signed_in, root):
    page = signed_in("saskia").get(f"/versies/{doelen.id}/tekenen").fill_hidden("shown_root", root)
    page = sign(page, "Saskia", status=409)
    assert page.h1 == "De tekst is intussen veranderd"
    assert answers(kobe, doelen) == {}


def test_who_has_no_choice_made_or_no_name_typed_is_told_where(kobe, doelen, signed_in):
    page = signed_in("saskia").get(f"/versies/{doelen.id}/tekenen").click("Bevestig", status=422)
    assert [field for field, _ in page.errors] == ["besluit", "getypt"]
    page = page.fill({"besluit": "akkoord", "getypt": "  ", "opmerking": "x" * 1001}).click("Bevestig", status=422)
    assert [field for field, _ in page.errors] == ["opmerking", "getypt"]
    assert page.values("opmerking") == ["x" * 1001]
    assert page.values("besluit") == ["akkoord"]
    page = page.fill({"getypt": "Saskia", "opmerking": "Kobe: 85.07.30-033.28"}).click("Bevestig", status=422)
    assert page.errors == [("opmerking", WARNING)]
    assert answers(kobe, doelen) == {}


def test_a_decision_that_was_not_offered_is_refused(kobe, doelen, signed_in):
    saskia = signed_in("saskia")
    fields = {"shown_root": doelen.root, "getypt": "Saskia", "besluit": "kennisname"}
    assert "kennisname" not in [one.get("value") for one in saskia.get(f"/versies/{doelen.id}/tekenen").all("//input")]
    page = saskia.post(f"/versies/{doelen.id}/tekenen", fields, status=422)
    assert page.errors == [("besluit", "Kies een van de antwoorden.")]


def test_posting_twice_signs_once(kobe, doelen, signed_in):
    saskia = signed_in("saskia")
    page = saskia.get(f"/versies/{doelen.id}/tekenen")
    sign(page, "Saskia")
    again = sign(page, "Saskia", "niet_akkoord")
    assert again.path.endswith("/ronde")
    assert answers(kobe, doelen) == {"saskia": "akkoord"}


def test_a_double_click_at_the_table_is_thanked_once_more(kobe, doelen, signed_in):
    page = hand_over(signed_in("younes"), doelen, "Kobe Vermeulen")
    with page.person.client.session_transaction() as session:
        secret = session["plaats"]
    assert sign(page, "Kobe").h1 == "Bedankt"
    with page.person.client.session_transaction() as session:
        session["plaats"] = secret  # both clicks left with the same cookie
    assert sign(page, "Iemand anders", "niet_akkoord").h1 == "Bedankt"
    assert answers(kobe, doelen) == {"kobe": "akkoord"}


def test_looking_changes_nothing(kobe, doelen, signed_in):
    younes = signed_in("younes")
    page = hand_over(younes, doelen, "Kobe Vermeulen")
    before = kobe.platform.db.row("SELECT (SELECT count(*) FROM event) AS e, (SELECT count(*) FROM signature) AS s")
    for _ in range(3):
        younes.get(page.path)
        assert younes.raw(page.path, "HEAD").status_code == 200
    assert younes.raw(f"/versies/{doelen.id}/tafel/{kobe.ids['kobe']}").status_code in (302, 405)
    after = kobe.platform.db.row("SELECT (SELECT count(*) FROM event) AS e, (SELECT count(*) FROM signature) AS s")
    assert after == before
    assert sign(page, "Kobe").h1 == "Bedankt"


def test_a_pupil_signs_on_a_page_without_anything_of_the_professional(kobe, doelen, signed_in):
    page = hand_over(signed_in("younes"), doelen, "Kobe Vermeulen")
    assert "Wat kies jij?" in page.text
    languages = "nav[@class='talen']"
    assert page.all(f"//nav[not(self::{languages})] | //header//a[not(ancestor::{languages})]") == []
    assert page.all("//form[contains(@action, 'afmelden')]") == []
    elsewhere = {str(one).partition("?")[0] for one in page.all("//a[starts-with(@href, '/')]/@href")}
    assert elsewhere - {page.path} == {"/controle", "/toegankelijkheid", "/privacy"}, "where anybody may go"
    assert "Younes" not in page.all("//header")[0].xpath("string()")
    done = sign(page, "Kobe V")
    assert done.all(f"//nav[not(self::{languages})] | //header//a[not(ancestor::{languages})]") == []
    assert answers(kobe, doelen) == {"kobe": "akkoord"}
    kept = signatures.signature(kobe.platform.db, doelen.id, kobe.ids["kobe"])
    assert kept is not None
    assert (kept.evidence["method"], kept.evidence["witness"], kept.evidence["account"]) == (
        "tablet",
        "Younes Amrani",
        "",
    )


def test_after_the_table_the_host_goes_on_where_it_was(kobe, doelen, signed_in):
    page = sign_at_table(signed_in("younes"), doelen.id, "Kobe Vermeulen")
    assert "Younes Amrani" in page.text
    assert page.offers("Lees en teken zelf")


def test_a_place_at_the_table_is_good_for_one_answer(kobe, doelen, signed_in):
    younes = signed_in("younes")
    page = hand_over(younes, doelen, "Kobe Vermeulen")
    copy = younes.get(page.path)
    cookie = younes.client.get_cookie("naadloos")
    assert cookie is not None
    sign(page, "Kobe")
    younes.client.set_cookie("naadloos", cookie.value)  # as it was before: a copied cookie changes nothing
    page_again = sign(copy, "Iemand anders", "geweigerd")
    assert page_again.h1 == "Bedankt"
    assert "niet getekend" not in page_again.text, "thanked for what was answered, not for what was posted"
    assert younes.get(page.path, status=410).h1 == GONE
    assert answers(kobe, doelen) == {"kobe": "akkoord"}


def test_the_address_of_a_place_opens_nothing_in_another_browser(app, kobe, doelen, signed_in):
    page = hand_over(signed_in("younes"), doelen, "Kobe Vermeulen")
    elsewhere = Person(app)
    assert elsewhere.get(page.path, status=410).h1 == GONE
    elsewhere.get("/inloggen")
    fields = {"shown_root": doelen.root, "getypt": "Iemand", "besluit": "akkoord"}
    assert elsewhere.post(page.path, fields, status=410).h1 == GONE
    assert answers(kobe, doelen) == {}


def test_a_form_of_one_person_never_answers_for_the_next(kobe, doelen, signed_in):
    younes = signed_in("younes")
    first = hand_over(younes, doelen, "Kobe Vermeulen")
    unlock(younes)
    second = hand_over(younes, doelen, "Ilse De Cock")
    assert sign(first, "Kobe", status=410).h1 == GONE
    assert younes.get(first.path, status=410).h1 == GONE
    sign(second, "Ilse")
    assert answers(kobe, doelen) == {"ilse": "akkoord"}


def test_who_takes_the_device_back_leaves_no_place_open(kobe, doelen, signed_in):
    younes = signed_in("younes")
    page = hand_over(younes, doelen, "Kobe Vermeulen")
    unlock(younes)
    assert younes.get(page.path, status=410).h1 == GONE


def test_a_place_ends_after_half_an_hour(kobe, doelen, signed_in, clock):
    page = hand_over(signed_in("younes"), doelen, "Kobe Vermeulen")
    clock.wait(minutes=31)
    assert sign(page, "Kobe", status=410).h1 == GONE
    assert answers(kobe, doelen) == {}


def test_a_new_place_takes_the_old_one_away(kobe, doelen, signed_in):
    younes = signed_in("younes")
    first = hand_over(younes, doelen, "Kobe Vermeulen")
    unlock(younes)
    hand_over(younes, doelen, "Kobe Vermeulen")
    assert younes.get(first.path, status=410).h1 == GONE


def test_an_unknown_place_looks_like_a_used_one(app, world):
    assert Person(app).get("/tafel/bestaatniet", status=410).h1 == GONE


def test_a_professional_with_an_account_has_no_place_at_the_table(kobe, doelen, signed_in):
    younes = signed_in("younes")
    assert not younes.get(f"/versies/{doelen.id}/ronde").offers("Geef door aan Saskia van der Meersch")
    younes.post(f"/versies/{doelen.id}/tafel/{kobe.ids['saskia']}", status=404)


def test_changing_the_text_voids_what_was_signed_and_takes_the_places_away(kobe, doelen, signed_in):
    """T9, BR-33."""
    younes = signed_in("younes")
    sign_in_account(signed_in("saskia"), doelen.id, "Saskia")
    open_page = hand_over(younes, doelen, "Kobe Vermeulen")
    unlock(younes)
    page = younes.get(f"/dossiers/{kobe.id}/acties/terug-naar-bewerken")
    page = page.click("Terug naar bewerken", status=409)
    assert "Er is al getekend. Geef een reden" in page.text
    page = page.fill({"reden": "Een doel klopte niet."}).click("Terug naar bewerken")
    assert now(kobe, doelen).status == "ingetrokken"
    assert answers(kobe, doelen) == {}
    kept = signatures.signature(kobe.platform.db, doelen.id, kobe.ids["saskia"])
    assert kept is not None
    assert kept.voided_at
    assert sign(open_page, "Kobe", status=410).h1 == GONE

    again = kobe.agree(gedeelde_vraag="Een andere vraag", reden_versie="andere")
    assert again.number == 2
    assert again.root != doelen.root
    fields = {"shown_root": doelen.root, "getypt": "Saskia", "besluit": "akkoord"}
    saskia = signed_in("saskia")
    assert saskia.post(f"/versies/{again.id}/tekenen", fields, status=409).h1 == "De tekst is intussen veranderd"
    assert saskia.post(f"/versies/{doelen.id}/tekenen", fields).path.endswith("/ronde")
    assert answers(kobe, again) == {}


@pytest.mark.parametrize("decision", ["geweigerd", "niet_akkoord"])
def test_a_no_of_somebody_whose_yes_is_needed_ends_the_round(kobe, doelen, signed_in, decision):
    """BR-31."""
    sign_in_account(signed_in("an"), doelen.id, "An")
    younes = signed_in("younes")
    page = hand_over(younes, doelen, "Kobe Vermeulen")
    page = sign(page, "Kobe", decision)
    assert page.h1 == "Bedankt"
    assert now(kobe, doelen).status == "geweigerd"
    unlock(younes)
    page = younes.get(f"/dossiers/{kobe.id}")
    assert not page.offers("Starten")
    assert "De ronde over de doelen en afspraken stopte door een weigering" in page.text
    saskia = signed_in("saskia")
    assert saskia.get(f"/versies/{doelen.id}/tekenen").path.endswith("/ronde")
    fields = {"shown_root": doelen.root, "getypt": "Saskia", "besluit": "akkoord"}
    assert saskia.post(f"/versies/{doelen.id}/tekenen", fields, status=409).h1 == "Deze ronde is gesloten"


def test_who_refuses_needs_no_name_and_no_reason(kobe, doelen, signed_in):
    """BR-32."""
    page = hand_over(signed_in("younes"), doelen, "Ilse De Cock")
    page = page.fill({"besluit": "geweigerd"}).click("Bevestig")
    assert "Dat mag." in page.text
    assert answers(kobe, doelen)["ilse"] == "geweigerd"
    assert now(kobe, doelen).status == "ter_ondertekening"


def test_a_no_under_an_evaluation_is_printed_and_stops_nothing(kobe, clock):
    """BR-37: the two months go on from the day of the evaluation."""
    kobe.refer()
    kobe.accept()
    kobe.start()
    clock.go("2026-11-01")
    version = kobe.freeze("younes", kobe.write("younes", "evaluatie", evaluation(kobe)))
    kobe.answer(version, kobe.ids["kobe"], "niet_akkoord", "Vier dagdelen vind ik te veel.")
    assert kobe.sign(version).status == "deels_getekend"
    assert kobe.file.trajectory.due_date == "2027-01-01"


def test_a_round_is_closed_without_somebody_only_with_a_reason(kobe, doelen, signed_in):
    kobe.sign(doelen, but=("geert", "ilse"))
    younes = signed_in("younes")
    page = younes.get(f"/versies/{doelen.id}/ronde").click("Sluit af zonder deze handtekeningen", status=422)
    fields = {f"reden-{kobe.ids[key]}": "Twee keer uitgenodigd." for key in ("ilse", "geert")}
    assert {field for field, _ in page.errors} == set(fields)
    page = page.fill(fields).click("Sluit af zonder deze handtekeningen")
    assert now(kobe, doelen).status == "deels_getekend"
    page = younes.get(f"/versies/{doelen.id}/ronde")
    assert "Niet ondertekend: Twee keer uitgenodigd." in page.text


def test_a_round_is_not_closed_while_a_yes_is_needed(kobe, doelen, signed_in):
    """BR-30."""
    kobe.sign(doelen, but=("kobe",))
    younes = signed_in("younes")
    assert not younes.get(f"/versies/{doelen.id}/ronde").offers("Sluit")
    fields = {f"reden-{kobe.ids['kobe']}": "Wilde niet.", "shown_root": doelen.root}
    page = younes.post(f"/versies/{doelen.id}/afsluiten", fields, status=403)
    assert "Het akkoord van de leerling ontbreekt nog." in page.text
    assert now(kobe, doelen).status == "ter_ondertekening"


def drawing() -> str:
    """A scribble as the page sends it."""
    picture = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line(
        [(40, 150), (150, 40), (250, 160), (400, 50), (560, 120)], fill=(0, 0, 0, 255), width=6
    )
    out = io.BytesIO()
    picture.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def test_a_drawn_signature_is_drawn_anew_and_stands_on_the_document(kobe, doelen, signed_in):
    page = hand_over(signed_in("younes"), doelen, "Kobe Vermeulen").fill({"besluit": "akkoord"})
    page.fill_hidden("tekening", drawing()).fill_hidden("wijze", "tekenen").click("Bevestig")
    kept = signatures.signature(kobe.platform.db, doelen.id, kobe.ids["kobe"])
    assert kept is not None
    image = signatures.image(kobe.platform.db, kept.id)
    assert image is not None
    assert kept.evidence["image_sha256"] == hashlib.sha256(image).hexdigest()
    assert kept.evidence["typed"] == ""


def test_a_picture_that_is_no_drawing_is_refused_with_a_message_at_the_field(kobe, doelen, signed_in):
    page = hand_over(signed_in("younes"), doelen, "Kobe Vermeulen").fill({"besluit": "akkoord"})
    page.fill_hidden("tekening", "data:image/svg+xml;base64,PHN2Zz4=").fill_hidden("wijze", "tekenen")
    page = page.click("Bevestig", status=422)
    assert page.errors == [("tekening", "Teken uw handtekening in het vak, of typ uw naam.")]


def test_the_secret_of_a_place_is_in_the_cookie_alone(kobe, doelen, signed_in):
    younes = signed_in("younes")
    page = hand_over(younes, doelen, "Kobe Vermeulen")
    with younes.client.session_transaction() as session:
        token = session["plaats"]
    kept = kobe.platform.db.row("SELECT token_hash FROM seat")
    assert kept == {"token_hash": hashlib.sha256(token.encode()).hexdigest()}
    assert page.path == f"/tafel/{kept['token_hash'][:20]}"
    assert token not in page.response.get_data(as_text=True)
    sign(page, "Kobe")
    with younes.client.session_transaction() as session:
        assert "plaats" not in session


def test_the_last_answer_makes_the_files_without_anybody_looking(kobe, doelen, signed_in, platform):
    """One for the CLB (BR-12) and one for the school (BR-13) among them."""
    from store import documents

    host = signed_in("younes")
    kobe.sign(doelen, but=("younes",))
    assert not documents.documents_of_version(platform.db, doelen.id)
    page = host.get(f"/versies/{doelen.id}/tekenen")
    page.fill({"besluit": "akkoord", "getypt": "Younes Amrani"}).click("Bevestig")

    made = documents.documents_of_version(platform.db, doelen.id)
    assert {one.reader for one in made} == set("CNSLO")
