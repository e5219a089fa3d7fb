"""A real mail server on this machine: what it takes, refuses, delays, and that it is who it says it is."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app import create_app
from services import configuration, links, outbox, post_offices, reminders, round_news
from services.outbox import Delivered
from services.post_offices import FolderOffice, SmtpOffice
from store import mails
from tests.post import (
    ADDRESSES,
    SENDER,
    URL,
    Letterbox,
    goals_by_mail,
    html_of,
    look_closely,
    mail_server,
    text_of,
    token_in,
)


@pytest.fixture
def case(world):
    """Kobe's dossier, with goals that wait for everybody."""
    return goals_by_mail(world)[0]


@pytest.fixture
def doelen(case):
    """Those goals."""
    return case.version("doelen")


@pytest.fixture
def letterbox():
    """What the server does."""
    return Letterbox()


def invite(case, version, *keys: str) -> dict[str, str]:
    """Younes invites these; gives their codes."""
    who = case.world.who("younes")
    return {key: links.invite(case.platform, who, case.file, version.id, case.ids[key]) for key in keys}


def state(case, version, key: str) -> tuple[str, str]:
    """Status and error of the last invitation to somebody."""
    mail = mails.of_party(case.platform.db, version.id, case.ids[key], round_news.INVITATION)[0]
    return mail.status, mail.error


def test_a_mail_server_gets_one_mail_a_person_and_the_link_in_it_works(case, doelen, letterbox):
    codes = invite(case, doelen, "ilse", "geert")
    with mail_server(letterbox) as office:
        assert outbox.deliver(case.platform, office) == Delivered(2, 0, 0)
    assert sorted(letterbox.taken, key=lambda one: one[0])[0][0] == [ADDRESSES["geert"]]
    for recipients, mail in letterbox.taken:
        assert recipients == [str(mail["To"])]
        assert mail["From"] == SENDER
        assert str(mail["Message-ID"]).endswith("@naadloos.example>")
        token = token_in(mail)
        assert f"{URL}/t/{token}" in html_of(mail)
        key = next(one for one in codes if ADDRESSES[one] == str(mail["To"]))
        assert links.open_with_code(case.platform, token, codes[key])


def test_a_reminder_arrives_as_text_and_as_a_page_that_says_where_to_choose(case, doelen, letterbox, clock):
    clock.go("2026-09-17")
    assert reminders.run(case.platform).signatures == 3
    with mail_server(letterbox) as office:
        assert outbox.deliver(case.platform, office) == Delivered(3, 0, 0)
    for recipients, mail in letterbox.taken:
        look_closely(mail)
        assert recipients == [str(mail["To"])]
        assert mail["Subject"] == "Herinnering uit Naadloos"
        assert "1 document wacht al enkele dagen op uw handtekening." in text_of(mail)
        assert f'<a href="{URL}/mijn">' in html_of(mail)
        assert mail["List-Unsubscribe"] is None, "one cannot leave a dossier by mail"


def test_an_address_that_the_server_refuses_fails_at_once_and_keeps_nobody(case, doelen, letterbox):
    letterbox.unknown = {ADDRESSES["ilse"]}
    invite(case, doelen, "ilse", "geert")
    with mail_server(letterbox) as office:
        assert outbox.deliver(case.platform, office) == Delivered(1, 1, 0)
    reason = "de mailserver weigert dit adres (550). Kijk het na in het dossier."
    assert state(case, doelen, "ilse") == ("mislukt", reason)
    assert state(case, doelen, "geert") == ("verstuurd", "")


def test_twenty_refused_addresses_keep_the_twenty_first_not(case, doelen, letterbox):
    wrong = [f"weg{nr}@post.example" for nr in range(20)]
    letterbox.unknown = set(wrong)
    for address in (*wrong, "goed@post.example"):
        mails.post(
            case.platform.db, kind=round_news.SENT_BACK, to_address=address, version_id=doelen.id, at=case.platform.at()
        )
    with mail_server(letterbox) as office:
        assert outbox.deliver(case.platform, office) == Delivered(1, 20, 0)
    assert [recipients for recipients, _ in letterbox.taken] == [["goed@post.example"]]


def test_a_server_that_says_not_now_is_asked_again(case, doelen, letterbox, clock):
    letterbox.later = {ADDRESSES["ilse"]}
    invite(case, doelen, "ilse", "geert")
    with mail_server(letterbox) as office:
        assert outbox.deliver(case.platform, office) == Delivered(1, 0, 1)
        assert state(case, doelen, "ilse") == ("wacht", "de mailserver neemt voor dit adres nu niets aan (451).")
        letterbox.later = set()
        assert outbox.deliver(case.platform, office).sent == 0
        clock.wait(minutes=1)
        assert outbox.deliver(case.platform, office).sent == 1


def test_a_mail_that_the_server_takes_for_spam_fails(case, doelen, letterbox):
    letterbox.refuses_all = True
    invite(case, doelen, "ilse")
    with mail_server(letterbox) as office:
        assert outbox.deliver(case.platform, office) == Delivered(0, 1, 0)
    assert state(case, doelen, "ilse")[1].startswith("de mailserver weigert deze mail (554).")


def test_a_server_that_is_down_and_comes_up_gets_everything(case, doelen, letterbox, clock):
    codes = invite(case, doelen, "ilse", "geert")
    with mail_server(letterbox) as office:
        port = office.port
    assert outbox.deliver(case.platform, office) == Delivered(0, 0, 2)
    assert state(case, doelen, "ilse") == ("wacht", "de mailserver antwoordt niet.")
    clock.wait(minutes=1)
    with mail_server(letterbox, port) as office:
        assert outbox.deliver(case.platform, office) == Delivered(2, 0, 0)
    tokens = {str(mail["To"]): token_in(mail) for _, mail in letterbox.taken}
    assert links.open_with_code(case.platform, tokens[ADDRESSES["ilse"]], codes["ilse"])


