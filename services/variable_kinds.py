"""What a variable of the environment can hold: each kind reads its text, or says what is wrong and what would be right.

None repeats a path: a key is easily put where its file should be named. Secrets: services/secret_kinds.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import SplitResult, urlsplit

from services import antivirus

SHOWN = 40
"""Characters of a wrong value that are repeated."""
A_SITE = "Give an address such as https://naadloos.voorbeeld.be."


class Unfit(ValueError):
    """A value that cannot be right: a sentence that says why, and one that says what to give."""

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(f"{wrong} {right}")
        self.wrong, self.right = wrong, right


class Kind(Protocol):
    """A way to read a value."""

    @property
    def takes(self) -> str:
        """What it takes, in Markdown."""

    def read(self, text: str) -> Any:
        """The value of a text that is not empty.

        :raises Unfit: when it cannot be right
        """


def quoted(text: str) -> str:
    """A wrong value as a message repeats it."""
    return repr(text if len(text) <= SHOWN else f"{text[:SHOWN]}...")


@dataclass(frozen=True, slots=True)
class Text:
    """Words on one line."""

    takes: str = "text"

    def read(self, text: str) -> str:
        """As it is."""
        if not text.isprintable():
            raise Unfit("There is a sign in it that cannot be printed.", "Give words on one line.")
        return text


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no. Nothing but the two digits: who means yes and writes something else must not get no."""

    takes: str = "`1` or `0`"

    def read(self, text: str) -> bool:
        """Whether it is on."""
        if text not in ("0", "1"):
            raise Unfit(f"{quoted(text)} is neither 1 nor 0.", "Give 1 for yes, 0 for no.")
        return text == "1"


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    least: int
    most: int

    @property
    def takes(self) -> str:
        """'1 to 65535'."""
        return f"{self.least} to {self.most}"

    def read(self, text: str) -> int:
        """The number."""
        if not (text.isascii() and text.isdecimal() and len(text) <= SHOWN and self.least <= int(text) <= self.most):
            raise Unfit(f"{quoted(text)} is no whole number of {self.takes}.", f"Give a number, {self.takes}.")
        return int(text)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words."""

    of: tuple[str, ...]

    @property
    def takes(self) -> str:
        """'`on` or `off`'."""
        *others, last = (f"`{one}`" for one in self.of)
        return f"{', '.join(others)} or {last}"

    def read(self, text: str) -> str:
        """The word."""
        if text not in self.of:
            raise Unfit(f"{quoted(text)} is not one of them.", f"Give one of {', '.join(self.of)}.")
        return text


@dataclass(frozen=True, slots=True)
class Site:
    """The address of a site at the root of a host, without a slash at its end."""

    takes: str = "address"

    def read(self, text: str) -> str:
        """The address."""
        parts = _split(text)
        if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
            raise Unfit("It is no address of a site.", A_SITE)
        if parts.username is not None or parts.path not in ("", "/") or parts.query or parts.fragment:
            raise Unfit("There is more in it than a host and its port.", f"Naadloos is all of a host. {A_SITE}")
        return text.rstrip("/")


@dataclass(frozen=True, slots=True)
class Host:
    """A machine, by name or number."""

    takes: str = "name of a machine"

    def read(self, text: str) -> str:
        """The name."""
        bare = text.strip("[]")
        parts = _split(f"//[{bare}]" if ":" in bare else f"//{bare}")
        if parts is None or (parts.hostname or "") != bare.lower():
            wrong = "It is no name of a machine."
            raise Unfit(wrong, "Give the name alone, such as smtp.voorbeeld.be; its port is another setting.")
        return bare


@dataclass(frozen=True, slots=True)
class Sender:
    """An address of mail, with or without a name before it."""

    takes: str = "address, or `Name <address>`"

    def read(self, text: str) -> str:
        """As it is."""
        name, _, host = parseaddr(text)[1].rpartition("@")
        if not (name and host and text.isprintable()):
            right = "Give an address, such as Naadloos <naadloos@voorbeeld.be>."
            raise Unfit(f"{quoted(text)} holds no address.", right)
        return text


@dataclass(frozen=True, slots=True)
class Socket:
    """Where a daemon listens."""

    takes: str = "path of a socket, or `host:port`"

    def read(self, text: str) -> str:
        """As it is."""
        try:
            antivirus.at(text)
        except antivirus.BadAddress:
            raise Unfit(f"{quoted(text)} is neither.", f"Give the {self.takes.replace('`', '')}.") from None
        return text


@dataclass(frozen=True, slots=True)
class PathOf:
    """A file or a folder. Nobody fills in a tilde or a variable here: no shell reads it."""

    takes: str = "path"

    def read(self, text: str) -> str:
        """As it is."""
        if text.startswith("~") or "$" in text or not text.isprintable():
            raise Unfit("It begins with ~ or holds a $, which nobody fills in.", "Give the path in full, from / on.")
        return text


@dataclass(frozen=True, slots=True)
class Folder(PathOf):
    """A folder that is there, or can be made."""

    takes: str = "path of a folder"

    def read(self, text: str) -> str:
        """As it is."""
        path = Path(PathOf.read(self, text))
        nearest = next((one for one in (path, *path.absolute().parents) if one.exists()), path)
        if not nearest.is_dir():
            raise Unfit("It is a file, or lies in one.", "Give a folder of this user alone.")
        return text


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  # raises for one that is no number
    except ValueError:
        return None
    return parts if text.isprintable() and " " not in text else None
