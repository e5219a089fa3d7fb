"""`config check` as it is typed: what it says, how it ends, and that it opens and makes nothing."""

import json
import os

import click
import pytest
from click.testing import CliRunner
from flask.cli import FlaskGroup

from app import create_app
from services.environment import OURS
from services.variables import BY_NAME, VARIABLES
from views import config_command

KEY = "ab" * 32
WORD = "zeer-geheim-woord"


@pytest.fixture
def terminal(tmp_path, monkeypatch):
    """A terminal with a folder for an instance that is not there yet; nothing else is set."""
    for name in os.environ:
        if name.startswith(OURS) or name in BY_NAME:
            monkeypatch.delenv(name)
    monkeypatch.setenv("NAADLOOS_INSTANCE", str(tmp_path / "instance"))

    def run(*words, **said):
        for name, value in said.items():
            monkeypatch.setenv(name, value)
        return CliRunner().invoke(FlaskGroup(create_app=create_app), words)

    yield run
    assert not (tmp_path / "instance").exists(), "something was made"


def test_a_check_says_all_and_makes_nothing(terminal):
    done = terminal("config", "check")
    assert done.exit_code == 1, done.output
    missing = [one.name for one in VARIABLES if one.name not in done.stdout]
    assert not missing
    assert "DANGER  NAADLOOS_SMTP_HOST: Without a mail server" in done.stdout
    assert "(environment)" in done.stdout
    told = json.loads(terminal("config", "check", "--json", NAADLOOS_HTTPS="yes").stdout)
    assert (told["level"], told["findings"][0]["name"]) == ("wrong", "NAADLOOS_HTTPS")
    assert {one["name"]: one["origin"] for one in told["settings"]}["NAADLOOS_INSTANCE"] == "environment"
    assert terminal("config", "check").exit_code == 2
    assert terminal("--help").exit_code == 0
    assert terminal("key", "new").exit_code == 0, "of which a message says that it prints a key"


def test_a_check_never_shows_a_secret(terminal):
    secrets = {one.name: KEY if "KEY" in one.name else WORD for one in VARIABLES if one.secret}
    wrong = {"DATABASE_KEY_FILE": KEY, "DATABASE_KEY": f"{KEY}0", "NAADLOOS_BACKUP_KEY": WORD}
    for words, said in ((("config", "check"), secrets), (("config", "check", "--json"), wrong), (("dossiers",), wrong)):
        done = terminal(*words, **said, NAADLOOS_PROXY="x")
        assert "NAADLOOS_PROXY" in done.output
        assert not [one for one in (KEY, WORD) if one in done.output]


def test_a_server_says_what_is_dangerous_in_a_line_each(terminal, capsys, monkeypatch):
    monkeypatch.setenv("NAADLOOS_URL", "http://naadloos.example")
    with click.Context(click.Group("flask")):  # the command is not chosen yet, so nothing is opened
        app = create_app()
    with app.app_context():
        config_command.tell_dangers()
    said = capsys.readouterr().err.splitlines()
    assert [line.split()[:2] for line in said[:1]] == [["DANGER", "NAADLOOS_URL:"]]
    assert {line.split()[0] for line in said} == {"DANGER"}


def test_a_command_refuses_nonsense_before_anything_is_made(terminal):
    done = terminal("migrate", NAADLOOS_PROXY="x", PORT="y")
    assert done.exit_code == 1
    assert [line.partition(":")[0] for line in done.output.splitlines()[1:]] == ["PORT", "NAADLOOS_PROXY"]
    with pytest.raises(SystemExit, match="NAADLOOS_PROXY"):
        create_app()
