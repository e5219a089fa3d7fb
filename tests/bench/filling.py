"""What a Word file costs: filled our way, by docxtpl as it is, by docxtemplater, and what packing it costs anyhow.

All in one run, in turn, as medians of rounds; in processor time, so that others on the machine do not count. The
template is that of the goals, with as many goals as asked. How much memory is that of a process that does nothing else.
Ours: `services/filling.py`, with the template made ready before. docxtpl: opens, compiles and saves each time, as its
documentation says. Limit: deflating the parts that differ from file to file, as hard as we do, and nothing else.
"""

from __future__ import annotations

import functools
import io
import json
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services import filling, opc
from tests.bench.measuring import Found, Key, Measured, Rounds, Value, cost, in_turn

GOALS = (1, 10, 100, 1000)
ROUNDS = {1: 9, 10: 11, 100: 7, 1000: 5}
BATCH = {1: 20, 10: 20, 100: 5, 1000: 1}
"""How many fills are timed together, of those that take a few ms."""

WARM = {1: 50, 10: 50, 100: 20, 1000: 3}
"""How many fills docxtemplater does before as many count: a new process of node compiles while it runs."""

PACKAGES = ("docxtemplater@3.71.0", "pizzip@3.2.0")
BUILD = Path("build/bench")
SCRIPT = Path(__file__).with_name("docxtemplater.js")

KEYS = (
    Key("fill_vs_docxtpl", "docxtpl against ours, 10 goals and 5 signatures", at_least=40),
    Key("fill_vs_zip_limit", "ours against deflating what differs from file to file, and nothing else", at_most=2),
    Key("fill_vs_docxtemplater", "docxtemplater against ours, 10 goals, no signatures", at_least=15),
    Key("fill_1000_vs_docxtpl", "docxtpl against ours, 1,000 goals and 5 signatures", at_least=10),
    Key("fill_1000_rss_mb", "most memory of a process that fills one file of 1,000 goals", at_most=60),
    Key("fill_differences", "files that are not docxtpl's, of every template, example and reader", at_most=0),
    Key("fill_thread_errors", "files with a foreign value, or none, of 8 threads with 200 fills each", at_most=0),
    Key("seal_ms_vs_fill_plain", "sealing a file against one plain fill by docxtpl", at_most=0.4),
    Key("fill_ms", "processor time of a file of 10 goals with 5 signatures"),
    Key("fill_vs_docxtpl_compiled", "docxtpl with its compiled parts kept, against ours"),
    Key("finish_ms", "from names to a sealed file with its record, 10 goals"),
    Key("finish_vs_docxtpl_and_zips", "the same with docxtpl, and a zip after each step, against ours"),
)


@dataclass(frozen=True)
class Row:
    """What filling so many goals cost, in ms and in MB."""

    goals: int
    drawn: bool
    ms: Rounds
    mb: Mapping[str, float]

    def told(self, way: str) -> str:
        """What a way took, '-' where it could not be measured."""
        return f"{self.ms[way]:.2f}" if way in self.ms.found else "-"

    def ratio(self, one: str, other: str) -> Value | None:
        """How many times as long the one takes as the other; None where one could not be measured."""
        return self.ms.ratio(one, other) if {one, other} <= self.ms.found.keys() else None


