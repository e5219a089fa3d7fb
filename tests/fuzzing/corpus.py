"""Requests that went wrong once, each with what came of it then. They are sent again by every run."""

from __future__ import annotations

from dataclasses import dataclass

from tests.fuzzing.ground import OURS, Ground
from tests.fuzzing.seeds import PARAMETER
from tests.fuzzing.sending import Asked, Value


@dataclass(frozen=True)
class Once:
    """Somebody, a method, and an address with the names of ids in it: `/dossiers/<dossier_id>`."""

    why: str
    who: str
    method: str
    address: str
    pairs: tuple[tuple[str, Value], ...] = ()
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    shape: str = "form"
    endpoint: str = ""

    def asked(self, ground: Ground) -> Asked:
        """With the ids that there are now."""
        path = PARAMETER.sub(lambda found: ground.ids[OURS][found[1]][0], self.address)
        return Asked(
            self.who, self.method, path, self.endpoint, self.query, self.pairs, self.shape, headers=self.headers
        )


CORPUS: tuple[Once, ...] = (
    Once("a bare 500: no address can be made for such a host", "an", "GET", "/beheer", headers=(("Host", "x" * 3000),)),
    Once("an error in the log for who only asked which methods there are", "an", "OPTIONS", "/dossiers/<dossier_id>"),
)
