"""The dossiers of the demo, each a story: who did what, and on which day. Their texts stand in services/demo_*.json."""

from __future__ import annotations

from rules.states import Event
from services.demo_story import Steps, Story

AAN_TAFEL = "Het kleine lokaal naast het secretariaat is rustig; dat mag zo blijven."


def finished(s: Story) -> Steps:
    """Kobe: from the first talk to the end of the aftercare, goals adjusted once on the way, everything signed."""
    yield s.at(-20, "10.15")
    s.open("an", "leerling", "kobe")
    s.add("an", "saskia", "joris")
    yield s.at(-13, "11.40")
    version = s.freeze("an", s.write("an", "indicatiestelling"))
    s.sign(version, "an")
    yield s.at(-12, "16.30")
    s.sign(version, *s.waiting(version), draws=True, host="an")
    s.do("an", Event.AANMELDEN)
    yield s.at(-10, "9.20")
    s.do("lieve", Event.AANVAARDEN, _accepted(s))
    yield s.at(-4, "10.05")
    version = s.freeze("younes", s.write("younes", "doelen"))
    s.sign(version, "younes", "an")
    yield s.at(-3, "15.10")
    s.sign(version, "saskia", draws=True)
    s.sign(version, "kobe", "ilse", "geert", draws=True, host="younes")
    yield s.at(0, "8.30")
    s.do("younes", Event.STARTEN)
    yield s.at(57, "15.45")
    _evaluated(s, "evaluatie")
    yield s.at(59, "14.10")
    version = s.freeze("younes", s.write("younes", "doelen", "bijsturing"))
    s.sign(version, *s.waiting(version), draws=True)
    yield s.at(113, "16.00")
    _evaluated(s, "eindevaluatie")
    yield s.at(117, "11.00")
    version = s.freeze("joris", s.write("joris", "engagementen"))
    s.sign(version, *s.waiting(version), host="joris")
    yield s.at(168, "13.30")
    version = s.freeze("an", s.write("an", "engagementen", "afsluiting"))
    s.sign(version, *s.waiting(version), host="an")
    yield s.at(169, "9.00")
    s.do("an", Event.AFSLUITEN)


def running(s: Story) -> Steps:
    """Mehmet-Ali is 18 and decides alone; his evaluation is due within a week."""
    yield s.at(-21, "9.30")
    s.open("an", "leerling", "mehmet")
    s.add("an", "marleen")
    yield from _referred(s, "an", -14)
    yield s.at(-11, "10.40")
    s.do("lieve", Event.AANVAARDEN, _accepted(s))
    yield s.at(-3, "17.15")
    yield from _started(s)


def late(s: Story) -> Steps:
    """Amina: goals for her and for the team of teachers; the evaluation should have been held by now."""
    yield s.at(-18, "13.50")
    s.open("an", "leerling", "amina")
    s.add("an", "karen")
    yield from _referred(s, "an", -12)
    yield s.at(-9, "11.25")
    s.do("lieve", Event.AANVAARDEN, _accepted(s))
    yield s.at(-3, "11.30")
    yield from _started(s)


def to_sign(s: Story) -> Steps:
    """Lien: her goals wait for the CLB, the head of the school and her mother."""
    yield s.at(-24, "15.20")
    s.open("an", "leerling", "lien")
    s.add("an", "marleen")
    yield from _referred(s, "an", -16)
    yield s.at(-12, "9.05")
    s.do("lieve", Event.AANVAARDEN, _accepted(s))
    yield s.at(-3, "14.35")
    version = s.freeze("younes", s.write("younes", "doelen"))
    s.sign(version, "younes")
    s.sign(version, "lien", draws=True, remark=AAN_TAFEL)
    s.sign(version, "wim", draws=True)


def referred(s: Story) -> Steps:
    """Yūsuf waits for the answer of NAFT."""
    yield s.at(-10, "10.50")
    s.open("floor", "leerling", "yusuf")
    yield from _referred(s, "floor", -3)


def begun(s: Story) -> Steps:
    """Jana: an indicatiestelling that the CLB is writing."""
    yield s.at(-4, "14.15")
    s.open("an", "leerling", "jana")
    s.add("an", "saskia", "joris")
    yield s.at(-1, "10.30")
    s.write("an", "indicatiestelling")


def class_group(s: Story) -> Steps:
    """3TB: a whole class, referred and taken up; the goals still have to be made."""
    yield s.at(-21, "11.10")
    s.open("an", "klasgroep", label="3TB Mechelen")
    yield from _referred(s, "an", -13)
    yield s.at(-7, "9.40")
    s.do("lieve", Event.AANVAARDEN, _accepted(s))


def asked(s: Story) -> Steps:
    """A question to the CLB, from a pupil counsellor: nobody answered yet."""
    yield s.at(-1, "11.05")
    s.ask("joris")


def _referred(s: Story, by: str, day: int) -> Steps:
    """Write, freeze, sign and refer."""
    yield s.at(day, "10.00")
    version = s.freeze(by, s.write(by, "indicatiestelling"))
    s.sign(version, *s.waiting(version), host=by)
    yield s.at(day, "16.45")
    s.do(by, Event.AANMELDEN)


def _started(s: Story) -> Steps:
    """Freeze the goals, let everybody sign, and start."""
    version = s.freeze("younes", s.write("younes", "doelen"))
    s.sign(version, "younes")
    s.sign(version, *s.waiting(version), draws=True)
    yield s.at(0, "8.45")
    s.do("younes", Event.STARTEN)


def _evaluated(s: Story, part: str) -> None:
    version = s.freeze("younes", s.write("younes", "evaluatie", part))
    s.sign(version, *s.waiting(version), draws=part == "eindevaluatie")


def _accepted(s: Story) -> dict[str, str]:
    return {"naft_begeleider": f"account:{s.world.accounts['younes'].id}", **s.texts["aanvaarden"]}
