"""Dossiers in every situation that a page has to explain, each as it stands on Monday 16 November 2026.

Name of the situation -> who brings it there (`SITUATIONS`). Each story leaves the clock where it ended; who looks puts
it at `DAY`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rules.states import Event
from services import rounds, seating, sending_back
from tests.world import Case, World, follow_up

DAY, HOUR = "2026-11-16", "9.30"


def _begin(world: World, day: str, **changes: Any) -> Case:
    """Kobe's dossier, opened and referred that day."""
    world.clock.go(day)
    case = world.kobe()
    case.refer(**changes)
    return case


def _accepted(world: World, day: str, **changes: Any) -> Case:
    case = _begin(world, day, **changes)
    case.accept()
    return case


def _started(world: World, day: str, **changes: Any) -> Case:
    """Runs since that day."""
    case = _accepted(world, day, **changes)
    case.start()
    return case


def concept(world: World) -> Case:
    """An indicatiestelling of which half is filled in."""
    world.clock.go("2026-11-12")
    case = world.kobe()
    case.write("an", "indicatiestelling", {"klas": "4 Hout", "leerjaar": "4", "school": world.id("sluis")})
    return case


def referred(world: World) -> Case:
    """NAFT has to decide."""
    return _begin(world, "2026-11-10")


def question(world: World) -> Case:
    """NAFT asked the CLB for more."""
    case = _begin(world, "2026-11-10")
    world.clock.go("2026-11-12")
    asked = "Op welke dagen kan Kobe komen, en wie brengt hem? Hij woont ver van ons atelier."
    case.do("younes", Event.MEER_INFO_VRAGEN, vraag=asked)
    return case


def waiting_list(world: World) -> Case:
    """NAFT has no place yet."""
    case = _begin(world, "2026-10-05")
    world.clock.go("2026-10-09")
    case.do("younes", Event.OP_WACHTLIJST, reden="Tot december is er geen plaats.", verwacht_vanaf="2026-12-01")
    return case


def refused(world: World) -> Case:
    """NAFT proposed another provider."""
    case = _begin(world, "2026-11-09")
    world.clock.go("2026-11-13")
    why = "De Overkant heeft een atelier dichter bij huis, en daar is plaats."
    case.do("younes", Event.DOORGEVEN, aanbieder=world.id("overkant"), reden=why)
    return case


def accepted(world: World) -> Case:
    """The first talk at the table is on Friday."""
    case = _begin(world, "2026-11-05")
    coach = world.who("younes").account.id
    asked = {"eerste_tafel_op": "2026-11-20T14:00", "eerste_tafel_plaats": "Op school, lokaal B12"}
    case.do("younes", Event.AANVAARDEN, naft_begeleider=f"account:{coach}", eerste_tafel_door="clb", **asked)
    return case


def signing(world: World) -> Case:
    """Two of five signed the goals."""
    case = _accepted(world, "2026-11-12")
    case.sign(case.agree(), but=("an", "saskia", "ilse"))
    return case


def in_order(world: World) -> Case:
    """The goals are signed group after group: the professionals did, and it is Kobe's turn since Friday."""
    case = _accepted(world, "2026-11-12")
    version = case.agree()
    younes = world.who("younes")
    rounds.set_order(case.platform, younes, case.file, version.id, version.root, ordered=True)
    world.clock.go("2026-11-13")
    case.sign(version, but=("kobe", "ilse", "geert"))
    return case


def sent_back(world: World) -> Case:
    """Kobe sent a section of the goals back at the table."""
    case = _accepted(world, "2026-11-12")
    version = case.agree()
    world.clock.go("2026-11-13")
    token = seating.open_seat(case.platform, case.file, version.id, case.ids["kobe"], host=world.who("younes"))
    why = "Dinsdag kan ik niet, dan heb ik stage. Woensdag wel."
    sending_back.send_back_at_seat(
        case.platform, case.file, token, step="afspraken", reason=why, shown_root=version.root
    )
    return case


def running(world: World) -> Case:
    """The evaluation is a month away; the other parent lives elsewhere."""
    return _started(world, "2026-10-12")


def adjusting(world: World) -> Case:
    """The evaluation decided to adjust the goals."""
    case = _started(world, "2026-09-21")
    world.clock.go("2026-11-13")
    case.evaluate(besluit_traject="bijsturen", reden_bijsturing="Kobe wil naar het atelier op woensdag.")
    return case


def late(world: World) -> Case:
    """The evaluation should have been held two weeks ago."""
    return _started(world, "2026-09-01")


def due_in_holidays(world: World) -> Case:
    """The last day for the evaluation is a Sunday in the Christmas holidays."""
    return _started(world, "2026-10-27")


def consent_gone(world: World) -> Case:
    """Kobe took his yes back, and everything stands still."""
    case = _started(world, "2026-10-12")
    world.clock.go("2026-11-13")
    case.consent("an", "kobe", datum="2026-10-12", bekwaamheid="vermoed_bekwaam", ingetrokken_op="2026-11-13")
    return case


