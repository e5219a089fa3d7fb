"""Legal holds: CLB or provider keeps a dossier longer than its term, with a motive; nobody may destroy it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services import destroying
from services.destroying import NoReason
from services.platform import NotFound, Platform, Who
from store import accounts, holds, organisations
from store.holds import Hold
from store.rows import new_id

PLACED, LIFTED = "retention.held", "retention.lifted"


class NotInTheFuture(ValueError):
    """The day until which it holds is over."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A hold as a page shows it: why, by whom of which organisation, since when (UTC), and until which day."""

    id: str
    dossier_id: str
    reason: str
    who: str
    organisation: str
    since: str
    until: date | None


def place(platform: Platform, who: Who, dossier_id: str, reason: str, until: date | None) -> None:
    """Hold a dossier, until a day or until it is lifted. A proposal that is open waits until then.

    :raises NoReason: without a motive
    :raises NotInTheFuture: when the day is over
    :raises NotFound, NotAllowed: as `destroying.standing`
    """
    if not reason.strip():
        raise NoReason
    if until is not None and until <= platform.today():
        raise NotInTheFuture
    with platform.db.write():
        destroying.standing(platform, who, dossier_id)
        made = Hold(
            id=new_id(),
            dossier_id=dossier_id,
            organisation_id=who.organisation.id,
            reason=reason.strip(),
            placed_by=who.id,
            placed_at=platform.at(),
            until=until.isoformat() if until else None,
        )
        holds.place(platform.db, made)
        destroying.tell(platform, who, dossier_id, PLACED, tot=made.until or "", reden=made.reason)


def lift(platform: Platform, who: Who, dossier_id: str, hold_id: str, why: str) -> None:
    """End a hold, whoever placed it: CLB and provider answer for the dossier together.

    :raises NoReason: without a motive
    :raises NotFound, NotAllowed: as `destroying.standing`, and when this dossier has no such hold
    """
    if not why.strip():
        raise NoReason
    with platform.db.write():
        destroying.standing(platform, who, dossier_id)
        found = holds.hold(platform.db, hold_id)
        if found is None or found.dossier_id != dossier_id:
            raise NotFound
        if holds.lift(platform.db, hold_id, by=who.id, why=why.strip(), at=platform.at()):
            destroying.tell(platform, who, dossier_id, LIFTED, reden=why.strip())


def standing(platform: Platform, dossier_id: str) -> list[Shown]:
    """The holds of a dossier today. For who may see the dossier: the caller knows that."""
    return [_shown(platform, one) for one in holds.standing(platform.db, dossier_id, platform.today().isoformat())]


def _shown(platform: Platform, hold: Hold) -> Shown:
    account = accounts.account(platform.db, hold.placed_by)
    organisation = organisations.organisation(platform.db, hold.organisation_id)
    return Shown(
        id=hold.id,
        dossier_id=hold.dossier_id,
        reason=hold.reason,
        who=f"{account.voornaam} {account.familienaam}".strip() if account else "",
        organisation=organisation.naam if organisation else "",
        since=hold.placed_at,
        until=date.fromisoformat(hold.until) if hold.until else None,
    )
