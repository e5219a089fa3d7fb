"""The evaluations of an invented dossier, and who stays engaged after it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from forms.scope import Answers, items_of
from services.flanders_cast import Cast
from services.flanders_texts import Texts, at_home
from services.flanders_words import PROMISES, VIEWS, bank

OPEN = (None, "open", "bijgesteld")
ENDS = ("doelen_bereikt", "doelen_bereikt", "doelen_bereikt", "onderling_overleg")
ENDS_EARLY = ("leerling_stopt", "ouders_stoppen", "verhuis", "andere_hulp", "uit_onderwijs")


def evaluation(c: Cast, doelen: Answers, held: date, following: date | None, kind: str) -> Texts:
    """An evaluation on `held` of goals as they are; `following` is the next one, None at the end.

    `kind` is tussentijds, eind, vroegtijdig, or overdragen for the end with this provider alone.
    """
    rng, last = c.rng, following is None
    changes = not last and c.chance(0.35)
    results = [
        _result(c, item, last=last, changes=changes and nr == 0)
        for nr, item in enumerate(one for one in items_of(doelen.get("doelen")) if one.get("stand") in OPEN)
    ]
    planned = rng.randint(10, 40)
    missed, excused = rng.randint(0, 3), rng.randint(0, 4)
    found: Texts = {
        "soort": "eind" if kind == "overdragen" else kind,
        "datum_overleg": held.isoformat(),
        "reden_te_laat": rng.choice(("ziekte", "vakantie", "niet_bereikt")),
        "toelichting_te_laat": "De eerste datum kon niet doorgaan.",
        "vorm": rng.choice(("rondetafel", "rondetafel", "rondetafel", "online")),
        "betrokkenen": [
            {
                "id": item["id"],
                "persoon": item["persoon"],
                "aanwezigheid": "aanwezig" if c.chance(0.8) else "inbreng_vooraf",
            }
            for item in items_of(doelen.get("aanwezigen"))
        ],
        "doelresultaten": results,
        "afspraken_nagekomen": [
            {"id": item["id"], "nagekomen": "ja"}
            if c.chance(0.8)
            else {"id": item["id"], "nagekomen": "deels", "toelichting": c.say(bank("followed"))}
            for item in items_of(doelen.get("afspraken"))
        ],
        "dagdelen_gepland": planned,
        "dagdelen_aanwezig": planned - missed - excused,
        "dagdelen_gewettigd_afwezig": excused,
        "dagdelen_niet_gewettigd": missed,
        "wat_werkt": c.say(bank("works"), bank("strengths")),
        "obstakels": c.say(bank("stuck")),
        "besluit_traject": "bijsturen" if changes else "verderzetten",
    }
    if following:
        found["volgende_evaluatie"] = following.isoformat()
    if c.klas:
        found["klasklimaat"] = c.say(c.theme.school)
    if c.chance(0.3):
        found["interne_nota_naft"] = c.say(bank("stuck"), bank("works"))
    return found if not last else found | _end(c, held, kind)


def _result(c: Cast, goal: dict[str, Any], *, last: bool, changes: bool) -> Texts:
    outcome = c.rng.choice(
        ("bereikt", "deels_bereikt", "in_uitvoering") if last else ("in_uitvoering", "deels_bereikt")
    )
    decision = ("afronden" if outcome != "in_uitvoering" else "stopzetten") if last else "behouden"
    found = {
        "id": goal["id"],
        "resultaat": outcome,
        "score": c.rng.randint(3, 9),
        "zicht_leerling": c.say(VIEWS["leerling"]),
        "zicht_school": c.say(VIEWS["school"]),
        "zicht_clb": c.say(VIEWS["clb"]),
        "zicht_naft": c.say(VIEWS["naft"], VIEWS["naft"]),
        "besluit": "bijsturen" if changes else decision,
    }
    if c.parents:
        found["zicht_ouders"] = c.say(VIEWS["ouders"])
    return found | ({"nieuwe_formulering": c.say(c.theme.doel)} if changes else {})


def _end(c: Cast, held: date, kind: str) -> Texts:
    decision = {"eind": "afronden", "vroegtijdig": "stoppen", "overdragen": "overdragen"}[kind]
    reasons = {"eind": ENDS, "vroegtijdig": ENDS_EARLY, "overdragen": ("andere_aanbieder",)}[kind]
    return {
        "besluit_traject": decision,
        "einddatum": (held + timedelta(days=c.rng.randint(0, 10))).isoformat(),
        "reden_einde": c.rng.choice(reasons),
        "initiatief_einde": [c.rng.choice(("leerling", "ouders", "school"))],
        "perspectief_einde": c.rng.choice(("eigen_klas", "eigen_klas", "andere_richting", "andere_school", "onbekend")),
        "samenvatting": c.say(bank("summaries"), bank("works")),
        "tevredenheid": c.rng.choice("234455"),
        "bewaartermijn_verteld": True,
        "bewaartermijn_verteld_op": held.isoformat(),
    }


def engagements(c: Cast, coach: str, day: date) -> Texts:
    """Who promises what from `day` on."""
    promised = [("begeleider", "school"), ("clb", "clb"), *([] if c.klas else [("pupil", "leerling")])]
    who = ["clb", coach, "directie", "begeleider", "titularis", *at_home(c), *([] if c.klas else ["pupil"])]
    return {
        "verantwoordelijke_school": "@begeleider",
        "verantwoordelijke_clb": "@clb",
        "datum_overdracht": day.isoformat(),
        "deelnemers": [f"@{name}" for name in who],
        "terugkeerplan": c.say(bank("shared"), bank("basic")),
        "wat_blijft": c.say(bank("raised"), bank("works")),
        "terugval_signalen": c.say(c.theme.school),
        "terugval_plan": c.say(PROMISES["school"], PROMISES["clb"]),
        "engagementen": [
            {
                "id": f"E{nr}",
                "wie": f"@{name}",
                "tekst": c.say(PROMISES[bank]),
                "vanaf": day.isoformat(),
                "tot": (day + timedelta(days=100)).isoformat(),
                "hoe_vaak": "wekelijks",
                "opvolging_door": "school" if nr == 1 else "clb",
                "opvolgen_op": (day + timedelta(days=40 + 5 * nr)).isoformat(),
                "aanvaard": "ja",
            }
            for nr, (name, bank) in enumerate(promised, start=1)
        ],
        "ondertekenaars": ["@clb", "@begeleider", f"@{coach}"],
    }


def followed_up(c: Cast, made: Answers, day: date, *, done: bool) -> Texts:
    """How each engagement went; `done` when nothing is followed up any more."""
    moments = [
        {
            "id": f"M{nr}",
            "engagement": item["id"],
            "datum": day.isoformat(),
            "door": "@clb",
            "vorm": c.rng.choice(("gesprek", "telefoon", "klassenraad")),
            "stand": c.rng.choice(("nagekomen", "nagekomen", "deels", "niet")),
            "verslag": c.say(bank("followed")),
            "nieuwe_zorgvraag": False,
        }
        for nr, item in enumerate(items_of(made.get("engagementen")), start=1)
    ]
    result = c.rng.choice(("nagekomen", "deels_nagekomen", "geen_contact"))
    return {"opvolgmomenten": moments} | ({"afgesloten_op": day.isoformat(), "resultaat": result} if done else {})
