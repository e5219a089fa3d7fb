"""Faults around the server: its clock, mail, LibreOffice, memory, what is sent to it, and being asked to end."""

from __future__ import annotations

import contextlib
import os
import resource
import socket
import stat
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from tests.harness.fault import Fault, Rig, rig
from tests.harness.real_server import RealServer
from tests.harness.server import free_port, until
from tests.harness.visitor import Answer, Gone, Visitor, fields_of, named
from tests.post import Letterbox, mail_server
from tests.world import PASSWORD

AT_ONCE = 3
"""Seconds within which a page answers, whatever hangs elsewhere."""
AT_MOST = 10
"""Seconds within which a post that is too large is refused."""


def clock_back() -> Fault:
    """The clock jumps back by two hours: a session that is of later than now has ended."""
    return _clock("clock two hours back", timedelta(hours=-2))


def clock_forward() -> Fault:
    """The clock jumps two weeks forward: the session is over."""
    return _clock("clock fifteen days forward", timedelta(days=15))


def _clock(name: str, off: timedelta) -> Fault:
    """What was typed goes through the door along; then one works on, and again when the clock is right."""
    fault = Fault(name)
    with rig(fault) as at:
        jumps(fault, at, off)
    return fault


def jumps(fault: Fault, at: Rig, off: timedelta) -> None:
    """Save while the clock is off, and again when it is right."""
    fields = at.open()
    at.server.put_clock(off)
    door = fault.see(at.save(fields, fault.typed), 401)
    page = fault.see(_through(at, door), 200)
    fault.text_kept = fault.typed in door.text and fault.typed in page.text
    fault.must(fault.text_kept, "what was typed is gone")
    fault.must(at.again(page).status == 302 and at.stands(fault.typed), "it could not be saved after signing in")
    fault.reading = at.reads()
    fields = at.open()
    at.server.put_clock(timedelta(0))
    answer = at.save(fields, "Daarna.")
    if answer.status == 401:
        answer = at.again(_through(at, answer))
    fault.must(answer.status == 302 and at.stands("Daarna."), "not when the clock was right again")
    fault.recovered = "signed in on the page that carried it, and saved with the button"


def _through(at: Rig, door: Answer) -> Answer:
    """Sign in on the page that carries what was typed."""
    return at.me.post(at.url, fields_of(door) | {"email": [at.ground.desks[0].email], "wachtwoord": [PASSWORD]})


def mail_refused() -> Fault:
    """Nobody listens where the mail server should be."""
    return _mail("mail server does not answer", _nobody)


def mail_hangs() -> Fault:
    """The mail server takes the connection and says nothing."""
    return _mail("mail server hangs", _silent)


def mail_says_no() -> Fault:
    """The mail server greets with a 5xx."""
    return _mail("mail server answers 5xx", _broken)


