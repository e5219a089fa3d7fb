"""Keeping up to date by which words each organisation finds a dossier, and what its lists show of it.

Each organisation finds by what it may read today, and by nothing else: the name in lists, the number, the pupils of a
dossier about pupils, school, CLB and provider, the state. A provider whose trajectory was followed by another's finds
by what was the case until then (T15). The PBD finds nothing. Why words are kept by organisation: ADR 0031.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rules.folding import findable, fold
from services import tasks
from services.dossiers import SEES_DOSSIERS, File, read_file, seen_from
from services.platform import NotFound, Platform
from store import accounts, deadlines, dossier_lines, dossiers
from store.accounts import Account
from store.dossier_lines import Line, Task
from store.dossiers import Dossier
from store.organisations import Organisation
from store.parties import Party

BATCH = 200
"""How many dossiers are computed in one write, so that others get their turn."""

NAMED = ("leerling", "leerlingen")
"""Kinds of dossier in which pupils are named to everybody who sees it; of a class or a school they are not."""


def keep(platform: Platform, dossier: Dossier | str) -> None:
    """Compute the lines and tasks of a dossier anew; inside the write of what changed it."""
    found = dossiers.dossier(platform.db, dossier) if isinstance(dossier, str) else dossier
    if found is not None and platform.building is None:
        file = read_file(platform, found)
        dossier_lines.keep(platform.db, found.id, *_computed(platform, file))


def keep_of_account(platform: Platform, account: Account) -> None:
    """Whether the dossiers of an account are still somebody's; inside the write that ends or revives it."""
    if account.organisation_id is not None:
        dossier_lines.free_or_not(platform.db, account.id, account.organisation_id)


def keep_missing(platform: Platform) -> int:
    """Compute what is not there, as after the migration that brought it; gives of how many dossiers. In many writes."""
    done, last = 0, ""
    while True:
        with platform.db.write():
            todo = dossier_lines.without_line(platform.db, last, BATCH)
            for dossier_id in todo:
                keep(platform, dossier_id)
        if not todo:
            return done
        done, last = done + len(todo), todo[-1]


def rebuild(platform: Platform) -> int:
    """Compute everything anew; gives of how many dossiers. Who searches meanwhile finds less."""
    dossier_lines.forget(platform.db)
    done = keep_missing(platform)
    dossier_lines.settle(platform.db)
    return done


def differences(platform: Platform, dossier_ids: Iterable[str] = ()) -> list[str]:
    """The numbers of the dossiers of which is kept what is no longer so: a self-check. Without ids of all."""
    return list(_different(platform, list(dossier_ids) or [one.id for one in dossiers.every(platform.db)]))


def _different(platform: Platform, dossier_ids: Iterable[str]) -> Iterator[str]:
    for dossier_id in dossier_ids:
        dossier = dossiers.dossier(platform.db, dossier_id)
        if dossier is None:
            continue
        lines, todo = _computed(platform, read_file(platform, dossier))
        kept = dossier_lines.lines_of(platform.db, dossier_id), dossier_lines.tasks_of(platform.db, dossier_id)
        if kept != (
            sorted(lines, key=lambda one: one.organisation_id),
            sorted(todo, key=lambda one: (one.organisation_id, one.ord)),
        ):
            yield dossier.number


def _computed(platform: Platform, file: File) -> tuple[list[Line], list[Task]]:
    days = deadlines.of_dossier(platform.db, file.dossier.id)
    asked = tasks.open_requests(platform, file)
    rounds = dossier_lines.open_rounds(platform.db, file.dossier.id)
    lines, todo = [], []
    for organisation_id in sorted(file.access):
        organisation = file.organisations[organisation_id]
        if organisation.soort not in SEES_DOSSIERS:
            continue
        try:
            seen = seen_from(organisation, file)
        except NotFound:  # a provider without a trajectory here
            continue
        own = tasks.of_dossier(organisation, seen, days, asked)
        todo += own
        lines.append(_line(platform, organisation, seen, own, rounds))
    return lines, todo


def _line(platform: Platform, organisation: Organisation, seen: File, own: list[Task], rounds: int) -> Line:
    dossier, until = seen.dossier, seen.until
    school = _school(platform, seen)
    return Line(
        organisation_id=organisation.id,
        dossier_id=dossier.id,
        soort=dossier.soort,
        schooljaar=dossier.schooljaar,
        state=seen.state,
        ended=seen.state not in tasks.TURN,
        free=not any(_works_for(platform, organisation, one) for one in seen.parties),
        open_rounds=rounds,
        due_date=tasks.first_day(own),
        school_id=school.id if school else None,
        naft_id=seen.trajectory.naft_id,
        clb_id=dossier.clb_id,
        name=fold(dossier.label),
        words=_words(seen),
        until=until,
        changed_at=dossier_lines.changed_at(platform.db, dossier.id, until) or dossier.created_at,
    )


def _works_for(platform: Platform, organisation: Organisation, party: Party) -> bool:
    if party.organisation_id != organisation.id or party.account_id is None:
        return False
    found = accounts.account(platform.db, party.account_id)
    return found is not None and found.active


def _words(seen: File) -> str:
    dossier = seen.dossier
    _, year, serial = dossier.number.split("-")
    found = {"#" + one for one in (year, serial, serial.lstrip("0"), year + serial)}
    found |= set(findable(dossier.label))
    if dossier.soort in NAMED:
        for pupil in seen.in_role("leerling"):
            for name in ("voornaam", "roepnaam", "familienaam"):
                found |= set(findable(str(pupil.answers.get(name) or "")))
    if dossier.soort != "leerling":
        found.add(dossier.soort)
    return f" {' '.join(sorted(found))} "


def _school(platform: Platform, seen: File) -> Organisation | None:
    """The school of the dossier, of two the last that came to see it; for who no longer follows it, that of then."""
    since = {one.organisation_id: one.since for one in dossiers.access_to(platform.db, seen.dossier.id)}
    mine = {one.organisation_id for one in seen.parties}
    there = [
        one
        for one in seen.organisations.values()
        if one.soort == "school" and (not seen.until or one.id in mine or since.get(one.id, "~") <= seen.until)
    ]
    there.sort(key=lambda one: (one.id in seen.access, since.get(one.id, ""), one.id))
    return there[-1] if there else None
