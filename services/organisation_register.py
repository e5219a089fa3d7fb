"""The organisations of the platform, in the hands of its administrator: add, change, and put out of use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import cast

from forms.organisatie import columns_of
from forms.scope import Answers, Json
from services.administration import require_platform
from services.platform import NotFound, Platform, Who
from store import events, organisations
from store.organisations import Organisation, Soort

CREATED, CHANGED = "organisation.created", "organisation.changed"
STOPPED, RESUMED = "organisation.deactivated", "organisation.activated"


class OwnOrganisation(ValueError):
    """One's own organisation is not put out of use: nobody of it could sign in to undo that. The message is Dutch."""


def of_id(platform: Platform, who: Who, organisation_id: str) -> Organisation:
    """One organisation, in use or not.

    :raises NotAllowed: for who is no administrator of the platform
    :raises NotFound: when there is none
    """
    require_platform(who)
    found = organisations.organisation(platform.db, organisation_id)
    if found is None:
        raise NotFound
    return found


def add(platform: Platform, who: Who, answers: Answers) -> Organisation:
    """A new organisation, of complete answers (forms/organisatie.ORGANISATIE).

    :raises NotAllowed: for who is no administrator of the platform
    :raises Conflict: when another of its kind has this institution number and establishment
    """
    require_platform(who)
    with platform.db.write():
        return create(platform, who.id, answers)


def create(platform: Platform, actor: str, answers: Answers) -> Organisation:
    """The same, inside the write of whoever checked that it may be. A second step is demanded at first."""
    columns = columns_of(answers)
    made = organisations.create(
        platform.db,
        soort=cast(Soort, answers["soort"]),
        naam=columns["naam"],
        vestiging=columns["vestiging"],
        instellingsnummer=columns["instellingsnummer"],
    )
    made = replace(made, **columns, second_factor=True)
    organisations.save(platform.db, made)
    _tell(platform, actor, CREATED, made, {"soort": made.soort, "naam": made.naam})
    return made


def change(platform: Platform, who: Who, organisation_id: str, answers: Answers) -> list[str]:
    """Keep what was changed, with an event that tells what it was; gives the names of the columns.

    :raises NotAllowed: for who is no administrator of the platform
    :raises NotFound: when there is no such organisation
    :raises Conflict: when another of its kind has this institution number and establishment
    """
    with platform.db.write():
        before = of_id(platform, who, organisation_id)
        after = replace(before, **columns_of({**answers, "soort": before.soort}))
        told = differences(before, after)
        if told:
            organisations.save(platform.db, after)
            _tell(platform, who.id, CHANGED, after, {name: list(pair) for name, pair in told.items()})
        return list(told)


def differences(before: Organisation, after: Organisation) -> dict[str, tuple[Json, Json]]:
    """Column -> (what it was, what it becomes), of those that differ."""
    old, new = _columns(before), _columns(after)
    return {name: (old[name], new[name]) for name in new if old[name] != new[name]}


def set_active(platform: Platform, who: Who, organisation_id: str, *, active: bool) -> bool:
    """Put an organisation out of use, or in use again; False when it was so.

    Out of use it is in no list to choose from, and nobody signs in for it. Its dossiers stay, for the others in them.

    :raises NotAllowed: for who is no administrator of the platform
    :raises NotFound: when there is no such organisation
    :raises OwnOrganisation: when it is one's own that would go out of use
    """
    with platform.db.write():
        found = of_id(platform, who, organisation_id)
        if found.id == who.organisation.id and not active:
            raise OwnOrganisation("Dit is uw eigen organisatie: u zou zelf niet meer binnen kunnen.")
        if found.active == active:
            return False
        organisations.save(platform.db, replace(found, active=active))
        _tell(platform, who.id, RESUMED if active else STOPPED, found, {"naam": found.naam})
    return True


def _columns(one: Organisation) -> dict[str, Json]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(one).items()}


def _tell(platform: Platform, actor: str, what: str, about: Organisation, data: Mapping[str, Json]) -> None:
    events.append(
        platform.db, type=what, actor=actor, dossier=None, subject=about.id, data=dict(data), at=platform.at()
    )
