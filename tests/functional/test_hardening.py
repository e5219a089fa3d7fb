"""What strangers try: foreign hosts and pages, forged headers, probing, ways out of the site, files that lie."""

import logging
import re
import socketserver
import struct
import threading
from email.message import EmailMessage

import pytest
from werkzeug.http import parse_options_header

from app import create_app
from services import accounts, antivirus, outbox
from services.letter import Letter
from store import settings
from store.mails import Mail
from tests.conftest import serving
from tests.pages import Person
from tests.world import PASSWORD, World
from views import desk, headers, pace

SITE = "https://naadloos.example"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
AWAY = (
    *("https://evil.example", "//evil.example", "///evil.example", "////evil.example", "http:evil.example"),
    *("/\\evil.example", "\\/evil.example", "\\\\evil.example", "/\\/evil.example", "https:/evil.example"),
    *("javascript:alert(1)", "data:text/html,x", "/\t/evil.example", "/\n/evil.example", "\t//evil.example"),
    *(" //evil.example", "/\r\nSet-Cookie: a=b", "http://localhost@evil.example", "//localhost@evil.example"),
    *("evil.example", "/%0d%0aSet-Cookie:%20a=b", "/\x00/evil.example", "/ /evil.example", "@evil.example", ""),
)
PROBES = (
    *("/.env", "/.git/config", "/.git/HEAD", "/.svn/entries", "/.DS_Store", "/.htaccess", "/.well-known/x", "/app.py"),
    *("/naadloos.db", "/instance/naadloos.db", "/instance/cookie.key", "/cookie.key", "/requirements.txt", "/Makefile"),
    *("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/..\\app.py", "/static//etc/passwd"),
    *("/static/", "/bootstrap/static/../../x", "/console", "/admin", "/wp-login.php", "/phpinfo.php", "/server-status"),
    *("/actuator/env", "/metrics", "/debug", "/swagger.json", "/openapi.json", "/graphql", "/backup.zip", "/x.sql"),
    *("/..%252f..%252fetc/passwd", "/%00", "/cgi-bin/test"),
)
TELLS = (
    "Traceback",
    "werkzeug",
    "Werkzeug",
    "Flask",
    "sqlite",
    "SQLite",
    "Jinja",
    "/work/",
    ".py",
    "granian",
    "python",
)


@pytest.fixture
def secure(tmp_path, migrated, clock, monkeypatch):
    """The app as it is served over https, behind one proxy."""
    monkeypatch.setenv("NAADLOOS_HTTPS", "1")
    monkeypatch.setenv("NAADLOOS_URL", SITE)
    monkeypatch.setenv("NAADLOOS_PROXY", "1")
    with serving(tmp_path, migrated, clock) as made:
        World(made.extensions["naadloos"], clock).fill()
        yield made


def test_every_answer_has_the_headers(app, world, signed_in, monkeypatch):
    an = signed_in("an")
    nothing: dict[str, str] = {}
    monkeypatch.setitem(app.view_functions, "worklist.page", lambda: nothing["geheim"])
    monkeypatch.setitem(app.config, "FAULTS", [])
    answers = {
        "page": an.client.get("/inloggen"),
        "redirect": an.client.get("/"),
        "nothing there": an.client.get("/bestaat-niet"),
        "wrong way": an.client.post("/healthz"),
        "unknown method": an.client.open("/inloggen", method="TRACE"),
        "style": an.client.get("/static/theme.css"),
        "icon": an.client.get("/static/favicon.svg"),
        "no file": an.client.get("/static/nergens.css"),
        "json": an.client.get("/healthz"),
        "other host": an.client.get("/inloggen", headers={"Host": "evil.example"}),
        "other site": an.client.post("/inloggen", headers={"Sec-Fetch-Site": "cross-site"}),
        "fault": an.client.get("/werklijst"),
    }
    assert {what: one.status_code for what, one in answers.items()} == {
        "page": 200,
        "redirect": 302,
        "nothing there": 404,
        "wrong way": 405,
        "unknown method": 405,
        "style": 200,
        "icon": 200,
        "no file": 404,
        "json": 200,
        "other host": 400,
        "other site": 403,
        "fault": 500,
    }
    for what, one in answers.items():
        one.get_data()
        one.close()
        told = {name: one.headers.get(name) for name in headers.HEADERS}
        assert told == headers.HEADERS, what
        assert "Server" not in one.headers
        assert "Access-Control-Allow-Origin" not in one.headers
        kind, said = parse_options_header(one.headers["Content-Type"])
        assert said.get("charset", "").lower() == "utf-8", f"{what}: {kind} without a charset"
        assert "no-store" in one.headers["Cache-Control"] or what in ("style", "icon"), what
    fault = answers["fault"].get_data(as_text=True)
    assert re.search(r"geef dan dit nummer door: [0-9a-f]{8}", fault)
    assert not [one for one in ("geheim", "KeyError", *TELLS) if one in fault]


