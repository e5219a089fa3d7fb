"""Who works in the demo: invented organisations with test numbers, and an account for each kind of work."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.accounts import password_hash
from services.administration import ADMINISTRATOR, PLATFORM
from services.platform import Platform, Who
from store import accounts, organisations
from store.accounts import Account
from store.organisations import Organisation, Soort

PASSWORD = "demo-naadloos-2026"  # noqa: S105  # of a demo: it stands on the page where one signs in


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody one can sign in as, for the list on the sign-in page; `probeer` says what to try."""

    naam: str
    functie: str
    organisatie: str
    email: str
    wachtwoord: str
    probeer: str


@dataclass(frozen=True, slots=True)
class _Place:
    soort: Soort
    naam: str
    gemeente: str
    postcode: str
    adres: str
    nummer: str = ""
    kbo: str = ""
    net: str = ""
    soorten: tuple[str, ...] = ()
    modules: str = ""


@dataclass(frozen=True, slots=True)
class _Worker:
    voornaam: str
    familienaam: str
    functie: str
    place: str
    email: str
    roles: tuple[str, ...]
    probeer: str


PLACES: dict[str, _Place] = {
    "brug": _Place("clb", "CLB De Brug", "Aalst", "9300", "Vlasmarkt 12", nummer="999101", net="go"),
    "kompas": _Place("clb", "CLB Kompas", "Brussel", "1000", "Zennekaai 3", nummer="999102", net="vrij"),
    "kantelpunt": _Place(
        "naft", "vzw Kantelpunt", "Aalst", "9300", "Molenpad 7", kbo="0999000129",
        modules="Individuele begeleiding, begeleiding in groep, schoolondersteuning",
    ),
    "overkant": _Place(
        "naft", "vzw De Overkant", "Leuven", "3000", "Dijlevest 41", kbo="0999000228",
        modules="Individuele begeleiding, leerplekken",
    ),
    "sluis": _Place(
        "school", "Technisch Atheneum De Sluis", "Aalst", "9300", "Kaaistraat 1", nummer="999001", net="go",
        soorten=("so_voltijds", "duaal"),
    ),
    "dijle": _Place(
        "school", "Bouwschool De Dijle", "Mechelen", "2800", "Steenhouwersvest 20", nummer="999002", net="vrij",
        soorten=("so_voltijds",),
    ),
    "mijnwijs": _Place(
        "school", "Campus MijnWijs", "Genk", "3600", "Schachtlaan 5", nummer="999004", net="off",
        soorten=("so_voltijds",),
    ),
    "lyceum": _Place(
        "school", "Sint-Godelieve Lyceum", "Brugge", "8000", "Kantwerkstersplein 2", nummer="999005", net="vrij",
        soorten=("so_voltijds",),
    ),
    "buso": _Place(
        "school", "BuSO De Regenboog", "Aalst", "9300", "Weverijdreef 8", nummer="999006", net="go", soorten=("buso",)
    ),
    "leertijd": _Place(
        "school", "Syntra-campus Zennehart", "Brussel", "1000", "Ambachtenkaai 9", nummer="999008", net="onafh",
        soorten=("leertijd",),
    ),
    "pbd": _Place("pbd", "Pedagogische begeleidingsdienst Scheldeland", "Gent", "9000", "Coupure 100", net="vrij"),
    "naadloos": _Place("andere", "Naadloos demo", "Brussel", "1000", "Kanaalkaai 18"),
}  # fmt: skip

