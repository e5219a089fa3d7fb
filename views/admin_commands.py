"""The commands about who administers: the first start, an organisation, the platform."""

from __future__ import annotations

from collections.abc import Callable

import click
from flask import current_app
from flask.cli import with_appcontext

from services import administration, first_start
from services.platform import Platform
from views import desk


@click.command("setup")
@with_appcontext
def setup() -> None:
    """Give the code with which the first administrator begins; each time another, and only the last one opens."""
    if not tell_first_start(str(current_app.config["URL"]).rstrip("/")):
        raise click.ClickException("There are accounts already. Ask an administrator, or see: admin grant.")


def tell_first_start(url: str) -> bool:
    """Print where to begin and with which code, where nobody has an account yet; False where somebody has."""
    code = first_start.new_code(desk.platform())
    if not code:
        return False
    click.echo(f"Nobody has an account yet. Open {url}/begin and give this code:\n\n  {code}\n")
    return True


@click.group("admin")
def admin() -> None:
    """Who administers an organisation, which decides how its documents look, or the platform."""


_OF_PLATFORM = click.option("--platform", "of_platform", is_flag=True, help="Of the platform, not of its organisation.")


@admin.command("grant")
@click.argument("email")
@_OF_PLATFORM
@with_appcontext
def grant_administrator(email: str, *, of_platform: bool) -> None:
    """Make the account with this address administrator of its organisation."""
    done = _administrator(email, administration.grant, of_platform=of_platform)
    click.echo("Administrator from the next page on." if done else "Was so already.")


@admin.command("withdraw")
@click.argument("email")
@_OF_PLATFORM
@with_appcontext
def withdraw_administrator(email: str, *, of_platform: bool) -> None:
    """Make the account with this address administrator no longer."""
    done = _administrator(email, administration.withdraw, of_platform=of_platform)
    click.echo("No administrator any more." if done else "Was none.")


def _administrator(email: str, change: Callable[[Platform, str, str], bool], *, of_platform: bool) -> bool:
    role = administration.PLATFORM if of_platform else administration.ADMINISTRATOR
    try:
        return change(desk.platform(), email, role)
    except administration.NoSuchAccount as fault:
        raise click.ClickException(str(fault)) from fault


ALL = (setup, admin)
