"""Whether the amounts of a remittance (835) add up, found while its segments are read.

What is charged less what is adjusted must be what is paid: for a service line (SVC02, CAS,
SVC03), for a claim (CLP03, the CAS of the claim and of its lines, CLP04), and what is paid for
all claims less what adjusts the provider (PLB) must be what the payment comes to (BPR02).

Every remittance that is read goes through here, hence the form: lines and adjustments are only
put aside, and looked into all at once when their claim is over.
"""

from collections.abc import Mapping, Sequence
from decimal import Context, Decimal, getcontext, setcontext
from types import MappingProxyType

from edi_portal.guides.acts import Act
from edi_portal.guides.locating import Position, Spot
from edi_portal.guides.numbering import Fault
from edi_portal.guides.places import LoopPlace, SegmentPlace

# A context of its own: exact for any amount that a guide allows, whatever the caller's context
# is. Without traps what is no number is NaN, and so is every sum that it enters: no amount, and
# not out of balance either, since the element has a finding of its own.
_EXACT = Context(prec=60, traps=[])
_NOTHING = Decimal(0)
_UNKNOWN = Decimal("NaN")
MOST = 2000
"""Segments that are put aside before they are looked into."""
AMOUNTS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "BPR": (2,),
        "CLP": (3, 4),
        "SVC": (2, 3),
        "CAS": tuple(range(3, 20, 3)),
        "PLB": tuple(range(4, 15, 2)),
    }
)
"""Elements with amounts that are added up, by segment."""
INCOMPLETE = frozenset({"SEG011", "ELE002"})
"""Faults of a segment that may well be for want of an amount: it is empty, or half of a pair."""
_PAID = {"BAL001": 3, "BAL002": 4, "BAL003": 2}  # the elements of what is paid


def expectation(expected: Decimal, actual: Decimal) -> str:
    """The two amounts of a finding, for its ``value``, which is shown on request only.

    >>> expectation(Decimal("98.92"), Decimal("100"))
    'expected 98.92, actual 100'
    """
    return f"expected {expected:f}, actual {actual:f}"


# The segment that a payment or claim begins with: its place, its text, where it stands (its
# index in the batch, or a spot once the batch is done with), and its claim's number in the file.
_Open = tuple[SegmentPlace, str, int | Spot, int | None]


