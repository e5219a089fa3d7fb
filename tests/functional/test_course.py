"""The course of a dossier as a picture: what each reader finds in it, and where stops stand."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.states import Event
from services.course import spread
from tests.world import Case

FIRST = date(2026, 9, 1)


@given(st.lists(st.integers(0, 900), min_size=2, max_size=11), st.sampled_from([20.0, 80.0, 400.0]))
def test_stops_stay_apart_in_order_and_on_the_road(days, gap):
    placed = spread([FIRST + timedelta(days=one) for one in sorted(days)], 900.0, gap)
    assert placed[-1] <= 900.0
    assert placed[0] >= 0.0
    least = min(gap, 900.0 / (len(days) - 1))
    assert all(after - before >= least - 0.11 for before, after in pairwise(placed))


def test_one_stop_stands_in_the_middle():
    assert spread([FIRST], 900.0, 80.0) == [450.0]
    assert spread([], 900.0, 80.0) == []


@pytest.fixture
def waited(kobe, world):
    """Kobe had to wait, was taken up, and runs; his evaluation comes."""
    kobe.refer()
    world.clock.wait(days=1)
    reason = {"reden": "Alle plaatsen zijn bezet tot eind september.", "verwacht_vanaf": "2026-09-28"}
    kobe.do("younes", Event.OP_WACHTLIJST, **reason)
    world.clock.wait(days=2)
    kobe.accept()
    world.clock.wait(days=5)
    kobe.start()
    return kobe


def test_everybody_sees_where_it_stands_and_the_family_reads_plain_words(waited, signed_in):
    path = f"/dossiers/{waited.id}/verloop"
    clb = signed_in("an").get(path)
    for said in ("Aangemeld bij NAFT", "Op de wachtlijst gezet", "Aanvaard door NAFT", "Traject gestart"):
        assert said in clb.text
    assert "Laatste dag voor de evaluatie" in clb.text
    home = signed_in("an").get(f"{path}?voor=gezin")
    assert home.h1 == "Hoe het loopt voor Kobe"
    assert "NAFT zei ja" in home.text
    assert "Younes Amrani" not in home.text, "who did it is for professionals"
    assert "An Peeters" not in str(home.all("//main//table//td"))
    assert len(home.all("//*[local-name()='svg'][@role='img']")) == 2


def test_the_school_sees_no_more_than_its_own_page(waited, signed_in):
    school = signed_in("saskia")
    page, course = school.get(f"/dossiers/{waited.id}"), school.get(f"/dossiers/{waited.id}/verloop")
    assert ("Op de wachtlijst gezet" in page.text) == ("Op de wachtlijst gezet" in course.text)
    assert "Traject gestart" in course.text


def test_a_family_that_looks_along_reads_no_name_of_another_pupil(world, signed_in):
    case = Case(world, clb="an", naft="younes", school="sluis")
    case.open("leerlingen", {"jana": "Jana Claes", "tibo": "Tibo Wouters"})
    path = f"/dossiers/{case.id}/verloop"
    assert "Tibo W." in signed_in("an").get(path).text
    home = signed_in("an").get(f"{path}?voor=gezin")
    assert case.file.dossier.number in home.title
    for name in ("Jana", "Tibo"):
        assert name not in home.response.text


def test_nobody_else_sees_it(waited, signed_in):
    signed_in("floor").get(f"/dossiers/{waited.id}/verloop", status=404)
