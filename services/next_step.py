"""The next sensible step in a dossier for one person, with a sentence why; and the track that shows where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from forms import RECORD_TYPES
from forms.amounts import long_date
from rules import guards
from rules.states import Event, State
from rules.trajectory import Transition
from services import plan, requests, rounds
from services.access import open_versions
from services.dossiers import File
from services.free_days import early_hint, in_words
from services.outlook import available, has_draft
from services.platform import Platform, Who
from services.records import draft, filled_in_while, why_not_editable
from services.surroundings import latest_record, latest_version
from services.worklist import KINDS, RECORDS, TURN
from store import signatures
from store.versions import Version

Kind = Literal["begin", "record", "review", "sign", "round", "event", "consent", "wait"]

WORKED_ON: dict[State, str] = {
    State.CONCEPT: "indicatiestelling",
    State.AANVAARD: "doelen",
    State.LOPEND: "evaluatie",
    State.OPGESCHORT: "evaluatie",
    State.AFGEROND: "engagementen",
    State.NAZORG: "engagementen",
}
"""State -> the record that is written then."""

FORWARD = (
    Event.AANMELDEN,
    Event.AANVAARDEN,
    Event.OPNIEUW_AANMELDEN,
    Event.STARTEN,
    Event.OVERDRAGEN,
    Event.AFSLUITEN,
)
"""Steps that bring a trajectory further, in order."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do now: its button, a sentence why, and what it opens (`kind` and the id or slug in `target`)."""

    title: str
    why: str
    kind: Kind
    target: str = ""


def next_step(platform: Platform, who: Who, file: File) -> NextStep:
    """One step. A signature that waits for this person comes first, then what brings the trajectory further."""
    waiting = open_versions(platform, who, file)
    for version in waiting:
        place = rounds.my_place(platform, who, file, version)
        if place is not None and place.signature is None:
            slug = version.payload["type"]
            what = RECORDS.get(slug, RECORD_TYPES[slug].title)
            return NextStep(f"Onderteken {what}", "Uw handtekening wordt gevraagd.", "sign", version.id)
    steps = available(platform, who, file)
    first = _to_answer(platform, who, file) or _consent_gone(platform, who, file) or _to_hand_over(platform, who, file)
    if first is not None:
        return first
    forward = next((row for row, problems in steps if row.event in FORWARD and not problems), None)
    if forward is not None and not _blocks(waiting, forward):
        return NextStep(forward.label, forward.effect, "event", forward.event)
    return _to_sign(platform, who, waiting) or _to_write(platform, who, file) or _to_wait(platform, who, file)


def _to_answer(platform: Platform, who: Who, file: File) -> NextStep | None:
    """What another organisation asked comes before what one would do anyway."""
    for one in requests.waiting_for(platform, who, file):
        title, asked = requests.TITLES[one.kind], one.asked
        if one.kind == requests.MORE_INFORMATION:
            return NextStep(title, f"NAFT vraagt: {asked.get('vraag', '')}", "event", Event.INFO_GEVEN)
        if one.kind == requests.HAND_OVER:
            by = KINDS[one.from_kind]
            why = f"{by[:1].upper()}{by[1:]} stelt voor om over te dragen. Dat gebeurt pas als u bevestigt."
            return NextStep(title, why, "event", Event.OVERDRAGEN)
        if one.kind == requests.STOP:
            why = "Ook bij een vroegtijdige stop zit iedereen samen voor een eindevaluatie."
            return NextStep(title, why, "begin", "evaluatie?soort=vroegtijdig")
    return None


def _consent_gone(platform: Platform, who: Who, file: File) -> NextStep | None:
    if who.letter not in "CN" or not any(one.kind == "instemming" for one in plan.shown(platform, who, file)):
        return None
    why = "Het traject kan niet verder zonder. Overleg, en noteer een nieuw ja, of stop het traject."
    return NextStep("Een instemming is ingetrokken", why, "consent")


def _to_hand_over(platform: Platform, who: Who, file: File) -> NextStep | None:
    """The evaluation decided to hand over; what is missing for it is asked first."""
    for row, problems in available(platform, who, file):
        if (
            row.event is Event.OVERDRAGEN
            and problems
            and not any(one.message == guards.HANDOVER_EVALUATION.message for one in problems)
        ):
            if problems[0].message == guards.SHARING_WITH_NEXT.message and who.letter in "CN":
                return NextStep("Bereid de overdracht voor", problems[0].message, "consent")
            return NextStep("De overdracht wacht op bevestiging", problems[0].message, "wait")
    return None


def _blocks(waiting: list[Version], forward: Transition) -> bool:
    """Referring closes the round: while pupil or parents can still sign, asking them comes first."""
    return forward.event is Event.AANMELDEN and any(one.payload["type"] == "indicatiestelling" for one in waiting)


