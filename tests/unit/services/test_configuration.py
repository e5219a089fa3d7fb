"""What the environment says: read strictly, refused whole, and looked at for what is dangerous all the same."""

import os
import socket
import tempfile
from pathlib import Path

import pytest

from services import configuration, dangers, dangers_around, environment
from services.configuration import Nonsense
from services.environment import OURS
from services.secret_kinds import Secret
from services.variable_kinds import Unfit
from services.variables import BY_NAME

KEY, OTHER = "ab" * 32, "cd" * 32
SECRET = "zeer-geheim-woord"
ISSUER = {
    "NAADLOOS_OIDC_ISSUER": "https://idp.example",
    "NAADLOOS_URL": "https://naadloos.example",
    "NAADLOOS_OIDC_CLIENT_ID": "wij",
    "NAADLOOS_OIDC_CLIENT_SECRET": SECRET,
}
REAL = ISSUER | {
    "NAADLOOS_HTTPS": "1",
    "NAADLOOS_PROXY": "1",
    "NAADLOOS_SMTP_HOST": "smtp.example",
    "NAADLOOS_SMTP_USER": "naadloos",
    "NAADLOOS_SMTP_PASSWORD": SECRET,
    "NAADLOOS_MAIL_FROM": "Naadloos <naadloos@voorbeeld.be>",
    "DATABASE_KEY_FILE": "{folder}/database.key",
    "NAADLOOS_BACKUP_KEY_FILE": "{folder}/backup.key",
}
"""An installation of which nothing is to be said."""
NONSENSE = {
    "NAADLOOS_INSTANCE": {"~/naadloos": "fills in", "{folder}/database.key": "is a file", "$HOME/x": "fills in"},
    "DATABASE_KEY": {"abc": "64 hexadecimal digits", KEY + "0": "64 hexadecimal digits"},
    "DATABASE_KEY_FILE": {
        KEY: "holds a key itself",
        "{folder}/nothing": "No such file",
        "{folder}": "Is a directory",
        "{folder}/empty": "There is nothing in this file",
        "{folder}/open": "Run: chmod 600",
        "{folder}/group": "Run: chmod 600",
        "{folder}/binary": "it is no text",
        "{folder}/word": "64 hexadecimal digits",
    },
    "NAADLOOS_BACKUP_KEY": {"abc": "64 hexadecimal digits"},
    "NAADLOOS_SMTP_PASSWORD_FILE": {"{folder}/open": "Run: chmod 600"},
    "NAADLOOS_SMTP_PASSWORD": {"een\ttwee": "cannot be printed"},
    "PORT": {"0": "1 to 65535", "65536": "1 to 65535", "http": "'http' is no whole number", "5e3": "1 to 65535"},
    "NAADLOOS_URL": {
        "naadloos.example": "no address of a site",
        "ftp://naadloos.example": "no address of a site",
        "https://": "no address of a site",
        "https://x:y": "no address of a site",
        "https://naadloos.example/x": "all of a host",
        "https://an:geheim@naadloos.example": "all of a host",
    },
    "NAADLOOS_HTTPS": dict.fromkeys(("yes", "true", "on", "2", "ja"), "Give 1 for yes, 0 for no"),
    "NAADLOOS_PROXY": dict.fromkeys(("ja", "-1", "6", "1.5"), "0 to 5"),
    "NAADLOOS_SMTP_HOST": dict.fromkeys(("smtp://x", "smtp.example:587", "a b"), "no name of a machine"),
    "NAADLOOS_SMTP_PORT": {"x": "Give a number"},
    "NAADLOOS_SMTP_TLS": {"ja": "Give one of starttls, ssl, none", "none": "A password does not travel"},
    "NAADLOOS_SMTP_USER": {"an\x01": "cannot be printed"},
    "NAADLOOS_MAIL_FROM": {
        "naadloos": "holds no address",
        "@x": "holds no address",
        "a@b\nBcc: c@d": "holds no address",
    },
    "NAADLOOS_OUTBOX": {"yes": "neither 1 nor 0"},
    "NAADLOOS_SEAL": {"uit": "Give one of on, off"},
    "NAADLOOS_CLAMD": dict.fromkeys(("clamd", ":3310", "host:x"), "path of a socket, or host:port"),
    "NAADLOOS_OIDC_ISSUER": {"http://idp.example": "https address", "https://idp.example/?x=1": "https address"},
    "NAADLOOS_OIDC_PROFILE": {"anders": "Give one of acm-idm, plain"},
    "NAADLOOS_OIDC_CLIENT_ID": {"": "this is not"},
    "NAADLOOS_OIDC_SCOPE": {"openid rrn": "national register number", "profile": "does not hold 'openid'"},
    "NAADLOOS_PARENTS_BLOCK": {"True": "neither 1 nor 0"},
    "NAADLOOS_ANSWER_DAYS": {"0": "1 to 365", "vijf": "1 to 365"},
    "NAADLOOS_LOG": {"info": "Give one of DEBUG"},
}
"""Variable -> value that cannot be right -> what is said of it."""


