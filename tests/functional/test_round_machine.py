"""Rounds of signatures driven at random, beside a model in plain Python that says what must be the case.

In the normal suite a bounded run that is the same every time. A larger one, with other acts each time:

    NAADLOOS_MACHINE_EXAMPLES=500 .venv/bin/python -m pytest -n0 tests/functional/test_round_machine.py
"""

from __future__ import annotations

import base64
import hashlib
import io
import itertools
import os
import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from docx import Document as WordFile
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from PIL import Image, ImageDraw

from rules.states import Event
from rules.trajectory import Refused
from services import documents as word
from services import parties, records, rounds, seating, sending_back, signing, taking_back, trajectory
from services.accounts import token_hash
from services.freezing import freeze
from services.platform import NotAllowed, NotFound, stamp
from store import documents, events, links, mails, seats, send_backs, signatures, versions
from store import parties as kept_parties
from store import records as kept_records
from store.links import Link
from store.seats import SeatTaken
from tests.round_model import OVER, REPLACED, Model, Seat, Text
from tests.round_situations import EIGHTEEN, SITUATIONS, Situation, copy, with_signers
from tests.world import Case, follow_up

REFUSALS = (
    NotAllowed,
    NotFound,
    Refused,
    SeatTaken,
    rounds.AlreadyAnswered,
    rounds.NotYourTurn,
    rounds.OtherText,
    rounds.RoundClosed,
    signing.IncompleteAnswer,
)
"""What an act may be refused with; anything else is a fault of the program."""
LABELS = {
    "akkoord": "Akkoord",
    "niet_akkoord": "Niet akkoord",
    "kennisname": "Voor kennisname",
    "geweigerd": "Tekent niet",
    "": "Niet ondertekend",
}
NOBODY = "0" * 64
A_WHILE = 15

WHOM = range(10)
SAYS = ["yes"] * 6 + ["no", "geweigerd", "nonsense"]
SHOWN = ["this"] * 8 + ["earlier", "none"]
WHICH = ["last"] * 6 + ["any"]
METHODS = ("account", "papier", "tekenen")
ACTS: dict[str, dict[str, Sequence[Any]]] = {
    "freeze": {},
    "change": {
        "about": ("text", "contact", "words of the pupil", "words of the parents", "own", "own", "leave"),
        "value": (0, 1),
        "nr": WHOM,
    },
    "sign": {"nr": WHOM, "says": SAYS, "shown": SHOWN, "which": WHICH, "method": METHODS},
    "agree": {"left": range(5), "method": METHODS, "nr": WHOM, "then": ("", "", "missing", "close")},
    "post_it_again": {},
    "open_seat": {"nr": WHOM, "which": WHICH, "method": ("tablet", "qr", "link", "link", "link")},
    "at_a_seat": {"nr": range(5), "says": [*SAYS, "terug", "terug"], "shown": SHOWN},
    "send_back": {"nr": WHOM, "shown": SHOWN, "which": WHICH},
    "host": {
        "nr": WHOM,
        "shown": SHOWN,
        "which": WHICH,
        "what": ("order", "order", "order", "free", "missing", "missing", "left", "close"),
    },
    "take_back": {"reason": ("", "Er klopt iets niet.", "Er klopt iets niet.")},
    "wait": {"minutes": (1, 29, 30, 31, 0)},
}
"""Everything that people can do, with what can be chosen at it."""
OFTEN = ("freeze", "freeze", "change", "sign", "sign", "sign", "agree", "open_seat", "at_a_seat", "at_a_seat", "host")


def chosen(name: str) -> dict[str, Any]:
    """What a rule draws."""
    return {one: st.sampled_from(list(values)) for one, values in ACTS[name].items()}


def scribble() -> str:
    """A drawn signature, as the page sends it."""
    picture = Image.new("RGBA", (300, 120), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(20, 90), (120, 30), (200, 80), (280, 20)], fill=(0, 0, 0, 255), width=6)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


DRAWN = scribble()


