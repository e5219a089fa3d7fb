"""A row in every table that a dossier can have, and a canary in every text and file of it: what erasing must find.

Rows are made by hand where the story of a dossier leaves a table empty. Canaries are put in past the triggers, which
come back afterwards: what is looked at is that nothing is left, wherever it stood.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlcipher3 import IntegrityError

from services.platform import Platform
from store import erasing
from store.database import Database
from tests.world import Case

CANARY = "KANARIE"
FOUND_BY = {("version", "payload"), ("job", "subject")}
"""What a root hangs on, and by what a row is found: no canary goes there."""


def fill(case: Case, at: str, mark: str) -> None:
    """A row in each table that may have one, as of a time; `mark` makes the ids of this call its own."""
    db = case.platform.db
    with db.write():
        for table, row in _rows(case, at, mark):
            db.insert(table, row)


def _rows(case: Case, at: str, mark: str) -> Iterator[tuple[str, dict[str, Any]]]:
    db, day, sha = case.platform.db, at[:10], (mark * 64)[:64]
    an, place, kobe = case.world.who("an").id, case.world.who("an").organisation.id, case.ids["kobe"]
    version = db.rows(
        "SELECT v.id, v.record_id, r.trajectory_id FROM version v JOIN record r ON r.id = v.record_id"
        " JOIN signer s ON s.version_id = v.id AND s.party_id = ? WHERE r.dossier_id = ? ORDER BY v.frozen_at",
        (kobe, case.id),
    )[0]
    signer = {"version_id": version["id"], "party_id": kobe}
    document = db.rows("SELECT id FROM document WHERE version_id = ?", (version["id"],))[0]["id"]
    yield "presence", {"record_id": version["record_id"], "account_id": _other(case, mark), "seen_at": at}
    yield (
        "record_save",
        {
            "record_id": version["record_id"],
            "revision": 900 + int(mark, 16),
            "account_id": an,
            "page": "p",
            "turn": 0,
            "at": at,
        },
    )
    yield "form_done", {"mark": mark, "account_id": an, "at": at}
    yield (
        "link",
        {
            "token_hash": sha,
            **signer,
            "channel": "mail",
            "code_hash": "x",
            "made_by": an,
            "created_at": at,
            "expires_at": at,
        },
    )
    yield "seat", {"token_hash": sha, **signer, "method": "tablet", "created_at": at, "expires_at": at}
    yield "paper", {"code": f"P-{mark}", **signer, "printed_by": an, "printed_at": at}
    scan = {"id": f"sc{mark}", "paper_code": f"P-{mark}", "decision": "akkoord", "remark": "x", "signed_on": day}
    scan |= {"media_type": "image/png", "sha256": sha, "uploaded_by": an, "uploaded_at": at, "status": "bevestigd"}
    yield "scan", scan | {"content": b"scan"}
    back = {"id": f"sb{mark}", **signer, "step": "s", "reason": "r", "method": "tablet", "at": at}
    yield "send_back", back | {"status": "aangepast", "reply": "x"}
    mail = {"id": f"ma{mark}", "kind": "x", "to_address": "x@y.be", "dossier_id": case.id, "version_id": version["id"]}
    yield "mail", mail | {"party_id": kobe, "context": {"x": 1}, "created_at": at, "status": "verstuurd", "error": "x"}
    remind = {"id": f"re{mark}", "account_id": an, "dossier_id": case.id, "kind": "x", "about": "x", "day": day}
    yield "reminder", remind | {"mark": 1, "sent_on": day}
    yield "job", {"id": f"jo{mark}", "kind": "x", "subject": document, "asked_at": at, "status": "klaar", "done_at": at}
    made = {"job_id": f"jo{mark}", "account_id": an, "filename": "x", "mime": "x", "created_at": at, "expires_at": at}
    yield "job_product", made | {"content": b"zip"}
    if not db.row("SELECT 1 FROM pdf WHERE document_id = ?", (document,)):
        yield "pdf", {"document_id": document, "sha256": sha, "created_at": at, "content": b"pdf"}
    yield "page_picture", {"of_sha256": sha, "nr": 1, "content": b"png", "created_at": at}
    came = {"id": f"rc{mark}", "organisation_id": place, "dossier_id": case.id, "record_id": version["record_id"]}
    came |= {"type": "doelen", "code": "D2", "reader": "C", "version": 1, "root": sha, "filename": "x", "sha256": sha}
    yield "received", came | {"content": b"docx", "received_by": an, "received_at": at}
    yield "consent", {"id": f"co{mark}", "dossier_id": case.id, "created_by": an, "created_at": at}
    asked = {"id": f"rq{mark}", "dossier_id": case.id, "trajectory_id": version["trajectory_id"], "kind": "x"}
    asked |= {"from_kind": "clb", "to_kind": "naft", "asked_by": an, "asked_at": at}
    yield "request", asked | {"status": "vervallen"}
    yield (
        "question",
        {
            "id": f"qu{mark}",
            "clb_id": place,
            "asked_by": an,
            "asked_at": at,
            "status": "dossier",
            "dossier_id": case.id,
        },
    )
    seen = {"at": at, "account_id": an, "organisation_id": place, "dossier_id": case.id}
    yield "access_log", seen | {"what": "x", "subject": "x", "status": 200}
    yield "replica_check", {"id": f"rc{mark}", "at": at, "whole": True, "head_seq": 1, "behind": 0}
    yield "wide_act", {"at": at, "account_id": an, "organisation_id": place, "what": "x", "status": 200}
    opened = {"id": f"em{mark}", "dossier_id": case.id, "account_id": an, "organisation_id": place, "reason": "x"}
    yield "emergency", opened | {"opened_at": at, "ends_at": at}
    held = {"id": f"ho{mark}", "dossier_id": case.id, "organisation_id": place, "reason": "x", "placed_by": an}
    yield "legal_hold", held | {"placed_at": at, "lifted_by": an, "lifted_at": at, "lifted_why": "x"}
    right = {"id": f"ri{mark}", "dossier_id": case.id, "organisation_id": place, "kind": "inzage", "party_id": kobe}
    right |= {"asked_on": day, "due_on": day, "noted_by": an, "noted_at": at}
    yield "right_request", right | {"status": "beantwoord"}
    told = {"id": f"cr{mark}", "dossier_id": case.id, "record_id": version["record_id"], "version_id": version["id"]}
    yield "correction", told | {"right_request_id": f"ri{mark}", "noted_by": an, "at": at}
    yield (
        "destruction",
        {
            "id": f"de{mark}",
            "dossier_id": case.id,
            "organisation_id": place,
            "kept_until": day,
            "status": "ingetrokken",
            "reason": "x",
        },
    )


def _other(case: Case, mark: str) -> str:
    """Two rows of who has a record open are of two people."""
    return case.world.who("an" if mark == "1" else "younes").id


def plant(platform: Platform, dossier_id: str) -> tuple[set[str], set[str]]:
    """Put a canary in every text and file of a dossier that goes; gives the columns, and those that can hold none."""
    db = platform.db
    planted, closed = set[str](), set[str]()
    with db.write():
        kept = db.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        for trigger in kept:
            db.run(f"DROP TRIGGER {trigger['name']}", {})
        for table, column in _columns(db):
            (planted if _put(db, dossier_id, table, column) else closed).add(f"{table}.{column}")
        for trigger in kept:
            db.run(trigger["sql"], {})
    return planted, closed


def _columns(db: Database) -> Iterator[tuple[str, str]]:
    """The texts and files of each table that goes, but keys."""
    for table, fate in erasing.TABLES.items():
        keys = {row["from"] for row in db.rows(f"PRAGMA foreign_key_list({table})")}
        for row in db.rows(f"PRAGMA table_info({table})"):
            goes = fate.how == "rows" or row["name"] in fate.blank
            own = row["type"] in ("TEXT", "BLOB") and not row["pk"] and row["name"] not in keys
            if goes and own and (table, row["name"]) not in FOUND_BY:
                yield table, row["name"]


def _put(db: Database, dossier_id: str, table: str, column: str) -> bool:
    where, word = erasing.TABLES[table].where, f"{CANARY}-{table}-{column}"
    if ":at" in erasing.TABLES[table].blank.get(column, ""):
        return False
    for value in (f"json_patch({column}, :word)", f"json_insert({column}, '$[#]', :word)", ":word"):
        said = json.dumps({"zz": word}) if "patch" in value else word
        told: Any = said.encode() if column in ("content", "image") else said
        if "json" in value and column in ("content", "image"):
            continue
        try:
            with db.write():
                if db.run(
                    f"UPDATE {table} SET {column} = {value} WHERE {where}", {"dossier": dossier_id, "word": told}
                ):
                    return True
        except Exception as fault:
            if not isinstance(fault.__cause__ or fault, IntegrityError) and "JSON" not in str(fault):
                raise
    return False


def left(folder: Path) -> list[str]:
    """Where a canary still stands in the files of a database, as they are: as text in any form, and as base64."""
    forms = {CANARY.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be")}
    forms |= {base64.b64encode(bytes(skip) + CANARY.encode())[4:-4] for skip in range(3)}
    found = []
    for path in sorted(folder.glob("naadloos.db*")):
        content = path.read_bytes()
        for form in forms:
            at = content.find(form)
            if at >= 0:
                found.append(f"{path.name}: {content[at : at + 60]!r}")
    return found
