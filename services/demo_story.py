"""One dossier of the demo, told step by step through the services, each by somebody at work and at its own hour."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from forms import RECORD_TYPES
from forms.repeat import Repeat
from forms.scope import Answers, Json
from rules.states import Event
from services import documents, dossiers, freezing, parties, questions, records, rounds, seating, signing, trajectory
from services.demo_pen import signature_of
from services.demo_texts import Words, school_day
from services.dossiers import File, name_of
from services.platform import BRUSSELS, Platform, Who
from store import records as kept
from store import signatures, versions
from store.accounts import Account
from store.dossiers import Soort
from store.organisations import Organisation
from store.parties import Party
from store.records import Record
from store.versions import Version

Steps = Generator[datetime, None, None]
"""A story yields the hour of its next step, and goes on when that hour has come."""

SIGNING_TAKES = timedelta(minutes=3)


class Players(Protocol):
    """The organisations and accounts of a story by their short names."""

    @property
    def organisations(self) -> Mapping[str, Organisation]:
        """By short name."""

    @property
    def accounts(self) -> Mapping[str, Account]:
        """By short name."""

    def who(self, name: str) -> Who:
        """Somebody at work."""


class Story:
    """A dossier with its texts (services/demo_texts.py), a clock of its own, and the day from which it counts."""

    def __init__(
        self, platform: Platform, world: Players, texts: Mapping[str, Any], day_0: date, *, printed: bool = True
    ) -> None:
        self._platform = platform
        self._printed = printed
        self.world = world
        self.day_0 = school_day(day_0)
        self.moment = platform.now()
        self.texts = texts
        self.opened_by = self.dossier_id = ""
        self._parties: dict[str, str] = {}
        self._read: File | None = None

    @property
    def platform(self) -> Platform:
        """The platform at the hour of this step."""
        moment = self.moment
        return replace(self._platform, now=lambda: moment)

    @property
    def file(self) -> File:
        """The dossier as it is now: who is in it and where it stands, read once between two acts that change that."""
        if self._read is None:
            self._read = dossiers.file_of(self.platform, self.world.who(self.opened_by), self.dossier_id)
        return self._read

    def at(self, day: int, hour: str) -> datetime:
        """A moment to yield: the day counted from day 0, and '14.30'."""
        hours, minutes = hour.split(".")
        return datetime.combine(self.day(day), time(int(hours), int(minutes)), BRUSSELS)

    def day(self, count: int) -> date:
        """A school day, counted from day 0."""
        return school_day(self.day_0 + timedelta(days=count))

    def open(self, by: str, soort: Soort, *pupils: str, label: str = "") -> None:
        """The CLB opens the dossier and puts the others in it."""
        who = self.world.who(by)
        self.opened_by = by
        people = self.texts["mensen"]
        answers = [{k: v for k, v in people[one].items() if k != "rol"} for one in pupils]
        file = parties.open_dossier(self.platform, who, soort=soort, label=label, pupils=answers)
        self.dossier_id = file.dossier.id
        self._parties |= zip(pupils, (party.id for party in file.in_role("leerling")), strict=True)
        for name, known in people.items():
            if name not in pupils:
                self._join(who, name, dict(known))

    def _join(self, who: Who, name: str, known: dict[str, Json]) -> None:
        place = self.world.organisations.get(known.pop("organisatie", ""))
        at = place.id if place else None
        party = parties.add_party(self.platform, who, self.dossier_id, known, organisation_id=at)
        self._parties[name] = party.id
        self._read = None

    def ask(self, by: str) -> None:
        """Somebody who opens no dossiers asks a CLB."""
        questions.ask(self.platform, self.world.who(by), self._resolved(self.texts["vraag"]))

    def add(self, by: str, *names: str) -> None:
        """Colleagues with an account come along, each in the role of the account."""
        for name in names:
            account = self.world.accounts[name]
            parties.add_colleague(self.platform, self.world.who(by), self.dossier_id, account, account.roles[-1])
        self._read = None

    def write(self, by: str, slug: str, part: str = "") -> Record:
        """Begin a record, or go on with it, and fill it in with a part of the texts (the one of its own name)."""
        return self.fill(by, slug, self.texts[part or slug])

    def fill(self, by: str, slug: str, told: Answers) -> Record:
        """The same with these answers."""
        who = self.world.who(by)
        record = records.begin(self.platform, who, self.file, slug)
        mine = self._resolved(dict(told))
        answers = {**record.answers, **{name: _merged(slug, record, name, value) for name, value in mine.items()}}
        return records.save(self.platform, who, self.file, record, answers, record.revision)

    def freeze(self, by: str, record: Record) -> Version:
        """Freeze it, so that it can be signed."""
        made = freezing.freeze(self.platform, self.world.who(by), self.file, record)
        self._read = None
        return made

    def sign(self, version: Version, *names: str, draws: bool = False, host: str = "younes", remark: str = "") -> None:
        """Each agrees, or has seen it: in an own account, or at the table of a host where somebody has none."""
        for name in names:
            party = self.party(name)
            place = rounds.place_of(self.platform, version.id, party.id)[1]
            answer = signing.Answer(
                decision=place.signer.capacity_choices[0],
                shown_root=version.root,
                typed="" if draws else name_of(party.answers),
                drawn=signature_of(self.hand(name)) if draws else "",
                way="tekenen" if draws else "typen",
                remark=remark,
            )
            if name in self.world.accounts:
                signing.sign(self.platform, self.file, version.id, party.id, answer, self.world.who(name))
            else:
                self._sign_at_table(version, party, answer, self.world.who(host))
            self.moment += SIGNING_TAKES
        self._print()

    def hand(self, name: str) -> str:
        """Whose way of signing somebody has."""
        return name

    def _sign_at_table(self, version: Version, party: Party, answer: signing.Answer, host: Who) -> None:
        token = seating.open_seat(self.platform, self.file, version.id, party.id, host=host)
        seating.sign_at_seat(self.platform, self.file, token, answer)

    def waiting(self, version: Version) -> list[str]:
        """Who has not answered yet, by short name, in the order of the table."""
        places = signatures.signers_of(self.platform.db, version.id)
        names = {self.party(name).id: name for name in (*self._parties, *self.world.accounts) if self.has(name)}
        return [names[place.signer.party_id] for place in places if place.signature is None]

    def do(self, by: str, event: Event, asked: Answers | None = None) -> None:
        """Take a step of the trajectory."""
        trajectory.perform(self.platform, self.world.who(by), self.file, event, self._resolved(dict(asked or {})))
        self._read = None
        self._print()

    def _print(self) -> None:
        """Make the Word files of every version whose round is over."""
        if self._printed:
            documents.make_missing(self.platform, self.file)

    def has(self, name: str) -> bool:
        """Is this person in the dossier?"""
        return any(True for _ in self._found(name))

    def party(self, name: str) -> Party:
        """Somebody in the dossier, by short name."""
        return next(self._found(name))

    def _found(self, name: str) -> Generator[Party, None, None]:
        account = self.world.accounts.get(name)
        for party in self.file.parties:
            if party.id == self._parties.get(name) or (account and party.account_id == account.id):
                yield party

    def version(self, slug: str) -> Version:
        """The latest version of a record of this type."""
        record = kept.records_of(self.platform.db, self.file.trajectory.id, type=slug)[-1]
        return versions.versions_of(self.platform.db, record.id)[-1]

    def _resolved(self, value: Json) -> Any:
        """The texts with ids and days in the place of '@kobe' and 'dag 0'."""
        words = Words(
            party=lambda name: self.party(name).id,
            organisation=lambda name: self.world.organisations[name].id,
            today=self._platform.today(),
            day_0=self.day_0,
        )
        return words.resolved(value)


Telling = Callable[[Story], Steps]


def _merged(slug: str, record: Record, name: str, value: Json) -> Json:
    """Items that a prefill gave stay, with ours in them; all else is as we wrote it."""
    asked = RECORD_TYPES[slug].find(name)
    if not (isinstance(asked, Repeat) and asked.fixed):
        return value
    ours = {item["id"]: item for item in value}
    return [{**item, **ours.get(item["id"], {})} for item in record.answers.get(name, [])]
