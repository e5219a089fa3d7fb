"""The open rounds that an organisation hosts: who is still waited for, and what is known of each way to reach them.

One query each for places, ways and moves, whatever the number of dossiers; only those with an open round are read.
"""

from collections.abc import Collection
from dataclasses import dataclass

from store.database import Database
from store.rows import Json, as_json, columns, load

_ROUND = """
    SELECT v.id, v.number, v.frozen_at, v.ordered, r.type, d.id AS dossier_id, d.number AS dossier_number,
        d.label"""
_THEIRS = """
    CROSS JOIN record r ON r.dossier_id = l.dossier_id
    CROSS JOIN version v ON v.record_id = r.id AND v.status = 'ter_ondertekening' AND v.closed_at IS NULL
    CROSS JOIN trajectory t ON t.id = r.trajectory_id
    CROSS JOIN dossier d ON d.id = r.dossier_id
    WHERE l.organisation_id = :organisation_id AND l.open_rounds > 0
    AND r.type IN (SELECT value FROM json_each(:types)) AND (:soort <> 'naft' OR t.naft_id = :organisation_id)"""
_FIRST = "ORDER BY v.frozen_at, v.id LIMIT :most"
_HOSTED = f"WITH mine AS ({_ROUND}\n    FROM dossier_line l{_THEIRS}\n    {_FIRST})\n"
_OWN = f"""WITH mine AS ({_ROUND}
    FROM (SELECT dossier_id FROM party WHERE account_id = :account_id AND removed_at IS NULL
        UNION SELECT dossier_id FROM dossier_line WHERE organisation_id = :organisation_id AND free = 1) AS own
    CROSS JOIN dossier_line l ON l.dossier_id = own.dossier_id{_THEIRS}
    {_FIRST})
"""
_ONE = f"""WITH mine AS ({_ROUND}
    FROM version v
    JOIN record r ON r.id = v.record_id
    JOIN dossier d ON d.id = r.dossier_id
    WHERE v.id = :version_id AND v.status = 'ter_ondertekening' AND v.closed_at IS NULL)
"""
_EVERY = f"""WITH mine AS ({_ROUND}
    FROM version v
    JOIN record r ON r.id = v.record_id
    JOIN dossier d ON d.id = r.dossier_id
    WHERE v.status = 'ter_ondertekening' AND v.closed_at IS NULL)
"""
ALL = -1
"""No limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """One party of an open round. ``group`` is its place in an order; ``organisation_kind`` '' for who has none.

    ``signed_at`` is None while it did not answer; ``missing_reason`` tells why no answer will come. ``gone``:
    left the dossier since, which the round finds out when somebody opens it.
    """

    version_id: str
    number: int
    type: str
    frozen_at: str
    ordered: bool
    dossier_id: str
    dossier_number: str
    label: str
    party_id: str
    rol: str
    account_id: str | None
    organisation_kind: str
    answers: Json
    group_nr: int
    blocking: bool
    missing_reason: str | None
    signed_at: str | None
    gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WayLine:
    """What is known of one way: ``what`` is send_back, link, mail or scan; only the latest link and mail of a party.

    ``until`` is when a link expires. ``step`` is the section that was sent back.
    """

    what: str
    version_id: str
    party_id: str
    at: str
    status: str
    attempts: int
    until: str
    opened_at: str
    error: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLine:
    """An act of the host that lets a later group have its turn: an order, or a party that is not waited for."""

    version_id: str
    type: str
    at: str
    party_id: str


_PLACES = """SELECT mine.id AS version_id, mine.number, mine.type, mine.frozen_at, mine.ordered, mine.dossier_id,
    mine.dossier_number, mine.label, s.party_id, p.rol, p.account_id, coalesce(o.soort, '') AS organisation_kind,
    p.answers, json_extract(asked.value, '$.group') AS group_nr, s.blocking, s.missing_reason, g.signed_at,
    p.removed_at IS NOT NULL AS gone
