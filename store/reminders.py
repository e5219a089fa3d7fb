"""What was reminded of, so that nobody hears the same twice; and the days of which people are to be reminded."""

from collections.abc import Collection
from dataclasses import dataclass

from store.database import Database
from store.rows import as_json, as_row, load


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One person was reminded of one day of one dossier.

    ``mark`` says which reminder of that day it was, ``about`` a party, an engagement or a version by id. ``mail_id``
    is the mail it stood in.
    """

    id: str
    account_id: str
    dossier_id: str
    kind: str
    about: str
    day: str
    mark: int
    sent_on: str
    mail_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOf:
    """A day of a dossier and one organisation that sees it; see ``deadlines.Deadline`` for the rest."""

    dossier_id: str
    kind: str
    about: str
    day: str
    shown_from: str
    acts: str
    organisation_id: str
    soort: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakesPart:
    """An active account that takes part in a dossier, for the organisation it belongs to."""

    dossier_id: str
    account_id: str
    organisation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The last time somebody was reminded of a day, and what became of the mail (its status)."""

    kind: str
    about: str
    day: str
    sent_on: str
    voornaam: str
    familienaam: str
    organisation_id: str
    status: str


def note(db: Database, made: Reminder) -> bool:
    """Keep that it was reminded of; False when it was kept already."""
    with db.write():
        return bool(
            db.run(
                "INSERT INTO reminder (id, account_id, dossier_id, kind, about, day, mark, sent_on, mail_id)"
                " VALUES (:id, :account_id, :dossier_id, :kind, :about, :day, :mark, :sent_on, :mail_id)"
                " ON CONFLICT (account_id, dossier_id, kind, about, day, mark) DO NOTHING",
                as_row(made),
            )
        )


def marks_of(db: Database, account_id: str, dossier_id: str, kind: str, about: str, day: str) -> frozenset[int]:
    """Which reminders of one day somebody got already."""
    found = db.rows(
        "SELECT mark FROM reminder WHERE account_id = ? AND dossier_id = ? AND kind = ? AND about = ? AND day = ?",
        (account_id, dossier_id, kind, about, day),
    )
    return frozenset(row["mark"] for row in found)


def told_in(db: Database, dossier_id: str) -> list[Told]:
    """Who was last reminded of which day of a dossier, the latest first: one line a day and person."""
    found = db.rows(
        "SELECT r.kind, r.about, r.day, max(r.sent_on) AS sent_on, a.voornaam, a.familienaam,"
        " coalesce(a.organisation_id, '') AS organisation_id, coalesce(m.status, '') AS status"
        " FROM reminder r JOIN account a ON a.id = r.account_id LEFT JOIN mail m ON m.id = r.mail_id"
        " WHERE r.dossier_id = ? GROUP BY r.kind, r.about, r.day, r.account_id"
        " ORDER BY max(r.sent_on) DESC, a.familienaam, a.voornaam",
        (dossier_id,),
    )
    return [load(Told, row) for row in found]


def days_that_come(db: Database, *, kinds: Collection[str], shown_by: str, day_by: str) -> list[DayOf]:
    """The days of these kinds up to ``day_by``, once for each organisation that sees the dossier, soonest first.

    Those of the latest trajectory: none for a provider of an earlier one. ``shown_by`` bounds ``shown_from``, by whose
    index the days are found: the cross join keeps SQLite from reading every dossier first.
    """
    found = db.rows(
        "SELECT w.dossier_id, w.kind, w.about, w.day, w.shown_from, w.acts, a.organisation_id, o.soort"
        " FROM deadline w"
        " CROSS JOIN dossier_organisation a ON a.dossier_id = w.dossier_id AND a.until IS NULL"
        " JOIN organisation o ON o.id = a.organisation_id AND o.active = 1"
        " WHERE w.shown_from <= :shown_by AND w.day <= :day_by AND w.acts <> ''"
        " AND w.kind IN (SELECT value FROM json_each(:kinds)) AND (a.role <> 'naft' OR ("
        "  SELECT naft_id FROM trajectory WHERE dossier_id = a.dossier_id ORDER BY number DESC LIMIT 1"
        " ) = a.organisation_id)"
        " ORDER BY w.day, w.dossier_id, w.ord, a.organisation_id",
        {"kinds": as_json(sorted(kinds)), "shown_by": shown_by, "day_by": day_by},
    )
    return [load(DayOf, row) for row in found]


def taking_part(db: Database, dossier_ids: Collection[str]) -> list[TakesPart]:
    """Who takes part in these dossiers with an account that is active, by account."""
    found = db.rows(
        "SELECT DISTINCT p.dossier_id, a.id AS account_id, a.organisation_id"
        " FROM json_each(:ids) wanted JOIN party p ON p.dossier_id = wanted.value AND p.removed_at IS NULL"
        " JOIN account a ON a.id = p.account_id AND a.active = 1"
        " WHERE a.organisation_id IS NOT NULL ORDER BY a.id",
        {"ids": as_json(sorted(set(dossier_ids)))},
    )
    return [load(TakesPart, row) for row in found]
