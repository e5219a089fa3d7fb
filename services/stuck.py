"""What waits in open rounds: on whom, since when, why, and the one thing that helps.

It reads the store in a fixed number of queries, so that the list stays quick with many dossiers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from forms import RECORD_TYPES
from services import round_news, sending_back
from services.dossiers import SEES_DOSSIERS, name_of, role_label
from services.platform import Platform, Who, local
from services.said import listing
from store import open_rounds
from store.open_rounds import MoveLine, OpenRounds, PlaceLine, WayLine

Kind = Literal["beurt", "teruggestuurd", "scan", "code", "verlopen", "mail", "link", "account", "tafel"]
Action = Literal["zelf", "teruggestuurd", "partij"]

FAILED: tuple[Kind, ...] = ("code", "verlopen", "mail")
"""Kinds of which somebody here has to do something first: nothing will come by itself."""
LONG = timedelta(days=7)
WRONG_CODES = 5
"""Wrong codes after which a personal link no longer opens."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """One party that is waited for in one round.

    `since` is when its turn came (UTC). `reason` says in Dutch why it waits; `action` is what opens the thing that
    helps, `help` its words, '' where nothing has to be done now.
    """

    kind: Kind
    dossier_id: str
    dossier: str
    dossier_number: str
    version_id: str
    record_type: str
    version_number: int
    party_id: str
    party: str
    role: str
    since: str
    reason: str
    action: Action = "partij"
    help: str = ""

    @property
    def failed(self) -> bool:
        """Whether nothing will come by itself."""
        return self.kind in FAILED


def waiting(platform: Platform, who: Who) -> list[Stuck]:
    """Every party that is waited for in what this person's organisation hosts, the longest waiting first."""
    soort = who.organisation.soort
    found = open_rounds.hosted(platform.db, who.organisation.id, soort, hosted_types(soort), round_news.ASKS)
    return sorted(_read(platform, who, found), key=lambda one: (one.since, one.dossier_number, one.party))


def waiting_in(platform: Platform, who: Who, version_id: str) -> dict[str, Stuck]:
    """The same of one round, by party id."""
    found = open_rounds.of_version(platform.db, version_id, round_news.ASKS)
    return {one.party_id: one for one in _read(platform, who, found)}


def count(platform: Platform, who: Who) -> int:
    """How many open rounds this person's organisation hosts."""
    soort = who.organisation.soort
    return open_rounds.count(platform.db, who.organisation.id, soort, hosted_types(soort))


def hosted_types(soort: str) -> tuple[str, ...]:
    """The record types whose rounds this kind of organisation hosts: the CLB every one (draaiboek, deel 4)."""
    return tuple(slug for slug, one in RECORD_TYPES.items() if soort in (*one.led_by, "clb"))


def needs_somebody(platform: Platform, found: Iterable[Stuck]) -> list[Stuck]:
    """What waits longer than a week while it is its turn, came back, or went wrong."""
    before = platform.now() - LONG
    return [
        one
        for one in found
        if one.failed or one.kind in ("teruggestuurd", "scan") or (one.kind != "beurt" and local(one.since) < before)
    ]


def _read(platform: Platform, who: Who, found: OpenRounds) -> list[Stuck]:
    rounds_of: dict[str, list[PlaceLine]] = defaultdict(list)
    for place in found.places:
        rounds_of[place.version_id].append(place)
    ways = {(one.version_id, one.party_id, one.what): one for one in found.ways}
    moves: dict[str, list[MoveLine]] = defaultdict(list)
    for move in found.moves:
        moves[move.version_id].append(move)
    return [
        _stuck(platform, who, place, places, moves[version_id], lambda what, at=place: _way(ways, at, what))
        for version_id, places in rounds_of.items()
        for place in places
        if _awaited(place)
    ]


def _way(ways: Mapping[tuple[str, str, str], WayLine], place: PlaceLine, what: str) -> WayLine | None:
    return ways.get((place.version_id, place.party_id, what))


