"""Mutation testing of check digits, dates, money and matching: ``make mutants``.

``modules.toml`` says which modules are changed, one place at a time, and which tests have to see it.
A mutant that they do not see has to stand in ``survivors.toml`` with the reason.

Cosmic Ray makes the mutants. They are run here and not by it: what a mutant does not touch is
imported once, and each is judged in a process of its own, forked from there, in which its module
reads as changed. No file is changed on disk.
"""

import argparse
import ast
import contextlib
import difflib
import gc
import importlib
import importlib.abc
import importlib.util
import json
import os
import re
import signal
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs

from tests.mutation.operators import operators

MODULES = Path(__file__).with_name("modules.toml")
SURVIVORS = Path(__file__).with_name("survivors.toml")
_ROOT = Path(__file__).parents[2]
_PACKAGE = "edi_portal"
_SECONDS = 20  # of the processor, that the tests of a module may take
_WAITING = 15  # times as long by the clock, where they wait or the machine is busy


@attrs.frozen(kw_only=True)
class Judged:
    """A module to change, in the functions and constants ``only`` if any, and its tests.

    ``select`` is pytest's ``-k``.
    """

    path: str
    tests: tuple[str, ...]
    select: str = ""
    only: frozenset[str] = attrs.field(default=frozenset(), converter=frozenset)

    @property
    def root(self) -> Path:
        return _ROOT

    @property
    def file(self) -> Path:
        return _ROOT / "src" / _PACKAGE / self.path

    def takes(self, within: str) -> bool:
        """Whether what stands in this function, class or constant is changed."""
        return not self.only or any(
            within == name or within.startswith(f"{name}.") for name in self.only
        )

    @property
    def name(self) -> str:
        return f"{_PACKAGE}.{self.path.removesuffix('.py').replace('/', '.')}"


@attrs.frozen
class Mutant:
    """A changed source; ``before`` and ``after`` are the lines that differ, without indents.

    ``within`` is the function or class where they stand, and ``times`` tells apart what is alike.
    """

    within: str
    before: str
    after: str
    times: int = 1
    source: str = attrs.field(default="", eq=False, repr=False)


def mutants_of(module: Judged) -> Iterator[Mutant]:
    """Every mutant of a module that is valid Python, each once."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.mutating import mutate_code

    source = module.file.read_text("utf-8")
    tree = ast.parse(source)
    plain, scopes = ast.dump(tree), _scopes(tree)
    seen: set[str] = set()
    alike: Counter[tuple[str, str, str]] = Counter()
    for operator in operators().values():
        positions = [
            place
            for node in ast_nodes(get_ast(source))
            for place in operator.mutation_positions(node)
        ]
        for occurrence, ((line, _), _) in enumerate(positions):
            within = scopes.get(line)
            if within is None or not module.takes(within):
                continue
            changed: str = mutate_code(source, operator, occurrence)
            try:
                dumped = ast.dump(ast.parse(changed))
            except SyntaxError:
                continue
            if dumped == plain or dumped in seen:
                continue
            seen.add(dumped)
            before, after = _difference(source, changed)
            alike[within, before, after] += 1
            yield Mutant(within, before, after, alike[within, before, after], changed)


def names_in(module: Judged) -> set[str]:
    """The functions, classes, methods and constants of a module."""
    return set(_scopes(ast.parse(module.file.read_text("utf-8"))).values())


def _scopes(tree: ast.Module) -> dict[int, str]:
    """What each line belongs to: ``Class.method``, a function, the constant it defines.

    Decorators belong to nothing.
    """
    found: dict[int, str] = {}

    def note(body: Iterable[ast.stmt], above: str) -> None:
        for item in body:
            name = ""
            if isinstance(item, ast.FunctionDef | ast.ClassDef):
                name = item.name
            elif isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
                name = item.targets[0].id
            elif isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                name = item.target.id
            name = f"{above}.{name}" if above and name else name or above
            for line in range(item.lineno, (item.end_lineno or item.lineno) + 1):
                found[line] = name
            if isinstance(item, ast.ClassDef):
                note(item.body, name)

    note(tree.body, "")
    return found


def _difference(source: str, changed: str) -> tuple[str, str]:
    lines = list(difflib.ndiff(source.splitlines(), changed.splitlines()))
    before, after = (
        " ".join(line[2:].strip() for line in lines if line.startswith(sign)) for sign in "-+"
    )
    return before, re.sub(r"  +", " ", after)


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module as changed."""

    def __init__(self, name: str, file: Path, source: str) -> None:
        self._name, self._file, self._source = name, file, source

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_file_location(fullname, self._file, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._source, self._file, "exec"), module.__dict__)  # noqa: S102


