"""Who signs which record, in which order, and whose akkoord is needed: BR-30, BR-36 and BR-37.

Which places must be filled stands in `places`, what an answer does in `signatures`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rules import places
from rules.places import PartyFacts, Round, vacant_places
from rules.source import RULES

__all__ = ["PartyFacts", "Round", "Signer", "signers", "vacant_places"]

AGREE = ("akkoord", "niet_akkoord")
ANSWER = ("akkoord", "niet_akkoord", "kennisname")
SEEN = ("kennisname",)
PROFESSIONALS, PUPIL, OTHERS = 1, 2, 3
_AT_WORK = frozenset(
    {"clb", "naft_begeleider", "directie", "leerlingbegeleider", "leerkracht", "klastitularis", "leerondersteuner"}
)


@dataclass(frozen=True)
class Signer:
    """One party asked to sign. The order of signing is `group`: 1 professionals, 2 pupil, 3 parents and others.

    Blocking signers with the same non-empty `either` speak for one another: one akkoord is enough as long as
    none of them disagrees.
    """

    party_id: str
    rol: str
    blocking: bool
    choices: tuple[str, ...]
    group: int
    rule_id: str
    either: str = ""

    @property
    def source(self) -> str:
        """Why this party is asked, in words."""
        return RULES[self.rule_id].source


def signers(asked: Round, parties: Sequence[PartyFacts]) -> list[Signer]:
    """Who signs, in order. `parties` are the leads, the pupils, the guardians and the extra signers chosen.

    A second lead in the same place signs like any other professional. Interpreters never sign, parents of
    a pupil of 18 or older neither, and an indicatiestelling only goes to CLB, pupil and guardians.

    :raises KeyError: for an unknown record type.
    """
    filled = places.places(asked, parties)
    made = [_signer(asked, party, filled.get(party.id, "")) for party in parties if _signs(asked, party, parties)]
    return sorted(made, key=lambda signer: (signer.group, not signer.blocking))


def _signs(asked: Round, party: PartyFacts, parties: Sequence[PartyFacts]) -> bool:
    if party.rol == "leerling" or party.rol in places.GUARDIANS:
        return places.takes_part(asked, party, parties)
    return party.rol != "tolk" and (asked.record_type != "indicatiestelling" or party.rol == "clb")


def _signer(asked: Round, party: PartyFacts, place: str) -> Signer:
    shared = place == places.REPRESENTATIVE and not asked.conflict_known
    return Signer(
        party_id=party.id,
        rol=party.rol,
        blocking=bool(place),
        choices=_choices(party, blocking=bool(place)),
        group=_group(party),
        rule_id=places.rule_of(asked, place),
        either=f"{place}:{party.of_pupil}" if shared else "",
    )


def _choices(party: PartyFacts, *, blocking: bool) -> tuple[str, ...]:
    """The PBD takes note only; whose akkoord is needed cannot merely take note; all others choose."""
    if blocking:
        return AGREE
    return SEEN if party.rol == "pbd" else ANSWER


def _group(party: PartyFacts) -> int:
    if party.rol == "leerling":
        return PUPIL
    return PROFESSIONALS if party.rol in _AT_WORK else OTHERS
