"""An account that ends: what it takes part in, who takes over, and coming back.

Ending is at once: every session, open invitation, calendar and waiting mail with it. What somebody signed and wrote
stays. A colleague takes over by coming into the dossier in the same role; who leaves goes out of it where the rules of
services/parties.py let that, and no text waits for the signature.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rules.access import Action
from rules.states import State
from services import dossiers, finding, invitations, parties, people
from services.administration import ADMINISTRATOR, PLATFORM, is_platform_administrator
from services.platform import NotAllowed, NotFound, Platform, Who
from services.waiting import ENDS
from store import accounts, events, staff
from store.accounts import Account
from store.staff import PartyLine

REASONS = {
    "uit_dienst": "Werkt niet meer voor ons",
    "ander_werk": "Doet ander werk bij ons",
    "afwezig": "Is lange tijd afwezig",
    "veiligheid": "Iemand anders kon misschien in het account",
    "vergissing": "Het account was een vergissing",
}
NOT_YOURSELF = "U kunt uw eigen account niet stoppen. Vraag het aan een andere beheerder."
LAST_ONE = people.LAST_ONE
RUNS_THE_PLATFORM = "Deze persoon beheert ook het platform. Enkel een andere platformbeheerder kan dit account stoppen."
NO_REASON = "Kies waarom het account stopt."


@dataclass(frozen=True, slots=True)
class Part:
    """A role in which somebody takes part in running dossiers, and the colleagues who can take it over."""

    rol: str
    label: str
    lines: tuple[PartyLine, ...]
    colleagues: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """What ending did: in how many dossiers a colleague came, and where who left is still named, with why."""

    taken_over: int
    still: tuple[tuple[PartyLine, str], ...]


def takes_part(platform: Platform, who: Who, account_id: str) -> tuple[list[Part], int]:
    """The running dossiers of somebody, by role, and in how many that ended it takes part.

    :raises NotAllowed: for who is no administrator
    :raises NotFound: for an account of elsewhere
    """
    account = people.person(platform, who, account_id)
    every = staff.takes_part(platform.db, account.id, who.organisation.id)
    running = [one for one in every if one.state and State(one.state) not in ENDS]
    found = []
    for rol in dict.fromkeys(one.rol for one in running):
        lines = tuple(one for one in running if one.rol == rol)
        able = [one for one in dossiers.colleagues(platform, who.organisation.id, rol) if one.id != account.id]
        found.append(Part(rol, dossiers.role_label(rol), lines, tuple(able)))
    return found, len({one.dossier_id for one in every} - {one.dossier_id for one in running})


def why_not(platform: Platform, who: Who, account: Account) -> str:
    """Why this account cannot be ended by this person, in Dutch; '' when it can."""
    if account.id == who.id:
        return NOT_YOURSELF
    if PLATFORM in account.roles and not is_platform_administrator(who):
        return RUNS_THE_PLATFORM
    if ADMINISTRATOR in account.roles and not people.other_administrators(platform, who, account):
        return LAST_ONE
    return ""


def end(platform: Platform, who: Who, account_id: str, reason: str, heirs: Mapping[str, str]) -> Left:
    """End an account; `heirs` are role -> account of the colleague who takes over, '' for nobody.

    A second time, as by a double click, changes nothing.

    :raises NotAllowed: for who is no administrator, for oneself, and for the last administrator
    :raises NotFound: for an account of elsewhere, and for a colleague who cannot take over
    :raises BadPerson: without a reason
    """
    with platform.db.write():
        account = people.person(platform, who, account_id)
        if not account.active:
            return Left(0, ())
        if reason not in REASONS:
            raise people.BadPerson([("reden", NO_REASON)])
        if refused := why_not(platform, who, account):
            raise NotAllowed(refused)
        left = _hand_over(platform, who, account, heirs)
        accounts.save(platform.db, replace(account, active=False))
        finding.keep_of_account(platform, account)
        staff.end_everything(platform.db, account.id, at=platform.at())
        people.tell(platform, who, "account.ended", account, reden=reason)
    return left


def revive(platform: Platform, who: Who, account_id: str) -> None:
    """Let somebody in again, with a new password by mail. A second time does nothing.

    :raises NotAllowed: for who is no administrator
    :raises NotFound: for an account of elsewhere
    """
    with platform.db.write():
        account = people.person(platform, who, account_id)
        if account.active:
            return
        back = replace(account, active=True)
        accounts.save(platform.db, back)
        finding.keep_of_account(platform, back)
        people.tell(platform, who, "account.revived", back)
        invitations.invite(platform, back, "uitnodiging", who.id)


def reason_of(platform: Platform, account: Account) -> tuple[str, str]:
    """(when, why in words) an account ended; empty texts when the chain does not tell."""
    told = [one for one in events.of_subject(platform.db, account.id) if one.type == "account.ended"]
    if not told:
        return "", ""
    return told[-1].at, REASONS.get(str((told[-1].data or {}).get("reden")), "")


def _hand_over(platform: Platform, who: Who, account: Account, heirs: Mapping[str, str]) -> Left:
    taken: set[str] = set()
    still: list[tuple[PartyLine, str]] = []
    for part in takes_part(platform, who, account.id)[0]:
        heir = _heir(part, heirs.get(part.rol, ""))
        for line in part.lines:
            if heir is not None:
                parties.add_colleague(platform, who, line.dossier_id, heir, part.rol)
                taken.add(line.dossier_id)
            if why := _stays(platform, who, line, heir):
                still.append((line, why))
    return Left(len(taken), tuple(still))


def _heir(part: Part, account_id: str) -> Account | None:
    if not account_id:
        return None
    found = next((one for one in part.colleagues if one.id == account_id), None)
    if found is None:
        raise NotFound
    return found


def _stays(platform: Platform, who: Who, line: PartyLine, heir: Account | None) -> str:
    """Take who leaves out of a dossier that a colleague took over; why that cannot be, in Dutch, or ''."""
    if heir is None:
        return "Er is nog niemand die overneemt."
    if line.open_round:
        return "Er ligt een tekst ter ondertekening. Leg die opnieuw vast, met uw collega erbij."
    file = dossiers.file_of(platform, who, line.dossier_id, Action.REPLACE_COLLEAGUE)
    party = file.party(line.party_id)
    if party is None:
        return ""
    if why := parties.why_not_removable(file, party):
        return why
    parties.remove_party(platform, who, file, party)
    return ""
