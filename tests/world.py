"""A believable world for tests: organisations, people with accounts, and dossiers brought where a test begins.

Everything goes through the services, by somebody who may do it, at the hour of the clock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from forms import RECORD_TYPES
from forms.partij import PROFESSIONAL
from forms.repeat import Repeat
from rules.clock import add_months
from rules.states import Event
from services import consent_register, dossiers, freezing, handing_out, parties, questions, records, signing, trajectory
from services.accounts import password_hash
from services.dossiers import File, name_of
from services.platform import BRUSSELS, Platform, Who
from store import accounts, organisations, signatures, versions
from store import records as kept
from store.documents import Document
from store.dossiers import Soort as DossierSoort
from store.organisations import Organisation, Soort
from store.parties import Party
from store.questions import Question
from store.records import Record
from store.versions import Version

PASSWORD = "paard-batterij-nietje-2026"


class Clock:
    """The time of the platform, set by the test: a day and an hour in Belgium."""

    def __init__(self, day: str = "2026-09-14", hour: str = "10.00") -> None:
        self.go(day, hour)

    def __call__(self) -> datetime:
        return self.moment

    def go(self, day: str, hour: str = "10.00") -> None:
        """Put the clock at a day ('2026-11-21') and an hour ('10.00')."""
        self.moment = datetime.combine(date.fromisoformat(day), time(int(hour[:-3]), int(hour[-2:])), BRUSSELS)

    def wait(self, **time: int) -> None:
        """Let time go by: `minutes=31`."""
        self.moment += timedelta(**time)

    @property
    def day(self) -> date:
        """Today."""
        return self.moment.date()


@cache
def hashed() -> str:
    """The password of everybody, hashed once: each hash takes the time that it should."""
    return password_hash(PASSWORD)


class World:
    """Two of each kind of organisation, and who works there. `who('an')` is somebody at work."""

    def __init__(self, platform: Platform, clock: Clock) -> None:
        self.platform, self.clock = platform, clock
        self.organisations: dict[str, Organisation] = {}
        self.people: dict[str, Who] = {}

    def fill(self) -> World:
        """Put everybody in."""
        self.organise("brug", "clb", "CLB De Brug")
        self.organise("kompas", "clb", "CLB Kompas")
        self.organise("kantelpunt", "naft", "vzw Kantelpunt")
        self.organise("overkant", "naft", "vzw De Overkant")
        self.organise("sluis", "school", "Technisch Atheneum De Sluis")
        self.organise("dijle", "school", "Bouwschool De Dijle")
        self.organise("pbd", "pbd", "Begeleidingsdienst Scheldeland")
        self.hire("an", "An Peeters", "clb", "brug")
        self.hire("floor", "Floor ’t Kindt", "clb", "kompas")
        self.hire("younes", "Younes Amrani", "naft_begeleider", "kantelpunt")
        self.hire("mo", "Mo Claes", "naft_begeleider", "overkant")
        self.hire("saskia", "Saskia van der Meersch", "directie", "sluis")
        self.hire("dirk", "Dirk Popelier", "directie", "dijle")
        return self

    def organise(self, key: str, soort: Soort, naam: str) -> Organisation:
        """Add an organisation; a NAFT provider is recognised, a school teaches full-time."""
        made = organisations.create(self.platform.db, soort=soort, naam=naam)
        made = replace(made, erkend=soort == "naft", schoolsoorten=("so_voltijds", "buso") if soort == "school" else ())
        organisations.save(self.platform.db, made)
        self.organisations[key] = made
        return made

    def hire(self, key: str, name: str, rol: str, place: str) -> Who:
        """Give somebody an account in an organisation, with the password of everybody."""
        organisation = self.organisations[place]
        first, _, family = name.partition(" ")
        made = accounts.create(
            self.platform.db,
            email=f"{key}@{place}.example",
            voornaam=first,
            familienaam=family,
            functie=rol,
            organisation_id=organisation.id,
            roles=(rol,),
            password_hash=hashed(),
            at=self.platform.at(),
        )
        self.people[key] = Who(made, organisation)
        return self.people[key]

    def who(self, key: str) -> Who:
        """Somebody at work."""
        return self.people[key]

    def id(self, key: str) -> str:
        """The id of an organisation."""
        return self.organisations[key].id

    def account(self, email: str) -> accounts.Account:
        """The account of an address, as it is now."""
        found = accounts.account_of_email(self.platform.db, email)
        assert found is not None, email
        return found

    def organisation(self, key: str) -> Organisation:
        """An organisation, as it is now."""
        found = organisations.organisation(self.platform.db, self.id(key))
        assert found is not None, key
        return found

    def ask(self, key: str, clb: str, **changes: Any) -> Question:
        """Somebody who opens no dossiers asks a CLB about a pupil."""
        return questions.ask(self.platform, self.who(key), a_question(self.id(clb)) | changes)

    def kobe(self) -> Case:
        """The dossier that most tests start from: Kobe, 15, both parents, a school head with an account."""
        case = Case(self, clb="an", naft="younes", school="sluis")
        case.open("leerling", {"kobe": "Kobe Vermeulen"})
        case.join("ilse", "Ilse De Cock", "ouder")
        case.join("geert", "Geert Vermeulen", "ouder")
        case.invite("saskia")
        return case


@dataclass
class Case:
    """One dossier. `clb` and `naft` lead it, `school` is the key of the school; people go by a key of one word.

    With `interpreter` the parents need one.
    """

    world: World
    clb: str
    naft: str
    school: str
    interpreter: bool = False
    id: str = ""

    def __post_init__(self) -> None:
        self.ids: dict[str, str] = {}

    @property
    def platform(self) -> Platform:
        """The platform."""
        return self.world.platform

    @property
    def file(self) -> File:
        """The dossier as it is now."""
        return dossiers.file_of(self.platform, self.world.who(self.clb), self.id)

    def open(self, soort: DossierSoort, pupils: dict[str, str], label: str = "") -> None:
        """The CLB opens it; `pupils` are key and name."""
        asked = [named(name) | {"taal": "nl", "tolk": "nee"} for name in pupils.values()]
        file = parties.open_dossier(self.platform, self.world.who(self.clb), soort=soort, label=label, pupils=asked)
        self.id = file.dossier.id
        self.ids |= zip(pupils, (party.id for party in file.in_role("leerling")), strict=True)
        self.ids[self.clb] = file.in_role("clb")[0].id

    def join(self, key: str, name: str, rol: str, place: str = "", **more: Any) -> Party:
        """Somebody without an account comes along."""
        answers = named(name) | {"rol": rol} | more
        if rol in PROFESSIONAL:
            answers |= {"functie": rol}
        elif rol in ("ouder", "voogd"):
            answers |= {"gezag": "ja_samen" if rol == "ouder" else "ja_exclusief", "ontvangt_documenten": True}
            answers |= {"taal": "ar", "tolk": "ja"} if self.interpreter else {"taal": "nl", "tolk": "nee"}
        organisation = self.world.organisations.get(place)
        party = parties.add_party(
            self.platform,
            self.world.who(self.clb),
            self.id,
            answers,
            organisation_id=organisation.id if organisation else None,
        )
        self.ids[key] = party.id
        return party

    def invite(self, key: str) -> Party:
        """Somebody with an account comes along, in the role of the account."""
        who = self.world.who(key)
        party = parties.add_colleague(
            self.platform, self.world.who(self.clb), self.id, who.account, who.account.roles[0]
        )
        self.ids[key] = party.id
        return party

    def party(self, key: str) -> Party:
        """Somebody in the dossier."""
        party = self.file.party(self.ids[key])
        assert party is not None
        return party

    def write(self, key: str, slug: str, answers: dict[str, Any]) -> Record:
        """Begin a record, or go on with it, and fill it in. Items that a prefill gave stay, with ours in them."""
        who = self.world.who(key)
        record = records.begin(self.platform, who, self.file, slug)
        merged = {**record.answers, **{k: _merged(slug, record, k, v) for k, v in answers.items()}}
        return records.save(self.platform, who, self.file, record, merged, record.revision)

    def freeze(self, key: str, record: Record) -> Version:
        """Freeze it; an assertion names what is missing."""
        who = self.world.who(key)
        faults = records.draft(self.platform, who, self.file, record).faults()
        assert not faults, faults
        return freezing.freeze(self.platform, who, self.file, record)

    def version(self, slug: str) -> Version:
        """The latest version of a type of record."""
        record = kept.records_of(self.platform.db, self.file.trajectory.id, type=slug)[-1]
        return versions.versions_of(self.platform.db, record.id)[-1]

    def sign(self, version: Version, *, but: tuple[str, ...] = ()) -> Version:
        """Everybody who has not answered yet agrees, but for some."""
        left_out = {self.ids[key] for key in but}
        for place in signatures.signers_of(self.platform.db, version.id):
            if place.signature is None and place.signer.party_id not in left_out:
                self.answer(version, place.signer.party_id, place.signer.capacity_choices[0])
        return versions.version(self.platform.db, version.id) or version

    def answer(self, version: Version, party_id: str, decision: str, remark: str = "") -> None:
        """One party answers, with a typed name."""
        party = self.file.party(party_id)
        assert party is not None
        typed = name_of(party.answers)
        answer = signing.Answer(decision=decision, shown_root=version.root, typed=typed, remark=remark)
        signing.sign(self.platform, self.file, version.id, party_id, answer, None)

    def do(self, key: str, event: Event, **asked: Any) -> File:
        """A step with a button."""
        return trajectory.perform(self.platform, self.world.who(key), self.file, event, asked)

    def refer(self, **changes: Any) -> Version:
        """Write, freeze and sign the indicatiestelling, and refer."""
        version = self.freeze(self.clb, self.write(self.clb, "indicatiestelling", indication(self) | changes))
        version = self.sign(version)
        self.do(self.clb, Event.AANMELDEN)
        return version

    def accept(self) -> None:
        """NAFT takes it up."""
        account = self.world.who(self.naft).account.id
        asked = {"eerste_tafel_op": f"{self.world.clock.day}T14:00", "eerste_tafel_plaats": "op school"}
        self.do(self.naft, Event.AANVAARDEN, naft_begeleider=f"account:{account}", eerste_tafel_door="clb", **asked)
        self.ids[self.naft] = next(p.id for p in self.file.parties if p.account_id == account)

    def agree(self, **changes: Any) -> Version:
        """Write and freeze the goals; nobody signed yet."""
        return self.freeze(self.naft, self.write(self.naft, "doelen", goals(self) | changes))

    def start(self, **changes: Any) -> Version:
        """Agree on goals, let everybody sign, and start."""
        version = self.sign(self.agree(**changes))
        self.do(self.naft, Event.STARTEN)
        return version

    def evaluate(self, **changes: Any) -> Version:
        """Evaluate today, and let everybody sign."""
        answers = evaluation(self) | changes
        return self.sign(self.freeze(self.naft, self.write(self.naft, "evaluatie", answers)))

    def finish(self, **changes: Any) -> Version:
        """The last evaluation."""
        return self.evaluate(**(the_end(self) | changes))

    def engage(self, **changes: Any) -> Version:
        """Agree on what comes after, and let everybody sign."""
        answers = engagements(self) | changes
        return self.sign(self.freeze(self.clb, self.write(self.clb, "engagementen", answers)))

    def consent(self, key: str, by: str, what: str = "hulp", answer: str = "ja", **more: Any) -> bool:
        """The worker `key` notes down what party `by` (a key or an id) answers today; gives whether it suspended."""
        answers = {
            "waarvoor": what,
            "gegeven_door": self.ids.get(by, by),
            "antwoord": answer,
            "datum": self.world.clock.day.isoformat(),
            "wijze": "mondeling",
        } | more
        return consent_register.record(self.platform, self.world.who(key), self.file, answers)

    def documents(self, key: str = "") -> list[Document]:
        """The Word files that somebody of the dossier (the CLB) may fetch."""
        return handing_out.listed(self.platform, self.world.who(key or self.clb), self.file)

    def first(self, *roles: str) -> str:
        """The id of the first party in one of these roles, '' for none."""
        return next((party.id for party in self.file.in_role(*roles)), "")


def named(name: str) -> dict[str, Any]:
    """'Kobe Vermeulen' as the questions about a person ask it; one word is the only name somebody has."""
    first, _, family = name.partition(" ")
    if not family:
        return {"enige_naam": True, "familienaam": first}
    return {"voornaam": first, "familienaam": family}


def a_question(clb_id: str) -> dict[str, Any]:
    """A complete question to a CLB (forms/vraag_aan_clb.py)."""
    return {
        "clb": clb_id,
        "soort": "leerling",
        "over_wie": "Kobe V.",
        "klas": "4 Hout",
        "school": "Technisch Atheneum De Sluis, Aalst",
        "eerste_vraag_van": ["school"],
        "vraag": "Hij blijft weg uit de les. Kunnen jullie met hem praten?",
        "weten_ervan": ["leerling", "ouders"],
        "telefoon": "+32471000001",
    }


def _merged(slug: str, record: Record, name: str, value: Any) -> Any:
    asked = RECORD_TYPES[slug].find(name)
    if not (isinstance(asked, Repeat) and asked.fixed):
        return value
    ours = {item["id"]: item for item in value}
    return [
        {**item, **ours.get(item["id"], ours.get("*", {})), "id": item["id"]} for item in record.answers.get(name, [])
    ]


def indication(case: Case, **changes: Any) -> dict[str, Any]:
    """A complete indicatiestelling for a pupil or a class; what is not on its path is passed over at freezing."""
    today = case.world.clock.day.isoformat()
    pupil, school = case.first("leerling"), case.world.id(case.school)
    guardians = [party.id for party in case.file.in_role("ouder", "voogd")]
    head = case.first("directie")

    def consent(nr: int, what: str, by: str) -> dict[str, Any]:
        given = {"antwoord": "ja", "datum": today, "wijze": "mondeling", "bekwaamheid": "vermoed_bekwaam"}
        return {"id": f"I{nr}", "waarvoor": what, "gegeven_door": by, **given}

    agreed = [("hulp", pupil), ("hulp", head), ("delen_naft", pupil), ("delen_school", pupil), ("delen_ouders", pupil)]
    return {
        "clb": case.world.who(case.clb).organisation.id,
        "clb_medewerker": case.first("clb"),
        "datum_aanmelding": today,
        "aangemeld_via": "rechtstreeks",
        "eerste_vraag_van": ["school"],
        "fase_zorgcontinuum": "uitbreiding",
        "leerlingen": [
            {
                "id": "L1",
                "leerling": pupil,
                "geboortedatum": "2011-05-03",
                "straat": "Schaverijstraat",
                "huisnummer": "48",
                "postcode": "9300",
                "gemeente": "Aalst",
                "verblijft_elders": False,
                "bekwaamheid": "vermoed_bekwaam",
            }
        ],
        "klas_code": "3TB",
        "klas_aantal": 18,
        "leerlingen_met_risico": 6,
        "reden_klasgroep": "De sfeer in de hele klas zit vast sinds de winter, en losse gesprekken hielpen niet.",
        "ouders": guardians,
        "thuissituatie": "samen",
        "conflict_ouders": False,
        "gerechtelijke_beslissing": "nee",
        "lopende_hulp": ["geen"],
        "in_opname": False,
        "school": school,
        "ingeschreven": "ja",
        "studievorm": "bso",
        "leerjaar": "4",
        "klas": "4 Hout",
        "verslag": "geen",
        "contactpersonen_school": [head],
        "school_geraadpleegd_op": today,
        "visie_school": "De school wil hem graag houden.",
        "problematische_afwezigheden": 17,
        "tuchtmaatregelen": ["geen"],
        "redenen": ["pedagogisch"],
        "risico": ["schooluitval"],
        "aanpak": "curatief",
        "signalen": ["spijbelen"],
        "leerling_gehoord": True,
        "hulpvraag_leerling": "Ik wil mijn jaar halen zonder ruzie.",
        "ouders_gehoord": True,
        "hulpvraag_ouders": "Wij willen weten hoe we kunnen helpen.",
        "krachten": "Werkt nauwkeurig met hout.",
        "noden": "Eén vaste persoon op school.",
        "samenhangende_factoren": "Een oud conflict is niet uitgesproken.",
        "methoden": "Drie gesprekken en een observatie.",
        "informatiebronnen": ["school", "leerling"],
        "gemotiveerd_oordeel": "Wat ontbreekt is vertrouwen, in zichzelf en in de school. Daarvoor is hulp nodig "
        "die tegelijk met de leerling, met zijn leerkrachten en met zijn ouders werkt.",
        "waarom_naft": "Een traject kan buiten de school beginnen.",
        "interne_nota_clb": "GEHEIM-VAN-HET-CLB besproken op het team.",
        "stappen_basiszorg": "Een vaste plaats in de klas.",
        "stappen_verhoogde_zorg": "Elke week een gesprek.",
        "stappen_uitbreiding": "Drie gesprekken en een huisbezoek.",
        "gevraagde_inzet": ["individueel"],
        "perspectief": "eigen_klas",
        "dringendheid": "gewoon",
        "lessen_missen": "deels",
        "aanbieder": case.world.who(case.naft).organisation.id,
        "uitleg_gegeven": True,
        "uitleg_op": today,
        "uitleg_taal": "nl",
        "uitleg_tolk": "nee",
        "instemmingen": [consent(nr, what, by) for nr, (what, by) in enumerate(agreed, start=1) if pupil],
    } | changes


def goals(case: Case, **changes: Any) -> dict[str, Any]:
    """Complete goals: start today, code P, one goal for the pupil or the group."""
    day = case.world.clock.day
    today, pupil, coach = day.isoformat(), case.first("leerling"), case.first("naft_begeleider")
    there = [party.id for party in case.file.parties]
    kinds = ("duur", "methodiek", "opvolging", "evaluatie")
    return {
        "datum_overleg": today,
        "plaats_overleg": "Lokaal B12",
        "aanwezigen": [
            {"id": f"P{nr}", "persoon": one, "aanwezigheid": "aanwezig"} for nr, one in enumerate(there, start=1)
        ],
        "vraag_leerling": "GEHEIM-VAN-DE-LEERLING Ik wil rust.",
        "vraag_ouders": "Hoe kunnen we helpen?",
        "vraag_school": "Hoe krijgen we hem terug in de klas?",
        "vraag_clb": "Begeleiding op maat.",
        "gedeelde_vraag": "Hoe kan hij weer met een gerust gevoel naar de les?",
        "betrokken_leerlingen": [pupil],
        "aantal_leerlingen": 18,
        "betrokken_school": case.world.id(case.school),
        "doelen": [a_goal("D1", coach, **for_whom(case)), a_goal("D2", coach, **for_whom(case))],
        "interventies_leerling": ["individueel"],
        "plaats": ["school"],
        "startdatum": today,
        "dagdelen_per_week": 4,
        "afwezigheid_op_school": "code_p",
        "akkoord_directie_op": today,
        "weekschema": ["naft", "naft", "naft", "naft", "school", "school", "school", "", "", ""],
        "afspraken": [
            {"id": f"A{nr}", "soort": kind, "tekst": f"Wat we afspreken over {kind}.", "wie": [coach]}
            for nr, kind in enumerate(kinds, start=1)
        ],
        "terugkoppeling_school": "De aanwezigheden.",
        "hoe_evalueren": "Samen rond de tafel.",
        "uiterste_datum_evaluatie": add_months(day, 2).isoformat(),
        "geplande_evaluatie": (day + timedelta(days=50)).isoformat(),
        "tolk_gebruikt": False,
        "vertaalde_bijlage": False,
    } | changes


def for_whom(case: Case) -> dict[str, Any]:
    """Whom a goal is for where that is no matter of course: the class, or all pupils of a group."""
    if case.file.dossier.soort == "klasgroep":
        return {"gericht_op": "groep"}
    if case.file.dossier.soort == "leerlingen":
        return {"voor_leerlingen": [party.id for party in case.file.in_role("leerling")]}
    return {}


def a_goal(item_id: str, coach: str, **changes: Any) -> dict[str, Any]:
    """One goal."""
    made = {
        "id": item_id,
        "gericht_op": "leerling",
        "domein": "versterken_leerling",
        "tekst": f"Doel {item_id}: elke week een gesprek met de klastitularis.",
        "merkbaar_aan": "Er komt geen nota meer.",
        "trekker": coach,
    } | changes
    return made | ({"voor_team": "het team van de klas"} if made["gericht_op"] in ("leerkrachten", "school") else {})


def evaluation(case: Case, **changes: Any) -> dict[str, Any]:
    """A complete evaluation of today that goes on with every goal."""
    day = case.world.clock.day
    there = [party.id for party in case.file.parties]
    return {
        "soort": "tussentijds",
        "datum_overleg": day.isoformat(),
        "reden_te_laat": "ziekte",
        "vorm": "rondetafel",
        "betrokkenen": [
            {"id": f"P{nr}", "persoon": one, "aanwezigheid": "aanwezig"} for nr, one in enumerate(there, start=1)
        ],
        "doelresultaten": [
            {"id": "*", "resultaat": "in_uitvoering", "zicht_naft": "Het loopt goed.", "besluit": "behouden"}
        ],
        "afspraken_nagekomen": [{"id": "*", "nagekomen": "ja"}],
        "dagdelen_gepland": 32,
        "dagdelen_aanwezig": 30,
        "dagdelen_gewettigd_afwezig": 2,
        "dagdelen_niet_gewettigd": 0,
        "wat_werkt": "Het atelier.",
        "klasklimaat": "Rustiger dan in het najaar.",
        "betrokkenheid_pbd": "Ze volgde een overleg mee.",
        "besluit_traject": "verderzetten",
        "volgende_evaluatie": (day + timedelta(days=50)).isoformat(),
        "interne_nota_naft": "GEHEIM-VAN-NAFT volgende keer in het atelier.",
    } | changes


def the_end(case: Case, **changes: Any) -> dict[str, Any]:
    """What an evaluation adds when it is the last one."""
    today = case.world.clock.day.isoformat()
    return {
        "soort": "eind",
        "besluit_traject": "afronden",
        "doelresultaten": [{"id": "*", "resultaat": "bereikt", "zicht_naft": "Gelukt.", "besluit": "afronden"}],
        "einddatum": today,
        "reden_einde": "doelen_bereikt",
        "perspectief_einde": "eigen_klas",
        "samenvatting": "Hij zit weer elke dag in de les.",
        "bewaartermijn_verteld": True,
        "bewaartermijn_verteld_op": today,
    } | changes


def engagements(case: Case, **changes: Any) -> dict[str, Any]:
    """Complete engagements from today."""
    day = case.world.clock.day
    today, head = day.isoformat(), case.first("directie", "leerlingbegeleider")
    everybody = [party.id for party in case.file.parties if party.rol != "naft_begeleider"]
    return {
        "verantwoordelijke_school": head,
        "verantwoordelijke_clb": case.first("clb"),
        "datum_overdracht": today,
        "deelnemers": everybody,
        "terugkeerplan": "Vanaf maandag volledig terug in de klas.",
        "wat_blijft": "Het gesprek op maandag.",
        "terugval_signalen": "Hij blijft weg uit de les.",
        "terugval_plan": "De school belt dezelfde dag.",
        "engagementen": [
            {
                "id": "E1",
                "wie": head,
                "tekst": "Belt elke maandag met de ouders.",
                "vanaf": today,
                "opvolging_door": "clb",
                "opvolgen_op": (day + timedelta(days=60)).isoformat(),
                "aanvaard": "ja",
            }
        ],
    } | changes


def follow_up(case: Case, **changes: Any) -> dict[str, Any]:
    """What the engagements add in the aftercare, to close."""
    today = case.world.clock.day.isoformat()
    seen = {"datum": today, "door": case.first("clb"), "vorm": "telefoon", "stand": "nagekomen"}
    return {
        "opvolgmomenten": [{"id": "M1", "engagement": "E1", **seen}],
        "afgesloten_op": today,
        "resultaat": "nagekomen",
    } | changes
