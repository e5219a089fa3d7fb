"""`flask --app app serve`: the processes that answer, and the one beside them that does the work in the background."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from services import environment, metrics, office, work_process
from views import admin_commands, config_command, desk, key_commands

LARGEST = 32_000_000
"""Bytes that no post and no answer has."""


@click.command("serve")
@with_appcontext
def serve() -> None:
    """Serve on 127.0.0.1, port PORT (5000), with granian: NAADLOOS_WORKERS workers, one blocking thread each.

    Beside them runs one process that does the work in the background, unless NAADLOOS_JOBS is off.
    """
    key_commands.finish()
    office.clear()
    desk.platform().sealing()  # made where there is none, or said to be useless: here, once, not by each worker
    port = current_app.config["PORT"]
    click.echo(f"Naadloos: http://127.0.0.1:{port}")
    config_command.tell_dangers()
    admin_commands.tell_first_start(f"http://127.0.0.1:{port}")
    for one in current_app.config["DEMO_ACCOUNTS"]():
        click.echo(f"  {one['email']:44} {one['wachtwoord']:24} {one['functie']}, {one['organisatie']}")
    try:
        from granian import Granian
        from granian.constants import Interfaces
    except ImportError:  # Windows: granian has no wheel there
        import waitress

        waitress.serve(
            current_app._get_current_object(),  # type: ignore[attr-defined]  # a werkzeug proxy
            host="127.0.0.1",
            port=port,
            threads=1,
            inbuf_overflow=LARGEST,  # under this it keeps a post and an answer in memory, not in a file
            outbuf_overflow=LARGEST,
        )
        return
    if current_app.config["METRICS_TOKEN"]:
        metrics.begin(Path(current_app.config["INSTANCE"]) / "metrics")
    with _work_beside():
        Granian(
            "app:create_app",
            factory=True,
            address="127.0.0.1",
            port=port,
            interface=Interfaces.WSGI,
            workers=_workers(),
            blocking_threads=1,  # more of them in one process cost processor time and give none: ADR 0050
            respawn_failed_workers=True,  # else the death of one of them would end the other too
            log_access=False,
        ).serve()


@contextmanager
def _work_beside() -> Iterator[None]:
    """The process that does the work in the background, while pages are served; the processes of those do none."""
    if current_app.config["JOBS"] == "off":
        yield
        return
    beside = work_process.WorkProcess(work_process.command())
    environment.tell("NAADLOOS_JOBS", "off")  # what granian starts from here has this
    beside.start()
    try:
        yield
    finally:
        beside.stop()


def _workers() -> int:
    """How many processes answer: what is set, or one a core, and never one alone, which nobody would stand in for."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    said: int | None = current_app.config["WORKERS"]
    return said or max(2, cores)
