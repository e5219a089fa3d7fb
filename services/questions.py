"""Questions to a CLB: who may not refer asks, and the CLB answers or opens a dossier (BR-01)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from forms.record_type import known_on_path, on_path
from forms.scope import Answers, Json, Scope
from forms.vraag_aan_clb import VRAAG_AAN_CLB
from rules.access import Action
from services import permission
from services.dossiers import File, file_of, organisation_name
from services.parties import open_dossier
from services.places import Places
from services.platform import NotAllowed, NotFound, Platform, Who, stamp
from store import accounts, dossiers, events, organisations, questions
from store.questions import Question

THE_SCHOOL = "De school"
"""What a question is about that is about no pupil or class."""
MOST_PUPILS = 12
"""As many as a dossier can be opened with (forms/nieuw_dossier.py)."""
ANSWER_STAYS = timedelta(days=14)
"""How long an answer stays on the work list of who asked."""
_BETWEEN_NAMES = re.compile(r"\s*[,;&+]\s*|\s+en\s+")
_INITIAL = re.compile(r"\s+\S\.?$")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with the names around it. `asker` and `replier` are people, empty when not known (any more).

    `dossier_id` is the dossier that came of it, empty for who may not see that dossier.
    """

    question: Question
    clb: str
    organisation: str
    asker: str
    replier: str
    dossier_id: str

    @property
    def about(self) -> str:
        """'Kobe V.', the class, or that it is about a school."""
        asked = self.question.asked
        return str(asked.get("over_wie") or asked.get("klas") or THE_SCHOOL)


def scope_of(platform: Platform, who: Who) -> Scope:
    """The surroundings of the form: the CLBs to choose from, and whether a school asks."""
    return Scope(
        today=platform.today(),
        facts={"van_school": "ja" if who.organisation.soort == "school" else "nee"},
        register=Places(platform, ["clb"]),
    )


def usual_clb(platform: Platform, who: Who) -> Answers:
    """The CLB that this organisation asked last, or the only one there is, as a first answer to the form."""
    asked = questions.of_asker(platform.db, who.organisation.id)
    known = [one.id for one in organisations.organisations(platform.db, "clb")]
    if asked and asked[0].clb_id in known:
        return {"clb": asked[0].clb_id}
    return {"clb": known[0]} if len(known) == 1 else {}


def must_ask(who: Who) -> None:
    """Anybody but a CLB asks.

    :raises NotAllowed: when it is a CLB (BR-01)
    """
    permission.allow(who, Action.ASK_CLB)


def ask(platform: Platform, who: Who, answers: Answers) -> Question:
    """Ask a CLB; `answers` as forms/vraag_aan_clb.py asks them. What is off the path is not kept.

    The same question of the same person that still waits is given back, so that a second press changes nothing.

    :raises NotAllowed: when it is a CLB that asks (BR-01)
    :raises NotFound: when it is asked of something that is no CLB
    """
    must_ask(who)
    db, facts = platform.db, scope_of(platform, who).facts
    clb = organisations.organisation(db, str(answers.get("clb", "")))
    if clb is None or clb.soort != "clb":
        raise NotFound
    steps = (VRAAG_AAN_CLB,)
    known = known_on_path(on_path(steps, answers, facts), answers, facts)
    asked = {name: value for name, value in known.items() if name not in facts and name != "clb"}
    with db.write():
        for one in questions.open_for_clb(db, clb.id):
            if (one.asked_by, one.asked) == (who.id, asked):
                return one
        made = questions.create(
            db, clb_id=clb.id, organisation_id=who.organisation.id, asked=asked, asked_by=who.id, at=platform.at()
        )
        _told(platform, who, made, "question.asked")
    return made


def exchange(platform: Platform, who: Who, question_id: str) -> Exchange:
    """One question: for the CLB that was asked, and for the organisation that asks.

    :raises NotFound: when it is not there, or not for this organisation
    """
    found = questions.question(platform.db, question_id)
    if found is None or not _may_read(who, found):
        raise NotFound
    return _exchanges(platform, who, [found])[0]


def exchanges(platform: Platform, who: Who) -> list[Exchange]:
    """All that this CLB was asked, or all that this organisation asks, the newest first."""
    listed = questions.of_clb if who.organisation.soort == "clb" else questions.of_asker
    return _exchanges(platform, who, listed(platform.db, who.organisation.id))


def on_work_list(platform: Platform, who: Who) -> list[Exchange]:
    """For a CLB what it has to answer; for others what still waits, and what was answered in the last 14 days."""
    db, mine = platform.db, who.organisation.id
    if who.organisation.soort == "clb":
        return _exchanges(platform, who, questions.open_for_clb(db, mine))
    since = stamp(platform.now() - ANSWER_STAYS)
    return _exchanges(platform, who, questions.of_asker_since(db, mine, since=since))


