"""What is asked: the record types as data. One line here, one module, one .docx and one example make a record type."""

from forms.doelen import DOELEN
from forms.engagementen import ENGAGEMENTEN
from forms.evaluatie import EVALUATIE
from forms.indicatiestelling import INDICATIESTELLING
from forms.record_type import RecordType

RECORD_TYPES: dict[str, RecordType] = {
    one.slug: one
    for one in (
        INDICATIESTELLING,
        DOELEN,
        EVALUATIE,
        ENGAGEMENTEN,
    )
}
"""Slug -> record type, in the order of a trajectory."""
