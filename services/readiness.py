"""Before a round starts: that all is there to make its Word files at the end (fail before anybody has signed)."""

from __future__ import annotations

import functools
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forms import RECORD_TYPES
from rules.readers import letter_of
from services import documents, house_templates, opc
from services.dossiers import File
from services.evidence_page import Making
from services.extra_documents import EXTRA, Extra
from services.platform import Platform
from services.rounds import rule_signers
from services.sample_names import OWN, sample_names
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

    With the templates of the organisation that is about to freeze it. Documents that only come after something happens
    (D5, D6, D2B) are tried with made-up names.

    :raises NotReady: when a template is missing or cannot be filled or sealed, or the seal that was asked for cannot be
        put
    """
    if platform.seal_problem:
        raise NotReady(f"Documenten kunnen nu geen zegel krijgen. {platform.seal_problem}")
    made = Making([Place(one, None) for one in asked(version)], Head(0, GENESIS), platform.seal, platform.address)
    for one in RECORD_TYPES[version.payload["type"]].documents:
        for reader in version.payload["documents"].get(one.code, ())[:1]:
            digest, content = template(platform, organisation_id, one.template)
            if _tried(platform, one.code, letter_of(reader), digest):
                continue
            with _filling(one.template):
                documents.finished(platform, file, version, one, reader, content, made)
    for extra in EXTRA:
        if version.payload["type"] in extra.of and extra.code in OWN:
            content = template(platform, organisation_id, extra.template)[1]
            with _filling(extra.template):
                _try(extra, content)


def _tried(platform: Platform, code: str, letter: str, digest: str) -> bool:
    """Whether it was made before, while an invented past is made; always False otherwise."""
    if platform.building is None:
        return False
    before, one = platform.building.tried, (code, letter, digest)
    known = one in before
    before.add(one)
    return known


@contextmanager
def _filling(name: str) -> Iterator[None]:
    """:raises NotReady: for whatever goes wrong inside: it would come after the last signature."""
    try:
        yield
    except Exception as fault:
        logging.getLogger("naadloos").exception("template", extra={"fields": {"template": name}})
        raise NotReady(_mend(name, "kan niet ingevuld worden")) from fault


@functools.lru_cache(maxsize=64)
def _try(extra: Extra, content: bytes) -> None:
    """Fill the template of a document beside the answers with made-up names, once for each template.

    What it tells is not there yet: a refusal, a transfer.
    """
    names = sample_names(extra.code, extra.title, "L", extra.lezer or "leerling")
    opc.normalised(opc.read_package(documents.render(content, names, {})))


def _mend(name: str, what: str) -> str:
    return f"Het sjabloon {Path(name).stem} {what}. Vraag de beheerder om het te herstellen en probeer het dan opnieuw."
