"""Personal links: what opens them, what does not, and that nothing else is changed by looking."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from services import link_state, links, parties, rounds, seating, sending_back
from services.platform import NotAllowed, NotFound
from services.post_offices import Refused, ServerDown
from services.signing import Answer
from store import links as kept
from store import mails, seats, signatures
from tests.post import ADDRESSES, Bag, empty, everything, goals_by_mail, mailed, other, token_in
from tests.world import Case

GONE = links.LinkGone


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


def answer(case: Case, version, place: str, decision: str = "akkoord"):
    """Sign at a place."""
    told = Answer(decision=decision, shown_root=version.root, typed="Ilse")
    return seating.sign_at_seat(case.platform, case.file, place, told)


def invite(case: Case, version, key: str) -> str:
    """Younes invites somebody."""
    return links.invite(case.platform, case.world.who("younes"), case.file, version.id, case.ids[key])


def remind(case: Case, version, key: str) -> str:
    """Younes sends the link once more."""
    return links.remind(case.platform, case.world.who("younes"), case.file, version.id, case.ids[key])


def state(case: Case, version, key: str) -> link_state.LinkState:
    """How it stands with somebody's link."""
    return link_state.state_of(case.platform, version, case.party(key))


def rows(case: Case) -> dict[str, int]:
    """How many rows there are of what a look must not make."""
    tables = ("event", "link", "seat", "mail", "signature")
    found = case.platform.db.row("SELECT " + ", ".join(f"(SELECT count(*) FROM {one}) AS {one}" for one in tables))
    assert found is not None
    return dict(found)


def test_link_and_code_together_open_a_place_where_one_signs(case, doelen, office):
    token, code = mailed(case, doelen, "ilse", office)
    place = links.open_with_code(case.platform, token, code)
    answer(case, doelen, place)

    signed = signatures.signature(case.platform.db, doelen.id, case.ids["ilse"])
    assert signed is not None
    told = {name: signed.evidence[name] for name in ("method", "witness", "account", "proof", "name")}
    assert told == {"method": "link", "witness": "", "account": "", "proof": {"code": "ja"}, "name": "Ilse De Cock"}


def test_a_code_may_be_typed_with_the_space_in_which_it_is_read_out(case, doelen, office):
    token, code = mailed(case, doelen, "ilse", office)
    assert links.open_with_code(case.platform, token, f" {code[:3]} {code[3:]} ")


def test_a_place_behind_a_qr_code_has_who_made_it_as_its_witness(case, doelen):
    younes = case.world.who("younes")
    token, code = links.make_qr(case.platform, younes, case.file, doelen.id, case.ids["ilse"])
    answer(case, doelen, links.open_with_code(case.platform, token, code))
    signed = signatures.signature(case.platform.db, doelen.id, case.ids["ilse"])
    assert signed is not None
    assert (signed.evidence["method"], signed.evidence["witness"]) == ("qr", "Younes Amrani")


def test_an_invitation_holds_neither_token_nor_code(case, doelen):
    code = invite(case, doelen, "ilse")
    (mail,) = mails.of_party(case.platform.db, doelen.id, case.ids["ilse"], "uitnodiging")
    assert (mail.status, mail.to_address) == ("wacht", ADDRESSES["ilse"])
    assert set(mail.context) == {"code", "herinnering"}
    assert mail.context["code"].startswith("$argon2id$")
    assert code not in str(mail)
    assert kept.latest(case.platform.db, doelen.id, case.ids["ilse"]) is None


def test_of_a_token_only_the_hash_is_kept(case, doelen, office):
    token, code = mailed(case, doelen, "ilse", office)
    assert len(token) == 43
    link = kept.latest(case.platform.db, doelen.id, case.ids["ilse"])
    assert link is not None
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    place = links.open_with_code(case.platform, token, code)
    dump = everything(case.platform.db)
    assert link.token_hash in dump
    assert token not in dump
    assert place not in dump
    assert code not in dump.split("\n")


