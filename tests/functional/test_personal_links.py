"""Personal links over HTTP: from the button of the host to the signature, and what everybody else gets to see."""

from __future__ import annotations

import io
import logging
import re

import pytest

from services import links, rounds
from store import mails, signatures
from tests.pages import Page, Person, words
from tests.post import (
    ADDRESSES,
    NAMES,
    Bag,
    empty,
    everything,
    goals_by_mail,
    mailed,
    other,
    text_of,
    token_in,
    until,
)
from tests.wizard import sign

GONE = "Deze link werkt niet"
SEAT_GONE = "Deze plaats is niet meer geldig"
ASK = "Er staat een document klaar om te lezen en te ondertekenen"


@pytest.fixture
def office():
    """Keeps every mail."""
    return Bag()


@pytest.fixture
def case(world):
    """Kobe's dossier, with goals that wait for everybody."""
    return goals_by_mail(world)[0]


@pytest.fixture
def doelen(case):
    """Those goals."""
    return case.version("doelen")


def a_round(host: Person, version) -> Page:
    """The page of the round."""
    return host.get(f"/versies/{version.id}/ronde")


def code_on(page: Page) -> str:
    """The code that the host sees."""
    (shown,) = page.all("//*[contains(@class, 'code-groot')]")
    code = words(shown).replace(" ", "")
    assert re.fullmatch(r"\d{6}", code)
    return code


def line_of(page: Page, name: str) -> str:
    """What the page of the round says of one signer."""
    return next(words(one) for one in page.all("//ul[@class='tekenaars']/li") if words(one).startswith(name))


def open_link(visitor: Person, token: str, code: str, status: int = 200) -> Page:
    """Follow the link and type the code."""
    return visitor.get(f"/t/{token}").fill({"code": code}).click("Open het document", status)


def decisions(case, version) -> dict[str, str]:
    """Key of the person -> decision."""
    keys = {party: key for key, party in case.ids.items()}
    return {keys[one]: decision for one, decision in rounds.answers_of(case.platform, version).items()}


def test_from_the_button_of_the_host_to_the_signature(app, case, doelen, office, signed_in):
    younes, ilse = signed_in("younes"), Person(app)
    shown = a_round(younes, doelen).click("Stuur Ilse De Cock een link")
    code = code_on(shown)
    assert "Link wacht om verstuurd te worden" in line_of(shown.click("Klaar"), "Ilse De Cock")
    empty(case, office)
    token = token_in(office.to("ilse")[-1])
    assert "nog niet geopend" in line_of(a_round(younes, doelen), "Ilse De Cock")

    page = open_link(ilse, token, code)
    assert token not in page.url
    assert re.fullmatch(r"/tafel/[0-9a-f]{20}", page.path)
    assert page.all("//form/@action") == [page.path, f"{page.path}/terugsturen"]
    assert "Link geopend op" in line_of(a_round(younes, doelen), "Ilse De Cock")
    done = sign(page, "Ilse De Cock")
    assert "Dit venster mag dicht" in done.text
    assert not done.offers("Geef het toestel terug")
    assert decisions(case, doelen) == {"ilse": "akkoord"}
    assert ilse.get(page.path, status=410).h1 == SEAT_GONE
    assert ilse.get(f"/t/{token}", status=410).h1 == GONE


def test_the_page_behind_a_link_names_nobody(app, case, doelen, office):
    token, _ = mailed(case, doelen, "ilse", office)
    page = Person(app).get(f"/t/{token}")
    assert page.h1 == ASK
    whole = page.response.get_data(as_text=True)
    assert not [name for name in (*NAMES, "Kantelpunt", "Younes") if name in whole]
    assert {one.partition("?")[0] for one in page.all("//nav//a/@href | //header//a/@href | //main//a/@href")} == {
        page.path  # nothing but the same page in another language
    }


