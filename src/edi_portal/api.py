"""The library's front door: validate an input, read its segments, follow its events.

Every function takes exactly one input: a path as its first argument, or ``data=`` bytes,
or ``stream=`` an open file, binary or text. ``name`` is the file name shown in locations;
it defaults to the path as given. Nothing here reads a clock or touches the network.

Keywords that all of them share:

- ``snip``: check WEDI SNIP types 1 to this number (default 3).
- ``allow_bare``: take input without ISA that begins with ST or GS, and say so.
- ``legacy``: check 4010 transaction sets against their guide instead of refusing them.
- ``overlays``: companion guides to check against, too: paths of their files, or what
  `load_overlay` gives. What they find is of SNIP type 7, and told whatever ``snip`` is.
- ``segment_limit``: longest segment in bytes; a longer one is skipped with a finding.
- ``byte_limit``: most bytes that are read of an input; for more `LimitError` is raised.
- ``progress``: called with the number of bytes read so far.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import IO, Any, Self

import attrs

from edi_portal.catalogue import keep
from edi_portal.errors import UsageError
from edi_portal.event import Event
from edi_portal.findings import Finding, Location
from edi_portal.guides.companion import load_overlays
from edi_portal.guides.overlay import Overlay
from edi_portal.guides.placed import PlacedSegment
from edi_portal.guides.reading import Reading as _Reading
from edi_portal.guides.units import Asked, Unit
from edi_portal.report import Counts, Report
from edi_portal.x12.reader import DEFAULT_SEGMENT_LIMIT, Reader
from edi_portal.x12.source import PathLike, open_blocks

DEFAULT_MAX_FINDINGS = 10_000


@attrs.frozen(kw_only=True)
class Options:
    """How to read; see the module's text for each."""

    snip: int = attrs.field(default=3, validator=attrs.validators.in_(range(1, 8)))
    allow_bare: bool = False
    legacy: bool = False
    overlays: tuple[Overlay, ...] = attrs.field(default=(), converter=load_overlays)
    segment_limit: int = DEFAULT_SEGMENT_LIMIT
    byte_limit: int | None = None
    progress: Callable[[int], None] | None = None


def validate(
    path: PathLike | None = None,
    *,
    data: bytes | None = None,
    stream: IO[Any] | None = None,
    name: str | None = None,
    max_findings: int = DEFAULT_MAX_FINDINGS,
    **options: Any,
) -> Report:
    """Check an input against its envelopes and guides.

    Whatever is wrong in the input is a finding of the report, also where it is not X12 at
    all. ``max_findings`` bounds how many are listed; all are counted, and a last finding
    says that the list was cut.

    Raises `SourceError` where the input cannot be opened or read, `LimitError` where it is
    longer than asked, `GuideError` for an overlay that does not fit its guide, `UsageError` for
    arguments that do not fit together.

    >>> report = validate(data=b"no claims here")
    >>> report.ok, [item.code for item in report.findings]
    (False, ['SRC001'])
    """
    chosen = _options(options)
    file = _name(path, name)
    findings: list[Finding] = []
    with _opened(path, data, stream, chosen) as blocks:
        reading = _reading(blocks, file, chosen, trace=False)
        for item in reading.items():
            if isinstance(item, Finding):
                keep(findings, item, max_findings, Location(file=file))
    return Report(
        file=file,
        findings=tuple(findings),
        counts=reading.counts,
        complete=reading.complete,
    )


def events(
    path: PathLike | None = None,
    *,
    data: bytes | None = None,
    stream: IO[Any] | None = None,
    name: str | None = None,
    **options: Any,
) -> Iterator[Event]:
    """Beginnings and ends of envelopes and transaction sets, with findings between them.

    This is `validate` as a stream, in memory that does not grow with the input. Raises as
    `validate` does, when the iteration begins.
    """
    chosen = _options(options)
    with _opened(path, data, stream, chosen) as blocks:
        for item in _reading(blocks, _name(path, name), chosen, trace=False).items():
            if not isinstance(item, PlacedSegment | Unit):
                yield item


