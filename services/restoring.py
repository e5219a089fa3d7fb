"""Putting a backup back, or trying to: checked before anything is touched, and nothing that was there is deleted."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from services import backup_files, instance_folder, restored
from services.backup import SPARE
from services.backup_files import BESIDE, DATABASE, DESTROYED, Found
from services.instance_folder import WORK
from services.instance_folder import CannotRestore as CannotRestore
from services.platform import Platform, Seal
from services.restored import How
from store import backups, migrations
from store.backups import CopyFailed, Unreadable
from store.database import Database
from store.events import Head
from store.in_use import InUse
from store.opening import Shut


@dataclass(frozen=True, slots=True)
class Done:
    """What was restored, and what came of it.

    `differences` are what does not hold in it (empty: all of it does), `settled` what was ended (store/backups.py).
    `aside` is where the database went that was there; `lost` how many events of each type it has that the copy has not,
    None when that cannot be told.
    """

    found: Found
    differences: list[str] = field(default_factory=list)
    settled: Mapping[str, int] = field(default_factory=dict)
    destroyed: int = 0
    aside: Path | None = None
    lost: Mapping[str, int] | None = None


def rehearse(platform: Platform, source: Path, *, key: str | None = None) -> Done:
    """Restore a backup beside the database, look at all of it, and take it away again; notes that it was tried.

    :param source: a backup, or a folder with backups: then the newest
    :param key: another key than that of the database, under which it may be
    :raises NoBackup, CannotRestore: when it cannot be restored
    """
    found = backup_files.newest(source)
    with _built(platform, found, platform.db.path.parent, key, plain=True) as (_, done):
        pass
    if not done.differences:
        backups.tried(platform.db, found.name, at=platform.at())
    return done


def restore(
    platform: Platform,
    source: Path,
    target: Path,
    *,
    key: str | None = None,
    plain: bool = False,
    over: bool = False,
    how: How = "restored",
) -> Done:
    """Put a backup in the folder of an instance; the server has to stand still.

    Every check is done on a copy; what is in use is replaced in one step, at the end.

    :param target: the folder of the instance
    :param key: another key than that of the database, under which the backup may be
    :param plain: it may be written without a key though the backup has one
    :param over: what is there goes aside, to a folder `before-restore-...`
    :param how: what its events tell: put back, or taken over by another machine
    :raises NoBackup, CannotRestore: nothing was changed then
    """
    found = backup_files.newest(source)
    with instance_folder.alone(platform, target, over=over) as present:
        lost = _lost(present, found)
        with _built(platform, found, target, key, plain=plain, how=how) as (work, done):
            aside = _put_in_place(work, present, platform.at())
    return replace(done, aside=aside, lost=lost)


def _put_in_place(work: Path, present: Database, at: str) -> Path | None:
    target = present.path.parent
    aside = instance_folder.put_aside(present, at)
    backup_files.bring(work, target, BESIDE)
    restored.merge_destroyed(work / DESTROYED, target / DESTROYED)
    (work / DATABASE).replace(target / DATABASE)
    backup_files.to_disk(target)
    return aside


@contextmanager
def _built(
    platform: Platform, found: Found, place: Path, key: str | None, *, plain: bool, how: How = "restored"
) -> Iterator[tuple[Path, Done]]:
    """The backup in a folder of its own, fit for use, with what came of the checks; the folder goes at the end.

    :raises CannotRestore: when it is newer than this program, damaged, or under a key that is not here
    """
    _refuse_unfit(found)
    instance_folder.sweep(place)
    instance_folder.refuse_full(place, 2 * found.manifest.size + SPARE)
    work = Path(tempfile.mkdtemp(prefix=WORK, dir=place))  # for this user alone
    made: Database | None = None
    try:
        made = _opened(platform, found, work, key, plain=plain)
        backup_files.bring(found.folder, work)
        for known in (platform.db.path.parent, place):  # of the instance too, where it is put back elsewhere
            restored.merge_destroyed(known / DESTROYED, work / DESTROYED)
        house = replace(platform, db=made, sealing=Seal)
        differences, destroyed, settled = restored.make_fit(house, found, how)
        made.close()
        backups.one_file(made)
        backup_files.to_disk(made.path)
        yield work, Done(found, differences, settled, destroyed)
    except (CopyFailed, Unreadable, Shut, InUse, OSError) as fault:
        raise CannotRestore(f"{found.folder}: {getattr(fault, 'strerror', None) or fault}") from fault
    finally:
        if made is not None:
            made.close()
        shutil.rmtree(work, ignore_errors=True)


def _refuse_unfit(found: Found) -> None:
    if found.manifest.schema > len(migrations.NAMES):
        raise CannotRestore(
            f"{found.name} is of Naadloos {found.manifest.naadloos}, schema {found.manifest.schema}; this program knows"
            f" up to {len(migrations.NAMES)}. Update the program first."
        )
    gone = backup_files.damaged(found)
    if gone:
        raise CannotRestore(f"{found.name} is damaged: {', '.join(gone)} is not as it was made. Take another backup.")


def _opened(platform: Platform, found: Found, work: Path, key: str | None, *, plain: bool) -> Database:
    """The copy in `work`, under the key of the instance, and sound.

    :raises CannotRestore: when it is under another key, or damaged
    """
    told, target = found.manifest, work / DATABASE
    own = backups.beside(platform.db, target)
    candidates = [own, Database(target, None), *([Database(target, key)] if key else [])]
    under = next((one for one in candidates if backups.mark(one) == told.key), None)
    if under is None:
        raise CannotRestore(
            f"{found.name} is under another key than DATABASE_KEY and NAADLOOS_BACKUP_KEY. Set the key of when it was"
            " made."
        )
    if told.key and not own.is_keyed and not plain:
        raise CannotRestore(
            f"{found.name} is encrypted and would be written in clear. Set DATABASE_KEY, or say --plain."
        )
    shutil.copyfile(found.folder / DATABASE, target)
    target.chmod(0o600)
    if backups.mark(under) != backups.mark(own):
        first = backups.beside(under, work / "first.db")
        target.rename(first.path)
        backups.copy(first, own)
        first.path.unlink()
    seen = backups.look(own)
    wrong = [*backups.faults(own), *(f"rows of {one} refer to what is not there" for one in seen.broken)]
    if Head(int(told.head["seq"]), str(told.head["hash"])) != seen.head:
        wrong.append("its last event is another")
    if dict(told.counts) != seen.counts:
        wrong.append("it has other rows")
    if wrong:
        raise CannotRestore(f"{found.name} is damaged: {'; '.join(wrong[:5])}. Take another backup.")
    return own


def _lost(present: Database, found: Found) -> Mapping[str, int] | None:
    """Which events the present database has after the last one of the backup."""
    head = found.manifest.head
    try:
        if backups.is_empty(present):
            return {}
        return backups.since(present, Head(int(head["seq"]), str(head["hash"])))
    except Unreadable:
        return None
