"""One act in a round as another process does it: its own database object on the same file, and its own clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from services import documents, signing
from services.dossiers import read_file
from services.platform import Platform
from store import dossiers
from store.database import Database
from tests.round_situations import DAY, TEMPLATES
from tests.world import Clock

WAIT = 180
"""Seconds after which somebody who waits for the others gives up."""


@dataclass(frozen=True)
class Post:
    """What one party posts: where, the root on the page, the decision."""

    path: Path
    dossier: str
    version: str
    party: str
    root: str
    decision: str


def answer(platform: Platform, post: Post, *, prints: bool = False) -> str:
    """Sign, and make the files (`prints`) as a request does then; gives what it was refused with, '' when done."""
    dossier = dossiers.dossier(platform.db, post.dossier)
    assert dossier is not None
    told = signing.Answer(decision=post.decision, shown_root=post.root, typed="Een naam")
    try:
        signing.sign(platform, read_file(platform, dossier), post.version, post.party, told, None)
    except Exception as refused:  # noqa: BLE001  # what it is, the test looks at
        return type(refused).__name__
    if prints:
        documents.make_missing(platform, read_file(platform, dossier))
    return ""


def in_process(post: Post, together: Barrier, number: int, told: Any) -> None:
    """The same in a process of its own, at the moment at which all are there; what came of it goes to `told`."""
    database = Database(post.path)
    platform = Platform(database, TEMPLATES, Clock(DAY, "11.00"))
    database.rows("SELECT 1")
    together.wait(WAIT)
    told.put((number, answer(platform, post, prints=True)))
    database.close()


def stopped_at(post: Post, write: int) -> None:
    """The process ends in the middle of a write, as when the power goes: no exception, nothing is cleaned up."""
    database = Database(post.path)
    with failing_at(write, lambda: os._exit(9)):
        answer(Platform(database, TEMPLATES, Clock(DAY, "11.00")), post)


@contextmanager
def failing_at(write: int, fail: Callable[[], None]) -> Iterator[list[str]]:
    """Every statement that writes is counted, the commit last of all; `fail` comes instead of the one of that number.

    Gives the list of what was tried.
    """
    tried: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for name in ("run", "_commit"):
            patch.setattr(Database, name, _counted(getattr(Database, name), tried, write, fail))
        yield tried


def _counted(real: Callable[..., Any], tried: list[str], write: int, fail: Callable[[], None]) -> Callable[..., Any]:
    def counted(self: Database, *given: Any) -> Any:
        tried.append(str(given[0]) if given else "COMMIT")
        if len(tried) == write:
            fail()
        return real(self, *given)

    return counted
