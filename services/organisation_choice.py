"""One thing that an organisation chooses for itself: kept, with its event, when it is another than before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from services.platform import Platform
from store import events, organisations
from store.organisations import Organisation


def keep(platform: Platform, actor: str, now: Organisation, *, event: str, said: dict[str, str], **chosen: Any) -> None:
    """Keep what was chosen, inside a write of whoever checked that it may be; what is so already does nothing.

    :param actor: the id of an account, '' for somebody at a terminal
    :param event: the end of its type, as in `organisation.accent`
    :param said: what the event tells, in Dutch
    :param chosen: a field of the organisation and its value
    """
    after = replace(now, **chosen)
    if after == now:
        return
    organisations.save(platform.db, after)
    events.append(
        platform.db,
        type=f"organisation.{event}",
        actor=actor,
        dossier=None,
        subject=now.id,
        data=said,
        at=platform.at(),
    )
