"""Who works in an invented Flanders: CLBs, NAFT providers and secondary schools of every province, with accounts.

The counts are about those of Flanders: some fifty CLBs after the mergers, 27 providers, a thousand secondary schools.
Everybody has the same password, hashed once. Made again from the same seed they are the same, but for their ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from rules.folding import fold
from services.accounts import password_hash
from services.administration import ADMINISTRATOR, PLATFORM
from services.demo_people import PASSWORD, DemoAccount
from services.flanders_names import BOYS, FAMILY_NAMES, GROWN_UPS, PLACES, PROVIDERS, RIVERS, SAINTS, SCHOOLS, TREES
from services.platform import Platform, Who
from store import accounts, organisations
from store.accounts import Account
from store.organisations import Organisation, Soort

CLBS, PROVIDERS_COUNT, SCHOOLS_COUNT = 52, len(PROVIDERS), 1_000
CLB_WORKERS, COACHES = 8, 9
MODULES = "Individuele begeleiding, begeleiding in groep, begeleiding van de klasgroep, schoolondersteuning"
NETS = ("vrij", "go", "vrij", "off")
KINDS = (("so_voltijds",), ("so_voltijds", "duaal"), ("so_voltijds",), ("so_voltijds", "dbso"))


@dataclass(frozen=True, slots=True)
class Team:
    """An organisation with its people; the first is who decides there."""

    place: Organisation
    people: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Flanders:
    """Every team by kind, and which CLB and providers belong to a school."""

    clbs: tuple[Team, ...]
    providers: tuple[Team, ...]
    schools: tuple[Team, ...]

    def clb_of(self, school: int) -> Team:
        """The CLB that works with a school (its place in `schools`)."""
        return self.clbs[school % len(PLACES) * len(self.clbs) // len(PLACES)]

    def providers_near(self, school: int) -> tuple[Team, Team]:
        """The provider to which a school's pupils mostly go, and the one after it."""
        first = school % len(PLACES) * len(self.providers) // len(PLACES)
        return self.providers[first], self.providers[(first + 1) % len(self.providers)]


@dataclass(frozen=True, slots=True)
class Players:
    """Those of one dossier by their short names, as services/demo_story.py asks them."""

    organisations: dict[str, Organisation]
    accounts: dict[str, Account]

    def who(self, name: str) -> Who:
        """Somebody at work."""
        account = self.accounts[name]
        return Who(account, next(one for one in self.organisations.values() if one.id == account.organisation_id))


def seeded(*what: object) -> Random:
    """The same row of numbers for the same seed and place: of nothing that is secret."""
    return Random("/".join(map(str, what)))  # noqa: S311  # nosec B311


def make(platform: Platform, seed: int) -> None:
    """Make the organisations and accounts, inside one write."""
    hashed = password_hash(PASSWORD)
    for soort, number, one in _places(seeded(seed, "places")):
        made = organisations.create(
            platform.db, soort=soort, naam=one.naam, instellingsnummer="" if soort == "naft" else number
        )
        organisations.save(platform.db, replace(one, id=made.id, instellingsnummer=made.instellingsnummer))
        for person in _people(seeded(seed, number), soort, number):
            accounts.create(platform.db, organisation_id=made.id, at=platform.at(), password_hash=hashed, **person)


def found(platform: Platform) -> Flanders:
    """What `make` made, read again in its order."""
    teams: dict[str, list[Team]] = {}
    for soort in ("clb", "naft", "school"):
        places = [one for one in organisations.organisations(platform.db, soort) if one.instellingsnummer or one.kbo]
        places.sort(key=lambda one: (one.instellingsnummer, one.kbo))
        teams[soort] = [Team(one, _in_order(accounts.accounts_of(platform.db, one.id))) for one in places]
    return Flanders(tuple(teams["clb"]), tuple(teams["naft"]), tuple(teams["school"]))


