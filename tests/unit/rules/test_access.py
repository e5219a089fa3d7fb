"""Every cell of the table of rights, against what is written down here by hand: who, in which tie, may do what."""

from __future__ import annotations

import pytest

from rules.access import KINDS_OF, Action, Asked, Need, Tie, decide, may_have_copy
from rules.rights import ADMINISTRATOR, AT_WORK, PLATFORM_ADMINISTRATOR
from rules.states import State

ALL = frozenset(Need)
COLUMNS = (
    ("clb", Tie.OWNER),
    ("clb", Tie.CLB),
    ("naft", Tie.PROVIDER),
    ("naft", Tie.EARLIER),
    ("school", Tie.SCHOOL),
    ("clb", Tie.EMERGENCY),
    ("naft", Tie.EMERGENCY),
    ("clb", Tie.NONE),
    ("pbd", Tie.NONE),
)
IN_A_DOSSIER = """
action             owner clb  provider earlier school em-clb em-naft other pbd
see                ja    ja   ja       ja      ja     weg    weg     weg   weg
read-text          ja    ja   ja       ja      ja     ja     ja      weg   weg
compare            ja    ja   ja       ja      ja     weg    weg     weg   weg
open-draft         ja    ja   ja       ja      ja     weg    weg     weg   weg
write              ja    ja   ja       nee     ja     weg    weg     weg   weg
take-step          ja    ja   ja       ja      ja     weg    weg     weg   weg
note-consent       ja    ja   ja       nee     nee    weg    weg     weg   weg
add-party          ja    ja   ja       nee     ja     weg    weg     weg   weg
change-party       ja    ja   ja       nee     nee    weg    weg     weg   weg
remove-party       ja    ja   ja       weg     weg    weg    weg     weg   weg
sign               ja    ja   ja       ja      ja     weg    weg     weg   weg
follow-round       ja    ja   ja       ja      ja     weg    weg     weg   weg
host-round         ja    ja   ja       ja      ja     weg    weg     weg   weg
handle-paper       ja    ja   ja       ja      ja     weg    weg     weg   weg
fetch              ja    ja   ja       ja      ja     ja     ja      weg   weg
pack               ja    ja   ja       ja      ja     weg    weg     weg   weg
read-log           ja    nee  ja       ja      nee    weg    weg     weg   weg
log-for-pupil      ja    nee  nee      nee     nee    weg    weg     weg   weg
read-emergency     weg   weg  weg      weg     weg    ja     ja      weg   weg
judge-emergency    ja    nee  nee      nee     nee    weg    weg     weg   weg
hand-over          ja    nee  nee      nee     nee    weg    weg     weg   weg
answer-rights      ja    nee  ja       ja      nee    weg    weg     weg   weg
give-copy          ja    nee  ja       ja      nee    weg    weg     weg   weg
"""
"""For who works there in a role of its kind, where all is the case of the text: ja, nee (said why), weg (404)."""
FALLS_WITHOUT = {
    "read-text": {Need.READS: "all"},
    "compare": {Need.READS: "all", Need.OWN: "all"},
    "open-draft": {Need.READS: "all", Need.LEADS: "naft school", Need.OWN: "naft school"},
    "write": {Need.LEADS: "all"},
    "sign": {Need.SIGNER: "all"},
    "follow-round": {Need.READS_OR_SIGNS: "all"},
    "host-round": {Need.LEADS: "naft school", Need.OWN: "naft school"},
    "handle-paper": {Need.OWN: "all", Need.LEADS: "school"},
}
"""Action -> what must be the case of the text -> for which kinds of organisation its absence ends the right."""
BY_ROLE = """
action             clb   naft  school pbd   welzijn
own-account        ja    ja    ja     ja    ja
work               ja    ja    ja     ja    ja
search             ja    ja    ja     ja    ja
ask-clb            nee   ja    ja     ja    ja
open-dossier       ja    nee   nee    nee   nee
take-in            ja    ja    nee    nee   nee
read-received      ja    ja    weg    weg   weg
count              ja    ja    ja     nee   nee
manage             nee   nee   nee    nee   nee
platform           nee   nee   nee    nee   nee
platform-settings  nee   nee   nee    nee   nee
ask-emergency      ja    ja    nee    nee   nee
"""
"""The same without a dossier, for who works there and administers nothing."""
ADMINISTRATORS = {"manage", "manage-people", "manage-door"}
PLATFORM = {"platform", "platform-settings", "appoint"}
FRESH = {
    *("own-security", "manage-people", "manage-door", "platform-settings", "appoint"),
    *("ask-emergency", "hand-over", "keep-or-destroy", "give-copy"),
}


def cells(table: str) -> list[tuple[str, int, str]]:
    """(action, column, answer) of a table above."""
    _, *rows = table.strip().splitlines()
    return [(row.split()[0], nr, said) for row in rows for nr, said in enumerate(row.split()[1:])]


def said(asked: Asked) -> str:
    """The answer in a word."""
    found = decide(asked)
    assert found.allowed or found.hidden or (found.problem and found.problem.message and found.problem.source)
    return "ja" if found.allowed else "weg" if found.hidden else "nee"


def at_work(kind: str) -> frozenset[str]:
    return frozenset(AT_WORK.get(kind, ())[:1])


