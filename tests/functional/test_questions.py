"""Only a CLB refers; everybody else asks a CLB, and the CLB answers or opens a dossier (BR-01)."""

from __future__ import annotations

import pytest

from rules.national_number import WARNING
from rules.source import RULES
from services import questions as asking
from services.platform import NotAllowed, NotFound
from services.questions import first_answers
from store import dossiers, events, questions
from tests.world import a_question

ASK, ANSWER = "Stel de vraag aan het CLB", "Verstuur het antwoord"
SOURCE = f"Bron: {RULES['BR-01'].source}"
TYPED = {
    "soort": "leerling",
    "over_wie": "Kobe V.",
    "klas": "4 Hout",
    "eerste_vraag_van": ["school", "ouders"],
    "vraag": "Hij blijft weg uit de les.\nKunnen jullie met hem praten?",
    "weten_ervan": ["leerling"],
    "telefoon": "0471 00 00 01",
}


@pytest.fixture
def asked(world):
    """Saskia of De Sluis asked CLB De Brug about Kobe."""
    return world.ask("saskia", "brug")


def told(platform, what: str) -> list[str | None]:
    """The dossiers of the events of this type, in order."""
    return [row["dossier_id"] for row in platform.db.rows("SELECT dossier_id FROM event WHERE type = ?", (what,))]


def test_a_school_asks_the_clb_answers_and_the_school_reads_it(world, platform, signed_in, clock):
    saskia = signed_in("saskia")
    page = saskia.get("/werklijst").click("Stel een vraag aan het CLB")
    page = page.fill({"clb": world.id("brug"), **TYPED}).click(ASK)
    assert "Uw vraag is bij het CLB." in page.text
    assert "Hij blijft weg uit de les." in page.text
    assert "0471 00 00 01" in page.text
    assert "CLB De Brug: antwoord op uw vraag" in saskia.get("/werklijst").text

    an = signed_in("an")
    page = an.get("/werklijst")
    assert "gevraagd op 14/09/2026" in page.text
    page = page.click("Antwoord op een vraag van Technisch Atheneum De Sluis").click("Antwoord")
    assert "Hij blijft weg uit de les." in page.text
    page = page.fill({"antwoord": "Wij bellen u morgen."}).click(ANSWER)
    assert "Beantwoord op 14/09/2026" in page.text
    assert "An Peeters, CLB De Brug" in page.text
    assert not an.get("/werklijst").offers("Antwoord op een vraag")

    page = saskia.get("/werklijst").click("Lees het antwoord van CLB De Brug")
    assert "Wij bellen u morgen." in page.text
    assert "Wij bellen u morgen." in saskia.get("/vragen").text
    clock.wait(days=15)
    assert not signed_in("saskia").get("/werklijst").offers("Lees het antwoord")
    assert told(platform, "question.asked") == told(platform, "question.answered") == [None]
    assert events.verify(platform.db) == []


def test_events_keep_no_word_of_what_was_typed(platform, asked):
    [row] = platform.db.rows("SELECT data FROM event JOIN event_data USING (seq) WHERE type = 'question.asked'")
    for word in ("Kobe", "Hout", "les", "0471", "32471"):
        assert word not in row["data"]


def test_the_clb_opens_a_dossier_from_a_question_once(platform, world, asked, signed_in):
    an = signed_in("an")
    form = an.get(f"/vragen/{asked.id}").click("Open een dossier")
    assert "Na een vraag van Technisch Atheneum De Sluis." in form.text
    assert form.values("soort") == ["leerling"]
    assert form.values("leerlingen-L1-voornaam") == ["Kobe"]
    form.click("Open het dossier", status=422)
    form.fill({"leerlingen-L1-familienaam": "Vermeulen"})
    page, again = form.click("Open het dossier"), form.click("Open het dossier")
    assert page.h1 == again.h1 == "Kobe V."
    assert page.path == again.path
    assert "Geopend na een vraag aan het CLB" in page.text
    assert an.get(f"/dossiers/nieuw?vraag={asked.id}").path == page.path

    [line] = dossiers.dossiers_of(platform.db, world.id("brug"))
    found = questions.question(platform.db, asked.id)
    assert found is not None
    assert (found.status, found.dossier_id) == ("dossier", line.id)
    assert told(platform, "question.dossier") == [line.id]
    assert an.get(f"/vragen/{asked.id}").click("Naar het dossier").path == page.path
    assert not an.get("/werklijst").offers("Antwoord op een vraag")


