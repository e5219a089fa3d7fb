"""Requests that went wrong once, each with what came of it then. They are sent again by every run."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from tests.fuzzing.files import BOMB, GROWS, NO_PROFILE
from tests.fuzzing.ground import OURS, Ground
from tests.fuzzing.seeds import PARAMETER
from tests.fuzzing.sending import TOKEN, Asked, Value


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


NOOR = (
    *(("voornaam", "Noor"), ("familienaam", "El Amrani"), ("email", "noor@kantelpunt.example")),
    *(("functie", "Begeleider"), ("rollen", "naft_begeleider")),
)


def _logo(raw: bytes) -> tuple[tuple[str, Value], ...]:
    return (("csrf_token", TOKEN), ("logo", ("logo.png", raw, "image/png")))


def _drawn(raw: bytes) -> tuple[tuple[str, Value], ...]:
    drawing = "data:image/png;base64," + base64.b64encode(raw).decode()
    return (("csrf_token", TOKEN), ("besluit", "akkoord"), ("wijze", "tekenen"), ("tekening", drawing))


CORPUS: tuple[Once, ...] = (
    Once("a bare 500: no address can be made for such a host", "an", "GET", "/beheer", headers=(("Host", "x" * 3000),)),
    Once("an error in the log for who only asked which methods there are", "an", "OPTIONS", "/dossiers/<dossier_id>"),
    *(
        Once("HEAD took a form for posted, without a token", who, "HEAD", address, pairs)
        for who, address, pairs in (
            ("an", "/vragen/<question_id>/antwoord", (("antwoord", "We bellen morgen."), ("besluit", "geen_dossier"))),
            ("lieve", "/beheer/mensen/nieuw", NOOR),
            ("lieve", "/beheer/mensen/<account_id>", NOOR),
        )
    ),
    *(
        Once("Pillow raises more than it says", "lieve", "POST", "/beheer/huisstijl/logo", _logo(raw))
        for raw in (BOMB, GROWS, NO_PROFILE)
    ),
    *(
        Once("so it does for who signs with a drawing", "place", "POST", "/tafel/<place>", _drawn(raw))
        for raw in (GROWS, NO_PROFILE)
    ),
)
