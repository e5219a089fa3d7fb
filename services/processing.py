"""The register of processing (AVG, art. 30) and material for a DPIA (art. 35), as Word files.

Made from what the program itself asks, shows and keeps, so that they are true of the version that made them: questions,
readers and sources from forms/, terms from rules/retention.py, and how things stand from the settings of now. They are
meant to be written in, so they are neither sealed nor kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forms import RECORD_TYPES
from forms.amounts import plain_date
from forms.partij import PARTIJ
from forms.question import Question
from forms.rechten import VRAAG_OM_EEN_RECHT
from forms.record_type import RecordType, Step
from forms.repeat import Repeat
from forms.vraag_aan_clb import VRAAG_AAN_CLB
from services import administration, filling, opc, processing_words
from services.documents import ALONE, LOGO
from services.dossiers import organisation_name
from services.pictures import within
from services.platform import Platform, Who
from store import logos

REGISTER, DPIA = "verslagen/register.docx", "verslagen/dpia.docx"
FOR = "Naadloze flexibele trajecten (NAFT): aanmelden, doelen afspreken, evalueren en opvolgen"
WHY = "Kwetsbare minderjarigen, gezondheid en soms justitie, en gegevens die tussen organisaties gaan"


def register(platform: Platform, who: Who, version: str) -> bytes:
    """The register of one's own organisation; `version` is that of the program.

    :raises NotAllowed: for who is no administrator
    """
    return _filled(platform, who, REGISTER, "Register van verwerkingen", register_names(platform, who), version)


def dpia(platform: Platform, who: Who, version: str) -> bytes:
    """The material for a DPIA of one's own organisation; `version` is that of the program.

    :raises NotAllowed: for who is no administrator
    """
    return _filled(platform, who, DPIA, "Materiaal voor de DPIA", dpia_names(), version)


def _filled(platform: Platform, who: Who, template: str, title: str, names: dict[str, Any], version: str) -> bytes:
    administration.require(who)
    logo = logos.content(platform.db, who.organisation.id)
    text, largest = ALONE[LOGO]
    own = organisation_name(who.organisation)
    more = {
        "doc": {"titel": title, "dossiernummer": ""},
        "organisatie": own,
        "gemaakt": plain_date(platform.today()),
        "versie": version,
        LOGO: within(logo, largest, text.format(own)) if logo else "",
    }
    return opc.write_package(filling.fill((platform.templates / template).read_bytes(), names | more))


def register_names(platform: Platform, who: Who) -> dict[str, Any]:
    """What the template of the register is filled with, beside what every such file gets."""
    soort, words = who.organisation.soort, processing_words
    return {
        "verwerker": platform.settings.contact_naam or "[wie de server van Naadloos beheert]",
        "waarvoor": FOR,
        "wie": [
            _pair("Verantwoordelijke", f"{organisation_name(who.organisation)} ({words.ROLES.get(soort, soort)})"),
            _pair("Functionaris voor gegevensbescherming", "[naam, telefoon, e-mail]"),
            _pair("Betrokkenen", words.SUBJECTS),
            _pair("Grondslag", words.BASES.get(soort, "[vul aan]")),
            _pair("Bewaartermijn", words.TERMS.get(soort, "[vul aan]")),
            _pair("Doorgifte buiten de Europese Unie", "Geen door Naadloos [kijk na waar de server staat]"),
        ],
        "verwerkingen": [_of_type(one, soort) for one in RECORD_TYPES.values()] + list(_beside()),
        "uitleg_lezers": words.READERS_EXPLAINED,
        "vragen": [
            *(_asked(one.title, one.steps) for one in RECORD_TYPES.values()),
            _asked("Wie bij een dossier hoort", (PARTIJ,)),
            _asked("Vraag aan het CLB", (VRAAG_AAN_CLB,)),
            _asked("Vraag over een recht", (VRAAG_OM_EEN_RECHT,)),
        ],
        "maatregelen": list(_measures(platform, who)),
    }


def dpia_names() -> dict[str, Any]:
    """The same for the material for a DPIA."""
    words = processing_words
    return {
        "waarom": WHY,
        "stappen": [_pair(*one) for one in words.STEPS],
        "stromen": [{"van": start, "naar": to, "wat": what} for start, to, what in words.FLOWS],
        "gevoelig_uitleg": "Dit zijn de vragen waarbij het programma uitlegt waarom het ze stelt. "
        + words.READERS_EXPLAINED,
        "gevoelig": [
            {"waar": record_type.title, "vraag": question.label, "lezers": question.readers}
            for record_type in RECORD_TYPES.values()
            for _, _, question in record_type.questions()
            if question.why
        ],
        "risicos": [{"titel": one[0], "wat": one[1], "maatregel": one[2], "zelf": one[3]} for one in words.RISKS],
        "open": list(words.OPEN),
    }


def _pair(label: str, text: str) -> dict[str, str]:
    return {"kop": label, "tekst": text}


def _of_type(one: RecordType, soort: str) -> dict[str, Any]:
    asked = list(one.questions())
    files = "; ".join(f"{each.title}: {', '.join(_names(each.readers))}" for each in one.documents)
    kinds = {"clb": "CLB", "naft": "NAFT", "school": "school"}
    return {
        "titel": one.title,
        "doel": one.purpose or one.title,
        "regels": [
            _pair("Ingevuld door", ", ".join(kinds[each] for each in one.led_by)),
            _pair("Gelezen op het scherm door", ", ".join(_names(one.read_by))),
            _pair("Documenten en hun ontvangers", files),
            _pair("Gegevens", f"{len(asked)} vragen, waarvan {sum(bool(q.why) for *_, q in asked)} met uitleg waarom"),
            _pair("Bron", one.source),
            _pair("Bewaartermijn", processing_words.TERMS.get(soort, "[vul aan]")),
        ],
    }


def _names(letters: str) -> list[str]:
    from services.documents import READERS

    return [READERS[one] for one in letters if one in READERS]


def _beside() -> Iterator[dict[str, Any]]:
    for title, why, data, readers in processing_words.BESIDE:
        yield {"titel": title, "doel": why, "regels": [_pair("Gegevens", data), _pair("Gelezen door", readers)]}


def _asked(title: str, steps: tuple[Step, ...]) -> dict[str, Any]:
    return {"titel": title, "rijen": [row for step in steps for item in step.items for row in _rows(item)]}


def _rows(item: Question | Repeat) -> Iterator[dict[str, str]]:
    if isinstance(item, Question):
        yield {"vraag": item.label, "lezers": item.readers, "bron": item.source}
        return
    for one in item.of:
        yield {"vraag": f"{item.label}: {one.label}", "lezers": one.readers, "bron": one.source}


def _measures(platform: Platform, who: Who) -> Iterator[dict[str, str]]:
    """How it stands here and now, as far as the program can tell."""
    demanded = "Verplicht voor iedereen" if who.organisation.second_factor else "Niet verplicht voor iedereen"
    yield _pair("Aanmelden", f"Wachtwoord met een rem op pogingen. Tweede stap: {demanded.lower()}.")
    yield _pair("Toegang", "Enkel voor organisaties die partij zijn, per vraag beperkt tot haar lezers.")
    yield _pair("Logboek", "Elke blik, wijziging en ophaling, ook een geweigerde. Alleen toe te voegen.")
    sealed = "Aan" if platform.seal else "Uit"
    yield _pair("Verzegeling van documenten", f"{sealed}. Gebeurtenissen vormen een keten die na te rekenen is.")
    kept = "Aan" if getattr(platform.db, "is_keyed", False) else "Uit"
    yield _pair("Versleuteling van de database", f"{kept}.")
    yield _pair("Netwerk", "Enkel over https, zonder inhoud van andere websites en zonder trackers.")
    yield _pair("Vernietigen", "Voorstel na de termijn, met een tweede persoon. Nummer, datums en keten blijven.")
