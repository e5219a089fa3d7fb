"""Sealing: what is sealed stays as it was, the same gives the same, and what cannot be sealed is refused."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from lxml import etree

from services import opc, seal_keys
from services.checking import OFFICE, SEAL_TYPES, TYPES, BadPackage, check, manifest_of, read_package
from services.seal import AlreadySealed, seal
from tests.sealing import AT, COMMENT, given_key, own_key, plain, sealed, with_part
from tests.sjablonen_hulp import TEMPLATES, W, faults, texts

DS = "{http://www.w3.org/2000/09/xmldsig#}"
PINNED = [own_key().certificate_pem]


def test_a_sealed_document_is_found_valid():
    found = check(sealed(), PINNED)
    assert (found.seal, found.reasons, found.signed_at, found.comment) == ("valid", (), AT, COMMENT)
    assert found.certificate == own_key().sha256


def test_every_part_stays_as_it_was_but_for_the_lists():
    before, after = read_package(plain()), read_package(seal(plain(), own_key(), AT))
    lists = {TYPES, *(name for name in before if name.endswith(".rels"))}
    assert {name: data for name, data in after.items() if name in before and name not in lists} == {
        name: data for name, data in before.items() if name not in lists
    }
    assert set(after) - set(before) == set(SEAL_TYPES)
    assert texts(seal(plain(), own_key(), AT))["word/document.xml"] == texts(plain())["word/document.xml"]


def test_a_sealed_document_is_as_the_standard_says(tmp_path: Path):
    path = tmp_path / "a.docx"
    path.write_bytes(sealed())
    assert faults(path) == []


def test_everything_but_the_metadata_is_listed():
    listed = set(manifest_of(read_package(sealed())))
    left_out = set(read_package(sealed())) - listed
    assert left_out == {TYPES, "/docProps/core.xml", "/docProps/app.xml", *SEAL_TYPES}
    assert "/customXml/item1.xml" in listed


def test_the_same_file_key_time_and_comment_give_the_same_bytes():
    first = seal(plain(), own_key(), AT, "x")
    assert first == seal(plain(), own_key(), AT, "x")
    assert first == seal(plain(), own_key(), AT.astimezone(timezone(timedelta(hours=2))), "x")
    assert (
        len({first, seal(plain(), own_key(), AT, "y"), seal(plain(), own_key(), AT + timedelta(seconds=1), "x")}) == 3
    )


@pytest.mark.parametrize("kind", ["P-256", "2048", "3072"])
def test_a_key_that_is_given_seals_too(kind: str, tmp_path: Path):
    key_path, cert_path = given_key(tmp_path, kind)
    key = seal_keys.load(tmp_path, str(key_path), str(cert_path), AT)
    found = check(seal(plain(), key, AT), [cert_path.read_bytes()])
    assert (found.seal, found.certificate) == ("valid", key.sha256)
    assert check(sealed(), [cert_path.read_bytes()]).reasons == ("unknown-certificate",)


@pytest.mark.parametrize("comment", ["x" * 255, "é & <b> \"'", "", " spaties "])
def test_a_comment_is_kept_as_it_is(comment: str):
    assert check(seal(plain(), own_key(), AT, comment), PINNED).comment == comment


@pytest.mark.parametrize("comment", ["x" * 256, "a\nb", "\x00", "\ud800"])
def test_a_comment_that_does_not_fit_is_refused(comment: str):
    with pytest.raises(ValueError, match="comment"):
        seal(plain(), own_key(), AT, comment)


def test_a_second_seal_is_refused():
    with pytest.raises(AlreadySealed):
        seal(sealed(), own_key(), AT)


def test_the_digest_of_signed_properties_is_of_the_element_where_it_stands():
    """Computed here from the text itself: lxml's canonical form of an inner element has an xmlns="" too many."""
    root = etree.fromstring(read_package(sealed())["/_xmlsignatures/sig1.xml"])
    stated = [one.findtext(f"{DS}DigestValue") for one in root[0].iter(f"{DS}Reference")]
    text = etree.tostring(root, method="c14n").decode()
    for uri, digest, inherited in zip(
        ('Object Id="idPackageObject"', 'Object Id="idOfficeObject"', "xd:SignedProperties"),
        stated,
        ("", "", ' xmlns:xd="http://uri.etsi.org/01903/v1.3.2#"'),
        strict=True,
    ):
        start = text.index(f"<{uri}")
        tag = uri.split()[0]
        alone = text[start : text.index(f"</{tag}>", start) + len(tag) + 3]
        alone = alone.replace(f"<{tag}", f'<{tag} xmlns="{DS[1:-1]}"{inherited}', 1)
        assert _sha256(alone.encode()) == digest


