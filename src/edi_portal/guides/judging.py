"""Says what is wrong with one segment, and who asks for it: the guide, or an overlay.

What the guide itself finds is found first and stays as it is. Overlays then add what only
they ask for: at most one fault for a value still, so that a value which the guide blames is
not blamed again.
"""

import heapq
from collections.abc import Iterator

import attrs

from edi_portal.guides.allowed import stages
from edi_portal.guides.diagnose import REMARKS, Problem, diagnose
from edi_portal.guides.model import Segment
from edi_portal.x12.delimiters import Delimiters

# Faults of how many there are; they say nothing of the single value.
_COUNTS = frozenset({"ELE003", "ELE012", "ELE013"})


def judge(segment: Segment, text: str, delimiters: Delimiters) -> list[Problem]:
    """Everything wrong within ``text`` at its place; empty if nothing is.

    What only an overlay asks for names it as the problem's ``origin``.
    """
    own = diagnose(segment, text, delimiters)
    if segment.overlaid is None:
        return own
    added = _added(segment, text, delimiters, own)
    return list(heapq.merge(own, added, key=lambda problem: problem.element or 0))


def _added(
    segment: Segment, text: str, delimiters: Delimiters, own: list[Problem]
) -> Iterator[Problem]:
    blamed = {spot for problem in own for spot in _blamed(problem)}
    for origin, stage in stages(segment):
        found = diagnose(stage, text, delimiters)
        new = [problem for problem in found if blamed.isdisjoint(_spots(problem))]
        blamed |= {spot for problem in new for spot in _blamed(problem)}
        yield from (attrs.evolve(problem, origin=origin) for problem in new)


_Spot = tuple[str, int, int, int]


def _blamed(problem: Problem) -> Iterator[_Spot]:
    """The part of the segment that a problem is about."""
    yield _spot(problem, problem.component or 0)


def _spots(problem: Problem) -> Iterator[_Spot]:
    """Where a problem is not to be told if there is one already: its part, or the whole."""
    yield _spot(problem, problem.component or 0)
    yield _spot(problem, 0)


def _spot(problem: Problem, component: int) -> _Spot:
    # The first of several repetitions reads like the only one, by an overlay that allows one.
    kind = problem.code if problem.code in _COUNTS | REMARKS or not problem.element else ""
    return kind, problem.element or 0, problem.repetition or 1, component