def test_every_cell_of_a_dossier():
    """BR-12, BR-52, BR-54 and BR-56, as one table."""
    wrong = []
    for name, nr, expected in cells(IN_A_DOSSIER):
        kind, tie = COLUMNS[nr]
        asked = Asked(Action(name), kind, at_work(kind), tie, State.LOPEND, ALL)
        if said(asked) != expected:
            wrong.append((name, kind, tie, said(asked), expected))
    assert not wrong


def test_the_table_here_leaves_no_action_out():
    named = {row[0] for table in (IN_A_DOSSIER, BY_ROLE) for row in cells(table)} | ADMINISTRATORS | PLATFORM
    more = {"open-page", "by-link", "finish-sign-in", "own-security", "look-up", "read-question", "answer-question"}
    of_administrators = {"replace-colleague", "keep-or-destroy"}
    assert named | more | of_administrators == set(Action)


def test_each_thing_that_must_be_the_case_of_a_text_counts_where_it_says_and_nowhere_else():
    for name, nr, expected in cells(IN_A_DOSSIER):
        kind, tie = COLUMNS[nr]
        if expected != "ja" or tie is Tie.EMERGENCY:
            continue
        for need in Need:
            kinds = FALLS_WITHOUT.get(name, {}).get(need, "")
            falls = kinds == "all" or kind in kinds.split()
            found = decide(Asked(Action(name), kind, at_work(kind), tie, State.LOPEND, ALL - {need}))
            assert found.allowed != falls, (name, kind, need)


@pytest.mark.parametrize("roles", [frozenset(), frozenset({ADMINISTRATOR}), frozenset({PLATFORM_ADMINISTRATOR})])
def test_who_only_administers_opens_no_dossier(roles):
    for name, nr, _ in cells(IN_A_DOSSIER):
        kind, tie = COLUMNS[nr]
        assert said(Asked(Action(name), kind, roles, tie, State.LOPEND, ALL)) == "weg", (name, kind, tie)


def test_a_tie_counts_only_for_the_kind_of_organisation_it_is_of():
    for tie, kinds in KINDS_OF.items():
        for kind in set(AT_WORK) - kinds:
            for action in Action:
                with_it = decide(Asked(action, kind, at_work(kind), tie, State.LOPEND, ALL))
                without = decide(Asked(action, kind, at_work(kind), Tie.NONE, State.LOPEND, ALL))
                assert with_it.allowed == without.allowed, (action, kind, tie)


def test_without_a_dossier_every_cell():
    """BR-01 among them: only a CLB opens a dossier, the others ask."""
    kinds = BY_ROLE.split("\n")[1].split()[1:]
    wrong = []
    for name, nr, expected in cells(BY_ROLE):
        asked = Asked(Action(name), kinds[nr], at_work(kinds[nr]))
        if said(asked) != expected:
            wrong.append((name, kinds[nr], said(asked), expected))
    assert not wrong


def test_nobody_without_an_account_does_anything_but_what_is_open_to_all():
    open_to_all = {action for action in Action if decide(Asked(action, "")).allowed}
    assert open_to_all == {Action.OPEN_PAGE, Action.BY_LINK}
    for tie in Tie:
        assert not decide(Asked(Action.SEE, "", frozenset({"clb"}), tie, State.LOPEND)).allowed


@pytest.mark.parametrize(("role", "actions"), [(ADMINISTRATOR, ADMINISTRATORS), (PLATFORM_ADMINISTRATOR, PLATFORM)])
def test_an_administrator_administers_what_the_role_says_and_nothing_more(role, actions):
    every = ADMINISTRATORS | PLATFORM
    for kind in AT_WORK:
        may = {one for one in every if decide(Asked(Action(one), kind, frozenset({role}))).allowed}
        assert may == actions


def test_what_is_asked_anew_is_what_cannot_be_undone():
    found = set()
    for action in Action:
        for kind, tie in COLUMNS:
            roles = at_work(kind) | {ADMINISTRATOR, PLATFORM_ADMINISTRATOR}
            decision = decide(Asked(action, kind, roles, tie, State.LOPEND, ALL))
            found |= {action.value} if decision.allowed and decision.fresh else set()
    assert found == FRESH


def test_a_destroyed_dossier_is_seen_and_its_log_read_and_no_more():
    """T20: the number, the days and the log stay."""
    left = set()
    for name, nr, _ in cells(IN_A_DOSSIER):
        kind, tie = COLUMNS[nr]
        if decide(Asked(Action(name), kind, at_work(kind), tie, State.VERNIETIGD, ALL)).allowed:
            left.add(name)
    assert left == {"see", "read-log", "log-for-pupil"}


@pytest.mark.parametrize(
    ("kind", "given", "own"), [("clb", "CSLOP", "C"), ("naft", "NLO", "N"), ("school", "SP", "S"), ("pbd", "P", "P")]
)
def test_whose_copies_go_through_whose_hands(kind, given, own):
    """BR-54; and in an emergency the own copy alone."""
    assert {one for one in "CNSLOP" if may_have_copy(kind, one)} == set(given)
    assert not may_have_copy(kind, "")
    for reader in "CNSLOP":
        asked = Asked(Action.FETCH, kind, at_work(kind), Tie.EMERGENCY, State.LOPEND, None, reader)
        assert decide(asked).allowed == (reader == own and kind in ("clb", "naft"))
    assert may_have_copy("clb", "N", "D6")
    assert may_have_copy("school", "L", "D2B")
    assert not may_have_copy("school", "L", "D2")
