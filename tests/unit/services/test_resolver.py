"""Every answer to the questions about sharing, for every age and kind of dossier: who reads is as the letters say."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from forms import RECORD_TYPES
from forms.handelingen import HANDELINGEN
from forms.partij import PARTIJ
from forms.question import Question
from forms.repeat import Repeat
from rules.readers import Audience
from services.dossiers import File
from services.platform import Platform
from services.surroundings import resolver, sharing
from store.database import Database
from store.dossiers import Dossier
from store.parties import Party
from tests.oracle import ANSWERS, Agreed, Pupil

TODAY = date(2026, 9, 14)
AT = "2026-09-14T08:00:00Z"
STATES = [Pupil(11), Pupil(11, "bekwaam"), Pupil(15), Pupil(15, "niet_bekwaam"), Pupil(18)]
KEPT = frozenset({"hulpvraag_leerling", "samenhangende_factoren", "gemotiveerd_oordeel"})
LETTERS = sorted(
    {question.readers for one in RECORD_TYPES.values() for _, _, question in one.questions()}
    | {item.readers for step in (PARTIJ, *HANDELINGEN.values()) for item in step.items if isinstance(item, Question)}
)
NAMES = ("", *sorted(KEPT), "vraag_leerling", "vraag_clb", "vraag_ouders")
WHICH_SCHOOL = {"betrokken_school": {"P"}}
"""The begeleidingsdienst is told which of its schools it is about, and nothing of a pupil (BR-08)."""
RECORDED = {"bekwaam": "bekwaam_bevonden", "niet_bekwaam": "niet_bekwaam"}


@pytest.fixture(scope="module")
def platform(tmp_path_factory, migrated):
    """A platform with an empty database, on the day of these tests."""
    path = tmp_path_factory.mktemp("lezers") / "naadloos.db"
    path.write_bytes(migrated.read_bytes())
    database = Database(path)
    yield Platform(database, path.parent, lambda: datetime(2026, 9, 14, 8, tzinfo=UTC))
    database.close()


def dossier(agreed: Agreed) -> tuple[File, dict[str, Any]]:
    """A dossier in which this was agreed, and its indicatiestelling."""
    people = [_party("hoofd", "directie"), _party("clb", "clb")]
    consents: list[dict[str, Any]] = []
    items = []
    for nr, (key, pupil) in enumerate(agreed.pupils.items(), start=1):
        born = TODAY.replace(year=TODAY.year - pupil.age).isoformat()
        people += [
            _party(key, "leerling", geboortedatum=born),
            _party(f"ma-{key}", "ouder", gezag="ja_samen", van_leerling=key),
            _party(f"pa-{key}", "ouder", gezag="ja_samen", van_leerling=key),
        ]
        item = {"id": f"L{nr}", "leerling": key, "geboortedatum": born}
        items.append(item | ({"bekwaamheid": RECORDED[pupil.found]} if pupil.found else {}))
        first, other = (key, f"ma-{key}") if pupil.decides else (f"ma-{key}", key)
        consents += _given("delen_school", pupil.school, first, other, f"pa-{key}")
        consents += _given("delen_ouders", pupil.parents, key, f"ma-{key}", f"pa-{key}")
    consents += _given("delen_school", agreed.whole, "clb", "hoofd", "hoofd")
    file = File(
        Dossier(
            id="d",
            number="NAFT-2026-00001",
            soort=agreed.kind,  # type: ignore[arg-type]  # one of the four
            schooljaar="2026-2027",
            clb_id="c",
            label="",
            created_by="a",
            created_at=AT,
        ),
        {},
        people,
        [],
    )
    return file, {
        "datum_aanmelding": TODAY.isoformat(),
        "leerlingen": items,
        "instemmingen": [{"id": f"I{nr}", **one} for nr, one in enumerate(consents, start=1)],
        "niet_delen_met_ouders": sorted({one for pupil in agreed.pupils.values() for one in pupil.kept}),
    }


def _party(key: str, rol: str, **answers: str) -> Party:
    made = {name: value for name, value in answers.items() if value}
    return Party(id=key, dossier_id="d", rol=rol, organisation_id=None, account_id=None, answers=made, created_at=AT)


def _given(what: str, answer: str, first: str, other: str, objects: str) -> list[dict[str, Any]]:
    """The consents that come to this answer: `first` decides, `other` does not, `objects` asked to keep silent."""
    given = {
        "geen": [],
        "ander": [(other, "ja", ""), ("hoofd", "ja", "")],
        "ingetrokken": [(first, "ja", AT[:10])],
        "bezwaar": [(first, "ja", ""), (objects, "nee", "")],
    }.get(answer, [(first, answer, "")])
    return [
        {"waarvoor": what, "gegeven_door": by, "antwoord": said, "datum": "2026-09-01"}
        | ({"ingetrokken_op": gone} if gone else {})
        for by, said, gone in given
    ]


def of_one_pupil() -> Iterator[Agreed]:
    """Every age and finding, with every answer about school and parents, with and without something kept."""
    for one, school, parents, kept in itertools.product(STATES, ANSWERS, ANSWERS[:-1], (frozenset(), KEPT)):
        yield Agreed("leerling", {"k": replace(one, school=school, parents=parents, kept=kept)})


def of_two_pupils() -> Iterator[Agreed]:
    """Two pupils who did not answer the same."""
    for one, other in itertools.product(STATES, STATES[::2]):
        for first, second in itertools.product(("ja", "nee", "ander"), ("ja", "ingetrokken")):
            a = replace(one, school=first, parents=second)
            yield Agreed("leerlingen", {"a": a, "b": replace(other, school=second, parents=first)})


def of_a_class() -> Iterator[Agreed]:
    """A class without names, and with one pupil by name."""
    for whole in ANSWERS:
        yield Agreed("klasgroep", {}, whole)
        for one, school, parents in itertools.product((11, 15, 18), ANSWERS, ("geen", "ja", "nee")):
            yield Agreed("klasgroep", {"a": Pupil(one, school=school, parents=parents)}, whole)


def of_a_school() -> Iterator[Agreed]:
    """A school alone."""
    return (Agreed("school", {}, whole) for whole in ANSWERS if whole != "ander")


def test_spaces_brackets_and_order_change_nothing():
    """So that one text for each audience is enough below."""
    everything = Agreed("leerling", {"k": Pupil(15)})
    by_audience: dict[Audience, set[str]] = {}
    for letters in LETTERS:
        by_audience.setdefault(Audience.parse(letters), set()).add(letters)
    for same in by_audience.values():
        assert len({tuple(everything.may_read(one, reader) for reader in everything.readers()) for one in same}) == 1


@pytest.mark.parametrize("cases", [of_one_pupil, of_two_pupils, of_a_class, of_a_school])
def test_who_reads_is_as_the_letters_say(platform, cases):
    """BR-54, and from 18 BR-22."""
    audiences = {audience: letters for letters in LETTERS if (audience := Audience.parse(letters))}
    for agreed in cases():
        file, indication = dossier(agreed)
        readers = resolver(sharing(platform, file, indication), indication)
        everybody = agreed.readers()
        for about in {(), *((one,) for one in agreed.pupils if agreed.kind != "leerling")}:
            for name, (audience, letters) in itertools.product(NAMES, audiences.items()):
                found = readers(name, audience, about)
                expected = {one for one in everybody if agreed.may_read(letters, one, name, about)}
                if agreed.pupils:
                    assert found - {"!"} == expected, f"{letters} {name} {about} in {agreed}"
                else:  # whoever may read at home is nobody where nobody is known
                    assert found - {"!", "L"} == expected, f"{letters} {name} in {agreed}"
                assert ("!" in found) is ("!" in letters)


def test_what_is_about_a_parent_is_about_that_pupil_and_about_a_professional_about_all(platform):
    """And a pupil who came later, of whom nothing is agreed yet, has no readers but the professionals."""
    agreed = Agreed("leerlingen", {"a": Pupil(15, school="ja", parents="ja"), "b": Pupil(15)})
    file, indication = dossier(agreed)
    file = replace(file, all_parties=[*file.all_parties, _party("c", "leerling")])
    readers, shown = resolver(sharing(platform, file, indication), indication), Audience.parse("CN L (S*, O*)")
    assert readers("x", shown, ("ma-a",)) == {"C", "N", "S", "L:a", "O:a"}
    assert readers("x", shown, ("pa-b", "ma-a")) == {"C", "N", "L:a", "O:a", "L:b"}
    assert readers("x", shown, ("hoofd",)) == readers("x", shown) == {"C", "N", "L:a", "O:a", "L:b"}
    assert readers("x", shown, ("c",)) == {"C", "N"}


def test_what_is_taken_over_from_another_record_is_not_for_more_readers_there():
    """A first value is a copy: whoever reads it there could read it where it was written, on the same conditions."""
    for record_type in RECORD_TYPES.values():
        for _, item in record_type.items():
            if item.prefill is None or item.prefill.record == "feit":
                continue
            source = RECORD_TYPES[item.prefill.record].find(item.prefill.name)
            assert source is not None
            pairs = [(source, item)]
            if isinstance(item, Repeat) and isinstance(source, Repeat):
                there, here = ({one.name: one for one in repeat.of} for repeat in (source, item))
                pairs = [(there[theirs], here[ours]) for ours, theirs in (item.prefill.fields or {}).items()]
            for theirs, ours in pairs:
                more = ours.audience.always - theirs.audience.always - (WHICH_SCHOOL.get(ours.name) or set())
                assert not more, f"{record_type.slug}: {ours.name} is also for {sorted(more)}"
                wider = ours.audience.conditional - theirs.audience.conditional - theirs.audience.always
                assert not wider, f"{record_type.slug}: {ours.name}"
