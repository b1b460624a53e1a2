"""The bill of materials, in CycloneDX: ``python -m tools.package.sbom [FOLDER]``.

It is made of an environment that holds the wheel and what it needs, by ``cyclonedx-py``, which
checks it against the schema of CycloneDX before it writes it.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.package.built import build
from tools.package.pythons import PYPROJECT, ROOT, Environment, clean_environment, project

NAME = "edi-portal.cdx.json"


def make(environment: Environment, version: str, file: Path) -> None:
    """Write the bill of an environment that holds the wheel."""
    with tempfile.TemporaryDirectory() as folder:
        # cyclonedx-py takes the version from here alone, where the project takes it from its code.
        described = Path(folder, "pyproject.toml")
        text = PYPROJECT.read_text("utf-8")
        described.write_text(text.replace('dynamic = ["version"]', f'version = "{version}"'))
        program = Path(sys.executable).with_name("cyclonedx-py")
        words: list[str | Path] = ["environment", "--pyproject", described, "--mc-type", "library"]
        words += ["--output-reproducible", "--validate", "-o", file, environment.python]
        subprocess.run([program, *words], env=clean_environment(), check=True)


def faults(file: Path, version: str, installed: dict[str, str]) -> Iterator[str]:
    """What the bill does not say of the package, and of what is installed with it."""
    bill: dict[str, Any] = json.loads(file.read_text("utf-8"))
    root = bill["metadata"]["component"]
    if (root["name"], root.get("version")) != ("edi-portal", version):
        yield f"the bill is of {root['name']} {root.get('version')}"
    listed = {_plain(one["name"]): one for one in [root, *bill["components"]]}
    wanted = {_plain(name): version for name, version in installed.items()}
    asked = project()["dependencies"]
    for name in {*wanted, *(_plain(re.split(r"[^\w.-]", one)[0]) for one in asked)}:
        component = listed.get(name)
        if component is None:
            yield f"the bill lacks {name}"
        elif component["version"] != wanted.get(name):
            yield f"the bill has another version of {name} than is installed"
        elif not component.get("licenses"):
            yield f"the bill says no licence of {name}"
    if set(listed) - set(wanted):
        yield f"the bill has what is not installed: {set(listed) - set(wanted)}"
    if "file://" in file.read_text("utf-8"):
        yield "the bill names a folder of this machine"


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    """Build the wheel, install it by itself, and write its bill into the folder."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        built = build(Path(work, "dist"))
        environment = Environment(Path(work, "venv"), Path(sys.executable))
        environment.add_wheel(built.wheel)
        installed = environment.packages()
        version = installed["edi-portal"]
        make(environment, version, folder / NAME)
        found = list(faults(folder / NAME, version, installed))
    print("\n".join(found) or f"wrote {folder / NAME}: {len(installed)} packages")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
