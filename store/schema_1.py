"""The first schema, as SQL. Released: changes go in a new migration.

Ids are random text. A time is UTC, "2026-11-23T14:02:00Z"; a date is "2026-11-23"; JSON is text. What holds always is
said here, so that it also holds for who opens the file with another program.
"""


def _time(name: str, null: str = "NOT NULL") -> str:
    return f"{name} TEXT {null} CHECK ({name} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:*Z')"


def _date(name: str) -> str:
    return f"{name} TEXT CHECK ({name} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')"


def _flag(name: str, default: int) -> str:
    return f"{name} INTEGER NOT NULL DEFAULT {default} CHECK ({name} IN (0, 1))"


def _list(name: str) -> str:
    return f"{name} TEXT NOT NULL DEFAULT '[]' CHECK (json_type({name}) = 'array')"


def _object(name: str) -> str:
    return f"{name} TEXT NOT NULL DEFAULT '{{}}' CHECK (json_type({name}) = 'object')"


def _sha256(name: str) -> str:
    return f"{name} TEXT NOT NULL CHECK (length({name}) = 64 AND {name} NOT GLOB '*[^0-9a-f]*')"


def _one_of(name: str, *values: str) -> str:
    return f"{name} TEXT NOT NULL CHECK ({name} IN ({', '.join(repr(value) for value in values)}))"


def _ref(name: str, table: str, null: str = "NOT NULL") -> str:
    return f"{name} TEXT {null} REFERENCES {table} (id)"


def _never(what: str, table: str, when: str = "") -> str:
    """A trigger that refuses UPDATE or DELETE on a table, always or only when a condition holds."""
    return f"""
CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} {"WHEN " + when if when else ""}
BEGIN SELECT RAISE(ABORT, '{table}: {what} refused'); END;
"""


def _changed(*names: str) -> str:
    return " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in names)


_PEOPLE = f"""
CREATE TABLE organisation (
    id TEXT PRIMARY KEY,
    {_one_of("soort", "clb", "naft", "school", "pbd", "welzijn", "meldpunt", "andere")},
    naam TEXT NOT NULL CHECK (naam <> ''),
    vestiging TEXT NOT NULL DEFAULT '',
    instellingsnummer TEXT NOT NULL DEFAULT '',
    kbo TEXT NOT NULL DEFAULT '',
    net TEXT NOT NULL DEFAULT '',
    {_list("schoolsoorten")},
    {_flag("erkend", 0)},
    erkende_modules TEXT NOT NULL DEFAULT '',
    adres TEXT NOT NULL DEFAULT '',
    postcode TEXT NOT NULL DEFAULT '',
    gemeente TEXT NOT NULL DEFAULT '',
    {_flag("active", 1)}
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
    {_ref("organisation_id", "organisation", null="")},
    {_list("roles")},
    password_hash TEXT NOT NULL DEFAULT '',
    {_flag("active", 1)},
    {_time("created_at")}
) STRICT;
CREATE INDEX account_organisation ON account (organisation_id, familienaam);

CREATE TABLE session (
    {_sha256("token_hash")} PRIMARY KEY,
    {_ref("account_id", "account")},
    {_time("created_at")},
    {_time("seen_at")},
    {_time("expires_at")},
    {_flag("locked", 0)}
) STRICT;
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_expires ON session (expires_at);

CREATE TABLE sign_in_attempt (
    id TEXT PRIMARY KEY,
    account_key TEXT NOT NULL,
    {_time("at")},
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
    {_one_of("soort", "leerling", "leerlingen", "klasgroep", "school")},
    schooljaar TEXT NOT NULL,
    {_ref("clb_id", "organisation")},
    label TEXT NOT NULL,
    {_ref("created_by", "account")},
    {_time("created_at")}
) STRICT;
CREATE INDEX dossier_clb ON dossier (clb_id, created_at);

CREATE TABLE dossier_organisation (
    {_ref("dossier_id", "dossier")},
    {_ref("organisation_id", "organisation")},
    role TEXT NOT NULL,
    {_time("since")},
    {_time("until", null="")},
    PRIMARY KEY (dossier_id, organisation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX dossier_organisation_open ON dossier_organisation (organisation_id, dossier_id) WHERE until IS NULL;

CREATE TABLE party (
    id TEXT PRIMARY KEY,
    {_ref("dossier_id", "dossier")},
    rol TEXT NOT NULL,
    {_ref("organisation_id", "organisation", null="")},
    {_ref("account_id", "account", null="")},
    {_object("answers")},
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
    {_time("created_at")},
    {_time("removed_at", null="")}
) STRICT;
CREATE INDEX party_dossier ON party (dossier_id, created_at);
CREATE INDEX party_account ON party (account_id) WHERE account_id IS NOT NULL;

CREATE TABLE trajectory (
    id TEXT PRIMARY KEY,
    {_ref("dossier_id", "dossier")},
    number INTEGER NOT NULL CHECK (number >= 1),
    {_ref("naft_id", "organisation", null="")},
    state TEXT NOT NULL CHECK (state <> ''),
    {_date("start_date")},
    {_date("due_date")},
    {_date("ended_on")},
    {_time("created_at")},
    UNIQUE (dossier_id, number)
) STRICT;
CREATE INDEX trajectory_due ON trajectory (due_date) WHERE due_date IS NOT NULL;
CREATE INDEX trajectory_naft ON trajectory (naft_id, state);

CREATE TABLE record (
    id TEXT PRIMARY KEY,
    {_ref("dossier_id", "dossier")},
    {_ref("trajectory_id", "trajectory")},
    type TEXT NOT NULL CHECK (type <> ''),
    number INTEGER NOT NULL CHECK (number >= 1),
    {_object("answers")},
    {_object("prefilled")},
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
    {_ref("changed_by", "account")},
    {_time("changed_at")},
    {_ref("created_by", "account")},
    {_time("created_at")},
    UNIQUE (trajectory_id, type, number)
) STRICT;
CREATE INDEX record_dossier ON record (dossier_id, created_at);
"""

