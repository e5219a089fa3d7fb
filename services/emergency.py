"""Opening a dossier of others in an emergency: by its exact number, with a motive, for a day, and never unseen.

Who may, and what it opens: rules/rights.py. Why it is like this: docs/adr/0041.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from forms.noodtoegang import OORDELEN, REDENEN
from forms.scope import Answers
from rules.access import Action, Tie
from services import access, permission
from services.administration import ADMINISTRATOR
from services.dossiers import File, organisation_name
from services.platform import NotFound, Platform, Who, stamp
from store import accounts, dossiers, emergencies, events, mails, organisations, wide_acts
from store.dossiers import Dossier
from store.emergencies import Emergency, Running, Unseen

LASTS = timedelta(hours=24)
MISSES, MISSED_IN = 5, timedelta(hours=1)
"""As many numbers that open nothing, in such a time; then it is over for an hour."""
TRIES, TRIED_IN = 15, timedelta(days=1)
"""As many times at all in a day."""
MAIL = "noodtoegang"
ASKED = "emergency.ask"
"""What it is called in the log of wide acts: one line for each try."""
NUMBER = re.compile(r"NAFT-\d{4}-\d{5,}")


class TooOften(Exception):
    """This account tried too many numbers."""


class NoSuchNumber(Exception):
    """No dossier opens by this number: not there, or no longer, which look the same."""


@dataclass(frozen=True, slots=True)
class Told:
    """One emergency as the page of it tells: who, of which organisation, why, from when to when, and what was found."""

    id: str
    who: str
    organisation: str
    reason: str
    opened_at: str
    ends_at: str
    ended: bool
    seen_by: str
    seen_at: str
    finding: str


def open_one(platform: Platform, who: Who, asked: Answers) -> str:
    """Open a dossier by its number, `asked` as forms/noodtoegang.py; gives its id. One's own dossier just is given.

    The try is on record whatever comes of it. The CLB of the dossier hears of it in the same write.

    :raises NotAllowed: for who is no professional of a CLB or a NAFT provider
    :raises TooOften: after too many tries
    :raises NoSuchNumber: when nothing opens by this number
    """
    permission.allow(who, Action.ASK_EMERGENCY)
    with platform.db.write():
        _not_too_often(platform, who)
        found = _found(platform, str(asked.get("nummer") or ""))
        wide_acts.add(
            platform.db,
            at=platform.at(),
            account_id=who.id,
            organisation_id=who.organisation.id,
            what=ASKED,
            found=int(found is not None),
            status=200 if found else 404,
        )
        if found is not None and not _sees(platform, who, found):
            _open(platform, who, found, asked)
    if found is None:
        raise NoSuchNumber
    return found.id


def _not_too_often(platform: Platform, who: Who) -> None:
    def since(span: timedelta) -> list[int]:
        return wide_acts.lately(platform.db, who.id, ASKED, since=stamp(platform.now() - span))

    if sum(status != 200 for status in since(MISSED_IN)) >= MISSES or len(since(TRIED_IN)) >= TRIES:
        raise TooOften


def _found(platform: Platform, typed: str) -> Dossier | None:
    number = typed.strip().upper()
    return dossiers.of_number(platform.db, number) if NUMBER.fullmatch(number) else None


def _sees(platform: Platform, who: Who, dossier: Dossier) -> bool:
    """Whether it is open already: as a party, or since an earlier emergency."""
    if access.sees(platform, who, dossier.id):
        return True
    now = platform.at()
    return emergencies.open_now(platform.db, dossier.id, who.id, who.organisation.id, at=now) is not None


def _open(platform: Platform, who: Who, dossier: Dossier, asked: Answers) -> None:
    db, at, why = platform.db, platform.at(), REDENEN[str(asked["reden"])]
    made = emergencies.open_one(
        db,
        dossier_id=dossier.id,
        account_id=who.id,
        organisation_id=who.organisation.id,
        reason=f"{why}. {asked['motief']}",
        at=at,
        until=stamp(platform.now() + LASTS),
    )
    events.append(
        db,
        type="emergency.opened",
        actor=who.id,
        dossier=dossier.id,
        subject=made.id,
        data={"reden": why, "organisatie": who.organisation.naam, "door": who.name},
        at=at,
    )
    for account_id, address in _to_tell(platform, dossier).items():
        mails.post(
            db, kind=MAIL, to_address=address, account_id=account_id, asked_by=who.id, dossier_id=dossier.id, at=at
        )


def _to_tell(platform: Platform, dossier: Dossier) -> dict[str, str]:
    """Account -> address: who of the CLB takes part, and its administrators."""
    there = accounts.accounts_of(platform.db, dossier.clb_id)
    taking_part = {one.account_id for one in access.parties_now(platform, dossier)}
    return {one.id: one.email for one in there if one.id in taking_part or ADMINISTRATOR in one.roles}


def told(platform: Platform, who: Who, file: File) -> list[Told]:
    """Every emergency of a dossier, the newest first, for its CLB; nothing for others."""
    if not access.may(platform, who, file, Action.JUDGE_EMERGENCY):
        return []
    return [_told(platform, one) for one in emergencies.of_dossier(platform.db, file.dossier.id)]


def one_of(platform: Platform, who: Who, file: File, emergency_id: str) -> Told:
    """One of those.

    :raises NotFound: when it is not there
    """
    found = next((one for one in told(platform, who, file) if one.id == emergency_id), None)
    if found is None:
        raise NotFound
    return found


def running(platform: Platform, who: Who) -> list[Running]:
    """What this person has open in an emergency now, for the way back to it."""
    if not permission.may(who, Action.ASK_EMERGENCY):
        return []
    return emergencies.running(platform.db, who.id, who.organisation.id, at=platform.at())


def mine(platform: Platform, who: Who, file: File) -> Emergency:
    """What this person has open of a dossier now.

    :raises NotFound: when nothing is
    """
    access.allow(platform, who, file, Action.READ_EMERGENCY)
    now = platform.at()
    found = emergencies.open_now(platform.db, file.dossier.id, who.id, who.organisation.id, at=now)
    if found is None:
        raise NotFound
    return found


def judge(platform: Platform, who: Who, file: File, emergency_id: str, answers: Answers) -> bool:
    """The CLB writes down what it found; False when somebody was first. What was not needed ends now.

    :raises NotAllowed: for who is not of the CLB of the dossier
    :raises NotFound: when it is not there
    """
    access.allow(platform, who, file, Action.JUDGE_EMERGENCY)
    one_of(platform, who, file, emergency_id)
    verdict = str(answers["oordeel"])
    with platform.db.write():
        done = emergencies.judge(
            platform.db,
            emergency_id,
            by=who.id,
            finding=f"{OORDELEN[verdict]}. {answers['bevinding']}",
            at=platform.at(),
            ends=verdict == "onterecht",
        )
        if done:
            events.append(
                platform.db,
                type="emergency.judged",
                actor=who.id,
                dossier=file.dossier.id,
                subject=emergency_id,
                data={"oordeel": verdict, "door": who.name},
                at=platform.at(),
            )
    return done


def waiting(platform: Platform, who: Who) -> list[Unseen]:
    """At which nobody of this CLB looked yet."""
    may = permission.decision(who, Action.JUDGE_EMERGENCY, tie=Tie.OWNER).allowed
    return emergencies.unseen(platform.db, who.organisation.id) if may else []


def _told(platform: Platform, one: Emergency) -> Told:
    place = organisations.organisation(platform.db, one.organisation_id)
    return Told(
        id=one.id,
        who=_name(platform, one.account_id),
        organisation=organisation_name(place) if place else "",
        reason=one.reason,
        opened_at=one.opened_at,
        ends_at=one.ends_at,
        ended=one.ends_at <= platform.at(),
        seen_by=_name(platform, one.seen_by or ""),
        seen_at=one.seen_at or "",
        finding=one.finding,
    )


def _name(platform: Platform, account_id: str) -> str:
    found = accounts.account(platform.db, account_id) if account_id else None
    return f"{found.voornaam} {found.familienaam}".strip() if found else ""
