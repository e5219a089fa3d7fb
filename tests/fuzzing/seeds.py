"""What there is to send: every route with the ids that exist, and every form on the pages behind them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml.html import document_fromstring
from werkzeug.exceptions import HTTPException

from tests.fuzzing.ground import OURS, THEIRS, Ground
from tests.fuzzing.sending import TOKEN, Answer, Asked, Value

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
AROUND = ("an", "younes", "lieve", "bo", "saskia")
"""In whose hands a page is tried, the first first."""
BESIDE = {"token": "link", "place": "place"}
"""Who has what some addresses name."""
BY_STATE = {"again.state": "locked", "again.enter": "locked", "door.unlock_page": "locked"}
TICKED = ".//input[(@type='radio' or @type='checkbox') and @name]"
NO_FILE = ("", b"", "application/octet-stream")
"""What a browser sends where no file was chosen."""
STATIC = frozenset({"static", "bootstrap.static"})


@dataclass(frozen=True)
class Seed:
    """A route and the ids in it; with the fields of a form, and who has that form before them."""

    endpoint: str
    rule: str
    method: str
    args: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, Value], ...] = ()
    who: str = ""
    query: str = ""
    hands: tuple[str, ...] = ()
    """Who is tried; nobody is for whoever may come first."""
    choices: tuple[tuple[str, str], ...] = ()
    """Every box that can be ticked and every option that can be chosen."""

    def path(self, other: dict[str, str] | None = None) -> str:
        """Its address; `other` takes the place of some ids."""
        known = dict(self.args) | (other or {})
        return PARAMETER.sub(lambda found: known.get(found[1], "x"), self.rule)

    def asked(self, who: str) -> Asked:
        """As somebody sends it."""
        pairs = self.fields if self.fields or self.method == "GET" else (("csrf_token", TOKEN),)
        return Asked(who, self.method, self.path(), self.endpoint, self.query, pairs)


def routes(ground: Ground) -> list[Seed]:
    """Every route with each method that it takes, and the first ids that fit."""
    found = []
    for rule in sorted(ground.app.url_map.iter_rules(), key=lambda one: (one.rule, one.endpoint)):
        names = PARAMETER.findall(rule.rule)
        args = tuple((name, ground.ids[OURS].get(name, ["0" * 20])[0]) for name in names)
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        found += [Seed(rule.endpoint, rule.rule, method, args) for method in methods]
    return found


def forms(ground: Ground, try_it: Callable[[Asked], Answer]) -> list[Seed]:
    """The forms on the page of every route, each as the first who may see it has it."""
    found: dict[tuple[Any, ...], Seed] = {}
    for seed in routes(ground):
        if seed.method != "GET" or seed.endpoint in STATIC:
            continue
        for one in _with_every_id(ground, seed):
            for who in _in_whose_hands(one):
                answer = try_it(one.asked(who))
                kind = answer.header("Content-Type")
                if answer.status == 200 and kind.startswith("text/html"):
                    for form in forms_on(ground, answer.body, one.path(), who):
                        names = tuple(name for name, _ in form.fields)
                        found.setdefault((form.endpoint, form.method, names), form)
                if answer.status == 200:
                    break
    return list(found.values())


def _in_whose_hands(seed: Seed) -> tuple[str, ...]:
    if seed.endpoint in BY_STATE:
        return (BY_STATE[seed.endpoint],)
    named = tuple(BESIDE[name] for name, _ in seed.args if name in BESIDE)
    return named or seed.hands or AROUND


def _with_every_id(ground: Ground, seed: Seed) -> Iterator[Seed]:
    """Once with the first ids, and once more for each other value of its last parameter."""
    yield seed
    if seed.endpoint in ("record.step", "record.review", "action.page", "dossier.page", "party.page"):
        for which, hands in ((OURS, ("an", "younes")), (THEIRS, ("mo", "floor"))):
            for name, _ in seed.args:
                for value in ground.ids[which].get(name, []):
                    both = dict(seed.args) | {name: value}
                    if name == "slug":
                        both["record_id"] = ground.ids[which]["record_id"][-1]
                    args = tuple(both.items())
                    yield Seed(seed.endpoint, seed.rule, "GET", args, hands=hands)


def forms_on(ground: Ground, body: bytes, path: str, who: str) -> Iterator[Seed]:
    """The forms of a page, filled in as it stands there, with every button."""
    tree: Any = document_fromstring(body.decode("utf-8"))
    for form in tree.forms:
        target = urlsplit(form.action or path)
        method = (form.method or "GET").upper()
        try:
            rule, args = ground.app.url_map.bind("localhost").match(target.path, method, return_rule=True)
        except HTTPException:
            continue
        fields: list[tuple[str, Value]] = []
        choices = [(one.get("name"), one.get("value", "on")) for one in form.xpath(TICKED)]
        choices += [(one.getparent().get("name"), one.get("value", "")) for one in form.xpath(".//select/option")]
        for field in form.xpath(".//input | .//select | .//textarea | .//button[@name]"):
            name = field.get("name")
            if name:
                fields += [(name, TOKEN if name == "csrf_token" else value) for value in _values(field)]
        known = tuple(args.items())
        yield Seed(
            rule.endpoint, rule.rule, method, known, tuple(fields), who, target.query, choices=tuple(sorted(choices))
        )


def _values(field: Any) -> list[Value]:
    if field.get("type") == "file":
        return [NO_FILE]
    if field.tag == "button":
        return [field.get("value", "")]
    if field.get("type") in ("radio", "checkbox"):
        return [field.get("value", "on")] if field.get("checked") is not None else []
    if field.tag == "select":
        return [str(field.value)] if not field.multiple and field.value is not None else []
    return [field.value or ""]
