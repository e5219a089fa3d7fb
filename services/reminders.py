"""The reminders of one day: everybody gets one mail with all of it, and never the same twice. For a timer.

Every person is a write of its own, in which is looked again what was reminded of already: two runs at once, or several
on one day, send what one does. Only the outbox is written; services/outbox.py sends.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from services import links, reminded, round_news
from services.free_days import is_working_day
from services.mail_words_staff import DIGEST, GATHERED, REMINDER, context_of
from services.platform import Platform, local
from services.reminded import SIGN, Item
from store import accounts, mails, preferences, reminders
from store.accounts import Account
from store.mails import Mail
from store.preferences import Preference
from store.reminders import Reminder
from store.rows import new_id


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run did, or would do: numbers alone.

    `mails` and how many of those are a `digests`; in them, `marks` of days, `signatures` that wait, and `news`; `links`
    that were mailed anew; `unheard`, days of which nobody can be told. `working_day` is False when nothing was done
    because of that.
    """

    working_day: bool = True
    mails: int = 0
    digests: int = 0
    marks: int = 0
    signatures: int = 0
    news: int = 0
    links: int = 0
    unheard: int = 0


def run(platform: Platform, *, dry_run: bool = False) -> Ran:
    """Put the reminders of today in the outbox; a second time today adds only what is new. `dry_run` only counts."""
    if not is_working_day(platform.today()):
        return Ran(working_day=False)
    days, unheard = reminded.of_days(platform)
    signatures, unsigned = reminded.of_signatures(platform)
    everybody = defaultdict[str, list[Item]](list)
    for item in (*days, *signatures):
        everybody[item.account_id].append(item)
    for account_id in mails.accounts_with_held(platform.db):
        everybody[account_id] += []
    found = Counter[str]()
    for account_id, items in sorted(everybody.items()):
        found += _tell(platform, account_id, items, dry_run=dry_run)
    return Ran(
        mails=found["mails"],
        digests=found["digests"],
        marks=found["marks"],
        signatures=found["signatures"],
        news=found["news"],
        links=sum(_mail_link(platform, *one, dry_run=dry_run) for one in unsigned),
        unheard=unheard,
    )


def _tell(platform: Platform, account_id: str, items: Sequence[Item], *, dry_run: bool) -> Counter[str]:
    """One mail to one person, if there is something to say; gives what is in it."""
    account = accounts.account(platform.db, account_id)
    if account is None or not account.active:
        return Counter()
    if dry_run:
        return _counted(_gathered(platform, account, items))
    with platform.db.write():
        gathered = _gathered(platform, account, items)
        if gathered.is_empty:
            return Counter()
        mail = mails.post(
            platform.db,
            kind=gathered.kind,
            to_address=account.email,
            account_id=account.id,
            context=context_of(gathered.shown, gathered.news),
            at=platform.at(),
        )
        for one in gathered.new:
            reminders.note(platform.db, _note(platform, one, mail))
        if gathered.news:
            mails.told(platform.db, account.id, at=platform.at())
    return _counted(gathered)


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What one mail says: the items in it, those of them that are new, and the kinds of the news it tells."""

    kind: str
    shown: list[Item]
    new: list[Item]
    news: list[str]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.new and not self.news


def _gathered(platform: Platform, account: Account, items: Sequence[Item]) -> _Gathered:
    chosen = preferences.of_account(platform.db, account.id)
    last = mails.last_of_kinds(platform.db, account.id, GATHERED)
    told_today = last is not None and local(last.created_at).date() == platform.today()
    held = [] if told_today or chosen.news == "geen" else mails.held_for(platform.db, account.id)
    wanted = [one for one in items if _wants(chosen, one)]
    new = [one for one in wanted if not _was_told(platform, one)]
    news = [one.kind for one in held]
    if chosen.reminders != "dagelijks":
        return _Gathered(REMINDER, new, new, news)
    if told_today:
        return _Gathered(DIGEST, [], [], [])
    return _Gathered(DIGEST, wanted, wanted, news)


def _wants(chosen: Preference, one: Item) -> bool:
    """Who wants no reminders still hears of an evaluation of the own organisation that is late (BR-41)."""
    return chosen.reminders != "geen" or (one.kind == reminded.EVALUATION and one.late)


def _was_told(platform: Platform, one: Item) -> bool:
    """Of this mark, or of one that is more urgent."""
    marks = reminders.marks_of(platform.db, one.account_id, one.dossier_id, one.kind, one.about, one.day.isoformat())
    return any(mark >= one.mark for mark in marks)


def _note(platform: Platform, one: Item, mail: Mail) -> Reminder:
    return Reminder(
        id=new_id(),
        account_id=one.account_id,
        dossier_id=one.dossier_id,
        kind=one.kind,
        about=one.about,
        day=one.day.isoformat(),
        mark=one.mark,
        sent_on=platform.today().isoformat(),
        mail_id=mail.id,
    )


def _counted(gathered: _Gathered) -> Counter[str]:
    if gathered.is_empty:
        return Counter()
    signatures = sum(one.kind == SIGN for one in gathered.shown)
    return Counter(
        mails=1,
        digests=int(gathered.kind == DIGEST),
        signatures=signatures,
        marks=len(gathered.shown) - signatures,
        news=len(gathered.news),
    )


def _mail_link(platform: Platform, version_id: str, party_id: str, *, dry_run: bool) -> int:
    """A fresh personal link to who has had one for a week, once and not when somebody was quicker; 1 when it goes."""
    asked = mails.of_party(platform.db, version_id, party_id, round_news.INVITATION)
    if any(one.context.get("herinnering") for one in asked) or not any(one.status == "verstuurd" for one in asked):
        return 0
    return 1 if dry_run else int(links.remind_unasked(platform, version_id, party_id))
