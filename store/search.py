"""Finding dossiers among those an organisation sees today: by words, filters, or both; a page at a time.

A hit is a hit because of what stands in its line (``dossier_line``). The index of pieces of words only makes it quick:
it is asked when the words are rare, and passed over when they are so common that the first page is found sooner by
walking along. What somebody typed is a value in every statement, and never part of one; in the expression for the index
stand letters and digits alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from store.database import Database
from store.dossier_lines import GRAM, LONGEST, START, grams, place, plain
from store.rows import Row, load

Sort = Literal["gewijzigd", "termijn", "naam"]

COMMON = 2000
"""From how many hits on in the index it is quicker to walk along the lines."""
COUNTED = 1000
"""Up to how many hits are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word that has to be there: folded, or else one of these organisations (ids), or one of these states."""

    text: str
    organisations: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for. Empty or None: makes no difference. ``account_id``: takes part in the dossier."""

    organisation_id: str
    words: tuple[Word, ...] = ()
    ended: bool | None = None
    states: tuple[str, ...] = ()
    schooljaar: str = ""
    soort: str = ""
    school_id: str = ""
    naft_id: str = ""
    clb_id: str = ""
    account_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One hit. Names are '' for who is not there (yet)."""

    dossier_id: str
    number: str
    label: str
    soort: str
    schooljaar: str
    state: str
    due_date: str | None
    changed_at: str
    school: str
    naft: str
    clb: str


_ORDER: dict[str, str] = {
    "gewijzigd": "{0}changed_at DESC, {0}id DESC",
    "termijn": "{0}due_date ASC NULLS LAST, {0}id ASC",
    "naam": "{0}name ASC, {0}id ASC",
}
_NAMES = ("school", "naft", "clb")
_KEPT = "l.id, l.dossier_id, l.state, l.due_date, l.changed_at, l.name, l.school_id, l.naft_id, l.clb_id"


def search(db: Database, wanted: Wanted, sort: Sort, *, limit: int, offset: int = 0) -> list[Found]:
    """A page of hits in this order."""
    inner, values = _inner(db, wanted, f"ORDER BY {_ORDER[sort].format('')} LIMIT :limit OFFSET :offset")
    sql = (
        "SELECT d.id AS dossier_id, d.number, d.label, d.soort, d.schooljaar, hit.state, hit.due_date, hit.changed_at,"
        f" {_name_of('school')}, {_name_of('naft')}, {_name_of('clb')}"
        f" FROM ({inner}) AS hit JOIN dossier d ON d.id = hit.dossier_id"
        + "".join(f" LEFT JOIN organisation {one} ON {one}.id = hit.{one}_id" for one in _NAMES)
        + f" ORDER BY {_ORDER[sort].format('hit.')}"
    )
    return [load(Found, row) for row in db.rows(sql, values | {"limit": limit, "offset": offset})]


def _name_of(one: str) -> str:
    return (
        f"coalesce({one}.naam || CASE WHEN {one}.vestiging <> '' THEN ', ' || {one}.vestiging ELSE '' END, '') AS {one}"
    )


def count(db: Database, wanted: Wanted, most: int = COUNTED) -> int:
    """How many hits there are; one more than `most` for more than that."""
    inner, values = _inner(db, wanted, "LIMIT :limit OFFSET :offset")
    row = db.row(f"SELECT count(*) AS found FROM ({inner})", values | {"limit": most + 1, "offset": 0})
    return int(row["found"]) if row else 0


def partners(db: Database, organisation_id: str) -> list[Row]:
    """The schools, providers and CLBs in the lines of an organisation: id, soort, naam and vestiging, by name.

    Reads one entry of the index for each of them, however many dossiers there are.
    """
    steps = " UNION ".join(
        f"SELECT id FROM (WITH RECURSIVE next (id) AS ("
        f"SELECT min({one}_id) FROM dossier_line WHERE organisation_id = :organisation_id AND {one}_id IS NOT NULL"
        f" UNION ALL SELECT (SELECT min({one}_id) FROM dossier_line WHERE organisation_id = :organisation_id"
        f" AND {one}_id > next.id) FROM next WHERE next.id IS NOT NULL) SELECT id FROM next WHERE id IS NOT NULL)"
        for one in _NAMES
    )
    return db.rows(
        f"SELECT o.id, o.soort, o.naam, o.vestiging FROM ({steps}) AS seen JOIN organisation o ON o.id = seen.id"
        " ORDER BY o.naam, o.vestiging, o.id",
        {"organisation_id": organisation_id},
    )


def takes_part(db: Database, organisation_id: str, account_id: str) -> bool:
    """Whether an account takes part in a dossier that has not ended and that its organisation sees."""
    row = db.row(
        "SELECT 1 FROM party p JOIN dossier_line l ON l.dossier_id = p.dossier_id AND l.organisation_id = ?"
        " AND l.ended = 0 WHERE p.account_id = ? AND p.removed_at IS NULL LIMIT 1",
        (organisation_id, account_id),
    )
    return row is not None


def _inner(db: Database, wanted: Wanted, end: str) -> tuple[str, Row]:
    """The statement that finds lines, and its values."""
    where, values = _where(wanted)
    if wanted.account_id:
        values["account_id"] = wanted.account_id
        source = (
            "(SELECT DISTINCT dossier_id FROM party WHERE account_id = :account_id AND removed_at IS NULL) AS mine"
            " CROSS JOIN dossier_line l ON l.dossier_id = mine.dossier_id"
        )
        return f"SELECT {_KEPT} FROM {source} WHERE {where} {end}", values
    match = " AND ".join(expression(wanted.organisation_id, word) for word in wanted.words)
    if match and _is_rare(db, match):
        values["match"] = match
        source = "dossier_search s CROSS JOIN dossier_line l ON l.id = s.rowid"
        return f"SELECT {_KEPT} FROM {source} WHERE s.dossier_search MATCH :match AND {where} {end}", values
    if wanted.ended is not None:
        return f"SELECT {_KEPT} FROM dossier_line l WHERE {where} {end}", values
    # both kinds in one order: two walks that are merged as they go
    walks = " UNION ALL ".join(
        f"SELECT {_KEPT} FROM dossier_line l WHERE {where} AND l.ended = {one}" for one in (0, 1)
    )
    return f"{walks} {end}", values


def _is_rare(db: Database, match: str) -> bool:
    sql = "SELECT count(*) AS found FROM (SELECT 1 FROM dossier_search WHERE dossier_search MATCH ? LIMIT ?)"
    row = db.row(sql, (match, COMMON))
    return row is None or row["found"] < COMMON


def _where(wanted: Wanted) -> tuple[str, Row]:
    values: Row = {"organisation_id": wanted.organisation_id}
    found = ["l.organisation_id = :organisation_id"]
    if wanted.ended is not None:
        found.append(f"l.ended = {int(wanted.ended)}")
    for name in ("schooljaar", "soort", "school_id", "naft_id", "clb_id"):
        if value := getattr(wanted, name):
            found.append(f"l.{name} = :{name}")
            values[name] = value
    if wanted.states:
        found.append(f"l.state IN ({_listed('state', wanted.states, values)})")
    found += [_is_there(f"w{nr}", word, values) for nr, word in enumerate(wanted.words)]
    return " AND ".join(found), values


def _is_there(name: str, word: Word, values: Row) -> str:
    """That a word is in a line: within a word, at the beginning of one if it is short, or a number as a whole."""
    short = word.text.isdigit() or len(word.text) < GRAM
    values[name] = f" {word.text}" if short else word.text
    ways = [f"instr(l.words, :{name}) > 0"]
    if word.text.isdigit():
        values[f"{name}n"] = f" #{word.text} "
        ways.append(f"instr(l.words, :{name}n) > 0")
    if word.organisations:
        listed = _listed(f"{name}o", word.organisations, values)
        ways += [f"l.{one}_id IN ({listed})" for one in _NAMES]
    if word.states:
        ways.append(f"l.state IN ({_listed(f'{name}s', word.states, values)})")
    return f"({' OR '.join(ways)})"


def _listed(name: str, items: Sequence[str], values: dict[str, Any]) -> str:
    values |= {f"{name}{nr}": one for nr, one in enumerate(items)}
    return ", ".join(f":{name}{nr}" for nr in range(len(items)))


def expression(organisation_id: str, word: Word) -> str:
    """What the index is asked for one word: an expression of FTS5, of which every term is quoted."""
    mine, text = place(organisation_id), word.text
    short = [f"s{text}"] if len(text) <= START else []
    pieces = short or [f"g{gram}" for gram in dict.fromkeys(grams(text[:LONGEST]))]
    ways = ["(" + " AND ".join(f'"{mine}{one}"' for one in pieces) + ")"]
    ways += [f'"{mine}n{text}"'] if text.isdigit() else []
    ways += [f'"{mine}p{one}"' for one in word.organisations]
    ways += [f'"{mine}t{plain(one)}"' for one in word.states]
    return "(" + " OR ".join(ways) + ")"


def visible(db: Database, wanted: Wanted, dossier_ids: Sequence[str]) -> set[str]:
    """Which of these dossiers are among what is looked for; who takes part makes no difference."""
    if not dossier_ids:
        return set()
    where, values = _where(wanted)
    listed = _listed("id", list(dict.fromkeys(dossier_ids)), values)
    found = db.rows(f"SELECT l.dossier_id FROM dossier_line l WHERE l.dossier_id IN ({listed}) AND {where}", values)
    return {row["dossier_id"] for row in found}
