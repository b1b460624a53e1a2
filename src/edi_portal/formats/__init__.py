"""Findings as text: for people, for scripts and for CI services.

>>> list(FORMATS)
['full', 'concise', 'json', 'jsonl', 'sarif', 'github', 'junit']

`render` turns reports into chunks of text, so that many files stream. The formats for
machines write nothing but their own syntax, in ASCII where the syntax allows it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from edi_portal.errors import UsageError
from edi_portal.formats.base import STDIN, Format, Options
from edi_portal.formats.full import write_full
from edi_portal.formats.json_text import write_json, write_jsonl
from edi_portal.formats.junit import write_junit
from edi_portal.formats.lines import write_concise, write_github
from edi_portal.formats.sarif import write_sarif
from edi_portal.report import Report

__all__ = ["FORMATS", "STDIN", "Format", "Options", "render"]

_ALL = (
    Format(
        name="full",
        summary="for people: every finding with its segment and a pointer to the fault",
        shows_phi=True,
        write=write_full,
    ),
    Format(
        name="concise",
        summary="one line for each finding, file:line: CODE message",
        shows_phi=False,
        write=write_concise,
    ),
    Format(
        name="json",
        summary="one JSON document with the reports of all files",
        shows_phi=True,
        write=write_json,
    ),
    Format(
        name="jsonl",
        summary="JSON Lines, one finding on each",
        shows_phi=True,
        write=write_jsonl,
    ),
    Format(
        name="sarif",
        summary="SARIF 2.1.0, for code scanning services",
        shows_phi=False,
        write=write_sarif,
    ),
    Format(
        name="github",
        summary="annotations of GitHub workflows",
        shows_phi=False,
        write=write_github,
    ),
    Format(
        name="junit",
        summary="JUnit XML, one test suite for each file",
        shows_phi=False,
        write=write_junit,
    ),
)

FORMATS: Mapping[str, Format] = MappingProxyType({entry.name: entry for entry in _ALL})
"""Every format by its name, in the order to list them in."""


def render(
    reports: Iterable[Report],
    format: str,  # noqa: A002  the word that callers know it by
    *,
    show_phi: bool = False,
    snip: int | None = None,
    overlays: Sequence[str] = (),
) -> Iterator[str]:
    """Yield `reports` as text in the format of this name, a chunk at a time.

    ``show_phi`` lets ``full``, ``json`` and ``jsonl`` show values of the file. The other
    formats leave them out whatever is asked, because what they write is uploaded and kept
    by services. ``snip`` is the highest SNIP type that was checked, ``overlays`` are the names
    of the overlays: they are told to the reader and filter nothing.

    Raises `UsageError` at once where no format has this name.
    """
    try:
        chosen = FORMATS[format]
    except KeyError:
        known = ", ".join(FORMATS)
        raise UsageError(f"no such format; the formats are {known}") from None
    return chosen.write(reports, Options(show_phi=show_phi, snip=snip, overlays=tuple(overlays)))
