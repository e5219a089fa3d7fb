"""The first start of an empty instance: a code from the terminal lets one person in, who becomes its administrator.

There is no default account. As long as nobody has an account, every page leads to the set-up; afterwards it is gone.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from forms.scope import Answers
from services import organisation_register, settings
from services.accounts import password_hash
from services.administration import ADMINISTRATOR, PLATFORM
from services.origin import NOWHERE, Origin, source_key
from services.paper_code import ALPHABET
from services.platform import NotFound, Platform
from services.tries import guarded
from store import accounts, events
from store import settings as kept
from store.accounts import Account

CODE = "begin.code"
"""What the hash of the code is kept under, among the settings."""
LENGTH, GROUP = 20, 4
"""Characters of a code (99 bits), and how many stand together."""
STARTED = "platform.started"


class WrongCode(Exception):
    """This is not the code that was given last."""


@dataclass(frozen=True, slots=True)
class Beginner:
    """The first administrator, and whom people ask for help. `organisation` are answers to forms/organisatie.py."""

    organisation: Answers
    voornaam: str
    familienaam: str
    functie: str
    email: str
    password: str
    contact_email: str = ""
    contact_telefoon: str = ""


def is_begun(platform: Platform) -> bool:
    """Whether somebody has an account."""
    return accounts.anybody(platform.db)


def new_code(platform: Platform) -> str:
    """A code to begin with, in groups; only its hash is kept, in place of the one before. '' when it is too late."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    with platform.db.write():
        if is_begun(platform):
            return ""
        kept.put(platform.db, CODE, _hash(code), by=None, at=platform.at())
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def accept(platform: Platform, typed: str, origin: Origin = NOWHERE) -> str:
    """The hash of a right code, to begin with on the next page. Wrong ones count for the place they come from alone.

    :raises WrongCode: for another
    :raises TooManyTries: after ten wrong ones in a quarter of an hour
    :raises NotFound: once somebody has an account
    """
    given = _hash(_understood(typed))
    with guarded(platform, "begin", source_key(platform, "begin", origin)) as tried:
        tried.ok = _is_right(platform, given)
    if not tried.ok:
        raise WrongCode
    return given


def begin(platform: Platform, given: str, told: Beginner) -> Account:
    """Make the organisation and its administrator, in one write: of two at once, one wins.

    :param given: what `accept` gave
    :raises WrongCode: when another code was given out meanwhile
    :raises NotFound: once somebody has an account
    """
    hashed = password_hash(told.password)
    with platform.db.write():
        if not _is_right(platform, given):
            raise WrongCode
        made = organisation_register.create(platform, "", told.organisation)
        account = accounts.create(
            platform.db,
            email=told.email,
            voornaam=told.voornaam,
            familienaam=told.familienaam,
            functie=told.functie,
            organisation_id=made.id,
            roles=(PLATFORM, ADMINISTRATOR),
            at=platform.at(),
            password_hash=hashed,
        )
        kept.drop(platform.db, CODE)
        events.append(
            platform.db,
            type=STARTED,
            actor=account.id,
            dossier=None,
            subject=account.id,
            data={"organisatie": made.id},
            at=platform.at(),
        )
        contact = {"contact_naam": made.naam, "contact_email": told.contact_email or told.email}
        settings.put(platform, account.id, contact | {"contact_telefoon": told.contact_telefoon})
    return account


def _is_right(platform: Platform, given: str) -> bool:
    if is_begun(platform):
        raise NotFound
    return hmac.compare_digest(kept.values(platform.db).get(CODE, ""), given)


def _understood(typed: str) -> str:
    """Without what stands between the groups, in capitals."""
    return "".join(one for one in typed.upper() if one.isalnum())


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()
