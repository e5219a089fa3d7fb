"""Heavy work beside the pages: PDFs by LibreOffice, packages and the yearly report, asked for one after the other.

As the pages offer it, by a link or by a form: whether it is made at once or put aside is up to the server.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle

from tests.harness.visitor import Gone, NoForm, fields_of
from tests.load.browser import Browser
from tests.load.ground import Place
from tests.load.turns import Seen, Turns
from tests.world import PASSWORD

PAUSE = 0.2
"""Seconds between two things that are asked for."""


class Heavy:
    """Somebody who asks for nothing else, as long as it goes on."""

    def __init__(self, port: int, places: Sequence[Place]) -> None:
        self._turns = Turns(1)
        self._browser = Browser(port, self._turns, "10.1.0.1")
        self._places, self._ended = places, False

    @property
    def seen(self) -> Seen:
        """How long each took to be answered: what is done later is not in it."""
        return self._turns.seen

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Ask on and on within the block; the last thing asked for is waited for."""
        asking = threading.Thread(target=self._ask)
        asking.start()
        try:
            yield
        finally:
            self._ended = True
            asking.join()

    def _ask(self) -> None:
        for place in cycle(self._places):
            with self._watched("sign in"):
                self._browser.cookies = {}
                self._browser.sign_in(place.desk.email, PASSWORD)
            for name, page, wanted in (
                ("PDF", f"/dossiers/{place.done}", r"/documenten/\w+/pdf"),
                ("package", f"/dossiers/{place.done}", r"documenten\.zip|pakket"),
                ("yearly report", "/cijfers", r"jaarverslag"),
            ):
                if self._ended:
                    return
                with self._watched(name):
                    self._offered(page, wanted)
                time.sleep(PAUSE)

    def _offered(self, page: str, wanted: str) -> None:
        """Do what a page offers: follow its first link with such an address, or send its first form."""
        seen = self._browser.get(page)
        for form in seen.tree.xpath("//form[@action]"):
            if re.search(wanted, str(form.get("action"))):
                self._browser.post(form.get("action"), fields_of(seen, form.get("action")))
                return
        for link in seen.tree.xpath("//main//a/@href"):
            if re.search(wanted, str(link)):
                self._browser.get(str(link))
                return
        raise NoForm(f"nothing like {wanted} on {page}, which answered {seen.status} {seen.location}")

    @contextmanager
    def _watched(self, name: str) -> Iterator[None]:
        try:
            yield
        except (Gone, NoForm) as fault:
            self.seen.error(f"{name}: {fault}"[:160])
