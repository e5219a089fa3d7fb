import pytest

from store import templates
from store.database import Conflict
from tests.unit.store.story import ROOT


def test_a_template_is_kept_once_and_never_changes(db):
    templates.keep(db, sha256=ROOT, name="doelen.docx", content=b"PK\x00")
    templates.keep(db, sha256=ROOT, name="doelen.docx", content=b"other")
    assert templates.content(db, ROOT) == b"PK\x00"
    assert templates.content(db, "gone") is None
    with pytest.raises(Conflict, match="refused"), db.write():
        db.run("UPDATE template SET content = x'00'", {})
