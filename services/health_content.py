"""Looks at what is kept: the file, the chain, and whether one thing still agrees with another. Ids, never people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from services import chain_check, destroyed_list, finding, ledger, retold, template_check, template_names
from services.health import House, Seen, many, when
from services.platform import Platform, local
from store import backups, destructions, dossiers, events, house_templates, trajectories
from store import templates as kept

CHECK_EVERY = timedelta(days=31)
TAIL = 1000
"""How many of the last events a quick look computes again."""
MOST = 3
"""How many places of a fault are named."""
AUDIT = "Zoek uit wie de database kon openen. Het bevel audit verify zegt meer."


def pages_quick(house: House) -> Seen:
    """Whether the file can be opened with its key, and read."""
    return _file(backups.faults(house.platform.db, whole=False))


def pages(house: House) -> Seen:
    """The same, and whether every index agrees with its table."""
    return _file(backups.faults(house.platform.db))


def references(house: House) -> Seen:
    """Whether rows refer to what is there."""
    broken = backups.look(house.platform.db).broken
    if broken:
        return Seen("mis", f"Er zijn verwijzingen naar wat er niet is, in {_listed(broken)}.", "Zet een back-up terug.")
    return Seen("goed", "Alle verwijzingen kloppen.")


def chain_quick(house: House) -> Seen:
    """How the last check of the chain went, and whether its end holds."""
    platform = house.platform
    tail = events.verify_tail(platform.db, TAIL)
    if tail:
        return Seen("mis", chain_check.BROKEN.format(tail[0].seq))
    state, ended = chain_check.last(platform)
    if state.is_open:
        return Seen("goed", "De controle is bezig. Laad deze pagina straks opnieuw.")
    if state.status == "mislukt":
        return Seen("mis", f"{state.error} Nagekeken op {when(ended)}.")
    if not ended:
        return Seen("let_op", "De keten werd hier nog nooit nagekeken.")
    old = local(ended) < platform.now() - CHECK_EVERY
    said = f"Alles klopte op {when(ended)}."
    return Seen("let_op" if old else "goed", said, "Dat is lang geleden." if old else "")


def chain(house: House) -> Seen:
    """The whole chain, computed again."""
    found = events.audit(house.platform.db)
    if found.broken:
        return Seen("mis", chain_check.BROKEN.format(min(one.seq for one in found.broken)), AUDIT)
    return Seen("goed", f"Alle {found.events} gebeurtenissen kloppen, tot {found.head.seq}:{found.head.hash[:12]}.")


def states(house: House) -> Seen:
    """Whether each trajectory stands where its events brought it."""
    wrong = list(_elsewhere(house.platform))
    if wrong:
        return Seen("mis", f"In {_listed(wrong)} klopt de stand niet met wat er gebeurde.", AUDIT)
    return Seen("goed", "Elk traject staat waar de gebeurtenissen het brachten.")


def files(house: House) -> Seen:
    """Whether files, signatures and versions agree with their hashes and the chain."""
    found = ledger.compare(house.platform)
    if found.differences:
        first = found.differences[0]
        told = f"{many(len(found.differences), 'verschil', 'verschillen')}, zoals {first.kind} {first.id}."
        return Seen("mis", told, "Het bevel audit documents noemt ze alle.")
    return Seen("goed", f"{found.versions} versies, {found.signatures} handtekeningen, {found.documents} documenten.")


def search(house: House) -> Seen:
    """Whether lists and searching say what the dossiers say."""
    wrong = finding.differences(house.platform)
    if wrong:
        return Seen("let_op", f"De lijsten kloppen niet voor {_listed(wrong)}.", "Voer search rebuild uit.")
    return Seen("goed", "De lijsten zeggen wat de dossiers zeggen.")


def destroyed(house: House) -> Seen:
    """Whether nothing that was destroyed is here again, as after an old file was put back by hand."""
    platform = house.platform
    done = {(one.dossier_id, one.organisation_id) for one in destructions.carried_out(platform.db)}
    back = {
        one.dossier
        for one in destroyed_list.lines(platform)
        if (one.dossier, one.organisation) not in done and dossiers.dossier(platform.db, one.dossier) is not None
    }
    if back:
        one = len(back) == 1
        said = f"{many(len(back), 'vernietigd dossier', 'vernietigde dossiers')} {'staat' if one else 'staan'} er weer."
        return Seen("mis", said, "Voer op de server het bevel retention reapply uit.")
    return Seen("goed", "Wat vernietigd werd, staat er niet meer.")


def templates(house: House) -> Seen:
    """Whether every Word template that is in use can be used."""
    wrong, count = [], 0
    for name, content in _templates(house.platform):
        count += 1
        if any(one.severity == "fout" for one in template_check.check(name, content)):
            wrong.append(name)
    if wrong:
        return Seen("mis", f"Niet bruikbaar: {_listed(wrong)}.", "Het bevel templates check zegt wat er mis is.")
    return Seen("goed", f"Alle {count} sjablonen zijn bruikbaar.")


def _file(faults: list[str]) -> Seen:
    if faults:
        said = f"Het bestand van de database is beschadigd: {many(len(faults), 'fout', 'fouten')}."
        return Seen("mis", said, "Stop de server, zet het bestand opzij, en zet een back-up terug.")
    return Seen("goed", "Het bestand van de database is heel.")


def _elsewhere(platform: Platform) -> Iterator[str]:
    for one in dossiers.every(platform.db):
        told = events.of_dossier(platform.db, one.id)
        if any(event.data is None for event in told):  # destroyed: nothing tells any more
            continue
        there = [trajectory.state for trajectory in trajectories.trajectories_of(platform.db, one.id)]
        if retold.states(told) != there:
            yield one.number


def _templates(platform: Platform) -> Iterator[tuple[str, bytes]]:
    for path in sorted(Path(platform.templates).glob("*.docx")):
        yield template_names.template_named(path.name), path.read_bytes()
    for own in house_templates.every_in_use(platform.db):
        yield own.name, kept.content(platform.db, own.sha256) or b""


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    more = f" en {len(every) - MOST} andere" if len(every) > MOST else ""
    return ", ".join(every[:MOST]) + more
