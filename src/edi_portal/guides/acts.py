"""What is to be done besides matching when a segment takes its place."""

import attrs

from edi_portal.guides.demands import Limit
from edi_portal.guides.places import LoopPlace, SegmentPlace

_NUMBERED = frozenset({"HL", "LX", "CLM", "LS", "LE", "SE", "TRN"})
_CLAIMS = frozenset({"CLM", "CLP"})
# What a remittance is balanced by: segments with amounts, and those that end a claim.
_MONEY = frozenset({"BPR", "LX", "CLP", "CAS", "SVC", "PLB", "SE"})
_CLAIM_LOOPS = frozenset({"2200D", "2200E"})  # claim status: 276, 277, 277CA


@attrs.frozen(eq=False)
class Act:
    """What to do besides matching: count a loop, check a number, end the transaction.

    ``kind`` is the id of a segment that numbers something, ``depth`` the number of HL loops
    above it, ``claim`` whether a claim begins here, ``limits`` what overlays have counted.
    ``money`` is the id of a segment that a remittance is balanced by.
    """

    kind: str
    place: SegmentPlace
    loop: LoopPlace
    counter: int | None
    resets: tuple[int, ...]
    maximum: int | None
    depth: int
    claim: bool
    limits: tuple[Limit, ...]
    money: str


def act_of(place: SegmentPlace, transaction: str) -> Act | None:
    """What to do when this place of a guide is taken, if anything; ``transaction`` is its ST01."""
    loop, segment_id = place.parent, place.node.id
    counted = place.opens and (loop.starts_path or not loop.counted_in_state)
    resets = (*_counters_below(loop), *_limits_below(loop)) if place.opens else ()
    numbered = segment_id in _NUMBERED
    if segment_id == "LX":
        numbered = transaction == "837"
    claim = place.opens and (segment_id in _CLAIMS or loop.node.id in _CLAIM_LOOPS)
    limits = _limits(place)
    money = transaction == "835" and segment_id in _MONEY
    if not (counted or resets or numbered or claim or limits or money):
        return None
    return Act(
        kind=segment_id if numbered else "",
        place=place,
        loop=loop,
        counter=loop.counter if counted else None,
        resets=resets,
        maximum=None if loop.counted_in_state or not place.opens else loop.node.maximum,
        depth=_levels_above(loop),
        claim=claim,
        limits=limits,
        money=segment_id if money else "",
    )


def _limits(place: SegmentPlace) -> tuple[Limit, ...]:
    limits = (place.limit, place.parent.limit if place.opens else None)
    return tuple(limit for limit in limits if limit is not None)


def _levels_above(loop: LoopPlace) -> int:
    above, number = loop.parent, 0
    while above is not None:
        number += above.starts_path
        above = above.parent
    return number


def _counters_below(loop: LoopPlace) -> list[int]:
    """Counters that begin anew with the loop: all below but those of HL loops."""
    found: list[int] = []
    for child in loop.children:
        if isinstance(child, LoopPlace):
            if not child.starts_path and not child.counted_in_state:
                found.append(child.counter)
            found += _counters_below(child)
    return found


def _limits_below(loop: LoopPlace) -> list[int]:
    """Counters of overlays that begin anew with the loop: all below it."""
    found: list[int] = []
    for child in loop.children:
        if child.limit is not None and not (isinstance(child, SegmentPlace) and child.opens):
            found.append(child.limit.counter)
        if isinstance(child, LoopPlace):
            found += _limits_below(child)
    return found