def answer(platform: Platform, who: Who, question_id: str, reply: Answers) -> Question:
    """The CLB answers; the same answer a second time changes nothing.

    :raises NotFound: when it is not there, or not for this organisation
    :raises NotAllowed: when it is no CLB that answers
    :raises QuestionClosed: when another answer is there already, or a dossier
    """
    to_answer(platform, who, question_id)
    with platform.db.write():
        try:
            found = questions.answer(platform.db, question_id, dict(reply), by=who.id, at=platform.at())
        except questions.QuestionClosed as closed:
            if (closed.current.replied_by, closed.current.reply) != (who.id, dict(reply)):
                raise
            return closed.current
        _told(platform, who, found, "question.answered")
    return found


def to_answer(platform: Platform, who: Who, question_id: str) -> Exchange:
    """A question for the CLB that was asked, to answer or to open a dossier from.

    :raises NotFound: when it is not there, or not for this organisation
    :raises NotAllowed: when it is one's own question, and so the CLB's turn
    """
    found = exchange(platform, who, question_id)
    if who.organisation.soort != "clb":
        why = permission.decision(who, Action.OPEN_DOSSIER).problem
        raise NotAllowed(f"Op deze vraag antwoordt {found.clb}.", [why] if why else [])
    return found


def open_dossier_from(
    platform: Platform, who: Who, question_id: str, *, soort: str, label: str, pupils: Sequence[Answers]
) -> File:
    """Open a dossier and tie the question to it. Who asked is no party in it by that.

    A question has one dossier: a second time gives the dossier that is there.

    :raises NotFound: when it is not there, or not for this organisation
    :raises NotAllowed: when it is no CLB that opens it (BR-01)
    """
    to_answer(platform, who, question_id)
    with platform.db.write():
        found = exchange(platform, who, question_id).question
        if found.dossier_id is not None:
            return file_of(platform, who, found.dossier_id)
        file = open_dossier(platform, who, soort=soort, label=label, pupils=pupils)
        found = questions.turn_into_dossier(platform.db, question_id, file.dossier.id, by=who.id, at=platform.at())
        _told(platform, who, found, "question.dossier")
    return file


def first_answers(question: Question) -> dict[str, Json]:
    """What a question tells for the page that opens a dossier (forms/nieuw_dossier.py): for whom, and first names.

    A question names pupils by first name and initial; family names are for the CLB to fill in.
    """
    asked = question.asked
    soort = str(asked.get("soort") or "leerling")
    if soort not in ("leerling", "leerlingen"):
        named = {"klasgroep": asked.get("klas"), "school": asked.get("school")}.get(soort)
        return {"soort": soort, **({"naam_groep": named} if named else {})}
    whole = str(asked.get("over_wie") or "")
    names = [whole] if soort == "leerling" else [one for one in _BETWEEN_NAMES.split(whole) if one]
    first = [_INITIAL.sub("", name) for name in names[:MOST_PUPILS] if name]
    items = [{"id": f"L{nr}", "voornaam": name} for nr, name in enumerate(first, start=1)]
    return {"soort": soort, **({"leerlingen": items} if items else {})}


def _may_read(who: Who, question: Question) -> bool:
    mine = question.clb_id if who.organisation.soort == "clb" else question.organisation_id
    return mine == who.organisation.id


def _exchanges(platform: Platform, who: Who, found: list[Question]) -> list[Exchange]:
    db = platform.db
    places = {one for each in found for one in (each.clb_id, each.organisation_id) if one}
    names = {one: organisation_name(place) for one in places if (place := organisations.organisation(db, one))}
    people = {one: _person(platform, one) for each in found for one in (each.asked_by, each.replied_by) if one}
    return [
        Exchange(
            question=one,
            clb=names.get(one.clb_id, ""),
            organisation=names.get(one.organisation_id or "", ""),
            asker=people.get(one.asked_by or "", ""),
            replier=people.get(one.replied_by or "", ""),
            dossier_id=one.dossier_id
            if one.dossier_id and dossiers.may_see(db, one.dossier_id, who.organisation.id)
            else "",
        )
        for one in found
    ]


def _person(platform: Platform, account_id: str) -> str:
    account = accounts.account(platform.db, account_id)
    return f"{account.voornaam} {account.familienaam}".strip() if account else ""


def _told(platform: Platform, who: Who, question: Question, what: str) -> None:
    """On record, without a word of what was typed."""
    events.append(
        platform.db,
        type=what,
        actor=who.id,
        dossier=question.dossier_id,
        subject=question.id,
        data={"clb": question.clb_id, "organisatie": question.organisation_id, "door": who.name},
        at=platform.at(),
    )
