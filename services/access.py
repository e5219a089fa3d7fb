"""What somebody may do in a dossier, and which records, versions, events and people of it are seen (T15; BR-54).

A provider sees the trajectories of its own, up to the last of them. Of an earlier one it gets what is handed over: the
indicatiestelling, and the last goals and evaluation. What came after its own trajectory is not its business. A school
meets the people of its own side, the family, CLB and NAFT; whoever else stands beside a pupil, it learns of at the
table alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from forms import RECORD_TYPES
from rules.access import Action, Decision, Need, Tie
from services import permission, rounds
from services.dossiers import File, file_of
from services.platform import NotFound, Platform, Who
from services.surroundings import latest_version, standing_version
from store import accounts, events, parties, records, versions
from store.dossiers import Dossier
from store.events import Event
from store.parties import Party
from store.records import Record
from store.trajectories import Trajectory
from store.versions import Version

HANDED_OVER = ("indicatiestelling", "doelen", "evaluatie")
"""Types of record of which an earlier trajectory's last one goes along to the next provider (document D6)."""
BESIDE_A_PUPIL = frozenset({"vertrouwenspersoon", "welzijn", "plusouder", "leerplek", "tolk", "ander"})
"""Roles of people the school need not know of (decreet rechtspositie minderjarige, art. 24; contextpersonen)."""


def allow(
    platform: Platform,
    who: Who,
    file: File,
    action: Action,
    *,
    record: Record | None = None,
    version: Version | None = None,
    copy: str = "",
    code: str = "",
) -> None:
    """Pass when this person may do this in a dossier: to a record or a version of it, or with a reader's copy.

    :raises NotFound: when it has to look as if it were not there
    :raises NotAllowed: for any other no, with the rule that says so
    """
    permission.enforce(_decision(platform, who, file, action, record, version, copy, code))


def may(
    platform: Platform,
    who: Who,
    file: File,
    action: Action,
    *,
    record: Record | None = None,
    version: Version | None = None,
    copy: str = "",
    code: str = "",
) -> bool:
    """The same, to show or not to show what leads there."""
    return _decision(platform, who, file, action, record, version, copy, code).allowed


def _decision(
    platform: Platform,
    who: Who,
    file: File,
    action: Action,
    record: Record | None,
    version: Version | None,
    copy: str,
    code: str,
) -> Decision:
    return permission.decision(
        who,
        action,
        tie=file.tie(who.organisation),
        state=file.state,
        facts=_facts(platform, who, file, record, version),
        copy=copy,
        code=code,
    )


def _facts(
    platform: Platform, who: Who, file: File, record: Record | None, version: Version | None
) -> frozenset[Need] | None:
    """What is the case of the text at hand; None when none is named."""
    if record is None and version is not None:
        record = records.record(platform.db, version.record_id)
    if record is None:
        return None
    record_type = RECORD_TYPES[record.type]
    reads = who.letter in record_type.read_by
    signs = version is not None and rounds.my_place(platform, who, file, version) is not None
    true = {
        Need.READS: reads,
        Need.LEADS: who.organisation.soort in record_type.led_by,
        Need.OWN: is_own(who, file, record),
        Need.SIGNER: signs,
        Need.READS_OR_SIGNS: reads or signs,
    }
    return frozenset(need for need, found in true.items() if found)


def sees(platform: Platform, who: Who, dossier_id: str) -> bool:
    """Whether somebody sees a dossier as taking part in it, and not in an emergency alone."""
    try:
        file_of(platform, who, dossier_id)
    except NotFound:
        return False
    return True


def records_seen(platform: Platform, who: Who, file: File) -> list[tuple[Record, list[Version]]]:
    """The records of the dossier, in order, each with its versions, as far as they are for this organisation."""
    found = []
    for trajectory in file.trajectories:
        of_this = records.records_of(platform.db, trajectory.id)
        if file.tie(who.organisation) is Tie.EMERGENCY:
            found += _standing(platform, of_this, [one.type for one in of_this])
        elif _own(who, trajectory):
            found += [(one, versions.versions_of(platform.db, one.id)) for one in of_this]
        else:
            found += _standing(platform, of_this, HANDED_OVER)
    return found


def record_of(platform: Platform, who: Who, record_id: str, action: Action = Action.SEE) -> tuple[File, Record]:
    """A record of which this person may do this.

    :raises NotFound: when it is not there or not for this person
    :raises NotAllowed: when this person sees it, but may not do this
    """
    record = records.record(platform.db, record_id)
    if record is None:
        raise NotFound
    file = file_of(platform, who, record.dossier_id, action)
    if not any(one.id == record.id for one, _ in records_seen(platform, who, file)):
        raise NotFound
    allow(platform, who, file, action, record=record)
    return file, record