@pytest.fixture
def say(tmp_path, monkeypatch):
    """Set variables, in which {folder} is one with files; gives what was read."""
    for name in os.environ:
        if name.startswith(OURS) or name in BY_NAME:
            monkeypatch.delenv(name)
    for name, content, mode in (
        *(("database.key", KEY, 0o600), ("backup.key", OTHER, 0o600), ("empty", " \n", 0o600), ("open", KEY, 0o644)),
        *(("group", KEY, 0o640), ("word", SECRET, 0o600), ("word-of-group", SECRET, 0o640)),
    ):
        (tmp_path / name).write_text(content)
        (tmp_path / name).chmod(mode)
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "binary").chmod(0o600)
    (tmp_path / "instance").mkdir(mode=0o700)
    monkeypatch.setattr(dangers_around, "file_system", lambda _: "ext4")

    def put(**said: str) -> configuration.Configuration:
        where = {"NAADLOOS_INSTANCE": "{folder}/instance", "NAADLOOS_SOFFICE": "off"}
        for name, value in (where | said).items():
            monkeypatch.setenv(name, value.replace("{folder}", str(tmp_path)))
        return configuration.read()

    return put


def told(said: configuration.Configuration) -> str:
    """The refusal; '' for none."""
    try:
        said.refuse_nonsense()
    except Nonsense as fault:
        return str(fault)
    return ""


@pytest.mark.parametrize("name", NONSENSE)
def test_what_cannot_be_right_is_refused_by_name(say, name):
    around = REAL if name.startswith(("NAADLOOS_OIDC", "NAADLOOS_SMTP")) else {}
    around = {one: value for one, value in around.items() if one not in (name, name.removesuffix("_FILE"))}
    assert told(say(**around)) == "" or name == "NAADLOOS_OIDC_CLIENT_ID"
    for value, why in NONSENSE[name].items():
        lines = told(say(**around | {name: value})).splitlines()[1:]
        assert [line.partition(":")[0] for line in lines] == [name], value
        assert why in lines[0]
        assert SECRET not in lines[0]
        assert KEY not in lines[0]


def test_all_that_cannot_be_right_is_told_at_once(say):
    said = say(
        DATABASE_KEY=KEY, DATABASE_KEY_FILE="{folder}/database.key", PORT="x", NAADLOOS_HTTPS="ja",
        NAADLOOS_SMTP_TLS="x", NAADLOOS_OIDC_ISSUER="http://idp.example", NAADLOOS_OIDC_SCOPE="rrn",
    )  # fmt: skip
    names = [one.name for one in said.wrong]
    assert names == [
        *("PORT", "NAADLOOS_HTTPS", "NAADLOOS_SMTP_TLS", "DATABASE_KEY", "NAADLOOS_OIDC_ISSUER"),
        *("NAADLOOS_OIDC_CLIENT_ID", "NAADLOOS_OIDC_CLIENT_SECRET", "NAADLOOS_OIDC_SCOPE", "NAADLOOS_OIDC_SCOPE"),
    ]
    assert said.values["PORT"] == 5000, "what cannot be right does not count"


def test_what_is_set_counts_and_empty_is_not_set(say, monkeypatch):
    values = say(**REAL, PORT=" 8000 ", NAADLOOS_ANSWER_DAYS="", NAADLOOS_PARENTS_BLOCK="0").values
    assert (values["PORT"], values["HTTPS"], values["PROXY"]) == (8000, True, 1)
    assert (values["ANSWER_DAYS"], values["PARENTS_BLOCK"]) == (None, False)
    assert values["BACKUP_KEY"] == OTHER, "what is in its file"
    assert values["DATABASE_KEY"] == "", "whose file the key may change in"
    assert values["URL"] == values["HOSTS"] == values["ADDRESS"] == "https://naadloos.example"
    assert values["OPENID"]["NAADLOOS_OIDC_CLIENT_SECRET"] == SECRET
    given = {"BACKUP_KEY": KEY, "PROXY": "2", "PARENTS_BLOCK": True, "URL": "http://here", "FAULTS": [1]}
    values = configuration.read(given).values
    assert [values[key] for key in given] == [KEY, 2, True, "http://here", [1]], "the program goes first"
    monkeypatch.delenv("NAADLOOS_URL")
    assert configuration.read().values["URL"] == "http://127.0.0.1:8000"


