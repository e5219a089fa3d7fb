"""Every page has an action, and every road to a dossier goes by the one function that decides (rules/access.py)."""

import ast
from pathlib import Path

import pytest

from app import create_app
from rules.access import MATRIX, Action
from rules.actions import Tie
from rules.rights import AT_WORK
from rules.source import RULES
from services import account_roles
from tests.policy import toegang
from tests.policy.definitions import ROOT
from views import rights
from views.visits import WHAT

HANDS = {
    ("store.dossiers", "dossier"),
    ("store.dossiers", "of_number"),
    ("store.documents", "content"),
    ("store.papers", "scan"),
    ("store.papers", "content"),
    ("store.received", "content"),
    ("store.received", "received"),
    ("store.records", "record"),
    ("store.versions", "version"),
    ("services.dossiers", "read_file"),
    ("services.dossiers", "seen_from"),
    ("services.seating", "file_of"),
}
"""What takes something of a dossier out of its drawer by its id alone, without asking for whom."""

TRUSTED: dict[str, dict[str, str]] = {
    "the roads themselves": {
        "services.dossiers": "file_of asks",
        "services.access": "asks",
        "views.desk": "notes the visit, then asks",
    },
    "after a File was asked for": {
        "services.afschrift": "reads what handing_out listed",
        "services.consent_register": "reads it again inside its write",
        "services.erasing": "reads it whole, after destroying asked with file_of, or for who put an old copy back",
        "services.corrections": "of a dossier that was asked for, for the readers of an answer alone",
        "services.documents": "makes what is missing, for every reader",
        "services.extra_documents": "makes what is missing",
        "services.freezing": "reads it again inside its write",
        "services.handing_out": "lists first, then takes the bytes",
        "services.package": "packs what handing_out listed",
        "services.papers": "is asked with may_print and may_look",
        "services.pupil_rights": "reads who decides today, whatever of it is seen",
        "services.plan": "keeps the days of a dossier, for everybody in it",
        "services.finding": "keeps the lines of a dossier, each as its organisation sees it",
        "services.receiving": "own file, else file_of",
        "services.rounds": "reads the version again inside its write",
        "services.saving": "reads the record again inside its write",
        "services.signing": "reads the version again inside its write",
        "services.surroundings": "what a text is made with, whoever reads it",
        "services.taking_back": "reads it again inside its write",
        "services.taking_over": "reads it again inside its write",
        "services.trajectory": "reads it again inside its write, and gives it back as seen",
        "services.unsigned": "of a place in a round: when its party is no longer asked",
        "views.frozen": "of a version that was asked for",
        "views.round_page": "of a version that was asked for",
        "views.signing_round": "of a version that was asked for",
        "views.scan": "of a scan that was asked for",
        "views.received": "of a file that was asked for",
    },
    "by number, and then opens nothing by itself": {
        "services.emergency": "the tie that it makes is asked for on every page",
    },
    "for who has no account": {
        "services.seating": "a place has a secret of its own",
        "services.links": "a link has a secret of its own",
        "services.link_sending": "writes the mail with the link",
        "services.round_mail": "writes a mail that names nobody",
        "services.reminded": "counts for a mail that names nobody",
        "views.seat": "a place has a secret of its own",
        "views.verify": "tells nothing of anybody; the link to the file is asked for",
    },
    "for nobody": {
        "services.health_content": "counts what was destroyed and is here again",
        "services.ledger": "checks seals and hashes",
        "services.pdf_twin": "turns stored bytes into a PDF; fetching it is asked for",
        "services.terminal": "commands of who runs the server",
        "services.verifying": "says authentic or not, and names nobody",
    },
}
"""Who may take it, and why that is safe."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The app."""
    return create_app({"INSTANCE": str(tmp_path_factory.mktemp("rechten")), "SEAL": "off"})


@pytest.fixture(scope="module")
def views(made):
    """Endpoint -> the function that answers."""
    return made.view_functions


@pytest.fixture(scope="module")
def endpoints(made):
    """Every endpoint of the app, with its rule."""
    return {rule.endpoint: rule for rule in made.url_map.iter_rules()}


