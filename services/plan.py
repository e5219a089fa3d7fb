"""The plan of a dossier: what is due and when, in words for its page, and kept as days for the work lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from forms.amounts import long_date, plain_date
from forms.scope import Answers, items_of
from rules import retention
from rules.plan import ENDED, Asked, Due, Facts, Review
from rules.plan import plan as days_of
from rules.pupil_rights import TO_READ
from rules.source import RULES
from rules.states import Event as Step
from rules.states import State
from services import finding, requests
from services.consents import as_day, consents, text
from services.dossiers import File, name_of, read_file
from services.free_days import answer_due, early_hint, in_words, talk_due
from services.objections import help_problems
from services.platform import Platform, Who, local
from services.pupils import pupils
from services.surroundings import latest_answers
from store import deadlines, dossier_lines, dossiers, events, pupil_rights
from store.deadlines import Deadline
from store.dossiers import Dossier
from store.events import Event

TITLES: dict[str, str] = {
    "info": "Antwoord op de vraag van NAFT",
    "antwoord": "Beslissing over de aanmelding",
    "wachtlijst": "Vermoedelijk einde van de wachttijd",
    "startrondetafel": "Startrondetafel",
    "instemming": "Overleg over de ingetrokken instemming",
    "evaluatie": "Laatste dag voor de evaluatie",
    "evaluatie_gepland": "Geplande evaluatie",
    "hervatten": "Vermoedelijk einde van de onderbreking",
    "wordt_12": "wordt 12: vanaf dan beslist de leerling zelf",
    "wordt_18": "wordt 18: vanaf dan beslist enkel de leerling",
    "opvolgen": "Opvolging van een engagement",
    "afspraak_recht": "Gesprek na een vraag om het dossier te lezen",
    "antwoord_recht": "Antwoord aan leerling of ouders op hun vraag",
    "bewaren_clb": "Het CLB bewaart dit dossier tot en met",
    "bewaren_naft": "NAFT bewaart dit dossier tot en met",
}
"""Kind of day -> what it is; who turns 12 or 18 is put before it, the last day of keeping behind it."""

ESTIMATES = frozenset({"wachtlijst", "startrondetafel", "hervatten", "evaluatie_gepland", "wordt_12", "wordt_18"})
"""Kinds of day that pass by: nobody is late when they are over."""

A_YEAR = timedelta(days=366)

TASKS: dict[str, str] = {
    "info": "Beantwoord de vraag van NAFT",
    "antwoord": "Beslis over de aanmelding",
    "wachtlijst": "Beslis over de plaats op de wachtlijst",
    "startrondetafel": "Bereid de startrondetafel voor",
    "instemming": "Een instemming is ingetrokken: overleg, en stop of vraag ze opnieuw",
    "evaluatie": "Bereid de evaluatie voor",
    "hervatten": "Hervat het traject of rond het af",
    "wordt_12": "Een leerling wordt 12 en beslist dan zelf: bereid de instemming voor",
    "wordt_18": "Een leerling wordt 18: ouders lezen en tekenen dan niet meer mee",
    "opvolgen": "Volg een engagement op",
    "afspraak_recht": "Spreek een gesprek af: iemand vraagt het dossier te lezen",
    "antwoord_recht": "Beantwoord de vraag van leerling of ouders over hun gegevens",
    "bewaren_clb": "De bewaartermijn is voorbij: stel voor om te vernietigen",
    "bewaren_naft": "De bewaartermijn is voorbij: stel voor om te vernietigen",
}
"""Kind of day -> what a work list asks of whose turn it is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One day of the plan: what, when, whose turn (Dutch, '' for nobody), a hint, and the rule it follows from.

    `acts` are the letters of whose turn it is, `asks_now` says whether that stands in a work list today. `late` is a
    day by which something had to be done, `estimate` one that just comes. `quiet` is good to know and asks nothing yet:
    its title then has the day in it. `about` is the id of a party or an engagement.
    """

    kind: str
    title: str
    day: date
    late: bool
    who: str
    hint: str
    source: str
    acts: str = ""
    asks_now: bool = False
    estimate: bool = False
    quiet: bool = False
    about: str = ""


def keep(platform: Platform, dossier: Dossier | str) -> None:
    """Compute the days of a dossier anew, and what lists show of it; inside the write of what changed it."""
    found = dossiers.dossier(platform.db, dossier) if isinstance(dossier, str) else dossier
    if found is None or platform.building is not None:
        return
    file = read_file(platform, found)
    deadlines.keep(
        platform.db,
        found.id,
        [
            Deadline(
                dossier_id=found.id,
                ord=nr,
                kind=due.kind,
                day=due.day.isoformat(),
                shown_from=due.shown_from.isoformat(),
                readers=due.readers,
                acts=due.acts,
                rule_id=due.rule_id,
                about=due.about,
            )
            for nr, due in enumerate(days_of(facts_of(platform, file)))
        ],
    )
    finding.keep(platform, found)


def keep_missing(platform: Platform) -> None:
    """Compute the days of every dossier after a migration that needs it: when no days, or no lines, were ever kept."""
    with platform.db.write():
        if deadlines.is_empty(platform.db) or dossier_lines.is_empty(platform.db):
            for line in dossiers.every(platform.db):
                dossier = dossiers.dossier(platform.db, line.id)
                if dossier is not None:
                    keep(platform, dossier)


def shown(platform: Platform, who: Who, file: File) -> list[Line]:
    """The plan as this person may read it, the first day first; of past birthdays nothing."""
    today = platform.today()
    return [_line(platform, file, due, today) for due in days_of(facts_of(platform, file)) if who.letter in due.readers]


def _line(platform: Platform, file: File, due: Due, today: date) -> Line:
    keeping = due.kind.startswith("bewaren")
    birthday = due.kind in ("wordt_12", "wordt_18")
    quiet = due.day >= today if keeping else birthday and due.day > today + A_YEAR
    estimate = due.kind in ESTIMATES
    names = {"C": "het CLB", "N": "NAFT", "S": "de school"}
    return Line(
        due.kind,
        _title(platform, file, due, quiet=quiet),
        due.day,
        late=due.day < today and bool(due.acts) and not estimate and not keeping,
        who="" if birthday or keeping else " en ".join(names[letter] for letter in due.acts),
        hint=_hint(due, today),
        source=RULES[due.rule_id].source,
        acts=due.acts,
        asks_now=due.shown_from <= today,
        estimate=estimate,
        quiet=quiet,
        about=due.about,
    )


def _title(platform: Platform, file: File, due: Due, *, quiet: bool) -> str:
    title = TITLES[due.kind]
    if due.kind.startswith("bewaren"):
        return f"{title} {long_date(due.day)}." if quiet else TASKS[due.kind]
    if due.kind in ("wordt_12", "wordt_18"):
        party = file.party(due.about)
        name = name_of(party.answers) if party else "De leerling"
        return f"{title.partition(':')[0]} op {plain_date(due.day)}" if quiet else f"{name} {title}"
    if due.kind == "opvolgen":
        made = items_of(latest_answers(platform, file, "engagementen").get("engagementen"))
        promise = next((text(one.get("tekst")) for one in made if one["id"] == due.about), "")
        return f"Opvolgen: {promise.rstrip('.')}" if promise else title
    return title


def _hint(due: Due, today: date) -> str:
    """A last day without school stays, with the advice to plan earlier while one still can (BR-42)."""
    earlier = early_hint(due.day) if due.kind == "evaluatie" else None
    if earlier is None or earlier < today:
        return ""
    return f"De laatste dag {in_words(due.day)}: plan vroeger, ten laatste {long_date(earlier)}."


def facts_of(platform: Platform, file: File) -> Facts:
    """What the days of this dossier depend on."""
    indication = latest_answers(platform, file, "indicatiestelling", drafts=True)
    told = [one for one in events.of_dossier(platform.db, file.dossier.id) if one.subject == file.trajectory.id]
    state, trajectory = file.state, file.trajectory
    question = requests.open_request(platform, file, requests.MORE_INFORMATION)
    clb, naft = _kept_until(platform, file, indication, told)
    return Facts(
        state=state,
        day=platform.today(),
        answer_due=answer_due(_referred_on(file, told), platform.settings.answer_days),
        question_since=local(question.asked_at).date() if question else None,
        first_table_on=_said(told, Step.AANVAARDEN, "eerste_tafel_op"),
        waits_until=_said(told, Step.OP_WACHTLIJST, "verwacht_vanaf"),
        evaluation_due=as_day(trajectory.due_date),
        evaluation_planned=_planned(platform, file),
        births=[(one.party, one.born) for one in pupils(platform, file, indication) if one.born],
        consent_gone_on=_consent_gone(platform, file, indication) if state is not State.CONCEPT else None,
        paused_until=_said(told, Step.OPSCHORTEN, "vermoedelijk_tot"),
        reviews=list(_reviews(platform, file)) if state is State.NAZORG else [],
        rights=list(_rights(platform, file)),
        retain_clb=clb,
        retain_naft=naft,
    )


def _referred_on(file: File, told: list[Event]) -> date:
    """The day from which the provider's answer counts: the referral, or the answer to its own question."""
    steps = (f"trajectory.{Step.AANMELDEN}", f"trajectory.{Step.INFO_GEVEN}")
    at = [one.at for one in told if one.type in steps]
    return local(at[-1] if at else file.trajectory.created_at).date()


