"""What documents need: templates and logos of organisations, work in the background, PDFs, and records from elsewhere.

Built with the parts of the first schema.
"""

from store.ddl import a_sha256, a_time, an_object, changed, never, one_of, ref

_TEMPLATES = f"""
CREATE TABLE house_template (
    id TEXT PRIMARY KEY,
    {ref("organisation_id", "organisation")},
    name TEXT NOT NULL CHECK (name <> ''),
    number INTEGER NOT NULL CHECK (number >= 1),
    sha256 TEXT NOT NULL REFERENCES template (sha256),
    filename TEXT NOT NULL CHECK (filename <> ''),
    {ref("uploaded_by", "account")},
    {a_time("uploaded_at")},
    {a_time("used_from", null="")},
    {a_time("used_until", null="")},
    UNIQUE (organisation_id, name, number)
) STRICT;
CREATE UNIQUE INDEX house_template_in_use ON house_template (organisation_id, name)
    WHERE used_from IS NOT NULL AND used_until IS NULL;
{never("DELETE", "house_template")}
{
    never(
        "UPDATE",
        "house_template",
        changed("id", "organisation_id", "name", "number", "sha256", "filename", "uploaded_by", "uploaded_at"),
    )
}

CREATE TABLE logo (
    organisation_id TEXT PRIMARY KEY REFERENCES organisation (id),
    {a_sha256("sha256")},
    content BLOB NOT NULL,
    {ref("uploaded_by", "account")},
    {a_time("uploaded_at")}
) STRICT, WITHOUT ROWID;
"""

_JOBS = f"""
CREATE TABLE job (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind <> ''),
    subject TEXT NOT NULL CHECK (subject <> ''),
    {an_object("context")},
    {ref("asked_by", "account", null="")},
    {a_time("asked_at")},
    {one_of("status", "wacht", "bezig", "klaar", "mislukt")},
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    {a_time("next_at", null="")},
    {a_time("started_at", null="")},
    {a_time("done_at", null="")},
    error TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX job_open ON job (kind, subject) WHERE status IN ('wacht', 'bezig');
CREATE INDEX job_due ON job (next_at) WHERE status = 'wacht';
CREATE INDEX job_subject ON job (subject, asked_at);

CREATE TABLE pdf (
    document_id TEXT PRIMARY KEY REFERENCES document (id),
    {a_sha256("sha256")},
    size INTEGER NOT NULL GENERATED ALWAYS AS (length(content)) STORED,
    sealed_by TEXT NOT NULL DEFAULT '',
    {a_time("created_at")},
    content BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX pdf_sha256 ON pdf (sha256);
{never("UPDATE", "pdf")}
{never("DELETE", "pdf")}

CREATE TABLE page_picture (
    {a_sha256("of_sha256")},
    nr INTEGER NOT NULL CHECK (nr >= 1),
    content BLOB NOT NULL,
    {a_time("created_at")},
    PRIMARY KEY (of_sha256, nr)
) STRICT, WITHOUT ROWID;
"""

_RECEIVED = f"""
CREATE TABLE received (
    id TEXT PRIMARY KEY,
    {ref("organisation_id", "organisation")},
    {ref("dossier_id", "dossier", null="")},
    {ref("record_id", "record", null="")},
    type TEXT NOT NULL CHECK (type <> ''),
    code TEXT NOT NULL CHECK (code <> ''),
    reader TEXT NOT NULL CHECK (reader <> ''),
    version INTEGER NOT NULL CHECK (version >= 1),
    {a_sha256("root")},
    certificate TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL DEFAULT '',
    filename TEXT NOT NULL CHECK (filename <> ''),
    {a_sha256("sha256")},
    content BLOB NOT NULL,
    {ref("received_by", "account")},
    {a_time("received_at")},
    {an_object("taken")}
) STRICT;
CREATE INDEX received_organisation ON received (organisation_id, received_at);
CREATE INDEX received_dossier ON received (dossier_id, received_at) WHERE dossier_id IS NOT NULL;
CREATE UNIQUE INDEX received_once ON received (organisation_id, sha256);
"""

SQL = _TEMPLATES + _JOBS + _RECEIVED
