"""Who may read an answer, worked out once more from the letters of its definition: what the program is checked against.

Written from the meaning of the letters (rules/readers.py says it in words) and from what was agreed; nothing here
calls the program. An answer to a consent is one of the words of `ANSWERS`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

ANSWERS = ("geen", "ja", "nee", "ingetrokken", "niet_gevraagd", "ander", "bezwaar")
"""Nobody answered; yes, no, a yes taken back, not asked, by who decides; a yes of somebody who does not decide; a yes
of a pupil who decides, while a parent asked to keep it from the school."""

FROM_18, FROM_12 = 18, 12
CARRIED = {"hulpvraag_leerling": "vraag_leerling", "gemotiveerd_oordeel": "vraag_clb"}
"""Answer of the indicatiestelling -> the one in the goals that begins as a copy of it."""


@dataclass(frozen=True)
class Pupil:
    """A pupil on the day of freezing. `found`: 'bekwaam' or 'niet_bekwaam' where the CLB found so against the age."""

    age: int = 15
    found: str = ""
    school: str = "geen"
    parents: str = "geen"
    kept: frozenset[str] = frozenset()

    @property
    def adult(self) -> bool:
        """18 or older: nobody decides along."""
        return self.age >= FROM_18

    @property
    def decides(self) -> bool:
        """Does the pupil decide?"""
        if self.adult or not self.found:
            return self.age >= FROM_12
        return self.found == "bekwaam"

    @property
    def shares_with_school(self) -> bool:
        """Is the content of what depends on it for the school?"""
        return self.school == "ja" or (self.school == "bezwaar" and self.adult)

    @property
    def shares_with_parents(self) -> bool:
        """Did the pupil say yes?"""
        return self.parents == "ja"


@dataclass(frozen=True)
class Agreed:
    """What was agreed in a dossier. `whole`: the answer for a class or a school about sharing with the school."""

    kind: str
    pupils: Mapping[str, Pupil] = field(default_factory=dict)
    whole: str = "geen"

    def readers(self) -> list[str]:
        """Everybody who could be a reader here: 'C', 'N', 'S', 'P', and 'L' and 'O' of each pupil."""
        home = [f"{letter}{'' if self.kind == 'leerling' else ':' + one}" for one in self.pupils for letter in "LO"]
        return [*"CNSP", *home]

    def may_read(self, letters: str, reader: str, name: str = "", about: tuple[str, ...] = ()) -> bool:
        """Is an answer with these letters for this reader? `about`: the pupils it concerns, none for all."""
        marks = dict(re.findall(r"([CNSLOP])([*!]?)", letters))
        letter, _, whose = reader.partition(":")
        if letter not in marks:
            return False
        if letter == "S":
            return marks["S"] != "*" or self._school(about)
        if letter not in "LO":
            return True
        whose = whose or next(iter(self.pupils), "")
        if whose not in self.pupils or (about and whose not in about):
            return False
        return letter == "L" or self._parents(self.pupils[whose], marks["O"] == "*", name)

    def _school(self, about: tuple[str, ...]) -> bool:
        if self.kind in ("leerling", "leerlingen") or about:
            concerned = [one for key, one in self.pupils.items() if not about or key in about]
            return bool(concerned) and all(one.shares_with_school for one in concerned)
        refused = any(one.school in ("nee", "ingetrokken", "bezwaar") for one in self.pupils.values())
        return self.whole == "ja" and not refused

    def _parents(self, pupil: Pupil, depends: bool, name: str) -> bool:
        kept = pupil.kept | {CARRIED[one] for one in pupil.kept if one in CARRIED}
        if pupil.adult and not pupil.shares_with_parents:
            return False
        if pupil.decides and name in kept:
            return False
        return not depends or pupil.shares_with_parents or not pupil.decides
