"""What a guide and the overlays upon it both allow: the guide's part of a judgement.

A node before and after a change is joined, property by property, to the node that forbids
only what both forbid. Against the join of the guide's own node and the last one, a file is
in fault by the guide itself; what is in fault only further on is asked for by an overlay.
"""

import functools
from collections.abc import Iterator

import attrs

from edi_portal.findings import Origin
from edi_portal.guides.model import (
    Composite,
    Element,
    Elements,
    Guide,
    Loop,
    Segment,
    SyntaxNote,
    Usage,
)


def allowed_by_all(guide: Guide) -> Guide:
    """The guide with each changed node replaced by what guide and overlays both allow.

    Its changed nodes have an ``overlaid``: the node as the overlays make it.
    """
    return attrs.evolve(guide, root=_loop(guide.root))


def stages(segment: Segment) -> Iterator[tuple[Origin, Segment]]:
    """For a segment with an ``overlaid``, what each change adds to what was asked before.

    Yields each change with the segment that forbids what the changes up to it forbid, as
    far as no later one allows it; the last is the overlaid segment itself.
    """
    after = segment.overlaid
    if after is None:
        return
    for at, (origin, _) in enumerate(after.earlier, 1):
        if at == len(after.earlier):
            yield origin, after
        else:
            yield origin, _join_segments(after.earlier[at][1], after)


def _loop(loop: Loop) -> Loop:
    children = tuple(
        _loop(child) if isinstance(child, Loop) else _segment(child) for child in loop.children
    )
    if children != loop.children:
        loop = attrs.evolve(loop, children=children)
    if not loop.earlier:
        return loop
    before = loop.earlier[0][1]
    return attrs.evolve(
        loop,
        usage=_usage(before, loop),
        maximum=_maximum(before, loop),
        title=before.title,
        overlaid=loop,
        earlier=(),
    )


def _segment(segment: Segment) -> Segment:
    if not segment.earlier:
        return segment
    joined = _join_segments(segment.earlier[0][1], segment)
    return attrs.evolve(joined, overlaid=segment)


def _join_segments(before: Segment, after: Segment) -> Segment:
    return attrs.evolve(
        before,
        usage=_usage(before, after),
        maximum=_maximum(before, after),
        elements=functools.partial(_join_elements, before, after),
        syntax=_notes(before, after),
        earlier=(),
    )


def _join_elements(before: Segment, after: Segment) -> Elements:
    return tuple(
        _join_nodes(old, new) for old, new in zip(before.elements, after.elements, strict=True)
    )


def _join_nodes(before: Element | Composite, after: Element | Composite) -> Element | Composite:
    if before is after:
        return before
    if isinstance(before, Composite) and isinstance(after, Composite):
        parts = zip(before.components, after.components, strict=True)
        return attrs.evolve(
            before,
            usage=_usage(before, after),
            repeat=max(before.repeat, after.repeat),
            components=tuple(_join(old, new) for old, new in parts),
            syntax=_notes(before, after),
        )
    if isinstance(before, Element) and isinstance(after, Element):
        return _join(before, after)
    raise TypeError("an overlay does not make a composite of an element")


def _join(before: Element, after: Element) -> Element:
    if before is after:
        return before
    free = [node for node in (before, after) if not node.codes and not node.external]
    external = None if free else before.external or after.external
    patterns = [node.pattern for node in (before, after)]
    return attrs.evolve(
        before,
        usage=_usage(before, after),
        # Text holds what any other type does.
        type=before.type if before.type == after.type else "AN",
        minimum=min(before.minimum, after.minimum),
        maximum=max(before.maximum, after.maximum),
        repeat=max(before.repeat, after.repeat),
        codes=() if free else tuple(dict.fromkeys((*before.codes, *after.codes))),
        external=external,
        pattern=_either(*patterns),
    )


def _either(first: str | None, second: str | None) -> str | None:
    if first is None or second is None:
        return None
    return first if first == second else f"(?:{first})|(?:{second})"


_Used = Element | Composite | Segment | Loop


def _usage(before: _Used, after: _Used) -> Usage:
    return before.usage if before.usage is after.usage else Usage.SITUATIONAL


def _maximum(before: Segment | Loop, after: Segment | Loop) -> int | None:
    if before.maximum is None or after.maximum is None:
        return None
    return max(before.maximum, after.maximum)


def _notes(before: Segment | Composite, after: Segment | Composite) -> tuple[SyntaxNote, ...]:
    kept = {str(note) for note in after.syntax}
    return tuple(note for note in before.syntax if str(note) in kept)
