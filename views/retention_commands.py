"""The commands about keeping: what ends, telling who keeps it, tidying, and destroying again after a copy came back."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from services import announcing, destroying
from store import destructions, housekeeping
from store.dossiers import dossier
from views import desk


@click.group("retention")
def retention() -> None:
    """How long dossiers are kept; nothing here destroys what two people did not destroy before."""


@retention.command("list")
@with_appcontext
def show() -> None:
    """List what was announced or proposed: number, last day of keeping, and how far it is; no names."""
    db = desk.platform().db
    for one in destructions.everything_under_way(db):
        found = dossier(db, one.dossier_id)
        click.echo(f"{found.number if found else one.dossier_id}\t{one.kept_until}\t{one.status}")


@retention.command("notify")
@with_appcontext
def notify() -> None:
    """Announce the terms that end within sixty days, each once; for a timer, on any day and as often as one likes."""
    done = announcing.run(desk.platform())
    click.echo(
        f"{done.terms} announced, {done.mails} mails, {done.taken_back} taken back."
        + (f" {done.unheard} organisations have no administrator to tell." if done.unheard else "")
    )


@retention.command("tidy")
@with_appcontext
def tidy() -> None:
    """Delete rows that nobody needs any more, each kind after its own term; for a timer."""
    platform = desk.platform()
    gone = housekeeping.tidy(platform.db, now=platform.now())
    click.echo(", ".join(f"{table} {rows}" for table, rows in gone.items() if rows) or "Nothing to tidy.")


@retention.command("reapply")
@with_appcontext
def reapply() -> None:
    """Destroy again what an old copy of the database brought back. For right after putting a copy back."""
    done = destroying.reapply(desk.platform())
    click.echo(f"{done} destroyed again." if done else "Nothing came back that was destroyed.")


ALL = (retention,)
