"""What of every table goes when a dossier is destroyed, and what stays and why: one line for each table of the schema.

A new table without a line fails a test. Rows go in this order, so that nothing refers to what is gone. Of what stays,
contents are blanked: the chain of events refers to records, versions and files, and their hashes prove later that a
file was of a dossier that is no more. Called inside one write; services/destroying.py decides and says so in the chain.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from store.database import Database
from store.rows import Json, as_json

_VERSIONS = "SELECT v.id FROM version v JOIN record r ON r.id = v.record_id WHERE r.dossier_id = :dossier"
_DOCUMENTS = "SELECT id FROM document WHERE dossier_id = :dossier"
_ACCOUNTS = "SELECT id FROM account WHERE organisation_id = :organisation"
_RECORDS = "SELECT id FROM record WHERE dossier_id = :dossier"
_OF_VERSION = f"version_id IN ({_VERSIONS})"
_OF_DOSSIER = "dossier_id = :dossier"
_OF_JOB = f"subject = :dossier OR subject IN ({_DOCUMENTS}) OR subject IN ({_VERSIONS}) OR subject IN ({_RECORDS})"


@dataclass(frozen=True, slots=True)
class Fate:
    """What happens to the rows of one table that are about a dossier: ``where`` finds them.

    ``rows`` go whole. Of ``contents`` the columns in ``blank`` get another value (SQL) and those in ``keeps`` stay.
    A table that ``stays`` has nothing of a dossier in it, ``why`` says what it has. ``own`` finds the rows that go when
    one organisation destroys what is its own, while another still keeps the dossier; '' for none.
    """

    how: Literal["rows", "contents", "stays"]
    where: str = ""
    blank: Mapping[str, str] = field(default_factory=dict)
    keeps: tuple[str, ...] = ()
    why: str = ""
    own: str = ""


def _rows(where: str, own: str = "") -> Fate:
    return Fate("rows", where, own=own)


def _stays(why: str) -> Fate:
    return Fate("stays", why=why)


_BY_ITS_PEOPLE = f"{_OF_DOSSIER} AND account_id IN ({_ACCOUNTS})"

TABLES: dict[str, Fate] = {
    "reminder": _rows(_OF_DOSSIER, own=_BY_ITS_PEOPLE),
    "mail": _rows(
        f"{_OF_DOSSIER} OR {_OF_VERSION} OR party_id IN (SELECT id FROM party WHERE {_OF_DOSSIER})",
        own=f"({_OF_DOSSIER} OR {_OF_VERSION}) AND (account_id IN ({_ACCOUNTS}) OR asked_by IN ({_ACCOUNTS}))"
        " AND NOT EXISTS (SELECT 1 FROM reminder WHERE reminder.mail_id = mail.id)",
    ),
    "correction": _rows(_OF_DOSSIER),
    "right_request": _rows(_OF_DOSSIER),
    "scan": _rows(f"paper_code IN (SELECT code FROM paper WHERE {_OF_VERSION})"),
    "paper": _rows(_OF_VERSION),
    "seat": _rows(_OF_VERSION),
    "link": _rows(_OF_VERSION),
    "send_back": _rows(_OF_VERSION),
    "signature": _rows(_OF_VERSION),
    "signer": _rows(_OF_VERSION),
    "presence": _rows(f"record_id IN ({_RECORDS})"),
    "record_save": _rows(f"record_id IN ({_RECORDS})", own=f"record_id IN ({_RECORDS})"),
    "received": _rows(_OF_DOSSIER, own=f"{_OF_DOSSIER} AND organisation_id = :organisation"),
    "consent": _rows(_OF_DOSSIER),
    "request": _rows(_OF_DOSSIER),
    "event_data": _rows(
        f"seq IN (SELECT seq FROM event WHERE {_OF_DOSSIER} OR (dossier_id IS NULL AND subject IN"
        f" (SELECT id FROM question WHERE {_OF_DOSSIER})))"
    ),
    "question": _rows(_OF_DOSSIER, own=f"{_OF_DOSSIER} AND clb_id = :organisation"),
    "deadline": _rows(_OF_DOSSIER),
    "dossier_task": _rows(_OF_DOSSIER),
    "dossier_line": _rows(_OF_DOSSIER),
    "access_log": _rows(_OF_DOSSIER, own=f"{_OF_DOSSIER} AND organisation_id = :organisation"),
    "emergency": _rows(_OF_DOSSIER, own=f"{_OF_DOSSIER} AND organisation_id = :organisation"),
    "legal_hold": _rows(_OF_DOSSIER, own=f"{_OF_DOSSIER} AND organisation_id = :organisation"),
    "job_product": _rows(
        f"job_id IN (SELECT id FROM job WHERE {_OF_JOB})",
        own=f"job_id IN (SELECT id FROM job WHERE {_OF_JOB}) AND account_id IN ({_ACCOUNTS})",
    ),
    "job": _rows(_OF_JOB),
    "party": _rows(_OF_DOSSIER),
    "pdf": Fate(
        "contents",
        f"document_id IN ({_DOCUMENTS})",
        {"content": "x''"},
        ("document_id", "sha256", "size", "sealed_by", "created_at"),
    ),
    "document": Fate(
        "contents",
        _OF_DOSSIER,
        {"content": "x''", "title": "''", "filename": "''"},
        ("id", "dossier_id", "version_id", "code", "reader", "sha256", "size", "created_at", "sealed_by"),
    ),
    "version": Fate(
        "contents",
        f"record_id IN ({_RECORDS})",
        {"payload": ":payload"},
        (
            *("id", "record_id", "number", "root", "template_hashes", "status", "supersedes", "frozen_by", "frozen_at"),
            *("closed_at", "ordered"),
        ),
    ),
    "record": Fate(
        "contents",
        _OF_DOSSIER,
        {"answers": "'{}'", "prefilled": "'{}'"},
        (
            *("id", "dossier_id", "trajectory_id", "type", "number", "revision", "changed_by", "changed_at"),
            *("created_by", "created_at"),
        ),
    ),
    "trajectory": Fate(
        "contents",
        _OF_DOSSIER,
        {"due_date": "NULL"},
        ("id", "dossier_id", "number", "naft_id", "state", "start_date", "ended_on", "created_at"),
    ),
    "dossier": Fate(
        "contents",
        "id = :dossier",
        {"label": "''"},
        ("id", "number", "soort", "schooljaar", "clb_id", "created_by", "created_at"),
    ),
    "destruction": Fate(
        "contents",
        f"{_OF_DOSSIER} AND reason <> ''",
        {"reason": "''"},
        (
            *(
                "id",
                "dossier_id",
                "organisation_id",
                "kept_until",
                "status",
                "announced_at",
                "proposed_by",
                "proposed_at",
            ),
            *("confirmed_by", "done_at", "whole", "erased"),
        ),
        why="proves the destroying: who, when, how much",
    ),
    "dossier_organisation": Fate(
        "contents",
        f"{_OF_DOSSIER} AND until IS NULL",
        {"until": ":at"},
        ("dossier_id", "organisation_id", "role", "since"),
    ),
    "dossier_search": _stays("pieces of words: each row goes with its dossier_line, the index is then put in order"),
    "event": _stays("the chain: kinds, times and ids alone; what an event tells is in event_data"),
    "erasing": _stays("holds the id of a dossier inside the write that erases it"),
    "dossier_counter": _stays("the last number given of each year"),
    "organisation": _stays("organisations"),
    "account": _stays("people who work here: as long as they do, and as the actor of what they did"),
    "session": _stays("signing in; of a few days (store/housekeeping.py)"),
    "sign_in_attempt": _stays("signing in; of a few days (store/housekeeping.py)"),
    "known_device": _stays("devices of people who work here"),
    "address_change": _stays("people who work here; the address that was asked for goes once it is used or given up"),
    "identity": _stays("people who work here, elsewhere"),
    "second_factor": _stays("people who work here"),
    "recovery_code": _stays("people who work here"),
    "invitation": _stays("people who work here"),
    "preference": _stays("people who work here"),
    "calendar_feed": _stays("people who work here"),
    "form_done": _stays("random marks of forms; of a few days (store/housekeeping.py)"),
    "wide_act": _stays("searching and lists by people who work here, over many dossiers, never what was found"),
    "sought": _rows("1 = 1", own="1 = 1"),  # a name that somebody typed may be that of this pupil: all of it goes
    "setting": _stays("choices of the platform"),
    "school_list": _stays("a public list of schools"),
    "template": _stays("Word templates, without anybody's answers"),
    "house_template": _stays("Word templates, without anybody's answers"),
    "logo": _stays("organisations"),
    "page_picture": _stays("previews of templates with invented answers"),
    "backup": _stays("names and times of copies; what is in them ages with them"),
    "replica_check": _stays("when the continuous copy was looked at, and how far behind it was"),
}
"""Table -> what happens to it."""


def begin(db: Database, dossier_id: str) -> None:
    """Let the triggers that protect a dossier give way until ``end``, in this write; without it, it does not end."""
    db.insert("erasing", {"dossier_id": dossier_id})


def end(db: Database, dossier_id: str) -> None:
    """Let them hold again."""
    db.run("DELETE FROM erasing WHERE dossier_id = :dossier", {"dossier": dossier_id})


def count(db: Database, dossier_id: str) -> dict[str, int]:
    """How many rows of each table a dossier has that would be erased; without those of which it has none."""
    found = {}
    for table, fate in TABLES.items():
        if fate.where:
            row = db.row(f"SELECT count(*) AS there FROM {table} WHERE {fate.where}", _asked(fate.where, dossier_id))
            found[table] = int(row["there"]) if row else 0
    return {table: there for table, there in found.items() if there}


def everything(db: Database, dossier_id: str, payloads: Mapping[str, Json], *, at: str) -> dict[str, int]:
    """Erase a dossier whole; gives how many rows of each table went or were blanked.

    ``payloads`` is what is left of the payload of each version (services/payload.py), by its id. Belongs between
    ``begin`` and ``end``.
    """
    gone = {}
    for table, fate in TABLES.items():
        if fate.how == "rows":
            gone[table] = db.run(f"DELETE FROM {table} WHERE {fate.where}", _asked(fate.where, dossier_id))
        elif fate.how == "contents" and table != "version":
            told = f"UPDATE {table} SET {_set(fate)} WHERE {fate.where}"
            gone[table] = db.run(told, _asked(told, dossier_id, at=at))
    return {table: rows for table, rows in (gone | {"version": _payloads(db, payloads)}).items() if rows}


def of_one(
    db: Database,
    dossier_id: str,
    organisation_id: str,
    payloads: Mapping[str, Json],
    answers: Mapping[str, Json],
    documents: tuple[str, ...],
) -> dict[str, int]:
    """Erase what one organisation alone had of a dossier that another still keeps; gives the same counts.

    ``answers`` is what is left of those of each record, by its id; ``documents`` are the ids of files that were for
    this organisation and nobody else. Belongs between ``begin`` and ``end``.
    """
    gone = {}
    for table, fate in TABLES.items():
        if fate.own:
            told = f"DELETE FROM {table} WHERE {fate.own}"
            gone[table] = db.run(told, _asked(told, dossier_id, organisation=organisation_id))
    listed = {"ids": as_json(list(documents))}
    for table, column in (("pdf", "document_id"), ("document", "id")):
        blank = _set(TABLES[table])
        gone[table] = db.run(
            f"UPDATE {table} SET {blank} WHERE {column} IN (SELECT value FROM json_each(:ids))", listed
        )
    for record_id, left in answers.items():
        db.run(
            "UPDATE record SET answers = :answers, prefilled = '{}' WHERE id = :id", {"id": record_id, "answers": left}
        )
    gone |= {"record": len(answers), "version": _payloads(db, payloads)}
    return {table: rows for table, rows in gone.items() if rows}


def _payloads(db: Database, payloads: Mapping[str, Json]) -> int:
    for version_id, payload in payloads.items():
        db.run("UPDATE version SET payload = :payload WHERE id = :id", {"id": version_id, "payload": payload})
    return len(payloads)


def _set(fate: Fate) -> str:
    return ", ".join(f"{column} = {value}" for column, value in fate.blank.items())


def _asked(sql: str, dossier_id: str, **more: str) -> dict[str, str]:
    """The values that a statement asks for, and no others."""
    return {name: value for name, value in ({"dossier": dossier_id} | more).items() if f":{name}" in sql}