def test_who_asked_sees_that_there_is_a_dossier_and_not_the_dossier(world, asked, signed_in):
    kobe = {"voornaam": "Kobe", "familienaam": "Vermeulen"}
    file = asking.open_dossier_from(
        world.platform, world.who("an"), asked.id, soort="leerling", label="", pupils=[kobe]
    )
    saskia = signed_in("saskia")
    page = saskia.get("/werklijst")
    assert "Er lopen geen dossiers." in page.text
    page = page.click("Het CLB heeft een dossier geopend")
    assert "Het CLB heeft een dossier geopend op 14/09/2026" in page.text
    assert not page.offers("Naar het dossier")
    assert file.dossier.number not in page.text
    saskia.get(f"/dossiers/{file.dossier.id}", status=404)

    dossiers.give_access(world.platform.db, file.dossier.id, world.id("sluis"), role="school", at=world.platform.at())
    assert saskia.get(f"/vragen/{asked.id}").click("Naar het dossier").h1 == "Kobe V."


def test_an_answered_question_can_still_become_a_dossier(world, asked, signed_in):
    asking.answer(world.platform, world.who("an"), asked.id, {"antwoord": "Wij bellen u."})
    page = signed_in("an").get(f"/vragen/{asked.id}")
    assert not page.offers("Antwoord")
    page.click("Open een dossier").fill({"leerlingen-L1-familienaam": "Vermeulen"}).click("Open het dossier")
    page = signed_in("saskia").get(f"/vragen/{asked.id}")
    assert "Wij bellen u." in page.text
    assert "Het CLB heeft een dossier geopend" in page.text


@pytest.mark.parametrize("stranger", ["floor", "dirk", "younes"])
def test_a_question_of_others_is_not_there(asked, signed_in, stranger):
    person = signed_in(stranger)
    assert "Kobe" not in person.get("/vragen").text
    assert "Kobe" not in person.get("/werklijst").text
    person.get(f"/vragen/{asked.id}", status=404)
    person.get(f"/vragen/{asked.id}/antwoord", status=404)
    person.post(f"/vragen/{asked.id}/antwoord", {"antwoord": "Ja."}, status=404)
    wanted = 404 if stranger == "floor" else 403
    person.get(f"/dossiers/nieuw?vraag={asked.id}", status=wanted)
    person.post(f"/dossiers/nieuw?vraag={asked.id}", {"soort": "leerling"}, status=wanted)


def test_a_colleague_of_who_asked_reads_along(world, asked, signed_in):
    world.hire("joris", "Joris De Villé", "leerlingbegeleider", "sluis")
    page = signed_in("joris").get("/vragen").click("Kobe V.")
    assert "Saskia van der Meersch, Technisch Atheneum De Sluis" in page.text


def test_who_asked_does_not_answer(asked, signed_in):
    page = signed_in("saskia").get(f"/vragen/{asked.id}/antwoord", status=403)
    assert "Op deze vraag antwoordt CLB De Brug." in page.text


@pytest.mark.parametrize("key", ["saskia", "younes"])
def test_a_dossier_is_not_opened_by_who_may_only_ask(world, platform, signed_in, key):
    page = signed_in(key).post("/dossiers/nieuw", {"soort": "school", "naam_groep": "De Sluis"}, status=403)
    assert "Alleen een CLB kan een dossier openen. Stel uw vraag aan het CLB" in page.text
    assert SOURCE in page.text
    asked, who = world.ask(key, "brug"), world.who(key)
    with pytest.raises(NotAllowed) as refused:
        asking.open_dossier_from(platform, who, asked.id, soort="school", label="De Sluis", pupils=[])
    assert [one.rule_id for one in refused.value.problems] == ["BR-01"]
    assert platform.db.rows("SELECT id FROM dossier") == []


