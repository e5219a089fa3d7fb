"""What trust needs: sessions that people see, other doors, emergencies, terms that end, rights of the pupil, backups.

Built with the parts of the first schema.
"""

from store.ddl import a_date, a_flag, a_sha256, a_time, an_object, changed, gives_way, never, one_of, ref

_SIGNING_IN = f"""
ALTER TABLE session ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN door TEXT NOT NULL DEFAULT 'wachtwoord' CHECK (door IN ('wachtwoord', 'openid'));
ALTER TABLE session ADD COLUMN {a_time("proved_at", null="")};
UPDATE session SET id = lower(hex(randomblob(10))) WHERE id = '';
CREATE UNIQUE INDEX session_id ON session (id) WHERE id <> '';

ALTER TABLE sign_in_attempt ADD COLUMN source_key TEXT NOT NULL DEFAULT '';
CREATE INDEX sign_in_attempt_source ON sign_in_attempt (source_key, at) WHERE source_key <> '';

CREATE TABLE known_device (
    {a_sha256("token_hash")} PRIMARY KEY,
    {ref("account_id", "account")},
    {a_time("created_at")},
    {a_time("used_at")}
) STRICT, WITHOUT ROWID;
CREATE INDEX known_device_account ON known_device (account_id);

CREATE TABLE address_change (
    id TEXT PRIMARY KEY,
    {ref("account_id", "account")},
    new_address TEXT NOT NULL CHECK (new_address <> ''),
    token_hash TEXT UNIQUE,
    {a_time("created_at")},
    {a_time("expires_at")},
    {a_time("ended_at", null="")}
) STRICT;
CREATE INDEX address_change_account ON address_change (account_id);

CREATE INDEX event_subject ON event (subject, seq) WHERE dossier_id IS NULL;
"""
"""Sessions that their owner sees and ends; `proved_at` is when a password or code was last asked in it. Attempts by
where they came from too (a keyed hash). A device that somebody signed in on before is not shut out by strangers.
Another address counts once a link to it was followed; the index is for the events of an account, such as signing in.
"""

_OPENID = f"""
ALTER TABLE organisation ADD COLUMN {a_flag("passwords", 1)};

CREATE TABLE identity (
    id TEXT PRIMARY KEY,
    {ref("account_id", "account")},
    issuer TEXT NOT NULL CHECK (issuer <> ''),
    subject TEXT NOT NULL CHECK (subject <> ''),
    organisation_code TEXT NOT NULL DEFAULT '',
    {a_time("created_at")},
    {a_time("used_at", null="")},
    UNIQUE (issuer, subject, organisation_code)
) STRICT;
CREATE INDEX identity_account ON identity (account_id);
"""
"""Who somebody is elsewhere: person and organisation there, for one account here. `passwords`: whether an organisation
lets its people in with a password too.
"""

_ACCESS = f"""
CREATE TABLE emergency (
    id TEXT PRIMARY KEY,
    {ref("dossier_id", "dossier")},
    {ref("account_id", "account")},
    {ref("organisation_id", "organisation")},
    reason TEXT NOT NULL CHECK (reason <> ''),
    {a_time("opened_at")},
    {a_time("ends_at")},
    {ref("seen_by", "account", null="")},
    {a_time("seen_at", null="")},
    finding TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX emergency_dossier ON emergency (dossier_id, opened_at);
CREATE INDEX emergency_account ON emergency (account_id, dossier_id, ends_at);
CREATE INDEX emergency_unseen ON emergency (opened_at) WHERE seen_at IS NULL;

CREATE TABLE wide_act (
    id INTEGER PRIMARY KEY,
    {a_time("at")},
    {ref("account_id", "account", null="")},
    {ref("organisation_id", "organisation", null="")},
    what TEXT NOT NULL CHECK (what <> ''),
    found INTEGER NOT NULL DEFAULT 0 CHECK (found >= 0),
    status INTEGER NOT NULL
) STRICT;
CREATE INDEX wide_act_account ON wide_act (account_id, id);
CREATE INDEX wide_act_organisation ON wide_act (organisation_id, id);
{never("UPDATE", "wide_act")}
"""
"""Emergency access with its motive, and what was done over many dossiers at once: searching, lists, exports, and what
was refused outside a dossier. Never what was searched for.
"""

_DOSSIER_OF_VERSION = (
    "SELECT r.dossier_id FROM version v JOIN record r ON r.id = v.record_id WHERE v.id = OLD.version_id"
)
_SAID = changed(
    *("id", "dossier_id", "organisation_id", "kept_until", "status", "announced_at", "proposed_by", "proposed_at"),
    *("confirmed_by", "done_at", "whole", "erased"),
)
"""All of a destruction but its reason, which is erased with the dossier."""

