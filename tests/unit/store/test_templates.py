from store import house_templates, page_pictures, templates
from store.house_templates import HouseTemplate
from tests.unit.store.story import ROOT


def test_a_template_is_kept_once_as_it_first_was(db):
    templates.keep(db, sha256=ROOT, name="doelen.docx", content=b"PK\x00")
    templates.keep(db, sha256=ROOT, name="doelen.docx", content=b"other")
    assert templates.content(db, ROOT) == b"PK\x00"
    assert templates.content(db, "gone") is None


def test_one_version_of_a_template_is_in_use_at_most_and_none_goes_away(db, story):
    def keep(letter: str) -> HouseTemplate:
        return house_templates.add(
            db,
            organisation_id=story.clb.id,
            name="doelen.docx",
            sha256=letter * 64,
            content=letter.encode(),
            filename="doelen eigen.docx",
            by=story.medewerker.id,
            at="2026-11-26T10:00:00Z",
        )

    one, two = keep("a"), keep("b")
    assert [each.number for each in house_templates.versions_of(db, story.clb.id, "doelen.docx")] == [2, 1]
    assert templates.content(db, one.sha256) == b"a"
    assert house_templates.in_use(db, story.clb.id, "doelen.docx") is None
    for made, at, changes in ((one, "11", True), (two, "12", True), (two, "13", False), (one, "14", True)):
        assert house_templates.use(db, made, at=f"2026-11-26T{at}:00:00Z") is changes
    before, now = house_templates.versions_of(db, story.clb.id, "doelen.docx")
    assert now == house_templates.in_use(db, story.clb.id, "doelen.docx")
    assert (before.used_from, before.used_until) == ("2026-11-26T12:00:00Z", "2026-11-26T14:00:00Z")
    assert house_templates.in_use(db, story.naft.id, "doelen.docx") is None
    assert house_templates.numbered(db, story.naft.id, "doelen.docx", 1) is None
    left = house_templates.set_aside(db, story.clb.id, "doelen.docx", at="2026-11-26T15:00:00Z")
    assert left is not None
    assert left.id == one.id
    assert house_templates.set_aside(db, story.clb.id, "doelen.docx", at="2026-11-26T16:00:00Z") is None


def test_pictures_of_pages_are_replaced_and_forgotten(db):
    page_pictures.put(db, ROOT, [b"1", b"2", b"3"], at="2026-11-25T10:00:00Z")
    page_pictures.put(db, ROOT, [b"een", b"twee"], at="2026-11-26T10:00:00Z")
    assert page_pictures.count(db, ROOT) == page_pictures.count(db, ROOT, since="2026-11-26T10:00:00Z") == 2
    assert page_pictures.count(db, ROOT, since="2026-11-26T10:00:01Z") == 0
    assert [page_pictures.content(db, ROOT, nr) for nr in (1, 2, 3)] == [b"een", b"twee", None]
    assert page_pictures.forget(db, before="2026-11-26T10:00:00Z") == 0
    assert page_pictures.forget(db, before="2026-11-27T00:00:00Z") == 2
