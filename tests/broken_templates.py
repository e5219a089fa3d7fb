"""Templates spoiled on purpose: what each is, and what the check has to say of it.

Each starts from a template of ours, with a part of its XML changed or a part put beside it, as Word would do or
somebody with bad intentions.
"""

from __future__ import annotations

import functools
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from services import opc
from services.checking import TYPES
from tests.sjablonen_hulp import TEMPLATES

BASE = "engagementen.docx"
SHORT = "melding-pbd.docx"
"""For what is found last: it has one reader."""

DOCUMENT, RELS = "/word/document.xml", "/word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RECORD = '<r:record xmlns:r="urn:naadloos:record:1"/>'
FIRST = "Alinea 1"
WHOLE = "Het hele document"

NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}notes+xml"
HEADER = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"

Parts = dict[str, bytes]
Spoil = Callable[[Parts], Parts]
OF_LIBREOFFICE = "/officedocument/2006/relationships/metadata/core"
"""How LibreOffice writes the relationship to the properties."""


@dataclass(frozen=True)
class Broken:
    """A template that is not right, and the one thing that is said of it: code, place, and some of the words."""

    about: str
    spoil: Spoil
    code: str
    where: str
    says: str
    name: str = BASE
    severity: str = "fout"

    def content(self) -> bytes:
        """The file."""
        return opc.write_package(self.spoil(dict(parts_of(self.name))))


@functools.cache
def parts_of(name: str) -> Parts:
    """The parts of a template of ours."""
    return opc.read_package((TEMPLATES / name).read_bytes())


def run(text: str) -> str:
    """A run with a text."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def box(text: str) -> str:
    """A run with a text box."""
    return f"<w:r><w:pict><w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent></w:pict></w:r>"


def notes(text: str) -> bytes:
    """A part with a paragraph."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:notes xmlns:w="{space}"><w:p>{run(text)}</w:p></w:notes>'.encode()


def changed(old: str, new: str, part: str = DOCUMENT) -> Spoil:
    """Something else in the XML of a part, the first time it stands there."""

    def spoil(parts: Parts) -> Parts:
        text = parts[part].decode()
        assert old in text, old
        return {**parts, part: text.replace(old, new, 1).encode()}

    return spoil


def xml(*paragraphs: str) -> Spoil:
    """Paragraphs before the first one, each the XML of its runs."""
    return changed("<w:body>", "<w:body>" + "".join(f"<w:p>{one}</w:p>" for one in paragraphs))


def text(*paragraphs: str) -> Spoil:
    """The same, each a text."""
    return xml(*(run(one) for one in paragraphs))


def each(*spoils: Spoil) -> Spoil:
    """One after the other."""
    return lambda parts: functools.reduce(lambda found, spoil: spoil(found), spoils, parts)


def without(said: str) -> Spoil:
    """Without the text of the first run that has it, wherever it stands."""
    return changed(said, "")


def every(old: str, new: str) -> Spoil:
    """Something else each time that it stands in the body."""
    return lambda parts: {**parts, DOCUMENT: parts[DOCUMENT].replace(old.encode(), new.encode())}


def beside(name: str, content_type: str = "", data: bytes = b"x", relation: str = "") -> Spoil:
    """A part more, with its type, and a relationship from the body to it."""

    def spoil(parts: Parts) -> Parts:
        found = {**parts, name: data}
        found = opc.typed(found, name, content_type) if content_type else found
        return opc.related(found, DOCUMENT, relation, name) if relation else found

    return spoil


def linked(kind: str, target: str) -> Spoil:
    """A relationship from the body to something outside."""
    line = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{escape(target)}" TargetMode="External"/>'
    return changed("</Relationships>", f"{line}</Relationships>", RELS)


def field(*pieces: str) -> Spoil:
    """A field whose instruction Word cut in pieces."""
    said = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "end"))
    return xml(begin + said + end)