def is_own(who: Who, file: File, record: Record) -> bool:
    """Whether a record is of a trajectory of one's own, and not handed over by the provider before (T15).

    Of what was handed over, a provider reads the frozen text, without the other's notes, drafts and earlier versions;
    so does who looks in an emergency.
    """
    if file.tie(who.organisation) is Tie.EMERGENCY:
        return False
    return all(_own(who, one) for one in file.trajectories if one.id == record.trajectory_id)


def version_of(
    platform: Platform, who: Who, version_id: str, action: Action = Action.SEE
) -> tuple[File, Record, Version]:
    """A frozen version of which this person may do this.

    :raises NotFound: when it is not there or not for this person
    :raises NotAllowed: when this person sees it, but may not do this
    """
    version = versions.version(platform.db, version_id)
    record = records.record(platform.db, version.record_id) if version else None
    if version is None or record is None:
        raise NotFound
    file = file_of(platform, who, record.dossier_id, action)
    seen = [one.id for _, frozen in records_seen(platform, who, file) for one in frozen]
    if version.id not in seen:
        raise NotFound
    allow(platform, who, file, action, record=record, version=version)
    return file, record, version


def open_versions(platform: Platform, who: Who, file: File) -> list[Version]:
    """The versions that wait for signatures."""
    return [
        one
        for _, frozen in records_seen(platform, who, file)
        for one in frozen
        if one.status == "ter_ondertekening" and one.closed_at is None
    ]


def events_seen(who: Who, file: File, events: Sequence[Event]) -> list[Event]:
    """The events of the time in which this organisation had a trajectory here; all for who is no provider."""
    if who.organisation.soort != "naft":
        return list(events)
    ends = [one.created_at for one in file.trajectories[1:]] + [file.until]
    own = [
        (one.id, one.created_at, end)
        for one, end in zip(file.trajectories, ends, strict=True)
        if one.naft_id == who.organisation.id
    ]
    return [
        one
        for one in events
        if any(
            one.subject == trajectory or (begin <= one.at and (not end or one.at < end))
            for trajectory, begin, end in own
        )
    ]


def parties_seen(platform: Platform, who: Who, file: File) -> list[Party]:
    """Who takes part, as far as this person need know.

    The school sees who stands beside a pupil when a text that it reads names them, or when it brought them in itself.
    A provider sees nobody who came after its own trajectory.
    """
    found = [one for one in file.parties if not file.until or one.created_at < file.until]
    if who.organisation.soort != "school" or not any(one.rol in BESIDE_A_PUPIL for one in found):
        return found
    met = {*_named_to(platform, who, file), *_brought_in_by(platform, who, file)}
    return [one for one in found if one.rol not in BESIDE_A_PUPIL or one.id in met]


def parties_now(platform: Platform, dossier: Dossier) -> list[Party]:
    """Who takes part, for who has to be told of something and not for who looks."""
    return parties.parties_of(platform.db, dossier.id)


def _named_to(platform: Platform, who: Who, file: File) -> list[str]:
    return [
        leaf["name"].partition("/")[2]
        for record, frozen in records_seen(platform, who, file)
        if who.letter in RECORD_TYPES[record.type].read_by
        for version in frozen
        for leaf in version.payload["leaves"]
        if leaf["name"].startswith("persoon/") and who.letter in leaf["readers"]
    ]


def _brought_in_by(platform: Platform, who: Who, file: File) -> list[str]:
    colleagues = {one.id for one in accounts.accounts_of(platform.db, who.organisation.id)}
    told = events.of_dossier(platform.db, file.dossier.id)
    return [one.subject for one in told if one.type == "party.added" and one.actor in colleagues]


def _own(who: Who, trajectory: Trajectory) -> bool:
    return who.organisation.soort != "naft" or trajectory.naft_id == who.organisation.id


def _standing(platform: Platform, of_this: list[Record], types: Sequence[str]) -> list[tuple[Record, list[Version]]]:
    """Of each of these types the last record that was frozen, with the version of it that stands."""
    found = []
    for slug in dict.fromkeys(types):
        frozen = [one for one in of_this if one.type == slug and latest_version(platform, one) is not None]
        if frozen:
            standing = standing_version(platform, frozen[-1])
            found.append((frozen[-1], [standing] if standing else []))
    return found
