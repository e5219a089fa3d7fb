"""The form of a mail: one text as plain words and as HTML, in one language. What it says is elsewhere, as data."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

GREETING = "Dag,"

STYLE = """
:root { color-scheme: light dark; }
body { margin: 0 auto; padding: 24px 16px; max-width: 34em; font: 17px/1.5 system-ui, sans-serif; }
p { margin: 0 0 16px; overflow-wrap: anywhere; }
footer { margin-top: 32px; padding-top: 12px; border-top: 1px solid #767676; font-size: 15px; }
"""
"""Readable on a phone and in the dark, where a mail program keeps it; without it the page is as whole."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of one mail: the subject, paragraphs, a link between the first and the others, and who sends it.

    `foot` are lines under the signature, each with a link behind it or none: (words, link). `made` is the hash of a
    secret that was made for this mail, for who keeps it (services/mail_kinds.py). `language` is a code as in HTML.
    `also` are paragraphs at the end, each in a language of its own: (language, words).
    """

    subject: str
    paragraphs: tuple[str, ...]
    link: str
    sender: str
    greeting: str = GREETING
    language: str = "nl"
    foot: tuple[tuple[str, str], ...] = ()
    made: str = ""
    also: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """As plain text."""
        first, *others = self.paragraphs
        parts = [
            self.greeting,
            first,
            *([self.link] if self.link else []),
            *others,
            *(words for _, words in self.also),
            self.sender,
        ]
        if self.foot:
            parts.append("-- \n" + "\n".join(" ".join(filter(None, line)) for line in self.foot))
        return "\n\n".join(parts) + "\n"

    @property
    def html(self) -> str:
        """As a page without pictures or scripts, nothing of anybody else, and a style that needs no other file."""
        first, *others = (f"<p>{escape(one).replace(chr(10), '<br>')}</p>" for one in self.paragraphs)
        also = (f'<p lang="{escape(language)}">{escape(words)}</p>' for language, words in self.also)
        link = f"<p>{_anchor(self.link)}</p>" if self.link else ""
        body = "\n".join([f"<p>{escape(self.greeting)}</p>", first, *([link] if link else []), *others, *also])
        lines = "<br>\n".join(escape(words) + (f" {_anchor(link)}" if link else "") for words, link in self.foot)
        foot = f"<footer>{lines}</footer>\n" if lines else ""
        head = (
            '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<meta name="color-scheme" content="light dark"><title>{escape(self.subject)}</title>'
            f"<style>{STYLE}</style>"
        )
        return (
            f'<!doctype html>\n<html lang="{escape(self.language)}"><head>{head}</head>\n<body>\n<main>\n{body}\n'
            f"<p>{escape(self.sender)}</p>\n</main>\n{foot}</body></html>\n"
        )


def _anchor(link: str) -> str:
    return f'<a href="{escape(link)}">{escape(link)}</a>'
