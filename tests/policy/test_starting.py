"""What a process that starts leaves for later: see ADR 0055."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LATER = {
    "holidays",
    "lxml",
    "docxtpl",
    "docx",
    "PIL",
    "cryptography",
    "segno",
    "pyotp",
    "pypdfium2",
    "pyhanko",
    "granian",
}
"""Packages that are loaded by what uses them, when it does."""
LOOK = """
import gc, json, sys
from app import create_app
from werkzeug.routing import Rule
whole, compiled = Rule._compile_builder, []
Rule._compile_builder = lambda rule, *args: compiled.append(rule.rule) or whole(rule, *args)
app = create_app()
loaded, at_start = sorted(sys.modules), list(compiled)
with app.test_request_context():
    built = [app.url_for("door.sign_in_page", **more) for more in ({}, {"van": "hier"}, {})]
print(json.dumps([loaded, at_start, compiled, built, gc.isenabled(), gc.get_freeze_count()]))
"""


def test_a_process_that_starts_loads_and_compiles_what_it_needs_first(tmp_path):
    """With the seal on: its key is there to be read."""
    known = os.environ | {"NAADLOOS_INSTANCE": str(tmp_path), "NAADLOOS_LOG": "ERROR"}
    said = subprocess.run([sys.executable, "-c", LOOK], cwd=ROOT, env=known, check=True, capture_output=True, text=True)
    loaded, at_start, compiled, built, looks, frozen = json.loads(said.stdout)
    assert "flask" in loaded
    assert not LATER & set(loaded)
    assert "views.commands" not in loaded
    assert at_start == []
    assert len(compiled) == 1, "built three times"
    assert built == [compiled[0], f"{compiled[0]}?van=hier", compiled[0]]
    assert looks
    assert frozen > 50_000, "what was loaded is not gone through again"
    assert not (tmp_path / "seal").exists(), "nobody asked for a seal"
