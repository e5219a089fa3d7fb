"""Whether a database is whole after the server was killed: what was acknowledged, nothing half, chain, and pages.

What `flask audit verify`, `audit documents` and `search check` look at, and what hangs together beside that: state
against the events that made it, row against row. Every statement is read from the file as a next server finds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from services import documents, finding, ledger
from services.dossiers import read_file
from services.platform import Platform
from store import dossiers, events
from tests.harness.ledger import Act, lost


@dataclass(slots=True)
class Checked:
    """What a look at the database gave; `later` are Word files that were made when somebody looked again."""

    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    chain: list[str] = field(default_factory=list)
    integrity: list[str] = field(default_factory=list)
    later: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing is the matter."""
        return not (self.lost or self.half or self.chain or self.integrity)


def check(platform: Platform, acts: Sequence[Act]) -> Checked:
    """Look at everything. What a next visit of a page would make, is made first, as it is by that page."""
    found = Checked()
    found.integrity = [*_pages(platform)]
    found.chain = [f"event {one.seq}: {one.what}" for one in events.verify(platform.db)]
    found.lost = lost(platform, acts)
    found.half = [line for what, sql in HALF.items() for line in _lines(platform, what, sql)]
    for one in dossiers.every(platform.db):
        dossier = dossiers.dossier(platform.db, one.id)
        found.later += len(documents.make_missing(platform, read_file(platform, dossier))) if dossier else 0
    found.half += [f"{one.kind} {one.id}: {one.what}" for one in ledger.compare(platform).differences]
    found.half += [f"dossier {number}: its lines are not what it says" for number in finding.differences(platform)]
    return found


def _pages(platform: Platform) -> Iterator[str]:
    """What SQLite finds wrong with the file, and references that lead nowhere."""
    for pragma, good in (("integrity_check", ["ok"]), ("foreign_key_check", [])):
        told = [" ".join(str(value) for value in row.values()) for row in platform.db.rows(f"PRAGMA {pragma}")]
        if told != good:
            yield f"{pragma}: {'; '.join(told[:5])}"


def _lines(platform: Platform, what: str, sql: str) -> list[str]:
    return [f"{what}: {one['id']}" for one in platform.db.rows(sql)]


HALF = {
    "a record at a revision that no save made": (
        "SELECT record.id FROM record LEFT JOIN record_save ON record_save.record_id = record.id GROUP BY record.id"
        " HAVING record.revision <> coalesce(max(record_save.revision), 1)"  # older ones are forgotten after days
        " OR max(record_save.revision) - min(record_save.revision) + 1 <> count(record_save.revision)"
    ),
    "a record without the event that began it": (
        "SELECT id FROM record WHERE id NOT IN (SELECT subject FROM event WHERE type = 'record.begun')"
    ),
    "a record that was begun and is not there": (
        "SELECT subject AS id FROM event WHERE type = 'record.begun' AND subject NOT IN (SELECT id FROM record)"
    ),
    "a version that was frozen not exactly once": (
        "SELECT version.id FROM version LEFT JOIN event ON event.subject = version.id AND event.type = 'version.frozen'"
        " GROUP BY version.id HAVING count(event.seq) <> 1"
    ),
    "a version that was frozen and is not there": (
        "SELECT subject AS id FROM event WHERE type = 'version.frozen' AND subject NOT IN (SELECT id FROM version)"
    ),
    "a version without anybody to sign it": "SELECT id FROM version WHERE id NOT IN (SELECT version_id FROM signer)",
    "a version of which state and end do not agree": (
        "SELECT id FROM version WHERE (status = 'ter_ondertekening') <> (closed_at IS NULL)"
    ),
    "two open rounds of one record": (
        "SELECT record_id AS id FROM version WHERE status = 'ter_ondertekening' GROUP BY record_id HAVING count(*) > 1"
    ),
    "signatures and what the chain says of them": (
        "SELECT version.id FROM version WHERE"
        " (SELECT count(*) FROM signature WHERE version_id = version.id) <>"
        " (SELECT count(*) FROM event WHERE subject = version.id AND type IN"
        " ('signature.given', 'signature.refused', 'signature.stands'))"
    ),
    "a version taken back of which a signature still counts": (
        "SELECT version.id FROM version JOIN signature ON signature.version_id = version.id"
        " WHERE version.status = 'ingetrokken' AND signature.voided_at IS NULL"
    ),
    "a file without the event that made it": (
        "SELECT id FROM document WHERE id NOT IN (SELECT subject FROM event WHERE type = 'document.made')"
    ),
    "a copy on paper without its event": (
        "SELECT code AS id FROM paper WHERE code NOT IN"
        " (SELECT json_extract(data, '$.code') FROM event JOIN event_data USING (seq) WHERE type = 'paper.printed')"
    ),
    "a scan without its event": (
        "SELECT id FROM scan WHERE id NOT IN"
        " (SELECT json_extract(data, '$.scan') FROM event JOIN event_data USING (seq) WHERE type = 'paper.uploaded')"
    ),
    "a scan that was uploaded and is not there": (
        "SELECT json_extract(data, '$.scan') AS id FROM event JOIN event_data USING (seq)"
        " WHERE type = 'paper.uploaded' AND json_extract(data, '$.scan') NOT IN (SELECT id FROM scan)"
    ),
    "somebody invited without event, invitation or mail": (
        "SELECT account.id FROM account WHERE password_hash = '' AND ("
        " id NOT IN (SELECT subject FROM event WHERE type = 'account.invited')"
        " OR id NOT IN (SELECT account_id FROM invitation)"
        " OR id NOT IN (SELECT account_id FROM mail WHERE account_id IS NOT NULL))"
    ),
    "an invitation without its mail": (
        "SELECT id FROM invitation WHERE id NOT IN"
        " (SELECT json_extract(context, '$.uitnodiging') FROM mail WHERE context LIKE '%uitnodiging%')"
    ),
    "a trajectory in another state than its last step": (
        "SELECT trajectory.id FROM trajectory JOIN event ON event.seq = (SELECT max(seq) FROM event AS last"
        " WHERE last.subject = trajectory.id AND last.type LIKE 'trajectory.%') JOIN event_data USING (seq)"
        " WHERE json_extract(event_data.data, '$.naar') <> trajectory.state"
    ),
    "an event of which nothing is told": (
        "SELECT event.seq AS id FROM event LEFT JOIN event_data USING (seq) WHERE event_data.seq IS NULL"
    ),
}
"""What is half, in words, and the query that finds it."""
