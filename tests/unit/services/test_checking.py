"""The strict check: whatever is done to a sealed file is seen, and no file makes the check fail."""

from __future__ import annotations

import ast
import base64
import hashlib
import io
import json
import re
import shutil
import struct
import subprocess
import sys
import time
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from services import checking, opc, seal_keys
from services.checking import ORIGIN_TYPE, SIGNATURE, TYPES, BadPackage, check, judge, main, manifest_of, read_package
from services.payload import root_from
from services.seal import seal
from services.seal_keys import SealKey
from tests.sealing import (
    AT,
    CODE,
    COMMENT,
    READER,
    Inside,
    entry,
    inside,
    other_key,
    own_key,
    plain,
    record_xml,
    sealed,
    version,
    with_part,
    with_record,
)

PINNED = [own_key().certificate_pem]
BODY = "/word/document.xml"
BODY_RELS, ROOT_RELS = "/word/_rels/document.xml.rels", "/_rels/.rels"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
Change = Callable[[], bytes]


def changed(*changes: tuple[str, bytes, bytes]) -> bytes:
    """The sealed file with a text in a part replaced."""
    parts = read_package(sealed())
    for name, old, new in changes:
        assert old in parts[name], f"{old!r} is not in {name}"
        parts[name] = parts[name].replace(old, new, 1)
    return opc.write_package(parts)


def swapped(name: str, first: bytes, second: bytes) -> bytes:
    """The sealed file with two texts of a part in each other's place."""
    parts = read_package(sealed())
    assert first in parts[name]
    assert second in parts[name]
    parts[name] = parts[name].replace(first, b"\0").replace(second, first).replace(b"\0", second)
    return opc.write_package(parts)


def with_bit(name: str) -> bytes:
    """The sealed file with the last bit of a part turned."""
    parts = read_package(sealed())
    parts[name] = parts[name][:-1] + bytes([parts[name][-1] ^ 1])
    return opc.write_package(parts)


def images_swapped() -> bytes:
    """Two drawn signatures in each other's place."""
    parts = read_package(sealed())
    one, two = "/word/media/image1.png", "/word/media/image2.png"
    parts[one], parts[two] = parts[two], parts[one]
    return opc.write_package(parts)


def without(*names: str) -> bytes:
    """The sealed file with parts gone."""
    return opc.write_package({name: data for name, data in read_package(sealed()).items() if name not in names})


def added(name: str, type: str, content_type: str) -> bytes:
    """The sealed file with a part added, and the relationship that makes a reader show it."""
    return opc.write_package(with_part(read_package(sealed()), name, b"<x/>", type, content_type))


def second_document() -> bytes:
    """Another document beside the sealed one, which some readers show instead."""
    parts = read_package(sealed())
    parts["/word/document2.xml"] = parts[BODY].replace(b"NAFT", b"NOPE")
    parts = opc.typed(parts, "/word/document2.xml", f"{WORD}.document.main+xml")
    line = f'<Relationship Id="rId0" Type="{checking.OFFICE}/officeDocument" Target="word/document2.xml"/>'
    parts[ROOT_RELS] = re.sub(rb"(<Relationships[^>]*>)", rb"\1" + line.encode(), parts[ROOT_RELS])
    return opc.write_package(parts)


def unsealed() -> bytes:
    """The sealed file with the seal taken off as it should."""
    parts = read_package(without(*checking.SEAL_TYPES))
    lines = [line for line in re.findall(rb"<Relationship .*?/>", parts[ROOT_RELS]) if ORIGIN_TYPE.encode() not in line]
    head = parts[ROOT_RELS].partition(b"<Relationship ")[0]
    parts[ROOT_RELS] = head + b"".join(lines) + b"</Relationships>"
    return opc.write_package(parts)


def saved_by_python_docx() -> bytes:
    """Opened and saved by another program."""
    out = io.BytesIO()
    docx.Document(io.BytesIO(sealed())).save(out)
    return out.getvalue()


def sealed_by_another() -> bytes:
    """Altered, and sealed again by a certificate with our name."""
    parts = read_package(unsealed())
    parts[BODY] = parts[BODY].replace(b"NAFT", b"NOPE")
    return seal(opc.write_package(parts), other_key(), AT, COMMENT)


def signature(change: Callable[[etree._Element], None]) -> bytes:
    """The sealed file with its signature part changed."""
    parts = read_package(sealed())
    root = etree.fromstring(parts[SIGNATURE])
    change(root)
    parts[SIGNATURE] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return opc.write_package(parts)


def forged(parts: dict[str, bytes]) -> bytes:
    """A signature by somebody else over these parts, as bytes of the signature part."""
    bare = read_package(unsealed())
    again = seal(opc.write_package({**bare, BODY: parts[BODY]}), other_key(), AT, COMMENT)
    return read_package(again)[SIGNATURE]


def wrapped(root: etree._Element) -> None:
    """The signed object is moved aside, and another manifest stands in its place."""
    package = next(one for one in root if one.get("Id") == "idPackageObject")
    aside = etree.SubElement(root, f"{{{checking.DS}}}Object")
    fake = etree.fromstring(etree.tostring(package))
    root.replace(package, fake)
    aside.append(package)
    fake.set("Id", "idPackageObject2")


def doubled(root: etree._Element) -> None:
    """Two objects with one Id, the forged one first."""
    package = next(one for one in root if one.get("Id") == "idPackageObject")
    fake = etree.fromstring(etree.tostring(package))
    fake[0].remove(fake[0][0])
    package.addprevious(fake)


