"""The facts that the steps of a trajectory ask about, each found in the dossier by the name of its guard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from forms.scope import Answers, Json, items_of
from rules import goals, referral
from rules.states import Event
from rules.trajectory import facts_needed
from services import rounds
from services.consents import as_day
from services.dossiers import File
from services.objections import attendees, help_problems, referral_of, start_problems
from services.platform import Platform, Who
from services.surroundings import latest_answers, latest_version
from store import organisations, records, signatures
from store.organisations import Organisation
from store.records import Record
from store.versions import Version


@dataclass(frozen=True)
class Look:
    """A dossier looked at with one step in mind; each fact is found when it is asked for."""

    platform: Platform
    who: Who
    file: File
    asked: Answers
    freezing: Record | None = None

    @cached_property
    def indication(self) -> dict[str, Json]:
        """The latest frozen indicatiestelling."""
        return latest_answers(self.platform, self.file, "indicatiestelling")

    @cached_property
    def doelen(self) -> dict[str, Json]:
        """The goals: those that are being frozen now, else the latest frozen ones."""
        if self.freezing is not None and self.freezing.type == "doelen":
            return dict(self.freezing.answers)
        return latest_answers(self.platform, self.file, "doelen")

    @cached_property
    def evaluatie(self) -> dict[str, Json]:
        """The evaluation: the one that is being frozen now, else the latest frozen one."""
        if self.freezing is not None and self.freezing.type == "evaluatie":
            return dict(self.freezing.answers)
        return latest_answers(self.platform, self.file, "evaluatie")

    @cached_property
    def engagementen(self) -> dict[str, Json]:
        """The latest frozen engagements."""
        return latest_answers(self.platform, self.file, "engagementen")

    def version(self, slug: str) -> Version | None:
        """The latest version of a type in this trajectory."""
        found = records.records_of(self.platform.db, self.file.trajectory.id, type=slug)
        return latest_version(self.platform, found[-1]) if found else None

    def provider(self) -> Organisation | None:
        """The NAFT provider the step is about: the one just chosen, the one of the trajectory, the one asked for."""
        chosen = self.asked.get("aanbieder") or self.file.trajectory.naft_id or self.indication.get("aanbieder")
        return organisations.organisation(self.platform.db, str(chosen)) if chosen else None


def _round_signed(look: Look, slug: str) -> bool:
    version = look.version(slug)
    return version is not None and not rounds.still_needed(look.platform, version)


def _decisions(look: Look, slug: str) -> dict[str, str]:
    version = look.version(slug)
    if version is None:
        return {}
    placed = signatures.signers_of(look.platform.db, version.id)
    return {
        one.signer.party_id: one.signature.decision for one in placed if one.signature and not one.signature.voided_at
    }


def _other_provider(look: Look) -> bool:
    chosen = look.asked.get("aanbieder")
    return bool(chosen) and chosen != look.file.trajectory.naft_id


def _reason(look: Look) -> bool:
    return bool(look.asked.get("reden") or look.asked.get("motivering"))


def _no_signature_or_reason(look: Look) -> bool:
    return _reason(look) or not _decisions(look, "doelen")


def _pbd_informed(look: Look) -> bool:
    targets = {str(item.get("gericht_op")) for item in items_of(look.doelen.get("doelen"))}
    informed = as_day(look.doelen.get("pbd_op")) if look.doelen.get("pbd_op_de_hoogte") == "ja" else None
    first = as_day(look.doelen.get("eerste_schoolactie_op")) or as_day(look.doelen.get("startdatum"))
    return not goals.pbd_problems(targets, informed, first)


def _grounds_to_adjust(look: Look) -> bool:
    grounds = ("leerling_12", "leerling_18", "schoolverandering", "verandering_aanbieder")
    decided = latest_answers(look.platform, look.file, "evaluatie").get("besluit_traject") == "bijsturen"
    return decided or look.doelen.get("reden_versie") in grounds


def _each_has_status(look: Look) -> bool:
    told = {item.get("engagement") for item in items_of(look.engagementen.get("opvolgmomenten")) if item.get("stand")}
    made = {item["id"] for item in items_of(look.engagementen.get("engagementen")) if item.get("aanvaard") != "nee"}
    return bool(made) and made <= told


def _school_confirmed(look: Look) -> bool:
    """The school agreed with the version that holds the closing."""
    if not look.engagementen.get("afgesloten_op"):
        return False
    agreed = {party for party, decision in _decisions(look, "engagementen").items() if decision == "akkoord"}
    kinds = {o.soort for p in look.file.all_parties if p.id in agreed and (o := look.file.organisation_of(p))}
    return {"school", "clb"} <= kinds


def _recognised(look: Look) -> bool:
    provider = look.provider()
    return provider is not None and provider.erkend


def _consent_holds(look: Look) -> bool:
    return not help_problems(look.platform, look.file, look.indication, look.doelen)


def _school_and_pupil_agree(look: Look) -> bool:
    return not start_problems(look.platform, look.file, look.indication, _decisions(look, "doelen"))


def _clb_worked_along(look: Look) -> bool:
    return goals.clb_worked_along(attendees(look.file, look.doelen), written_input=bool(look.doelen.get("vraag_clb")))


def _end_evaluated(look: Look) -> bool:
    return look.evaluatie.get("soort") in ("eind", "vroegtijdig")


def _complete(look: Look) -> bool:
    """Freezing demands it before it comes this far."""
    return look.freezing is not None


FINDERS: Mapping[str, Callable[[Look], bool]] = {
    "indicatiestelling_volledig": lambda look: look.version("indicatiestelling") is not None,
    "ronde_indicatiestelling_getekend": lambda look: _round_signed(look, "indicatiestelling"),
    "instemming_geldig": _consent_holds,
    "aanbieder_erkend": _recognised,
    "andere_aanbieder": _other_provider,
    "record_volledig": _complete,
    "clb_werkte_mee": _clb_worked_along,
    "pbd_op_de_hoogte": _pbd_informed,
    "evaluatie_met_bijsturing": _grounds_to_adjust,
    "geen_handtekening_of_reden": _no_signature_or_reason,
    "blokkerende_handtekeningen": lambda look: _round_signed(look, "doelen"),
    "school_en_leerling_stemmen_in": _school_and_pupil_agree,
    "eindevaluatie_vastgelegd": _end_evaluated,
    "engagementen_vastgelegd": _complete,
    "elk_engagement_heeft_stand": _each_has_status,
    "bevestigd_door_school": _school_confirmed,
    "reden": _reason,
    "nieuwe_zorgvraag": _reason,
}
"""Name of a guard's fact -> how it is found."""


def facts_for(look: Look, event: Event) -> dict[str, bool]:
    """The facts that this step asks about."""
    needed = facts_needed(look.file.state, event)
    refused = referral.facts(referral_of(look.platform, look.file, look.indication)) if event is Event.AANMELDEN else {}
    return {name: refused[name] if name in refused else FINDERS[name](look) for name in needed}