def test_looking_fifty_times_changes_nothing(case, doelen, office):
    token, code = mailed(case, doelen, "ilse", office)
    before = rows(case)
    for _ in range(50):
        links.require_live(case.platform, token)
    assert rows(case) == before
    answer(case, doelen, links.open_with_code(case.platform, token, code))


def test_a_link_works_once(case, doelen, office):
    token, code = mailed(case, doelen, "ilse", office)
    first = links.open_with_code(case.platform, token, code)
    second = links.open_with_code(case.platform, token, code)
    with pytest.raises(seats.SeatTaken):
        answer(case, doelen, first)
    answer(case, doelen, second)
    with pytest.raises(GONE):
        links.open_with_code(case.platform, token, code)
    with pytest.raises(seats.SeatTaken):
        answer(case, doelen, second, "geweigerd")


def test_an_answer_that_is_refused_leaves_link_and_place_as_they_were(case, doelen, office):
    token, code = mailed(case, doelen, "ilse", office)
    place = links.open_with_code(case.platform, token, code)
    with pytest.raises(rounds.OtherText):
        seating.sign_at_seat(case.platform, case.file, place, Answer("akkoord", "0" * 64, typed="Ilse"))
    links.require_live(case.platform, token)
    answer(case, doelen, place)


def test_sending_back_uses_the_link_up(case, doelen, office):
    token, code = mailed(case, doelen, "ilse", office)
    place = links.open_with_code(case.platform, token, code)
    sending_back.send_back_at_seat(
        case.platform, case.file, place, step="-", reason="Woensdag lukt niet.", shown_root=doelen.root
    )
    with pytest.raises(GONE):
        links.require_live(case.platform, token)


def test_an_answer_at_the_table_ends_the_link_too(case, doelen, office):
    token, _ = mailed(case, doelen, "ilse", office)
    place = seating.open_seat(case.platform, case.file, doelen.id, case.ids["ilse"], host=case.world.who("younes"))
    answer(case, doelen, place)
    with pytest.raises(GONE):
        links.require_live(case.platform, token)


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "a" * 5000, "é", "../../t"])
def test_an_unknown_link_is_gone(case, token):
    with pytest.raises(GONE):
        links.require_live(case.platform, token)
    with pytest.raises(GONE):
        links.open_with_code(case.platform, token, "123456")


def test_a_link_lives_seven_days_and_a_qr_code_half_an_hour(case, doelen, office, clock):
    token, code = mailed(case, doelen, "ilse", office)
    shown = links.make_qr(case.platform, case.world.who("younes"), case.file, doelen.id, case.ids["geert"])
    clock.wait(minutes=29, seconds=59)
    links.require_live(case.platform, shown[0])
    clock.wait(seconds=1)
    with pytest.raises(GONE):
        links.open_with_code(case.platform, *shown)
    clock.wait(days=7, minutes=-30, seconds=-1)
    links.require_live(case.platform, token)
    assert state(case, doelen, "ilse").kind == "verstuurd"
    clock.wait(seconds=1)
    with pytest.raises(GONE):
        links.open_with_code(case.platform, token, code)
    assert (state(case, doelen, "ilse").kind, state(case, doelen, "ilse").action) == ("voorbij", "herinneren")


def test_five_wrong_codes_shut_a_link_and_the_host_sees_it(case, doelen, office):
    token, code = mailed(case, doelen, "ilse", office)
    for left in (4, 3, 2, 1):
        with pytest.raises(links.WrongCode) as wrong:
            links.open_with_code(case.platform, token, other(code))
        assert wrong.value.left == left
    for _ in range(2):
        with pytest.raises(GONE):
            links.open_with_code(case.platform, token, other(code))
    with pytest.raises(GONE):
        links.open_with_code(case.platform, token, code)
    assert state(case, doelen, "ilse") == link_state.LinkState(
        "geblokkeerd", "Te vaak een foute code: de link is dicht", "uitnodigen", "2026-09-14T08:00:00Z"
    )


