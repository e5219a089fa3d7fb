"""Every fault, one after the other: the disk, and what stands around the server."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

from tests.harness.fault import Fault
from tests.harness.faults_around import AROUND
from tests.harness.faults_disk import DISK

ALL: tuple[Callable[[], Fault], ...] = (*DISK, *AROUND)


def every(tell: Callable[[str], None], names: tuple[str, ...] = ()) -> Iterator[Fault]:
    """Each of them, or those of these names (of their functions)."""
    for one in ALL:
        if names and one.__name__ not in names:
            continue
        begun = time.monotonic()
        found = one()
        how = found.skipped or "; ".join(found.wrong) or f"seen: {found.saw[0] if found.saw else ''}"
        stand = "-" if found.skipped else "WRONG" if found.wrong else "ok"
        tell(f"{stand:6} {found.name} ({time.monotonic() - begun:.0f} s): {how}")
        yield found


if __name__ == "__main__":
    for shown in every(print, tuple(sys.argv[1:])):
        print(shown.told())
