"""What pupil or parents correct or add, beside the frozen text, which stays as it was signed.

A correction of an answer is read by exactly the readers of that answer; one of nothing in particular by CLB and
provider, and by who asked it. When it is accepted, the next version says so; when not, it goes on standing beside.

Source: decreet rechtspositie minderjarige van 7 mei 2004, art. 20 tot 23; AVG, art. 16.
"""

from __future__ import annotations

from dataclasses import dataclass

from forms.scope import Answers
from services import pupil_rights
from services.access import records_seen
from services.afschrift import Text, title_of_version
from services.dossiers import File, name_of
from services.frozen_text import reviewed_for
from services.payload import may_see
from services.platform import NotFound, Platform, Who
from services.surroundings import HOLDS
from store import events, records, versions
from store import pupil_rights as kept
from store.pupil_rights import Correction, RightRequest
from store.versions import Version

OF_NOTHING = ("C", "N")
"""Who reads a correction that is of no answer, beside who asked it."""
KINDS = {"verbetering": "Verbetering", "aanvulling": "Aanvulling"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One correction: at which answer of which text ('' for none), whose words, what was decided and when.

    `waits` says that it was accepted and that no later version of the record was made since.
    """

    kind: str
    where: str
    text: str
    words: str
    by: str
    accepted: bool
    motive: str
    at: str
    version_id: str = ""
    waits: bool = False


def choices(platform: Platform, who: Who, file: File, request: RightRequest) -> list[Text]:
    """The texts whose answers who asks may read, in the last version of each record: one corrects what stands there.

    Only those that stand in the file of who answers: a next provider has none of what stayed with the one before (T15).
    """
    reader, found = pupil_rights.reader_of(file, request), []
    own = {record.id: several for record, several in records_seen(platform, who, file)}
    for trajectory in reversed(file.trajectories) if reader else ():
        for record in records.records_of(platform.db, trajectory.id):
            frozen = [one for one in own.get(record.id, ()) if one.status in HOLDS]
            steps = reviewed_for(frozen[-1], reader, platform.today()) if frozen else []
            if steps:
                found.append(Text(frozen[-1], title_of_version(frozen[-1]), steps, ()))
    return found


def at_answer(
    platform: Platform, who: Who, file: File, request: RightRequest, version_id: str, path: str
) -> tuple[str, str]:
    """(label, answer) of what is corrected; ('', '') for nothing in particular.

    :raises NotFound: when who asks does not read that answer, or who answers has no such text
    """
    if not version_id and not path:
        return "", ""
    for one in choices(platform, who, file, request):
        for row in one.rows() if one.version.id == version_id else ():
            if row.path == path:
                return row.label, row.value
    raise NotFound


def add(
    platform: Platform, who: Who, file: File, request: RightRequest, version_id: str, path: str, answers: Answers
) -> Correction:
    """Keep a correction with what was decided.

    :raises NotFound: when who asks does not read that answer
    """
    label, _ = at_answer(platform, who, file, request, version_id, path)
    version = versions.version(platform.db, version_id) if version_id else None
    party = file.party(request.party_id or "")
    told = {
        **dict(answers),
        "van": name_of(party.answers) if party else "",
        "partij": party.id if party else "",
        "bij": label,
        "door": who.name,
    }
    with platform.db.write():
        made = kept.correct(
            platform.db,
            dossier_id=file.dossier.id,
            record_id=version.record_id if version else None,
            version_id=version.id if version else None,
            right_request_id=request.id,
            question=path if version else "",
            told=told,
            noted_by=who.id,
            at=platform.at(),
        )
        events.append(
            platform.db,
            type="right.corrected",
            actor=who.id,
            dossier=file.dossier.id,
            subject=made.id,
            data={"besluit": str(answers.get("besluit", "")), "door": who.name},
            at=platform.at(),
        )
    return made


def beside(platform: Platform, version: Version, reader: str, *, printed: bool = True) -> list[Shown]:
    """What stands beside one version, of the answers that this reader reads in it."""
    record = records.record(platform.db, version.record_id)
    found = kept.corrections_of(platform.db, record.dossier_id) if record else []
    return [
        _shown(platform, one, version)
        for one in found
        if one.version_id == version.id and _reads(version, one.question, reader, printed=printed)
    ]


def seen(platform: Platform, who: Who, file: File) -> list[Shown]:
    """Every correction in the dossier that this person reads, the oldest first."""
    own = {one.id: one for _, several in records_seen(platform, who, file) for one in several}
    found = []
    for one in kept.corrections_of(platform.db, file.dossier.id):
        version = own.get(one.version_id or "")
        if version and _reads(version, one.question, who.letter, printed=True):
            found.append(_shown(platform, one, version))
        elif one.version_id is None and who.letter in OF_NOTHING and not file.until:
            found.append(_shown(platform, one, None))
    return found


def for_copy(
    platform: Platform, who: Who, file: File, request: RightRequest, withheld: set[tuple[str, str]]
) -> list[Shown]:
    """Those that go into a copy: of answers that are in it, and what who asks told of nothing in particular.

    Only of texts in the file of `who`, as in `choices`.
    `withheld` holds (version id, path) of what is left out, with '' for a whole text.
    """
    reader, found = pupil_rights.reader_of(file, request), []
    own = {one.id: one for _, several in records_seen(platform, who, file) for one in several}
    for one in kept.corrections_of(platform.db, file.dossier.id):
        version = own.get(one.version_id or "")
        hidden = {(one.version_id, one.question), (one.version_id, "")} & withheld
        if version and not hidden and _reads(version, one.question, reader, printed=True):
            found.append(_shown(platform, one, version))
        elif one.version_id is None and one.told.get("partij") == request.party_id:
            found.append(_shown(platform, one, None))
    return found


def of_request(platform: Platform, file: File, request: RightRequest) -> list[Shown]:
    """Those that came of one request, for who answers it."""
    return [
        _shown(platform, one, versions.version(platform.db, one.version_id) if one.version_id else None)
        for one in kept.corrections_of(platform.db, file.dossier.id)
        if one.right_request_id == request.id
    ]


def _reads(version: Version, path: str, reader: str, *, printed: bool) -> bool:
    """Whether a reader reads the answer that is corrected: exactly the readers of that leaf."""
    leaves = [one for one in version.payload["leaves"] if one["name"] == path]
    return any(may_see(one, reader, printed=printed) for one in leaves)


def _shown(platform: Platform, one: Correction, version: Version | None) -> Shown:
    told = {name: str(value) for name, value in one.told.items()}
    accepted = told.get("besluit") == "aanvaard"
    later = versions.versions_of(platform.db, version.record_id)[-1].frozen_at > one.at if version else True
    return Shown(
        kind=KINDS.get(told.get("soort", ""), "Verbetering"),
        where=told.get("bij", ""),
        text=title_of_version(version) if version else "",
        words=told.get("moet_zijn", ""),
        by=told.get("van", ""),
        accepted=accepted,
        motive=told.get("motivering", ""),
        at=one.at,
        version_id=version.id if version else "",
        waits=accepted and not later,
    )
