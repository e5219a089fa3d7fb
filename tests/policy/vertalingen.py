"""The catalogues translations/*.po: every fixed text that a pupil or parent may read, with its translation.

That is what stands in their documents, on their pages (`_("...")` in templates and views) and in their mails (`said`
and `translated` in services), and the tables of texts that one of these takes from elsewhere.

`python -m tests.policy.vertalingen` says whether they are complete. With `--write` it puts new texts in, to be
translated by hand, and takes out those that are gone; translations that are there stay.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator
from io import BytesIO

from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from forms import RECORD_TYPES
from forms.amounts import DAYS, Number, Schedule
from forms.choices import Choice, Choices
from forms.partij import ROLE_LABELS
from forms.question import Question
from forms.record_type import RecordType
from forms.repeat import Repeat
from rules import national_number
from rules.sharing import AT_HOME
from services import mail_words, round_news, rounds, sending_back, signature_image, signing, unsigned, verifying
from services.annex_texts import FIXED, RIGHTS
from services.extra_documents import EXTRA
from services.letter import GREETING
from services.titles import LAST
from services.translation_annex import LEFT_OUT, PARTS
from services.translations import CATALOGUES, LANGUAGES
from views import errors, signing_round, verify
from views import link as views_link
from views import signing as views_signing

COMMAND = ".venv/bin/python -m tests.policy.vertalingen --write"
FOR_HOME = (round_news.REPLIED,)
"""The kinds of mail of that table that go to who has no account; the others go to professionals."""
IN_CALLS = (
    ("templates/*.html", "jinja2.ext:babel_extract", ("_",)),
    ("views/*.py", "python", ("_", "gettext")),
    ("app.py", "python", ("gettext",)),
    ("services/mail_words.py", "python", ("said", "translated")),
)
"""Files, how they are read, and what is called in them with a text as its first argument."""
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


ROOT = CATALOGUES.parent
AT_WORK = {"Decided", "NotComplete", "NotReady", "OfficeMissing", "OtherPerson", "Stale", "TooSoon"}
"""Errors of errors.ERRORS that nobody meets who has no account."""

TABLES: dict[str, tuple[Collection[str], ...]] = {
    "views/errors.py": (
        [
            text
            for kind, one in errors.ERRORS.items()
            if str(getattr(kind, "__name__", "")) not in AT_WORK
            for text in one[1:]
        ],
        (errors.FAILED, errors.AGAIN, errors.BROKEN),
    ),
    "rules/national_number.py": ([national_number.WARNING],),
    "services/mail_words.py": ([text for kind in FOR_HOME for text in mail_words.SHORT[kind]], [mail_words.ALSO]),
    "services/letter.py": ([GREETING],),
    "services/rounds.py": (rounds.DECISION_LABELS.values(),),
    "services/sending_back.py": ((sending_back.CHOOSE_SECTION, sending_back.WRITE_WHY, sending_back.AS_A_WHOLE),),
    "services/signature_image.py": ([signature_image.DRAW],),
    "services/signing.py": (signing.METHODS.values(), (signing.CHOOSE, signing.SHORTER, signing.TYPE_OR_DRAW)),
    "services/unsigned.py": (unsigned.GONE,),
    "services/verifying.py": ((verifying.SOMEBODY, verifying.NOT_SIGNED),),
    "services/titles.py": ([one.title for one in EXTRA],),
    "forms/partij.py": (ROLE_LABELS.values(),),
    "views/signing.py": (views_signing.CHOICES.values(), [views_signing.WHOLE_TEXT]),
    "views/signing_round.py": ((signing_round.HANDED_OVER, signing_round.I_AM),),
    "views/link.py": ([views_link.SCAN],),
    "views/verify.py": ((verify.NOTHING, verify.NO_HASH, verify.TOO_LARGE, verify.TOO_OFTEN),),
}
"""Module -> texts in it that are translated under a name."""


def fixed_texts() -> dict[str, str]:
    """Dutch text -> where it was first met, in the order of the records."""
    found: dict[str, str] = {}
    for place, text in _texts():
        if text:
            found.setdefault(text, place)
    return found


def _texts() -> Iterator[tuple[str, str]]:
    yield from (("services/annex_texts.py", one) for one in FIXED)
    yield from (("services/annex_texts.py", one) for several in RIGHTS.values() for pair in several for one in pair)
    yield from (("forms/amounts.py", one) for one in (*DAYS, *PARTS))
    yield from (("forms/choices.py", one) for one in ("Ja", "Nee"))
    yield from (("forms/partij.py", ROLE_LABELS[one]) for one in AT_HOME)
    for slug, record_type in RECORD_TYPES.items():
        yield from ((slug, one) for one in (record_type.title, record_type.declaration))
        yield from ((slug, one.title) for one in record_type.documents if {*one.readers} & {*"LO"})
        yield from _asked(record_type)
        yield from ((slug, one.title) for one in record_type.documents)
    yield "evaluatie", LAST
    for module, tables in TABLES.items():
        yield from ((module, one) for several in tables for one in several)
    yield from _called()


def _called() -> Iterator[tuple[str, str]]:
    """What stands in a call that translates it."""
    for files, method, names in IN_CALLS:
        for path in sorted(ROOT.glob(files)):
            content = path.read_bytes()
            if not any(f"{name}(".encode() in content for name in names):
                continue
            for _, text, *_ in extract(method, BytesIO(content), dict.fromkeys(names), (), {"silent": "false"}):
                assert isinstance(text, str), f"{path.name}: {text}: one form is enough"
                yield str(path.relative_to(ROOT)), text


def _asked(record_type: RecordType) -> Iterator[tuple[str, str]]:
    """What is asked of which a pupil or parent may read the answer."""
    for step in record_type.steps:
        place = f"{record_type.slug}/{step.slug}"
        texts: list[str] = []
        for item in step.items:
            asked = [one for one in (item.of if isinstance(item, Repeat) else (item,)) if at_home(one)]
            texts += [item.item] if isinstance(item, Repeat) and asked else []
            texts += [text for one in asked for text in _words(one)]
        yield from ((place, one) for one in (step.title, step.short, *texts) if texts)


def at_home(question: Question) -> bool:
    """Whether a pupil or parent may ever read the answer in the annex."""
    audience = question.audience
    read = {*audience.always, *audience.conditional} & {*"LO"}
    return bool(read) and not audience.owner and question.printed and question.name not in LEFT_OUT


def _words(question: Question) -> Iterator[str]:
    yield question.label
    if isinstance(question, Choice | Choices):
        yield from question.choices.values()
    elif isinstance(question, Number):
        yield from (question.unit, question.one)
    elif isinstance(question, Schedule):
        yield from (label for _, label in question.places)


def kept(language: str) -> dict[str, Message]:
    """What a catalogue has now, by its Dutch text."""
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return {str(one.id): one for one in read_po(file) if one.id}


def renewed(language: str, now: dict[str, Message]) -> str:
    """The text of a catalogue with all that has to be in it, and the translations that it has."""
    lines = [HEADER.format(language=LANGUAGES[language].replace("-", "_"))]
    for text, place in fixed_texts().items():
        there = now.get(text)
        fuzzy = "#, fuzzy\n" if there is not None and there.fuzzy else ""
        string = str(there.string) if there is not None else ""
        lines.append(f"#. {place}\n{fuzzy}msgid {_quoted(text)}\nmsgstr {_quoted(string)}\n")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def faults(language: str) -> list[str]:
    """What is missing in a catalogue, still to be looked at, or no longer used."""
    there, wanted = kept(language), fixed_texts()
    missing = [f"missing: {one}" for one in wanted if one not in there or not there[one].string]
    unsure = [f"fuzzy: {one}" for one, message in there.items() if message.fuzzy]
    return [*missing, *unsure, *(f"no longer used: {one}" for one in there if one not in wanted)]


def main(arguments: list[str]) -> int:
    """0 when every catalogue is complete."""
    wrong = []
    for language in LANGUAGES:
        path = CATALOGUES / f"{language}.po"
        if "--write" in arguments:
            path.write_text(renewed(language, kept(language) if path.exists() else {}), "utf-8")
        wrong += [f"{path.name}: {one}" for one in faults(language)]
    sys.stdout.write("\n".join([*wrong, "" if wrong else "complete\n"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
