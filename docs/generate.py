"""Writes the parts of the documentation that come from the program itself.

Run it with ``make docs``. It writes the reference of findings from the catalogue and those of
the guides (`docs.guide_pages`), the models (`docs.model_pages`), the rules (`docs.rule_pages`) and the reason codes
(`docs.reason_pages`), that of the Python API (`docs.api_pages`), the schemas of the models
and their tables (`docs.json_pages`), copies what was measured (`docs.measured_tables`), and runs every ``console`` example of the README and of these
pages to put its true output there. The tests run the same functions and fail where a page
differs from what they give.
"""

import doctest
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import edi_portal
from docs.api_pages import api_page
from docs.guide_pages import FOLDER, guide_pages
from docs.identifier_pages import identifier_pages
from docs.json_pages import SCHEMAS, schema_files, table_page
from docs.measured_tables import with_measured_tables
from docs.model_pages import FOLDER as MODELS
from docs.model_pages import model_pages
from docs.reason_pages import reason_page
from docs.rule_pages import FOLDER as RULES
from docs.rule_pages import rule_pages
from edi_portal.catalogue import Entry, catalogue

ROOT = Path(__file__).resolve().parent.parent
FINDINGS = ROOT / "docs" / "reference" / "findings.md"
SECONDS = 60

FAMILIES = {
    "SRC": "the input as a whole",
    "ENV": "interchange, group and transaction envelopes",
    "SEG": "segments in their place",
    "ELE": "elements, components and repetitions",
    "HLS": "hierarchical levels",
    "LXS": "service line numbers",
    "LSE": "bounded loops",
    "BAL": "amounts of a remittance that do not add up",
    "MDL": "models of what was read",
    "SCR": "the scrubber as a whole",
    "MAT": "payments beside the claims they are for",
    "EFT": "deposits beside the remittances they are of",
}

PREFACE = """\
# Findings

<!-- Written by docs/generate.py from src/edi_portal/catalogue.toml: change it there. -->

Every code that edi-portal reports. A code is for ever: it is never given another meaning. At
the terminal `edi-portal explain CODE` says the same.

- **Severity** is the usual one; a single case may be graded otherwise. See
  [how severe](../explanation/design.md#how-severe).
- **SNIP** is the WEDI SNIP type. `--snip N` asks for types 1 to N. What only a
  [companion guide](../how-to/companion-guide.md) asks for has the code of the same fault, and type 7.
- **Acknowledgment** is what a TA1 or 999 says for it: the element, then its code.
- Braces in a message stand for facts of the guide or the structure, never for a value of the
  file.
"""


def pages() -> list[Path]:
    """The pages whose examples are run."""
    top = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")]
    return top + sorted((ROOT / "docs").rglob("*.md"))


def findings_page() -> str:
    """The reference of findings, from the catalogue."""
    entries = catalogue().values()
    parts = [PREFACE]
    for family, members in groupby(entries, key=lambda entry: entry.code[:3]):
        parts.append(f"## {family}: {FAMILIES[family]}\n")
        parts.extend(map(_entry, members))
    return "\n".join(parts)


def _entry(entry: Entry) -> str:
    ack = ", ".join(f"{element} `{code}`" for element, code in entry.ack.items())
    facts = [f"**{entry.severity.value}**"]
    if entry.snip is not None:
        facts.append(f"SNIP {entry.snip}")
    facts.append(f"acknowledged as {ack}" if ack else "not part of an acknowledgment")
    lines = [
        f"### {entry.code} {entry.name}\n",
        " · ".join(facts) + "\n",
        f"> {entry.message}\n",
        entry.explanation + "\n",
    ]
    if entry.fix:
        lines.append(f"*What to do:* {entry.fix}\n")
    return "\n".join(lines)


def blocks(text: str, language: str) -> Iterator[re.Match[str]]:
    """The fenced blocks of ``language`` in a page; group ``body`` is what they hold."""
    return re.finditer(rf"^```{language}\n(?P<body>.*?)^```$", text, re.DOTALL | re.MULTILINE)


def with_true_output(text: str) -> str:
    """The page ``text`` with the output that its ``console`` examples give now.

    The examples of a page run in order, in one folder that holds a copy of ``samples/``. An
    output that agrees with what is written, where ``...`` stands for anything, is left alone.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shell = Shell(folder)
        return re.sub(
            r"(?<=^```console\n)(.*?)(?=^```$)",
            lambda match: shell.session(match.group(1)),
            text,
            flags=re.DOTALL | re.MULTILINE,
        )


class Shell:
    """Runs example commands one after the other, as a reader would type them."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "work"
        self.home.mkdir()
        shutil.copytree(ROOT / "samples", self.home / "samples")
        # The program under test is the one of this interpreter, whatever PATH holds.
        program = folder / "bin" / "edi-portal"
        program.parent.mkdir()
        program.write_text(
            f"#!{sys.executable}\n"
            "import sys\n"
            f"sys.path.insert(0, {str(Path(edi_portal.__file__).parents[1].resolve())!r})\n"
            "from edi_portal.cli import main\n"
            "main(prog_name='edi-portal')\n"
        )
        program.chmod(0o755)
        self.environment = os.environ | {
            "PATH": f"{program.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "COLUMNS": "100",
            "LC_ALL": "C.UTF-8",
        }
        self.exit_code = 0

    def session(self, body: str) -> str:
        """The block ``body`` with its commands run and their output put in its place."""
        result = []
        for command, written in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", body, re.MULTILINE):
            given = self.run(command)
            agrees = doctest.OutputChecker().check_output(written, given, doctest.ELLIPSIS)
            result.append(f"$ {command}\n{written if agrees else given}")
        return "".join(result)

    def run(self, command: str) -> str:
        """What ``command`` prints to standard output and error together."""
        done = subprocess.run(
            f"(exit {self.exit_code})\n{command}",
            shell=True,
            cwd=self.home,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
        self.exit_code = done.returncode
        if "Traceback (most recent call last)" in done.stdout:
            raise RuntimeError(f"the example {command!r} ends in a traceback:\n{done.stdout}")
        return done.stdout


def main() -> None:
    """Bring every page up to date and name those that changed."""
    wanted = {
        FINDINGS: findings_page(),
        **guide_pages(),
        **model_pages(),
        **schema_files(),
        **table_page(),
        **identifier_pages(),
        **rule_pages(),
        **reason_page(),
        **api_page(),
    }
    written = (FOLDER, MODELS, RULES)
    for page in (
        *(page for folder in written for page in folder.glob("*.md")),
        *SCHEMAS.glob("*.json"),
    ):
        if page not in wanted:
            page.unlink()
            print(f"removed {page.relative_to(ROOT)}")
    for page in pages():
        wanted.setdefault(page, with_measured_tables(with_true_output(page.read_text("utf-8"))))
    for page, text in wanted.items():
        if not page.is_file() or page.read_text("utf-8") != text:
            page.parent.mkdir(exist_ok=True)
            page.write_text(text, "utf-8")
            print(f"wrote {page.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
