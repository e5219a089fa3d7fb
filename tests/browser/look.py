"""What a page must be for everybody: looked at in the browser, after styles and scripts. `faults` says all that is wrong.

axe finds much, but not a radio group without a legend, an error that is linked to nothing or a border that is too pale
(docs/adr: its own checks were passed by the worst form that was tried). Those are looked at here.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, cast

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.screen import DESKTOP, NARROW, PHONE, TABLET, Screen

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations"],
    "preload": False,
    "iframes": False,
}
BORDER, RING = 3.0, 3.0

STRUCTURE = r"""() => {
  const wrong = [];
  const shown = one => one.checkVisibility();
  const word = one => (one?.textContent ?? '').replace(/\s+/g, ' ').trim();
  const controls = [...document.querySelectorAll('input:not([type=hidden]), select, textarea')];
  const all = css => [...document.querySelectorAll(css)];

  if (!/^\S.* · Naadloos$/.test(document.title)) wrong.push(`title is ${document.title}`);
  if (all('h1').filter(shown).length !== 1) wrong.push(`${all('h1').length} h1`);
  const chosen = document.querySelector('header [aria-current=true][hreflang]');
  if (document.documentElement.lang !== (chosen ? chosen.lang : 'nl-BE')) wrong.push('no lang');
  let level = 0;
  for (const head of all('h1,h2,h3,h4,h5,h6').filter(shown)) {
    const now = Number(head.tagName[1]);
    if (level && now > level + 1) wrong.push(`h${level} is followed by h${now}: ${word(head)}`);
    if (!word(head)) wrong.push(`empty ${head.tagName}`);
    level = now;
  }
  const ids = all('[id]').map(one => one.id);
  for (const id of ids.filter((id, nr) => ids.indexOf(id) !== nr)) wrong.push(`id ${id} is there twice`);

  for (const one of controls) {
    const label = one.labels?.length ? word(one.labels[0]) : one.getAttribute('aria-label');
    if (!label) wrong.push(`${one.name} has no label`);
    const group = ['radio', 'checkbox'].includes(one.type) ? one.closest('fieldset') : true;
    if (!group) wrong.push(`${one.name}: ${label} is in no fieldset`);
    if (group instanceof HTMLElement && !word(group.querySelector(':scope > legend'))) wrong.push(`${one.name}: no legend`);
    if (one.required) wrong.push(`${one.name} is required: the browser speaks another language than the page`);
  }
  for (const one of all('[aria-describedby], [aria-labelledby]'))
    for (const id of `${one.getAttribute('aria-describedby') ?? ''} ${one.getAttribute('aria-labelledby') ?? ''}`.split(/\s+/))
      if (id && !document.getElementById(id)) wrong.push(`${one.name ?? one.tagName} points at ${id}, which is not there`);
  for (const error of all('.fout').filter(shown)) {
    const id = error.closest('[id$="-fout"]')?.id;
    if (!id || !all(`[aria-describedby~="${CSS.escape(id)}"], .herhaling`).length)
      wrong.push(`an error is linked to nothing: ${word(error)}`);
    const field = error.closest('.veld, .herhaling');
    if (!all('.foutenlijst a').some(a => field?.querySelector(`[id="${a.hash.slice(1)}"]`) || field?.id === a.hash.slice(1)))
      wrong.push(`an error is not in the list on top: ${word(error)}`);
  }
  for (const bad of all('[aria-invalid=true]').filter(one => shown(one) && one.matches('input, select, textarea, fieldset'))) {
    const group = bad.closest('fieldset') ?? bad;
    if (![bad, group].some(one => /-fout(\s|$)/.test(one.getAttribute('aria-describedby') ?? '')))
      wrong.push(`${bad.name || word(bad).slice(0, 30)} is wrong and does not say why`);
  }
  for (const link of all('a[href^="#"]')) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) wrong.push(`${link.hash} leads nowhere`);
    else if (link.closest('.foutenlijst') && !(shown(target) && (target.tabIndex >= 0 || target.hasAttribute('tabindex'))))
      wrong.push(`${link.hash} in the list on top cannot take the focus`);
  }
  for (const one of all('a[href], button').filter(shown)) {
    if (!(word(one) || one.getAttribute('aria-label') || one.querySelector('img[alt]:not([alt=""])')))
      wrong.push(`nothing says what this does: ${one.outerHTML.slice(0, 80)}`);
    const box = one.getBoundingClientRect();
    if (one.matches('button:not(.visually-hidden), .btn') && (box.height < 43.5 || box.width < 24))
      wrong.push(`${word(one)} is ${Math.round(box.width)} by ${Math.round(box.height)}: too small for a thumb`);
    const icon = one.querySelector(':scope > .bi');
    const text = [...one.childNodes].find(node => node.nodeType === 3 && node.data.trim());
    if (icon && text && one.matches('.btn, summary')) {
      const range = document.createRange(); range.selectNodeContents(text);
      const [a, b] = [icon.getBoundingClientRect(), range.getBoundingClientRect()];
      if (a.right > b.left + 1 && b.right > a.left + 1 && a.bottom > b.top + 1 && b.bottom > a.top + 1)
        wrong.push(`the icon of ${word(one)} lies over its text`);
    }
  }
  return wrong;
}"""

CONTRAST = r"""([border, ring]) => {
  const wrong = [];
  const rgb = text => text.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, nr) => sum + v * [.2126, .7152, .0722][nr], 0);
  const ratio = (a, b) => { const [x, y] = [light(rgb(a)), light(rgb(b))].sort((p, q) => q - p); return (x + .05) / (y + .05); };
  const behind = one => {
    for (let at = one; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((rgb(colour)[3] ?? 1) > .99) return colour;
    }
    return 'rgb(255,255,255)';
  };
  const css = 'input:not([type=hidden]):not([type=radio]):not([type=checkbox]), select, textarea, .btn-stil, .tekenvlak, .tegel label';
  for (const one of [...document.querySelectorAll(css)].filter(one => one.checkVisibility())) {
    const style = getComputedStyle(one);
    const found = Math.min(ratio(style.borderTopColor, behind(one.parentElement)), ratio(style.borderTopColor, behind(one)));
    if (parseFloat(style.borderTopWidth) < 1 || found < border)
      wrong.push(`border of ${one.name || one.className || one.textContent.trim()}: ${found.toFixed(2)}`);
  }
  const seen = new Set();
  const scroll = [scrollX, scrollY];
  for (const one of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    if (!one.checkVisibility() || one.disabled || one.tabIndex < 0) continue;
    const kind = `${one.tagName} ${one.type ?? ''} ${one.className}`;
    if (seen.has(kind)) continue;
    seen.add(kind);
    one.focus({preventScroll: true, focusVisible: true});
    const lit = one.matches('.tegel input') ? one.nextElementSibling : one;
    const style = getComputedStyle(lit);
    const under = behind(lit.parentElement);
    const rings = [[style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2, style.outlineColor],
      [style.boxShadow !== 'none', style.boxShadow.match(/rgba?\([^)]*\)/)?.[0]]];
    if (!rings.some(([there, colour]) => there && colour && ratio(colour, under) >= ring))
      wrong.push(`no focus to see on ${kind}: ${style.outline} / ${style.boxShadow}`);
  }
  document.activeElement?.blur();
  scrollTo(...scroll);
  return wrong;
}"""

OVERFLOW = r"""() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const over = [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > wide + 1);
  return [`${document.documentElement.scrollWidth - wide} px too wide: ${over.slice(-3).map(one => one.outerHTML.slice(0, 90))}`];
}"""


FIRST, THEN = 150_000, 30_000
"""Bytes that a page may take over the line, when its styles come along and when the browser has those already."""

LIGHT = r"""([first, then]) => {
  const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .filter(one => one.initiatorType !== 'img');
  const most = all.some(one => /\.css/.test(one.name) && one.transferSize > 0) ? first : then;
  const bytes = all.reduce((sum, one) => sum + one.transferSize, 0);
  const wrong = bytes > most ? [`weighs ${bytes} bytes`] : [];
  for (const one of document.scripts)
    if (!one.defer && !one.async && one.type !== 'module') wrong.push(`waits for ${one.src}`);
  return wrong;
}"""
"""Without pictures in the text, which come when one gets there."""

STILL = r"""() => document.getAnimations().filter(one => one.playState === 'running').length
  ? ['something moves, though the person asked for no motion'] : [...document.querySelectorAll('*')]
    .filter(one => parseFloat(getComputedStyle(one).transitionDuration) > 0).slice(0, 3)
    .map(one => `moves when it changes: ${one.outerHTML.slice(0, 60)}`)"""

HIGH_CONTRAST = r"""() => [...document.querySelectorAll('.btn, input:not([type=hidden]), select, textarea')]
  .filter(one => one.checkVisibility() && !one.matches('.visually-hidden, .btn-tekst'))
  .filter(one => { const style = getComputedStyle(one);
    return !['radio', 'checkbox', 'color', 'file'].includes(one.type) && (parseFloat(style.borderTopWidth) < 1 || style.borderTopStyle === 'none'); })
  .map(one => `has no border in high contrast: ${one.outerHTML.slice(0, 60)}`)"""


KINDS = r"""
  const accent = getComputedStyle(document.documentElement).getPropertyValue('--accent');
  const of = one => [one.tagName, one.getAttribute('class'), one.type, one.getAttribute('role')].join(' ');
  const kind = one => [of(one), of(one.parentElement), accent].join(' < ');
  const all = [...document.body.querySelectorAll('*')].filter(one => one.checkVisibility());"""
NEW = "seen => {" + KINDS + " return [...new Set(all.map(kind))].filter(one => !seen.includes(one)); }"
"""The kinds of element on the page that are not among those seen."""
COLOURS = (
    "(kinds) => {" + KINDS + " const include = all.filter(one => kinds.includes(kind(one)));"
    " const only = {runOnly: ['color-contrast', 'target-size'], resultTypes: ['violations'], preload: false,"
    " iframes: false}; return axe.run({include}, only).then(found => found.violations); }"
)
"""The colours and the size of what is of one of these kinds, and of what is in it: of all that axe looks at, these
alone depend on the screen.
"""
SEEN: dict[tuple[int, int], set[str]] = {DESKTOP: set(), PHONE: set()}
"""What axe has looked at in this process, on a screen of that size, and had nothing to say about."""


def faults(screen: Screen, name_of_page: str) -> list[str]:
    """Everything that is wrong with the page on this screen, on a desk, a tablet, a phone and the narrowest of phones.

    What is made of nothing but what was looked at before is not looked at again on a tablet, with large letters, and for
    who asked for no motion or own colours.

    With the name of a folder in SCREENSHOTS, a picture of each is kept there for people to look at.
    """
    found = cast(list[str], screen.tab.evaluate(LIGHT, [FIRST, THEN]))
    known = not screen.tab.evaluate(NEW, sorted(SEEN[DESKTOP]))
    for name, size in (("desktop", DESKTOP), ("phone", PHONE)):
        _resize(screen, size)
        _keep_picture(screen, f"{name_of_page} {name}")
        said = [*structure(screen), *_contrast(screen), *_overflow(screen)]
        said += _axe_at(screen, size)
        found += [f"{name}: {one}" for one in said]
    for name, size in (("320 px", NARROW), *(() if known else (("tablet", TABLET),))):
        _resize(screen, size)
        found += [f"{name}: {one}" for one in _overflow(screen)]
    _resize(screen, DESKTOP)
    if not known:
        found += [f"text twice as large: {one}" for one in _twice_as_large(screen)]
        found += _for_who_asked(screen)
    found += screen.wrong
    screen.wrong = []
    return [f"{name_of_page}, {one}" for one in found]


def _keep_picture(screen: Screen, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        screen.tab.screenshot(path=Path(folder) / f"{name.replace('/', '-')}.png", full_page=True)


def structure(screen: Screen) -> list[str]:
    """What is wrong with how the page is built."""
    return cast(list[str], screen.tab.evaluate(STRUCTURE))


def _resize(screen: Screen, size: tuple[int, int]) -> None:
    screen.tab.set_viewport_size({"width": size[0], "height": size[1]})


def _contrast(screen: Screen) -> list[str]:
    return cast(list[str], screen.tab.evaluate(CONTRAST, [BORDER, RING]))


def _overflow(screen: Screen) -> list[str]:
    return cast(list[str], screen.tab.evaluate(OVERFLOW))


def _twice_as_large(screen: Screen) -> list[str]:
    """WCAG 1.4.4, with the letters of the browser set to 32 pixels."""
    screen.tab.evaluate("document.documentElement.style.fontSize = '200%'")
    found = _overflow(screen)
    screen.tab.evaluate("document.documentElement.style.fontSize = ''")
    return found


def _for_who_asked(screen: Screen) -> list[str]:
    """For who asked the system for no motion, or for colours of their own."""
    screen.tab.emulate_media(reduced_motion="reduce", forced_colors="active")
    found = [*screen.tab.evaluate(STILL), *screen.tab.evaluate(HIGH_CONTRAST)]
    screen.tab.emulate_media(reduced_motion="no-preference", forced_colors="none")
    return cast(list[str], found)


def axe(screen: Screen, colours_of: list[str] | None = None) -> list[str]:
    """What axe finds. It is put in a page once, and tells what is wrong alone.

    Measuring colours takes most of its time: with `colours_of` that is done of elements of those kinds alone.
    """
    _with_axe(screen)
    options = OPTIONS | {"rules": {"color-contrast": {"enabled": colours_of is None}}}
    found = screen.tab.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [*_said(found), *(_colours(screen, colours_of) if colours_of else [])]


def _colours(screen: Screen, kinds: list[str]) -> list[str]:
    _with_axe(screen)
    return _said(screen.tab.evaluate(COLOURS, kinds))


def _with_axe(screen: Screen) -> None:
    if not screen.tab.evaluate("() => 'axe' in window"):
        screen.tab.evaluate(AXE_SCRIPT)


def _said(found: list[dict[str, Any]]) -> list[str]:
    return [f"axe {one['id']}: {one['help']}: {node['target']}" for one in found for node in one["nodes"]]


def _axe_at(screen: Screen, size: tuple[int, int]) -> list[str]:
    """What axe finds on a screen of this size, where something is that it did not see before at this size.

    That is an element, class, kind or role that stands in another, in these colours. How a page is built as a whole is
    looked at on every page (`structure`). On a phone, of what was seen on a desk, only what depends on the screen.
    """
    new = cast(list[str], screen.tab.evaluate(NEW, sorted(SEEN[size])))
    if not new:
        return []
    known = size != DESKTOP and SEEN[DESKTOP].issuperset(new)
    found = _colours(screen, new) if known else axe(screen, new)
    if not found:
        SEEN[size].update(new)
    return found
