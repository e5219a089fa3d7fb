"""The public list of schools, as the department of education gives it: read and checked, line by line.

The list is UTF-8 with a byte order mark, has semicolons and quotes, and a bare carriage return at the end of a line.
The names of its columns decide what is what: their order and their number differ from one export to another.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from forms.question import clean_line
from store.organisations import Organisation

COLUMNS: dict[str, tuple[str, ...]] = {
    "nummer": ("schoolnummer", "instellingsnummer"),
    "naam": ("naam", "instellingsnaam"),
    "net": ("net", "onderwijsnet"),
    "straat": ("straat",),
    "huisnummer": ("huisnummer",),
    "bus": ("busnummer", "bus"),
    "adres": ("adres",),
    "postcode": ("postcode",),
    "gemeente": ("gemeente",),
    "soort": ("soortinstelling", "schoolsoort"),
    "hoofdstructuur": ("hoofdstructuur", "hs"),
    "hoofdzetel": ("hoofdzetel",),
}
"""Our name of a column -> the names the list may have for it, in small letters without spaces, hyphens, underscores."""

NEEDED = ("nummer", "naam")
LONGEST_NAME = 160
LARGEST = 8_000_000
"""Bytes of a list: that of all of Flanders has less than one million."""
MOST_LINES = 30_000
NUMBER = re.compile(r"0*[1-9][0-9]{0,5}")

NETS: tuple[tuple[str, str], ...] = (
    ("onafh", r"onafhankelijk|niet[- ]gesubsidieerd|privé"),
    ("go", r"\bgo!|gemeenschapsonderwijs|onderwijs van de vlaamse gemeenschap\b"),
    ("vrij", r"\bvrij\b"),
    ("off", r"\bofficieel|gemeentelijk|provinciaal|stedelijk|gemeenschapscommissie|\bogo\b"),
)
"""How we call a network -> how the list's name for it is known; the first that fits."""

STRUCTURES = {"311": "so_voltijds", "312": "dbso", "321": "buso"}
KINDS: tuple[tuple[str, str], ...] = (
    ("so_voltijds", r"\bgewoon secundair|\bvoltijds"),
    ("buso", r"\bbuitengewoon secundair|\bbuso\b"),
    ("dbso", r"\bdeeltijds|\bdbso\b"),
    ("leertijd", r"\bleertijd\b|\bsyntra\b"),
    ("duaal", r"\bdua(al|le)\b"),
)
"""How we call a kind of school -> how the list's words for it are known."""

NOT_SECONDARY = re.compile(r"basisonderwijs|basisschool|kleuter|\blager|\bhoger|volwassenen")
BASIC = re.compile(r"1[0-9]{2}")


class BadFile(ValueError):
    """The file as a whole is not the list; nothing was saved. The message is Dutch and says what to do."""


class Refused(ValueError):
    """One line cannot be used; the message says why."""


Told = Mapping[str, str]
"""What one line tells: our name of a column -> its text. A column that the list does not have is absent."""
Known = Mapping[tuple[str, str], Organisation]
"""(number, establishment) -> the school that is there."""


def lines(content: bytes) -> list[tuple[int, Told]]:
    """(number of the line in the file, what it tells); empty lines are passed over.

    :raises BadFile: when it is not such a list
    """
    return list(_lines(_text(content)))


