"""The people of an organisation for its administrator: one line for each, and ending all by which somebody gets in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store import address_changes, invitations, known_devices, sessions
from store.accounts import Account
from store.database import Database
from store.rows import as_json, columns, load


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLine:
    """A dossier in which an account takes part, as lists show it; `state` is that of its latest trajectory.

    `open_round` says that a text waits there for the signature of this party.
    """

    party_id: str
    rol: str
    dossier_id: str
    number: str
    label: str
    state: str
    open_round: bool


def everybody(db: Database, organisation_id: str) -> list[Account]:
    """Every account of an organisation, those that ended too, by name."""
    found = db.rows(
        f"SELECT {columns(Account)} FROM account WHERE organisation_id = ? ORDER BY familienaam, voornaam, id",
        (organisation_id,),
    )
    return [load(Account, row) for row in found]


def with_second_factor(db: Database, organisation_id: str) -> frozenset[str]:
    """The ids of the accounts of an organisation that sign in with a code beside the password."""
    found = db.rows(
        "SELECT f.account_id FROM second_factor f JOIN account a ON a.id = f.account_id"
        " WHERE a.organisation_id = ? AND f.confirmed_at IS NOT NULL",
        (organisation_id,),
    )
    return frozenset(row["account_id"] for row in found)


def last_signed_in(db: Database, keys: Mapping[str, str], begun: str) -> Mapping[str, str]:
    """Account -> when it last signed in; without who never did.

    :param keys: account -> the key of its address, by which attempts were counted before there were events
    :param begun: the type of the event that a session began
    """
    found = db.rows(
        "SELECT k.key AS id, max(coalesce((SELECT max(at) FROM event"
        "   WHERE subject = k.key AND dossier_id IS NULL AND type = :begun), ''),"
        "  coalesce((SELECT max(at) FROM sign_in_attempt WHERE account_key = k.value AND ok = 1), '')) AS at"
        " FROM json_each(:keys) k",
        {"keys": as_json(dict(keys)), "begun": begun},
    )
    return {row["id"]: row["at"] for row in found if row["at"]}


def takes_part(db: Database, account_id: str, organisation_id: str) -> list[PartyLine]:
    """Where an account is a party, in the dossiers that its organisation sees today, by number."""
    found = db.rows(
        "SELECT p.id AS party_id, p.rol, d.id AS dossier_id, d.number, d.label, coalesce(t.state, '') AS state,"
        " EXISTS (SELECT 1 FROM signer s JOIN version v ON v.id = s.version_id"
        "  LEFT JOIN signature g ON g.version_id = s.version_id AND g.party_id = s.party_id"
        "  WHERE s.party_id = p.id AND v.status = 'ter_ondertekening' AND g.version_id IS NULL"
        "   AND s.missing_reason IS NULL) AS open_round"
        " FROM party p JOIN dossier d ON d.id = p.dossier_id"
        " JOIN dossier_organisation a ON a.dossier_id = d.id AND a.organisation_id = :organisation_id"
        "  AND a.until IS NULL"
        " LEFT JOIN trajectory t ON t.dossier_id = d.id"
        "  AND t.number = (SELECT max(number) FROM trajectory WHERE dossier_id = d.id"
        "   AND (a.role <> 'naft' OR naft_id = a.organisation_id))"
        " WHERE p.account_id = :account_id AND p.removed_at IS NULL ORDER BY d.number, p.rowid",
        {"account_id": account_id, "organisation_id": organisation_id},
    )
    return [load(PartyLine, row) for row in found]


def end_everything(db: Database, account_id: str, *, at: str) -> None:
    """End all by which an account gets in or is written to: sessions, invitations, its calendar and waiting mail.

    The password and the links with a provider go too: who comes back begins anew. Places at the table are not touched:
    they have no account.
    """
    who = {"id": account_id}
    with db.write():
        sessions.close_all_of(db, account_id)
        invitations.end(db, account_id, at=at)
        address_changes.end(db, account_id, at=at)
        known_devices.forget(db, account_id)
        db.run("UPDATE account SET password_hash = '' WHERE id = :id", who)
        db.run("DELETE FROM identity WHERE account_id = :id", who)
        db.run("DELETE FROM calendar_feed WHERE account_id = :id", who)
        db.run(
            "UPDATE mail SET status = 'vervallen', next_at = NULL WHERE status = 'wacht' AND (account_id = :id"
            " OR party_id IN (SELECT id FROM party WHERE account_id = :id))",
            who,
        )


def kept_until(db: Database, organisation_id: str, kind: str) -> Sequence[tuple[str, str, str, str]]:
    """(dossier id, number, label, last day) of what an organisation keeps, the first day first.

    `kind` is 'bewaren_clb' or 'bewaren_naft' (rules/plan.py). A provider keeps what it had a trajectory in.
    """
    found = db.rows(
        "SELECT d.id, d.number, d.label, w.day FROM dossier_organisation a"
        " JOIN deadline w ON w.dossier_id = a.dossier_id AND w.kind = :kind"
        " JOIN dossier d ON d.id = a.dossier_id"
        " WHERE a.organisation_id = :organisation_id AND a.until IS NULL ORDER BY w.day, d.number",
        {"organisation_id": organisation_id, "kind": kind},
    )
    return [(row["id"], row["number"], row["label"], row["day"]) for row in found]
