"""The commands about Word templates: what is wrong with one, and the names that may stand in it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from flask.cli import with_appcontext

from services import template_check, template_names
from services.template_fault import Fault
from services.template_names import Name
from views import desk

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("templates")
def templates() -> None:
    """Check Word templates, and list the names that may stand in them."""


@templates.command("check")
@click.argument("files", nargs=-1, type=A_FILE, metavar="[FILE]...")
@click.option("--as", "name", default="", help="Which template it is (doelen.docx), when its name does not say.")
@with_appcontext
def check(files: tuple[Path, ...], name: str) -> None:
    """Say what is wrong with these templates, with its place; without FILE with all of our own.

    Exit code 1 when a template cannot be used.
    """
    wrong = False
    for path in files or sorted(desk.platform().templates.glob("*.docx")):
        found = template_check.check(name or template_names.template_named(path.name), path.read_bytes())
        click.echo(f"{path}: {_counted(found)}")
        for one in sorted(found, key=lambda fault: fault.severity != "fout"):
            click.echo(f"  {one.severity}: {one.where}: {one.message} [{one.code}]")
            if one.around:
                click.echo(f"    {one.around}")
        wrong = wrong or any(one.severity == "fout" for one in found)
    sys.exit(1 if wrong else 0)


def _counted(found: Iterable[Fault]) -> str:
    severities = [one.severity for one in found]
    return ", ".join(f"{severities.count(one)} {one}" for one in dict.fromkeys(severities)) or "ok"


@templates.command("names")
@click.argument("name")
@with_appcontext
def names(name: str) -> None:
    """List the names that may stand in template NAME (doelen.docx), each with its readers and what it is."""
    use = template_names.use_of(name)
    if use is None:
        raise click.ClickException(f"There is no template {name}.")
    for one in use.names.values():
        _list(one)


def _list(name: Name) -> None:
    if not name.kept_back:
        click.echo(f"{name.path.replace('/', '.')}\t{name.readers or '-'}\t{name.label}")
        for one in name.fields.values():
            _list(one)


ALL = (templates,)
