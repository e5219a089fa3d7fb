"""The logo of an organisation, put and taken away by its administrator."""

from __future__ import annotations

import hashlib

from services import administration, logo_image
from services.platform import Platform, Who
from store import events, logos
from store.logos import Logo


def put(platform: Platform, who: Who, raw: bytes) -> Logo:
    """Keep a new picture of what came in; the logo before is gone.

    :raises NotAllowed: for who is no administrator
    :raises BadLogo: when it is no picture that can be a logo
    """
    administration.require(who)
    content = logo_image.clean(raw)
    made = Logo(
        organisation_id=who.organisation.id,
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=who.id,
        uploaded_at=platform.at(),
    )
    with platform.db.write():
        logos.put(platform.db, made, content)
        _tell(platform, who, "logo.put", {"sha256": made.sha256})
    return made


def remove(platform: Platform, who: Who) -> None:
    """Take it away. A second time changes nothing.

    :raises NotAllowed: for who is no administrator
    """
    administration.require(who)
    with platform.db.write():
        if logos.remove(platform.db, who.organisation.id):
            _tell(platform, who, "logo.removed", {})


def shown(platform: Platform, who: Who) -> Logo | None:
    """The logo as it is now; None when there is none.

    :raises NotAllowed: for who is no administrator
    """
    administration.require(who)
    return logos.logo(platform.db, who.organisation.id)


def content(platform: Platform, who: Who) -> bytes | None:
    """Its bytes, a PNG.

    :raises NotAllowed: for who is no administrator
    """
    administration.require(who)
    return logos.content(platform.db, who.organisation.id)


def _tell(platform: Platform, who: Who, what: str, data: dict[str, str]) -> None:
    events.append(
        platform.db,
        type=what,
        actor=who.id,
        dossier=None,
        subject=who.organisation.id,
        data=data,
        at=platform.at(),
    )
