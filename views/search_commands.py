"""The commands about what lists and searching read: is it what the dossiers say, and make it anew."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from services import finding
from views import desk


@click.group("search")
def search() -> None:
    """What lists show of dossiers, and by which words they are found."""


@search.command("check")
@with_appcontext
def check() -> None:
    """Compare it with the dossiers; exit code 1 when something differs, with the numbers."""
    found = finding.differences(desk.platform())
    for number in found:
        click.echo(number)
    click.echo(f"{len(found)} differ.")
    if found:
        raise SystemExit(1)


@search.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Make it all anew. Meanwhile who searches finds less, and work lists are short."""
    click.echo(f"{finding.rebuild(desk.platform())} dossiers.")


ALL = (search,)