def test_get_head_and_an_untouched_post_change_nothing_fifty_times(app, case, doelen, office):
    """What mail scanners do, in every mix, before and after the person came."""
    token, code = mailed(case, doelen, "ilse", office)
    before = everything(case.platform.db)
    scanner = Person(app)
    for _ in range(50):
        scanner.get(f"/t/{token}")
        assert scanner.raw(f"/t/{token}", "HEAD").status_code == 200
        assert scanner.post(f"/t/{token}", {"code": ""}, status=422).errors == [
            ("code", "Vul de code in: zes cijfers.")
        ]
        assert Person(app).raw(f"/t/{token}", "POST").status_code == 400  # no cookie, no form
        scanner.post(f"/t/{token}/nieuw", {}, status=422)
    assert everything(case.platform.db) == before
    sign(open_link(Person(app), token, code), "Ilse")
    assert decisions(case, doelen) == {"ilse": "akkoord"}


@pytest.mark.parametrize("typed", ["12345", "1234567", "abcdef", "      ", "12 34"])
def test_what_is_no_code_of_six_digits_is_no_try(app, case, doelen, office, typed):
    token, code = mailed(case, doelen, "ilse", office)
    visitor = Person(app)
    for _ in range(6):
        page = open_link(visitor, token, typed, 422)
    assert page.errors == [("code", "Vul de code in: zes cijfers.")]
    assert page.values("code") == [typed.strip()]
    assert open_link(visitor, token, code).h1 == "Doelstellingen en afspraken"


def test_a_wrong_code_says_how_often_one_may_try_and_the_fifth_shuts_the_link(app, case, doelen, office, signed_in):
    token, code = mailed(case, doelen, "ilse", office)
    visitor, wrong = Person(app), other(code)
    said = [open_link(visitor, token, wrong, 422).errors[0][1] for _ in range(4)]
    assert said[0] == "Deze code hoort niet bij deze link. Probeer opnieuw: dat kan nog 4 keer."
    assert said[3] == "Deze code hoort niet bij deze link. Probeer opnieuw: dat kan nog één keer."
    assert open_link(visitor, token, wrong, 410).h1 == GONE
    assert visitor.get(f"/t/{token}", status=410).h1 == GONE
    host = a_round(signed_in("younes"), doelen)
    assert "Te vaak een foute code: de link is dicht" in line_of(host, "Ilse De Cock")
    assert not host.offers("Stuur Ilse De Cock de link opnieuw")
    assert len(code_on(host.click("Geef Ilse De Cock een nieuwe code"))) == 6


def test_unknown_used_replaced_expired_and_locked_links_get_the_same_answer(app, case, doelen, office, clock):
    used, code = mailed(case, doelen, "geert", office)
    sign(open_link(Person(app), used, code), "Geert")
    replaced, _ = mailed(case, doelen, "ilse", office)
    clock.wait(minutes=11)
    locked, code = mailed(case, doelen, "ilse", office)
    visitor = Person(app)
    for _ in range(4):
        open_link(visitor, locked, other(code), 422)
    open_link(visitor, locked, other(code), 410)
    expired, _ = mailed(case, doelen, "ilse", office)
    clock.wait(days=7)
    answers = set()
    for token in ("x" * 43, used, replaced, locked, expired):
        for method in ("GET", "POST"):
            form = {"csrf_token": visitor.token, "code": "123456"} if method == "POST" else None
            answer = visitor.raw(f"/t/{token}", method, data=form)
            text = answer.get_data(as_text=True).replace(token, "...")
            text = re.sub(r'name="csrf_token" value="[^"]*"', "", text)
            headers = {
                name: value for name, value in answer.headers.items() if name not in ("Set-Cookie", "Content-Length")
            }
            answers.add((answer.status_code, text, str(headers)))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 410


