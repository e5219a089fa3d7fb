"""What pupil and parents ask by right about a dossier: noted, with its clock, and answered by who was asked.

Each organisation that keeps a file of its own answers for it: the CLB of the dossier, and a provider with a trajectory
in it. Who asks a school is sent to the CLB. Whose request it is, the other organisations do not see.

Source: decreet rechtspositie minderjarige van 7 mei 2004, art. 20 tot 24; AVG, art. 12 and 15 to 22; BR-51, BR-57.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from forms.rechten import AFSPRAAK, BESLIST, INGEKEKEN, WEIGERING
from forms.record_type import Step
from forms.scope import Answers, PersonRef, Scope
from rules.access import Action
from rules.capacity import Capacity
from rules.pupil_rights import MAY_ASK, PARENTS, TO_READ, Asker, Right, answer_by, asking_problems
from rules.readers import key
from rules.source import Problem
from services import access, plan
from services.consents import text
from services.dossiers import File, name_of, read_file, role_label
from services.platform import NotFound, Platform, Who
from services.pupils import pupils
from services.reading import reader_for
from services.surroundings import latest_answers
from store import events, pupil_rights
from store.parties import Party
from store.pupil_rights import RightRequest, Status

DECIDED = (Right.WISSING, Right.BEPERKING, Right.BEZWAAR)
"""Rights of which the answer is a decision with its reasons."""
FOR_A_TALK = tuple(TO_READ)
"""Rights that ask for a talk (BR-51)."""
STATUS: dict[Status, str] = {
    "open": "Wacht op een antwoord",
    "afspraak": "Er is een gesprek afgesproken",
    "beantwoord": "Beantwoord",
    "geweigerd": "Geweigerd",
    "ingetrokken": "Ingetrokken door wie het vroeg",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A request, with the name of who asks, and in whose name ('' where it is the own one)."""

    request: RightRequest
    who: str
    instead_of: str

    @property
    def label(self) -> str:
        """What is asked, in words."""
        return Right(self.request.kind).label


def keeps(platform: Platform, who: Who, file: File) -> bool:
    """Whether this person answers for a file of the own organisation about this dossier (rules/rights.py)."""
    return access.may(platform, who, file, Action.ANSWER_RIGHTS)


def scope(platform: Platform, file: File) -> Scope:
    """Who of the dossier may ask something by right, also who left it."""
    people = [one for one in file.all_parties if one.rol in MAY_ASK]
    found = tuple(PersonRef(one.id, name_of(one.answers), one.rol, role_label(one.rol)) for one in people)
    return Scope(today=platform.today(), people=found)


def party_of(file: File, answers: Answers) -> Party | None:
    """Who asks, or in whose name somebody does."""
    stranger = answers.get("vrager_soort") == "ander"
    return file.party(text(answers.get("namens" if stranger else "vrager")))


def pupil_of_party(file: File, party: Party) -> str:
    """The party id of the pupil that somebody is, or stands beside; '' when that cannot be told."""
    if party.rol == "leerling":
        return party.id
    there = file.in_role("leerling")
    return text(party.answers.get("van_leerling")) or (there[0].id if len(there) == 1 else "")


def capacity_now(platform: Platform, file: File, party: Party) -> Capacity | None:
    """How the pupil of this person stands today; None where the dossier knows no such pupil."""
    file = read_file(platform, file.dossier) if file.until else file
    found = pupils(platform, file, latest_answers(platform, file, "indicatiestelling", drafts=True))
    own = pupil_of_party(file, party)
    return next((one.capacity(platform.today()) for one in found if one.party == own), None)


def problems(platform: Platform, file: File, answers: Answers) -> list[Problem]:
    """Why what was noted cannot be had by right by who asks it (BR-58)."""
    party = party_of(file, answers)
    if party is None:
        return []
    asker = Asker(
        party.rol,
        capacity_now(platform, file, party),
        about_oneself=answers.get("enkel_over_zichzelf") is True,
        with_pupil=answers.get("leerling_vraagt_mee") is True,
        stranger=answers.get("vrager_soort") == "ander",
        mandate=answers.get("volmacht") is True,
    )
    return asking_problems(Right(text(answers.get("soort"))), asker, party.id)


def note(platform: Platform, who: Who, file: File, answers: Answers) -> RightRequest:
    """Keep a request. One that cannot be is kept as refused, with the words of the rule as its answer (BR-57, BR-58).

    :raises NotAllowed: for who keeps no file of its own about the dossier
    """
    access.allow(platform, who, file, Action.ANSWER_RIGHTS)
    db, at = platform.db, platform.at()
    with db.write():
        party, against = party_of(file, answers), problems(platform, file, answers)
        asked_on = date.fromisoformat(text(answers.get("gevraagd_op")))
        made = pupil_rights.ask(
            db,
            dossier_id=file.dossier.id,
            organisation_id=who.organisation.id,
            kind=Right(text(answers.get("soort"))).value,
            party_id=party.id if party else None,
            asked=dict(answers),
            asked_on=asked_on.isoformat(),
            due_on=answer_by(asked_on).isoformat(),
            noted_by=who.id,
            noted_at=at,
        )
        _record(platform, who, file, made, "right.asked")
        if against:
            reply = {"antwoord": against[0].message, "bron": against[0].source, "grond": "geen_recht"}
            _close(platform, who, file, made, "geweigerd", reply)
        plan.keep(platform, file.dossier)
    return made


