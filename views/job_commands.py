"""The commands for work in the background: do what waits, and see what does."""

from __future__ import annotations

import signal
import threading

import click
from flask.cli import with_appcontext

from services import jobs, work_process
from services.job_kinds import KINDS
from store import jobs as kept
from views import desk


@click.group("jobs")
def group() -> None:
    """Work in the background, such as PDFs: the server does it by itself, and these help where it does not."""


@group.command("run")
@with_appcontext
def run() -> None:
    """Do what is due, once; for a timer."""
    platform = desk.platform()
    count = jobs.work_off(platform, KINDS)
    click.echo(f"{count} done, {len(kept.open_jobs(platform.db))} waiting.")


@group.command("work")
@click.option("--parent", type=int, default=0, help="End when the process that started this has another pid.")
@with_appcontext
def work(*, parent: int) -> None:
    """Do what is due, for as long as this runs: `serve` starts one by itself; or a unit of its own."""
    ended = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: ended.set())
    work_process.stand_back()
    work_process.work(desk.platform(), KINDS, ended, parent)


@group.command("list")
@with_appcontext
def show() -> None:
    """List what waits or is under way, and what failed: kind, subject, state, tries, steps and why; no names."""
    for one in kept.not_done(desk.platform().db):
        steps = f"{one.steps_done}/{one.steps}"
        click.echo("\t".join((one.kind, one.subject, one.status, f"{one.attempts}", steps, one.error)).rstrip())


ALL = (group,)
