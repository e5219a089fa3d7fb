"""What people do on that Monday: what they do under the crash harness, and what one does all day beside that.

An act that the server said it kept is entered in the same ledger (tests/harness/ledger.py), so that it can be looked
for afterwards.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

from tests.harness.acts import Worker
from tests.harness.ground import Text
from tests.harness.ledger import Ledger, marked
from tests.harness.visitor import NoForm, fields_of, named
from tests.load.browser import Browser
from tests.load.ground import Place
from tests.load.mix import ACTS
from tests.world import PASSWORD

MAIL = 20.0
"""Seconds that a mail with a link is waited for; longer is an error."""


class Post:
    """The mails that the server puts in the folder of its instance, by address; each is taken out once."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._links = folder, dict[str, str]()

    def link_for(self, email: str) -> str:
        """The path of the newest link that was mailed to an address; '' when none came in time."""
        for _ in range(int(MAIL / 0.05)):
            self._collect()
            if found := self._links.pop(email, ""):
                return found
            time.sleep(0.05)
        return ""

    def _collect(self) -> None:
        for path in self._folder.glob("*.eml") if self._folder.exists() else ():
            text = path.read_bytes().replace(b"=\r\n", b"").decode("utf-8", "replace")
            to, link = named(r"(?m)^To:.*?([\w.-]+@thuis\.example)", text), named(r"https?://[^/\s]+(/t/[\w-]+)", text)
            if to and link:  # else it is of another kind, or only half written yet
                self._links[to] = link
                path.unlink()


class Person(Worker):
    """Somebody at work, who has signed in."""

    def __init__(self, place: Place, me: Browser, ledger: Ledger, post: Post) -> None:
        super().__init__(place.desk, me, me, ledger)
        self._done, self._post, self._browser = place.done, post, me
        self._texts = self._in_turn()
        self._search = ""

    def act(self, name: str) -> None:
        """Do one of `ACTS`.

        :raises Gone, NoForm: when it cannot be finished
        """
        assert name in ACTS, name
        getattr(self, name)()

    def worklist(self) -> None:
        """Look at what waits."""
        self.me.get("/werklijst")

    def dossier(self) -> None:
        """Look at a dossier."""
        self._dossier(self.desk.texts[0])

    def timeline(self) -> None:
        """Look at what happened in one."""
        self.me.get(f"/dossiers/{self.desk.texts[0].dossier}/verloop")

    def who_else(self) -> None:
        """The page asks by itself who else has the form open."""
        self.me.get(f"/formulieren/{self.desk.draft}/open")

    def wizard(self) -> None:
        """Open a step, save it, and see the next."""
        url, fields, number = self._typed(anew=True)
        answer = self.me.post(url, fields | {"naar": ["verder"]})
        self.page = None
        self._entered(answer, 302, "save", fields, number)
        self.me.get(answer.location.partition("#")[0])

    def search(self) -> None:
        """Look for a name."""
        if not self._search:
            self._search = fields_of(self.me.get("/dossiers"), "/dossiers")["csrf_token"][0]
        answer = self.me.post("/dossiers", {"csrf_token": [self._search], "zoek": ["vermeul"]})
        self.me.get(answer.location)

    def document(self) -> None:
        """Fetch a Word file."""
        page = self.me.get(f"/dossiers/{self._done}")
        found = re.search(rf'href="(/dossiers/{self._done}/documenten/\w+)"', page.text)
        if found is None:
            raise NoForm(f"no document on a page that answered {page.status} {page.location}")
        assert self.me.get(found.group(1)).body.startswith(b"PK")

    def sign_in(self) -> None:
        """Come in with another window, as after a break: the old session is left to end by itself."""
        window = self._browser.again()
        window.cookies = {name: value for name, value in window.cookies.items() if name == "naadloos_toestel"}
        answer = window.sign_in(self.desk.email, PASSWORD)
        if answer.status == 302:
            window.get("/werklijst")
        window.close()

    def finish(self) -> None:
        """Freeze and sign a text that is done then, so that its files are made; when none is left, save instead."""
        self.do_class()

    def round(self) -> None:
        """A text of a pupil: put in other words, so that everybody signs anew; frozen, signed, and taken back.

        In turn by the pupil at the table and the worker's own account, or by a parent with a personal link.
        """
        text, by_link = next(self._texts)
        version = self._open_round(text)
        if not version:
            self._reword(text)
            version = self._frozen(text)
        if by_link:
            self._by_link(version, text)
        else:
            self._at_the_table(version, text.pupil)
            self._sign(version)
        self._take_back(version)

    def _reword(self, text: Text) -> None:
        url, number = f"/formulieren/{text.record}/stap/hulpvraag", self.ledger.number()
        fields = fields_of(self.me.get(url), id="stap")
        turn = str(int(fields["beurt"][0]) + 1)
        answer = self.me.post(url, fields | {"noden": [marked(number)], "beurt": [turn], "naar": ["blijf"]})
        self._kept(answer, "save", number=str(number), record=text.record, page=fields["blad"][0], turn=turn)

    def _by_link(self, version: str, text: Text) -> None:
        """Mail a parent a link, and let the parent sign with it at home."""
        url = f"/versies/{version}/uitnodigen/{text.parent}"
        shown = self.me.post(url, fields_of(self.me.get(f"/versies/{version}/ronde"), url))
        code = named(r"(\d{3} \d{3})", shown.said)
        link = self._post.link_for(text.mail)
        if not (code and link):
            self.ledger.note(f"no link was mailed: {shown.status} {shown.said[:80]}")
            return
        home = self._browser.again()
        home.cookies = {}
        answer = home.post(link, fields_of(home.get(link), link) | {"code": [code]})
        worker, self.me = self.me, home
        try:
            self._sign(version, answer.location, "link")
        finally:
            self.me = worker
            home.close()

    def _in_turn(self) -> Iterator[tuple[Text, bool]]:
        """Both texts, each in both ways."""
        first, other = self.desk.texts
        while True:
            yield from ((first, True), (other, False), (first, False), (other, True))
