"""The outbox: each mail to one person, once, with a link made at that moment; what fails is tried again or told."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email.message import EmailMessage
from threading import Event

import pytest

from rules.states import Event as Step
from services import links, outbox, parties, round_news, sending_back
from services.mail_words import letter
from services.outbox import Delivered
from services.platform import Platform
from services.post_offices import FolderOffice, Refused, ServerDown, TryLater
from services.postman import Postman
from store import events, mails, signatures
from store import links as kept
from tests.post import (
    ADDRESSES,
    NAMES,
    SENDER,
    URL,
    Bag,
    empty,
    goals_by_mail,
    html_of,
    mailed,
    text_of,
    token_in,
    until,
)
from tests.world import Case, engagements, evaluation

DOWN = ServerDown("de mailserver antwoordt niet.")
LATER = TryLater("de mailserver neemt voor dit adres nu niets aan (451).")
KINDS = (
    round_news.INVITATION,
    round_news.TURN,
    round_news.COMPLETED,
    round_news.REFUSED,
    round_news.SENT_BACK,
    round_news.REPLIED,
)


@pytest.fixture
def office():
    """Keeps every mail."""
    return Bag()


@pytest.fixture
def case(world):
    """Kobe's dossier, with goals that wait for everybody."""
    return goals_by_mail(world)[0]


@pytest.fixture
def doelen(case):
    """Those goals."""
    return case.version("doelen")


def invite(case: Case, version, key: str) -> str:
    """Younes invites somebody."""
    return links.invite(case.platform, case.world.who("younes"), case.file, version.id, case.ids[key])


def asked(case: Case, version, key: str) -> mails.Mail:
    """The last invitation to somebody."""
    return mails.of_party(case.platform.db, version.id, case.ids[key], round_news.INVITATION)[0]


def test_an_invitation_says_who_asks_and_nothing_of_whom_it_is_about(case, doelen, office):
    token, code = mailed(case, doelen, "ilse", office)
    (mail,) = office.taken
    assert (mail["To"], mail["From"], mail["Subject"]) == (
        ADDRESSES["ilse"],
        SENDER,
        "Er staat een document klaar om te lezen",
    )
    assert mail["Auto-Submitted"] == "auto-generated"
    for words in (text_of(mail), html_of(mail)):
        assert f"{URL}/t/{token}" in words
        assert "vzw Kantelpunt vraagt om een document te lezen" in words
        assert "tot en met 21 september 2026" in words
        assert code not in words
        assert not re.search(r"\b(u|uw|je|jouw|jij)\b", words)
    assert not [name for name in NAMES if name in mail.as_string()]


def test_every_kind_of_mail_has_words_and_no_name(case, doelen, office):
    """A round with all that can happen in it, told to everybody: nothing of pupil, parents or school in any mail."""
    mailed(case, doelen, "ilse", office)
    who = case.world.who("younes")
    sent_back = sending_back.send_back(
        case.platform,
        case.file,
        doelen.id,
        case.ids["ilse"],
        step="-",
        reason="Kobe Vermeulen kan woensdag niet.",
        shown_root=doelen.root,
    )
    sending_back.leave_it(case.platform, who, case.file, doelen.id, sent_back.id, "Woensdag blijft, Kobe.", doelen.root)
    case.sign(doelen)
    head = events.head(case.platform.db)
    empty(case, office)
    case.do("younes", Step.STARTEN)
    other = case.freeze("younes", case.write("younes", "evaluatie", evaluation(case)))
    round_news.refused(case.platform, case.file, other)
    empty(case, office)

    subjects = {mail["Subject"] for mail in office.taken}
    assert len(subjects) == 6, subjects
    for mail in office.taken:
        assert mail.get_all("To") == [str(mail["To"])]
        assert "," not in str(mail["To"])
        assert not mail["Cc"]
        assert not mail["Bcc"]
        whole = "\n".join([*(str(value) for value in mail.values()), text_of(mail), html_of(mail)])
        told = whole.replace(str(mail["To"]), "")
        assert not [name for name in NAMES if name.lower() in told.lower()], told
    anchors = [text_of(mail) for mail in office.taken if mail["Subject"] == "Een document is afgerond"]
    assert len(anchors) == 5  # An, Younes, Saskia, Ilse and Geert; Kobe has no address
    for text in anchors:
        assert doelen.root in text
        assert re.search(r"nummer \d+\n[0-9a-f]{64}\n", text)
    number = int(re.findall(r"nummer (\d+)", anchors[0])[0])
    assert number <= head.seq
    row = case.platform.db.row("SELECT hash FROM event WHERE seq = ?", (number,))
    assert row is not None
    assert row["hash"] in anchors[0]