def _awaited(place: PlaceLine) -> bool:
    return place.signed_at is None and not place.missing_reason


def _stuck(
    platform: Platform,
    who: Who,
    place: PlaceLine,
    places: list[PlaceLine],
    moves: list[MoveLine],
    way: Callable[[str], WayLine | None],
) -> Stuck:
    sent = way("send_back") if sending_back.reads(who, place.group_nr) else None
    earlier = [one for one in places if place.ordered and one.group_nr < place.group_nr]
    first = [name_of(one.answers) for one in earlier if _awaited(one)]
    kind, reason, action, words = (
        ("beurt", f"Nog niet aan de beurt: wacht op {listing(first)}", "partij", "")
        if first
        else _why(platform, who, place, sent, way)
    )
    return Stuck(
        kind=kind,
        dossier_id=place.dossier_id,
        dossier=place.label,
        dossier_number=place.dossier_number,
        version_id=place.version_id,
        record_type=place.type,
        version_number=place.number,
        party_id=place.party_id,
        party=name_of(place.answers),
        role=role_label(place.rol),
        since=_since(place, earlier, moves, sent),
        reason=reason,
        action=action,
        help=words,
    )


def _since(place: PlaceLine, earlier: list[PlaceLine], moves: list[MoveLine], sent: WayLine | None) -> str:
    """When the turn of this party came: when the text was frozen, or who came before it was done, or it got an answer."""
    before = {one.party_id for one in earlier}
    let = [one.at for one in moves if place.ordered and (one.type == "round.ordered" or one.party_id in before)]
    signed = [one.signed_at for one in earlier if one.signed_at]
    answered = [sent.opened_at or sent.at] if sent else []
    return max([place.frozen_at, *signed, *(let if earlier else []), *answered])


def _why(
    platform: Platform, who: Who, place: PlaceLine, sent: WayLine | None, way: Callable[[str], WayLine | None]
) -> tuple[Kind, str, Action, str]:
    """Kind, reason, and what helps, of somebody whose turn it is."""
    scan = way("scan")
    if sent is not None and sent.status == "open":
        return (
            "teruggestuurd",
            "Stuurde iets terug: het wacht op uw antwoord",
            "teruggestuurd",
            "Lees wat er anders moet",
        )
    if scan is not None:
        return "scan", "Een scan wacht op bevestiging", "partij", "Kijk de scan na"
    return _away(platform, way("link"), way("mail")) or _here(who, place)


def _away(platform: Platform, link: WayLine | None, mail: WayLine | None) -> tuple[Kind, str, Action, str] | None:
    """Of a link or a mail that is on its way, or did not get there."""
    if mail is not None and mail.status == "mislukt":
        why = f": {mail.error}" if mail.error else ""
        return "mail", f"De mail kwam niet aan{why}", "partij", "Kijk het adres na"
    if mail is not None and mail.status == "wacht" and mail.attempts:
        return "mail", "De mail is nog niet verstuurd: het lukte nog niet", "partij", "Kies een andere manier"
    if link is None or link.status != "open":
        return None
    if link.attempts >= WRONG_CODES:
        return "code", "Te vaak een foute code: de link gaat niet meer open", "partij", "Maak een nieuwe link"
    if link.until <= platform.at():
        return "verlopen", "De persoonlijke link is verlopen", "partij", "Maak een nieuwe link"
    opened = "opende de persoonlijke link al" if link.opened_at else "opende de persoonlijke link nog niet"
    return "link", f"Moet nog tekenen, {opened}", "partij", "Naar de ronde"


def _here(who: Who, place: PlaceLine) -> tuple[Kind, str, Action, str]:
    if place.account_id == who.id:
        return "account", "U moet nog tekenen", "zelf", "Lees en teken zelf"
    if place.account_id is not None and place.organisation_kind in SEES_DOSSIERS:
        return "account", "Moet nog tekenen in de eigen account", "partij", "Naar de ronde"
    return "tafel", "Moet nog tekenen", "partij", "Laat tekenen"
