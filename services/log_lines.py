"""The log of the server: a line of JSON for each request and each fault, on standard error; never what people typed."""

from __future__ import annotations

import json
import logging
import time
import traceback
from typing import Any

NAME = "naadloos"


class AsJson(logging.Formatter):
    """A line of JSON a record: time (UTC), level, message and the fields given. JSON leaves no line break in it."""

    converter = time.gmtime  # type: ignore[assignment]  # typeshed knows one of its two forms

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname,
            "message": record.getMessage(),
        }
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["where"] = [f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno}" for f in frames]
        return json.dumps(line, ensure_ascii=False)


def install(level: str) -> None:
    """Write the log in this form from now on, from this level up. A second call only sets the level."""
    logger = logging.getLogger(NAME)
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(AsJson())
        logger.addHandler(handler)
        logger.propagate = False
    logger.setLevel(level)