def replaced_object(root: etree._Element) -> None:
    """The manifest is one of other digests, the value still over the old."""
    package = next(one for one in root if one.get("Id") == "idPackageObject")
    package[0][0][-1].text = "A" * 43 + "="


def reference_moved(root: etree._Element) -> None:
    """SignedInfo refers to another element for the manifest."""
    root[0][2].set("URI", "#idOfficeObject")


def comment_in_digest(root: etree._Element) -> None:
    """A comment, which canonical XML leaves out, cuts a text in two."""
    value = root.find(f".//{{{checking.DS}}}Manifest/{{{checking.DS}}}Reference/{{{checking.DS}}}DigestValue")
    assert value is not None
    text, value.text = str(value.text), ""
    remark = etree.Comment("x")
    value.append(remark)
    remark.tail = text


def weaker(root: etree._Element) -> None:
    """Another algorithm."""
    root[0][1].set("Algorithm", "http://www.w3.org/2000/09/xmldsig#rsa-sha1")


def on_the_root(root: etree._Element) -> None:
    """An attribute that canonical XML of the inner elements takes along."""
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "nl")


def own_certificate_second(root: etree._Element) -> None:
    """Their certificate first, ours after it."""
    keys = root.find(f".//{{{checking.DS}}}X509Data")
    assert keys is not None
    keys.insert(0, etree.fromstring(forged(read_package(sealed()))).find(f".//{{{checking.DS}}}X509Certificate"))  # type: ignore[arg-type]


def our_certificate_on_their_signature() -> bytes:
    """Their signature over another text, with our certificate put in."""
    parts = read_package(sealed())
    parts[BODY] = parts[BODY].replace(b"NAFT", b"NOPE")
    theirs, ours = etree.fromstring(forged(parts)), etree.fromstring(parts[SIGNATURE])
    place = theirs.find(f"{{{checking.DS}}}KeyInfo")
    assert place is not None
    theirs.replace(place, ours.find(f"{{{checking.DS}}}KeyInfo"))  # type: ignore[arg-type]
    parts[SIGNATURE] = etree.tostring(theirs, xml_declaration=True, encoding="UTF-8", standalone=True)
    return opc.write_package(parts)


def second_signature() -> bytes:
    """A signature of somebody else beside ours."""
    parts = read_package(sealed())
    parts["/_xmlsignatures/sig2.xml"] = parts[SIGNATURE]
    return opc.write_package(opc.typed(parts, "/_xmlsignatures/sig2.xml", checking.SEAL_TYPES[SIGNATURE]))


def rezipped(method: int = zipfile.ZIP_DEFLATED, *, stream: bool = False, folders: bool = False) -> bytes:
    """The same parts, packed again."""

    class Pipe(io.BytesIO):
        """What cannot be gone back in: sizes come after the data."""

        def seekable(self) -> bool:
            """No."""
            return False

        def seek(self, *_: int) -> int:
            """Not here."""
            raise OSError

        def tell(self) -> int:
            """Not here."""
            raise OSError

    out = Pipe() if stream else io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        if folders:
            archive.writestr("word/", b"")
        for name, data in reversed(read_package(sealed()).items()):
            archive.writestr(name[1:], data)
    return out.getvalue()


def zipped_twice(name: str, data: bytes) -> bytes:
    """A second item, by a name that is there."""
    out = io.BytesIO(sealed())
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, data)
    return out.getvalue()


def renamed_in_front() -> bytes:
    """The name before the data is not the one in the directory: readers differ in which they take."""
    return sealed().replace(b"word/document.xml", b"word/documenX.xml", 1)


def between() -> bytes:
    """Bytes between the last item and the directory."""
    content = sealed()
    end = len(content) - 22
    start = struct.unpack_from("<L", content, end + 16)[0]
    moved = content[end : end + 16] + struct.pack("<L", start + 4) + content[end + 20 :]
    return content[:start] + b"PK\3\4" + content[start:end] + moved


def with_comment() -> bytes:
    """A remark after the directory, in which another zip may hide."""
    out = io.BytesIO(sealed())
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"hallo"
    return out.getvalue()


