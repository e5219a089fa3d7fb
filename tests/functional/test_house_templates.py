"""Templates of an organisation, as its administrator handles them: download, edit, bring in, use, print, go back."""

from __future__ import annotations

import hashlib
import io
import shutil
from dataclasses import replace

import pytest
from docx import Document
from PIL import Image

from services import administration, house_templates, job_kinds, jobs, office
from services.checking import check
from services.freezing import freeze
from services.readiness import NotReady
from services.template_catalogue import CATALOGUE, made_by
from store import documents as kept
from store import events, logos
from store import house_templates as stored
from store.accounts import account_of_email
from tests.pages import Page, Person
from tests.sjablonen_hulp import texts
from tests.world import World, indication

NAME = "kennisgeving.docx"
PAGE = "/sjablonen/kennisgeving"


def edited(content: bytes, *sentences: str) -> bytes:
    """The same after somebody typed more at the end, in Word."""
    word = Document(io.BytesIO(content))
    for one in sentences:
        word.add_paragraph(one)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def administrator(app, world: World, key: str) -> Person:
    """Somebody who administers the own organisation, signed in."""
    account = world.who(key).account
    administration.grant(world.platform, account.email)
    person = Person(app, account.email)
    person.sign_in()
    return person


def bring_in(person: Person, content: bytes, status: int = 200, name: str = "eigen.docx") -> Page:
    """Upload a template."""
    person.get(PAGE)
    return person.upload(PAGE, {}, {"sjabloon": (name, content)}, status)


def refreshed(world: World, key: str):
    """The same person with the roles of now."""
    who = world.who(key)
    account = account_of_email(world.platform.db, who.account.email)
    assert account is not None
    return replace(who, account=account)


def notification(case, version) -> str:
    """The text of the school's notification of a version."""
    case.documents()
    (one,) = [one for one in kept.documents_of_version(case.platform.db, version.id) if one.code == "D1S"]
    return texts(kept.content(case.platform.db, one.id) or b"")["word/document.xml"]


def test_from_download_to_print_and_back(app, world, kobe, clock):
    an, db = administrator(app, world, "an"), world.platform.db
    page = an.get("/werklijst").click("Beheer").click("Sjablonen").click("Kennisgeving van aanmelding")
    content = an.download(page.find("het standaardsjabloon").get("href"))
    assert content == (world.platform.templates / NAME).read_bytes()

    page = bring_in(an, edited(content, "De Brug dankt u."), name="Kennis <geving>.docx")
    assert (page.path, page.h1) == (f"{PAGE}/1", "Voorbeeld van versie 1")
    assert stored.in_use(db, world.id("brug"), NAME) is None
    page = page.click("Gebruik versie 1")
    assert "Vanaf nu wordt uw versie 1 gebruikt." in page.text
    assert stored.versions_of(db, world.id("brug"), NAME)[0].filename == "Kennis _geving_.docx"

    first = kobe.freeze("an", kobe.write("an", "indicatiestelling", indication(kobe)))
    clock.wait(minutes=1)
    bring_in(an, edited(content, "De Brug groet u.")).click("Gebruik versie 2")
    one, two = reversed(stored.versions_of(db, world.id("brug"), NAME))
    assert (one.in_use, two.in_use) == (False, True)
    assert one.used_until == two.used_from

    text = notification(kobe, kobe.sign(first))  # frozen with version 1, printed while version 2 is in use
    assert "De Brug dankt u." in text
    assert "De Brug groet u." not in text
    second = world.kobe()
    version = second.freeze("an", second.write("an", "indicatiestelling", indication(second)))
    assert (first.template_hashes["D1S"], version.template_hashes["D1S"]) == (one.sha256, two.sha256)
    assert version.payload["templates"]["D1S"] == two.sha256
    elsewhere = house_templates.current(world.platform, world.id("kompas"), NAME)
    assert elsewhere[1] == content

    page = an.get(PAGE).click("Terug naar het standaardsjabloon")
    assert "Vanaf nu wordt het standaardsjabloon gebruikt." in page.text
    assert house_templates.current(world.platform, world.id("brug"), NAME) == elsewhere
    assert page.click("Gebruik versie 1").offers("Terug naar het standaardsjabloon")
    assert events.verify(db) == []
    told = [each.type for each in events.of_subject(db, one.id)]
    assert told == ["template.kept", "template.used", "template.used"]
    assert [each.type for each in events.of_subject(db, two.id)][2:] == ["template.set_aside"]


