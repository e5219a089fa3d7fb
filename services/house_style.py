"""The colour of an organisation: kept when it can be read, and turned into the tokens of static/theme.css."""

from __future__ import annotations

from services import administration, colours, organisation_choice
from services.colours import Verdict
from services.platform import NotFound, Platform, Who
from store import accounts, organisations
from store.versions import Version

NO_COLOUR = "Vul een kleur in als # met zes cijfers of letters, bijvoorbeeld #0b5260."


class BadColour(ValueError):
    """Not a colour, or one that cannot be read: `verdict` says of the last how it reads, and names a better one."""

    def __init__(self, message: str, verdict: Verdict | None = None) -> None:
        super().__init__(message)
        self.verdict = verdict


def put(platform: Platform, who: Who, typed: str) -> str:
    """Keep the colour of the own organisation; gives it as it is kept.

    :raises NotAllowed: for who is no administrator
    :raises BadColour: for what is no colour, or cannot be read
    """
    administration.require(who)
    colour = colours.parse(typed)
    if colour is None:
        raise BadColour(NO_COLOUR)
    found = colours.verdict(colour)
    if not found.good:
        raise BadColour(
            f"Tekst in deze kleur is te licht om te lezen: {in_words(found.contrast)} op 1, en minstens 7 op 1 is "
            f"nodig. Kies een donkerder kleur, bijvoorbeeld {found.better}.",
            found,
        )
    _keep(platform, who, colour)
    return colour


def remove(platform: Platform, who: Who) -> None:
    """Back to the colour of Naadloos. A second time changes nothing.

    :raises NotAllowed: for who is no administrator
    """
    administration.require(who)
    _keep(platform, who, "")


def stylesheet(colour: str, where: str = ":root") -> str:
    """The tokens of a colour, for a page or for a part of it (a selector)."""
    made = colours.palette(colour)
    rgb, hover = (", ".join(str(part) for part in colours.channels(one)) for one in (made.accent, made.dark))
    tokens = {
        "--accent": made.accent,
        "--accent-dark": made.dark,
        "--accent-soft": made.soft,
        "--accent-line": made.line,
        "--bs-link-color-rgb": rgb,
        "--bs-link-hover-color-rgb": hover,
    }
    return f"{where} {{\n" + "".join(f"  {name}: {value};\n" for name, value in tokens.items()) + "}\n"


def of_host(platform: Platform, version: Version) -> str:
    """The colour of the organisation that lets a version be signed; '' when it has none."""
    account = accounts.account(platform.db, version.frozen_by)
    host = organisations.organisation(platform.db, account.organisation_id or "") if account else None
    return host.accent if host else ""


def in_words(contrast: float) -> str:
    """'4,2': rounded down, so that it is never said to be more."""
    return f"{int(contrast * 10) / 10}".replace(".", ",")


def _keep(platform: Platform, who: Who, colour: str) -> None:
    with platform.db.write():
        now = organisations.organisation(platform.db, who.organisation.id)
        if now is None:
            raise NotFound
        organisation_choice.keep(platform, who.id, now, event="accent", said={"kleur": colour}, accent=colour)
