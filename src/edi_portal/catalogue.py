"""The catalogue of findings: every code, what it means and how it is acknowledged.

The entries live in ``catalogue.toml``; this module reads them once, on first use, and
makes findings from them. A message template takes structural facts only (segment ids,
element references, counts, limits), never a value from a file.
"""

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import attrs

from edi_portal.findings import Finding, Location, Origin, Severity

OVERLAY_SNIP = 7
"""WEDI SNIP type of what a trading partner asks for besides the guide."""


@attrs.frozen(kw_only=True, slots=True)
class Entry:
    """One code: its name, default severity, SNIP type, message template and explanation."""

    code: str
    name: str
    severity: Severity
    snip: int | None
    message: str
    explanation: str
    fix: str | None
    ack: Mapping[str, str]


@functools.cache
def catalogue() -> Mapping[str, Entry]:
    """Every entry by its code, in the order of the data file."""
    raw = tomllib.loads(files("edi_portal").joinpath("catalogue.toml").read_text("utf-8"))
    return MappingProxyType({code: _entry(code, fields) for code, fields in raw.items()})


def _entry(code: str, fields: Mapping[str, object]) -> Entry:
    ack = fields.get("ack", {})
    if not isinstance(ack, dict):
        raise TypeError(f"catalogue entry {code}: ack is not a table")
    snip = fields.get("snip")
    fix = fields.get("fix")
    return Entry(
        code=code,
        name=str(fields["name"]),
        severity=Severity(str(fields["severity"])),
        snip=int(str(snip)) if snip is not None else None,
        message=str(fields["message"]),
        explanation=str(fields["explanation"]).strip(),
        fix=str(fix) if fix is not None else None,
        ack=MappingProxyType({str(key): str(value) for key, value in ack.items()}),
    )


def finding(code: str, location: Location, /, **more: Any) -> Finding:
    """Make the finding ``code`` at ``location``, as `finding_of` does."""
    return finding_of(catalogue()[code], location, **more)


def keep(findings: list[Finding], item: Finding, most: int, place: Location) -> None:
    """List a finding among the first ``most``; then, once, that the list was cut (``SRC008``)."""
    if len(findings) < most:
        findings.append(item)
    elif len(findings) == most:
        findings.append(finding("SRC008", place, limit=most))


def finding_of(
    entry: Entry,
    location: Location,
    /,
    *,
    severity: Severity | None = None,
    ack: Mapping[str, str] | None = None,
    snip: int | None = None,
    origin: Origin | None = None,
    data_element: str | None = None,
    value: str | None = None,
    text: str | None = None,
    shown: str | None = None,
    unit: tuple[str, str] | None = None,
    facts: Mapping[str, object] = MappingProxyType({}),
    **more: object,
) -> Finding:
    """Make a finding of an entry at ``location``; ``facts`` and ``more`` fill the message.

    ``severity``, ``snip`` and ``ack`` override the catalogue's where the case asks for it.
    With an ``origin`` it is a finding of that overlay, and its SNIP type is 7.
    """
    message, fix, overlay = entry.message, entry.fix, None
    if origin is not None:
        snip, overlay = OVERLAY_SNIP, origin.overlay
        # The entry speaks of the guide; it is the overlay that asks for it here.
        message = message.replace("the guide", "the overlay")
        fix = fix.replace("the guide", "the overlay") if fix is not None else None
    message = message.format(**facts, **more)
    if origin is not None:
        message = f"{origin.message or message} (overlay {overlay})"
    return Finding(
        code=entry.code,
        name=entry.name,
        severity=severity or entry.severity,
        snip=entry.snip if snip is None else snip,
        message=message,
        location=location,
        ack=dict(entry.ack if ack is None else ack),
        fix=fix,
        overlay=overlay,
        data_element=data_element,
        value=value,
        text=text,
        shown=shown,
        unit=unit,
    )