def test_a_right_code_begins_the_count_anew(case, doelen, office):
    token, code = mailed(case, doelen, "ilse", office)
    for _ in range(2):
        for _ in range(4):
            with pytest.raises(links.WrongCode):
                links.open_with_code(case.platform, token, other(code))
        assert links.open_with_code(case.platform, token, code)


def test_many_wrong_codes_at_once_are_five_tries_at_most(case, doelen, office):
    """Each try counts before it is compared, in one transaction: side by side they get no more tries."""
    token, code = mailed(case, doelen, "ilse", office)

    def attempt(nr: int) -> str:
        try:
            links.open_with_code(case.platform, token, f"{(int(code) + 1 + nr) % 10**6:06}")
        except links.WrongCode as wrong:
            return f"left {wrong.left}"
        except GONE:
            return "gone"
        return "open"

    with ThreadPoolExecutor(8) as pool:
        found = sorted(pool.map(attempt, range(16)))
    assert found == ["gone"] * 12 + ["left 1", "left 2", "left 3", "left 4"]
    link = kept.latest(case.platform.db, doelen.id, case.ids["ilse"])
    assert link is not None
    assert link.attempts == link_state.TRIES


def test_a_new_link_takes_no_wrong_codes_back(case, doelen, office, clock):
    """Else whoever reads the mailbox asks for new links and tries on."""
    token, code = mailed(case, doelen, "ilse", office)
    for _ in range(4):
        with pytest.raises(links.WrongCode):
            links.open_with_code(case.platform, token, other(code))
    clock.wait(minutes=11)
    links.renew(case.platform, token)
    empty(case, office)
    fresh = token_in(office.to("ilse")[-1])
    assert fresh != token
    with pytest.raises(GONE):
        links.open_with_code(case.platform, fresh, other(code))
    with pytest.raises(GONE):
        links.open_with_code(case.platform, fresh, code)


def test_a_fresh_link_ends_the_earlier_one_and_keeps_its_code(case, doelen, office, clock):
    token, code = mailed(case, doelen, "ilse", office)
    clock.wait(minutes=11)
    assert remind(case, doelen, "ilse") == ""
    links.require_live(case.platform, token)  # until the new one is on its way
    empty(case, office)
    with pytest.raises(GONE):
        links.open_with_code(case.platform, token, code)
    assert links.open_with_code(case.platform, token_in(office.to("ilse")[-1]), code)
    assert office.to("ilse")[-1]["Subject"].startswith("Herinnering: ")


def test_who_reads_already_may_go_on_when_a_reminder_goes(case, doelen, office, clock):
    token, code = mailed(case, doelen, "ilse", office)
    place = links.open_with_code(case.platform, token, code)
    clock.wait(minutes=11)
    remind(case, doelen, "ilse")
    empty(case, office)
    answer(case, doelen, place)


def test_a_new_code_ends_what_the_earlier_one_opened_at_once(case, doelen, office, clock):
    token, code = mailed(case, doelen, "ilse", office)
    place = links.open_with_code(case.platform, token, code)
    clock.wait(minutes=11)
    invite(case, doelen, "ilse")
    with pytest.raises(GONE):
        links.open_with_code(case.platform, token, code)
    with pytest.raises(seats.SeatTaken):
        answer(case, doelen, place)


def test_reminding_after_a_lock_gives_a_new_code(case, doelen, office):
    token, code = mailed(case, doelen, "ilse", office)
    for _ in range(5):
        with pytest.raises((links.WrongCode, GONE)):
            links.open_with_code(case.platform, token, other(code))
    again = remind(case, doelen, "ilse")
    assert len(again) == 6
    empty(case, office)
    assert state(case, doelen, "ilse").kind == "verstuurd"
    assert links.open_with_code(case.platform, token_in(office.to("ilse")[-1]), again)


