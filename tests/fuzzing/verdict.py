"""What may never come of a request: a fault, a leak, live markup, a changed record."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import ParserError
from lxml.html import document_fromstring

from tests.fuzzing.ground import INSIDE, SAID, Ground
from tests.fuzzing.nasty import MARK
from tests.fuzzing.sending import Answer, Asked
from tests.fuzzing.watch import Changed

INNER = re.compile(
    rb"Traceback|sqlite|sqlcipher|OperationalError|IntegrityError|site-packages|File &#34;|jinja2|werkzeug"
    rb"|<built-in|<bound method|<function| object at 0x|/work/|/tmp/|/root/|\.pyenv|1343433",
    re.IGNORECASE,
)
"""Of the machine and the program; and the answer to a sum that was typed as text."""
OF_ONE = {
    "GEHEIM-VAN-HET-CLB": frozenset({"an", "floor"}),
    "GEHEIM-VAN-NAFT": frozenset({"younes", "lieve", "mo"}),
}
"""Notes that stay in one house."""
ASKING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
KEPT_BY_LOOKING: dict[str, str] = {
    "access_log": "every look at a dossier, and every refusal, is on record",
    "wide_act": "so is every list",
    "session": "when it was last used; one that ended goes",
    "presence": "who has a form open is told to who else opens it",
    "sign_in_attempt": "guessed tokens of links are counted",
}
"""What may change although nothing was posted, and why."""
KEPT_WHEN_REFUSED: dict[str, str] = KEPT_BY_LOOKING | {
    "sign_in_attempt": "wrong passwords and codes are counted",
}
"""The same for what is refused."""
KEPT_BY_PAGE: dict[str, dict[str, str]] = {
    "document.fetch": {"event": "handing out is an act", "event_data": "and tells to whom"},
    "document.bundle": {"event": "handing out is an act", "event_data": "and tells to whom"},
    "document.transfer": {"event": "handing out is an act", "event_data": "and tells to whom"},
    "second_step.set_up_page": {"second_factor": "an app that is being added, and counts for nothing yet"},
    "link.enter": {"link": "wrong codes are counted", "event": "and lock it", "event_data": "and lock it"},
    "second_step.confirm": {"second_factor": "an app that is being added, and counts for nothing yet"},
}
"""What single pages keep, asked or refused."""
TELLS_OF_THE_MACHINE = {"platform.health_page": "SQLite"}
"""A page for who keeps the server running."""
DRAFTS = frozenset({"record.save", "record.keep"})
"""A draft is kept with what is wrong in it (ADR 0013)."""
ABOUT_OTHERS = frozenset({"access_log", "emergency", "mail", "event_data", "sought"})
"""Of a dossier that somebody is no part of: the line of a refusal, opening it in an emergency, and what was looked for,
of which nobody can tell whom it names.
"""
OF_THE_PLATFORM, OF_THE_HOUSE = "bo", "lieve"
OWNER: dict[str, str] = {
    "account": "id",
    "session": "account_id",
    "second_factor": "account_id",
    "recovery_code": "account_id",
    "known_device": "account_id",
    "identity": "account_id",
    "preference": "account_id",
    "calendar_feed": "account_id",
    "address_change": "account_id",
    "organisation": "id",
    "house_template": "organisation_id",
    "logo": "organisation_id",
    "setting": "name",
    "school_list": "id",
}
"""Table -> the column that says whose a row is."""
SLOW = 6.0
"""Seconds of the processor."""


def wrong(ground: Ground, asked: Asked, answer: Answer, changed: Changed, others: dict[str, list[str]]) -> list[str]:
    """Each thing that is wrong, as `kind: what`."""
    found = _fault(ground, answer)
    found += [f"leak: {one}" for one in _leaks(ground, asked, answer)]
    found += [f"markup: {one}" for one in _live(asked, answer)]
    found += [f"header: {one}" for one in _headers(answer)]
    found += [f"changed: {one}" for one in _changes(ground, asked, answer, changed, others)]
    if answer.seconds > SLOW:
        found.append(f"slow: {answer.seconds:.1f} s")
    return found


def _fault(ground: Ground, answer: Answer) -> list[str]:
    found = [f"fault: {_where(one)}" for one in ground.faults]
    ground.faults.clear()
    return found or ([f"fault: status {answer.status}"] if answer.status >= 500 else [])


def _where(fault: BaseException) -> str:
    """The kind of an exception and where in our own code it came up."""
    import traceback

    frames = traceback.extract_tb(fault.__traceback__)
    own = [
        one for one in frames if any(f"/{name}/" in one.filename for name in ("views", "services", "store", "forms"))
    ]
    at = [f"{one.filename.rsplit('/', 2)[-2]}/{one.filename.rsplit('/', 1)[-1]}:{one.lineno}" for one in own[-2:]]
    deep = f" ({frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno})" if frames else ""
    if not frames:
        return f"the log says {fault}"
    return f"{type(fault).__name__} in {' < '.join(reversed(at))}{deep}"


def _leaks(ground: Ground, asked: Asked, answer: Answer) -> list[str]:
    told = answer.body
    if told.startswith(b"PK\x03\x04"):
        told = _unpacked(told)
    told += repr(answer.headers).encode()
    found = [one.decode("utf-8", "replace") for one in INNER.findall(told)]
    sent = repr(asked)
    found = [one for one in found if one not in sent and one != TELLS_OF_THE_MACHINE.get(asked.endpoint)]
    for which, inside in INSIDE.items():
        if asked.who not in inside:
            words = (*SAID[which], ground.cases[which].id)
            found += [one for one in words if one.encode() in told and one not in sent]
    found += [word for word, readers in OF_ONE.items() if asked.who not in readers and word.encode() in told]
    return found


def _unpacked(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return b"\n".join(packed.read(name) for name in packed.namelist())
    except zipfile.BadZipFile:
        return content


def _live(asked: Asked, answer: Answer) -> list[str]:
    if MARK.encode() not in answer.body or not answer.header("Content-Type").startswith("text/html"):
        return []
    try:
        tree: Any = document_fromstring(answer.body.decode("utf-8", "replace"))
    except (ParserError, ValueError):
        return ["a page that cannot be read"]
    scripts = [one for one in tree.iter("script", "style") if MARK in (one.text or "")]
    handlers = tree.xpath("//@*[starts-with(name(), 'on')]")
    links = [
        one for one in tree.xpath("//@href | //@src | //@action | //@formaction") if MARK in one and ":" in one[:14]
    ]
    return [repr(one)[:120] for one in (*scripts, *handlers, *links)]


def _headers(answer: Answer) -> list[str]:
    found = []
    if "default-src 'none'" not in answer.header("Content-Security-Policy"):
        found.append("no Content-Security-Policy")
    if answer.header("X-Content-Type-Options") != "nosniff":
        found.append("no nosniff")
    if answer.header("Access-Control-Allow-Origin"):
        found.append("open to other sites")
    target = urlsplit(answer.header("Location").replace("\\", "/"))
    if target.netloc or target.scheme:
        found.append(f"leads away: {answer.header('Location')[:100]}")
    kind = answer.header("Content-Type")
    if kind.startswith("text/") and "charset" not in kind:
        found.append(f"no charset: {kind}")
    return found


def _changes(ground: Ground, asked: Asked, answer: Answer, changed: Changed, others: dict[str, list[str]]) -> list[str]:
    found = [f"{which}: {table}" for which, tables in others.items() for table in tables if table not in ABOUT_OTHERS]
    if asked.method in ASKING:
        kept = KEPT_BY_LOOKING
    elif answer.status >= 400 and not (answer.status in (409, 422) and asked.endpoint in DRAFTS):
        kept = KEPT_WHEN_REFUSED
    else:
        return found + [
            f"{answer.status}: {one} of {asked.endpoint}" for one in _of_another_house(ground, asked, changed)
        ]
    kept = kept | KEPT_BY_PAGE.get(asked.endpoint, {})
    return found + [f"{answer.status}: {table} of {asked.endpoint}" for table in changed if table not in kept]


def _of_another_house(ground: Ground, asked: Asked, changed: Changed) -> list[str]:
    """What is of a person is changed by that person, or an administrator of the house; of a house, by the latter alone.

    Administrators of the platform come everywhere that is no dossier.
    """
    if asked.who == OF_THE_PLATFORM:
        return []
    me, found = ground.people[asked.who], []
    for table in changed.keys() & OWNER.keys():
        for row in (*changed[table][0], *changed[table][1]):
            mine = row[OWNER[table]] == me.account
            house = asked.who == OF_THE_HOUSE and row.get("organisation_id", me.organisation) == me.organisation
            if not (me.account and (mine or house)):
                found.append(f"a row of another in {table}")
    return sorted(set(found))


def told(changed: Changed) -> dict[str, Any]:
    """How many rows went and came, by table."""
    return {table: (len(gone), len(came)) for table, (gone, came) in changed.items()}
