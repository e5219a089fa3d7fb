"""What working every day needs: who has a record open, searching, reminders and choices of people, and managing.

Built with the parts of the first schema.
"""

from store.ddl import a_date, a_flag, a_list, a_sha256, a_time, never, one_of, ref


def _counts_rounds(what: str, when: str) -> str:
    """A trigger that keeps how many rounds of a dossier are open."""
    return f"""
CREATE TRIGGER dossier_line_round_{what.split()[0].lower()} AFTER {what} ON version WHEN {when} BEGIN
    UPDATE dossier_line SET open_rounds = (
        SELECT count(*) FROM record r JOIN version v ON v.record_id = r.id AND v.status = 'ter_ondertekening'
        WHERE r.dossier_id = dossier_line.dossier_id AND v.closed_at IS NULL
    )
    WHERE dossier_id = (SELECT dossier_id FROM record WHERE id = NEW.record_id);
END;
"""


_FILLING = f"""
CREATE TABLE presence (
    record_id TEXT NOT NULL REFERENCES record (id),
    {ref("account_id", "account")},
    {a_time("seen_at")},
    PRIMARY KEY (record_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX presence_seen ON presence (seen_at);

CREATE TABLE record_save (
    record_id TEXT NOT NULL REFERENCES record (id),
    revision INTEGER NOT NULL CHECK (revision > 1),
    {ref("account_id", "account")},
    page TEXT NOT NULL,
    turn INTEGER NOT NULL CHECK (turn >= 0),
    {a_list("changed")},
    {a_time("at")},
    PRIMARY KEY (record_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE form_done (
    mark TEXT PRIMARY KEY CHECK (mark <> ''),
    {ref("account_id", "account")},
    {a_time("at")}
) STRICT, WITHOUT ROWID;
CREATE INDEX form_done_at ON form_done (at);
"""
"""Who has a record open; which page made which save of it, without a word of what was saved; forms that did their work.

All of it is of a few days: a row may be deleted at any time, and then the program only knows less.
"""

_SEARCH = f"""
CREATE TABLE dossier_line (
    id INTEGER PRIMARY KEY,
    {ref("organisation_id", "organisation")},
    {ref("dossier_id", "dossier")},
    {one_of("soort", "leerling", "leerlingen", "klasgroep", "school")},
    schooljaar TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state <> ''),
    {a_flag("ended", 0)},
    {a_flag("free", 0)},
    open_rounds INTEGER NOT NULL DEFAULT 0 CHECK (open_rounds >= 0),
    {a_date("due_date")},
    {ref("school_id", "organisation", null="")},
    {ref("naft_id", "organisation", null="")},
    {ref("clb_id", "organisation")},
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    until TEXT NOT NULL DEFAULT '',
    {a_time("changed_at")},
    UNIQUE (dossier_id, organisation_id)
) STRICT;
CREATE INDEX dossier_line_changed ON dossier_line (organisation_id, ended, changed_at, id);
CREATE INDEX dossier_line_due ON dossier_line (organisation_id, ended, due_date, id);
CREATE INDEX dossier_line_name ON dossier_line (organisation_id, ended, name, id);
CREATE INDEX dossier_line_state ON dossier_line (organisation_id, state, changed_at);
CREATE INDEX dossier_line_school ON dossier_line (organisation_id, school_id, changed_at) WHERE school_id IS NOT NULL;
CREATE INDEX dossier_line_naft ON dossier_line (organisation_id, naft_id, changed_at) WHERE naft_id IS NOT NULL;
CREATE INDEX dossier_line_clb ON dossier_line (organisation_id, clb_id, changed_at);
CREATE INDEX dossier_line_free ON dossier_line (organisation_id, dossier_id) WHERE free = 1;
CREATE INDEX dossier_line_rounds ON dossier_line (organisation_id, dossier_id) WHERE open_rounds > 0;

CREATE VIRTUAL TABLE dossier_search USING fts5 (
    grams, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
CREATE TRIGGER dossier_line_out AFTER DELETE ON dossier_line BEGIN
    DELETE FROM dossier_search WHERE rowid = OLD.id;
END;

CREATE TRIGGER dossier_line_event AFTER INSERT ON event
WHEN NEW.dossier_id IS NOT NULL AND NEW.type NOT GLOB 'document.*'
BEGIN
    UPDATE dossier_line SET changed_at = NEW.at WHERE dossier_id = NEW.dossier_id AND until = '';
END;

CREATE INDEX version_waiting ON version (record_id, closed_at, frozen_at, id, number, ordered)
    WHERE status = 'ter_ondertekening';
{_counts_rounds("INSERT", "NEW.status = 'ter_ondertekening'")}
{_counts_rounds("UPDATE OF status, closed_at", "TRUE")}

CREATE TABLE dossier_task (
    {ref("organisation_id", "organisation")},
    {ref("dossier_id", "dossier")},
    ord INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind <> ''),
    {a_flag("acts", 0)},
    {a_date("day")},
    {a_date("from_day")} NOT NULL,
    {a_date("to_day")} NOT NULL,
    {a_date("mine_from")},
    {a_date("week_from")},
    {a_date("late_from")},
    since TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (organisation_id, dossier_id, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX dossier_task_day
    ON dossier_task (organisation_id, day, dossier_id, ord, from_day, to_day, mine_from, week_from, late_from);
"""
"""What lists show: a line and the tasks of each organisation that sees a dossier today, and by which words it finds it.

Kept in the write of what changes a dossier (services/finding.py); nothing here is a source. What no write may forget, a
trigger keeps: the time of the last event, and how many rounds are open. `dossier_search` holds pieces of words, each
behind the organisation that may find by it (ADR 0031).
"""