def test_a_clb_asks_nothing_and_is_told_to_open_a_dossier(world, platform, signed_in):
    an = signed_in("an")
    assert not an.get("/werklijst").offers("Stel een vraag aan het CLB")
    assert not an.get("/vragen").offers("Stel een vraag aan het CLB")
    page = an.get("/vragen/nieuw", status=403)
    assert "u kunt zelf een dossier openen" in page.text
    assert SOURCE in page.text
    with pytest.raises(NotAllowed):
        world.ask("an", "kompas")


def test_a_question_goes_to_a_clb_and_nobody_else(world, signed_in):
    with pytest.raises(NotFound):
        world.ask("saskia", "kantelpunt")
    fields = {"clb": world.id("kantelpunt"), **TYPED}
    page = signed_in("saskia").post("/vragen/nieuw", fields, status=422)
    assert ("clb", "Kies een organisatie uit de lijst.") in page.errors


@pytest.mark.parametrize("soort", ["pbd", "welzijn", "meldpunt", "andere"])
def test_other_organisations_ask_too_and_say_about_which_school(world, signed_in, soort):
    world.organise("dienst", soort, "Dienst De Kaai")
    world.hire("karen", "Karen Stevens", "pbd", "dienst")
    page = signed_in("karen").get("/werklijst").click("Stel een vraag aan het CLB")
    page = page.fill({"clb": world.id("brug"), **TYPED}).click(ASK, status=422)
    assert page.errors == [("school", "Vul in: welke school.")]
    page = page.fill({"school": "Technisch Atheneum De Sluis, Aalst"}).click(ASK)
    assert "Technisch Atheneum De Sluis, Aalst" in page.text


def test_a_school_is_not_asked_which_school(signed_in):
    assert "school" not in signed_in("saskia").get("/vragen/nieuw").names()


def test_what_is_missing_is_said_at_the_field_and_what_was_typed_stays(world, signed_in):
    page = signed_in("saskia").get("/vragen/nieuw").fill({"soort": "leerling", "vraag": "Wat nu?", "telefoon": "0471"})
    page = page.click(ASK, status=422)
    assert {"clb", "over_wie", "klas", "eerste_vraag_van", "weten_ervan", "telefoon"} == set(dict(page.errors))
    assert [value.strip() for value in page.values("vraag")] == ["Wat nu?"]
    assert page.values("telefoon") == ["0471"]


def test_who_told_nobody_says_why_not(world, signed_in):
    page = signed_in("saskia").get("/vragen/nieuw")
    page = page.fill({"clb": world.id("brug"), **TYPED, "weten_ervan": ["niemand"]}).click(ASK, status=422)
    assert page.errors == [("reden_niet_verteld", "Vul in: waarom nog niet.")]
    page = page.fill({"weten_ervan": ["niemand", "ouders"]}).click(ASK, status=422)
    assert "weten_ervan" in dict(page.errors)
    page = page.fill({"weten_ervan": ["niemand"], "reden_niet_verteld": "Eerst met het CLB overleggen."}).click(ASK)
    assert "Eerst met het CLB overleggen." in page.text


def test_a_question_about_a_school_names_no_pupil(world, platform, signed_in):
    page = signed_in("saskia").get("/vragen/nieuw")
    page = page.fill({"clb": world.id("brug"), **TYPED, "soort": "school"}).click(ASK)
    assert page.h1 == "Vraag over de school"
    [found] = questions.open_for_clb(platform.db, world.id("brug"))
    assert found.asked.keys() == {"soort", "eerste_vraag_van", "vraag", "telefoon"}


@pytest.mark.parametrize("name", ["over_wie", "klas", "vraag"])
def test_a_national_register_number_is_refused(world, platform, signed_in, name):
    page = signed_in("saskia").get("/vragen/nieuw")
    page = page.fill({"clb": world.id("brug"), **TYPED, name: "Kobe 85.07.30-033 28"}).click(ASK, status=422)
    assert page.errors == [(name, WARNING)]
    assert questions.open_for_clb(platform.db, world.id("brug")) == []


