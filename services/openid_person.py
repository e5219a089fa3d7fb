"""Who somebody is at an OpenID provider, and for which organisation: the claims of a profile, read strictly.

ACM/IDM says both: `sub` is the person, `vo_orgcode` the organisation for which that person acts now, by the number of
an educational institution (doelgroep OV) or of an enterprise (EA, LB). Who acts as a citizen (BUR) has no organisation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from services.openid_settings import ACM_IDM
from store.organisations import Organisation

CITIZEN = "BUR"
TARGETS = ("OV", "EA", "LB", "GID")
LONGEST = 120

Missing = Literal["burger", "zonder_organisatie"]


class NotAtWork(Exception):
    """Somebody without an organisation: a citizen ('burger'), or the provider names none ('zonder_organisatie')."""

    def __init__(self, why: Missing) -> None:
        super().__init__(why)
        self.why: Missing = why


@dataclass(frozen=True, slots=True)
class Person:
    """A person and an organisation elsewhere: together who somebody is. No address of mail: those change hands.

    `code` is the number of the organisation, '' where the provider knows none; `organisation` its name there.
    """

    issuer: str
    subject: str
    code: str = ""
    organisation: str = ""


def person(issuer: str, profile: str, found: Mapping[str, Any]) -> Person:
    """Who this is, by claims that were checked (services/openid.py).

    :raises NotAtWork: when a profile with organisations names none
    """
    subject = str(found["sub"])
    if profile != ACM_IDM:
        return Person(issuer, subject)
    target = found.get("vo_doelgroepcode")
    if target == CITIZEN:
        raise NotAtWork("burger")
    code = code_of(found.get("vo_orgcode"))
    if target not in TARGETS or not code:
        raise NotAtWork("zonder_organisatie")
    return Person(issuer, subject, code, _name(found.get("vo_orgnaam")))


def code_of(told: object) -> str:
    """A number as it is kept: six digits of an institution, ten of an enterprise, 'OVO...'; '' for anything else."""
    text = re.sub(r"[\s.]", "", told).upper() if isinstance(told, str) else ""
    if re.fullmatch(r"[0-9]{1,6}", text):
        return text.zfill(6)
    if re.fullmatch(r"(?:BE)?[0-9]{9,10}", text):
        return text.removeprefix("BE").zfill(10)
    return text if re.fullmatch(r"OVO[0-9]{6}", text) else ""


def is_of(person: Person, place: Organisation) -> bool:
    """Whether somebody acts there for this organisation. Of who comes without a number nothing is known against it."""
    return not person.code or person.code in {code_of(place.instellingsnummer), code_of(place.kbo)}


def _name(told: object) -> str:
    return " ".join(told.split())[:LONGEST] if isinstance(told, str) and told.isprintable() else ""
