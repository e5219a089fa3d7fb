"""What waits in open rounds: on whom, since when, why, and the one thing that helps.

It reads the store in a fixed number of queries, so that the list stays quick with many dossiers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from forms import RECORD_TYPES
from services import link_state, permission, round_news, sending_back
from services.dossiers import SEES_DOSSIERS, name_of, role_label
from services.platform import Platform, Who, local
from services.said import listing
from store import open_rounds
from store.open_rounds import MoveLine, OpenRounds, PlaceLine, WayLine

Kind = Literal["beurt", "teruggestuurd", "scan", "code", "verlopen", "mail", "link", "account", "tafel"]
Action = Literal["zelf", "teruggestuurd", "partij"]

FAILED: tuple[Kind, ...] = ("code", "verlopen", "mail")
"""Kinds of which somebody here has to do something first: nothing will come by itself."""
ON_THE_WAY: tuple[Kind, ...] = (*FAILED, "link")
"""Kinds about a link or its mail: services/link_state.py tells more of them on the page of the round."""
LONG = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Why:
    """Why somebody waits, and what helps; see `Stuck`."""

    kind: Kind
    reason: str
    action: Action = "partij"
    help: str = ""


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


def waiting(platform: Platform, who: Who, *, mine: bool = False, most: int = open_rounds.ALL) -> list[Stuck]:
    """Every party that is waited for in what this person's organisation hosts, the longest waiting first.

    With `mine` of the dossiers of this person and those that are nobody's yet; with `most` the oldest rounds only.
    """
    soort, account = who.organisation.soort, who.id if mine else ""
    types = hosted_types(soort)
    found = open_rounds.hosted(
        platform.db, permission.listed_of(who), soort, types, round_news.ASKS, account_id=account, most=most
    )
    return sorted(_read(platform, who, found), key=lambda one: (one.since, one.dossier_number))


def waiting_in(platform: Platform, who: Who, version_id: str) -> dict[str, Stuck]:
    """The same of one round, by party id."""
    found = open_rounds.of_version(platform.db, version_id, round_news.ASKS)
    return {one.party_id: one for one in _read(platform, who, found)}


def count(platform: Platform, who: Who) -> int:
    """How many open rounds this person's organisation hosts."""
    soort = who.organisation.soort
    return open_rounds.count(platform.db, permission.listed_of(who), soort, hosted_types(soort))


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


@dataclass(frozen=True, slots=True)
class Turn:
    """A party whose turn it is to answer, whoever looks; since when (UTC), and what is known of each way to reach it.

    `ways` are by what they are: send_back, link, mail, scan.
    """

    place: PlaceLine
    since: str
    ways: dict[str, WayLine]


def turns(found: OpenRounds) -> list[Turn]:
    """Everybody in these rounds whose turn it is, in the order of the rounds."""
    return [one for of in _by_round(found).values() for one in _turns(of)]


def _turns(of: _Round) -> Iterator[Turn]:
    for place in of.places:
        earlier = [one for one in of.places if place.ordered and one.group_nr < place.group_nr]
        if _awaited(place) and not any(_awaited(one) for one in earlier):
            ways = {what: way for (party_id, what), way in of.ways.items() if party_id == place.party_id}
            yield Turn(place, _since(place, earlier, of.moves, ways.get("send_back")), ways)


@dataclass(frozen=True, slots=True)
class _Round:
    """What is known of one round. `ways` are by party id and what they are."""

    places: list[PlaceLine]
    moves: list[MoveLine]
    ways: dict[tuple[str, str], WayLine]


def _by_round(found: OpenRounds) -> dict[str, _Round]:
    rounds: dict[str, _Round] = {one.version_id: _Round([], [], {}) for one in found.places}
    for place in found.places:
        rounds[place.version_id].places.append(place)
    for move in found.moves:
        rounds[move.version_id].moves.append(move)
    for way in found.ways:
        rounds[way.version_id].ways[way.party_id, way.what] = way
    return rounds