@pytest.mark.parametrize("kind", KINDS)
def test_words_are_the_same_as_text_and_as_html_and_nothing_in_them_is_markup(kind):
    context = {"wortel": "a" * 64, "nummer": 7, "hash": "b" * 64}
    made = letter(kind, sender="CLB <b>De Brug</b> & co", link=f"{URL}/t/x", until="21 september", context=context)
    assert "<b>" not in made.html
    assert made.subject
    assert "\n" not in made.subject
    for one in made.paragraphs:
        assert one in made.text
    assert "CLB <b>De Brug</b> & co" in made.text
    assert "CLB &lt;b&gt;De Brug&lt;/b&gt; &amp; co" in made.html


def test_a_school_that_lets_a_mail_be_sent_is_not_named(case, doelen, office, world):
    case.sign(doelen)
    case.do("younes", Step.STARTEN)
    case.finish()
    version = case.freeze("saskia", case.write("saskia", "engagementen", engagements(case)))
    empty(case, office)
    links.invite(case.platform, world.who("saskia"), case.file, version.id, case.ids["ilse"])
    empty(case, office)
    assert "Wie deze mail liet sturen, vraagt om een document te lezen" in text_of(office.to("ilse")[-1])
    assert "Sluis" not in office.to("ilse")[-1].as_string()


def test_a_mail_is_sent_once_however_many_send(case, doelen):
    """Four senders at once, over and over, as workers do."""
    for key in ("ilse", "geert"):
        invite(case, doelen, key)
    office = Bag()
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: outbox.deliver(case.platform, office), range(8)))
    assert sorted(str(mail["To"]) for mail in office.taken) == [ADDRESSES["geert"], ADDRESSES["ilse"]]
    assert sum(one.sent for one in done) == 2


def test_while_one_sends_another_does_not_take_the_same_mail(case, doelen):
    invite(case, doelen, "ilse")
    begun, go_on = Event(), Event()

    class Slow(Bag):
        def send(self, message: EmailMessage) -> None:
            begun.set()
            assert go_on.wait(10)
            super().send(message)

    slow, quick = Slow(), Bag()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(outbox.deliver, case.platform, slow)
        assert begun.wait(10)
        assert outbox.deliver(case.platform, quick) == Delivered(0, 0, 1)
        go_on.set()
        assert first.result() == Delivered(1, 0, 0)
    assert (len(slow.taken), len(quick.taken)) == (1, 0)


def test_a_sender_that_died_leaves_its_mail_to_the_next(case, doelen, office, clock):
    invite(case, doelen, "ilse")
    (due,) = mails.due(case.platform.db, case.platform.at())
    mails.claim(case.platform.db, due.id, at=case.platform.at(), until="2026-09-14T08:10:00Z")
    assert empty(case, office) == Delivered(0, 0, 1)
    clock.wait(minutes=10)
    assert empty(case, office) == Delivered(1, 0, 0)


