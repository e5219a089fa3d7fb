"""The records of an invented dossier: what each asks (forms/), answered with sentences that are put together.

`@pupil` is a party by its short name, `#school` an organisation: services/demo_story.py puts the ids there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from services.flanders_cast import Cast
from services.flanders_words import THEMES, bank

Texts = dict[str, Any]

FORMS = ("eerste_graad_a", "eerste_graad_b", "tso", "bso", "bso", "aso", "dbso", "bso", "tso")
FIELDS = ("Hout", "Mechanica", "Verzorging", "Sociale wetenschappen", "Elektriciteit", "Handel", "Grootkeuken", "Sport")
HOMES = ("samen", "samen", "samen", "gescheiden_co", "gescheiden_hoofdverblijf", "een_ouder", "nieuw_samengesteld")
HELP = ("geen", "geen", "geen", "cgg", "ocj", "thuisbegeleiding", "caw_jac", "leersteun")
WEEK = ("school",) * 5 + ("", *("school",) * 4)
"""The ten half days of a week: those of Monday to Friday, Wednesday afternoon free."""


def at_home(c: Cast) -> list[str]:
    """The short names of the parents."""
    return [f"ouder{nr}" for nr in range(len(c.parents))]


def indication(c: Cast, day: date, consulted: date, told: date) -> Texts:
    """The indicatiestelling, ready on `day`."""
    rng, theme = c.rng, c.theme
    found: Texts = {
        "datum_aanmelding": day.isoformat(),
        "aangemeld_via": rng.choice(("rechtstreeks", "meldpunt", "telefonisch_vooraf")),
        "eerste_vraag_van": rng.sample(("leerling", "ouders", "school", "clb"), rng.randint(1, 2)),
        "fase_zorgcontinuum": "iac" if c.chance(0.05) else "uitbreiding",
        "school": "#school",
        "studievorm": rng.choice(FORMS),
        "leerjaar": str(rng.randint(1, 6)),
        "studierichting": rng.choice(FIELDS),
        "contactpersonen_school": ["@directie", "@begeleider", "@titularis"],
        "school_geraadpleegd_op": consulted.isoformat(),
        "visie_school": c.say(theme.school, bank("stuck")),
        "redenen": list(theme.redenen),
        "risico": rng.sample(("schooluitval", "ongekwalificeerde_uitstroom"), rng.randint(1, 2)),
        "aanpak": "preventief" if c.chance(0.3) else "curatief",
        "signalen": list(theme.signalen),
        "krachten": c.say(bank("strengths"), bank("strengths")),
        "noden": c.say(theme.noden, theme.noden),
        "samenhangende_factoren": c.say(theme.factoren, bank("stuck")),
        "methoden": c.say(bank("methods")),
        "informatiebronnen": rng.sample(("school", "ouders", "leerling"), 2),
        "gemotiveerd_oordeel": c.say(bank("judgements"), theme.school, theme.noden, bank("why_naft")),
        "waarom_naft": c.say(bank("why_naft")),
        "stappen_basiszorg": c.say(bank("basic")),
        "stappen_verhoogde_zorg": c.say(bank("raised")),
        "stappen_uitbreiding": c.say(bank("extended")),
        "gevraagde_inzet": ["klasgroep"] if c.klas else ["individueel", *rng.sample(("groep", "leeromgevingen"), 1)],
        "perspectief": rng.choice(("eigen_klas", "eigen_klas", "korte_termijn", "te_verkennen")),
        "dringendheid": "gewoon",
        "lessen_missen": "nee" if c.klas else rng.choice(("nee", "deels", "deels")),
        "aanbieder": "#naft",
    }
    if c.chance(0.1):
        found |= {"dringendheid": "dringend", "reden_dringend": c.say(bank("stuck"))}
    if c.chance(0.4):
        found["interne_nota_clb"] = c.say(bank("extended"), bank("stuck"))
    return found | (_about_class(c) if c.klas else _about_pupil(c, day, told))


def _about_class(c: Cast) -> Texts:
    size = c.rng.randint(12, 24)
    reason = "De oorzaak ligt in de groep zelf: wie apart begeleid wordt, komt telkens terug in dezelfde klas. "
    return {
        "klas_code": c.klas,
        "klas_aantal": size,
        "leerlingen_met_risico": c.rng.randint(2, size // 2),
        "reden_klasgroep": reason + c.say(c.theme.school),
        "instemmingen": [_consent(1, "hulp", "directie", c.opened, "ja")],
    }


def _about_pupil(c: Cast, day: date, told: date) -> Texts:
    rng, theme = c.rng, c.theme
    adult = c.adult_on(day)
    home = rng.choice(HOMES) if c.parents else rng.choice(("alleenwonend", "voorziening"))
    found: Texts = {
        "leerlingen": [
            {
                "id": "L1",
                "leerling": "@pupil",
                "geboortedatum": c.born.isoformat(),
                "geslacht": c.pupil["geslacht"],
                **c.home,
                "verblijft_elders": False,
                "bekwaamheid": "meerderjarig" if adult else "vermoed_bekwaam",
            }
        ],
        "ouders": [f"@{name}" for name in at_home(c)],
        "thuissituatie": home,
        "conflict_ouders": False,
        "gerechtelijke_beslissing": "nee" if c.chance(0.9) else "niet_gekend",
        "lopende_hulp": [rng.choice(HELP)],
        "in_opname": False,
        "ingeschreven": "ja",
        "klas": f"{rng.randint(1, 6)} {rng.choice('ABCDE')}",
        "verslag": "geen" if c.chance(0.85) else "gc_verslag",
        "problematische_afwezigheden": rng.randint(0, 60),
        "tuchtmaatregelen": ["geen"] if c.chance(0.75) else ["tijdelijke_uitsluiting"],
        "leerling_gehoord": True,
        "hulpvraag_leerling": c.say(theme.leerling, theme.woorden),
        "ouders_gehoord": True,
        "hulpvraag_ouders": c.say(theme.ouders),
        "uitleg_gegeven": True,
        "uitleg_op": told.isoformat(),
        "uitleg_taal": c.pupil["taal"],
        "uitleg_tolk": "nee",
        "instemmingen": list(_consents(c, told)),
    }
    if not adult and c.chance(0.15):
        found["niet_delen_met_ouders"] = ["samenhangende_factoren"]
    return found


def _consents(c: Cast, day: date) -> list[Texts]:
    capacity = "meerderjarig" if c.adult_on(day) else "vermoed_bekwaam"
    school = "nee" if c.words["dag"] in ("maandag", "donderdag") and c.chance(0.75) else "ja"
    asked = [("hulp", "pupil", "ja"), *(("hulp", name, "ja") for name in at_home(c)), ("hulp", "directie", "ja")]
    asked += [("delen_naft", "pupil", "ja"), ("delen_school", "pupil", school)]
    asked.append(("delen_ouders", "pupil", "nee" if c.chance(0.12) else "ja"))
    found = [_consent(nr, what, by, day, answer, capacity) for nr, (what, by, answer) in enumerate(asked, start=1)]
    if c.way == "overgedragen":
        found.append(_consent(len(found) + 1, "delen_naft", "pupil", day, "ja", capacity) | {"aan_aanbieder": "#ander"})
    return found


def _consent(nr: int, what: str, by: str, day: date, answer: str, capacity: str = "") -> Texts:
    made = {"id": f"I{nr}", "waarvoor": what, "gegeven_door": f"@{by}", "antwoord": answer, "datum": day.isoformat()}
    return made | {"wijze": "mondeling"} | ({"bekwaamheid": capacity} if capacity else {})


def goals(c: Cast, coach: str, table: date, start: date, planned: date) -> Texts:
    """Doelstellingen en afspraken of a meeting on `table`; `planned` is the first evaluation."""
    rng, count = c.rng, c.rng.choice((1, 2, 2, 3))
    half_days = rng.randint(1, 4)
    spots = rng.sample((1, 2, 3, 6, 7), half_days)
    away = not c.klas and c.chance(0.6)
    who = [*(["pupil"] if not c.klas else []), *at_home(c), "clb", coach, "directie", "begeleider", "titularis"]
    found: Texts = {
        "datum_overleg": table.isoformat(),
        "plaats_overleg": rng.choice(
            ("Op school, lokaal 12", "Bij NAFT", "Op het CLB", "Op school, kleine lerarenkamer")
        ),
        "aanwezigen": _present(c, who, "toelichting"),
        "vraag_leerling": c.say(c.theme.leerling),
        "vraag_ouders": c.say(c.theme.ouders),
        "vraag_school": c.say(c.theme.school),
        "vraag_clb": c.say(bank("why_naft")),
        "gedeelde_vraag": c.say(bank("shared")),
        "betrokken_school": "#school",
        "doelen": [_goal(c, nr, coach, start) for nr in range(1, count + 1)],
        "interventies_leerling": ["groep"]
        if c.klas
        else ["individueel", rng.choice(("leeromgevingen", "herstelgericht"))],
        "plaats": rng.sample(("school", "naft_locatie"), rng.randint(1, 2)),
        "startdatum": start.isoformat(),
        "vermoedelijk_einde": (start + timedelta(days=rng.randint(70, 200))).isoformat(),
        "dagdelen_per_week": half_days,
        "afwezigheid_op_school": "code_p" if away else "geen",
        "akkoord_directie_op": table.isoformat(),
        "weekschema": ["naft" if nr in spots else half for nr, half in enumerate(WEEK)],
        "afspraken": list(_agreements(c, coach, half_days)),
        "peter_meter": "@begeleider",
        "terugkoppeling_school": c.say(bank("feedback")),
        "hoe_evalueren": c.say(bank("how")),
        "uiterste_datum_evaluatie": planned.isoformat(),
        "geplande_evaluatie": planned.isoformat(),
        "herinnering_naar": ["clb"],
        "ondertekenaars": ["@clb", f"@{coach}", "@directie"],
    }
    return found | ({"aantal_leerlingen": rng.randint(12, 24)} if c.klas else {"betrokken_leerlingen": ["@pupil"]})


def _present(c: Cast, who: Sequence[str], why: str) -> list[Texts]:
    found: list[Texts] = []
    for nr, name in enumerate(who, start=1):
        one = {"id": f"P{nr}", "persoon": f"@{name}", "aanwezigheid": "aanwezig"}
        if name in ("directie", "ouder1") and c.chance(0.5):
            one |= {"aanwezigheid": "vertegenwoordigd", why: "Iemand van het team sprak in deze naam."}
        found.append(one)
    return found


def _goal(c: Cast, nr: int, coach: str, start: date) -> Texts:
    theme = c.theme if nr == 1 or c.klas else c.rng.choice(THEMES)
    now = c.rng.randint(1, 5)
    return {
        "id": f"D{nr}",
        "gericht_op": "groep" if c.klas else "leerling",
        "domein": theme.domein,
        "tekst": c.say(theme.doel),
        "woorden_leerling": c.say(theme.woorden),
        "merkbaar_aan": c.say(theme.merkbaar),
        "score_nu": now,
        "score_doel": c.rng.randint(now + 1, 9),
        "trekker": f"@{coach}",
        "helpers": ["@begeleider"],
        "streefdatum": (start + timedelta(days=c.rng.randint(25, 100))).isoformat(),
    }


def _agreements(c: Cast, coach: str, half_days: int) -> list[Texts]:
    told = (
        ("duur", f"{half_days} {'dagdeel' if half_days == 1 else 'dagdelen'} per week, tot aan de eerste evaluatie."),
        ("methodiek", c.say(bank("works"))),
        ("opvolging", c.say(bank("feedback"))),
        ("evaluatie", c.say(bank("how"))),
        ("privacy", "Wat bij NAFT verteld wordt, blijft daar. De school hoort enkel hoe het met de doelen gaat."),
    )
    return [
        {"id": f"A{nr}", "soort": kind, "tekst": text, "wie": [f"@{coach}", "@clb"], "hoe_vaak": "wekelijks"}
        for nr, (kind, text) in enumerate(told, start=1)
    ]
