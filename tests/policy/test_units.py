"""The unit files for systemd: they can be read, and start what there is."""

import shlex
from configparser import ConfigParser
from pathlib import Path

import pytest

from views import commands

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "docs" / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
NEEDED = {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes"}


def read(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Section -> its lines, in order: a key may be there more than once."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found[list(found)[-1]].append((key, value))
    parser = ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.read(path)
    assert set(parser.sections()) == set(found)
    return found


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_a_service_starts_commands_that_are_there_and_is_shut_in(path):
    service = read(path)["Service"]
    names = {one.name for one in commands.ALL}
    started = [shlex.split(value) for key, value in service if key in ("ExecStart", "ExecStartPre")]
    assert started
    for words in started:
        assert words[:3] == ["/opt/naadloos/.venv/bin/flask", "--app", "app"]
        assert words[3] in names, f"{path.name}: there is no command {words[3]}"
    assert NEEDED.items() <= dict(service).items()


@pytest.mark.parametrize("path", [one for one in UNITS if one.suffix == ".timer"], ids=lambda path: path.stem)
def test_a_timer_has_its_service(path):
    assert path.with_suffix(".service") in SERVICES
    assert "OnCalendar" in dict(read(path)["Timer"])


def test_every_unit_stands_in_the_guide():
    guide = (ROOT / "docs" / "beheer.md").read_text("utf-8")
    assert [path.name for path in UNITS if f"`{path.name}`" not in guide] == []
