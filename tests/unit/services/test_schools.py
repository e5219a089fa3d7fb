"""The importer of the public list of schools, with lists as they come and lists as they should not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.platform import Platform
from services.school_list import lines
from services.schools import BadFile, compare, import_schools
from store import organisations
from store.database import Database
from store.migrations import migrate
from store.organisations import Organisation

HEADER = (
    '"schoolnummer";"intern_vplnummer";"naam";"net";"straat";"huisnummer";"busnummer";"postcode";"gemeente";'
    '"soort instelling";"hoofdzetel"'
)
SLUIS = (
    '"999001";"1";"Technisch Atheneum De Sluis";"GO! onderwijs van de Vlaamse Gemeenschap";"Kaaistraat";"1";"";"9300";'
    '"Aalst";"Gewoon secundair onderwijs";"True"'
)
REGENBOOG = (
    '"039107";"1";"BuSO ""De Regenboog""; campus Zuid";"Vrij gesubsidieerd onderwijs";"Weverijdreef";"8";"2";"9300";'
    '"Aalst";"Buitengewoon secundair onderwijs";"True"'
)


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Platform]:
    db = Database(tmp_path / "naadloos.db")
    migrate(db)
    yield Platform(db, tmp_path)
    db.close()


def a_list(tmp_path: Path, *lines: str, end: str = "\r", mark: bytes = b"\xef\xbb\xbf") -> Path:
    path = tmp_path / "scholen.csv"
    path.write_bytes(mark + (end.join(lines) + end).encode())
    return path


def schools(platform: Platform) -> dict[str, Organisation]:
    return {one.instellingsnummer: one for one in organisations.organisations(platform.db, "school")}


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"], ids=["CR", "LF", "CRLF"])
def test_the_list_is_read_with_any_line_end(platform, tmp_path, end):
    done = import_schools(platform, a_list(tmp_path, HEADER, SLUIS, REGENBOOG, end=end))

    assert (done.added, done.changed, done.unchanged, done.refused) == (2, 0, 0, [])
    sluis, regenboog = schools(platform)["999001"], schools(platform)["039107"]
    assert (sluis.naam, sluis.net, sluis.schoolsoorten) == ("Technisch Atheneum De Sluis", "go", ("so_voltijds",))
    assert (sluis.adres, sluis.postcode, sluis.gemeente, sluis.vestiging) == ("Kaaistraat 1", "9300", "Aalst", "")
    assert (regenboog.naam, regenboog.net) == ('BuSO "De Regenboog"; campus Zuid', "vrij")
    assert (regenboog.schoolsoorten, regenboog.adres) == (("buso",), "Weverijdreef 8 bus 2")


def test_a_second_import_changes_nothing(platform, tmp_path):
    path = a_list(tmp_path, HEADER, SLUIS, REGENBOOG)
    import_schools(platform, path)
    before = schools(platform)

    done = import_schools(platform, path)

    assert (done.added, done.changed, done.unchanged) == (0, 0, 2)
    assert schools(platform) == before


def test_a_new_name_changes_the_same_school(platform, tmp_path):
    import_schools(platform, a_list(tmp_path, HEADER, SLUIS))
    before = schools(platform)["999001"]

    done = import_schools(platform, a_list(tmp_path, HEADER, SLUIS.replace("De Sluis", "De Nieuwe Sluis")))

    assert (done.added, done.changed) == (0, 1)
    assert schools(platform)["999001"].id == before.id
    assert schools(platform)["999001"].naam == "Technisch Atheneum De Nieuwe Sluis"


def test_a_school_on_a_line_that_cannot_be_used_has_not_left_the_list(platform, tmp_path):
    """Else it would be put out of use for a name that is too long."""
    import_schools(platform, a_list(tmp_path, HEADER, SLUIS, REGENBOOG))

    spoilt = REGENBOOG.replace('"039107"', "39107").replace("De Regenboog", "De Regenboog " * 20)
    found = compare(platform, lines(a_list(tmp_path, HEADER, spoilt).read_bytes()))

    assert [nr for nr, _ in found.refused] == [2]
    assert [one.instellingsnummer for one in found.missing] == ["999001"]


def test_numbers_are_padded_so_that_a_lost_zero_does_no_harm(platform, tmp_path):
    import_schools(platform, a_list(tmp_path, HEADER, REGENBOOG))

    done = import_schools(platform, a_list(tmp_path, HEADER, REGENBOOG.replace('"039107"', "39107")))

    assert (done.added, done.unchanged) == (0, 1)


def test_the_names_of_the_columns_decide_and_other_columns_do_not_matter(platform, tmp_path):
    path = a_list(tmp_path, "Gemeente;lx;NAAM;Hoofdstructuur;Instellingsnummer", "Genk;12,5;Campus MijnWijs;311+321;4")

    assert import_schools(platform, path).added == 1
    found = schools(platform)["000004"]
    assert (found.naam, found.gemeente, found.schoolsoorten) == ("Campus MijnWijs", "Genk", ("so_voltijds", "buso"))


def test_what_the_list_has_no_column_for_stays(platform, tmp_path):
    import_schools(platform, a_list(tmp_path, HEADER, SLUIS))

    done = import_schools(platform, a_list(tmp_path, "schoolnummer;naam", "999001;Technisch Atheneum De Sluis"))

    assert done.unchanged == 1
    assert schools(platform)["999001"].adres == "Kaaistraat 1"


def test_the_kind_is_given_for_a_list_that_does_not_tell(platform, tmp_path):
    import_schools(platform, a_list(tmp_path, "schoolnummer;naam", "1;De Sluis"), kind="so_voltijds")

    assert schools(platform)["000001"].schoolsoorten == ("so_voltijds",)


def test_another_place_of_a_school_goes_by_its_address(platform, tmp_path):
    second = SLUIS.replace('"Kaaistraat";"1"', '"Werf";"9"').replace('"True"', '"False"')
    done = import_schools(platform, a_list(tmp_path, HEADER, SLUIS, second))

    assert done.added == 2
    assert {one.vestiging for one in organisations.organisations(platform.db, "school")} == {"", "Werf 9, Aalst"}


@pytest.mark.parametrize(
    ("told", "net"),
    [
        ("Gemeenschapsonderwijs", "go"),
        ("Vlaamse Gemeenschapscommissie", "off"),
        ("Officieel gesubsidieerd onderwijs", "off"),
        ("Vrij niet-gesubsidieerd", "onafh"),
        ("Iets anders", ""),
    ],
)
def test_the_network_is_known_by_its_words(platform, tmp_path, told, net):
    import_schools(platform, a_list(tmp_path, "schoolnummer;naam;net", f"1;De Sluis;{told}"))

    assert schools(platform)["000001"].net == net


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (";1;Zonder nummer", "nummer ontbreekt"),
        ("999001;1;", "naam van de school ontbreekt"),
        ("1234567;1;Te lang nummer", "geen instellingsnummer"),
        ("000000;1;Nul", "geen instellingsnummer"),
        ("=1+1;1;Formule", "geen instellingsnummer"),
        ("٩٩٩٠٠١;1;Andere cijfers", "geen instellingsnummer"),
        (f"999001;1;{'x' * 161}", "te lang"),
        ("999001;1;De kleine school;;;;;;;Gewoon basisonderwijs;True", "geen school voor secundair"),
        ("999001;1;Een; naam;;;;;;;;True;", "meer kolommen"),
        ("999001;1;Nergens;;;;;;;;False", "adres van deze vestiging ontbreekt"),
    ],
)
def test_a_line_that_cannot_be_used_is_refused_with_its_number_and_the_rest_is_kept(platform, tmp_path, line, reason):
    done = import_schools(platform, a_list(tmp_path, HEADER, "", line, REGENBOOG))

    assert [number for number, _ in done.refused] == [3]
    assert reason in done.refused[0][1]
    assert list(schools(platform)) == ["039107"]


def test_the_same_school_twice_is_told_with_the_line_of_the_first(platform, tmp_path):
    done = import_schools(platform, a_list(tmp_path, HEADER, SLUIS, REGENBOOG, SLUIS.replace("Sluis", "Sas")))

    assert done.refused == [(4, "Deze school staat al op regel 2.")]
    assert schools(platform)["999001"].naam == "Technisch Atheneum De Sluis"


def test_a_line_end_inside_quotes_is_a_space_and_lines_are_counted_on(platform, tmp_path):
    done = import_schools(platform, a_list(tmp_path, "schoolnummer;naam", '1;"De\rSluis"', ";Zonder nummer"))

    assert schools(platform)["000001"].naam == "De Sluis"
    assert [number for number, _ in done.refused] == [4]


def test_characters_that_no_word_file_can_hold_are_left_out(platform, tmp_path):
    import_schools(platform, a_list(tmp_path, "schoolnummer;naam", "1;De\x0b Sl\x00u\x01is"))

    assert schools(platform)["000001"].naam == "De Sluis"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "leeg"),
        (b"\xef\xbb\xbf\r\r", "leeg"),
        ("schoolnummer;naam\r1;Ecole é".encode("latin-1"), "UTF-8"),
        (b"\xff\xfes\x00c\x00h\x00", "UTF-8"),
        (b"schoolnummer,naam\r1,De Sluis", "schoolnummer en naam ontbreekt"),
        (b"schoolnummer;gemeente\r1;Aalst", "de kolom naam ontbreekt"),
        (b"schoolnummer;naam;instellingsnummer\r1;De Sluis;2", "twee keer"),
        (b'schoolnummer;naam\r1;De Sluis\r2;"Zonder einde\r3;Nog een', "regel 3"),
        (b"<!DOCTYPE html><html><body>Even geduld</body></html>", "niet de lijst"),
    ],
)
def test_a_file_that_is_not_the_list_is_refused_whole(platform, tmp_path, content, message):
    path = tmp_path / "lijst.csv"
    path.write_bytes(content)

    with pytest.raises(BadFile, match=message):
        import_schools(platform, path)
    assert schools(platform) == {}
