"""One defect in a valid file, and what a validator must say of it.

A planter goes through a document and offers sites; a site, asked to, gives the defect or
nothing, where the change would not be a single defect.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import attrs

from tests.properties.documents import Document, Instance, TransactionSet
from tests.properties.legality import Referee

Ack = dict[str, str]


class Place(NamedTuple):
    """A segment id and where it stands: its number in the set, from 1, and in the file."""

    segment: str
    ordinal: int | None
    in_file: int


@attrs.frozen(kw_only=True)
class Defect:
    """A file with one defect, and every answer that names it rightly.

    ``places`` are where the segment may be said to stand, ``acks`` how an acknowledgment
    may say it. ``element`` and ``component`` are given where the defect lies in one;
    ``elements`` where any of several may be blamed. ``about`` names the place in the guide.
    """

    kind: str
    about: str
    data: bytes = attrs.field(repr=False)
    places: tuple[Place, ...]
    acks: tuple[Ack, ...]
    elements: tuple[int, ...] = ()
    component: int | None = None


Plant = Callable[[], Defect | None]


@attrs.frozen
class Site:
    """Where a defect of a kind can be planted."""

    kind: str
    guide: str
    plant: Plant = attrs.field(repr=False)


Planter = Callable[["Garden"], Iterator[Site]]


@attrs.define(eq=False)
class Garden:
    """A document with what the planters share: the referee of each of its sets."""

    document: Document
    _referees: dict[int, Referee] = attrs.field(factory=dict)

    def referee(self, of: TransactionSet) -> Referee:
        """The referee of order for a transaction set."""
        if of.start not in self._referees:
            self._referees[of.start] = Referee(of.guide, self.document.delimiters)
        return self._referees[of.start]

    def illegal_from(self, of: TransactionSet, texts: Sequence[str]) -> int | None:
        """The first line that no reading of the changed set allows, or ``None``.

        ``texts`` is the whole file; the set begins where it began and ends with its SE.
        """
        separator = self.document.delimiters.element
        stop = of.start
        while not texts[stop].startswith("SE" + separator):
            stop += 1
        at = self.referee(of).first_illegal(texts[of.start : stop + 1])
        return None if at is None else of.start + at

    def places(self, of: TransactionSet, segment: str, first: int, last: int) -> tuple[Place, ...]:
        """The place of a segment of this id, from line ``first`` to line ``last``."""
        return tuple(
            Place(segment, at - of.start + 1, at + 1) for at in range(first, max(first, last) + 1)
        )


def about(instance: Instance, segment: str) -> str:
    """A place of the guide in words: ``2010AA/N3``."""
    return f"{instance.slot.node.id}/{segment}"
