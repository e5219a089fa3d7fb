"""LibreOffice, where it is installed: a Word file as a tagged PDF/A-2b. Everything else works without it (ADR 0027).

It is another program, which reads what somebody else made: it gets a profile of its own, no network where the machine
can keep it away, little room, an end to its time, and one file at a time over all processes of this user.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from services import environment, guest_process
from services.kept_office import KeptOffice

if sys.platform != "win32":
    import fcntl

SECONDS = 60
"""How long one conversion may take; a file of ours takes two."""
WAIT = 180
"""How long a conversion waits for its turn, in seconds; more than that, and it says so."""
FILTER = {
    "SelectPdfVersion": {"type": "long", "value": "2"},  # PDF/A-2b
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
    "ExportFormFields": {"type": "boolean", "value": "false"},
    "ReduceImageResolution": {"type": "boolean", "value": "true"},
    "MaxImageResolution": {"type": "long", "value": "300"},
}
MISSING = "Op deze server staat geen LibreOffice. Daarom zijn er geen PDF's; de Word-bestanden zijn er wel."

_SET = {
    "Common/Security/Scripting/MacroSecurityLevel": "3",
    "Common/Security/Scripting/DisableMacrosExecution": "true",
    "Common/Security/Scripting/BlockUntrustedRefererLinks": "true",
    "Common/Misc/CollectUsageInformation": "false",
    "Writer/Content/Update/Link": "0",
}
"""No macros, no links that are followed, in whatever file."""
TOO_MANY = "Er worden nu te veel PDF's tegelijk gemaakt."

_QUIET = ("--headless", "--norestore", "--nologo", "--nofirststartwizard")

_SETTINGS = Path("user", "registrymodifications.xcu")
_AT_WORK = "naadloos-word-"
"""How the folder of a conversion begins."""

_turn = threading.Lock()
_kept = KeptOffice(_turn)


class OfficeMissing(Exception):
    """There is no LibreOffice here, or it was switched off. The message is Dutch."""

    def __init__(self) -> None:
        super().__init__(MISSING)


class OfficeFailed(Exception):
    """It made no PDF, or not in time. The message is Dutch; nothing of the file stands in it."""


def available() -> bool:
    """Whether PDFs can be made here."""
    return _program() is not None


def to_pdf(content: bytes, *, seconds: int = SECONDS) -> bytes:
    """A Word file as a tagged PDF/A-2b. Waits until no other conversion runs, and then for at most so many seconds.

    :raises OfficeMissing: where there is no LibreOffice
    :raises OfficeFailed: when it makes none, or takes longer; no process of it is left
    """
    program = _program()
    if program is None:
        raise OfficeMissing
    with _one_at_a_time():
        _kept.before(lambda text: [program, *_QUIET, _profile_argument(), text])
        was_open = _kept.is_open
        try:
            made = _converted(_itself(program) if was_open else program, content, seconds)
            if not made and was_open:  # it may have ended just now
                _kept.end()
                made = _converted(program, content, seconds)
        except BaseException:
            _kept.end()  # it may be what hangs
            raise
        if not made:
            raise OfficeFailed("LibreOffice kon van dit Word-bestand geen PDF maken.")
        _kept.after()
        return made


def _converted(program: str, content: bytes, seconds: int) -> bytes:
    """What came of it; empty for nothing."""
    _sweep()
    with tempfile.TemporaryDirectory(prefix=_AT_WORK) as folder:
        given, made = Path(folder, "text.docx"), Path(folder, "text.pdf")
        given.write_bytes(content)
        quiet = (*_QUIET, "--nodefault", "--nolockcheck", _profile_argument())
        # whatever the file says it is, it is read as Word alone
        as_word = ("--infilter=MS Word 2007 XML", "--convert-to", f"pdf:writer_pdf_Export:{json.dumps(FILTER)}")
        running = guest_process.start(
            [program, *quiet, *as_word, "--outdir", folder, str(given)], Path(folder), 2 * SECONDS
        )
        try:
            running.wait(seconds)
        except subprocess.TimeoutExpired as fault:
            raise OfficeFailed(f"LibreOffice had er meer dan {seconds} seconden voor nodig en is gestopt.") from fault
        finally:
            guest_process.end(running)
        return made.read_bytes() if made.exists() else b""


def clear() -> None:
    """Take away what processes left that were killed; what is at work just now does it by itself."""
    if sys.platform != "win32" and _turn.acquire(blocking=False):
        try:
            with contextlib.suppress(OfficeFailed), _queue(time.monotonic()):
                _sweep()
        finally:
            _turn.release()


def _sweep() -> None:
    """Take away what a conversion left whose process was killed: a text of somebody. No other is at work now."""
    if sys.platform == "win32":
        return
    for left in Path(tempfile.gettempdir()).glob("naadloos-*-*/"):
        kind, _, rest = left.name.removeprefix("naadloos-").partition("-")
        of_dead = kind == "office" and rest.partition("-")[0].isdecimal() and not _lives(int(rest.partition("-")[0]))
        if (kind == "word" or of_dead) and not left.is_symlink() and left.stat().st_uid == os.getuid():
            shutil.rmtree(left, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _program() -> str | None:
    """What NAADLOOS_SOFFICE names, else what is found; None for neither, or when it says `off`."""
    said = environment.said("NAADLOOS_SOFFICE")
    if said == "off":
        return None
    return shutil.which(said or "soffice")


def version() -> str:
    """'7.4', as LibreOffice keeps it beside its program; '' where that is not to be found. Starts nothing."""
    program = _program()
    try:
        kept = Path(program or "").resolve().with_name("bootstraprc").read_text("utf-8", "replace")
    except OSError:
        return ""
    found = re.search(r"^ProductKey=\D*([\d.]+)", kept, re.MULTILINE)
    return found[1] if found else ""


def _itself(program: str) -> str:
    """The program that the script starts, which does where another is open: that saves a third of the time."""
    inside = Path(program).resolve().with_name("soffice.bin")
    return str(inside) if inside.exists() else program


def _profile_argument() -> str:
    if not _is_whole(_profile(os.getpid())):
        _profile.cache_clear()
    return f"-env:UserInstallation={_profile(os.getpid()).as_uri()}"


def _is_whole(profile: Path) -> bool:
    """Whether our settings are in it: what clears old files from the folder for temporary ones may have taken them."""
    own = sys.platform == "win32" or (profile.exists() and profile.stat().st_uid == os.getuid())
    return own and (profile / _SETTINGS).exists()


@functools.cache
def _profile(pid: int) -> Path:
    """A folder for the settings of LibreOffice, for this process alone, gone when it ends."""
    folder = Path(tempfile.mkdtemp(prefix=f"naadloos-office-{os.getpid()}-"))  # mode 0700
    atexit.register(_forget, folder, pid)
    (folder / _SETTINGS).parent.mkdir()
    (folder / _SETTINGS).write_text(_settings(), "utf-8")
    return folder


def _settings() -> str:
    """As LibreOffice keeps them."""
    items = ""
    for path, value in _SET.items():
        where, _, name = path.rpartition("/")
        items += f'<item oor:path="/org.openoffice.Office.{where}"><prop oor:name="{name}" oor:op="fuse">'
        items += f"<value>{value}</value></prop></item>"
    return f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def _forget(folder: Path, pid: int) -> None:
    """Take it away, but not from the process that this one was forked from."""
    if os.getpid() == pid:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait for one's turn among all threads and processes of this user.

    :raises OfficeFailed: when it does not come in `WAIT` seconds
    """
    until = time.monotonic() + WAIT
    if not _turn.acquire(timeout=WAIT):
        raise OfficeFailed(TOO_MANY)
    try:
        with _queue(until):
            yield
    finally:
        _turn.release()


@contextlib.contextmanager
def _queue(until: float) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    path = Path(tempfile.gettempdir(), f"naadloos-office-{os.getuid()}.lock")
    gate = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        while not _taken(gate):
            if time.monotonic() > until:
                raise OfficeFailed(TOO_MANY)
            time.sleep(0.05)
        yield
    finally:
        os.close(gate)  # which unlocks it


def _taken(gate: int) -> bool:
    try:
        fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
