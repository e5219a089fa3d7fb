"""Who reads a mail to an account: nobody who left, and nobody at an address that is no longer theirs."""

from __future__ import annotations

from services.platform import Platform
from services.post_offices import Refused
from store import accounts
from store.accounts import Account
from store.mails import Mail

OTHER_ADDRESS = "het e-mailadres van deze account is intussen veranderd."


def reader(platform: Platform, mail: Mail) -> Account | None:
    """The account that a mail goes to; None for who left.

    :raises Refused: when the account has another address by now
    """
    account = accounts.account(platform.db, mail.account_id or "")
    if account is None or not account.active:
        return None
    if account.email != mail.to_address:
        raise Refused(OTHER_ADDRESS)
    return account
