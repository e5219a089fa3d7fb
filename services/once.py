"""Once: a form that was sent twice does its work one time, as when somebody presses a button again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from services.platform import Platform, Who, stamp
from store import forms_done

KEPT = timedelta(days=2)

T = TypeVar("T")


class Twice(Exception):
    """The form with this mark did its work already; nothing was done now."""


def once(platform: Platform, who: Who, mark: str, do: Callable[[], T]) -> T:
    """Do the work of a form, if its mark was not used yet; what `do` raises undoes the mark too.

    Without a mark ('') it is done each time.

    :raises Twice: when it was done already
    """
    with platform.db.write():
        before = stamp(platform.now() - KEPT)
        if mark and not forms_done.claim(platform.db, mark[:64], who.id, at=platform.at(), forget_before=before):
            raise Twice
        return do()