def test_reminding_who_was_never_invited_invites(case, doelen, office):
    assert len(remind(case, doelen, "ilse")) == 6


def test_two_mails_to_one_person_are_ten_minutes_apart(case, doelen, office, clock):
    invite(case, doelen, "ilse")
    for ask in (invite, remind):
        with pytest.raises(links.TooSoon):
            ask(case, doelen, "ilse")
    invite(case, doelen, "geert")
    clock.wait(minutes=10)
    assert remind(case, doelen, "ilse") == ""


def test_a_mail_that_still_waits_makes_way_for_the_next(case, doelen, office, clock):
    invite(case, doelen, "ilse")
    clock.wait(minutes=11)
    remind(case, doelen, "ilse")
    assert empty(case, office).sent == 1
    assert len(office.to("ilse")) == 1


def test_who_fails_to_get_it_can_be_asked_again_at_once(case, doelen, office):
    office.refuse = [Refused("de mailserver weigert dit adres (550).")]
    invite(case, doelen, "ilse")
    empty(case, office)
    assert state(case, doelen, "ilse").text == "Link niet aangekomen: de mailserver weigert dit adres (550)."
    assert state(case, doelen, "ilse").stuck
    token, code = mailed(case, doelen, "ilse", office)
    assert links.open_with_code(case.platform, token, code)


def test_the_state_of_a_link_follows_it_all_the_way(case, doelen, office):
    assert state(case, doelen, "ilse") == link_state.LinkState("geen", "", "uitnodigen")
    office.refuse = [ServerDown("de mailserver antwoordt niet.")]
    code = invite(case, doelen, "ilse")
    assert state(case, doelen, "ilse").text == "Link wacht om verstuurd te worden"
    empty(case, office)
    text = (
        "Link nog niet verstuurd: de mailserver antwoordt niet. We proberen opnieuw op 14 september 2026 om 10.01 uur"
    )
    assert state(case, doelen, "ilse").text == text
    case.world.clock.wait(minutes=1)
    empty(case, office)
    assert state(case, doelen, "ilse").text == "Link verstuurd op 14 september 2026 om 10.01 uur, nog niet geopend"
    links.open_with_code(case.platform, token_in(office.to("ilse")[-1]), code)
    assert state(case, doelen, "ilse").text == "Link geopend op 14 september 2026 om 10.01 uur"


def test_the_state_of_a_qr_code(case, doelen, office, clock):
    younes = case.world.who("younes")
    mailed(case, doelen, "ilse", office)
    token, code = links.make_qr(case.platform, younes, case.file, doelen.id, case.ids["ilse"])
    assert state(case, doelen, "ilse").text == "QR-code getoond op 14 september 2026 om 10.00 uur"
    links.open_with_code(case.platform, token, code)
    assert state(case, doelen, "ilse").text == "Leest op een eigen toestel sinds 14 september 2026 om 10.00 uur"
    for _ in range(5):
        with pytest.raises((links.WrongCode, GONE)):
            links.open_with_code(case.platform, token, other(code))
    assert (state(case, doelen, "ilse").kind, state(case, doelen, "ilse").action) == ("geblokkeerd", "qr")
    clock.wait(minutes=30)
    assert state(case, doelen, "ilse").text == "De link van 14 september 2026 om 10.00 uur werkt niet meer"


def test_who_has_an_old_link_gets_a_new_one(case, doelen, office, clock):
    token, code = mailed(case, doelen, "ilse", office)
    clock.wait(days=8)
    links.renew(case.platform, token)
    empty(case, office)
    assert links.open_with_code(case.platform, token_in(office.to("ilse")[-1]), code)