def test_a_new_link_is_asked_for_by_oneself_and_the_answer_never_tells(app, case, doelen, office, clock):
    token, code = mailed(case, doelen, "ilse", office)
    clock.wait(days=8)
    visitor, answers = Person(app), set()
    for one in ("x" * 43, token):
        page = visitor.get(f"/t/{one}", status=410).click("Vraag een nieuwe link", 422)
        assert page.errors == [("nieuw", "Vink aan dat er een nieuwe link mag komen.")]
        page = page.fill({"nieuw": "ja"}).click("Vraag een nieuwe link")
        answers.add(page.response.get_data(as_text=True).replace(one, "..."))
    assert len(answers) == 1
    assert "Kijk straks in de mailbox" in answers.pop()
    empty(case, office)
    sign(open_link(visitor, token_in(office.to("ilse")[-1]), code), "Ilse")
    assert decisions(case, doelen) == {"ilse": "akkoord"}


def test_a_reminder_carries_a_fresh_link_and_the_host_sees_no_link_at_all(app, case, doelen, office, signed_in, clock):
    token, code = mailed(case, doelen, "ilse", office)
    younes = signed_in("younes")
    younes.post(f"/versies/{doelen.id}/herinneren/{case.ids['ilse']}", status=429)
    clock.wait(minutes=11)
    page = a_round(younes, doelen).click("Stuur Ilse De Cock de link opnieuw")
    assert "Er gaat een nieuwe link naar Ilse De Cock. De code blijft dezelfde." in page.text
    assert "/t/" not in page.response.get_data(as_text=True)
    empty(case, office)
    assert Person(app).get(f"/t/{token}", status=410).h1 == GONE
    assert open_link(Person(app), token_in(office.to("ilse")[-1]), code).h1 == "Doelstellingen en afspraken"


def test_who_signs_in_an_own_account_is_reminded_without_a_link(case, doelen, office, signed_in, clock):
    clock.wait(minutes=11)
    page = a_round(signed_in("younes"), doelen).click("Stuur Saskia van der Meersch een herinnering")
    assert "Er gaat een herinnering naar Saskia van der Meersch." in page.text
    empty(case, office)
    mail = [one for one in office.taken if one["To"] == case.world.who("saskia").account.email][-1]
    assert "/t/" not in text_of(mail)
    assert f"/versies/{doelen.id}/tekenen" in text_of(mail)
    page = a_round(page.person, doelen).click("Stuur Saskia van der Meersch een herinnering", status=429)
    assert page.h1 == "Er vertrok net al een mail"
    page.person.post(f"/versies/{doelen.id}/herinneren/{case.ids['younes']}", status=404)
    signed_in("saskia").post(f"/versies/{doelen.id}/herinneren/{case.ids['younes']}", status=404)


def test_nobody_of_the_staff_ever_sees_the_link_of_somebody(case, doelen, office, signed_in, clock):
    token, _ = mailed(case, doelen, "ilse", office)
    for key in ("younes", "an", "saskia"):
        person = signed_in(key)
        for address in (
            "/werklijst",
            f"/dossiers/{case.id}",
            f"/versies/{doelen.id}/ronde",
            f"/dossiers/{case.id}/inzage",
        ):
            text = person.raw(address).get_data(as_text=True)
            assert token not in text
            assert "/t/" not in text


def test_who_does_not_host_the_round_sends_no_link(case, doelen, signed_in, world):
    for key in ("saskia", "mo", "floor"):
        person = signed_in(key)
        for what in ("uitnodigen", "herinneren", "qr"):
            person.post(f"/versies/{doelen.id}/{what}/{case.ids['ilse']}", status=404)
    younes = signed_in("younes")
    for what in ("uitnodigen", "qr"):
        younes.post(f"/versies/{doelen.id}/{what}/{case.ids['saskia']}", status=404)
    for what in ("uitnodigen", "herinneren", "qr"):
        younes.post(f"/versies/{doelen.id}/{what}/nobody", status=404)
    page = younes.post(f"/versies/{doelen.id}/uitnodigen/{case.ids['kobe']}", status=403)
    assert "Er staat geen e-mailadres van deze persoon in het dossier" in page.text
    assert not a_round(younes, doelen).offers("Stuur Kobe Vermeulen een link")
    assert a_round(younes, doelen).offers("Toon een QR-code aan Kobe Vermeulen")


