"""Sending a section back with a reason, what the host does with it, and who reads it."""

from __future__ import annotations

import pytest

from rules.access import Action
from rules.national_number import WARNING
from services import access, rounds, sending_back
from services.platform import NotFound
from store import mails, send_backs, signatures, versions
from tests.pages import Person, words
from tests.wizard import sign
from tests.world import PASSWORD, engagements

WHY = "GEHEIM-VAN-KOBE: thuis mag niemand van dinsdag weten."


@pytest.fixture
def doelen(kobe):
    """Goals that wait for every signature."""
    kobe.refer()
    kobe.accept()
    return kobe.agree()


@pytest.fixture
def engagementen(kobe, clock):
    """Engagements, of which the school hosts the round as well."""
    kobe.refer()
    kobe.accept()
    kobe.start()
    clock.go("2026-11-01")
    kobe.finish()
    return kobe.freeze("an", kobe.write("an", "engagementen", engagements(kobe)))


def sections(page) -> dict[str, str]:
    """Label -> value of the sections that a page to sign offers."""
    return {
        words(page.all(f"//label[@for='{one.get('id')}']")[0]): one.get("value")
        for one in page.all("//input[@name='deel']")
    }


def send_back(page, reason: str = "De dag klopt niet.", status: int = 200, deel: str = ""):
    """Fill in what has to change, and send it."""
    chosen = deel or next(iter(sections(page).values()))
    return page.fill({"deel": chosen, "waarom": reason}).click("Stuur terug met deze reden", status)


def at_the_table(host: Person, version, name: str):
    """The page that somebody at the table gets."""
    return host.get(f"/versies/{version.id}/ronde").click(f"Geef door aan {name}").click(f"Ik ben {name}")


def by_kobe(kobe, version, host: Person, reason: str = WHY, deel: str = ""):
    """Kobe sends a section back at the table; the host is back at the page of the round."""
    page = send_back(at_the_table(host, version, "Kobe Vermeulen"), reason, deel=deel)
    assert page.h1 == "Dank je, dit is doorgegeven"
    page = page.click("Geef het toestel terug aan").fill({"wachtwoord": PASSWORD}).click("Ga verder")
    assert page.path == f"/versies/{version.id}/ronde"
    return page


def only(kobe, version) -> send_backs.SendBack:
    """The one thing that was sent back."""
    (found,) = send_backs.of_version(kobe.platform.db, version.id)
    return found


def test_in_the_account_a_section_goes_back_and_nothing_is_signed(kobe, doelen, signed_in):
    saskia = signed_in("saskia")
    page = send_back(saskia.get(f"/versies/{doelen.id}/tekenen"))
    assert page.h1 == "Dank u, dit is doorgegeven"
    assert "De dag klopt niet" not in page.text
    sent = only(kobe, doelen)
    assert (sent.party_id, sent.reason, sent.method, sent.status) == (
        kobe.ids["saskia"], "De dag klopt niet.", "account", "open",
    )  # fmt: skip
    assert rounds.answers_of(kobe.platform, doelen) == {}
    assert [one.kind for one in mails.of_version(kobe.platform.db, doelen.id)].count("teruggestuurd") == 1
    assert page.click("Ik wil toch tekenen").path == f"/versies/{doelen.id}/tekenen"


def test_at_the_table_the_place_is_used_up_with_it(kobe, doelen, signed_in):
    page = at_the_table(signed_in("younes"), doelen, "Kobe Vermeulen")
    copy = page.person.get(page.path)
    done = send_back(page)
    assert done.offers("Geef het toestel terug aan Younes Amrani")
    assert only(kobe, doelen).method == "tablet"
    assert sign(copy, "Kobe", status=410).h1 == "Deze plaats is niet meer geldig"


