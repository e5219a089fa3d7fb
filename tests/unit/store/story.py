"""A story in the database, for tests to take the thread up from."""

from dataclasses import dataclass

from store import accounts, dossiers, organisations, parties, records, signatures, trajectories, versions
from store.accounts import Account
from store.database import Database
from store.dossiers import Dossier
from store.organisations import Organisation
from store.parties import Party
from store.records import Record
from store.signatures import Signer
from store.trajectories import Trajectory
from store.versions import Version

AT = "2026-11-23T14:02:00Z"
LATER = "2026-11-23T15:00:00Z"
ROOT = "ab" * 32


@dataclass(frozen=True)
class Story:
    """One dossier, one trajectory with a NAFT provider, one record of which one version waits for two signatures."""

    clb: Organisation
    naft: Organisation
    medewerker: Account
    begeleider: Account
    dossier: Dossier
    trajectory: Trajectory
    leerling: Party
    naft_party: Party
    record: Record
    version: Version


def tell(db: Database) -> Story:
    """Put the story in an empty database."""
    clb = organisations.create(db, soort="clb", naam="CLB De Brug")
    naft = organisations.create(db, soort="naft", naam="De Wending")
    medewerker = an_account(db, "An.Peeters@clb.example", clb, ("clb",))
    begeleider = an_account(db, "bo@naft.example", naft, ("naft_begeleider", "naft_coordinator"))
    dossier = dossiers.create(
        db, soort="leerling", schooljaar="2026-2027", clb_id=clb.id, label="Kobe V.", created_by=medewerker.id, at=AT
    )
    trajectory = trajectories.create(db, dossier_id=dossier.id, state="lopend", at=AT, naft_id=naft.id)
    leerling = parties.create(
        db, dossier_id=dossier.id, rol="leerling", organisation_id=None, account_id=None, answers={"n": "Kobe"}, at=AT
    )
    naft_party = parties.create(
        db, dossier_id=dossier.id, rol="naft", organisation_id=naft.id, account_id=begeleider.id, answers={}, at=AT
    )
    record = records.create(
        db,
        dossier_id=dossier.id,
        trajectory_id=trajectory.id,
        type="doelen",
        answers={"gericht_op": "leerling"},
        prefilled={},
        by=begeleider.id,
        at=AT,
    )
    version = versions.create(
        db,
        record_id=record.id,
        payload={"doelen": ["één"]},
        root=ROOT,
        template_hashes={"D2": ROOT},
        supersedes=None,
        frozen_by=begeleider.id,
        at=AT,
    )
    both = enumerate((leerling, naft_party))
    choices: tuple[signatures.Decision, ...] = ("akkoord", "niet_akkoord")
    signatures.ask(
        db,
        [
            Signer(version_id=version.id, party_id=party.id, ord=place, blocking=True, capacity_choices=choices)
            for place, party in both
        ],
    )
    return Story(clb, naft, medewerker, begeleider, dossier, trajectory, leerling, naft_party, record, version)


def an_account(db: Database, email: str, organisation: Organisation, roles: tuple[str, ...]) -> Account:
    return accounts.create(
        db,
        email=email,
        voornaam="An",
        familienaam="Peeters",
        functie="medewerker",
        organisation_id=organisation.id,
        roles=roles,
        at=AT,
    )
