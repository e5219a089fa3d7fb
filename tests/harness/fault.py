"""What one fault of the surroundings did: what was seen of it, whether what was typed stayed, and how it ended."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.harness.checker import check
from tests.harness.ground import Ground, lay
from tests.harness.server import Server, serving
from tests.harness.visitor import Answer, Fields, Visitor, fields_of
from tests.world import PASSWORD

TYPED = "Wat iemand hier een uur lang typte, en wat niet weg mag zijn."
ENGINE = re.compile(r"sqlite|sqlcipher|traceback|errno|\.py\b|operationalerror|/tmp/", re.IGNORECASE)


@dataclass(slots=True)
class Fault:
    """One fault. `saw` is what the person saw, `text_kept` whether what was typed was still on the page, `reading`
    whether pages could be read meanwhile (None: not asked), `recovered` how it went on.
    """

    name: str
    saw: list[str] = field(default_factory=list)
    text_kept: bool | None = None
    reading: bool | None = None
    recovered: str = ""
    seconds: float = 0.0
    """The longest that somebody waited for an answer."""
    wrong: list[str] = field(default_factory=list)
    skipped: str = ""

    @property
    def typed(self) -> str:
        """What is typed in it: the same text again would change nothing, and so be no save."""
        return f"{TYPED} ({self.name})"

    def told(self) -> dict[str, Any]:
        """For harness.json; `ok` is null when it could not be brought about here."""
        return {**asdict(self), "ok": None if self.skipped else not self.wrong}

    def must(self, true: object, words: str) -> None:
        """Note what is wrong unless it is so."""
        if not true:
            self.wrong.append(words)

    def see(self, answer: Answer, *statuses: int) -> Answer:
        """Note an answer; with statuses it has to have one of them, and never the words of an engine."""
        self.seconds = max(self.seconds, round(answer.took, 2))
        self.saw.append(f"{answer.status} {sentence(answer)}".strip())
        self.must(not statuses or answer.status in statuses, f"answered {answer.status}, not {statuses}")
        self.must(not ENGINE.search(sentence(answer)), "tells of the inside of the program")
        return answer


def sentence(answer: Answer) -> str:
    """What a page says is the matter: of a form that came back its notice, else heading and first words."""
    if answer.body[:1] == b"{":
        return " ".join(re.findall(r'"uitleg":\s*"([^"]*)"', answer.text))
    if not answer.body or answer.status in (301, 302, 303):
        return ""
    found = answer.tree.xpath("//*[@data-teruggezet]//p | //*[contains(@class, 'foutenlijst')]//a | //main//h1")
    words = answer.tree.xpath("//main//*[contains(@class, 'inleiding')]")
    notice = [one for one in found if one.tag != "h1"]
    return " ".join(" ".join("".join(one.itertext()).split()) for one in (notice or [*found, *words]))


@dataclass(slots=True)
class Rig:
    """A server with somebody at work in a step."""

    ground: Ground
    server: Server
    me: Visitor

    @property
    def url(self) -> str:
        """The step."""
        return f"/formulieren/{self.ground.desks[0].draft}/stap/hulpvraag"

    def open(self) -> Fields:
        """The step as it is: its fields."""
        return fields_of(self.me.get(self.url), id="stap")

    def save(self, fields: Fields, text: str) -> Answer:
        """Type, and press the button."""
        return self.me.post(self.url, fields | {"noden": [text], "naar": ["blijf"]})

    def autosave(self, fields: Fields, text: str) -> Answer:
        """Type: the page saves itself."""
        said = {"noden": [text], "beurt": [str(int(fields["beurt"][0]) + 1)]}
        return self.me.post(f"{self.url}/bewaar", fields | said, accept="application/json")

    def stands(self, text: str) -> bool:
        """Whether a text is kept: it stands on the page as it is opened."""
        return self.open()["noden"] == [text]

    def reads(self) -> bool:
        """Whether somebody can read a step, a dossier and the work list."""
        pages = (self.url, f"/dossiers/{self.ground.desks[0].texts[0].dossier}", "/werklijst")
        return all(self.me.get(one).status == 200 for one in pages)

    def again(self, page: Answer) -> Answer:
        """Send what stands on the page that came back."""
        fields = fields_of(page, id="stap") if b'id="stap"' in page.body else fields_of(page)
        return self.me.post(self.url, fields | {"naar": ["blijf"]})


@contextmanager
def rig(
    fault: Fault, folder: Path | None = None, environment: dict[str, str] | None = None, **settings: Any
) -> Iterator[Rig]:
    """A server on ground of its own, in a folder that is given or made; afterwards its database has to be whole."""
    with tempfile.TemporaryDirectory(prefix="naadloos-harness-") as made:
        inside = (folder or Path(made)) / "instance"
        inside.mkdir()
        ground = lay(inside, desks=1, classes=1, **settings)
        with serving(ground, environment) as server:
            me = Visitor(server.port, patience=90)
            me.sign_in(ground.desks[0].email, PASSWORD)
            yield Rig(ground, server, me)
        _whole(fault, ground)


def _whole(fault: Fault, ground: Ground) -> None:
    platform = ground.open()
    try:
        found = check(platform, [])
        fault.must(found.whole, f"the database is not whole: {[*found.half, *found.chain, *found.integrity][:3]}")
    finally:
        platform.db.close()