STILL_VALID: dict[str, Change] = {
    "as it is": sealed,
    "packed again": rezipped,
    "stored": lambda: rezipped(zipfile.ZIP_STORED),
    "packed while streaming": lambda: rezipped(stream=True),
    "with folders": lambda: rezipped(folders=True),
    "metadata": lambda: changed(("/docProps/core.xml", b"Naadloos", b"Iemand")),
}
BROKEN: dict[str, tuple[Change, str]] = {
    "one byte": (lambda: changed((BODY, b"NAFT", b"NAFX")), f"changed-part {BODY}"),
    "one space": (lambda: changed((BODY, b"<w:body>", b"<w:body> ")), f"changed-part {BODY}"),
    "header": (lambda: with_space("/word/header1.xml"), "changed-part /word/header1.xml"),
    "styles": (lambda: with_space("/word/styles.xml"), "changed-part /word/styles.xml"),
    "the record": (lambda: with_space("/customXml/item1.xml"), "changed-part /customXml/item1.xml"),
    "a bit of a signature": (lambda: with_bit("/word/media/image1.png"), "changed-part /word/media/image1.png"),
    "target of a link": (lambda: changed((BODY_RELS, b"naft.be/x", b"naft.be/y")), f"changed-part {BODY_RELS}"),
    "signatures swapped": (images_swapped, "changed-part /word/media/image1.png"),
    "lines of signatures swapped": (
        lambda: swapped(BODY_RELS, b"media/image1.png", b"media/image2.png"),
        f"changed-part {BODY_RELS}",
    ),
    "content type": (
        lambda: changed((TYPES, f"{WORD}.header+xml".encode(), f"{WORD}.footer+xml".encode())),
        "content-type /word/header1.xml",
    ),
    "a part gone": (lambda: without("/word/header1.xml"), "missing-part /word/header1.xml"),
    "a part that nothing leads to gone": (
        lambda: without("/word/_rels/document.xml.rels"),
        f"removed-part {BODY_RELS}",
    ),
    "comments added": (
        lambda: added("/word/comments.xml", "comments", f"{WORD}.comments+xml"),
        "added-part /word/comments.xml",
    ),
    "second styles": (
        lambda: added("/word/styles2.xml", "styles", f"{WORD}.styles+xml"),
        "added-part /word/styles2.xml",
    ),
    "second document": (second_document, "added-part /word/document2.xml"),
    "a part that nothing leads to": (
        lambda: opc.write_package({**read_package(sealed()), "/word/los.xml": b"<x/>"}),
        "added-part /word/los.xml",
    ),
    "metadata shown as the document": (
        lambda: changed((ROOT_RELS, b'Target="word/document.xml"', b'Target="docProps/core.xml"')),
        "added-part /docProps/core.xml",
    ),
    "metadata elsewhere": (
        lambda: changed((ROOT_RELS, b'Target="docProps/core.xml"', b'Target="word/styles.xml"')),
        "added-part /docProps/core.xml",
    ),
    "time of sealing": (lambda: changed((SIGNATURE, b"2026-09-14T10", b"2026-09-14T11")), "changed-seal"),
    "comment": (lambda: changed((SIGNATURE, b"audit 12", b"audit 13")), "changed-seal"),
    "value": (lambda: signature(lambda root: setattr(root[1], "text", "A" * 512)), "changed-seal"),
    "no value": (lambda: signature(lambda root: setattr(root[1], "text", "")), "changed-seal"),
    "no base64": (lambda: signature(lambda root: setattr(root[1], "text", "é!")), "malformed-seal"),
    "other manifest": (lambda: signature(replaced_object), "changed-seal"),
    "object moved": (lambda: signature(wrapped), "malformed-seal"),
    "Id twice": (lambda: signature(doubled), "malformed-seal"),
    "Id twice, once outside of what is signed": (
        lambda: signature(lambda root: root[2].set("Id", "idPackageObject")),
        "malformed-seal",
    ),
    "something in the empty part": (
        lambda: opc.write_package({**read_package(sealed()), checking.ORIGIN: b"x"}),
        "misplaced-seal",
    ),
    "reference elsewhere": (lambda: signature(reference_moved), "changed-seal"),
    "comment in a digest": (lambda: signature(comment_in_digest), "bad-xml"),
    "weaker algorithm": (lambda: signature(weaker), "other-algorithm"),
    "attribute on the root": (lambda: signature(on_the_root), "malformed-seal"),
    "their certificate before ours": (lambda: signature(own_certificate_second), "unknown-certificate"),
    "our certificate on their signature": (our_certificate_on_their_signature, "changed-seal"),
    "second signature": (second_signature, "misplaced-seal"),
    "seal that nothing leads to": (
        lambda: changed((ROOT_RELS, ORIGIN_TYPE.encode(), b"urn:x")),
        "misplaced-seal",
    ),
    "seal that Word does not see": (
        lambda: changed((TYPES, b"xmlsignature+xml", b"xmlsignature+xmx")),
        "misplaced-seal",
    ),
    "saved by python-docx": (saved_by_python_docx, ""),
    "bytes after": (lambda: sealed() + b"x", "data-around-zip"),
    "bytes before": (lambda: b"x" + sealed(), "data-around-zip"),
    "another zip after": (lambda: sealed() + plain(), ""),
    "another zip before": (lambda: plain() + sealed(), "bad-zip"),
    "remark": (with_comment, ""),
    "bytes between": (between, "data-between-items"),
    "item twice": (lambda: zipped_twice("word/document.xml", b"<x/>"), "duplicate-part"),
    "item in capitals": (lambda: zipped_twice("WORD/Document.xml", b"<x/>"), "duplicate-part"),
    "item above": (lambda: zipped_twice("../weg.xml", b"<x/>"), "bad-name"),
    "item from the root": (lambda: zipped_twice("/word/los.xml", b"<x/>"), "bad-name"),
    "item with a backslash": (lambda: zipped_twice("word\\los.xml", b"<x/>"), "bad-name"),
    "item with a DTD": (lambda: zipped_twice("word/los.xml", b'<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>'), "dtd"),
    "other name in front": (renamed_in_front, "bad-zip"),
}
NOT_OURS: dict[str, tuple[Change, str]] = {
    "seal gone": (unsealed, "no-seal"),
    "sealed by another of the same name": (sealed_by_another, "unknown-certificate"),
    "never sealed": (plain, "no-seal"),
    "nothing": (lambda: b"", "not-a-zip"),
    "text": (lambda: b"Beste,", "not-a-zip"),
    "half": (lambda: plain()[: len(plain()) // 2], "not-a-zip"),
}


def with_space(name: str) -> bytes:
    """The sealed file with a space at the end of a part."""
    parts = read_package(sealed())
    return opc.write_package({**parts, name: parts[name] + b" "})


@pytest.mark.parametrize("change", STILL_VALID.values(), ids=STILL_VALID)
def test_what_does_not_touch_what_was_sealed_leaves_it_valid(change: Change):
    found = check(change(), PINNED)
    assert (found.seal, found.reasons, found.signed_at, found.comment) == ("valid", (), AT, COMMENT)
    assert (found.certificate, found.record_state) == (own_key().sha256, "valid")


@pytest.mark.parametrize(("change", "reason"), BROKEN.values(), ids=BROKEN)
def test_what_touches_it_breaks_the_seal(change: Change, reason: str):
    found = check(change(), PINNED)
    assert found.seal == "broken"
    assert found.reasons[0].startswith(reason)
    assert (found.signed_at, found.comment, found.certificate) == (None, "", own_key().sha256)
    assert judge(found, listed=None)[0] == "ALTERED"


@pytest.mark.parametrize(("change", "reason"), NOT_OURS.values(), ids=NOT_OURS)
def test_without_a_seal_of_ours_nothing_is_said(change: Change, reason: str):
    found = check(change(), PINNED)
    assert (found.seal, found.reasons, found.signed_at, found.certificate) == ("none", (reason,), None, "")
    assert judge(found, listed=None)[0] == "UNKNOWN"


def resigned(change: Callable[[etree._Element], None]) -> bytes:
    """The sealed file with its signature changed and signed again by our own key: what our seal never looks like."""

    def again(root: etree._Element) -> None:
        change(root)
        for one in root[0].iter(f"{{{checking.DS}}}Reference"):
            signed = next(other for other in root.iter() if f"#{other.get('Id')}" == one.get("URI"))
            one[-1].text = base64.b64encode(hashlib.sha256(checking.canonical(signed)).digest()).decode()
        root[1].text = base64.b64encode(own_key().xml_signature(checking.canonical(root[0]))).decode()

    return signature(again)


def part_reference(root: etree._Element, *, rels: bool) -> etree._Element:
    """The first line of the manifest that is, or is not, of a list of relationships."""
    return next(one for one in root[3][0] if ("/_rels/" in str(one.get("URI"))) is rels)


def sha1(root: etree._Element) -> None:
    """A weaker digest for one part."""
    part_reference(root, rels=False)[0].set("Algorithm", "http://www.w3.org/2000/09/xmldsig#sha1")


def steps_swapped(root: etree._Element) -> None:
    """The transforms the other way round."""
    steps = part_reference(root, rels=True)[0]
    steps.append(steps[0])


def listed_twice(root: etree._Element) -> None:
    """A part with two lines."""
    root[3][0].append(etree.fromstring(etree.tostring(part_reference(root, rels=False))))


def one_more_id(root: etree._Element) -> None:
    """A list of relationships with an id that is not in it."""
    step = part_reference(root, rels=True)[0][0]
    etree.SubElement(step, f"{{{checking.MDSSI}}}RelationshipReference").set("SourceId", "rId777")


def one_more_step(root: etree._Element) -> None:
    """A transform before a digest in SignedInfo."""
    steps = etree.fromstring(etree.tostring(root[0][4][0]))
    root[0][2].insert(0, steps)


def two_times(root: etree._Element) -> None:
    """The two times of sealing differ."""
    next(one for one in root.iter() if str(one.tag).endswith("}SigningTime")).text = "2026-09-13T10:00:00Z"


def other_time(root: etree._Element) -> None:
    """The two times of sealing agree, in another form."""
    for one in root.iter():
        if str(one.tag).endswith(("}SigningTime", "/digital-signature}Value")):
            one.text = "2026-09-14 10:00"


RESIGNED: dict[str, tuple[Callable[[etree._Element], None], str]] = {
    "canonical with comments": (
        lambda root: root[0][0].set("Algorithm", f"{checking.C14N}#WithComments"),
        "other-algorithm",
    ),
    "weaker digest": (sha1, "other-algorithm"),
    "steps swapped": (steps_swapped, "malformed-seal"),
    "listed twice": (listed_twice, "malformed-seal"),
    "one more id": (one_more_id, f"relationships {ROOT_RELS}"),
    "one more step": (one_more_step, "malformed-seal"),
    "other type": (lambda root: root[0][2].set("Type", "urn:x"), "malformed-seal"),
    "two times": (two_times, "malformed-seal"),
    "time in another form": (other_time, "malformed-seal"),
    "one more object": (lambda root: root.append(etree.Element(f"{{{checking.DS}}}Object")), "malformed-seal"),
}


def test_signing_again_without_a_change_is_valid():
    assert check(resigned(lambda _: None), PINNED).seal == "valid"


@pytest.mark.parametrize(("change", "reason"), RESIGNED.values(), ids=RESIGNED)
def test_even_our_own_key_does_not_make_another_form_valid(change: Callable[[etree._Element], None], reason: str):
    found = check(resigned(change), PINNED)
    assert (found.seal, found.reasons) == ("broken", (reason,))


def test_what_hangs_on_metadata_elsewhere_is_sealed_too():
    parts = opc.related(
        read_package(plain()), "/", next(one for one in checking.METADATA if "thumb" in one), "klein.bin"
    )
    parts = opc.related(parts, BODY, f"{checking.OFFICE}/custom-properties", "/docProps/eigen.bin")
    parts = opc.typed({**parts, "/klein.bin": b"x", "/docProps/eigen.bin": b"x"}, ".bin", "application/octet-stream")
    listed = manifest_of(parts)
    assert {"/klein.bin", "/docProps/eigen.bin"} <= set(listed)
    assert "/docProps/core.xml" not in listed


def test_a_list_tells_what_was_added_to_it():
    assert check(second_document(), PINNED).reasons == (
        "added-part /word/document2.xml",
        f"relationships {ROOT_RELS}",
    )


LINE = '<Relationship Id="a" Type="t" Target="b"/>'


@pytest.mark.parametrize(
    "lines",
    [
        LINE * 2,
        '<Relationship Id="a" Type="t"/>',
        '<Relationship Id="a" Type="t" Target="b" TargetMode="Elsewhere"/>',
        '<Relationship Id="a" Type="t" Target="b" x="y"/>',
        '<Relationship Id="a" Type="t" Target="b"><x/></Relationship>',
        '<x xmlns=""/>',
        "<Other/>",
    ],
)
def test_a_list_of_relationships_with_something_else_is_refused(lines: str):
    around = f'<Relationships xmlns="{checking.PACKAGE}/relationships">{{}}</Relationships>'
    assert len(checking.relationships(around.format(LINE).encode())) == 1
    with pytest.raises(BadPackage):
        checking.relationships(around.format(lines).encode())


@pytest.mark.parametrize(
    "more",
    [
        '<Override PartName="/A.XML" ContentType="x"/>',
        '<Default Extension="XML" ContentType="x"/>',
        '<Default Extension="b"/>',
        '<Default ContentType="x"/>',
        "<Other/>",
    ],
)
def test_a_content_type_is_told_once(more: str):
    lines = '<Override PartName="/a.xml" ContentType="a"/><Default Extension="xml" ContentType="d"/>'
    around = f'<Types xmlns="{checking.PACKAGE}/content-types">{lines}{{}}</Types>'
    parts = {"/a.xml": b"", "/b.XML": b"", "/c": b"", "/_rels/.rels": b""}
    told = checking.content_types({TYPES: around.format("").encode(), **parts})
    assert told == {TYPES: "d", "/a.xml": "a", "/b.XML": "d"}
    with pytest.raises(BadPackage, match="bad-content-types"):
        checking.content_types({TYPES: around.format(more).encode(), **parts})


def test_every_reason_is_told():
    found = check(
        changed((BODY, b"NAFT", b"NOPE"), ("/word/styles.xml", b"?>", b"?> "), ("/word/header1.xml", b"?>", b"?> ")),
        PINNED,
    )
    assert found.reasons == (f"changed-part {BODY}", "changed-part /word/header1.xml", "changed-part /word/styles.xml")
    assert judge(found, listed=None) == ("ALTERED", f"changed-part {BODY} (and 2 more)")


def test_each_known_certificate_counts():
    both = [other_key().certificate_pem, own_key().certificate_pem]
    assert check(sealed(), both).certificate == own_key().sha256
    assert check(sealed(), [b"".join(both)]).seal == "valid"
    assert check(sealed_by_another(), both).certificate == other_key().sha256
    assert check(sealed(), []).reasons == ("unknown-certificate",)
    assert check(sealed(), [own_key().root_pem]).reasons == ("unknown-certificate",)  # whoever it vouches for


def test_another_certificate_of_the_same_key_does_not_take_its_place():
    """Which certificate sealed is part of what is sealed, even when both are known."""
    root, name = other_key(), own_key().certificate.subject
    again = seal_keys._certificate(name, own_key().key, root.certificate.subject, root.key, AT, 1)
    renewed = SealKey((again,), own_key().key)

    def exchanged(signature_part: etree._Element) -> None:
        for nr, one in enumerate(list(signature_part.iter(f"{{{checking.DS}}}X509Certificate"))):
            if not nr:
                one.text = base64.b64encode(again).decode()

    both = [own_key().certificate_pem, renewed.certificate_pem]
    assert check(seal(plain(), renewed, AT), both).certificate == renewed.sha256
    assert check(signature(exchanged), both).reasons == ("unknown-certificate",)


def test_the_certificate_that_is_told_is_the_one_that_sealed():
    """Text in the signature part that looks like another's certificate does not give the file another's name."""
    parts = read_package(sealed())
    decoy = b"X509Certificate>" + base64.b64encode(other_key().chain[0]) + b"<SignedInfo"
    now = {**parts, SIGNATURE: parts[SIGNATURE].replace(b"<SignedInfo", decoy, 1)}
    found = check(opc.write_package(now), [other_key().certificate_pem, own_key().certificate_pem])
    assert (found.seal, found.certificate) == ("valid", own_key().sha256)


def test_a_certificate_that_is_none_is_an_error():
    with pytest.raises(ValueError, match="PEM"):
        check(sealed(), [b"geen certificaat"])


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_byte_of_a_part_that_changed_is_seen(data: st.DataObject):
    parts = read_package(sealed())
    name = data.draw(st.sampled_from([name for name in parts if parts[name]]))
    at = data.draw(st.integers(0, len(parts[name]) - 1))
    other = bytes([parts[name][at] ^ data.draw(st.integers(1, 255))])
    now = {**parts, name: parts[name][:at] + other + parts[name][at + 1 :]}
    found = check(opc.write_package(now), PINNED)
    if found.seal == "valid":
        # a list may be written otherwise, and metadata may be other: of what was sealed nothing is
        sealed_parts = manifest_of(parts)
        assert name not in sealed_parts or sealed_parts[name].ids is not None
        assert manifest_of(now) == sealed_parts
        assert (found.signed_at, found.comment, found.certificate) == (AT, COMMENT, own_key().sha256)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_byte_of_the_file_that_changed_is_seen(data: st.DataObject):
    content = sealed()
    at = data.draw(st.integers(0, len(content) - 1))
    cut = data.draw(st.integers(0, 3))
    now = content[:at] + data.draw(st.binary(max_size=3)) + content[at + cut :]
    found = check(now, PINNED)
    if found.seal == "valid":
        assert manifest_of(read_package(now)) == manifest_of(read_package(content))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\3\4", plain()[:200]]), st.sampled_from([b"", plain()[-22:]]))
def test_nothing_makes_the_check_fail(middle: bytes, start: bytes, end: bytes):
    assert check(start + middle + end, PINNED).seal == "none"


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([TYPES, ROOT_RELS, SIGNATURE, "/customXml/item1.xml", "/_xmlsignatures/_rels/origin.sigs.rels"]),
    st.one_of(
        st.binary(max_size=80),
        st.text(max_size=60).map(lambda text: f"<a>{text}</a>".encode("utf-8", "replace")),
        st.sampled_from([b"<Signature/>", b'<a xmlns="urn:naadloos:record:1"/>', b"<a>" * 300 + b"</a>" * 300]),
    ),
)
def test_nothing_in_a_part_that_is_read_makes_the_check_fail(name: str, data: bytes):
    assert check(opc.write_package({**read_package(sealed()), name: data}), PINNED).seal != "valid"


def many_seals() -> bytes:
    """Few bytes that look like fifty signatures, each with megabytes of what looks like the begin of a certificate."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    shared = packer.compress(b"X509Certificate>" * 250_000) + packer.flush()
    name = b"_xmlsignatures/a"
    headers = (
        checking._LOCAL.pack(b"PK\3\4", 20, 0, 8, 0, 0, 0, len(shared), 0, len(name), 46 * left) + name
        for left in range(49, -1, -1)
    )
    return b"".join(headers) + shared


def test_a_small_file_does_not_keep_the_check_busy():
    content, begun = many_seals(), time.monotonic()
    assert len(content) < 40_000
    assert check(content, PINNED).seal == "none"
    assert time.monotonic() - begun < 5


def zipped(*items: tuple[str, bytes]) -> bytes:
    """A zip with these items."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in items:
            archive.writestr(name, data)
    return out.getvalue()


def packed(*, after: bytes = b"", extra: bytes = b"", gap: bytes = b"", said: int = 0) -> bytes:
    """A zip of two items put together by hand.

    :param after: bytes that belong to the first item, after what is packed
    :param extra: the first item's extra field; `gap`: what is between the two; `said`: added to the size told
    """
    raw = zlib.compress(b"<x/>" * 40)[2:-4] + after
    body, listed = b"", b""
    for name, filled in ((b"a.bin", extra), (b"b.bin", b"")):
        told = (zlib.crc32(b"<x/>" * 40), len(raw), 160 + said)
        listed += struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, *told, 5, len(filled), 0, 0, 0, 0, len(body)
        )
        listed += name + filled
        body += struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, *told, 5, len(filled)) + name + filled + raw + gap
        gap = b""
    return body + listed + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2, 2, len(listed), len(body), 0)


