"""What overlays ask of segments and loops beyond the guide: required, not used, fewer.

A walk follows what guide and overlays both allow (`edi_portal.guides.allowed`), so that no
overlay can lead it astray. What overlays ask for besides is noted here for each place, and
found on the way: what is required is missed where a walk passes its place, and how often a
place is taken is counted.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from edi_portal.findings import Origin
from edi_portal.guides.model import Loop, Segment, Usage


@attrs.frozen(kw_only=True)
class Limit:
    """How often a place may be taken, as overlays have it, and the finding where it is more.

    ``counter`` is the number of the count; a ``maximum`` of 0 forbids every occurrence, any
    other is told of once. ``facts`` are those of the finding ``code``, with its ``origin``.
    """

    counter: int
    maximum: int
    code: str
    facts: Mapping[str, object]


def required_by(node: Segment | Loop) -> Origin | None:
    """The overlay that requires a node, where the guide does not."""
    return _origin(node, lambda item: item.usage is Usage.REQUIRED)


def limit_of(node: Segment | Loop, counter: int) -> Limit | None:
    """How often overlays let a node stand, where the guide lets it stand more often."""
    after = node.overlaid
    if after is None:
        return None
    forbids = _origin(node, lambda item: item.usage is Usage.NOT_USED)
    if forbids is not None:
        return Limit(counter=counter, maximum=0, code="SEG008", facts=_facts(after, forbids, 0))
    maximum = after.maximum
    if maximum is None:
        return None
    limits = _origin(node, lambda item: item.maximum is not None and item.maximum <= maximum)
    if limits is None:
        return None
    code = "SEG004" if isinstance(after, Loop) else "SEG005"
    facts = _facts(after, limits, maximum)
    return Limit(counter=counter, maximum=maximum, code=code, facts=facts)


def _facts(node: Segment | Loop, origin: Origin, maximum: int) -> Mapping[str, object]:
    facts = {"title": node.title, "loop_id": node.id, "maximum": maximum, "origin": origin}
    return MappingProxyType(facts)


def _origin(node: Segment | Loop, holds: Callable[[Segment | Loop], bool]) -> Origin | None:
    """The change that made so what holds of the node in the end and does not in the guide."""
    after = node.overlaid
    if after is None or holds(node) or not holds(after):
        return None
    befores = [before for _, before in after.earlier]
    for at, (origin, _) in enumerate(after.earlier, 1):
        if at == len(befores) or holds(befores[at]):
            return origin
    return None
