"""A dossier brought from the first page to the end, in which every text is a token (tests/tokens.py).

What was agreed about sharing is given (tests/oracle.py); everything goes through the services.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from forms import RECORD_TYPES
from forms.handelingen import HANDELINGEN
from forms.partij import PARTIJ
from forms.question import Question
from rules.clock import add_months
from rules.readers import key
from rules.states import Event
from services import parties, requests, rounds, seating, signing
from services.dossiers import name_of
from store import records, signatures
from store.signatures import Place
from store.versions import Version
from tests.oracle import Agreed, Pupil
from tests.tokens import Tokens
from tests.world import Case, World, engagements, evaluation, follow_up, goals, indication, the_end

SECRET_ROLES = ("vertrouwenspersoon", "welzijn")
"""Who is named to the CLB, NAFT and the pupil alone; the others sit round the table."""
PRIVATE = ("email", "telefoon", "verblijf_en_contact", "taal_andere")


class Story:
    """One dossier, and the tokens in it. `keys`: key of a pupil -> party id."""

    def __init__(self, world: World, agreed: Agreed) -> None:
        self.world, self.agreed, self.tokens = world, agreed, Tokens()
        self.case = Case(world, clb="an", naft="younes", school="sluis", interpreter=True)
        self.keys: dict[str, str] = {}
        self.seats: list[tuple[Version, Place, str]] = []
        self._open()

    def reader(self, stored: str) -> str:
        """A reader as the oracle names it: 'L:a' for 'L:<party id>'."""
        letter, _, whose = stored.partition(":")
        return f"{letter}:{self.tokens.pupils[whose]}" if whose else letter

    def _open(self) -> None:
        case, kind = self.case, self.agreed.kind
        with_pupils = kind in ("leerling", "leerlingen")
        names = {one: f"{one.title()} {self._name(one, 'leerling', one)}" for one in self.agreed.pupils}
        case.open(kind, names if with_pupils else {}, label="" if with_pupils else "3TB")  # type: ignore[arg-type]
        for one, pupil in self.agreed.pupils.items():
            if not with_pupils:
                case.join(one, names[one], "leerling", taal="nl", tolk="nee", geboortedatum=self._born(pupil))
            self.keys[one] = case.ids[one]
            self.tokens.pupils[case.ids[one]] = one
            for who in ("ma", "pa"):
                self._join(f"{who}-{one}", "ouder", one, van_leerling=case.ids[one])
                self.tokens.pupils[case.ids[f"{who}-{one}"]] = one
        case.invite("saskia")
        if self.agreed.pupils:
            for rol in SECRET_ROLES:
                self._join(rol, rol)
        self._join("floor", "clb", place="brug")
        case.join("pbd", f"Piet {self._name('pbd', 'pbd')}", "pbd", "pbd")

    def _name(self, who: str, rol: str, whose: str = "") -> str:
        """A family name. In a group, who is at home with one pupil is not named to another's; of a class to nobody."""
        home = rol in ("leerling", "ouder") and self.agreed.kind in ("leerlingen", "klasgroep")
        letters = "CNL" if rol in SECRET_ROLES else "CN" if who == "floor" else "CNSLOP" if rol == "pbd" else "CNSLO"
        printed = "LO" if home and self.agreed.kind == "klasgroep" else letters
        screen = "CNS" if letters != "CNL" else letters
        about = (whose,) if home else ()
        return self.tokens.new(f"name of {who}", letters, about=about, print=printed, screen=screen)

    def _join(self, who: str, rol: str, whose: str = "", place: str = "", **more: Any) -> None:
        """Somebody without an account, with a token for all that is asked about a person, which no document prints."""
        self.case.join(who, f"{who.title()} {self._name(who, rol, whose)}", rol, place, **more)
        asked = {item.name: item for item in PARTIJ.items if isinstance(item, Question)}
        typed = {name: self.tokens.new(f"{name} of {who}", asked[name].readers, print="-") for name in PRIVATE}
        if rol in ("clb", "welzijn"):
            letters = "CN" if who == "floor" else "CNL"
            typed["functie"] = self.tokens.new(f"functie of {who}", letters, screen="CN")
        party = self.case.party(who)
        answers = {**party.answers, **typed, "email": f"{typed['email']}@voorbeeld.be"}
        parties.change_party(self.case.platform, self.world.who("an"), party, answers, party.revision)

    def _born(self, pupil: Pupil) -> str:
        today = self.world.clock.day
        return today.replace(year=today.year - pupil.age, month=today.month - 1).isoformat()

    # what is written, in order

    def refer(self) -> Version:
        """The indicatiestelling, signed at the table, and the referral."""
        case = self.case
        record_type = RECORD_TYPES["indicatiestelling"]
        answers = self.tokens.fill(record_type, self._indication(), at="indicatiestelling")
        version = case.freeze("an", case.write("an", "indicatiestelling", answers))
        self.sign(version)
        case.do("an", Event.AANMELDEN)
        return version

    def _indication(self) -> dict[str, Any]:
        case, pupils = self.case, self.agreed.pupils
        answers = indication(case)
        item = answers["leerlingen"][0]
        items = []
        for nr, (one, pupil) in enumerate(pupils.items(), start=1):
            found = {"": "", "bekwaam": "bekwaam_bevonden", "niet_bekwaam": "niet_bekwaam"}[pupil.found]
            presumed = "meerderjarig" if pupil.adult else "vermoed_bekwaam" if pupil.decides else "niet_bekwaam"
            items.append(
                {
                    **item,
                    "id": f"L{nr}",
                    "leerling": case.ids[one],
                    "geboortedatum": self._born(pupil),
                    "bekwaamheid": found or presumed,
                    "verblijft_elders": True,
                    "verblijf_postcode": "9300",
                    "vertrouwenspersoon": case.ids["vertrouwenspersoon"],
                }
            )
        kept = sorted({name for pupil in pupils.values() for name in pupil.kept})
        return answers | {
            "leerlingen": items,
            "ouders": [case.ids[f"{who}-{one}"] for one in pupils for who in ("ma", "pa")],
            "clb_vervanger": case.ids["floor"],
            "contextpersonen": [case.ids[one] for one in SECRET_ROLES if one in case.ids],
            "gerechtelijke_beslissing": "ja_gezag",
            "lopende_hulp": ["andere"],
            "ingeschreven": "nee",
            "informatiebronnen": ["school", "externe_dienst"],
            "dringendheid": "dringend",
            "eerdere_trajecten": [{"id": "E1"}],
            "instemmingen": list(self._consents()),
            "niet_delen_met_ouders": kept,
            "pbd_op_de_hoogte": "nog_niet",
        }

    def _consents(self) -> Iterator[dict[str, Any]]:
        case, today, nr = self.case, self.world.clock.day.isoformat(), 0

        def made(what: str, by: str, answer: str = "ja", **more: Any) -> dict[str, Any]:
            nonlocal nr
            nr += 1
            given = {"antwoord": answer, "datum": today, "wijze": "mondeling", "bekwaamheid": "vermoed_bekwaam"}
            return {"id": f"I{nr}", "waarvoor": what, "gegeven_door": case.ids[by], **given, **more}

        yield made("hulp", "saskia")
        if self.agreed.whole != "geen":
            yield made("delen_school", "an", self.agreed.whole)
        for one, pupil in self.agreed.pupils.items():
            first, other = (one, f"ma-{one}") if pupil.decides else (f"ma-{one}", one)
            yield made("hulp", one)
            yield made("hulp", f"ma-{one}")
            yield made("delen_naft", first)
            yield made("delen_derde", first)
            yield made("vertaling", other, "niet_gevraagd")
            for what, said, who in (("delen_school", pupil.school, first), ("delen_ouders", pupil.parents, one)):
                if said == "ander":
                    yield made(what, other)
                    yield made(what, "saskia")
                elif said == "ingetrokken":
                    yield made(what, who, ingetrokken_op=today)
                elif said != "geen":
                    yield made(what, who, said)

    def accept(self) -> None:
        """A question of NAFT and its answer, the waiting list, and then NAFT takes it up."""
        self.step("younes", Event.MEER_INFO_VRAGEN)
        self.step("an", Event.INFO_GEVEN)
        self.step("younes", Event.OP_WACHTLIJST, verwacht_vanaf="2026-09-20")
        account = self.world.who("younes").account.id
        at = f"{self.world.clock.day}T14:00"
        self.step(
            "younes",
            Event.AANVAARDEN,
            naft_begeleider=f"account:{account}",
            eerste_tafel_op=at,
            eerste_tafel_door="clb",
        )
        self.case.ids["younes"] = self.case.first("naft_begeleider")

    def step(self, who: str, event: Event, **answers: Any) -> None:
        """A step with a button, with a token for each text that it asks."""
        asked = HANDELINGEN.get(event)
        typed = self.tokens.step(asked, answers, at=f"step {event}") if asked else answers
        self.case.do(who, event, **typed)

    def agree(self) -> Version:
        """The goals: of the pupils, of the parents, of the school; signed at the table."""
        answers = self.tokens.fill(RECORD_TYPES["doelen"], self._goals(), at="doelen")
        version = self.case.freeze("younes", self.case.write("younes", "doelen", answers))
        self.sign(version, one_refuses=True)
        return version

    def _goals(self) -> dict[str, Any]:
        case, kind = self.case, self.agreed.kind
        today, coach = self.world.clock.day.isoformat(), case.ids["younes"]
        one = {"domein": "versterken_leerling", "trekker": coach, "helpers": [coach], "score_nu": 3, "score_doel": 8}
        made = []
        for pupil in self.agreed.pupils:
            own = {"voor_leerlingen": [case.ids[pupil]]} if kind != "leerling" else {}
            made.append({"gericht_op": "leerling", **own, **one})
        if kind == "klasgroep":
            made.append({"gericht_op": "groep", **one})
        else:
            first = next(iter(self.agreed.pupils))
            made.append({"gericht_op": "ouders", "voor_ouders": [case.ids[f"ma-{first}"]], **one})
        made.append({"gericht_op": "school", **one})
        answers = goals(case) | {
            "doelen": [{"id": f"D{nr}", **goal} for nr, goal in enumerate(made, start=1)],
            "aanwezigen": self._there("toelichting"),
            "betrokken_leerlingen": list(self.keys.values()),
            "plaats": ["andere"],
            "opmerkingen": [{"id": "O1", "wie": coach}],
            "tolk_gebruikt": True,
            "interventies_school": ["coaching"],
            "pbd_op_de_hoogte": "ja",
            "pbd_op": today,
            "pbd_persoon": case.ids["pbd"],
            "eerste_schoolactie_op": today,
            "ondertekenaars": [case.ids["pbd"]],
        }
        return {name: value for name, value in answers.items() if not name.startswith("vraag_")}

    def _there(self, more: str) -> list[dict[str, Any]]:
        """Everybody who sits round the table, with a reason or a name beside each."""
        known = {self.case.ids[one] for one in (*SECRET_ROLES, "floor") if one in self.case.ids}
        there = [party.id for party in self.case.file.parties if party.id not in known]
        state = "verontschuldigd" if more == "toelichting" else "vertegenwoordigd"
        clb = self.case.ids["an"]
        return [
            {"id": f"P{nr}", "persoon": one, "aanwezigheid": "aanwezig" if one == clb else state}
            for nr, one in enumerate(there, start=1)
        ]

    def pause(self) -> None:
        """The trajectory stands still and goes on; CLB asks something of NAFT, the school something of the CLB."""
        self.step("younes", Event.OPSCHORTEN, reden="andere", vermoedelijk_tot="2026-10-10")
        self.step("younes", Event.HERVATTEN)
        self.step("an", Event.STOPPEN_VRAGEN, reden="clb")
        asked = {one: self.tokens.new(f"question {one}", "CS") for one in ("over_wie", "klas", "vraag")}
        self.world.ask("saskia", "brug", **asked)

    def note(self) -> None:
        """Consents that are told later."""
        for one in self.agreed.pupils:
            typed = {name: self.tokens.new(f"later consent/{name}", "CN") for name in ("derde", "toelichting")}
            self.case.consent("an", one, "delen_derde", wijze="mondeling", **typed)

    def evaluate(self) -> Version:
        """An evaluation that adjusts, with an internal note; and the next version of the goals."""
        version = self._evaluated(evaluation(self.case, **self._results("bijsturen"), besluit_traject="bijsturen"))
        answers = {**self.record("doelen").answers, "reden_versie": "bijsturing"}
        answers["gedeelde_vraag"] = self.tokens.new("doelen v2/gedeelde_vraag", "CNSLO")
        answers["geplande_evaluatie"] = (self.world.clock.day + timedelta(days=40)).isoformat()
        answers["uiterste_datum_evaluatie"] = add_months(self.world.clock.day, 2).isoformat()
        second = self.case.freeze("younes", self.case.write("younes", "doelen", answers))
        self.sign(second)
        return version

    def finish(self, **changes: Any) -> Version:
        """The last evaluation, before its time."""
        results = self._results("afronden") | {"vervolghulp": [{"id": "V1", "gerealiseerd": "aangewezen"}]}
        return self._evaluated(the_end(self.case) | evaluation(self.case, **results) | END | changes)

    def _evaluated(self, answers: dict[str, Any]) -> Version:
        typed = self.tokens.fill(RECORD_TYPES["evaluatie"], answers, at=f"evaluatie {self.world.clock.day}")
        version = self.case.freeze("younes", self.case.write("younes", "evaluatie", typed))
        self.sign(version)
        return version

    def _results(self, decision: str) -> dict[str, Any]:
        goal = {"resultaat": "bereikt" if decision == "afronden" else "in_uitvoering", "besluit": decision}
        doelen = self.record("doelen").answers
        return {
            "reden_te_laat": "andere",
            "betrokkenen": self._there("vertegenwoordigd_door"),
            "doelresultaten": [
                {
                    "id": one["id"],
                    **goal,
                    **{name: one[name] for name in ("voor_leerlingen", "voor_ouders") if name in one},
                }
                for one in doelen["doelen"]
            ],
            "afspraken_nagekomen": [{"id": one["id"], "nagekomen": "deels"} for one in doelen["afspraken"]],
        }

    def record(self, slug: str) -> Any:
        """The latest record of a type."""
        return records.records_of(self.case.platform.db, self.case.file.trajectory.id, type=slug)[-1]

    def engage(self) -> Version:
        """What comes after, followed up once."""
        known = {self.case.ids[one] for one in (*SECRET_ROLES, "floor") if one in self.case.ids}
        there = [
            party.id for party in self.case.file.parties if party.id not in known and party.rol != "naft_begeleider"
        ]
        answers = engagements(self.case) | {"deelnemers": there}
        del answers["wat_blijft"]
        self._engaged(answers)
        more = follow_up(self.case)
        more["opvolgmomenten"][0]["stand"] = "deels"
        self.on_draft(self.record("engagementen").id)
        version = self._engaged({**self.record("engagementen").answers, **more}, again=True)
        self.step("an", Event.AFSLUITEN)
        return version

    def _engaged(self, answers: dict[str, Any], *, again: bool = False) -> Version:
        at = "engagementen, opgevolgd" if again else "engagementen"
        typed = self.tokens.fill(RECORD_TYPES["engagementen"], answers, at=at)
        version = self.case.freeze("an", self.case.write("an", "engagementen", typed))
        self.sign(version)
        return version

    def sign(self, version: Version, *, one_refuses: bool = False) -> None:
        """Everybody answers, with a remark; a parent refuses if `one_refuses`. Who has no account sits down first."""
        case = self.case
        self.on_open(version)
        refuses = next((one.signer.party_id for one in self._open_places(version) if self._is_parent(one)), "")
        for place in self._open_places(version):
            party = case.file.party(place.signer.party_id)
            assert party is not None
            if not case.file.signs_in_account(party):
                seat = seating.open_seat(case.platform, case.file, version.id, party.id, host=self.world.who("an"))
                self.seats.append((version, place, seat))
                self.on_seat(version, place, seat)
            says_no = one_refuses and party.id == refuses and not place.signer.blocking
            what = f"{'refusal' if says_no else 'remark'} of {name_of(party.answers)} under {version.payload['type']}"
            mine = self.home(party.id)
            home = bool(mine) and self.agreed.kind in ("leerlingen", "klasgroep")
            letters = "CNSLO"
            if says_no or version.payload["type"] == "indicatiestelling":  # for CLB, NAFT, and who alone has the copy
                letters = "CNL" if party.rol == "leerling" else "CN"
            remark = self.tokens.new(what, letters, about=(mine,) if home else (), screen="-")
            decision = rounds.REFUSED if says_no else place.signer.capacity_choices[0]
            typed = self.tokens.new(
                f"typed name of {name_of(party.answers)} under {version.payload['type']}",
                "CNSLO",
                about=(mine,) if home else (),
                print="LO" if home and self.agreed.kind == "klasgroep" else "CNSLO",
                screen="-",
            )
            answer = signing.Answer(decision=decision, shown_root=version.root, typed=typed, remark=remark)
            signing.sign(case.platform, case.file, version.id, party.id, answer, None)

    def on_open(self, version: Version) -> None:
        """Called for each version before anybody signs."""

    def on_draft(self, record_id: str) -> None:
        """Called while the school can write in this record."""

    def on_seat(self, version: Version, place: Place, seat: str) -> None:
        """Called at each seat, before it is signed at."""

    def _open_places(self, version: Version) -> list[Place]:
        return [one for one in signatures.signers_of(self.case.platform.db, version.id) if one.signature is None]

    def _is_parent(self, place: Place) -> bool:
        party = self.case.file.party(place.signer.party_id)
        return party is not None and party.rol == "ouder"

    def home(self, party_id: str) -> str:
        """The key of the pupil that this person is or stands beside; '' for a professional."""
        return self.tokens.pupils.get(party_id, "")

    def seat_reader(self, place: Place) -> str:
        """Whose copy is to be read at a seat, as the oracle names it."""
        party = self.case.file.party(place.signer.party_id)
        assert party is not None
        letter = {"leerling": "L", "ouder": "O", "pbd": "P", "clb": "C"}[party.rol]
        several = self.agreed.kind in ("leerlingen", "klasgroep") and letter in "LO"
        return key(letter, self.home(party.id) if several else "")

    def hand_over(self) -> None:
        """To another provider: CLB proposes, NAFT confirms."""
        to = self.world.id("overkant")
        for one in self.agreed.pupils:
            self.case.consent("an", one, "delen_naft", aan_aanbieder=to)
        self.step("an", Event.OVERDRAGEN, aanbieder=to)
        proposal = requests.open_request(self.case.platform, self.case.file, requests.HAND_OVER)
        assert proposal is not None
        self.case.do("younes", Event.OVERDRAGEN, **proposal.asked)


END = {"soort": "vroegtijdig", "besluit_traject": "stoppen", "initiatief_einde": ["school"]}