def test_a_server_that_is_down_is_tried_again_later_and_later(case, doelen, office, clock):
    invite(case, doelen, "ilse")
    office.refuse = [DOWN] * outbox.ATTEMPTS
    waited = []
    for _ in range(outbox.ATTEMPTS - 1):
        assert empty(case, office) == Delivered(0, 0, 1)
        before = clock.moment
        while not mails.due(case.platform.db, case.platform.at()):
            clock.wait(minutes=1)
        waited.append(int((clock.moment - before).total_seconds() // 60))
    assert waited == [1, 5, 15, 60, *[240] * 17]
    assert empty(case, office) == Delivered(0, 1, 0)
    mail = asked(case, doelen, "ilse")
    assert (mail.status, mail.error) == ("mislukt", "de mail raakte drie dagen lang niet weg.")
    assert 2.8 < sum(waited) / 1440 < 3.2


def test_a_server_that_is_down_is_asked_once_a_pass(case, doelen, office):
    for key in ("ilse", "geert"):
        invite(case, doelen, key)
    office.refuse = [DOWN]
    assert empty(case, office) == Delivered(0, 0, 2)
    assert [asked(case, doelen, key).attempts for key in ("ilse", "geert")] == [1, 0]
    assert empty(case, office) == Delivered(1, 0, 1)


@pytest.mark.parametrize("why", [Refused("de mailserver weigert dit adres (550)."), LATER])
def test_one_mail_that_is_refused_does_not_keep_the_next(case, doelen, office, why):
    for key in ("ilse", "geert"):
        invite(case, doelen, key)
    office.refuse = [why]
    assert empty(case, office).sent == 1
    assert len(office.to("geert")) == 1
    assert asked(case, doelen, "ilse").status == ("wacht" if why is LATER else "mislukt")
    assert asked(case, doelen, "ilse").error == str(why)
    assert ADDRESSES["ilse"] not in asked(case, doelen, "ilse").error


def test_a_mail_that_did_not_leave_takes_no_link_away(case, doelen, office, clock):
    token, code = mailed(case, doelen, "ilse", office)
    clock.wait(minutes=11)
    links.remind(case.platform, case.world.who("younes"), case.file, doelen.id, case.ids["ilse"])
    office.refuse = [DOWN]
    empty(case, office)
    assert links.open_with_code(case.platform, token, code)
    lost = kept.latest(case.platform.db, doelen.id, case.ids["ilse"])
    assert lost is not None
    assert lost.ended_at
    clock.wait(minutes=1)
    empty(case, office)
    with pytest.raises(links.LinkGone):
        links.require_live(case.platform, token)
    links.require_live(case.platform, token_in(office.to("ilse")[-1]))


def answered(case: Case, version) -> None:
    """Ilse signed at the table."""
    case.answer(version, case.ids["ilse"], "akkoord")


def over(case: Case, version) -> None:
    """The round ended."""
    case.answer(version, case.ids["kobe"], "geweigerd")


def left(case: Case, version) -> None:
    """Ilse takes no part any more."""
    parties.remove_party(case.platform, case.world.who("an"), case.file, case.party("ilse"))


@pytest.mark.parametrize("what", [answered, over, left])
def test_what_nobody_waits_for_any_more_is_not_sent(case, doelen, office, what):
    invite(case, doelen, "ilse")
    what(case, doelen)
    empty(case, office)
    assert not [mail for mail in office.to("ilse") if "/t/" in text_of(mail)]
    assert asked(case, doelen, "ilse").status == "vervallen"
    assert kept.latest(case.platform.db, doelen.id, case.ids["ilse"]) is None


def test_an_address_that_changed_meanwhile_gets_no_link(case, doelen, office):
    invite(case, doelen, "ilse")
    ilse = case.party("ilse")
    answers = {**ilse.answers, "email": "ilse@nieuw.example"}
    parties.change_party(case.platform, case.world.who("an"), ilse, answers, ilse.revision)
    assert empty(case, office).sent == 0
    assert asked(case, doelen, "ilse").error == "het e-mailadres in het dossier is intussen veranderd."
    invite(case, doelen, "ilse")
    empty(case, office)
    assert [mail["To"] for mail in office.taken] == ["ilse@nieuw.example"]


@pytest.mark.parametrize(
    "address", ["ilse", "ilse@", "a@b.example,c@d.example", "a@b.example\nBcc: c@d.example", "<a@b>"]
)
def test_what_is_no_address_of_one_person_gets_nothing(case, doelen, office, address):
    mails.post(
        case.platform.db, kind=round_news.TURN, to_address=address, version_id=doelen.id, at="2026-09-14T08:00:00Z"
    )
    assert empty(case, office) == Delivered(0, 1, 0)
    assert office.taken == []


def test_an_answer_to_what_was_sent_back_comes_with_a_fresh_link(case, doelen, office):
    token, code = mailed(case, doelen, "ilse", office)
    place = links.open_with_code(case.platform, token, code)
    back = sending_back.send_back_at_seat(
        case.platform, case.file, place, step="-", reason="Woensdag lukt niet.", shown_root=doelen.root
    )
    sending_back.leave_it(
        case.platform, case.world.who("younes"), case.file, doelen.id, back.id, "Enkel woensdag.", doelen.root
    )
    empty(case, office)
    mail = office.to("ilse")[-1]
    assert mail["Subject"] == "Er is een antwoord op de gevraagde wijziging"
    assert "Enkel woensdag" not in mail.as_string()
    assert links.open_with_code(case.platform, token_in(mail), code)


def test_a_professional_is_led_to_the_page_behind_the_door(case, doelen, office):
    mails.post(
        case.platform.db,
        kind=round_news.TURN,
        to_address=case.world.who("saskia").account.email,
        version_id=doelen.id,
        party_id=case.ids["saskia"],
        at=case.platform.at(),
    )
    empty(case, office)
    assert f"{URL}/versies/{doelen.id}/tekenen" in text_of(office.taken[0])
    assert "/t/" not in text_of(office.taken[0])


def test_without_a_mail_server_each_mail_is_a_file_for_this_user_alone(case, doelen, tmp_path):
    folder = tmp_path / "map" / "outbox"
    invite(case, doelen, "ilse")
    assert outbox.deliver(case.platform, FolderOffice(folder, SENDER, URL)) == Delivered(1, 0, 0)
    (path,) = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)
    assert path.suffix == ".eml"
    assert ADDRESSES["ilse"] not in path.name
    assert b"/t/" in path.read_bytes()


def test_a_folder_that_cannot_be_written_is_a_server_that_is_down(case, doelen, tmp_path):
    (tmp_path / "outbox").write_text("no folder")
    invite(case, doelen, "ilse")
    assert outbox.deliver(case.platform, FolderOffice(tmp_path / "outbox", SENDER, URL)) == Delivered(0, 0, 1)
    assert asked(case, doelen, "ilse").error == "in de map voor mails kan niet geschreven worden."


def test_the_postman_sends_when_he_hears_the_bell_and_stops_when_told(case, doelen, office, platform: Platform):
    postman = Postman(platform, office)
    invite(case, doelen, "ilse")
    postman.ring()
    until(lambda: len(office.taken) == 1)
    invite(case, doelen, "geert")
    postman.ring()
    until(lambda: len(office.taken) == 2)
    postman.stop()
    postman.ring()
    assert asked(case, doelen, "geert").status == "verstuurd"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_postman_whose_thread_died_starts_anew(case, doelen, office, platform: Platform):
    class Fails(Bag):
        def send(self, message: EmailMessage) -> None:
            raise SystemExit  # ends a thread without a word

    invite(case, doelen, "ilse")
    fails = Fails()
    postman = Postman(platform, fails)
    postman.ring()
    until(lambda: postman._thread is not None and not postman._thread.is_alive())
    fails.send = office.send  # type: ignore[method-assign]
    invite(case, doelen, "geert")
    postman.ring()
    until(lambda: len(office.taken) == 1)
    postman.stop()


def test_a_signature_that_never_came_is_asked_for_in_a_fresh_link_each_time(case, doelen, office, clock):
    token, code = mailed(case, doelen, "ilse", office)
    tokens = [token]
    for _ in range(3):
        clock.wait(days=2)
        links.remind(case.platform, case.world.who("younes"), case.file, doelen.id, case.ids["ilse"])
        empty(case, office)
        tokens.append(token_in(office.to("ilse")[-1]))
    assert len(set(tokens)) == 4
    for old in tokens[:-1]:
        with pytest.raises(links.LinkGone):
            links.require_live(case.platform, old)
    assert links.open_with_code(case.platform, tokens[-1], code)
    assert signatures.signature(case.platform.db, doelen.id, case.ids["ilse"]) is None
    assert replace(Delivered(1, 0, 0), sent=0) == empty(case, office)
