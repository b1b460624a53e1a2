"""``edi-portal explain``: what a code means and what to do about it.

Codes of findings and rules, and those that payers give their reasons by.
"""

import difflib
import json
import textwrap
from typing import TYPE_CHECKING, Any

import click

from edi_portal.cli._completion import complete_findings
from edi_portal.cli._failure import SUCCESS
from edi_portal.cli._options import text_or_json_option
from edi_portal.cli._streams import open_sink

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from edi_portal.catalogue import Entry
    from edi_portal.codes.reasons import Reason

_WIDTH = 79


@click.command("explain", short_help="Say what a code of a finding or of a payer means.")
@click.argument("code", required=False, shell_complete=complete_findings)
@text_or_json_option
def explain(code: str | None, output_format: str) -> int:
    """Say what CODE means: that of a finding (SEG003, or its name), or a payer's.

    A payer's is an adjustment reason with or without its group (CO-45, 29), a group (PR), a
    remark (N290), or a claim status (A7:562:85). Without CODE, list all findings.

    Exit code 0: it is shown. 2: no finding has this code or name; the nearest is named.
    """
    from edi_portal.scrubber.entries import entries as known

    entries = known()
    reason = None if code is None else _reason(entries, code)
    chosen = None if code is None or reason is not None else _find(entries, code)
    with open_sink(None, force=False, inputs=()) as sink:
        if reason is not None:
            sink.write(_as_json(reason) if output_format == "json" else _said(reason))
        elif output_format == "json":
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


def _reason(entries: "Mapping[str, Entry]", wanted: str) -> "Reason | None":
    from edi_portal.codes.reasons import explain

    return None if wanted.strip().upper() in entries else explain(wanted)


_KINDS = {
    "group": "group of adjustments",
    "adjustment": "adjustment reason",
    "remark": "remark",
    "status": "claim status",
}


def _said(reason: "Reason") -> str:
    from edi_portal.codes.reasons import scenario

    facts = [_KINDS[reason.kind]]
    if reason.title is not None:
        facts.append(f"{reason.title}{', a denial where nothing is paid' if reason.denial else ''}")
    if reason.scenario is not None:
        facts.append(f"CORE 360 scenario {reason.scenario}: {scenario(reason.scenario)}")
    said = reason.says or "We have no words for this code: see the list of its owner."
    parts = [f"{reason.code}\n" + _wrapped("; ".join(facts)), _wrapped(said[0].upper() + said[1:])]
    if reason.next is not None:
        parts.append(_wrapped(f"What to do: {reason.next}"))
    return "\n".join(parts)


def _as_json(reason: "Reason") -> str:
    import attrs

    return json.dumps(attrs.asdict(reason), indent=2) + "\n"


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