class Rounds(RuleBasedStateMachine):
    """One dossier, its record frozen again and again, and everything that people can do in its rounds."""

    case: Case
    model: Model
    situation: Situation

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="naadloos-ronde-")
        self.again: tuple[Callable[[], object], Callable[[], str]] | None = None
        self.tokens: list[str] = []
        self.links = itertools.count()
        self.files: dict[str, str] = {}
        self.lines: dict[str, dict[str, Any]] = {}

    @initialize(seed=st.integers(0, 2**32), prints=st.integers(0, 3))
    def open_the_dossier(self, seed: int, prints: int) -> None:
        """A dossier right before its record is frozen, and what follows. One in four gets its files: they are slow."""
        name = sorted(SITUATIONS)[seed % len(SITUATIONS)]
        self.prints = prints == 0
        self.situation = one = SITUATIONS[name]
        self.case = copy(name, Path(self.folder.name) / "naadloos.db")
        self.keys = {party: key for key, party in self.case.ids.items()}
        self.model = Model(one.type, one.people, one.host, before_start=one.before_start)
        if one.type == "doelen" and one.running:  # what runs was agreed before, and stays until the next is signed
            self._know_the_first()
        self.freeze()
        self.a_while(seed=seed)

    def _know_the_first(self) -> None:
        version = self.case.version("doelen")
        text = Text(version.id, version.root, 1, {p.key: p for p in self.model.people}, {}, for_parents=True)
        text.answers = {one.key: one.choices[0] for one in self.model.people}
        text.roots = dict.fromkeys(text.answers, version.root)
        text.status = "getekend"
        text.told = {one.key for one in self.model.people if one.hears} - {self.model.host}
        self.model.texts.append(text)

    # doing something twice: in the program and in the model

    def both(self, act: Callable[[], object], expected: Callable[[], str]) -> str:
        """Do it in the program, and in the model; the same must come of it."""
        must = expected()
        try:
            act()
            got = ""
        except REFUSALS as refused:
            got = type(refused).__name__
        assert got == must, f"{got or 'done'}, not {must or 'done'}"
        return got

    @property
    def platform(self):
        """The platform."""
        return self.case.platform

    def text(self, which: str, nr: int) -> Text:
        """The last version, or any."""
        return self.model.texts[-1 if which == "last" else nr % len(self.model.texts)]

    def key(self, nr: int) -> str:
        """Somebody in the dossier; the first ones are asked."""
        known = [one.key for one in self.situation.people]
        return known[nr % len(known)]

    def root(self, shown: str, text: Text) -> str:
        """The root on the page from which somebody acts."""
        return {"this": text.root, "earlier": self.model.texts[0].root, "none": NOBODY}[shown]

    def decision(self, says: str, key: str) -> str:
        """A yes is the first choice of this party."""
        choices = next(one.choices for one in self.situation.people if one.key == key)
        return {"yes": choices[0], "no": choices[min(1, len(choices) - 1)]}.get(says, says)

    def may(self, name: str) -> bool:
        """Whether there is anything to do this with."""
        return {
            "freeze": self.model.editable and not (self.model.adult and not self.situation.capable),
            "agree": self.model.texts[-1].open,
            "post_it_again": self.again is not None,
            "at_a_seat": bool(self.model.seats),
        }.get(name, True)

    @rule(seed=st.integers(0, 2**32))
    def a_while(self, seed: int) -> None:
        """Many acts one after the other, any of them as likely: what draws the rules likes to repeat itself."""
        any_of = random.Random(seed)
        for _ in range(A_WHILE):
            name = any_of.choice([*ACTS, *OFTEN])
            if self.may(name):
                getattr(self, name)(**{one: any_of.choice(list(values)) for one, values in ACTS[name].items()})
                self.the_ledger_is_as_it_must_be()
                self.evidence_never_changes()
                self.nothing_of_a_closed_round_is_left()

    # freezing and changing

    @precondition(lambda self: self.may("freeze"))
    @rule(**chosen("freeze"))
    def freeze(self) -> None:
        """Freeze the draft: a version with a round, and the answers that stand."""
        record = self._write({})
        if self.situation.type == "engagementen" and self.model.texts:
            self.model.values["aftercare"] = 1
        version = freeze(self.platform, self.case.world.who(self.situation.host), self.case.file, record)
        named = self.model.texts[-1].root if self.model.texts else ""
        replaced = next((one.id for one in reversed(self.model.texts) if one.status in OVER), None)
        self.model.freeze(version.id, version.root)
        assert version.payload["before"] == named
        assert version.supersedes == replaced
        assert version.root == root_of(version.payload)

    @rule(**chosen("change"))
    def change(self, about: str, value: int, nr: int) -> None:
        """Change something in the draft or back again, or somebody in the dossier, or let somebody go."""
        if about == "own":
            self._change_somebody(self.key(nr), value)
        elif about == "leave":
            self._leave(self.situation.leave[nr % len(self.situation.leave)])
        else:
            self._amend(about, value)

    def _amend(self, about: str, value: int) -> None:
        names = {"text": self.situation.text, **self.situation.words}
        if about == "contact" and self.situation.type == "indicatiestelling":
            pupils = self._record().answers["leerlingen"]
            changed: dict[str, Any] = {"leerlingen": [pupils[0] | {"huisnummer": f"{value}A"}, *pupils[1:]]}
        elif about in names:
            changed = {names[about]: f"Wat er nu staat is een andere zin dan voordien, met nummer {value}. " * 3}
        else:
            return
        if self.both(lambda: self._write(changed), lambda: "" if self.model.editable else "NotAllowed") == "":
            self.model.values[about] = 1 + value

    def _change_somebody(self, key: str, value: int) -> None:
        """The name of a parent, the function of a professional. The pupil's name concerns everybody: not here."""
        if key not in ("kobe", "lien"):
            party = self.case.party(key)
            name = "voornaam" if key in ("ilse", "geert") else "functie"
            answers = party.answers | {name: ("Ann", "Bea")[value]}
            parties.change_party(self.platform, self.case.world.who("an"), party, answers, party.revision)
            self.model.values[f"own {key}"] = 1 + value

    def _leave(self, key: str) -> None:
        if key not in self.model.removed:
            parties.remove_party(self.platform, self.case.world.who("an"), self.case.file, self.case.party(key))
            self.model.removed.add(key)
            if key in ("juf", "pbd") and self.situation.type != "indicatiestelling":
                self.model.values[f"chosen {key}"] = 1  # who signs is a question of the record itself

    def _record(self):
        found = kept_records.records_of(self.platform.db, self.case.file.trajectory.id, type=self.situation.type)
        return found[-1]

    def _write(self, changed: dict[str, Any]):
        record, who = self._record(), self.case.world.who(self.situation.host)
        left = frozenset(self.model.removed)
        answers = record.answers | changed
        if self.situation.type != "indicatiestelling":
            answers |= with_signers(self.case, left)
        if self.situation.type == "engagementen" and self.model.texts:  # in the aftercare more is asked
            answers = follow_up(self.case) | answers
        return records.save(self.platform, who, self.case.file, record, answers, record.revision)

    # answering

    @rule(**chosen("sign"))
    def sign(self, nr: int, says: str, shown: str, which: str, method: str) -> None:
        """One party answers, in an account or on paper."""
        text, key = self.text(which, nr), self.key(nr)
        self._sign(text, key, self.decision(says, key), self.root(shown, text), method)

    def _sign(self, text: Text, key: str, decision: str, root: str, method: str) -> None:
        who = self.case.world.people.get(key)
        ways: dict[str, dict[str, Any]] = {
            "account": {"typed": "Een naam"},
            "papier": {"method": "papier", "witness": "An Peeters", "proof": {"scan": NOBODY}},
            "tekenen": {"way": "tekenen", "drawn": DRAWN},
        }
        answer = signing.Answer(decision=decision, shown_root=root, **ways[method])
        file, party = self.case.file, self.case.ids[key]
        act = lambda: signing.sign(self.platform, file, text.id, party, answer, who)  # noqa: E731  # done again below
        must = lambda: self.model.answer(text, key, decision, root)  # noqa: E731
        self.both(act, must)
        self.again = act, must

    @precondition(lambda self: self.may("agree"))
    @rule(**chosen("agree"))
    def agree(self, left: int, method: str, nr: int, then: str) -> None:
        """Those whose turn it is agree, who is needed first, until a few are left; and then those will not sign."""
        text = self.model.texts[-1]
        while text.open and len(text.waiting) > left and (turn := text.turn & text.waiting):
            needed = sorted(key for key in turn if text.asked[key].needed)
            key = (needed or sorted(turn))[nr % len(needed or turn)]
            self._sign(text, key, text.asked[key].choices[0], text.root, method)
        for key in sorted(text.waiting) if then == "missing" else ():
            self._missing(text, key, text.root)
        if then == "close":
            self._close(text, text.root)

    def _missing(self, text: Text, key: str, root: str) -> None:
        file, who, party = self.case.file, self.case.world.who(self.situation.host), self.case.ids[key]
        self.both(
            lambda: rounds.note_missing(self.platform, who, file, text.id, party, root, "Op reis."),
            lambda: self.model.note_missing(text, key, root),
        )

    def _close(self, text: Text, root: str) -> None:
        file, who = self.case.file, self.case.world.who(self.situation.host)
        version = versions.version(self.platform.db, text.id)
        assert version is not None
        self.both(
            lambda: rounds.close(self.platform, who, file, version, {}, root),
            lambda: self.model.close(text, root),
        )

    @precondition(lambda self: self.may("post_it_again"))
    @rule(**chosen("post_it_again"))
    def post_it_again(self) -> None:
        """The same post once more, with the dossier as it was read then."""
        assert self.again is not None
        self.both(*self.again)

    @rule(**chosen("open_seat"))
    def open_seat(self, nr: int, which: str, method: Any) -> None:
        """A place at the table, or behind a personal link."""
        text, key = self.text(which, nr), self.key(nr)
        party, link = self.case.ids[key], None
        if method == "link" and text.open and key in text.asked and key not in text.answers:
            link = token_hash(f"link {next(self.links)}")
            made = {"version_id": text.id, "party_id": party, "channel": "mail", "code_hash": "-"}
            at = stamp(self.platform.now())
            links.make(
                self.platform.db,
                Link(
                    token_hash=link,
                    made_by=self.case.world.who("an").id,
                    created_at=at,
                    expires_at=at[:2] + "9" + at[3:],
                    **made,  # type: ignore[arg-type]
                ),
            )
        host = None if method == "link" else self.case.world.who("an")
        opened: list[str] = []

        def act() -> None:
            opened.append(
                seating.open_seat(
                    self.platform, self.case.file, text.id, party, host=host, method=method, link_hash=link
                )
            )

        if self.both(act, lambda: self.model.open_seat(text, key)) == "":
            self.tokens += opened
            self.model.seats.append(Seat(opened[0], text, key, method, self.model.minute + 30))

    @precondition(lambda self: self.may("at_a_seat"))
    @rule(**chosen("at_a_seat"))
    def at_a_seat(self, nr: int, says: str, shown: str) -> None:
        """An answer at a place, also one that is gone; or a section sent back from it."""
        seat = self.model.seats[-1 - nr % len(self.model.seats)]
        root, decision = self.root(shown, seat.text), self.decision(says, seat.key)
        answer = signing.Answer(decision=decision, shown_root=root, typed="Een naam", remark="Een opmerking.")

        def act() -> None:
            file = self.case.file
            if decision == "terug":
                sending_back.send_back_at_seat(
                    self.platform, file, seat.token, step="-", reason="Dit klopt niet.", shown_root=root
                )
            else:
                seating.sign_at_seat(self.platform, file, seat.token, answer)

        self.both(act, lambda: self.model.at_seat(seat, decision, root))

    @rule(**chosen("send_back"))
    def send_back(self, nr: int, shown: str, which: str) -> None:
        """Somebody wants a section changed before signing."""
        text, key = self.text(which, nr), self.key(nr)
        root = self.root(shown, text)
        self.both(
            lambda: sending_back.send_back(
                self.platform,
                self.case.file,
                text.id,
                self.case.ids[key],
                step="-",
                reason="Een datum.",
                shown_root=root,
            ),
            lambda: self.model.send_back(text, key, root),
        )

    # the host

    @rule(**chosen("host"))
    def host(self, nr: int, shown: str, which: str, what: str) -> None:
        """Who hosts sets an order or none, notes that somebody will not sign, lets a text as it is, or closes."""
        text, key, who = self.text(which, nr), self.key(nr), self.case.world.who(self.situation.host)
        root, file, platform = self.root(shown, text), self.case.file, self.platform
        if what in ("order", "free"):
            ordered = what == "order"
            self.both(
                lambda: rounds.set_order(platform, who, file, text.id, root, ordered=ordered),
                lambda: self.model.order(text, root, ordered=ordered),
            )
        elif what == "missing":
            self._missing(text, key, root)
        elif what == "close":
            self._close(text, root)
        else:
            self._leave_it(text, root)

    def _leave_it(self, text: Text, root: str) -> None:
        """The last thing that a party sent back stays as it is; what it sent back before is answered already."""
        found = {one.party_id: one for one in send_backs.of_version(self.platform.db, text.id)}
        if found:
            party, one = min(found.items())
            file, who = self.case.file, self.case.world.who(self.situation.host)
            self.both(
                lambda: sending_back.leave_it(self.platform, who, file, text.id, one.id, "Dat hoort zo.", root),
                lambda: self.model.leave(text, self.keys[party], root),
            )

    @rule(**chosen("take_back"))
    def take_back(self, reason: str) -> None:
        """The text is taken back to be changed."""
        text, who = self.model.texts[-1], self.case.world.who(self.situation.host)
        version = versions.version(self.platform.db, text.id)
        assert version is not None

        def act() -> None:
            if self.situation.before_start:
                asked = {"reden": reason} if reason else {}
                trajectory.perform(self.platform, who, self.case.file, Event.TERUG_NAAR_BEWERKEN, asked)
            else:
                taking_back.take_back(self.platform, who, self.case.file, self._record(), version, reason)

        self.both(act, lambda: self.model.take_back(text, reason=bool(reason)))

    # time

    @rule(**chosen("wait"))
    def wait(self, minutes: int) -> None:
        """Time goes by: a place lasts half an hour. Or the pupils turn 18, who share nothing with their parents."""
        if minutes or self.model.adult or self.situation.kind == "klasgroep":
            self.case.world.clock.wait(minutes=minutes)
            self.model.minute += minutes
        else:
            self.case.world.clock.go(EIGHTEEN)
            self.model.adult = True
            self.model.minute += 60 * 24 * 10

    # what must hold

    @precondition(lambda self: self.prints)
    @rule()
    def make_documents(self) -> None:
        """The Word files of every round that is over."""
        file = self.case.file
        for one in [one for version in self._versions() for one in word.make(self.platform, file, version)]:
            content = documents.content(self.platform.db, one.id)
            assert content is not None
            self.files[one.id] = hashlib.sha256(content).hexdigest()
            assert one.sha256 == self.files[one.id]
            text = next((text for text in self.model.texts if text.id == one.version_id), None)
            if text is not None:
                self._check_lines(text, one, content)
        for text in self.model.texts:
            if text.status in OVER:
                version = versions.version(self.platform.db, text.id)
                assert version is not None
                wanted = {(code, who) for code, readers in version.payload["documents"].items() for who in readers}
                there = {(d.code, d.reader) for d in documents.documents_of_version(self.platform.db, text.id)}
                assert {one for one in there if one[0] in version.payload["documents"]} == wanted

    def _versions(self) -> list[versions.Version]:
        found = [versions.version(self.platform.db, text.id) for text in self.model.texts]
        return [one for one in found if one is not None]

    def _check_lines(self, text: Text, document: documents.Document, content: bytes) -> None:
        """The signature table of a file says of each party in order what the model knows."""
        version = versions.version(self.platform.db, text.id)
        assert version is not None
        if document.code not in version.payload["documents"] or document.reader == "P":
            return
        tables = [one for one in WordFile(io.BytesIO(content)).tables if one.rows and _heads(one)]
        rows = [row for table in tables for row in table.rows[1:] if row.cells[0].text != row.cells[1].text]
        if document.code in ("D1", "D2", "D3", "D4"):
            assert rows, f"no signatures in {document.filename}"
        if rows:
            must = [LABELS[text.answers.get(self.keys[one["party_id"]], "")] for one in version.payload["signers"]]
            assert [row.cells[1].text.splitlines()[0] for row in rows] == must

    @invariant()
    def the_ledger_is_as_it_must_be(self) -> None:
        """Every version: status, answers, who is missing, whose turn it is, what was sent back, and what is void."""
        db = self.platform.db
        for text in self.model.texts:
            version, placed = versions.version(db, text.id), signatures.signers_of(db, text.id)
            assert version is not None
            assert (version.status, version.closed_at is None) == (text.status, text.open)
            answered = {self.keys[one.signer.party_id]: one.signature for one in placed if one.signature}
            assert {key: one.decision for key, one in answered.items()} == text.answers
            assert {one.voided_at is not None for one in answered.values()} <= {text.void}
            assert {key: one.evidence["root"] for key, one in answered.items() if key in text.roots} == text.roots
            assert {self.keys[o.signer.party_id] for o in placed if o.signer.missing_reason} == set(text.missing)
            assert {self.keys[one.signer.party_id] for one in placed} == set(text.asked)
            if text.open:
                assert version.ordered == text.ordered
                assert {self.keys[one] for one in rounds.whose_turn(version, placed)} == text.turn
            back = {self.keys[one.party_id] for one in send_backs.of_version(db, text.id) if one.status == "open"}
            assert back == text.sent_back

    @invariant()
    def evidence_never_changes(self) -> None:
        """What is kept of an answer stays as it was but for being void; its hash is in the chain."""
        db = self.platform.db
        told = [one for one in events.of_dossier(db, self.case.id) if one.type.startswith("signature.")]
        proven = {(one.subject, one.data["bewijs"]) for one in told if one.data and "bewijs" in one.data}
        for text in self.model.texts:
            for place in signatures.signers_of(db, text.id):
                given = place.signature
                if given is None:
                    continue
                now = {name: value for name, value in asdict(given).items() if name != "voided_at"}
                if given.id not in self.lines:
                    assert given.evidence_sha256 == hashlib.sha256(rfc8785.dumps(given.evidence)).hexdigest()
                    assert (text.id, given.evidence_sha256) in proven
                    assert given.evidence["party"] == given.party_id
                    self._check_root(text, given)
                assert self.lines.setdefault(given.id, now) == now

    def _check_root(self, text: Text, given: signatures.Signature) -> None:
        """Who signed saw the root that stands beside it; one that stands says under which it does."""
        evidence = given.evidence
        assert evidence["shown_root"] == evidence["root"]
        if evidence["root"] == text.root:
            assert "stands" not in evidence
        else:
            first = next(one for one in self.model.texts if one.root == evidence["root"])
            assert evidence["stands"]["under_root"] == text.root
            assert evidence["stands"]["under_version"] == text.number
            assert evidence["stands"]["signed_version"] == first.number
            own = signatures.signature(self.platform.db, first.id, given.party_id)
            assert own is not None
            assert evidence["stands"]["evidence_sha256"] == own.evidence_sha256

    @invariant()
    def nothing_of_a_closed_round_is_left(self) -> None:
        """No mail that asks, no place and no link; who has the turn heard it once."""
        db = self.platform.db
        for text in self.model.texts:
            asks = [one for one in mails.of_version(db, text.id) if one.kind in ("uitnodiging", "aan_de_beurt")]
            assert sorted(self.keys[one.party_id or ""] for one in asks) == sorted(text.told)
            assert {self.keys[one.party_id or ""] for one in asks if one.status == "wacht"} <= text.waiting
            kept = db.rows("SELECT party_id FROM link WHERE version_id = ? AND ended_at IS NULL", (text.id,))
            assert not {self.keys[one["party_id"]] for one in kept} & set(text.answers)
            if not text.open:
                assert not [one for one in asks if one.status == "wacht"]
                rows = db.rows("SELECT * FROM seat WHERE version_id = ? AND used_at IS NULL", (text.id,))
                rows += db.rows("SELECT * FROM link WHERE version_id = ? AND ended_at IS NULL", (text.id,))
                assert not rows
        for seat in self.model.seats:
            row = seats.seat(db, token_hash(seat.token))
            usable = row is not None and row.used_at is None and row.expires_at > self.platform.at()
            assert usable == (not seat.gone and self.model.minute < seat.until)

    @invariant()
    def files_stay_as_they_are(self) -> None:
        """Of every file that was made, the bytes that are kept are the same for good."""
        for one, digest in self.files.items():
            row = self.platform.db.row("SELECT sha256, length(content) AS size FROM document WHERE id = ?", (one,))
            assert row is not None
            assert (row["sha256"], bool(row["size"])) == (digest, True)

    def teardown(self) -> None:
        """At the end: the files, the chain of events, the roots, and no token anywhere in the database."""
        try:
            if hasattr(self, "case"):
                if self.prints:
                    self.make_documents()
                self._at_the_end()
                self.platform.db.close()
        finally:
            self.folder.cleanup()

    def _at_the_end(self) -> None:
        db = self.platform.db
        assert events.verify(db) == []
        for text in self.model.texts:
            version = versions.version(db, text.id)
            assert version is not None
            assert root_of(version.payload) == version.root == text.root
        replaced = [one.replaces.id for one in self.model.texts if one.replaces and one.status in OVER]
        assert {one.id for one in self.model.texts if one.status == REPLACED} >= set(replaced)
        for one, digest in self.files.items():
            assert hashlib.sha256(documents.content(db, one) or b"").hexdigest() == digest
        assert kept_parties.parties_of(db, self.case.id)
        db.close()
        kept = b"".join(path.read_bytes() for path in Path(self.folder.name).glob("naadloos.db*"))
        assert not [one for one in self.tokens if one.encode() in kept]