def test_a_short_secret_is_no_secret():
    assert Secret(16).read("x" * 16) == "x" * 16
    with pytest.raises(Unfit, match="16 signs"):
        Secret(16).read("x" * 15)


def test_another_program_gets_nothing_of_ours(say, monkeypatch):
    say(**REAL, DATABASE_KEY=KEY)
    monkeypatch.setenv("LANG", "nl_BE.UTF-8")
    assert environment.for_others()["LANG"] == "nl_BE.UTF-8"
    assert not [name for name in environment.for_others() if name.startswith(OURS)]


def test_a_credential_of_systemd_may_show_the_right_of_a_group(say, tmp_path, monkeypatch):
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    said = say(DATABASE_KEY_FILE="{folder}/group")
    assert told(said) == ""
    assert said.readings["DATABASE_KEY_FILE"].origin == "credential"
    assert "Others on this machine" not in str(dangers.found(said))


DANGERS = {
    "nothing is to be said": (REAL, []),
    "a slip in a name": (REAL | {"NAADLOOS_HTPS": "1"}, [("NAADLOOS_HTPS", "Is it NAADLOOS_HTTPS?")]),
    "a name like none": (REAL | {"NAADLOOS_XYZZY_QQQQ": "1"}, [("NAADLOOS_XYZZY_QQQQ", "Nobody reads")]),
    "in vain": (
        REAL
        | {"NAADLOOS_SMTP_HOST": "", "NAADLOOS_SMTP_USER": "", "NAADLOOS_SMTP_PASSWORD": "", "NAADLOOS_SMTP_PORT": "9"},
        [("NAADLOOS_SMTP_PORT", "does nothing without NAADLOOS_SMTP_HOST"), ("NAADLOOS_SMTP_HOST", "nobody gets")],
    ),
    "no address": (
        REAL | dict.fromkeys(ISSUER, ""),
        [("NAADLOOS_URL", "lead to http://127.0.0.1:5000")],
    ),
    "an address in clear": (
        REAL | dict.fromkeys(ISSUER, "") | {"NAADLOOS_URL": "http://naadloos.example", "NAADLOOS_HTTPS": "0"},
        [("NAADLOOS_URL", "in clear")],
    ),
    "https to an address that is not": (
        REAL | dict.fromkeys(ISSUER, "") | {"NAADLOOS_URL": "http://localhost:5000"},
        [("NAADLOOS_HTTPS", "nobody can sign in")],
    ),
    "cookies in clear": (REAL | {"NAADLOOS_HTTPS": "0"}, [("NAADLOOS_HTTPS", "Set it to 1")]),
    "no proxy": (REAL | {"NAADLOOS_PROXY": "0"}, [("NAADLOOS_PROXY", "share its address")]),
    "no key": (REAL | {"DATABASE_KEY_FILE": ""}, [("DATABASE_KEY_FILE", "not encrypted")]),
    "a key in the environment": (
        REAL | {"DATABASE_KEY_FILE": "", "DATABASE_KEY": KEY},
        [("DATABASE_KEY", "easily seen")],
    ),
    "one key for both": (
        REAL | {"NAADLOOS_BACKUP_KEY_FILE": "{folder}/database.key"},
        [("NAADLOOS_BACKUP_KEY", "It is the key of the database")],
    ),
    "backups without a key of their own": (
        REAL | {"NAADLOOS_BACKUP_KEY_FILE": ""},
        [("NAADLOOS_BACKUP_KEY_FILE", "under the key of the database")],
    ),
    "mail in clear beside what is encrypted": (
        REAL
        | {"NAADLOOS_SMTP_HOST": "", "NAADLOOS_SMTP_USER": "", "NAADLOOS_SMTP_PASSWORD": "", "NAADLOOS_OUTBOX": "1"},
        [("NAADLOOS_OUTBOX", "in clear"), ("NAADLOOS_SMTP_HOST", "nobody gets")],
    ),
    "mail over an open line": (
        REAL | {"NAADLOOS_SMTP_TLS": "none", "NAADLOOS_SMTP_USER": "", "NAADLOOS_SMTP_PASSWORD": ""},
        [("NAADLOOS_SMTP_TLS", "travel in clear")],
    ),
    "a sender that nobody knows": (REAL | {"NAADLOOS_MAIL_FROM": ""}, [("NAADLOOS_MAIL_FROM", "localhost")]),
    "a user without a password": (REAL | {"NAADLOOS_SMTP_PASSWORD": ""}, [("NAADLOOS_SMTP_USER", "or neither")]),
    "a secret for a group": (
        REAL | {"NAADLOOS_SMTP_PASSWORD": "", "NAADLOOS_SMTP_PASSWORD_FILE": "{folder}/word-of-group"},
        [("NAADLOOS_SMTP_PASSWORD_FILE", "chmod 600")],
    ),
    "no seal, little log": (
        REAL | {"NAADLOOS_SEAL": "off", "NAADLOOS_LOG": "ERROR"},
        [("NAADLOOS_LOG", "turned away"), ("NAADLOOS_SEAL", "no seal")],
    ),
    "half a seal": (
        REAL | {"NAADLOOS_SEAL_KEY": "{folder}/nothing"},
        [("NAADLOOS_SEAL_KEY", "without NAADLOOS_SEAL_CERT"), ("NAADLOOS_SEAL_KEY", "no such file")],
    ),
    "a scanner that is silent": (REAL | {"NAADLOOS_CLAMD": "127.0.0.1:1"}, [("NAADLOOS_CLAMD", "does not answer")]),
    "no LibreOffice": (REAL | {"NAADLOOS_SOFFICE": "{folder}/soffice"}, [("NAADLOOS_SOFFICE", "is not there")]),
}
"""What is set -> each finding beside the note that PDFs are off: of what, and a part of what is said."""


