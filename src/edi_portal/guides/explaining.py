"""Explains a segment that fits nowhere by what stands around it.

The more of them a transaction set has, the less is looked at: it may be of another guide.
"""

from collections.abc import Callable

from edi_portal.guides.automaton import Automaton, State
from edi_portal.guides.recovery import LOOKAHEAD, recover
from edi_portal.guides.remarks import Remarks
from edi_portal.guides.repair import Early, Kind, Repair
from edi_portal.x12.batch import Batch

# With this many repairs in one transaction set the searches become shorter, then stop.
_SHORT_SEARCH_AFTER = 200
_NO_SEARCH_AFTER = 1000
_LOOK_BACK = 30  # segments that show whether a loop repeats what it has

# Up to a number of segments behind an index of a batch, from the next batch if need be.
Ahead = Callable[[Batch, int, int], list[str]]


class Explaining:
    """Explains what is irregular in one transaction set."""

    def __init__(self, automaton: Automaton, remarks: Remarks, ahead: Ahead) -> None:
        self._automaton = automaton
        self._remarks = remarks
        self._ahead = ahead
        self._repairs = 0
        self._behind: list[str] = []  # what was taken last from the batches before

    def turn(self, batch: Batch, first: int) -> None:
        """A batch is over, of which the transaction set took what stands from ``first`` on."""
        self._behind = self._taken(batch, first, len(batch.segments))

    def explain(
        self,
        batch: Batch,
        index: int,
        text: str,
        state: State,
        early: Early,
        first: int,
    ) -> Repair:
        """What is wrong with the segment at ``index``, and what to go on from: see `recover`.

        ``first`` is the first segment of the batch that is of the transaction set.
        """
        self._repairs += 1
        lookahead = LOOKAHEAD
        if self._repairs > _NO_SEARCH_AFTER:
            if (
                text.split(self._automaton.delimiters.element, 1)[0]
                not in self._automaton.map.by_id
            ):
                return Repair(Kind.UNEXPECTED, state)
            lookahead = 0
        elif self._repairs > _SHORT_SEARCH_AFTER:
            lookahead = 2
        window = [text, *self._ahead(batch, index, lookahead)]
        missed = self._remarks.missed(state)
        behind = self._taken(batch, first, index)
        return recover(self._automaton, state, window, early=early, missed=missed, behind=behind)

    def _taken(self, batch: Batch, first: int, index: int) -> list[str]:
        """The last segments before ``index``, those of this batch being taken from ``first``."""
        here = batch.segments[max(index - _LOOK_BACK, first) : index]
        return [*self._behind, *here][-_LOOK_BACK:] if len(here) < _LOOK_BACK else here
