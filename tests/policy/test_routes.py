"""House rules of the addresses: what is open, what they are called, and what they take."""

import re
from pathlib import Path

import pytest

from app import create_app
from tests.pages import Person
from views.gate import PUBLIC, WHEN_LOCKED
from views.rooms import ROOMS
from views.visits import WHAT

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"""url_for\(\s*["']([a-z_.]+)["']""")
PARAMETER = re.compile(r"<([^>]+)>")


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    """Every route of the app."""
    made = create_app({"INSTANCE": str(tmp_path_factory.mktemp("adressen")), "SEAL": "off"})
    return list(made.url_map.iter_rules())


def test_every_room_is_open():
    found = {
        path.stem for path in ROOT.glob("views/*.py") if re.search(r"^bp = ", path.read_text("utf-8"), re.MULTILINE)
    }
    assert list(ROOMS) == sorted(found), "views/rooms.py: a line for each module with pages, in order"


def test_every_route_is_public_by_name_or_leads_to_the_door(app, world, rules):
    nobody = Person(app)
    nobody.get("/inloggen")
    for rule in rules:
        if rule.endpoint in PUBLIC:
            continue
        address = PARAMETER.sub("x", rule.rule)
        for method in rule.methods & {"GET", "POST"}:
            answer = nobody.raw(address, method, data={"csrf_token": nobody.token} if method == "POST" else None)
            said = f"{method} {rule.rule} opens without signing in: put it behind the door, or in views/rights.py"
            assert answer.status_code == 302, said
            assert answer.headers["Location"].startswith("/inloggen"), said


def test_what_is_public_exists(rules):
    known = {rule.endpoint for rule in rules}
    assert known >= WHEN_LOCKED, f"views/gate.py names {WHEN_LOCKED - known}, which is not there: take it out"


def test_addresses_are_kebab_case_and_typed(rules):
    for rule in rules:
        if rule.endpoint in ("static", "bootstrap.static"):
            continue
        plain = PARAMETER.sub("", rule.rule)
        assert re.fullmatch(r"[a-z/.-]*", plain), f"{rule.rule}: write it in small letters with hyphens"
        for parameter in PARAMETER.findall(rule.rule):
            assert ":" in parameter, f"{rule.rule}: say what {parameter} is, as in <string:{parameter}>"


def test_what_changes_something_is_posted(rules):
    for rule in rules:
        assert rule.methods <= {"GET", "HEAD", "OPTIONS", "POST"}, f"{rule.rule}: forms only know GET and POST"


def test_every_page_that_is_named_is_there(rules):
    """An address is made when a page is shown, which in a rare case is late."""
    written = [*ROOT.glob("views/*.py"), *ROOT.glob("templates/*.html"), ROOT / "app.py"]
    named = {(path.name, one) for path in written for one in NAMED.findall(path.read_text("utf-8"))}
    gone = {(name, one) for name, one in named if one not in {rule.endpoint for rule in rules}}
    assert not gone, f"no page is called so: {sorted(gone)}"


def test_the_log_has_words_for_every_page_about_a_dossier(rules):
    about = {
        "dossier_id",
        "record_id",
        "version_id",
        "party_id",
        "scan_id",
        "received_id",
        "send_back_id",
        "place",
        "code",
    }
    pages = [rule.endpoint.partition(".") for rule in rules if rule.arguments & about]
    silent = [f"{name}.{page}" for name, _, page in pages if page not in WHAT.get(name, {})]
    assert not silent, f"say in views/visits.py what somebody does at {silent}"


def test_only_a_post_does_anything():
    """HEAD needs no token against forged posts, and may bring a form: a page that acts on all but GET acts on it."""
    asked = {path.name: path.read_text("utf-8") for path in (ROOT / "views").glob("*.py") if path.name != "weight.py"}
    loose = sorted(name for name, text in asked.items() if re.search(r'request\.method (==|!=) "GET"', text))
    assert not loose, f"compare the method with POST, not with GET: {loose}"


def test_an_address_that_is_not_there_says_so_to_everybody(app):
    assert Person(app).get("/bestaat-niet", status=404).h1 == "Deze pagina is er niet"