def qr_of(host: Person, version, name: str) -> tuple[str, str]:
    """The address in the QR code that the host shows, and the code under it."""
    from tests.qr import read_svg

    page = a_round(host, version).click(f"Toon een QR-code aan {name}")
    assert page.all("//nav[not(@class='talen')] | //header//a[not(ancestor::nav[@class='talen'])]") == []
    return read_svg(page.response.get_data(as_text=True)), code_on(page)


def test_with_a_qr_code_somebody_signs_on_an_own_phone_at_the_table(app, case, doelen, signed_in):
    younes, kobe = signed_in("younes"), Person(app)
    address, code = qr_of(younes, doelen, "Kobe Vermeulen")
    assert address.startswith("http://127.0.0.1:5000/t/")
    assert "QR-code getoond op" in line_of(a_round(younes, doelen), "Kobe Vermeulen")
    page = open_link(kobe, address.rpartition("/")[2], code)
    assert "Wat kies jij?" in page.text
    done = sign(page, "Kobe")
    assert not done.offers("Geef het toestel terug")
    kept = signatures.signature(case.platform.db, doelen.id, case.ids["kobe"])
    assert kept is not None
    assert (kept.evidence["method"], kept.evidence["witness"]) == ("qr", "Younes Amrani")
    assert younes.get("/werklijst").path == "/werklijst"  # the screen of the host was never locked


def test_two_in_one_browser_see_nothing_of_each_other(app, case, doelen, office):
    first, second = mailed(case, doelen, "ilse", office), mailed(case, doelen, "geert", office)
    browser = Person(app)
    ilse = open_link(browser, *first)
    geert = open_link(browser, *second)
    assert "Ilse" not in geert.all("//main")[0].xpath("string(.//*[@class='stap-nr'])")
    assert browser.get(ilse.path, status=410).h1 == SEAT_GONE
    assert sign(ilse, "Ilse", status=410).h1 == SEAT_GONE
    sign(geert, "Geert")
    assert decisions(case, doelen) == {"geert": "akkoord"}


def test_somebody_who_is_signed_in_here_does_not_show_on_the_pages_of_a_link(case, doelen, office, signed_in):
    token, code = mailed(case, doelen, "ilse", office)
    an = signed_in("an")
    asked = an.get(f"/t/{token}")
    text = open_link(an, token, code)
    for page in (asked, text, sign(text, "Ilse")):
        whole = page.response.get_data(as_text=True)
        assert "Werklijst" not in whole
        assert "Afmelden" not in whole
        assert "An Peeters" not in page.all("//header")[0].xpath("string()")
    kept = signatures.signature(case.platform.db, doelen.id, case.ids["ilse"])
    assert kept is not None
    assert kept.evidence["account"] == ""
    assert an.get("/werklijst").offers("Afmelden")


def test_whose_turn_it_is_not_reads_a_friendly_page_without_a_name(app, case, doelen, office):
    token, code = mailed(case, doelen, "ilse", office)
    rounds.set_order(case.platform, case.world.who("younes"), case.file, doelen.id, doelen.root, ordered=True)
    page = open_link(Person(app), token, code, 409)
    assert page.h1 == "Anderen zijn eerst"
    assert not [name for name in NAMES if name in page.response.get_data(as_text=True)]


def test_a_mail_that_is_not_taken_shows_on_the_page_of_the_round(case, doelen, office, signed_in):
    from services.post_offices import Refused

    office.refuse = [Refused("de mailserver weigert dit adres (550). Kijk het na in het dossier.")]
    links.invite(case.platform, case.world.who("younes"), case.file, doelen.id, case.ids["ilse"])
    empty(case, office)
    line = line_of(a_round(signed_in("younes"), doelen), "Ilse De Cock")
    assert "Link niet aangekomen: de mailserver weigert dit adres (550)." in line


