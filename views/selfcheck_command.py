"""The command that looks at everything, for a person and for monitoring."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click
from flask import current_app
from flask.cli import with_appcontext

from services import health, selfcheck
from services.health import House
from views import desk

WORDS = {"goed": "ok", "let_op": "warning", "mis": "BROKEN"}


@click.command("selfcheck")
@click.option("--quick", is_flag=True, help="Only what takes less than a second, for every few minutes.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for monitoring.")
@with_appcontext
def check(*, quick: bool, as_json: bool) -> None:
    """Look at everything, a line for each. Exit code 0: all is well, 1: look at it, 2: something is wrong."""
    config = current_app.config
    house = House(desk.platform(), desk.post_office(), config["VERSION"], config["REPLICA"])
    lines = selfcheck.run(house, whole=not quick)
    if as_json:
        told = {"level": health.worst(lines), "checks": [asdict(one) for one in lines]}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for one in lines:
            click.echo(f"{WORDS[one.level]:8}{one.name:12}{one.said} {one.help}".rstrip())
    sys.exit(selfcheck.code(lines))


ALL = (check,)
