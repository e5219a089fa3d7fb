"""The commands about the key of the database: a new one, encrypting, changing it (ADR 0042)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from services import database_key
from services.database_key import Given, NoKey
from store.copying import NotSound
from store.in_use import InUse
from store.opening import Shut
from store.rekeying import Changed
from views import desk

_TO = click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="File to make for the new key.")
_YES = click.confirmation_option(prompt="Everything in the database can be read by who has the file then. Go on?")
KEEP = "Keep a copy of the key apart from the backups: without it nobody can read the database any more."
OLD_BACKUPS = "Backups of before keep the old key: keep that too, as long as you keep them."


@click.group("key")
def key() -> None:
    """The key that the database is encrypted with."""


@key.command("new")
def new() -> None:
    """Print a new key, for DATABASE_KEY or a file that DATABASE_KEY_FILE names."""
    click.echo(database_key.fresh())


@key.command("rotate")
@_TO
@with_appcontext
def rotate(to: Path | None) -> None:
    """Encrypt the database with a new key. Stop the server first.

    The new key takes the place of the old one in DATABASE_KEY_FILE, or comes in the file of --to.
    """
    with _in_words():
        path, said = _given()
        if to:
            click.echo(f"The new key comes in {to}; until this is done, the old one counts.")
        changed, where = database_key.rotate(path, said, to)
    _tell(changed)
    if where == said.path:
        click.echo(f"{where} holds the new key: start the server again. {OLD_BACKUPS}")
    else:
        click.echo(f"Set DATABASE_KEY_FILE={where}, take DATABASE_KEY away, and start the server again. {OLD_BACKUPS}")
    click.echo(KEEP)


@click.group("database")
def database() -> None:
    """The file of the database: encrypted, or no longer."""


@database.command("encrypt")
@with_appcontext
def encrypt() -> None:
    """Encrypt a plain database with the key that is set. Stop the server first."""
    with _in_words():
        changed = database_key.encrypt(*_given())
    _tell(changed)
    click.echo(
        ("The plain file was written over. " if changed.wiped else "The plain file could not be written over. ")
        + "A disk may keep older pieces of it, an SSD and a snapshot certainly; so do backups. "
        "A disk that is encrypted as a whole is the only remedy."
    )
    for one in database_key.in_clear(desk.platform().db.path.parent):
        click.echo(f"Still in clear, from before: {one}. Throw it away once nobody needs it.")
    click.echo(KEEP)


@database.command("decrypt")
@_YES
@with_appcontext
def decrypt() -> None:
    """Take the encryption away. Stop the server first."""
    with _in_words():
        changed = database_key.decrypt(*_given())
    _tell(changed)
    click.echo("Take DATABASE_KEY and DATABASE_KEY_FILE away, and start the server again.")


def finish() -> None:
    """End a change of the key that was cut off, before a server starts."""
    path, said = _given()
    with suppress(InUse):  # another serves already, and did
        database_key.finish(path, said)


def _given() -> tuple[Path, Given]:
    """Where the database is, which this process has no longer open, and the key that is set."""
    db = desk.platform().db
    db.close()
    given = current_app.extensions["naadloos.key"]
    assert isinstance(given, Given)  # noqa: S101  # app.py put it there
    return db.path, given


def _tell(changed: Changed) -> None:
    click.echo(f"Done: {changed.tables} tables, {changed.rows} rows, last event {changed.head}. Checked.")


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (NoKey, Shut, InUse, NotSound) as fault:
        raise click.ClickException(str(fault)) from fault
    except OSError as fault:
        raise click.ClickException(f"{fault.strerror}. The database is as it was.") from fault


ALL = (key, database)
