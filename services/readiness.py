"""Before a round starts: that all is there to make its Word files at the end (fail before anybody has signed)."""

from __future__ import annotations

import logging
from pathlib import Path

from forms import RECORD_TYPES
from services import documents, house_templates
from services.dossiers import File
from services.evidence_page import Making
from services.platform import Platform
from services.rounds import rule_signers
from store.events import GENESIS, Head
from store.signatures import Place, Signer
from store.versions import Version


class NotReady(Exception):
    """A Word file could not be made when all have signed. The message is Dutch and says what to mend."""


def template(platform: Platform, organisation_id: str, name: str) -> tuple[str, bytes]:
    """SHA-256 and bytes of the template with which an organisation makes its documents now.

    :raises NotReady: when it is not there
    """
    try:
        return house_templates.current(platform, organisation_id, name)
    except OSError as fault:
        raise NotReady(_mend(name, "is er niet")) from fault


def asked(version: Version) -> list[Signer]:
    """Who is asked, as the store keeps it."""
    return [
        Signer(
            version_id=version.id,
            party_id=one.party_id,
            ord=order,
            blocking=one.blocking,
            capacity_choices=one.choices,  # type: ignore[arg-type]  # the rules' words are the store's
        )
        for order, one in enumerate(rule_signers(version), start=1)
    ]


def check(platform: Platform, organisation_id: str, file: File, version: Version) -> None:
    """Make each document of a version that is not kept yet once, seal and all, and keep none of it.

    With the templates of the organisation that is about to freeze it.

    :raises NotReady: when a template is missing or cannot be filled or sealed, or the seal that was asked for cannot be
        put
    """
    if platform.seal_problem:
        raise NotReady(f"Documenten kunnen nu geen zegel krijgen. {platform.seal_problem}")
    made = Making([Place(one, None) for one in asked(version)], Head(0, GENESIS), platform.seal, platform.address)
    for one in RECORD_TYPES[version.payload["type"]].documents:
        for reader in version.payload["documents"].get(one.code, ())[:1]:
            content = template(platform, organisation_id, one.template)[1]
            try:
                documents.finished(platform, file, version, one, reader, content, made)
            except Exception as fault:  # whatever it is, it would come after the last signature
                logging.getLogger("naadloos").exception("template", extra={"fields": {"template": one.template}})
                raise NotReady(_mend(one.template, "kan niet ingevuld worden")) from fault


def _mend(name: str, what: str) -> str:
    return f"Het sjabloon {Path(name).stem} {what}. Vraag de beheerder om het te herstellen en probeer het dan opnieuw."
