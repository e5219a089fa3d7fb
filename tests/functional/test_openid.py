"""Signing in through an OpenID provider: over real HTTP, with one that keeps the rules and one that does not."""

from __future__ import annotations

import json
import re
import time
import warnings
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from services import administration, leaving, log_mask, openid, openid_settings, openid_transport, outbox, people
from services.people import Told
from services.platform import Who
from store import accounts, events, organisations, sessions
from store import identities as kept
from tests.conftest import serving
from tests.openid_provider import CLIENT, SECRET, serving_op
from tests.pages import Page, Person
from tests.post import Bag, text_of
from tests.world import Clock, World
from views import openid as views
from views.again import mark_of

NAME = "Toegang"
SLUIS, KANTELPUNT = "39107", "0123.456.749"
LOCAL = "http://127.0.0.1:5000"


class Now(Clock):
    """The real time, and what a test waited: tokens hold times of a provider that knows no other."""

    def __init__(self) -> None:
        self.waited = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.waited

    def wait(self, **some: int) -> None:
        """Let time go by."""
        self.waited += timedelta(**some)


def settings(issuer: str, **more: str) -> openid_settings.OpenIdSettings:
    """The settings of a provider here."""
    said = {
        "NAADLOOS_OIDC_ISSUER": issuer,
        "NAADLOOS_OIDC_CLIENT_ID": CLIENT,
        "NAADLOOS_OIDC_CLIENT_SECRET": SECRET,
        "NAADLOOS_OIDC_NAME": NAME,
        "NAADLOOS_OIDC_PROFILE": "acm-idm",
    }
    found = openid_settings.read(said | more, LOCAL)
    assert found is not None
    return found


class House:
    """The app with its people, and the provider that it uses."""

    def __init__(self, app, op, clock) -> None:
        self.app, self.op, self.clock = app, op, clock
        self.platform = app.extensions["naadloos"]
        self.world = World(self.platform, clock).fill()
        self.number("sluis", instellingsnummer=SLUIS)
        self.number("dijle", instellingsnummer="045678")
        self.number("kantelpunt", kbo=KANTELPUNT)
        self.use()

    def number(self, key: str, **numbers: Any) -> None:
        """Give an organisation its number."""
        place = replace(self.world.organisations[key], **numbers)
        organisations.save(self.platform.db, place)
        self.world.organisations[key] = place

    def use(self, issuer: str = "", **more: str) -> None:
        """Another provider, or the same with nothing known of it."""
        made = openid.Provider(settings(issuer or self.op.url, **more), self.app.secret_key, self.clock)
        self.app.extensions["naadloos.openid"] = made

    def is_at(self, subject: str, code: str = "039107", target: str = "OV", **more) -> None:
        """Who signs in at the provider from now on."""
        self.op.person = {"sub": subject, "given_name": "Naam", "vo_doelgroepcode": target, "vo_orgcode": code} | more

    def hire(self, key: str, place: str = "sluis", rol: str = "directie", *, runs: bool = False) -> Who:
        """Somebody new with an account."""
        made = self.world.hire(key, f"{key.title()} Test", rol, place)
        if runs:
            administration.grant(self.platform, made.account.email)
        return made

    def linked(self, key: str, place: str = "sluis", code: str = "039107", *, runs: bool = False) -> Who:
        """Somebody new whose account is linked, and who signs in at the provider from now on."""
        made = self.hire(key, place, runs=runs)
        kept.add(
            self.platform.db, account_id=made.id, issuer=self.op.url, subject=key, organisation_code=code,
            at=self.platform.at(),
        )  # fmt: skip
        self.is_at(key, code, "OV" if len(code) == 6 else "EA")
        return made

    def session_of(self, who: Who) -> list[str]:
        """The doors of the sessions of somebody."""
        return [
            row["door"] for row in self.platform.db.rows("SELECT door FROM session WHERE account_id = ?", (who.id,))
        ]


@pytest.fixture(scope="module")
def shared(tmp_path_factory, migrated):
    """One app and one provider for all tests here: each has people of its own."""
    with serving_op() as op, serving(tmp_path_factory.mktemp("openid"), migrated, Now()) as app:
        yield House(app, op, app.extensions["naadloos"].now)


@pytest.fixture
def house(shared):
    """The same, with a provider that keeps the rules, and of which nothing is known yet."""
    shared.op.straight()
    shared.use()
    shared.app.extensions.pop("naadloos-openid-asked", None)
    yield shared
    assert not shared.op.faults, "what was asked of the provider is not what the standard says"


