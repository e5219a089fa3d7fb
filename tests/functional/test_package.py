"""The package for a pupil file: what is in it, that it is the same each time, and that no change to it goes unseen."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask

from forms import RECORD_TYPES
from rules.states import Event, State
from services import handing_out, package, package_check, package_summary, seal_keys, trusted
from services.platform import NotFound, Seal
from services.seal import sign_list
from services.seal_keys import SealKey
from services.signing import METHODS
from store import documents, events, pdfs
from store.dossiers import Soort
from store.signatures import Decision
from store.versions import Status
from tests.conftest import serving
from tests.handed_out import packed_anew, with_other_text, without_seal
from tests.pages import Person
from tests.sealing import given_key
from tests.world import Case, Clock, World

CI = os.environ.get("CI") == "true"
SCHEMA = json.loads(package.SCHEMA_PATH.read_text("utf-8"))
FETCHED_BY = {"C": "an", "S": "saskia", "L": "an", "O": "younes", "N": "younes"}
LIST, SIGNATURE = "controlegetallen.txt", "controlegetallen.txt.sig"
NEEDS_PROGRAMS = pytest.mark.skipif(
    not (shutil.which("sha256sum") and shutil.which("openssl")) and not CI,
    reason="NOT TESTED: sha256sum or openssl is not installed",
)


@dataclass(frozen=True)
class Handed:
    """A dossier with its packages, by reader; the app that made them, and another that knows nothing of them."""

    app: Flask
    elsewhere: Flask
    case: Case
    key: SealKey
    clock: Clock
    packages: dict[str, bytes]

    def files(self, reader: str) -> dict[str, bytes]:
        """What is in a package, by name."""
        return unpacked(self.packages[reader])

    def summary(self, reader: str) -> dict[str, Any]:
        """The summary in a package."""
        found = json.loads(self.files(reader)["samenvatting.json"])
        assert isinstance(found, dict)
        return found


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory, migrated: Path, seal_folder: Path) -> Iterator[Handed]:
    """Referred, agreed on with a remark of the pupil, and running; sealed, and handed out to every reader."""
    clock = Clock()
    here, there = tmp_path_factory.mktemp("hier"), tmp_path_factory.mktemp("daar")
    shutil.copytree(seal_folder, here / "seal")
    key = seal_keys.load(here, None, None)
    with serving(there, migrated, clock) as elsewhere, serving(here, migrated, clock) as app:
        sealing = replace(app.extensions["naadloos"], sealing=lambda: Seal(key), address="https://naadloos.example")
        app.extensions["naadloos"] = sealing
        case = World(sealing, clock).fill().kobe()
        case.refer()
        case.accept()
        version = case.agree()
        case.answer(version, case.ids["kobe"], "akkoord", "GEHEIM Ik wil liever op dinsdag.")
        case.sign(version)
        case.do("younes", Event.STARTEN)
        made = {reader: fetched(case, who, reader) for reader, who in FETCHED_BY.items()}
        yield Handed(app, elsewhere, case, key, clock, made)


def fetched(case: Case, key: str, reader: str) -> bytes:
    """The package of a reader, fetched by somebody."""
    return handing_out.bundle(case.platform, case.world.who(key), case.file, reader)


def unpacked(content: bytes) -> dict[str, bytes]:
    """What is in a zip, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# what is in it


@pytest.mark.parametrize("reader", FETCHED_BY)
def test_the_summary_is_as_its_schema_says_and_lists_every_document(handed, reader):
    told, files = handed.summary(reader), handed.files(reader)
    jsonschema.Draft202012Validator(SCHEMA).validate(told)
    stored = {one.filename: one for one in documents.documents_of(handed.case.platform.db, handed.case.id)}
    listed = {one["bestand"]: one for one in told["bestanden"]}
    assert set(listed) == {f"documenten/{name}" for name, one in stored.items() if one.reader == reader}
    for name, one in listed.items():
        kept = stored[name.removeprefix("documenten/")]
        assert (one["sha256"], one["code"]) == (kept.sha256, kept.code)
        assert files[name] == documents.content(handed.case.platform.db, kept.id)
        assert json.loads(files[one["bewijs"]])["sha256"] == kept.sha256
    assert {"LEESMIJ.txt", "pakket.schema.json", "zegel.pem", LIST, SIGNATURE} <= set(files)


