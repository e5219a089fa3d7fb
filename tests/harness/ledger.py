"""What the server said it kept, written down by who was told so, and whether it is there afterwards.

An act is entered when its whole answer arrived. The ledger lives in the process of the clients, which is never killed.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from services.platform import Platform
from store import records


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was acknowledged: what kind of thing, how it is found back, and when (seconds, monotonic)."""

    kind: str
    told: Mapping[str, str]
    at: float = 0.0


@dataclass(slots=True)
class Ledger:
    """Every act that was acknowledged, and how many requests broke off or were refused."""

    acts: list[Act] = field(default_factory=list)
    broken_off: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _last: int = 0

    def number(self) -> int:
        """A number that no act had before."""
        with self._lock:
            self._last += 1
            return self._last

    def keep(self, kind: str, **told: str) -> None:
        """An act was acknowledged."""
        with self._lock:
            self.acts.append(Act(kind, told, time.monotonic()))

    def note(self, refusal: str = "") -> None:
        """A request broke off, or was answered otherwise."""
        with self._lock:
            if refusal:
                self.refused[refusal] += 1
            else:
                self.broken_off += 1

    def counted(self) -> dict[str, int]:
        """How many acts of each kind."""
        return dict(Counter(one.kind for one in self.acts))


def lost(platform: Platform, acts: Sequence[Act]) -> list[str]:
    """What was acknowledged and is not there, each as a line."""
    found = [f"{one.kind} {dict(one.told)}" for one in missing(platform, acts)]
    newest: dict[str, int] = {}
    for one in acts:
        if one.kind == "save":
            newest[one.told["record"]] = max(newest.get(one.told["record"], 0), int(one.told["number"]))
    for record_id, number in newest.items():
        record = records.record(platform.db, record_id)
        if record is None or number_in(str(record.answers.get("noden", ""))) < number:
            found.append(f"the text of record {record_id} is older than save {number}")
    return found


def missing(platform: Platform, acts: Sequence[Act]) -> list[Act]:
    """Those of which what they made is not in the database."""
    return [one for one in acts if not THERE[one.kind](platform, one.told)]


def marked(number: int) -> str:
    """A text in which a number can be found back."""
    return f"Eén vaste persoon op school. [{number}] Geen twee."


def number_in(text: str) -> int:
    """The number of a marked text; 0 for any other."""
    inside = text.partition("[")[2].partition("]")[0]
    return int(inside) if inside.isdecimal() else 0


def _has(sql: str) -> Callable[[Platform, Mapping[str, str]], bool]:
    return lambda platform, told: platform.db.row(sql, dict(told)) is not None


THERE: dict[str, Callable[[Platform, Mapping[str, str]], bool]] = {
    "save": _has("SELECT 1 FROM record_save WHERE record_id = :record AND page = :page AND turn = :turn"),
    "freeze": _has("SELECT 1 FROM version WHERE id = :version AND record_id = :record"),
    "sign": _has(
        "SELECT 1 FROM signature WHERE version_id = :version AND json_extract(evidence, '$.typed') = :typed"
        " AND json_extract(evidence, '$.method') = :method"
    ),
    "take back": _has("SELECT 1 FROM version WHERE id = :version AND status = 'ingetrokken'"),
    "print": _has("SELECT 1 FROM paper WHERE code = :code AND version_id = :version"),
    "scan": _has("SELECT 1 FROM scan WHERE paper_code = :code AND sha256 = :sha256"),
    "invite": _has(
        "SELECT 1 FROM account JOIN invitation ON invitation.account_id = account.id"
        " JOIN mail ON mail.account_id = account.id AND json_extract(mail.context, '$.uitnodiging') = invitation.id"
        " WHERE account.email = :email"
    ),
}
"""Kind of act -> whether what it made is in the database."""
