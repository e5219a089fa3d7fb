"""The demo in this process, with everybody signed in, and roads through it that can be gone again and again.

A road that writes is gone from the same place each time: the database is put back before it.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3
from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from rules.states import Event
from services import demo, documents, dossiers, trajectory
from services import records as writing
from services.dossiers import File
from services.platform import Platform, Who
from store import accounts, organisations, records, versions
from store import dossiers as kept
from store.migrations import migrate
from tests.pages import Page, Person
from tests.world import Clock

DAY, HOUR = "2026-11-16", "9.30"
EMAILS = {one.naam.partition(" ")[0].lower(): one.email for one in demo.demo_accounts()}
SELECTS = re.compile(r"\s*(SELECT|WITH|INSERT|REPLACE|UPDATE|DELETE)\b", re.IGNORECASE)


class _Taken(Exception):
    """A form was about to be sent: here is what."""

    def __init__(self, url: str, fields: Any) -> None:
        super().__init__(url)
        self.url, self.fields = url, fields


class _Takes:
    """Stands in for a browser that would send a form."""

    def post(self, url: str, data: Any = None) -> TestResponse:
        """Keep it back."""
        raise _Taken(url, data)


@dataclass(frozen=True)
class Road:
    """One request, made ready: by whom, to where, and with what. It answers one of `statuses`."""

    person: Person
    url: str
    fields: Any = None
    writes: bool = False
    statuses: tuple[int, ...] = (200, 302, 303)

    def go(self) -> TestResponse:
        """Send it, and take the whole answer."""
        client = self.person.client
        response = client.get(self.url) if self.fields is None else client.post(self.url, data=self.fields)
        response.get_data()
        assert response.status_code in self.statuses, f"{self.url} answered {response.status_code}"
        return response


@dataclass
class Ground:
    """The app on the demo, and who has a browser in it."""

    app: Flask
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._start: sqlcipher3.Connection | None = None
        self._cookies: dict[str, dict[Any, Any]] = {}

    @property
    def platform(self) -> Platform:
        """The platform."""
        found: Platform = self.app.extensions["naadloos"]
        return found

    def at(self, name: str) -> Person:
        """Somebody of the demo, signed in."""
        if name not in self.people:
            self.people[name] = Person(self.app, EMAILS[name])
            self.people[name].sign_in(demo.PASSWORD)
        return self.people[name]

    def who(self, name: str) -> Who:
        """The same as a service takes it."""
        account = accounts.account_of_email(self.platform.db, EMAILS[name])
        assert account is not None
        organisation = organisations.organisation(self.platform.db, account.organisation_id or "")
        assert organisation is not None
        return Who(account, organisation)

    def file(self, label: str) -> File:
        """The dossier of which the label begins so."""
        line = next(one for one in kept.every(self.platform.db) if one.label.startswith(label))
        dossier = kept.dossier(self.platform.db, line.id)
        assert dossier is not None
        return dossiers.read_file(self.platform, dossier)

    def record(self, label: str, slug: str) -> str:
        """The id of the last record of a type in it."""
        return records.records_of(self.platform.db, self.file(label).trajectory.id, type=slug)[-1].id

    def version(self, label: str, slug: str) -> str:
        """The id of the last version of that."""
        return versions.versions_of(self.platform.db, self.record(label, slug))[-1].id

    def keep(self) -> None:
        """This is the start: what `back` goes back to, with the people who are signed in now."""
        self._start = sqlcipher3.connect(":memory:")
        self.platform.db.connection.conn.backup(self._start)
        self._cookies = {name: dict(one.client._cookies or {}) for name, one in self.people.items()}

    def back(self) -> None:
        """Put everything back as it was at the start."""
        assert self._start is not None, "keep() says what the start is"
        self._start.backup(self.platform.db.connection.conn)
        self.platform.db.release()
        self.people = {name: one for name, one in self.people.items() if name in self._cookies}
        for name, one in self.people.items():
            one.client._cookies = dict(self._cookies[name])

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """What the database is asked in the block, without the frame around a write."""
        told: list[str] = []
        connection = self.platform.db.connection.conn
        connection.set_trace_callback(lambda sql: told.append(sql) if SELECTS.match(sql) else None)
        try:
            yield told
        finally:
            connection.set_trace_callback(None)


@contextmanager
def ground(**settings: Any) -> Iterator[Ground]:
    """The demo, in a folder that goes when it ends."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = {"INSTANCE": folder, "LOG_LEVEL": "ERROR", "FAULTS": [], "MAIL_NOW": False, "JOBS_NOW": False}
        app = create_app({**chosen, **settings}, Clock(DAY, HOUR))
        made = Ground(app)
        migrate(made.platform.db)
        demo.fill(made.platform, printed=False)
        for line in kept.every(made.platform.db):
            documents.make_missing(made.platform, made.file(line.label))
        for name in ("an", "younes", "lieve", "bo"):
            made.at(name)
        made.keep()
        Path(folder, "demo.json").write_text(json.dumps([]), "utf-8")
        try:
            yield made
        finally:
            made.platform.db.close()