def docxtpl(template: bytes, names: Mapping[str, Any]) -> bytes:
    """A file by docxtpl alone, in the same sandbox, of which nothing is kept."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    from services import word_template
    from services.sandbox import PLACING, _for_docxtpl

    word = word_template._Word(io.BytesIO(template))
    placing = word_template._InlinePictures(word)
    sandbox = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_for_docxtpl)
    word.render({**names, PLACING: placing}, sandbox, autoescape=True)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def ours(template: bytes, names: Mapping[str, Any]) -> bytes:
    """A file by the quick road."""
    return opc.write_package(filling.fill(template, names))


def limit(parts: Mapping[str, bytes]) -> None:
    """Packing what differs from file to file; a PNG is packed already."""
    for name, data in parts.items():
        if not isinstance(data, opc.Kept) and not name.endswith(".png"):
            packer = zlib.compressobj(opc.LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
            packer.compress(data)
            packer.flush()


@functools.cache
def row(number: int, drawn: bool) -> Row:
    """So many goals, with or without five signatures."""
    from tests.filled import goals

    one = goals(number, drawn=drawn)
    content, names = one.content, one.names
    parts, times = filling.fill(content, names), BATCH[number]
    ways: dict[str, Callable[[], float]] = {
        "ours": lambda: cost(lambda: ours(content, names), times),
        "limit": lambda: cost(lambda: limit(parts), times),
        "docxtpl": lambda: cost(lambda: docxtpl(content, names)),
        "kept": lambda: cost(lambda: filling.fill_plain(content, names)),
    }
    if not drawn and not isinstance(other := docxtemplater(), str):
        ways["docxtemplater"] = lambda: other(number)
    found = in_turn(ways, ROUNDS[number])
    return Row(number, drawn, found, {way: memory(way, content, names) for way in ("ours", "docxtpl")})


def memory(way: str, template: bytes, names: Mapping[str, Any]) -> float:
    """The most memory, in MB, that a process has which fills one file in this way, and packs it."""
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given"
        given.write_bytes(pickle.dumps((template, dict(names))))
        asked = [sys.executable, "-m", "tests.bench.filling", way, str(given)]
        return float(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)


def _alone(way: str, given: str) -> float:
    """What `memory` runs in a process of its own; getrusage would count the process that started it too."""
    template, names = pickle.loads(Path(given).read_bytes())
    {"ours": ours, "docxtpl": docxtpl}[way](template, names)
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


@functools.cache
def docxtemplater() -> Callable[[int], float] | str:
    """What times docxtemplater with so many goals, or why it cannot."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return "node and npm are not there"
    BUILD.mkdir(parents=True, exist_ok=True)
    install = [npm, "install", "--no-audit", "--no-fund", "--no-save", "--prefix", str(BUILD), *PACKAGES]
    try:
        subprocess.run(install, check=True, capture_output=True, timeout=180)
    except (subprocess.SubprocessError, OSError) as fault:
        return f"npm could not install {PACKAGES[0]}: {type(fault).__name__}"
    template, known = _tagged()
    (BUILD / "template.docx").write_bytes(template)

    def timed(number: int) -> float:
        data, out = BUILD / f"{number}.json", BUILD / f"{number}.docx"
        goal = known["doelen"][0]
        given = known | {"doelen": [{**goal, "nr": nth} for nth in range(1, number + 1)]}
        data.write_text(json.dumps(given), "utf-8")
        asked = [node, str(SCRIPT), str(BUILD / "template.docx"), str(data), str(out), str(WARM[number])]
        paths = os.environ | {"NODE_PATH": str((BUILD / "node_modules").resolve())}
        told = subprocess.run(asked, check=True, capture_output=True, text=True, env=paths).stdout
        body = opc.read_package(out.read_bytes())["/word/document.xml"].decode()
        if body.count(goal["tekst"]) != number or "[[" in body:
            raise ValueError("docxtemplater made another document")
        return float(told)

    return timed


def _tagged() -> tuple[bytes, dict[str, Any]]:
    """The goals as a template of docxtemplater, and the values for it: made by filling ours with tags.

    What is on a condition in ours stands in it or not, once and for all: that spares docxtemplater some work.
    """
    from docx.oxml.parser import parse_xml
    from lxml import etree

    from tests.filled import goals

    one = goals(1, drawn=False)
    known: dict[str, Any] = {}
    names = {name: value if name == "doc" else _tags(value, name, known) for name, value in one.names.items()}
    goal: dict[str, Any] = {}
    names["doelen"] = [{name: _tags(value, name, goal) for name, value in one.names["doelen"][0].items()}]
    parts = filling.fill(one.content, names)
    root = parse_xml(parts["/word/document.xml"])
    body = root[-1]
    texts = ["".join(str(text) for text in block.itertext()) for block in body]
    blocks = [at for at, text in enumerate(texts) if any(f"[[{name}]]" in text for name in goal)]
    for place, tag in ((blocks[-1] + 1, "[[/doelen]]"), (blocks[0], "[[#doelen]]")):
        word = f'<w:p xmlns:w="{root.nsmap["w"]}"><w:r><w:t>{tag}</w:t></w:r></w:p>'
        body.insert(place, parse_xml(word))
    filled = {**parts, "/word/document.xml": etree.tostring(root, encoding="UTF-8", standalone=True)}
    return opc.write_package(filled), known | {"doelen": [goal]}


