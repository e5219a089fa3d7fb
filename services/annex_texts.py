"""The fixed Dutch texts of the annex with a translation (services/translation_annex.py), keys of the catalogues.

What pupil and parents may do stands in the Dutch summaries in nearly the same words.
"""

from __future__ import annotations

from collections.abc import Mapping

CODE = "V"
TITLE = "Vertaling - enkel ter informatie"
MARK = "Vertaling - enkel ter informatie. Alleen het Nederlands geldt."
FREE = "Vaste teksten zijn vertaald. Namen, en wat iemand zelf schreef, staan hier zoals ze geschreven zijn."
TERMS = (
    "CLB is het centrum voor leerlingenbegeleiding. NAFT is een naadloos flexibel traject: hulp voor leerlingen bij "
    "wie het op school moeilijk loopt."
)
SOURCE = "Hoort bij:"
VERSION = "versie"
SIGNED = "Wie ondertekent, verklaart dit"
COMPLAINTS = (
    "Bij het CLB of bij NAFT zelf, bij de JO-lijn (gratis nummer 0800 900 33) of bij de Klachtenlijn van het "
    "Kinderrechtencommissariaat (kinderrechten.be)."
)
RIGHTS_OF: Mapping[str, str] = {"L": "Jouw rechten", "O": "Uw rechten"}
"""Letter of a reader -> what stands above the rights."""

RIGHTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "L": (
        ("Je mag nee zeggen.", "Je mag weigeren te tekenen. Je hoeft geen reden te geven. Van gedacht veranderen mag."),
        ("Je hebt recht op uitleg.", "In woorden die je begrijpt, met een tolk als dat nodig is."),
        (
            "Je mag je dossier inkijken en een kopie vragen.",
            "Klopt er iets niet? Dan mag je vragen om het te verbeteren of je eigen verhaal toe te voegen.",
        ),
        (
            "Je mag een vertrouwenspersoon meebrengen.",
            "Dat is een volwassene die je zelf kiest en die niet zelf bij de hulp betrokken is.",
        ),
        (
            "Je mag een klacht indienen.",
            COMPLAINTS,
        ),
    ),
    "O": (
        ("U mag nee zeggen.", "U mag weigeren te tekenen. U hoeft geen reden te geven. Van gedacht veranderen mag."),
        ("U hebt recht op uitleg.", "In woorden die u begrijpt, met een tolk als dat nodig is."),
        (
            "U mag inkijken wat voor u bestemd is. U mag er een kopie van vragen.",
            "Klopt er iets niet? Dan mag u vragen om het te verbeteren of uw eigen verhaal toe te voegen.",
        ),
        (
            "U mag een vertrouwenspersoon meebrengen. Uw kind mag dat ook.",
            "Het is een volwassene die niet zelf bij de hulp betrokken is.",
        ),
        (
            "U mag een klacht indienen.",
            COMPLAINTS,
        ),
    ),
}
"""Letter of a reader -> what that reader may do (decreet rechtspositie minderjarige): in short, and what it means."""
FIXED = (TITLE, MARK, FREE, TERMS, SOURCE, VERSION, SIGNED, *RIGHTS_OF.values())
"""All but the rights."""
