"""In which language a page is: Dutch at work; for who has no account, a language of one's own.

What is chosen stands in the address (`?taal=fr`) and goes along with every link from there. Nothing of it is kept in
the browser, so that it cannot stick to a device that goes round the table. Looking changes nothing (ADR 0036).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from babel import Locale, support
from flask import Flask, current_app, g, request, url_for
from flask_babel import Babel, Domain, force_locale, get_locale, refresh
from flask_login import current_user
from markupsafe import Markup

from services.reading_language import language_of
from services.translations import HOME, OWN_NAMES, offered, said, tag_of, translated
from store.parties import Party

IN_ADDRESS = "taal"

ALONG = ("nee", "eigen", "jij")
"""What else stands in the address of a page in several languages; anything else is not ours to repeat."""

GET_OF = {"link.renew": "link.page", "seat.send_back": "seat.page", "verify.check": "verify.page"}
"""Page that is only posted to -> the page to go to in another language."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language that is offered, in its own words. `direction`: which way it runs, 'ltr' or 'rtl'."""

    code: str
    tag: str
    name: str
    direction: str


@dataclass(frozen=True, slots=True)
class Choice(Language):
    """One to choose on this page; `url` is this page in it."""

    url: str
    chosen: bool


class _Texts(support.NullTranslations):
    """The catalogue of one language, for Flask-Babel: read as it is, when a page in that language is asked for."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def gettext(self, message: str) -> str:
        """The translation, or the text itself."""
        return translated(message, self.language)

    ugettext = gettext


class _Catalogues(Domain):  # type: ignore[misc]  # without types
    """Where Flask-Babel finds texts: services/translations.py, as mails and documents do."""

    def get_translations(self) -> support.NullTranslations:
        """Those of the language of the page."""
        return _Texts(current())


class _Babel(Babel):  # type: ignore[misc]  # without types
    @cached_property
    def domain_instance(self) -> Domain:
        """One place for all texts."""
        return _Catalogues()


def install(app: Flask, pages: Collection[str]) -> None:
    """Let the app speak several languages on `pages` (names of endpoints), and Dutch everywhere else."""
    app.extensions["naadloos.languages"] = frozenset(pages)
    _Babel(app, default_locale="nl_BE", locale_selector=_selected)
    app.jinja_env.filters.update(vertaal=vertaal, nederlands=dutch)
    app.url_defaults(_carry)


def current() -> str:
    """The language of the page that is made now; Dutch where there is none."""
    locale = get_locale()
    return str(locale.language) if locale else HOME


def chosen() -> str:
    """The language in the address of a page on which one may choose; '' when none is."""
    wanted = request.args.get(IN_ADDRESS, "")
    return wanted if wanted in offered() and _may_choose() else ""


def reads(party: Party) -> None:
    """From here on the page is for this person, who may have a language."""
    g.reads_in = language_of(party)
    refresh()


def gettext(text: str, **values: object) -> str:
    """A fixed Dutch text in the language of the page, with `%(name)s` filled in; tools find it under this name."""
    return said(text, current(), **values) if values else translated(text, current())


def vertaal(text: str) -> str:
    """A fixed Dutch text that comes as data, in the language of the page."""
    return translated(text, current())


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Make a part of a page in another language of `translations.offered` than the page itself."""
    with force_locale(tag_of(code).replace("-", "_")):
        yield


def every() -> list[Language]:
    """Those that are offered, Dutch first."""
    return [_language_of(code) for code in offered()]


def names() -> dict[str, Any]:
    """What every template knows of languages: the code, the tag and the direction of this one, and which to choose."""
    here = _language_of(current())
    choices = list(map(_choice, offered())) if _may_choose() else []
    return {"taal": {"code": here.code, "tag": here.tag, "richting": here.direction, "keuzes": choices}}


def dutch(text: str) -> Markup | str:
    """Dutch words on a page in another language, marked as such."""
    return text if current() == HOME else Markup('<span lang="nl-BE" dir="ltr">{}</span>').format(text)


def _may_choose() -> bool:
    pages = current_app.extensions["naadloos.languages"]
    return request.endpoint in pages or (request.endpoint is None and not current_user.is_authenticated)


def _selected() -> str:
    language = _language() if _may_choose() else HOME
    return tag_of(language).replace("-", "_")


def _language() -> str:
    """What is chosen, else what is known of the person, else what the browser asks for; at work that is Dutch."""
    known = chosen() or g.get("reads_in", "")
    if known or current_user.is_authenticated:
        return known or HOME
    asked = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return next((one for one in asked if one in offered()), HOME)


def _carry(endpoint: str, values: dict[str, Any]) -> None:
    """A link from a page in a language that was chosen leads to a page in that language."""
    if request and IN_ADDRESS in request.args and endpoint in current_app.extensions["naadloos.languages"]:
        values.setdefault(IN_ADDRESS, chosen() or None)


def _choice(code: str) -> Choice:
    one, page = _language_of(code), request.endpoint
    url = f"?{IN_ADDRESS}={code}"
    if page is not None:
        kept = {name: request.args[name] for name in ALONG if name in request.args}
        url = url_for(GET_OF.get(page, page), **{**kept, **(request.view_args or {}), IN_ADDRESS: code})
    return Choice(one.code, one.tag, one.name, one.direction, url, code == current())


def _language_of(code: str) -> Language:
    tag = tag_of(code)
    return Language(code, tag, OWN_NAMES[code], Locale.parse(tag, sep="-").text_direction)