def _imports(name: str) -> set[str]:
    """The modules of the project that a loaded one imports."""
    module = sys.modules[name]
    file = getattr(module, "__file__", None)
    if not file or not file.endswith(".py"):
        return set()
    found: set[str] = set()
    for node in ast.walk(ast.parse(Path(file).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{item.name}" for item in node.names)
        elif isinstance(node, ast.Import):
            found.update(item.name for item in node.names)
    return found


def _forget(module: str) -> None:
    """Unload a module and all that was made with it."""
    ours = [name for name in sys.modules if name.split(".")[0] in (_PACKAGE, "tests")]
    imports = {name: _imports(name) for name in ours if not name.startswith("tests.mutation")}
    gone = {module}
    if module.startswith(f"{_PACKAGE}.scrubber.rules."):
        # It imports rules by looking for them.
        gone.add(f"{_PACKAGE}.scrubber.registry")
    while more := {
        name for name, of in imports.items() if name not in gone and not gone.isdisjoint(of)
    }:
        gone |= more
    for name in gone & sys.modules.keys():
        del sys.modules[name]
        above, _, last = name.rpartition(".")
        if above in sys.modules:
            with contextlib.suppress(AttributeError):
                delattr(sys.modules[above], last)


def _arguments(module: Judged) -> list[str]:
    given = ["-x", "-q", "--tb=no", "-p", "no:cacheprovider", "--assert=plain", *module.tests]
    given.append("--hypothesis-profile=mutants")
    return [*given, "-k", module.select] if module.select else given


def survives(module: Judged, source: str) -> bool:
    """Whether the tests of a module pass with this source of it, in a process of their own."""
    import pytest

    child = os.fork()
    if not child:
        code = 1
        try:
            signal.setitimer(signal.ITIMER_PROF, _SECONDS)
            signal.alarm(_SECONDS * _WAITING)
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            sys.meta_path.insert(0, _Changed(module.name, module.file, source))
            importlib.import_module(module.name)
            code = int(pytest.main(_arguments(module)))
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1] == 0


def _prepare(module: Judged) -> bool:
    """Run the tests of a module here, so that all they need is there; forget what goes by it.

    Whether they pass, as nothing is changed yet.
    """
    import pytest

    passed = pytest.main(_arguments(module)) == pytest.ExitCode.OK
    importlib.import_module(module.name)
    _forget(module.name)
    gc.freeze()
    return passed


def known_survivors(path: Path) -> dict[str, dict[Mutant, str]]:
    """Survivors with their reasons, by module."""
    found: dict[str, dict[Mutant, str]] = {}
    for item in tomllib.loads(path.read_text("utf-8"))["survivor"]:
        mutant = Mutant(item["in"], item["before"], item["after"], item.get("times", 1))
        found.setdefault(item["module"], {})[mutant] = item["reason"]
    return found


def modules(path: Path) -> list[Judged]:
    """The modules that mutants are made of."""
    listed: list[Mapping[str, Any]] = tomllib.loads(path.read_text("utf-8"))["module"]
    return [Judged(**{**item, "tests": tuple(item["tests"])}) for item in listed]


def _entry(module: Judged, mutant: Mutant) -> str:
    """A survivor as its file has it, the reason left out."""
    fields: dict[str, object] = {
        "module": module.path,
        "in": mutant.within,
        "before": mutant.before,
        "after": mutant.after,
    }
    if mutant.times > 1:
        fields["times"] = mutant.times
    lines = (f"{name} = {json.dumps(value)}" for name, value in fields.items())
    return "\n".join(["", "[[survivor]]", *lines])


def _run(module: Judged, reasons: Mapping[Mutant, str]) -> int:
    """Judge the mutants of a module; how many of its survivors are not explained, or no more."""
    started = time.monotonic()
    # The second time as mutants are judged: what fails there would kill them all.
    if not _prepare(module) or not survives(module, module.file.read_text("utf-8")):
        print(f"{module.path}: its tests fail without any change")
        return 1
    killed, survivors = 0, []
    for mutant in mutants_of(module):
        if survives(module, mutant.source):
            survivors.append(mutant)
        else:
            killed += 1
    new = [item for item in survivors if item not in reasons]
    gone = [item for item in reasons if item not in survivors]
    print(
        f"{module.path}: {killed + len(survivors)} mutants, {killed} killed, "
        f"{len(survivors) - len(new)} explained, {time.monotonic() - started:.0f} s"
    )
    for item in new:
        print(_entry(module, item))
    for item in gone:
        print(f"  survives no more: {item}")
    return len(new) + len(gone)


def shard(text: str) -> tuple[int, int]:
    """``2/4``: which part of how many."""
    found = re.fullmatch(r"(\d+)/(\d+)", text)
    part, parts = map(int, found.groups()) if found is not None else (0, 0)
    if not 1 <= part <= parts:
        raise ValueError(f"{text} is no part of a whole, as 2/4 is")
    return part, parts


def chosen(
    listed: Sequence[Judged], names: Sequence[str], part: tuple[int, int] = (1, 1)
) -> list[Judged]:
    """The modules with one of the names in their path, by default all; of these a part.

    Raises `ValueError` for a name that is of none: nothing would be judged, and all be well.
    """
    for name in names:
        if not any(name in module.path for module in listed):
            raise ValueError(f"no module of modules.toml has {name} in its path")
    found = [item for item in listed if not names or any(name in item.path for name in names)]
    at, parts = part
    return found[at - 1 :: parts]


def main() -> int:
    """Judge the modules named (by part of their path), by default all."""
    arguments = argparse.ArgumentParser(description="Mutation testing.")
    arguments.add_argument("module", nargs="*", help="part of the path of a module")
    arguments.add_argument("--shard", type=shard, default=(1, 1), metavar="1/4")
    given = arguments.parse_args()
    try:
        asked = chosen(modules(MODULES), given.module, given.shard)
    except ValueError as error:
        arguments.error(str(error))
    known = known_survivors(SURVIVORS)
    # Each in a process of its own: what one forgets the next may have loaded.
    failed = 0
    for module in asked:
        child = os.fork()
        if not child:
            code = 1
            try:
                code = min(_run(module, known.get(module.path, {})), 1)
                sys.stdout.flush()
            finally:
                os._exit(code)
        failed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