def _to_sign(platform: Platform, who: Who, waiting: list[Version]) -> NextStep | None:
    for version in waiting:
        record_type = RECORD_TYPES[version.payload["type"]]
        if who.organisation.soort in record_type.led_by:
            asked = signatures.signers_of(platform.db, version.id)
            still = sum(one.signature is None for one in asked)
            why = f"De tekst ligt vast. {still} van de {len(asked)} handtekeningen ontbreken nog."
            return NextStep("Laat ondertekenen", why, "round", version.id)
    return None


def _to_write(platform: Platform, who: Who, file: File) -> NextStep | None:
    adjusting = _to_adjust(platform, who, file)
    if adjusting is not None:
        return adjusting
    slug = WORKED_ON.get(file.state, "")
    if not slug or who.organisation.soort not in RECORD_TYPES[slug].led_by or file.state not in filled_in_while(slug):
        return None
    what, record = RECORDS[slug], has_draft(platform, file, slug)
    if record is None or (slug == "evaluatie" and why_not_editable(platform, who, file, record)):
        return NextStep(f"Begin {what}", _why_begin(platform, file), "begin", slug)
    if why_not_editable(platform, who, file, record):
        return None
    if draft(platform, who, file, record).faults():
        return NextStep(
            f"Ga verder met {what}", "Er ontbreken nog antwoorden. Alles wat er staat is bewaard.", "record", record.id
        )
    return NextStep(
        f"Kijk {what} na", "Alles is ingevuld. Kijk na en leg vast, dan kan iedereen ondertekenen.", "review", record.id
    )


def _to_adjust(platform: Platform, who: Who, file: File) -> NextStep | None:
    """An evaluation decided to adjust, and no newer version of the goals was frozen yet (T12)."""
    doelen, evaluatie = has_draft(platform, file, "doelen"), latest_record(platform, file, "evaluatie")
    if file.state is not State.LOPEND or doelen is None or evaluatie is None:
        return None
    goals, held = latest_version(platform, doelen), latest_version(platform, evaluatie)
    due = held is not None and goals is not None and goals.frozen_at < held.frozen_at
    if not due or evaluatie.answers.get("besluit_traject") != "bijsturen":
        return None
    if why_not_editable(platform, who, file, doelen):
        return None
    why = "Zo besliste de evaluatie. Wat beslist is, staat al in de doelen: kijk na en leg de nieuwe versie vast."
    return NextStep("Stuur de doelen bij", why, "record", doelen.id)


def _why_begin(platform: Platform, file: File) -> str:
    if file.state is not State.LOPEND:
        return "Wat al gekend is, staat al ingevuld."
    why = "Minstens om de twee maanden kijkt iedereen samen hoe het gaat (draaiboek, deel 4)."
    if not file.trajectory.due_date:
        return why
    due = date.fromisoformat(file.trajectory.due_date)
    earlier = early_hint(due)
    if earlier is None or earlier < platform.today():
        return why
    return f"{why} De laatste dag {in_words(due)}: plan vroeger, ten laatste {long_date(earlier)}."


def _to_wait(platform: Platform, who: Who, file: File) -> NextStep:
    turn = TURN.get(file.state)
    for one in requests.open_in(platform, file) if who.letter in "CN" else ():
        why = f"Er loopt een vraag aan {KINDS[one.to_kind]}. Zodra die beantwoord is, gaat het verder."
        return NextStep("U hoeft nu niets te doen", why, "wait")
    if turn is None:
        return NextStep("Dit traject is ten einde", "Er wordt niets meer van u verwacht.", "wait")
    whom = " of ".join(KINDS[kind] for kind in sorted(turn[0]))
    what = turn[1][:1].lower() + turn[1][1:]
    return NextStep("U hoeft nu niets te doen", f"De volgende stap is voor {whom}: {what}.", "wait")


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of the track: 'klaar', 'nu' or 'later'."""

    title: str
    status: Literal["klaar", "nu", "later"]


STAGES: tuple[tuple[str, tuple[State, ...]], ...] = (
    ("Aanmelding", (State.CONCEPT, State.AANGEMELD, State.WACHTLIJST, State.GEWEIGERD, State.INGETROKKEN)),
    ("Doelen", (State.AANVAARD, State.TER_ONDERTEKENING)),
    ("Traject en evaluaties", (State.LOPEND, State.OPGESCHORT, State.OVERGEDRAGEN)),
    ("Afronding", (State.AFGEROND,)),
    ("Nazorg", (State.NAZORG,)),
)


def track(state: State) -> list[Stage]:
    """The five parts of a trajectory, with the one it is in."""
    at = next((nr for nr, (_, states) in enumerate(STAGES) if state in states), len(STAGES))
    return [
        Stage(title, "klaar" if nr < at else ("nu" if nr == at else "later")) for nr, (title, _) in enumerate(STAGES)
    ]
