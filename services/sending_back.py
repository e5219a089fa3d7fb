"""Sending a section back with a reason, instead of signing; and what the one who leads does with it.

The round goes on for the others. Who leads takes the text back and changes it, or answers why it stays.
"""

from __future__ import annotations

from forms import RECORD_TYPES
from forms.question import clean
from rules.national_number import WARNING, has_national_number
from rules.signers import OTHERS, PROFESSIONALS
from services import round_news, rounds
from services.dossiers import File, name_of
from services.platform import NotFound, Platform, Who
from services.seating import used
from services.signing import IncompleteAnswer
from store import send_backs
from store.send_backs import SendBack
from store.versions import Version

REASON_MAX = 1000
CHOOSE_SECTION = "Kies het deel dat anders moet."
WRITE_WHY = f"Schrijf in hoogstens {REASON_MAX} tekens wat er anders moet."
WHOLE = "-"
"""Instead of a section: the text as a whole."""
AS_A_WHOLE = "de tekst als geheel"


def send_back(
    platform: Platform,
    file: File,
    version_id: str,
    party_id: str,
    *,
    step: str,
    reason: str,
    shown_root: str,
    method: str = "account",
    who: Who | None = None,
) -> SendBack:
    """Ask for a change in one section; `step` is its slug, `WHOLE` for the text as a whole.

    :raises IncompleteAnswer: without a section or a reason
    :raises RoundClosed, AlreadyAnswered, NotYourTurn, OtherText: as signing does
    """
    said = clean(reason)
    with rounds.at_place(platform, file, version_id, party_id, shown_root) as (version, _):
        record_type = RECORD_TYPES[version.payload["type"]]
        errors = []
        if step not in (WHOLE, *(one.slug for one in record_type.steps)):
            errors.append(("deel", CHOOSE_SECTION))
        if not 0 < len(said) <= REASON_MAX:
            errors.append(("waarom", WRITE_WHY))
        if has_national_number(said):
            errors.append(("waarom", WARNING))
        if errors:
            raise IncompleteAnswer(errors)
        for one in send_backs.of_version(platform.db, version_id):
            if one.party_id == party_id:  # who sends back twice means the last
                send_backs.reply(platform.db, one.id, "vervallen", by=None, at=platform.at())
        made = send_backs.send(
            platform.db,
            version_id=version_id,
            party_id=party_id,
            step=step,
            reason=said,
            method=method,
            at=platform.at(),
        )
        party = file.party(party_id)
        told = {"naam": name_of(party.answers) if party else "", "deel": step, "reden": said, "wijze": method}
        rounds.note(platform, file, version, "section.sent_back", who, told)
        round_news.sent_back(platform, file, version)
    return made


def send_back_at_seat(
    platform: Platform, file: File, token: str, *, step: str, reason: str, shown_root: str, language: str = ""
) -> SendBack:
    """The same at a one-time place, which is used up with it; `language` as in services/seating.py.

    :raises SeatTaken: when the place was used, taken away or has expired
    """
    with used(platform, token, language) as seat:
        return send_back(
            platform,
            file,
            seat.version_id,
            seat.party_id,
            step=step,
            reason=reason,
            shown_root=shown_root,
            method=seat.method,
        )


def leave_it(
    platform: Platform, who: Who, file: File, version_id: str, send_back_id: str, reply: str, shown_root: str
) -> None:
    """The text stays as it is; who sent it back reads why, and can still answer.

    :raises NotFound: when it was answered already, or is not for this person to read
    :raises IncompleteAnswer: without a reply
    """
    said = clean(reply)
    with rounds.open_round(platform, file, version_id, shown_root) as version:
        one = send_backs.one(platform.db, send_back_id)
        if one is None or one.version_id != version_id or one.status != "open" or not may_read(who, version, one):
            raise NotFound
        if not 0 < len(said) <= REASON_MAX:
            message = f"Schrijf in hoogstens {REASON_MAX} tekens waarom de tekst zo blijft."
            raise IncompleteAnswer([(f"antwoord-{send_back_id}", message)])
        if not send_backs.reply(platform.db, send_back_id, "zo_gelaten", reply=said, by=who.id, at=platform.at()):
            raise NotFound
        rounds.note(platform, file, version, "section.left", who, {"deel": one.step, "antwoord": said})
        party = file.party(one.party_id)
        if party is not None:
            round_news.replied(platform, file, version, party)


def may_read(who: Who, version: Version, one: SendBack) -> bool:
    """Whether this person, of who hosts the round, reads what was sent back and by whom. See `reads`."""
    return reads(who, PROFESSIONALS if at_work(version, one.party_id) else OTHERS)


def at_work(version: Version, party_id: str) -> bool:
    """Whether this party signs as a professional, and not for home or as somebody else."""
    return any(one.party_id == party_id and one.group == PROFESSIONALS for one in rounds.rule_signers(version))


def reads(who: Who, group: int) -> bool:
    """The same of what a party in a group of signers sends back: CLB and NAFT read it (BR-32).

    A school that hosts reads what professionals want changed. Of home it learns that something was sent back, and no
    more: the CLB talks it over. Who sent it back reads it on its own page to sign, whoever that is.
    """
    return who.letter in ("C", "N") or group == PROFESSIONALS


def open_ones(platform: Platform, version: Version) -> list[SendBack]:
    """What waits for an answer under a version, in order."""
    return [one for one in send_backs.of_version(platform.db, version.id) if one.status == "open"]


def last_of(platform: Platform, version: Version, party_id: str) -> SendBack | None:
    """What this party sent back last under a version, answered or not; None when nothing, or when it signed since."""
    mine = [one for one in send_backs.of_version(platform.db, version.id) if one.party_id == party_id]
    return mine[-1] if mine and mine[-1].status in ("open", "zo_gelaten") else None


def section(version: Version, step: str) -> str:
    """How a section is called on pages: 'het deel “Doelstellingen”', or 'de tekst als geheel'."""
    found = RECORD_TYPES[version.payload["type"]].step(step)
    return f"het deel “{found.short}”" if found else AS_A_WHOLE


def reason_to_edit(version: Version, step: str) -> str:
    """A first reason for taking the text back. It names no one and quotes nothing: the school may read it."""
    found = RECORD_TYPES[version.payload["type"]].step(step)
    everybody = found is not None and any({*"CNSLO"} <= item.audience.always for item in found.items)
    return f"In {section(version, step)} moet iets anders." if everybody else "In de tekst moet iets anders."
