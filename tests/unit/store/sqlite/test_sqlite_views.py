"""The views in which a program of one's own reads answers as columns, and the plan of a query."""

from store.record_views import RecordView, replace_record_views
from tests.unit.store.test_records import another as another_record

DOELEN = RecordView("doelen", {"gericht_op": "$.gericht_op", "akkoord": "$.akkoord", 'de "tekst"': "$.een.tekst"})


def test_a_view_shows_a_column_for_each_question(db, story):
    another_record(db, story, answers={"gericht_op": "team", "akkoord": True, "een": {"tekst": "Rust"}})
    another_record(db, story, type="evaluatie")
    replace_record_views(db, {"formulier_doelen": DOELEN})
    rows = list(db.connection["formulier_doelen"].rows_where(order_by="record_number"))
    assert [(row["gericht_op"], row["akkoord"], row['de "tekst"']) for row in rows] == [
        ("leerling", None, None),
        ("team", 1, "Rust"),
    ]
    assert rows[0]["record_id"] == story.record.id


def test_views_are_replaced_when_questions_change_and_go_when_a_type_does(db):
    replace_record_views(db, {"formulier_doelen": DOELEN, "oud": RecordView("oud", {})})
    before = db.rows("PRAGMA schema_version")
    replace_record_views(db, {"formulier_doelen": DOELEN, "oud": RecordView("oud", {})})
    assert db.rows("PRAGMA schema_version") == before
    replace_record_views(db, {"formulier_doelen": RecordView("doelen", {"nieuw": "$.nieuw"})})
    assert db.connection.view_names() == ["formulier_doelen"]
    assert "nieuw" in db.connection["formulier_doelen"].columns_dict


def test_the_list_by_due_date_uses_its_index(db):
    plan = db.rows("EXPLAIN QUERY PLAN SELECT id FROM trajectory WHERE due_date <= ? AND ended_on IS NULL", ("2027",))
    assert "trajectory_due" in plan[0]["detail"]