def patched(content: bytes, offset: int, form: str, value: int) -> bytes:
    """A zip with a field of its first item's line in the directory, and in front of the data, set."""
    start = struct.unpack_from("<L", content, len(content) - 6)[0]
    made = bytearray(content)
    struct.pack_into(form, made, start + offset, value)
    struct.pack_into(form, made, offset - 2, value)  # the same fields, two bytes earlier
    return bytes(made)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (zipped(*((f"{nr}.xml", b"<x/>") for nr in range(4001))), "too-many-items"),
        (zipped(("[Content_Types].xml", b"<x/>"), ("a.bin", b"\0" * (64 * 1024 * 1024))), "too-large"),
        (b"PK\3\4" + b"\0" * (64 * 1024 * 1024), "too-large"),
        (patched(zipped(("a.bin", b"\0" * 100_000)), 24, "<L", 10), "bad-zip"),  # more than announced
        (patched(zipped(("a.bin", b"\0" * 10)), 24, "<L", 100_000), "bad-zip"),  # less
        (patched(zipped(("a.bin", b"\0" * 10)), 16, "<L", 1), "bad-zip"),  # another checksum
        (patched(zipped(("a.bin", b"x")), 8, "<H", 1), "encrypted"),
        (patched(zipped(("a.bin", b"x")), 10, "<H", 12), "bad-zip"),  # packed by bzip2
        (packed(), "no-content-types"),
        (packed(after=b"xx"), "bad-zip"),
        (packed(extra=struct.pack("<2H", 1, 2) + b"ab"), "no-content-types"),
        (packed(extra=struct.pack("<2H", 1, 2) + b"ab" + struct.pack("<2H", 0x7075, 1) + b"x"), "bad-name"),
        (packed(gap=b"x" * 12), "data-between-items"),
        (packed(said=-1), "bad-zip"),
        (packed(said=1), "bad-zip"),
        (zipped(("a/./b.xml", b"<x/>")), "bad-name"),
        (zipped(("a%2fb.xml", b"<x/>")), "bad-name"),
        (zipped(("é.xml", b"<x/>")), "bad-name"),
        (zipped(("a.xml", b"<x>")), "bad-xml /a.xml"),
        (zipped(("a.xml", "<!DOCTYPE x><x/>".encode("utf-16"))), "dtd /a.xml"),
        (zipped(("a.xml", b"<?xml version='1.0' encoding='onzin'?><x/>")), "bad-xml /a.xml"),
        (zipped(("a.xml", b"<x/>")), "no-content-types"),
    ],
)
def test_a_package_that_is_not_read(content: bytes, why: str):
    with pytest.raises(BadPackage, match=f"^{why}$"):
        read_package(content)
    assert check(content, PINNED).reasons == (why,)


