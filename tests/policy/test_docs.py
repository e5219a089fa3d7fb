"""What the documents say is true: commands, paths, settings, terms and numbers are those of the program."""

import ast
import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import click
import pytest

from forms import RECORD_TYPES
from forms.partij import ROLE_LABELS
from rules.capacity import Capacity
from rules.readers import LETTERS
from rules.states import Event, State
from services.demo import PASSWORD, demo_accounts
from store.dossiers import Soort as DossierKind
from store.organisations import Soort as OrganisationKind
from store.questions import Status as QuestionStatus
from store.signatures import Decision
from store.versions import Status
from tests.policy import begrippen, controle, instellingen, regels, sjablonen
from tests.policy.made import NoMarkers
from views import commands

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
ADRS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
BY_HAND = tuple(ROOT / "docs" / name for name in ("beheer.md", "metingen.md", "pakket.md", "adr/README.md"))
GUIDES = (README, regels.MADE.document, *BY_HAND, *ADRS)
DOCUMENTS = (*GUIDES, begrippen.MADE.document, controle.MADE.document, sjablonen.MADE.document)
PACKAGES = ("forms", "rules", "services", "store", "views")
PROGRAM = (ROOT / "app.py", *(path for package in PACKAGES for path in sorted((ROOT / package).glob("*.py"))))
SUFFIXES = (".py", ".md", ".docx", ".json", ".toml", ".txt", ".html", ".js")
PLACEHOLDER = "x"
"""In `forms/x.py`, as the README says how to make a new one."""

PLACES = (
    *(
        "/opt/naadloos",
        "/etc/naadloos",
        "/var/lib/naadloos",
        "/var/backups/naadloos",
        "/usr/local/bin/naadloos",
        "/usr/sbin/nologin",
    ),
    *("/etc/systemd/", "/etc/nginx/sites-", "/var/log/nginx", "/etc/caddy/Caddyfile", "/etc/prometheus/"),
)
"""Where deploy/ puts things on a Debian machine."""

every_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
every_guide = pytest.mark.parametrize("path", GUIDES, ids=lambda path: str(path.relative_to(ROOT)))


def test_every_command_stands_in_the_readme():
    table = README.read_text("utf-8").partition("## Commands")[2].partition("\n## ")[0]
    named = set(re.findall(r"^\| `([a-z-]+)", table, re.MULTILINE))
    assert named == {one.name for one in commands.ALL}, "README, section Commands: a line for each, and no other"


def test_every_option_of_a_command_stands_in_the_readme():
    text = README.read_text("utf-8")
    every = [each for one in commands.ALL for each in (one, *getattr(one, "commands", {}).values())]
    options = {name for one in every for param in one.params for name in param.opts if name.startswith("--")}
    assert not {name for name in options if name not in text}


@pytest.mark.parametrize(
    "path",
    [README, *(ROOT / "docs" / name for name in ("beheer.md", "replicatie.md")), ROOT / "deploy" / "naadloos.env"],
    ids=lambda path: path.name,
)
def test_every_command_that_is_named_is_there_with_its_options(path):
    found = [(" ".join(words), why) for words in commands_in(path.read_text("utf-8")) if (why := unknown(words))]
    assert not found


def test_a_command_that_is_not_there_is_seen():
    text = "`naadloos backup /x --keep 7d`, `audit verify --ankor FILE`, `naadloos jobs stop`"
    text += "\n\n    flask --app app bakup x"
    found = ["no command bakup", "", "no --ankor", "no command stop"]
    assert [unknown(one) for one in commands_in(text)] == found


def test_the_readme_names_every_demo_account():
    text = README.read_text("utf-8")
    assert f"`{PASSWORD}`" in text
    assert set(re.findall(r"`([\w.]+@[\w.-]+)`", text)) == {one.email for one in demo_accounts()}


@every_guide
def test_a_path_that_is_named_exists(path):
    missing = [name for name in _paths(path.read_text("utf-8")) if not _exists(name)]
    assert not missing, f"{path.name} names {missing}: mend the path, or put it where the document says"


@every_document
def test_a_link_leads_to_a_file(path):
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#:]+)\)", path.read_text("utf-8"))
    assert not [link for link in links if not (path.parent / link).exists()]


def test_the_pictures_of_the_readme_are_there():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README.read_text("utf-8"))
    missing = [picture for picture in pictures if not (ROOT / picture).exists()]
    assert pictures
    assert not missing, f"take {missing}: the work list of An and the dossier of Lien once all have signed"