def _said(told: list[Event], step: Step, name: str) -> date | None:
    """A day that was told with the last step of this kind."""
    found = [(one.data or {}).get(name) for one in told if one.type == f"trajectory.{step}"]
    return as_day(found[-1]) if found else None


def _planned(platform: Platform, file: File) -> date | None:
    evaluated = as_day(latest_answers(platform, file, "evaluatie").get("volgende_evaluatie"))
    agreed = as_day(latest_answers(platform, file, "doelen").get("geplande_evaluatie"))
    return max((day for day in (evaluated, agreed) if day), default=None)


def _consent_gone(platform: Platform, file: File, indication: Answers) -> date | None:
    """The day on which a consent was taken back without which the help may not go on."""
    doelen = latest_answers(platform, file, "doelen")
    if not any(one.rule_id == "BR-25" for one in help_problems(platform, file, indication, doelen)):
        return None
    return max((one.withdrawn_on for one in consents(platform, file, indication) if one.withdrawn_on), default=None)


def _reviews(platform: Platform, file: File) -> Iterator[Review]:
    """The engagements that were accepted and have no status yet, each on the day on which it is to be followed up."""
    answers = latest_answers(platform, file, "engagementen")
    done = {one.get("engagement") for one in items_of(answers.get("opvolgmomenten")) if one.get("stand")}
    for one in items_of(answers.get("engagementen")):
        day = as_day(one.get("opvolgen_op"))
        if day and one["id"] not in done and one.get("aanvaard") != "nee":
            yield Review(one["id"], day, text(one.get("opvolging_door")) or "clb")


