"""The command that fills an empty instance with invented dossiers: a handful, or those of all Flanders over years."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from services import secret_files
from services.demo_people import DemoAccount
from services.platform import Platform
from views import desk

Drawn = AbstractContextManager[Any]
"""A bar, of which click says too little to check."""

TELL_EVERY = 500
"""After so many dossiers a line is written, where there is no terminal to draw a bar in."""


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Do nothing, without complaint, when there is data already.")
@click.option("--years", type=click.IntRange(1, 15), help="All Flanders over so many years up to today.")
@click.option("--trajectories", type=click.IntRange(1, 20_000), help="How many trajectories there are in each of them.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another number makes another Flanders.")
@click.option("--printed", type=click.IntRange(0, 100), default=0, help="Of how many in a hundred Word files are made.")
@with_appcontext
def demo(*, if_empty: bool, years: int | None, trajectories: int | None, seed: int, printed: int) -> None:
    """Fill an empty instance with invented organisations, people and dossiers.

    With --years and --trajectories it is large. Stopped at any moment and asked again, that one goes on.
    """
    platform = desk.platform()
    if years is None and trajectories is None:
        _small(platform, if_empty=if_empty)
    elif years is None or trajectories is None:
        missing = "--years" if years is None else "--trajectories"
        raise click.UsageError(f"A large demo wants {missing} too, as in --years 10 --trajectories 10000 (a year).")
    else:
        _large(platform, years, trajectories, seed, printed)


def _small(platform: Platform, *, if_empty: bool) -> None:
    from services import demo as story

    if not story.is_empty(platform):
        if if_empty:
            return
        raise click.ClickException("This instance holds data. The demo only fills an empty one.")
    accounts = story.fill(platform)
    _write(accounts)
    click.echo(f"Demo: {len(accounts)} accounts.")


def _large(platform: Platform, years: int, trajectories: int, seed: int, printed: int) -> None:
    from services import flanders

    asked = flanders.Asked(years, trajectories, seed, printed)
    try:
        begun = flanders.begin(platform, asked)
    except flanders.NotOurs as fault:
        raise click.ClickException(str(fault)) from fault
    _write(flanders.people(platform))
    if begun.done:
        click.echo(f"{begun.done} of {asked.total} dossiers are there already.")
    pace, short = _Pace(begun.done, asked.total), 0
    drawn: Drawn = click.progressbar(length=asked.total, label="Dossiers", item_show_func=lambda _: pace.said)
    with drawn as bar:
        bar.update(begun.done)
        for done, short in flanders.go_on(platform, begun):  # noqa: B007  # the last one is told
            pace.now(done)
            told = bar.pos // TELL_EVERY
            bar.update(done - bar.pos)
            if done // TELL_EVERY > told and not sys.stdout.isatty():
                click.echo(f"{done} of {asked.total}: {pace.said}, {pace.left} to go")
    click.echo(f"{asked.total} dossiers of {years} years: {pace.said}. {short} lives were cut short.")


class _Pace:
    """How quick it goes: by the clock, and in time of the processor, which does not count what others do."""

    def __init__(self, done: int, total: int) -> None:
        self._first, self._done, self._total = done, done, total
        self._began, self._used = time.monotonic(), time.process_time()

    def now(self, done: int) -> None:
        """So many are there."""
        self._done = done

    @property
    def said(self) -> str:
        """'21.4/s, 43 ms of processor each'."""
        made = self._done - self._first
        if not made:
            return "nothing made now"
        took, used = time.monotonic() - self._began, time.process_time() - self._used
        return f"{made / took:.1f}/s, {used / made * 1000:.0f} ms of processor each"

    @property
    def left(self) -> timedelta:
        """How long it still takes at this pace."""
        each = (time.monotonic() - self._began) / max(1, self._done - self._first)
        return timedelta(seconds=round(each * (self._total - self._done)))


def _write(accounts: Sequence[DemoAccount]) -> None:
    """With whom one can sign in, for the sign-in page."""
    path = Path(current_app.config["INSTANCE"]) / "demo.json"
    path.unlink(missing_ok=True)
    secret_files.write_new(path, json.dumps([asdict(one) for one in accounts], ensure_ascii=False, indent=1).encode())