def to_sign_in(flanders: Flanders, platform: Platform) -> list[DemoAccount]:
    """Some of each kind, for the list on the sign-in page."""
    [house] = organisations.organisations(platform.db, "andere")
    shown = [
        (flanders.clbs[0], 0, "Kijk hoe de lijsten van een groot CLB zijn, en beheer de mensen ervan."),
        (flanders.clbs[0], 1, "Zoek een leerling, en werk in de eigen dossiers."),
        (flanders.clbs[1], 1, "Zie dat een ander CLB enkel zijn eigen dossiers ziet."),
        (flanders.providers[0], 0, "Beslis over de aanmeldingen, en bekijk de cijfers van een schooljaar."),
        (flanders.providers[0], 1, "Bereid een evaluatie voor, of laat iemand aan tafel tekenen."),
        (flanders.schools[0], 0, "Bekijk wat een directie ziet en ondertekent."),
        (flanders.schools[0], 1, "Bekijk wat een leerlingbegeleider ziet."),
        (Team(house, tuple(accounts.accounts_of(platform.db, house.id))), 0, "Kijk of het platform gezond is."),
    ]
    return [
        DemoAccount(
            naam=f"{one.voornaam} {one.familienaam}",
            functie=one.functie,
            organisatie=team.place.naam,
            email=one.email,
            wachtwoord=PASSWORD,
            probeer=what,
        )
        for team, nr, what in shown
        for one in [team.people[nr]]
    ]


def _in_order(people: Sequence[Account]) -> tuple[Account, ...]:
    return tuple(sorted(people, key=lambda one: (ADMINISTRATOR not in one.roles, one.email)))


def _places(rng: Random) -> Iterator[tuple[Soort, str, Organisation]]:
    """(kind, number, organisation without an id); numbers as they are kept, of schools and CLBs with a 9 in front."""
    for nr in range(CLBS):
        _, post, town = PLACES[nr * len(PLACES) // CLBS]
        side = f" {RIVERS[nr % len(RIVERS)]}" if nr % 3 else ""
        yield "clb", f"97{nr:04}", _place("clb", f"CLB {town}{side}", post, town, net=NETS[nr % 4])
    for nr, name in enumerate(PROVIDERS):
        _, post, town = PLACES[nr * len(PLACES) // len(PROVIDERS)]
        kbo = f"09990{nr:03}"
        kbo += f"{97 - int(kbo) % 97:02}"
        place = _place("naft", f"vzw {name}", post, town)
        yield "naft", kbo, replace(place, kbo=kbo, erkend=True, erkende_modules=MODULES)
    for nr in range(SCHOOLS_COUNT):
        _, post, town = PLACES[nr % len(PLACES)]
        pattern = SCHOOLS[(nr // len(PLACES) + nr) % len(SCHOOLS)]
        words = {"river": rng.choice(RIVERS), "saint": rng.choice(SAINTS), "tree": rng.choice(TREES)}
        kinds = ("buso",) if pattern.startswith("BuSO") else KINDS[nr % 4]
        place = _place("school", pattern.format(town=town, **words), post, town, net=NETS[nr % 4])
        yield "school", f"98{nr:04}", replace(place, schoolsoorten=kinds)
    yield "andere", "", _place("andere", "Naadloos Vlaanderen", "1000", "Brussel")


def _place(soort: Soort, naam: str, post: str, town: str, net: str = "") -> Organisation:
    return Organisation(id="", soort=soort, naam=naam, postcode=post, gemeente=town, adres="Stationsplein 1", net=net)


def _people(rng: Random, soort: Soort, number: str) -> Iterator[dict[str, Any]]:
    jobs: dict[str, list[tuple[str, tuple[str, ...]]]] = {
        "clb": [("Teamcoördinator", (ADMINISTRATOR, "clb")), *[("CLB-medewerker", ("clb",))] * (CLB_WORKERS - 1)],
        "naft": [
            ("Coördinator", (ADMINISTRATOR, "naft_coordinator", "naft_begeleider")),
            *[("Begeleider", ("naft_begeleider",))] * (COACHES - 1),
        ],
        "school": [("Directeur", (ADMINISTRATOR, "directie")), ("Leerlingbegeleider", ("leerlingbegeleider",))],
        "andere": [("Beheerder van het platform", (PLATFORM, ADMINISTRATOR))],
    }
    host = f"{soort}-{number[-4:] or 'platform'}.example"
    for nr, (job, roles) in enumerate(jobs[soort], start=1):
        first, family = rng.choice((*GROWN_UPS, *BOYS[:10])), rng.choice(FAMILY_NAMES)
        plain = re.sub(r"[^a-z]", "", fold(first)) + "." + re.sub(r"[^a-z]", "", fold(family))
        yield {
            "email": f"{plain}{nr}@{host}",
            "voornaam": first,
            "familienaam": family,
            "functie": job,
            "roles": roles,
        }