def school_of(told: Told, seen: Mapping[tuple[str, str], int], known: Known, kind: str = "") -> Organisation:
    """The school that a line tells of: the one that is there with what the line changes, or a new one without an id.

    What the list has no column for stays as it is known.

    :param seen: the keys of earlier lines, with their numbers
    :param kind: of school, for a list that does not tell, such as 'so_voltijds'
    :raises Refused: when the line cannot be used
    """
    key = _key(told, seen)
    found = known.get(key) or Organisation(id="", soort="school", naam="", instellingsnummer=key[0], vestiging=key[1])
    return replace(
        found,
        naam=_name(told),
        net=_net(told) or found.net,
        schoolsoorten=_kinds(told) or found.schoolsoorten or ((kind,) if kind else ()),
        adres=_address(told, found.adres),
        postcode=told.get("postcode", found.postcode),
        gemeente=told.get("gemeente", found.gemeente),
        active=True,
    )


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise BadFile(f"Dit bestand is te groot: hoogstens {LARGEST // 1_000_000} MB. Is dit wel de lijst van scholen?")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise BadFile("Dit is geen csv-bestand. Download de lijst als csv, en bewaar ze niet eerst in een rekenblad.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        message = "Dit bestand is geen UTF-8. Download de lijst opnieuw, en bewaar ze niet eerst in een rekenblad."
        raise BadFile(message) from fault
    if not text.strip():
        raise BadFile("Dit bestand is leeg. Download de lijst opnieuw.")
    return text


def _lines(text: str) -> Iterator[tuple[int, Told]]:
    """(number of the line in the file, what it tells); empty lines are passed over.

    :raises BadFile: when the columns are not there, or the quotes do not match
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    columns: dict[int, str] = {}
    width, number, count = 0, 1, 0
    try:
        for row in reader:
            cells = [_clean(cell) for cell in row]
            if not columns:
                columns, width = _columns(cells), len(cells)
            elif any(cells):
                if count >= MOST_LINES:
                    raise BadFile(f"Dit bestand heeft meer dan {MOST_LINES} regels. Is dit wel de lijst van scholen?")
                count += 1
                told = {name: cells[at] if at < len(cells) else "" for at, name in columns.items()}
                yield number, told | ({"te_veel": "ja"} if any(cells[width:]) else {})
            number = reader.line_num + 1
    except csv.Error as fault:
        message = f"Kijk regel {number} na: de aanhalingstekens kloppen er niet. Er is niets bewaard."
        raise BadFile(message) from fault


def _clean(cell: str) -> str:
    """As `clean_line`, at once for what has nothing to clean: a list has some fifty thousand cells."""
    return cell.strip() if cell.isascii() and cell.isprintable() and "  " not in cell else clean_line(cell)


def _columns(header: list[str]) -> dict[int, str]:
    ours = {theirs: name for name, names in COLUMNS.items() for theirs in names}
    plain = [re.sub(r"[\s_-]", "", cell.lower()) for cell in header]
    found = {at: ours[name] for at, name in enumerate(plain) if name in ours}
    missing = [COLUMNS[name][0] for name in NEEDED if name not in found.values()]
    if missing:
        raise BadFile(
            f"Dit is niet de lijst van scholen: de kolom {' en '.join(missing)} ontbreekt. "
            "De eerste regel geeft de namen van de kolommen, gescheiden door puntkomma’s."
        )
    double = sorted({name for name in found.values() if list(found.values()).count(name) > 1})
    if double:
        raise BadFile(f"Deze kolom staat er twee keer: {', '.join(double)}. Hou er één over.")
    return found


def _key(told: Told, seen: Mapping[tuple[str, str], int]) -> tuple[str, str]:
    """Number and establishment. The main seat has no name of its own; another place goes by its address.

    :raises Refused: when the line does not tell, or tells what an earlier line told
    """
    if "te_veel" in told:
        raise Refused("Deze regel heeft meer kolommen dan de eerste regel. Kijk de puntkomma’s na.")
    number = told["nummer"]
    if not number:
        raise Refused("Het instellingsnummer ontbreekt.")
    if not NUMBER.fullmatch(number):
        raise Refused(f"“{number[:20]}” is geen instellingsnummer: dat heeft hoogstens zes cijfers.")
    main = told.get("hoofdzetel", "").lower() in ("", "true", "ja", "1", "j", "waar")
    place = ", ".join(part for part in (_address(told, ""), told.get("gemeente", "")) if part)
    if not main and not place:
        raise Refused("Het adres van deze vestiging ontbreekt.")
    key = (f"{int(number):06}", "" if main else place)
    if key in seen:
        raise Refused(f"Deze school staat al op regel {seen[key]}.")
    return key


def _name(told: Told) -> str:
    name = told["naam"]
    if not name:
        raise Refused("De naam van de school ontbreekt.")
    if len(name) > LONGEST_NAME:
        raise Refused(f"De naam is te lang: hoogstens {LONGEST_NAME} tekens.")
    return name


def _address(told: Told, known: str) -> str:
    street = " ".join(part for part in (told.get("straat", ""), told.get("huisnummer", "")) if part)
    if told.get("straat"):
        return f"{street} bus {told['bus']}" if told.get("bus") else street
    return told.get("adres", "" if "straat" in told else known)


def _net(told: Told) -> str:
    given = told.get("net", "").lower()
    return next((net for net, known in NETS if re.search(known, given)), "")


def _kinds(told: Told) -> tuple[str, ...]:
    """The kinds of secondary school that a line tells; none when it does not tell.

    :raises Refused: when it tells that this is no secondary school
    """
    codes = re.findall(r"\b[0-9]{3}\b", told.get("hoofdstructuur", ""))
    given = " ".join((told.get("soort", ""), told.get("hoofdstructuur", ""))).lower()
    found = {STRUCTURES[code] for code in codes if code in STRUCTURES}
    found |= {kind for kind, known in KINDS if re.search(known, given)}
    if not found and (any(BASIC.fullmatch(code) for code in codes) or NOT_SECONDARY.search(given)):
        raise Refused("Dit is geen school voor secundair onderwijs.")
    return tuple(kind for kind, _ in KINDS if kind in found)
