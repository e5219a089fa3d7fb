"""A calendar of one's own behind a secret address: made, shown once, replaced and ended by its owner (ADR 0032).

A calendar program comes by with nothing but that address, so the address says who may read. It lives as long as the
account is active. What stands in the calendar: services/calendar_days.py.
"""

from __future__ import annotations

import secrets

from services.accounts import token_hash
from services.platform import Platform, Who, local
from store import accounts, calendar_feeds, organisations
from store.calendar_feeds import Feed


def make(platform: Platform, who: Who) -> str:
    """Give somebody a calendar, in place of an earlier one; gives the secret of its address. Only its hash is kept."""
    token = secrets.token_urlsafe(32)
    feed = Feed(account_id=who.id, token_hash=token_hash(token), created_at=platform.at())
    calendar_feeds.make(platform.db, feed)
    return token


def end(platform: Platform, who: Who) -> bool:
    """The address opens nothing any more; False when there was none."""
    return calendar_feeds.end(platform.db, who.id)


def of(platform: Platform, who: Who) -> Feed | None:
    """Somebody's calendar; None without one."""
    return calendar_feeds.of_account(platform.db, who.id)


def opened(platform: Platform, token: str) -> tuple[Feed, Who] | None:
    """The calendar behind an address, and whose it is; None when the address opens nothing.

    When the owner's account is not active any more, the calendar ends here for good.
    """
    feed = calendar_feeds.of_token(platform.db, token_hash(token))
    account = accounts.account(platform.db, feed.account_id) if feed else None
    if feed is None or account is None:
        return None
    organisation = organisations.organisation(platform.db, account.organisation_id or "")
    if not account.active or organisation is None or not organisation.active:
        calendar_feeds.end(platform.db, feed.account_id)
        return None
    if feed.read_at is None or local(feed.read_at).date() != platform.today():
        calendar_feeds.was_read(platform.db, feed.account_id, at=platform.at())
    return feed, Who(account, organisation)