def root_of(payload: dict[str, Any]) -> str:
    """The root by its definition (ADR 0005), without the program's own code for it."""
    salts = payload["salts"]
    apart = [{"name": f"head/{name}", "salt": salt, "value": payload[name]} for name, salt in salts.items()]
    hashes = sorted(
        hashlib.sha256(rfc8785.dumps([leaf["name"], leaf["salt"], leaf["value"]])).hexdigest()
        for leaf in [*payload["leaves"], *apart]
    )
    head = {name: value for name, value in payload.items() if name not in ("leaves", "salts", *salts)}
    return hashlib.sha256(rfc8785.dumps({"head": head, "leaves": hashes})).hexdigest()


def _heads(table: Any) -> bool:
    return [cell.text for cell in table.rows[0].cells] == ["Naam en rol", "Besluit", "Handtekening"]


MANY = int(os.environ.get("NAADLOOS_MACHINE_EXAMPLES", "0"))


@pytest.mark.filterwarnings("default")  # hypothesis warns of its own folder
class TestRounds(Rounds.TestCase):  # type: ignore[misc,valid-type]  # made by hypothesis
    """The machine above, as pytest finds it."""

    settings = settings(
        max_examples=MANY or 25,
        stateful_step_count=25 if MANY else 10,
        deadline=None,
        derandomize=not MANY,
        suppress_health_check=list(HealthCheck),
    )
