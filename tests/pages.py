"""Somebody at a browser without scripts: opens pages, fills in fields, presses buttons. Each page is looked at closely.

Every answer in HTML is parsed as strict HTML5, and a page that breaks one of the house rules below fails the test that
came by, whatever that test was about.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import html5lib
from flask import Flask
from lxml import etree
from lxml.html import document_fromstring
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.world import PASSWORD

REDIRECTS = 5
NO_TEXT = "{{", "{%", "Undefined", "<built-in", "<bound method"
INLINE = frozenset(("a", "abbr", "b", "bdi", "button", "em", "i", "label", "small", "span", "strong"))
TAG, VALUES = re.compile(r"<[^>]*>"), re.compile(r'="[^"]*"')
ICON = re.compile(r'<svg class="bi\b.*?</svg>', re.DOTALL)
TOGETHER = 4
MET: set[tuple[str, ...]] = set()
"""So many tags in a row, as they were met in pages that were read strictly: what is wrong with a page is near."""
LABELLED = "self::input[not(@type='hidden')] or self::select or self::textarea"


class Page:
    """One page as somebody sees it, with a way to go on from it."""

    def __init__(self, person: Person, response: TestResponse) -> None:
        self.person = person
        self.status = response.status_code
        self.path = response.request.path
        query = response.request.query_string.decode()
        self.url = f"{self.path}?{query}" if query else self.path
        self.response = response
        self.tree = parsed(response.get_data(as_text=True))
        _look_closely(self)

    @property
    def text(self) -> str:
        """All words of the page, the space between them made one space."""
        return words(self.tree.find("body"))

    @property
    def h1(self) -> str:
        """The heading."""
        return words(self.tree.find(".//h1"))

    @property
    def title(self) -> str:
        """The title of the window."""
        return words(self.tree.find(".//title"))

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(id of the field, message) in the list on top."""
        found = self.tree.xpath("//*[contains(concat(' ', @class, ' '), ' foutenlijst ')]//a")
        return [(link.get("href").lstrip("#"), words(link)) for link in found]

    def all(self, path: str) -> list[Any]:
        """Elements by XPath."""
        return list(self.tree.xpath(path))

    def names(self) -> list[str]:
        """The names of the fields that one sees, each once, in the order of the page."""
        return list(dict.fromkeys(one.get("name") for one in self._fields() if one.get("name")))

    def values(self, name: str) -> list[str]:
        """What stands in the field of that name now: one value for each input, or the chosen ones."""
        return [value for field in self._named(name) for value in _sent(field)]

    def hidden(self, name: str) -> list[str]:
        """The values of hidden inputs, such as the ids of the items of a repeat."""
        return [one.get("value", "") for one in self.all("//input[@type='hidden']") if one.get("name") == name]

    def fill(self, fields: Mapping[str, str | Sequence[str]]) -> Page:
        """Type, choose and tick: name of the field -> a text, or all its values."""
        for name, value in fields.items():
            _put(self._named(name), [value] if isinstance(value, str) else list(value), name)
        return self

    def fill_hidden(self, name: str, value: str) -> Page:
        """Change what a person cannot see: what a script or an attacker does."""
        fields = [one for one in self.all("//input[@type='hidden']") if one.get("name") == name]
        assert fields, f"no hidden {name} on {self.url}"
        for field in fields:
            field.set("value", value)
        return self

    def click(self, label: str, status: int = 200) -> Page:
        """Follow the link or press the button that says this, or begins with it."""
        return self.person.open_from(self, self.find(label), status)

    def press(self, name: str, value: str, status: int = 200) -> Page:
        """Press the button with this name and value."""
        found = [one for one in self.all("//button") if one.get("name") == name and one.get("value") == value]
        assert found, f"no button {name}={value} on {self.url}"
        return self.person.open_from(self, found[-1], status)

    def offers(self, label: str) -> bool:
        """Is there such a link or button?"""
        return bool(self._saying(label))

    def find(self, label: str) -> Any:
        """The one link or button that says this."""
        found = self._saying(label)
        assert found, f"nothing to click that says {label!r} on {self.url}: {[words(o) for o in self._clickable()]}"
        targets = {etree.tostring(one) for one in found}
        assert len(targets) == 1, f"more than one thing to click says {label!r} on {self.url}"
        return found[0]

    def _saying(self, label: str) -> list[Any]:
        exact = [one for one in self._clickable() if words(one) == label]
        return exact or [one for one in self._clickable() if words(one).startswith(label)]

    def _clickable(self) -> list[Any]:
        return self.all("//a[@href] | //button[not(@aria-hidden='true') and not(@type='button')]")

    def _fields(self) -> list[Any]:
        return self.all(f"//*[{LABELLED}]")

    def _named(self, name: str) -> list[Any]:
        found = [one for one in self._fields() if one.get("name") == name]
        assert found, f"no field {name} on {self.url}; there are: {self.names()}"
        return found


