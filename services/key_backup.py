"""The keys of an instance in one file, to keep apart from its backups: under a passphrase, or in clear (ADR 0046).

Who has a backup and its key has everything; who lost the key has nothing, whatever the number of backups.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

from services import backup_files, secret_files
from services.backup_files import DATABASE, name_of

LEAST_PASSPHRASE = 12
FILES = ("cookie.key", "seal/own/leaf.pem", "seal/own/root.pem")
"""What is taken along from the folder of the instance, where it is there."""
ENVIRONMENT = "keys.env"
"""What is written beside them when they are put back: settings with a key in them, a line each."""
ASIDE = "before-restore-keys"
"""The folder for keys that stood there; with a number when there is one already."""
COST = {"n": 2**17, "r": 8, "p": 1}
"""Of scrypt: 128 MB and some tenths of a second for each guess at a passphrase."""


class BadKeys(Exception):
    """No file of keys, another passphrase, or a place that is not apart. The message says which."""


def collect(instance: Path, settings: Mapping[str, str], given: Mapping[str, Path]) -> dict[str, Any]:
    """Every key there is.

    :param settings: name of a setting -> key; an empty one is left out
    :param given: name of a setting -> path of a file with a key
    :raises OSError: when one cannot be read
    """
    files = {name: instance / name for name in FILES if (instance / name).exists()}
    return {
        "files": {name: _text(path.read_bytes()) for name, path in files.items()},
        "given": {name: _text(path.read_bytes()) for name, path in given.items()},
        "settings": {name: value for name, value in settings.items() if value},
    }


def write(place: Path, keys: Mapping[str, Any], at: str, passphrase: str | None) -> Path:
    """Write them to a new file in a folder, for this user alone; without a passphrase in clear.

    :raises BadKeys: for a passphrase of fewer than 12 characters, or a folder with backups in it
    :raises OSError: when the disk does not take it
    """
    if passphrase is not None and len(passphrase) < LEAST_PASSPHRASE:
        raise BadKeys(f"The passphrase has fewer than {LEAST_PASSPHRASE} characters.")
    if (place / backup_files.MANIFEST).exists() or backup_files.every(place):
        raise BadKeys(f"{place}: there are backups here. Keep the keys elsewhere: together they open everything.")
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = place / f"{name_of(at).replace('naadloos', 'naadloos-keys', 1)}.json"
    content = json.dumps(keys).encode()
    told = {"keys": keys} if passphrase is None else _locked(content, passphrase)
    secret_files.write_new(path, json.dumps(told, indent=1).encode() + b"\n")
    backup_files.to_disk(place)
    return path


def read(path: Path, passphrase: str | None) -> dict[str, Any]:
    """The keys in a file.

    :raises BadKeys: when it is none, or the passphrase is another
    """
    try:
        told = json.loads(path.read_bytes())
        keys = told["keys"] if "keys" in told else json.loads(_opened(told, passphrase or ""))
        return {name: dict(keys[name]) for name in ("files", "given", "settings")}
    except BadKeys:
        raise
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise BadKeys(f"{path}: no file of keys of Naadloos") from fault


def is_locked(path: Path) -> bool:
    """Whether it asks a passphrase."""
    try:
        return b'"scrypt"' in path.read_bytes()
    except OSError:
        return False


def put_back(keys: Mapping[str, Any], target: Path) -> list[str]:
    """Write the keys where an instance looks for them; gives the names of what was written. Writes over nothing.

    Where there is no database yet, other keys go aside, to `before-restore-keys`: starting whatever command on a new
    machine makes some.

    :raises BadKeys: when there is another key already, of a database
    :raises OSError: when the disk does not take it
    """
    lines = "".join(f"{name}={value}\n" for name, value in keys["settings"].items())
    files = {name: base64.b64decode(keys["files"][name]) for name in FILES if name in keys["files"]}
    files |= {f"{Path(name).name.lower()}.pem": base64.b64decode(text) for name, text in keys["given"].items()}
    files |= {ENVIRONMENT: lines.encode()} if lines else {}
    there = {name for name in files if (target / name).exists()}
    other = sorted(name for name in there if (target / name).read_bytes() != files[name])
    if other and (target / DATABASE).exists():
        raise BadKeys(f"{target}: another {' and another '.join(other)} is there. Move it away first.")
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    if other:
        _put_aside(target, other)
    missing = sorted(files.keys() - there | set(other))
    for name in missing:
        _make_folders(target, target / name)
        secret_files.write_new(target / name, files[name])
    return missing


def _put_aside(target: Path, names: list[str]) -> None:
    aside = next(one for one in (target / f"{ASIDE}{nr or ''}" for nr in count()) if not one.exists())
    for name in names:
        _make_folders(target, aside / name)
        (target / name).rename(aside / name)


def _make_folders(target: Path, path: Path) -> None:
    for folder in reversed([one for one in path.parents if target in one.parents]):
        folder.mkdir(mode=0o700, exist_ok=True)


def _locked(content: bytes, passphrase: str) -> dict[str, Any]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    closed = AESGCM(_derived(passphrase, salt, COST)).encrypt(nonce, content, None)
    return {"scrypt": {**COST, "salt": _text(salt)}, "aes-256-gcm": {"nonce": _text(nonce), "content": _text(closed)}}


def _opened(told: Mapping[str, Any], passphrase: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    how, closed = told["scrypt"], told["aes-256-gcm"]
    cost = {name: int(how[name]) for name in COST}
    if cost != COST:
        raise ValueError("a cost that we never use")
    key = _derived(passphrase, base64.b64decode(how["salt"]), cost)
    try:
        return AESGCM(key).decrypt(base64.b64decode(closed["nonce"]), base64.b64decode(closed["content"]), None)
    except InvalidTag as fault:
        raise BadKeys("The passphrase is another, or the file was changed.") from fault


def _derived(passphrase: str, salt: bytes, cost: Mapping[str, int]) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=32, **cost).derive(passphrase.encode())


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
