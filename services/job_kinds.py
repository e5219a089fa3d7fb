"""Which work there is to do in the background: kind of a job -> what does it. One line a kind."""

from __future__ import annotations

from services.jobs import Do

KINDS: dict[str, Do] = {}