def test_over_https_cookies_are_of_this_host_alone(secure):
    person = Person(secure, "an@brug.example")
    person.client.environ_base["HTTP_HOST"] = "naadloos.example"
    first = person.client.get("/inloggen", base_url=SITE)
    token = re.search(r'name="csrf_token" value="([^"]+)"', first.get_data(as_text=True))
    assert token is not None
    fields = {"csrf_token": token[1], "email": person.email, "wachtwoord": PASSWORD}
    answer = person.client.post("/inloggen", data=fields, base_url=SITE)
    assert answer.headers["Location"] == "/werklijst"
    cookies = answer.headers.getlist("Set-Cookie")
    assert sorted(one.partition("=")[0] for one in cookies) == ["__Host-naadloos", "__Host-naadloos_toestel"]
    for one in cookies:
        said = {part.strip().lower() for part in one.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= said
        assert not any(part.startswith("domain") for part in said)
    assert answer.headers["Strict-Transport-Security"] == headers.HSTS


def test_a_session_is_a_random_token_of_which_the_hash_is_kept(world):
    tokens = {accounts.begin(world.platform, world.who("an").account) for _ in range(3)}
    assert len(tokens) == 3
    assert all(re.fullmatch(r"[\w-]{43}", one) for one in tokens), "256 bits"
    kept = {row["token_hash"] for row in world.platform.db.rows("SELECT token_hash FROM session")}
    assert {accounts.token_hash(one) for one in tokens} <= kept
    assert not tokens & kept


def test_only_our_own_host_is_answered(app, secure):
    def status(made, host, path="/inloggen", **more):
        return made.test_client().get(path, headers={"Host": host, **more}).status_code

    foreign = ("evil.example", "naadloos.example.evil", "localhost.evil.example", "a b", "naadloos.example@evil", "")
    assert [status(app, one) for one in foreign] == [400] * len(foreign)
    assert {status(app, one) for one in ("localhost", "127.0.0.1:5000", "[::1]:5000", "10.0.0.8")} == {200}
    assert {status(secure, one) for one in (*foreign, "localhost", "10.0.0.8")} == {400}
    assert {status(secure, one) for one in ("naadloos.example", "naadloos.example:8443", "NAADLOOS.example")} == {200}
    assert status(secure, "127.0.0.1", "/healthz") == 200
    forged = {"X-Original-URL": "/beheer", "X-Rewrite-URL": "/beheer", "X-HTTP-Method-Override": "DELETE"}
    assert status(secure, "naadloos.example", "/bestaat-niet", **forged) == 404
    assert status(app, "localhost", **{"X-Forwarded-Host": "evil.example"}) == 200, "nobody said there is a proxy"
    assert status(secure, "naadloos.example", **{"X-Forwarded-Host": "evil.example"}) == 400


@pytest.mark.parametrize(("proxies", "seen"), [("", "127.0.0.1"), ("1", "192.0.2.7"), ("2", "10.9.9.9")])
def test_a_proxy_is_believed_as_often_as_there_is_one(tmp_path, migrated, clock, proxies, seen):
    with serving(tmp_path, migrated, clock, PROXY=proxies) as made, made.test_client() as client:
        client.get("/healthz", headers={"X-Forwarded-For": "6.6.6.6, 10.9.9.9, 192.0.2.7"})
        assert desk.source() == seen


def test_a_post_from_another_page_is_refused_and_a_link_opens(signed_in, monkeypatch):
    an = signed_in("an")
    logged: list[dict[str, str]] = []
    monkeypatch.setattr(logging.getLogger("naadloos"), "warning", lambda *_, extra: logged.append(extra["fields"]))
    token = an.get("/mijn").person.token
    told = {
        200: ({"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost"}, {}),
        403: (
            {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
            *({"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "iets"}, {"Origin": "https://evil.example"}),
            *({"Origin": "null"}, {"Origin": "http://localhost.evil.example"}, {"Origin": "http://[x"}),
        ),
    }
    for status, several in told.items():
        for said in several:
            answer = an.raw("/mijn", "POST", data={"csrf_token": token}, headers=said)
            assert (answer.status_code == 403) == (status == 403), said
    assert an.raw("/werklijst", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
    assert logged == [{"why": "FromElsewhere", "endpoint": "me.save"}] * len(told[403])
    an.raw("/mijn", headers={"Host": "evil.example"})
    an.raw("/mijn", "POST")
    assert [one["why"] for one in logged[-2:]] == ["host", "CSRFError"]


def test_a_token_of_somebody_else_is_none(app, signed_in):
    an, younes = signed_in("an"), signed_in("younes")
    younes.get("/mijn")
    an.get("/mijn")
    for token in (younes.token, "", "x" * 91, an.token[:-1]):
        assert an.raw("/mijn", "POST", data={"csrf_token": token}).status_code == 400


def test_no_address_leads_away_after_signing_in(app, world):
    with app.test_request_context("/inloggen"):
        assert {desk.back_to(one) for one in AWAY} <= {"/werklijst", "/%0d%0aSet-Cookie:%20a=b"}
        assert desk.back_to("/dossiers/1?x=2") == "/dossiers/1?x=2"
    for wanted in AWAY[:8]:
        person = Person(app, "an@brug.example")
        page = person.client.get("/inloggen", query_string={"volgende": wanted})
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))
        assert token is not None
        fields = {"csrf_token": token[1], "email": person.email, "wachtwoord": PASSWORD, "volgende": wanted}
        answer = person.client.post("/inloggen", query_string={"volgende": wanted}, data=fields)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/werklijst")


def test_probing_tells_nothing(app, world):
    client = app.test_client()
    for path in PROBES:
        answer = client.get(path)
        assert answer.status_code in (302, 308, 404), f"{path}: {answer.status_code}"
        told = answer.get_data(as_text=True)
        assert not [one for one in TELLS if one in told], path
    methods = [
        client.open("/inloggen", method=one) for one in ("TRACE", "TRACK", "PUT", "DELETE", "PATCH", "DEBUG", "X")
    ]
    assert [one.status_code for one in methods] == [405] * len(methods)


def test_who_found_a_hole_reads_whom_to_tell(app, world):
    client = app.test_client()
    assert client.get("/.well-known/security.txt").status_code == 404
    with world.platform.db.write():
        settings.put(world.platform.db, "contact_email", "veilig@brug.example", at=world.platform.at(), by=None)
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.get_data(as_text=True).splitlines()
    assert lines[0] == "Contact: mailto:veilig@brug.example"
    assert re.fullmatch(r"Expires: 2026-10-14T08:00:00Z", lines[1])


def test_doubled_and_odd_parameters_break_nothing(signed_in):
    an = signed_in("an")
    for url in (
        *(
            "/dossiers?zoek=a&zoek=b",
            "/dossiers?blad=1&blad=x",
            "/werklijst?volgende=/a&volgende=//b",
            "/cijfers?jaar=1&jaar=2",
        ),
        *(
            "/dossiers?blad=-1",
            "/dossiers?blad=99999999999999999999",
            "/cijfers?jaar=%F0%9F%92%A9",
            "/dossiers?zoek=%00%FF",
        ),
    ):
        assert an.raw(url).status_code in (200, 302, 404, 422), url


class Untouched:
    """A body of sixty million bytes that counts what is read of it."""

    def __init__(self):
        self.read_so_far = 0

    def read(self, size=-1):
        """Some of it."""
        self.read_so_far += 65536 if size < 0 else size
        return b"x" * min(size if size > 0 else 65536, 65536)

    readline = read


def test_what_is_too_large_is_refused_before_it_is_read(signed_in):
    an = signed_in("an")
    for url in ("/mijn", "/overnemen", "/inloggen"):
        body = Untouched()
        more = {"wsgi.input": body, "CONTENT_LENGTH": "60000000"}
        answer = an.raw(url, "POST", content_type="multipart/form-data; boundary=x", environ_overrides=more)
        assert answer.status_code == 413, url
        assert body.read_so_far < 100_000


def test_who_asks_too_much_waits(signed_in, monkeypatch, clock):
    an, path = signed_in("an"), "/cijfers/naadloos-cijfers-2025-2026.csv"
    monkeypatch.setitem(pace.OF_PAGE, "figures.csv", pace.Pace("few", 2, 3, frozenset()))
    asked = [an.raw(path, method).status_code for method in ("GET", "HEAD", "GET")]
    assert asked == [200, 200, 429], "what is asked with HEAD is made all the same"
    assert "Wacht tien minuten" in an.get(path, 429).text
    younes = signed_in("younes")
    assert [younes.raw(path).status_code for _ in range(2)] == [200, 429], "together three"
    clock.wait(minutes=11)
    assert an.raw(path).status_code == 200


def test_a_mail_has_the_headers_that_we_give_it_and_no_other(platform):
    office = type("Office", (), {"sender": "Naadloos <a@naadloos.example>", "url": SITE})()
    mail = Mail(id="m", kind="x", to_address="an@brug.example", created_at="")
    letter = Letter("Iets van Jan\r\nBcc: kwaad@evil.example\n\nx", ("a\r\n.\r\nb",), "", "Naadloos")
    made = outbox._message(platform, office, mail, letter)
    assert isinstance(made, EmailMessage)
    assert made["Bcc"] is None
    assert made["Subject"] == "Iets van Jan Bcc: kwaad@evil.example x"
    wrong = ("an@brug.example\r\nBcc: b@c.example", "an@brug.example, b@c.example", "<an@brug.example>", "an@x y")
    assert not [one for one in wrong if outbox._ADDRESS.fullmatch(one)]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("verslag.docx", 'attachment; filename="verslag.docx"'),
        ("één.docx", "attachment; filename=\"een.docx\"; filename*=UTF-8''%C3%A9%C3%A9n.docx"),
        ('a"; filename="b.exe', 'attachment; filename="a; filename=b.exe"'),
        ("a\r\nSet-Cookie: x.docx", 'attachment; filename="aSet-Cookie: x.docx"'),
        ("../../etc/passwd", 'attachment; filename="....etcpasswd"'),
        ("漢字", "attachment; filename=\"bestand\"; filename*=UTF-8''%E6%BC%A2%E5%AD%97"),
    ],
)
def test_a_file_is_named_in_one_way(name, said):
    assert desk.disposition("attachment", name) == said


class Clamd(socketserver.BaseRequestHandler):
    """As much of clamd as PING and INSTREAM need."""

    seen: list[bytes] = []

    def handle(self):
        """Take a stream; say what is in it."""
        line = self.request.makefile("rb")
        asked = b"".join(iter(lambda: line.read(1), b"\0"))
        if asked == b"zPING":
            return self.request.sendall(b"PONG\0")
        assert asked == b"zINSTREAM"
        content = b""
        while size := struct.unpack(">I", line.read(4))[0]:
            content += line.read(size)
        self.seen.append(content)
        said = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        return self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0" if content.startswith(b"groot") else said)


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    """A scanner on a socket."""
    path = str(tmp_path_factory.mktemp("clamd") / "s")
    with socketserver.ThreadingUnixStreamServer(path, Clamd) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield path
        server.shutdown()


def test_a_scanner_says_yes_or_the_file_is_not_taken(clamd, tmp_path):
    scanner = antivirus.at(clamd)
    assert scanner is not None
    content = b"PK\x03\x04" + b"x" * 200_000
    scanner.scan(content)
    assert Clamd.seen[-1] == content, "in pieces, and whole"
    assert scanner.answers(2.0)
    with pytest.raises(antivirus.Infected):
        scanner.scan(b"PK" + EICAR)
    with pytest.raises(antivirus.NoAnswer):
        scanner.scan(b"groot")
    for nobody in (str(tmp_path / "niemand"), "127.0.0.1:1"):
        silent = antivirus.at(nobody)
        assert silent is not None
        with pytest.raises(antivirus.NoAnswer):
            silent.scan(b"x")
        assert not silent.answers(2.0)
    assert antivirus.at("") is None
    for wrong in ("clamd", ":3310", "host:", "host:x"):
        with pytest.raises(antivirus.BadAddress):
            antivirus.at(wrong)


def test_a_file_that_lies_or_is_ill_is_not_kept(app, signed_in, clamd):
    an = signed_in("an")
    an.get("/overnemen")

    def say(name, content):
        page = an.upload("/overnemen", {}, {"bestand": (name, content)}, 422)
        return page.errors[0]

    assert say("foto.jpg", b"PK\x03\x04x") == (
        "bestand",
        "Dit is een Word-bestand, maar de naam eindigt op .jpg. Kies het bestand zelf, met zijn eigen naam.",
    )
    app.extensions["naadloos.scanner"] = antivirus.at(clamd)
    assert "zit een virus" in say("a.docx", b"PK\x03\x04" + EICAR)[1]
    assert "Word-bestand uit Naadloos" in say("a.docx", b"PK\x03\x04")[1], "clean, and then judged as ever"
    app.extensions["naadloos.scanner"] = antivirus.at("127.0.0.1:1")
    assert "niet op virussen nagekeken" in say("a.docx", b"PK\x03\x04")[1]


def test_nobody_debugs_beside_real_dossiers(tmp_path, monkeypatch):
    monkeypatch.setenv("FLASK_DEBUG", "1")
    (tmp_path / "naadloos.db").touch()
    with pytest.raises(SystemExit, match="no demo"):
        create_app({"INSTANCE": str(tmp_path), "SEAL": "off"})
