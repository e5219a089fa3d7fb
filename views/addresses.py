"""Addresses that are the same for everybody: of the files of the program, and of pages that stand for themselves.

A page has some thirty of them, and making one asks the map of all pages. They are kept in memory under all they follow
from: where the site stands, and for a file when it last changed. An address that names a dossier or a person is made
each time, and so is every one on a page in a language that was chosen.
"""

from __future__ import annotations

import os
from typing import Any

import flask
from flask import current_app, request

from views.languages import IN_ADDRESS
from views.weight import STATIC, folder_of

_kept: dict[tuple[object, ...], str] = {}
_folders: dict[tuple[str, str], str] = {}


def url_for(endpoint: str, **values: Any) -> str:
    """As that of Flask, for templates and menus."""
    key = _key(endpoint, values)
    if key is None:
        return flask.url_for(endpoint, **values)
    found = _kept.get(key)
    if found is None:
        found = flask.url_for(endpoint, **values)
        if len(_kept) > 500:  # files that change under a running program
            _kept.clear()
        _kept[key] = found
    return found


def _key(endpoint: str, values: dict[str, Any]) -> tuple[object, ...] | None:
    """All that an address follows from; None where it is to be made anew."""
    if endpoint.startswith(".") or not request or IN_ADDRESS in request.args:
        return None
    here = (id(current_app.url_map), request.script_root, endpoint)
    if not values:
        return here
    if endpoint in STATIC and values.keys() == {"filename"}:
        filename = str(values["filename"])
        return *here, filename, _changed(current_app.root_path, endpoint, filename)
    return None


def _changed(root: str, endpoint: str, filename: str) -> int:
    folder = _folders.get((root, endpoint)) or _folders.setdefault((root, endpoint), folder_of(endpoint))
    try:
        return os.stat(f"{folder}/{filename}").st_mtime_ns  # noqa: PTH116  # on each page, for each file
    except OSError:
        return 0
