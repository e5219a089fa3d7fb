"""What is due in a dossier and when, from the facts: the plan that its page shows and the work lists draw from.

Every day follows from a rule; nothing is planned twice. Days are calendar days; what has passed stays in the plan until
what it asks for has happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rules import clock
from rules.capacity import turning_days, turning_notices
from rules.consent import withdrawal_task_due
from rules.states import State

ENDED = frozenset({State.GEWEIGERD, State.INGETROKKEN, State.OVERGEDRAGEN, State.AFGESLOTEN, State.VERNIETIGD})
_TURNING = ("wordt_12", "wordt_18")
_NOTICE = timedelta(days=14)
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Review:
    """An engagement that nobody followed up yet: its id, its day, and who follows it up ("school" or "clb")."""

    engagement: str
    day: date
    by: str


@dataclass(frozen=True)
class Asked:
    """A request by right that waits for its answer: its id, the letter of who was asked, and its days.

    `talk_by` is the last day for a talk, None where none is needed or where it was agreed on: then on `talk_on`.
    """

    request: str
    letter: str
    asked_on: date
    answer_by: date
    talk_by: date | None = None
    talk_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """What the days depend on; None for what is not (yet) the case.

    `day` is the day on which one looks. `answer_due` is the last working day for the provider's answer (BR-45),
    `question_since` the day on which it asked the CLB for more. `births` maps the party id of each pupil to the birth
    date. `consent_gone_on` is the day on which a consent that is needed was taken back. `retain_clb` and
    `retain_naft` are the last days of keeping.
    """

    state: State
    day: date
    answer_due: date | None = None
    question_since: date | None = None
    first_table_on: date | None = None
    waits_until: date | None = None
    evaluation_due: date | None = None
    evaluation_planned: date | None = None
    births: Sequence[tuple[str, date]] = ()
    consent_gone_on: date | None = None
    paused_until: date | None = None
    reviews: Sequence[Review] = ()
    rights: Sequence[Asked] = ()
    retain_clb: date | None = None
    retain_naft: date | None = None


@dataclass(frozen=True)
class Due:
    """One day: what it is about, from when it stands in work lists, who may know it and whose turn it is (letters).

    `about` is the id of a party or an engagement.
    """

    kind: str
    day: date
    shown_from: date
    readers: str
    acts: str
    rule_id: str
    about: str = ""


def plan(facts: Facts) -> list[Due]:
    """Every day that counts, the first one first: BR-25, BR-27, BR-40 to BR-46, BR-50, BR-51 and BR-57."""
    found = [*_before_the_start(facts), *_on_the_way(facts), *_birthdays(facts), *_aftercare(facts), *_keeping(facts)]
    found += _rights(facts)
    return sorted(found, key=lambda due: (due.day, due.kind))


def _before_the_start(facts: Facts) -> list[Due]:
    found = []
    if facts.state is State.AANGEMELD and facts.question_since:
        since = facts.question_since
        found.append(Due("info", since + _WEEK, since, "CN", "C", "T4"))
    elif facts.state is State.AANGEMELD and facts.answer_due:
        found.append(Due("antwoord", facts.answer_due, facts.answer_due - _NOTICE, "CN", "N", "BR-45"))
    if facts.state is State.WACHTLIJST and facts.waits_until:
        found.append(Due("wachtlijst", facts.waits_until, facts.waits_until - _NOTICE, "CN", "N", "T4"))
    if facts.state is State.AANVAARD and facts.first_table_on:
        found.append(Due("startrondetafel", facts.first_table_on, facts.first_table_on - _WEEK, "CNS", "CN", "T3"))
    return found


def _on_the_way(facts: Facts) -> list[Due]:
    found = []
    if facts.consent_gone_on and facts.state not in ENDED:
        gone = facts.consent_gone_on
        found.append(Due("instemming", withdrawal_task_due(gone), gone, "CN", "CN", "BR-25"))
    if facts.state not in (State.LOPEND, State.OPGESCHORT):
        return found
    if facts.evaluation_due:
        due, first = facts.evaluation_due, clock.reminder_days(facts.evaluation_due)[0]
        found.append(Due("evaluatie", due, first, "CNS", "N", "BR-40"))
        if facts.evaluation_planned and facts.day <= facts.evaluation_planned < due:
            planned = facts.evaluation_planned
            found.append(Due("evaluatie_gepland", planned, planned - _WEEK, "CNS", "", "BR-41"))
    if facts.state is State.OPGESCHORT and facts.paused_until:
        found.append(Due("hervatten", facts.paused_until, facts.paused_until - _WEEK, "CNS", "N", "T13"))
    return found


def _birthdays(facts: Facts) -> list[Due]:
    """The coming 12th and 18th birthday: another rule holds from that day on (BR-27)."""
    if facts.state in ENDED:
        return []
    return [
        Due(kind, day, notice, "CN", "CN", "BR-27", party)
        for party, birth in facts.births
        for kind, day, notice in zip(_TURNING, turning_days(birth), turning_notices(birth), strict=True)
        if day > facts.day
    ]


def _aftercare(facts: Facts) -> list[Due]:
    if facts.state is not State.NAZORG:
        return []
    letters = {"school": "S", "clb": "C"}
    return [
        Due("opvolgen", one.day, one.day - _NOTICE, "CNS", letters[one.by], "BR-46", one.engagement)
        for one in facts.reviews
    ]


def _keeping(facts: Facts) -> list[Due]:
    kept = (("bewaren_clb", facts.retain_clb, "C"), ("bewaren_naft", facts.retain_naft, "N"))
    return [Due(kind, day, day + _DAY, letter, letter, "BR-50") for kind, day, letter in kept if day]


def _rights(facts: Facts) -> list[Due]:
    """What pupil or parents asked by right, whatever the state: first a talk, then the answer (BR-51, BR-57).

    While the talk is to be agreed on, the answer asks nothing yet, unless it comes near.
    """
    found = []
    for one in facts.rights:
        letter, first = one.letter, one.asked_on
        if one.talk_by and one.talk_on is None:
            found.append(Due("afspraak_recht", one.talk_by, one.asked_on, letter, letter, "BR-51", one.request))
            first = one.answer_by - _NOTICE
        found.append(Due("antwoord_recht", one.answer_by, first, letter, letter, "BR-57", one.request))
    return found
