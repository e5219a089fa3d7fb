"""Everything a record type is written with: the kinds of question, repeats, steps, conditions and demands."""

from forms.amounts import Date, Moment, Number, Schedule
from forms.choices import Choice, Choices, Reference, YesNo
from forms.conditions import When
from forms.demands import CountIs, Different, EachOf, InItems, NotAfter, NotBefore, SumIs
from forms.people import Organisation, Person, Persons
from forms.question import Prefill
from forms.record_type import Document, RecordType, Step
from forms.repeat import Repeat
from forms.texts import Email, Name, Phone, Postcode, Text

__all__ = [
    "Choice",
    "Choices",
    "CountIs",
    "Date",
    "Different",
    "Document",
    "EachOf",
    "Email",
    "InItems",
    "Moment",
    "Name",
    "NotAfter",
    "NotBefore",
    "Number",
    "Organisation",
    "Person",
    "Persons",
    "Phone",
    "Postcode",
    "Prefill",
    "RecordType",
    "Reference",
    "Repeat",
    "Schedule",
    "Step",
    "SumIs",
    "Text",
    "When",
    "YesNo",
]
