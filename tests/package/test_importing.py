"""Starting is quick because little is loaded: what that is, and nothing about seconds.

``make bench`` measures the seconds.
"""

import subprocess
import sys

from tests.cli.conftest import environment

__all__ = ["environment"]  # a fixture

_TELLS = "import sys; print(*sorted(sys.modules), file=sys.stderr)"


def loaded(environment: dict[str, str], *lines: str) -> set[str]:
    """Names of the modules that Python holds once these lines have run."""
    program = "\n".join([*lines, _TELLS])
    told = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    return set(told.stderr.split())


def test_importing_the_package_loads_its_version_and_nothing_else(
    environment: dict[str, str],
) -> None:
    lean = loaded(environment, "import importlib, typing")
    ours = loaded(environment, "import edi_portal")
    assert ours - lean == {"edi_portal", "edi_portal._version"}


def test_asking_for_the_version_loads_nothing_but_click(environment: dict[str, str]) -> None:
    lean = loaded(environment, "import click, importlib.metadata")
    ours = loaded(
        environment,
        "from edi_portal.cli import main",
        "main(['--version'], standalone_mode=False)",
    )
    new = {name.partition(".")[0] for name in ours - lean} - sys.stdlib_module_names
    assert new == {"edi_portal"}
