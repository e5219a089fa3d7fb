"""What lists show of dossiers, one line and some tasks for each organisation that sees one, and the index of words.

Computed anew whenever something in the dossier changes (services/finding.py); nothing here is a source. Searching is in
store/search.py, the work list in store/tasks.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from store.database import Database
from store.rows import as_row, columns, load

START = 2
"""Up to how many letters of the beginning of a word stand in the index whole; of longer words pieces of three do."""
GRAM = 3
LONGEST = 24
"""How much of a word that is looked for the index looks at; the rest is compared with the words themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A dossier as one organisation may find and list it.

    ``free``: nobody with an account of this organisation takes part. ``name`` is the label as it is sorted. ``words``
    are what it is found by, folded, each between spaces, a number behind ``#``. ``until`` is the moment up to which a
    provider follows it, '' while it does. ``due_date`` None when nothing is due.
    """

    organisation_id: str
    dossier_id: str
    soort: str
    schooljaar: str
    state: str
    ended: bool
    free: bool
    open_rounds: int
    due_date: str | None
    school_id: str | None
    naft_id: str | None
    clb_id: str
    name: str
    words: str
    until: str
    changed_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What stands in the work list of an organisation about a dossier, from ``from_day`` to ``to_day``.

    ``acts``: the organisation itself has to do it. ``day`` is by when, None for no day. From ``mine_from`` on it waits
    for the organisation, from ``week_from`` on it is of this week, from ``late_from`` on late; None for never.
    ``since`` is when it was asked, '' for who was not.
    """

    organisation_id: str
    dossier_id: str
    ord: int
    kind: str
    acts: bool
    day: str | None
    from_day: str
    to_day: str
    mine_from: str | None
    week_from: str | None
    late_from: str | None
    since: str = ""


_SAVE = "UPDATE dossier_line SET " + ", ".join(f"{one.name} = :{one.name}" for one in fields(Line))
_ADD_TASK = f"INSERT INTO dossier_task ({columns(Task)}) VALUES ({', '.join(f':{one.name}' for one in fields(Task))})"


def keep(db: Database, dossier_id: str, lines: Sequence[Line], tasks: Sequence[Task]) -> None:
    """Replace the lines and tasks of a dossier. What stays the same is not written again."""
    with db.write():
        before = {one.organisation_id: one for one in lines_of(db, dossier_id)}
        for gone in before.keys() - {one.organisation_id for one in lines}:
            values = {"dossier_id": dossier_id, "organisation_id": gone}
            db.run(
                "DELETE FROM dossier_line WHERE dossier_id = :dossier_id AND organisation_id = :organisation_id", values
            )
        for line in lines:
            if before.get(line.organisation_id) != line:
                _keep_line(db, line, before.get(line.organisation_id))
        _keep_tasks(db, dossier_id, tasks)


def _keep_line(db: Database, line: Line, before: Line | None) -> None:
    if before is None:
        db.insert("dossier_line", as_row(line))
    else:
        where = "WHERE dossier_id = :dossier_id AND organisation_id = :organisation_id"
        db.run(f"{_SAVE} {where}", as_row(line))
    if before is None or indexed(before) != indexed(line):
        db.run(
            "INSERT OR REPLACE INTO dossier_search (rowid, grams) SELECT id, :grams FROM dossier_line"
            " WHERE dossier_id = :dossier_id AND organisation_id = :organisation_id",
            {"grams": indexed(line), "dossier_id": line.dossier_id, "organisation_id": line.organisation_id},
        )


def _keep_tasks(db: Database, dossier_id: str, tasks: Sequence[Task]) -> None:
    before = tasks_of(db, dossier_id)
    if before == sorted(tasks, key=lambda one: (one.organisation_id, one.ord)):
        return
    for one in before:
        db.run(
            "DELETE FROM dossier_task"
            " WHERE organisation_id = :organisation_id AND dossier_id = :dossier_id AND ord = :ord",
            {"organisation_id": one.organisation_id, "dossier_id": dossier_id, "ord": one.ord},
        )
    for task in tasks:
        db.run(_ADD_TASK, as_row(task))


def lines_of(db: Database, dossier_id: str) -> list[Line]:
    """The lines of a dossier, by organisation."""
    sql = f"SELECT {columns(Line)} FROM dossier_line WHERE dossier_id = ? ORDER BY organisation_id"
    return [load(Line, row) for row in db.rows(sql, (dossier_id,))]