WORKERS: dict[str, _Worker] = {
    "an": _Worker(
        "An", "Peeters", "CLB-medewerker", "brug", "an.peeters@clb-debrug.example", (ADMINISTRATOR, "clb"),
        "Werk de indicatiestelling van Jana af, onderteken de doelen van Lien, of antwoord op de vraag over Senne.",
    ),
    "floor": _Worker(
        "Floor", "’t Kindt", "CLB-medewerker", "kompas", "floor.tkindt@clb-kompas.example", ("clb",),
        "Zie dat een ander CLB enkel zijn eigen dossiers ziet, en open een nieuw dossier.",
    ),
    "lieve": _Worker(
        "Lieve", "Segers", "Coördinator", "kantelpunt", "lieve.segers@kantelpunt.example",
        (ADMINISTRATOR, "naft_coordinator", "naft_begeleider"),
        "Beslis over de aanmelding van Youssef, of nodig onder Beheer een collega uit.",
    ),
    "younes": _Worker(
        "Younes", "Amrani", "Begeleider", "kantelpunt", "younes.amrani@kantelpunt.example", ("naft_begeleider",),
        "Bereid de evaluatie van Amina voor die te laat is, of laat Liens mama aan tafel tekenen.",
    ),
    "saskia": _Worker(
        "Saskia", "van der Meersch", "Directeur", "sluis", "saskia.vandermeersch@desluis.example",
        (ADMINISTRATOR, "directie"),
        "Bekijk het afgesloten traject van Kobe en download de documenten van de school.",
    ),
    "joris": _Worker(
        "Joris", "De Villé", "Leerlingbegeleider", "sluis", "joris.deville@desluis.example", ("leerlingbegeleider",),
        "Stel het CLB een vraag, of lees hoe school en CLB de engagementen van Kobe opvolgden.",
    ),
    "marleen": _Worker(
        "Marleen", "Bijnens", "Directeur", "mijnwijs", "marleen.bijnens@mijnwijs.example", ("directie",),
        "Onderteken de doelen van Lien: zonder uw akkoord kan haar traject niet starten.",
    ),
    "karen": _Worker(
        "Karen", "Stevens", "Pedagogisch begeleider", "pbd", "karen.stevens@pbd-scheldeland.example", ("pbd",),
        "Zie dat de begeleidingsdienst geen dossiers van leerlingen opent: de school bezorgt haar melding zelf.",
    ),
    "bo": _Worker(
        "Bo", "Wouters", "Beheerder van het platform", "naadloos", "bo.wouters@naadloos.example",
        (PLATFORM, ADMINISTRATOR),
        "Beheer de organisaties, neem de lijst van scholen op, en kijk of alles in orde is. Dossiers ziet u niet.",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """The organisations and accounts of the demo, by their short names."""

    organisations: dict[str, Organisation]
    accounts: dict[str, Account]

    def who(self, name: str) -> Who:
        """Somebody at work."""
        return Who(self.accounts[name], self.organisations[WORKERS[name].place])


def people(platform: Platform) -> World:
    """Make the organisations and accounts. All share one password, so it is hashed once."""
    found: dict[str, Organisation] = {}
    for name, one in PLACES.items():
        made = organisations.create(platform.db, soort=one.soort, naam=one.naam, instellingsnummer=one.nummer)
        found[name] = replace(
            made,
            kbo=one.kbo,
            net=one.net,
            schoolsoorten=one.soorten,
            erkend=one.soort == "naft",
            erkende_modules=one.modules,
            adres=one.adres,
            postcode=one.postcode,
            gemeente=one.gemeente,
        )
        organisations.save(platform.db, found[name])
    hashed = password_hash(PASSWORD)
    at_work = {
        name: accounts.create(
            platform.db,
            email=one.email,
            voornaam=one.voornaam,
            familienaam=one.familienaam,
            functie=one.functie,
            organisation_id=found[one.place].id,
            roles=one.roles,
            at=platform.at(),
            password_hash=hashed,
        )
        for name, one in WORKERS.items()
    }
    return World(found, at_work)


def demo_accounts() -> list[DemoAccount]:
    """Everybody one can sign in as."""
    return [
        DemoAccount(
            naam=f"{one.voornaam} {one.familienaam}",
            functie=one.functie,
            organisatie=PLACES[one.place].naam,
            email=one.email,
            wachtwoord=PASSWORD,
            probeer=one.probeer,
        )
        for one in WORKERS.values()
    ]