def taken(page: Page, button: str) -> tuple[str, Any]:
    """Where a button sends what, without sending it."""
    person, client = page.person, page.person.client
    person.client = _Takes()  # type: ignore[assignment]  # of a browser it needs no more than this
    try:
        page.click(button)
    except _Taken as found:
        return found.url, found.fields
    finally:
        person.client = client
    raise AssertionError(f"{button!r} on {page.url} sends no form")


def roads(on: Ground) -> dict[str, Callable[[], Road]]:
    """Name of a road -> what makes it ready, before anything is measured. The ground is as at the start."""

    def get(name: str, url: str) -> Callable[[], Road]:
        return lambda: Road(on.at(name), url)

    def sent(name: str, url: str, button: str, fill: dict[str, str], suffix: str = "") -> Callable[[], Road]:
        def ready() -> Road:
            target, fields = taken(on.at(name).get(url).fill(fill), button)
            return Road(on.at(name), target.partition("?")[0] + suffix, fields, writes=True)

        return ready

    jana, lien, kobe = (on.file(name).dossier.id for name in ("Jana", "Lien", "Kobe"))
    draft, doelen = on.record("Jana", "indicatiestelling"), on.record("Lien", "doelen")
    open_one = on.version("Lien", "doelen")
    step = f"/formulieren/{draft}/stap"
    other, name = {"leerlingen-L1-bus": "12"}, {"besluit": "akkoord", "getypt": "An Peeters"}

    def at_table() -> Road:
        page = on.at("lieve").get(f"/versies/{open_one}/ronde").click("Geef door aan Griet Daems")
        page = page.click("Ik ben Griet Daems").fill({"besluit": "akkoord", "getypt": "Griet Daems"})
        return Road(on.at("lieve"), *taken(page, "Bevestig"), writes=True)

    def freeze() -> Road:
        younes = on.who("younes")
        asked = {"reden": "Een afspraak klopt niet."}
        trajectory.perform(on.platform, younes, on.file("Lien"), Event.TERUG_NAAR_BEWERKEN, asked)
        draft = records.record(on.platform.db, doelen)
        assert draft is not None
        why = {"reden_versie": "bijsturing"}
        writing.save(on.platform, younes, on.file("Lien"), draft, {**draft.answers, **why}, draft.revision)
        page = on.at("younes").get(f"/formulieren/{doelen}/nakijken")
        return Road(on.at("younes"), *taken(page, "Leg deze tekst vast"), writes=True)

    def sign_in() -> Road:
        person = Person(on.app, EMAILS["saskia"])
        page = person.get("/inloggen").fill({"email": person.email, "wachtwoord": demo.PASSWORD})
        return Road(person, *taken(page, "Aanmelden"), writes=True)

    def search() -> Road:
        return Road(on.at("an"), *taken(on.at("an").get("/dossiers").fill({"zoek": "Jana"}), "Zoek"), writes=True)

    return {
        "work list": get("an", "/werklijst"),
        "dossiers": get("an", "/dossiers"),
        "search": search,
        "dossier": get("an", f"/dossiers/{kobe}"),
        "dossier with a round": get("younes", f"/dossiers/{lien}"),
        "dossier with a draft": get("an", f"/dossiers/{jana}"),
        "step": get("an", f"{step}/leerling"),
        "longest step": get("an", f"{step}/hulpvraag"),
        "save a step": sent("an", f"{step}/leerling", "Bewaren en verder", other),
        "save by itself": sent("an", f"{step}/leerling", "Bewaren en verder", other, "/bewaar"),
        "review": get("an", f"/formulieren/{draft}/nakijken"),
        "freeze": freeze,
        "page to sign": get("an", f"/versies/{open_one}/tekenen"),
        "sign": sent("an", f"/versies/{open_one}/tekenen", "Bevestig", name),
        "sign at the table": at_table,
        "round": get("younes", f"/versies/{open_one}/ronde"),
        "frozen text": get("an", f"/versies/{open_one}"),
        "course": get("an", f"/dossiers/{kobe}/verloop"),
        "documents as a zip": get("an", f"/dossiers/{kobe}/documenten.zip"),
        "figures": get("an", "/cijfers"),
        "figures as a workbook": get("an", "/cijfers/naadloos-cijfers-2026-2027.xlsx"),
        "verify": get("an", "/controle"),
        "sign in": sign_in,
        "manage": get("an", "/beheer"),
        "people": get("an", "/beheer/mensen"),
        "keeping": get("an", "/beheer/bewaren"),
        "platform": get("bo", "/platform"),
        "health": get("bo", "/platform/gezondheid"),
        "rounds": get("an", "/handtekeningen"),
    }
