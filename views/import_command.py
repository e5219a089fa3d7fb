"""The command that takes a document of another Naadloos over, in the name of an account: the same as the page does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import with_appcontext

from services import received_preview, receiving, taking_over, terminal
from services.dossiers import name_of
from services.platform import NotAllowed, NotFound, Platform, Who
from services.received_file import NotTaken
from services.received_preview import Preview
from store.records import Stale
from views import desk

WHY = {
    "no-file": "the file is empty",
    "too-large": "larger than 9 MB",
    "other-file": "not a Word file of Naadloos, or packed in another way",
    "no-seal": "there is no seal on it",
    "unknown-seal": "sealed with a certificate that is not trusted here: see 'flask seal trust'",
    "altered": "it was altered after it was sealed",
    "no-record": "there is no record in it that can be read",
    "unknown-type": "a type of record that is not known here",
    "newer": "made by a newer Naadloos",
}
"""Code of NotTaken -> why, in the language of a terminal."""


@click.command("import-record")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "email", required=True, help="Address of the account that does it, with the rights of its page.")
@click.option("--dossier", "number", help="Number of the dossier it goes into.")
@click.option("--new", is_flag=True, help="Into a new dossier: a CLB, with an indicatiestelling.")
@click.option("--overwrite", is_flag=True, help="Replace the answers that the draft has already.")
@click.option("--keep-only", is_flag=True, help="Only keep the document in the dossier; take no answer over.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def import_record(
    file: Path, email: str, number: str | None, *, new: bool, overwrite: bool, keep_only: bool, yes: bool
) -> None:
    """Take the answers in a sealed Word file of another Naadloos over. Shows what, and asks, before it does.

    Exit code 0 when it was done, 1 when it cannot be or was not confirmed, 2 for a wrong command.
    """
    if bool(number) == new:
        raise click.UsageError("Give --dossier NUMBER, or --new.")
    platform = desk.platform()
    try:
        who, waited, shown = _shown(platform, file, email, number)
    except NotTaken as fault:
        raise click.ClickException(f"{file}: {WHY[fault.code]}") from fault
    except (NotAllowed, NotFound) as fault:
        raise click.ClickException(f"Not for this account: {fault}".rstrip(": ")) from fault
    except terminal.Unknown as fault:
        raise click.ClickException(str(fault)) from fault
    for line in _told(shown, keep_only=keep_only):
        click.echo(line)
    if not yes and not click.confirm("Take this over?"):
        if not waited:
            receiving.forget(platform, who, shown.received.id)
        raise click.exceptions.Exit(1)
    _take(platform, who, shown, overwrite=overwrite, keep_only=keep_only and shown.file is not None)


def _shown(platform: Platform, file: Path, email: str, number: str | None) -> tuple[Who, bool, Preview]:
    """Who does it, whether the file waited already, and what would be done.

    :raises Unknown: when there is no such account or dossier, or the file is in one already
    :raises NotTaken: when the file is not one to take over
    :raises NotAllowed: when this account may not
    """
    who = terminal.at_work(platform, email)
    target = terminal.own_dossier(platform, who, number) if number else None
    waited = {one.id for one in receiving.waiting(platform, who)}
    received = receiving.look(platform, who, file.read_bytes(), file.name)
    if received.dossier_id is not None:
        raise terminal.Unknown("This very file is in a dossier already.")
    try:
        return who, received.id in waited, received_preview.preview(platform, who, received, target)
    except NotAllowed:
        if received.id not in waited:
            receiving.forget(platform, who, received.id)
        raise


def _take(platform: Platform, who: Who, shown: Preview, *, overwrite: bool, keep_only: bool) -> None:
    choices = taking_over.Choices(shown.received.sha256, shown.seen, overwrite=overwrite, keep_only=keep_only)
    try:
        done = taking_over.take(platform, who, shown, choices)
    except (taking_over.NotAsShown, Stale) as fault:
        raise click.ClickException("The dossier changed meanwhile: look again.") from fault
    except NotAllowed as fault:
        raise click.ClickException(f"Not for this account: {fault}") from fault
    where = terminal.number_of(platform, done.dossier_id)
    click.echo(f"{where}: {done.count} answers taken over." if done.record else f"{where}: kept in the dossier.")


def _told(shown: Preview, *, keep_only: bool) -> Iterator[str]:
    """What the page shows, a line each."""
    document = shown.document
    yield f"From: {document.origin or 'this Naadloos'}, certificate {document.certificate}"
    yield f"Document: {document.title} ({document.code}), version {document.version}, root {document.record.root}"
    yield f"Sealed: {document.sealed_at}. Whether it was replaced since is not known here."
    yield f"Into: {shown.file.dossier.number if shown.file else 'a new dossier'}"
    for warning in shown.warnings:
        yield f"! {warning}"
    if shown.no_draft or keep_only:
        yield f"No answer goes into a form. {shown.no_draft}".rstrip()
        return
    for one in shown.people:
        party = shown.file.party(one.party_id) if shown.file and one.party_id else None
        is_here = f"is {name_of(party.answers)} here" if party else "is added" if one.new else one.why
        yield f"@ {one.someone.name or one.someone.rol}, {one.someone.rol or '?'}: {is_here}"
    for place in shown.places:
        yield f"@ {place.name}: {place.why or 'is in our register'}"
    for line in shown.compared.lines:
        label = f"{line.title}: {line.label}" if line.title else line.label
        text = " ".join(line.shown.split())
        yield f"+ {label}: {text}" if line.take else f"- {label}: {text} ({line.why})"
    for name, text in shown.compared.unknown:
        yield f"? {name}: {' '.join(text.split())} (unknown here)"
    for label in shown.compared.empty:
        yield f"  still to answer: {label}"
