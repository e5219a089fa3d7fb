"""Known flaws in what is installed: against a list of our own, which needs no network, and with pip-audit, which does.

`python -m tests.audit_packages`, part of `make check`. It fails when something is older than requirements-floor.txt
allows, or when pip-audit finds a flaw. Where pip-audit cannot reach its data it says so, and that nothing was audited:
without data it finds nothing, and that is no good news.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
FLOOR = ROOT / "requirements-floor.txt"
PATIENCE = 10
"""Seconds that pip-audit may wait for an answer."""
AT_MOST = 90
FOUND = re.compile(r"Found \d+ known vulnerabilit")


def floor() -> Iterator[tuple[Requirement, str]]:
    """What requirements-floor.txt asks, each with why.

    :raises ValueError: for a line without a reason
    """
    for line in FLOOR.read_text("utf-8").splitlines():
        asked, _, why = line.partition("  # ")
        if line.startswith("#") or not line.strip():
            continue
        if not why.strip():
            raise ValueError(f"{line}: say what was mended")
        yield Requirement(asked), why


def too_old(installed: Callable[[str], str] = version) -> list[str]:
    """What is installed and older than it may be, each with why."""
    found = []
    for asked, why in floor():
        try:
            there = installed(asked.name)
        except PackageNotFoundError:
            continue
        if not asked.specifier.contains(there, prereleases=True):
            found.append(f"{asked.name} {there} is older than {asked.specifier}: {why}")
    return found


def audit(command: list[str]) -> tuple[int, str]:
    """Run pip-audit: 0 and what it says when it could look or could not, 1 when it found a flaw."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=AT_MOST, check=False, cwd=ROOT)
        said = f"{done.stdout}\n{done.stderr}".strip()
    except (OSError, subprocess.TimeoutExpired) as fault:
        return 0, f"NOT AUDITED: {type(fault).__name__}"
    if FOUND.search(said):
        return 1, said
    if done.returncode == 0:
        return 0, said.splitlines()[-1]
    return 0, f"NOT AUDITED: pip-audit could not look. It said: {said.splitlines()[-1] if said else 'nothing'}"


def main() -> int:
    """0 when nothing known is wrong, as far as could be seen."""
    old = too_old()
    for line in old:
        print(line)
    files = [f"-r{name}" for name in ("requirements.txt", "requirements-dev.txt")]
    tool = str(Path(sys.executable).with_name("pip-audit"))
    wrong, said = audit(
        [tool, "-S", "--no-deps", "--disable-pip", "--progress-spinner=off", f"--timeout={PATIENCE}", *files]
    )
    print(said)
    print(f"requirements-floor.txt: {len(list(floor()))} packages, {len(old)} too old")
    return 1 if old or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
