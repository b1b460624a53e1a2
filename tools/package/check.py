"""The package as its users get it: ``python -m tools.package.check [--whole]``.

Builds the source archive and the wheel once, compares their sizes with what
``docs/reference/package.md`` states, and, on each supported Python that this machine has, in a
tree without ``src/``:

- uses the chief commands, and follows the tutorial, in an environment that holds the wheel alone;
- runs tests against it: those of the ways in, or with ``--whole`` all but the property tests.

On the first Python the bill of materials is made, too, and programs of users are checked against
the types of the installed wheel. A Python that is not here is named.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs

from tools.package import sbom
from tools.package.built import Built, build, faults_of_number, faults_of_size
from tools.package.pythons import (
    Environment,
    clean_environment,
    interpreter,
    supported,
    version_of_this,
)

USERS = ("right_uses.py", "wrong_uses.py")
# The ways in: what differs between Pythons, or between a wheel and its sources, shows here first.
QUICK = ("tests/package", "tests/typing", "tests/test_api.py", "tests/test_output.py")
# The same on a Python that the sources were not tested on, as they are on this one.
MORE = (
    "tests/cli/test_main.py",
    "tests/cli/test_match.py",
    "tests/cli/test_samples.py",
    "tests/cli/test_scrub.py",
    "tests/cli/test_validate.py",
    "tests/test_samples.py",
)
# Property tests take long, and say nothing of a package; what mutants are made of is the sources.
LEFT_OUT = ("tests/properties", "tests/mutation")
COMMANDS = (
    "--version",
    "validate tree/samples/valid/837p-one-claim.x12",
    "synthesize --kind 837P --claims 20 --seed 1 -o made --remittances --corruption 0",
    "scrub -f concise made/claims-1.837",
    "match --claims made/claims-1.837 --remittances made/remittances-1.835",
)
# A comment that silences nothing is an error, as it is to mypy: so wrong uses are held to be errors.
PYRIGHT = {"typeCheckingMode": "strict", "reportUnnecessaryTypeIgnoreComment": "error"}


@attrs.frozen
class Bench:
    """Where one Python is tested: its environment, a tree without sources, and a place to work."""

    version: str
    environment: Environment
    tree: Path
    work: Path

    def run(self, *words: str | Path, cwd: Path | None = None, **variables: str) -> None:
        """Run the environment's Python, which must end well."""
        home = self.work / "home"
        home.mkdir(exist_ok=True)
        variables = {**clean_environment(), "HOME": str(home), **variables}
        where = cwd or self.tree
        subprocess.run([self.environment.python, *words], cwd=where, env=variables, check=True)

    def use(self) -> None:
        """The chief commands, with the wheel alone."""
        where = self.environment.python.parent.parent.resolve()
        self.run("-I", "-c", _FROM_WHEEL, where)
        for line in COMMANDS:
            self.run("-I", "-m", "edi_portal.cli", *line.split(), cwd=self.work)

    def follow_tutorial(self) -> None:
        """The tutorial, with the wheel alone."""
        empty = self.work / "tutorial"
        empty.mkdir()
        self.run("-m", "tools.package.tutorial", empty, PATH=os.defpath)

    def check_types(self, *, whole: bool) -> None:
        """Programs of users, by the types that the wheel brings."""
        users = self.work / "users"
        users.mkdir()
        for name in USERS:
            users.joinpath(name).write_bytes((self.tree / "tests" / "typing" / name).read_bytes())
        mypy = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-incremental"]
        mypy += ["--python-executable", str(self.environment.python), *USERS]
        subprocess.run(mypy, cwd=users, env=clean_environment(), check=True)
        if whole:
            users.joinpath("pyrightconfig.json").write_text(json.dumps(PYRIGHT), "utf-8")
            pyright = [str(Path(sys.executable).with_name("basedpyright")), "--pythonpath"]
            pyright.append(str(self.environment.python))
            subprocess.run(pyright, cwd=users, env=clean_environment(), check=True)

    def run_tests(self, *, whole: bool) -> None:
        """The tests, against the wheel, with its own doctests among them."""
        self.environment.add_group("test")
        pytest = ("-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider")
        if whole:
            self.run(*pytest, "tests", *(f"--ignore={one}" for one in LEFT_OUT))
        else:
            self.run(*pytest, *QUICK, *(MORE if self.version != version_of_this() else ()))
        self.run(*pytest, "--pyargs", "edi_portal")


_FROM_WHEEL = """
import sys
from importlib.resources import files
from pathlib import Path
package = Path(str(files("edi_portal"))).resolve()
assert package.is_relative_to(sys.argv[1]), f"{package} is not the wheel's"
assert package.joinpath("py.typed").is_file(), "the wheel does not say that it is typed"
assert [*package.glob("schemas/*.xml")], "the wheel lacks the maps of the project"
"""


def _check_sizes(built: Built) -> None:
    sizes = built.sizes()
    for name, size in sizes.items():
        print(f"{name}: {size:.2f} MB", flush=True)
    _end_on(faults_of_size(sizes))


def _check_contents(built: Built, bench: Bench) -> None:
    installed = bench.environment.packages()
    numbers = {"packages it asks for": len(built.metadata()), "packages in all": len(installed)}
    for name, number in numbers.items():
        print(f"{name}: {number}", flush=True)
    _end_on(faults_of_number(numbers))
    file = bench.work / sbom.NAME
    sbom.make(bench.environment, installed["edi-portal"], file)
    _end_on(sbom.faults(file, installed["edi-portal"], installed))
    again = bench.work / "again.json"
    sbom.make(bench.environment, installed["edi-portal"], again)
    if file.read_bytes() != again.read_bytes():
        raise SystemExit("the bill of materials is not the same when it is made again")
    print(f"bill of materials: {len(installed)} packages, each with its licence", flush=True)


def _end_on(faults: Iterable[str]) -> None:
    if found := "\n".join(faults):
        raise SystemExit(found)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, then test on every Python that is here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--whole", action="store_true", help="all tests but the property tests")
    parser.add_argument("--python", action="append", help="only this version, such as 3.12")
    asked = parser.parse_args(arguments)
    missing, tested = [], 0
    with tempfile.TemporaryDirectory() as folder:
        built = build(Path(folder, "dist"))
        _check_sizes(built)
        for version in asked.python or supported():
            base = interpreter(version)
            if base is None:
                missing.append(version)
                continue
            began = time.monotonic()
            print(f"-- Python {version}", flush=True)
            bench = _bench(built, version, base, Path(folder, version))
            if not tested:
                _check_contents(built, bench)
                bench.check_types(whole=asked.whole)
            bench.use()
            bench.follow_tutorial()
            bench.run_tests(whole=asked.whole)
            tested += 1
            print(f"Python {version}: passed in {time.monotonic() - began:.0f} s", flush=True)
    for version in missing:
        print(f"Python {version}: NOT TESTED, it is not on this machine", flush=True)
    return 0 if tested else 1


def _bench(built: Built, version: str, base: Path, work: Path) -> Bench:
    tree = work / "tree"
    tree.mkdir(parents=True)
    built.unpack_without_source(tree)
    environment = Environment(work / "venv", base)
    environment.add_wheel(built.wheel)
    return Bench(version, environment, tree, work)


if __name__ == "__main__":
    sys.exit(main())
