"""From names to the parts of a Word file: the quick road, which gives what docxtpl gives, and docxtpl where it must.

A template is made ready once in each process (`services/prepared.py`); what cannot be is left to docxtpl, knowingly.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from services.sandbox import Unfit

if TYPE_CHECKING:
    from services.prepared import Prepared

READY = 64
"""How many templates each process keeps ready: a few MB. The one that was used longest ago makes room."""


class _Shelf:
    """Templates that were made ready, by SHA-256; None for one that only docxtpl can fill."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, Prepared | None] = OrderedDict()

    def get(self, template: bytes) -> Prepared | None:
        """A template, made ready by whoever came first."""
        digest = hashlib.sha256(template).digest()
        with self._lock:
            if digest in self._kept:
                self._kept.move_to_end(digest)
                return self._kept[digest]
        made = _made_ready(template)  # takes a while: two at once both do it, and nobody waits for a strange template
        with self._lock:
            self._kept[digest] = made
            while len(self._kept) > READY:
                self._kept.popitem(last=False)
        return made


def _made_ready(template: bytes) -> Prepared | None:
    from services.prepared import prepare

    try:
        return prepare(template)
    except Exception as fault:  # noqa: BLE001  # whatever it is, docxtpl meets it too, and says so when it fills
        why = str(fault) if isinstance(fault, Unfit) else type(fault).__name__
        logging.getLogger("naadloos").info("template-left-to-docxtpl", extra={"fields": {"why": why}})
        return None


_SHELF = _Shelf()


def fill(template: bytes, names: Mapping[str, Any]) -> dict[str, bytes]:
    """The parts of a Word template, filled, by name. Text is only ever text: escaped, in a sandbox.

    Values are text, numbers, lists and dicts of those, and pictures (`services/pictures.py`). `names["doc"]` has the
    title. Where what came out has to be a file: `opc.write_package`.

    :raises jinja2.TemplateError: when the template is wrong, or names what is not there
    :raises BadPackage: when what comes of it cannot be sealed
    """
    ready = _SHELF.get(template)
    if ready is not None:
        try:
            return ready.fill(names)
        except Unfit:
            pass
    return fill_plain(template, names)


def fill_plain(template: bytes, names: Mapping[str, Any]) -> dict[str, bytes]:
    """The same by docxtpl itself, some fifty times as slow, and by definition right."""
    from services import word_template

    return word_template.fill_plain(template, names)