@pytest.mark.parametrize("danger", DANGERS)
def test_what_is_dangerous_is_said(say, danger):
    env, expected = DANGERS[danger]
    said = say(**env)
    assert told(said) == ""
    found = [one for one in dangers.found(said) if (one.level, one.name) != ("note", "NAADLOOS_SOFFICE")]
    assert [one.name for one in found] == [name for name, _ in expected]
    for one, (_, part) in zip(found, expected, strict=True):
        assert part in f"{one.said} {one.help}"
        assert not {SECRET, KEY} & set(f"{one.said} {one.help}".split())


def test_in_a_demo_nobody_exists(say, tmp_path):
    (tmp_path / "instance" / "demo.json").write_text("[]")
    assert [one.level for one in dangers.found(say())] == ["note"]


def test_the_machine_around_is_looked_at(say, tmp_path, monkeypatch):
    """A folder that others enter, on a share or in memory, with Litestream; a clock and a temporary folder that lie."""

    def parts() -> str:
        return " ".join(one.said for one in dangers.found(say(**REAL)))

    (tmp_path / "instance").chmod(0o755)
    (tmp_path / "instance" / ".naadloos.db-litestream").mkdir()
    assert "Others on this machine can enter" in parts()
    assert "Litestream was here" in parts()
    for kind, why in (("nfs4", "locks of SQLite"), ("fuse.sshfs", "locks of SQLite"), ("tmpfs", "is gone when")):
        monkeypatch.setattr(dangers_around, "file_system", lambda _, kind=kind: kind)
        assert why in parts()
    monkeypatch.setattr(dangers_around, "BUILT", dangers_around.BUILT.replace(year=2999))
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    tmp_path.chmod(0o777)
    assert "The clock says" in parts()
    assert "may take away or replace" in parts()


def test_the_kind_of_a_file_system_is_that_of_the_nearest_mount(tmp_path, monkeypatch):
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "22 1 254:0 / / rw - ext4 /dev/vda rw\n"
        "23 22 0:5 / /srv rw shared:1 - nfs4 machine:/srv rw\n"
        f"24 22 0:6 / {tmp_path.resolve()}/een\\040map rw - tmpfs tmpfs rw\n"
    )
    monkeypatch.setattr(dangers_around, "MOUNTS", mounts)
    assert dangers_around.file_system(Path("/srv/naadloos/instance")) == "nfs4"
    assert dangers_around.file_system(tmp_path / "een map" / "instance") == "tmpfs"
    assert dangers_around.file_system(Path("/srvx")) == "ext4"
    monkeypatch.setattr(dangers_around, "MOUNTS", tmp_path / "elsewhere")
    assert dangers_around.file_system(tmp_path) == ""


def test_an_old_office_and_a_scanner_far_away_deserve_a_look(say, tmp_path, monkeypatch):
    program = tmp_path / "soffice"
    program.write_text("")
    program.chmod(0o700)
    for version, looked_at in (("7.3", True), ("7.4", False), ("25.8.1", False)):
        (tmp_path / "bootstraprc").write_text(f"[Bootstrap]\nProductKey=LibreOffice {version}\n")
        found = dangers.found(say(**REAL, NAADLOOS_SOFFICE="{folder}/soffice"))
        assert [one.name for one in found] == ["NAADLOOS_SOFFICE"] * looked_at
    monkeypatch.setattr(socket, "create_connection", lambda *_: (_ for _ in ()).throw(OSError))
    found = dangers.found(say(**REAL, NAADLOOS_SOFFICE="{folder}/soffice", NAADLOOS_CLAMD="192.0.2.1:3310"))
    assert ["does not answer" in found[0].said, "in clear" in found[1].said] == [True, True]
