"""The page of a round: who signed, who still has to and since when, and what its host can do about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import render_template, request, url_for

from forms import RECORD_TYPES
from rules.signers import OTHERS, PROFESSIONALS, PUPIL
from rules.states import Event, State
from services import link_state, rounds, sending_back, standing, stuck, taking_back
from services.dossiers import File, name_of, role_label
from services.platform import NotFound
from services.said import listing
from services.standing import Outcome
from services.stuck import Stuck
from services.unsigned import GONE
from store import records, signatures, versions
from store.records import Record
from store.send_backs import SendBack
from store.signatures import Place
from store.versions import Version
from views import desk
from views.dossier import STATUS
from views.frozen import about
from views.ways import leads, on_paper, ways_of
from views.words import waits

SIGNS_AS = {True: "het akkoord is nodig", False: "wordt gevraagd"}
ICONS = {"akkoord": "klaar", "kennisname": "gezien", "niet_akkoord": "nee", "geweigerd": "nee"}
GROUPS = {PROFESSIONALS: "De professionals", PUPIL: "De leerling", OTHERS: "Ouders en anderen"}
ALL_IN_ONE = 0


@dataclass(frozen=True, slots=True)
class _Seen:
    """The round as one person sees it at this moment."""

    file: File
    version: Version
    record: Record
    places: list[Place]
    hosts: bool
    is_open: bool
    waiting: dict[str, Stuck]
    outcomes: dict[str, Outcome]
    sent: dict[str, SendBack]


def round_page(file: File, version: Version, errors: list[tuple[str, str]] | None = None) -> str:
    """The page; with `errors` (field, message) what was typed is still there."""
    seen = _look(file, version)
    needed = rounds.still_needed(desk.platform(), version)
    title = RECORD_TYPES[version.payload["type"]].title
    explained = "Wacht u niet langer? Noteer waarom een handtekening er niet komt. Daarna maken we de documenten."
    if needed:
        explained = "De ronde sluit vanzelf zodra iedereen antwoordde. Eerder kan pas als elk nodig akkoord er is."
    return render_template(
        "ronde.html",
        dossier=about(file),
        versie={
            "title": f"{title}, versie {version.number}",
            "root": version.root,
            "url": url_for("frozen.read", version_id=version.id),
        },
        groepen=_groups(seen),
        open=[_open_name(seen, one) for one in rounds.awaited(seen.places)],
        volgorde=_order(seen),
        teruggestuurd=[_sent(seen, one) for one in _readable(seen)],
        iets_teruggestuurd=len(seen.sent) - len(_readable(seen)) if seen.hosts and seen.is_open else 0,
        kan_afsluiten=seen.is_open and seen.hosts and not needed and bool(rounds.awaited(seen.places)),
        uitleg=explained if seen.is_open else f"{STATUS[version.status]}.",
        geen_zegel=desk.platform().seal_problem if seen.hosts else "",
        zonder_mail=desk.no_mail() if seen.hosts and seen.is_open else "",
        url_afsluiten=url_for("round.close", version_id=version.id),
        url_niet_bereikt=url_for("round.note_missing", version_id=version.id),
        terugnemen=_take_back(seen),
        errors=errors or [],
        fout_velden=[field for field, _ in errors or []],
        posted=request.form,
    )


def _look(file: File, version: Version) -> _Seen:
    platform, who, is_open = desk.platform(), desk.who(), rounds.is_open(version)
    record = records.record(platform.db, version.record_id)
    if record is None:
        raise NotFound
    earlier = [one for one in versions.versions_of(platform.db, version.record_id) if one.number < version.number]
    found = standing.outcomes(platform, earlier[-1], version.payload) if earlier else []
    return _Seen(
        file=file,
        version=version,
        record=record,
        places=signatures.signers_of(platform.db, version.id),
        hosts=leads(file, version),
        is_open=is_open,
        waiting=stuck.waiting_in(platform, who, version.id) if is_open else {},
        outcomes={one.party_id: one for one in found},
        sent={one.party_id: one for one in sending_back.open_ones(platform, version)},
    )


def _open_name(seen: _Seen, place: Place) -> dict[str, str]:
    party = seen.file.party(place.signer.party_id)
    return {"id": place.signer.party_id, "naam": name_of(party.answers) if party else ""}


def _groups(seen: _Seen) -> list[dict[str, object]]:
    """One list, or in an ordered round one for each group, with whose turn it is."""
    group_of = {one.party_id: one.group for one in rounds.rule_signers(seen.version)}
    if not seen.version.ordered:
        group_of = dict.fromkeys(group_of, ALL_IN_ONE)
    turn = rounds.whose_turn(seen.version, rounds.awaited(seen.places)) if seen.is_open else set()
    found: list[dict[str, object]] = []
    for nr in sorted(set(group_of.values())):
        inside = [one for one in seen.places if group_of.get(one.signer.party_id, OTHERS) == nr]
        found.append(
            {
                "nr": nr,
                "title": GROUPS.get(nr, ""),
                "stand": _group_state(inside, turn) if nr != ALL_IN_ONE and seen.is_open else "",
                "leden": [_signer(seen, one) for one in inside],
            }
        )
    return found


def _group_state(inside: list[Place], turn: Collection[str]) -> str:
    if any(one.signer.party_id in turn for one in inside):
        return "nu aan de beurt"
    return "daarna" if rounds.awaited(inside) else "klaar"


def _signer(seen: _Seen, place: Place) -> dict[str, object]:
    party_id = place.signer.party_id
    party = seen.file.party(party_id)
    state, icon = _state(seen, place)
    ways = ways_of(seen.file, seen.version, place)
    waits_for = seen.waiting.get(party_id) if place.signature is None else None
    return {
        "id": party_id,
        "naam": name_of(party.answers) if party else "",
        "rol": role_label(party.rol) if party else "",
        "tekent_als": SIGNS_AS[place.signer.blocking],
        "stand": state,
        "icoon": icon,
        "link": link_state.state_of(desk.platform(), seen.version, party)
        if party and seen.hosts and waits_for
        else None,
        "papier": on_paper(seen.file, seen.version, place),
        "erbij": _beside(seen, place),
        "sinds": waits(waits_for.since, desk.platform().today()) if waits_for and waits_for.kind != "beurt" else "",
        "manieren": ways,
        "niet_bereikt": seen.hosts
        and waits_for is not None
        and not place.signer.blocking
        and party_id not in seen.sent,
        "laatste": len(rounds.awaited(seen.places)) == 1,
    }


def _state(seen: _Seen, place: Place) -> tuple[str, str]:
    signed = place.signature
    if signed is not None:
        void = " (telt niet meer: de tekst werd teruggenomen)" if signed.voided_at else ""
        return f"{rounds.DECISION_LABELS[signed.decision]}{void}", ICONS[signed.decision]
    if place.signer.missing_reason:
        late = " Tekenen kan nog." if seen.is_open and place.signer.missing_reason not in GONE else ""
        return f"Niet ondertekend: {place.signer.missing_reason}{late}", "nee"
    if not seen.is_open:
        return "Niet ondertekend", "nee"
    found = seen.waiting.get(place.signer.party_id)
    if found is None or not seen.hosts or found.kind in stuck.ON_THE_WAY:
        return "Moet nog tekenen", "wacht"
    return found.reason, {"beurt": "later", "teruggestuurd": "reply"}.get(found.kind, "wacht")


def _beside(seen: _Seen, place: Place) -> str:
    """Under which version somebody signed, and why that stands or not. CLB and NAFT read what changed."""
    outcome, tells = seen.outcomes.get(place.signer.party_id), desk.who().letter in ("C", "N")
    if place.signature is not None:
        kept = place.signature.evidence.get("stands")
        if not kept:
            return ""
        why = f" Enkel veranderd: {listing(kept['because'])}." if tells and kept["because"] else ""
        return f"Getekend onder versie {kept['signed_version']}, blijft gelden.{why}"
    if outcome is None or not outcome.signed or outcome.stands:
        return ""
    why = f" Veranderd: {listing(outcome.because)}." if tells and outcome.because else ""
    return f"Tekende versie {outcome.signed}, moet opnieuw tekenen.{why}"


def _order(seen: _Seen) -> dict[str, object] | None:
    """The choice of the order; only for who hosts, while it is open and more than one group takes part."""
    groups = {one.group for one in rounds.rule_signers(seen.version)}
    if not (seen.hosts and seen.is_open and len(groups) > 1):
        return None
    return {"geordend": seen.version.ordered, "url": url_for("round.set_order", version_id=seen.version.id)}


def _readable(seen: _Seen) -> list[SendBack]:
    if not (seen.hosts and seen.is_open):
        return []
    return [one for one in seen.sent.values() if sending_back.may_read(desk.who(), seen.version, one)]


def _sent(seen: _Seen, one: SendBack) -> dict[str, str]:
    party = seen.file.party(one.party_id)
    at_work = sending_back.at_work(seen.version, one.party_id)
    return {
        "id": one.id,
        "lezers": "het CLB en wie de tekst maakte" if at_work else "het CLB en NAFT",
        "wie": name_of(party.answers) if party else "",
        "deel": sending_back.section(seen.version, one.step),
        "op": one.at,
        "reden": one.reason,
        "url_antwoord": url_for("round.leave", version_id=seen.version.id, send_back_id=one.id),
        "url_aanpassen": _edit_url(seen, one),
    }


def _edit_url(seen: _Seen, one: SendBack) -> str:
    """Where the text is taken back because of it: goals that wait for the start go back with a step of their own."""
    if _may_take_back(seen):
        return url_for("round.page", version_id=seen.version.id, deel=one.step, _anchor="terugnemen")
    acts = seen.file.acts_as(desk.who().organisation)
    if seen.record.type == "doelen" and seen.file.state is State.TER_ONDERTEKENING and acts == "naft":
        event = Event.TERUG_NAAR_BEWERKEN.value
        return url_for("action.page", dossier_id=seen.file.dossier.id, event=event, deel=one.step)
    return ""


def _may_take_back(seen: _Seen) -> bool:
    return taking_back.may_take_back(desk.who(), seen.file, seen.record, seen.version)


def _take_back(seen: _Seen) -> dict[str, object] | None:
    """The form with which the text is taken back, and what follows for who signed; None for who may not."""
    if not _may_take_back(seen):
        return None
    step = request.args.get("deel", "") or request.form.get("deel", "")
    first = sending_back.reason_to_edit(seen.version, step) if step or seen.sent else ""
    return {
        "url": url_for("round.take_back", version_id=seen.version.id),
        "deel": step,
        "open": bool(request.args.get("deel")),
        "reden": request.form.get("reden", first),
        "getekend": any(one.signature is not None for one in seen.places),
        "gevolgen": standing.in_words(seen.record.type),
    }