def test_a_host_is_told_that_no_mail_leaves_where_no_server_is_set(case, doelen, signed_in):
    told = "Er is geen mailserver ingesteld: mails staan in de map outbox."
    page = a_round(signed_in("younes"), doelen)
    assert told in page.text
    assert told in page.click("Stuur Ilse De Cock een link").text


def test_no_log_has_a_token_a_code_or_an_address(app, case, doelen, office, signed_in, caplog):
    """Also what a server writes about each address that is asked for."""
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    ours = logging.getLogger("naadloos")
    ours.addHandler(handler)
    before = ours.level
    ours.setLevel(logging.DEBUG)
    try:
        token, code = mailed(case, doelen, "ilse", office)
        visitor = Person(app)
        open_link(visitor, token, other(code), 422)
        page = open_link(visitor, token, code)
        sign(page, "Ilse")
        for name in ("werkzeug", "_granian", "granian.access", "naadloos", "anything"):
            logging.getLogger(name).warning('"%s" %s', f"GET /t/{token} HTTP/1.1", 200)
            logging.getLogger(name).warning(f"POST /t/{token}/nieuw?x=1")  # noqa: G004  # what others may do
    finally:
        ours.removeHandler(handler)
        ours.setLevel(before)
    said = heard.getvalue() + caplog.text
    assert "GET /t/... HTTP/1.1" in said
    assert "POST /t/.../nieuw?x=1" in said
    assert token not in said
    assert code not in said
    assert ADDRESSES["ilse"] not in said


def test_the_command_sends_what_waits(app, case, doelen, tmp_path):
    links.invite(case.platform, case.world.who("younes"), case.file, doelen.id, case.ids["ilse"])
    run = app.test_cli_runner().invoke(args=["send-mail"])
    assert run.output == "1 sent, 0 failed, 0 waiting.\n"
    (path,) = (tmp_path / "outbox").iterdir()
    assert b"/t/" in path.read_bytes()


def test_after_a_post_mail_leaves_by_itself(app, case, doelen, tmp_path, signed_in):
    younes = signed_in("younes")
    app.config["MAIL_NOW"] = True
    try:
        a_round(younes, doelen).click("Stuur Ilse De Cock een link")
        asked = mails.of_version(case.platform.db, doelen.id)[0]
        until(lambda: mails.of_version(case.platform.db, doelen.id)[0].status == "verstuurd")
    finally:
        app.extensions["naadloos.postman"].stop()
    assert asked.to_address == ADDRESSES["ilse"]
    assert len(list((tmp_path / "outbox").iterdir())) == 1


def test_no_page_of_a_link_is_kept_by_a_browser(app, case, doelen, office):
    token, code = mailed(case, doelen, "ilse", office)
    visitor = Person(app)
    page = open_link(visitor, token, code)
    for answer in (visitor.raw(f"/t/{token}"), visitor.raw(page.path), visitor.raw("/tafel/klaar")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
    fields = page.all("//main//input[not(@type='hidden')][not(@type='radio')] | //main//textarea")
    assert fields
    assert {one.get("autocomplete") for one in fields} == {"off"}
    assert visitor.get(f"/t/{token}").all("//input[@id='code']/@autocomplete") == ["off"]


def test_the_completion_reaches_each_party_with_an_address(case, doelen, office):
    case.sign(doelen)
    empty(case, office)
    done = [str(mail["To"]) for mail in office.taken if mail["Subject"] == "Een document is afgerond"]
    assert len(done) == len(set(done)) == 5
    assert all(doelen.root in text_of(mail) for mail in office.taken if mail["Subject"] == "Een document is afgerond")
