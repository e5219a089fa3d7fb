"""Who is to be reminded of what today: the days of dossiers, and texts that wait for a signature.

Days are for who takes part in the dossier with an account, for the organisation whose turn it is. Of the evaluation CLB
and school hear too when the goals say so. Where nobody of the organisation takes part, those hear who can see to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rules import reminders as rules
from services import permission, round_news, stuck
from services.administration import ADMINISTRATOR
from services.dossiers import SEES_DOSSIERS, read_file
from services.free_days import public_holidays, working_days_since
from services.plan import ESTIMATES
from services.platform import LETTERS, Platform, Who, local
from services.stuck import Turn
from services.surroundings import latest_answers
from store import accounts, dossiers, open_rounds, organisations, reminders
from store.reminders import DayOf, TakesPart

KINDS = (
    *("info", "antwoord", "wachtlijst", "startrondetafel", "instemming", "evaluatie"),
    *("hervatten", "wordt_12", "wordt_18", "opvolgen"),
    *("afspraak_recht", "antwoord_recht"),
)
"""Kinds of day (rules/plan.py) that somebody is reminded of. Of the last days of keeping nobody is."""
EVALUATION, SIGN = "evaluatie", "tekenen"
SIGN_EVERY = 3
"""Working days after which somebody who signs in an own account is asked again."""
LINK_AFTER = 5
"""Working days after which somebody with a personal link gets a fresh one, once."""
ALSO_TOLD = {"clb": "clb", "school": "school"}
"""Kind of organisation -> its word in the question `herinnering_naar` of the goals."""
COORDINATOR = "naft_coordinator"
BEFORE_ANYBODY = ("antwoord", "wachtlijst")
"""Kinds of day at which nobody of the provider takes part yet, as it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One person, one day of one dossier, and the reminder that is due: see `rules.reminders.mark_due`.

    `about` is a party, engagement or version by id. `for_nobody`: nobody of the organisation takes part, and this
    person can see to that. Of a signature that is asked, `day` is the day on which it was.
    """

    account_id: str
    dossier_id: str
    kind: str
    about: str
    day: date
    mark: int
    for_nobody: bool = False

    @property
    def late(self) -> bool:
        """Whether the day is over, and something had to be done by then."""
        return self.kind != SIGN and self.mark > 0


def of_days(platform: Platform) -> tuple[list[Item], int]:
    """What the days of all dossiers remind of today; and of how many nobody at all can be told."""
    today = platform.today()
    found = reminders.days_that_come(
        platform.db,
        kinds=KINDS,
        shown_by=(today + rules.LONGEST_FREE).isoformat(),
        day_by=(today + rules.FURTHEST + rules.LONGEST_FREE).isoformat(),
    )
    marked = [(one, mark) for one in found if (mark := _mark(one, today)) is not None]
    people = _People(platform, [one.dossier_id for one, _ in marked])
    items, unheard = dict[tuple[str, ...], Item](), 0
    for one, mark in marked:
        told = people.told(one)
        unheard += told is None
        for account_id, for_nobody in told or ():
            made = _item(one, mark, account_id, for_nobody=for_nobody)
            items[account_id, one.dossier_id, one.kind, one.about, one.day] = made
    return list(items.values()), unheard


def _mark(one: DayOf, today: date) -> int | None:
    day = date.fromisoformat(one.day)
    return rules.mark_due(
        day,
        today,
        public_holidays(min(day, today) - rules.FURTHEST - rules.LONGEST_FREE, day),
        known_from=date.fromisoformat(one.shown_from),
        overdue=one.kind not in ESTIMATES,
    )


def _item(one: DayOf, mark: int, account_id: str, *, for_nobody: bool) -> Item:
    return Item(
        account_id=account_id,
        dossier_id=one.dossier_id,
        kind=one.kind,
        about=one.about,
        day=date.fromisoformat(one.day),
        mark=mark,
        for_nobody=for_nobody,
    )


class _People:
    """Who hears of a day. Reads each organisation and each dossier that it needs once."""

    def __init__(self, platform: Platform, dossier_ids: Iterable[str]) -> None:
        self._platform = platform
        self._parts: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._sees: dict[str, bool] = {}
        self._instead: dict[str, list[str]] = {}
        self._also: dict[str, list[str]] = {}
        found: list[TakesPart] = reminders.taking_part(platform.db, list(dossier_ids))
        for one in found:
            if self._sees_dossiers(one.account_id):
                self._parts[one.dossier_id, one.organisation_id].append(one.account_id)

    def _sees_dossiers(self, account_id: str) -> bool:
        """Not for who only administers by now, and still stands in the dossier: then others have to hear."""
        if account_id not in self._sees:
            account = accounts.account(self._platform.db, account_id)
            place = organisations.organisation(self._platform.db, account.organisation_id or "") if account else None
            self._sees[account_id] = (
                account is not None and place is not None and permission.sees_dossiers(Who(account, place))
            )
        return self._sees[account_id]

    def told(self, one: DayOf) -> list[tuple[str, bool]] | None:
        """The accounts, each with whether it hears for want of others; None when nobody can hear who should."""
        parts = [(account_id, False) for account_id in self._parts[one.dossier_id, one.organisation_id]]
        if LETTERS.get(one.soort, "-") in one.acts:
            missed = one.kind not in BEFORE_ANYBODY
            return parts or [(account_id, missed) for account_id in self._in_their_place(one)] or None
        return parts if one.kind == EVALUATION and self._asked_for(one) else []

    def _in_their_place(self, one: DayOf) -> list[str]:
        """Of a provider the coordinators, who decide on what comes in; else the administrators."""
        if one.organisation_id not in self._instead:
            there = accounts.accounts_of(self._platform.db, one.organisation_id)
            for role in (*([COORDINATOR] if one.soort == "naft" else []), ADMINISTRATOR):
                found = [account.id for account in there if role in account.roles]
                if found:
                    break
            self._instead[one.organisation_id] = found
        return self._instead[one.organisation_id]

    def _asked_for(self, one: DayOf) -> bool:
        """Whether the goals ask to remind this organisation too (reminders: BR-41)."""
        if one.dossier_id not in self._also:
            dossier = dossiers.dossier(self._platform.db, one.dossier_id)
            answers = latest_answers(self._platform, read_file(self._platform, dossier), "doelen") if dossier else {}
            self._also[one.dossier_id] = [str(word) for word in answers.get("herinnering_naar") or ()]
        return ALSO_TOLD.get(one.soort) in self._also[one.dossier_id]


def of_signatures(platform: Platform) -> tuple[list[Item], list[tuple[str, str]]]:
    """Whose signature in an own account waits for too long; and (version, party) of whose personal link does."""
    today = platform.today()
    turns = stuck.turns(open_rounds.everywhere(platform.db, round_news.ASKS))
    waiting = [(one, working_days_since(_asked_on(one), today)) for one in turns if _is_with_them(one)]
    return list(_items(waiting)), list(_links(waiting))


def _is_with_them(one: Turn) -> bool:
    """Not when they left the dossier, sent something back, or a scan waits to be confirmed: others are to act."""
    back = one.ways.get("send_back")
    mail = one.ways.get("mail")
    stopped = one.place.gone or (back is not None and back.status == "open")
    return not stopped and "scan" not in one.ways and not (mail is not None and mail.status in ("wacht", "mislukt"))


def _asked_on(one: Turn) -> date:
    """The day of the last mail that asked it, else the day on which its turn came."""
    mail = one.ways.get("mail")
    return local(max(one.since, mail.at if mail is not None else "")).date()


def _items(waiting: list[tuple[Turn, int]]) -> Iterator[Item]:
    for one, days in waiting:
        place = one.place
        times = rules.times_to_ask_again(days, SIGN_EVERY)
        if times and place.account_id is not None and place.organisation_kind in SEES_DOSSIERS:
            yield Item(
                account_id=place.account_id,
                dossier_id=place.dossier_id,
                kind=SIGN,
                about=place.version_id,
                day=_asked_on(one),
                mark=times,
            )


def _links(waiting: list[tuple[Turn, int]]) -> Iterator[tuple[str, str]]:
    for one, days in waiting:
        place = one.place
        by_account = place.account_id is not None and place.organisation_kind in SEES_DOSSIERS
        if days >= LINK_AFTER and not by_account and "mail" in one.ways:
            yield place.version_id, place.party_id