def test_the_summary_tells_each_reader_what_that_reader_may_know(handed):
    everybody = {reader: handed.summary(reader) for reader in FETCHED_BY}
    assert {reader: one["dossier"]["toestand"] for reader, one in everybody.items()} == {
        "C": "lopend", "N": "lopend", "S": "lopend", "L": None, "O": None,
    }  # fmt: skip
    of_school = {one["soort"]: one["status"] for one in everybody["S"]["verslagen"]}
    assert of_school == {"indicatiestelling": None, "doelen": "getekend"}  # of the first, not who refused it
    assert everybody["C"]["verslagen"][0]["status"] == "getekend"
    goals = {
        reader: next(each for each in one["verslagen"] if each["soort"] == "doelen")
        for reader, one in everybody.items()
    }
    said = {one["naam"]: one for one in goals["S"]["antwoorden"]}
    assert said["doelen/D1/tekst"]["tekst"].startswith("Doel D1")
    assert said["doelen"]["waarde"] == ["D1", "D2"]
    assert said["startdatum"]["vraag"]
    assert (said["startdatum"]["waarde"], said["startdatum"]["tekst"]) == ("2026-09-14", "14 september 2026")
    assert {one["antwoord"] for one in goals["S"]["handtekeningen"]} == {"akkoord"}
    assert {one["naam"] for one in goals["L"]["handtekeningen"]} >= {"Kobe Vermeulen", "An Peeters"}
    assert not any(b"GEHEIM-VAN-HET-CLB" in content for one in everybody for content in handed.files(one).values())
    assert [one["code"] for one in everybody["L"]["bestanden"]] == ["D1L", "D2L", "D2", "D5"]


