"""What is set, can be right, and is dangerous all the same: each with what to do (ADR 0054). Nothing is opened or made.

Of the settings themselves; what they meet on this machine stands in services/dangers_around.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from services import configuration, dangers_around, instance
from services.configuration import Configuration, Finding, danger, note
from services.post_offices import HERE, tls_of
from services.secret_kinds import Key, SecretFile

Look = Callable[[Configuration], Iterator[Finding]]


def found(said: Configuration) -> list[Finding]:
    """Everything that deserves a look, the worst first."""
    every = [*said.wrong, *(one for look in LOOKS for one in look(said))]
    return sorted(every, key=lambda one: configuration.LEVELS.index(one.level))


def _names(_: Configuration) -> Iterator[Finding]:
    for name, like in configuration.unknown():
        help_ = f"Is it {like}? Then mend the name, or take it away." if like else "Take it away, or mend its name."
        yield danger(name, "Nobody reads a variable of this name.", help_)


def _in_vain(said: Configuration) -> Iterator[Finding]:
    for name, one in said.readings.items():
        needs = one.variable.needs
        if one.text and needs and not said.given(needs):
            yield danger(name, f"It does nothing without {needs}.", f"Set {needs}, or take this away.")


def _address(said: Configuration) -> Iterator[Finding]:
    values = said.values
    url = urlsplit(values["ADDRESS"])
    if not values["ADDRESS"]:
        if values["HTTPS"] or values["PROXY"]:
            why = f"People come by way of a proxy, and links in mails lead to {values['URL']}."
            yield danger("NAADLOOS_URL", why, "Give the address that they come to.")
    elif url.scheme == "http" and url.hostname not in HERE:
        why = "What people type, their passwords too, travels to this address in clear."
        yield danger("NAADLOOS_URL", why, "Put a proxy with TLS in front, and give its https address.")
    elif url.scheme == "https" and not values["HTTPS"]:
        yield danger("NAADLOOS_HTTPS", "People come over https, and cookies travel over http too.", "Set it to 1.")
    if url.scheme == "http" and values["HTTPS"]:
        why = "Cookies travel over https alone, and NAADLOOS_URL is http: nobody can sign in there."
        yield danger("NAADLOOS_HTTPS", why, "Give an https address, or set this to 0.")


def _proxy(said: Configuration) -> Iterator[Finding]:
    if said.values["HTTPS"] and not said.values["PROXY"]:
        why = "Naadloos speaks no https itself, so a proxy stands in front. All people share its address: some who"
        why += " mistype passwords shut the door for everybody."
        yield danger("NAADLOOS_PROXY", why, "Say how many proxies there are, such as 1.")


def _keys(said: Configuration) -> Iterator[Finding]:
    values, of_database = said.values, said.values["DATABASE_KEY"]
    if values["DATABASE_KEY_FILE"]:
        of_database = SecretFile(Key()).content(values["DATABASE_KEY_FILE"])
    for name in ("DATABASE_KEY", "NAADLOOS_BACKUP_KEY"):
        if said.given(name):
            why = "A key in the environment is easily seen: in a unit, a container, a report of a fault."
            yield danger(name, why, f"Put it in a file of mode 0600, and name that in {name}_FILE.")
    if not of_database and not is_demo(said):
        why = "Who has the disk, or a copy of it, reads every dossier: the database is not encrypted."
        help_ = "Make a key (key new) before the first migrate; later: database encrypt."
        yield danger("DATABASE_KEY_FILE", why, help_)
    if of_database and not values["BACKUP_KEY"]:
        why = "Backups are under the key of the database: who loses that one loses both."
        yield note("NAADLOOS_BACKUP_KEY_FILE", why, "Give backups a key of their own, and keep it elsewhere too.")
    elif of_database and values["BACKUP_KEY"].lower() == of_database.lower():
        why = "It is the key of the database: who loses or leaks that one, does so with both."
        yield danger("NAADLOOS_BACKUP_KEY", why, "Give another key, and keep it elsewhere too.")
    if of_database and values["OUTBOX"] and not values["SMTP_HOST"]:
        why = "The database is encrypted, and every mail lies beside it in clear, with names and links."
        yield danger("NAADLOOS_OUTBOX", why, "Set it to 0, and set a mail server.")


def _mail(said: Configuration) -> Iterator[Finding]:
    values = said.values
    if not values["SMTP_HOST"]:
        if not is_demo(said):
            why = "Without a mail server nobody gets an invitation, a link or a reminder."
            yield danger("NAADLOOS_SMTP_HOST", why, "Give the mail server.")
        return
    if tls_of(values) == "none" and values["SMTP_HOST"] not in HERE:
        yield danger("NAADLOOS_SMTP_TLS", "Mails and the links in them travel in clear.", "Give starttls or ssl.")
    if not said.given("NAADLOOS_MAIL_FROM"):
        why = "Mails come from naadloos@localhost, which other mail servers refuse."
        yield danger("NAADLOOS_MAIL_FROM", why, "Give an address that the mail server knows as ours.")
    if bool(values["SMTP_USER"]) != bool(values["SMTP_PASSWORD"]):
        why = "One of user and password is set: nobody signs in at the mail server so."
        yield danger("NAADLOOS_SMTP_USER", why, "Give NAADLOOS_SMTP_USER and NAADLOOS_SMTP_PASSWORD, or neither.")


def _choices(said: Configuration) -> Iterator[Finding]:
    values = said.values
    if values["SEAL"] == "off":
        yield note("NAADLOOS_SEAL", "Word files get no seal: nobody can check them afterwards.", "Set it to on.")
    if values["LOG_LEVEL"] in ("ERROR", "CRITICAL"):
        yield danger("NAADLOOS_LOG", "Nothing says who was turned away, or why mail fails.", "Give WARNING or INFO.")


def is_demo(said: Configuration) -> bool:
    """Whether the instance is a demo, in which nobody exists."""
    return (Path(said.values["INSTANCE"]) / instance.DEMO).exists()


LOOKS: tuple[Look, ...] = (_names, _in_vain, _address, _proxy, _keys, _mail, _choices, *dangers_around.LOOKS)
"""Each sees something else; those of the machine come last."""
