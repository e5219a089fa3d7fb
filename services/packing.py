"""Packages that are too large to be made while a page waits: made in the background, for who asks, and kept a day.

A small one is made at once. How large one will be is known before it is made: by what its files weigh. A package is
found back only while exactly the same would go into it: what it holds, for whom, is worked out anew each time, with the
rights of now (ADR 0051).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from rules.access import Action
from rules.readers import letter_of
from services import handing_out, package, products
from services.documents import READERS, ascii_only
from services.dossiers import File, file_of
from services.jobs import Failed, Progress
from services.platform import NotAllowed, NotFound, Platform, Who
from services.products import Making
from store import events, pdfs
from store.documents import Document
from store.jobs import Job

KIND = "pakket"
"""Of its jobs; their subject is the id of the dossier."""
ZIP = "application/zip"
LIGHT = 2_000_000
"""Bytes of Word files and PDFs that are packed while a page waits: some fifty milliseconds of processor time."""
NOTHING = "U kunt deze documenten niet meer ophalen."
CHANGED = "Er veranderde intussen iets aan de documenten. Vraag het pakket opnieuw."
UNCHANGING = ("document.fetched", "document.pdf_made", "right.copied", "right.closed")
"""Events that change nothing of what is in a package, but for PDFs, which are looked at themselves."""

What = Literal["alles", "overdracht"]


@dataclass(frozen=True, slots=True)
class Pack:
    """What goes into a package: all of one reader, or what is handed over."""

    what: What
    reader: str
    chosen: tuple[Document, ...]
    filename: str


def bundle(platform: Platform, who: Who, file: File, reader: str) -> Pack:
    """All files of one reader.

    :raises NotFound: when this person may not fetch that reader's copies
    """
    return _all_of(file, reader, handing_out.all_of(platform, who, file, reader))


def transfer(platform: Platform, who: Who, file: File) -> Pack:
    """What is handed over to a next provider.

    :raises NotFound: when nothing was handed over, or not for this organisation
    """
    chosen = handing_out.all_handed_over(platform, who, file)
    return Pack("overdracht", chosen[0].reader, tuple(chosen), f"{file.dossier.number}_overdrachtsbundel.zip")


def is_heavy(platform: Platform, chosen: Sequence[Document]) -> bool:
    """Whether packing these takes longer than a page may."""
    beside = pdfs.of_documents(platform.db, [one.id for one in chosen])
    return sum(one.size for one in chosen) + sum(one.size for one in beside.values()) > LIGHT


def heavy_ones(platform: Platform, file: File, listed: Sequence[Document]) -> dict[str, Pack]:
    """Of which readers the package is heavy, among the files that a person may fetch."""
    if not is_heavy(platform, listed):
        return {}
    by_reader = groupby(sorted(listed, key=lambda one: one.reader), key=lambda one: one.reader)
    found = {reader: list(group) for reader, group in by_reader}
    return {reader: _all_of(file, reader, group) for reader, group in found.items() if is_heavy(platform, group)}


def making(platform: Platform, who: Who, file: File, pack: Pack) -> Making:
    """How it is with a package that is heavy."""
    return products.making(platform, who, KIND, file.dossier.id, _mark(platform, who, file, pack))


def ask(platform: Platform, who: Who, file: File, pack: Pack) -> None:
    """Have it made, for this person; not again while it is there."""
    context = {"wat": pack.what, "lezer": pack.reader}
    products.ask(platform, who, KIND, file.dossier.id, _mark(platform, who, file, pack), context)


def fetch(platform: Platform, who: Who, file: File, pack: Pack) -> bytes | None:
    """The package; None when it is still to be made. That its files were fetched is recorded, now."""
    if not is_heavy(platform, pack.chosen):
        return handing_out.packed(platform, who, file, pack.reader, list(pack.chosen))
    content = products.content(platform, making(platform, who, file, pack))
    if content is not None:
        handing_out.handed_out(platform, who, file, list(pack.chosen), content)
    return content


def make(platform: Platform, job: Job) -> None:
    """The work of the job.

    :raises Failed: when who asked may no longer have it, or it would be another than was asked for
    """
    who = products.who_asked(platform, job)
    try:
        file = file_of(platform, who, job.subject, Action.PACK)
        own = job.context["wat"] == "alles"
        pack = bundle(platform, who, file, job.context["lezer"]) if own else transfer(platform, who, file)
    except (NotFound, NotAllowed) as fault:
        raise Failed(NOTHING) from fault
    if _mark(platform, who, file, pack) != job.mark:
        raise Failed(CHANGED)
    content = package.build(platform, file, pack.reader, pack.chosen, told=Progress(platform, job))
    products.keep(platform, job, pack.filename, ZIP, content)


def _all_of(file: File, reader: str, chosen: Sequence[Document]) -> Pack:
    name = ascii_only(READERS.get(letter_of(reader), "").split(" ")[0])
    return Pack("alles", reader, tuple(chosen), f"{file.dossier.number}_{name}.zip")


def _mark(platform: Platform, who: Who, file: File, pack: Pack) -> str:
    return mark_of(platform, who, file, pack.chosen, pack.what, pack.reader)


def mark_of(platform: Platform, who: Who, file: File, chosen: Sequence[Document], *more: str) -> str:
    """What tells a package of these files for this person, as the dossier stands, from any other."""
    beside = pdfs.of_documents(platform.db, [one.id for one in chosen])
    hashes = sorted([one.sha256 for one in chosen] + [one.sha256 for one in beside.values()])
    stands = events.last_but(platform.db, file.dossier.id, UNCHANGING)
    seal = platform.seal.sha256 if platform.seal else ""
    return products.mark_of(who, str(stands), seal, *more, *hashes)
