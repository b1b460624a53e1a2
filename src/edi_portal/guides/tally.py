"""What a walk counts: occurrences of loops, claims, and numbers that segments carry."""

from collections.abc import Sequence

from edi_portal.guides.acts import Act
from edi_portal.guides.balance import AMOUNTS, INCOMPLETE, MOST, Balance
from edi_portal.guides.diagnose import Problem
from edi_portal.guides.frames import Outline
from edi_portal.guides.locating import Position
from edi_portal.guides.numbering import Fault, Numbering
from edi_portal.guides.places import LoopPlace, SegmentPlace


class Tally:
    """The counts of one transaction set; it keeps the position's loop and claim current.

    ``claims`` counts the claims begun; ``ended`` is true once SE was taken.
    """

    def __init__(self, position: Position, counters: int, separator: str) -> None:
        self._position = position
        self._counts = [0] * counters
        self._outline: Outline | None = None  # the one that position.loop was made of
        self._numbering = Numbering()
        self._balance = Balance(position, self._counts, separator)
        self.claims = 0
        self.ended = False

    def stand(self, outline: Outline, place: SegmentPlace | None) -> None:
        """Sets loop and claim for findings to come within these open loops."""
        position = self._position
        if outline is not self._outline:
            self._outline = outline
            position.loop = outline.path(self._counts)
        if not outline.parts:
            loop = place.node.loop if place is not None else "ST_LOOP"
            position.loop = loop if loop != "ST_LOOP" else None
        position.claim = self._claim(outline)

    def standing(self, outline: Outline) -> tuple[tuple[int, ...], int | None]:
        """The counts so far, and the number of the claim that these open loops are in."""
        return tuple(self._counts), self._claim(outline)

    def _claim(self, outline: Outline) -> int | None:
        inside = outline.claim and self.claims
        return self._position.claims_before + self.claims if inside else None

    def next_path(self, loop: LoopPlace) -> str:
        """The path of a loop that is missing below where the position stands."""
        if loop.starts_path:
            return f"{loop.node.id}[{self._counts[loop.counter] + 1}]"
        above = self._position.loop if loop.parent and loop.parent.parent else None
        return f"{above}/{loop.node.id}[1]" if above else f"{loop.node.id}[1]"

    def take(self, act: Act | None, text: str, index: int, separator: str) -> list[Fault]:
        """Counts and checks what a segment at its place numbers."""
        faults: list[Fault] = []
        if act is None:
            return faults
        money = act.money
        if money:
            balance = self._balance
            if money == "CAS":
                balance.aside.append(text)
                if not act.limits and len(balance.aside) < MOST:
                    return faults
            elif money == "SVC":
                balance.line_place = act.place
                balance.lines_at.append(index)
                balance.aside.append(text)
            else:
                number = self._position.claims_before + self.claims + 1
                faults += balance.take(act, text, index, number)
            if len(balance.aside) >= MOST:
                balance.look()
                faults += balance.found()
        counts = self._counts
        self._outline = None
        if act.counter is not None:
            counts[act.counter] += 1
            if act.maximum is not None and counts[act.counter] == act.maximum + 1:
                faults.append(("SEG004", 0, {"loop_id": act.loop.node.id, "maximum": act.maximum}))
        for counter in act.resets:
            counts[counter] = 0
        for limit in act.limits:
            counts[limit.counter] += 1
            if counts[limit.counter] == limit.maximum + 1 or not limit.maximum:
                faults.append((limit.code, 0, limit.facts))
        if act.claim:
            self.claims += 1
        kind = act.kind
        if kind == "":
            return faults
        values = text.split(separator)
        numbering = self._numbering
        if kind == "LX":
            faults += numbering.line(values)
        elif kind == "HL":
            loop = f"{act.loop.node.id}[{counts[act.loop.counter]}]"
            faults += numbering.level(values, act.depth, self._position.mark(index, loop))
            self._position.unit = None
        elif kind == "CLM":
            numbering.claim()
            self._position.unit = ("CLM01", values[1]) if len(values) > 1 else None
        elif kind == "SE":
            self.ended = True
            faults += numbering.close()
        elif kind == "TRN":
            self._position.unit = ("TRN02", values[2]) if len(values) > 2 else None
        elif kind == "LS":
            numbering.bounded(values)
        else:
            faults += numbering.unbounded(values)
        return faults

    def lose(self, segment_id: str) -> None:
        """A segment stands where it may belong to several, or to none."""
        self._balance.lose(segment_id)

    def miss(self, segment_id: str) -> None:
        """What begins with such a segment is missing."""
        self._balance.miss(segment_id)

    def doubt(self, place: SegmentPlace, problems: Sequence[Problem]) -> None:
        """A segment just taken has faults, perhaps in amounts that are added up."""
        amounts = AMOUNTS.get(place.node.id, ())
        if any(item.element in amounts or item.code in INCOMPLETE for item in problems):
            self._balance.lose(place.node.id)

    def turn(self) -> None:
        """The batch is done with, or empty segments come, which change how it is counted."""
        self._balance.turn()

    def excuse(self, segment_id: str) -> None:
        """The HL04 or LS01 just taken is at fault by itself."""
        self._numbering.excuse(segment_id)

    def assume(self, act: Act | None) -> None:
        """Counts a loop whose first segment is missing."""
        if act is None:
            return
        if act.money:
            self._balance.assume(act.money)
        self._outline = None
        if act.counter is not None:
            self._counts[act.counter] += 1
        for counter in act.resets:
            self._counts[counter] = 0
        for limit in act.limits:
            self._counts[limit.counter] += 1
        if act.claim:
            self.claims += 1
            self._position.unit = None
        if act.kind == "HL":
            self._numbering.assume_level(act.depth)
        elif act.kind == "LX":
            self._numbering.assume_line()
        elif act.kind == "CLM":
            self._numbering.claim()