def test_what_cannot_be_used_is_refused_at_the_field_and_nothing_is_kept(app, world, tmp_path):
    an = administrator(app, world, "an")
    content = (world.platform.templates / NAME).read_bytes()
    hostile = {
        "an unknown name": edited(content, "{{ naam_van_de_buur }}"),
        "the program itself": edited(content, "{{ config.SECRET_KEY }}{{ ''.__class__.__mro__ }}"),
        "without an end": edited(content, "{% for i in range(999999999) %}{{ i }}{% endfor %}"),
        "half a mark": edited(content, "{{ doc.titel "),
        "a zip of something else": packed({"a.txt": b"x"}),
    }
    for what, one in hostile.items():
        page = bring_in(an, one, 422, name="huis <b>.docx")
        assert [field for field, _ in page.errors] == ["sjabloon"], what
        assert "Het is niet bewaard" in page.text, what
        assert page.all("//table[contains(@class, 'bevindingen')]//tbody/tr"), what
        assert "Fout" in page.text, what
    for one, said in (
        (b"", "Kies het sjabloon"),
        (b"%PDF-1.7", "een PDF, maar de naam eindigt op .docx"),
        (b"geen zip", "geen Word-bestand"),
        (content, "zonder wijziging"),
        (b"PK\x03\x04" + bytes(house_templates.LARGEST), "te groot"),
    ):
        page = bring_in(an, one, 422)
        assert said in page.errors[0][1]
    an.get(PAGE)
    assert an.upload(PAGE, {}, {"sjabloon": ("x.docx", bytes(5_000_000))}, 413).h1 == "Dit is te groot"
    assert stored.versions_of(world.platform.db, world.id("brug"), NAME) == []
    assert not world.platform.db.rows("SELECT 1 FROM template")
    good = edited(content, "Twee keer.")
    bring_in(an, good)
    assert "hetzelfde als uw versie 1" in bring_in(an, good, 422).errors[0][1]


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def test_only_an_administrator_and_only_the_own_organisation(app, world, signed_in):
    an, floor = administrator(app, world, "an"), administrator(app, world, "floor")
    bring_in(an, edited((world.platform.templates / NAME).read_bytes(), "Van De Brug."))
    an.get("/sjablonen")
    an.upload("/beheer/huisstijl/logo", {}, {"logo": ("logo.png", a_logo())}, 200)
    looked = (f"{PAGE}/1", f"{PAGE}/1/sjabloon.docx", f"{PAGE}/1/voorbeeld.docx", f"{PAGE}/1/bladen/1.png")
    for path in (
        *looked,
        "/beheer/huisstijl/logo.png",
        f"{PAGE}/0",
        f"{PAGE}/²",
        "/sjablonen/doelen",
        "/sjablonen/niets",
    ):
        assert floor.get(path, 404).h1 == "Deze pagina is er niet"
    assert an.get("/sjablonen").text.count("Standaard") == len(made_by("clb"))
    floor.get(PAGE)
    floor.post(f"{PAGE}/1/gebruik", status=404)
    assert an.get(f"{PAGE}/1/voorbeeld.docx?lezer=C", 404).h1 == "Deze pagina is er niet"

    saskia, dirk = signed_in("saskia"), administrator(app, world, "dirk")
    assert not saskia.get("/werklijst").offers("Beheer")
    for path in ("/sjablonen", PAGE, *looked, "/beheer/huisstijl/logo.png"):
        page = saskia.get(path, 403)
        assert page.h1 == "Dit kunt u hier niet doen"
        assert "beheerders van uw organisatie" in page.text
    for path in ("/beheer/huisstijl/logo", "/beheer/huisstijl/logo/weg", PAGE, f"{PAGE}/standaard/gebruik"):
        saskia.post(path, status=403)
    assert dirk.get("/sjablonen").offers("Engagementen na NAFT")
    assert not dirk.get("/sjablonen").offers("Doelstellingen en afspraken")
    assert stored.in_use(world.platform.db, world.id("brug"), NAME) is None


def test_who_administers_is_said_in_a_terminal(app, world):
    flask, email = app.test_cli_runner(), world.who("an").account.email
    assert "from the next page on" in flask.invoke(args=["admin", "grant", email]).output
    assert flask.invoke(args=["admin", "grant", email]).output == "Was so already.\n"
    assert refreshed(world, "an").account.roles == ("beheerder", "clb")
    assert "No administrator any more." in flask.invoke(args=["admin", "withdraw", email]).output
    assert refreshed(world, "an").account.roles == ("clb",)
    assert flask.invoke(args=["admin", "grant", "niemand@nergens.example"]).exit_code == 1