def _read(platform: Platform, who: Who, found: OpenRounds) -> list[Stuck]:
    rounds = _by_round(found).values()
    return [_stuck(platform, who, place, one) for one in rounds for place in one.places if _awaited(place)]


def _awaited(place: PlaceLine) -> bool:
    return place.signed_at is None and not place.missing_reason


def _stuck(platform: Platform, who: Who, place: PlaceLine, of: _Round) -> Stuck:
    sent = of.ways.get((place.party_id, "send_back")) if sending_back.reads(who, place.group_nr) else None
    earlier = [one for one in of.places if place.ordered and one.group_nr < place.group_nr]
    first = [name_of(one.answers) for one in earlier if _awaited(one)]
    why = Why("beurt", f"Nog niet aan de beurt: wacht op {listing(first)}") if first else None
    why = why or _why(platform, who, place, sent, of)
    return Stuck(
        kind=why.kind,
        dossier_id=place.dossier_id,
        dossier=place.label,
        dossier_number=place.dossier_number,
        version_id=place.version_id,
        record_type=place.type,
        version_number=place.number,
        party_id=place.party_id,
        party=name_of(place.answers),
        role=role_label(place.rol),
        since=_since(place, earlier, of.moves, sent),
        reason=why.reason,
        action=why.action,
        help=why.help,
    )


def _since(place: PlaceLine, earlier: list[PlaceLine], moves: list[MoveLine], sent: WayLine | None) -> str:
    """When its turn came: when the text was frozen, who came before was done, or it got an answer."""
    before = {one.party_id for one in earlier}
    let = [one.at for one in moves if place.ordered and (one.type == "round.ordered" or one.party_id in before)]
    signed = [one.signed_at for one in earlier if one.signed_at]
    answered = [sent.opened_at or sent.at] if sent else []
    return max([place.frozen_at, *signed, *(let if earlier else []), *answered])


def _why(platform: Platform, who: Who, place: PlaceLine, sent: WayLine | None, of: _Round) -> Why:
    """Of somebody whose turn it is."""
    if sent is not None and sent.status == "open":
        return Why("teruggestuurd", "Stuurde iets terug", "teruggestuurd", "Lees wat er anders moet")
    if (place.party_id, "scan") in of.ways:
        return Why("scan", "Een scan wacht op bevestiging", help="Kijk de scan na")
    link, mail = of.ways.get((place.party_id, "link")), of.ways.get((place.party_id, "mail"))
    return _away(platform, link, mail) or _here(who, place)


def _away(platform: Platform, link: WayLine | None, mail: WayLine | None) -> Why | None:
    """Of a link or a mail that is on its way, or did not get there."""
    if mail is not None and mail.status == "mislukt":
        return Why("mail", f"De mail kwam niet aan{f': {mail.error}' if mail.error else ''}", help="Kijk het adres na")
    if mail is not None and mail.status == "wacht" and mail.attempts:
        return Why("mail", "De mail raakt voorlopig niet verstuurd", help="Kies een andere manier")
    if link is None or link.status != "open":
        return None
    if link.attempts >= link_state.TRIES:
        return Why("code", "Te vaak een foute code: de link gaat niet meer open", help="Maak een nieuwe link")
    if link.until <= platform.at():
        return Why("verlopen", "De persoonlijke link is verlopen", help="Maak een nieuwe link")
    opened = "al" if link.opened_at else "nog niet"
    return Why("link", f"Moet nog tekenen, opende de persoonlijke link {opened}", help="Naar de ronde")


def _here(who: Who, place: PlaceLine) -> Why:
    if place.account_id == who.id:
        return Why("account", "U moet nog tekenen", "zelf", "Lees en teken zelf")
    if place.account_id is not None and place.organisation_kind in SEES_DOSSIERS:
        return Why("account", "Moet nog tekenen in de eigen account", help="Stuur een herinnering")
    return Why("tafel", "Moet nog tekenen", help="Laat tekenen")
