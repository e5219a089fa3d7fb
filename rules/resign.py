"""Who signs again when a text changes after somebody signed: a matrix of what changed and whom it concerns (BR-33).

Whatever no row names concerns everybody: goals, agreements, dates. A signature keeps the root it was given under; it
stands under a later text when nothing changed that its party must sign again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from rules.places import GUARDIANS


class Again(StrEnum):
    """Who signs again."""

    NOBODY = "nobody"
    PARTY = "party"
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class Row:
    """One row of the matrix: what changed, by the names of answers, and who signs again.

    A name is that of a question, with its repeat before it: 'leerlingen/*/straat'. With PARTY it is the party that
    the name itself ends with ('persoon/<id>'), or the parties in one of `roles`. `label` and `whom` are Dutch, as
    printed: what changed, and who signs again then.
    """

    label: str
    names: tuple[str, ...]
    again: Again
    roles: tuple[str, ...] = ()
    whom: str = "niemand"
    rule_id: str = "BR-33"


HOME = ("leerling", *GUARDIANS)
_ADDRESS = ("straat", "huisnummer", "bus", "postcode", "gemeente")

MATRIX: tuple[Row, ...] = (
    Row(
        "contactgegevens",
        tuple(f"leerlingen/*/{part}" for part in (*_ADDRESS, "land", *(f"verblijf_{one}" for one in _ADDRESS))),
        Again.NOBODY,
    ),
    Row("nummer en reden van de versie", ("versienummer", "reden_versie"), Again.NOBODY),
    Row("gegevens van een partij zelf", ("persoon/*", "rol/*"), Again.PARTY, whom="die partij"),
    Row(
        "gegevens van de leerling",
        ("leerlingen/*/geboortedatum", "leerlingen/*/geslacht", "deelnemer/leerlingen"),
        Again.PARTY,
        HOME,
        "de leerling en de ouders",
    ),
    Row(
        "woorden van de leerling",
        ("hulpvraag_leerling", "vraag_leerling", "*/*/woorden_leerling", "*/*/zicht_leerling", "tevredenheid*"),
        Again.PARTY,
        ("leerling",),
        "de leerling",
    ),
    Row(
        "woorden van de ouders",
        ("hulpvraag_ouders", "vraag_ouders", "*/*/zicht_ouders"),
        Again.PARTY,
        GUARDIANS,
        "de ouders",
    ),
)
"""What does not concern everybody; the first row that names an answer counts."""

OTHERWISE = Row("doelen, afspraken, data of iets anders", ("*",), Again.EVERYBODY, whom="iedereen")


def row_of(name: str) -> Row:
    """The row for an answer by its name: 'doelen/D1/tekst', 'persoon/ab12'."""
    return next((row for row in MATRIX if any(fnmatchcase(name, one) for one in row.names)), OTHERWISE)


def signs_again(party_id: str, rol: str, changed: Iterable[str]) -> bool:
    """Whether this party must sign again when these answers changed; never when none did."""
    return bool(why_again(party_id, rol, changed))


def why_again(party_id: str, rol: str, changed: Iterable[str]) -> list[Row]:
    """The rows for which this party signs again, each once; none when its signature stands."""
    rows = ((row_of(name), name) for name in changed)
    return list(dict.fromkeys(row for row, name in rows if _concerns(row, name, party_id, rol)))


def stand_anyway(party_id: str, rol: str, changed: Sequence[str]) -> list[Row]:
    """Why a signature still stands: the rows of what changed, each once; none of them concerns this party."""
    return list(dict.fromkeys(row_of(name) for name in changed)) if not signs_again(party_id, rol, changed) else []


def rows_for(names: Iterable[str]) -> list[Row]:
    """The rows that these names of answers can touch, in the order of the matrix, and the one for all else last."""
    found = {row_of(name) for name in names}
    return [*(row for row in MATRIX if row in found), OTHERWISE]


def _concerns(row: Row, name: str, party_id: str, rol: str) -> bool:
    if row.again is Again.PARTY:
        return rol in row.roles or name.rpartition("/")[2] == party_id
    return row.again is Again.EVERYBODY
