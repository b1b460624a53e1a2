"""The command line: ``edi-portal``. It parses arguments, calls the library and prints."""

import click

from edi_portal._version import __version__
from edi_portal.cli._group import LazyGroup

__all__ = ["main"]

# Where each command lives: imported when it is asked for, so that starting costs click only.
_COMMANDS = {
    "validate": "edi_portal.cli.validate:validate",
    "scrub": "edi_portal.cli.scrub:scrub",
    "rules": "edi_portal.cli.rules:rules",
    "inspect": "edi_portal.cli.inspection:inspect",
    "parse": "edi_portal.cli.parse:parse",
    "generate": "edi_portal.cli.generate:generate",
    "match": "edi_portal.cli.match:match",
    "synthesize": "edi_portal.cli.synthesize:synthesize",
    "deidentify": "edi_portal.cli.deidentify:deidentify",
    "ack": "edi_portal.cli.ack:ack",
    "explain": "edi_portal.cli.explain:explain",
    "guide": "edi_portal.cli.guide:guide",
    "codes": "edi_portal.cli.codes:codes",
}


@click.group(
    cls=LazyGroup,
    commands_at=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=(
        "Exit codes: 0 nothing found, 1 findings or malformed X12, 2 no trustworthy result "
        "(usage, input or output, a limit, an internal error), 130 interrupted."
    ),
)
@click.version_option(__version__, message="%(prog)s %(version)s", prog_name="edi-portal")
def main() -> None:
    """Read, validate, acknowledge and match X12 health care files (837, 835, 277CA, 999)."""
