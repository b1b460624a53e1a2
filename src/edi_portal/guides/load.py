"""Reads a map file of pyx12, of either of its two formats, into the guide model.

The first format holds a node's properties in child elements (``<usage>R</usage>``), the
second in attributes (``usage="R"``); the loader takes whichever is there. Only the part
from ST to SE is kept: the envelope is the same for every guide.
"""

import functools
import gc
import re
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from xml.etree import ElementTree as ET

from edi_portal.errors import GuideError
from edi_portal.guides.model import Composite, Element, Elements, Loop, Segment, SyntaxNote, Usage

_PACKAGED = "pyx12:"
_MAX_DATA_ELEMENT_LENGTH = 1_000_000
_SEGMENT = re.compile(rb"<segment\s+xid=\"(\w+)\"")
_OF_ENVELOPE = frozenset({"ISA", "IEA", "GS", "GE", "TA1"})


def schema_folder() -> Traversable:
    """The folder of our own maps, overlays and tables: in the wheel, or in the checkout."""
    packaged = files("edi_portal").joinpath("schemas")
    if packaged.is_dir():
        return packaged
    return Path(__file__).resolve().parents[3] / "schemas"


def pyx12_folder() -> Traversable:
    """The folder of the maps that pyx12 ships."""
    return files("pyx12").joinpath("map")


def map_file(reference: str) -> Traversable:
    """The file behind a map reference: ``pyx12:NAME`` or a name in our own folder."""
    if reference.startswith(_PACKAGED):
        return pyx12_folder().joinpath(reference.removeprefix(_PACKAGED))
    return schema_folder().joinpath(reference)


@functools.cache
def data_elements() -> Mapping[str, tuple[str, int, int]]:
    """X12 data elements by number: type, minimum and maximum length."""
    root = _parse(pyx12_folder().joinpath("dataele.xml"))
    return {
        node.attrib["ele_num"]: (
            node.attrib["data_type"],
            int(node.attrib["min_len"]),
            int(node.attrib["max_len"]),
        )
        for node in root.iter("data_ele")
    }


def load_transaction(reference: str) -> Loop:
    """The loop from ST to SE of a map.

    Raises `GuideError` where the map cannot be read or names what is not defined.
    """
    return _load(reference, "ST_LOOP")


def load_envelope(reference: str) -> Mapping[str, Segment]:
    """The envelope segments (ISA, GS, GE, IEA, TA1 ...) of a map, by id."""
    loop = _load(reference, "ISA_LOOP")
    return {node.id: node for node in loop.walk() if isinstance(node, Segment)}


def segment_ids(reference: str) -> frozenset[str]:
    """The segment ids of a map from ST to SE, without making its model: some ten times quicker."""
    with map_file(reference).open("rb") as stream:
        found = {name.decode("ascii") for name in _SEGMENT.findall(stream.read())}
    return frozenset(found - _OF_ENVELOPE)


def _load(reference: str, loop_id: str) -> Loop:
    try:
        root = _parse(map_file(reference))
        for node in root.iter("loop"):
            if node.get("xid") == loop_id:
                return _loop(node)
    except (OSError, ET.ParseError, KeyError, ValueError) as error:
        raise GuideError(f"map {reference} cannot be read: {type(error).__name__}") from error
    raise GuideError(f"map {reference} has no {loop_id}")


def _parse(file: Traversable) -> ET.Element:
    # The tree has some twenty thousand nodes and none is garbage: looking for garbage among
    # them while they are made would take longer than making them.
    collecting = gc.isenabled()
    gc.disable()
    try:
        with file.open("rb") as stream:
            return ET.parse(stream).getroot()  # noqa: S314  maps are part of the installation
    finally:
        if collecting:
            gc.enable()


def _properties(node: ET.Element) -> dict[str, str]:
    found = {child.tag: child.text or "" for child in node if len(child) == 0}
    found.update(node.attrib)
    return found


def _limit(text: str | None) -> int | None:
    """A repeat count: ``>1`` and nothing are unlimited."""
    if text is None or not text.strip().isdigit():
        return None
    return int(text)


def _loop(node: ET.Element) -> Loop:
    props = _properties(node)
    children: list[Segment | Loop] = []
    for child in node:
        if child.tag == "segment":
            children.append(_segment(child, props["xid"]))
        elif child.tag == "loop":
            children.append(_loop(child))
    return Loop(
        id=props["xid"],
        title=props.get("name", ""),
        usage=Usage(props["usage"]),
        maximum=_limit(props.get("repeat")),
        position=int(props["pos"]),
        children=tuple(children),
        transparent=props.get("type") == "wrapper",
    )


def _syntax(node: ET.Element) -> tuple[SyntaxNote, ...]:
    notes = []
    for child in node.findall("syntax"):
        text = (child.text or "").strip()
        digits = text[1:]
        positions = tuple(int(digits[at : at + 2]) for at in range(0, len(digits), 2))
        if len(positions) > 1:
            notes.append(SyntaxNote(text[0], positions))
    return tuple(notes)


def _segment(node: ET.Element, loop: str) -> Segment:
    props = _properties(node)
    return Segment(
        id=props["xid"],
        title=props.get("name", ""),
        usage=Usage(props["usage"]),
        maximum=_limit(props.get("max_use")),
        position=int(props["pos"]),
        loop=loop,
        elements=functools.partial(_elements, node, props["xid"]),
        syntax=_syntax(node),
    )


def _elements(node: ET.Element, segment: str) -> Elements:
    elements: dict[int, Element | Composite] = {}
    for child in node:
        if child.tag == "element":
            element = _element(child)
            elements[element.position] = element
        elif child.tag == "composite":
            composite = _composite(child)
            elements[composite.position] = composite
    return _without_gaps(segment, elements)


def _without_gaps(segment: str, elements: Mapping[int, Element | Composite]) -> Elements:
    """Elements by position; one that the map leaves out is not used."""
    last = max(elements, default=0)
    return tuple(
        elements.get(position) or _unused(f"{segment}{position:02d}", position)
        for position in range(1, last + 1)
    )


def _unused(reference: str, position: int) -> Element:
    return Element(
        id=reference,
        position=position,
        title="Not used",
        usage=Usage.NOT_USED,
        data_element="",
        type="AN",
        minimum=0,
        maximum=_MAX_DATA_ELEMENT_LENGTH,
    )


def _composite(node: ET.Element) -> Composite:
    props = _properties(node)
    components = [_element(child) for child in node.findall("element")]
    return Composite(
        id=props.get("xid") or props.get("refdes", ""),
        position=int(props["seq"]),
        title=props.get("name", ""),
        usage=Usage(props["usage"]),
        data_element=props.get("data_ele", ""),
        components=tuple(sorted(components, key=lambda item: item.position)),
        repeat=_limit(props.get("repeat")) or 1,
        syntax=_syntax(node),
    )


def _element(node: ET.Element) -> Element:
    props = _properties(node)
    number = props.get("data_ele", "")
    kind, minimum, maximum = data_elements().get(number, ("AN", 1, _MAX_DATA_ELEMENT_LENGTH))
    codes: list[str] = []
    external = None
    for child in node.iter("valid_codes"):
        codes += [(code.text or "").strip() for code in child.iter("code")]
        external = child.get("external")
    return Element(
        id=props["xid"],
        position=int(props["seq"]),
        title=props.get("name", ""),
        usage=Usage(props["usage"]),
        data_element=number,
        type=kind,
        minimum=minimum,
        maximum=maximum,
        repeat=_limit(props.get("repeat")) or 1,
        codes=tuple(dict.fromkeys(codes)),
        external=external,
        pattern=props.get("regex"),
    )
