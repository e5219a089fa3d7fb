"""Signing on paper: a copy with a code is printed, signed by hand, scanned, and confirmed by a second person.

A confirmed scan is a signature like any other (BR-34). Why it takes two people: docs/adr/0018.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from forms import RECORD_TYPES
from forms.question import clean
from rules.access import Action, may_have_copy
from rules.national_number import WARNING, has_national_number
from rules.readers import letter_of
from rules.signatures import signature_date_problems
from services import access, paper_code, permission, rounds, scan_file, signing
from services.dossiers import File
from services.platform import NotAllowed, NotFound, Platform, Who
from services.reading import letter_for, reader_for
from services.signing import REMARK_MAX, Answer, IncompleteAnswer
from services.unsigned import GROWN_UP, may_sign_today
from store import accounts, papers, versions
from store.papers import Paper, Scan, WaitingScan
from store.signatures import Place
from store.versions import Version

REASON_MAX = 500
SAME_PERSON = "U laadde deze scan zelf op. Vraag een collega om hem na te kijken en te bevestigen."


class Decided(Exception):
    """This scan no longer waits: it was confirmed, turned down, or lapsed."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A scan for who may confirm it: its id, the dossier by number and name, the type of record, and since when."""

    scan_id: str
    number: str
    label: str
    record_type: str
    uploaded_at: str


def may_print(platform: Platform, who: Who, file: File, version: Version, party_id: str) -> bool:
    """Whether this person hosts the round, and may hand out the copy that the party reads."""
    return access.may(platform, who, file, Action.HOST_ROUND, version=version) and may_look(
        platform, who, file, version, party_id
    )


def may_look(platform: Platform, who: Who, file: File, version: Version, party_id: str) -> bool:
    """Whether this person may see what came back, and confirm it: the CLB, NAFT, and who hosts, of copies they read."""
    party = file.party(party_id)
    letter = letter_of(reader_for(file, party)) if party else ""
    return bool(letter) and access.may(platform, who, file, Action.HANDLE_PAPER, version=version, copy=letter)


def print_copy(platform: Platform, who: Who, file: File, version_id: str, party_id: str) -> Paper:
    """A copy for one party, with a code of its own. Those that were printed before stay good.

    :raises NotFound: when the party was not asked, or the copy is not for this person to hand out
    :raises AlreadyAnswered: when the party has answered
    :raises NotAllowed: for parents of who is 18 by now
    :raises RoundClosed: when the round is over
    """
    with rounds.open_round(platform, file, version_id) as version:
        place = rounds.place_of(platform, version_id, party_id)[1]
        if not may_print(platform, who, file, version, party_id):
            raise NotFound
        if place.signature is not None:
            raise rounds.AlreadyAnswered
        if not may_sign_today(platform, file, place):
            raise NotAllowed(GROWN_UP)
        made = Paper(
            code=paper_code.new_code(),
            version_id=version_id,
            party_id=party_id,
            printed_by=who.id,
            printed_at=platform.at(),
        )
        papers.print_copy(platform.db, made)
        rounds.note(platform, file, version, "paper.printed", who, {"partij": party_id, "code": made.code})
    return made


def upload(
    platform: Platform,
    who: Who,
    file: File,
    version_id: str,
    party_id: str,
    *,
    code: str,
    decision: str,
    remark: str,
    signed_on: date | None,
    content: bytes,
    shown_root: str,
) -> Scan:
    """Keep what came back and what was read on it, for a second person to confirm. `signed_on` None: no such day.

    An earlier scan of the same party that waits lapses.

    :raises NotFound: when the copy is not for this person to handle
    :raises IncompleteAnswer: when the code is of no copy of this party, or the answer, the day or the file will not do
    :raises RoundClosed, AlreadyAnswered, NotYourTurn, OtherText, NotAllowed: as signing does
    """
    scanned, wrong = _read(content)
    with rounds.at_place(platform, file, version_id, party_id, shown_root) as (version, place):
        if not may_print(platform, who, file, version, party_id):
            raise NotFound
        printed = papers.paper(platform.db, paper_code.understood(code))
        errors = [*_code_faults(printed, version_id, party_id), *_answer_faults(place, decision, remark)]
        errors += [*_day_faults(platform, version, signed_on), *wrong]
        if errors or printed is None or scanned is None or signed_on is None:
            raise IncompleteAnswer(errors)
        papers.lapse(platform.db, version_id, at=platform.at(), party_id=party_id)
        made = papers.add_scan(
            platform.db,
            paper_code=printed.code,
            decision=decision,
            remark=clean(remark),
            signed_on=signed_on.isoformat(),
            media_type=scanned.media_type,
            sha256=scanned.sha256,
            content=scanned.content,
            by=who.id,
            at=platform.at(),
        )
        told = {"partij": party_id, "code": printed.code, "scan": made.id, "sha256": made.sha256}
        rounds.note(platform, file, version, "paper.uploaded", who, told)
    return made


