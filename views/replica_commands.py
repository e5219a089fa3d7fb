"""The commands for a second machine: is its copy good, and take over with it."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from services import selfcheck
from services.backup_files import NoBackup
from services.litestream import NoReplica
from services.restoring import CannotRestore
from services.standby import StillThere
from store.backups import Unreadable
from store.database import BadKey, Busy
from store.in_use import InUse
from store.opening import Shut
from views import backup_commands, desk


@click.group("replica")
def replica_group() -> None:
    """The copy that follows at once, on another machine."""


@replica_group.command("check")
@click.argument("source", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for monitoring.")
@with_appcontext
def check(source: str | None, *, as_json: bool) -> None:
    """Bring the copy back aside, compare it with the database, and take it away.

    SOURCE is litestream.yml, a replica of Litestream (folder or address), or a folder with backups; without it,
    NAADLOOS_REPLICA. Exit code 0: all is well, 1: it is behind, 2: it cannot be used.
    """
    from services import replica

    _clean_when_ended()
    config = current_app.config
    try:
        seen = replica.check(desk.platform(), _source(source), config["VERSION"], key=config["BACKUP_KEY"] or None)
    except (BadKey, Busy, Shut, InUse) as fault:
        raise click.ClickException(str(fault)) from fault
    if as_json:
        click.echo(json.dumps({"level": seen.level, **asdict(seen.row), "wrong": seen.wrong}, ensure_ascii=False))
    else:
        row = seen.row
        word = "whole" if row.whole else "NOT USABLE"
        click.echo(f"{word}, last event {row.head_seq}, {row.behind} events and {row.seconds_behind:.0f} s behind")
        for line in seen.wrong:
            click.echo(f"  {line}")
    sys.exit(selfcheck.CODES[seen.level])


@click.command("takeover")
@click.argument("source", required=False)
@click.option("--primary", metavar="URL", help="Where the first machine answered; without it, NAADLOOS_URL.")
@click.option("--anyway", is_flag=True, help="Do not ask whether it answers: you are sure that it never writes again.")
@click.option(
    "--backups", "beside", type=backup_commands.A_FOLDER, help="Where certificates and destroyed.jsonl come from."
)
@click.option("--replace", "over", is_flag=True, help="What is there goes aside, to a folder before-restore-...")
@click.option("--plain", is_flag=True, help="It may be written in clear though the backup is encrypted.")
@with_appcontext
def takeover(
    source: str | None, primary: str | None, beside: Path | None, *, anyway: bool, over: bool, plain: bool
) -> None:
    """Take over from a machine that is silent, with the copy SOURCE, as for `replica check`; no server runs here.

    Exit code 1 when it was refused, or not all of what came back holds.
    """
    from services import standby

    _clean_when_ended()
    config, platform = current_app.config, desk.platform()
    address = primary or platform.address
    if not anyway and not address:
        raise click.ClickException("Say where the first machine answered (--primary URL), or --anyway.")
    try:
        if not anyway:
            standby.refuse_alive(address)
        done = standby.take_over(
            platform,
            _source(source),
            Path(config["INSTANCE"]),
            config["VERSION"],
            key=config["BACKUP_KEY"] or None,
            plain=plain,
            over=over,
            beside=beside,
        )
    except (StillThere, NoReplica, NoBackup, CannotRestore, Unreadable, BadKey, Busy, Shut, InUse) as fault:
        raise click.ClickException(str(fault)) from fault
    backup_commands.tell(done)
    click.echo("Taken over. The first machine may never write again: docs/replicatie.md.")
    if done.differences:
        sys.exit(1)


def _source(given: str | None) -> str:
    source = given or str(current_app.config["REPLICA"])
    if not source:
        raise click.ClickException("Say where the copy is, or set NAADLOOS_REPLICA.")
    return source


def _clean_when_ended() -> None:
    """Being told to end (SIGTERM) is an end like any other: what was brought back in clear is taken away."""
    end: Callable[[int, Any], None] = lambda *_: sys.exit(143)  # noqa: E731  # a shell's code for it
    before = signal.signal(signal.SIGTERM, end)
    click.get_current_context().call_on_close(lambda: signal.signal(signal.SIGTERM, before))


ALL = (replica_group, takeover)