class Balance:
    """The sums of one transaction set, whose walk keeps ``counts`` of its loops.

    Each CAS and SVC of the claim that is open goes into ``aside``, each SVC by its index into
    ``lines_at`` as well, and the place of an SVC is ``line_place``; more than `MOST` of them are
    not to be left there without a `look`. A fault comes when what it is about is over.
    """

    def __init__(self, position: Position, counts: Sequence[int], separator: str) -> None:
        self.aside: list[str] = []
        self.lines_at: list[int | Spot] = []
        self.line_place: SegmentPlace | None = None
        self._position = position
        self._counts = counts
        self._separator = separator
        self._payment: _Open | None = None
        self._paid = _NOTHING  # for the claims that are over, less provider adjustments
        self._claim: _Open | None = None
        self._adjusted = _NOTHING  # of the charge of the claim, by what was looked into
        self._line: list[str] = []  # the elements of the line that is open
        self._left = _NOTHING  # of its charge, when payment and adjustments are taken off
        self._lines = 0  # of the claim that were looked into
        self._lost = False  # whether a segment of the claim had no place
        self._found: list[Fault] = []

    def take(self, act: Act, text: str, index: int, number: int) -> Sequence[Fault]:
        """A segment that ends a claim, or stands before them all.

        ``number`` is that of the claim which begins if it is a CLP.
        """
        kind = act.money
        if kind == "BPR":
            self._payment = self._payment or (act.place, text, index, None)
            return ()
        if self._claim is not None or self.aside or self._lost:
            self._end_claim()
        if kind == "CLP":
            self._claim = (act.place, text, index, number)
        elif kind == "PLB":
            for amount in text.split(self._separator)[4::2]:
                if amount:
                    self._paid = _EXACT.subtract(self._paid, _EXACT.create_decimal(amount))
        elif kind == "SE" and self._payment is not None:
            paid = _EXACT.create_decimal(_at(self._payment[1].split(self._separator, 3), 2))
            if self._paid != paid:
                self._fault("BAL003", self._payment, self._paid, paid)
        return self.found() if self._found else ()

    def found(self) -> list[Fault]:
        """The faults that were not given yet."""
        found, self._found = self._found, []
        return found

    def lose(self, segment_id: str) -> None:
        """A segment is at fault: the sums that it is part of are unknown, and not judged.

        It has no place or another one, is one too many, or its amounts cannot be relied on.
        """
        if segment_id in ("CAS", "SVC", "CLP"):
            self._lost = True
        if segment_id in ("BPR", "CLP", "PLB"):
            self._paid = _UNKNOWN

    def miss(self, segment_id: str) -> None:
        """A claim or a segment is missing altogether, and with it what would have been paid."""
        if segment_id in ("BPR", "CLP"):
            self._paid = _UNKNOWN

    def assume(self, segment_id: str) -> None:
        """The segment that begins a loop is missing, and what it would say is unknown."""
        if segment_id == "CLP":
            self._end_claim()
        self.lose(segment_id)

    def turn(self) -> None:
        """Indexes in the batch become spots, before the batch or its counts change."""
        self._payment = self._turned(self._payment)
        self._claim = self._turned(self._claim)
        self.lines_at[:] = map(self._spot, self.lines_at)

    def look(self, *, last: bool = False) -> None:
        """Adds up what was put aside; with ``last`` the claim and its open line are over."""
        separator = self._separator
        total, left, line, lines = self._adjusted, self._left, self._line, self._lines
        first = max(lines, 1)  # the number of the line that lines_at begins with
        claim = self._claim
        caller = getcontext()
        setcontext(_EXACT)
        try:
            for text in self.aside:
                if text[0] == "S":
                    if left:
                        self._line_fault(line, lines, lines - first, left)
                    lines += 1
                    line = text.split(separator, 4)
                    left = Decimal(_at(line, 2)) - Decimal(_at(line, 3))
                else:
                    for amount in text.split(separator)[3::3]:
                        if amount:
                            number = Decimal(amount)
                            total += number
                            if lines:
                                left -= number
            if last and claim is not None:
                if left:
                    self._line_fault(line, lines, lines - first, left)
                values = claim[1].split(separator, 5)
                paid = Decimal(_at(values, 4))
                expected = Decimal(_at(values, 3)) - total
                self._paid += paid
                if expected != paid:
                    self._fault("BAL002", claim, expected, paid)
        finally:
            setcontext(caller)
        self._adjusted, self._left, self._line, self._lines = total, left, line, lines
        self.aside.clear()
        del self.lines_at[:-1]

    def _end_claim(self) -> None:
        self.look(last=True)
        self._claim = None
        self._line, self._lines = [], 0
        self._adjusted = self._left = _NOTHING
        self._lost = False
        self.lines_at.clear()

    def _line_fault(self, line: list[str], number: int, at: int, left: Decimal) -> None:
        """A line of the open claim that does not balance, by what is left of its charge."""
        place = self.line_place
        if self._claim is not None and place is not None:
            paid = Decimal(_at(line, 3))
            item = (place, "", self.lines_at[at], self._claim[3])
            inner = f"/{place.parent.node.id}[{number}]"
            self._fault("BAL001", item, paid + left, paid, inner)

    def _fault(
        self, code: str, of: _Open, expected: Decimal, paid: Decimal, inner: str = ""
    ) -> None:
        place, _, at, claim = of
        if not (expected.is_finite() and paid.is_finite()) or (self._lost and claim is not None):
            return
        loop = self._path() + inner if claim is not None else None
        facts = {
            "mark": self._spot(at).mark(loop, claim),
            "node": place.node,
            "value": expectation(expected, paid),
        }
        # The claim stands before its lines.
        where = 0 if code == "BAL002" else len(self._found)
        self._found.insert(where, (code, _PAID[code], facts))

    def _spot(self, at: int | Spot) -> Spot:
        return self._position.spot(at) if isinstance(at, int) else at

    def _turned(self, item: _Open | None) -> _Open | None:
        if item is None:
            return None
        place, text, at, claim = item
        return (place, text, self._spot(at), claim)

    def _path(self) -> str:
        """The loops of the open claim with their occurrences."""
        parts: list[str] = []
        here: LoopPlace | None = self._claim[0].parent if self._claim is not None else None
        while here is not None and here.parent is not None:
            parts.append(f"{here.node.id}[{self._counts[here.counter]}]")
            here = here.parent
        return "/".join(reversed(parts))


def _at(values: Sequence[str], at: int) -> str:
    return values[at] if at < len(values) else ""
