"""Options that several commands share."""

from collections.abc import Callable
from typing import Any

import click

Command = Callable[..., Any]

_MOST_NINE_DIGITS = 999_999_999
# Spelled out so that parsing needs no import of the library; a test compares them with it.
SEVERITIES = ("error", "warning", "info")


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


def overlay_option(command: Command) -> Command:
    """Companion guides to check against besides the guides."""
    return click.option(
        "--overlay",
        "overlays",
        multiple=True,
        type=click.Path(),
        metavar="FILE",
        help="Check against the companion guide in FILE, too, whatever --snip is. Repeatable.",
    )(command)


def text_or_json_option(command: Command) -> Command:
    """How facts are shown that are no file's findings."""
    return click.option(
        "-f",
        "--format",
        "output_format",
        type=click.Choice(("text", "json")),
        default="text",
        show_default=True,
        help="Text for people, or JSON.",
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


def control_number_option(command: Command) -> Command:
    """Where numbering begins."""
    return click.option(
        "--control-number",
        type=click.IntRange(1, _MOST_NINE_DIGITS),
        default=1,
        show_default=True,
        metavar="N",
        help="Control number of the first interchange written.",
    )(command)


def as_of_option(command: Command) -> Command:
    """The time that envelopes bear. Only the command line may ask the clock for it."""
    return click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d"]),
        metavar="DATETIME",
        help="Date and time to write (2025-01-31T08:30); now by default.",
    )(command)
