"""How the instance is: what runs, what waits, what is full. Numbers and dates alone, of nobody."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import Literal

from services import chain_check, office
from services.platform import Platform, local, stamp
from services.post_offices import PostOffice
from store import counts, migrations

Level = Literal["goed", "let_op", "mis"]

FAILURES = timedelta(days=7)
"""For how long a mail or a job that failed is told."""
LEAST_FREE, FEW_FREE = 1_000_000_000, 5_000_000_000
"""Bytes of disk under which it is wrong, and under which somebody should look."""
RENEW = timedelta(days=60)
"""How long before its end a certificate deserves attention."""
CHECK_EVERY = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at. `name` is ours, `label` and the rest Dutch; `help` says what to do, or ''."""

    name: str
    label: str
    level: Level
    said: str
    help: str = ""


def look(platform: Platform, post: PostOffice, version: str) -> list[Line]:
    """Everything, in the order in which somebody looks."""
    work = counts.work(platform.db, since=stamp(platform.now() - FAILURES))
    return [
        _program(platform, version),
        _disk(platform),
        _mail(post, work),
        _jobs(work),
        _reminders(work),
        _seal(platform),
        _chain(platform),
        _second_step(platform),
        _office(),
        Line("backup", "Back-up", "let_op", "Naadloos maakt zelf nog geen back-ups.", BACKUP),
    ]


BACKUP = "Stop de server en kopieer de map van de instantie, of laat dat elke nacht doen."


def worst(lines: list[Line]) -> Level:
    """The worst of all, for one word about the whole."""
    order: tuple[Level, ...] = ("mis", "let_op", "goed")
    return next(one for one in order if one == "goed" or any(line.level == one for line in lines))


def _program(platform: Platform, version: str) -> Line:
    schema, newest = migrations.schema_number(platform.db), len(migrations.NAMES)
    said = f"Versie {version}, schema {schema} van {newest}."
    if schema == newest:
        return Line("program", "Programma", "goed", said)
    return Line("program", "Programma", "mis", said, "Voer op de server het bevel migrate uit.")


def _disk(platform: Platform) -> Line:
    free = shutil.disk_usage(platform.db.path.parent).free
    level: Level = "mis" if free < LEAST_FREE else "let_op" if free < FEW_FREE else "goed"
    said = f"De database is {_bytes(counts.size(platform.db))} groot. Er is nog {_bytes(free)} vrij op de schijf."
    return Line("disk", "Schijf", level, said, "" if level == "goed" else "Maak plaats vrij op de schijf.")


def _mail(post: PostOffice, work: counts.Work) -> Line:
    where = "Mails gaan naar een mailserver." if post.real else "Er is geen mailserver: mails staan in de map outbox."
    wait = _many(work.mails_waiting, "mail wacht", "mails wachten")
    many = f"{wait}, {_many(work.mails_failed, 'mail mislukte', 'mails mislukten').lower()} de voorbije week."
    last = f" De laatste vertrok op {_when(work.last_sent)}." if work.last_sent else " Er vertrok nog nooit een mail."
    if not post.real:
        return Line("mail", "Mail", "let_op", f"{where} {many}{last}", "Stel bij de installatie een mailserver in.")
    help_ = "Op de pagina van een ronde staat waarom een mail niet aankwam." if work.mails_failed else ""
    return Line("mail", "Mail", "let_op" if work.mails_failed else "goed", f"{where} {many}{last}", help_)


def _jobs(work: counts.Work) -> Line:
    wait = _many(work.jobs_waiting, "taak wacht", "taken wachten")
    said = f"{wait}, {_many(work.jobs_failed, 'taak mislukte', 'taken mislukten').lower()} de voorbije week."
    help_ = "Het bevel jobs list zegt op de server waarom." if work.jobs_failed else ""
    return Line("jobs", "Werk op de achtergrond", "let_op" if work.jobs_failed else "goed", said, help_)


def _reminders(work: counts.Work) -> Line:
    if not work.last_reminder:
        return Line("reminders", "Herinneringen", "goed", "Er werd nog nooit een herinnering verstuurd.")
    day = f"{date.fromisoformat(work.last_reminder):%d/%m/%Y}"
    return Line("reminders", "Herinneringen", "goed", f"De laatste herinneringen vertrokken op {day}.")


def _seal(platform: Platform) -> Line:
    if platform.seal is None:
        why = platform.seal_problem or "Bij de installatie werd gekozen om Word-bestanden niet te verzegelen."
        return Line("seal", "Zegel", "mis" if platform.seal_problem else "let_op", why)
    until = platform.seal.certificate.not_valid_after_utc
    said = f"Word-bestanden worden verzegeld. Het certificaat geldt tot {until:%d/%m/%Y}."
    left = until - platform.now().astimezone(UTC)
    if left > RENEW:
        return Line("seal", "Zegel", "goed", said)
    level: Level = "let_op" if left > timedelta(0) else "mis"
    return Line("seal", "Zegel", level, said, "Voer op de server het bevel seal rotate uit, en herstart.")


def _chain(platform: Platform) -> Line:
    label, (state, ended) = "Keten van gebeurtenissen", chain_check.last(platform)
    if state.is_open:
        return Line("chain", label, "goed", "De controle is bezig. Laad deze pagina straks opnieuw.")
    if state.status == "mislukt":
        return Line("chain", label, "mis", f"{state.error} Nagekeken op {_when(ended)}.")
    if not ended:
        return Line("chain", label, "let_op", "De keten werd hier nog nooit nagekeken.")
    old = local(ended) < platform.now() - CHECK_EVERY
    said = f"Alles klopte op {_when(ended)}."
    return Line("chain", label, "let_op" if old else "goed", said, "Dat is lang geleden." if old else "")


def _second_step(platform: Platform) -> Line:
    """How many organisations let people in with a password alone."""
    label, many = "Tweede stap bij het aanmelden", counts.without_second_factor(platform.db)
    if not many:
        return Line("second_step", label, "goed", "Elke organisatie met accounts vraagt hem van iedereen.")
    who = "organisatie met accounts vraagt" if many == 1 else "organisaties met accounts vragen"
    said = f"{many} {who} hem niet van iedereen."
    return Line("second_step", label, "let_op", said, "Vraag hun beheerder om hem te verplichten.")


def _office() -> Line:
    if office.available():
        return Line("office", "PDF’s", "goed", "LibreOffice is er: van elk document kan een PDF gemaakt worden.")
    return Line("office", "PDF’s", "let_op", "LibreOffice is er niet: er zijn geen PDF’s.", "Installeer LibreOffice.")


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}" if count else f"Geen {more}"


def _when(at: str) -> str:
    return f"{local(at):%d/%m/%Y om %H.%M uur}" if at else "een onbekend moment"


def _bytes(count: int) -> str:
    for unit, size in (("GB", 1_000_000_000), ("MB", 1_000_000)):
        if count >= size:
            return f"{count / size:.1f} {unit}".replace(".", ",")
    return f"{max(1, round(count / 1000))} kB"
