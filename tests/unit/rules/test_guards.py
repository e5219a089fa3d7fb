"""What each step asks for, and how it refuses without it."""

import pytest

from rules.source import RULES
from rules.trajectory import TRANSITIONS, Event, Refused, State, decide, explain, facts_needed

# (state, event) -> guard -> rule that refuses without it, in the order in which they are told.
GUARDS = {
    ("concept", "aanmelden"): {
        "indicatiestelling_volledig": "BR-03",
        "fase_toegelaten": "BR-02",
        "gemotiveerd_oordeel": "BR-03",
        "school_geraadpleegd": "BR-04",
        "secundair_onderwijs": "BR-05",
        "aanbieder_erkend": "BR-06",
        "klasgroep_gemotiveerd": "BR-07",
        "pbd_in_orde": "BR-08",
        "leerling_of_school": "BR-09",
        "instemming_geldig": "BR-20",
        "ronde_indicatiestelling_getekend": "BR-30",
    },
    ("aangemeld", "aanvaarden"): {"aanbieder_erkend": "BR-06"},
    ("aangemeld", "op-wachtlijst"): {"reden": "T4"},
    ("aangemeld", "weigeren"): {"reden": "T4"},
    ("aangemeld", "meer-info-vragen"): {"reden": "T4"},
    ("aangemeld", "info-geven"): {"vraag_van_naft": "T4"},
    ("aangemeld", "doorgeven"): {"reden": "T4", "andere_aanbieder": "T7"},
    ("wachtlijst", "doorgeven"): {"reden": "T5", "andere_aanbieder": "T7"},
    ("aangemeld", "intrekken"): {"reden": "T6"},
    ("wachtlijst", "aanvaarden"): {"aanbieder_erkend": "BR-06"},
    ("wachtlijst", "weigeren"): {"reden": "T5"},
    ("geweigerd", "opnieuw-aanmelden"): {
        "andere_aanbieder": "T7",
        "aanbieder_erkend": "BR-06",
        "instemming_geldig": "BR-20",
    },
    ("aanvaard", "doelen-vastleggen"): {
        "record_volledig": "BR-11",
        "clb_werkte_mee": "BR-10",
        "pbd_op_de_hoogte": "BR-08",
    },
    ("ter_ondertekening", "terug-naar-bewerken"): {"geen_handtekening_of_reden": "BR-33"},
    ("ter_ondertekening", "starten"): {
        "blokkerende_handtekeningen": "BR-30",
        "school_en_leerling_stemmen_in": "BR-26",
        "instemming_geldig": "BR-20",
    },
    ("lopend", "evaluatie-vastleggen"): {"record_volledig": "T11"},
    ("lopend", "bijsturen"): {
        "evaluatie_met_bijsturing": "T12",
        "record_volledig": "BR-11",
        "clb_werkte_mee": "BR-10",
        "pbd_op_de_hoogte": "BR-08",
    },
    ("lopend", "opschorten"): {"reden": "T13"},
    ("lopend", "instemming-ingetrokken"): {"instemming_ontbreekt": "BR-25"},
    ("lopend", "stoppen-vragen"): {"reden": "T14"},
    ("opgeschort", "hervatten"): {"instemming_geldig": "BR-25"},
    ("lopend", "eindevaluatie"): {"eindevaluatie_vastgelegd": "T14"},
    ("opgeschort", "vroegtijdig-stoppen"): {"eindevaluatie_vastgelegd": "T14"},
    ("lopend", "overdragen"): {
        "overdracht_geevalueerd": "T15",
        "andere_aanbieder": "T7",
        "aanbieder_erkend": "BR-06",
        "delen_met_nieuwe_aanbieder": "T15",
        "clb_en_naft_akkoord": "T15",
    },
    ("afgerond", "engagementen-vastleggen"): {"engagementen_vastgelegd": "T16"},
    ("afgerond", "zonder-nazorg-afsluiten"): {"reden": "T17"},
    ("nazorg", "afsluiten"): {"elk_engagement_heeft_stand": "BR-46", "bevestigd_door_school": "T18"},
    ("afgesloten", "heropenen"): {"nieuwe_zorgvraag": "T19"},
    ("afgesloten", "vernietigen"): {
        "eigen_dossier": "T20",
        "bewaartermijn_verstreken": "BR-50",
        "tweede_persoon": "T20",
    },
}


@pytest.mark.parametrize(("cell", "guards"), GUARDS.items())
def test_a_step_asks_for_exactly_these_facts(cell, guards):
    state, event = cell
    assert facts_needed(State(state), Event(event)) == tuple(guards)


def test_every_step_with_conditions_is_among_the_expectations():
    tried = {event for _, event in GUARDS}
    assert {str(row.event) for row in TRANSITIONS if row.guards} == tried


@pytest.mark.parametrize(
    ("state", "event", "name", "rule_id"),
    [(*cell, name, rule_id) for cell, guards in GUARDS.items() for name, rule_id in guards.items()],
)
def test_one_false_fact_refuses_with_its_rule_its_source_and_what_to_do(state, event, name, rule_id):
    (row,) = {row for row in TRANSITIONS if state in row.from_states and row.event == event}
    facts = dict.fromkeys(facts_needed(State(state), Event(event)), True)
    (found,) = explain(State(state), Event(event), min(row.who), facts | {name: False})
    assert (found.rule_id, found.source) == (rule_id, RULES[rule_id].source)
    assert found.message.endswith(".")


def test_all_failing_facts_are_told_at_once():
    found = explain(State.NAZORG, Event.AFSLUITEN, "clb", dict.fromkeys(GUARDS["nazorg", "afsluiten"], False))
    assert [problem.rule_id for problem in found] == ["BR-46", "T18"]


def test_a_forgotten_fact_is_a_mistake_of_the_programmer():
    with pytest.raises(KeyError, match="reden"):
        decide(State.AANGEMELD, Event.WEIGEREN, "naft", {})


def test_a_refusal_reads_as_its_messages():
    refused = Refused(explain(State.AANGEMELD, Event.WEIGEREN, "naft", {"reden": False}))
    assert str(refused) == "Geef de reden van het weigeren."


def test_a_step_that_does_not_exist_asks_for_no_facts():
    assert facts_needed(State.VERNIETIGD, Event.STARTEN) == ()