_MAIL = f"""
ALTER TABLE mail ADD COLUMN account_id TEXT REFERENCES account (id);
CREATE INDEX mail_account ON mail (account_id, created_at) WHERE account_id IS NOT NULL;
CREATE INDEX mail_failed ON mail (created_at) WHERE status = 'mislukt';
CREATE INDEX mail_sent ON mail (sent_at) WHERE status = 'verstuurd';

CREATE TABLE preference (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    {one_of("reminders", "meteen", "dagelijks", "geen")},
    {one_of("news", "meteen", "dagelijks", "geen")},
    {a_time("changed_at")}
) STRICT, WITHOUT ROWID;

CREATE TABLE calendar_feed (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    {a_sha256("token_hash")} UNIQUE,
    {a_time("created_at")},
    {a_time("read_at", null="")}
) STRICT, WITHOUT ROWID;

CREATE TABLE reminder (
    id TEXT PRIMARY KEY,
    {ref("account_id", "account")},
    {ref("dossier_id", "dossier")},
    kind TEXT NOT NULL CHECK (kind <> ''),
    about TEXT NOT NULL DEFAULT '',
    {a_date("day")} NOT NULL,
    mark INTEGER NOT NULL,
    {a_date("sent_on")} NOT NULL,
    {ref("mail_id", "mail", null="")},
    UNIQUE (account_id, dossier_id, kind, about, day, mark)
) STRICT;
CREATE INDEX reminder_dossier ON reminder (dossier_id, sent_on);
CREATE INDEX reminder_account ON reminder (account_id, sent_on);
"""
"""What somebody wants to hear by mail, what was reminded of, and the address of an own calendar."""

_MANAGING = f"""
ALTER TABLE organisation ADD COLUMN {a_date("erkend_sinds")};

ALTER TABLE organisation ADD COLUMN accent TEXT NOT NULL DEFAULT ''
    CHECK (accent = '' OR (length(accent) = 7 AND accent GLOB '#*' AND substr(accent, 2) NOT GLOB '*[^0-9a-f]*'));

CREATE TABLE invitation (
    id TEXT PRIMARY KEY,
    {ref("account_id", "account")},
    {one_of("purpose", "uitnodiging", "wachtwoord")},
    token_hash TEXT UNIQUE CHECK (length(token_hash) = 64 AND token_hash NOT GLOB '*[^0-9a-f]*'),
    {ref("made_by", "account", null="")},
    {a_time("created_at")},
    {a_time("expires_at")},
    {a_time("used_at", null="")},
    {a_time("ended_at", null="")}
) STRICT;
CREATE INDEX invitation_account ON invitation (account_id, created_at);

CREATE TABLE setting (
    name TEXT PRIMARY KEY CHECK (name <> ''),
    value TEXT NOT NULL,
    {ref("changed_by", "account", null="")},
    {a_time("changed_at")}
) STRICT, WITHOUT ROWID;

CREATE TABLE school_list (
    id TEXT PRIMARY KEY,
    {a_sha256("sha256")},
    filename TEXT NOT NULL CHECK (filename <> ''),
    content BLOB NOT NULL,
    {ref("uploaded_by", "account")},
    {a_time("uploaded_at")},
    {a_time("taken_at", null="")}
) STRICT;
{never("UPDATE", "school_list", "OLD.taken_at IS NOT NULL")}
{never("DELETE", "school_list", "OLD.taken_at IS NOT NULL")}
"""
"""Since when a provider is recognised, the colour of an organisation, invitations to choose a password, settings of the
platform, lists of schools.
"""

_LANGUAGE = """
ALTER TABLE party ADD COLUMN language TEXT NOT NULL DEFAULT ''
    CHECK (length(language) IN (0, 2, 3) AND language NOT GLOB '*[^a-z]*');
"""
"""The language in which somebody without an account chose to read."""

SQL = _FILLING + _SEARCH + _MAIL + _MANAGING + _LANGUAGE
