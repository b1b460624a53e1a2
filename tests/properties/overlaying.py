"""Draws overlays: changes that only tighten a guide, that only loosen it, or that do neither."""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

import attrs

from edi_portal.guides.changes import read_change
from edi_portal.guides.finding_places import segment_place
from edi_portal.guides.model import Composite, Element, Guide, Loop, Segment, Usage
from edi_portal.guides.overlay import Overlay

# The element or component that tells a segment from others of its id.
_QUALIFIER = re.compile(r"(?:/[A-Z][A-Z0-9]{1,2}|\])01(?:-1)?$|/HL(?:\[\w+\])?03$")

Keys = Mapping[str, Any]
Draw = Callable[[random.Random, Any], Keys]


@attrs.frozen
class Site:
    """A place of a guide as written, and what stands there."""

    at: str
    node: Loop | Segment | Composite | Element


def sites(guide: Guide) -> list[Site]:
    """Every place of a guide that one node alone has."""
    found: dict[str, list[Site]] = {}
    for site in _sites(guide.root):
        found.setdefault(site.at, []).append(site)
    return [alike[0] for alike in found.values() if len(alike) == 1]


def _sites(root: Loop) -> Iterator[Site]:
    for loop in (root, *(node for node in root.walk() if isinstance(node, Loop))):
        if not loop.transparent and loop is not root:
            yield Site(loop.id, loop)
        for child in loop.children:
            if not isinstance(child, Segment) or child.id in ("ST", "SE"):
                continue
            at = segment_place(loop, child)
            yield Site(at, child)
            for node in child.elements:
                yield Site(f"{at}{node.position:02d}", node)
                if isinstance(node, Composite):
                    for part in node.components:
                        yield Site(f"{at}{node.position:02d}-{part.position}", part)


def tighter(draw: random.Random, site: Site) -> Keys:
    """Keys that allow less than the guide does; none where nothing less comes to mind."""
    node, keys = site.node, dict[str, Any]()
    if node.usage is Usage.SITUATIONAL:
        keys["usage"] = draw.choice("RN")
    if isinstance(node, Loop | Segment):
        keys["maximum"] = draw.randint(1, min(node.maximum or 9, 9))
    elif node.usage is not Usage.NOT_USED:
        keys["repeat"] = draw.randint(1, node.repeat)
    if isinstance(node, Element) and node.usage is not Usage.NOT_USED:
        if node.codes and not node.external:
            keys["codes"] = draw.sample(node.codes, draw.randint(1, len(node.codes)))
        elif not node.pattern:
            keys["max_length"] = draw.randint(max(node.minimum, 1), min(node.maximum, 12))
            keys["pattern"] = draw.choice(["[A-Z0-9]+", "[0-9]{1,6}", ".*", "A.*|1.*", "[^A]+"])
    if isinstance(node, Segment) and len(node.elements) > 1:
        first, second = draw.sample(range(1, len(node.elements) + 1), 2)
        note = f"{draw.choice('PREC')}{first:02d}{second:02d}"
        keys["syntax"] = [*map(str, node.syntax), note]
    return _some(draw, keys)


def looser(draw: random.Random, site: Site) -> Keys:
    """Keys that allow more than the guide does.

    Qualifiers stay as they are: with more of them a segment may be taken for another.
    """
    node, keys = site.node, dict[str, Any]()
    if _QUALIFIER.search(site.at):
        return keys
    if node.usage is not Usage.SITUATIONAL:
        keys["usage"] = "S"
    if isinstance(node, Loop | Segment):
        more = node.maximum + draw.randint(1, 3) if node.maximum is not None else 0
        keys["maximum"] = draw.choice([0, more])
    else:
        keys["repeat"] = node.repeat + draw.randint(1, 3)
    if isinstance(node, Element):
        keys["max_length"] = node.maximum + draw.randint(1, 5)
        keys["codes"] = []
        if node.pattern:
            keys["pattern"] = ""
    if isinstance(node, Segment | Composite):
        keys["syntax"] = []
    return _some(draw, keys)


def idle(draw: random.Random, site: Site) -> Keys:
    """Keys that say what the guide says."""
    node, keys = site.node, dict[str, Any]()
    keys["usage"] = node.usage.value
    if isinstance(node, Loop | Segment):
        keys["maximum"] = node.maximum or 0
    else:
        keys["repeat"] = node.repeat
    if isinstance(node, Element):
        keys |= {"min_length": node.minimum, "max_length": node.maximum, "type": node.type}
        if node.codes and not node.external:
            keys["codes"] = [code for code in node.codes if len(code) <= node.maximum]
    if isinstance(node, Segment | Composite):
        keys["syntax"] = list(map(str, node.syntax))
    return _some(draw, keys)


def _some(draw: random.Random, keys: Keys) -> Keys:
    return dict(draw.sample(list(keys.items()), draw.randint(1, len(keys)))) if keys else keys


def overlay(
    draw: random.Random, guide: Guide, kind: Draw, *, changes: int, name: str = "drawn"
) -> Overlay:
    """An overlay for a guide with so many changes of a kind, at places drawn."""
    known = sites(guide)
    draw.shuffle(known)
    offered = ((site.at, kind(draw, site)) for site in known)
    drawn = dict(islice(((at, keys) for at, keys in offered if keys), changes))
    # A change of a qualifier hides the segment from later changes that name it by that.
    order = sorted(drawn, key=lambda at: (_QUALIFIER.search(at) is not None, len(at)))
    tables = [{"at": at, **drawn[at]} for at in order]
    made = tuple(map(read_change, tables))
    return Overlay(name=name, guides=(guide.name,), changes=made)