# --- the record inside


def test_the_record_inside_is_read_and_adds_up():
    found = checking.read_record(sealed())
    assert found is not None
    payload = version().version.payload
    assert found.root == version().version.root
    assert (found.reader, found.code, found.withheld) == (READER, CODE, len(payload["leaves"][1::2]))
    assert found.answers == {one["name"]: one["value"] for one in payload["leaves"][::2]}
    assert found.head == json.loads(rfc8785.dumps({name: payload[name] for name in payload if name != "leaves"}))
    assert found.evidence == ({"decision": "akkoord", "role": "leerling"},)
    assert found.anchor == checking.Anchor(12, 64 * "b")


@given(
    st.dictionaries(st.text(max_size=8), st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8), max_size=4),
    st.lists(st.text(max_size=8), unique=True, max_size=5),
    st.integers(0, 4),
)
@settings(max_examples=60, deadline=None)
def test_the_root_is_the_one_that_was_signed(head: dict[str, int | str], names: list[str], withheld: int):
    texts = tuple(rfc8785.dumps([name, "0" * 32, name]).decode() for name in names)
    hidden = tuple(hashlib.sha256(bytes([nr])).hexdigest() for nr in range(withheld))
    root = root_from(head, [*(hashlib.sha256(one.encode()).hexdigest() for one in texts), *hidden])
    try:
        part = record_xml(Inside(rfc8785.dumps(head).decode(), texts, hidden, root))
    except ValueError:  # a character that XML does not have
        return
    found = checking.read_record(with_record(plain(), part))
    assert found is not None
    assert (found.root, list(found.answers), found.withheld) == (root, names, withheld)


