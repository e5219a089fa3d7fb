"""The command that says how this installation is set, and what is wrong or dangerous in that; and `serve`, that says it
too.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby

import click
from flask import current_app
from flask.cli import with_appcontext

from services import dangers
from services.configuration import Configuration, Finding

WORDS = {"wrong": "WRONG", "danger": "DANGER", "note": "note"}
CODES = {"wrong": 2, "danger": 1, "note": 0}
"""Exit codes, for whoever puts an installation up by a program."""


@click.group("config")
def config() -> None:
    """How this installation is set."""


@config.command("check")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@with_appcontext
def check(*, as_json: bool) -> None:
    """Say how everything is set, and what is wrong or dangerous. Opens and makes nothing.

    Exit code 0: all is well, 1: look at it, 2: the server does not start with this.
    """
    said = _said()
    found = dangers.found(said)
    if as_json:
        _tell_program(said, found)
    else:
        _tell_person(said, found)
    sys.exit(max((CODES[one.level] for one in found), default=0))


def tell_dangers() -> None:
    """Print what is dangerous, a line each, where a server starts."""
    for one in dangers.found(_said()):
        if one.level == "danger":
            click.echo(_line(one), err=True)


def _said() -> Configuration:
    said = current_app.extensions["naadloos.configuration"]
    assert isinstance(said, Configuration)  # noqa: S101  # app.py put it there
    return said


def _tell_person(said: Configuration, found: Sequence[Finding]) -> None:
    for group, readings in groupby(said.readings.values(), lambda one: one.variable.group):
        click.echo(group)
        for one in readings:
            click.echo(
                f"  {one.variable.name:36}{one.shown}" + ("" if one.origin == "default" else f"  ({one.origin})")
            )
    click.echo()
    for finding in found:
        click.echo(_line(finding))
    counted = [f"{sum(one.level == level for one in found)} {word.lower()}" for level, word in WORDS.items()]
    click.echo(f"{', '.join(counted)}." if found else "All is well.")


def _line(one: Finding) -> str:
    return f"{WORDS[one.level]:8}{one.name}: {one.said} {one.help}"


def _tell_program(said: Configuration, found: Sequence[Finding]) -> None:
    settings = [
        {"name": name, "group": one.variable.group, "value": one.shown, "origin": one.origin}
        for name, one in said.readings.items()
    ]
    level = found[0].level if found else "ok"
    told = {"level": level, "settings": settings, "findings": [asdict(one) for one in found]}
    click.echo(json.dumps(told, ensure_ascii=False))


ALL = (config,)
