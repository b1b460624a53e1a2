"""Writes a file anew with what `edi_portal.scrubber` can spell right, or shows what would change.

The input is read twice: once by the scrubber, which gathers the changes, once to be written.
What changes is a decimal point in a diagnosis code, lower case, hyphens, a leading zero,
separators with nothing behind them, and counts in trailers; nothing that means something else.
"""

import difflib
from collections.abc import Iterator
from typing import Any

import attrs

from edi_portal.api import read
from edi_portal.errors import LimitError
from edi_portal.guides.masking import masked
from edi_portal.output import OutputFile
from edi_portal.scrubber.mending import Mended, Mends, mended
from edi_portal.x12.source import PathLike


@attrs.frozen(kw_only=True)
class Changed:
    """How many segments differ, and the lines that show how (``difference``)."""

    segments: int
    difference: tuple[str, ...] = attrs.field(repr=False)


def mend_file(
    path: PathLike,
    output: PathLike | None,
    mends: Mends,
    *,
    force: bool = False,
    show_phi: bool = False,
    **options: Any,
) -> Changed:
    """Write ``path`` to ``output`` with the changes made; without an output, only show them.

    The difference shows segments with their values masked, and as they are under ``show_phi``.
    Raises `SourceError` where the input cannot be read, `LimitError` where a limit leaves some
    of it unread, `WriteError` where the output cannot be written; there is no file then.
    """
    if output is None:
        return _run(path, mends, None, show_phi, options)
    with OutputFile(output, force=force) as file:
        return _run(path, mends, file, show_phi, options)


def _run(
    path: PathLike, mends: Mends, file: OutputFile | None, show_phi: bool, options: dict[str, Any]
) -> Changed:
    lines: list[str] = []
    count = 0
    with read(path, **options) as reading:
        for item in mended(reading, mends):
            if file is not None:
                file.write((item.segment.before + item.text).encode("latin-1"))
            if item.changed:
                count += 1
                lines += _difference(item, show_phi)
        if not reading.complete:
            raise LimitError("a segment is longer than the limit; nothing was written")
        if file is not None:
            file.write(reading.tail.encode("latin-1"))
    return Changed(segments=count, difference=tuple(lines))


def _difference(item: Mended, show_phi: bool) -> Iterator[str]:
    segment = item.segment
    name = segment.loop or "envelope"
    yield f"@@ segment {segment.segment_in_file}, line {segment.line}, {name} @@"
    for line in difflib.ndiff([segment.text], [item.text]):
        mark, text = line[:2], line[2:]
        if mark == "? ":
            continue
        yield mark[0] + (text if show_phi else masked(text, segment.place, segment.delimiters))
