"""Asking clamd, the daemon of ClamAV, whether a file that somebody chose holds a virus, before anything keeps it.

Only where `NAADLOOS_CLAMD` names one. It then has to say yes: a file of which it says nothing is not taken. The file
goes over its socket and is written nowhere. Source of the protocol: ClamAV, clamd(8), INSTREAM.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass, replace

CHUNK = 64 * 1024
"""Bytes of one piece; clamd takes pieces of any size."""
ANSWER = 4096
"""Bytes of an answer at most."""
TIMEOUT = 20.0
"""Seconds that it may be silent."""
CLEAN, FOUND = b"stream: OK", b" FOUND"


class Infected(Exception):
    """There is a virus in it."""


class NoAnswer(Exception):
    """Whether there is one could not be found out."""


class BadAddress(ValueError):
    """What is set is no path of a socket and no host with a port."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """A clamd behind a socket of this machine (`path`), or at a host and port."""

    path: str = ""
    host: str = ""
    port: int = 0
    timeout: float = TIMEOUT

    def scan(self, content: bytes) -> None:
        """Pass when clamd says that there is nothing in it.

        :raises Infected: when there is
        :raises NoAnswer: when it says anything else, or nothing
        """
        try:
            with self._connected() as line:
                line.sendall(b"zINSTREAM\0")
                for at in range(0, len(content), CHUNK):
                    piece = content[at : at + CHUNK]
                    line.sendall(struct.pack(">I", len(piece)) + piece)
                line.sendall(struct.pack(">I", 0))
                said = _answer(line)
        except OSError as fault:
            raise NoAnswer from fault
        if said.endswith(FOUND):
            raise Infected
        if said != CLEAN:
            raise NoAnswer

    def answers(self, timeout: float) -> bool:
        """Whether it is there, asked without a file."""
        try:
            with replace(self, timeout=timeout)._connected() as line:
                line.sendall(b"zPING\0")
                return _answer(line) == b"PONG"
        except OSError:
            return False

    def _connected(self) -> socket.socket:
        if not self.path:
            return socket.create_connection((self.host, self.port), self.timeout)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(self.timeout)
        try:
            line.connect(self.path)
        except BaseException:
            line.close()
            raise
        return line


def at(address: str) -> Scanner | None:
    """The scanner of a setting: a path that begins with /, or host:port; None when it is empty.

    :raises BadAddress: when it is neither
    """
    if not address:
        return None
    if address.startswith("/"):
        return Scanner(path=address)
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise BadAddress("NAADLOOS_CLAMD: give the path of a socket, or host:port")
    return Scanner(host=host.strip("[]"), port=int(port))


def _answer(line: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\0") and len(said) < ANSWER:
        piece = line.recv(ANSWER)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n")
