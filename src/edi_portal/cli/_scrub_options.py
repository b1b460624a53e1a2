"""Options of ``edi-portal scrub`` beside those of every command that checks files."""

from collections.abc import Callable
from typing import Any

import click

from edi_portal.cli._completion import complete_rules, complete_severities, keys_before
from edi_portal.cli._options import SEVERITIES

# Spelled out so that parsing needs no import of the library; a test compares them with it.
TABLES = ("ptp", "mue", "hospital_ptp", "hospital_mue", "add_on", "procedures", "poa_exempt")

Command = Callable[..., Any]


def _pairs(form: str, part: int, known: tuple[str, ...]) -> Callable[..., Any]:
    """Takes words of the form ``A=B`` apart; the ``part`` of each is one of those ``known``."""

    def taken_apart(
        _context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
    ) -> tuple[tuple[str, ...], ...]:
        pairs = tuple(tuple(item.split("=", 1)) for item in given)
        if any(len(pair) < 2 or pair[part] not in known for pair in pairs):
            raise click.BadParameter(f"give {form} one of {', '.join(known)}")
        return pairs

    return taken_apart


def _codes(
    _context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...]:
    return tuple(code.strip() for item in given for code in item.split(",") if code.strip())


_OPTIONS = (
    click.option(
        "--select",
        multiple=True,
        callback=_codes,
        shell_complete=complete_rules,
        metavar="CODES",
        help="Run only these rules: codes, what codes begin with (PRV), or names. Repeatable.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        callback=_codes,
        shell_complete=complete_rules,
        metavar="CODES",
        help="Leave these rules out.",
    ),
    click.option(
        "--severity",
        multiple=True,
        callback=_pairs("CODE=SEVERITY,", 1, SEVERITIES),
        shell_complete=complete_severities,
        metavar="CODE=SEVERITY",
        help="Grade a rule otherwise. Repeatable.",
    ),
    click.option(
        "--payer",
        metavar="ID",
        help="Take every claim for one to this payer of the configuration.",
    ),
    click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DATE",
        help="The day that dates count as future from, by default that of each file (BHT04), and "
        "that a 277CA is of, by default today.",
    ),
    click.option("--roster", type=click.Path(), metavar="FILE", help="Provider roster, CSV."),
    click.option(
        "--eligibility",
        multiple=True,
        type=click.Path(),
        metavar="FILE",
        help="Eligibility responses (271) to check coverage by. Repeatable.",
    ),
    click.option(
        "--authorizations",
        multiple=True,
        type=click.Path(),
        metavar="FILE",
        help="Authorization responses (278) to check numbers by. Repeatable.",
    ),
    click.option(
        "--table",
        "tables",
        multiple=True,
        callback=_pairs("KIND=TABLE, KIND", 0, TABLES),
        shell_complete=keys_before(TABLES),
        metavar="KIND=TABLE",
        help="Look things up in TABLE, a name of the store or a file. Repeatable. KIND: "
        + ", ".join(TABLES)
        + ".",
    ),
    click.option(
        "--config",
        type=click.Path(),
        metavar="FILE",
        help="Configuration; by default the nearest edi-portal.toml or pyproject.toml.",
    ),
    click.option("--no-config", is_flag=True, help="Use no configuration."),
    click.option(
        "--store",
        type=click.Path(file_okay=False),
        metavar="DIR",
        help="Where tables were added by `edi-portal codes add`.",
    ),
    click.option(
        "--baseline", type=click.Path(), metavar="FILE", help="Do not tell the findings in FILE."
    ),
    click.option(
        "--write-baseline",
        type=click.Path(),
        metavar="FILE",
        help="Write what is found to FILE, to be a baseline from now on.",
    ),
    click.option(
        "--fix",
        type=click.Path(),
        metavar="FILE",
        help="Write the one PATH to FILE with spelling mended, never meaning.",
    ),
    click.option("--diff", is_flag=True, help="Show what --fix changes, or would change."),
    click.option(
        "--277ca",
        "answer",
        type=click.Path(),
        metavar="FILE",
        help="Write the 277CA that a payer's front end would answer with.",
    ),
)


def scrub_options(command: Command) -> Command:
    """Which rules run, what they look things up in, and what is written besides the report."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