@pytest.mark.parametrize("where", ["account", "table"])
def test_who_changes_to_signing_after_a_message_signs(kobe, doelen, signed_in, where):
    """The page with the message stands at another address; its form to sign goes where it should."""
    page, key = (
        (signed_in("saskia").get(f"/versies/{doelen.id}/tekenen"), "saskia")
        if where == "account"
        else (at_the_table(signed_in("younes"), doelen, "Kobe Vermeulen"), "kobe")
    )
    sign(page.click("Stuur terug met deze reden", 422), "Toch akkoord")
    assert rounds.answers_of(kobe.platform, doelen) == {kobe.ids[key]: "akkoord"}
    assert send_backs.of_version(kobe.platform.db, doelen.id) == []


def test_the_sections_are_those_that_the_reader_sees(kobe, doelen, signed_in):
    page = signed_in("saskia").get(f"/versies/{doelen.id}/tekenen")
    headings = [words(one) for one in page.all("//section[@class='overzicht']//h2")]
    assert list(sections(page)) == [*headings, "De tekst als geheel"]
    fields = {"shown_root": doelen.root, "deel": "bestaat-niet", "waarom": "Anders."}
    page = page.person.post(f"/versies/{doelen.id}/terugsturen", fields, status=422)
    assert page.errors == [("deel", "Kies het deel dat anders moet.")]


@pytest.mark.parametrize("where", ["account", "table"])
def test_what_is_missing_is_said_at_the_field_and_what_was_typed_stays(kobe, doelen, signed_in, where):
    page = (
        signed_in("saskia").get(f"/versies/{doelen.id}/tekenen")
        if where == "account"
        else at_the_table(signed_in("younes"), doelen, "Kobe Vermeulen")
    )
    page = page.click("Stuur terug met deze reden", 422)
    assert [field for field, _ in page.errors] == ["deel", "waarom"]
    assert page.all("//details[contains(@class, 'terugsturen')][@open]")
    page = page.fill({"waarom": "x" * 1001}).click("Stuur terug met deze reden", 422)
    assert page.values("waarom") == ["x" * 1001]
    page = page.fill({"waarom": "Zijn nummer is 85073003328."}).click("Stuur terug met deze reden", 422)
    assert WARNING in [message for _, message in page.errors]
    page = send_back(page)
    assert "dit is doorgegeven" in page.h1


def test_another_text_than_was_shown_is_not_sent_back(kobe, doelen, signed_in):
    page = signed_in("saskia").get(f"/versies/{doelen.id}/tekenen").fill_hidden("shown_root", "0" * 64)
    assert send_back(page, status=409).h1 == "De tekst is intussen veranderd"
    assert send_backs.of_version(kobe.platform.db, doelen.id) == []


def test_who_is_no_party_sends_nothing_back(kobe, doelen, signed_in):
    fields = {"shown_root": doelen.root, "deel": "-", "waarom": "Anders."}
    for key in ("floor", "mo", "dirk"):
        signed_in(key).post(f"/versies/{doelen.id}/terugsturen", fields, status=404)


def test_the_host_reads_what_has_to_change_and_answers_that_it_stays(kobe, doelen, signed_in):
    younes = signed_in("younes")
    page = by_kobe(kobe, doelen, younes)
    assert WHY in page.text
    assert "Kobe Vermeulen vraagt iets anders" in page.text
    sent = only(kobe, doelen)
    field = f"antwoord-{sent.id}"
    page = page.click("Bewaar dit antwoord", 422)
    assert [one for one, _ in page.errors] == [field]
    page = page.fill({field: "We spraken dinsdag af. Zullen we bellen?"}).click("Bewaar dit antwoord")
    assert WHY not in page.text
    assert only(kobe, doelen).status == "zo_gelaten"
    page = at_the_table(younes, doelen, "Kobe Vermeulen")
    assert "Er is een antwoord voor jou" in page.text
    assert WHY in page.text
    assert "We spraken dinsdag af. Zullen we bellen?" in page.text
    sign(page, "Kobe")
    assert rounds.answers_of(kobe.platform, doelen) == {kobe.ids["kobe"]: "akkoord"}