def test_decisions_are_numbered_without_gaps_and_indexed():
    assert [path.name[:4] for path in ADRS] == [f"{nr:04}" for nr in range(1, len(ADRS) + 1)]
    index = (ROOT / "docs" / "adr" / "README.md").read_text("utf-8")
    assert re.findall(r"\]\(([^)]+)\)", index) == [path.name for path in ADRS], "docs/adr/README.md: a line for each"


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.name[:4])
def test_a_decision_says_what_and_why_on_one_page(path):
    text = path.read_text("utf-8")
    assert text.startswith(f"# {path.name[:4]} ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert re.search(r"^Status: (accepted|superseded by \d{4}), \d+ [A-Z][a-z]+ \d{4}$", text, re.MULTILINE)
    assert len(text.splitlines()) <= 60, "under a page, so that it is read"


def test_a_decision_that_the_program_names_exists():
    named = {nr for path in PROGRAM for nr in re.findall(r"(?:ADR |docs/adr/)(\d{4})", path.read_text("utf-8"))}
    assert named
    assert named <= {path.name[:4] for path in ADRS}


def test_the_table_of_settings_is_fresh():
    document = instellingen.MADE.document.read_text("utf-8")
    assert instellingen.MADE.renewed(document) == document, f"docs/beheer.md is behind: run {instellingen.MADE.command}"


def test_the_tables_of_names_are_fresh():
    document = begrippen.MADE.document.read_text("utf-8")
    assert begrippen.MADE.renewed(document) == document, f"docs/begrippen.md is behind: run {begrippen.MADE.command}"


def test_the_names_for_templates_are_fresh():
    document = sjablonen.MADE.document.read_text("utf-8")
    assert sjablonen.MADE.renewed(document) == document, f"docs/sjablonen.md is behind: run {sjablonen.MADE.command}"


def test_the_program_that_is_printed_is_the_one_that_runs():
    document = controle.MADE.document.read_text("utf-8")
    assert controle.MADE.renewed(document) == document, f"docs/controle.md is behind: run {controle.MADE.command}"


def test_a_document_without_markers_is_not_written_over():
    with pytest.raises(NoMarkers):
        begrippen.MADE.renewed("# Begrippen\n")


def test_every_term_of_the_program_stands_in_begrippen():
    by_hand = begrippen.MADE.document.read_text("utf-8").partition(begrippen.MADE.begin)[0]
    explained = set(re.findall(r"`([^`]+)`", by_hand))
    terms = {*ROLE_LABELS, *LETTERS, *RECORD_TYPES, *State, *Event, *Capacity}
    for values in (OrganisationKind, DossierKind, Decision, Status, QuestionStatus):
        terms |= set(get_args(values))
    terms |= {document.code for one in RECORD_TYPES.values() for document in one.documents}
    terms |= {kind for path in PROGRAM for kind in _event_types(path)}
    assert not terms - explained, "docs/begrippen.md: give each an English gloss and its source"


@every_document
def test_no_document_leads_out_of_the_project(path):
    """The guide to running it names the places where the files of deploy/ put things, and no others."""
    text = path.read_text("utf-8")
    folders = "bin|etc|home|mnt|opt|private|root|srv|tmp|usr|var|work|Users"
    places = PLACES if path.name == "beheer.md" else ()
    named = re.findall(rf"(?<![\w.~>])/(?:{folders})/[\w./*-]*", text)
    assert not [one for one in named if not (places and one.startswith(places))], "a path of one machine"
    climbing = [link for link in re.findall(r"(?:\.\./)+[\w./-]*", text) if not _inside(path.parent / link)]
    assert not climbing, "a path outside the project"


def commands_in(text: str) -> Iterator[list[str]]:
    """Every command of ours that a document gives, in a block or between backticks, as its words.

    Behind `flask --app app` or `naadloos`; between backticks also by itself, when it begins with the name of one.
    """
    names = {one.name: set(getattr(one, "commands", {})) for one in commands.ALL}
    blocks = re.findall(r"^(?: {4}|\t)(.*)$", text, re.MULTILINE)
    quoted = [one for line in text.split("\n\n") for one in re.findall(r"`([^`]+)`", line)]
    for piece in (*blocks, *quoted):
        for part in re.split(r"&&|\|\||\||;|\$\(|\)|  #", " ".join(piece.split("\n"))):
            behind = re.search(r"(?:flask --app app|(?:^|\s)naadloos) ([a-z].*)", part)
            words = behind[1].split() if behind else part.split()
            by_itself = piece in quoted and len(words) > 1 and words[0] in names
            if behind or (by_itself and (not names[words[0]] or words[1] in names[words[0]])):
                yield _words(" ".join(words))


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # a quote that is closed elsewhere
        return text.split()


def unknown(words: Sequence[str]) -> str:
    """Why a command is none of ours: its name, that of one in its group, or an option; '' when all is known."""
    there = {one.name: one for one in commands.ALL}
    rest = list(words)
    command = there.get(rest.pop(0))
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        command = command.commands.get(rest.pop(0))
    if command is None:
        return f"no command {words[len(words) - len(rest) - 1]}"
    known = {"--help", *(name for one in command.params for name in one.opts)}
    return next((f"no {one}" for one in rest if one.startswith("--") and one.split("=")[0] not in known), "")


def _paths(text: str) -> Iterator[str]:
    """What stands in backticks and looks like a file or folder of the project."""
    here = {one.name for one in ROOT.iterdir()}
    for name in re.findall(r"`([\w./-]+)`", text):
        looks_like_one = ("/" in name and name.partition("/")[0] in here) or name.endswith(SUFFIXES)
        if looks_like_one and Path(name).stem != PLACEHOLDER:
            yield name


def _exists(name: str) -> bool:
    """A file of the project; a file that the program makes in the instance folder is named in the program."""
    sources = (*PROGRAM, ROOT / "deploy" / "timers.py")
    in_program = "/" not in name and any(f'"{name}"' in path.read_text("utf-8") for path in sources)
    return (ROOT / name).exists() or in_program


def _inside(path: Path) -> bool:
    return path.resolve().is_relative_to(ROOT)


def _event_types(path: Path) -> Iterator[str]:
    """'round.completed' and the like: texts of two words with a dot, as events are named; steps stand in Event."""
    kinds = r"(?:dossier|party|record|version|signature|round|document|seat|question)\.[a-z]+"
    if path.parent.name == "services":
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(kinds, node.value):
                yield node.value
