"""What goes over the line: small answers, and files of the program that a browser keeps until they change.

A page is compressed only where nothing in it was chosen by the address, and with a random length added: the size of a
compressed page says something of what is in it to who can have it made again and again with guesses in the address
(BREACH, 2013).
"""

from __future__ import annotations

import gzip
import hashlib
import secrets
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Response, current_app, request

STATIC = ("static", "bootstrap.static")
"""Where the files of the program are: styles, scripts and pictures, the same for everybody."""
A_YEAR = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"
TEXTS = ("text/html", "text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml")
ONLY_CHOOSES = ("figures.page", "course.page")
"""Pages of which the query chooses among what is there, and of which nothing comes back in the page."""
SMALL = 1200
"""Bytes below which compressing gains nothing."""
PADDING = 128
"""Bytes at most by which the size of a page is blurred."""


def stamped(endpoint: str, values: dict[str, Any]) -> None:
    """For `app.url_defaults`: the address of a file of the program holds what is in it, so that it may be kept."""
    if endpoint in STATIC and "filename" in values and "v" not in values:
        path = _path_of(endpoint, str(values["filename"]))
        if path.is_file():
            values["v"] = _known(path, path.stat().st_mtime_ns)[0]


def lean(response: Response) -> Response:
    """Compress an answer where that is sound, and say how long a browser may keep it."""
    if request.endpoint in STATIC:
        return _file(response)
    if (
        response.mimetype in TEXTS
        and not response.is_streamed
        and (not request.query_string or request.endpoint in ONLY_CHOOSES)
        and (response.content_length or 0) > SMALL
        and "Content-Encoding" not in response.headers
    ):
        response.headers.add("Vary", "Accept-Encoding")
        if _takes_gzip():
            response.set_data(_blurred(response.get_data()))
            response.headers["Content-Encoding"] = "gzip"
    return response


def _file(response: Response) -> Response:
    if response.status_code not in (200, 304) or not request.view_args:
        return response
    path = _path_of(str(request.endpoint), str(request.view_args["filename"]))
    if not path.is_file():
        return response
    version, small = _known(path, path.stat().st_mtime_ns)
    response.headers["Cache-Control"] = A_YEAR if request.args.get("v") == version else AN_HOUR
    if small:
        response.headers.add("Vary", "Accept-Encoding")
    if small and response.status_code == 200 and request.method == "GET" and _takes_gzip():
        response.close()  # the file that was opened to be sent
        response.direct_passthrough = False
        response.set_data(small)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["ETag"] = f'"{version}-gzip"'
        response.headers.pop("Accept-Ranges", None)
    return response


def _takes_gzip() -> bool:
    return request.accept_encodings["gzip"] > 0 and "Range" not in request.headers


def folder_of(endpoint: str) -> str:
    """Where the files behind one of STATIC are."""
    holder = current_app if endpoint == "static" else current_app.blueprints[endpoint.partition(".")[0]]
    return str(holder.static_folder)


def _path_of(endpoint: str, filename: str) -> Path:
    return Path(folder_of(endpoint)) / filename


@lru_cache(maxsize=64)
def _known(path: Path, changed: int) -> tuple[str, bytes]:
    """The name of what is in a file at that time, and it compressed; nothing where that gains nothing."""
    content = path.read_bytes()
    version = hashlib.sha256(content).hexdigest()[:12]
    fits = path.suffix in (".css", ".js", ".svg") and len(content) > SMALL
    return version, gzip.compress(content, 9, mtime=0) if fits else b""


def _blurred(content: bytes) -> bytes:
    """The same bytes compressed, with a name of a random length in the head, where the format has room for one."""
    packed = BytesIO()
    with gzip.GzipFile("a" * (1 + secrets.randbelow(PADDING)), "wb", 5, packed, mtime=0) as file:
        file.write(content)
    return packed.getvalue()