def test_an_answer_with_a_national_register_number_is_refused(asked, signed_in):
    page = signed_in("an").get(f"/vragen/{asked.id}/antwoord").fill({"antwoord": "85073003328"})
    page = page.click(ANSWER, status=422)
    assert page.errors == [("antwoord", WARNING)]
    page = page.fill({"antwoord": "a" * 2001}).click(ANSWER, status=422)
    assert "hoogstens 2000 tekens" in page.errors[0][1]


def test_hostile_text_is_shown_as_text(world, signed_in):
    hostile = "<script>alert(1)</script> {{ 7*7 }} <b>\" ' &amp;"
    asked = world.ask("saskia", "brug", vraag=hostile, over_wie="<i>K</i>")
    an = signed_in("an")
    assert "<i>K</i>" in an.get("/werklijst").text
    assert "<i>K</i>" in an.get("/vragen").text
    assert hostile in an.get(f"/vragen/{asked.id}").text
    page = an.get(f"/vragen/{asked.id}/antwoord")
    assert hostile in page.text
    page.fill({"antwoord": hostile}).click(ANSWER)
    saskia = signed_in("saskia")
    assert hostile in saskia.get("/vragen").text
    assert saskia.get(f"/vragen/{asked.id}").text.count(hostile) == 2


def test_pressing_twice_asks_and_answers_once(world, platform, signed_in):
    form = signed_in("saskia").get("/vragen/nieuw").fill({"clb": world.id("brug"), **TYPED})
    assert form.click(ASK).path == form.click(ASK).path
    [found] = questions.of_clb(platform.db, world.id("brug"))
    form = signed_in("an").get(f"/vragen/{found.id}/antwoord").fill({"antwoord": "Wij bellen u."})
    assert form.click(ANSWER).path == form.click(ANSWER).path == f"/vragen/{found.id}"
    assert told(platform, "question.asked") == told(platform, "question.answered") == [None]


def test_two_who_answer_at_once_lose_nothing(world, asked, signed_in):
    world.hire("bart", "Bart Claeys", "clb", "brug")
    first, second = (signed_in(key).get(f"/vragen/{asked.id}/antwoord") for key in ("an", "bart"))
    first.fill({"antwoord": "Van An."}).click(ANSWER)
    page = second.fill({"antwoord": "Van Bart."}).click(ANSWER, status=409)
    assert [value.strip() for value in page.values("antwoord")] == ["Van Bart."]
    assert "Uw antwoord is niet verstuurd." in page.text
    page = signed_in("saskia").get(f"/vragen/{asked.id}")
    assert "Van An." in page.text
    assert "Van Bart." not in page.text


def test_the_clb_that_was_asked_last_is_chosen_already(world, asked, signed_in):
    assert signed_in("saskia").get("/vragen/nieuw").values("clb") == [world.id("brug")]
    assert signed_in("dirk").get("/vragen/nieuw").values("clb") == [""]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"over_wie": "Kobe V."}, {"leerlingen": [{"id": "L1", "voornaam": "Kobe"}]}),
        ({"over_wie": "Mehmet-Ali Ö"}, {"leerlingen": [{"id": "L1", "voornaam": "Mehmet-Ali"}]}),
        ({"over_wie": "Lien"}, {"leerlingen": [{"id": "L1", "voornaam": "Lien"}]}),
        (
            {"soort": "leerlingen", "over_wie": "Kobe V., Lien R. en Evelien"},
            {
                "leerlingen": [
                    {"id": "L1", "voornaam": "Kobe"},
                    {"id": "L2", "voornaam": "Lien"},
                    {"id": "L3", "voornaam": "Evelien"},
                ]
            },
        ),
        ({"soort": "klasgroep", "klas": "3TB Mechelen"}, {"naam_groep": "3TB Mechelen"}),
        ({"soort": "school"}, {"naam_groep": "Technisch Atheneum De Sluis, Aalst"}),
    ],
)
def test_what_a_question_tells_is_filled_in_for_the_dossier(world, changes, found):
    asked = world.ask("younes", "brug", **changes)
    soort = a_question("")["soort"]
    assert first_answers(asked) == {"soort": soort, **{k: v for k, v in changes.items() if k == "soort"}, **found}
