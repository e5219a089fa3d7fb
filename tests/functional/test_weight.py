"""What goes over the line: small, kept by the browser, and compressed only where that tells nothing."""

import gzip

import pytest

from services.icons import NoSuchIcon


@pytest.fixture
def an(signed_in):
    """Somebody at work."""
    return signed_in("an")


def fetch(who, path, **headers):
    """A page as a browser asks for it."""
    return who.client.get(path, headers={"Accept-Encoding": "gzip", **headers})


def test_a_page_is_compressed_and_its_length_blurred(an):
    answers = [fetch(an, "/werklijst") for _ in range(8)]
    assert {one.headers["Content-Encoding"] for one in answers} == {"gzip"}
    assert "Accept-Encoding" in answers[0].headers["Vary"]
    plain = an.client.get("/werklijst")
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(answers[0].data).decode()[:200] == plain.get_data(as_text=True)[:200]
    assert len({len(one.data) for one in answers}) > 1, "the same page always has the same size"
    assert all(int(one.headers["Content-Length"]) == len(one.data) for one in answers)


def test_what_the_address_chose_is_not_compressed(an):
    assert "Content-Encoding" not in fetch(an, "/werklijst?x=aaaaaaaaaaaa").headers


def test_a_file_of_the_program_is_kept_until_it_changes(an):
    page = an.client.get("/inloggen").get_data(as_text=True) + an.client.get("/werklijst").get_data(as_text=True)
    address = page.partition('href="/static/theme.css')[2].partition('"')[0]
    answer = fetch(an, f"/static/theme.css{address}")
    with an.client.get("/static/theme.css") as plain:
        whole, tag = plain.data, plain.headers["ETag"]
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert gzip.decompress(answer.data) == whole
    assert answer.headers["ETag"] != tag
    assert "immutable" not in fetch(an, "/static/theme.css?v=000000000000").headers["Cache-Control"]
    again = fetch(an, f"/static/theme.css{address}", **{"If-None-Match": answer.headers["ETag"]})
    assert again.status_code in (200, 304)


def test_a_page_of_a_person_is_never_kept(an):
    assert fetch(an, "/werklijst").headers["Cache-Control"] == "no-store"


def test_an_icon_that_is_not_there_is_said(app):
    icons = app.jinja_env.globals["pictogram"]
    assert icons("check2", "punt").startswith('<svg class="bi punt"')
    with pytest.raises(NoSuchIcon):
        icons("bestaat-niet")