_ENDING = f"""
CREATE TABLE legal_hold (
    id TEXT PRIMARY KEY,
    {ref("dossier_id", "dossier")},
    {ref("organisation_id", "organisation")},
    reason TEXT NOT NULL CHECK (reason <> ''),
    {ref("placed_by", "account")},
    {a_time("placed_at")},
    {a_date("until")},
    {ref("lifted_by", "account", null="")},
    {a_time("lifted_at", null="")},
    lifted_why TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX legal_hold_dossier ON legal_hold (dossier_id) WHERE lifted_at IS NULL;
{never("UPDATE", "legal_hold", changed("id", "dossier_id", "organisation_id", "reason", "placed_by", "placed_at"))}

CREATE TABLE destruction (
    id TEXT PRIMARY KEY,
    dossier_id TEXT NOT NULL,
    {ref("organisation_id", "organisation")},
    {a_date("kept_until")} NOT NULL,
    {one_of("status", "aangekondigd", "voorgesteld", "uitgevoerd", "ingetrokken")},
    {a_time("announced_at", null="")},
    {ref("proposed_by", "account", null="")},
    {a_time("proposed_at", null="")},
    {ref("confirmed_by", "account", null="")},
    {a_time("done_at", null="")},
    reason TEXT NOT NULL DEFAULT '',
    {a_flag("whole", 0)},
    {an_object("erased")},
    CHECK (confirmed_by IS NULL OR confirmed_by <> proposed_by)
) STRICT;
CREATE UNIQUE INDEX destruction_open ON destruction (dossier_id, organisation_id) WHERE status <> 'ingetrokken';
CREATE INDEX destruction_organisation ON destruction (organisation_id, status);
CREATE INDEX destruction_done ON destruction (done_at) WHERE status = 'uitgevoerd';
{never("DELETE", "destruction")}
{never("UPDATE", "destruction", f"OLD.status IN ('uitgevoerd', 'ingetrokken') AND ({_SAID} OR NEW.reason <> '')")}

CREATE TABLE erasing (
    dossier_id TEXT PRIMARY KEY,
    shut TEXT NOT NULL DEFAULT '' CHECK (shut = '')
        REFERENCES setting (name) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
{gives_way("DELETE", "signature", _DOSSIER_OF_VERSION)}
{gives_way("DELETE", "send_back", _DOSSIER_OF_VERSION)}
{gives_way("DELETE", "access_log", "OLD.dossier_id")}
{gives_way("UPDATE", "document", "OLD.dossier_id")}
{gives_way("UPDATE", "pdf", "SELECT dossier_id FROM document WHERE id = OLD.document_id")}
{
    gives_way(
        "UPDATE",
        "version",
        "SELECT dossier_id FROM record WHERE id = OLD.record_id",
        changed(
            "id", "record_id", "number", "payload", "root", "template_hashes", "supersedes", "frozen_by", "frozen_at"
        ),
    )
}
"""
"""A dossier that must be kept longer, and one that is destroyed: announced, proposed, carried out by a second person.

A hold lasts until the day in `until`, or until it is lifted. `whole`: nobody kept the dossier any longer, so that all
of it went, and not what one organisation alone could read.

`erasing` holds a dossier only inside the write that erases it: then alone the triggers that protect it give way. A
write that leaves a row in it does not go through: no setting is called ''.
"""

_RIGHTS = f"""
CREATE TABLE right_request (
    id TEXT PRIMARY KEY,
    {ref("dossier_id", "dossier")},
    {ref("organisation_id", "organisation")},
    {one_of("kind", "inzage", "afschrift", "verbetering", "wissing", "beperking", "bezwaar", "logboek")},
    {ref("party_id", "party", null="")},
    {an_object("asked")},
    {a_date("asked_on")} NOT NULL,
    {a_date("due_on")} NOT NULL,
    {ref("noted_by", "account")},
    {a_time("noted_at")},
    {one_of("status", "open", "afspraak", "beantwoord", "geweigerd", "ingetrokken")},
    {a_date("appointment_on")},
    {an_object("review")},
    {an_object("reply")},
    {ref("replied_by", "account", null="")},
    {a_time("replied_at", null="")}
) STRICT;
CREATE INDEX right_request_dossier ON right_request (dossier_id, asked_on);
CREATE INDEX right_request_open ON right_request (organisation_id, due_on) WHERE status IN ('open', 'afspraak');

CREATE TABLE correction (
    id TEXT PRIMARY KEY,
    {ref("dossier_id", "dossier")},
    {ref("record_id", "record", null="")},
    {ref("version_id", "version", null="")},
    {ref("right_request_id", "right_request", null="")},
    question TEXT NOT NULL DEFAULT '',
    {an_object("told")},
    {ref("noted_by", "account")},
    {a_time("at")}
) STRICT;
CREATE INDEX correction_dossier ON correction (dossier_id, at);
{never("UPDATE", "correction", changed("id", "dossier_id", "record_id", "version_id", "question", "told", "at"))}
"""
"""What pupil and parents ask by right, with its clock, and what they corrected or added, beside the text as it was."""

_BACKUP = f"""
CREATE TABLE backup (
    id TEXT PRIMARY KEY,
    {a_time("at")},
    name TEXT NOT NULL CHECK (name <> ''),
    size INTEGER NOT NULL CHECK (size > 0),
    {a_flag("encrypted", 0)},
    head_seq INTEGER NOT NULL CHECK (head_seq >= 0),
    {a_time("restored_at", null="")}
) STRICT;
CREATE INDEX backup_at ON backup (at);
"""
"""Copies that were made and checked, and when one was last restored for trial."""

_SOUGHT = f"""
CREATE TABLE sought (
    id TEXT PRIMARY KEY,
    session_hash TEXT NOT NULL REFERENCES session (token_hash) ON UPDATE CASCADE ON DELETE CASCADE,
    text TEXT NOT NULL CHECK (text <> ''),
    {a_time("at")}
) STRICT;
CREATE INDEX sought_session ON sought (session_hash, at);
CREATE INDEX sought_at ON sought (at);
"""
"""What somebody looks for, often a name: it stands here and not in the address of a page, and goes with the session."""

SQL = _SIGNING_IN + _OPENID + _ACCESS + _ENDING + _RIGHTS + _BACKUP + _SOUGHT
