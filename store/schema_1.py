"""The first schema, as SQL. Released: changes go in a new migration.

Ids are random text. A time is UTC, "2026-11-23T14:02:00Z"; a date is "2026-11-23"; JSON is text. What holds always is
said here, so that it also holds for who opens the file with another program.
"""

from store.ddl import a_date, a_flag, a_list, a_sha256, a_time, an_object, changed, never, one_of, ref

_PEOPLE = f"""
CREATE TABLE organisation (
    id TEXT PRIMARY KEY,
    {one_of("soort", "clb", "naft", "school", "pbd", "welzijn", "meldpunt", "andere")},
    naam TEXT NOT NULL CHECK (naam <> ''),
    vestiging TEXT NOT NULL DEFAULT '',
    instellingsnummer TEXT NOT NULL DEFAULT '',
    kbo TEXT NOT NULL DEFAULT '',
    net TEXT NOT NULL DEFAULT '',
    {a_list("schoolsoorten")},
    {a_flag("erkend", 0)},
    erkende_modules TEXT NOT NULL DEFAULT '',
    adres TEXT NOT NULL DEFAULT '',
    postcode TEXT NOT NULL DEFAULT '',
    gemeente TEXT NOT NULL DEFAULT '',
    {a_flag("active", 1)}
) STRICT;
CREATE UNIQUE INDEX organisation_instellingsnummer ON organisation (soort, instellingsnummer, vestiging)
    WHERE instellingsnummer <> '';
CREATE INDEX organisation_naam ON organisation (soort, active, naam);

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    voornaam TEXT NOT NULL,
    familienaam TEXT NOT NULL,
    functie TEXT NOT NULL DEFAULT '',
    {ref("organisation_id", "organisation", null="")},
    {a_list("roles")},
    password_hash TEXT NOT NULL DEFAULT '',
    {a_flag("active", 1)},
    {a_time("created_at")}
) STRICT;
CREATE INDEX account_organisation ON account (organisation_id, familienaam);

CREATE TABLE session (
    {a_sha256("token_hash")} PRIMARY KEY,
    {ref("account_id", "account")},
    {a_time("created_at")},
    {a_time("seen_at")},
    {a_time("expires_at")},
    {a_flag("locked", 0)}
) STRICT;
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_expires ON session (expires_at);

CREATE TABLE sign_in_attempt (
    id TEXT PRIMARY KEY,
    account_key TEXT NOT NULL,
    {a_time("at")},
    ok INTEGER NOT NULL CHECK (ok IN (0, 1))
) STRICT;
CREATE INDEX sign_in_attempt_key ON sign_in_attempt (account_key, at);
CREATE INDEX sign_in_attempt_at ON sign_in_attempt (at);
"""

_DOSSIERS = f"""
CREATE TABLE dossier_counter (
    year INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

CREATE TABLE dossier (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE CHECK (number GLOB 'NAFT-[0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9][0-9]*'),
    {one_of("soort", "leerling", "leerlingen", "klasgroep", "school")},
    schooljaar TEXT NOT NULL,
    {ref("clb_id", "organisation")},
    label TEXT NOT NULL,
    {ref("created_by", "account")},
    {a_time("created_at")}
) STRICT;
CREATE INDEX dossier_clb ON dossier (clb_id, created_at);

CREATE TABLE dossier_organisation (
    {ref("dossier_id", "dossier")},
    {ref("organisation_id", "organisation")},
    role TEXT NOT NULL,
    {a_time("since")},
    {a_time("until", null="")},
    PRIMARY KEY (dossier_id, organisation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX dossier_organisation_open ON dossier_organisation (organisation_id, dossier_id) WHERE until IS NULL;

CREATE TABLE party (
    id TEXT PRIMARY KEY,
    {ref("dossier_id", "dossier")},
    rol TEXT NOT NULL,
    {ref("organisation_id", "organisation", null="")},
    {ref("account_id", "account", null="")},
    {an_object("answers")},
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
    {a_time("created_at")},
    {a_time("removed_at", null="")}
) STRICT;
CREATE INDEX party_dossier ON party (dossier_id, created_at);
CREATE INDEX party_account ON party (account_id) WHERE account_id IS NOT NULL;

CREATE TABLE trajectory (
    id TEXT PRIMARY KEY,
    {ref("dossier_id", "dossier")},
    number INTEGER NOT NULL CHECK (number >= 1),
    {ref("naft_id", "organisation", null="")},
    state TEXT NOT NULL CHECK (state <> ''),
    {a_date("start_date")},
    {a_date("due_date")},
    {a_date("ended_on")},
    {a_time("created_at")},
    UNIQUE (dossier_id, number)
) STRICT;
CREATE INDEX trajectory_due ON trajectory (due_date) WHERE due_date IS NOT NULL;
CREATE INDEX trajectory_naft ON trajectory (naft_id, state);

CREATE TABLE record (
    id TEXT PRIMARY KEY,
    {ref("dossier_id", "dossier")},
    {ref("trajectory_id", "trajectory")},
    type TEXT NOT NULL CHECK (type <> ''),
    number INTEGER NOT NULL CHECK (number >= 1),
    {an_object("answers")},
    {an_object("prefilled")},
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
    {ref("changed_by", "account")},
    {a_time("changed_at")},
    {ref("created_by", "account")},
    {a_time("created_at")},
    UNIQUE (trajectory_id, type, number)
) STRICT;
CREATE INDEX record_dossier ON record (dossier_id, created_at);
"""

