"""A SQL view for each record type, with a column a question, for who looks with sqlite-utils or Datasette."""

from collections.abc import Mapping
from dataclasses import dataclass

from store.database import Database

_ABOUT = "id AS record_id, dossier_id, trajectory_id, number AS record_number, revision, changed_at"


@dataclass(frozen=True, slots=True)
class RecordView:
    """What a view shows: the records of one type, and the JSON path of each column, ``{"doelen": "$.doelen"}``."""

    record_type: str
    columns: Mapping[str, str]


def replace_record_views(db: Database, views: Mapping[str, RecordView]) -> None:
    """Make exactly these views, by name; one that has not changed is left alone, one that is not named goes.

    Every view of the database is taken to be one of these.
    """
    with db.write():
        for name in set(db.connection.view_names()) - set(views):
            db.run(f"DROP VIEW {_name(name)}", {})
        for name, view in views.items():
            db.connection.create_view(name, _select(view), replace=True)


def _select(view: RecordView) -> str:
    asked = "".join(f", answers ->> {_text(path)} AS {_name(column)}" for column, path in view.columns.items())
    return f"SELECT {_ABOUT}{asked} FROM record WHERE type = {_text(view.record_type)}"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