class Person:
    """A browser with its own cookies. `sign_in` makes it somebody's."""

    def __init__(self, app: Flask, email: str = "") -> None:
        self.app = app
        self.email = email
        self.client = app.test_client()
        self.token = ""

    def sign_in(self, password: str = PASSWORD, status: int = 200) -> Page:
        """Sign in on the page for it."""
        page = self.get("/inloggen").fill({"email": self.email, "wachtwoord": password})
        return page.click("Aanmelden", status)

    def get(self, url: str, status: int = 200) -> Page:
        """Open an address."""
        return self._page(self.client.get(url), status)

    def post(self, url: str, fields: Mapping[str, Any] | None = None, status: int = 200) -> Page:
        """Send a form that is on no page, with the token of the last page that had one."""
        return self._page(self.client.post(url, data={"csrf_token": self.token, **(fields or {})}), status)

    def upload(self, url: str, fields: Mapping[str, Any], files: Mapping[str, tuple[str, bytes]], status: int) -> Page:
        """Send a form with files in it, name of the field -> name of the file and its bytes, as a browser does."""
        chosen = {name: FileStorage(io.BytesIO(content), called) for name, (called, content) in files.items()}
        boundary, body = encode_multipart({"csrf_token": self.token, **fields, **chosen})
        kind = f'multipart/form-data; boundary="{boundary}"'
        return self._page(self.client.post(url, data=body, content_type=kind), status)

    def raw(self, url: str, method: str = "GET", **more: Any) -> TestResponse:
        """An answer as it is, redirects too."""
        response = self.client.open(url, method=method, **more)
        self._blame(response)
        return response

    def download(self, url: str) -> bytes:
        """The bytes of a file."""
        response = self.raw(url)
        assert response.status_code == 200, f"{url} answered {response.status_code}"
        assert response.headers["Content-Disposition"].startswith("attachment; ")
        return response.get_data()

    def open_from(self, page: Page, what: Any, status: int) -> Page:
        """Follow a link or send the form of a button."""
        if what.tag == "a":
            return self.get(urljoin(page.url, what.get("href")), status)
        form = next(one for one in what.iterancestors() if one.tag == "form")
        target = urljoin(page.url, form.get("action") or page.url)
        fields = list(_successful(form, what))
        data: dict[str, list[str]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        if form.get("method", "get").lower() == "get":
            assert "csrf_token" not in data, f"a form on {page.url} puts its token in the address"
            return self.get(f"{urlsplit(target).path}?{urlencode(data, doseq=True)}", status)
        return self._page(self.client.post(target, data=data), status)

    def _page(self, response: TestResponse, status: int) -> Page:
        for _ in range(REDIRECTS):
            self._blame(response)
            if not 300 <= response.status_code < 400:
                break
            target = urlsplit(urljoin(response.request.url, response.headers["Location"]))
            response = self.client.get(target.path + (f"?{target.query}" if target.query else ""))
        page = Page(self, response)
        tokens = page.hidden("csrf_token")
        self.token = tokens[0] if tokens else self.token
        assert page.status == status, f"{page.url} answered {page.status}: {page.text[:1500]}"
        return page

    def _blame(self, response: TestResponse) -> None:
        """A mistake of the program shows its own traceback, not the page that hides it."""
        faults: list[BaseException] = self.app.config["FAULTS"]
        if response.status_code == 500 and faults:
            raise faults.pop()
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert response.headers["Cache-Control"] == "no-store"


def parsed(html: str) -> Any:
    """The tree of a page; one with tags in a row that were not met before is read as a browser does: that takes long.

    :raises html5lib.html5parser.ParseError: when it is not HTML5 as it is written down
    """
    tree = _read(html)
    plain = ICON.sub("<svg></svg>", html)
    tags = TAG.findall(VALUES.sub("=", plain))
    runs = set(zip(*(tags[nr:] for nr in range(TOGETHER)), strict=False))
    if not runs <= MET:
        builder = html5lib.getTreeBuilder("lxml")
        strict = html5lib.HTMLParser(builder, strict=True, namespaceHTMLElements=False).parse(plain).getroot()
        told = _told(_read(plain)), _told(strict)
        assert told[0] == told[1], "read in two ways: write every tag of a table and of a list"
        MET.update(runs)
    return tree


def _read(html: str) -> Any:
    tree = document_fromstring(html)
    for field in tree.iter("textarea"):
        field.text = (field.text or "").removeprefix("\n") or None  # as a browser does
    return tree


def _told(tree: Any) -> list[tuple[str, str]]:
    """The elements in their order, each with the text that follows its first tag."""
    return [(etree.QName(one).localname, " ".join((one.text or "").split())) for one in tree.iter(etree.Element)]


def words(element: Any) -> str:
    """The text in an element, as one sees it: space only where words or blocks are apart, and then one."""
    return " ".join("".join(_pieces(element)).split()) if element is not None else ""


def _pieces(element: Any) -> Iterator[str]:
    apart = "" if element.tag in INLINE else " "
    yield apart + (element.text or "")
    for child in element:
        yield from _pieces(child) if isinstance(child.tag, str) else ()
        yield child.tail or ""
    yield apart


def _look_closely(page: Page) -> None:
    """The house rules of a page, each with what to do about it."""
    problems = [
        *_heads(page),
        *_text_for_people(page),
        *_ids(page),
        *_labels(page),
        *_forms(page),
        *_nothing_inline(page),
    ]
    assert not problems, f"{page.url}: " + "; ".join(problems)


def _heads(page: Page) -> Iterator[str]:
    if not page.title.endswith(" · Naadloos") or page.title == "· Naadloos":
        yield f"give the page a title before ' · Naadloos', not {page.title!r}"
    if len(page.all("//h1")) != 1 or not page.h1:
        yield "give the page exactly one h1"
    if len(page.all("//main")) != 1:
        yield "give the page exactly one main"
    chosen = page.all("//header//*[@aria-current='true'][@hreflang]/@lang")
    if page.tree.get("lang") != (chosen or ["nl-BE"])[0] or page.tree.get("dir") not in ("ltr", "rtl"):
        yield "say in which language the page is, and which way it runs: lang=nl-BE dir=ltr"
    for picture in page.all("//img[not(@alt)]"):
        yield f"give {picture.get('src')} an alt"


def _text_for_people(page: Page) -> Iterator[str]:
    text = page.text
    for quoted in page.all("//code | //*[contains(@class, 'bevindingen')]/tbody"):  # what is written in a Word template
        text = text.replace(words(quoted), "")
    for wrong in NO_TEXT:
        if wrong in text and "{{ 7*7 }}" not in text:
            yield f"{wrong} is no text for people"


def _ids(page: Page) -> Iterator[str]:
    ids = page.all("//@id")
    for double in {one for one in ids if ids.count(one) > 1}:
        yield f"use the id {double} once"
    known = set(ids)
    for link in page.all("//a[starts-with(@href, '#')]"):
        if link.get("href")[1:] not in known:
            yield f"make {link.get('href')} lead somewhere"
    for name in ("aria-describedby", "aria-labelledby", "for"):
        for found in page.all(f"//@{name}"):
            for one in str(found).split():
                if one not in known:
                    yield f"{name} names {one}, which is not there"


def _labels(page: Page) -> Iterator[str]:
    labels = {label.get("for"): words(label) for label in page.all("//label")}
    for field in page.all(f"//*[{LABELLED}]"):
        if not (labels.get(field.get("id")) or field.get("aria-label")):
            yield f"give {field.get('name')} a label"
        if field.get("type") in ("radio", "checkbox") and not field.xpath("ancestor::fieldset"):
            yield f"put {field.get('name')} in a fieldset"
    for fieldset in page.all("//fieldset"):
        if not [one for one in fieldset.findall("legend") if words(one)]:
            yield "give each fieldset a legend"
    for button in page.all("//button | //a[@href]"):
        if not (words(button) or button.get("aria-label") or button.xpath("img[@alt!='']")):
            yield f"say what a button does: {etree.tostring(button)[:90]!r}"


def _forms(page: Page) -> Iterator[str]:
    for form in page.all("//form"):
        if form.get("method", "").lower() == "post" and not form.xpath(".//input[@name='csrf_token' and @value!='']"):
            yield "put the csrf_token in each form that is posted"


def _nothing_inline(page: Page) -> Iterator[str]:
    for found in page.all("//@style | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]"):
        yield f"put style and script in a file: {found!r}"
    for found in page.all("//@src | //link/@href"):
        if urlsplit(str(found)).netloc:
            yield f"serve {found} from this site"


def _sent(field: Any) -> list[str]:
    """What this field sends: nothing for a box that is not ticked."""
    if field.tag == "textarea":
        text = field.text or ""
        return [text]
    if field.tag == "select":
        options = field.findall(".//option")
        chosen = [one for one in options if one.get("selected") is not None] or options[:1]
        return [one.get("value", words(one)) for one in chosen[-1:]]
    if field.get("type") in ("radio", "checkbox"):
        return [field.get("value", "on")] if field.get("checked") is not None else []
    return [field.get("value", "")]


def _successful(form: Any, button: Any) -> Iterator[tuple[str, str]]:
    """The pairs that a browser sends, in the order of the page (HTML, 'constructing the entry list')."""
    for field in form.iter("input", "select", "textarea", "button"):
        name = field.get("name")
        if not name or field.get("disabled") is not None:
            continue
        if field.tag == "button":
            if field is button:
                yield name, field.get("value", "")
            continue
        for value in _sent(field):
            yield name, value.replace("\r\n", "\n").replace("\n", "\r\n") if field.tag == "textarea" else value


def _put(fields: list[Any], values: list[str], name: str) -> None:
    if fields[0].get("type") in ("radio", "checkbox"):
        offered = {one.get("value") for one in fields}
        assert set(values) <= offered, f"{name} does not offer {set(values) - offered}, but {offered}"
        for field in fields:
            field.attrib.pop("checked", None)
            if field.get("value") in values:
                field.set("checked", "")
        return
    for field, value in zip(fields, [*values, *[""] * len(fields)], strict=False):
        _put_one(field, value, name)


def _put_one(field: Any, value: str, name: str) -> None:
    if field.tag == "textarea":
        field.text = value
    elif field.tag == "select":
        options = {one.get("value"): one for one in field.iter("option")}
        assert value in options, f"{name} does not offer {value}, but {list(options)}"
        for one in options.values():
            one.attrib.pop("selected", None)
        options[value].set("selected", "")
    else:
        field.set("value", value)
