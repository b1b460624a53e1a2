"""Configuration of the scrubber: ``[scrub]`` of edi-portal.toml, ``[tool.edi-portal.scrub]`` of pyproject.toml.

A file is read whole or not at all: an unknown key, rule or option is an error that names the
nearest right one.
"""

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import attrs

from edi_portal.errors import UsageError
from edi_portal.findings import Severity
from edi_portal.scrubber.payer_rules import payer_rules
from edi_portal.scrubber.registry import by_code, rules
from edi_portal.scrubber.rule import KINDS, Rule
from edi_portal.scrubber.settings import ALL, Layer, Settings, names
from edi_portal.toml import parse_toml

OWN_FILE = "edi-portal.toml"
PROJECT_FILE = "pyproject.toml"

_SWITCHES = ("select", "ignore", "severity", "options")
_TABLES = ("ptp", "mue", "hospital_ptp", "hospital_mue", "add_on", "procedures", "poa_exempt")
_TOP = (*_SWITCHES, "kind", "payer", "roster", "tables", "rules")


@attrs.frozen(kw_only=True)
class Configuration:
    """What a configuration says: layers of settings, rules of payers, and where tables are.

    ``file`` is where it was read; paths in it are relative to its folder. ``tables`` are names
    of the store, or paths, by the kind of table.
    """

    file: Path | None = None
    layers: tuple[Layer, ...] = ()
    rules: tuple[Rule, ...] = ()
    roster: Path | None = None
    tables: Mapping[str, str] = attrs.field(factory=dict)

    def settings(self, first: Iterable[Layer] = ()) -> Settings:
        """The settings; ``first`` are layers of the caller, which outweigh equally narrow ones."""
        return Settings([*self.layers, *first], self.rules)


def find_configuration(start: Path) -> Path | None:
    """The configuration for a folder: the nearest file that has one, in it or above it."""
    for folder in (start, *start.parents):
        own = folder / OWN_FILE
        if own.is_file():
            return own
        project = folder / PROJECT_FILE
        if project.is_file() and _table(_loaded(project), project) is not None:
            return project
    return None


def read_configuration(path: Path) -> Configuration:
    """The configuration in a file.

    Raises `UsageError` where it cannot be read, or says what no configuration may.
    """
    table = _table(_loaded(path), path)
    return configuration({} if table is None else table, path)


def configuration(table: Mapping[str, Any], file: Path | None = None) -> Configuration:
    """The configuration that a table says; raises as `read_configuration`."""
    reader = _Reader(str(file) if file is not None else "configuration")
    reader.keys(table, _TOP, "")
    own = payer_rules(table.get("rules", []), reader.refuse)
    reader.extra = {item.code: item for item in own}
    layers = [reader.layer(table, "")]
    for kind, inner in reader.tables(table, "kind", "").items():
        layers.append(reader.layer(inner, f"kind.{kind}", kind=reader.kind(kind)))
    for payer, inner in reader.tables(table, "payer", "").items():
        where = f"payer.{payer}"
        reader.keys(inner, (*_SWITCHES, "kind"), where)
        layers.append(reader.layer(inner, where, payer=payer))
        for kind, deeper in reader.tables(inner, "kind", where).items():
            at = f"{where}.kind.{kind}"
            layers.append(reader.layer(deeper, at, payer=payer, kind=reader.kind(kind)))
    folder = file.parent if file is not None else Path()
    roster = reader.text(table, "roster", "")
    named = reader.tables_of(table)
    return Configuration(
        file=file,
        layers=tuple(layers),
        rules=own,
        roster=folder / roster if roster is not None else None,
        tables={
            name: str(folder / value) if (folder / value).is_file() else value
            for name, value in named.items()
        },
    )


def known_rule(text: str, extra: Mapping[str, Rule] | None = None) -> str | None:
    """The nearest rule to a code, a beginning of one or a name; ``None`` if it means some."""
    items = [*rules(), *(extra or {}).values()]
    if text == ALL or any(names(text, item) for item in items):
        return None
    words = [word for item in items for word in (item.code, item.name)]
    return difflib.get_close_matches(text, words, n=1, cutoff=0)[0]