def confirm(platform: Platform, who: Who, file: File, scan_id: str, shown_root: str) -> Version:
    """A second person saw the same on the scan: it becomes the party's signature.

    :raises NotFound: when there is no such scan, or it is not for this person
    :raises NotAllowed: to who uploaded it
    :raises Decided: when it no longer waits
    :raises RoundClosed, AlreadyAnswered, NotYourTurn, OtherText: as signing does
    """
    scan, printed = _found(platform, scan_id)
    with rounds.at_place(platform, file, printed.version_id, printed.party_id, shown_root) as (version, _):
        if not may_look(platform, who, file, version, printed.party_id):
            raise NotFound
        if scan.uploaded_by == who.id:
            raise NotAllowed(SAME_PERSON)
        if not papers.decide(platform.db, scan_id, "bevestigd", by=who.id, at=platform.at()):
            raise Decided
        told = {"partij": printed.party_id, "code": printed.code, "scan": scan_id, "sha256": scan.sha256}
        rounds.note(platform, file, version, "paper.confirmed", who, told)
        answer = Answer(
            decision=scan.decision,
            shown_root=shown_root,
            remark=scan.remark,
            method="papier",
            witness=who.name,
            proof={
                "code": scan.paper_code,
                "scan_sha256": scan.sha256,
                "signed_on": scan.signed_on,
                "uploaded_by": name_of_account(platform, scan.uploaded_by),
            },
        )
        return signing.sign(platform, file, version.id, printed.party_id, answer, None)


def turn_down(platform: Platform, who: Who, file: File, scan_id: str, reason: str) -> None:
    """The scan does not show what was read on it: it can be uploaded anew. Who uploaded it may take it back so too.

    :raises NotFound: when there is no such scan, or it is not for this person
    :raises IncompleteAnswer: without a reason, but for who takes the own upload back
    :raises Decided: when it no longer waits
    :raises RoundClosed: when the round is over
    """
    scan, printed = _found(platform, scan_id)
    said = clean(reason)
    with rounds.open_round(platform, file, printed.version_id) as version:
        if not may_look(platform, who, file, version, printed.party_id):
            raise NotFound
        if len(said) > REASON_MAX or not (said or scan.uploaded_by == who.id):
            raise IncompleteAnswer([("reden", f"Schrijf in hoogstens {REASON_MAX} tekens wat er niet klopt.")])
        if not papers.decide(platform.db, scan_id, "afgewezen", by=who.id, reason=said, at=platform.at()):
            raise Decided
        told = {"partij": printed.party_id, "code": printed.code, "scan": scan_id, "reden": said}
        rounds.note(platform, file, version, "paper.turned_down", who, told)


def scan_of(platform: Platform, scan_id: str) -> tuple[Scan, Paper]:
    """A scan and the copy it is of; who may see it is for the caller to ask (`may_look`).

    :raises NotFound: when there is none
    """
    return _found(platform, scan_id)


def waiting_for(platform: Platform, who: Who) -> list[Waiting]:
    """The scans that this person may confirm, over all dossiers, the oldest first."""
    return [
        Waiting(one.id, one.number, one.label, one.record_type, one.uploaded_at)
        for one in papers.waiting_for(platform.db, permission.listed_of(who))
        if one.uploaded_by != who.id and _may_confirm(who, one)
    ]


def _may_confirm(who: Who, one: WaitingScan) -> bool:
    letter = letter_for(one.rol, one.kind)
    near = who.letter in ("C", "N") or who.organisation.soort in RECORD_TYPES[one.record_type].led_by
    return near and may_have_copy(who.organisation.soort, letter)


def name_of_account(platform: Platform, account_id: str) -> str:
    """Full name of somebody with an account; '' when there is none."""
    found = accounts.account(platform.db, account_id)
    return f"{found.voornaam} {found.familienaam}".strip() if found else ""


def version_of_copy(platform: Platform, code: str) -> tuple[Version, Paper]:
    """The version of a printed copy; who may open it is for the caller to ask (`may_print`).

    :raises NotFound: when no copy has that code
    """
    printed = papers.paper(platform.db, code)
    version = versions.version(platform.db, printed.version_id) if printed else None
    if printed is None or version is None:
        raise NotFound
    return version, printed


def _found(platform: Platform, scan_id: str) -> tuple[Scan, Paper]:
    scan = papers.scan(platform.db, scan_id)
    printed = papers.paper(platform.db, scan.paper_code) if scan else None
    if scan is None or printed is None:
        raise NotFound
    return scan, printed


def _read(content: bytes) -> tuple[scan_file.ScanFile | None, list[tuple[str, str]]]:
    try:
        return scan_file.read(content), []
    except scan_file.BadScan as fault:
        return None, [("bestand", str(fault))]


def _code_faults(printed: Paper | None, version_id: str, party_id: str) -> list[tuple[str, str]]:
    """One answer for a code that was never printed and for that of somebody else: it tells nothing about others."""
    if printed is None or (printed.version_id, printed.party_id) != (version_id, party_id):
        return [("code", "Kijk de code na. Ze hoort niet bij een papieren exemplaar van deze tekst voor deze persoon.")]
    return []


def _answer_faults(place: Place, decision: str, remark: str) -> list[tuple[str, str]]:
    errors = []
    if decision not in dict(rounds.choices_for(place)):
        errors.append(("besluit", "Duid aan wat er op het papier is aangekruist."))
    if len(remark) > REMARK_MAX:
        errors.append(("opmerking", f"Maak de opmerking korter: hoogstens {REMARK_MAX} tekens."))
    if has_national_number(remark):
        errors.append(("opmerking", WARNING))
    return errors


def _day_faults(platform: Platform, version: Version, signed_on: date | None) -> list[tuple[str, str]]:
    """BR-33."""
    if signed_on is None:
        return [("datum", "Vul de dag in die op het papier staat, bijvoorbeeld 27 11 2026.")]
    found = signature_date_problems(rounds.frozen_day(version), signed_on, platform.today())
    return [("datum", one.message) for one in found]
