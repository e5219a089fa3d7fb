"""A copy for who asks it by right: a package of that reader's files, with a Word file that says what is in it.

That file tells which texts go along, what is left of those from which something was left out, on which ground and not
what; what was corrected; the referral with the name of the service; and what the school got to read and when (BR-53).
Nothing in it comes from what the reader may not read (BR-54). It is not kept: it can be made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.amounts import plain_date
from forms.partij import PARTIJ
from forms.question import Question
from forms.review import Group, Row
from forms.scope import Scope
from rules.access import Action
from rules.readers import letter_of
from rules.states import Event as Step
from services import access_log, afschrift, corrections, filling, jobs, opc, package, packing, products, pupil_rights
from services.afschrift import Part, Text
from services.documents import ALONE, LOGO
from services.dossiers import File, file_of, organisation_name
from services.handing_out import fetched
from services.jobs import Failed, Progress
from services.package_readme import COPY
from services.pictures import within
from services.platform import NotAllowed, NotFound, Platform, Who, local
from services.products import Making
from services.trajectory import organisation
from store import events, logos
from store.documents import Document
from store.jobs import Job
from store.pupil_rights import RightRequest

KIND = "afschrift"
"""Of the jobs that make a large one; their subject is the id of the dossier."""
TEMPLATE = "verslagen/afschrift.docx"
NOT_LOOKED_AT = "Kijk het afschrift eerst na. Daarna kan het meegegeven worden."
NO_LONGER = "Het afschrift kan zo niet meer meegegeven worden. Kijk het opnieuw na."
ONE_MORE = "Er kwam een tekst bij sinds het afschrift nagekeken werd. Kijk het opnieuw na."


def ready(request: RightRequest) -> bool:
    """Whether somebody looked at what goes along."""
    return bool(request.review.get("nagekeken_op"))


def waits(request: RightRequest, found: Sequence[Text]) -> bool:
    """Whether there is a text that nobody looked at, of a request that is open. What is closed goes out as it did."""
    return request.is_open and len(afschrift.looked_at(request, found)) < len(found)


def again(request: RightRequest) -> bool:
    """Whether it went out before, so that the same can be made once more."""
    return bool(request.reply.get("pakket"))


@dataclass(frozen=True, slots=True)
class Ready:
    """A copy that may go out: the files that go along, and the Word file that says what is in it."""

    reader: str
    chosen: tuple[Document, ...]
    cover: bytes


def ready_to_go(platform: Platform, who: Who, file: File, request: RightRequest) -> Ready:
    """What would go out now.

    :raises NotAllowed: before somebody looked at all of it, when it was answered otherwise, or when who asks has no
        longer the right to it (BR-58)
    """
    if not ready(request) or not (request.is_open or again(request)):
        raise NotAllowed(NOT_LOOKED_AT)
    if against := pupil_rights.problems(platform, file, request.asked):  # a birthday may lie between question and copy
        raise NotAllowed.by_rule(against)
    found = afschrift.texts(platform, who, file, request)
    if waits(request, found):
        raise NotAllowed(ONE_MORE)
    found = afschrift.looked_at(request, found)
    made = afschrift.parts(platform, found, afschrift.review_of(file, request, found))
    chosen = tuple(one for part in made for one in part.files)
    return Ready(pupil_rights.reader_of(file, request), chosen, written(platform, who, file, request, made))


def making(platform: Platform, who: Who, file: File, request: RightRequest) -> Making | None:
    """How it is with a copy that is made in the background; None for one that is small enough to be made at once.

    :raises NotAllowed: as `ready_to_go` does
    """
    found = ready_to_go(platform, who, file, request)
    return _making(platform, who, file, request, found) if packing.is_heavy(platform, found.chosen) else None


def hand_out(platform: Platform, who: Who, file: File, request: RightRequest) -> bytes | None:
    """The package, and close the request with it; that it went out is recorded, and each file in it.

    None when it is large: it is asked for then, and goes out, with all that, when this is called once it is there.

    :raises NotAllowed: as `ready_to_go` does
    """
    found = ready_to_go(platform, who, file, request)
    if packing.is_heavy(platform, found.chosen):
        content = products.content(platform, _making(platform, who, file, request, found))
        if content is None:
            context = {"vraag": request.id}
            jobs.ask(platform, KIND, file.dossier.id, who.id, context, _mark(platform, who, file, request, found))
            return None
    else:
        content = package.build(platform, file, found.reader, found.chosen, {COPY: found.cover})
    _given(platform, who, file, request, found, content)
    return content


def make(platform: Platform, job: Job) -> None:
    """The work of the job that makes a large one. The request stays open until it is fetched.

    :raises Failed: when it may not go out any more, or it would be another than was asked for
    """
    who = products.who_asked(platform, job)
    try:
        file = file_of(platform, who, job.subject, Action.GIVE_COPY)
        request = pupil_rights.one_of(platform, who, file, job.context["vraag"])
        found = ready_to_go(platform, who, file, request)
    except (NotFound, NotAllowed) as fault:
        raise Failed(NO_LONGER) from fault
    if _mark(platform, who, file, request, found) != job.mark:
        raise Failed(NO_LONGER)
    told = Progress(platform, job)
    content = package.build(platform, file, found.reader, found.chosen, {COPY: found.cover}, told)
    products.keep(platform, job, f"{file.dossier.number}_afschrift.zip", packing.ZIP, content)


def _making(platform: Platform, who: Who, file: File, request: RightRequest, found: Ready) -> Making:
    mark = _mark(platform, who, file, request, found)
    return products.making(platform, who, KIND, file.dossier.id, mark)


def _mark(platform: Platform, who: Who, file: File, request: RightRequest, found: Ready) -> str:
    """Of exactly this: the files, and the cover, in which stands all the rest."""
    cover = hashlib.sha256(found.cover).hexdigest()
    return packing.mark_of(platform, who, file, found.chosen, found.reader, request.id, cover)


def _given(platform: Platform, who: Who, file: File, request: RightRequest, found: Ready, content: bytes) -> None:
    """Record that it went out: the files, the copy, and the answer to the request."""
    digest = hashlib.sha256(content).hexdigest()
    with platform.db.write():
        fetched(platform, who, file, [(one, one.filename) for one in found.chosen], digest)
        events.append(
            platform.db,
            type="right.copied",
            actor=who.id,
            dossier=file.dossier.id,
            subject=request.id,
            data={"pakket": digest, "stukken": len(found.chosen), "door": who.name},
            at=platform.at(),
        )
        reply = {"gegeven_op": platform.today().isoformat(), "pakket": digest, "stukken": len(found.chosen)}
        pupil_rights.answered(platform, who, file, request, reply)


def written(platform: Platform, who: Who, file: File, request: RightRequest, made: Sequence[Part]) -> bytes:
    """The Word file that goes with it."""
    logo = logos.content(platform.db, who.organisation.id)
    text, largest = ALONE[LOGO]
    own = organisation_name(who.organisation)
    names = names_of(platform, who, file, request, made) | {
        LOGO: within(logo, largest, text.format(own)) if logo else ""
    }
    return opc.write_package(filling.fill((platform.templates / TEMPLATE).read_bytes(), names))


def names_of(platform: Platform, who: Who, file: File, request: RightRequest, made: Sequence[Part]) -> dict[str, Any]:
    """What the template is filled with, but for the logo."""
    asked = pupil_rights.named(file, request)
    withheld = {(part.text.version.id, path) for part in made for path in part.but}
    withheld |= {(part.text.version.id, "") for part in made if part.whole}
    return {
        "doc": {"titel": "Afschrift van het dossier", "dossiernummer": file.dossier.number},
        "organisatie": organisation_name(who.organisation),
        "vrager": asked.who,
        "namens": asked.instead_of,
        "gevraagd_op": plain_date(date.fromisoformat(request.asked_on)),
        "gemaakt": plain_date(platform.today()),
        "stukken": [
            {"titel": one.title, "bestand": one.filename, "op": plain_date(local(one.created_at).date())}
            for part in made
            for one in part.files
        ],
        "delen": [_of_part(part) for part in made if not part.files],
        "eigen": list(_own_data(platform, file, request)),
        "verbeteringen": [_correction(one) for one in corrections.for_copy(platform, who, file, request, withheld)],
        "aanmeldingen": list(_referrals(platform, who, file)),
        "school": [_told(one) for one in access_log.told_to_school(platform, who, file)],
        "clb": who.organisation.soort == "clb",
    }


def _of_part(part: Part) -> dict[str, Any]:
    """What is left of a text, and why not all: the ground, never what it was."""
    grounds = [one.label for one in part.grounds] or ["Hierin staat iets wat op een andere plaats is weggelaten"]
    steps = [] if part.whole else [(one.step.title, list(_rows(one.parts, part.but))) for one in part.text.steps]
    return {
        "titel": part.text.title,
        "op": plain_date(local(part.text.version.frozen_at).date()),
        "gronden": grounds,
        "stappen": [{"titel": title, "rijen": rows} for title, rows in steps if rows],
    }


def _rows(parts: Sequence[Row | Group], but: frozenset[str]) -> Iterator[dict[str, str]]:
    for one in parts:
        for row in one.rows if isinstance(one, Group) else (one,):
            if row.path not in but and row.value:
                before = f"{one.title}: " if isinstance(one, Group) else ""
                yield {"label": f"{before}{row.label}", "tekst": row.value}


def _own_data(platform: Platform, file: File, request: RightRequest) -> Iterator[dict[str, str]]:
    """What was noted about who asks, as far as it is for that reader."""
    party = file.party(request.party_id or "")
    letter = letter_of(pupil_rights.reader_of(file, request))
    scope = Scope(today=platform.today())
    for item in PARTIJ.items:
        if party is None or not isinstance(item, Question) or letter not in item.audience.always:
            continue
        said = item.text(party.answers.get(item.name), scope) if item.name in party.answers else ""
        if said:
            yield {"label": item.label, "tekst": said}


def _correction(one: corrections.Shown) -> dict[str, str]:
    where = " – ".join(part for part in (one.text, one.where) if part) or "Het dossier"
    decided = "Dit wordt overgenomen in de volgende versie." if one.accepted else f"Niet overgenomen: {one.motive}"
    return {
        "waar": where,
        "soort": f"{one.kind} door {one.by}, {plain_date(local(one.at).date())}",
        "tekst": one.words,
        "besluit": decided,
    }


def _referrals(platform: Platform, who: Who, file: File) -> Iterator[dict[str, str]]:
    """Each referral with the name of the service (BR-53); a provider tells its own."""
    told = events.of_dossier(platform.db, file.dossier.id)
    steps = {f"trajectory.{one}" for one in (Step.AANMELDEN, Step.OPNIEUW_AANMELDEN)}
    for trajectory in file.trajectories:
        at = [one.at for one in told if one.subject == trajectory.id and one.type in steps]
        service = organisation(platform, trajectory.naft_id) if trajectory.naft_id else None
        if service is None or (who.organisation.soort == "naft" and service.id != who.organisation.id):
            continue
        on = local(at[0] if at else trajectory.created_at).date()
        yield {"dienst": organisation_name(service), "op": plain_date(on)}


def _told(one: access_log.Told) -> dict[str, str]:
    taken = f"{plain_date(local(one.fetched_at).date())}, {one.fetched_by}" if one.fetched_at else "nog niet"
    return {"titel": one.title, "sinds": plain_date(local(one.since).date()), "opgehaald": taken}
