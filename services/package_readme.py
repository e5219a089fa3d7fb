"""What is in a package for a pupil file, by name; and the page in it that says so, for who opens it in ten years."""

from __future__ import annotations

from collections.abc import Collection

from rules.readers import letter_of
from services.documents import READERS

LIST, SIGNATURE = "controlegetallen.txt", "controlegetallen.txt.sig"
README, SUMMARY, SCHEMA_FILE, CERTIFICATES = "LEESMIJ.txt", "samenvatting.json", "pakket.schema.json", "zegel.pem"
DOCUMENTS, EVIDENCE, COPY = "documenten/", "bewijs/", "afschrift.docx"

_WHOLE = """DOCUMENTEN VAN EEN NAFT-TRAJECT

Dossier {number}. Dit pakket is gemaakt voor: {reader}.

WAT ZIT ERIN

{contents}

BEWAREN

Voeg dit zip-bestand toe aan het leerlingendossier zoals het is. Kan daar geen zip-bestand in, voeg dan de
bestanden uit de map documenten toe, elk apart.
Er staan gegevens van minderjarigen in. Bewaar en verstuur het zoals u met het dossier zelf doet.

NAKIJKEN MET NAADLOOS

Ga naar {page}
Kies dit zip-bestand en druk op Controleer. Is het groter dan 9 MB, kies dan de documenten een voor een.

NAKIJKEN ZONDER NAADLOOS

Pak het zip-bestand uit en open in die map een terminal.

  sha256sum -c {list}

Dat zegt of elk bestand is zoals het in de lijst staat.
{proof}
"""
_SIGNED = """
  openssl x509 -in {certificates} -noout -fingerprint -sha256

Dat toont de vingerafdruk van het certificaat. Vergelijk die met de vingerafdruk die u van het CLB kreeg, of met
die op de pagina hierboven. Klopt ze niet, stop dan hier.

  openssl x509 -in {certificates} -noout -pubkey > sleutel.pem
  openssl dgst -sha256 -verify sleutel.pem -signature {signature} {list}

Dat zegt of de lijst van Naadloos is. Wie een bestand verving en de lijst aanpaste, wordt hier ontdekt."""
_UNSIGNED = """
De lijst is niet ondertekend. Ze toont dat een bestand beschadigd is, niet dat iemand het verving: controleer
daarvoor de documenten een voor een."""
_CONTENTS = {
    COPY: "wat in dit afschrift zit en wat niet, om te lezen",
    DOCUMENTS: "de documenten zoals ze ondertekend zijn, om te lezen",
    EVIDENCE: "van elk document wie wanneer en hoe antwoordde, voor een computer",
    SUMMARY: "de antwoorden en handtekeningen bij elkaar, voor een computer",
    SCHEMA_FILE: "hoe die samenvatting in elkaar zit",
    LIST: "van elk bestand een controlegetal (SHA-256)",
    SIGNATURE: "de handtekening van Naadloos bij die lijst",
    CERTIFICATES: "waarmee die handtekening en de zegels na te kijken zijn",
}


def readme(number: str, reader: str, address: str, names_in: Collection[str], *, signed: bool) -> str:
    """The page, in Dutch, of the package of a dossier for a reader.

    :param address: where the platform is found, '' for nowhere
    :param names_in: the names of the other files in it
    :param signed: whether the list of checksums is
    """
    there = {*names_in, LIST, *([SIGNATURE] if signed else [])}
    contents = {one: what for one, what in _CONTENTS.items() if any(name.startswith(one) for name in there)}
    names = {"list": LIST, "signature": SIGNATURE, "certificates": CERTIFICATES}
    return _WHOLE.format(
        number=number,
        reader=READERS[letter_of(reader)],
        contents="\n".join(f"  {name:<26}{what}" for name, what in contents.items()),
        page=f"{address.rstrip('/')}/controle" if address else "de pagina Controleer een document van Naadloos.",
        proof=(_SIGNED if signed else _UNSIGNED).format(**names),
        **names,
    )
