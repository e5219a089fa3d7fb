"""Before a command begins: is the database the one that it knows? And what it writes is for this user alone."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from store import migrations, rekeying
from store.in_use import InUse
from store.opening import Shut
from views import desk

Look = Callable[[], None]
UNOPENED = "naadloos.unopened"
"""Under this name among the extensions: what opens the instance, as long as it is not."""


def when_known(app: Flask, opening: Callable[[], None]) -> None:
    """Open the instance; where a command line asks for the app to learn which commands there are, once it is chosen."""
    asks = click.get_current_context(silent=True)
    if asks is not None and isinstance(asks.command, click.Group):
        app.extensions[UNOPENED] = opening
    else:
        opening()


def at_no_instance() -> None:
    """For what must open and make nothing."""


def at_nothing() -> None:
    """For what mends the database, or does without."""


def at_the_key() -> None:
    """For what brings the schema up to date, or tells how it is.

    :raises Shut: when the key does not fit, or a newer program migrated the file
    """
    db = desk.platform().db
    rekeying.must_fit(db)
    if db.path.exists():
        migrations.refuse_newer(db)


def at_the_schema() -> None:
    """For all the rest.

    :raises Shut: also when the file waits for migrations
    """
    at_the_key()
    migrations.require_current(desk.platform().db)


def before(command: click.Command, looks: dict[str, Look], name: str = "") -> None:
    """Have a command, and each of a group, look first; for one that is not in `looks`: at the schema.

    :param looks: name of a command ("key new"; of a group, for all in it) -> what it looks at
    """
    name = f"{name} {command.name}".strip()
    if isinstance(command, click.Group):
        for one in command.commands.values():
            before(one, looks, name)
    elif command.callback is not None:
        look = looks.get(name) or looks.get(name.partition(" ")[0]) or at_the_schema
        command.callback = _looking(command.callback, look)


def _looking(run: Callable[..., Any], look: Look) -> Callable[..., Any]:
    @functools.wraps(run)
    def first(*given: Any, **named: Any) -> Any:
        mask = os.umask(0o077)
        click.get_current_context().call_on_close(lambda: os.umask(mask))
        if look is not at_no_instance and (opening := current_app.extensions.pop(UNOPENED, None)):
            opening()
        try:
            look()
        except (Shut, InUse) as fault:
            raise click.ClickException(str(fault)) from fault
        return run(*given, **named)

    return with_appcontext(first)
