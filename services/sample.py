"""What a template is filled with to try it or to look at it: a document about people who do not exist."""

from __future__ import annotations

import functools
from typing import Any

from forms import RECORD_TYPES
from forms.record_type import RecordType
from rules.capacity import Capacity
from rules.readers import Sharing
from services import sample_answers, sample_version
from services.demo_people import PLACES
from services.documents import READERS
from services.extra_documents import EXTRA
from services.sample_names import sample_names
from services.sample_version import Answer, SampleVersion

SHARED = Sharing(school=True, parents=True, capacity=Capacity.VERMOED_BEKWAAM)
ANSWERS = (
    Answer("akkoord", {"method": "account"}, drawn=True),
    Answer("akkoord", {"method": "account"}),
    Answer("akkoord", {"method": "tablet"}, drawn=True),
    Answer("akkoord", {"method": "tablet", "remark": "Het kleine lokaal is rustig; dat mag zo blijven."}, drawn=True),
    Answer("kennisname", {"method": "account"}),
    Answer(missing="Twee keer uitgenodigd, op 12 en 16 november; niet bereikt."),
)
"""What who is asked to sign answers, in turn."""


ON_PAPER = "papier"
"""What stands for a code of the page behind a printed copy (services/paper_word.py)."""

PAPER = {
    "code": "K7M2 9QXD 4E",
    "naam": "Kobe Vermeulen",
    "rol": "Leerling",
    "organisatie": "",
    "jij": True,
    "verklaring": "Ik heb dit gelezen.",
    "besluiten": ["Ik ga akkoord", "Ik teken niet"],
    "gastheer": "Younes Amrani",
    "gastplaats": "vzw Kantelpunt",
}


class NoSuchDocument(KeyError):
    """No record type, and nothing beside them, has a document of this code."""


def sample(code: str, reader: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What the template of a document ('D2', ON_PAPER) gets for a reader by letter: names, and pictures by their id.

    As documents really get them: what that reader may not see is not in them, everything else is filled in.

    :raises NoSuchDocument: when nothing has that code
    """
    for record_type in RECORD_TYPES.values():
        for one in record_type.documents:
            if one.code == code:
                version = _version(record_type.slug, sample_answers.told_in(one.when))
                return version.names(one, reader), {name: _signature(name) for name in version.drawn}
    for extra in EXTRA:
        if extra.code == code:
            return sample_names(code, extra.title, reader, extra.lezer or READERS[reader]), {}
    if code == ON_PAPER:
        names, pictures = sample("D2", reader)
        return {**names, "papier": PAPER, "qr": "qr"}, {**pictures, "qr": _signature("qr")}
    raise NoSuchDocument(code)


@functools.cache
def _version(slug: str, story: str) -> SampleVersion:
    record_type = RECORD_TYPES[slug]
    scope = sample_answers.scope_of(slug, story)
    return sample_version.frozen(
        record_type,
        sample_answers.answers_of(slug, story),
        scope,
        SHARED,
        ANSWERS,
        _leading(record_type),
    )


def _leading(record_type: RecordType) -> str:
    """The organisation whose letterhead it gets."""
    return next(one.naam for one in PLACES.values() if one.soort == record_type.led_by[0])


@functools.cache
def _signature(name: str) -> bytes:
    from services.demo_pen import signature_of
    from services.signature_image import redraw

    return redraw(signature_of(name))