def away(person: Person, address: str) -> str:
    """Where this address leads: to the provider, by a redirect or by a page that goes on by itself."""
    answer = person.raw(address)
    if answer.status_code == 200:
        return str(answer.headers["Refresh"]).partition("url=")[2]
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def consent(url: str) -> str:
    """What the provider sends back, as an address of ours."""
    back = urlsplit(requests.get(url, allow_redirects=False, timeout=5).headers["Location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == f"{LOCAL}/openid/terug"
    return f"{back.path}?{back.query}"


def through(person: Person, address: str = "/openid/aanmelden", status: int = 200) -> Page:
    """There and back again."""
    url = away(person, address)
    return person.get(consent(url) if url.startswith("http") else url, status)


def refused(house, h1: str, status: int = 403) -> Page:
    """Somebody new tries to sign in: what is said, and that nobody is in after that."""
    person = Person(house.app)
    page = through(person, status=status)
    assert page.h1 == h1, page.text
    assert page.url == "/openid/mislukt", "code and state stay in the address"
    assert person.get("/werklijst").path == "/inloggen"
    return page


# --- a provider that somebody else wrote


@pytest.fixture
def mock(house):
    """oidc-provider-mock in a thread."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it uses what Authlib is going to drop
        from oidc_provider_mock import run_server_in_thread

        with run_server_in_thread(require_nonce=True) as server:
            url = f"http://localhost:{server.server_port}"
            house.use(url)
            yield url


def at_mock(person: Person, address: str, subject: str, status: int = 200) -> Page:
    """Fill in its form."""
    there = requests.post(away(person, address), data={"sub": subject}, allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["Location"])
    return person.get(f"{back.path}?{back.query}", status)


def test_with_a_provider_of_others_somebody_links_signs_in_and_changes_organisation(house, mock):
    claims = {"given_name": "Rik", "family_name": "Test", "vo_doelgroepcode": "OV", "vo_orgcode": SLUIS}
    requests.put(f"{mock}/users/rik", json=claims, timeout=5)
    rik, too = house.hire("rik"), house.hire("rik2", "kantelpunt", "naft_begeleider")
    person = Person(house.app, rik.account.email)
    person.sign_in()
    page = person.get("/beveiliging")
    assert "Uw account is niet gekoppeld" in page.text
    person.post("/beveiliging/koppelen")
    page = at_mock(person, "/openid/verder", "rik")
    assert page.path == "/beveiliging"
    assert "Uw account is gekoppeld. U kunt u voortaan aanmelden met Toegang." in page.text
    told = house.app.extensions["naadloos"].db.rows("SELECT to_address FROM mail WHERE kind = 'gekoppeld'")
    assert [one["to_address"] for one in told] == [person.email]  # in case it was somebody else
    page.click("Afmelden")
    page = person.get("/inloggen")
    assert page.find("Aanmelden met Toegang").get("href") == "/openid/aanmelden"
    assert at_mock(person, "/openid/aanmelden?volgende=/handtekeningen", "rik").path == "/handtekeningen"
    assert house.session_of(rik) == ["openid"]

    requests.put(f"{mock}/users/rik", json=claims | {"vo_orgcode": KANTELPUNT, "vo_doelgroepcode": "EA"}, timeout=5)
    other = Person(house.app, too.account.email)
    page = at_mock(other, "/openid/aanmelden", "rik", 403)
    assert page.h1 == "U hebt hier nog geen toegang"
    assert "Vraag de beheerder van vzw Kantelpunt om u uit te nodigen" in page.text
    assert page.find("Kies een andere hoedanigheid").get("href") == "/openid/aanmelden?anders=1"
    other.sign_in()
    other.post("/beveiliging/koppelen")
    at_mock(other, "/openid/verder", "rik")
    assert at_mock(Person(house.app), "/openid/aanmelden", "rik").text.count("vzw Kantelpunt")


# --- what is not right


def claimed(**changes):
    """Claims that are changed; None takes one away."""
    return lambda said: {name: value for name, value in (said | changes).items() if value is not None}


NOW = time.time()
WRONG = {
    "iss": claimed(iss="https://kwaad.example"),
    "iss with a slash": lambda said: said | {"iss": f"{said['iss']}/"},
    "aud": claimed(aud="iemand anders"),
    "aud absent": claimed(aud=None),
    "two aud without azp": claimed(aud=[CLIENT, "ander"]),
    "azp": claimed(azp="ander"),
    "nonce": claimed(nonce="x" * 43),
    "nonce absent": claimed(nonce=None),
    "nonce no text": claimed(nonce=["x"]),
    "expired": claimed(exp=NOW - 120),
    "exp absent": claimed(exp=None),
    "exp no number": claimed(exp="9999999999"),
    "exp true": claimed(exp=True),
    "iat in the future": claimed(iat=NOW + 3600),
    "iat absent": claimed(iat=None),
    "nbf in the future": claimed(nbf=NOW + 3600),
    "sub absent": claimed(sub=None),
    "sub empty": claimed(sub=""),
    "sub a number": claimed(sub=7),
    "sub too long": claimed(sub="x" * 256),
}
NOT_RIGHT = f"Aanmelden met {NAME} lukte niet"


@pytest.mark.parametrize("what", WRONG)
def test_a_token_with_a_claim_that_is_not_right_lets_nobody_in(house, what):
    house.is_at(house.world.who("saskia").id)
    house.op.claims = WRONG[what]
    refused(house, NOT_RIGHT)


SIGNED_WRONG = {
    "none": lambda op: op.unsigned,
    "HS256 with the public key": lambda op: op.with_public_key,
    "a key of somebody else": lambda op: lambda said: op.signed(said, openid_key(op)),
    "changed after signing": lambda op: lambda said: _changed(op.signed(said)),
    "no token": lambda op: lambda _: "",
    "no JWT": lambda op: lambda _: "a.b.c",
    "too long": lambda op: lambda said: op.signed(said | {"x": "x" * 40_000}),
}


def openid_key(op):
    """A key under the name of the right one."""
    from joserfc.jwk import RSAKey

    return RSAKey.import_key({**_other().as_dict(private=True), "kid": op.rsa.kid})


def _other():
    from tests.openid_provider import _key

    return _key("tweede")


def _changed(token: str) -> str:
    head, body, signature = token.split(".")
    return f"{head}.{body[:-6]}{'AAAAAA' if body[-6:] != 'AAAAAA' else 'BBBBBB'}.{signature}"


@pytest.mark.parametrize("how", SIGNED_WRONG)
def test_a_token_that_is_signed_otherwise_lets_nobody_in(house, how):
    house.is_at(house.world.who("saskia").id)
    house.op.sign = SIGNED_WRONG[how](house.op)
    refused(house, NOT_RIGHT)


def test_a_new_key_is_asked_for_once_and_not_for_whoever_sends_an_unknown_one(house):
    house.linked("wissel")
    assert through(Person(house.app)).path == "/werklijst"
    house.op.rotate()
    assert through(Person(house.app)).path == "/werklijst", "a key of another kind, beside one that nobody knows"
    asked = house.op.asked.count("/jwks")
    assert asked >= 2
    house.op.keys = house.op.keys[:1]
    house.op.rotate()
    for _ in range(3):
        refused(house, NOT_RIGHT)
    assert house.op.asked.count("/jwks") == asked, "asked for again and again"


def _late(given):
    time.sleep(0.4)
    return given


LARGE = b'{"x": "' + b"x" * 2_000_000 + b'"}'
DOWN = {
    "discovery, 500": ("/.well-known/openid-configuration", lambda _: (500, {}, b"Traceback GEHEIM")),
    "discovery, too large": ("/.well-known/openid-configuration", lambda _: (200, {}, LARGE)),
    "discovery, elsewhere": ("/.well-known/openid-configuration", lambda _: (302, {"Location": "/jwks"}, b"")),
    "token, 500": ("/token", lambda _: (500, {}, b"GEHEIM")),
    "token, too large": ("/token", lambda _: (200, {}, LARGE)),
    "token, slow": ("/token", _late),
    "keys, 404": ("/jwks", lambda _: (404, {}, b"{}")),
    "keys, without an end": ("/jwks", lambda given: (200, {"Content-Length": "90000"}, given[2])),
}


@pytest.mark.parametrize("how", DOWN)
def test_a_provider_that_does_not_answer_is_said_calmly_and_others_sign_in(house, how, monkeypatch):
    monkeypatch.setattr(openid_transport, "READ", 0.15)
    house.is_at("wie dan ook")
    place, twist = DOWN[how]
    house.op.twists[place] = twist
    page = refused(house, f"{NAME} antwoordt nu niet", 503)
    assert "Dat ligt niet aan u" in page.text
    assert "GEHEIM" not in page.text
    if how == "token, 500":
        assert Person(house.app, house.world.who("dirk").account.email).sign_in().path == "/werklijst"


def test_a_provider_that_is_down_is_left_alone_for_a_while(house):
    house.op.twists["/.well-known/openid-configuration"] = lambda _: (500, {}, b"")
    before = len(house.op.asked)
    for _ in range(4):
        refused(house, f"{NAME} antwoordt nu niet", 503)
    assert len(house.op.asked) == before + 1
    house.op.straight()
    ticks = house.app.extensions["naadloos.openid"]
    ticks.ticks = lambda: time.monotonic() + openid.REST
    house.linked("geduld")
    assert through(Person(house.app)).path == "/werklijst"
    house.op.twists["/.well-known/openid-configuration"] = lambda _: (500, {}, b"")
    ticks.ticks = lambda: time.monotonic() + openid.KEPT + 60
    assert through(Person(house.app)).path == "/werklijst", "what was known of it counts on"


ODD = {
    "another issuer": {"issuer": "https://kwaad.example"},
    "an endpoint over http": {"token_endpoint": "http://kwaad.example/token"},
    "a file": {"jwks_uri": "file:///etc/passwd"},
    "with a password in it": {"token_endpoint": "https://a:b@kwaad.example/"},
    "no endpoint": {"authorization_endpoint": None},
    "no text": {"jwks_uri": ["https://kwaad.example"]},
}


@pytest.mark.parametrize("how", ODD)
def test_a_discovery_document_that_leads_elsewhere_is_not_followed(house, how):
    place = "/.well-known/openid-configuration"
    house.op.twists[place] = lambda given: (200, {}, json.dumps(json.loads(given[2]) | ODD[how]).encode())
    refused(house, NOT_RIGHT)


@pytest.mark.parametrize("inside", ["https://10.0.0.7/token", "https://localhost/token", "https://[::1]/token"])
def test_a_provider_elsewhere_names_no_address_inside(inside):
    from services.openid_discovery import NAMES, endpoints

    there = settings("https://authenticatie.vlaanderen.be/op")
    said = dict.fromkeys(NAMES, "https://authenticatie.vlaanderen.be/x") | {"issuer": there.issuer}
    assert endpoints(there, said).token
    with pytest.raises(openid_transport.BadAnswer):
        endpoints(there, said | {"token_endpoint": inside})


def test_a_token_endpoint_that_leads_elsewhere_gets_no_code_there(house):
    house.is_at("wie dan ook")
    house.op.twists["/token"] = lambda _: (307, {"Location": f"{house.op.url}/userinfo"}, b"")
    before = house.op.asked.count("/userinfo")
    refused(house, NOT_RIGHT)
    assert house.op.asked.count("/userinfo") == before


# --- coming back


def test_a_way_back_counts_once_and_only_for_the_browser_that_left(house):
    house.linked("eenmalig")
    person = Person(house.app)
    back = consent(away(person, "/openid/aanmelden?volgende=//kwaad.example"))
    assert Person(house.app).get(back, 400).h1 == "Begin opnieuw met aanmelden"
    cookie = person.client.get_cookie("naadloos")
    assert person.raw(back, "HEAD").status_code == 200
    assert person.get(back).url == "/werklijst", "and nowhere else, whatever was wanted"
    assert person.get(back, 400).h1 == "Begin opnieuw met aanmelden"
    thief = Person(house.app)
    thief.client.set_cookie("naadloos", cookie.value if cookie else "")
    assert thief.get(back, 400).h1 == "Begin opnieuw met aanmelden", "the provider takes no code twice"
    assert thief.get("/werklijst").path == "/inloggen"


def test_a_code_of_somebody_else_does_not_fit_to_this_browser(house):
    """PKCE and nonce: who gets a code from elsewhere into a victim's browser signs nobody in."""
    house.linked("aanvaller")
    stolen = parse_qs(urlsplit(consent(away(Person(house.app), "/openid/aanmelden"))).query)["code"][0]
    victim = Person(house.app)
    state = parse_qs(urlsplit(away(victim, "/openid/aanmelden")).query)["state"][0]
    page = victim.get(f"/openid/terug?{urlencode({'code': stolen, 'state': state})}", 400)
    assert page.h1 == "Begin opnieuw met aanmelden"


@pytest.mark.parametrize(
    ("said", "h1", "status"),
    [
        ({"error": "access_denied"}, "U bent niet aangemeld", 403),
        ({"error": "server_error", "error_description": "<script>GEHEIM"}, NOT_RIGHT, 403),
        ({}, NOT_RIGHT, 403),
        ({"code": "é" * 3000}, NOT_RIGHT, 403),
        ({"code": "x", "iss": "https://kwaad.example"}, NOT_RIGHT, 403),
        ({"code": "verzonnen"}, "Begin opnieuw met aanmelden", 400),
    ],
)
def test_what_comes_back_may_be_anything(house, said, h1, status):
    person = Person(house.app)
    state = parse_qs(urlsplit(away(person, "/openid/aanmelden")).query)["state"][0]
    page = person.get(f"/openid/terug?{urlencode(said | {'state': state})}", status)
    assert page.h1 == h1
    assert "GEHEIM" not in page.text


def test_who_takes_too_long_begins_anew_and_some_tabs_may_be_open_at_once(house):
    house.linked("tabbladen")
    person = Person(house.app)
    first, second = (away(person, "/openid/aanmelden") for _ in range(2))
    assert person.get(consent(first)).path == "/werklijst"
    late = Person(house.app)
    back = consent(away(late, "/openid/aanmelden"))
    house.clock.wait(minutes=11)
    try:
        assert late.get(back, 400).h1 == "Begin opnieuw met aanmelden"
    finally:
        house.clock.waited = timedelta()
    assert second != first


def test_from_one_place_the_provider_is_not_asked_without_end(house, monkeypatch):
    monkeypatch.setattr(views, "EACH", 3)
    assert [Person(house.app).raw("/openid/aanmelden").location.startswith("http") for _ in range(4)] == [
        True, True, True, False,
    ]  # fmt: skip
    refused(house, "Even geduld", 429)


# --- who somebody is


def test_a_citizen_a_stranger_and_who_acts_for_nobody_read_what_to_do(house):
    house.is_at("burger", "", "BUR")
    page = refused(house, "U meldt zich aan als burger")
    assert "u leest en tekent met uw link, of samen aan tafel" in page.text
    for odd in ({"vo_orgcode": None}, {"vo_orgcode": 39107}, {"vo_orgcode": "x"}, {"vo_doelgroepcode": "??"}):
        house.is_at("los", **odd)
        refused(house, "We weten niet voor welke organisatie u werkt")
    house.is_at("vreemd", "0999999922", "EA")
    assert (
        "Vraag de beheerder van uw organisatie om u uit te nodigen"
        in refused(house, "U hebt hier nog geen toegang").text
    )
    house.is_at("vreemd")
    page = refused(house, "U hebt hier nog geen toegang")
    assert "ook niet bij Technisch Atheneum De Sluis" in page.text


def test_the_same_address_of_mail_takes_no_account_over(house):
    saskia = house.world.who("saskia")
    house.is_at("dief", email=saskia.account.email, email_verified=True)
    refused(house, "U hebt hier nog geen toegang")
    assert house.session_of(saskia) == []
    house.linked("eigenaar")
    house.op.person |= {"email": saskia.account.email}
    page = through(Person(house.app))
    assert "Eigenaar" in page.text
    assert "Saskia" not in page.h1


def test_the_organisation_has_to_be_that_of_the_account_at_each_sign_in(house):
    house.linked("verhuisd", "dijle")
    refused(house, "U meldt zich aan voor een andere organisatie")
    gone = house.linked("gestopt")
    accounts.save(house.platform.db, replace(gone.account, active=False))
    refused(house, "Dit account is gestopt")


def test_an_organisation_is_also_found_where_only_userinfo_names_it(house):
    house.linked("elders")
    house.op.more = {"vo_orgcode": house.op.person.pop("vo_orgcode"), "acr": "1"}
    assert through(Person(house.app)).path == "/werklijst"
    house.op.more |= {"sub": "iemand anders"}
    refused(house, NOT_RIGHT)


def test_an_account_that_ends_is_linked_to_nobody_any_more(house):
    head = house.hire("hoofd", "dijle", runs=True)
    gone = house.linked("vertrekt", "dijle", "045678")
    made = house.world.account(head.account.email)
    leaving.end(house.platform, Who(made, head.organisation), gone.id, next(iter(leaving.REASONS)), {})
    refused(house, "U hebt hier nog geen toegang")


# --- linking and unlinking


def invite(house, key: str, place: str = "kantelpunt") -> str:
    """An administrator invites somebody; the address in the mail."""
    runs = house.hire(f"baas-{key}", place, "naft_begeleider", runs=True)
    told = Told("Nieuw", key.title(), "Begeleider", ("naft_begeleider",), f"{key}@post.example")
    people.add(house.platform, replace(runs, account=accounts.account(house.platform.db, runs.id)), told)
    office = Bag()
    outbox.deliver(house.platform, office)
    return str(re.findall(r"/uitnodiging/[\w-]+", text_of(office.taken[-1]))[0])


def test_an_invitation_is_answered_at_the_provider_once(house):
    address = invite(house, "genodigd")
    person = Person(house.app)
    page = person.get(address)
    assert page.find(f"Aanmelden met {NAME}").get("href") == f"{address}/openid"
    house.is_at("genodigd", "045678")
    assert through(person, f"{address}/openid", 403).h1 == "U meldt zich aan voor een andere organisatie"
    house.linked("bezet", "kantelpunt", "0123456749")
    assert through(person, f"{address}/openid", 403).h1 == "Deze aanmelding hoort al bij een ander account"
    house.is_at("genodigd", KANTELPUNT, "EA")
    page = through(person, f"{address}/openid")
    assert page.path == "/werklijst", page.text
    assert person.get(address, 410).h1 == "Deze link werkt niet meer"
    assert through(Person(house.app), f"{address}/openid", 410).h1 == "Deze link werkt niet meer"
    assert through(Person(house.app)).path == "/werklijst"
    account = house.world.account("genodigd@post.example")
    told = [one for one in events.of_subject(house.platform.db, account.id) if one.type == "identity.linked"]
    assert [one.data for one in told] == [{"organisatie": account.organisation_id, "met": "uitnodiging"}]
    boss = Person(house.app, "baas-genodigd@kantelpunt.example")
    boss.sign_in()
    assert "Genodigd" in boss.get("/beheer/mensen").text
    page = boss.get(f"/beheer/mensen/{account.id}")
    assert "Actief" in page.text
    assert "vzw Kantelpunt" in page.text
    page.click("Ontkoppel")
    assert person.get("/werklijst").path == "/inloggen", "whoever came in so, is out"
    refused(house, "U hebt hier nog geen toegang")


def test_ones_own_account_is_linked_and_unlinked_by_who_has_another_way_in(house):
    zoe, other = house.hire("zoe"), house.linked("bezetter")
    person = Person(house.app, zoe.account.email)
    person.sign_in()
    person.post("/beveiliging/koppelen")
    assert through(person, "/openid/verder", 403).h1 == "Deze aanmelding hoort al bij een ander account"
    house.is_at("zoe", "045678")
    person.post("/beveiliging/koppelen")
    assert through(person, "/openid/verder", 403).h1 == "U meldt zich aan voor een andere organisatie"
    house.is_at("zoe")
    person.post("/beveiliging/koppelen")
    back = consent(away(person, "/openid/verder"))
    assert Person(house.app).get(back, 400).h1 == "Begin opnieuw met aanmelden"
    assert "Uw account is gekoppeld" in person.get(back).text
    elsewhere = Person(house.app)
    assert through(elsewhere).path == "/werklijst"
    foreign = kept.of_account(house.platform.db, other.id)[0].id
    person.post("/beveiliging/ontkoppelen", {"koppeling": foreign})
    assert kept.of_account(house.platform.db, other.id)
    accounts.set_password(house.platform.db, zoe.id, "")
    assert not person.get("/beveiliging").offers("Ontkoppel")
    mine = kept.of_account(house.platform.db, zoe.id)[0].id
    page = person.post("/beveiliging/ontkoppelen", {"koppeling": mine}, 409)
    assert page.h1 == "Dit is uw enige manier om u aan te melden"
    accounts.set_password(house.platform.db, zoe.id, zoe.account.password_hash)
    assert "De koppeling is weg" in person.get("/beveiliging").click("Ontkoppel").text
    assert elsewhere.get("/werklijst").path == "/inloggen"


# --- passwords off, second step, signing out, saying again who it is


def test_an_organisation_lets_nobody_in_with_a_password(house):
    house.world.organise("toren", "school", "De Toren")
    house.number("toren", instellingsnummer="77")
    runs, mate = house.hire("torenbaas", "toren", runs=True), house.hire("torenwacht", "toren")
    person, at_work = Person(house.app, runs.account.email), Person(house.app, mate.account.email)
    person.sign_in()
    at_work.sign_in()
    assert "Dit kan pas als minstens één beheerder gekoppeld is" in person.get("/beheer/wachtwoorden").text
    assert person.post("/beheer/wachtwoorden", {"toelaten": "nee"}, 403).h1 == "Dit kunt u hier niet doen"
    assert at_work.post("/beheer/wachtwoorden", {"toelaten": "nee"}, 403).h1 == "Dit kunt u hier niet doen"
    house.is_at("torenbaas", "000077")
    person.post("/beveiliging/koppelen")
    through(person, "/openid/verder")
    page = person.get("/beheer").click("Aanmelden met een wachtwoord").click("Laat geen wachtwoorden meer toe")
    assert page.path == "/inloggen", "the session of the administrator began with a password too"
    assert at_work.get("/werklijst").path == "/inloggen"
    page = at_work.sign_in(status=422)
    assert page.errors[0][1].startswith("Uw organisatie laat niet meer aanmelden met een wachtwoord.")
    unknown = Person(house.app, "niemand@toren.example").sign_in("fout", 422).errors
    assert at_work.sign_in("fout", 422).errors == unknown, "a stranger reads nothing of it"
    waits = "SELECT count(*) AS many FROM mail WHERE kind = 'wachtwoord' AND account_id = ?"
    at_work.get("/wachtwoord/vergeten").fill({"email": mate.account.email}).click("Stuur mij een link")
    assert house.platform.db.row(waits, (mate.id,))["many"] == 0
    office = Bag()
    outbox.deliver(house.platform, office)
    text = text_of(office.taken[-1])
    assert "Meld u met deze link de eerste keer aan" in text
    address = "/uitnodiging/" + text.partition("/uitnodiging/")[2].split()[0]
    page = at_work.get(address)
    assert "wachtwoord" not in page.names()
    page = at_work.post(address, {"wachtwoord": "vier losse woorden hier"}, 422)
    assert "Uw organisatie laat niet aanmelden met een wachtwoord" in page.text
    house.is_at("torenwacht", "77")
    assert through(at_work, f"{address}/openid").path == "/werklijst"

    house.is_at("torenbaas", "000077")
    page = through(person)
    assert page.path == "/werklijst"
    mine = kept.of_account(house.platform.db, runs.id)[0].id
    assert person.post("/beveiliging/ontkoppelen", {"koppeling": mine}, 409).h1.startswith("Dit is uw enige manier")
    page = person.get("/beheer/wachtwoorden").click("Laat wachtwoorden weer toe")
    assert at_work.sign_in().path == "/werklijst"
    told = [one.data for one in events.of_subject(house.platform.db, house.world.id("toren"))]
    assert told == [{"toegelaten": "nee"}, {"toegelaten": "ja"}]


def test_the_terminal_lets_an_organisation_in_again(house):
    place = house.world.organisations["overkant"]
    organisations.save(house.platform.db, replace(place, passwords=False))
    person = Person(house.app, house.world.who("mo").account.email)
    person.sign_in(status=422)
    said = house.app.test_cli_runner().invoke(args=["openid", "passwords", place.naam])
    assert said.output == "The people of vzw De Overkant may sign in with a password.\n"
    assert person.sign_in().path == "/werklijst"
    assert (
        "redirect URI  http://127.0.0.1:5000/openid/terug"
        in house.app.test_cli_runner().invoke(args=["openid", "show"]).output
    )


def test_the_second_step_is_ours_unless_what_the_provider_asked_counts(house):
    house.world.organise("burcht", "school", "De Burcht")
    house.number("burcht", instellingsnummer="88")
    organisations.save(house.platform.db, replace(house.world.organisations["burcht"], second_factor=True))
    house.linked("stap", "burcht", "000088")
    assert through(Person(house.app)).path == "/tweede-stap/instellen"
    house.use(NAADLOOS_OIDC_SECOND_FACTOR="hoog otp")
    house.op.claims = claimed(acr="laag", amr=["pwd"])
    assert through(Person(house.app)).path == "/tweede-stap/instellen"
    house.op.claims = claimed(acr="laag", amr=["pwd", "otp"])
    assert through(Person(house.app)).path == "/werklijst"
    house.op.claims = claimed(acr="hoog", amr="otp")
    assert through(Person(house.app)).path == "/werklijst"
    house.use(NAADLOOS_OIDC_SECOND_FACTOR="1")
    house.op.straight()
    assert through(Person(house.app)).path == "/werklijst"


def test_signing_out_goes_on_to_the_provider_without_a_name(house):
    who = house.linked("afmelder")
    person = Person(house.app)
    page = through(person).click("Afmelden")
    assert page.path == "/openid/afgemeld"
    said = page.response.headers["Refresh"]
    assert said.startswith(f"0; url={house.op.url}/end?client_id={CLIENT}&post_logout_redirect_uri=http%3A%2F%2F")
    assert "id_token" not in said
    assert house.session_of(who) == []
    assert "Refresh" not in person.get("/openid/afgemeld").response.headers
    by_password = Person(house.app, who.account.email)
    by_password.sign_in()
    assert by_password.get("/werklijst").click("Afmelden").path == "/inloggen"


def test_saying_again_who_it_is_counts_only_when_it_was_asked_again(house):
    who = house.linked("bewijst")
    person = Person(house.app)
    through(person)
    with house.platform.db.write():
        house.platform.db.run("UPDATE session SET proved_at = NULL, locked = 1 WHERE account_id = :id", {"id": who.id})

    def now() -> tuple[bool, int]:
        row = house.platform.db.row("SELECT proved_at, locked FROM session WHERE account_id = ?", (who.id,))
        return bool(row["proved_at"]), row["locked"]

    assert person.get("/werklijst").path == "/ontgrendelen"
    assert person.get("/ontgrendelen").offers(f"Bevestig met {NAME} dat u het bent")
    house.op.claims = claimed(auth_time=None)
    assert through(person, "/openid/opnieuw", 403).h1 == NOT_RIGHT
    house.op.claims = claimed(auth_time=time.time() - 3600)
    assert through(person, "/openid/opnieuw", 403).h1 == NOT_RIGHT
    house.op.straight()
    house.is_at("bewijst", "045678")
    assert through(person, "/openid/opnieuw", 403).h1 == "Dit is iemand anders"
    house.linked("ander")
    assert through(person, "/openid/opnieuw", 403).h1 == "Dit is iemand anders"
    assert now() == (False, 1)
    house.is_at("bewijst")
    assert through(person, "/openid/opnieuw?volgende=/beveiliging").path == "/beveiliging"
    assert now() == (True, 0)


def test_a_device_that_goes_round_is_not_opened_by_who_is_signed_in_at_the_provider_still(house):
    """The provider lets its own browser in without a word: whoever holds the device would be the professional."""
    who = house.linked("gastvrij")
    person = Person(house.app)
    through(person)
    began_before = consent(away(person, "/openid/aanmelden"))
    with house.platform.db.write():
        house.platform.db.run("UPDATE session SET locked = 1 WHERE account_id = :id", {"id": who.id})
    assert person.get(began_before, 400).h1 == "Begin opnieuw met aanmelden"
    assert person.raw("/werklijst").headers["Location"] == "/ontgrendelen"
    assert "prompt=login" in away(person, "/openid/aanmelden")
    assert through(person).path == "/werklijst"


def test_who_is_signed_in_at_the_provider_for_long_did_not_just_say_who_it_is(house):
    """Signing out and in again would else do in the place of a password, on a screen that was left open."""
    house.linked("urenlang", runs=True)
    house.op.claims = claimed(auth_time=time.time() - 3600)
    person = Person(house.app)
    assert through(person).path == "/werklijst"
    assert person.post("/beveiliging/koppelen", {}, 403).h1 == "Bent u het zelf?"


def test_a_sensitive_act_asks_again_at_the_provider_and_goes_on_after_it(house):
    who = house.linked("gevoelig", runs=True)
    mate = house.linked("maat")
    house.is_at("gevoelig")
    person = Person(house.app)
    through(person)
    with house.platform.db.write():
        house.platform.db.run(
            "UPDATE session SET proved_at = :at WHERE account_id = :id", {"at": "2026-01-01T10:00:00Z", "id": who.id}
        )
    for address in ("/beveiliging/koppelen", "/beveiliging/ontkoppelen", "/beheer/wachtwoorden"):
        assert person.post(address, {"toelaten": "nee"}, 403).h1 == "Bent u het zelf?"
    page = person.get(f"/beheer/mensen/{mate.id}").click("Ontkoppel", 403)
    assert kept.of_account(house.platform.db, mate.id)
    (again,) = {str(one) for one in page.all("//a/@href") if str(one).startswith("/openid/opnieuw")}
    page = through(person, again)
    page = person.get(f"/beheer/mensen/{mate.id}").click("Ontkoppel")
    assert "De koppeling is weg" in page.text
    assert not kept.of_account(house.platform.db, mate.id)


def test_a_page_that_was_open_tells_the_other_way_and_goes_on_after_it(house):
    who = house.linked("typt")
    person = Person(house.app)
    through(person)
    with house.app.app_context():
        mark = mark_of(who.id)
    with house.platform.db.write():
        sessions.close_all_of(house.platform.db, who.id)
    said = person.raw(f"/opnieuw?van={mark}").get_json()
    assert (said["stand"], said["deur"]) == ("uit", {"naam": NAME, "url": "/openid/aanmelden"})
    through(person, said["deur"]["url"])
    said = person.raw(f"/opnieuw?van={mark}").get_json()
    assert (said["stand"], said["deur"]) == ("", None)


# --- settings


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"NAADLOOS_OIDC_SCOPE": "openid vo rrn"}, "rrn"),
        ({"NAADLOOS_OIDC_SCOPE": "profile"}, "openid"),
        ({"NAADLOOS_OIDC_ISSUER": "http://idp.example"}, "https"),
        ({"NAADLOOS_OIDC_ISSUER": "https://idp.example/?x=1"}, "https"),
        ({"NAADLOOS_OIDC_PROFILE": "anders"}, "acm-idm"),
        ({"NAADLOOS_OIDC_CLIENT_SECRET": ""}, "SECRET"),
    ],
)
def test_settings_that_cannot_be_right_stop_the_start(said, why):
    with pytest.raises(openid_settings.BadSettings, match=why):
        settings("https://idp.example", **said)


def test_a_provider_sends_nobody_back_over_http():
    with pytest.raises(openid_settings.BadSettings, match="NAADLOOS_URL"):
        openid_settings.read({"NAADLOOS_OIDC_ISSUER": "https://idp.example"}, "http://naadloos.example")


def test_without_a_provider_there_is_no_trace_of_one(app, world):
    person = Person(app)
    assert "Of zonder wachtwoord" not in person.get("/inloggen").text
    for address in ("/openid/aanmelden", "/openid/terug?code=x&state=y", "/openid/mislukt", "/openid/afgemeld"):
        person.get(address, 404)
    Person(app, world.who("an").account.email).sign_in()


def test_code_and_state_stand_in_no_log():
    said = '"GET /openid/terug?code=abc123&state=def456&iss=https%3A%2F%2Fx HTTP/1.1" 302'
    assert "abc123" not in log_mask.masked(said)
    assert "def456" not in log_mask.masked(said)
    assert log_mask.masked(said).endswith('" 302')
