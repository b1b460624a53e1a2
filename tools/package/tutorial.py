"""Follows the tutorial as a reader does: ``python -m tools.package.tutorial FOLDER``.

It is run by the interpreter of an environment that holds the wheel and nothing else. FOLDER is
empty; the examples of the page run there, in their order, and must print what the page shows.
"""

import difflib
import doctest
import os
import re
import shutil
import sys
from pathlib import Path

from docs.generate import ROOT, Shell

PAGE = ROOT / "docs" / "tutorial.md"
_BLOCK = re.compile(
    r"^```(?P<language>console|python)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE
)


class Terminal(Shell):
    """Runs examples in ``home``, with the programs of this interpreter's environment."""

    def __init__(self, home: Path) -> None:
        # Nothing of what the base sets up: no samples, and no program but the installed one.
        self.home = home
        self.environment = os.environ | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "COLUMNS": "100",
            "LC_ALL": "C.UTF-8",
        }
        self.exit_code = 0


def follow(text: str, home: Path) -> list[str]:
    """What the page ``text`` shows otherwise than it comes out in ``home``."""
    if "samples/" in text:
        shutil.copytree(ROOT / "samples", home / "samples")
    os.chdir(home)
    shell = Terminal(home)
    names: dict[str, object] = {"__name__": "__main__"}
    faults = []
    for block in _BLOCK.finditer(text):
        body, line = block["body"], text.count("\n", 0, block.start("body"))
        if block["language"] == "console":
            given = shell.session(body)
            if given != body:
                told = difflib.unified_diff(body.splitlines(), given.splitlines(), lineterm="")
                faults.append("\n".join([f"line {line + 1}:", *told]))
            continue
        said: list[str] = []
        example = doctest.DocTestParser().get_doctest(body, names, PAGE.name, str(PAGE), line)
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
        runner.run(example, out=said.append, clear_globs=False)
        names = example.globs
        faults += said
    return faults


def main() -> int:
    """Follow the page; say what differs."""
    text = PAGE.read_text("utf-8")
    faults = follow(text, Path(sys.argv[1]).resolve())
    print("\n".join(faults) or f"{len(_BLOCK.findall(text))} examples of {PAGE.name} come out")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
