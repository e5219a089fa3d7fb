"""Every room of the house: the modules of views/ that have pages, each once. A new one: a line here."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from flask import Blueprint

ROOMS = (
    "action",
    "again",
    "begin",
    "calendar",
    "consent",
    "correction",
    "course",
    "document",
    "door",
    "dossier",
    "emergency",
    "figures",
    "fresh",
    "frozen",
    "handover",
    "health",
    "house",
    "house_template",
    "invitation",
    "keeping",
    "link",
    "logbook",
    "manage",
    "manual",
    "me",
    "metrics",
    "my_address",
    "my_password",
    "my_sessions",
    "openid",
    "openid_own",
    "opening",
    "organisation_register",
    "paper",
    "party",
    "pdf",
    "people",
    "place",
    "platform_overview",
    "platform_settings",
    "post",
    "privacy",
    "privacy_papers",
    "pupil_copy",
    "pupil_right",
    "question",
    "received",
    "record",
    "scan",
    "school_list",
    "search",
    "seat",
    "second_step",
    "signing",
    "signing_round",
    "tasks",
    "template_preview",
    "verify",
    "visits",
    "waiting_list",
    "work",
    "worklist",
)


def blueprints() -> Iterator[Blueprint]:
    """The pages of each."""
    for name in ROOMS:
        yield import_module(f"views.{name}").bp
