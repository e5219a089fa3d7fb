"""The register of organisations for forms: short lists as they are, long ones by searching."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from forms.scope import OrganisationRef
from services.dossiers import organisation_name
from services.platform import Platform
from store import organisations
from store.organisations import Organisation, Soort

FEW = 14
"""As many are still chosen from a list; from more one searches."""
SHOWN = 20
"""As many as a search gives at most: who sees more than that types another word."""


class Places:
    """A forms.scope.Register on the database. Looks up nothing before a question asks, and nothing twice."""

    def __init__(self, platform: Platform, kinds: Sequence[str]) -> None:
        """`kinds` are offered where a question names none."""
        self._platform = platform
        self._kinds = tuple(kinds)
        self._known: dict[str, OrganisationRef | None] = {}
        self._lists: dict[tuple[str, ...], tuple[OrganisationRef, ...] | None] = {}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that are offered where a question names none."""
        return self._kinds

    def get(self, organisation_id: str) -> OrganisationRef | None:
        """One organisation, active or not."""
        if organisation_id not in self._known:
            found = organisations.organisation(self._platform.db, organisation_id)
            self._known[organisation_id] = ref(found) if found else None
        return self._known[organisation_id]

    def listed(self, kinds: tuple[str, ...]) -> tuple[OrganisationRef, ...] | None:
        """The active ones by kind and name; None when they are more than FEW."""
        if kinds not in self._lists:
            found = organisations.at_most(self._platform.db, cast(tuple[Soort, ...], kinds), FEW)
            self._lists[kinds] = None if found is None else tuple(_short(one) for one in found)
        return self._lists[kinds]

    def search(self, text: str, kinds: tuple[str, ...]) -> tuple[OrganisationRef, ...]:
        """At most SHOWN active ones that fit."""
        return search(self._platform, text, kinds)


def search(platform: Platform, text: str, kinds: Sequence[str]) -> tuple[OrganisationRef, ...]:
    """At most SHOWN active organisations of these kinds that fit what was typed, or the one whose id that is."""
    itself = organisations.organisation(platform.db, text.strip())
    if itself is not None and itself.active and itself.soort in kinds:
        return (ref(itself),)
    found = [one for kind in kinds for one in organisations.search(platform.db, text, soort=cast(Soort, kind))]
    return tuple(ref(one) for one in found[:SHOWN])


def ref(one: Organisation) -> OrganisationRef:
    """An organisation as a search shows it."""
    name = organisation_name(one)
    place = " ".join(part for part in (one.postcode, one.gemeente) if part)
    told = [part for part in (one.adres, place) if part and part not in name]
    where = ", ".join([*told, *filter(None, [one.instellingsnummer])])
    return OrganisationRef(one.id, name, one.soort, where, one.active)


def _short(one: Organisation) -> OrganisationRef:
    """The same where few are to choose from: the name will do."""
    return OrganisationRef(one.id, organisation_name(one), one.soort)
