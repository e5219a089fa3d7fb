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
CREATE INDEX mail_dossier ON mail (dossier_id) WHERE dossier_id IS NOT NULL;
CREATE INDEX mail_of_party ON mail (party_id) WHERE party_id IS NOT NULL;
CREATE INDEX reminder_mail ON reminder (mail_id) WHERE mail_id IS NOT NULL;
CREATE INDEX seat_link ON seat (link_hash) WHERE link_hash IS NOT NULL;
CREATE INDEX question_dossier ON question (dossier_id) WHERE dossier_id IS NOT NULL;
CREATE INDEX right_request_party ON right_request (party_id) WHERE party_id IS NOT NULL;
CREATE INDEX correction_request ON correction (right_request_id) WHERE right_request_id IS NOT NULL;
CREATE INDEX correction_version ON correction (version_id) WHERE version_id IS NOT NULL;
CREATE INDEX version_supersedes ON version (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX dossier_task_dossier ON dossier_task (dossier_id);
CREATE INDEX destruction_dossier ON destruction (dossier_id);
CREATE INDEX link_code ON link (code_hash, created_at);
CREATE INDEX dossier_organisation_of ON dossier_organisation (organisation_id, dossier_id);
CREATE INDEX received_waiting ON received (received_at) WHERE dossier_id IS NULL;
CREATE INDEX reminder_sent ON reminder (sent_on);
CREATE INDEX job_failed ON job (asked_at) WHERE status = 'mislukt';
CREATE INDEX known_device_used ON known_device (used_at);
"""
"""For queries that went through the whole of a table that grows, as tests/plans.py found: most of them when one dossier
is destroyed, which looked at every mail and task there is, and at whoever might refer to what is deleted.
"""

SQL = _JOBS + _REPLICAS + _INDEXES
"""What migration 0007 carries out."""