def _sha256(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def test_lists_of_relationships_are_written_without_a_space_between():
    before = read_package(plain())["/word/_rels/document.xml.rels"]
    after = read_package(sealed())["/word/_rels/document.xml.rels"]
    assert b">\n</Relationships>" in before
    assert b">\n<" not in after.partition(b"?>\n")[2]


@pytest.mark.parametrize(
    ("type", "target", "why"),
    [
        ("hyperlink", "https://naft.be/?a=1&amp;b=2", "target-not-sealable"),
        ("image", "https://naft.be/beeld.png", "shows-something-else"),
        ("attachedTemplate", "file:///c:/sjabloon.dotx", "shows-something-else"),
        ("aFChunk", "https://naft.be/stuk.html", "shows-something-else"),
    ],
)
def test_what_could_show_something_else_is_not_sealed(type: str, target: str, why: str):
    parts = read_package(plain())
    rels = "/word/_rels/document.xml.rels"
    line = f'<Relationship Id="rId98" Type="{OFFICE}/{type}" Target="{target}" TargetMode="External"/>'
    parts[rels] = parts[rels].replace(b"</Relationships>", line.encode() + b"</Relationships>")
    with pytest.raises(BadPackage, match=why):
        seal(opc.write_package(parts), own_key(), AT)


def test_a_macro_is_not_sealed():
    parts = with_part(
        read_package(plain()), "/word/vba.bin", b"x", "vbaProject", "application/vnd.ms-office.vbaProject"
    )
    with pytest.raises(BadPackage, match="shows-something-else"):
        seal(opc.write_package(parts), own_key(), AT)


def test_what_is_no_package_is_not_sealed():
    for content in (b"", b"PK\3\4", plain()[:-1], plain() + b"x"):
        with pytest.raises(BadPackage):
            seal(content, own_key(), AT)


def test_a_part_without_a_content_type_is_not_sealed():
    with pytest.raises(BadPackage, match=r"no-content-type /word/los\.bin"):
        seal(opc.write_package({**read_package(plain()), "/word/los.bin": b"x"}), own_key(), AT)


def test_parts_are_written_in_their_order_after_the_content_types():
    parts = {"/b.bin": b"1", TYPES: read_package(plain())[TYPES], "/a.bin": b"2" * 100_000}
    again = opc.write_package(parts)
    assert list(read_package(again).items()) == [(TYPES, parts[TYPES]), ("/b.bin", b"1"), ("/a.bin", b"2" * 100_000)]
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert archive.testzip() is None
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.docx")), ids=lambda path: path.stem)
def test_a_template_of_ours_shows_the_same_another_day(template: Path):
    """A field such as DATE changes what is shown without a byte of the file changing: a seal does not see that."""
    parts = read_package(template.read_bytes())
    fields = set()
    for name in parts:
        if name.startswith("/word/") and name.endswith(".xml"):
            root = etree.fromstring(parts[name])
            fields |= {"".join(one.itertext()).split()[0] for one in root.iter(f"{W}instrText")}  # type: ignore[arg-type]
            fields |= {str(one.get(f"{W}instr")).split()[0] for one in root.iter(f"{W}fldSimple")}
    assert fields <= {"PAGE", "NUMPAGES"}
    opc.normalised(parts)