_VERSIONS = f"""
CREATE TABLE version (
    id TEXT PRIMARY KEY,
    {ref("record_id", "record")},
    number INTEGER NOT NULL CHECK (number >= 1),
    {an_object("payload")},
    {a_sha256("root")},
    {an_object("template_hashes")},
    {one_of("status", "ter_ondertekening", "getekend", "deels_getekend", "vervangen", "ingetrokken", "geweigerd")},
    {ref("supersedes", "version", null="")},
    {ref("frozen_by", "account")},
    {a_time("frozen_at")},
    {a_time("closed_at", null="")},
    UNIQUE (record_id, number)
) STRICT;
CREATE INDEX version_root ON version (root);
CREATE INDEX version_open ON version (frozen_at) WHERE status = 'ter_ondertekening';
{never("DELETE", "version")}
{
    never(
        "UPDATE",
        "version",
        changed(
            "id", "record_id", "number", "payload", "root", "template_hashes", "supersedes", "frozen_by", "frozen_at"
        ),
    )
}

CREATE TABLE signer (
    {ref("version_id", "version")},
    {ref("party_id", "party")},
    ord INTEGER NOT NULL,
    blocking INTEGER NOT NULL CHECK (blocking IN (0, 1)),
    {a_list("capacity_choices")},
    missing_reason TEXT,
    PRIMARY KEY (version_id, party_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX signer_party ON signer (party_id, version_id);

CREATE TABLE signature (
    id TEXT PRIMARY KEY,
    version_id TEXT NOT NULL,
    party_id TEXT NOT NULL,
    {one_of("decision", "akkoord", "niet_akkoord", "kennisname", "geweigerd")},
    {an_object("evidence")},
    {a_sha256("evidence_sha256")},
    image BLOB,
    {a_time("signed_at")},
    {a_time("voided_at", null="")},
    UNIQUE (version_id, party_id),
    FOREIGN KEY (version_id, party_id) REFERENCES signer (version_id, party_id)
) STRICT;
{never("DELETE", "signature")}
{
    never(
        "UPDATE",
        "signature",
        "OLD.voided_at IS NOT NULL OR "
        + changed("id", "version_id", "party_id", "decision", "evidence", "evidence_sha256", "image", "signed_at"),
    )
}

CREATE TABLE seat (
    {a_sha256("token_hash")} PRIMARY KEY,
    version_id TEXT NOT NULL,
    party_id TEXT NOT NULL,
    {ref("host_account_id", "account")},
    {a_time("created_at")},
    {a_time("expires_at")},
    {a_time("used_at", null="")},
    FOREIGN KEY (version_id, party_id) REFERENCES signer (version_id, party_id)
) STRICT;
CREATE INDEX seat_signer ON seat (version_id, party_id);
CREATE INDEX seat_expires ON seat (expires_at);

CREATE TABLE template (
    {a_sha256("sha256")} PRIMARY KEY,
    name TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;
{never("UPDATE", "template")}

CREATE TABLE document (
    id TEXT PRIMARY KEY,
    {ref("dossier_id", "dossier")},
    {ref("version_id", "version")},
    code TEXT NOT NULL,
    reader TEXT NOT NULL,
    title TEXT NOT NULL,
    filename TEXT NOT NULL,
    {a_sha256("sha256")},
    size INTEGER NOT NULL GENERATED ALWAYS AS (length(content)) STORED,
    {a_time("created_at")},
    content BLOB NOT NULL,
    UNIQUE (version_id, code, reader)
) STRICT;
CREATE INDEX document_dossier ON document (dossier_id, created_at);
CREATE INDEX document_sha256 ON document (sha256);
{never("UPDATE", "document")}
{never("DELETE", "document")}
"""

# An event names its dossier without a reference: the dossier may be erased, the chain may not.
_EVENTS = f"""
CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    {a_time("at")},
    type TEXT NOT NULL CHECK (type <> ''),
    actor TEXT NOT NULL,
    dossier_id TEXT,
    subject TEXT NOT NULL,
    {a_sha256("data_digest")},
    {a_sha256("prev")} UNIQUE,
    {a_sha256("hash")} UNIQUE
) STRICT;
CREATE INDEX event_dossier ON event (dossier_id, seq) WHERE dossier_id IS NOT NULL;
{never("UPDATE", "event")}
{never("DELETE", "event")}

CREATE TABLE event_data (
    seq INTEGER PRIMARY KEY REFERENCES event (seq),
    salt TEXT NOT NULL,
    {an_object("data")}
) STRICT;
{never("UPDATE", "event_data")}
"""

SQL = _PEOPLE + _DOSSIERS + _VERSIONS + _EVENTS
