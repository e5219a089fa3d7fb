"""Requests between the organisations of a dossier: a question, a proposal, the wish to stop; open until answered."""

from __future__ import annotations

from forms.scope import Answers, Json
from rules.states import Event
from services import finding
from services.dossiers import File
from services.platform import NotFound, Platform, Who
from store import events, requests
from store.requests import Request

MORE_INFORMATION, HAND_OVER, STOP = "meer_info", "overdragen", "stoppen"

TITLES = {
    MORE_INFORMATION: "Beantwoord de vraag van NAFT",
    HAND_OVER: "Bevestig de overdracht, of zeg nee",
    STOP: "Het CLB vraagt om te stoppen: bereid de eindevaluatie voor",
}
"""Kind of request -> what it asks of the organisation that gets it."""

STEPS = {
    MORE_INFORMATION: Event.MEER_INFO_VRAGEN,
    HAND_OVER: Event.OVERDRAGEN,
    STOP: Event.STOPPEN_VRAGEN,
}
"""Kind of request -> the step with which it is made."""


def ask(platform: Platform, who: Who, file: File, kind: str, to_kind: str, asked: Answers) -> Request:
    """Keep a request and tell it in the timeline; an earlier one of the same kind lapses."""
    with platform.db.write():
        made = requests.ask(
            platform.db,
            dossier_id=file.dossier.id,
            trajectory_id=file.trajectory.id,
            kind=kind,
            from_kind=file.acts_as(who.organisation),
            to_kind=to_kind,
            asked=told(asked),
            by=who.id,
            at=platform.at(),
        )
        _record(platform, who, file, "request.asked", kind, asked)
    return made


def open_request(platform: Platform, file: File, kind: str) -> Request | None:
    """The open request of a kind in the trajectory of now."""
    return requests.open_request(platform.db, file.trajectory.id, kind)


def open_in(platform: Platform, file: File) -> list[Request]:
    """The open requests in the trajectory of now."""
    found = requests.of_dossier(platform.db, file.dossier.id)
    return [one for one in found if one.status == "open" and one.trajectory_id == file.trajectory.id]


def waiting_for(platform: Platform, who: Who, file: File) -> list[Request]:
    """Those that this person's organisation is to answer."""
    kind = file.acts_as(who.organisation)
    return [one for one in open_in(platform, file) if one.to_kind == kind]


def answer(platform: Platform, who: Who, request: Request, reply: Answers) -> None:
    """Close a request with what was answered; inside the write of the step that answers it."""
    requests.close(platform.db, request.id, "beantwoord", reply=told(reply), by=who.id, at=platform.at())


def decline(platform: Platform, who: Who, file: File, kind: str) -> None:
    """Say no to a proposal; who made it finds that in the timeline.

    :raises NotFound: when nothing of this kind waits for this organisation
    """
    with platform.db.write():
        request = open_request(platform, file, kind)
        if request is None or request.to_kind != file.acts_as(who.organisation):
            raise NotFound
        requests.close(platform.db, request.id, "geweigerd", by=who.id, at=platform.at())
        _record(platform, who, file, "request.declined", kind, {})
        finding.keep(platform, file.dossier)


def lapse(platform: Platform, file: File) -> None:
    """What was still open in the trajectory is overtaken by the step that was taken; inside its write."""
    for one in open_in(platform, file):
        requests.close(platform.db, one.id, "vervallen", by=None, at=platform.at())


def told(asked: Answers) -> dict[str, Json]:
    """The answers of a step that are kept with it: texts, dates and ids."""
    return {name: value for name, value in asked.items() if isinstance(value, str)}


def _record(platform: Platform, who: Who, file: File, what: str, kind: str, asked: Answers) -> None:
    events.append(
        platform.db,
        type=what,
        actor=who.id,
        dossier=file.dossier.id,
        subject=file.trajectory.id,
        data={"verzoek": kind, "door": who.name, **told(asked)},
        at=platform.at(),
    )