def test_a_new_link_is_asked_for_every_ten_minutes_and_three_times_a_day_at_most(case, doelen, office, clock):
    token, _ = mailed(case, doelen, "ilse", office)
    for _ in range(5):
        links.renew(case.platform, token)
        clock.wait(minutes=11)
        links.renew(case.platform, token)
        links.renew(case.platform, token)
        empty(case, office)
    assert len(office.to("ilse")) == 1 + links.UNASKED_A_DAY
    clock.wait(days=1)
    links.renew(case.platform, token)
    empty(case, office)
    assert len(office.to("ilse")) == 2 + links.UNASKED_A_DAY


def answered(case: Case, version, token: str, code: str) -> None:
    """Ilse signed."""
    case.answer(version, case.ids["ilse"], "akkoord")


def locked(case: Case, version, token: str, code: str) -> None:
    """Somebody guessed."""
    for _ in range(5):
        with pytest.raises((links.WrongCode, GONE)):
            links.open_with_code(case.platform, token, other(code))


def new_code(case: Case, version, token: str, code: str) -> None:
    """The host gave another code: the old link belongs to the old one."""
    case.world.clock.wait(minutes=11)
    invite(case, version, "ilse")
    empty(case, Bag())


def left(case: Case, version, token: str, code: str) -> None:
    """Ilse takes no part any more."""
    parties.remove_party(case.platform, case.world.who("an"), case.file, case.party("ilse"))


def over(case: Case, version, token: str, code: str) -> None:
    """The round ended."""
    case.answer(version, case.ids["kobe"], "geweigerd")


@pytest.mark.parametrize("what", [answered, locked, new_code, left, over])
def test_no_new_link_goes_where_nothing_waits_for_it(case, doelen, office, clock, what):
    token, code = mailed(case, doelen, "ilse", office)
    what(case, doelen, token, code)
    clock.wait(minutes=11)
    before = rows(case)["mail"]
    links.renew(case.platform, token)
    assert rows(case)["mail"] == before
    with pytest.raises(GONE):
        links.open_with_code(case.platform, token, code)


def test_no_new_link_goes_for_a_qr_code_or_an_unknown_token(case, doelen, clock):
    token, _ = links.make_qr(case.platform, case.world.who("younes"), case.file, doelen.id, case.ids["ilse"])
    clock.wait(hours=1)
    before = rows(case)
    links.renew(case.platform, token)
    links.renew(case.platform, "x" * 43)
    assert rows(case) == before


def test_who_has_an_account_or_no_address_gets_no_link(case, doelen):
    with pytest.raises(NotFound):
        invite(case, doelen, "saskia")
    with pytest.raises(NotFound):
        links.make_qr(case.platform, case.world.who("younes"), case.file, doelen.id, case.ids["saskia"])
    with pytest.raises(NotAllowed, match="geen e-mailadres"):
        invite(case, doelen, "kobe")
    assert links.make_qr(case.platform, case.world.who("younes"), case.file, doelen.id, case.ids["kobe"])


def test_who_answered_or_whose_turn_it_is_not_gets_no_link(case, doelen):
    case.answer(doelen, case.ids["geert"], "akkoord")
    with pytest.raises(rounds.AlreadyAnswered):
        invite(case, doelen, "geert")
    rounds.set_order(case.platform, case.world.who("younes"), case.file, doelen.id, doelen.root, ordered=True)
    with pytest.raises(rounds.NotYourTurn):
        invite(case, doelen, "ilse")


def test_a_link_from_before_the_order_waits_for_its_turn(case, doelen, office):
    token, code = mailed(case, doelen, "ilse", office)
    rounds.set_order(case.platform, case.world.who("younes"), case.file, doelen.id, doelen.root, ordered=True)
    with pytest.raises(rounds.NotYourTurn):
        links.open_with_code(case.platform, token, code)
    for key in ("an", "younes", "saskia", "kobe"):
        case.answer(doelen, case.ids[key], "akkoord")
    assert links.open_with_code(case.platform, token, code)
