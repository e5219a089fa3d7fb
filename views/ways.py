"""The ways in which one party of a round can sign, as buttons on its page; all count the same (BR-34)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from rules.access import Action
from services import access, link_state, papers, round_news, rounds, unsigned
from services.dossiers import File, name_of
from store import papers as kept
from store import signatures
from store.papers import Scan
from store.parties import Party
from store.signatures import Place
from store.versions import Version
from views import desk

OWN_SCAN = "Bekijk de scan"
"""What who uploaded a scan can do with it: no help to have it confirmed, so it comes last."""


@dataclass(frozen=True, slots=True)
class Way:
    """One button: what it says, where it goes, and whether it changes something (then it is posted).

    The first of a list is the one that helps most. `icon` is a name of Bootstrap's icons.
    """

    label: str
    url: str
    icon: str
    post: bool = False


def leads(file: File, version: Version) -> bool:
    """Whether who is signed in hosts the signing."""
    return access.may(desk.platform(), desk.who(), file, Action.HOST_ROUND, version=version)


def ways_of(file: File, version: Version, place: Place) -> list[Way]:
    """What this person can do so that this party signs; nothing when it has answered, or others come first."""
    party = file.party(place.signer.party_id)
    turn = rounds.whose_turn(version, signatures.signers_of(desk.platform().db, version.id))
    if party is None or not rounds.is_open(version) or place.signer.party_id not in turn:
        return []
    if party.account_id == desk.who().id:
        return [Way("Lees en teken zelf", url_for("signing.sign_page", version_id=version.id), "pen")]
    scans = _scan_to_see(file, version, party.id)
    if not leads(file, version) or not unsigned.may_sign_today(desk.platform(), file, place):
        return scans
    own = [one for one in scans if one.label == OWN_SCAN]
    found = [one for one in scans if one.label != OWN_SCAN]
    if not file.signs_in_account(party):
        url = url_for("round.hand_over", version_id=version.id, party_id=party.id)
        found.append(Way(f"Geef door aan {name_of(party.answers)}", url, "arrow-right-circle", post=True))
        found += _by_link(file, version, party)
    elif round_news.address_of(desk.platform(), file, party):
        url = url_for("link.remind", version_id=version.id, party_id=party.id)
        found.append(Way(f"Stuur {name_of(party.answers)} een herinnering", url, "envelope", post=True))
    if papers.may_print(desk.platform(), desk.who(), file, version, party.id):
        url = url_for("paper.page", version_id=version.id, party_id=party.id)
        found.append(Way("Teken op papier", url, "printer"))
    return found + own


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


def _scan_to_see(file: File, version: Version, party_id: str) -> list[Way]:
    """The scan of this party that waits, for who may see it."""
    scan = next((one for one in _scans(version, party_id) if one.status == "wacht"), None)
    if scan is None or not papers.may_look(desk.platform(), desk.who(), file, version, party_id):
        return []
    url, mine = url_for("scan.page", scan_id=scan.id), scan.uploaded_by == desk.who().id
    return [Way(OWN_SCAN if mine else "Kijk de scan na", url, "file-earmark-check")]


def on_paper(file: File, version: Version, place: Place) -> str:
    """Where a paper that came back stands, of a party that has not answered; '' when none did."""
    scans = _scans(version, place.signer.party_id)
    if not scans or place.signature is not None or not rounds.is_open(version):
        return ""
    last = scans[0]
    by = papers.name_of_account(desk.platform(), last.uploaded_by)
    if last.status == "wacht":
        return f"Op papier: gescand door {by}, wacht op bevestiging door een tweede persoon"
    if last.status == "afgewezen" and papers.may_print(
        desk.platform(), desk.who(), file, version, place.signer.party_id
    ):
        why = f": {last.reason}" if last.reason else "."
        taken_back = last.decided_by == last.uploaded_by
        return f"Op papier: {by} trok de scan in{why}" if taken_back else f"Op papier: de scan werd afgewezen{why}"
    return ""


def _scans(version: Version, party_id: str) -> list[Scan]:
    """The scans of one party, the newest first."""
    return [scan for one, scan in kept.scans_of(desk.platform().db, version.id) if one == party_id]
