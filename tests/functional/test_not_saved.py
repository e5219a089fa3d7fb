"""What people see when nothing can be kept: their text, and a button; never the words of an engine, nor a secret."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from store import signatures
from tests.functional.test_drafts import Draft
from tests.pages import Person
from tests.world import PASSWORD, indication

LONG = "Hij wil zijn jaar halen, <b>zonder</b> ruzie & met plezier."
NOTHING = "De server kan nu niets bewaren."


@pytest.fixture
def writable(platform) -> Callable[[bool], None]:
    """`writable(False)`: nothing can be written from now on, everything can be read."""

    def put(free: bool) -> None:
        platform.db.connection.conn.execute(f"PRAGMA query_only={int(not free)}").close()

    return put


def test_a_form_comes_back_with_everything_and_is_saved_with_its_button(kobe, signed_in, writable):
    draft = Draft(kobe, "indicatiestelling", signed_in("an"))
    page = draft.step("hulpvraag").fill({"hulpvraag_leerling": LONG * 40})
    writable(False)
    page = page.click("Bewaren en verder", 503)
    assert NOTHING in page.text
    assert page.values("hulpvraag_leerling") == [LONG * 40]
    assert page.person.get(page.path).status == 200, "reading goes on"
    writable(True)
    page.click("Bewaren en verder")
    kept = draft.record
    assert kept.answers["hulpvraag_leerling"] == LONG * 40


def test_any_other_post_comes_back_with_a_button_that_sends_it_again(kobe, signed_in, writable, platform):
    version = kobe.freeze("an", kobe.write("an", "indicatiestelling", indication(kobe)))
    page = signed_in("an").get(f"/versies/{version.id}/tekenen")
    page.fill({"besluit": "akkoord", "getypt": "An Peeters", "opmerking": LONG * 15})
    writable(False)
    said = {"besluit": "akkoord", "wijze": "typen", "getypt": "An", "opmerking": "Van een andere site. " * 45}
    elsewhere = said | {name: page.hidden(name)[0] for name in ("csrf_token", "shown_root")}
    answer = page.person.raw(page.path, "POST", data=elsewhere, headers={"Origin": "https://elders.example"})
    assert answer.status_code in (403, 503)
    assert "Van een andere site" not in answer.get_data(as_text=True), "another site gets nothing put on a page of ours"
    page = page.click("Bevestig", 503)
    assert NOTHING in page.text
    assert LONG in page.text, "what was typed can be read and copied"
    assert not page.all("//nav"), "a page that needs no database has no menu"
    writable(True)
    page = page.click("Probeer opnieuw te bewaren")
    assert page.path == f"/versies/{version.id}/ronde"
    placed = signatures.signers_of(platform.db, version.id)
    assert [one.signature.evidence["remark"] for one in placed if one.signature] == [LONG * 15]


def test_a_script_hears_it_in_words(kobe, signed_in, writable):
    draft = Draft(kobe, "indicatiestelling", signed_in("an"))
    page = draft.step("hulpvraag")
    writable(False)
    fields = {one: page.values(one) for one in page.names()} | {"hulpvraag_leerling": LONG * 40}
    headers = {"Accept": "application/json"}
    token = page.hidden("csrf_token")[0]
    data = fields | {"csrf_token": token, "revision": page.hidden("revision")[0]}
    answer = page.person.raw(f"{page.path}/bewaar", "POST", data=data, headers=headers)
    assert (answer.status_code, answer.get_json()["uitleg"][: len(NOTHING)]) == (503, NOTHING)


def test_a_secret_is_never_on_such_a_page(app, world, writable):
    page = Person(app, world.who("an").account.email).get("/inloggen")
    page.fill({"email": "an@brug.example", "wachtwoord": PASSWORD})
    writable(False)
    page = page.click("Aanmelden", 503)
    assert PASSWORD not in page.response.get_data(as_text=True)
    writable(True)