FROM mine
CROSS JOIN version v ON v.id = mine.id
JOIN json_each(v.payload, '$.signers') asked
JOIN signer s ON s.version_id = mine.id AND s.party_id = json_extract(asked.value, '$.party_id')
JOIN party p ON p.id = s.party_id
LEFT JOIN organisation o ON o.id = p.organisation_id
LEFT JOIN signature g ON g.version_id = s.version_id AND g.party_id = s.party_id AND g.voided_at IS NULL
ORDER BY mine.frozen_at, mine.id, s.ord"""

_WAYS = """SELECT 'send_back' AS what, b.version_id, b.party_id, b.at, b.status, 0 AS attempts, '' AS until,
    coalesce(b.replied_at, '') AS opened_at, '' AS error, b.step
FROM mine CROSS JOIN send_back b ON b.version_id = mine.id WHERE b.status IN ('open', 'zo_gelaten')
UNION ALL
SELECT 'link', l.version_id, l.party_id, max(l.created_at), CASE WHEN l.ended_at IS NULL THEN 'open' ELSE 'voorbij' END,
    l.attempts, l.expires_at, coalesce(l.opened_at, ''), '', ''
FROM mine CROSS JOIN link l ON l.version_id = mine.id GROUP BY l.version_id, l.party_id
UNION ALL
SELECT 'mail', m.version_id, m.party_id, max(m.created_at), m.status, m.attempts, '', '', m.error, ''
FROM mine CROSS JOIN mail m ON m.version_id = mine.id
WHERE m.party_id IS NOT NULL AND m.kind IN (SELECT value FROM json_each(:asks)) GROUP BY m.version_id, m.party_id
UNION ALL
SELECT 'scan', p.version_id, p.party_id, n.uploaded_at, n.status, 0, '', '', '', ''
FROM mine CROSS JOIN paper p ON p.version_id = mine.id JOIN scan n ON n.paper_code = p.code WHERE n.status = 'wacht'"""

_MOVES = """SELECT e.subject AS version_id, e.type, e.at, coalesce(json_extract(told.data, '$.partij'), '') AS party_id
FROM mine
CROSS JOIN event e ON e.dossier_id = mine.dossier_id AND e.subject = mine.id
    AND e.type IN ('round.ordered', 'signature.missing')
LEFT JOIN event_data told USING (seq)
ORDER BY e.seq"""


@dataclass(frozen=True, slots=True)
class OpenRounds:
    """All of it."""

    places: list[PlaceLine]
    ways: list[WayLine]
    moves: list[MoveLine]


def hosted(
    db: Database,
    organisation_id: str,
    soort: str,
    types: Collection[str],
    asks: Collection[str],
    *,
    account_id: str = "",
    most: int = ALL,
) -> OpenRounds:
    """What an organisation of this kind hosts: the rounds of these record types in dossiers that it sees.

    ``asks`` are the kinds of mail that ask for a signature. With ``account_id`` of the dossiers in which that one takes
    part, or nobody of its organisation; with ``most`` the oldest rounds only.
    """
    values = _values(organisation_id, soort, types) | {"account_id": account_id, "most": most}
    return _read(db, _OWN if account_id else _HOSTED, values | {"asks": as_json(sorted(asks))})


def everywhere(db: Database, asks: Collection[str]) -> OpenRounds:
    """The same of every open round there is, whoever hosts it."""
    return _read(db, _EVERY, {"asks": as_json(sorted(asks))})


def of_version(db: Database, version_id: str, asks: Collection[str]) -> OpenRounds:
    """The same of one round; empty when it is over."""
    return _read(db, _ONE, {"version_id": version_id, "asks": as_json(sorted(asks))})


def count(db: Database, organisation_id: str, soort: str, types: Collection[str]) -> int:
    """How many rounds it hosts."""
    row = db.row(f"SELECT count(*) AS open FROM dossier_line l{_THEIRS}", _values(organisation_id, soort, types))
    return int(row["open"]) if row else 0


def _values(organisation_id: str, soort: str, types: Collection[str]) -> Json:
    found: Json = {"organisation_id": organisation_id, "soort": soort, "types": as_json(sorted(types))}
    return found | {"account_id": "", "most": ALL}


def _read(db: Database, mine: str, values: Json) -> OpenRounds:
    return OpenRounds(
        [load(PlaceLine, row) for row in db.rows(mine + _PLACES, values)],
        [load(WayLine, row) for row in db.rows(f"{mine}SELECT {columns(WayLine)} FROM ({_WAYS}) ORDER BY at", values)],
        [load(MoveLine, row) for row in db.rows(mine + _MOVES, values)],
    )