def test_who_waits_for_an_answer_may_sign_all_the_same(kobe, doelen, signed_in):
    saskia = signed_in("saskia")
    page = send_back(saskia.get(f"/versies/{doelen.id}/tekenen")).click("Ik wil toch tekenen")
    assert "U stuurde iets terug" in page.text
    sign(page, "Saskia")
    assert only(kobe, doelen).status == "vervallen"
    assert "Teruggestuurd" not in signed_in("younes").get(f"/versies/{doelen.id}/ronde").text


def test_the_dossier_of_the_host_leads_to_what_was_sent_back(kobe, doelen, signed_in):
    younes = signed_in("younes")
    by_kobe(kobe, doelen, younes)
    kobe.answer(doelen, kobe.ids["younes"], "akkoord")
    page = younes.get(f"/dossiers/{kobe.id}")
    assert "Lees wat er anders moet" in page.text
    assert "GEHEIM-VAN-KOBE" not in page.text
    assert page.click("Wie tekent").path == f"/versies/{doelen.id}/ronde"


def test_sending_back_twice_means_the_last(kobe, doelen, signed_in):
    saskia = signed_in("saskia")
    for reason in ("Eerst dit.", "Nee, dat."):
        send_back(saskia.get(f"/versies/{doelen.id}/tekenen"), reason)
    page = signed_in("younes").get(f"/versies/{doelen.id}/ronde")
    assert "Nee, dat." in page.text
    assert "Eerst dit." not in page.text


def test_goals_that_wait_for_the_start_go_back_to_that_section_with_a_reason(kobe, doelen, signed_in):
    """T9, on its own page; then the draft is there at the section."""
    page = by_kobe(kobe, doelen, signed_in("younes"), deel="afspraken")
    page = page.click("Pas de tekst aan")
    assert page.path.endswith("/acties/terug-naar-bewerken")
    assert page.values("reden") == ["In het deel “Afspraken” moet iets anders."]
    page = page.click("Terug naar bewerken")
    assert page.path.endswith("/stap/afspraken"), page.path
    assert only(kobe, doelen).status == "aangepast"
    version = versions.version(kobe.platform.db, doelen.id)
    assert version is not None
    assert version.status == "ingetrokken"


def test_other_texts_are_taken_back_on_the_page_of_the_round(kobe, engagementen, signed_in):
    an = signed_in("an")
    page = by_kobe(kobe, engagementen, an)
    page = page.click("Pas de tekst aan")
    assert page.all("//details[@id='terugnemen'][@open]")
    assert page.values("reden")[0].startswith("In ")
    page = page.click("Neem de tekst terug")
    assert "/stap/" in page.path
    assert only(kobe, engagementen).status == "aangepast"


def test_a_round_that_ends_ends_what_was_sent_back(kobe, doelen, signed_in):
    page = send_back(signed_in("saskia").get(f"/versies/{doelen.id}/tekenen"))
    kobe.answer(doelen, kobe.ids["kobe"], "geweigerd")
    assert only(kobe, doelen).status == "vervallen"
    assert page.person.get(f"/versies/{doelen.id}/teruggestuurd").path.endswith("/ronde")


# Who reads it


def everywhere(person: Person, kobe, version) -> str:
    """All that somebody at work can open about it."""
    found = []
    for address in (
        f"/dossiers/{kobe.id}",
        f"/versies/{version.id}",
        f"/versies/{version.id}/ronde",
        f"/versies/{version.id}/tekenen",
        "/werklijst",
        "/handtekeningen",
    ):
        answer = person.raw(address, follow_redirects=True)
        found.append(answer.get_data(as_text=True))
    return "\n".join(found)