def test_what_an_update_does_to_a_template_in_use_is_said(app, world, kobe, tmp_path):
    an, platform = administrator(app, world, "an"), world.platform
    broken = edited((platform.templates / NAME).read_bytes(), "{{ stond_er_vroeger }}")
    made = stored.add(
        platform.db,
        organisation_id=world.id("brug"),
        name=NAME,
        sha256=hashlib.sha256(broken).hexdigest(),
        content=broken,
        filename="oud.docx",
        by=world.who("an").id,
        at=platform.at(),
    )
    assert "In deze versie staan fouten" in an.get(PAGE).click("Gebruik versie 1", 409).text
    stored.use(platform.db, made, at=platform.at())
    assert "Uw versie 1: er zitten fouten in" in an.get("/sjablonen").text
    page = an.get(PAGE)
    assert "stond_er_vroeger" in page.text
    assert "In de versie die u gebruikt, zitten fouten" in page.text
    assert not page.click("Bekijk: Versie 1").offers("Gebruik versie 1")
    record = kobe.write("an", "indicatiestelling", indication(kobe))
    with pytest.raises(NotReady, match="Het sjabloon kennisgeving kan niet ingevuld worden"):
        freeze(platform, world.who("an"), kobe.file, record)

    bring_in(an, edited((platform.templates / NAME).read_bytes(), "Nu goed.")).click("Gebruik versie 2")
    assert "Het standaardsjabloon veranderde" not in an.get("/sjablonen").text
    shutil.copytree(platform.templates, tmp_path / "nieuw")
    (tmp_path / "nieuw" / NAME).write_bytes(edited(broken, "Anders."))
    app.extensions["naadloos"] = replace(platform, templates=tmp_path / "nieuw")
    assert "Het standaardsjabloon veranderde" in an.get("/sjablonen").text
    assert "Sinds u versie 2 opgeladen hebt" in an.get(PAGE).text


def test_a_preview_shows_nobody_and_is_no_document(app, world, kobe):
    an, platform = administrator(app, world, "an"), world.platform
    bring_in(an, edited((platform.templates / NAME).read_bytes(), "Een zin van ons huis."))
    answer = an.raw(f"{PAGE}/1/voorbeeld.docx?document=D1S&lezer=S")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="VOORBEELD_D1S_school.docx"'
    text = texts(answer.get_data())["word/document.xml"]
    assert "Een zin van ons huis." in text
    assert kobe.file.dossier.number not in text
    found = check(answer.get_data(), [])
    assert (found.seal, found.record_state) == ("none", "none")
    for template in CATALOGUE:
        if "clb" in template.by:
            for made in template.makes:
                for reader in made.readers:
                    url = f"/sjablonen/{template.slug}/standaard/voorbeeld.docx?document={made.code}&lezer={reader}"
                    assert an.download(url).startswith(b"PK"), url


@pytest.mark.skipif(not office.available(), reason="THE PREVIEW DID NOT RUN: there is no LibreOffice here")
def test_pages_are_drawn_in_the_background(app, world):
    an, platform = administrator(app, world, "an"), world.platform
    page = an.get(PAGE).click("Bekijk: Standaardsjabloon")
    assert "Wij maken de bladzijden" in page.text
    page = page.click("Toon de bladzijden")
    assert "Wij maken de bladzijden" in page.text
    assert len(platform.db.rows("SELECT 1 FROM job")) == 1
    assert jobs.work_off(platform, job_kinds.KINDS) == 1
    page = page.click("Toon de bladzijden")
    shown = page.all("//ol[contains(@class, 'bladen')]//img/@src")
    assert shown
    with Image.open(io.BytesIO(an.raw(shown[0]).get_data())) as picture:
        assert picture.format == "PNG"
        assert picture.width == pytest.approx(1000, abs=2)
    assert an.get(f"{PAGE}/standaard").all("//ol[contains(@class, 'bladen')]//img/@src") == shown


def a_logo(kind: str = "PNG") -> bytes:
    """A logo."""
    out = io.BytesIO()
    Image.new("RGB", (300, 100), "#0b5260").save(out, kind)
    return out.getvalue()


def test_a_logo_is_put_shown_replaced_and_taken_away(app, world):
    an, brug = administrator(app, world, "an"), world.id("brug")
    an.get("/sjablonen")
    page = an.upload("/beheer/huisstijl/logo", {}, {"logo": ("logo.svg", b"<svg/>")}, 422)
    assert page.errors == [("logo", "Kies een PNG of een JPEG.")]
    assert logos.logo(world.platform.db, brug) is None
    page = an.upload("/beheer/huisstijl/logo", {}, {"logo": ("logo.jpg", a_logo("JPEG"))}, 200)
    (shown,) = page.all("//figure[@class='logo']/img/@src")
    assert an.raw(shown).get_data() == logos.content(world.platform.db, brug)
    before = logos.logo(world.platform.db, brug)
    page = an.upload("/beheer/huisstijl/logo", {}, {"logo": ("logo.png", a_logo())}, 200)
    assert logos.logo(world.platform.db, brug) != before
    page = page.click("Haal het logo weg")
    assert "Er is nog geen logo" in page.text
    assert logos.content(world.platform.db, brug) is None
    assert [one.type for one in events.of_subject(world.platform.db, brug)] == ["logo.put", "logo.put", "logo.removed"]
