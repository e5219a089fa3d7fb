"""What must be the case in a round of signatures, told in plain Python without any code of the program.

The machine in tests/functional/test_round_machine.py does everything twice, here and in the program, and compares.
Every act gives the name of the exception that must follow, '' when it must be done.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

OPEN, SIGNED, PARTLY, REPLACED = "ter_ondertekening", "getekend", "deels_getekend", "vervangen"
WITHDRAWN, REFUSED = "ingetrokken", "geweigerd"
OVER = (SIGNED, PARTLY, REPLACED)
NO = ("niet_akkoord", "geweigerd")
YES = ("akkoord", "kennisname")
GONE = "no longer asked"
STOPS_AT_A_NO = ("doelen", "indicatiestelling")


@dataclass(frozen=True)
class Asked:
    """Somebody who is asked: the group in an ordered round, what may be chosen, whether the yes is needed.

    `instead` marks those who speak for one another; `hears` who gets mail in an own account; `parent` who is not
    asked any more when the pupil is 18.
    """

    key: str
    group: int
    choices: tuple[str, ...] = ("akkoord", "niet_akkoord", "kennisname")
    needed: bool = False
    instead: str = ""
    hears: bool = False
    parent: bool = False


@dataclass(eq=False)
class Text:
    """A frozen version. `answers`: key -> decision; `roots`: key -> the root under which it was given."""

    id: str
    root: str
    number: int
    asked: dict[str, Asked]
    values: dict[str, int]
    for_parents: bool
    status: str = OPEN
    ordered: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)
    void: bool = False
    missing: dict[str, str] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    sent_back: set[str] = field(default_factory=set)
    replaces: Text | None = None

    @property
    def open(self) -> bool:
        """Whether answers can still come."""
        return self.status == OPEN

    @property
    def waiting(self) -> set[str]:
        """Whose answer is waited for."""
        return {key for key in self.asked if key not in self.answers and key not in self.missing}

    @property
    def turn(self) -> set[str]:
        """Who may answer now: in an order the first group that is waited for, and whoever was noted as missing."""
        late = {key for key, why in self.missing.items() if why != GONE and key not in self.answers}
        if not self.ordered:
            return self.waiting | late
        first = min((self.asked[key].group for key in self.waiting), default=0)
        return {key for key in self.waiting if self.asked[key].group == first} | late

    def lacks(self, key: str) -> bool:
        """Is a yes of this party needed and not there, nor that of who speaks for it too?"""
        one = self.asked[key]
        if not one.needed or self.answers.get(key) == "akkoord":
            return False
        said = [self.answers.get(other.key) for other in self.asked.values() if other.instead == one.instead]
        return not (one.instead and "akkoord" in said and not set(said) & set(NO))


@dataclass(eq=False)
class Seat:
    """A one-time place. `at` counts minutes."""

    token: str
    text: Text
    key: str
    method: str
    until: int
    gone: bool = False


class Model:
    """One dossier with one record. `minute` is the clock; `values` are the answers of now, by what they are about."""

    def __init__(self, type: str, people: list[Asked], host: str, *, before_start: bool) -> None:
        self.type, self.people, self.host = type, people, host
        self.before_start = before_start  # goals that wait for the start: taken back with a step of the trajectory
        self.editable = True
        self.values: dict[str, int] = {}
        self.texts: list[Text] = []
        self.seats: list[Seat] = []
        self.removed: set[str] = set()
        self.adult = False
        self.minute = 0

    # freezing

    def freeze(self, id: str, root: str) -> Text:
        """A new version: who is asked now, and which answers stand."""
        earlier = self.texts[-1] if self.texts else None
        asked = {one.key: one for one in self.people if not self.gone(one)}
        text = Text(id, root, len(self.texts) + 1, asked, dict(self.values), for_parents=not self.adult)
        text.replaces = next((one for one in reversed(self.texts) if one.status in OVER), None)
        self.texts.append(text)
        if earlier is not None and earlier.for_parents == text.for_parents:
            for key, decision in earlier.answers.items():
                if decision in YES and key in asked and not self._again(key, earlier, text):
                    text.answers[key], text.roots[key] = decision, earlier.roots[key]
        self.editable = False
        self.settle(text)
        return text

    def _again(self, key: str, earlier: Text, text: Text) -> bool:
        """Must this party sign again? Contact data: nobody. Own data or words: that party. All the rest: everybody."""
        names = {*earlier.values, *text.values}
        changed = {name for name in names if earlier.values.get(name, 0) != text.values.get(name, 0)}
        one = text.asked[key]
        concerned = {
            "contact": False,
            "words of the pupil": one.group == 2,
            "words of the parents": one.parent,
            f"own {key}": True,
        }
        return any(concerned.get(name, not name.startswith("own ")) for name in changed)

    # who is asked

    def gone(self, one: Asked) -> bool:
        """Who is not asked any more."""
        return one.key in self.removed or (one.parent and self.adult)

    def look(self, text: Text) -> None:
        """Whoever is not asked any more is let go before anything else happens."""
        leaving = {
            key
            for key, one in text.asked.items()
            if key not in text.answers and text.missing.get(key) != GONE and self.gone(one)
        }
        if text.open and leaving:
            text.missing |= dict.fromkeys(leaving, GONE)
            self.settle(text)

    def settle(self, text: Text) -> None:
        """Over when nobody is waited for and no yes is lost for good; else who has the turn hears it, once."""
        if text.waiting:
            now = {key for key in text.turn & text.waiting if text.asked[key].hears and key != self.host}
            text.told |= now
        elif not any(text.lacks(key) for key in text.missing):
            self.complete(text)

    def complete(self, text: Text) -> None:
        """Everybody said yes, or it is said who did not."""
        agreed = all(text.answers.get(key) in YES for key in text.asked)
        self.end(text, SIGNED if agreed else PARTLY)
        if text.replaces is not None:
            text.replaces.status = REPLACED
        self.editable = (self.type == "doelen" and not self.before_start) or self.type == "engagementen"

    def end(self, text: Text, status: str) -> None:
        """No way to answer is left."""
        text.status = status
        text.sent_back.clear()
        for seat in self.seats:
            seat.gone = seat.gone or seat.text is text

    # acts

    def answer(self, text: Text, key: str, decision: str, root: str) -> str:
        """One party answers."""
        if key not in text.asked:
            return "NotFound"
        if decision not in (*text.asked[key].choices, "geweigerd"):
            return "IncompleteAnswer"
        if found := self._at_place(text, key, root):
            return found
        text.answers[key], text.roots[key] = decision, text.root
        text.missing.pop(key, None)
        text.sent_back.discard(key)
        if decision in NO and text.asked[key].needed and self.type in STOPS_AT_A_NO:
            self.end(text, REFUSED)
            self.editable = not self.before_start
        else:
            self.settle(text)
        return ""

    def _at_place(self, text: Text, key: str, root: str) -> str:
        if key not in text.asked:
            return "NotFound"
        self.look(text)
        if key in text.answers:
            return "AlreadyAnswered"
        if not text.open:
            return "RoundClosed"
        if root != text.root:
            return "OtherText"
        return self._may(text, key)

    def _may(self, text: Text, key: str) -> str:
        if text.missing.get(key) == GONE:
            return "NotAllowed"
        return "" if key in text.turn else "NotYourTurn"

    def send_back(self, text: Text, key: str, root: str) -> str:
        """A section goes back; the last one of a party counts."""
        found = self._at_place(text, key, root)
        if not found:
            text.sent_back.add(key)
        return found

    def _as_host(self, text: Text, root: str) -> str:
        self.look(text)
        if not text.open:
            return "RoundClosed"
        return "" if root == text.root else "OtherText"

    def leave(self, text: Text, key: str, root: str) -> str:
        """The text stays as it is."""
        found = self._as_host(text, root) or ("" if key in text.sent_back else "NotFound")
        if not found:
            text.sent_back.discard(key)
        return found

    def order(self, text: Text, root: str, *, ordered: bool) -> str:
        """Groups one after the other, or all at once."""
        found = self._as_host(text, root)
        if not found:
            text.ordered = ordered
            text.told |= {one for one in text.turn & text.waiting if text.asked[one].hears and one != self.host}
        return found

    def note_missing(self, text: Text, key: str, root: str) -> str:
        """No signature of this party will come."""
        if found := self._as_host(text, root):
            return found
        if key not in text.asked:
            return "NotFound"
        if key in text.answers:
            return "AlreadyAnswered"
        if text.missing.get(key) == GONE or text.asked[key].needed:
            return "NotAllowed"
        text.missing[key] = "noted"
        self.settle(text)
        return ""

    def close(self, text: Text, root: str) -> str:
        """Over without those who did not answer, where none of them is needed."""
        was_open = text.open
        self.look(text)
        if was_open and not text.open:
            return ""
        if found := self._as_host(text, root):
            return found
        if any(text.lacks(key) for key in text.asked):
            return "NotAllowed"
        text.missing |= dict.fromkeys(text.waiting, "closed")
        self.complete(text)
        return ""

    def take_back(self, text: Text, *, reason: bool) -> str:
        """The text is edited again; what was answered is void."""
        stands = bool(text.answers) and not text.void
        if self.before_start:
            if self.editable:
                return "Refused"
            if text.status == REFUSED:
                self.editable = True
                return ""
        elif not text.open:
            return "NotAllowed"
        if stands and not reason:
            return "Refused"
        text.void = bool(text.answers)
        self.end(text, WITHDRAWN)
        self.editable = True
        return ""

    # places

    def open_seat(self, text: Text, key: str) -> str:
        """A place for one party; the one before is taken away."""
        if key not in text.asked:
            return "NotFound"
        if key in text.answers:
            return "AlreadyAnswered"
        found = self._as_host(text, text.root) or self._may(text, key)
        if not found:
            for seat in self.seats:
                seat.gone = seat.gone or (seat.text is text and seat.key == key)
        return found

    def at_seat(self, seat: Seat, decision: str, root: str) -> str:
        """An answer, or with the decision 'terug' a section sent back: the place is used up, or nothing happened."""
        if seat.gone or self.minute >= seat.until:
            return "SeatTaken"
        trial = deepcopy(self)  # when it fails, it is undone as a whole
        if found := trial.use(trial.seats[self.seats.index(seat)], decision, root):
            return found
        return self.use(seat, decision, root)

    def use(self, seat: Seat, decision: str, root: str) -> str:
        """What happens at a place that is still there."""
        if decision == "terug":
            found = self.send_back(seat.text, seat.key, root)
        else:
            found = self.answer(seat.text, seat.key, decision, root)
        seat.gone = True
        return found
