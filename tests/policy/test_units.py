"""The files of deploy/: they can be read, start what there is, shut it in, and say the same as the guide."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from deploy import timers
from tests.policy.test_docs import ROOT, unknown

DEPLOY = ROOT / "deploy"
GUIDE = (ROOT / "docs" / "beheer.md").read_text("utf-8")
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
FLASK = ["/opt/naadloos/.venv/bin/flask", "--app", "app"]
OTHERS = {"naadloos-litestream": "/opt/naadloos/.venv/bin/litestream"}
NEEDED = {
    **dict.fromkeys(("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "LockPersonality"), "yes"),
    **dict.fromkeys(("ProtectKernelTunables", "ProtectKernelModules", "ProtectControlGroups", "ProtectClock"), "yes"),
    "ProtectSystem": "strict",
    "CapabilityBoundingSet": "",
    "SystemCallArchitectures": "native",
    "UMask": "0077",
    "User": "naadloos",
    "StateDirectoryMode": "0700",
    "EnvironmentFile": "-/etc/naadloos/naadloos.env",
}
KEYS = ("t", "uitnodiging", "e-mailadres", "agenda")
"""What of an address is followed by a key (services/log_mask.py)."""


def read(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Section -> its lines, in order: a key may be there more than once."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found[list(found)[-1]].append((key, value))
    parser = ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.read(path)
    assert set(parser.sections()) == set(found)
    return found


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_a_service_starts_commands_that_are_there_and_is_shut_in(path):
    service = read(path)["Service"]
    started = [shlex.split(value) for key, value in service if key in ("ExecStart", "ExecStartPre")]
    assert started
    for words in started:
        if path.stem in OTHERS:
            assert words[0] == OTHERS[path.stem]
            continue
        assert words[:3] == FLASK
        assert not unknown(words[3:]), f"{path.name}: {unknown(words[3:])}"
    assert NEEDED.items() <= dict(service).items()
    assert "SystemCallFilter" in dict(service)


@pytest.mark.parametrize("path", [one for one in UNITS if one.suffix == ".timer"], ids=lambda path: path.stem)
def test_a_timer_has_its_service_and_is_understood_without_systemd(path):
    assert path.with_suffix(".service") in SERVICES
    said = timers.read(path.stem)
    assert said.commands
    assert all(list(one[:3]) == FLASK for one in said.commands)


def test_every_unit_stands_in_the_guide():
    assert [path.name for path in UNITS if f"`{path.name}`" not in GUIDE] == []


def test_every_service_that_runs_once_has_a_timer():
    once = {path.stem for path in SERVICES if ("Type", "oneshot") in read(path)["Service"]}
    assert once == set(timers.names())


def test_what_is_enabled_stops_and_starts_with_the_target():
    for path in UNITS:
        if "Install" in (said := read(path)) and path.suffix != ".target":
            assert ("PartOf", "naadloos.target") in said["Unit"], path.name
            assert said["Install"] == [("WantedBy", "naadloos.target")], path.name


def test_systemd_finds_nothing_wrong(tmp_path):
    """With its own eyes, where it is installed; what it calls is put in the place of the program."""
    if (verify := shutil.which("systemd-analyze")) is None:
        pytest.skip("NOT LOOKED AT: there is no systemd here")
    for path in UNITS:
        text = path.read_text("utf-8").replace("/opt/naadloos/.venv/bin/", "/bin/true #")
        (tmp_path / path.name).write_text(re.sub(r"^(Exec\w+)=/bin/true #.*", r"\1=/bin/true", text, flags=re.M))
    units = sorted(str(path) for path in tmp_path.iterdir())
    done = subprocess.run([verify, "verify", "--man=no", *units], capture_output=True, text=True, timeout=60)
    ours = [line for line in done.stderr.splitlines() if "naadloos" in line]
    assert (done.returncode, ours) == (0, []), done.stderr


# Moments: the winter hour in Brussels is one later than UTC, the summer hour two.
@pytest.mark.parametrize(
    ("said", "now", "last"),
    [
        ("*:0/5", "2026-11-27T10:04:59", "2026-11-27T10:00:00"),
        ("*:2/5", "2026-11-27T10:01:00", "2026-11-27T09:57:00"),
        ("*-*-* 02:30:00 Europe/Brussels", "2026-11-27T01:29:00", "2026-11-26T01:30:00"),
        ("*-*-* 02:30:00 Europe/Brussels", "2026-07-01T00:30:00", "2026-07-01T00:30:00"),
        ("Sun *-*-* 06:00:00 Europe/Brussels", "2026-11-27T10:00:00", "2026-11-22T05:00:00"),
    ],
)
def test_a_timer_knows_its_last_moment(said, now, last):
    found = timers.moment(said).before(datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == datetime.fromisoformat(last).replace(tzinfo=UTC)


@pytest.mark.parametrize("said", ["daily", "*:0/7", "*-*-01 02:30:00", "Sun 06:00", "*:0"])
def test_a_moment_that_is_not_understood_stops(said):
    with pytest.raises(timers.NotUnderstood):
        timers.moment(said)


def test_a_missed_night_is_made_up_for_once_and_a_failure_stops_what_follows(tmp_path, caplog):
    kept, out = timers.Kept(tmp_path / "timers.json"), tmp_path / "done"
    for name, lines in {
        "nightly.timer": "OnCalendar=*-*-* 02:30:00 Europe/Brussels\nPersistent=yes",
        "often.timer": "OnCalendar=*:0/5",
        "nightly.service": f"ExecStart=sh -c 'echo night >> {out}; exit 1'\nSuccessExitStatus=1\n"
        f"ExecStart=sh -c 'echo after >> {out}; exit 3'\nExecStart=sh -c 'echo never >> {out}'",
        "often.service": f"ExecStart=sh -c 'echo often >> {out}'",
    }.items():
        (tmp_path / name).write_text(f"[Unit]\n{lines}\n")
    found = [timers.read(name, tmp_path) for name in timers.names(tmp_path)]
    start = datetime(2026, 11, 27, 12, 1, tzinfo=UTC)
    for now in (
        start,
        start + timedelta(minutes=1),
        start + timedelta(minutes=4),
        start + timedelta(days=1, minutes=2),
    ):
        timers.run(found, kept, now)
    assert out.read_text().split() == ["often", "night", "after"], "what is not persistent is not made up for"
    assert "timer failed" in caplog.text
    kept.path.write_text("half")
    assert kept.read() == {}


def test_a_full_disk_a_clock_that_ran_ahead_and_a_command_that_hangs_stop_no_timer(tmp_path):
    start, out = datetime(2026, 11, 27, 12, 1, tzinfo=UTC), tmp_path / "done"
    at = timers.moment("*-*-* 02:30:00 Europe/Brussels")
    nightly = timers.Timer("nightly", at, (("sh", "-c", f"echo night >> {out}"),), frozenset({0}), persistent=True)
    full = timers.Kept(tmp_path / "niet-daar" / "timers.json")
    for hours in (0, 24, 25):
        timers.run([nightly], full, start + timedelta(hours=hours))
    assert out.read_text().split() == ["night"], "not again and again, as it cannot be kept"
    ahead = timers.Kept(tmp_path / "timers.json")
    ahead.write({"nightly": start + timedelta(days=365)})
    for hours in (0, 24):
        timers.run([nightly], ahead, start + timedelta(hours=hours))
    assert out.read_text().split() == ["night", "night"]
    hangs = timers.Timer("hangs", at, (("sleep", "30"),), frozenset({0}), persistent=True)
    assert not timers.carry_out(hangs, longest=0.1)


def test_the_image_holds_the_program_and_nothing_else():
    ignores = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert {"deploy/keys", "deploy/naadloos.env"} <= set(ignores[ignores.index("!deploy") :]), "they lie in there"
    lets_in = {line[1:] for line in ignores if line.startswith("!")}
    dockerfile = (DEPLOY / "Dockerfile").read_text("utf-8")
    packages = {one for one in lets_in if (ROOT / one).is_dir()}
    assert {one for one in lets_in if (ROOT / one).exists()} == lets_in
    assert packages >= {"forms", "rules", "services", "store", "views", "templates", "static"}
    assert not packages & {"instance", "tests", "docs", ".git"}
    for name in packages:
        assert f"COPY {name} {name}" in dockerfile
    assert re.search(r"^USER 10001:10001$", dockerfile, re.M)
    assert not re.findall(r"(?:ENV|ARG) \w*(?:KEY|TOKEN|PASSWORD|SECRET)", dockerfile)


def test_hadolint_finds_nothing_wrong():
    program = Path(sys.executable).with_name("hadolint")
    if not program.exists():
        assert sys.platform != "linux", "pip install -r requirements-dev.txt"
        pytest.skip("NOT LOOKED AT: there is no hadolint for this system")
    done = subprocess.run([program, str(DEPLOY / "Dockerfile")], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout


def test_containers_are_shut_in_and_nothing_but_the_proxy_listens_outside():
    said = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    for name, service in said["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in service, name
    assert said["services"]["proxy"]["network_mode"] == "service:app"
    assert said["services"]["app"]["ports"] == ["80:80", "443:443"]
    mounted = [one.split(":")[0] for service in said["services"].values() for one in service["volumes"]]
    assert {one for one in mounted if one[0] != "."} == set(said["volumes"])


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_masks_what_is_a_key_and_takes_a_scan(name):
    text = (DEPLOY / name).read_text("utf-8")
    for one in KEYS:
        assert re.search(rf"[/|(:]{one}[/|)]", text), f"{name} writes /{one}/... in its log"
    assert "127.0.0.1:5000" in text
    assert "/metrics" in text
    size = re.search(r"(?:client_max_body_size|max_size) (\d+)", text)
    assert size is not None
    assert int(size[1]) >= 9, "a scan of 8 MB has to pass"
    assert re.search(r"(?:client_max_body_size 9m|buffer_requests)", text), "a slow post may not hold a worker"


def test_nginx_accepts_its_file(tmp_path):
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        assert "CI" not in os.environ, "install nginx-light"
        pytest.skip("NOT LOOKED AT: there is no nginx here")
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=x"]
    keys = ["-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem")]
    subprocess.run(["openssl", *made, *keys], check=True, capture_output=True)
    site = (DEPLOY / "nginx.conf").read_text("utf-8").replace("/etc/ssl/naadloos", str(tmp_path))
    site = re.sub(r"/var/log/nginx", str(tmp_path), site)
    site = re.sub(r"listen \S*?(80|443)\b", r"listen 127.0.0.1:1\g<1>", re.sub(r" *listen \[::\].*\n", "", site))
    (tmp_path / "site.conf").write_text(site)
    conf = (
        f"pid {tmp_path}/pid;\nerror_log {tmp_path}/error.log;\nevents {{}}\nhttp {{ include {tmp_path}/site.conf; }}\n"
    )
    (tmp_path / "nginx.conf").write_text(conf)
    done = subprocess.run(
        [program, "-t", "-q", "-e", str(tmp_path / "first.log"), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


def test_caddy_accepts_its_file(tmp_path):
    if (program := shutil.which("caddy")) is None:
        pytest.skip("NOT LOOKED AT: there is no caddy here")
    words = [program, "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, env=home)
    assert done.returncode == 0, done.stderr


def test_alarms_ask_for_figures_that_are_told():
    """Each name and label in the rules is one that the program tells; and each rule says what to do."""
    rules = yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
    asked = {name for rule in rules for name in re.findall(r"naadloos_\w+", rule["expr"])}
    measured = set(re.findall(r'Measure\(\s*"(\w+)"', (ROOT / "services" / "measures.py").read_text("utf-8")))
    counted = {"requests_total", "request_seconds_bucket", "processes"}
    assert asked <= {f"naadloos_{name}" for name in measured | counted}
    assert all(rule["annotations"]["do"] and rule["labels"]["severity"] in ("page", "look") for rule in rules)
    told = [word for rule in rules for word in re.findall(r"^naadloos (.*?)(?: says|$)", rule["annotations"]["do"])]
    assert told
    assert [unknown(shlex.split(one)) for one in told if unknown(shlex.split(one))] == []
    if (program := shutil.which("promtool")) is not None:
        done = subprocess.run([program, "check", "rules", str(DEPLOY / "alerts.yml")], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
