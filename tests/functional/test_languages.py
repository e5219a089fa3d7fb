"""Pages and mails for home in another language, from mail to thanks; and that nothing stays in Dutch by accident.

The second is looked at in a made-up language: whatever has a translation stands in brackets, so what stands outside
them was forgotten, or is a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import render_template

from services import links, mail_words, papers, round_news, sending_back, translations
from services.package_check import Checked, Item
from services.verifying import Elsewhere, Known, Signed, Verdict
from store import parties
from tests.pages import Page, Person
from tests.policy import vertalingen
from tests.post import Bag, empty, goals_by_mail, html_of, mailed, other, text_of

FRENCH, ENGLISH = "fr-BE", "en-GB"
TOLD = ("aria-label", "alt", "placeholder", "data-kop", "data-staat-er", "data-leeg", "data-ingevuld")
NO_WORDS = re.compile(
    r"Naadloos( 0\.1\.0)?|naadloos_check\.py|Ilse De Cock|Kobe Vermeulen|Geert Vermeulen|Younes Amrani|vzw Kantelpunt|"
    r"Esperanto|lundo|Septembro|Novembro|x{9,}|"
    r"Elders|Er moet iets anders\.|Het blijft zo\.|NAFT-\d{4}-\d+|\b[0-9a-f]{4,64}\b|some-code|\bD2\b|"
    r"\b[A-Z0-9]{4} [A-Z0-9]{4} [A-Z0-9]{2}\b"
)
"""What needs no translation: names, codes, what somebody wrote, and dates in the language of the page."""


@pytest.fixture
def goals(world):
    """Kobe's dossier, with goals that wait; his mother speaks French, and what his father speaks is not offered."""
    case, version = goals_by_mail(world)
    for key, language in (("ilse", "fr"), ("geert", "ar")):
        party = parties.party(case.platform.db, case.ids[key])
        assert party is not None
        parties.save(case.platform.db, party.id, {**party.answers, "taal": language}, party.revision)
    return case, version


def lang(page: Page) -> str:
    """In which language a page says it is."""
    return str(page.tree.get("lang"))


def test_each_reads_in_an_own_language_and_nobody_learns_which(app, goals, signed_in):
    case, version = goals
    office = Bag()
    token, code = mailed(case, version, "ilse", office)
    mail = office.to("ilse")[-1]
    assert mail["Subject"] == "Un document est prêt à être lu"
    assert f"/t/{token}?taal=fr" in text_of(mail)
    assert "jusqu’au 21 septembre 2026 inclus" in text_of(mail)
    assert '<html lang="fr"' in html_of(mail)

    visitor = Person(app)
    assert lang(visitor.get(f"/t/{token}")) == "nl-BE", "before the code a page does not look in the dossier"
    asks = visitor._page(visitor.client.get(f"/t/{token}", headers={"Accept-Language": "en-US,fr;q=0.5"}), 200)
    assert lang(asks) == ENGLISH
    page = visitor.get(f"/t/{token}?taal=fr").fill({"code": code}).click("Ouvrir le document")
    assert (lang(page), page.h1) == (FRENCH, "Objectifs et accords")
    assert lang(visitor.get(page.path)) == FRENCH, "the dossier says so"
    dutch = page.all("//div[@class='lezen']")[0]
    assert (dutch.get("lang"), dutch.xpath(".//h2/text()")[0].strip()) == ("nl-BE", "Rondetafel")
    assert dutch.xpath(".//h2/span[@lang='fr-BE']/text()")[0] == "Table ronde"
    assert page.all("//p[@lang='nl-BE'][starts-with(., 'Ik heb deze doelstellingen')]")

    typed = {"opmerking": "Mijn vraag", "enkel_taal": "en"}  # the button of a language sends along what was typed
    page = visitor.post(f"{page.path}?taal=en", {**typed, "shown_root": version.root})
    assert (lang(page), page.values("opmerking")) == (ENGLISH, ["Mijn vraag"])
    assert page.click("Confirm", 422).errors[0] == ("besluit", "Choose one of the answers.")
    page = page.fill({"besluit": "akkoord", "wijze": "typen", "getypt": "Ilse De Cock"}).click("Confirm")
    assert (lang(page), page.h1) == (ENGLISH, "Thank you")
    chosen = parties.party(case.platform.db, case.ids["ilse"])
    assert chosen is not None
    assert chosen.language == "en", "the choice is remembered for the next mail"

    links.invite(case.platform, case.world.who("younes"), case.file, version.id, case.ids["geert"])
    empty(case, office)
    unknown = text_of(office.to("geert")[-1])
    assert re.search(r"/t/[\w-]+\n", unknown)
    assert "La page existe aussi en français.\n\nThe page is also there in English." in unknown
    assert '<p lang="fr">La page existe' in html_of(office.to("geert")[-1])

    host = signed_in("younes")
    given = host.get(f"/versies/{version.id}/ronde?taal=fr").click("Geef door aan Kobe Vermeulen")
    assert [one.get("lang") for one in given.all("//section[@lang]")] == ["nl-BE", FRENCH, ENGLISH]
    assert lang(given) == lang(host.get("/inloggen?taal=fr")) == "nl-BE"
    page = given.click("I am Kobe Vermeulen")
    done = page.fill({"besluit": "geweigerd"}).click("Confirm")
    assert lang(done) == ENGLISH
    assert lang(done.click("Give the device back to Younes Amrani")) == "nl-BE"
    assert "taal" not in "".join(host.client.get_cookie("naadloos").value), "nothing sticks to the tablet"


