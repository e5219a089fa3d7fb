"""Who may read an answer, and who does after consent and capacity are weighed (BR-54).

The letters: C the CLB, N the NAFT provider, S the school, L the pupil, O parents or representatives,
P the pedagogische begeleidingsdienst. A star makes the letter before it depend on consent: only S and O
can. `C!` and `N!` are notes that never leave that organisation and never enter a document.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from rules.capacity import Capacity

LETTERS: dict[str, str] = {
    "C": "CLB",
    "N": "NAFT-aanbieder",
    "S": "school",
    "L": "leerling",
    "O": "ouders of vertegenwoordigers",
    "P": "pedagogische begeleidingsdienst",
}
_DEPENDENT = frozenset("SO")
_OWNERS = frozenset("CN")
_IGNORED = str.maketrans("", "", " ,()")


class UnknownAudience(ValueError):
    """The text does not name readers; a mistake in a definition, met when the program starts."""


def key(letter: str, pupil: str = "") -> str:
    """One reader: the letter, and where a dossier has several pupils behind it whose: "L:ab12", "O:ab12".

    What is about one pupil is not for another, nor for another's parents.
    """
    return f"{letter}:{pupil}" if pupil else letter


def letter_of(reader: str) -> str:
    """The letter of a reader, whoever's."""
    return reader[:1]


def pupil_of(reader: str) -> str:
    """Whose reader it is: a party id; empty where there is one pupil or none."""
    return reader.partition(":")[2]


@dataclass(frozen=True)
class Audience:
    """The readers of an answer as its definition names them, before consent is weighed."""

    always: frozenset[str]
    conditional: frozenset[str] = frozenset()
    owner: str = ""

    @classmethod
    def parse(cls, text: str) -> "Audience":
        """The audience in a text such as "CN S* L O*", "CN LO*" (L always, O depends) or "C!".

        :raises UnknownAudience: when the text is empty, has another letter or a letter twice, puts a star
            after another letter than S or O, or mixes an internal letter with others.
        """
        return _parsed(text)

    @classmethod
    def _of(cls, text: str) -> "Audience":
        letters = text.translate(_IGNORED)
        if letters.endswith("!"):
            return cls._internal(text, letters.removesuffix("!"))
        conditional = frozenset(letters[at - 1] for at, sign in enumerate(letters) if sign == "*" and at)
        named = letters.replace("*", "")
        well_formed = bool(named) and set(named) <= LETTERS.keys() and len(set(named)) == len(named)
        if not well_formed or not conditional <= _DEPENDENT or letters.count("*") != len(conditional):
            raise UnknownAudience(f"no readers in {text!r}")
        return cls(frozenset(named) - conditional, conditional)

    @classmethod
    def union(cls, audiences: Iterable["Audience"]) -> "Audience":
        """Who may read at least one of these: the audience of a list of questions.

        An internal note adds nobody to the others; notes of one owner alone stay internal.

        :raises UnknownAudience: when there are only internal notes, and of more than one owner.
        """
        parts = tuple(audiences)
        shared = [part for part in parts if not part.owner]
        owners = {part.owner for part in parts if part.owner}
        if owners and not shared:
            return cls._internal(", ".join(sorted(owners)), "".join(sorted(owners)))
        always = frozenset[str]().union(*(part.always for part in shared))
        return cls(always, frozenset[str]().union(*(part.conditional for part in shared)) - always)

    @classmethod
    def _internal(cls, text: str, owner: str) -> "Audience":
        if owner not in _OWNERS:
            raise UnknownAudience(f"only C! and N! are internal, not {text!r}")
        return cls(frozenset(owner), frozenset(), owner)


@cache
def _parsed(text: str) -> Audience:
    """Definitions name a few dozen audiences, and every answer asks for its own."""
    return Audience._of(text)


@dataclass(frozen=True)
class Sharing:
    """What was agreed about showing content; `capacity` None means that there is no single pupil."""

    school: bool
    parents: bool
    capacity: Capacity | None


def resolve(audience: Audience, sharing: Sharing) -> frozenset[str]:
    """The letters that may read the answer on screen (BR-54).

    S* needs the consent to share with the school. O* needs a pupil who is not capable, or the consent to
    share with the parents. From 18 the parents read nothing at all without that consent (BR-22). Without a single
    pupil (class group, school) there are no parents to share with, so O never reads.
    """
    readers = set(audience.always)
    if "S" in audience.conditional and sharing.school:
        readers.add("S")
    if "O" in audience.conditional and (sharing.parents or sharing.capacity is Capacity.NIET_BEKWAAM):
        readers.add("O")
    if not _parents_may_read(sharing):
        readers.discard("O")
    return frozenset(readers)


def document_readers(audience: Audience, sharing: Sharing) -> frozenset[str]:
    """The letters in whose Word document the answer stands; nobody for an internal note (BR-54)."""
    return frozenset() if internal(audience) else resolve(audience, sharing)


def internal(audience: Audience) -> bool:
    """Whether the answer never leaves the organisation that wrote it."""
    return bool(audience.owner)


def always_receives(record_type: str) -> frozenset[str]:
    """The letters that get each frozen record of this type: the CLB always, the school after the referral.

    Of the indicatiestelling the school gets a notice of its own, not the record (BR-12, BR-13).
    """
    return frozenset("C") if record_type == "indicatiestelling" else frozenset("CS")


def _parents_may_read(sharing: Sharing) -> bool:
    if sharing.capacity is None:
        return False
    return sharing.parents or sharing.capacity is not Capacity.MEERDERJARIG
