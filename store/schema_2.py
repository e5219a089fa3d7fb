"""What the whole way of a dossier needs beside its records: consents given later, requests, questions and days to keep.

Built with the parts of the first schema. Released: changes go in a new migration.
"""

from store.ddl import a_date, a_time, an_object, changed, never, one_of, ref

SQL = f"""
CREATE TABLE consent (
    id TEXT PRIMARY KEY,
    {ref("dossier_id", "dossier")},
    {an_object("answers")},
    {ref("created_by", "account")},
    {a_time("created_at")}
) STRICT;
CREATE INDEX consent_dossier ON consent (dossier_id, created_at);
{never("UPDATE", "consent", changed("id", "dossier_id", "answers", "created_by", "created_at"))}

CREATE TABLE request (
    id TEXT PRIMARY KEY,
    {ref("dossier_id", "dossier")},
    {ref("trajectory_id", "trajectory")},
    kind TEXT NOT NULL CHECK (kind <> ''),
    from_kind TEXT NOT NULL,
    to_kind TEXT NOT NULL,
    {an_object("asked")},
    {ref("asked_by", "account")},
    {a_time("asked_at")},
    {one_of("status", "open", "beantwoord", "geweigerd", "vervallen")},
    {an_object("reply")},
    {ref("replied_by", "account", null="")},
    {a_time("replied_at", null="")}
) STRICT;
CREATE INDEX request_dossier ON request (dossier_id, asked_at);
CREATE INDEX request_open ON request (trajectory_id, kind) WHERE status = 'open';

CREATE TABLE question (
    id TEXT PRIMARY KEY,
    {ref("clb_id", "organisation")},
    {ref("organisation_id", "organisation", null="")},
    {an_object("asked")},
    {ref("asked_by", "account", null="")},
    {a_time("asked_at")},
    {one_of("status", "open", "beantwoord", "dossier")},
    {an_object("reply")},
    {ref("replied_by", "account", null="")},
    {a_time("replied_at", null="")},
    {ref("dossier_id", "dossier", null="")}
) STRICT;
CREATE INDEX question_clb ON question (clb_id, status, asked_at);
CREATE INDEX question_organisation ON question (organisation_id, asked_at);

CREATE TABLE deadline (
    {ref("dossier_id", "dossier")},
    ord INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind <> ''),
    {a_date("day")} NOT NULL,
    {a_date("shown_from")} NOT NULL,
    readers TEXT NOT NULL,
    acts TEXT NOT NULL,
    rule_id TEXT NOT NULL,
    about TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (dossier_id, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX deadline_day ON deadline (shown_from, dossier_id);

CREATE TABLE access_log (
    id INTEGER PRIMARY KEY,
    {a_time("at")},
    {ref("account_id", "account", null="")},
    {ref("organisation_id", "organisation", null="")},
    {ref("dossier_id", "dossier")},
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    status INTEGER NOT NULL
) STRICT;
CREATE INDEX access_log_dossier ON access_log (dossier_id, id);
{never("UPDATE", "access_log")}
{never("DELETE", "access_log")}
"""
