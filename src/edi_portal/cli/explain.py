"""``edi-portal explain``: what a finding code means and what to do about it."""

import difflib
import json
import textwrap
from typing import TYPE_CHECKING, Any

import click

from edi_portal.cli._failure import SUCCESS
from edi_portal.cli._streams import open_sink

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from edi_portal.catalogue import Entry

_WIDTH = 79


@click.command("explain", short_help="Say what a finding code means.")
@click.argument("code", required=False)
@click.option(
    "-f",
    "--format",
    "output_format",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="Text for people, or JSON.",
)
def explain(code: str | None, output_format: str) -> int:
    """Say what the finding CODE (SEG003, or its name) means; without CODE, list them all."""
    from edi_portal.scrubber.entries import entries as known

    entries = known()
    chosen = None if code is None else _find(entries, code)
    with open_sink(None, force=False, inputs=()) as sink:
        if output_format == "json":
            shown = [_fields(entry) for entry in entries.values()]
            sink.write(json.dumps(shown if chosen is None else _fields(chosen), indent=2) + "\n")
        else:
            sink.write(_list(entries.values()) if chosen is None else _text(chosen))
    return SUCCESS


def _find(entries: "Mapping[str, Entry]", wanted: str) -> "Entry":
    by_word = {entry.code.lower(): entry for entry in entries.values()}
    by_word |= {entry.name: entry for entry in entries.values()}
    found = by_word.get(wanted.strip().lower())
    if found is not None:
        return found
    nearest = difflib.get_close_matches(wanted.strip().lower(), by_word, n=1, cutoff=0)
    entry = by_word[nearest[0]]
    raise click.BadParameter(
        f"no finding has this code or name; the nearest is {entry.code} ({entry.name})",
        param_hint="CODE",
    )


def _list(entries: "Iterable[Entry]") -> str:
    return "".join(f"{entry.code}  {entry.severity:<7}  {entry.name}\n" for entry in entries)


def _text(entry: "Entry") -> str:
    facts = [str(entry.severity)]
    if entry.snip is not None:
        facts.append(f"SNIP type {entry.snip}")
    if entry.ack:
        said = ", ".join(f"{where} {code}" for where, code in entry.ack.items())
        facts.append(f"acknowledged as {said}")
    parts = [f"{entry.code} {entry.name}\n{'; '.join(facts)}\n"]
    parts += (_wrapped(text) for text in entry.explanation.split("\n\n"))
    if entry.fix is not None:
        parts.append(_wrapped(f"What to do: {entry.fix}"))
    return "\n".join(parts)


def _wrapped(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), _WIDTH) + "\n"


def _fields(entry: "Entry") -> dict[str, Any]:
    return {
        "code": entry.code,
        "name": entry.name,
        "severity": entry.severity.value,
        "snip": entry.snip,
        "message": entry.message,
        "ack": dict(entry.ack) or None,
        "explanation": entry.explanation,
        "fix": entry.fix,
    }
