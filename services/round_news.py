"""What a round tells by mail: whose turn it is, that it is over, that somebody said no or sent something back.

Only the outbox is written, in the write of what causes it; the words and the sending are services/outbox.py's. Nothing
about a pupil is in a mail.
"""

from __future__ import annotations

from collections.abc import Collection

from services.dossiers import File
from services.platform import Platform
from services.unsigned import may_sign_today
from store import accounts, events, mails, preferences, signatures
from store.accounts import Account
from store.parties import Party
from store.preferences import How
from store.versions import Version

INVITATION, TURN = "uitnodiging", "aan_de_beurt"
COMPLETED, REFUSED, SENT_BACK, REPLIED = "bevestiging", "geweigerd", "teruggestuurd", "zo_gelaten"
ASKS = (INVITATION, TURN)
"""Kinds of mail that ask for a signature: not sent any more once the round is over."""
NEWS = (COMPLETED, REFUSED, SENT_BACK, REPLIED)
"""Kinds that tell something: who has an account chooses how to hear them (store/preferences.py)."""


def address_of(platform: Platform, file: File, party: Party) -> str:
    """Where this party gets mail: the own account's address, else the one in the dossier; empty when there is none."""
    account = accounts.account(platform.db, party.account_id) if party.account_id else None
    return account.email if account else str(party.answers.get("email") or "")


def invited(
    platform: Platform, file: File, version: Version, party: Party, context: dict[str, str | int], by: str | None
) -> bool:
    """A party without an account is asked to sign by a link; False when it has no address. `by`: the account that asks.

    `context` holds what is kept of the code. The link itself is made when the mail is sent.
    """
    return _post(platform, file, version, INVITATION, party, context, by)


def turn(platform: Platform, file: File, version: Version, now: Collection[str]) -> None:
    """Whoever of `now` (party ids) answers in an own account hears it, once a version; who froze the text knows."""
    told = {one.party_id for one in mails.of_version(platform.db, version.id) if one.kind == TURN}
    for party_id in sorted({*now} - told):
        party = file.party(party_id)
        if party is not None and file.signs_in_account(party) and party.account_id != version.frozen_by:
            _post(platform, file, version, TURN, party)


def remind(platform: Platform, file: File, version: Version, party: Party, by: str) -> bool:
    """The same once more, because a host asks for it; False when there is no address."""
    return _post(platform, file, version, TURN, party, by=by)


def completed(platform: Platform, file: File, version: Version) -> None:
    """Each who was asked gets the root, and the place of this moment in the chain of events: an anchor elsewhere."""
    head = events.head(platform.db)
    anchor: dict[str, str | int] = {"wortel": version.root, "nummer": head.seq, "hash": head.hash}
    for place in signatures.signers_of(platform.db, version.id):
        party = file.party(place.signer.party_id)
        if party is not None and may_sign_today(platform, file, place):
            _post(platform, file, version, COMPLETED, party, anchor)


def refused(platform: Platform, file: File, version: Version) -> None:
    """Who froze the text hears that the round is over."""
    _to_host(platform, file, version, REFUSED)


def sent_back(platform: Platform, file: File, version: Version) -> None:
    """Who froze the text hears that something has to change."""
    _to_host(platform, file, version, SENT_BACK)


def replied(platform: Platform, file: File, version: Version, party: Party) -> None:
    """Who sent something back hears that the text stays as it is."""
    _post(platform, file, version, REPLIED, party)


def _to_host(platform: Platform, file: File, version: Version, kind: str) -> None:
    account = accounts.account(platform.db, version.frozen_by)
    how = _how(platform, kind, account)
    if account is not None and how != "geen":
        mails.post(
            platform.db,
            kind=kind,
            to_address=account.email,
            dossier_id=file.dossier.id,
            version_id=version.id,
            account_id=account.id,
            held=how == "dagelijks",
            at=platform.at(),
        )


def _how(platform: Platform, kind: str, account: Account | None) -> How:
    """How somebody hears this: who has no account, and who is asked to sign, at once."""
    return preferences.of_account(platform.db, account.id).news if account and kind in NEWS else "meteen"


def _post(
    platform: Platform,
    file: File,
    version: Version,
    kind: str,
    party: Party,
    context: dict[str, str | int] | None = None,
    by: str | None = None,
) -> bool:
    address = address_of(platform, file, party)
    account = accounts.account(platform.db, party.account_id) if party.account_id else None
    how = _how(platform, kind, account)
    if address and how != "geen":
        mails.post(
            platform.db,
            kind=kind,
            to_address=address,
            dossier_id=file.dossier.id,
            version_id=version.id,
            party_id=party.id,
            asked_by=by,
            account_id=account.id if account else None,
            context=dict(context or {}),
            held=how == "dagelijks",
            at=platform.at(),
        )
    return bool(address)
