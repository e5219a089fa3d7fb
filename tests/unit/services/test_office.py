"""LibreOffice as a guest: an end to its time, nothing of ours at hand, one at a time, and not missed."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest

from services import kept_office, office
from services.kept_office import KeptOffice
from services.office import OfficeFailed, OfficeMissing

if os.name == "nt":
    pytest.skip("NOT TESTED on Windows: scripts of a shell", allow_module_level=True)
import fcntl


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts a script in the place of LibreOffice; what it writes to `$said` is in the file of that name."""

    def put(lines: str) -> Path:
        script, said = tmp_path / "soffice", tmp_path / "said"
        script.write_text(f"#!/bin/sh\nsaid={said}\n{lines}\n")
        script.chmod(0o700)
        monkeypatch.setenv("NAADLOOS_SOFFICE", str(script))
        return said

    monkeypatch.setattr(kept_office, "SOON", 0)  # none is left open, but where a test wants it
    monkeypatch.setattr(office, "_kept", KeptOffice(office._turn))
    yield put
    office._kept.end()


def is_running(pid: int) -> bool:
    """Whether a process is at work; one that ended and that nobody buried is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def ended(pids: list[int]) -> bool:
    """Whether all of these come to an end: on a busy machine that takes a moment."""
    until = time.monotonic() + 10
    while any(is_running(one) for one in pids) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(is_running(one) for one in pids)


def test_what_hangs_is_ended_with_all_that_it_started(fake):
    said = fake('sleep 300 &\necho $! $$ > "$said"\nwait')
    started = time.monotonic()
    with pytest.raises(OfficeFailed, match="meer dan 1 seconden"):
        office.to_pdf(b"word", seconds=1)
    assert time.monotonic() - started < 20
    pids = [int(one) for one in said.read_text().split()]
    assert len(pids) == 2
    assert ended(pids)


def test_it_gets_a_file_without_a_meaning_and_nothing_of_ours(fake, monkeypatch):
    monkeypatch.setenv("NAADLOOS_SMTP_PASSWORD", "geheim")
    said = fake('{ env; echo "$@"; pwd; ls -ld "$PWD"; } > "$said"; cp text.docx text.pdf')
    assert office.to_pdf(b"word") == b"word"
    told = said.read_text()
    assert "geheim" not in told
    assert "text.docx" in told
    folder = next(Path(one.removeprefix("HOME=")) for one in told.splitlines() if one.startswith("HOME="))
    assert not folder.exists(), "nothing of the document stays behind"
    assert "drwx------" in told
    assert stat.S_IMODE(office._profile(os.getpid()).stat().st_mode) == 0o700
    assert "DisableMacrosExecution" in (office._profile(os.getpid()) / "user/registrymodifications.xcu").read_text()


def test_what_a_killed_process_left_goes_and_settings_that_were_cleared_come_back(fake, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, other = tmp_path / "naadloos-word-x", tmp_path / "anders"
    for folder in (left, other):
        folder.mkdir()
        (folder / "text.docx").write_bytes(b"word")
    (tmp_path / "naadloos-word-y").symlink_to(other)
    shutil.rmtree(office._profile(os.getpid()))
    fake("cp text.docx text.pdf")
    assert office.to_pdf(b"word") == b"word"
    assert (left.exists(), (other / "text.docx").exists()) == (False, True)
    assert "DisableMacrosExecution" in (office._profile(os.getpid()) / "user/registrymodifications.xcu").read_text()


def test_at_the_start_goes_what_dead_processes_left_and_nothing_else(monkeypatch, tmp_path):
    """While another converts, its folder stays: that one clears when it begins."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead = subprocess.Popen(["true"])
    dead.wait()
    gone = [tmp_path / "naadloos-word-x", tmp_path / f"naadloos-office-{dead.pid}-x"]
    stays = [tmp_path / f"naadloos-office-{os.getpid()}-x", tmp_path / "naadloos-x-y", tmp_path / "anders"]
    for folder in (*gone, *stays):
        folder.mkdir()
    with office._turn:
        office.clear()
    assert all(one.exists() for one in (*gone, *stays))
    office.clear()
    assert [one.exists() for one in (*gone, *stays)] == [False, False, True, True, True]


@pytest.mark.parametrize("lines", ["exit 1", "true", ": > text.pdf"])
def test_what_makes_nothing_has_failed(fake, lines):
    fake(lines)
    with pytest.raises(OfficeFailed, match="geen PDF"):
        office.to_pdf(b"word")


def test_one_is_made_at_a_time(fake):
    said = fake('echo in >> "$said"; sleep 0.2; echo out >> "$said"; cp text.docx text.pdf')
    several = [threading.Thread(target=office.to_pdf, args=(b"word",)) for _ in range(3)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    assert said.read_text().split() == ["in", "out"] * 3


STAYS_OPEN = """case "$*" in
*leeg.txt) echo $$ open >> "$said"; : > ".~lock.leeg.txt#"; sleep 300;;
*) echo $$ convert >> "$said"; DOES;;
esac"""


def test_one_is_left_open_for_what_follows_soon_and_closed_when_nothing_does(fake, monkeypatch):
    said = fake(STAYS_OPEN.replace("DOES", "cp text.docx text.pdf"))
    monkeypatch.setattr(kept_office, "SOON", 60)
    monkeypatch.setattr(kept_office, "IDLE", 0.3)
    for _ in range(3):
        assert office.to_pdf(b"word") == b"word"
    assert [one.split()[1] for one in said.read_text().splitlines()] == ["convert", "open", "convert", "convert"]
    (opened,) = [int(one.split()[0]) for one in said.read_text().splitlines() if one.endswith("open")]
    assert is_running(opened)
    until = time.monotonic() + 20
    while is_running(opened) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(opened)
    assert not office._kept.is_open


def test_what_hangs_ends_the_one_that_was_left_open_too(fake, monkeypatch):
    said = fake(STAYS_OPEN.replace("DOES", '[ -e "$said.hang" ] && sleep 300; cp text.docx text.pdf'))
    monkeypatch.setattr(kept_office, "SOON", 60)
    for _ in range(2):
        office.to_pdf(b"word")
    said.with_name("said.hang").touch()
    with pytest.raises(OfficeFailed, match="gestopt"):
        office.to_pdf(b"word", seconds=1)
    assert ended([int(one.split()[0]) for one in said.read_text().splitlines()])


def test_one_that_does_not_open_is_no_reason_to_stop(fake, monkeypatch):
    said = fake('echo "$@" >> "$said"; cp text.docx text.pdf')
    monkeypatch.setattr(kept_office, "SOON", 60)
    assert [office.to_pdf(b"word") for _ in range(3)] == [b"word"] * 3
    assert len(said.read_text().splitlines()) == 4, "tried once, then left alone for a while"


def test_another_process_has_its_turn_first(fake, monkeypatch):
    monkeypatch.setattr(office, "WAIT", 0)
    said = fake('echo in >> "$said"')
    gate = os.open(Path(tempfile.gettempdir(), f"naadloos-office-{os.getuid()}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(gate, fcntl.LOCK_EX)
        with pytest.raises(OfficeFailed, match="te veel"):
            office.to_pdf(b"word")
    finally:
        os.close(gate)
    assert not said.exists()


@pytest.mark.parametrize("said", ["off", "/nergens/soffice"])
def test_where_there_is_none_it_says_so(said, monkeypatch):
    monkeypatch.setenv("NAADLOOS_SOFFICE", said)
    assert not office.available()
    with pytest.raises(OfficeMissing, match="geen LibreOffice"):
        office.to_pdf(b"word")