def test_a_file_without_a_record_has_none():
    assert checking.read_record(plain()) is None
    assert check(seal(plain(), own_key(), AT), PINNED).record_state == "none"


ONE = inside()
BAD_RECORDS: dict[str, tuple[bytes, str]] = {
    "an answer": (record_xml(replace(ONE, leaves=(ONE.leaves[0] + " ", *ONE.leaves[1:]))), "record-changed"),
    "an answer gone": (record_xml(replace(ONE, leaves=ONE.leaves[1:])), "record-changed"),
    "an answer more": (record_xml(replace(ONE, leaves=(*ONE.leaves, '["x","",1]'))), "record-changed"),
    "an answer twice": (record_xml(replace(ONE, leaves=(*ONE.leaves, ONE.leaves[0]))), "record-changed"),
    "what is withheld": (record_xml(replace(ONE, withheld=("0" * 64, *ONE.withheld[1:]))), "record-changed"),
    "no hash": (record_xml(replace(ONE, withheld=("x", *ONE.withheld[1:]))), "record-malformed"),
    "the head": (record_xml(replace(ONE, head='{"type":"doelen"}')), "record-changed"),
    "the root": (record_xml(replace(ONE, root="0" * 64)), "record-changed"),
    "evidence": (record_xml(replace(ONE, evidence=("[]",))), "record-malformed"),
    "evidence that tells twice": (record_xml(replace(ONE, evidence=('{"a":1,"a":2}',))), "record-malformed"),
    "anchor": (record_xml(replace(ONE, anchor=('{"seq":"1"}',))), "record-malformed"),
    "two anchors": (record_xml(replace(ONE, anchor=ONE.anchor * 2)), "record-malformed"),
    "another schema": (record_xml(ONE).replace(b'schema="1"', b'schema="2"'), "record-malformed"),
    "another order": (
        re.sub(rb"(<anchor>.*?</anchor>)", b"", record_xml(ONE)).replace(
            b"<head>", b'<anchor>{"hash":"","seq":1}</anchor><head>'
        ),
        "record-malformed",
    ),
    "an element more": (record_xml(ONE).replace(b"<head>", b"<x/><head>"), "record-malformed"),
    "an element inside": (record_xml(ONE).replace(b"<head>", b"<head><x/>"), "record-malformed"),
    "a comment": (record_xml(ONE).replace(b"<head>", b"<head><!-- -->"), "record-malformed"),
}


