"""Looks at the house itself: program, disk, keys, seal, clock, LibreOffice, backups."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

from services import database_key, office
from services.health import House, Level, Seen, size, when
from services.platform import local
from store import backups, counts, events, migrations

LEAST_FREE, FEW_FREE = 1_000_000_000, 5_000_000_000
"""Bytes of disk under which it is wrong, and under which somebody should look."""
RENEW = timedelta(days=60)
"""How long before its end a certificate deserves attention."""
BACKUP_OLD, BACKUP_LATE = timedelta(hours=26), timedelta(days=7)
"""Age of the last backup from which somebody should look, and from which it is wrong: one a day, and some room."""
TRIED_OLD = timedelta(days=8)
AHEAD = timedelta(minutes=5)
"""How much earlier than what happened last the clock may be."""
LEAST_PYTHON, LEAST_SQLITE = (3, 11), (3, 51, 3)
"""SQLite: before this, two processes that write at once could damage a file in WAL mode."""


def program(house: House) -> Seen:
    """Whether the database has the schema of the program."""
    schema, newest = migrations.schema_number(house.platform.db), len(migrations.NAMES)
    said = f"Versie {house.version}, schema {schema} van {newest}."
    if schema == newest:
        return Seen("goed", said)
    if schema > newest:
        return Seen("mis", said, "De database is van een nieuwere versie. Installeer die.")
    return Seen("mis", said, "Voer op de server het bevel migrate uit.")


def versions(house: House) -> Seen:
    """Whether what it runs on is new enough."""
    engine = backups.engine(house.platform.db)
    said = f"Python {_dotted(sys.version_info[:3])}, SQLite {_dotted(engine)}."
    if sys.version_info < LEAST_PYTHON or engine < LEAST_SQLITE:
        least = f"Minstens Python {_dotted(LEAST_PYTHON)} en SQLite {_dotted(LEAST_SQLITE)} zijn nodig."
        return Seen("mis", said, f"{least} Installeer opnieuw met make install.")
    return Seen("goed", said)


def second_step(house: House) -> Seen:
    """How many organisations let people in with a password alone."""
    many = counts.without_second_factor(house.platform.db)
    if not many:
        return Seen("goed", "Elke organisatie met accounts vraagt hem van iedereen.")
    who = "organisatie met accounts vraagt" if many == 1 else "organisaties met accounts vragen"
    said = f"{many} {who} hem niet van iedereen."
    return Seen("let_op", said, "Vraag hun beheerder om hem te verplichten.")


def disk(house: House) -> Seen:
    """Room on the disk of the database."""
    free = shutil.disk_usage(house.platform.db.path.parent).free
    level: Level = "mis" if free < LEAST_FREE else "let_op" if free < FEW_FREE else "goed"
    said = f"De database is {size(counts.size(house.platform.db))} groot. Er is nog {size(free)} vrij op de schijf."
    return Seen(level, said, "" if level == "goed" else "Maak plaats vrij op de schijf.")


def keys(house: House) -> Seen:
    """Whether others on the server can read what is for Naadloos alone."""
    instance = house.platform.db.path.parent
    if os.name != "posix":
        return Seen("goed", "Op dit besturingssysteem kijken we de rechten van bestanden niet na.")
    if not _for_others(instance):
        return Seen("goed", "Alleen Naadloos kan in de map van de instantie.")
    help_ = "Zet de rechten van de map op 700."
    open_to = sorted(path.relative_to(instance).as_posix() for path in _secret(instance) if _for_others(path))
    if open_to:
        more = f" en {len(open_to) - 1} andere" if len(open_to) > 1 else ""
        return Seen("mis", f"Anderen op de server kunnen {open_to[0]}{more} lezen.", help_)
    return Seen("let_op", "Anderen op de server kunnen in de map van de instantie.", help_)


def encryption(house: House) -> Seen:
    """Whether the database is encrypted, and the copies of it that lie beside it."""
    if house.platform.db.is_keyed:
        folder = house.platform.db.path.parent
        plain = {one.relative_to(folder).parts[0] for one in database_key.in_clear(folder)}
        if plain:
            said = f"De database is versleuteld, maar niet de kopie van vroeger in {' en '.join(sorted(plain))}."
            return Seen("let_op", said, "Gooi weg wat niemand nog nodig heeft.")
        return Seen("goed", "De database is versleuteld.")
    return Seen("let_op", "De database is niet versleuteld.", "Versleutel ze voor er echte dossiers in staan.")


def seal(house: House) -> Seen:
    """The key that seals, and until when its certificate counts."""
    platform = house.platform
    if platform.seal is None:
        why = platform.seal_problem or "Bij de installatie werd gekozen om Word-bestanden niet te verzegelen."
        return Seen("mis" if platform.seal_problem else "let_op", why)
    until = platform.seal.certificate.not_valid_after_utc
    said = f"Word-bestanden worden verzegeld. Het certificaat geldt tot {until:%d/%m/%Y}."
    left = until - platform.now().astimezone(UTC)
    if left > RENEW:
        return Seen("goed", said)
    level: Level = "let_op" if left > timedelta(0) else "mis"
    return Seen(level, said, "Voer op de server het bevel seal rotate uit, en herstart.")


def clock(house: House) -> Seen:
    """Whether something happened already that is still to come."""
    platform = house.platform
    last = events.head(platform.db)
    made = backups.last(platform.db)
    at = max(events.at(platform.db, last.seq), made.at if made else "")
    if at and local(at) > platform.now() + AHEAD:
        return Seen("mis", f"De klok van de server loopt achter: er gebeurde al iets op {when(at)}.", "Zet ze gelijk.")
    return Seen("goed", f"Het is hier {when(platform.at())}.")


def libreoffice(house: House) -> Seen:
    """Whether there can be PDFs."""
    if office.available():
        return Seen("goed", "LibreOffice is er: van elk document kan een PDF gemaakt worden.")
    return Seen("let_op", "LibreOffice is er niet: er zijn geen PDF’s.", "Installeer LibreOffice.")


def backup(house: House) -> Seen:
    """The last backup, and when one was last put back for trial."""
    platform = house.platform
    last, tried = backups.last(platform.db), backups.last_tried(platform.db)
    if last is None:
        return Seen(
            "let_op", "Er werd nog nooit een back-up gemaakt.", "Laat de server elke nacht het bevel backup doen."
        )
    said = f"De laatste back-up is van {when(last.at)}, {size(last.size)} groot."
    age = platform.now() - local(last.at)
    if age > BACKUP_OLD:
        level: Level = "mis" if age > BACKUP_LATE else "let_op"
        return Seen(level, said, "Dat is meer dan een dag geleden. Kijk na waarom er geen nieuwe is.")
    if tried is None or platform.now() - local(tried.restored_at or "") > TRIED_OLD:
        ever = f"voor het laatst op {when(tried.restored_at or '')}" if tried else "nog nooit"
        return Seen("let_op", f"{said} Een back-up terugzetten werd {ever} geprobeerd.", "Doe dat met restore --try.")
    return Seen("goed", f"{said} Op {when(tried.restored_at or '')} is er een op proef teruggezet: alles klopte.")


def _secret(instance: Path) -> Iterator[Path]:
    """What only this user may read, where it is there."""
    for pattern in ("naadloos.db*", "cookie.key", "seal/own", "seal/own/*", "outbox", "before-*/**/naadloos.db"):
        yield from instance.glob(pattern)


def _for_others(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o077)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(one) for one in version)
