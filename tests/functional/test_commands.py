"""The commands in a terminal, as somebody types them."""

import hashlib

import pytest
from flask.testing import FlaskCliRunner

from store import deadlines, documents, migrations
from tests.broken_templates import Broken, text
from tests.sjablonen_hulp import TEMPLATES


@pytest.fixture
def flask(app) -> FlaskCliRunner:
    """`flask --app app ...`."""
    runner: FlaskCliRunner = app.test_cli_runner()
    return runner


def test_migrating_twice_is_harmless(flask):
    assert (
        flask.invoke(args=["migrate"]).output
        == flask.invoke(args=["migrate"]).output
        == f"Schema {len(migrations.NAMES)}.\n"
    )


def test_the_list_of_dossiers_has_numbers_and_states_and_no_names(flask, kobe):
    assert flask.invoke(args=["dossiers"]).output == "NAFT-2026-00001\tconcept\n"


def test_the_stored_files_of_one_reader_are_written_byte_for_byte(flask, kobe, tmp_path):
    kobe.refer()
    done = flask.invoke(args=["documents", "NAFT-2026-00001", "--reader", "leerling", "--out", str(tmp_path / "uit")])
    assert done.exit_code == 0, done.output
    stored = [one for one in documents.documents_of(kobe.platform.db, kobe.id) if one.reader == "L"]
    assert {path.name for path in (tmp_path / "uit").iterdir()} == {one.filename for one in stored} != set()
    for one in stored:
        assert hashlib.sha256((tmp_path / "uit" / one.filename).read_bytes()).hexdigest() == one.sha256


@pytest.mark.parametrize(
    ("number", "reader", "said"),
    [("NAFT-2026-09999", "clb", "No dossier NAFT-2026-09999."), ("NAFT-2026-00001", "buur", "No reader 'buur'.")],
)
def test_what_is_not_there_is_said(flask, kobe, tmp_path, number, reader, said):
    done = flask.invoke(args=["documents", number, "--reader", reader, "--out", str(tmp_path / "uit")])
    assert done.exit_code == 1
    assert said in done.output
    assert not (tmp_path / "uit").exists()


def test_the_demo_does_not_touch_an_instance_with_data(flask, kobe):
    done = flask.invoke(args=["demo"])
    assert done.exit_code == 1
    assert "holds data" in done.output
    assert flask.invoke(args=["demo", "--if-empty"]).exit_code == 0
    assert "wants --trajectories too" in flask.invoke(args=["demo", "--years", "2"]).output
    assert "wants --years too" in flask.invoke(args=["demo", "--trajectories", "2"]).output
    large = flask.invoke(args=["demo", "--years", "1", "--trajectories", "2"])
    assert (large.exit_code, large.output) == (
        1,
        "Error: This instance holds data. The demo only fills an empty one.\n",
    )
    assert flask.invoke(args=["dossiers"]).output.count("NAFT-") == 1


def test_days_of_dossiers_that_were_there_before_are_kept_at_the_migration(app, kobe):
    """The work list draws from them (BR-40 to BR-46)."""
    kobe.refer()
    db = kobe.platform.db
    with db.write():
        deadlines.keep(db, kobe.id, [])
    app.test_cli_runner().invoke(args=["migrate"])
    assert "antwoord" in {one.kind for one in deadlines.of_dossier(db, kobe.id)}


def test_a_template_is_checked_in_a_terminal(flask, tmp_path):
    good, bad = tmp_path / "melding-pbd-v2.docx", tmp_path / "mijn brief.docx"
    good.write_bytes((TEMPLATES / "melding-pbd.docx").read_bytes())
    bad.write_bytes(Broken("", text("{{ thema_schol }}"), "", "", "", "melding-pbd.docx").content())
    done = flask.invoke(args=["templates", "check", str(good)])
    assert (done.exit_code, done.output) == (0, f"{good}: ok\n")
    done = flask.invoke(args=["templates", "check", str(good), str(bad), "--as", "melding-pbd.docx"])
    assert done.exit_code == 1
    assert f"{bad}: 1 fout\n  fout: Alinea 1: `thema_schol` kennen we niet" in done.output
    assert "Bedoelde u `thema_school`? [name-unknown]\n    {{ thema_schol }}\n" in done.output
    assert "Er is geen sjabloon" in flask.invoke(args=["templates", "check", str(bad)]).output


def test_the_names_for_a_template_are_listed_in_a_terminal(flask):
    listed = flask.invoke(args=["templates", "names", "melding-pbd.docx"]).output
    assert "\npartijen.school\t-\tde school\n" in listed
    assert "\nthema_school\t" in listed
    assert flask.invoke(args=["templates", "names", "brief.docx"]).exit_code == 1
