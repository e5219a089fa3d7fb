"""Every variable of the environment that Naadloos reads: its default, what it means, and what goes wrong with it.

To add one: a line here and nothing else. It is then in `app.config` under its key, read and refused with the others,
in `config check`, and (`python -m tests.policy.instellingen --write`) in docs/beheer.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rules.clock import ANSWER_WORKING_DAYS
from services.environment import COUNTED_IN, CREDENTIALS
from services.openid_settings import NAMES, PLAIN, SCOPES
from services.post_offices import PORTS
from services.secret_kinds import InFile, Key, Secret, SecretFile
from services.variable_kinds import Choice, Flag, Folder, Host, Kind, Number, PathOf, Sender, Site, Socket, Text

GROUPS = (
    *("Place and key", "Network", "Mail", "Seal", "PDFs and viruses", "OpenID", "Decisions", "Monitoring", "Log"),
)
ROOT = Path(__file__).parents[1]
SMTP, ISSUER = "NAADLOOS_SMTP_HOST", "NAADLOOS_OIDC_ISSUER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One of them. `key` is that of `app.config`, '' for one that is read elsewhere.

    `default` counts when nothing is said, `default_in_words` explains it where it does not explain itself. `meaning`
    is what it does, `danger` what goes wrong with a wrong value, '' where nothing does. `needs` is the variable
    without which it does nothing. What is `secret` is never shown.
    """

    name: str
    group: str
    kind: Kind
    meaning: str
    key: str = ""
    default: Any = ""
    default_in_words: str = ""
    danger: str = ""
    needs: str = ""
    secret: bool = False


def _secret(
    name: str, key: str, meaning: str, danger: str, of: Kind, group: str, needs: str = ""
) -> tuple[Variable, ...]:
    """A secret, and beside it the file that may hold it."""
    itself = Variable(
        name=name, key=key, kind=of, meaning=meaning, danger=danger, group=group, needs=needs, secret=True,
    )  # fmt: skip
    file = Variable(
        name=f"{name}_FILE",
        key=key,
        kind=InFile(of, group=True),
        meaning="instead: the file with it, mode 0600, or a credential of systemd",
        danger="the server does not start when everybody can read it",
        group=group,
        needs=needs,
    )
    return itself, file