def _tags(value: Any, name: str, known: dict[str, Any]) -> Any:
    """A value with a tag in the place of each text, which becomes `known` by that tag."""
    if isinstance(value, dict):
        return {key: _tags(one, f"{name}_{key}", known) for key, one in value.items()}
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return [_tags(one, f"{name}_{nth}", known) for nth, one in enumerate(value)]
    if not value or isinstance(value, bool):
        return value
    known[name] = ", ".join(value) if isinstance(value, list) else str(value)
    return [f"[[{name}]]"] if isinstance(value, list) else f"[[{name}]]"


def differences() -> int:
    """How many files of ours are not those of docxtpl: every template, example, reader and way of sharing."""
    from tests.filled import every
    from tests.sjablonen_hulp import SHARED

    return sum(
        list(filling.fill(one.content, one.names).items()) != list(filling.fill_plain(one.content, one.names).items())
        for one in every(*SHARED)
    )


def finishing() -> Rounds:
    """Sealing a file, and all from names to a sealed file with its record: as it is, and with a zip after each step."""
    from services import record_part
    from services.seal import seal, sealed
    from tests.filled import goals
    from tests.sealing import AT, inside, own_key, record_xml

    one, record, key = goals(10), record_xml(inside()), own_key()
    content = opc.write_package(record_part.added(filling.fill(one.content, one.names), record))

    def now() -> bytes:
        return opc.write_package(sealed(record_part.added(filling.fill(one.content, one.names), record), key, AT))

    def before() -> bytes:
        return seal(record_part.add(docxtpl(one.content, one.names), record), key, AT)

    ways = {
        "seal": lambda: cost(lambda: seal(content, key, AT), 5),
        "docxtpl": lambda: cost(lambda: docxtpl(one.content, one.names)),
        "now": lambda: cost(now, 5),
        "before": lambda: cost(before),
    }
    return in_turn(ways, ROUNDS[10])


def measured() -> Measured:
    """Every figure by its name, and of those that are None why."""
    from tests.filled import strangers

    ten, thousand, bare, finished = row(10, True), row(1000, True), row(10, False), finishing()
    found: Found = {
        "fill_ms": ten.ms["ours"],
        "fill_vs_docxtpl": ten.ratio("docxtpl", "ours"),
        "fill_vs_docxtpl_compiled": ten.ratio("kept", "ours"),
        "fill_vs_zip_limit": ten.ratio("ours", "limit"),
        "fill_vs_docxtemplater": bare.ratio("docxtemplater", "ours"),
        "fill_1000_vs_docxtpl": thousand.ratio("docxtpl", "ours"),
        "fill_1000_rss_mb": thousand.mb["ours"],
        "fill_differences": differences(),
        "fill_thread_errors": len(strangers(8, 200)),
        "seal_ms_vs_fill_plain": finished.ratio("seal", "docxtpl"),
        "finish_ms": finished["now"],
        "finish_vs_docxtpl_and_zips": finished.ratio("before", "now"),
    }
    other = docxtemplater()
    return found, {"fill_vs_docxtemplater": other} if isinstance(other, str) else {}


def table() -> str:
    """Every number of goals, with and without signatures, side by side."""
    head = (
        f"{'goals':>5} {'signed':>6} {'ours ms':>9} {'limit ms':>9} {'docxtpl ms':>11} {'compiled':>9}"
        f" {'docxtemplater':>14} {'x docxtpl':>10} {'x limit':>8} {'ours MB':>8} {'docxtpl MB':>11}"
    )
    lines = [head]
    for number in GOALS:
        for drawn in (False, True):
            one = row(number, drawn)
            lines.append(
                f"{number:>5} {'yes' if drawn else 'no':>6} {one.told('ours'):>9} {one.told('limit'):>9}"
                f" {one.told('docxtpl'):>11} {one.told('kept'):>9} {one.told('docxtemplater'):>14}"
                f" {one.ratio('docxtpl', 'ours') or 0:>10.1f} {one.ratio('ours', 'limit') or 0:>8.2f}"
                f" {one.mb['ours']:>8.1f} {one.mb['docxtpl']:>11.1f}"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in ("ours", "docxtpl"):
        print(_alone(*sys.argv[1:]))
    else:
        from tests.bench.report import alone

        print(table(), end="\n\n")
        alone("fill")