def built(head: str, leaves: tuple[str, ...]) -> bytes:
    """A record whose root is right, whatever is in it."""
    hashes = sorted(hashlib.sha256(one.encode()).hexdigest() for one in leaves)
    listed = ",".join(f'"{one}"' for one in hashes)
    root = hashlib.sha256(f'{{"head":{head},"leaves":[{listed}]}}'.encode()).hexdigest()
    return record_xml(Inside(head, leaves, (), root))


BAD_RECORDS |= {
    "a right root over an answer twice": (built("{}", ('["a","",1]', '["a","",2]')), "record-malformed"),
    "a right root over no answer": (built("{}", ("{}",)), "record-malformed"),
    "a right root over a head that is two": (built('{},"leaves":[],"x":{}', ()), "record-malformed"),
    "a right root over a deep head": (built('{"a":' + "[" * 20_000 + "]" * 20_000 + "}", ()), "record-malformed"),
}


@pytest.mark.parametrize(("record", "reason"), BAD_RECORDS.values(), ids=BAD_RECORDS)
def test_a_record_that_does_not_add_up_is_broken(record: bytes, reason: str):
    found = check(with_record(plain(), record), PINNED)
    assert (found.seal, found.record_state, found.record) == ("none", "broken", None)
    assert found.reasons == ("no-seal", reason)
    assert judge(found, listed=None)[0] == "ALTERED"
    assert judge(check(seal(with_record(plain(), record), own_key(), AT), PINNED), listed=None)[0] == "ALTERED"


def test_two_records_or_one_elsewhere_are_broken():
    twice = check(with_record(plain(), record_xml(ONE), record_xml(ONE)), PINNED)
    assert twice.reasons == ("no-seal", "record-twice")
    elsewhere = check(with_record(plain(), record_xml(ONE), name="/word/record{}.xml"), PINNED)
    assert elsewhere.reasons == ("no-seal", "record-misplaced")