def test_a_server_that_is_too_slow_is_given_up_on_for_now_and_no_link_is_lost(case, doelen, letterbox, clock):
    letterbox.slow = 3
    invite(case, doelen, "ilse")
    with mail_server(letterbox) as office:
        assert outbox.deliver(case.platform, replace(office, timeout=0.5)) == Delivered(0, 0, 1)
        assert state(case, doelen, "ilse") == ("wacht", "de mailserver antwoordt niet.")
        letterbox.slow = 0
        clock.wait(minutes=1)
        assert outbox.deliver(case.platform, office).sent == 1
    links.require_live(case.platform, token_in(letterbox.taken[-1][1]))


def test_an_address_with_an_accent_needs_a_server_that_knows_them(case, doelen, letterbox):
    address = "joëlle@post.example"
    for knows, done in ((False, Delivered(0, 1, 0)), (True, Delivered(1, 0, 0))):
        mails.post(
            case.platform.db, kind=round_news.SENT_BACK, to_address=address, version_id=doelen.id, at=case.platform.at()
        )
        with mail_server(letterbox, enable_SMTPUTF8=knows) as office:
            assert outbox.deliver(case.platform, office) == done
    assert [recipients for recipients, _ in letterbox.taken] == [[address]]


@pytest.fixture
def certificate(tmp_path) -> Path:
    """A certificate for 127.0.0.1, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mailserver van de test")])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path: Path = tmp_path / "mailserver.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + built.public_bytes(serialization.Encoding.PEM)
    )
    return path


def secured(certificate: Path) -> ssl.SSLContext:
    """The server's side of it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_the_line_to_the_server_is_closed_to_others_and_the_server_is_checked(
    case, doelen, letterbox, certificate, monkeypatch, clock
):
    invite(case, doelen, "ilse")
    with mail_server(letterbox, tls_context=secured(certificate), require_starttls=True) as office:
        closed = replace(office, tls="starttls")
        assert outbox.deliver(case.platform, closed) == Delivered(0, 0, 1)  # nobody vouches for this certificate
        assert letterbox.taken == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        clock.wait(minutes=1)
        assert outbox.deliver(case.platform, closed) == Delivered(1, 0, 0)


def test_a_server_without_starttls_gets_nothing_when_that_is_what_was_set(case, doelen, letterbox):
    invite(case, doelen, "ilse")
    with mail_server(letterbox) as office:
        assert outbox.deliver(case.platform, replace(office, tls="starttls")) == Delivered(0, 0, 1)
    assert letterbox.taken == []
    reason = "de mailserver kan de verbinding niet beveiligen zoals het ingesteld is."
    assert state(case, doelen, "ilse") == ("wacht", reason)


@pytest.mark.parametrize(("password", "done"), [("juist", Delivered(1, 0, 0)), ("fout", Delivered(0, 0, 1))])
def test_naadloos_signs_in_at_the_server(case, doelen, letterbox, certificate, monkeypatch, password, done):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    def knows(server, session, envelope, mechanism, data) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"naadloos", b"juist"))

    invite(case, doelen, "ilse")
    how: dict[str, Any] = {
        "tls_context": secured(certificate),
        "require_starttls": True,
        "auth_required": True,
        "authenticator": knows,
    }
    with mail_server(letterbox, **how) as office:
        known = replace(office, tls="starttls", user="naadloos", password=password)
        assert outbox.deliver(case.platform, known) == done
        assert password not in repr(known)
    if done.waiting:
        assert state(case, doelen, "ilse")[1] == "de mailserver aanvaardt de aanmelding van Naadloos niet."


def test_the_settings_make_the_office(tmp_path, monkeypatch):
    where = {"INSTANCE": str(tmp_path), "SEAL": "off", "MAIL_NOW": False, "JOBS_NOW": False}
    monkeypatch.setenv("NAADLOOS_URL", "https://naadloos.example/")
    folder = create_app(where).extensions["naadloos.post"]
    assert folder == FolderOffice(tmp_path / "outbox", "Naadloos <naadloos@localhost>", "https://naadloos.example")

    def made(**said: str) -> post_offices.PostOffice:
        for name, value in said.items():
            monkeypatch.setenv(f"NAADLOOS_{name}", value)
        said_by_all = configuration.read(where)
        said_by_all.refuse_nonsense()
        return post_offices.of(said_by_all.values, encrypted=False)

    known = {"SMTP_HOST": "smtp.example", "SMTP_USER": "naadloos", "SMTP_PASSWORD": "geheim", "MAIL_FROM": SENDER}
    expected = SmtpOffice(
        "smtp.example", 587, SENDER, "https://naadloos.example", tls="starttls", user="naadloos", password="geheim"
    )
    assert made(**known) == expected
    assert made(SMTP_TLS="ssl") == replace(expected, tls="ssl", port=465)
    assert made(SMTP_PORT="2465") == replace(expected, tls="ssl", port=2465)
    here = made(SMTP_HOST="localhost", SMTP_TLS="")
    assert isinstance(here, SmtpOffice)
    assert here.tls == "none"
    assert made(OUTBOX="0", SMTP_HOST="") == FolderOffice(tmp_path / "outbox", SENDER, "https://naadloos.example")


def test_a_mail_says_the_same_as_text_and_as_html(case, doelen, letterbox):
    invite(case, doelen, "ilse")
    with mail_server(letterbox) as office:
        outbox.deliver(case.platform, office)
    ((_, mail),) = letterbox.taken
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    for line in text_of(mail).split():
        assert line in html_of(mail)
    assert "<img" not in html_of(mail)
    assert "http" not in html_of(mail).replace(URL, "")
