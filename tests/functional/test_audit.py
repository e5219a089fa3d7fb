"""The chain of events and what hangs on it, checked from a terminal by somebody who trusts nobody."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest
import rfc8785
from flask.testing import FlaskCliRunner

from services import seal_keys, verifying
from services.platform import Platform
from store import events
from store.events import GENESIS
from tests.handed_out import sealed, tamper
from tests.world import Case


@pytest.fixture
def flask(app) -> FlaskCliRunner:
    """`flask --app app ...`."""
    runner: FlaskCliRunner = app.test_cli_runner()
    return runner


@pytest.fixture
def referred(kobe) -> Case:
    """A dossier with a signed version, its files and a chain."""
    kobe.refer()
    kobe.documents()
    assert isinstance(kobe, Case)
    return kobe


def instance(app):
    return app.extensions["naadloos"].db.path.parent


def rewrite(platform: Platform) -> None:
    """Change what one event is about, and make every hash after it right again."""
    rows = platform.db.rows("SELECT * FROM event ORDER BY seq")
    changes, last = [], GENESIS
    for row in rows:
        entry = {name: row[name] for name in row if name != "hash"} | {"prev": last}
        entry |= {"actor": "iemand-anders"} if entry["seq"] == 2 else {}
        last = hashlib.sha256(rfc8785.dumps(entry)).hexdigest()
        changes.append(
            f"UPDATE event SET actor='{entry['actor']}', prev='{entry['prev']}', hash='{last}' WHERE seq={entry['seq']}"
        )
    tamper(platform, *changes)


def test_a_whole_chain_says_how_many_and_its_head(flask, referred):
    head = events.head(referred.platform.db)
    done = flask.invoke(args=["audit", "verify"])
    assert (done.exit_code, done.output) == (0, f"Whole: {head.seq} events, head {head.seq}:{head.hash}\n")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE event SET actor = 'b' WHERE seq = 3", ["event 3: was changed"]),
        ("""UPDATE event_data SET data = '{"wie":"Bo"}' WHERE seq = 3""", ["event 3: what it tells was changed"]),
        ("UPDATE event_data SET salt = 'geen' WHERE seq = 3", ["event 3: what it tells was changed"]),
        (
            "DELETE FROM event WHERE seq = 3",
            [
                "event 4: an event before it is missing",
                "event 4: does not follow from the event before it",
                "event 3: there is data, but no event",
            ],
        ),
    ],
)
def test_each_broken_place_is_named(flask, referred, change, said):
    tamper(referred.platform, change)
    done = flask.invoke(args=["audit", "verify"])
    assert (done.exit_code, done.output.splitlines()) == (1, said)


def test_two_events_that_changed_places_are_found(flask, referred):
    swap = [f"UPDATE {table} SET seq = {to} WHERE seq = {was}" for table in ("event", "event_data")
            for was, to in ((2, -1), (3, 2), (-1, 3))]  # fmt: skip
    tamper(referred.platform, *swap)
    done = flask.invoke(args=["audit", "verify"])
    assert done.exit_code == 1
    assert {"event 2: was changed", "event 3: was changed"} <= set(done.output.splitlines())


def test_a_chain_rewritten_whole_is_found_with_a_head_kept_elsewhere(flask, referred, sealing, tmp_path):
    file = tmp_path / "head.json"
    assert flask.invoke(args=["audit", "head", "--out", str(file)]).exit_code == 0
    assert "1 anchors hold" in flask.invoke(args=["audit", "verify", "--anchor", str(file)]).output
    rewrite(referred.platform)
    assert flask.invoke(args=["audit", "verify"]).exit_code == 0
    done = flask.invoke(args=["audit", "verify", "--anchor", str(file)])
    seq = json.loads(file.read_text())["seq"]
    assert (done.exit_code, done.output) == (1, f"event {seq}: an anchor names it, but this is another event\n")


def test_a_tail_cut_off_is_found_with_what_a_mail_said(flask, referred, tmp_path):
    head = events.head(referred.platform.db)
    mail = tmp_path / "bericht.eml"
    line = f"Kenmerk van het logboek: audit {head.seq}:{head.hash.upper()}."
    mail.write_bytes(b"Beste,\r\n" + line[:70].encode() + b"=\r\n" + line[70:].encode() + b"\r\n")
    assert flask.invoke(args=["audit", "verify", "--anchor", str(mail)]).exit_code == 0
    tamper(
        referred.platform, f"DELETE FROM event_data WHERE seq = {head.seq}", f"DELETE FROM event WHERE seq = {head.seq}"
    )
    assert flask.invoke(args=["audit", "verify"]).exit_code == 0
    done = flask.invoke(args=["audit", "verify", "--anchor", str(mail)])
    assert done.exit_code == 1
    assert (
        f"event {head.seq}: an anchor names it, but the chain ends at {head.seq - 1}: its tail was cut off"
        in done.output
    )


def test_lines_of_heads_are_all_compared(flask, referred, sealing, tmp_path):
    file = tmp_path / "heads.jsonl"
    lines = [flask.invoke(args=["audit", "head"]).output]
    referred.accept()
    lines.append(flask.invoke(args=["audit", "head"]).output)
    file.write_text("".join(lines))
    done = flask.invoke(args=["audit", "verify", "--anchor", str(file)])
    assert (done.exit_code, "2 anchors hold" in done.output) == (0, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "no anchor in it"), ("12:abc", "no anchor in it"), ('{"seq": 1}', "no number and hash"),
     (f"1:{'0' * 64}", "another event")],
)  # fmt: skip
def test_a_file_that_is_no_anchor_does_not_pass_for_one(flask, referred, tmp_path, text, said):
    (tmp_path / "iets.txt").write_text(text)
    done = flask.invoke(args=["audit", "verify", "--anchor", str(tmp_path / "iets.txt")])
    assert done.exit_code == 1
    assert said in done.output


def test_the_seal_of_a_word_file_is_an_anchor_too(flask, referred, sealing, tmp_path):
    file = tmp_path / "document.docx"
    file.write_bytes(sealed(referred, sealing))  # names an event that never was
    done = flask.invoke(args=["audit", "verify", "--anchor", str(file)])
    assert (done.exit_code, "event 1: an anchor names it, but this is another event" in done.output) == (1, True)
    file.write_bytes(file.read_bytes() + b"x")
    assert "whose seal does not hold" in flask.invoke(args=["audit", "verify", "--anchor", str(file)]).output


@pytest.mark.parametrize("change", [{"seq": 1}, {"at": "2020-01-01T00:00:00Z"}, {"signature": ""}, {"signature": "é"}])
def test_a_head_that_was_changed_after_signing_is_refused(flask, referred, sealing, tmp_path, change):
    file = tmp_path / "head.json"
    told = json.loads(flask.invoke(args=["audit", "head"]).output)
    file.write_text(json.dumps(told | change))
    done = flask.invoke(args=["audit", "verify", "--anchor", str(file)])
    assert done.exit_code == 1
    assert "signature" in done.output


def test_a_head_signed_by_somebody_else_is_refused(flask, referred, sealing, tmp_path):
    other = seal_keys.load(tmp_path / "ander", None, None)
    told = json.loads(flask.invoke(args=["audit", "head"]).output)
    signed = {name: told[name] for name in ("seq", "hash", "at")} | {"certificate": other.sha256}
    signature = base64.b64encode(seal_keys.sign_bytes(other, rfc8785.dumps(signed))).decode()
    (tmp_path / "head.json").write_text(json.dumps(signed | {"signature": signature}))
    assert flask.invoke(args=["audit", "verify", "--anchor", str(tmp_path / "head.json")]).exit_code == 1


def test_a_head_is_signed_goes_by_its_time_and_writes_over_nothing(app, flask, referred, sealing, tmp_path):
    first = flask.invoke(args=["audit", "head", "--out", str(tmp_path)])
    assert first.output.strip() == str(tmp_path / "naadloos-head-20260914T080000Z.json")
    told = json.loads((tmp_path / "naadloos-head-20260914T080000Z.json").read_text())
    head = events.head(referred.platform.db)
    assert (told["seq"], told["hash"], told["certificate"]) == (head.seq, head.hash, sealing.sha256)
    assert flask.invoke(args=["audit", "head", "--out", str(tmp_path)]).exit_code == 1
    assert json.loads((tmp_path / "naadloos-head-20260914T080000Z.json").read_text()) == told


def test_without_a_key_a_head_says_that_it_is_not_signed(app, flask, referred):
    done = flask.invoke(args=["audit", "head"])
    told = json.loads(done.stdout)
    assert (done.exit_code, told["certificate"], told["signature"]) == (0, "", "")
    assert "Not signed" in done.stderr
    assert not (instance(app) / "seal").exists()


def test_a_key_that_others_may_read_is_not_used(app, flask, referred, sealing):
    (instance(app) / "seal" / "own" / "leaf.pem").chmod(0o644)
    done = flask.invoke(args=["audit", "head"])
    assert done.exit_code == 1
    assert "rechten op 600" in done.output


def test_erasing_personal_data_leaves_the_chain_whole_and_is_counted(flask, referred):
    erased = events.erase_data(referred.platform.db, referred.id)
    done = flask.invoke(args=["audit", "verify"])
    assert done.exit_code == 0
    assert f"the data of {erased} erased" in done.output
    assert flask.invoke(args=["audit", "documents"]).exit_code == 0


def test_what_agrees_is_counted(flask, referred):
    referred.accept()
    referred.start()
    referred.documents()
    done = flask.invoke(args=["audit", "documents"])
    counted = re.fullmatch(r"Whole: (\d+) versions, (\d+) signatures, (\d+) documents, 0 PDFs\.\n", done.output)
    assert counted, done.output
    assert all(int(one) >= 2 for one in counted.groups())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE document SET content = x'00' WHERE code = 'D1'", "document ID: its hash is not that of its bytes"),
        (
            "UPDATE document SET sealed_by = lower(hex(zeroblob(32))) WHERE code = 'D1'",
            "document ID: its seal does not hold",
        ),
        ("UPDATE document SET sha256 = lower(hex(randomblob(32)))", "document ID: the chain tells of another hash"),
        ("DELETE FROM document", "event N: tells of a document that is not there"),
        ("DELETE FROM document WHERE code = 'D1' AND reader = 'N'", "version ID: has no D1 for N"),
        (
            """UPDATE version SET payload = json_set(payload, '$.frozen_at', 'x')""",
            "version ID: its root does not follow",
        ),
        ("UPDATE version SET status = 'ingetrokken'", "version ID: is ingetrokken, but the chain says getekend"),
        ("UPDATE version SET root = lower(hex(randomblob(32)))", "version ID: the chain tells of another root"),
        (
            "UPDATE signature SET evidence = json_set(evidence, '$.remark', 'x')",
            "signature ID: its hash is not that of",
        ),
        (
            "UPDATE signature SET evidence_sha256 = lower(hex(randomblob(32)))",
            "signature ID: its evidence does not stand",
        ),
        ("UPDATE signature SET image = x'00'", "signature ID: the drawing is not that of its evidence"),
        ("DELETE FROM signature", "event N: tells of evidence that version ID does not have"),
    ],
)
def test_each_difference_is_named_by_id_alone(flask, referred, change, said):
    tamper(referred.platform, change)
    done = flask.invoke(args=["audit", "documents"])
    assert done.exit_code == 1
    lines = [
        re.sub(r"\bevent \d+", "event N", re.sub(r"\b[0-9a-f]{20}\b", "ID", line)) for line in done.output.splitlines()
    ]
    assert any(line.startswith(said) for line in lines), done.output
    for private in ("Kobe", "Vermeulen", "Peeters", referred.file.dossier.number):
        assert private not in done.output


def test_a_new_key_seals_and_the_old_seals_go_on_holding(sealing, referred, flask, clock):
    content = sealed(referred, sealing)
    said = flask.invoke(args=["seal", "show"]).output
    assert said == f"Word files get no seal now.\nHolds: {sealing.sha256}\n"  # SEAL=off in tests; the key is there
    clock.go("2036-01-07")  # a good while after the root was made, which had the time of the machine
    fresh = flask.invoke(args=["seal", "rotate"]).output.removeprefix("Seals from the next start on: ").strip()
    assert fresh != sealing.sha256
    holds = set(re.findall(r"Holds: (\w+)", flask.invoke(args=["seal", "show"]).output))
    assert holds == {sealing.sha256, fresh}
    assert verifying.verify(referred.platform, content).word == "AUTHENTIC"


def test_a_key_that_is_given_is_not_rotated_here(app, flask):
    app.config["SEAL_KEY"] = "somewhere.pem"
    said = flask.invoke(args=["seal", "rotate"])
    assert said.exit_code == 1
    assert "NAADLOOS_SEAL_KEY" in said.output
