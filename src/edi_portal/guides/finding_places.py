"""Finds the nodes of a guide at a place written as in overlays: ``2300/REF[G1]02``.

The notation is that of `edi_portal.guides.notation`. A loop may stand at several places of
a guide, and several segments may share an id, so that a place may have many nodes.
"""

import difflib
import re
from collections.abc import Iterable, Iterator

import attrs

from edi_portal.errors import GuideError
from edi_portal.guides.model import Composite, Element, Guide, Loop, Segment
from edi_portal.guides.notation import Place, parse_place, qualifier_codes

_NEAREST = 3
# The number that a path in a finding gives a loop (``2300[2]``), as no qualifier stands there.
_OCCURRENCE = re.compile(r"\[\d+\](?=/)")


@attrs.frozen(kw_only=True)
class Found:
    """A node of a guide: a loop, or what ``loop``, ``segment`` and ``composite`` lead to.

    ``parents`` are the loops around it, the outermost first; ``segment`` and ``composite``
    are set where the node is that or a part of it.
    """

    parents: tuple[Loop, ...]
    node: Loop | Segment | Composite | Element
    segment: Segment | None = None
    composite: Composite | None = None

    @property
    def path(self) -> str:
        """The loops around it as findings name them, without numbers: ``2000B/2300``.

        A loop of HL begins the path anew; loops that only group others are not in it.
        """
        path: list[str] = []
        for loop in self.parents[1:]:
            if loop.transparent:
                continue
            first = loop.children[0] if loop.children else None
            if isinstance(first, Segment) and first.id == "HL":
                path.clear()
            path.append(loop.id)
        return "/".join(path)


def find_place(guide: Guide, text: str) -> list[Found]:
    """Every node of the guide at the place ``text``, in the order of the guide.

    Letter case does not count. Raises `GuideError`, which names the nearest places that
    there are, where no node stands there or this is not a place.
    """
    written = text.strip().upper()
    try:
        place = parse_place(written)
    except GuideError:
        place = None
    found = [] if place is None else list(nodes_at(guide.root, place))
    if not found:
        nearest = nearest_places(guide.root, written)
        words = "the nearest is" if len(nearest) == 1 else "the nearest are"
        raise GuideError(f"{guide.name} has no place {text!r}; {words} {', '.join(nearest)}")
    return found


def nodes_at(root: Loop, place: Place) -> Iterator[Found]:
    """The nodes below ``root``, or itself, that a place names; none where there is none."""
    for loop, parents in _loops(root, ()):
        if loop.id != place.loop:
            continue
        if place.segment is None:
            yield Found(parents=parents, node=loop)
            continue
        for child in loop.children:
            if isinstance(child, Segment) and place.selects(child):
                yield from _within(child, place, (*parents, loop))


def segment_place(loop: Loop, segment: Segment) -> str:
    """The place of a segment of a loop, with a qualifier if another has the same id.

    The qualifier is the first that no other of them has; where they share all of theirs,
    the place is that of them all.
    """
    plain = f"{loop.id}/{segment.id}"
    siblings = [
        child
        for child in loop.children
        if isinstance(child, Segment) and child.id == segment.id and child is not segment
    ]
    if not siblings:
        return plain
    taken = {code for sibling in siblings for code in qualifier_codes(sibling)}
    own = (code for code in qualifier_codes(segment) if code not in taken)
    return next((f"{plain}[{code}]" for code in own), plain)


def nearest_places(root: Loop, text: str) -> list[str]:
    """The places of a guide that come nearest to ``text``, the best first; never empty."""
    written = _OCCURRENCE.sub("", text)
    known = list(dict.fromkeys(_places(root, elements=written[-1:].isdigit())))
    # A segment without its loop, or below a whole path: the end is what was meant.
    loops, _, last = written.rpartition("/")
    ends = [place for place in known if place.rpartition("/")[2] == last and "/" in place]
    # A component of what has none: the element was meant.
    ends = ends or [place for place in known if place == written.rpartition("-")[0]]
    if loops:
        inner = [place for place in ends if place.partition("/")[0] == loops.rpartition("/")[2]]
        ends = inner or ends
    return _closest(written, ends) or _closest(written, known)


def _closest(text: str, places: Iterable[str]) -> list[str]:
    return difflib.get_close_matches(text, places, n=_NEAREST, cutoff=0)


def _places(root: Loop, *, elements: bool) -> Iterator[str]:
    for loop, _ in _loops(root, ()):
        yield loop.id
        for child in loop.children:
            if not isinstance(child, Segment):
                continue
            place = segment_place(loop, child)
            yield f"{loop.id}/{child.id}"
            yield place
            for node in child.elements if elements else ():
                yield f"{place}{node.position:02d}"
                if isinstance(node, Composite):
                    for component in node.components:
                        yield f"{place}{node.position:02d}-{component.position}"


def _loops(loop: Loop, parents: tuple[Loop, ...]) -> Iterator[tuple[Loop, tuple[Loop, ...]]]:
    yield loop, parents
    for child in loop.children:
        if isinstance(child, Loop):
            yield from _loops(child, (*parents, loop))


def _within(segment: Segment, place: Place, parents: tuple[Loop, ...]) -> Iterator[Found]:
    """The segment, or the element or component of it that the place names."""
    if place.element is None:
        yield Found(parents=parents, node=segment, segment=segment)
        return
    for node in segment.elements:
        if node.position != place.element:
            continue
        if place.component is None:
            composite = node if isinstance(node, Composite) else None
            yield Found(parents=parents, node=node, segment=segment, composite=composite)
        elif isinstance(node, Composite):
            for part in node.components:
                if part.position == place.component:
                    yield Found(parents=parents, node=part, segment=segment, composite=node)