class Reading(Iterator[PlacedSegment]):
    """Segments of an input with their places, and what there is to say of the whole.

    Iterate it to its end; ``findings``, the first ``max_findings`` of them, and ``counts``
    grow on the way. A reading that cannot be trusted to its end shows it there: ``ok`` is
    false before the last segment was taken, where there is an error, and where a limit left
    something unread. ``tail`` is what stands behind the last segment, so that ``before`` and
    ``text`` of all segments and the tail give the input byte for byte (encoded as Latin-1).

    An input that was opened is closed at the end, and where the iteration is left before
    that: by `close`, or at the end of a ``with`` block.
    """

    def __init__(
        self, reading: _Reading, file: str | None = None, max_findings: int = DEFAULT_MAX_FINDINGS
    ) -> None:
        self._items = reading.items()
        self._reading = reading
        self._ended = False
        self._file = file
        self._most = max_findings
        self.findings: list[Finding] = []

    def __next__(self) -> PlacedSegment:
        for item in self._items:
            if isinstance(item, PlacedSegment):
                return item
            if isinstance(item, Finding):
                keep(self.findings, item, self._most, Location(file=self._file))
        self._ended = True
        raise StopIteration

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Leave the rest of the input unread."""
        self._reading.close()

    @property
    def counts(self) -> Counts:
        """What was read so far."""
        return self._reading.counts

    @property
    def tail(self) -> str:
        """What stands behind the last segment."""
        return self._reading.tail

    @property
    def complete(self) -> bool:
        """False where a limit left part of the input unread."""
        return self._reading.complete

    @property
    def ok(self) -> bool:
        """True once the whole input was read without an error."""
        return self._ended and self._reading.complete and self.counts.errors == 0


def read(
    path: PathLike | None = None,
    *,
    data: bytes | None = None,
    stream: IO[Any] | None = None,
    name: str | None = None,
    max_findings: int = DEFAULT_MAX_FINDINGS,
    **options: Any,
) -> Reading:
    """Read an input segment by segment, each with its place in the guide.

    ``max_findings`` bounds how many findings are listed; all are counted. Raises as `validate`
    does, when the iteration begins.

    >>> reading = read(data=b"ST*835*0001~SE*2*0001~", allow_bare=True)
    >>> [(segment.id, segment.ordinal) for segment in reading]
    [('ST', 1), ('SE', 2)]
    >>> reading.ok
    False
    """
    chosen = _options(options)
    blocks = _blocks(path, data, stream, chosen)
    file = _name(path, name)
    return Reading(_reading(blocks, file, chosen, trace=True), file, max_findings)


def unit_reading(
    path: PathLike | None = None,
    *,
    units: Asked,
    trace: bool = False,
    data: bytes | None = None,
    stream: IO[Any] | None = None,
    name: str | None = None,
    **options: Any,
) -> _Reading:
    """A reading that gives units besides its events, for models to be made of."""
    chosen = _options(options)
    blocks = _blocks(path, data, stream, chosen)
    return _reading(blocks, _name(path, name), chosen, trace=trace, units=units)


def _opened(
    path: PathLike | None, data: bytes | None, stream: IO[Any] | None, chosen: Options
) -> AbstractContextManager[Iterator[str]]:
    return open_blocks(
        path, data=data, stream=stream, progress=chosen.progress, limit=chosen.byte_limit
    )


def _blocks(
    path: PathLike | None, data: bytes | None, stream: IO[Any] | None, chosen: Options
) -> Iterator[str]:
    """The text of an input, which is opened now and read when it is asked for."""
    opened = _opened(path, data, stream, chosen)

    def blocks() -> Iterator[str]:
        with opened as source:
            yield from source

    return blocks()


def _options(options: dict[str, Any]) -> Options:
    try:
        return Options(**options)
    except (TypeError, ValueError) as error:
        raise UsageError(f"options: {error.args[0] if error.args else 'not valid'}") from error


def _name(path: PathLike | None, name: str | None) -> str | None:
    if name is not None or path is None:
        return name
    if not isinstance(path, str | os.PathLike):
        raise UsageError("the first argument is a path; bytes go to data=, open files to stream=")
    return os.fspath(path)


def _reading(
    blocks: Iterator[str],
    file: str | None,
    chosen: Options,
    *,
    trace: bool,
    units: Asked | None = None,
) -> _Reading:
    reader = Reader(blocks, segment_limit=chosen.segment_limit, allow_bare=chosen.allow_bare)
    return _Reading(
        reader,
        file=file,
        snip=chosen.snip,
        trace=trace,
        legacy=chosen.legacy,
        overlays=chosen.overlays,
        units=units,
    )
