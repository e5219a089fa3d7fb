"""The commands behind `flask --app app`, read when one of them is asked for: a server that answers needs none."""

from __future__ import annotations

import click
from flask.cli import AppGroup


class Chores(AppGroup):
    """Every command of views/commands.py, and what was added besides."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name; None when there is none."""
        self._read()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all."""
        self._read()
        return super().list_commands(ctx)

    def _read(self) -> None:
        from views import commands  # some thirty modules, for chores alone

        for one in commands.ALL:
            self.commands.setdefault(str(one.name), one)
