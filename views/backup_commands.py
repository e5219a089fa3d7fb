"""The commands that make backups and put them back; the keys go their own way."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from services import backup, restoring
from services.backup import BadTerm, CannotBackUp
from services.backup_files import NoBackup
from services.restoring import CannotRestore, Done
from store.database import BadKey, Busy
from store.in_use import InUse
from store.opening import Shut
from views import desk

A_FOLDER = click.Path(file_okay=False, path_type=Path)
A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SETTLED = {
    "sessions": "Ended: {} sessions.",
    "ways": "Ended: {} places, personal links and links to a password; who needs one asks for a new one.",
    "mails": "{} mails waited and may have gone since: they stand under Beheer, Mail as failed, to send again.",
    "jobs": "{} jobs begin anew.",
}
"""What was ended -> in words."""


@click.command("backup")
@click.argument("place", type=A_FOLDER, metavar="DEST")
@click.option("--keep", default="", metavar="TERMS", help="Then take older ones away: 7d,4w,12m keeps those terms.")
@click.option("--plain", is_flag=True, help="The database has no key, and the copy may have none either.")
@with_appcontext
def back_up(place: Path, keep: str, *, plain: bool) -> None:
    """Make a backup in folder DEST while people work, and check it. No key is in it: see backup-keys."""
    try:
        done = backup.make(
            desk.platform(), place, current_app.config["VERSION"], key=_backup_key(), plain=plain, keep=keep
        )
    except (BadTerm, CannotBackUp, BadKey, Busy, Shut, InUse) as fault:
        raise click.ClickException(str(fault)) from fault
    told = done.found.manifest
    click.echo(f"{done.found.folder}: {told.size:,} bytes, {_locked(told.key)}, head {_head(told.head)}.")
    for name in done.pruned:
        click.echo(f"Taken away: {name}")
    if done.unpruned:
        click.echo(f"Nothing was taken away: {done.unpruned}", err=True)


@click.command("backup-keys")
@click.argument("place", type=A_FOLDER, metavar="DEST")
@click.option("--passphrase-file", type=A_FILE, help="Its first line is the passphrase; without it, it is asked.")
@click.option("--plain", is_flag=True, help="In clear, for a safe.")
@with_appcontext
def back_up_keys(place: Path, passphrase_file: Path | None, *, plain: bool) -> None:
    """Write every key to a file in folder DEST, which is no folder with backups: whoever has both has everything."""
    from services import key_backup

    if plain and passphrase_file:
        raise click.ClickException("--plain and --passphrase-file do not go together.")
    instance, config = Path(current_app.config["INSTANCE"]), current_app.config
    given = {f"NAADLOOS_{name}": Path(config[name]) for name in ("SEAL_KEY", "SEAL_CERT") if config[name]}
    settings = {"DATABASE_KEY": current_app.extensions["naadloos.key"].key, "NAADLOOS_BACKUP_KEY": config["BACKUP_KEY"]}
    try:
        keys = key_backup.collect(instance, settings, given)
        passphrase = None if plain else _passphrase(passphrase_file, confirm=True)
        path = key_backup.write(place, keys, desk.platform().at(), passphrase)
    except (key_backup.BadKeys, OSError) as fault:
        raise click.ClickException(_said(fault)) from fault
    count = sum(len(one) for one in keys.values())
    click.echo(f"{path}: {count} keys, {'in clear' if plain else 'under the passphrase'}.")


@click.command("restore-keys")
@click.argument("file", type=A_FILE)
@click.option("--passphrase-file", type=A_FILE, help="Its first line is the passphrase; without it, it is asked.")
@click.option("--to", "target", type=A_FOLDER, help="Another folder than that of the instance.")
@with_appcontext
def put_keys_back(file: Path, passphrase_file: Path | None, target: Path | None) -> None:
    """Put the keys of FILE back where an instance looks for them; those of settings go in a file keys.env."""
    from services import key_backup

    passphrase = _passphrase(passphrase_file, confirm=False) if key_backup.is_locked(file) else None
    try:
        written = key_backup.put_back(key_backup.read(file, passphrase), target or Path(current_app.config["INSTANCE"]))
    except (key_backup.BadKeys, OSError) as fault:
        raise click.ClickException(_said(fault)) from fault
    for name in written:
        click.echo(name)
    click.echo(f"{len(written)} files. Settings in keys.env go where the server gets its environment.")


@click.command("restore")
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--try", "rehearsal", is_flag=True, help="Only try: restore it aside, look at all of it, take it away.")
@click.option("--to", "target", type=A_FOLDER, help="Another folder than that of the instance.")
@click.option("--replace", "over", is_flag=True, help="What is there goes aside, to a folder before-restore-...")
@click.option("--plain", is_flag=True, help="It may be written in clear though the backup is encrypted.")
@with_appcontext
def restore(source: Path, target: Path | None, *, rehearsal: bool, over: bool, plain: bool) -> None:
    """Put back the backup SOURCE, or the newest in it; the server stands still. Exit code 1 when something is wrong."""
    platform, instance = desk.platform(), Path(current_app.config["INSTANCE"])
    try:
        if rehearsal:
            done = restoring.rehearse(platform, source, key=_backup_key())
        else:
            done = restoring.restore(platform, source, target or instance, key=_backup_key(), plain=plain, over=over)
    except (NoBackup, CannotRestore, BadKey, Busy, Shut) as fault:
        raise click.ClickException(str(fault)) from fault
    tell(done, rehearsal=rehearsal)
    if done.differences:
        sys.exit(1)


def tell(done: Done, *, rehearsal: bool = False) -> None:
    """What came of it, for who sits at the terminal."""
    told = done.found.manifest
    click.echo(f"{done.found.name}: made {told.made_at}, schema {told.schema}, head {_head(told.head)}.")
    click.echo(", ".join(f"{many} {table}" for table, many in told.counts.items() if many and table[0] != "_"))
    if done.destroyed:
        click.echo(f"{done.destroyed} dossiers that were destroyed since are destroyed again.")
    for one in done.differences:
        click.echo(f"  {one}")
    click.echo("Not all of it holds: see above." if done.differences else "All of it holds.")
    click.echo("Only tried: nothing was put back.") if rehearsal else _tell_of_now(done)


def _tell_of_now(done: Done) -> None:
    for name, many in done.settled.items():
        if many:
            click.echo(SETTLED[name].format(many))
    if done.aside:
        click.echo(f"What was there is in {done.aside}.")
    if done.lost:
        click.echo("Happened after the backup, and is not in it:")
        for name, many in done.lost.items():
            click.echo(f"  {many} {name}")
    click.echo("Run migrate and selfcheck, and start the server.")


def _backup_key() -> str | None:
    return current_app.config["BACKUP_KEY"] or None


def _passphrase(file: Path | None, *, confirm: bool) -> str:
    if file is not None:
        return (file.read_text("utf-8").splitlines() or [""])[0]
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm))


def _head(head: object) -> str:
    return "{seq}:{hash}".format_map(head)  # type: ignore[arg-type]  # of the manifest


def _locked(key: str) -> str:
    return f"encrypted (key {key})" if key else "not encrypted"


def _said(fault: Exception) -> str:
    return f"{fault.filename}: {fault.strerror}" if isinstance(fault, OSError) and fault.strerror else str(fault)


ALL = (back_up, back_up_keys, restore, put_keys_back)