def _rights(platform: Platform, file: File) -> Iterator[Asked]:
    """The requests by right that wait for the CLB, or for the provider of now (BR-51, BR-57)."""
    letters = {file.dossier.clb_id: "C"} | ({file.trajectory.naft_id: "N"} if file.trajectory.naft_id else {})
    for one in pupil_rights.of_dossier(platform.db, file.dossier.id):
        if not one.is_open or one.organisation_id not in letters:
            continue
        letter, asked_on = letters[one.organisation_id], date.fromisoformat(one.asked_on)
        talks = letter == "C" and one.kind in TO_READ
        yield Asked(
            one.id,
            letter,
            asked_on,
            date.fromisoformat(one.due_on),
            talk_by=talk_due(asked_on) if talks else None,
            talk_on=as_day(one.appointment_on),
        )


def _kept_until(
    platform: Platform, file: File, indication: Answers, told: list[Event]
) -> tuple[date | None, date | None]:
    """The last day of keeping for CLB and providers (BR-50), once the trajectory has ended."""
    if file.state not in ENDED or file.state is State.VERNIETIGD:
        return None, None
    last = as_day(file.trajectory.ended_on) or local(told[-1].at if told else file.trajectory.created_at).date()
    births = [one.born for one in pupils(platform, file, indication) if one.born]
    known = [as_day(one.answers.get("geboortedatum")) for one in file.all_parties if one.rol == "leerling"]
    births += [born for born in known if born]  # what is about who left the dossier is kept too
    youngest = max(births, default=None)
    buso = text(indication.get("studievorm")).startswith("buso")
    clb = retention.retain_until_clb(youngest, last, buso=buso)
    return clb, retention.retain_until_naft(youngest, last) if any(one.naft_id for one in file.trajectories) else None
