"""What administrators of the platform decide: each setting with its words, where it was fixed, and changing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from forms.scope import Answers, Json
from services import plan
from services.administration import require_platform
from services.platform import Platform, Settings, Who
from store import deadlines, events, settings
from store.settings import Kept

ENVIRONMENT = {"parents_block": "NAADLOOS_PARENTS_BLOCK", "answer_days": "NAADLOOS_ANSWER_DAYS"}
"""Setting -> the variable that fixes it where the server is installed (app.py)."""
NAMES = tuple(Settings.__dataclass_fields__)
CHANGED = "setting.changed"


@dataclass(frozen=True, slots=True)
class Fixed:
    """A setting that nobody changes here: its name, and which variable of the environment decides it."""

    name: str
    variable: str


def fixed(platform: Platform) -> list[Fixed]:
    """What was decided at the installation."""
    return [Fixed(name, ENVIRONMENT[name]) for name in NAMES if name in platform.fixed]


def answers(platform: Platform) -> dict[str, Json]:
    """The settings of now as the answers of a form (forms/instellingen.py); what is empty is absent."""
    return {name: value for name, value in asdict(platform.settings).items() if value != ""}


def last_changed(platform: Platform) -> Kept | None:
    """The setting that was changed last; None when nothing ever was."""
    kept = [one for name, one in settings.kept(platform.db).items() if name in NAMES]
    return max(kept, key=lambda one: one.changed_at, default=None)


def decided(platform: Platform) -> bool:
    """Whether somebody looked at the rules that an instance decides: kept them, or fixed them at the installation."""
    return {"parents_block", "answer_days"} <= {*settings.values(platform.db), *platform.fixed}


def change(platform: Platform, who: Who, told: Answers) -> list[str]:
    """Keep what is another value than before, each with an event; gives the names of those.

    :raises NotAllowed: for who is no administrator of the platform
    """
    require_platform(who)
    with platform.db.write():
        return put(platform, who.id, {name: told.get(name) for name in NAMES})


def put(platform: Platform, actor: str, told: Mapping[str, Json]) -> list[str]:
    """The same for any of the settings, inside the write of whoever checked that it may be."""
    before, kept, changed = asdict(platform.settings), settings.values(platform.db), []
    for name, value in told.items():
        old, new = _text(before[name]), _text(value)
        if name in platform.fixed or (old == new and name in kept):
            continue
        settings.put(platform.db, name, new, by=actor or None, at=platform.at())
        if old == new:  # decided now, if not otherwise than it was
            continue
        events.append(
            platform.db,
            type=CHANGED,
            actor=actor,
            dossier=None,
            subject=name,
            data={"van": old, "naar": new},
            at=platform.at(),
        )
        changed.append(name)
    if "answer_days" in changed:
        for dossier_id in deadlines.dossiers_with(platform.db, "antwoord"):
            plan.keep(platform, dossier_id)
    return changed


def _text(value: Json) -> str:
    """As it is kept: '1' and '0' for yes and no, '' for nothing."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else str(value)
