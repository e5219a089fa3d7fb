"""The commands of `flask --app app`: one verb a chore, each named in the README."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from services import backup, outbox, reminders, restored, terminal
from store.database import Busy
from views import (
    admin_commands,
    audit_commands,
    backup_commands,
    config_command,
    demo_command,
    desk,
    first_look,
    import_command,
    job_commands,
    key_commands,
    replica_commands,
    retention_commands,
    search_commands,
    selfcheck_command,
    serve_command,
    template_commands,
)


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database up to date, and its views of the record types."""
    platform = desk.platform()
    try:
        before = backup.before_migrating(platform, current_app.config["VERSION"])
    except backup.CannotBackUp as fault:
        raise click.ClickException(f"Not migrated, as there is no copy of before. {fault}") from fault
    if before is not None:
        click.echo(f"Copy of before: {before.folder}")
    click.echo(f"Schema {restored.bring_up_to_date(platform)}.")


@click.command("send-mail")
@with_appcontext
def send_mail() -> None:
    """Send the mail that waits, once; for a timer."""
    done = outbox.deliver(desk.platform(), desk.post_office())
    click.echo(f"{done.sent} sent, {done.failed} failed, {done.waiting} waiting.")


@click.command("reminders")
@click.option("--dry-run", is_flag=True, help="Only count what would go out.")
@with_appcontext
def remind(*, dry_run: bool) -> None:
    """Put the reminders of today in the outbox, each once; for a timer, on any day and as often as one likes."""
    try:
        done = reminders.run(desk.platform(), dry_run=dry_run)
    except Busy as fault:
        raise click.ClickException(str(fault)) from fault
    if not done.working_day:
        click.echo("No working day: nothing goes out.")
        return
    click.echo(
        f"{done.mails} mails, {done.digests} of them overviews: {done.marks} days, {done.signatures} signatures,"
        f" {done.news} news. {done.links} links anew. {done.unheard} days of which nobody can be told."
        + (" Nothing was sent: a dry run." if dry_run else "")
    )


@click.command("import-schools")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_schools(file: Path) -> None:
    """Add or update the schools of the public list (CSV with semicolons)."""
    from services import schools

    try:
        done = schools.import_schools(desk.platform(), file)
    except schools.BadFile as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{done.added} added, {done.changed} changed, {done.unchanged} unchanged, {len(done.refused)} refused.")
    for line, reason in done.refused:
        click.echo(f"  line {line}: {reason}")


@click.group("second-factor")
def second_factor() -> None:
    """The second step of signing in: who must have one, and what to do when a phone is lost."""


@second_factor.command("demand")
@click.argument("organisation")
@click.option("--off", is_flag=True, help="No longer demand it; who has one keeps it.")
@with_appcontext
def demand_second_factor(organisation: str, *, off: bool) -> None:
    """Demand a second step of everybody at ORGANISATION (its name or institution number)."""
    try:
        done = terminal.demand_second_factor(desk.platform(), organisation, demanded=not off)
    except terminal.Unknown as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(
        f"{done} demands no second factor." if off else f"{done} demands a second factor, from the next page on."
    )


@second_factor.command("forget")
@click.argument("email")
@with_appcontext
def forget_second_factor(email: str) -> None:
    """Forget the app and the recovery codes of the account with this address, and end its sessions."""
    try:
        terminal.forget_second_factor(desk.platform(), email)
    except terminal.Unknown as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo("Forgotten. The next time a new app is set up, if the organisation demands one.")


@click.group("openid")
def openid_group() -> None:
    """Signing in through another platform: how it is set, and passwords again for who is shut out."""


@openid_group.command("show")
@with_appcontext
def show_openid() -> None:
    """Print how the provider is set, the address to register there, and whether it answers."""
    from services.openid import Failed
    from views import openid

    if not openid.name():
        raise click.ClickException("No provider is set: see docs/beheer.md.")
    line = openid.provider()
    told = line.settings
    click.echo(f"issuer        {told.issuer}\nprofile       {told.profile}\nscope         {told.scope}")
    click.echo(f"redirect URI  {told.redirect_uri}\nsecond factor {' '.join(sorted(told.counts)) or 'our own'}")
    try:
        click.echo(f"answers: {line.keys_there()} keys to sign with")
    except Failed as fault:
        raise click.ClickException(f"It does not answer as it should: {fault}") from fault


@openid_group.command("passwords")
@click.argument("organisation")
@with_appcontext
def passwords_again(organisation: str) -> None:
    """Let the people of ORGANISATION (name, institution number or id) in with a password again."""
    from services import passwords_off

    try:
        done = passwords_off.allow_at_terminal(desk.platform(), organisation)
    except LookupError as fault:
        raise click.ClickException(str(fault.args[0])) from fault
    click.echo(f"The people of {done} may sign in with a password.")


@click.command("dossiers")
@with_appcontext
def dossiers() -> None:
    """List every dossier: number and state, no names."""
    for number, state in terminal.states(desk.platform()):
        click.echo(f"{number}\t{state}")


@click.command("documents")
@click.argument("number")
@click.option("--reader", required=True, help="clb, naft, school, leerling, ouders or pbd.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write to.")
@with_appcontext
def documents(number: str, reader: str, out: Path) -> None:
    """Write the stored Word files of one dossier for one reader, byte for byte."""
    try:
        written = terminal.write_documents(desk.platform(), number, reader, out)
    except terminal.Unknown as fault:
        raise click.ClickException(str(fault)) from fault
    for path in written:
        click.echo(str(path))


ALL = (
    *(
        migrate,
        demo_command.demo,
        serve_command.serve,
        send_mail,
        remind,
        import_schools,
        second_factor,
        openid_group,
        dossiers,
        documents,
    ),
    import_command.import_record,
    *admin_commands.ALL,
    *audit_commands.ALL,
    *backup_commands.ALL,
    *config_command.ALL,
    *job_commands.ALL,
    *key_commands.ALL,
    *replica_commands.ALL,
    *retention_commands.ALL,
    *search_commands.ALL,
    *selfcheck_command.ALL,
    *template_commands.ALL,
)

LOOKS = {
    **dict.fromkeys(("key", "database", "seal", "templates"), first_look.at_nothing),
    **dict.fromkeys(("restore", "takeover", "backup-keys", "restore-keys", "selfcheck"), first_look.at_nothing),
    "migrate": first_look.at_the_key,
    **dict.fromkeys(("config", "key new"), first_look.at_no_instance),
}
"""Commands that do not need a database that is up to date -> what they need; a group stands for all in it."""

for _one in ALL:
    first_look.before(_one, LOOKS)