VARIABLES = (
    Variable(
        name="NAADLOOS_INSTANCE", key="INSTANCE", kind=Folder(), group="Place and key",
        default=str(ROOT / "instance"), default_in_words="`instance/` beside `app.py`",
        meaning="folder for database and keys; made when it is not there",
        danger="another folder is another, empty instance; on a network share two machines damage the database",
    ),
    Variable(
        name="DATABASE_KEY", key="DATABASE_KEY", kind=Key(), group="Place and key", secret=True,
        meaning="the key with which the database is encrypted; without one it is not",
        danger="lost: nobody reads anything any more. In the environment it is easier to leak than in a file",
    ),
    Variable(
        name="DATABASE_KEY_FILE", key="DATABASE_KEY_FILE", kind=SecretFile(Key()), group="Place and key",
        meaning="instead: the file with the key in it, mode 0600; `key rotate` writes the next one there",
        danger="the server does not start when others may read it",
    ),
    Variable(
        name=CREDENTIALS, kind=PathOf(), group="Place and key", default_in_words="set by systemd",
        meaning="where systemd puts the secrets of a unit; one in there may show the group right that systemd gives",
    ),
    *_secret(
        "NAADLOOS_BACKUP_KEY", "BACKUP_KEY", "the key of backups; without one they are under that of the database",
        "lost: no backup can be restored", Key(), "Place and key",
    ),
    Variable(
        name="NAADLOOS_REPLICA", key="REPLICA", kind=Text(), group="Place and key",
        meaning="where the copy is that follows at once, for `replica check` and `takeover`: litestream.yml, a replica"
        " of Litestream (folder or address), or a folder with frequent backups. With it `selfcheck` asks for a daily"
        " look",
        danger="another place: what is looked at is not what you restore from",
    ),
    Variable(
        name="PORT", key="PORT", kind=Number(1, 65535), default=5000, group="Network",
        meaning="port of `serve`, on 127.0.0.1",
    ),
    Variable(
        name="NAADLOOS_WORKERS", key="WORKERS", kind=Number(1, 64), default=None, group="Network",
        default_in_words="one a core, at least 2",
        meaning="how many processes of `serve` answer, each one request at a time; one or two more where the disk takes"
        " long to sync, as another goes on while one waits for it",
        danger="1: when it ends, nobody answers until it is started anew. Many more than cores: memory, and no gain",
    ),
    Variable(
        name="NAADLOOS_URL", key="ADDRESS", kind=Site(), group="Network",
        default_in_words="`http://127.0.0.1:PORT`",
        meaning="address of this site in mails and QR codes, as people reach it from outside; only when set, it stands"
        " on each Word file. What is asked under another name is refused; without it only `localhost` and bare numbers"
        " are answered",
        danger="wrong: links in mails lead nowhere, and every page says that this is another address",
    ),
    Variable(
        name="NAADLOOS_HTTPS", key="HTTPS", kind=Flag(), default=False, group="Network",
        meaning="`1`: people come over https. Cookies travel over that alone and belong to this host alone, and"
        " browsers are told to ask for nothing else for a year",
        danger="`0` behind https: cookies travel in clear too. `1` over http: nobody can sign in",
    ),
    Variable(
        name="NAADLOOS_PROXY", key="PROXY", kind=Number(0, 5), default=0, group="Network",
        meaning="how many proxies stand in front, each setting `X-Forwarded-For`, `-Proto` and `-Host`; without it,"
        " what those say is not believed",
        danger="too few: everybody shares one address, and one who guesses passwords shuts the door for all. Too many:"
        " a visitor makes up an address",
    ),
    Variable(
        name="NAADLOOS_JOBS", key="JOBS", kind=Choice(("on", "off")), default="on", group="Network",
        meaning="`on`: `serve` starts a process beside the pages that does the work in the background; `off`: it does"
        " not, and `jobs work` runs as a unit of its own",
        danger="`off` without that unit: no PDF, package or count is ever ready",
    ),
    Variable(
        name=SMTP, key="SMTP_HOST", kind=Host(), group="Mail",
        meaning="the mail server; without one, mails are files in the folder `outbox`, or wait in a database that is"
        " encrypted",
        danger="without one nobody gets a link",
    ),
    Variable(
        name="NAADLOOS_SMTP_PORT", key="SMTP_PORT", kind=Number(1, 65535), default=None, group="Mail", needs=SMTP,
        default_in_words="587, 465 or 25", meaning="its port: by default that of the way below",
    ),
    Variable(
        name="NAADLOOS_SMTP_TLS", key="SMTP_TLS", kind=Choice(tuple(PORTS)), group="Mail", needs=SMTP,
        default_in_words="`starttls`; `none` for a server on this machine",
        meaning="`starttls` or `ssl`, with a certificate that is checked; `none`: in clear",
        danger="`none` to another machine: who is in between reads every mail and link. With a password it is refused",
    ),
    Variable(
        name="NAADLOOS_SMTP_USER", key="SMTP_USER", kind=Text(), group="Mail", needs=SMTP,
        meaning="who signs in at the mail server; empty: nobody does",
    ),
    *_secret("NAADLOOS_SMTP_PASSWORD", "SMTP_PASSWORD", "with this password", "", Secret(), "Mail", SMTP),
    Variable(
        name="NAADLOOS_MAIL_FROM", key="MAIL_FROM", kind=Sender(), default="Naadloos <naadloos@localhost>",
        group="Mail", meaning="sender of every mail",
        danger="an address that the mail server does not know as ours: mails are refused, or taken for spam",
    ),
    Variable(
        name="NAADLOOS_OUTBOX", key="OUTBOX", kind=Flag(), default=False, group="Mail",
        meaning="`1`: files in `outbox` also beside an encrypted database; for trying out",
        danger="names and links lie on the disk in clear",
    ),
    Variable(
        name="NAADLOOS_SEAL", key="SEAL", kind=Choice(("on", "off")), default="on", group="Seal",
        meaning="`off`: Word files get no seal, and say so",
        danger="without a seal nobody can check a file",
    ),
    Variable(
        name="NAADLOOS_SEAL_KEY", key="SEAL_KEY", kind=PathOf("path of a PEM file"), group="Seal",
        needs="NAADLOOS_SEAL_CERT",
        meaning="the key that seals; without it Naadloos makes one at its first start",
        danger="who has it can seal anything. One that cannot be used stops no start, but no new round begins",
    ),
    Variable(
        name="NAADLOOS_SEAL_CERT", key="SEAL_CERT", kind=PathOf("path of a PEM file"), group="Seal",
        needs="NAADLOOS_SEAL_KEY", meaning="its certificate, and those of who vouches for that; both or neither",
        danger="out of date: as a key that cannot be used",
    ),
    Variable(
        name="NAADLOOS_SOFFICE", kind=PathOf("path of a program, or `off`"), group="PDFs and viruses",
        default_in_words="`soffice` where it is found",
        meaning="LibreOffice, which makes the PDFs; `off`: there are none, and the pages say so",
    ),
    Variable(
        name="NAADLOOS_CLAMD", key="CLAMD", kind=Socket(), group="PDFs and viruses",
        meaning="clamd of ClamAV: each file that people choose has to be called clean by it",
        danger="when it does not answer, no file is taken. At another machine: files travel there in clear",
    ),
    Variable(
        name=ISSUER, key="OIDC_ISSUER", kind=Text("address"), group="OpenID",
        meaning="the OpenID provider through which people may sign in too, exactly as it names itself; https, or http"
        " on this machine. Without it there is none",
        danger="who runs it lets in whom it likes",
    ),
    Variable(
        name="NAADLOOS_OIDC_PROFILE", key="OIDC_PROFILE", kind=Choice(tuple(SCOPES)), default=PLAIN, group="OpenID",
        needs=ISSUER,
        meaning="`acm-idm`: ACM/IDM of the Flemish government, which says for which organisation somebody acts;"
        " `plain`: any other",
    ),
    Variable(
        name="NAADLOOS_OIDC_CLIENT_ID", key="OIDC_CLIENT_ID", kind=Text(), group="OpenID", needs=ISSUER,
        meaning="our name there",
    ),
    *_secret("NAADLOOS_OIDC_CLIENT_SECRET", "OIDC_CLIENT_SECRET", "our secret there", "", Secret(), "OpenID", ISSUER),
    Variable(
        name="NAADLOOS_OIDC_NAME", key="OIDC_NAME", kind=Text(), group="OpenID", needs=ISSUER,
        default_in_words=f"by profile, such as `{NAMES['acm-idm']}`",
        meaning="what the button says after *Aanmelden met*",
    ),
    Variable(
        name="NAADLOOS_OIDC_SCOPE", key="OIDC_SCOPE", kind=Text(), group="OpenID", needs=ISSUER,
        default_in_words=f"by profile, such as `{SCOPES['acm-idm']}`", meaning="what is asked for",
        danger="one that was not granted makes every sign-in fail. With `rrn` the server does not start",
    ),
    Variable(
        name="NAADLOOS_OIDC_SECOND_FACTOR", key="OIDC_SECOND_FACTOR", kind=Text(), group="OpenID", needs=ISSUER,
        meaning="when signing in there stands for our second step: `1` always, or values of `acr` or `amr` with a"
        " space between",
        danger="`1` where the provider asks a password alone: so do we then",
    ),
    Variable(
        name="NAADLOOS_PARENTS_BLOCK", key="PARENTS_BLOCK", kind=Flag(), default=None, group="Decisions",
        default_in_words="a page decides",
        meaning="`1`: the start waits for the parents of a capable minor too (BR-30); `0`: it does not. No page"
        " changes it then",
    ),
    Variable(
        name="NAADLOOS_ANSWER_DAYS", key="ANSWER_DAYS", kind=Number(1, 365), default=None, group="Decisions",
        default_in_words=f"a page decides, {ANSWER_WORKING_DAYS}",
        meaning="working days in which a provider answers a referral (BR-45); a reminder, nothing stops. No page"
        " changes it then",
    ),
    *_secret(
        "NAADLOOS_METRICS_TOKEN", "METRICS_TOKEN", "with it, `/metrics` answers who gives it, for Prometheus; without"
        " one there is no such page", "who has it reads how busy it is, of nobody", Secret(16), "Monitoring",
    ),
    Variable(
        name=COUNTED_IN, kind=PathOf(), group="Monitoring", default_in_words="set by `serve`",
        meaning="where its processes count together: `metrics/` in the instance folder",
    ),
    Variable(
        name="NAADLOOS_LOG", key="LOG_LEVEL", kind=Choice(("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")),
        default="INFO", group="Log", meaning="least level of what is logged",
        danger="above `WARNING` nobody reads what is refused or fails",
    ),
)  # fmt: skip
"""In the order in which docs and `config check` show them: by group."""
BY_NAME = {one.name: one for one in VARIABLES}
