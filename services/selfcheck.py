"""Everything that is looked at, as data: one line a check. The first that fails says most."""

from __future__ import annotations

from services import health_content as content
from services import health_house as about
from services import health_replica as copies
from services import health_work as work
from services.health import ORDER, Check, House, Level, Line, look

CHECKS = (
    Check(name="database", label="Database", quick=content.pages_quick, whole=content.pages, on_page=False),
    Check(name="program", label="Programma", quick=about.program),
    Check(name="versions", label="Python en SQLite", quick=about.versions),
    Check(name="disk", label="Schijf", quick=about.disk),
    Check(name="keys", label="Map en sleutels", quick=about.keys, needs_database=False),
    Check(name="encryption", label="Versleuteling", quick=about.encryption, needs_database=False),
    Check(name="clock", label="Klok", quick=about.clock),
    Check(name="mail", label="Mail", quick=work.mail),
    Check(name="jobs", label="Werk op de achtergrond", quick=work.jobs),
    Check(name="reminders", label="Herinneringen", quick=work.reminders),
    Check(name="seal", label="Zegel", quick=about.seal, needs_database=False),
    Check(name="second_step", label="Tweede stap bij het aanmelden", quick=about.second_step),
    Check(name="chain", label="Keten van gebeurtenissen", quick=content.chain_quick, whole=content.chain),
    Check(name="references", label="Verwijzingen", whole=content.references),
    Check(name="states", label="Standen van trajecten", whole=content.states),
    Check(name="files", label="Bestanden en handtekeningen", whole=content.files),
    Check(name="search", label="Lijsten en zoeken", whole=content.search),
    Check(name="destroyed", label="Vernietiging", quick=content.destroyed),
    Check(name="templates", label="Word-sjablonen", whole=content.templates),
    Check(name="office", label="PDF’s", quick=about.libreoffice, needs_database=False),
    Check(name="backup", label="Back-up", quick=about.backup),
    Check(name="replica", label="Kopie die meteen volgt", quick=copies.check),
)
CODES: dict[Level, int] = {"goed": 0, "let_op": 1, "mis": 2}
"""Exit codes, for monitoring."""


def run(house: House, *, whole: bool) -> list[Line]:
    """All of it; quick looks alone unless `whole`."""
    return list(look(house, CHECKS, whole=whole))


def on_page(house: House) -> list[Line]:
    """What the page shows: quick, and without what cannot fail while a page is made."""
    return list(look(house, [one for one in CHECKS if one.on_page]))


def code(lines: list[Line]) -> int:
    """0 when all is well, 1 when somebody should look, 2 when something is wrong."""
    return max((CODES[one.level] for one in lines), default=CODES[ORDER[0]])