def listed(platform: Platform, who: Who, file: File) -> list[Named]:
    """What was asked of one's own organisation, the newest first; nothing for who keeps no file."""
    if not keeps(platform, who, file):
        return []
    found = pupil_rights.of_dossier(platform.db, file.dossier.id)
    return [named(file, one) for one in found if one.organisation_id == who.organisation.id]


def named(file: File, request: RightRequest) -> Named:
    """A request with the names in it."""
    party = file.party(request.party_id or "")
    name = name_of(party.answers) if party else ""
    stranger = text(request.asked.get("vrager_naam")) if request.asked.get("vrager_soort") == "ander" else ""
    return Named(request, stranger or name, name if stranger else "")


def one_of(platform: Platform, who: Who, file: File, request_id: str) -> RightRequest:
    """A request that one's own organisation answers.

    :raises NotFound: when it is not there, or another's
    """
    found = pupil_rights.request(platform.db, request_id)
    mine = found is not None and (found.dossier_id, found.organisation_id) == (file.dossier.id, who.organisation.id)
    if found is None or not mine or not keeps(platform, who, file):
        raise NotFound
    return found


def reader_of(file: File, request: RightRequest) -> str:
    """Whose copies (rules/readers.py) are for who asks: those of the pupil, or of the parents; '' for nobody's."""
    party = file.party(request.party_id or "")
    if party is None:
        return ""
    if party.rol != "vertrouwenspersoon":
        return reader_for(file, party) if party.rol == "leerling" or party.rol in PARENTS else ""
    several = file.dossier.soort in ("leerlingen", "klasgroep")
    return key("L", pupil_of_party(file, party) if several else "")


def about_oneself(file: File, request: RightRequest) -> bool:
    """Whether a parent asks for what is about the parent alone; a pupil asks for the own file anyway."""
    party = file.party(request.party_id or "")
    return party is not None and party.rol in PARENTS and request.asked.get("enkel_over_zichzelf") is True


def questions(request: RightRequest, act: str) -> Step | None:
    """What is asked with an answer: `afspraak`, `antwoord` or `weigering`; None for anything else."""
    answer = BESLIST if request.kind in DECIDED else INGEKEKEN
    return {"afspraak": AFSPRAAK, "antwoord": answer, "weigering": WEIGERING}.get(act)


def act(platform: Platform, who: Who, file: File, request: RightRequest, what: str, answers: Answers) -> None:
    """Note the talk that was agreed on, answer, refuse, or note that it was taken back (`intrekken`).

    What has its answer already stays as it was.

    :raises NotFound: for another act
    """
    with platform.db.write():
        now = pupil_rights.request(platform.db, request.id)
        if now is None or not now.is_open:
            return
        if what == "afspraak":
            pupil_rights.appoint(platform.db, request.id, text(answers.get("afspraak_op")))
            _record(platform, who, file, request, "right.appointed")
        elif what in ("antwoord", "weigering", "intrekken"):
            status: Status = "beantwoord" if what == "antwoord" else "geweigerd"
            _close(platform, who, file, now, "ingetrokken" if what == "intrekken" else status, answers)
        else:
            raise NotFound
        plan.keep(platform, file.dossier)


def answered(platform: Platform, who: Who, file: File, request: RightRequest, reply: Answers) -> None:
    """Close a request with what was given, if it is open still; inside the write of what gave it."""
    _close(platform, who, file, request, "beantwoord", reply)
    plan.keep(platform, file.dossier)


def restrictions(platform: Platform, who: Who, file: File) -> list[Named]:
    """The restrictions in force, for CLB and provider: each has to know that the other may not use something."""
    if who.letter not in ("C", "N"):
        return []
    found = pupil_rights.of_dossier(platform.db, file.dossier.id)
    granted = ("toegestaan", "deels")
    return [
        named(file, one)
        for one in found
        if (one.kind, one.status) == (Right.BEPERKING, "beantwoord") and one.reply.get("besluit") in granted
    ]


def _close(platform: Platform, who: Who, file: File, request: RightRequest, status: Status, reply: Answers) -> None:
    pupil_rights.close(platform.db, request.id, status, reply=dict(reply), by=who.id, at=platform.at())
    _record(platform, who, file, request, "right.closed", hoe=status)


def _record(platform: Platform, who: Who, file: File, request: RightRequest, what: str, **more: str) -> None:
    """An event: what was asked and what came of it, and no word of who asked or why."""
    events.append(
        platform.db,
        type=what,
        actor=who.id,
        dossier=file.dossier.id,
        subject=request.id,
        data={"recht": request.kind, "door": who.name, **more},
        at=platform.at(),
    )
