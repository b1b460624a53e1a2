"""What every command may show of a file: one line a command, one word a file it takes or makes.

The commands, their options and the values of these come from the command line itself. A command
or a file option that is not in the table below fails the test, so whoever adds one decides here
what it may show.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path

import attrs
import click

from edi_portal.cli import main


class Role(Enum):
    """What stands in a file that a command is given the name of."""

    X12 = "read, and may be full of patients"
    OTHER = "read, and is something else: canaries stand where it is not read as meant"
    FOLDER = "a folder that the command keeps things in"
    QUIET = "written, and must hold nothing of patients"
    NOBODYS = "written, and holds what files hold, but nothing of persons"
    KEY = "written, random"
    CONTENT = "written, and holds what patients' files hold: that is its purpose"


@attrs.frozen(kw_only=True)
class Entry:
    """What a command takes besides its files, and what its standard output may hold.

    ``stdout`` is QUIET, NOBODYS or CONTENT; standard error is quiet always. ``files`` are the roles of
    its file options and arguments, by name. ``fixed`` are words that every run needs, ``beside``
    those that an option needs. ``reads`` says whether it reads X12.
    """

    stdout: Role
    files: Mapping[str, Role]
    reads: bool = True
    fixed: tuple[str, ...] = ()
    beside: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    why: str


_CHECKING = {
    "paths": Role.X12,
    "output": Role.QUIET,
    "overlays": Role.OTHER,
    "reports": Role.QUIET,
}
# What stands before the name of the file in the value of an option.
_BEFORE = {"FORMAT=FILE": "json="}

TABLE: dict[str, Entry] = {
    "validate": Entry(stdout=Role.QUIET, files=_CHECKING, why="reports go to logs and to CI"),
    "scrub": Entry(
        stdout=Role.QUIET,
        files=_CHECKING
        | {
            "roster": Role.OTHER,
            "eligibility": Role.X12,
            "authorizations": Role.X12,
            "config": Role.OTHER,
            "store": Role.FOLDER,
            "baseline": Role.OTHER,
            "write_baseline": Role.QUIET,
            "fix": Role.CONTENT,
            "answer": Role.CONTENT,
        },
        fixed=("--no-config",),
        why="reports go to logs, and baselines into repositories",
    ),
    "inspect": Entry(
        stdout=Role.QUIET,
        files={"path": Role.X12, "output": Role.QUIET},
        why="control numbers and trading partners of envelopes, and counts, are no patient's",
    ),
    "parse": Entry(
        stdout=Role.CONTENT,
        files={"paths": Role.X12, "output": Role.CONTENT},
        beside={"table": ("--format", "csv")},
        why="it turns content into JSON or CSV",
    ),
    "generate": Entry(
        stdout=Role.CONTENT,
        files={"path": Role.OTHER, "output": Role.CONTENT},
        reads=False,
        fixed=("--sender", "S", "--receiver", "R", "--as-of", "2025-01-31T08:30"),
        why="it turns JSON into X12",
    ),
    "deidentify": Entry(
        stdout=Role.NOBODYS,
        files={
            "paths": Role.X12,
            "output": Role.NOBODYS,
            "key_file": Role.OTHER,
            "new_key": Role.KEY,
        },
        why="what it writes is there to be shown: payers and codes, nothing of persons",
    ),
    "match": Entry(
        stdout=Role.CONTENT,
        files={
            "claims": Role.X12,
            "remittances": Role.X12,
            "acknowledgments": Role.X12,
            "ledger": Role.CONTENT,
            "eft": Role.OTHER,
            "posting": Role.CONTENT,
            "worklist": Role.CONTENT,
            "output": Role.CONTENT,
        },
        why="who posts payments has to see which claim each is for",
    ),
    "ack": Entry(
        stdout=Role.CONTENT,
        files={"path": Role.X12, "output": Role.CONTENT, "overlays": Role.OTHER},
        fixed=("--as-of", "2025-01-31T08:30"),
        why="a 999 copies a bad element (IK404) and names the claim (CTX) to who sent them",
    ),
    "synthesize": Entry(
        stdout=Role.QUIET,
        files={"folder": Role.FOLDER},
        reads=False,
        fixed=("--claims", "1", "--kind", "837P"),
        why="it reads nothing",
    ),
    "rules": Entry(stdout=Role.QUIET, files={"config": Role.OTHER}, reads=False, why="no file"),
    "explain": Entry(stdout=Role.QUIET, files={}, reads=False, why="no file"),
    "guide": Entry(stdout=Role.QUIET, files={}, reads=False, why="no file"),
    "codes": Entry(stdout=Role.QUIET, files={"store": Role.FOLDER}, reads=False, why="no file"),
    "codes add": Entry(
        stdout=Role.QUIET,
        files={"files": Role.OTHER, "store": Role.FOLDER},
        reads=False,
        fixed=("--name", "t"),
        why="a patient file given by mistake is refused without a word of it",
    ),
    "codes remove": Entry(
        stdout=Role.QUIET, files={"store": Role.FOLDER}, reads=False, fixed=("t",), why="no file"
    ),
}
# Values are shown because they are asked for.
ASKED = "show_phi"


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command and command of a command, by what is typed."""
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", found) for inner, found in command.commands.items())


def file_parameters(command: click.Command) -> Iterator[click.Parameter]:
    """What a command takes as the name of a file."""
    for parameter in command.params:
        if isinstance(parameter.type, click.Path) or parameter.metavar in _BEFORE:
            yield parameter


def value_of(parameter: click.Parameter, path: Path) -> str:
    """The word that gives a file to a parameter."""
    return _BEFORE.get(parameter.metavar or "", "") + str(path)


def ways(command: click.Command, entry: Entry) -> Iterator[tuple[str, ...]]:
    """Words for each value of each choice of a command, and for each of its flags."""
    for parameter in command.params:
        name = parameter.name or ""
        beside = entry.beside.get(name, ())
        option = parameter.opts[-1]
        if isinstance(parameter.type, click.Choice):
            for value in parameter.type.choices:
                yield (*beside, *((option,) if option.startswith("-") else ()), str(value))
        elif getattr(parameter, "is_flag", False) and name not in (ASKED, "force"):
            yield (*beside, option)
