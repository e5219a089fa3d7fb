"""The life of an invented dossier, told step by step through the services, up to the day on which nobody did more."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, datetime, time, timedelta

from rules.clock import evaluation_due
from rules.states import Event
from services import flanders_reviews as reviews
from services import flanders_texts as texts
from services import rounds
from services.demo_story import Steps, Story
from services.flanders_cast import Cast, open_day, open_day_before
from services.flanders_texts import Texts
from services.flanders_words import bank
from services.platform import BRUSSELS, Platform
from store import records
from store.versions import Version

DRAWN = 0.15
"""In how many rounds those at the table draw, and do not type: a drawing takes as long as ten typed names."""

HANDS = 40
"""How many ways of signing there are: drawing each anew would take longer yet."""


class Life(Story):
    """One dossier with its cast. `coach` is the short name of the coach of now, 'coach' or 'ander_coach'."""

    def __init__(self, platform: Platform, cast: Cast, *, printed: bool = False) -> None:
        asked = {name: value for name, value in cast.pupil.items() if name != "geslacht"}
        people: dict[str, Texts] = {} if cast.klas else {"pupil": asked}
        people |= {f"ouder{nr}": dict(one) for nr, one in enumerate(cast.parents)}
        people["titularis"] = {**cast.tutor, "functie": "Klastitularis", "organisatie": "school"}
        super().__init__(platform, cast.players, {"mensen": people}, cast.opened, printed=printed)
        self.cast = cast
        self.coach = "coach"

    def on(self, day: date, hour: int) -> datetime:
        """A moment to yield: the hour, with minutes that differ by dossier."""
        return datetime.combine(day, time(hour, self.cast.rng.randrange(60)), BRUSSELS)

    def hand(self, name: str) -> str:
        """One of a few."""
        return f"{self.cast.nr % HANDS} {name[:5]}"

    def all_sign(self, version: Version, host: str, *, without_parents: float = 0.0) -> None:
        """Everybody who is waited for answers; sometimes the parents never do, and the host closes the round."""
        asked = self.waiting(version)
        late = {name for name in asked if name.startswith("ouder")} if self.cast.chance(without_parents) else set()
        drawn = [name for name in asked if name not in late and name not in self.world.accounts]
        self.sign(version, *(name for name in asked if name in self.world.accounts), host=host)
        self.sign(version, *drawn, draws=self.cast.chance(DRAWN), host=host)
        if late and self.waiting(version):
            why = {self.party(name).id: "Kwam niet naar de afspraak." for name in late}
            rounds.close(self.platform, self.world.who(host), self.file, version, why)

    def latest(self, slug: str) -> dict[str, object]:
        """The answers of the latest record of a type."""
        return dict(records.records_of(self.platform.db, self.file.trajectory.id, type=slug)[-1].answers)


def life(s: Life) -> Steps:
    """From the opening to where its way ends."""
    c = s.cast
    yield s.on(c.opened, 9)
    if c.klas:
        s.open("clb", "klasgroep", label=f"{c.klas} {c.players.organisations['school'].gemeente}")
    else:
        s.open("clb", "leerling", "pupil")
    s.add("clb", "directie", "begeleider")
    consulted, told = c.after(c.opened, 0, 4), c.after(c.opened, 3, 7)
    ready = c.after(told, 1, 12)
    yield s.on(ready, 10)
    version = s.freeze("clb", s.fill("clb", "indicatiestelling", texts.indication(c, ready, consulted, told)))
    if c.chance(0.5):
        s.all_sign(version, "clb")
    else:
        s.sign(version, *(name for name in s.waiting(version) if name in ("clb", "pupil")), host="clb")
    if c.way == "ingetrokken" and c.chance(0.3):
        return
    referred = c.after(ready, 0, 3)
    yield s.on(referred, 15)
    s.do("clb", Event.AANMELDEN)
    decided = c.after(referred, 2, 12)
    yield s.on(decided, 11)
    if (yield from _not_taken_up(s, decided)):
        return
    day = s.moment.date()
    yield from _taken_up(s, day)


def _not_taken_up(s: Life, decided: date) -> Generator[datetime, None, bool]:
    """What comes between referral and acceptance; True when it ends there."""
    c, who = s.cast, "coordinator"
    if c.way == "ingetrokken":
        s.do("clb", Event.INTREKKEN, {"reden": c.rng.choice(("leerling_stemt_niet_in", "ouders_stemmen_niet_in"))})
        return True
    if c.way in ("geweigerd", "elders"):
        s.do(who, Event.WEIGEREN, {"reden": c.say(bank("refusals"))})
        if c.way == "geweigerd":
            return True
        again = c.after(decided, 1, 8)
        yield s.on(again, 10)
        s.do("clb", Event.OPNIEUW_AANMELDEN, {"aanbieder": "#ander"})
        s.coach, who, decided = "ander_coach", "ander_coordinator", c.after(again, 2, 12)
        yield s.on(decided, 11)
    elif c.chance(0.06):
        s.do(who, Event.MEER_INFO_VRAGEN, {"vraag": "Wat werd er al geprobeerd in de namiddag?"})
        answered = c.after(decided, 1, 6)
        yield s.on(answered, 9)
        s.do("clb", Event.INFO_GEVEN, {"antwoord": c.say(bank("extended"))})
        decided = c.after(answered, 1, 6)
        yield s.on(decided, 11)
    elif c.chance(0.15):
        free = c.after(decided, 20, 70)
        s.do(who, Event.OP_WACHTLIJST, {"reden": c.say(bank("refusals")), "verwacht_vanaf": free.isoformat()})
        decided = c.after(free, 0, 9)
        yield s.on(decided, 11)
    _accept(s, who, decided)
    return False


def _accept(s: Life, who: str, decided: date) -> None:
    table = open_day(decided + timedelta(days=7))
    s.do(
        who,
        Event.AANVAARDEN,
        {
            "naft_begeleider": f"account:{s.world.accounts[s.coach].id}",
            "eerste_tafel_op": f"{table.isoformat()}T14:00",
            "eerste_tafel_plaats": "Op school",
            "eerste_tafel_door": s.cast.rng.choice(("clb", "naft")),
        },
    )


def _taken_up(s: Life, day: date) -> Steps:
    """Goals, evaluations and the end; with another provider once more where it is handed over."""
    c = s.cast
    table = c.after(day, 5, 14)
    start = c.after(table, 3, 10)
    planned = _planned(c, start)
    told = texts.goals(c, s.coach, table, start, min(planned, evaluation_due(start)))
    yield s.on(table, 14)
    version = s.freeze(s.coach, s.fill(s.coach, "doelen", told))
    s.sign(version, *(name for name in s.waiting(version) if name in s.world.accounts), host=s.coach)
    signed = c.after(table, 0, 3)
    yield s.on(signed, 16)
    if c.way == "gestopt_voor_start":
        s.do("clb", Event.INTREKKEN, {"reden": "andere_hulp", "toelichting": c.say(bank("why_naft"))})
        return
    s.all_sign(version, s.coach)
    yield s.on(start, 9)
    s.do(s.coach, Event.STARTEN)
    moved = c.way == "overgedragen" and s.coach == "coach"
    ends = "overdragen" if moved else "vroegtijdig" if c.way == "vroegtijdig" else "eind"
    held, rounds_left = planned, c.rng.choice((0, 1)) if ends != "eind" else c.rng.choice((0, 1, 1, 2, 2, 3))
    if c.way == "onderbroken":
        yield from _paused(s, start, held)
    while rounds_left:
        following = _planned(c, held)
        yield s.on(held, 14)
        yield from _evaluated(s, held, following)
        held, rounds_left = following, rounds_left - 1
    yield s.on(held, 15)
    told = reviews.evaluation(c, s.latest("doelen"), held, None, ends)
    s.all_sign(s.freeze(s.coach, s.fill(s.coach, "evaluatie", told)), s.coach, without_parents=0.2)
    if moved:
        yield from _handed_over(s, held)
    else:
        yield from _after_naft(s, held)


def _planned(c: Cast, since: date) -> date:
    """The next evaluation: within two months, on a school day; one that would fall in the summer is before or after."""
    day = since + timedelta(days=c.rng.randint(40, 58))
    before = open_day_before(min(day, evaluation_due(since)))
    return before if before > since + timedelta(days=20) else open_day(day)


def _evaluated(s: Life, held: date, following: date) -> Steps:
    c = s.cast
    told = reviews.evaluation(c, s.latest("doelen"), held, min(following, evaluation_due(held)), "tussentijds")
    s.all_sign(s.freeze(s.coach, s.fill(s.coach, "evaluatie", told)), s.coach, without_parents=0.2)
    if told["besluit_traject"] == "bijsturen":
        yield s.on(c.after(held, 0, 4), 17)
        s.all_sign(s.freeze(s.coach, s.fill(s.coach, "doelen", {})), s.coach)


def _paused(s: Life, start: date, held: date) -> Steps:
    c = s.cast
    since = min(c.after(start, 5, 15), held)
    yield s.on(since, 10)
    until = min(c.after(since, 7, 15), held)
    s.do(s.coach, Event.OPSCHORTEN, {"reden": "ziekte_of_opname", "vermoedelijk_tot": until.isoformat()})
    yield s.on(until, 11)
    s.do(s.coach, Event.HERVATTEN)


def _handed_over(s: Life, held: date) -> Steps:
    c = s.cast
    asked = {"aanbieder": "#ander", "reden": c.say(bank("refusals"))}
    yield s.on(c.after(held, 1, 5), 10)
    s.do(s.coach, Event.OVERDRAGEN, asked)
    s.do("clb", Event.OVERDRAGEN, asked)
    decided = c.after(s.moment.date(), 2, 10)
    yield s.on(decided, 11)
    s.coach = "ander_coach"
    _accept(s, "ander_coordinator", decided)
    yield from _taken_up(s, decided)


def _after_naft(s: Life, held: date) -> Steps:
    c = s.cast
    day = c.after(held, 11, 20)
    yield s.on(day, 11)
    if c.way == "zonder_nazorg":
        s.do("clb", Event.ZONDER_NAZORG_AFSLUITEN, {"reden": "De leerling is verhuisd en volgt nu elders school."})
        return
    version = s.freeze("begeleider", s.fill("begeleider", "engagementen", reviews.engagements(c, s.coach, day)))
    s.all_sign(version, "begeleider", without_parents=0.3)
    seen = c.after(day, 50, 80)
    yield s.on(seen, 13)
    told = reviews.followed_up(c, s.latest("engagementen"), seen, done=True)
    s.all_sign(s.freeze("clb", s.fill("clb", "engagementen", told)), "clb", without_parents=0.4)
    yield s.on(c.after(seen, 0, 4), 9)
    s.do("clb", Event.AFSLUITEN)