@pytest.mark.parametrize("text", ["doelen", "engagementen"])
def test_why_a_pupil_sent_something_back_is_for_clb_naft_and_the_pupil(kobe, request, signed_in, text):
    """Not for the school, where it hosts neither, nor for the parents at the table. See BR-32 for a refusal."""
    version = request.getfixturevalue(text)
    host = signed_in("an")
    by_kobe(kobe, version, host)
    assert WHY in everywhere(signed_in("an"), kobe, version)
    school = everywhere(signed_in("saskia"), kobe, version)
    assert "GEHEIM-VAN-KOBE" not in school
    assert "stuurde iets terug" not in school, "not who"
    assert ("Er is iets teruggestuurd." in school) == (text == "engagementen"), "that, where it hosts"
    assert "GEHEIM-VAN-KOBE" not in at_the_table(host, version, "Ilse De Cock").text
    sent = only(kobe, version)
    fields = {f"antwoord-{sent.id}": "Nee.", "shown_root": version.root}
    address = f"/versies/{version.id}/teruggestuurd/{sent.id}"
    assert signed_in("saskia").raw(address, "POST", data=fields).status_code in (400, 404)
    assert only(kobe, version).status == "open"


def test_a_school_that_hosts_does_not_answer_for_the_clb(kobe, engagementen, signed_in):
    by_kobe(kobe, engagementen, signed_in("an"))
    sent = only(kobe, engagementen)
    saskia = kobe.world.who("saskia")
    with pytest.raises(NotFound):
        sending_back.leave_it(kobe.platform, saskia, kobe.file, engagementen.id, sent.id, "Nee.", engagementen.root)


def test_the_answer_is_for_who_asked_and_for_nobody_else(kobe, doelen, signed_in):
    an = signed_in("an")
    page = by_kobe(kobe, doelen, an)
    sent = only(kobe, doelen)
    page.fill({f"antwoord-{sent.id}": "GEHEIM-ANTWOORD"}).click("Bewaar dit antwoord")
    assert "GEHEIM-ANTWOORD" not in everywhere(signed_in("saskia"), kobe, doelen)
    assert "GEHEIM-ANTWOORD" not in at_the_table(an, doelen, "Ilse De Cock").text


def test_what_a_professional_sent_back_is_read_by_the_school_that_hosts(kobe, engagementen, signed_in):
    send_back(signed_in("an").get(f"/versies/{engagementen.id}/tekenen"), "De klassenraad is op dinsdag.")
    page = signed_in("saskia").get(f"/versies/{engagementen.id}/ronde")
    assert "De klassenraad is op dinsdag." in page.text
    assert "Laat de tekst zo" in page.text


def test_the_reason_to_take_back_quotes_nobody(kobe, doelen, signed_in):
    """The school reads why goals went back: what Kobe wrote is not put in it."""
    page = by_kobe(kobe, doelen, signed_in("younes")).click("Pas de tekst aan")
    assert "GEHEIM-VAN-KOBE" not in page.text
    page.click("Terug naar bewerken")
    assert "GEHEIM-VAN-KOBE" not in everywhere(signed_in("saskia"), kobe, doelen)


def test_who_sent_something_back_was_reached(kobe, doelen, signed_in):
    """Nobody notes that no signature will come of who waits for an answer."""
    host = signed_in("an")
    page = at_the_table(host, doelen, "Ilse De Cock")
    page = send_back(page).click("Geef het toestel terug aan").fill({"wachtwoord": PASSWORD}).click("Ga verder")
    names = [one.get("name") for one in page.all("//textarea")]
    assert f"nota-{kobe.ids['ilse']}" not in names
    assert f"nota-{kobe.ids['geert']}" in names
    assert signatures.signature(kobe.platform.db, doelen.id, kobe.ids["ilse"]) is None


def test_another_provider_to_whom_a_text_went_reads_and_hosts_nothing(kobe, doelen, signed_in):
    by_kobe(kobe, doelen, signed_in("younes"))
    hosts = {
        key: access.may(kobe.platform, kobe.world.who(key), kobe.file, Action.HOST_ROUND, version=doelen)
        for key in ("mo", "younes", "an", "saskia")
    }
    assert hosts == {"mo": False, "younes": True, "an": True, "saskia": False}