def styled(style: str, said: str) -> str:
    """A paragraph in a style, as a whole."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(said)}</w:p>'


def body(more: str) -> Spoil:
    """XML before the first paragraph."""
    return changed("<w:body>", f"<w:body>{more}")


TABLE = (
    '<w:tbl><w:tblPr><w:tblLook w:firstColumn="{first}"/></w:tblPr><w:tblGrid><w:gridCol w:w="99"/>'
    '<w:gridCol w:w="99"/></w:tblGrid>{rows}</w:tbl>'
)


def table(*rows: str, first: int = 1) -> str:
    """A table of two columns, each cell of a row with the same text."""
    cell = "<w:tc><w:p>{}</w:p></w:tc>"
    made = "".join(f"<w:tr>{cell.format(run(one)) * (1 if '{%' in one else 2)}</w:tr>" for one in rows)
    return TABLE.format(first=first, rows=made)


TEXTS = [
    ("{{ terugkeerplan", "tag-open", "niet afgesloten"),
    ("terugkeerplan }}", "tag-close", "nergens begint"),
    ("Kies {ja} of nee", "brace", "accolades"),
    ("{{ {{ terugkeerplan }}", "tag-open", "niet afgesloten"),
    ("{% endfor %}", "block-end", "`endfor` zonder `for`"),
    ("{% for e in engagementen %}{% endif %}{% endfor %}", "block-end", "Sluit eerst de `for` af"),
    ("{%p if wat_blijft %}", "block-open", "{%p endif %}"),
    ("{%p if wat_blijft %} en tekst", "tag-alone", "alleen in een alinea"),
    ("{%tr if wat_blijft %}", "tag-kind", "enkel in een tabel"),
    ("{% p if wat_blijft %}", "tag-kind", "aan elkaar"),
    ("{%tc if wat_blijft %}", "tag-kind", "{%p of {%tr"),
    ("{{r wat_blijft }}", "tag-kind", "{{ en geen {{r"),
    ("{%- if wat_blijft %}{% endif %}", "tag-trim", "- of +"),
    ("{% if resultaat == „x„ %}{% endif %}", "quotes", "rechte aanhalingstekens"),
    ("{{ deelnemers|join(', ' }}", "tag-syntax", "haakje"),
    ("{{ deelnemers|join(', ) }}", "tag-syntax", "aanhalingsteken"),
    ("{% if doc.versie = 1 %}{% endif %}", "tag-syntax", "=="),
    ("{{ }}", "tag-syntax", "staat niets"),
    ("{{ deelnemers|join(' & ') }}", "tag-syntax", "geen &"),
    ("{{ '”\n ~ 7 * 7 ~ ”' }}", "tag-syntax", "op één regel"),
    ("{# {{p 'A' * 3000000000 }} #}", "remark", "zonder accolades"),
    ("{#p x #}", "remark", "met een spatie"),
    ("{% set x = 1 %}", "tag-unknown", "`set` kan in een sjabloon niet"),
    ("{% endfoor %}", "tag-unknown", "Bedoelde u `endfor`?"),
    ("{% include 'x' %}", "tag-unknown", "`include`"),
    ("{{ range(9) }}", "not-allowed", "oproepen"),
    ("{{ 'A' * 3000000000 }}", "not-allowed", "Rekenen"),
    ("{{ doc.titel.__class__ }}", "underscore", "`__class__`"),
    ("{{ deelnemers[0] }}", "not-allowed", "kan leeg zijn"),
    ("{{ deelnemers|sort }}", "filter", "`sort` kan niet"),
    ("{{ terugkeerplan|join(', ') }}", "filter", "`terugkeerplan` is geen lijst"),
    ("{% if terugkeerplan > 3 %}{% endif %}", "not-allowed", "getallen"),
    ("{% for x in terugkeerplan %}{{ x }}{% endfor %}", "not-a-list", "`terugkeerplan` is geen lijst"),
    ("{{ engagementen_tekst }}", "name-unknown", "Bedoelde u `engagementen`?"),
    ("{{ terugkerplan }}", "name-unknown", "Bedoelde u `terugkeerplan`?"),
    ("{{ helemaal_iets_anders }}", "name-unknown", "lijst van alle namen"),
    ("{% for e in engagementen %}{{ e.tekts }}{% endfor %}", "name-unknown", "Bedoelde u `tekst`?"),
    ("{% for e in engagementen %}{% endfor %}{{ e.tekst }}", "name-unknown", "`e` kennen we niet"),
    ("{{ doc.nummer_dossier }}", "name-unknown", "in `doc`"),
    ("{{ opvolgen_op }}", "name-unknown", "in de herhaling `engagementen`"),
    ("{{ logo ~ '' }}", "not-allowed", "enkel met tekst"),
    ("{{ (logo or doc.titel)|upper }}", "filter", "`upper` werkt hier niet"),
    ("{{ handtekeningen|map(attribute='beeld')|join(' ') }}", "filter", "beeld is dat niet"),
    ("{{ engagementen }}", "print-rows", "is een herhaling"),
    ("{{ engagementen.tekst }}", "outside-loop", "`x.tekst`"),
    ("{{ deelnemers }}", "print-list", "|join(', ')"),
    ("{% for a in engagementen %}" * 4 + "{% endfor %}" * 4, "loops-deep", "Te veel herhalingen"),
]
"""A paragraph before the first one, and what is said of it."""

PLACED = [
    Broken(
        "een naam over twee stukken tekst", xml(run("{{ wat_bl") + run("ijfd }}")), "name-unknown", FIRST,
        "Bedoelde u `wat_blijft`?",
    ),
    Broken(
        "een naam in een cel", changed("{{ partijen.clb }}", "{{ partijen.cbl }}"), "name-unknown",
        "Tabel 1, rij 6, kolom 2", "Bedoelde u `clb`?",
    ),
    Broken(
        "een naam in de koptekst", changed("{{ doc.titel }}", "{{ doc.title }}", "/word/header2.xml"), "name-unknown",
        "Koptekst, tabel 1, rij 1, kolom 1, alinea 1", "Bedoelde u `titel`?",
    ),
    Broken(
        "een naam in een tekstvak",
        xml(box("{{ wat_blijf }}")),
        "name-unknown", "Alinea 1, tekstvak, alinea 1", "`wat_blijft`",
    ),
    Broken(
        "een tekstvak in een instructie", xml(run("{{ doc.titel ") + box("* 3000000000") + run(" }}")), "tag-pieces",
        FIRST, "de rand van een tekstvak",
    ),
    Broken(
        "een instructie half in een veld", xml(f"<w:sdt>{run('{{ wat_')}</w:sdt>{run('blijft }}')}"), "tag-pieces",
        FIRST, "in één keer",
    ),
    Broken(
        "een voorwaarde half in een veld",
        xml(f"<w:sdt>{run('{% if wat_blijft %}x')}</w:sdt>{run('{% endif %}')}"), "block-place", FIRST,
        "dezelfde alinea",
    ),
    Broken(
        "een tekstvak bij een instructie", xml(run("{%p if wat_blijft %}") + box("x"), run("x"), run("{%p endif %}")),
        "tag-alone", FIRST, "alleen in een alinea",
    ),
    Broken(
        "een voorwaarde over twee alinea's", text("{% if wat_blijft %}", "{% endif %}"), "block-place", "Alinea 2",
        "dezelfde alinea als `if` (alinea 1)",
    ),
    Broken(
        "een voorwaarde die anders eindigt", text("{%p if wat_blijft %}", "{% endif %}"), "block-kind", "Alinea 2",
        "met {%p",
    ),
    Broken(
        "een rij waarin meer staat", body(table("{%tr if wat_blijft %} x", "y", "{%tr endif %}")), "tag-alone",
        "Tabel 1, rij 1, kolom 1", "alleen in een rij",
    ),
    Broken(
        "gekrulde aanhalingstekens", text("{{ deelnemers|join(‘, ’) }}"), "quotes", FIRST, "rechte", severity="opgelet"
    ),
]  # fmt: skip

IN_THE_TEXT = [
    Broken("verborgen tekst", xml("<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>"), "hidden", FIRST, "verborgen"),
    Broken(
        "een verborgen stijl",
        each(
            changed("</w:styles>", '<w:style w:type="paragraph" w:styleId="Weg"><w:name w:val="Weg"/><w:rPr><w:vanish/>'
                    "</w:rPr></w:style></w:styles>", "/word/styles.xml"),
            body(styled("Weg", "x")),
        ),
        "hidden", FIRST, "verborgen",
    ),
    Broken(
        "alles verborgen", changed("<w:rPrDefault><w:rPr>", "<w:rPrDefault><w:rPr><w:vanish/>", "/word/styles.xml"),
        "hidden", WHOLE, "verborgen",
    ),
    Broken("een wijziging", xml(f'<w:ins w:author="Jan">{run("x")}</w:ins>'), "tracked", FIRST, "Aanvaard of weiger"),
    Broken("een datum", field("DA", "TE \\@ yyyy"), "field", FIRST, "Het veld DATE"),
    Broken("een uur", xml('<w:fldSimple w:instr=" TIME "/>'), "field", FIRST, "Het veld TIME"),
    Broken("tekst van elders", field(' INCLUDETEXT "https://x.example/a.docx"'), "field", FIRST, "INCLUDETEXT"),
    Broken("een link naar een bestand", field(' HYPERLINK "file:///c:/x"'), "link-kind", FIRST, "website"),
    Broken(
        "een veld uit de eigenschappen", xml("<w:sdt><w:sdtPr><w:dataBinding/></w:sdtPr></w:sdt>"), "binding", FIRST,
        "Typ de tekst zelf",
    ),
    Broken(
        "een instructie waar niemand kijkt", xml('<w:bookmarkStart w:id="9" w:name="{{ 7*7 }}"/>'), "tag-elsewhere",
        FIRST, "buiten de tekst",
    ),
    Broken(
        "een instructie in de eigenschappen", changed("</dc:title>", "{{ 7*7 }}</dc:title>", "/docProps/core.xml"),
        "tag-elsewhere", WHOLE, "eigenschappen",
    ),
    Broken(
        "een andere tekst voor een ander programma",
        xml('<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f'<mc:Choice>{run("ja")}</mc:Choice><mc:Fallback>{run("nee")}</mc:Fallback></mc:AlternateContent>'),
        "two-texts", FIRST, "een andere tekst",
    ),
    Broken(
        "een tekst voor oude programma's alleen",
        xml('<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f"<mc:Fallback>{box('{{ 7*7 }}')}</mc:Fallback></mc:AlternateContent>"),
        "two-texts", FIRST, "een andere tekst",
    ),
    Broken(
        "een veld voor oude programma's",
        body('<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice/>'
             '<mc:Fallback><w:p><w:fldSimple w:instr=" TIME "/></w:p></mc:Fallback></mc:AlternateContent>'),
        "field", WHOLE, "Het veld TIME",
    ),
    Broken(
        "een eindnoot",
        beside("/word/endnotes.xml", NOTES.format("end"), notes("{{ doc.titel }}"), f"{OFFICE}/endnotes"),
        "tag-elsewhere", "Eindnoten, alinea 1", "een voetnoot",
    ),
    Broken(
        "een auteur", changed("Naadloos</dc:creator>", "Jan</dc:creator>", "/docProps/core.xml"), "author", WHOLE,
        "een naam", name=SHORT, severity="opgelet",
    ),
]  # fmt: skip

IN_THE_FILE = [
    Broken(
        "een macro", beside("/word/vbaProject.bin", "application/vnd.ms-office.vbaProject"), "macro", WHOLE, "macro"
    ),
    Broken(
        "een docm", changed("wordprocessingml.document.main", "ms-word.document.macroEnabled.main", TYPES), "macro",
        WHOLE, "gewoon document (.docx)",
    ),
    Broken(
        "een werkblad", beside("/word/embeddings/a.xlsx", "application/x", relation=f"{OFFICE}/package"), "object",
        WHOLE, "als afbeelding",
    ),
    Broken(
        "een altChunk", beside("/word/a.html", "text/html", relation=f"{OFFICE}/aFChunk"), "altchunk", WHOLE,
        "bij het openen",
    ),
    Broken(
        "opmerkingen", beside("/word/comments.xml", "application/x+xml", b"<a/>", f"{OFFICE}/comments"), "comments",
        WHOLE, "Verwijder ze",
    ),
    Broken("een sjabloon", linked("attachedTemplate", "file:///c:/x.dotm"), "linked-template", WHOLE, "Maak het los"),
    Broken(
        "bewaard in LibreOffice", changed("/package/2006/relationships/metadata/core", OF_LIBREOFFICE, "/_rels/.rels"),
        "libreoffice", WHOLE, "Open het in Word",
    ),
    Broken("een beeld van elders", linked("image", "https://x.example/a.png"), "external", WHOLE, "van buiten"),
    Broken("een link met &", linked("hyperlink", "https://x.example/?a=1&b=2"), "link-target", WHOLE, "verzegeld"),
    Broken("een link die iets doet", linked("hyperlink", "javascript:alert(1)"), "link-kind", WHOLE, "website"),
    Broken(
        "een handtekening", beside("/_xmlsignatures/sig1.xml", "application/x+xml", b"<a/>"), "signed", WHOLE,
        "digitaal ondertekend",
    ),
    Broken("een dossier", beside("/customXml/item1.xml", "", RECORD.encode()), "own-xml", WHOLE, "sjabloon zelf"),
    Broken(
        "een dossier dat anders geschreven is",
        beside("/customXml/item1.xml", "", RECORD.replace("urn:", "urn&#58;").encode()),
        "own-xml", WHOLE, "sjabloon zelf",
    ),
    Broken(
        "gegevens van SharePoint", beside("/customXml/item1.xml", "", b"<a><!-- b --></a>"), "custom-xml", WHOLE,
        "SharePoint",
    ),
    *(
        Broken(about, spoil, "package-strange-part", WHOLE, "opnieuw als .docx")
        for about, spoil in {
            "een koptekst die geen XML heet": beside("/word/a.bin", HEADER, notes("{{ 7*7 }}"), f"{OFFICE}/header"),
            "een koptekst elders": beside("/a.xml", HEADER, notes("{{ 7*7 }}"), f"{OFFICE}/header"),
            "voetnoten die niet zo heten": beside("/word/a.xml", NOTES.format("foot"), notes("{{ 7*7 }}"), "urn:a"),
            "voetnoten die anders geschreven zijn": beside(
                "/word/footnotes.xml", NOTES.format("foot"), notes("{{ a }}").replace(b"a }", b"'&#39; }"),
                f"{OFFICE}/footnotes",
            ),
            "eigenschappen elders": lambda parts: {
                name.replace("docProps", "a"): data.replace(b"docProps", b"a") for name, data in parts.items()
            },
            "stijlen elders": lambda parts: {
                name.replace("styles.", "a."): data.replace(b"styles.xml", b"a.xml") for name, data in parts.items()
            },
            "andere namen voor alles": lambda parts: {
                **parts, DOCUMENT: re.sub(rb"(?<=[ </])w:|(?<=xmlns:)w(?==)", lambda one: b"x:"[: len(one[0])],
                                          parts[DOCUMENT]),
            },
        }.items()
    ),
    Broken("een tekening", beside("/word/media/a.svg", "image/svg+xml"), "picture-kind", WHOLE, "(svg)"),
    Broken(
        "een DTD", beside("/word/a.xml", "", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "package-dtd", WHOLE, "DTD"
    ),
    Broken("een zip-bom", beside("/word/a.bin", "", bytes(70_000_000)), "package-too-large", WHOLE, "uitgepakt"),
]  # fmt: skip

FOR_READERS = [
    Broken(
        "een nota van het CLB", text("{{ interne_nota_clb }}"), "reader", FIRST, "geen enkel document",
        "kennisgeving.docx",
    ),
    Broken(
        "wat de school niet mag lezen", text("{{ veiligheid }}"), "reader", FIRST,
        "(school) mag “Aandachtspunten voor de veiligheid” nooit lezen", "kennisgeving.docx",
    ),
    Broken(
        "wat de school enkel met toestemming leest", text("{% if redenen %}x{% endif %}"), "reader-consent", FIRST,
        "toestemming", "kennisgeving.docx", "opgelet",
    ),
    Broken(
        "een leerling in de melding aan de PBD", text("{{ partijen.leerlingen|join(', ') }}"), "reader", FIRST,
        "(pedagogische begeleidingsdienst) mag “de namen van de leerlingen” nooit", "melding-pbd.docx",
    ),
    Broken(
        "een antwoord dat nergens staat", every("wat_blijft", "terugkeerplan"), "not-printed", WHOLE,
        "“Wat blijft lopen na NAFT?” (stap Overdracht)", severity="opgelet",
    ),
    Broken(
        "geen tabel met handtekeningen", every("{{ h.naam }}", "x"), "handtekeningen", WHOLE, "handtekeningen ontbreekt"
    ),
    Broken("geen bewijs", every("{{ bewijs.kenmerk }}", "x"), "bewijs", WHOLE, "echtheid"),
]  # fmt: skip

FOR_EVERYBODY = [
    Broken(
        "een kop overgeslagen", body(styled("Heading3", "Kop")), "heading-order", FIRST, "De eerste kop is Kop 3",
        name=SHORT, severity="opgelet",
    ),
    Broken(
        "een lege kop", body(styled("Heading1", " ")), "heading-empty", FIRST, "leeg", name=SHORT, severity="opgelet",
    ),
    Broken(
        "een tabel zonder koprij", body(table("a", "b", first=0)), "table-header", "Tabel 1, rij 1, kolom 1",
        "koprij", name=SHORT, severity="opgelet",
    ),
    Broken(
        "een andere taal", xml('<w:r><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t>Hi</w:t></w:r>'), "language", FIRST,
        "(en-US)", name=SHORT, severity="opgelet",
    ),
    Broken(
        "een beeld zonder woorden",
        xml('<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
            'wordprocessingDrawing"><wp:docPr id="1" name="x"/></wp:inline></w:drawing></w:r>'),
        "picture-words", FIRST, "alternatieve tekst", name=SHORT, severity="opgelet",
    ),
]  # fmt: skip

TRIED = [
    Broken(
        "een cel die leeg kan worden",
        body("<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>"
             + "".join(f"<w:p>{run(one)}</w:p>" for one in ("{%p if wat_blijft %}", "x", "{%p endif %}"))
             + "</w:tc></w:tr></w:tbl>"),
        "cell-empty", "In een tabel", "lege alinea",
    ),
    Broken(
        "een tabel die leeg kan worden", body(table("{%tr if wat_blijft %}", "x", "{%tr endif %}")), "table-empty",
        "In een tabel", "rond de tabel",
    ),
    Broken(
        "een stuk dat er niet is",
        changed("</Relationships>", f'<Relationship Id="rIdX" Type="{OFFICE}/font" Target="a.odttf"/></Relationships>',
                RELS),
        "package-missing-part", WHOLE, "opnieuw als .docx",
    ),
]  # fmt: skip

BROKEN = [
    *(Broken(said, text(said), code, FIRST, words) for said, code, words in TEXTS),
    *PLACED,
    *IN_THE_TEXT,
    *IN_THE_FILE,
    *FOR_READERS,
    *FOR_EVERYBODY,
    *TRIED,
]


def zipped(**items: bytes) -> bytes:
    """A zip that is no package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in items.items():
            archive.writestr(name, data)
    return out.getvalue()
