"""Signs in the segments around a fault, which decide between explanations of like cost."""

from collections.abc import Iterable, Iterator, Sequence

from edi_portal.guides.automaton import Automaton
from edi_portal.guides.locating import BLANK
from edi_portal.guides.model import Element
from edi_portal.guides.places import SegmentPlace
from edi_portal.x12.numbers import count

# Heads of loops that count up, each with what makes the count begin anew.
_COUNTED: dict[str, tuple[str, ...]] = {"HL": (), "LX": ("CLM",)}


class Signs:
    """What the segments from a fault on (``ahead``), and those before it, tell of it."""

    def __init__(
        self, automaton: Automaton, ahead: Sequence[list[str]], behind: Sequence[str]
    ) -> None:
        self._automaton = automaton
        self._separator = automaton.delimiters.element
        self._component = automaton.delimiters.component
        self._ahead = ahead
        self._behind = [text.lstrip(BLANK).split(self._separator) for text in behind]
        self._faulty: dict[tuple[int, SegmentPlace], bool] = {}

    def faulty(self, at: int, place: SegmentPlace) -> bool:
        """Whether the segment would have faulty elements at a place: it rather stands elsewhere."""
        key = (at, place)
        if key not in self._faulty:
            text = self._separator.join(self._ahead[at])
            self._faulty[key] = self._automaton.match(place)(text) is None
        return self._faulty[key]

    def is_copy(self, at: int) -> bool:
        """Whether the same segment, to the letter, came shortly before."""
        return self._ahead[at] in self._behind

    def differs(self, at: int, place: SegmentPlace) -> bool:
        """Whether the last segment of the same place is near, and not the same to the letter."""
        for values in reversed(self._behind):
            if self._could_be(values, place):
                return values != self._ahead[at]
        return False

    def follows(self, place: SegmentPlace) -> bool:
        """Whether the segment before the fault could be one of this place."""
        return bool(self._behind) and self._could_be(self._behind[-1], place)

    def begins_again(
        self, at: int, place: SegmentPlace, head: SegmentPlace, *, innermost: bool
    ) -> bool:
        """Whether a segment shows that an open loop began once more without its head.

        It does where the loop had one of that place already. Where it stands behind several
        of them by one segment only, that of the same loop, it came late, unless it has the
        qualifier of one of them.
        """
        values = self._ahead[at]
        came = list(self._since(head, place))
        if not came:
            return False
        just_late = innermost and len(self._behind) > 1 and self._behind[-2] is came[0]
        qualifier = _qualifier(place, values)
        return not just_late or any(qualifier == _qualifier(place, other) != "" for other in came)

    def _since(self, head: SegmentPlace, place: SegmentPlace) -> Iterator[list[str]]:
        """Segments of a place since the last head of its loop, the last of them first."""
        for values in reversed(self._behind):
            if self._could_be(values, place):
                yield values
            elif self._could_be(values, head):
                return

    def number_is_missing(self, head: str) -> bool | None:
        """Whether HL or LX are numbered as if one were missing here; unknown if none is near.

        A claim is not missing where lines after it go on counting.
        """
        if head == "CLM":
            lines = self._nearest("LX", self._ahead[1:])
            return False if any((count(_value(line, 1)) or 1) > 1 for line in lines) else None
        if head not in _COUNTED:
            return None
        numbers = [
            count(_value(values, 1))
            for side in (reversed(self._behind), self._ahead[1:])
            for values in self._nearest(head, side)
        ]
        if len(numbers) < 2 or numbers[0] is None or numbers[1] is None:
            return None
        return numbers[1] > numbers[0] + 1

    def _nearest(self, head: str, side: Iterable[list[str]]) -> Iterator[list[str]]:
        for values in side:
            if values[0] == head:
                yield values
            if values[0] in (head, *_COUNTED[head]):
                return

    def _could_be(self, values: list[str], place: SegmentPlace) -> bool:
        return values[0] == place.node.id and fits(place, values, self._component)


def fits(place: SegmentPlace, values: list[str], component: str) -> bool:
    """Whether a segment has a qualifier of the place."""
    known = place.discriminator
    return known is None or known.read(values, component) in known.codes


def _qualifier(place: SegmentPlace, values: list[str]) -> str:
    """The first element where it tells segments of one place apart, else nothing."""
    node = place.node.elements[0] if place.node.elements else None
    return _value(values, 1) if isinstance(node, Element) and len(node.codes) > 1 else ""


def _value(values: list[str], at: int) -> str:
    return values[at] if at < len(values) else ""
