"""The main menu and the menu under one's own name: data, so that a new room is one line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, request

from services import administration, figures
from services.platform import Who
from views.addresses import url_for


def _everybody(_: Who) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: the page it opens, its word, the blueprints that are this room, and for whom it is."""

    endpoint: str
    label: str
    rooms: tuple[str, ...]
    shown: Callable[[Who], bool] = _everybody


MAIN = (
    Item("worklist.page", "Werklijst", ("worklist",)),
    Item(
        "search.page",
        "Dossiers",
        (
            "search",
            "dossier",
            "record",
            "tasks",
            "opening",
            "course",
            "pupil_right",
            "pupil_copy",
            "correction",
            "visits",
            "handover",
            "emergency",
        ),
    ),
    Item("waiting.page", "Handtekeningen", ("waiting",)),
    Item("question.overview", "Vragen", ("question",)),
    Item("figures.page", "Cijfers", ("figures",), figures.may_see),
    Item(
        "manage.page",
        "Beheer",
        (
            "manage",
            "people",
            "house",
            "template",
            "preview",
            "post",
            "logbook",
            "keeping",
            "privacy_papers",
            "openid_own",
        ),
        administration.is_administrator,
    ),
    Item(
        "platform.page",
        "Platform",
        ("platform", "school_list", "register", "settings"),
        administration.is_platform_administrator,
    ),
)
"""What everybody at work sees on top of each page."""

OWN = (
    Item("me.page", "Mijn voorkeuren", ("me",)),
    Item("second_step.overview", "Mijn beveiliging", ("second_step", "my_password", "my_address")),
    Item("manual.page", "Handleiding", ("manual",)),
)
"""What stands under one's own name."""


def shown(items: tuple[Item, ...], who: Who) -> list[dict[str, object]]:
    """The entries for this person, each with its address and whether one is there now."""
    return [
        {"label": one.label, "url": url_for(one.endpoint), "hier": request.blueprint in one.rooms, "naam": one.endpoint}
        for one in items
        if one.endpoint in current_app.view_functions and one.shown(who)
    ]
