"""The commands that check from outside: the chain of events with its anchors, the register, and files."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import with_appcontext

from services import anchors
from store import events
from store.events import Broken, Head
from views import desk

if TYPE_CHECKING:
    from services.package_check import Checked
    from services.seal_keys import SealKey
    from services.verifying import Verdict

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("audit")
def audit() -> None:
    """Check the chain of events and what hangs on it; make an anchor."""


@audit.command("verify")
@click.option("--anchor", "files", multiple=True, type=A_FILE, help="A head file, a mail or a sealed Word file.")
@with_appcontext
def verify_chain(files: tuple[Path, ...]) -> None:
    """Compute the whole chain again and compare it with anchors that were kept elsewhere."""
    platform = desk.platform()
    kept: list[Head] = []
    for file in files:
        try:
            kept += anchors.read(file.read_bytes(), anchors.pinned(platform))
        except anchors.BadAnchor as fault:
            raise click.ClickException(f"{file}: {fault}") from fault
    found = events.audit(platform.db, kept)
    for one in found.broken:
        click.echo(_said(one, found.head))
    if found.broken:
        sys.exit(1)
    more = f", {len(set(kept))} anchors hold" if kept else ""
    gone = f", the data of {found.erased} erased" if found.erased else ""
    click.echo(f"Whole: {found.events} events{gone}{more}, head {found.head.seq}:{found.head.hash}")


def _said(one: Broken, head: Head) -> str:
    beyond = f"the chain ends at {head.seq}: its tail was cut off" if one.seq > head.seq else "this is another event"
    words = {
        "gap": "an event before it is missing",
        "prev": "does not follow from the event before it",
        "hash": "was changed",
        "data": "what it tells was changed",
        "orphan": "there is data, but no event",
        "anchor": f"an anchor names it, but {beyond}",
    }
    return f"event {one.seq}: {words[one.what]}"


@audit.command("head")
@click.option("--out", type=click.Path(path_type=Path), help="File, or folder: then the name has the time in it.")
@with_appcontext
def write_head(out: Path | None) -> None:
    """Give the last event, signed, to keep elsewhere. Writes over nothing."""
    key = _key()
    told = anchors.head(desk.platform(), key)
    text = json.dumps(told) + "\n"
    if key is None:
        click.echo("Not signed: there is no key that seals.", err=True)
    if out is None:
        click.echo(text, nl=False)
        return
    plain = told["at"].replace("-", "").replace(":", "")
    path = out / f"naadloos-head-{plain}.json" if out.is_dir() else out
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as fault:
        raise click.ClickException(f"{path}: {fault.strerror}") from fault
    click.echo(str(path))


@audit.command("documents")
@with_appcontext
def compare() -> None:
    """Check that files, signatures and versions agree with their hashes and with the chain."""
    from services import ledger

    found = ledger.compare(desk.platform())
    for one in found.differences:
        click.echo(f"{one.kind} {one.id}: {one.what}")
    if found.differences:
        sys.exit(1)
    counted = f"{found.versions} versions, {found.signatures} signatures, {found.documents} documents"
    gone = f" The contents of {found.erased} are erased; their hashes hold." if found.erased else ""
    click.echo(f"Whole: {counted}, {found.pdfs} PDFs.{gone}")


@click.group("seal")
def seal() -> None:
    """The key that seals Word files."""


@seal.command("show")
@with_appcontext
def show_seal() -> None:
    """Name the certificate that seals now, and those whose seals still hold."""
    from services import seal_keys

    present = desk.platform().seal
    why = f" ({desk.platform().seal_problem})" if desk.platform().seal_problem else ""
    click.echo(f"Seals: {present.sha256}" if present else f"Word files get no seal now{why}.")
    for one in seal_keys.fingerprints(seal_keys.pinned(Path(current_app.config["INSTANCE"]))):
        click.echo(f"Holds: {one}")


@seal.command("rotate")
@with_appcontext
def rotate_seal() -> None:
    """Make a new key; what the old one sealed goes on being checked. Restart the server afterwards."""
    from services import seal_keys

    if current_app.config["SEAL_KEY"]:
        raise click.ClickException(
            "The key is given by NAADLOOS_SEAL_KEY: give another there. Old seals go on holding."
        )
    try:
        fresh = seal_keys.rotate(Path(current_app.config["INSTANCE"]), desk.platform().now())
    except seal_keys.KeyUnusable as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"Seals from the next start on: {fresh.sha256}")


@seal.command("trust")
@click.argument("file", type=A_FILE)
@click.option("--name", required=True, help="How pages name that installation, such as 'CLB Noord, Gent'.")
@with_appcontext
def trust_seal(file: Path, name: str) -> None:
    """Believe the seals of another installation: FILE is its zegel.pem. Compare the fingerprint first."""
    from services import trusted

    try:
        found = trusted.trust(desk.platform(), file.read_bytes(), name)
    except trusted.CannotTrust as fault:
        raise click.ClickException(str(fault)) from fault
    for one in found:
        click.echo(f"Trusted as {one.name}: {one.fingerprint}")


@seal.command("trusted")
@with_appcontext
def trusted_seals() -> None:
    """Name the other installations whose seals are believed."""
    from services import trusted

    for one in trusted.everyone(desk.platform()):
        click.echo(f"{one.fingerprint}\t{one.since}\t{one.name}")


@seal.command("distrust")
@click.argument("fingerprint")
@with_appcontext
def distrust_seal(fingerprint: str) -> None:
    """Believe a certificate no longer; what was taken over stays."""
    from services import trusted

    try:
        gone = trusted.distrust(desk.platform(), fingerprint)
    except trusted.CannotTrust as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"No longer trusted: {gone.name}, {gone.fingerprint}")


@click.command("register")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@with_appcontext
def write_register(out: Path) -> None:
    """Write the register of files: hashes, versions and statuses, nothing of anybody."""
    from services import register

    try:
        count = register.write(desk.platform(), out)
    except OSError as fault:
        raise click.ClickException(f"{out}: {fault.strerror}") from fault
    click.echo(f"{count} files.")


@click.command("verify")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--cert", "certs", multiple=True, type=A_FILE, help="A certificate (PEM) of another Naadloos to believe.")
@with_appcontext
def verify_files(files: tuple[Path, ...], certs: tuple[Path, ...]) -> None:
    """Check Word files, PDFs and packages: exit code 0 all authentic, 1 one was altered, 2 one is unknown."""
    from services import package_check, verifying

    more = [one for path in certs for one in _certificates(path)]
    words = set()
    for file in files:
        try:
            content = file.read_bytes() if file.stat().st_size <= package_check.LARGEST else b""
        except OSError as fault:
            words.add("UNKNOWN")
            click.echo(f"{file}: UNKNOWN cannot be read: {fault.strerror}")
            continue
        if package_check.is_package(content):
            words.add(_package(file, package_check.verify(desk.platform(), content, more)))
            continue
        found = verifying.verify(desk.platform(), content, more)
        words.add(found.word)
        click.echo(f"{file}: {found.word} {'; '.join(_told(found))}".rstrip())
    sys.exit(1 if "NOT_AUTHENTIC" in words else 2 if "UNKNOWN" in words else 0)


def _certificates(path: Path) -> list[bytes]:
    from services import seal_keys

    try:
        return seal_keys.each(path.read_bytes())
    except (OSError, seal_keys.KeyUnusable) as fault:
        raise click.ClickException(f"{path}: no certificate in it (PEM)") from fault


def _package(file: Path, found: Checked) -> str:
    """A line for each file of a package, and one for the whole; gives the word on that."""
    for one in found.items:
        about = "; ".join(_told(one.document)) if one.document else ", ".join(one.reasons)
        click.echo(f"{file}/{one.name}: {one.word} {about}".rstrip())
    signed = f"list signed by {found.certificate}" if found.certificate else "list not signed by a known key"
    signed += f" of {found.origin}" if found.origin else ""
    why = ", ".join(found.reasons) or f"{len(found.items)} files, {signed}"
    click.echo(f"{file}: {found.word} package: {why}")
    return found.word


def _told(found: Verdict) -> Iterator[str]:
    if found.reasons:
        yield ", ".join(found.reasons[:5])
    if found.sealed_at:
        yield f"{'sealed' if found.certificate else 'made'} {found.sealed_at}"
    if found.elsewhere:
        one = found.elsewhere
        yield f"by {one.name}, not in our register"
        if one.number:
            yield f"{one.code or one.title} version {one.number}: as it was when it was sealed"
    if found.known:
        yield f"{found.known.code} version {found.known.number}: {found.known.status}"


def _key() -> SealKey | None:
    """The key that seals, None when there is none; none is made here, as it would be somebody else's to read."""
    from services import seal_keys

    instance = Path(current_app.config["INSTANCE"])
    given = (current_app.config.get("SEAL_KEY"), current_app.config.get("SEAL_CERT"))
    if not any(given) and not (instance / "seal" / "own" / "leaf.pem").exists():
        return None
    try:
        return seal_keys.load(instance, *given)
    except seal_keys.KeyUnusable as fault:
        raise click.ClickException(str(fault)) from fault


ALL = (audit, write_register, verify_files, seal)