def _places(schema: Mapping[str, Any], value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a summary that the schema describes."""
    if isinstance(value, dict):
        yield value
        for name, one in value.items():
            yield from _places(schema["properties"][name], one) if "properties" in schema else ()
    elif isinstance(value, list) and "items" in schema:
        for one in value[:1]:
            yield from _places(schema["items"], one)


def test_the_schema_refuses_what_it_does_not_know_and_misses_what_it_does(handed):
    validator = jsonschema.Draft202012Validator(SCHEMA)
    validator.check_schema(SCHEMA)
    told = handed.summary("C")
    places = list(_places(SCHEMA, told))
    assert len(places) == 10
    for place in places:
        place["anders"] = "x"
        assert not validator.is_valid(told), sorted(place)
        del place["anders"]
        for name in list(place):
            kept = place.pop(name)
            assert not validator.is_valid(told), name
            place[name] = kept
    assert validator.is_valid(told)


def test_the_schema_names_the_words_of_the_program():
    top = SCHEMA["properties"]
    version = top["verslagen"]["items"]["properties"]
    line = version["handtekeningen"]["items"]["properties"]

    def words(found: Mapping[str, Any]) -> set[str]:
        return {one for one in found["enum"] if one is not None}

    assert words(top["dossier"]["properties"]["toestand"]) == {one.value for one in State}
    assert words(top["dossier"]["properties"]["soort"]) == set(get_args(Soort))
    assert words(version["soort"]) == set(RECORD_TYPES)
    assert words(version["status"]) == set(get_args(Status))
    assert words(line["antwoord"]) == set(get_args(Decision))
    assert words(line["wijze"]) == set(METHODS)
    assert (SCHEMA["$id"], top["schema"]["properties"]["naam"]["const"]) == (package_summary.SCHEMA,) * 2


def test_the_same_files_give_the_same_bytes_whoever_asks_and_whenever(handed):
    handed.clock.wait(minutes=90)
    for reader, who in (("S", "an"), ("L", "younes")):
        assert fetched(handed.case, who, reader) == handed.packages[reader]


def test_the_log_says_of_each_file_in_which_package_it_left(handed):
    found = [
        one for one in events.of_dossier(handed.case.platform.db, handed.case.id) if one.type == "document.fetched"
    ]
    told = {
        one.subject: one.data["pakket"] for one in found if one.data and one.data["door"] == "Saskia van der Meersch"
    }
    mine = {one.id for one in documents.documents_of(handed.case.platform.db, handed.case.id) if one.reader == "S"}
    assert told == dict.fromkeys(mine, hashlib.sha256(handed.packages["S"]).hexdigest())


def test_a_file_of_another_reader_never_goes_in(handed):
    theirs = [one for one in documents.documents_of(handed.case.platform.db, handed.case.id) if one.reader == "N"]
    with pytest.raises(NotFound):
        package.build(handed.case.platform, handed.case.file, "S", theirs)


@NEEDS_PROGRAMS
def test_programs_that_are_not_ours_check_it_as_the_readme_says(handed, tmp_path):
    files = handed.files("S")
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    lines = [line.strip() for line in files["LEESMIJ.txt"].decode().splitlines() if line.startswith("  ")]
    steps = [line for line in lines if line.startswith(("sha256sum", "openssl"))]
    assert len(steps) == 4
    said = ""
    for step in steps:
        done = subprocess.run(step, shell=True, cwd=tmp_path, capture_output=True, text=True)  # as somebody types it
        assert done.returncode == 0, done
        said += done.stdout
    assert said.count(": OK\n") == len(files) - 2
    assert "Verified OK" in said
    assert handed.key.sha256.upper() in said.replace(":", "")
    (tmp_path / "samenvatting.json").write_bytes(b"{}")
    assert subprocess.run(steps[0], shell=True, cwd=tmp_path, capture_output=True).returncode == 1


def test_the_guide_names_what_is_in_it_and_every_reason(handed):
    guide = (package.SCHEMA_PATH.parent / "pakket.md").read_text("utf-8")
    first, _, second = guide.partition("\n## Check it")
    named = set(re.findall(r"^\| `([\w./]+)`", first, re.MULTILINE))
    assert named == {name.partition("/")[0] + "/" if "/" in name else name for name in handed.files("C")}
    said = set(re.findall(r"`([a-z-]+)`", "".join(re.findall(r"^\| (`.+?) \|", second, re.MULTILINE))))
    program = Path(package_check.__file__).read_text("utf-8")
    assert said == set(re.findall(r'"([a-z]+(?:-[a-z]+)+|changed|removed|added)"', program)) - {"too-many-items"}
    fields = set(re.findall(r'^ *"(\w+)": \{$', package.SCHEMA_PATH.read_text("utf-8"), re.MULTILINE))
    listed = set(re.findall(r"`([a-z]+)`", guide.partition("## Add it")[2].partition("The schema is on")[0]))
    assert listed <= fields | {"startdatum"}
    assert listed >= set(SCHEMA["properties"]) - {"schema", "bijgewerkt"}


# checking it


def repacked(files: Mapping[str, bytes], *, mended: bool = False, by: SealKey | None = None) -> bytes:
    """The files as a package; `mended`: with a list that fits them, signed `by` somebody, else with what was there."""
    if not mended:
        return package.zipped(files)
    rest = {name: content for name, content in files.items() if name not in (LIST, SIGNATURE)}
    listed = "".join(f"{hashlib.sha256(rest[name]).hexdigest()}  {name}\n" for name in sorted(rest)).encode()
    signed = {SIGNATURE: sign_list(listed, by)} if by else {}
    return package.zipped({**rest, LIST: listed, **signed})


def words(found: package_check.Checked) -> dict[str, str]:
    """Name -> word and first reason, of what is not authentic."""
    return {
        one.name: f"{one.word} {' '.join(one.reasons[:1])}".strip() for one in found.items if one.word != "AUTHENTIC"
    }


@pytest.mark.parametrize("reader", FETCHED_BY)
def test_every_package_is_proven_here_and_elsewhere(handed, reader, tmp_path):
    file, pem = tmp_path / "pakket.zip", tmp_path / "zegel.pem"
    file.write_bytes(handed.packages[reader])
    pem.write_bytes(handed.key.certificate_pem)
    here, elsewhere = handed.app.test_cli_runner(), handed.elsewhere.test_cli_runner()
    done = here.invoke(args=["verify", str(file)])
    assert done.exit_code == 0, done.output
    told = elsewhere.invoke(args=["verify", str(file), "--cert", str(pem)])
    assert told.exit_code == 0, told.output
    for output in (done.output, told.output):
        *lines, whole = output.splitlines()
        assert {line.split(": ")[0] for line in lines} == {f"{file}/{name}" for name in handed.files(reader)}
        assert all(line.split(": ")[1].startswith("AUTHENTIC") for line in lines)
        assert whole == f"{file}: AUTHENTIC package: {len(lines)} files, list signed by {handed.key.sha256}"
    unknown = elsewhere.invoke(args=["verify", str(file)])
    assert (unknown.exit_code, "NOT_AUTHENTIC" in unknown.output) == (2, False), unknown.output


def _stranger(folder: Path, clock: Clock) -> SealKey:
    """The key of somebody else."""
    key, certificate = given_key(folder)
    return seal_keys.load(folder, str(key), str(certificate), clock.moment)


def _summary(files: dict[str, bytes], change: Callable[[dict[str, Any]], None]) -> dict[str, bytes]:
    told = json.loads(files["samenvatting.json"])
    change(told)
    return {**files, "samenvatting.json": package.as_json(told)}


def _other_answer(told: dict[str, Any]) -> None:
    goals = next(one for one in told["verslagen"] if one["soort"] == "doelen")
    next(one for one in goals["antwoorden"] if one["naam"] == "startdatum")["waarde"] = "2026-09-21"


def _other_signature(told: dict[str, Any]) -> None:
    goals = next(one for one in told["verslagen"] if one["soort"] == "doelen")
    goals["handtekeningen"][0]["antwoord"] = "niet_akkoord"


def _other_status(told: dict[str, Any]) -> None:
    told["verslagen"][0]["status"] = "ingetrokken"


def _goals(files: Mapping[str, bytes]) -> str:
    return next(name for name in files if re.search(r"^documenten/.*_D2_", name))


def _byte(files: dict[str, bytes]) -> dict[str, bytes]:
    content = bytearray(files[_goals(files)])
    content[len(content) // 2] ^= 1
    return {**files, _goals(files): bytes(content)}


def _text(files: dict[str, bytes]) -> dict[str, bytes]:
    return {**files, _goals(files): with_other_text(files[_goals(files)])}


def _evidence(files: dict[str, bytes]) -> dict[str, bytes]:
    name = _goals(files).replace("documenten/", "bewijs/").replace(".docx", ".json")
    return {**files, name: files[name].replace(b'"akkoord"', b'"niet_akkoord"', 1)}


def _removed(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name != _goals(files)}


def _renamed(files: dict[str, bytes]) -> dict[str, bytes]:
    new = _goals(files).replace("_v1_", "_v2_")
    return {new if name == _goals(files) else name: content for name, content in files.items()}


CHANGES: dict[str, Callable[[dict[str, bytes]], dict[str, bytes]]] = {
    "a byte in a document": _byte,
    "a word in a document": _text,
    "a line of evidence": _evidence,
    "an answer": lambda files: _summary(files, _other_answer),
    "a signature": lambda files: _summary(files, _other_signature),
    "a status": lambda files: _summary(files, _other_status),
    "the readme": lambda files: {**files, "LEESMIJ.txt": files["LEESMIJ.txt"] + b"Bel 0900.\n"},
    "a document removed": _removed,
    "a document renamed": _renamed,
    "a file added": lambda files: {**files, "documenten/D9.docx": b"PK"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_no_change_goes_unseen_and_mending_the_list_does_not_help(handed, change, tmp_path):
    """As it is; with a list that fits; and with one that somebody else signed, and put the certificate with it."""
    files = change(handed.files("S"))
    key = _stranger(tmp_path, handed.clock)
    stranger = {**files, "zegel.pem": key.certificate_pem}
    for platform, more in (
        (handed.case.platform, []),
        (handed.elsewhere.extensions["naadloos"], [handed.key.certificate_pem]),
    ):

        def word(content: bytes, platform=platform, more=more) -> str:
            return package_check.verify(platform, content, more).word

        assert word(repacked(files)) == "NOT_AUTHENTIC"
        assert word(repacked({**files, LIST: unpacked(repacked(files, mended=True))[LIST]})) == "NOT_AUTHENTIC"
        assert word(repacked(files, mended=True)) in ("NOT_AUTHENTIC", "UNKNOWN")
        assert word(repacked(stranger, mended=True, by=key)) in ("NOT_AUTHENTIC", "UNKNOWN")


def test_what_is_told_twice_is_compared_so_that_an_unsigned_list_hides_nothing_of_it(handed):
    def found(files: dict[str, bytes]) -> dict[str, str]:
        return words(package_check.verify(handed.case.platform, repacked(files, mended=True)))

    files = handed.files("S")
    fine = found(files)
    assert set(fine.values()) == {"UNKNOWN list-not-proven", "UNKNOWN no-signature"}
    assert not [name for name in fine if name.startswith("documenten/")]
    for change in ("an answer", "a signature"):
        assert found(CHANGES[change](files))["samenvatting.json"] == "NOT_AUTHENTIC not-as-in-the-documents"
    changed = found(CHANGES["a line of evidence"](files))
    assert [word for name, word in changed.items() if word.startswith("NOT")] == [
        "NOT_AUTHENTIC not-as-in-the-document"
    ]
    for change in ("a document removed", "a document renamed", "a file added"):
        assert found(CHANGES[change](files))["samenvatting.json"] == "NOT_AUTHENTIC other-files"
    pupil = handed.files("L")
    theirs = {**files, _goals(files): pupil[_goals(pupil)]}
    theirs = _summary(theirs, lambda told: _same_hash(told, theirs))
    assert found(theirs)["samenvatting.json"] == "NOT_AUTHENTIC other-reader"


def _same_hash(told: dict[str, Any], files: Mapping[str, bytes]) -> None:
    for one in told["bestanden"]:
        one["sha256"] = hashlib.sha256(files[one["bestand"]]).hexdigest()


def test_a_verdict_says_what_happened_to_which_file(handed, tmp_path):
    files = handed.files("S")
    key = _stranger(tmp_path, handed.clock)

    def found(files: dict[str, bytes], **more: Any) -> dict[str, str]:
        return words(package_check.verify(handed.case.platform, repacked(files, **more)))

    assert list(found(_byte(files)).values()) == ["NOT_AUTHENTIC changed"]
    assert found(_removed(files)) == {_goals(files): "NOT_AUTHENTIC removed"}
    assert found(CHANGES["a file added"](files)) == {"documenten/D9.docx": "NOT_AUTHENTIC added"}
    assert set(found(_renamed(files)).values()) == {"NOT_AUTHENTIC removed", "NOT_AUTHENTIC added"}
    swapped = {**files, _goals(files): handed.files("L")[_goals(handed.files("L"))]}
    assert found(swapped) == {_goals(files): "NOT_AUTHENTIC changed"}
    by_another = found({**files, "zegel.pem": key.certificate_pem}, mended=True, by=key)
    assert by_another[LIST] == by_another[SIGNATURE] == "UNKNOWN unknown-certificate"
    assert found(files | {SIGNATURE: b"x" * 384})[LIST] == "NOT_AUTHENTIC changed-list"
    assert found(files | {LIST: files[LIST].replace(b"  ", b" *")})[LIST] == "NOT_AUTHENTIC bad-list"
    assert found({name: files[name] for name in files if name != LIST})[LIST] == "NOT_AUTHENTIC no-list"


def _zip(files: Mapping[str, bytes], *more: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*files.items(), *more):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_that_is_packed_anew_holds_and_a_hostile_one_is_not_read(handed):
    files, platform = handed.files("S"), handed.case.platform
    assert package_check.verify(platform, _zip(files)).word == "AUTHENTIC"
    hostile = {
        "bad-name": _zip(files, ("../../etc/passwd", b"x")),
        "bad-name ": _zip(files, ("/etc/passwd", b"x")),
        "duplicate-part": _zip(files, (LIST, files[LIST])),
        "too-large": _zip({**files, "x": b"\0" * 3_000_000}),
        "too-many-items": _zip(files, *((f"a{nr}", b"") for nr in range(1001))),
        "data-between-items": _zip(files).replace(b"PK\3\4", b"xPK\3\4", 2)[1:],
    }
    for why, content in hostile.items():
        found = package_check.verify(platform, content, largest=2_000_000)
        assert (found.word in ("NOT_AUTHENTIC", "UNKNOWN"), found.items) == (True, ()), why
        assert found.reasons[0].startswith((why.strip(), "bad-zip")), found.reasons
    found = package_check.verify(platform, _zip({"samenvatting.json": b"[" * 100_000}, ("documenten/a.docx", b"x")))
    assert words(found)["samenvatting.json"] == "NOT_AUTHENTIC not-json"
    bomb = _zip({}, ("[Content_Types].xml", b"<a/>"), ("word/a.xml", b"\0" * 4_000_000))
    bombs = _zip({"samenvatting.json": b"{}"}, *((f"documenten/{nr}.docx", bomb) for nr in range(5)))
    judged = package_check.verify(platform, bombs, largest=10_000_000)
    assert [one.reasons for one in judged.items].count(("too-large",)) == 3


def test_a_small_package_does_not_keep_the_check_busy_nor_make_it_fail(handed, tmp_path):
    listed = [{"bestand": "documenten/a.docx", "sha256": hashlib.sha256(b"x").hexdigest()}]
    told = {"schema": json.loads(handed.files("S")["samenvatting.json"])["schema"], "bestanden": listed * 20_000}
    told["verslagen"] = [{}] * 20_000
    busy = _zip({"samenvatting.json": json.dumps(told).encode(), "documenten/a.docx": b"x"})
    begun = time.monotonic()
    assert words(package_check.verify(handed.case.platform, busy))["samenvatting.json"] == "NOT_AUTHENTIC other-files"
    told |= {"bestanden": listed}
    busy = _zip({"samenvatting.json": json.dumps(told).encode(), "documenten/a.docx": b"x"})
    found = words(package_check.verify(handed.case.platform, busy))
    assert found["samenvatting.json"] == "NOT_AUTHENTIC not-as-in-the-documents"
    long = _zip({LIST: b"\n" * 20_000_000})
    assert words(package_check.verify(handed.case.platform, long))[LIST] == "NOT_AUTHENTIC bad-list"
    assert time.monotonic() - begun < 5
    stranger = _stranger(tmp_path, handed.clock)
    point = stranger.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    bad = seal_keys._pem(stranger.chain[0].replace(point, point[:-1] + bytes([point[-1] ^ 1])))  # not on its curve
    files = {**handed.files("S"), "zegel.pem": bad, SIGNATURE: b"x"}
    assert words(package_check.verify(handed.case.platform, _zip(files)))[LIST] == "NOT_AUTHENTIC changed-list"


def test_of_a_list_that_another_installation_signed_it_is_said_which_one(handed, tmp_path):
    key, platform, files = _stranger(tmp_path, handed.clock), handed.case.platform, handed.files("S")
    forged = without_seal(files[_goals(files)])
    content = repacked({**files, "documenten/D9.docx": b"van hen", _goals(files): forged}, mended=True, by=key)
    ours = repacked({**files, _goals(files): packed_anew(files[_goals(files)])}, mended=True, by=key)
    trusted.trust(platform, key.certificate_pem, "CLB Noord, Turnhout")
    try:
        found = package_check.verify(platform, ours)
        assert (words(found), found.origin) == (
            {_goals(files): "CONTENT_AUTHENTIC_FILE_REPACKED"},
            "CLB Noord, Turnhout",
        )
        found = package_check.verify(platform, content)
        assert words(found) == {_goals(files): "NOT_AUTHENTIC record-elsewhere"}
        theirs = repacked({"documenten/D9.docx": b"van hen"}, mended=True, by=key)
        (tmp_path / "pakket.zip").write_bytes(theirs)
        told = handed.app.test_cli_runner().invoke(args=["verify", str(tmp_path / "pakket.zip")])
        assert "of CLB Noord, Turnhout" in told.output
        handed.clock.wait(minutes=2)
        nobody = Person(handed.app)
        nobody.get("/controle")
        page = nobody.upload("/controle", {}, {"bestand": ("pakket.zip", theirs)}, 200)
        assert "Het komt uit een andere Naadloos, die wij vertrouwen: CLB Noord, Turnhout." in page.text
        assert "door Naadloos ondertekend" not in page.text
    finally:
        trusted.distrust(platform, key.sha256)


def test_without_a_key_the_documents_are_proven_and_the_rest_is_not(handed):
    unsealed = replace(handed.case.platform, sealing=Seal)
    mine = [one for one in documents.documents_of(unsealed.db, handed.case.id) if one.reader == "S"]
    content = package.build(unsealed, handed.case.file, "S", mine)
    assert SIGNATURE not in unpacked(content)
    assert "niet ondertekend" in unpacked(content)["LEESMIJ.txt"].decode()
    found = package_check.verify(handed.case.platform, content)
    assert found.word == "UNKNOWN"
    assert {one.word for one in found.items if one.kind == "word"} == {"AUTHENTIC"}
    assert {one.word for one in found.items if one.kind != "word"} == {"UNKNOWN"}


def test_the_command_says_1_for_an_altered_package_and_takes_no_bad_certificate(handed, tmp_path):
    file = tmp_path / "pakket.zip"
    file.write_bytes(repacked(_text(handed.files("S"))))
    runner = handed.app.test_cli_runner()
    done = runner.invoke(args=["verify", str(file)])
    assert done.exit_code == 1
    assert f"{file}/{_goals(handed.files('S'))}: NOT_AUTHENTIC changed" in done.output
    assert "Kobe" not in done.output
    (tmp_path / "geen.pem").write_bytes(b"geen certificaat")
    done = runner.invoke(args=["verify", str(file), "--cert", str(tmp_path / "geen.pem")])
    assert (done.exit_code, "no certificate in it" in done.output) == (1, True)


@pytest.mark.parametrize(
    ("change", "h1"),
    [
        (lambda files: repacked(files), "Alles in dit pakket is echt"),
        (lambda files: repacked(_text(files)), "Dit pakket is niet zoals wij het maakten"),
        (lambda files: repacked(files, mended=True), "De documenten in dit pakket zijn echt"),
        (lambda files: repacked(files)[:-1] + b"x", "Dit document is niet zoals wij het maakten"),
        (lambda files: _zip({"samenvatting.json": b"{}"}), "We kennen dit pakket niet"),
    ],
    ids=["echt", "veranderd", "zonder handtekening", "beschadigd", "vreemd"],
)
def test_the_page_gives_a_verdict_on_each_file_and_names_nobody(handed, change, h1):
    nobody = Person(handed.app)
    nobody.get("/controle")
    handed.clock.wait(minutes=2)
    content = change(handed.files("S"))
    page = nobody.upload("/controle", {}, {"bestand": ("pakket.zip", content)}, 200)
    assert page.h1 == h1
    assert len(page.all("//tbody/tr")) == len(package_check.verify(handed.case.platform, content).items)
    for private in ("Kobe", "Vermeulen", "Sluis", "NAFT-2026", "GEHEIM", handed.case.id):
        assert private not in page.response.get_data(as_text=True), private


def test_the_schema_is_published_and_the_dossier_offers_the_package(handed):
    nobody = Person(handed.app)
    assert json.loads(nobody.download("/controle/pakket.schema.json")) == SCHEMA
    assert handed.summary("S")["schema"]["url"] == "https://naadloos.example/controle/pakket.schema.json"
    person = Person(handed.app, handed.case.world.who("saskia").account.email)
    person.sign_in()
    link = person.get(f"/dossiers/{handed.case.id}").find("Alles voor uw leerlingendossier")
    assert person.download(link.get("href")) == handed.packages["S"]


def test_the_pdf_of_a_document_goes_with_it_and_is_proven(handed):
    """Comes last: from now on there is one."""
    db, content = handed.case.platform.db, b"%PDF-1.7 een pdf"
    one = next(one for one in documents.documents_of(db, handed.case.id) if (one.code, one.reader) == ("D2", "O"))
    digest = hashlib.sha256(content).hexdigest()
    pdfs.create(db, document_id=one.id, sha256=digest, content=content, at=handed.case.platform.at())
    made = fetched(handed.case, "an", "O")
    name = f"documenten/{one.filename.removesuffix('.docx')}.pdf"
    files = unpacked(made)
    assert files[name] == content
    told = json.loads(files["samenvatting.json"])
    jsonschema.Draft202012Validator(SCHEMA).validate(told)
    assert {each["bestand"]: each["sha256"] for each in told["bestanden"]}[name] == digest
    elsewhere = handed.elsewhere.extensions["naadloos"]
    for found in (
        package_check.verify(handed.case.platform, made),
        package_check.verify(elsewhere, made, [handed.key.certificate_pem]),
    ):
        assert found.word == "AUTHENTIC"
        assert [each.kind for each in found.items if each.name == name] == ["pdf"]
    changed = package_check.verify(handed.case.platform, repacked({**files, name: content + b" "}))
    assert words(changed) == {name: "NOT_AUTHENTIC changed"}
