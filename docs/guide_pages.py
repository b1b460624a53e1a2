"""Writes a page of reference for each Implementation Guide in force.

A page holds what `edi_portal.guides.describe` tells of the guide: the tree of loops and
segments, then the elements of each segment. What the guide has several times is printed
once, with a reference: a loop below another loop, the elements of a segment, the
components of a composite.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from edi_portal.cli import _guide_text
from edi_portal.guides.describe import describe_guide, outline
from edi_portal.guides.facts import (
    CompositeFacts,
    ElementFacts,
    LoopFacts,
    NoteFacts,
    SegmentFacts,
)
from edi_portal.guides.registry import Registration, registrations
from edi_portal.guides.wording import USAGES, length, limit, limit_in_words, values

FOLDER = Path(__file__).resolve().parent / "guides"

_WRITTEN = "<!-- Written by docs/generate.py from the guide: correct that, not this page. -->"

_INDEX = f"""\
# Implementation Guides

{_WRITTEN}

What each guide asks for: its loops and segments, with the elements and codes of each. The
guides are X12's. These pages hold facts of them as edi-portal checks them, in short names; they
do not stand in for the guides. At the terminal
[`edi-portal guide`](../reference/cli.md#edi-portal-guide) shows the same.

| guide | GS08 | transaction | also read as this guide | corrections |
|---|---|---|---|---|
"""

_HOW_TO_READ = """\
Usage is R (required), S (situational) or N (not used); then how often, where `>1` has no limit.
A value is the number of the data element, its type and its length; `list` names codes that are
kept outside of the guide.
"""

_TABLE = "| element | usage | title | value | codes |\n|---|---|---|---|---|"


def guide_pages() -> dict[Path, str]:
    """The text of every page: of each guide in force, and of their index."""
    found: dict[Path, str] = {}
    rows = []
    for item in registrations():
        if not item.withdrawn:
            page = FOLDER / f"{_file_name(item.name)}.md"
            assert page not in found, f"two guides are called {item.name}"
            found[page] = "\n".join(_page(item))
            rows.append(_index_row(item, page))
    found[FOLDER / "index.md"] = _INDEX + "".join(rows)
    return found


def _file_name(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower())


def _index_row(item: Registration, page: Path) -> str:
    # The overlays give the reason for every correction.
    corrections = [f"[{name}](../../schemas/overlays/{name}.toml)" for name in item.overlays]
    cells = [f"[{item.name}]({page.name})", item.version, item.transaction]
    return _row([*cells, ", ".join(item.aliases), ", ".join(corrections)]) + "\n"


def _page(item: Registration) -> Iterator[str]:
    yield f"# {item.name}: {item.version}\n"
    yield f"{_WRITTEN}\n"
    yield "## Loops and segments\n"
    yield f"```text\n{''.join(_guide_text.tree(describe_guide(item)))}```\n"
    yield _HOW_TO_READ
    yield from _Sections().of(describe_guide(item, elements=True)["children"])


class _Sections:
    """The part of a page below its tree; knows which tables of elements it has printed."""

    def __init__(self) -> None:
        self._printed: dict[str, str] = {}

    def of(self, children: Sequence[SegmentFacts | LoopFacts]) -> Iterator[str]:
        for _, node, repeats in outline(children):
            if repeats:
                continue
            level = "###" if node["kind"] == "segment" else "##"
            heading = f"{node['place']} {node['title']}"
            yield f"{level} {heading}\n"
            if node["kind"] == "segment":
                yield from self._segment(node, heading)
            elif not node["transparent"]:
                yield f"{_use(node)}.\n"

    def _segment(self, segment: SegmentFacts, heading: str) -> Iterator[str]:
        body = "\n".join(_body(segment))
        first = self._printed.setdefault(body, heading)
        if first == heading:
            yield f"{_use(segment)}.\n\n{body}"
        else:
            place = first.partition(" ")[0]
            yield f"{_use(segment)}. Elements as in [{place}](#{anchor(first)}).\n"


def anchor(heading: str) -> str:
    """The name by which a heading of a page is linked."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _use(node: LoopFacts | SegmentFacts) -> str:
    return f"{USAGES[node['usage']].capitalize()}, {limit_in_words(node['maximum'])}"


def _body(segment: SegmentFacts) -> Iterator[str]:
    """The elements of a segment: a table of those in use, and what concerns several."""
    elements = segment["elements"]
    used = [node for node in elements if node["usage"] != "N"]
    unused = [node["reference"] for node in elements if node["usage"] == "N"]
    if used:
        yield _TABLE
        yield from _rows(used)
        yield ""
    if unused:
        yield f"Not used: {', '.join(unused)}.\n"
    for note in segment["syntax"]:
        if _has_effect(note, unused):
            yield f"{note['note']}: {note['words']}.\n"


def _rows(nodes: Sequence[ElementFacts | CompositeFacts]) -> Iterator[str]:
    first: dict[str, str] = {}
    # A diagnosis may stand in twelve composites that differ in nothing but their number.
    for (usage, body), run in groupby(nodes, key=lambda node: (_usage(node), _components(node))):
        alike = list(run)
        if body not in first:
            node = alike.pop(0)
            first[body] = node["reference"]
            yield _element(node)
            yield from map(_element, _used_components(node))
        if not body:
            yield from map(_element, alike)
        elif alike:
            ends = dict.fromkeys((alike[0]["reference"], alike[-1]["reference"]))
            yield _row([" to ".join(ends), usage, f"as {first[body]}", "", ""])


def _components(node: ElementFacts | CompositeFacts) -> str:
    """What a composite holds, without its own number; empty for a simple element."""
    return "".join(map(_element, _used_components(node))).replace(node["reference"], "")


def _used_components(node: ElementFacts | CompositeFacts) -> list[ElementFacts]:
    if node["kind"] == "element":
        return []
    return [part for part in node["components"] if part["usage"] != "N"]


def _element(node: ElementFacts | CompositeFacts) -> str:
    value, codes = node["data_element"], ""
    if node["kind"] == "element":
        size = length(node["min_length"], node["max_length"])
        value = f"{value} {node['type']} {size}"
        codes = values(node["codes"], node["external"], node["pattern"])
    return _row([node["reference"], _usage(node), node["title"], value, codes])


def _usage(node: ElementFacts | CompositeFacts) -> str:
    return node["usage"] if node["repeat"] == 1 else f"{node['usage']} {limit(node['repeat'])}"


def _has_effect(note: NoteFacts, unused: Sequence[str]) -> bool:
    """Whether a note asks for something here: not if its condition is an element not used."""
    return note["note"][0] not in "CL" or note["references"][0] not in unused


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
