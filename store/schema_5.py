"""What working every day needs: who has a record open, searching, reminders and choices of people, and managing.

Built with the parts of the first schema.
"""

from store.ddl import a_date, a_flag, a_sha256, a_time, never, one_of, ref

_FILLING = f"""
CREATE TABLE presence (
    record_id TEXT NOT NULL REFERENCES record (id),
    {ref("account_id", "account")},
    {a_time("seen_at")},
    PRIMARY KEY (record_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX presence_seen ON presence (seen_at);
"""
"""Who has a record open."""

_SEARCH = f"""
CREATE TABLE dossier_words (
    id INTEGER PRIMARY KEY,
    dossier_id TEXT NOT NULL UNIQUE REFERENCES dossier (id),
    words TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE dossier_search USING fts5 (
    words, content = 'dossier_words', content_rowid = 'id', tokenize = 'trigram', detail = 'full'
);
CREATE TRIGGER dossier_words_in AFTER INSERT ON dossier_words BEGIN
    INSERT INTO dossier_search (rowid, words) VALUES (NEW.id, NEW.words);
END;
CREATE TRIGGER dossier_words_out AFTER DELETE ON dossier_words BEGIN
    INSERT INTO dossier_search (dossier_search, rowid, words) VALUES ('delete', OLD.id, OLD.words);
END;
CREATE TRIGGER dossier_words_anew AFTER UPDATE OF words ON dossier_words BEGIN
    INSERT INTO dossier_search (dossier_search, rowid, words) VALUES ('delete', OLD.id, OLD.words);
    INSERT INTO dossier_search (rowid, words) VALUES (NEW.id, NEW.words);
END;

CREATE TABLE dossier_line (
    {ref("organisation_id", "organisation")},
    {ref("dossier_id", "dossier")},
    state TEXT NOT NULL DEFAULT '',
    {a_flag("ended", 0)},
    {a_date("due_date")},
    {a_time("changed_at")},
    PRIMARY KEY (organisation_id, dossier_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX dossier_line_due ON dossier_line (organisation_id, ended, due_date, dossier_id);
CREATE INDEX dossier_line_changed ON dossier_line (organisation_id, changed_at, dossier_id);
CREATE INDEX dossier_line_state ON dossier_line (organisation_id, state, changed_at, dossier_id);
"""
"""What lists show, one line for each organisation that sees a dossier today; and the words by which it is found."""

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
"""
"""The colour of an organisation, invitations to choose a password, settings of the platform, lists of schools."""

SQL = _FILLING + _SEARCH + _MAIL + _MANAGING