def test_a_link_to_another_language_leads_to_the_same_page_whatever_the_address_says(app, world):
    visitor = Person(app)
    for url in (
        "/controle?_scheme=javascript&_external=1&endpoint=x&_anchor=y&taal=fr",
        "/tafel/klaar?nee=1&taal=fr&_external=1",
        "/controle?taal=<b>",
    ):
        links = visitor.get(url).all("//nav[contains(@class, 'talen')]//a/@href")
        more = "nee=1&" if "nee=1" in url else ""
        assert links == [f"{url.partition('?')[0]}?{more}taal={code}" for code in ("nl", "fr", "en")]
    elsewhere = {"PATH_INFO": "//elders.example/x", "QUERY_STRING": "taal=en"}
    answer = visitor.raw("/", environ_overrides=elsewhere)
    assert answer.status_code == 404
    assert 'href="?taal=fr"' in answer.get_data(as_text=True)
    assert "elders" not in answer.get_data(as_text=True)


class _Brackets(dict[str, str]):
    """A catalogue of a language that does not exist: everything that is in the catalogues, in brackets."""

    def __init__(self) -> None:
        super().__init__({text: f"⟦{text}⟧" for text in vertalingen.fixed_texts()})


@pytest.fixture
def made_up(monkeypatch):
    """A language of which nobody forgot a word."""
    brackets, real = _Brackets(), translations._catalogue
    monkeypatch.setitem(translations.LANGUAGES, "eo", "eo")
    monkeypatch.setitem(translations.OWN_NAMES, "eo", "Esperanto")
    monkeypatch.setattr(translations, "_catalogue", lambda code, tag: brackets if code == "eo" else real(code, tag))


def outside(page: Page) -> str:
    """The words that stand outside brackets; what is marked as another language is left out."""
    return _words(" ".join(_told(page.tree, "eo")))


def _told(element, language: str) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in ("script", "style", "svg"):
        return
    spoken = element.get("lang", language)
    if spoken == "eo":
        yield from (element.get(name, "") for name in TOLD)
        yield element.text or ""
    for child in element:
        yield from _told(child, spoken)
        if spoken == "eo":
            yield child.tail or ""


def test_no_page_or_mail_for_home_says_a_word_that_is_not_translated(app, goals, signed_in, made_up):
    found = {name: words for name, page in _pages(app, goals, signed_in) if (words := outside(page))}
    assert not found, f"put these in _(...), or in the tables of tests/policy/vertalingen.py: {found}"


def test_no_mail_for_home_says_a_word_that_is_not_translated(made_up):
    context = {"wortel": "ab12", "nummer": 7, "hash": "cd34"}
    for kind in (round_news.INVITATION, round_news.COMPLETED, round_news.REPLIED):
        for sender, again in (("Elders", 0), ("", 1)):
            more = context | {"herinnering": again}
            letter = mail_words.letter(kind, sender=sender, link="1", until="2", context=more, language="eo")
            assert not _words("\n".join((letter.subject, letter.text))), letter.text


def _words(text: str) -> str:
    while text != (less := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)):
        text = less
    return " ".join(re.findall(r"[^\W\d_]{2,}", NO_WORDS.sub(" ", text)))


