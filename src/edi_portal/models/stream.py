"""Models of a file, one after another, in memory that does not grow with it.

What is open to callers of a reading (`edi_portal.models.run`).
"""

from collections.abc import Callable, Iterator
from typing import Generic, Self, TypeVar

import attrs

from edi_portal.event import InterchangeBegin
from edi_portal.findings import Finding
from edi_portal.guides.placed import PlacedSegment
from edi_portal.guides.reading import Reading
from edi_portal.guides.registry import Registration
from edi_portal.models.base import Model
from edi_portal.models.run import OnFinding, Run
from edi_portal.report import Counts

_M = TypeVar("_M", bound=Model)


class Models(Iterator[_M], Generic[_M]):
    """The models of an input. Iterate it to its end, then see what was found.

    An input that was opened is closed at the end, and where the iteration is left before
    that: by `close`, or at the end of a ``with`` block.

    ``whole`` gives a header that gathers items together with them, as a remittance with its
    claims; ``headers`` gives it behind them, without them. ``outside`` makes a model of an
    acknowledgment that stands outside of transaction sets (TA1).
    """

    def __init__(
        self,
        reading: Callable[[Callable[[Registration], frozenset[str] | None]], Reading],
        guides: frozenset[str],
        *,
        whole: bool = False,
        headers: bool = False,
        outside: Callable[[PlacedSegment], Model] | None = None,
        on_finding: OnFinding | None = None,
        max_findings: int = 10_000,
    ) -> None:
        # What reads knows nothing of this object, so that the input is closed with it.
        self._run = Run(reading, guides, whole, headers, outside, on_finding, max_findings)
        self._made: Iterator[_M] = self._run.models()

    def __next__(self) -> _M:
        return next(self._made)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        # Where making it failed there is nothing to close.
        if hasattr(self, "_run"):
            self.close()

    def close(self) -> None:
        """Leave the rest of the input unread."""
        self._run.reading.close()

    @property
    def findings(self) -> list[Finding]:
        """What was found so far, up to ``max_findings``; empty where ``on_finding`` is told."""
        return self._run.findings

    @property
    def gaps(self) -> int:
        """How often there could be no model; each time an error among the findings says so."""
        return self._run.gaps

    @property
    def counts(self) -> Counts:
        """What was read so far, errors of models that could not be made included."""
        counts = self._run.reading.counts
        return attrs.evolve(counts, errors=counts.errors + self._run.gaps)

    @property
    def file(self) -> str | None:
        """The name of the input, as findings give it."""
        return self._run.reading.file

    @property
    def interchange(self) -> InterchangeBegin | None:
        """The interchange that is being read, by its ISA."""
        return self._run.interchange

    @property
    def read_to_end(self) -> bool:
        """True once the whole input was read, whatever could be made of it."""
        return self._run.ended and self._run.reading.complete

    @property
    def ok(self) -> bool:
        """True once the whole input was read without an error."""
        return self._run.ended and self._run.reading.complete and self.counts.errors == 0

    @property
    def complete(self) -> bool:
        """True once the whole input was read, errors or not, and nothing was left out."""
        return self._run.ended and self._run.reading.complete and not self.gaps