def tasks_of(db: Database, dossier_id: str) -> list[Task]:
    """The tasks of a dossier, by organisation, in order."""
    sql = (
        f"SELECT {columns(Task, 't')} FROM dossier_organisation a"
        " JOIN dossier_task t ON t.organisation_id = a.organisation_id AND t.dossier_id = a.dossier_id"
        " WHERE a.dossier_id = ? ORDER BY t.organisation_id, t.ord"
    )
    return [load(Task, row) for row in db.rows(sql, (dossier_id,))]


def open_rounds(db: Database, dossier_id: str) -> int:
    """How many rounds of a dossier are open."""
    row = db.row(
        "SELECT count(*) AS open FROM record r JOIN version v ON v.record_id = r.id AND v.status = 'ter_ondertekening'"
        " WHERE r.dossier_id = ? AND v.closed_at IS NULL",
        (dossier_id,),
    )
    return int(row["open"]) if row else 0


def changed_at(db: Database, dossier_id: str, until: str) -> str:
    """When something last happened in a dossier, up to a moment if one is given; '' when nothing did."""
    row = db.row(
        "SELECT at FROM event WHERE dossier_id = :id AND type NOT GLOB 'document.*' AND (:until = '' OR at < :until)"
        " ORDER BY seq DESC LIMIT 1",
        {"id": dossier_id, "until": until},
    )
    return str(row["at"]) if row else ""


def free_or_not(db: Database, account_id: str, organisation_id: str) -> None:
    """Say anew of the dossiers in which an account takes part whether one of its organisation does, who is active."""
    with db.write():
        db.run(
            "UPDATE dossier_line SET free = NOT EXISTS ("
            " SELECT 1 FROM party p JOIN account a ON a.id = p.account_id AND a.active = 1"
            " WHERE p.dossier_id = dossier_line.dossier_id AND p.organisation_id = :organisation_id"
            " AND p.removed_at IS NULL AND (dossier_line.until = '' OR p.created_at <= dossier_line.until))"
            " WHERE organisation_id = :organisation_id"
            " AND dossier_id IN (SELECT dossier_id FROM party WHERE account_id = :account_id)",
            {"organisation_id": organisation_id, "account_id": account_id},
        )


def is_empty(db: Database) -> bool:
    """Whether nothing was ever kept: after the migration that brought the lines."""
    return db.row("SELECT 1 FROM dossier_line LIMIT 1") is None


def without_line(db: Database, after: str, most: int) -> list[str]:
    """The ids of dossiers that have no line for the CLB they are of, behind this id, at most so many."""
    found = db.rows(
        "SELECT d.id FROM dossier d WHERE d.id > ? AND NOT EXISTS (SELECT 1 FROM dossier_line l"
        " WHERE l.dossier_id = d.id AND l.organisation_id = d.clb_id) ORDER BY d.id LIMIT ?",
        (after, most),
    )
    return [row["id"] for row in found]


def forget(db: Database) -> None:
    """Empty it all, so that it can be built anew."""
    with db.write():
        db.run("DELETE FROM dossier_task", {})
        db.run("DELETE FROM dossier_line", {})
        db.run("INSERT INTO dossier_search (dossier_search) VALUES ('delete-all')", {})


def settle(db: Database) -> None:
    """Put the index of words in order, so that nothing is left in it of what was taken out."""
    with db.write():
        db.run("INSERT INTO dossier_search (dossier_search) VALUES ('optimize')", {})


def indexed(line: Line) -> str:
    """What the index keeps of a line: pieces of its words, its state and its organisations, each behind whose line."""
    mine = place(line.organisation_id)
    found = {f"{mine}t{plain(line.state)}", f"{mine}p{line.clb_id}"}
    found |= {f"{mine}p{one}" for one in (line.school_id, line.naft_id) if one}
    for word in line.words.split():
        if word.startswith("#"):
            found.add(f"{mine}n{word[1:]}")
        else:
            found |= {f"{mine}s{word[:length]}" for length in range(1, START + 1)}
            found |= {f"{mine}g{gram}" for gram in grams(word)}
    return " ".join(sorted(found))


def grams(word: str) -> list[str]:
    """Every three letters that stand beside each other."""
    return [word[at : at + GRAM] for at in range(len(word) - GRAM + 1)]


def place(organisation_id: str) -> str:
    """How the index calls an organisation. Two may share it: every hit is compared with the line it leads to."""
    return organisation_id[:8]


def plain(state: str) -> str:
    """A state as the index calls it: to its tokenizer an underscore is a space."""
    return state.replace("_", "")
