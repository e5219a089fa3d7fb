"""Destroying a dossier after its term (T20, BR-50): one person proposes, another of the same organisation carries out.

Never by itself. Who keeps the dossier hears of it sixty days before; a legal hold, or a question of the pupil that is
open, stops it. Each organisation that keeps the dossier destroys for itself, and the last one destroys it whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules import retention
from rules.access import Action
from rules.source import Problem, problem
from rules.states import Event
from rules.trajectory import Actor, explain, facts_needed
from services import destroyed_list, erasing, scrubbing
from services.dossiers import File, file_of
from services.platform import NotAllowed, NotFound, Platform, Who, local
from services.terms import KEEPS, Holder, holders
from store import accounts, destructions, events, holds, housekeeping, organisations
from store import erasing as kept
from store.destructions import Destruction
from store.holds import Hold
from store.rows import new_id

PROPOSED, WITHDRAWN, REAPPLIED = "retention.proposed", "retention.withdrawn", "retention.reapplied"
HELD = "Dit dossier moet langer bewaard blijven. Wie dat vastlegde, of een beheerder van CLB of NAFT, kan dat opheffen."
ASKED = "De leerling of de ouders vroegen iets over dit dossier en kregen nog geen antwoord. Beantwoord dat eerst."
TOO_EARLY = "Dit is nog maar pas aangekondigd. Bevestigen kan vanaf {}."
SAME_PERSON = "U stelde dit zelf voor. Een andere beheerder van uw organisatie moet het bevestigen."
NOT_PROPOSED = "Niemand stelde voor om dit dossier te vernietigen, of het voorstel is ingetrokken."
PROPOSED_ALREADY = "Dit dossier is al voorgesteld. Een andere beheerder van uw organisatie moet het bevestigen."
KEEPS_NOTHING = "Uw organisatie bewaart in Naadloos geen dossiers. Vraag het aan het CLB of de NAFT-aanbieder."


class NoReason(ValueError):
    """It has to be said why."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A dossier as its page in *Bewaren* shows it: who keeps it, what is under way, and what stands in the way.

    `mine` is the own organisation, `others` who keeps it beside it. `whole`: destroying now erases all of it. `counts`
    is how many rows of each table that is (store/erasing.py). `confirm_from` is the first day on which a proposal may
    be confirmed, None where none was announced. `objections` say why it may not be destroyed today.
    """

    file: File
    mine: Holder
    others: tuple[Holder, ...]
    over: bool
    destruction: Destruction | None
    holds: tuple[Hold, ...]
    objections: tuple[Problem, ...]
    whole: bool
    counts: dict[str, int]
    confirm_from: date | None


def standing(platform: Platform, who: Who, dossier_id: str) -> Standing:
    """How keeping one's own dossier stands.

    :raises NotFound: when it is not there, or not for this organisation
    :raises NotAllowed: for who is no administrator of an organisation that keeps it
    """
    file = _file(platform, who, dossier_id)
    everybody = holders(platform, file)
    mine = _mine(who, everybody)
    found = destructions.open_one(platform.db, dossier_id, who.organisation.id)
    others = tuple(one for one in everybody if one != mine)
    return Standing(
        file=file,
        mine=mine,
        others=others,
        over=mine.day is not None and retention.is_over(mine.day, platform.today()),
        destruction=found,
        holds=tuple(holds.standing(platform.db, dossier_id, platform.today().isoformat())),
        objections=tuple(_objections(platform, file, mine)),
        whole=not others,
        counts=kept.count(platform.db, dossier_id),
        confirm_from=confirm_from(found),
    )


def propose(platform: Platform, who: Who, dossier_id: str, reason: str) -> None:
    """Propose to destroy what one's organisation kept; where it was not announced before, this announces it.

    :raises NoReason: without a reason
    :raises NotFound, NotAllowed: as `standing`; and when it may not be destroyed, or was proposed before
    """
    if not reason.strip():
        raise NoReason
    with platform.db.write():
        file, mine, found = _look(platform, who, dossier_id)
        _require(_objections(platform, file, mine))
        if found is not None and found.status != "aangekondigd":
            raise NotAllowed(PROPOSED_ALREADY)
        if found is not None and found.kept_until != _day(mine).isoformat():  # announced for another day: not heard of
            destructions.change(platform.db, found.id, {"status": "ingetrokken"})
            found = None
        at = platform.at()
        told = {"status": "voorgesteld", "proposed_by": who.id, "proposed_at": at, "reason": reason.strip()}
        if found is None:
            announced = {"announced_at": at, "kept_until": _day(mine).isoformat()}
            ids = {"id": new_id(), "dossier_id": dossier_id, "organisation_id": who.organisation.id}
            destructions.add(platform.db, Destruction(**ids, **announced, **told))  # type: ignore[arg-type]
        else:
            destructions.change(platform.db, found.id, told)
        tell(platform, who, dossier_id, PROPOSED, reden=reason.strip())


def withdraw(platform: Platform, who: Who, dossier_id: str) -> None:
    """Take a proposal back: the dossier stays, and can be proposed again. A second time does nothing.

    :raises NotFound, NotAllowed: as `standing`
    """
    with platform.db.write():
        _, _, found = _look(platform, who, dossier_id)
        if found is None or found.status != "voorgesteld":
            return
        destructions.change(platform.db, found.id, {"status": "ingetrokken"})
        again = Destruction(
            id=new_id(),
            dossier_id=dossier_id,
            organisation_id=who.organisation.id,
            kept_until=found.kept_until,
            status="aangekondigd",
            announced_at=found.announced_at,
        )
        destructions.add(platform.db, again)
        tell(platform, who, dossier_id, WITHDRAWN)


def confirm(platform: Platform, who: Who, dossier_id: str) -> bool:
    """Destroy, as the second person: at once, and for good. Gives whether the dossier went whole.

    :raises NotFound, NotAllowed: as `standing`; for who proposed it, before its day, or when it may not be destroyed
    """
    with platform.db.write():
        file, mine, found = _look(platform, who, dossier_id)
        if found is None or found.status != "voorgesteld":
            raise NotAllowed(NOT_PROPOSED)
        if found.proposed_by == who.id:
            raise NotAllowed(SAME_PERSON)
        _require(_objections(platform, file, mine))
        first = confirm_from(found)
        if first is not None and platform.today() < first:
            raise NotAllowed(TOO_EARLY.format(first.strftime("%-d %-m %Y")))
        whole, gone = erasing.erase(platform, file, who.organisation, who.id)
        done = {"confirmed_by": who.id, "done_at": platform.at(), "whole": whole, "erased": gone}
        destructions.change(platform.db, found.id, {"status": "uitgevoerd", "reason": "", **done})
    _leave_no_trace(platform, who.id)
    return whole


def reapply(platform: Platform) -> int:
    """Destroy again what an old copy of the database brought back; gives how many. For after putting a copy back.

    Whatever was destroyed stands in the list beside the database (services/destroyed_list.py). Nobody has to confirm
    it again, and a hold that the copy still has does not stop it: both were looked at when it was destroyed.
    """
    done = 0
    for line in destroyed_list.lines(platform):
        with platform.db.write():
            file = erasing.read(platform, line.dossier)
            there = destructions.open_one(platform.db, line.dossier, line.organisation)
            if file is None or (there is not None and there.status == "uitgevoerd"):
                continue
            done += _again(platform, file, line, there)
    if done:
        _leave_no_trace(platform, "")
    return done


def _again(platform: Platform, file: File, line: destroyed_list.Line, there: Destruction | None) -> int:
    organisation = organisations.organisation(platform.db, line.organisation)
    if organisation is None:
        return 0
    day = next((one.day for one in holders(platform, file) if one.organisation.id == organisation.id), None)
    whole, gone = erasing.erase(platform, file, organisation, "", whole=line.whole)
    told = {"status": "uitgevoerd", "done_at": line.at, "whole": whole, "erased": gone, "reason": ""}
    if there is None:
        ids = {"id": new_id(), "dossier_id": line.dossier, "organisation_id": line.organisation}
        until = (day or local(line.at).date()).isoformat()
        destructions.add(platform.db, Destruction(**ids, kept_until=until, **told))  # type: ignore[arg-type]
    else:
        destructions.change(platform.db, there.id, told)
    events.append(
        platform.db,
        type=REAPPLIED,
        actor="",
        dossier=file.dossier.id,
        subject=organisation.id,
        data={"eerst": line.at},
        at=platform.at(),
    )
    return 1


def _leave_no_trace(platform: Platform, who_id: str) -> None:
    """After the write: the list beside the database, the log emptied, and the file made anew in the background."""
    destroyed_list.keep(platform)
    housekeeping.empty_log(platform.db)
    scrubbing.ask(platform, who_id)


def _file(platform: Platform, who: Who, dossier_id: str) -> File:
    file_of(platform, who, dossier_id, Action.KEEP_OR_DESTROY)
    found = erasing.read(platform, dossier_id)
    if found is None:
        raise NotFound
    return found


def _look(platform: Platform, who: Who, dossier_id: str) -> tuple[File, Holder, Destruction | None]:
    file = _file(platform, who, dossier_id)
    mine = _mine(who, holders(platform, file))
    return file, mine, destructions.open_one(platform.db, dossier_id, who.organisation.id)


def _mine(who: Who, everybody: list[Holder]) -> Holder:
    found = next((one for one in everybody if one.organisation.id == who.organisation.id), None)
    if found is None or who.organisation.soort not in KEEPS:
        raise NotAllowed(KEEPS_NOTHING)
    return found


def _objections(platform: Platform, file: File, mine: Holder) -> list[Problem]:
    """Why it may not be destroyed today: what the table of steps says (T20), a hold, or a question that is open."""
    today = platform.today()
    over = mine.day is not None and retention.is_over(mine.day, today)
    facts = {"eigen_dossier": True, "bewaartermijn_verstreken": over, "tweede_persoon": True}
    needed = facts_needed(file.state, Event.VERNIETIGEN)
    found = explain(file.state, Event.VERNIETIGEN, Actor.DATA_MANAGER, {name: facts[name] for name in needed})
    if holds.standing(platform.db, file.dossier.id, today.isoformat()):
        found.append(problem("BR-50", HELD))
    if destructions.open_rights(platform.db, file.dossier.id):
        found.append(problem("BR-51", ASKED))
    return found


def _require(found: list[Problem]) -> None:
    if found:
        raise NotAllowed.by_rule(found)


def confirm_from(found: Destruction | None) -> date | None:
    """The first day on which what was announced may be confirmed; None where nothing was."""
    if found is None or found.announced_at is None:
        return None
    return retention.may_confirm_from(local(found.announced_at).date())


def _day(mine: Holder) -> date:
    if mine.day is None:
        raise NotAllowed(KEEPS_NOTHING)
    return mine.day


def tell(platform: Platform, who: Who, dossier_id: str, what: str, **data: str) -> None:
    """Put in the chain what somebody decided about keeping a dossier, in the write of it."""
    events.append(
        platform.db,
        type=what,
        actor=who.id,
        dossier=dossier_id,
        subject=dossier_id,
        data={"organisatie": who.organisation.id, "door": who.name, **data},
        at=platform.at(),
    )


def name_of_account(platform: Platform, account_id: str) -> str:
    """Who proposed: full name; '' for nobody."""
    found = accounts.account(platform.db, account_id)
    return f"{found.voornaam} {found.familienaam}".strip() if found else ""
