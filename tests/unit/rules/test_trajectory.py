"""The table of steps, walked cell by cell against what is written out here by hand."""

import pytest

from rules.source import RULES
from rules.trajectory import TRANSITIONS, Actor, Event, Refused, State, decide, explain, open_events

KINDS = ("clb", "naft", "school", "data_manager", "pbd", "welzijn")

# state -> event -> who may do it -> where it leads. What is not here is refused.
EXPECTED = {
    None: {"nieuwe-indicatiestelling": ({"clb"}, "concept", "T1")},
    "concept": {"aanmelden": ({"clb"}, "aangemeld", "T2")},
    "aangemeld": {
        "aanvaarden": ({"naft"}, "aanvaard", "T3"),
        "op-wachtlijst": ({"naft"}, "wachtlijst", "T4"),
        "weigeren": ({"naft"}, "geweigerd", "T4"),
        "meer-info-vragen": ({"naft"}, "aangemeld", "T4"),
        "info-geven": ({"clb"}, "aangemeld", "T4"),
        "doorgeven": ({"naft"}, "geweigerd", "T4"),
        "intrekken": ({"clb"}, "ingetrokken", "T6"),
    },
    "wachtlijst": {
        "aanvaarden": ({"naft"}, "aanvaard", "T5"),
        "weigeren": ({"naft"}, "geweigerd", "T5"),
        "doorgeven": ({"naft"}, "geweigerd", "T5"),
        "intrekken": ({"clb"}, "ingetrokken", "T6"),
        "opnieuw-aanmelden": ({"clb"}, "aangemeld", "T7"),
    },
    "geweigerd": {
        "opnieuw-aanmelden": ({"clb"}, "aangemeld", "T7"),
        "intrekken": ({"clb"}, "ingetrokken", "T6"),
        "vernietigen": ({"data_manager"}, "vernietigd", "T20"),
    },
    "ingetrokken": {
        "heropenen": ({"clb"}, "concept", "T19"),
        "vernietigen": ({"data_manager"}, "vernietigd", "T20"),
    },
    "aanvaard": {
        "doelen-vastleggen": ({"naft"}, "ter_ondertekening", "T8"),
        "intrekken": ({"clb"}, "ingetrokken", "T6"),
    },
    "ter_ondertekening": {
        "terug-naar-bewerken": ({"naft"}, "aanvaard", "T9"),
        "starten": ({"naft"}, "lopend", "T10"),
        "intrekken": ({"clb"}, "ingetrokken", "T6"),
    },
    "lopend": {
        "evaluatie-vastleggen": ({"naft"}, "lopend", "T11"),
        "bijsturen": ({"naft"}, "lopend", "T12"),
        "opschorten": ({"naft"}, "opgeschort", "T13"),
        "instemming-ingetrokken": ({"naft", "clb"}, "opgeschort", "T13"),
        "stoppen-vragen": ({"clb"}, "lopend", "T14"),
        "eindevaluatie": ({"naft"}, "afgerond", "T14"),
        "vroegtijdig-stoppen": ({"naft"}, "afgerond", "T14"),
        "overdragen": ({"naft", "clb"}, "overgedragen", "T15"),
    },
    "opgeschort": {
        "hervatten": ({"naft"}, "lopend", "T13"),
        "evaluatie-vastleggen": ({"naft"}, "opgeschort", "T11"),
        "stoppen-vragen": ({"clb"}, "opgeschort", "T14"),
        "eindevaluatie": ({"naft"}, "afgerond", "T14"),
        "vroegtijdig-stoppen": ({"naft"}, "afgerond", "T14"),
        "overdragen": ({"naft", "clb"}, "overgedragen", "T15"),
    },
    "afgerond": {
        "engagementen-vastleggen": ({"clb", "school"}, "nazorg", "T16"),
        "zonder-nazorg-afsluiten": ({"clb"}, "afgesloten", "T17"),
    },
    "nazorg": {"afsluiten": ({"clb"}, "afgesloten", "T18")},
    "overgedragen": {"vernietigen": ({"data_manager"}, "vernietigd", "T20")},
    "afgesloten": {
        "heropenen": ({"clb"}, "concept", "T19"),
        "vernietigen": ({"data_manager"}, "vernietigd", "T20"),
    },
    "vernietigd": {},
}


class AllTrue(dict[str, bool]):
    """Facts that all hold."""

    def __missing__(self, name):
        return True


def state_of(text):
    return State(text) if text else None


def cells():
    return [(state, event, kind) for state in (None, *map(str, State)) for event in map(str, Event) for kind in KINDS]


def test_the_expectations_name_every_state():
    assert set(EXPECTED) == {None, *map(str, State)}


@pytest.mark.parametrize(("state", "event", "kind"), cells())
def test_each_cell_of_the_table_is_allowed_or_refused_as_written_here(state, event, kind):
    who, to_state, row_id = EXPECTED[state].get(event, (set(), None, None))
    if kind in who:
        made = decide(state_of(state), Event(event), kind, AllTrue())
        assert (made.to_state, made.id) == (to_state, row_id)
        return
    with pytest.raises(Refused) as refused:
        decide(state_of(state), Event(event), kind, AllTrue())
    (found,) = refused.value.problems
    assert found.rule_id in RULES
    assert found.source
    assert found.message


@pytest.mark.parametrize("state", [None, *map(str, State)])
@pytest.mark.parametrize("kind", KINDS)
def test_a_user_finds_the_buttons_that_this_kind_may_press(state, kind):
    expected = {event for event, (who, _, _) in EXPECTED[state].items() if kind in who}
    assert {row.event for row in open_events(state_of(state), kind)} == expected


def test_a_step_in_the_wrong_state_says_when_it_is_possible():
    (found,) = explain(State.LOPEND, Event.STARTEN, "naft", {})
    assert found.message == (
        "'Starten' kan nu niet. De status is: Het traject loopt. Dat kan enkel bij: Doelen liggen ter ondertekening."
    )


def test_a_dossier_that_exists_cannot_be_started_again():
    (found,) = explain(State.CONCEPT, Event.NIEUWE_INDICATIESTELLING, "clb", {})
    assert found.message.endswith("Begin daarvoor een nieuw dossier.")


def test_a_step_of_somebody_else_says_whom_to_ask():
    (found,) = explain(State.AFGEROND, Event.ENGAGEMENTEN_VASTLEGGEN, "naft", {})
    assert found.message.endswith("Vraag het aan het CLB of de school.")


@pytest.mark.parametrize(("state", "event"), [(None, "nieuwe-indicatiestelling"), (State.CONCEPT, "aanmelden")])
def test_only_a_clb_refers_and_the_refusal_names_that_rule(state, event):
    (found,) = explain(state, Event(event), "school", {})
    assert found.rule_id == "BR-01"


def test_the_table_has_all_twenty_steps_and_no_cell_twice():
    assert {row.id for row in TRANSITIONS} == {f"T{number}" for number in range(1, 21)}
    seen = [(state, row.event) for row in TRANSITIONS for state in row.from_states]
    assert len(seen) == len(set(seen))


def test_every_row_has_a_button_an_effect_and_a_source():
    for row in TRANSITIONS:
        assert row.label
        assert row.effect.endswith(".")
        assert row.source == RULES[row.id].source
        assert all(guard.source for guard in row.guards)


def test_every_state_and_actor_has_a_label_of_its_own():
    assert len({state.label for state in State}) == len(State)
    assert len({actor.label for actor in Actor}) == len(Actor)
