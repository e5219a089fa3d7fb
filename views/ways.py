"""The ways in which one party of a round can sign, as buttons on its page; all count the same (BR-34)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from services import link_state, round_news, rounds, unsigned
from services.dossiers import File, name_of
from store import signatures
from store.parties import Party
from store.signatures import Place
from store.versions import Version
from views import desk


@dataclass(frozen=True, slots=True)
class Way:
    """One button: what it says, where it goes, and whether it changes something (then it is posted).

    The first of a list is the one that helps most. `icon` is a name of Bootstrap's icons.
    """

    label: str
    url: str
    icon: str
    post: bool = False


def leads(version: Version) -> bool:
    """Whether this person hosts the round: see `services.rounds.hosts`."""
    return rounds.hosts(desk.platform(), desk.who(), version)


def ways_of(file: File, version: Version, place: Place) -> list[Way]:
    """What this person can do so that this party signs; nothing when it has answered, or others come first."""
    party = file.party(place.signer.party_id)
    turn = rounds.whose_turn(version, signatures.signers_of(desk.platform().db, version.id))
    if party is None or not rounds.is_open(version) or place.signer.party_id not in turn:
        return []
    if party.account_id == desk.who().id:
        return [Way("Lees en teken zelf", url_for("signing.sign_page", version_id=version.id), "pen")]
    if not leads(version) or not unsigned.may_sign_today(desk.platform(), file, place):
        return []
    found = []
    if not file.signs_in_account(party):
        url = url_for("round.hand_over", version_id=version.id, party_id=party.id)
        found.append(Way(f"Geef door aan {name_of(party.answers)}", url, "arrow-right-circle", post=True))
        found += _by_link(file, version, party)
    return found


def _by_link(file: File, version: Version, party: Party) -> list[Way]:
    """The own device of this party: here at the table, or by mail where it is."""
    name = name_of(party.answers)

    def way(label: str, view: str, icon: str) -> Way:
        return Way(label, url_for(f"link.{view}", version_id=version.id, party_id=party.id), icon, post=True)

    found = [way(f"Toon een QR-code aan {name}", "show_qr", "qr-code")]
    if not round_news.address_of(desk.platform(), file, party):
        return found
    state = link_state.state_of(desk.platform(), version, party)
    if state.kind == "geen":
        return [*found, way(f"Stuur {name} een link", "invite", "envelope")]
    if state.action == "herinneren":
        found.append(way(f"Stuur {name} de link opnieuw", "remind", "envelope"))
    if state.action in ("herinneren", "uitnodigen"):
        found.append(way(f"Geef {name} een nieuwe code", "invite", "envelope-plus"))
    return found
