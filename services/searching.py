"""Finding a dossier: what somebody typed and chose, and the dossiers of the own organisation that fit.

All words have to be there, in any order: of a name a part is enough, of one or two letters the beginning of a word. A
word may also be one of a state, or of the name of a school, CLB or provider. What one finds by: services/finding.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.folding import fold, joined
from rules.states import State
from services import permission
from services.partners import Partner, own, partners
from services.platform import Platform, Who
from services.tasks import TURN
from store import search as kept
from store.search import Found, Sort, Wanted, Word

PAGE = 25
"""How many on a page."""
LONGEST = 100
"""How much of what was typed is looked at, in characters."""
MOST_WORDS = 8
COUNTED = kept.COUNTED
"""Up to how many hits are counted."""
LAST_PAGE = COUNTED // PAGE
"""Further than this nobody pages: they say what they look for."""

STATE_WORDS: dict[State, str] = {
    State.CONCEPT: "concept voorbereiding indicatiestelling",
    State.AANGEMELD: "aangemeld aanmelding",
    State.WACHTLIJST: "wachtlijst",
    State.GEWEIGERD: "geweigerd weigering",
    State.INGETROKKEN: "ingetrokken",
    State.AANVAARD: "aanvaard",
    State.TER_ONDERTEKENING: "ondertekening ondertekenen",
    State.LOPEND: "lopend loopt",
    State.OPGESCHORT: "opgeschort onderbroken onderbreking",
    State.AFGEROND: "afgerond",
    State.NAZORG: "nazorg",
    State.OVERGEDRAGEN: "overgedragen overdracht",
    State.AFGESLOTEN: "afgesloten gesloten",
    State.VERNIETIGD: "vernietigd",
}
"""State -> the words that mean it; of a word the first four letters are enough."""
STATE_START, SHORT = 4, 3

_NUMBER = re.compile(r"(?:naft[\s-]*)?([0-9]{4})[-/]([0-9]{1,6})|naft[\s-]*([0-9]{4,10})", re.IGNORECASE)
_SERIAL = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for. Empty: no difference. `ended` None for running and ended ones, `partner` is an id."""

    text: str = ""
    ended: bool | None = False
    states: tuple[str, ...] = ()
    schooljaar: str = ""
    soort: str = ""
    school: str = ""
    partner: str = ""
    mine: bool = False
    sort: Sort = "gewijzigd"
    page: int = 1

    @property
    def filtered(self) -> bool:
        """Whether something beside the text leaves dossiers out that run."""
        return bool(self.states or self.schooljaar or self.soort or self.school or self.partner or self.mine)


@dataclass(frozen=True, slots=True)
class Result:
    """A page of hits. `count` is how many there are, one more than `COUNTED` for more than that.

    `elsewhere` is how many there would be without filters, among ended ones too; asked only when nothing was found.
    """

    found: list[Found]
    count: int
    partners: list[Partner]
    elsewhere: int = 0


def find(platform: Platform, who: Who, asked: Asked) -> Result:
    """The dossiers of the own organisation that fit, a page of them. Nothing for who sees no dossiers."""
    known = partners(platform, who)
    if asked.text and not words_of(asked.text):  # signs alone
        return Result([], 0, known)
    wanted = _wanted(who, asked, known)
    count = kept.count(platform.db, wanted)
    page = max(1, min(asked.page, LAST_PAGE))
    found = kept.search(platform.db, wanted, asked.sort, limit=PAGE, offset=(page - 1) * PAGE)
    elsewhere = 0
    if not count and (asked.filtered or asked.ended is not None):
        elsewhere = kept.count(platform.db, _wanted(who, Asked(text=asked.text, ended=None), known))
    return Result(found, count, known, elsewhere)


def how_many(platform: Platform, who: Who) -> int:
    """How many dossiers of the own organisation run, up to one more than `COUNTED`."""
    return kept.count(platform.db, Wanted(organisation_id=permission.listed_of(who), ended=False))


def _wanted(who: Who, asked: Asked, known: list[Partner]) -> Wanted:
    soort = next((one.soort for one in known if one.id == asked.partner), "")
    return Wanted(
        organisation_id=permission.listed_of(who),
        words=tuple(_word(one, [*known, own(who)]) for one in words_of(asked.text)),
        ended=asked.ended,
        states=asked.states,
        schooljaar=asked.schooljaar,
        soort=asked.soort,
        school_id=asked.school if any(one.id == asked.school for one in known) else "",
        naft_id=asked.partner if soort == "naft" else "",
        clb_id=asked.partner if soort == "clb" else "",
        account_id=who.id if asked.mine else "",
    )


def words_of(text: str) -> list[str]:
    """What has to be there: 'ben', 'said' of 'Ben Saïd'; the whole number of 'NAFT-2026-42', '42' of '42'."""
    text = _NUMBER.sub(_whole_number, text[:LONGEST])
    found = [joined(part) for part in text.split()]
    return [one for one in dict.fromkeys(found) if one][:MOST_WORDS]


def _whole_number(match: re.Match[str]) -> str:
    year, serial, rest = match.groups()
    return f" {year}{serial.zfill(_SERIAL)} " if year else f" {rest} "


def _word(text: str, known: list[Partner]) -> Word:
    states = [state for state, words in STATE_WORDS.items() if _means(text, words)]
    part = f" {text}" if len(text) < SHORT else text
    return Word(
        text=text,
        organisations=tuple(one.id for one in known if part in one.words),
        states=tuple(states),
    )


def _means(text: str, words: str) -> bool:
    return len(text) >= STATE_START and any(fold(one).startswith(text) for one in words.split())


RUNNING = tuple(state for state in State if state in TURN)
"""The states of a dossier that runs."""
