"""House rules of safety that no single page can keep: what asks the network, where files come in, what asks again."""

import ast
import importlib
import json
import re
import subprocess
import sys
from typing import Any

import pytest
from packaging.requirements import Requirement

from app import create_app
from rules.access import rights_to
from tests import audit_packages
from tests.policy.definitions import ROOT
from views import held, pace, rights

PACKAGES = ("rules", "forms", "store", "services", "views")
TEXTS = {
    f"{package}.{path.stem}": path.read_text("utf-8")
    for package in PACKAGES
    for path in sorted((ROOT / package).glob("*.py"))
} | {"app": (ROOT / "app.py").read_text("utf-8")}
SOURCES = {name: ast.parse(text) for name, text in TEXTS.items()}

NETWORK = {
    "requests": {"services.openid_transport"},
    "smtplib": {"services.post_offices"},
    "socket": {"services.antivirus"},
    "urllib3": {"services.openid_transport"},
    "http.client": {"services.standby"},
    **{one: set() for one in ("urllib.request", "httpx", "aiohttp", "ftplib", "asyncio")},
}
"""What reaches out -> who may: each to an address of the environment or a command, never of a form (SSRF)."""
NEVER = {"pickle", "marshal", "shelve", "yaml", "dill", "xml.etree.ElementTree", "xml.dom.minidom", "xml.sax"}
"""What makes more of data than data, or reads XML without saying what may be in it."""
READS_FILES = {"views.uploads", "views.verify", "views.fresh", "views.held", "views.not_saved"}
"""Who looks at the files of a post: the first reads them, the others only see whether there are any."""


def imports(tree):
    """The modules that are imported, anywhere in a source."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def test_only_three_rooms_reach_out():
    for name, tree in SOURCES.items():
        for module in imports(tree):
            known = next((one for one in NETWORK if module == one or module.startswith(f"{one}.")), None)
            assert known is None or name in NETWORK[known], f"{name} imports {module}: nobody's words may choose a URL"
            assert module not in NEVER, f"{name} imports {module}"


def test_nothing_runs_what_somebody_wrote():
    for name, tree in SOURCES.items():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            called = call.func.id if isinstance(call.func, ast.Name) else ""
            assert called not in ("eval", "exec", "__import__"), f"{name}: {called}"
            shell = [one for one in call.keywords if one.arg == "shell"]
            assert not shell, f"{name}: give a program its arguments as a list, without a shell"
    assert not _users("os.system") | _users("os.popen")


def test_files_come_in_by_one_door_and_mails_leave_by_one():
    readers = _users("request.files")
    assert readers == READS_FILES
    assert _users("EmailMessage(") == {"services.outbox"}


def test_no_address_is_made_of_what_a_request_says():
    for what in ("_external", "request.url_root", "request.host_url", "request.base_url", "request.root_url"):
        assert not _users(what), f"{what} is what a stranger says; use NAADLOOS_URL"


def _users(what):
    return {name for name, text in TEXTS.items() if what in text}


def test_what_is_sensitive_is_sensitive_whoever_wrote_the_view(tmp_path):
    """The list of rights says what asks again; nothing that is posted again without a button may be among it."""
    made = create_app({"INSTANCE": str(tmp_path), "SEAL": "off"})
    posted = {rule.endpoint for rule in made.url_map.iter_rules() if "POST" in (rule.methods or ())}
    sensitive = {one for one in posted if rights.is_sensitive(one)}
    assert not sensitive & held.HELD
    assert {*rights.ALSO_SENSITIVE, *rights.PROVES_ITSELF} <= posted
    for endpoint in rights.PROVES_ITSELF:
        assert any(one.fresh for one in rights_to(rights.ACTIONS[endpoint]))
    calls = _users("fresh.demand(")
    assert calls == {"views.gate"}, "the door asks: say in rules/rights.py that the action is `fresh`"
    assert set(pace.OF_PAGE) <= rights.ACTIONS.keys(), "views/pace.py counts a page that is not there"
    uploads = {name for name, rule in pace.OF_PAGE.items() if rule.name == "uploads"}
    assert uploads <= posted


def patterns():
    """Every regular expression of the program: those in calls of `re`, and those that modules keep."""
    found = {}
    for name, tree in SOURCES.items():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args):
            by = call.func.value if isinstance(call.func, ast.Attribute) else None
            if not (isinstance(by, ast.Name) and by.id == "re" and isinstance(call.args[0], ast.Constant)):
                continue
            text: Any = call.args[0].value
            made = re.compile(text, _flags(call))
            found[text, made.flags] = made
        if name != "app":
            kept = vars(importlib.import_module(name)).values()
            several = [one for value in kept for one in (value if isinstance(value, tuple | list) else [value])]
            found.update({(one.pattern, one.flags): one for one in several if isinstance(one, re.Pattern)})
    return list(found.values())


def _flags(call):
    said = [ast.unparse(one) for one in [*call.args[1:], *(word.value for word in call.keywords)]]
    return sum(int(getattr(re, one[3:])) for one in said if re.fullmatch(r"re\.[A-Z]+", one))


def test_no_text_keeps_a_regular_expression_busy():
    """A child process tries each on texts made to hold it up; it may take the square of their length, and no more."""
    told = [
        (
            one.pattern.decode("latin-1") if isinstance(one.pattern, bytes) else one.pattern,
            one.flags,
            isinstance(one.pattern, bytes),
        )
        for one in patterns()
    ]
    assert len(told) > 90
    told.append((r"(a+)+b", 0, False))  # that the trial finds what it looks for
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile"],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert [line for line in done.stdout.splitlines() if not line.startswith("'(a+)+b'")] == []
    assert "(a+)+b" in done.stdout


@pytest.mark.parametrize("name", ["static", "templates"])
def test_pages_load_nothing_from_elsewhere(name):
    for path in (ROOT / name).glob("*.*"):
        text = path.read_text("utf-8", errors="ignore")
        loads = re.findall(r"(?:src|action|formaction|import|url)\s*[=(]\s*[\"']?(?:https?:)?//[^\s\"')]+", text)
        assert not loads, f"{path.name} loads {loads}"


def test_nothing_with_a_known_flaw_is_installed():
    """The list alone: it needs no network. That it finds what is older is tried with older ones."""
    asked = [one for one, _ in audit_packages.floor()]
    assert len({one.name.lower() for one in asked}) == len(asked) > 15
    assert audit_packages.too_old() == []
    assert len(audit_packages.too_old(lambda _: "0.0.1")) == len(asked)
    pinned = {}
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [line for line in (ROOT / name).read_text("utf-8").splitlines() if "==" in line and line[0] != "#"]
        pinned.update({one.name.lower(): one for one in map(Requirement, lines)})
    for one in asked:
        mine = pinned.get(one.name.lower())
        assert mine is None or one.specifier.contains(next(iter(mine.specifier)).version), f"{mine} is below {one}"


@pytest.mark.parametrize(
    ("said", "code", "verdict"),
    [
        ("No known vulnerabilities found", 0, (0, "No known")),
        ("Found 2 known vulnerabilities in 1 package", 1, (1, "Found 2")),
        ("ERROR: flask: Dependency not found on PyPI and could not be audited", 1, (0, "NOT AUDITED")),
        ("", 1, (0, "NOT AUDITED")),
    ],
)
def test_an_audit_that_could_not_look_says_so(said, code, verdict):
    found = audit_packages.audit(["sh", "-c", f"echo '{said}'; exit {code}"])
    assert (found[0], found[1][: len(verdict[1])]) == verdict
    assert audit_packages.audit(["/bestaat/niet"])[1].startswith("NOT AUDITED")
