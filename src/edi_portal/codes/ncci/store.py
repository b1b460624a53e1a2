"""The folder in which tables are kept, one file a table, so that they open at once.

A table is written beside its place and renamed into it: who reads meanwhile has the old one or
the new one, whole.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path

import attrs

from edi_portal.codes.ncci.content import Content, Facts, load, load_facts, read_files, to_bytes
from edi_portal.codes.ncci.layouts import Kind
from edi_portal.errors import SourceError, TableError, UsageError, WriteError
from edi_portal.output import OutputFile

STORE_VARIABLE = "EDI_PORTAL_CODES"
"""The environment variable that names the folder of the store."""

STANDARD_NAME = "standard"
"""The name of a table of which there is but one."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_ENDING = ".table"
# Of these two kinds there is one table for each kind of provider, and Medicaid has its own.
_BY_PROVIDER = frozenset({Kind.PTP, Kind.MUE})
_PROVIDERS = {
    "practitioner": r"practitioner|ccipra|(?<![a-z])pra(?![a-z])",
    "outpatient": r"outpatient|ccioph|(?<![a-z])oph(?![a-z])",
    "dme": r"(?<![a-z])dme(?![a-z])",
}
_MEDICAID = r"medicaid|(?<![a-z])mcd(?![a-z])"


def is_name(text: str) -> bool:
    """Whether ``text`` can be the name of a table."""
    return _NAME.fullmatch(text) is not None


@attrs.frozen(kw_only=True, slots=True)
class Entry:
    """A table in the store."""

    name: str
    facts: Facts


class Store:
    """The tables in ``folder``; by default that of the user.

    This is what the environment variable EDI_PORTAL_CODES names, or else a folder where the
    system keeps a user's data. It need not exist until a table is added.
    """

    def __init__(self, folder: str | os.PathLike[str] | None = None) -> None:
        self.folder = _default_folder() if folder is None else Path(folder)

    def add(
        self,
        files: Iterable[str | os.PathLike[str]],
        *,
        kind: Kind | None = None,
        name: str | None = None,
        force: bool = False,
    ) -> Entry:
        """Read ``files`` as one table and keep it.

        ``kind`` and ``name`` are taken from the files where they are not given. A table that is
        there is replaced only with ``force``.

        Raises `edi_portal.errors.TableError` for a fault in the files,
        `edi_portal.errors.UsageError` where the name must be given or cannot be one,
        `edi_portal.errors.SourceError` where a file cannot be read, and
        `edi_portal.errors.WriteError` where the table cannot be kept.
        """
        if name is not None and not is_name(name):
            raise UsageError("the name of a table is small letters, digits and hyphens")
        content = read_files(files, kind)
        found = content.facts.kind
        name = name or _name_of(content)
        path = self._path(found, name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(f"{path.parent}: {error.strerror}; nothing was written") from error
        with OutputFile(path, force=force) as output:
            output.write(to_bytes(content))
        return Entry(name=name, facts=content.facts)

    def entries(self) -> list[Entry]:
        """Every table, by kind and name. Raises as `load` does."""
        found = []
        for kind in Kind:
            try:
                files = sorted(os.listdir(self.folder / kind))
            except FileNotFoundError:
                continue
            except OSError as error:
                raise SourceError(f"{self.folder}: {error.strerror}") from error
            for file in files:
                name = file.removesuffix(_ENDING)
                if file.endswith(_ENDING) and is_name(name):
                    facts = load_facts(self._path(kind, name))
                    found.append(Entry(name=name, facts=facts))
        return found

    def load(self, kind: Kind, name: str) -> Content:
        """The table of this ``kind`` and ``name``.

        Raises `edi_portal.errors.TableError` where there is none, or its file is damaged.
        """
        path = self._path(kind, name)
        if not path.exists():
            raise self._missing(kind, name)
        content = load(path)
        if content.facts.kind is not kind:
            raise TableError(f"{path}: it is a table of another kind; add it anew")
        return content

    def remove(self, kind: Kind, name: str) -> None:
        """Delete a table.

        Raises `edi_portal.errors.TableError` where there is none, and
        `edi_portal.errors.WriteError` where the system does not let it go.
        """
        try:
            self._path(kind, name).unlink()
        except FileNotFoundError:
            raise self._missing(kind, name) from None
        except OSError as error:
            raise WriteError(f"{self._path(kind, name)}: {error.strerror}") from error

    def _path(self, kind: Kind, name: str) -> Path:
        if not is_name(name):
            raise self._missing(kind, name)
        return self.folder / kind / f"{name}{_ENDING}"

    def _missing(self, kind: Kind, name: str) -> TableError:
        return TableError(f"there is no {kind} table called {name!r} in {self.folder}")


def _name_of(content: Content) -> str:
    """What to call a table whose name was not given, by its heading and its files."""
    prefix = "medicaid-" if re.search(_MEDICAID, content.about) else ""
    if content.facts.kind not in _BY_PROVIDER:
        return f"{prefix}{STANDARD_NAME}"
    found = [name for name, words in _PROVIDERS.items() if re.search(words, content.about)]
    if len(found) != 1:
        raise UsageError("the files do not say for whom the table is; give it a name")
    return prefix + found[0]


def _default_folder() -> Path:
    named = os.environ.get(STORE_VARIABLE)
    if named:
        return Path(named)
    # Not needed where the folder is named, and slow to import.
    import platformdirs

    return Path(platformdirs.user_data_dir("edi-portal", appauthor=False)) / "codes"