def test_the_list_of_rights_is_fresh():
    document = toegang.MADE.document.read_text("utf-8")
    assert toegang.MADE.renewed(document) == document, f"docs/toegang.md is behind: run {toegang.MADE.command}"


def test_every_page_has_an_action_and_no_other_has(endpoints):
    without = sorted(endpoints.keys() - rights.ACTIONS.keys())
    assert not without, f"say in views/rights.py which action these are: {without}. Until then they open for nobody"
    gone = sorted(rights.ACTIONS.keys() - endpoints.keys())
    assert not gone, f"take these out of views/rights.py, they are no page: {gone}"
    double = sum(len(pages) for actions in rights.PAGES.values() for pages in actions.values())
    assert double == len(rights.ACTIONS), "a page stands twice in views/rights.py"


def test_what_names_a_dossier_in_its_address_is_decided_with_it(endpoints):
    """And what needs no dossier has none in its address: nothing about a dossier is decided at the door."""
    about = {"dossier_id", "record_id", "version_id", "party_id", "document_id", "scan_id", "send_back_id", "code"}
    for endpoint, rule in endpoints.items():
        named = bool(rule.arguments & about)
        decided = rights.is_about_a_dossier(rights.ACTIONS[endpoint])
        assert named == decided, f"{endpoint}: give it an action that fits its address, in views/rights.py"


def test_every_action_is_somebodys_and_has_its_reason():
    for action in Action:
        assert [one for one in MATRIX if one.action is action], (
            f"{action} is nobody's: give it a row in rules/rights.py"
        )
    for one in MATRIX:
        assert one.rule in RULES if one.rule else one.source, f"{one.action}: name the rule or the source"
        assert one.why.endswith("."), f"{one.action}: say why, in a sentence"
        said = any(row.refusal for row in MATRIX if row.action is one.action)
        refusable = not one.hidden and (one.kinds or one.roles or one.ties)
        assert said or not refusable, f"{one.action}: say in Dutch why it is refused, or hide it"


def test_the_roles_that_open_dossiers_are_those_that_can_be_given():
    assert {kind: tuple(one.name for one in roles) for kind, roles in account_roles.AT_WORK.items()} == dict(AT_WORK)


def test_the_log_has_words_for_every_page_that_is_decided_with_a_dossier(endpoints):
    about = [one for one in endpoints if rights.is_about_a_dossier(rights.ACTIONS[one])]
    silent = [one for one in about if one.partition(".")[2] not in WHAT.get(one.partition(".")[0], {})]
    assert not silent, f"say in views/visits.py what somebody does at {silent}"


def test_nothing_of_a_dossier_is_taken_by_its_id_alone_but_where_that_is_safe():
    known = {name for several in TRUSTED.values() for name in several}
    found = {}
    for package in ("services", "views"):
        for path in sorted((ROOT / package).glob("*.py")):
            module = f"{package}.{path.stem}"
            if taken := _hands_of(path):
                found[module] = taken
    commands = {name for name in found if name.endswith("_commands") or name.startswith("services.demo")}
    loose = {name: taken for name, taken in found.items() if name not in known | commands}
    assert not loose, f"go by services.dossiers.file_of or services.access, or say in TRUSTED why not: {loose}"
    assert known <= found.keys(), f"take out of TRUSTED, it no longer needs it: {known - found.keys()}"


def _hands_of(path: Path) -> list[str]:
    """The calls in a module that take something by its id, by whatever name they were imported."""
    tree = ast.parse(path.read_text("utf-8"))
    modules, names = {}, {}
    for imported in (one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)):
        for one in imported.names:
            modules[one.asname or one.name] = f"{imported.module}.{one.name}"
            names[one.asname or one.name] = (imported.module or "", one.name)
    taken = set()
    for node in (one for one in ast.walk(tree) if isinstance(one, ast.Call)):
        called = node.func
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            hand = (modules.get(called.value.id, ""), called.attr)
        else:
            hand = names.get(called.id, ("", "")) if isinstance(called, ast.Name) else ("", "")
        if hand in HANDS:
            taken.add(".".join(hand))
    return sorted(taken)


@pytest.mark.parametrize("tie", [one for one in Tie if one is not Tie.NONE])
def test_every_tie_opens_something(tie):
    assert any(tie in one.ties for one in MATRIX)
    assert tie.meaning