def paused(world: World) -> Case:
    """Kobe is ill."""
    case = _started(world, "2026-10-12")
    world.clock.go("2026-11-09")
    case.do("younes", Event.OPSCHORTEN, reden="ziekte_of_opname", vermoedelijk_tot="2026-11-30")
    return case


def stop_asked(world: World) -> Case:
    """The CLB asks to stop early, because Kobe wants to."""
    case = _started(world, "2026-10-12")
    world.clock.go("2026-11-13")
    case.do("an", Event.STOPPEN_VRAGEN, reden="leerling", toelichting="Hij wil het zelf proberen op school.")
    return case


def handover_proposed(world: World) -> Case:
    """The coach proposes another provider; the CLB has to confirm."""
    case = _started(world, "2026-09-21")
    world.clock.go("2026-11-12")
    case.finish(besluit_traject="overdragen", reden_einde="andere_aanbieder")
    case.consent("an", "kobe", "delen_naft", bekwaamheid="vermoed_bekwaam", aan_aanbieder=world.id("overkant"))
    world.clock.go("2026-11-13")
    why = "Kobe verhuist naar zijn vader, en De Overkant werkt daar."
    case.do("younes", Event.OVERDRAGEN, aanbieder=world.id("overkant"), reden=why)
    return case


def handed_over(world: World) -> Case:
    """The CLB confirmed it: another provider has to decide."""
    case = handover_proposed(world)
    world.clock.go("2026-11-14")
    case.do("an", Event.OVERDRAGEN, aanbieder=world.id("overkant"), reden="Dichter bij huis.")
    return case


def finished(world: World) -> Case:
    """NAFT is done; school and CLB still have to agree on what comes after."""
    case = _started(world, "2026-09-21")
    world.clock.go("2026-11-13")
    case.finish()
    return case


def aftercare(world: World) -> Case:
    """Engagements to follow up, one of them late."""
    case = _started(world, "2026-07-06")
    world.clock.go("2026-08-31")
    case.finish()
    world.clock.go("2026-09-07")
    case.engage()
    return case


def closed(world: World) -> Case:
    """All the way."""
    case = aftercare(world)
    world.clock.go("2026-11-10")
    case.engage(**follow_up(case))
    case.do("an", Event.AFSLUITEN)
    return case


def withdrawn(world: World) -> Case:
    """The pupil did not want it, before it began."""
    case = _begin(world, "2026-11-05")
    world.clock.go("2026-11-12")
    case.do("an", Event.INTREKKEN, reden="leerling_stemt_niet_in")
    return case


def class_group(world: World) -> Case:
    """A class, with two pupils who joined by name."""
    world.clock.go("2026-10-12")
    case = Case(world, clb="an", naft="younes", school="sluis")
    case.open("klasgroep", {}, label="3TB Aalst")
    case.invite("saskia")
    case.refer()
    case.join("lien", "Lien Rottiers", "leerling", geboortedatum="2011-02-03")
    case.join("senne", "Senne Baert", "leerling", geboortedatum="2011-06-20")
    case.accept()
    case.start()
    return case


def school(world: World) -> Case:
    """A school alone: no pupil at all."""
    world.clock.go("2026-11-02")
    case = Case(world, clb="an", naft="younes", school="sluis")
    case.open("school", {}, label="De Sluis, team eerste graad")
    case.invite("saskia")
    case.join("karen", "Karen Stevens", "pbd", "pbd")
    told = {"pbd_op_de_hoogte": "ja", "pbd_op": "2026-10-20", "pbd_persoon": case.ids["karen"]}
    case.refer(gevraagde_inzet=["schoolgericht"], leerlingen=[], instemmingen=[], **told)
    case.accept()
    return case


def turning_18(world: World) -> Case:
    """Kobe turns 18 in ten days."""
    world.clock.go("2026-10-12")
    case = world.kobe()
    pupil: dict[str, Any] = {
        "id": "L1",
        "leerling": case.ids["kobe"],
        "geboortedatum": "2008-11-26",
        "straat": "Schaverijstraat",
    }
    pupil |= {"huisnummer": "48", "postcode": "9300", "gemeente": "Aalst", "verblijft_elders": False}
    case.refer(leerlingen=[pupil | {"bekwaamheid": "vermoed_bekwaam"}])
    case.accept()
    case.start()
    return case


SITUATIONS: dict[str, Callable[[World], Case]] = {
    "concept": concept,
    "referred": referred,
    "question": question,
    "waiting list": waiting_list,
    "refused": refused,
    "accepted": accepted,
    "signing": signing,
    "in order": in_order,
    "sent back": sent_back,
    "running": running,
    "adjusting": adjusting,
    "late": late,
    "due in holidays": due_in_holidays,
    "consent gone": consent_gone,
    "paused": paused,
    "stop asked": stop_asked,
    "handover proposed": handover_proposed,
    "handed over": handed_over,
    "finished": finished,
    "aftercare": aftercare,
    "closed": closed,
    "withdrawn": withdrawn,
    "class group": class_group,
    "school": school,
    "turning 18": turning_18,
}
