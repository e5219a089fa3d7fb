"""Where mail leaves: a mail server; when none is set a folder, or nowhere where the database is encrypted."""

from __future__ import annotations

import contextlib
import os
import secrets
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, Literal, Protocol

Tls = Literal["starttls", "ssl", "none"]
PORTS: dict[Tls, int] = {"starttls": 587, "ssl": 465, "none": 25}
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names of this machine."""
TIMEOUT = 20.0
"""Seconds that one answer of the mail server may take."""
NO_SERVER = "de mailserver antwoordt niet."


class Refused(Exception):
    """The server will never take this mail. The message is Dutch, and names no address."""


class TryLater(Exception):
    """The server does not take this mail now. The message is Dutch, and names no address."""


class ServerDown(TryLater):
    """The server takes no mail at all now."""


class PostOffice(Protocol):
    """What `services.outbox.deliver` needs."""

    @property
    def sender(self) -> str:
        """The address that mail comes from, with or without a name before it."""

    @property
    def url(self) -> str:
        """Where this site is, without a slash at the end: links in mails begin with it."""

    @property
    def real(self) -> bool:
        """Whether mail leaves this machine."""

    def send(self, message: EmailMessage) -> None:
        """Hand over one mail to one address; when it returns, it was taken.

        :raises Refused, TryLater, ServerDown: when it was not
        """


@dataclass(frozen=True, slots=True)
class SmtpOffice:
    """A mail server. The certificate of `starttls` and `ssl` is checked."""

    host: str
    port: int
    sender: str
    url: str
    tls: Tls = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = TIMEOUT
    real: bool = True

    def send(self, message: EmailMessage) -> None:
        """One connection a mail, so that what goes wrong with one says nothing of the next."""
        try:
            server = self._connected()
            try:
                server.send_message(message)
            finally:
                _leave(server)
        except smtplib.SMTPRecipientsRefused as refused:
            raise _of_recipient(next(iter(refused.recipients.values()))[0]) from None
        except smtplib.SMTPDataError as refused:
            raise _of_mail(refused.smtp_code) from None
        except smtplib.SMTPNotSupportedError:
            if not str(message["To"]).isascii():
                raise Refused("de mailserver kan niet overweg met de letters in dit adres.") from None
            raise ServerDown("de mailserver kan de verbinding niet beveiligen zoals het ingesteld is.") from None
        except (OSError, smtplib.SMTPException, ValueError):  # refused, timed out, hung up, bad certificate, bad name
            raise ServerDown(NO_SERVER) from None

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.tls == "ssl":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            if self.tls == "starttls":
                server.starttls(context=context)
            if self.user:
                self._sign_in(server)
        except BaseException:
            server.close()
            raise
        return server

    def _sign_in(self, server: smtplib.SMTP) -> None:
        try:
            server.login(self.user, self.password)
        except smtplib.SMTPException:  # some servers say no, others hang up
            raise ServerDown("de mailserver aanvaardt de aanmelding van Naadloos niet.") from None


def _leave(server: smtplib.SMTP) -> None:
    """Hang up. What was taken is taken, whatever happens now."""
    with contextlib.suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()


def _of_recipient(code: int) -> Exception:
    if code >= 500:
        return Refused(f"de mailserver weigert dit adres ({code}). Kijk het na in het dossier.")
    return TryLater(f"de mailserver neemt voor dit adres nu niets aan ({code}).")


def _of_mail(code: int) -> Exception:
    if code >= 500:
        return Refused(f"de mailserver weigert deze mail ({code}). Vraag het na bij wie de mailserver beheert.")
    return TryLater(f"de mailserver neemt deze mail nu niet aan ({code}).")


@dataclass(frozen=True, slots=True)
class FolderOffice:
    """A folder instead of a mail server: each mail is a file in it that only this user can read."""

    folder: Path
    sender: str
    url: str
    real: bool = False

    def send(self, message: EmailMessage) -> None:
        """Write the mail as a file; its name says nothing."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self.folder / f"{secrets.token_hex(8)}.eml"
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(message.as_bytes(policy=SMTP))
        except OSError:
            raise ServerDown("in de map voor mails kan niet geschreven worden.") from None


@dataclass(frozen=True, slots=True)
class WaitingOffice:
    """No mail server, and a database that is encrypted: mails with names and links in them do not go to a folder."""

    sender: str
    url: str
    real: bool = False

    def send(self, message: EmailMessage) -> None:
        """Take nothing: the mail waits where it is.

        :raises ServerDown: always
        """
        raise ServerDown("er is geen mailserver ingesteld.")


def of(said: Mapping[str, Any], *, encrypted: bool) -> PostOffice:
    """The mail server that is set, or a folder in the instance; neither where that would hold names in clear.

    :param said: `app.config`, in which services/configuration.py found nothing wrong
    :param encrypted: the database is
    """
    sender, url, host = said["MAIL_FROM"], str(said["URL"]).rstrip("/"), said["SMTP_HOST"]
    if not host:
        in_clear = not encrypted or said["OUTBOX"]
        return FolderOffice(Path(said["INSTANCE"]) / "outbox", sender, url) if in_clear else WaitingOffice(sender, url)
    tls = tls_of(said)
    port, user, password = said["SMTP_PORT"] or PORTS[tls], said["SMTP_USER"], said["SMTP_PASSWORD"]
    return SmtpOffice(host, port, sender, url, tls=tls, user=user, password=password)


def tls_of(said: Mapping[str, Any]) -> Tls:
    """How the line to the mail server is closed: as it is set, else by where that stands."""
    tls: Tls = said["SMTP_TLS"] or ("none" if said["SMTP_HOST"] in HERE else "starttls")
    return tls


def faults(said: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What cannot be right together: the name of a variable, what is wrong, and what to give."""
    host = said["SMTP_HOST"]
    if host and host not in HERE and said["SMTP_PASSWORD"] and tls_of(said) == "none":
        return [("NAADLOOS_SMTP_TLS", "A password does not travel over an open line.", "Give starttls or ssl.")]
    return []


def missing(office: PostOffice) -> str:
    """What there is instead of a mail server, in Dutch; '' where there is one."""
    if office.real:
        return ""
    where = "wachten in de database" if isinstance(office, WaitingOffice) else "staan in de map outbox"
    return f"Er is geen mailserver ingesteld: mails {where}."
