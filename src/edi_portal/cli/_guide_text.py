"""A guide as text for people: a list of guides, a tree, or all about one place."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from edi_portal.guides.datatypes import is_numeric
from edi_portal.guides.wording import (
    USAGES,
    length,
    limit,
    limit_in_words,
    type_in_words,
    values,
)

if TYPE_CHECKING:
    from edi_portal.guides.facts import (
        CompositeFacts,
        ElementFacts,
        GuideFacts,
        GuideTree,
        LoopFacts,
        NodeFacts,
        NoteFacts,
        PlaceFacts,
        SegmentFacts,
    )

_WIDTH = 100
# Qualifiers beyond these are many because they are what the segment says, not which it is.
_QUALIFIERS = 6
_LABEL = 14
_INDENT = "  "

_LEGEND = "R required, S situational, N not used; then how often, >1 without limit"

# A line of a table: name, usage, maximum, and what fills the rest of the line.
_Row = tuple[str, str, str, str]


def all_guides(guides: "Sequence[GuideFacts]") -> Iterator[str]:
    """The guides, one a line."""
    width = max((len(guide["name"]) for guide in guides), default=0)
    for guide in guides:
        facts = [f"transaction {guide['transaction']}"]
        if guide["aliases"]:
            facts.append(f"also {', '.join(guide['aliases'])}")
        if guide["withdrawn"]:
            facts.append("withdrawn")
        yield f"{guide['name']:<{width}}  {guide['version']:<12}  {'; '.join(facts)}\n"


def tree(guide: "GuideTree") -> Iterator[str]:
    """The whole guide, a line for each loop and segment, and for each element that is told."""
    yield from _head(guide)
    yield f"{_LEGEND}\n\n"
    yield from _table(list(_tree_rows(guide["children"])))


def place(description: "PlaceFacts") -> Iterator[str]:
    """All about the parts at a place."""
    yield from _head(description["guide"])
    for found in description["found"]:
        yield "\n"
        yield from _part(found["node"], found["paths"])


def _head(guide: "GuideFacts") -> Iterator[str]:
    yield (
        f"{guide['name']} {guide['version']}{', withdrawn' if guide['withdrawn'] else ''}, "
        f"transaction {guide['transaction']}, functional group {guide['functional_group']}\n"
    )
    if guide["aliases"]:
        yield f"also read as this guide: {', '.join(guide['aliases'])}\n"
    if guide["corrections"]:
        yield f"with the corrections: {', '.join(guide['corrections'])}\n"


def _part(node: "NodeFacts", paths: Sequence[str]) -> Iterator[str]:
    yield f"{node['place']}  {node['title']}\n"
    yield _fact("usage", USAGES[node["usage"]])
    if node["kind"] == "loop" or node["kind"] == "segment":
        yield _fact("repeats", limit_in_words(node["maximum"]))
    else:
        yield _fact("repeats", limit_in_words(node["repeat"]))
    if paths:
        yield _fact("in loop", ", ".join(paths))
    match node["kind"]:
        case "loop":
            yield "\n"
            yield from _table(list(_tree_rows(node.get("children", []), 1)))
        case "segment":
            if node["qualifiers"]:
                yield _fact("qualifiers", ", ".join(node["qualifiers"]))
            yield "\n"
            yield from _table(list(_element_rows(node, 1)))
        case "composite":
            yield _fact("data element", node["data_element"])
            yield "\n"
            yield from _table(list(_component_rows(node, 1)))
        case "element":
            yield from _element_facts(node)


def _element_facts(node: "ElementFacts") -> Iterator[str]:
    if not node["data_element"]:
        return
    yield _fact("data element", node["data_element"])
    yield _fact("type", type_in_words(node["type"]))
    yield _fact("length", _length(node))
    if node["codes"]:
        yield _fact("codes", ", ".join(node["codes"]))
    if node["external"]:
        yield _fact("code list", f"{node['external']}, kept outside of the guide")
    if node["pattern"]:
        yield _fact("form", node["pattern"])


def _length(node: "ElementFacts") -> str:
    noun = "digit" if is_numeric(node["type"]) else "character"
    return (
        f"{length(node['min_length'], node['max_length'])} {noun}{'s'[node['max_length'] == 1 :]}"
    )


def _fact(label: str, text: str) -> str:
    begin = f"{_INDENT}{label:<{_LABEL}}"
    return _filled(begin, text)


def _tree_rows(children: "Sequence[SegmentFacts | LoopFacts]", level: int = 0) -> Iterator[_Row]:
    from edi_portal.guides.describe import outline

    for depth, node, repeats in outline(children, level):
        name = _INDENT * depth + node["id"]
        if node["kind"] == "loop":
            if node["transparent"]:
                unused = f"; {USAGES['N']}" if node["usage"] == "N" else ""
                yield name, "", "", node["title"] + unused
                continue
            title = f"{node['title']}; as above" if repeats else node["title"]
            yield name, node["usage"], limit(node["maximum"]), title
            continue
        yield name, node["usage"], limit(node["maximum"]), node["title"] + _qualifiers(node)
        yield from _element_rows(node, depth + 1)


def _qualifiers(segment: "SegmentFacts") -> str:
    codes = segment["qualifiers"]
    if not codes:
        return ""
    more = " ..." if len(codes) > _QUALIFIERS else ""
    return f" [{' '.join(codes[:_QUALIFIERS])}{more}]"


def _element_rows(segment: "SegmentFacts", level: int) -> Iterator[_Row]:
    elements = segment.get("elements", [])
    unused = [node["reference"] for node in elements if node["usage"] == "N"]
    for node in elements:
        if node["usage"] == "N":
            continue
        if node["kind"] == "element":
            yield _element_row(node, level)
            continue
        yield (
            _INDENT * level + node["reference"],
            node["usage"],
            limit(node["repeat"]),
            f"{node['data_element']:<15}  {node['title']}",
        )
        yield from _component_rows(node, level + 1)
    yield from _last_rows(unused, segment.get("syntax", []), level)


def _component_rows(composite: "CompositeFacts", level: int) -> Iterator[_Row]:
    parts = composite["components"]
    for part in parts:
        if part["usage"] != "N":
            yield _element_row(part, level)
    unused = [part["reference"] for part in parts if part["usage"] == "N"]
    yield from _last_rows(unused, composite["syntax"], level)


def _element_row(node: "ElementFacts", level: int) -> _Row:
    size = length(node["min_length"], node["max_length"])
    allowed = values(node["codes"], node["external"], node["pattern"])
    title = f"{node['title']}: {allowed}" if allowed else node["title"]
    return (
        _INDENT * level + node["reference"],
        node["usage"],
        limit(node["repeat"]),
        f"{node['data_element']:<4}  {node['type']:<3} {size:<5}  {title}",
    )


def _last_rows(unused: Sequence[str], notes: "Sequence[NoteFacts]", level: int) -> Iterator[_Row]:
    """What concerns several elements: which are not used, and how they are tied together."""
    if unused:
        yield f"{_INDENT * level}not used", "", "", ", ".join(unused)
    for note in notes:
        yield f"{_INDENT * level}{note['note']}", "", "", note["words"]


def _table(rows: Sequence[_Row]) -> Iterator[str]:
    width = max((len(row[0]) for row in rows), default=0)
    for name, usage, maximum, text in rows:
        yield _filled(f"{name:<{width}}  {usage:1} {maximum:>3}  ", text)


def _filled(begin: str, text: str) -> str:
    """``text`` behind ``begin``, in as many lines as it takes."""
    hanging = " " * len(begin)
    if len(begin) + len(text) <= _WIDTH:
        return f"{begin}{text}\n"
    lines = textwrap.wrap(text, _WIDTH - len(begin), break_long_words=False, break_on_hyphens=False)
    return f"\n{hanging}".join(lines).join((begin, "\n"))
