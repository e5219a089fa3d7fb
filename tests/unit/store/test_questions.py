from typing import Any

import pytest

from store import organisations, questions
from store.database import Conflict
from store.questions import Question, QuestionClosed
from tests.unit.store.story import AT, LATER, an_account

EVEN_LATER = "2026-12-24T10:00:00Z"


@pytest.fixture
def ask(db, story):
    """`ask("text", at=...)`: the provider of the story asks its CLB."""

    def one(text: str = "Kan dit?", **more: Any) -> Question:
        who = {"clb_id": story.clb.id, "organisation_id": story.naft.id, "asked_by": story.begeleider.id, "at": AT}
        return questions.create(db, asked={"vraag": text}, **{**who, **more})

    return one


def test_a_question_is_kept_as_it_was_asked(db, story, ask):
    made = ask()
    assert questions.question(db, made.id) == made
    assert (made.status, made.reply, made.replied_at, made.dossier_id) == ("open", {}, None, None)
    assert made.asked == {"vraag": "Kan dit?"}
    assert questions.question(db, "unknown") is None


@pytest.mark.parametrize("who", ["clb_id", "organisation_id", "asked_by"])
def test_a_question_of_or_to_nobody_is_a_conflict(db, story, ask, who):
    with pytest.raises(Conflict):
        ask(**{who: "nobody"})
    assert questions.of_clb(db, story.clb.id) == questions.of_asker(db, story.naft.id) == []


def test_an_answer_closes_a_question_once(db, story, ask):
    made = ask()
    found = questions.answer(db, made.id, {"antwoord": "Ja."}, by=story.medewerker.id, at=LATER)
    assert (found.status, found.reply, found.replied_by, found.replied_at) == (
        "beantwoord",
        {"antwoord": "Ja."},
        story.medewerker.id,
        LATER,
    )
    with pytest.raises(QuestionClosed) as refused:
        questions.answer(db, made.id, {"antwoord": "Nee."}, by=story.medewerker.id, at=EVEN_LATER)
    assert refused.value.current == found == questions.question(db, made.id)


def test_a_dossier_comes_of_a_question_once_and_an_answer_stays(db, story, ask):
    made = ask()
    questions.answer(db, made.id, {"antwoord": "Ja."}, by=story.medewerker.id, at=LATER)
    found = questions.turn_into_dossier(db, made.id, story.dossier.id, by=story.medewerker.id, at=EVEN_LATER)
    assert (found.status, found.dossier_id, found.reply) == ("dossier", story.dossier.id, {"antwoord": "Ja."})
    assert found.replied_at == EVEN_LATER
    with pytest.raises(QuestionClosed):
        questions.turn_into_dossier(db, made.id, story.dossier.id, by=story.medewerker.id, at=EVEN_LATER)
    with pytest.raises(QuestionClosed):
        questions.answer(db, made.id, {"antwoord": "Nee."}, by=story.medewerker.id, at=EVEN_LATER)


def test_a_dossier_that_does_not_exist_is_a_conflict(db, story, ask):
    made = ask()
    with pytest.raises(Conflict):
        questions.turn_into_dossier(db, made.id, "nowhere", by=story.medewerker.id, at=LATER)
    assert questions.question(db, made.id) == made


def test_what_does_not_exist_is_not_answered(db, story):
    with pytest.raises(KeyError):
        questions.answer(db, "unknown", {}, by=story.medewerker.id, at=LATER)
    with pytest.raises(KeyError):
        questions.turn_into_dossier(db, "unknown", story.dossier.id, by=story.medewerker.id, at=LATER)


def test_a_clb_sees_the_longest_waiting_first_and_all_the_newest_first(db, story, ask):
    first, second, third = ask("1"), ask("2"), ask("3", at=LATER)
    questions.answer(db, second.id, {"antwoord": "Ja."}, by=story.medewerker.id, at=LATER)
    assert [one.id for one in questions.open_for_clb(db, story.clb.id)] == [first.id, third.id]
    assert [one.id for one in questions.of_clb(db, story.clb.id)] == [third.id, second.id, first.id]
    other = organisations.create(db, soort="clb", naam="CLB Kompas")
    assert questions.open_for_clb(db, other.id) == questions.of_clb(db, other.id) == []


def test_who_asks_sees_what_it_asked_and_nobody_else_does(db, story, ask):
    first, second = ask("1"), ask("2", at=LATER)
    school = organisations.create(db, soort="school", naam="De Sluis")
    theirs = ask("3", organisation_id=school.id, asked_by=an_account(db, "s@sluis.example", school, ("directie",)).id)
    assert [one.id for one in questions.of_asker(db, story.naft.id)] == [second.id, first.id]
    assert questions.of_asker(db, school.id) == [theirs]


def test_an_old_answer_is_left_out_and_an_old_question_that_waits_is_not(db, story, ask):
    waiting, old, new = ask("1"), ask("2"), ask("3")
    questions.answer(db, old.id, {"antwoord": "Ja."}, by=story.medewerker.id, at=LATER)
    questions.answer(db, new.id, {"antwoord": "Ja."}, by=story.medewerker.id, at=EVEN_LATER)
    found = questions.of_asker_since(db, story.naft.id, since=EVEN_LATER)
    assert [one.id for one in found] == [new.id, waiting.id]
