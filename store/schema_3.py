"""What every way of signing needs: places, personal links, paper with scans, mail, sending back, second factors.

Built with the parts of the first schema. Released: changes go in a new migration. A place lasts half an hour, so the
table of places is made anew.
"""

from store.ddl import a_date, a_flag, a_sha256, a_time, an_object, changed, never, one_of, ref

_SIGNER = "FOREIGN KEY (version_id, party_id) REFERENCES signer (version_id, party_id)"

_ROUND = f"""
ALTER TABLE version ADD COLUMN {a_flag("ordered", 0)};
ALTER TABLE document ADD COLUMN sealed_by TEXT NOT NULL DEFAULT '';

CREATE TABLE send_back (
    id TEXT PRIMARY KEY,
    version_id TEXT NOT NULL,
    party_id TEXT NOT NULL,
    step TEXT NOT NULL CHECK (step <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    method TEXT NOT NULL,
    {a_time("at")},
    {one_of("status", "open", "aangepast", "zo_gelaten", "vervallen")},
    reply TEXT NOT NULL DEFAULT '',
    {ref("replied_by", "account", null="")},
    {a_time("replied_at", null="")},
    {_SIGNER}
) STRICT;
CREATE INDEX send_back_version ON send_back (version_id, at);
CREATE UNIQUE INDEX send_back_open ON send_back (version_id, party_id) WHERE status = 'open';
{never("DELETE", "send_back")}
{never("UPDATE", "send_back", changed("id", "version_id", "party_id", "step", "reason", "method", "at"))}
"""

_WAYS = f"""
DROP TABLE seat;
CREATE TABLE seat (
    {a_sha256("token_hash")} PRIMARY KEY,
    version_id TEXT NOT NULL,
    party_id TEXT NOT NULL,
    {one_of("method", "tablet", "link", "qr")},
    {ref("host_account_id", "account", null="")},
    link_hash TEXT REFERENCES link (token_hash),
    {a_time("created_at")},
    {a_time("expires_at")},
    {a_time("used_at", null="")},
    {_SIGNER}
) STRICT;
CREATE INDEX seat_signer ON seat (version_id, party_id);
CREATE INDEX seat_expires ON seat (expires_at);

CREATE TABLE link (
    {a_sha256("token_hash")} PRIMARY KEY,
    version_id TEXT NOT NULL,
    party_id TEXT NOT NULL,
    {one_of("channel", "mail", "qr")},
    code_hash TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    {ref("made_by", "account")},
    {a_time("created_at")},
    {a_time("expires_at")},
    {a_time("opened_at", null="")},
    {a_time("ended_at", null="")},
    {_SIGNER}
) STRICT;
CREATE INDEX link_signer ON link (version_id, party_id, created_at);

CREATE TABLE paper (
    code TEXT PRIMARY KEY CHECK (code <> ''),
    version_id TEXT NOT NULL,
    party_id TEXT NOT NULL,
    {ref("printed_by", "account")},
    {a_time("printed_at")},
    {_SIGNER}
) STRICT;
CREATE INDEX paper_signer ON paper (version_id, party_id);
{never("UPDATE", "paper")}

CREATE TABLE scan (
    id TEXT PRIMARY KEY,
    paper_code TEXT NOT NULL REFERENCES paper (code),
    {one_of("decision", "akkoord", "niet_akkoord", "kennisname", "geweigerd")},
    remark TEXT NOT NULL DEFAULT '',
    {a_date("signed_on")} NOT NULL,
    media_type TEXT NOT NULL,
    {a_sha256("sha256")},
    size INTEGER NOT NULL GENERATED ALWAYS AS (length(content)) STORED,
    {ref("uploaded_by", "account")},
    {a_time("uploaded_at")},
    {one_of("status", "wacht", "bevestigd", "afgewezen", "vervallen")},
    {ref("decided_by", "account", null="")},
    {a_time("decided_at", null="")},
    reason TEXT NOT NULL DEFAULT '',
    content BLOB NOT NULL
) STRICT;
CREATE INDEX scan_paper ON scan (paper_code, uploaded_at);
CREATE INDEX scan_waiting ON scan (uploaded_at) WHERE status = 'wacht';
{
    never(
        "UPDATE",
        "scan",
        changed(
            "id", "paper_code", "decision", "remark", "signed_on", "media_type", "sha256", "uploaded_by", "uploaded_at"
        )
        + " OR (OLD.status <> 'wacht' AND NEW.status IS NOT OLD.status)",
    )
}
"""

_MAIL = f"""
CREATE TABLE mail (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind <> ''),
    to_address TEXT NOT NULL CHECK (to_address <> ''),
    {ref("dossier_id", "dossier", null="")},
    {ref("version_id", "version", null="")},
    {ref("party_id", "party", null="")},
    {ref("asked_by", "account", null="")},
    {an_object("context")},
    {a_time("created_at")},
    {one_of("status", "wacht", "verstuurd", "mislukt", "vervallen")},
    attempts INTEGER NOT NULL DEFAULT 0,
    {a_time("next_at", null="")},
    {a_time("sent_at", null="")},
    error TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX mail_due ON mail (next_at) WHERE status = 'wacht';
CREATE INDEX mail_party ON mail (version_id, party_id, created_at);
"""

_FACTOR = f"""
ALTER TABLE organisation ADD COLUMN {a_flag("second_factor", 0)};
ALTER TABLE session ADD COLUMN {a_time("second_factor_at", null="")};

CREATE TABLE second_factor (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    secret TEXT NOT NULL CHECK (secret <> ''),
    {a_time("created_at")},
    {a_time("confirmed_at", null="")},
    last_step INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE recovery_code (
    id TEXT PRIMARY KEY,
    {ref("account_id", "account")},
    {a_sha256("code_hash")},
    {a_time("used_at", null="")}
) STRICT;
CREATE INDEX recovery_code_account ON recovery_code (account_id, code_hash);
"""

SQL = _WAYS + _ROUND + _MAIL + _FACTOR
