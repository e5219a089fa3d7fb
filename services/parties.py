"""The people of a dossier: opening one with its first people, adding somebody, changing what is known, letting go."""

from __future__ import annotations

from collections.abc import Sequence

from forms.scope import Answers
from rules.access import Action
from rules.states import State
from services import permission, plan
from services.dossiers import File, file_of, name_of, school_year, short_name
from services.platform import NotAllowed, Platform, Who
from store import dossiers, events, organisations, trajectories
from store import parties as kept
from store.accounts import Account
from store.database import Database
from store.parties import Party


def open_dossier(platform: Platform, who: Who, *, soort: str, label: str, pupils: Sequence[Answers]) -> File:
    """Begin a dossier (T1): a number, a first trajectory, the CLB worker and the pupils as parties.

    :raises NotAllowed: when it is no CLB that asks (BR-01)
    """
    permission.allow(who, Action.OPEN_DOSSIER)
    db, at = platform.db, platform.at()
    with db.write():
        dossier = dossiers.create(
            db,
            soort=soort,  # type: ignore[arg-type]  # one of forms/nieuw_dossier.py; the column refuses another
            schooljaar=school_year(platform.today()),
            clb_id=who.organisation.id,
            label=label or " en ".join(short_name(pupil) for pupil in pupils),
            created_by=who.id,
            at=at,
        )
        trajectory = trajectories.create(db, dossier_id=dossier.id, state=State.CONCEPT, at=at)
        for pupil in pupils:
            add_party(platform, who, dossier.id, {**pupil, "rol": "leerling"})
        add_colleague(platform, who, dossier.id, who.account, "clb")
        events.append(
            db,
            type="trajectory.nieuwe-indicatiestelling",
            actor=who.id,
            dossier=dossier.id,
            subject=trajectory.id,
            data={"naar": State.CONCEPT, "door": who.name},
            at=at,
        )
        plan.keep(platform, dossier)
    return file_of(platform, who, dossier.id)


def add_party(
    platform: Platform,
    who: Who,
    dossier_id: str,
    answers: Answers,
    *,
    organisation_id: str | None = None,
    account_id: str | None = None,
) -> Party:
    """Put somebody in the dossier; `answers` as forms/partij.py asks them.

    A school gets to see the dossier through its people, but not before the referral: until then it is the CLB's own.
    Welfare partners, interpreters and the PBD do not read along.
    """
    db, at = platform.db, platform.at()
    with db.write():
        party = kept.create(
            db,
            dossier_id=dossier_id,
            rol=answers["rol"],
            organisation_id=organisation_id,
            account_id=account_id,
            answers=dict(answers),
            at=at,
        )
        organisation = organisations.organisation(db, organisation_id) if organisation_id else None
        if organisation and (
            organisation.soort == "clb" or (organisation.soort == "school" and _referred(db, dossier_id))
        ):
            dossiers.give_access(db, dossier_id, organisation.id, role=organisation.soort, at=at)
        _told(platform, who, dossier_id, "party.added", party, answers)
        plan.keep(platform, dossier_id)
    return party


def _referred(db: Database, dossier_id: str) -> bool:
    return any(one.state != State.CONCEPT for one in trajectories.trajectories_of(db, dossier_id))


def change_party(platform: Platform, who: Who, party: Party, answers: Answers, revision: int) -> Party:
    """Replace what is known of a party.

    :raises StaleParty: when somebody else changed it since
    """
    with platform.db.write():
        changed = kept.save(platform.db, party.id, dict(answers), revision)
        _told(platform, who, party.dossier_id, "party.changed", party, answers)
        plan.keep(platform, party.dossier_id)
    return changed


def remove_party(platform: Platform, who: Who, file: File, party: Party) -> None:
    """The party no longer takes part; what it signed stays.

    A school of which nobody takes part any more no longer sees the dossier, as when the pupil changes school; a new
    school sees it once somebody of it takes part (BR-56).

    :raises NotAllowed: for the pupil of the dossier, and for the last worker of the CLB
    """
    why = why_not_removable(file, party)
    if why:
        raise NotAllowed(why)
    db, at = platform.db, platform.at()
    with db.write():
        let_go(platform, who, party)
        place = file.organisation_of(party)
        left = [one for one in file.parties if one.organisation_id == party.organisation_id and one.id != party.id]
        if place is not None and place.soort == "school" and not left:
            dossiers.end_access(db, party.dossier_id, place.id, at=at)
        plan.keep(platform, party.dossier_id)


def let_go(platform: Platform, who: Who, party: Party) -> None:
    """The party takes part no longer, whatever that does to anybody's access; inside the write of what causes it."""
    kept.remove(platform.db, party.id, at=platform.at())
    _told(platform, who, party.dossier_id, "party.removed", party, party.answers)


def why_not_removable(file: File, party: Party) -> str:
    """Why this party has to stay, in Dutch; empty when it may go."""
    if party.rol == "leerling" and file.dossier.soort != "klasgroep":
        return "De leerling hoort bij het dossier. Trek de aanmelding in of sluit het dossier af."
    if party.rol == "clb" and len(file.in_role("clb")) == 1:
        return "Het dossier heeft altijd een CLB-medewerker. Voeg eerst een collega toe."
    return ""


def _told(platform: Platform, who: Who, dossier_id: str, what: str, party: Party, answers: Answers) -> None:
    events.append(
        platform.db,
        type=what,
        actor=who.id,
        dossier=dossier_id,
        subject=party.id,
        data={"naam": name_of(answers), "rol": party.rol, "door": who.name},
        at=platform.at(),
    )


def add_colleague(platform: Platform, who: Who, dossier_id: str, account: Account, rol: str) -> Party:
    """Put somebody with an account in the dossier; who is already there in that role is not put there twice."""
    for party in kept.parties_of(platform.db, dossier_id):
        if party.account_id == account.id and party.rol == rol:
            return party
    answers = {
        "rol": rol,
        "voornaam": account.voornaam,
        "familienaam": account.familienaam,
        "functie": account.functie,
        "email": account.email,
    }
    return add_party(
        platform,
        who,
        dossier_id,
        {name: value for name, value in answers.items() if value},
        organisation_id=account.organisation_id,
        account_id=account.id,
    )