def test_a_record_with_a_dtd_in_a_part_of_another_name_is_not_read():
    data = b'<!DOCTYPE record [<!ENTITY a "b">]>' + record_xml(ONE).partition(b"?>\n")[2]
    parts = with_part(read_package(plain()), "/word/los.bin", data, "x", "application/octet-stream")
    assert check(opc.write_package(parts), PINNED).reasons == ("no-seal", "record-malformed")


def test_another_custom_part_is_no_record():
    part = with_part(read_package(plain()), "/customXml/item1.xml", b"<x/>", "customXml", "application/xml")
    assert checking.read_record(opc.write_package(part)) is None


# --- the program of one file

SCRIPT = Path(checking.__file__)


def test_it_needs_nothing_of_ours():
    imported = set()
    for node in ast.walk(ast.parse(SCRIPT.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(str(node.module).partition(".")[0])
    assert imported - set(sys.stdlib_module_names) == {"lxml", "cryptography"}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with files as they come in, our certificate and the register."""
    for name, content in {
        "goed.docx": sealed(),
        "ingepakt.docx": rezipped(),
        "anders.docx": changed((BODY, b"NAFT", b"NAFX")),
        "vreemd.docx": plain(),
        "zonder.docx": unsealed(),
        "rommel.docx": b"\0" * 100,
    }.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "seal.crt.pem").write_bytes(own_key().certificate_pem)
    lines = [entry(hashlib.sha256(sealed()).hexdigest()), entry("0" * 64, root="0" * 64), ""]
    (tmp_path / "register.jsonl").write_text("\n".join(lines))
    shutil.copy(SCRIPT, tmp_path / "naadloos_check.py")
    return tmp_path


def said(desk: Path, *names: str, register: bool = True) -> Iterator[str]:
    """What the program says of files, run on its own; its exit code last."""
    more = ["--register", "register.jsonl"] if register else []
    asked = [sys.executable, "-I", "naadloos_check.py", *names, "--cert", "seal.crt.pem", *more]
    done = subprocess.run(asked, cwd=desk, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    yield from done.stdout.splitlines()
    yield str(done.returncode)


def test_the_program_alone_says_a_line_on_each_file(desk: Path):
    about = "; sealed 2026-09-14T10:00:00Z; D1 version 1: getekend"
    assert list(said(desk, "goed.docx", "ingepakt.docx", "zonder.docx", "vreemd.docx", "rommel.docx", "weg.docx")) == [
        f"goed.docx: AUTHENTIC in the register, seal valid{about}",
        f"ingepakt.docx: REPACKED seal valid, record adds up; these bytes are not in the register{about}",
        "zonder.docx: ALTERED a record of ours in a file that is not ours",
        "vreemd.docx: UNKNOWN no-seal",
        "rommel.docx: UNKNOWN not-a-zip",
        "weg.docx: UNKNOWN cannot be read: No such file or directory",
        "1",
    ]
    assert list(said(desk, "goed.docx", "ingepakt.docx", register=False)) == [
        "goed.docx: AUTHENTIC seal valid, record adds up; no register consulted; sealed 2026-09-14T10:00:00Z",
        "ingepakt.docx: AUTHENTIC seal valid, record adds up; no register consulted; sealed 2026-09-14T10:00:00Z",
        "0",
    ]


def test_the_exit_code_tells_the_worst(desk: Path, capsys: pytest.CaptureFixture[str]):
    def code(*names: str) -> int:
        asked = ["--cert", str(desk / "seal.crt.pem"), "--register", str(desk / "register.jsonl")]
        return main([*(str(desk / name) for name in names), *asked])

    assert code("goed.docx", "ingepakt.docx") == 0
    assert code("goed.docx", "vreemd.docx") == 2
    assert code("vreemd.docx", "anders.docx", "goed.docx") == 1
    assert f"anders.docx: ALTERED changed-part {BODY}\n" in capsys.readouterr().out


def test_a_version_that_was_replaced_is_told(desk: Path, capsys: pytest.CaptureFixture[str]):
    (desk / "register.jsonl").write_text(entry(hashlib.sha256(sealed()).hexdigest(), status="vervangen"))
    register = ["--register", str(desk / "register.jsonl")]
    assert main([str(desk / "goed.docx"), "--cert", str(desk / "seal.crt.pem"), *register]) == 0
    assert capsys.readouterr().out.endswith("; D1 version 1: vervangen\n")


def test_a_file_in_the_register_needs_no_seal(desk: Path, capsys: pytest.CaptureFixture[str]):
    (desk / "register.jsonl").write_text(entry(hashlib.sha256(plain()).hexdigest()))
    register = ["--register", str(desk / "register.jsonl")]
    assert main([str(desk / "vreemd.docx"), "--cert", str(desk / "seal.crt.pem"), *register]) == 0
    assert "AUTHENTIC in the register, no known seal" in capsys.readouterr().out


@pytest.mark.parametrize(("cert", "register"), [("weg.pem", ""), ("vreemd.docx", ""), ("seal.crt.pem", "vreemd.docx")])
def test_it_does_not_begin_with_what_it_cannot_read(
    cert: str, register: str, desk: Path, capsys: pytest.CaptureFixture[str]
):
    more = ["--register", str(desk / register)] if register else []
    assert main([str(desk / "goed.docx"), "--cert", str(desk / cert), *more]) == 3
    assert capsys.readouterr().err.startswith("cannot begin")