_VERSIONS = f"""
CREATE TABLE version (
    id TEXT PRIMARY KEY,
    {_ref("record_id", "record")},
    number INTEGER NOT NULL CHECK (number >= 1),
    {_object("payload")},
    {_sha256("root")},
    {_object("template_hashes")},
    {_one_of("status", "ter_ondertekening", "getekend", "deels_getekend", "vervangen", "ingetrokken", "geweigerd")},
    {_ref("supersedes", "version", null="")},
    {_ref("frozen_by", "account")},
    {_time("frozen_at")},
    {_time("closed_at", null="")},
    UNIQUE (record_id, number)
) STRICT;
CREATE INDEX version_root ON version (root);
CREATE INDEX version_open ON version (frozen_at) WHERE status = 'ter_ondertekening';
{_never("DELETE", "version")}
{
    _never(
        "UPDATE",
        "version",
        _changed(
            "id", "record_id", "number", "payload", "root", "template_hashes", "supersedes", "frozen_by", "frozen_at"
        ),
    )
}

CREATE TABLE signer (
    {_ref("version_id", "version")},
    {_ref("party_id", "party")},
    ord INTEGER NOT NULL,
    blocking INTEGER NOT NULL CHECK (blocking IN (0, 1)),
    {_list("capacity_choices")},
    missing_reason TEXT,
    PRIMARY KEY (version_id, party_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX signer_party ON signer (party_id, version_id);

CREATE TABLE signature (
    id TEXT PRIMARY KEY,
    version_id TEXT NOT NULL,
    party_id TEXT NOT NULL,
    {_one_of("decision", "akkoord", "niet_akkoord", "kennisname", "geweigerd")},
    {_object("evidence")},
    {_sha256("evidence_sha256")},
    image BLOB,
    {_time("signed_at")},
    {_time("voided_at", null="")},
    UNIQUE (version_id, party_id),
    FOREIGN KEY (version_id, party_id) REFERENCES signer (version_id, party_id)
) STRICT;
{_never("DELETE", "signature")}
{
    _never(
        "UPDATE",
        "signature",
        "OLD.voided_at IS NOT NULL OR "
        + _changed("id", "version_id", "party_id", "decision", "evidence", "evidence_sha256", "image", "signed_at"),
    )
}

CREATE TABLE seat (
    {_sha256("token_hash")} PRIMARY KEY,
    version_id TEXT NOT NULL,
    party_id TEXT NOT NULL,
    {_ref("host_account_id", "account")},
    {_time("created_at")},
    {_time("expires_at")},
    {_time("used_at", null="")},
    FOREIGN KEY (version_id, party_id) REFERENCES signer (version_id, party_id)
) STRICT;
CREATE INDEX seat_signer ON seat (version_id, party_id);
CREATE INDEX seat_expires ON seat (expires_at);

CREATE TABLE template (
    {_sha256("sha256")} PRIMARY KEY,
    name TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;
{_never("UPDATE", "template")}

CREATE TABLE document (
    id TEXT PRIMARY KEY,
    {_ref("dossier_id", "dossier")},
    {_ref("version_id", "version")},
    code TEXT NOT NULL,
    reader TEXT NOT NULL,
    title TEXT NOT NULL,
    filename TEXT NOT NULL,
    {_sha256("sha256")},
    size INTEGER NOT NULL GENERATED ALWAYS AS (length(content)) STORED,
    {_time("created_at")},
    content BLOB NOT NULL,
    UNIQUE (version_id, code, reader)
) STRICT;
CREATE INDEX document_dossier ON document (dossier_id, created_at);
CREATE INDEX document_sha256 ON document (sha256);
{_never("UPDATE", "document")}
{_never("DELETE", "document")}
"""

# An event names its dossier without a reference: the dossier may be erased, the chain may not.
_EVENTS = f"""
CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    {_time("at")},
    type TEXT NOT NULL CHECK (type <> ''),
    actor TEXT NOT NULL,
    dossier_id TEXT,
    subject TEXT NOT NULL,
    {_sha256("data_digest")},
    {_sha256("prev")} UNIQUE,
    {_sha256("hash")} UNIQUE
) STRICT;
CREATE INDEX event_dossier ON event (dossier_id, seq) WHERE dossier_id IS NOT NULL;
{_never("UPDATE", "event")}
{_never("DELETE", "event")}

CREATE TABLE event_data (
    seq INTEGER PRIMARY KEY REFERENCES event (seq),
    salt TEXT NOT NULL,
    {_object("data")}
) STRICT;
{_never("UPDATE", "event_data")}
"""

SQL = _PEOPLE + _DOSSIERS + _VERSIONS + _EVENTS
