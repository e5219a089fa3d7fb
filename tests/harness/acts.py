"""What people do while the server is killed: over HTTP, as a browser would, each from whatever the last one left.

Where a text stands is read from its pages, as the answer to the last act may never have come.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle

from services.platform import BRUSSELS
from tests import scans
from tests.harness.ground import Desk, Text
from tests.harness.ledger import Ledger, marked
from tests.harness.visitor import Answer, Fields, NoForm, Visitor, fields_of, named
from tests.world import PASSWORD

NAME = "An Peeters"


@dataclass
class Worker:
    """Somebody at a desk, who has signed in, with an administrator at a screen of her own."""

    desk: Desk
    me: Visitor
    chief: Visitor
    ledger: Ledger
    used: int = 0
    """Classes whose text is done."""
    page: tuple[str, Fields] | None = None
    """The step that is open, from which it saves by itself, and its fields."""

    def turn(self) -> Callable[[], None]:
        """The next thing to do; never ends."""
        return next(self._plan)

    def __post_init__(self) -> None:
        text, other = self.desk.texts
        self._plan = cycle(
            (
                self.save,
                self.autosave,
                lambda: self.go_on(text),
                self.autosave,
                self.invite,
                self.do_class,
                self.save,
                lambda: self.go_on(other),
            )
        )

    def save(self) -> None:
        """Type something in a step, and press the button."""
        url, fields, number = self._typed(anew=True)
        answer = self.me.post(url, fields | {"naar": ["blijf"]})
        self.page = None
        self._entered(answer, 302, "save", fields, number)

    def autosave(self) -> None:
        """Type something more: the page saves itself."""
        url, fields, number = self._typed(anew=self.page is None)
        answer = self.me.post(f"{url}/bewaar", fields, accept="application/json")
        self._entered(answer, 200, "save", fields, number)
        self.page = None
        if answer.status == 200:
            told = json.loads(answer.text)
            basis = {**json.loads(fields["basis"][0]), **told["basis"]}
            self.page = (url, fields | {"revision": [str(told["revision"])], "basis": [json.dumps(basis)]})

    def invite(self) -> None:
        """The administrator invites somebody."""
        email = f"nieuw{self.ledger.number()}@brug.example"
        form = fields_of(self.chief.get("/beheer/mensen/nieuw"), "mensen/nieuw")
        told = {"voornaam": ["Eva"], "familienaam": ["Nieuw"], "email": [email], "functie": ["clb"], "rollen": ["clb"]}
        self._kept(self.chief.post("/beheer/mensen/nieuw", form | told), "invite", email=email)

    def do_class(self) -> None:
        """Freeze the text of the next class and sign it: then it is done, and its files are made."""
        if self.used == len(self.desk.classes):
            return self.save()
        text = self.desk.classes[self.used]
        version = self._frozen(text)
        if version:
            self._sign(version)
        if not version or self._is_over(text):
            self.used += 1
        return None

    def go_on(self, text: Text) -> None:
        """Bring the text of a pupil one step further: frozen, printed and scanned, signed, taken back."""
        version = self._frozen(text)
        if version:
            self._scan(version, text.parent)
            self._at_the_table(version, text.pupil)
            self._sign(version)
            self._take_back(version)

    def _typed(self, *, anew: bool) -> tuple[str, Fields, int]:
        """Address and fields of the step, with another number in its text, and the number."""
        url = f"/formulieren/{self.desk.draft}/stap/hulpvraag"
        if anew or self.page is None:
            self.page = (url, fields_of(self._unlocked(lambda: self.me.get(url)), id="stap"))
        number, fields = self.ledger.number(), self.page[1]
        fields |= {"noden": [marked(number)], "beurt": [str(int(fields["beurt"][0]) + 1)]}
        return url, fields, number

    def _entered(self, answer: Answer, status: int, kind: str, fields: Fields, number: int) -> None:
        told = {"record": self.desk.draft, "page": fields["blad"][0], "turn": fields["beurt"][0]}
        self._kept(answer, kind, status, number=str(number), **told)

    def _frozen(self, text: Text) -> str:
        """The version of a text that is in a round now, frozen if it was not; '' when that may not be."""
        found = self._open_round(text)
        if not found:
            seen = self.me.get(f"/formulieren/{text.record}/nakijken")
            try:
                fields = fields_of(seen, "vastleggen")
            except NoForm:
                return ""
            answer = self.me.post(f"/formulieren/{text.record}/vastleggen", fields)
            found = named(r"/versies/(\w+)/ronde", answer.location)
            self._kept(answer, "freeze", version=found, record=text.record)
        return found

    def _open_round(self, text: Text) -> str:
        return named(r'/versies/(\w+)/tekenen"', self._dossier(text).text)

    def _is_over(self, text: Text) -> bool:
        return not self._open_round(text)

    def _dossier(self, text: Text) -> Answer:
        return self._unlocked(lambda: self.me.get(f"/dossiers/{text.dossier}"))

    def _unlocked(self, look: Callable[[], Answer]) -> Answer:
        """A page, after unlocking the screen where somebody at the table had it."""
        answer = look()
        if answer.location == "/ontgrendelen":
            form = fields_of(self.me.get("/ontgrendelen"), "/ontgrendelen")
            self.me.post("/ontgrendelen", form | {"wachtwoord": [PASSWORD]})
            answer = look()
        return answer

    def _sign(self, version: str, url: str = "", method: str = "account") -> None:
        typed = f"{NAME} {self.ledger.number()}"
        url = url or f"/versies/{version}/tekenen"
        page = self.me.get(url)
        if page.status == 200:
            said = {"besluit": ["akkoord"], "wijze": ["typen"], "getypt": [typed]}
            answer = self.me.post(url, fields_of(page, url) | said)
            self._kept(answer, "sign", version=version, typed=typed, method=method)

    def _at_the_table(self, version: str, party: str) -> None:
        """Hand the device over to the pupil, let it sign there, and take the device back."""
        url = f"/versies/{version}/tafel/{party}"
        page = self.me.get(f"/versies/{version}/ronde")
        try:
            answer = self.me.post(url, fields_of(page, url))
        except NoForm:
            return
        seat = named(r'"(/tafel/[0-9a-f]{20})', answer.text)
        if seat:
            self._sign(version, seat, "tablet")
        self._unlocked(lambda: self.me.get("/werklijst"))

    def _scan(self, version: str, party: str) -> None:
        """Print the copy of a parent, and upload what came back."""
        url = f"/versies/{version}/papier/{party}"
        page = self.me.get(url)
        if page.status != 200:
            return
        answer = self.me.post(url, fields_of(page, url))
        code = named(r"/papier/(\w+)", answer.location)
        self._kept(answer, "print", code=code, version=version)
        form = fields_of(self.me.get(f"/papier/{code}/terug"), "/terug")
        today = datetime.now(UTC).astimezone(BRUSSELS)
        content = scan()
        said = {"besluit": ["akkoord"], "datum": [str(today.day), str(today.month), str(today.year)]}
        answer = self.me.post(f"{url}/terug", form | said, {"bestand": ("scan.pdf", content)})
        self._kept(answer, "scan", code=code, sha256=hashlib.sha256(content).hexdigest())

    def _take_back(self, version: str) -> None:
        page = self.me.get(f"/versies/{version}/ronde")
        url = f"/versies/{version}/terugnemen"
        answer = self.me.post(url, fields_of(page, url) | {"reden": ["Nog eens nakijken."]})
        self._kept(answer, "take back", version=version)

    def _kept(self, answer: Answer, kind: str, status: int = 302, **told: str) -> None:
        if answer.status == status:
            self.ledger.keep(kind, **told)
        else:
            self.ledger.note(f"{kind}: {answer.status} {answer.said[:120]}")


def scan() -> bytes:
    """A PDF as a scanner makes it, another each time, of some forty kilobytes: many pages of the database."""
    drawn = secrets.token_hex(20_000).encode()
    return scans.pdf(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
