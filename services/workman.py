"""The workman: a thread of the server that does the jobs that wait, one at a time (services/jobs.py)."""

from __future__ import annotations

from collections.abc import Mapping

from services import jobs
from services.job_kinds import KINDS
from services.jobs import Do
from services.platform import Platform
from services.worker import Worker


class Workman(Worker):
    """Does jobs when somebody rings. Several, one a process of the server, never do a job at the same time."""

    def __init__(self, platform: Platform, kinds: Mapping[str, Do] = KINDS) -> None:
        super().__init__(platform, "workman", lambda me: jobs.work_off(platform, kinds, lambda: me.stopped))
