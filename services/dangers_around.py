"""What the settings meet on this machine: folders, files, programs, the clock. Looks alone: opens and makes nothing."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from services import antivirus, office, secret_files
from services.configuration import Configuration, Finding, danger, note
from services.post_offices import HERE
from services.secret_kinds import SecretFile

SHARES = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "davfs", "ncpfs", "virtiofs"}
)
"""File systems of another machine, on which the locks of SQLite do not hold; those in user space begin with fuse."""
FLEETING = frozenset({"tmpfs", "ramfs", "overlay"})
"""File systems that are gone when the machine or the container is."""
OLDEST_OFFICE = (7, 4)
"""LibreOffice with which PDFs were tried: Debian 12."""
BUILT = datetime(2026, 11, 1, tzinfo=UTC)
"""Before this there was no such program: a clock that says so is wrong."""
PATIENCE = 2.0
"""Seconds that clamd may think."""
MOUNTS = Path("/proc/self/mountinfo")


def _folder(said: Configuration) -> Iterator[Finding]:
    name, folder = "NAADLOOS_INSTANCE", Path(said.values["INSTANCE"])
    kind = file_system(folder)
    if kind in SHARES or kind == "fuse" or kind.startswith("fuse."):
        why = f"It lies on a disk of another machine ({kind}), where the locks of SQLite do not hold."
        yield danger(name, why, "Move it to a disk of this machine: else the database gets damaged.")
    elif kind in FLEETING:
        why = f"It lies on {kind}, which is gone when the machine or the container is."
        yield danger(name, why, "Give a folder on a disk, or mount one there.")
    if folder.exists() and os.name == "posix":
        found = folder.stat()
        if found.st_uid != os.getuid():
            yield danger(name, "The folder is of another user.", "Run this as the user that serves, or chown it.")
        elif found.st_mode & secret_files.OTHERS:
            yield danger(name, "Others on this machine can enter the folder.", f"Run: chmod 700 {folder}")
    keyed = said.values["DATABASE_KEY"] or said.values["DATABASE_KEY_FILE"]
    if keyed and (folder / ".naadloos.db-litestream").exists():
        why = "Litestream was here, and of an encrypted database it copies nothing, without a word."
        yield danger("DATABASE_KEY_FILE", why, "Use backup instead: docs/replicatie.md.")


def file_system(path: Path) -> str:
    """What kind of file system a path is on, of which the end need not be there; '' where that is not known."""
    try:
        lines = MOUNTS.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    at = path.resolve()
    mounted = {}
    for line in lines:
        before, _, after = line.partition(" - ")
        mounted[_unescaped(before.split()[4])] = after.split()[0]
    return next((mounted[str(one)] for one in (at, *at.parents) if str(one) in mounted), "")


def _unescaped(name: str) -> str:
    return name.encode().decode("unicode_escape") if "\\" in name else name


def _secret_files(said: Configuration) -> Iterator[Finding]:
    for name, one in said.readings.items():
        is_secret = name == "NAADLOOS_SEAL_KEY" or isinstance(one.variable.kind, SecretFile)
        if not one.text or one.unfit or not (is_secret or name == "NAADLOOS_SEAL_CERT"):
            continue
        try:
            mode = Path(one.text).stat().st_mode
        except OSError:
            yield danger(name, "There is no such file, so no new round begins.", "Name a file that is there.")
            continue
        if is_secret and one.origin != "credential" and os.name == "posix" and mode & secret_files.OTHERS:
            yield danger(name, "Others on this machine may read this secret.", f"Run: chmod 600 {one.text}")


def _programs(said: Configuration) -> Iterator[Finding]:
    name = "NAADLOOS_SOFFICE"
    if said.readings[name].text == "off":
        yield note(name, "It is off: there are no PDFs.", "Where people want them: install LibreOffice.")
    elif not office.available():
        why = "LibreOffice is not there: there are no PDFs."
        yield danger(name, why, "Install libreoffice-writer-nogui, say where soffice is, or say off.")
    elif (version := office.version()) and _numbers(version) < OLDEST_OFFICE:
        why = f"LibreOffice is {version}; PDFs were tried with {_dotted(OLDEST_OFFICE)} and later."
        yield danger(name, why, "Install a later one, and look at a PDF.")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(one) for one in version.split(".") if one.isdecimal())


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _clamd(said: Configuration) -> Iterator[Finding]:
    scanner = antivirus.at(said.values["CLAMD"])
    if scanner is None:
        return
    if not scanner.answers(PATIENCE):
        yield danger("NAADLOOS_CLAMD", "clamd does not answer: no file is taken.", "Start it, and look at its socket.")
    if not scanner.path and scanner.host not in HERE:
        why = "Every file that people choose travels to another machine in clear."
        yield danger("NAADLOOS_CLAMD", why, "Let clamd run on this machine.")


def _clock(_: Configuration) -> Iterator[Finding]:
    if (now := datetime.now(UTC)) < BUILT:
        why = f"The clock says {now:%d/%m/%Y}: terms, links and signatures count from it."
        yield danger("clock", why, "Set it right: timedatectl status.")


def _temporary(_: Configuration) -> Iterator[Finding]:
    name = "temporary folder"
    try:
        folder = Path(tempfile.gettempdir())
    except OSError:
        yield danger(name, "There is none that can be written: there are no PDFs.", "Name one in TMPDIR.")
        return
    mode = folder.stat().st_mode
    if os.name == "posix" and mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        why = "Whoever is on this machine may take away or replace what others put there."
        yield danger(name, why, f"Run: chmod +t {folder}; or name another in TMPDIR.")


LOOKS = (_folder, _secret_files, _programs, _clamd, _clock, _temporary)
