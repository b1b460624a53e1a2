"""Chooses the guide of each transaction set of a reading, and makes the walk through it."""

from functools import partial

from edi_portal.guides import selection
from edi_portal.guides.companion import overlays_for
from edi_portal.guides.explaining import Ahead
from edi_portal.guides.locating import Position
from edi_portal.guides.overlay import Overlay
from edi_portal.guides.registry import Registration
from edi_portal.guides.unguided import Unguided
from edi_portal.guides.units import Asked, Collector, heads
from edi_portal.guides.walk import Walk
from edi_portal.x12.delimiters import Delimiters

_EXTERNAL_CODES = 5  # SNIP type of code lists outside of a guide


class Walks:
    """What all walks of a reading have in common.

    ``applied`` are the overlays that a transaction set was held to so far.
    """

    def __init__(
        self,
        position: Position,
        ahead: Ahead,
        *,
        snip: int,
        trace: bool,
        legacy: bool,
        overlays: tuple[Overlay, ...],
        units: Asked | None,
    ) -> None:
        self.applied: set[Overlay] = set()
        self._position = position
        self._ahead = ahead
        self._external = snip >= _EXTERNAL_CODES
        self._trace = trace
        self._legacy = legacy
        self._overlays = overlays
        self._units = units

    def guide_of(
        self, index: int, identifier: str, reference: str, version: str | None, separator: str
    ) -> Registration | None:
        """The guide of the transaction set whose ST stands at ``index``, if one may be used."""
        behind = partial(self._behind, index)
        found = selection.for_transaction(identifier, reference, version, behind, separator)
        return None if found is None or (found.withdrawn and not self._legacy) else found

    def _behind(self, index: int, size: int) -> list[str]:
        batch = self._position.batch
        return self._ahead(batch, index, size) if batch is not None else []

    def through(self, guide: Registration, delimiters: Delimiters) -> Walk:
        """The walk of a transaction set that is read by this guide."""
        if self._overlays:
            self.applied.update(overlays_for(guide, self._overlays))
        automaton = selection.automaton(guide, delimiters, self._overlays)
        loops = self._units(guide) if self._units is not None else None
        collector = None
        if loops is not None:
            known = automaton.map
            collector = Collector(known, delimiters, heads(known, loops))
        return Walk(
            automaton,
            self._position,
            self._ahead,
            trace=self._trace,
            external=self._external,
            collector=collector,
        )

    def without_guide(self, identifier: str) -> Unguided:
        """The walk of a transaction set that no guide is for."""
        return Unguided(self._position, identifier, trace=self._trace)
