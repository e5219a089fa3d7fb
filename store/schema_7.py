"""What a large instance needs: work in the background that says how far it is and keeps what it made, and replicas that
were looked at.

Built with the parts of the first schema.
"""

from store.ddl import a_flag, a_time, ref

_JOBS = f"""
ALTER TABLE job ADD COLUMN steps INTEGER NOT NULL DEFAULT 0 CHECK (steps >= 0);
ALTER TABLE job ADD COLUMN steps_done INTEGER NOT NULL DEFAULT 0 CHECK (steps_done >= 0);
ALTER TABLE job ADD COLUMN mark TEXT NOT NULL DEFAULT '';
DROP INDEX job_open;
DROP INDEX job_due;
CREATE UNIQUE INDEX job_open ON job (kind, subject, mark) WHERE status IN ('wacht', 'bezig');
CREATE INDEX job_next ON job (asked_at) WHERE status IN ('wacht', 'bezig');

CREATE TABLE job_product (
    job_id TEXT PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
    {ref("account_id", "account")},
    filename TEXT NOT NULL CHECK (filename <> ''),
    mime TEXT NOT NULL CHECK (mime <> ''),
    size INTEGER NOT NULL GENERATED ALWAYS AS (length(content)) STORED,
    {a_time("created_at")},
    {a_time("expires_at")},
    content BLOB NOT NULL
) STRICT;
CREATE INDEX job_product_expires ON job_product (expires_at);
"""
"""How many steps a job has and how many are done, 0 of 0 when it does not say. ``mark`` is what makes a job its own
among those of the same kind and subject: for whom, of what. What a job made, for the account that asked for it alone,
until it expires.
"""

_REPLICAS = f"""
CREATE TABLE replica_check (
    id TEXT PRIMARY KEY,
    {a_time("at")},
    {a_flag("whole", 0)},
    head_seq INTEGER NOT NULL CHECK (head_seq >= 0),
    behind INTEGER NOT NULL CHECK (behind >= 0),
    seconds_behind REAL NOT NULL DEFAULT 0 CHECK (seconds_behind >= 0),
    why TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX replica_check_at ON replica_check (at);
"""
"""Each time the continuous copy was restored and compared: how many events it was behind, and for how long."""

_INDEXES = """
CREATE INDEX reminder_mail ON reminder (mail_id) WHERE mail_id IS NOT NULL;
CREATE INDEX known_device_used ON known_device (used_at);
CREATE INDEX mail_dossier ON mail (dossier_id) WHERE dossier_id IS NOT NULL;
"""
"""For queries that went through the whole of a table that grows, as tests/plans.py found."""

SQL = _JOBS + _REPLICAS + _INDEXES
"""What migration 0007 carries out."""