class _Reader:
    """Reads tables; what it refuses it names by file and key."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.extra: Mapping[str, Rule] = {}

    def refuse(self, where: str, reason: str) -> NoReturn:
        """Raises the error for a key."""
        raise UsageError(f"{self._file}: {where}: {reason}" if where else f"{self._file}: {reason}")

    def keys(self, table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
        """Refuses a key that is not among those known."""
        for key in table:
            if key not in known:
                nearest = difflib.get_close_matches(key, known, n=1, cutoff=0)[0]
                self.refuse(_joined(where, key), f"no such key; the nearest is {nearest}")

    def kind(self, text: str) -> str:
        """P, I or D."""
        if text not in KINDS or len(text) != 1:
            self.refuse(f"kind.{text}", f"a kind of claim is one of {', '.join(KINDS)}")
        return text

    def tables(self, table: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
        """A table of tables, empty where it is not there."""
        found = table.get(key, {})
        if not isinstance(found, dict) or not all(isinstance(one, dict) for one in found.values()):
            self.refuse(_joined(where, key), "must be a table of tables")
        return found

    def tables_of(self, table: Mapping[str, Any]) -> dict[str, str]:
        """The table of NCCI tables and their like."""
        found = table.get("tables", {})
        if not isinstance(found, dict):
            self.refuse("tables", "must be a table")
        self.keys(found, _TABLES, "tables")
        return {name: self._string(value, f"tables.{name}") for name, value in found.items()}

    def text(self, table: Mapping[str, Any], key: str, where: str) -> str | None:
        """A text, ``None`` where it is not there."""
        return self._string(table[key], _joined(where, key)) if key in table else None

    def _string(self, value: object, where: str) -> str:
        if not isinstance(value, str):
            self.refuse(where, "must be a text")
        return value

    def layer(
        self,
        table: Mapping[str, Any],
        where: str,
        *,
        payer: str | None = None,
        kind: str | None = None,
    ) -> Layer:
        """The switches of a table."""
        if (where and payer is None) or kind is not None:
            self.keys(table, _SWITCHES, where)
        return Layer(
            select=self._rules(table, "select", where),
            ignore=self._rules(table, "ignore", where) or (),
            severity=self._severity(table, where),
            options=self._options(table, where),
            payer=payer,
            kind=kind,
        )

    def _rules(self, table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...] | None:
        found = table.get(key)
        if found is None:
            return None
        at = _joined(where, key)
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self.refuse(at, "must be a list of codes")
        for code in found:
            self._known(code, at)
        return tuple(found)

    def _known(self, code: str, where: str) -> None:
        nearest = known_rule(code, self.extra)
        if nearest is not None:
            self.refuse(where, f"no rule is called {code!r}; the nearest is {nearest}")

    def _severity(self, table: Mapping[str, Any], where: str) -> dict[str, Severity]:
        found = table.get("severity", {})
        at = _joined(where, "severity")
        if not isinstance(found, dict):
            self.refuse(at, "must be a table of codes")
        for code, value in found.items():
            self._known(code, at)
            if value not in list(Severity):
                self.refuse(f"{at}.{code}", f"must be one of {', '.join(Severity)}")
        return {code: Severity(value) for code, value in found.items()}

    def _options(self, table: Mapping[str, Any], where: str) -> dict[str, Mapping[str, Any]]:
        found = self.tables(table, "options", where)
        at = _joined(where, "options")
        known = {**by_code(), **self.extra}
        for code, values in found.items():
            item = known.get(code)
            if item is None:
                self._known(code, at)
                self.refuse(f"{at}.{code}", "options are of one rule, by its code")
            if not item.options:
                self.refuse(f"{at}.{code}", "the rule has no options")
            self.keys(values, tuple(item.options), f"{at}.{code}")
            for name, value in values.items():
                default = item.options[name]
                if default is not None and not _alike(value, default):
                    kind = type(default).__name__.replace("tuple", "list")
                    self.refuse(
                        f"{at}.{code}.{name}", f"must be of the kind of its default ({kind})"
                    )
        return found


def _alike(value: object, default: object) -> bool:
    if isinstance(default, tuple | list):
        return isinstance(value, list)
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    return isinstance(value, type(default)) or (
        isinstance(value, int | float) and isinstance(default, int | float)
    )


def _joined(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _loaded(file: Path) -> dict[str, Any]:
    try:
        return parse_toml(file.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError:
        raise UsageError(f"{file}: it is not UTF-8") from None
    except ValueError as error:
        raise UsageError(f"{file}: {error}") from None


def _table(content: Mapping[str, Any], file: Path) -> Mapping[str, Any] | None:
    """The scrubber's table of a file, ``None`` where it has none."""
    way = ("tool", "edi-portal", "scrub") if file.name == PROJECT_FILE else ("scrub",)
    for name in way:
        found = content.get(name)
        if found is None:
            return None
        if not isinstance(found, dict):
            raise UsageError(f"{file}: {name} must be a table")
        content = found
    return content