def office_hangs() -> Fault:
    """LibreOffice starts and never ends: pages and Word files come, and no process stays."""
    fault = Fault("LibreOffice hangs")
    with tempfile.TemporaryDirectory(prefix="naadloos-harness-") as folder:
        program, pids = Path(folder, "soffice"), Path(folder, "pids")
        program.write_text(f"#!/bin/sh\necho $$ >> {pids}\nexec sleep 3600\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        with rig(fault, environment={"NAADLOOS_SOFFICE": str(program)}) as at:
            text = at.ground.desks[0].classes[0]
            sheet = at.me.get(f"/formulieren/{text.record}/nakijken")
            answer = at.me.post(f"/formulieren/{text.record}/vastleggen", fields_of(sheet, "vastleggen"))
            url = f"/versies/{named(r'/versies/([^/]+)/', answer.location)}/tekenen"
            said = {"besluit": ["akkoord"], "wijze": ["typen"], "getypt": ["An Peeters"]}
            at.me.post(url, fields_of(at.me.get(url), url) | said)
            page = at.me.get(f"/dossiers/{text.dossier}")
            word = named(rf'"(/dossiers/{text.dossier}/documenten/\w+)"', page.text)
            fault.see(at.me.post(f"{word}/pdf", fields_of(page, f"{word}/pdf")), 302)
            fault.must(until(pids.exists, 60), "LibreOffice was never asked")
            fault.see(at.save(at.open(), fault.typed), 302)
            fault.must(at.me.get(word).body[:2] == b"PK", "the Word file does not come")
            fault.text_kept, fault.reading = at.stands(fault.typed), at.reads()
            fault.must(fault.seconds <= AT_ONCE, f"a page took {fault.seconds} s")
            fault.must(until(lambda: not _alive(pids), 200), "the program that hung is still there")
            fault.recovered = "the program that hung was ended; the PDF is tried again later"
    return fault


def little_memory() -> Fault:
    """The server may have hardly more memory than it has: what is too much fails, the rest goes on."""
    fault = Fault("memory of the workers limited")
    with rig(fault) as at:
        fields = at.open()
        before = [(pid, resource.prlimit(pid, resource.RLIMIT_AS)) for pid in at.server.workers()]
        for pid, _ in before:
            room = int(Path(f"/proc/{pid}/statm").read_text().split()[0]) * resource.getpagesize() + 3_000_000
            resource.prlimit(pid, resource.RLIMIT_AS, (room, room))
        with contextlib.suppress(Gone):
            fault.see(
                at.me.post(at.url, fields | {"noden": ["woord " * 330_000], "naar": ["blijf"]}), 413, 422, 500, 503
            )
        fault.reading = at.reads()
        fault.must(at.save(at.open(), fault.typed).status == 302, "saving does not work any more")
        fault.text_kept = at.stands(fault.typed)
        fault.recovered = "the next request had room again"
        fault.must(fault.reading and fault.text_kept, "the server did not go on")
    return fault


def huge_upload() -> Fault:
    """Sixty megabytes in a form and as a file, to the server as users run it."""
    fault = Fault("60 MB sent")
    with rig(fault) as at, _served(at) as server:
        me = Visitor(server.port)
        me.sign_in(at.ground.desks[0].email, PASSWORD)
        fields = fields_of(me.get(at.url), id="stap")
        size = sum(_resident(one) for one in server.workers())
        for files in (None, {"bestand": ("scan.pdf", b"%PDF-1.5" + b"0" * 60_000_000)}):
            typed = {} if files else {"noden": ["x" * 60_000_000]}
            fault.see(me.post(at.url, fields | typed, files), 413)
        grown = sum(_resident(one) for one in server.workers()) - size
        fault.must(fault.seconds <= AT_MOST, f"it took {fault.seconds} s")
        fault.must(grown < 30_000_000, f"the workers grew by {grown} bytes")
        fault.reading = me.get(at.url).status == 200
        fault.must(fault.reading, "others are not served")
        fault.recovered = "refused before it was read"
    return fault


def asked_to_end() -> Fault:
    """SIGTERM while a text is frozen: what was taken on is answered, or nothing of it is there."""
    fault = Fault("SIGTERM during a request")
    with rig(fault) as at, _served(at) as server:
        sent, answers = threading.Event(), list[Answer]()
        me = Visitor(server.port, sent.set)
        me.sign_in(at.ground.desks[0].email, PASSWORD)
        record = at.ground.desks[0].classes[0].record
        fields = fields_of(me.get(f"/formulieren/{record}/nakijken"), "vastleggen")
        sent.clear()

        def freeze() -> None:
            with contextlib.suppress(Gone):
                answers.append(me.post(f"/formulieren/{record}/vastleggen", fields))

        asking = threading.Thread(target=freeze)
        asking.start()
        sent.wait(10)
        time.sleep(0.05)  # it is at work now: freezing takes some hundreds of milliseconds
        code = server.stop()
        asking.join()
        fault.must(code == 0, f"it ended with {code}")
        fault.must(answers and answers[0].status == 302, "the request was not answered")
        if answers:
            fault.see(answers[0], 302)
        server.start()
        there = me.get(f"/formulieren/{record}/nakijken")
        fault.text_kept = (b"/vastleggen" not in there.body) == bool(answers)
        fault.must(fault.text_kept, "what was answered is not there")
        fault.reading = there.status == 200
        fault.recovered = "what was under way was answered before it ended"
    return fault


AROUND = (
    clock_back,
    clock_forward,
    mail_refused,
    mail_hangs,
    mail_says_no,
    office_hangs,
    little_memory,
    huge_upload,
    asked_to_end,
)


def _mail(name: str, server: Callable[[int], contextlib.AbstractContextManager[None]]) -> Fault:
    """Somebody is invited while mail cannot go: the page answers, the mail waits, and goes when a server is there."""
    fault, port = Fault(name), free_port()
    with rig(fault, SMTP_HOST="127.0.0.1", SMTP_PORT=str(port), SMTP_TLS="none") as at:
        chief = Visitor(at.server.port)
        chief.sign_in(at.ground.administrator, PASSWORD)
        with server(port):
            fault.see(_invite(chief, "eva@brug.example"), 302)
            fault.must(fault.seconds <= AT_ONCE, f"the page took {fault.seconds} s")
            fault.reading = at.reads()
            fault.must(until(lambda: _told(chief) != "", 60), "nobody is told that mail does not go")
            fault.saw.append(_told(chief))
        letterbox = Letterbox()
        with mail_server(letterbox, port):
            at.server.put_clock(timedelta(minutes=2))  # the next try is due
            _invite(chief, "ole@brug.example")
            fault.must(until(lambda: len(letterbox.taken) >= 2, 60), "the mail did not go afterwards")
        fault.must(len(letterbox.taken) == 2, f"{len(letterbox.taken)} mails for two people")
        fault.text_kept = bool(letterbox.taken)
        fault.recovered = "the mail waited, and went at the next try"
    return fault


def _invite(chief: Visitor, email: str) -> Answer:
    form = fields_of(chief.get("/beheer/mensen/nieuw"), "mensen/nieuw")
    told = {"voornaam": ["Eva"], "familienaam": ["Nieuw"], "email": [email], "functie": ["clb"], "rollen": ["clb"]}
    return chief.post("/beheer/mensen/nieuw", form | told)


def _told(chief: Visitor) -> str:
    """What the page of mail says of one that does not go."""
    return named(r"(?i)(de mailserver antwoordt niet\.)", chief.get("/beheer/mail").text)


@contextmanager
def _nobody(port: int) -> Iterator[None]:
    yield


@contextmanager
def _silent(port: int) -> Iterator[None]:
    with socket.create_server(("127.0.0.1", port)):
        yield


@contextmanager
def _broken(port: int) -> Iterator[None]:
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", port)) as listening:
        listening.settimeout(0.2)

        def refuse() -> None:
            while not ended.is_set():
                with contextlib.suppress(OSError):
                    connection = listening.accept()[0]
                    connection.sendall(b"554 5.3.2 no service\r\n")
                    connection.close()

        refusing = threading.Thread(target=refuse)
        refusing.start()
        yield
        ended.set()
        refusing.join()


@contextmanager
def _served(at: Rig) -> Iterator[RealServer]:
    """The same ground served by `flask serve`, in the place of the server that forks."""
    at.server.kill()
    server = RealServer(at.ground)
    try:
        server.start()
        yield server
    finally:
        server.close()


def _alive(pids: Path) -> list[int]:
    return [pid for pid in map(int, pids.read_text().split()) if Path(f"/proc/{pid}").exists()]


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
