"""Each kind of question knows all faces of its answer: what is posted, stored, shown, printed, and wrong with it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.amounts import Date, Moment, Number, Schedule, long_date, two_years_after
from forms.choices import Choice, Choices, Reference, YesNo
from forms.people import Organisation, Person, Persons
from forms.question import Question, clean, clean_line
from forms.scope import OrganisationRef, PersonRef, Scope, answered
from forms.texts import Email, Name, Phone, Postcode, Text
from rules.national_number import WARNING, has_national_number

SCOPE = Scope(
    today=date(2026, 9, 14),
    people=(PersonRef("p1", "Kobe Vermeulen", "leerling"), PersonRef("p2", "Ilse De Cock", "ouder", "Ouder")),
    organisations=(OrganisationRef("o1", "De Sluis", "school"), OrganisationRef("o2", "De Brug", "clb")),
    answers={"engagementen": [{"id": "E1", "tekst": "Belt elke maandag " * 9}, {"id": "E2"}]},
)
COLOURS = {"r": "Rood", "g": "Groen", "b": "Blauw"}
KINDS: list[Question] = [
    Text("t", "Tekst", "C", "b"),
    Text("l", "Lange tekst", "C", "b", lines=4),
    Name("n", "Naam", "C", "b"),
    Email("e", "E-mail", "C", "b"),
    Phone("f", "Telefoon", "C", "b"),
    Postcode("pc", "Postcode", "C", "b"),
    Number("g", "Getal", "C", "b", unit="dagen"),
    Date("d", "Dag", "C", "b"),
    Moment("m", "Moment", "C", "b"),
    Schedule("w", "Week", "C", "b"),
    Choice("k", "Kleur", "C", "b", COLOURS),
    Choices("ks", "Kleuren", "C", "b", COLOURS, exclusive="b"),
    YesNo("j", "Ja of nee", "C", "b"),
    Person("p", "Wie", "C", "b", roles=("leerling",)),
    Persons("ps", "Wie allemaal", "C", "b"),
    Organisation("o", "School", "C", "b", soorten=("school",)),
    Reference("r", "Engagement", "C", "b", "engagementen", "tekst"),
]
EACH = pytest.mark.parametrize("question", KINDS, ids=lambda one: type(one).__name__ + one.name)
TYPED = st.lists(
    st.text(max_size=12) | st.sampled_from(["1", "12", "2026", "r", "p1", "o1", "ja", "14.00", "naft"]), max_size=12
)


@EACH
@given(posted=TYPED)
def test_whatever_is_typed_comes_back_the_same_and_never_raises(question, posted):
    stored = question.parse(posted, SCOPE)
    assert question.parse(question.posted(stored), SCOPE) == stored
    assert isinstance(question.text(stored, SCOPE), str)
    assert all(isinstance(one, str) for one in question.faults(stored, SCOPE))
    question.word(stored, SCOPE)
    question.value(stored)


@EACH
@pytest.mark.parametrize("nothing", [[], [""], ["  "], ["", "", ""]])
def test_nothing_typed_is_no_answer(question, nothing):
    stored = question.parse(nothing, SCOPE)
    assert not answered(stored) or question.name in ("k", "p", "o", "r")
    assert not answered(question.parse([""], SCOPE))
    assert question.text(None, SCOPE) == ""
    assert question.faults(None, SCOPE) == []


@EACH
def test_what_is_missing_is_told_with_the_label(question):
    assert question.ask in question.missing()
    assert question.missing().endswith(".")


@given(st.text())
def test_clean_text_is_clean(text):
    once = clean(text)
    assert clean(once) == once
    assert "\r" not in once
    assert not any(0xD800 <= ord(char) <= 0xDFFF for char in once)
    assert "\n" not in clean_line(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("e\u0301e\u0301n", "één"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("  buiten  ", "buiten"),
        ("\ufeffmerk\x00teken\x0b\x1f\x7f\x85", "merkteken"),
        ("met\ttab", "met\ttab"),
        ("محمد \u200cبن", "محمد \u200cبن"),
    ],
)
def test_text_is_kept_as_typed_but_for_what_no_document_can_hold(typed, kept):
    assert clean(typed) == kept


@pytest.mark.parametrize(
    "name",
    [
        "van der Meersch",
        "D'hondt",
        "de Villé",
        "’t Kindt",
        "García Ñúñez",
        "Şükrü",
        "Nguyễn Thị Ánh-Tuyết",
        "Sukarno",
        "محمد بن سعيد",
        "Łukasz Wójcik-Þórsson",
        "J.-P.",
        "Zoé-Aïcha N'Diaye",
        "李小龍",
        "a" * 80,
    ],
)
def test_a_name_of_any_script_is_a_name_and_is_never_written_otherwise(name):
    question = Name("naam", "Naam")
    stored = question.parse([name], SCOPE)
    assert stored == name
    assert question.faults(stored, SCOPE) == []


@pytest.mark.parametrize("name", ["a" * 81, "Kobe2", "Kobe <b>", "Kobe;", "Kobe@", "K_obe", "=1+1", "Kobe 😀"])
def test_what_no_name_has_is_refused(name):
    assert Name("naam", "Naam").faults(name, SCOPE)


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        (["27", "3", "2012"], "2012-03-27", "27 maart 2012"),
        (["01", "01", "1990"], "1990-01-01", "1 januari 1990"),
        (["29", "2", "2028"], "2028-02-29", "29 februari 2028"),
        ([" 1 ", "2", "2026"], "2026-02-01", "1 februari 2026"),
    ],
)
def test_a_day_is_typed_as_three_numbers(typed, stored, shown):
    question = Date("dag", "Dag")
    assert question.parse(typed, SCOPE) == stored
    assert question.text(stored, SCOPE) == shown


@pytest.mark.parametrize(
    "typed",
    [["29", "2", "2027"], ["31", "4", "2026"], ["1", "1", "26"], ["1", "", "2026"], ["\u0661", "1", "2026"], ["1"]],
)
def test_a_day_that_is_none_is_kept_as_typed(typed):
    question = Date("dag", "Dag van het overleg")
    stored = question.parse(typed, SCOPE)
    assert question.posted(stored) == typed
    message = "Vul een datum in die bestaat: dag van het overleg, bijvoorbeeld 27 3 2012."
    assert question.faults(stored, SCOPE) == [message]
    assert question.value(stored) is None


@pytest.mark.parametrize(
    ("day", "past", "message"),
    [
        ("1989-12-31", False, "Vul een datum in vanaf 1 januari 1990."),
        ("1990-01-01", False, ""),
        ("2028-09-14", False, ""),
        ("2028-09-15", False, "Vul een datum in binnen de twee jaar."),
        ("2026-09-14", True, ""),
        ("2026-09-15", True, "Vul een datum in die niet in de toekomst ligt."),
    ],
)
def test_a_day_lies_between_1990_and_two_years_from_now(day, past, message):
    assert Date("dag", "Dag", past=past).faults(day, SCOPE) == ([message] if message else [])


def test_two_years_after_a_leap_day_is_the_day_before():
    assert two_years_after(date(2028, 2, 29)) == date(2030, 2, 28)


@pytest.mark.parametrize("hour", ["14.00", "14:00", "14u00", "14h00"])
def test_a_moment_takes_the_hour_as_people_write_it(hour):
    question = Moment("tafel", "Startrondetafel")
    stored = question.parse(["21", "9", "2026", hour], SCOPE)
    assert stored == "2026-09-21T14:00"
    assert question.text(stored, SCOPE) == "maandag 21 september 2026 om 14.00 uur"
    assert question.posted(stored) == ["21", "9", "2026", "14.00"]


@pytest.mark.parametrize("typed", [["21", "9", "2026", ""], ["21", "9", "2026", "25.00"], ["", "", "", "14.00"]])
def test_a_moment_needs_a_day_and_an_hour(typed):
    question = Moment("tafel", "Startrondetafel")
    assert question.faults(question.parse(typed, SCOPE), SCOPE)


@pytest.mark.parametrize(
    ("typed", "stored", "good"),
    [
        ("4", 4, True),
        ("0", 0, True),
        ("10", 10, True),
        ("11", 11, False),
        ("-1", -1, False),
        ("4,5", {"getypt": ["4,5"]}, False),
        ("1_0", {"getypt": ["1_0"]}, False),
        ("٤", {"getypt": ["٤"]}, False),
        ("9" * 12, {"getypt": ["9" * 12]}, False),
    ],
)
def test_a_number_is_digits_between_two_bounds(typed, stored, good):
    question = Number("score", "Score", at_most=10)
    assert question.parse([typed], SCOPE) == stored
    assert question.faults(stored, SCOPE) == ([] if good else ["Vul een geheel getal in van 0 tot 10."])


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("0471 23 45 67", "+32471234567", "0471 23 45 67"),
        ("0471/23.45.67", "+32471234567", "0471 23 45 67"),
        ("+32 471 23 45 67", "+32471234567", "0471 23 45 67"),
        ("0032471234567", "+32471234567", "0471 23 45 67"),
        ("053 21 22 23", "+3253212223", "053 21 22 23"),
        ("02 511 22 33", "+3225112233", "02 511 22 33"),
        ("+33 6 12 34 56 78", "+33612345678", "+33612345678"),
    ],
)
def test_a_phone_number_is_kept_as_the_world_writes_it(typed, stored, shown):
    question = Phone("tel", "Telefoon")
    assert question.parse([typed], SCOPE) == stored
    assert question.text(stored, SCOPE) == shown
    assert question.faults(stored, SCOPE) == []


@pytest.mark.parametrize("typed", ["12", "0471", "bel mij", "0471 23 45 6x", "+0471234567", "00"])
def test_what_is_no_phone_number_is_kept_and_told(typed):
    question = Phone("tel", "Telefoon")
    stored = question.parse([typed], SCOPE)
    assert question.posted(stored)
    assert question.faults(stored, SCOPE)


@pytest.mark.parametrize("address", ["an@brug.be", "an.peeters+naft@clb-debrug.example", "zoë@voorbeeld.be"])
def test_an_address_of_mail(address):
    assert Email("e", "E-mail").faults(address, SCOPE) == []


@pytest.mark.parametrize(
    "address",
    [
        "an",
        "an@",
        "@brug.be",
        "an@@brug.be",
        "an@brug",
        "an brug@x.be",
        "an@.be",
        "an@x.be.",
        "a@b.be,c@d.be",
        "a" * 250 + "@x.be",
    ],
)
def test_what_is_no_address_of_mail(address):
    assert Email("e", "E-mail").faults(address, SCOPE) == [
        "Vul een e-mailadres in, bijvoorbeeld an.peeters@voorbeeld.be."
    ]


@pytest.mark.parametrize("code", ["1000", "9999", "9300", "1011 AB", "75001", "SW1A 1AA"])
def test_a_postal_code(code):
    assert Postcode("p", "Postcode").faults(code, SCOPE) == []


@pytest.mark.parametrize("code", ["0999", "0000", "1234567890123"])
def test_what_is_no_postal_code(code):
    assert Postcode("p", "Postcode").faults(code, SCOPE)


def rrn(body: str, *, after_2000: bool) -> str:
    """The eleven digits of somebody who does not exist."""
    return f"{body}{97 - int(('2' if after_2000 else '') + body) % 97:02}"


@pytest.mark.parametrize(
    "text",
    [
        rrn("110503001", after_2000=True),
        rrn("850730033", after_2000=False),
        rrn("114503001", after_2000=True),
        f"nummer {rrn('110503001', after_2000=True)}.",
        "nummer 11.05.03-001-10 van Kobe",
        "11 05 03 001 10",
    ],
)
def test_a_national_register_number_is_found(text):
    assert has_national_number(text)
    assert Text("t", "Tekst", lines=4).faults(text, SCOPE) == [WARNING]


@pytest.mark.parametrize("text", ["11050300111", "0471234567", "12345678901234", "x11.05.03-001.1", "999101", ""])
def test_other_digits_are_no_national_register_number(text):
    assert not has_national_number(text)


def test_a_text_has_a_least_and_a_most():
    question = Text("t", "Tekst", min_length=5, max_length=10)
    assert question.faults("abcd", SCOPE) == ["Schrijf iets meer: minstens 5 tekens, nu 4."]
    assert question.faults("a" * 12, SCOPE) == ["Maak de tekst korter: hoogstens 10 tekens, nu 2 te veel."]
    assert question.faults("abcdef", SCOPE) == []


def test_a_line_has_no_line_ends_and_a_text_keeps_them():
    assert Text("t", "Tekst").parse(["a\r\nb  c"], SCOPE) == "a b c"
    assert Text("t", "Tekst", lines=3).parse(["a\r\nb  c"], SCOPE) == "a\nb  c"


@pytest.mark.parametrize("text", ["=1+1", "+32", "-x", "@som", "{{ 7*7 }}"])
def test_text_that_a_spreadsheet_or_template_could_run_is_kept_as_text(text):
    assert Text("t", "Tekst").parse([text], SCOPE) == text
    assert Text("t", "Tekst").word(text, SCOPE) == text


def test_a_choice_that_is_not_offered_is_kept_and_told():
    question = Choice("k", "Kleur", choices=COLOURS)
    stored = question.parse(["paars"], SCOPE)
    assert question.posted(stored) == ["paars"]
    assert question.faults(stored, SCOPE) == ["Kies een antwoord uit de lijst."]
    assert question.text("oud", SCOPE) == "oud"


def test_choices_are_kept_in_the_order_of_the_definition():
    question = Choices("ks", "Kleuren", choices=COLOURS, exclusive="b")
    assert question.parse(["g", "r", "g", "paars"], SCOPE) == ["r", "g"]
    assert question.text(["r", "g"], SCOPE) == "Rood, Groen"
    assert question.word(["r"], SCOPE) == ["Rood"]
    assert question.faults(["r", "b"], SCOPE) == ["Kies ofwel “Blauw”, ofwel de andere antwoorden."]
    assert question.faults(["b"], SCOPE) == []


def test_no_is_an_answer_too():
    question = YesNo("j", "Stemt in", must_be_yes="Vraag eerst de instemming.")
    assert question.parse(["nee"], SCOPE) is False
    assert answered(False)
    assert question.posted(False) == ["nee"]
    assert question.text(False, SCOPE) == "Nee"
    assert question.faults(False, SCOPE) == ["Vraag eerst de instemming."]
    assert question.faults(True, SCOPE) == []


def test_a_few_choices_are_buttons_and_many_are_a_list():
    assert Choice("k", "Kleur", choices={str(nr): "x" for nr in range(7)}).shape == "radios"
    assert Choice("k", "Kleur", choices={str(nr): "x" for nr in range(8)}).shape == "select"


def test_a_person_is_one_of_the_dossier_in_the_right_role():
    question = Person("p", "Wie", roles=("leerling",))
    assert question.offered(SCOPE) == {"p1": "Kobe Vermeulen"}
    assert question.text("p1", SCOPE) == "Kobe Vermeulen"
    assert question.text("weg", SCOPE) == "(niet meer in het dossier)"
    for wrong in (question.parse(["p2"], SCOPE), question.parse(["vreemd"], SCOPE)):
        assert question.faults(wrong, SCOPE) == ["Kies iemand die in het dossier staat."]


def test_persons_are_each_named_once():
    question = Persons("ps", "Wie")
    assert question.parse(["p2", "p1", "p2", "vreemd"], SCOPE) == ["p2", "p1"]
    assert question.word(["p2", "p1"], SCOPE) == ["Ilse De Cock", "Kobe Vermeulen"]
    assert question.faults(["weg"], SCOPE) == ["Kies iemand die in het dossier staat."]


def test_an_organisation_is_of_the_right_kind():
    question = Organisation("o", "School", soorten=("school",))
    assert question.offered(SCOPE) == {"o1": "De Sluis"}
    assert question.faults(question.parse(["o2"], SCOPE), SCOPE) == ["Kies een organisatie uit de lijst."]
    assert question.text("weg", SCOPE) == "(onbekende organisatie)"


def test_a_reference_shows_the_start_of_what_it_refers_to():
    question = Reference("r", "Engagement", repeat="engagementen", shows="tekst")
    offered = question.offered(SCOPE)
    assert list(offered) == ["E1", "E2"]
    assert offered["E1"].startswith("E1: Belt elke maandag")
    assert len(offered["E1"]) <= 84
    assert question.faults("E9", SCOPE) == ["Kies een antwoord uit de lijst."]


def test_a_week_is_ten_half_days():
    question = Schedule("w", "Weekschema")
    stored = question.parse(["naft", "school", "onzin"], SCOPE)
    assert stored == ["naft", "school", *[""] * 8]
    assert question.text(stored, SCOPE) == "maandag voormiddag NAFT, maandag namiddag School"
    assert question.word(stored, SCOPE)[0] == {"dag": "maandag", "vm": "NAFT", "nm": "School"}
    assert len(question.word(stored, SCOPE)) == 5


def test_dates_are_written_in_dutch_whatever_the_machine_speaks():
    assert long_date(date(2026, 11, 23)) == "maandag 23 november 2026"


@pytest.mark.parametrize(
    ("label", "inside"),
    [("Naam van de school", "naam van de school"), ("NAFT-aanbieder", "NAFT-aanbieder"), ("Wie?", "wie")],
)
def test_a_label_fits_in_a_sentence(label, inside):
    assert Question("x", label).ask == inside


def test_one_of_something_is_said_in_the_singular():
    amount = Number("dagdelen", "Dagdelen", "CNSLO", "BVR", unit="dagdelen", one="dagdeel")

    assert [amount.text(count, SCOPE) for count in (0, 1, 2)] == ["0 dagdelen", "1 dagdeel", "2 dagdelen"]
