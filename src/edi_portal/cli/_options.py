"""Options that several commands share."""

from collections.abc import Callable
from typing import Any

import click

Command = Callable[..., Any]


def allow_bare_option(command: Command) -> Command:
    """Whether input without an envelope is read."""
    return click.option(
        "--no-envelope",
        "allow_bare",
        is_flag=True,
        help="Accept input that runs from ST to SE, without ISA and GS.",
    )(command)


def legacy_option(command: Command) -> Command:
    """Whether the guides before 5010 are read."""
    return click.option(
        "--allow-4010", "legacy", is_flag=True, help="Accept the withdrawn 4010 guides, too."
    )(command)


def output_options(*, required: bool) -> Callable[[Command], Command]:
    """Where the result goes, for every command that can write a file."""

    def decorate(command: Command) -> Command:
        command = click.option(
            "--force", is_flag=True, help="Replace the output file if it exists."
        )(command)
        return click.option(
            "-o",
            "--output",
            type=click.Path(allow_dash=True),
            required=required,
            metavar="FILE",
            help="Write to FILE, whole or not at all; - is standard output"
            + ("." if required else ", the default."),
        )(command)

    return decorate


def path_argument(command: Command) -> Command:
    """The one input of a command."""
    return click.argument("path", type=click.Path(allow_dash=True))(command)