def _pages(app, goals, signed_in) -> Iterator[tuple[str, Page]]:
    case, version = goals
    token, code = mailed(case, version, "ilse", Bag())
    visitor = Person(app)
    ask = visitor.get(f"/t/{token}?taal=eo")
    yield "link", ask
    yield "no code", ask.fill({"code": ""}).click("⟦Open", 422)
    yield "wrong", visitor.get(f"/t/{token}?taal=eo").fill({"code": other(code)}).click("⟦Open", 422)
    gone = visitor.get(f"/t/{'x' * 43}?taal=eo", 410)
    yield "gone", gone
    yield "gone, unticked", gone.click("⟦Vraag", 422)
    yield "asked", gone.fill({"nieuw": ["ja"]}).click("⟦Vraag")
    page = visitor.get(f"/t/{token}?taal=eo").fill({"code": code}).click("⟦Open")
    yield "text", page
    yield "nothing chosen", page.click("⟦Bevestig", 422)
    yield "too long", page.fill({"besluit": "akkoord", "opmerking": "x" * 1001}).click("⟦Bevestig", 422)
    yield "nothing to send back", page.click("⟦Stuur terug", 422)
    sent = page.fill({"deel": "rondetafel", "waarom": "Er moet iets anders."}).click("⟦Stuur terug")
    yield "sent back", sent
    who = case.world.who("younes")
    copy = papers.print_copy(case.platform, who, case.file, version.id, case.ids["geert"])
    whole = signed_in("younes").get(f"/papier/{copy.code}?taal=eo")
    whole.tree = whole.all("//article")[0]
    yield "paper", whole
    yield from _at_the_table(version, signed_in, "ilse")
    one = sending_back.open_ones(case.platform, version)[0]
    sending_back.leave_it(case.platform, who, case.file, version.id, one.id, "Het blijft zo.", version.root)
    yield from _at_the_table(version, signed_in, "ilse", "akkoord")
    yield from _at_the_table(version, signed_in, "kobe", "geweigerd")
    for status, url, method in ((404, "/nergens", "get"), (405, f"/t/{token}/nieuw", "get"), (410, page.path, "get")):
        yield str(status), visitor._page(getattr(visitor.client, method)(f"{url}?taal=eo"), status)
    yield "400", visitor._page(visitor.client.post(f"/t/{token}?taal=eo", data={"csrf_token": "x"}), 400)
    yield from _verdicts(app, visitor)


def _at_the_table(version, signed_in, key: str, decision: str = "") -> Iterator[tuple[str, Page]]:
    name = {"ilse": "Ilse De Cock", "kobe": "Kobe Vermeulen"}[key]
    given = signed_in("younes").get(f"/versies/{version.id}/ronde").click(f"Geef door aan {name}")
    yield f"{key}: given", given_in(given)
    page = given.click(f"⟦Ik ben {name}")
    yield f"{key}: text", page
    if decision:
        yield f"{key}: done", page.fill({"besluit": decision, "getypt": name}).click("⟦Bevestig")


def given_in(page: Page) -> Page:
    """The part of a page that is in the language that does not exist."""
    page.tree = page.all("//section[@lang='eo']")[0]
    return page


def _verdicts(app, visitor: Person) -> Iterator[tuple[str, Page]]:
    empty_form = visitor.get("/controle?taal=eo")
    yield "check", empty_form
    yield "check nothing", empty_form.click("⟦Controleer⟧", 422)
    yield "check no hash", empty_form.fill({"kenmerk": "x"}).click("⟦Controleer⟧", 422)
    signed = (Signed("Leerling", "Akkoord", "2026-09-14T08:00:00Z", "op papier"), Signed("Ouder", "Niet ondertekend"))
    text = Known("Doelstellingen en afspraken", "D2", 1, "current", 0, "ab" * 32, signed, "v")
    other_place = Elsewhere("Elders", "Evaluatieverslag", "D2", 1, "cd" * 32)
    for status in ("current", "replaced", "withdrawn", "refused", "open"):
        yield (
            status,
            _verdict(app, Verdict("AUTHENTIC", "file", known=replace(text, status=status), certificate="ab" * 32)),
        )
    for word in ("AUTHENTIC", "CONTENT_AUTHENTIC_FILE_REPACKED", "NOT_AUTHENTIC", "UNKNOWN"):
        for by in ("file", "hash", "root"):
            for kind in ("docx", "pdf"):
                yield f"{word} {by}", _verdict(app, Verdict(word, by, ("some-code",) * 13, sha256="ef" * 32, kind=kind))
        yield word, _verdict(app, Verdict(word, "file", elsewhere=other_place, sealed_at="2026-09-14T08:00:00Z"))
        items = tuple(Item("", kind, word, ("added",)) for kind in ("word", "pdf", "evidence", "summary", "other"))
        yield f"package {word}", _verdict(app, Checked(word, items), "oordeel_pakket.html")
        yield f"package {word}, empty", _verdict(app, Checked(word, ()), "oordeel_pakket.html")


def _verdict(app, verdict, template: str = "oordeel.html") -> Page:
    """The page about a file, without a file."""
    with app.test_request_context("/controle?taal=eo"):
        html = render_template(template, oordeel=verdict, vingerafdrukken=["ab" * 32], eigen=None)
    page = Page.__new__(Page)
    from lxml.html import document_fromstring

    page.tree = document_fromstring(html)
    return page
