"""How this installation is set: every variable read at once, and all that cannot be right told at once (ADR 0054).

Nothing is opened or made here.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from services import environment, openid_settings, post_offices
from services.secret_kinds import InFile, SecretFile
from services.variable_kinds import Unfit
from services.variables import BY_NAME, VARIABLES, Variable

Level = Literal["wrong", "danger", "note"]
LEVELS: tuple[Level, ...] = ("wrong", "danger", "note")
Origin = Literal["default", "environment", "credential", "program"]
DERIVED = ("URL", "HOSTS", "OPENID")
"""Keys that follow from others, and that a test may give by themselves."""
LIKE = 0.6
"""How much a name has to be like one of ours, from 0 to 1, to be taken for a slip."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a variable or what is around it, by name: what is the matter, and what to do. Holds no secret.

    `wrong`: the server does not start with it. `danger`: it does, and somebody should look. `note`: good to know.
    """

    level: Level
    name: str
    said: str
    help: str


def danger(name: str, said: str, help_: str) -> Finding:
    """Something that somebody should look at."""
    return Finding("danger", name, said, help_)


def note(name: str, said: str, help_: str) -> Finding:
    """Something that is good to know."""
    return Finding("note", name, said, help_)


@dataclass(frozen=True, slots=True)
class Reading:
    """One variable as it is set: by whom, and its value; the default when what is set cannot be right."""

    variable: Variable
    origin: Origin
    text: str
    value: Any
    unfit: Unfit | None = None

    @property
    def shown(self) -> str:
        """For who looks: a secret only as set or not, and of a file that cannot be right not its name either."""
        if self.variable.secret:
            return "set" if self.text else "not set"
        if self.unfit and isinstance(self.variable.kind, SecretFile):
            return "set"
        if not self.text:
            return _as_text(self.variable.default) or self.variable.default_in_words.replace("`", "") or "not set"
        return self.text if self.text.isprintable() else repr(self.text)


class Nonsense(Exception):
    """Values that cannot be right. The message says of each which, why, and what to give."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything that is set, with what cannot be right in it."""

    readings: Mapping[str, Reading]
    values: Mapping[str, Any]
    wrong: tuple[Finding, ...]

    def refuse_nonsense(self) -> None:
        """Pass when everything can be right.

        :raises Nonsense: else
        """
        if self.wrong:
            lines = [f"{one.name}: {one.said} {one.help}" for one in self.wrong]
            raise Nonsense("\n".join(["The settings cannot be right, so nothing was started.", *lines]))

    def given(self, name: str) -> bool:
        """Whether somebody set it."""
        return bool(self.readings[name].text)


def read(program: Mapping[str, Any] | None = None) -> Configuration:
    """What is set now.

    :param program: key of `app.config` -> what goes before the environment, as in tests
    """
    readings = {one.name: _reading(one, program or {}) for one in VARIABLES}
    values = _values(readings, program or {})
    return Configuration(readings, values, tuple(_wrong(readings, values)))


def unknown() -> list[tuple[str, str]]:
    """The names of variables that are meant for us and that nobody reads, each with the one it is most like or ''."""
    strange = [one for one in environment.names() if one.startswith(environment.OURS) and one not in BY_NAME]
    return [(one, next(iter(difflib.get_close_matches(one, BY_NAME, 1, LIKE)), "")) for one in strange]


def _reading(one: Variable, program: Mapping[str, Any]) -> Reading:
    text, by_program = environment.said(one.name), bool(one.key) and one.key in program
    if by_program:
        text = "" if isinstance(one.kind, InFile) else _as_text(program[one.key])
    if not text:
        return Reading(one, "default", "", one.default)
    origin: Origin = "program" if by_program else _origin(one, text)
    try:
        return Reading(one, origin, text, one.kind.read(text))
    except Unfit as unfit:
        return Reading(one, origin, text, one.default, unfit)


def _origin(one: Variable, text: str) -> Origin:
    if isinstance(one.kind, SecretFile) and environment.is_credential(Path(text)):
        return "credential"
    return "environment"


def _as_text(value: Any) -> str:
    """As it would stand in the environment."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else str(value).strip()


def _values(readings: Mapping[str, Reading], program: Mapping[str, Any]) -> dict[str, Any]:
    """What goes into `app.config`; what the program gives under another key goes along as it is."""
    values: dict[str, Any] = {}
    for one in readings.values():
        if one.variable.key and (one.text or one.variable.key not in values):
            values[one.variable.key] = one.value
    values["HOSTS"] = values["ADDRESS"]
    values["URL"] = values["ADDRESS"] or f"http://127.0.0.1:{values['PORT']}"
    oidc = {name: values[one.variable.key] for name, one in readings.items() if one.variable.group == "OpenID"}
    values["OPENID"] = {name: value for name, value in oidc.items() if not name.endswith("_FILE")}
    return values | {key: value for key, value in program.items() if key not in values or key in DERIVED}


def _wrong(readings: Mapping[str, Reading], values: Mapping[str, Any]) -> Iterator[Finding]:
    unfit = set[str]()
    for name, one in readings.items():
        if one.unfit:
            unfit.add(one.variable.key)
            yield Finding("wrong", name, one.unfit.wrong, one.unfit.right)
    for name, one in readings.items():
        if one.text and (file := readings.get(f"{name}_FILE")) and file.text:
            yield Finding("wrong", name, f"{name} and {name}_FILE are both set.", "Give one of the two.")
    faults = [*post_offices.faults(values), *openid_settings.faults(values["OPENID"], values["URL"])]
    for name, said, help_ in faults:
        if BY_NAME[name].key not in unfit:
            yield Finding("wrong", name, said, help_)
