"""How a field of a model says where in the guide it lives.

A model is an attrs class whose fields are declared with the functions here. Each names a
place once; reading and writing both follow from it (`edi_portal.models.plan`).

What a place is written like depends on what the class stands for:

- a class for a **loop** names segments: ``"CLM01"``, ``"CLM05-1"``, ``"REF[G1]02"``,
  ``"DTP[435]"``, ``"2310B"`` for a loop below it;
- a class for a **segment** names elements: ``"01"``, ``"05-1"``, ``"03*"`` for every
  repetition, ``"07-*"`` for every component, ``"03..07"`` for several elements;
- a class for a **part**, a composite or a run of elements that repeats, names positions
  within it: ``"1"``, ``"3..6"``.

Several qualifiers are joined by ``|``: ``"HI[ABK|BK]"``. Where another element says what a
value is, it is named with its codes: ``"NM1[02=1]03"`` is the name of a person, ``"[1=BE]05"``
the amount of a value code. It is read where that element has one of the codes, and the first
of them that the guide allows there is written with it. A component of every composite of a
segment is named without an element: ``"HI[BG]-2"``.

A class may serve several loops that do not all have every place it names; a value without a
place cannot be written. The loops that a class ``dissolves`` count as part of its own: a
level and the name below it are one object. Where both have a segment, the loop is named
before it: ``"2100A/AAA"``.
"""

import enum
import re
from typing import Any

import attrs

from edi_portal.models.rules import Rule

METADATA = "edi_portal"
_SPEC = re.compile(
    r"(?:(?P<loop>[A-Z0-9_]+)/)?"
    r"(?P<segment>[A-Z][A-Z0-9]{1,2}?)?"
    r"(?:\[(?:(?P<given>\d\d?)=)?(?P<qualifiers>[^\]]+)\])?"
    r"(?P<element>\d\d|(?<![A-Z0-9\]])\d)?(?:\.\.(?P<through>\d\d?))?(?:-(?P<component>\d+|\*))?(?P<repeats>\*)?"
)


class Kind(enum.Enum):
    """What a field holds."""

    ELEMENT = "element"
    PERIOD = "period"
    PART = "part"
    PARTS = "parts"
    RUNS = "runs"
    SEGMENT = "segment"
    SEGMENTS = "segments"
    LOOP = "loop"
    LOOPS = "loops"
    CONTEXT = "context"
    ITEMS = "items"


MANY = frozenset({Kind.PARTS, Kind.RUNS, Kind.SEGMENTS, Kind.LOOPS})


@attrs.frozen(kw_only=True)
class Spot:
    """A place as a field names it.

    ``every`` says that all repetitions or components count; ``through`` is the last of
    several elements. ``given`` is the element that has to have one of the qualifiers, where
    it is not the one that tells segments apart; ``loop`` is the one of several that the
    segment must stand in.
    """

    text: str
    segment: str | None = None
    qualifiers: tuple[str, ...] = ()
    given: int | None = None
    element: int | None = None
    component: int | None = None
    every: str = ""
    through: int | None = None
    loop: str | None = None


@attrs.frozen(kw_only=True)
class Binding:
    """What a field says of itself. ``of`` is the class of what it holds, where that is one.

    ``spots`` are its places: one for most, several for parts that stand in several elements.
    ``width`` is the number of elements of a run; ``rule`` says what is written of it.
    """

    kind: Kind
    spots: tuple[Spot, ...]
    of: Any = None
    width: int = 1
    rule: Rule | None = None


def spot(text: str) -> Spot:
    """Read a place, `ValueError` where it is none.

    >>> spot("REF[G1]02")
    Spot(text='REF[G1]02', segment='REF', qualifiers=('G1',), given=None, element=2, component=None, every='', through=None, loop=None)
    """
    match = _SPEC.fullmatch(text)
    if match is None or not text:
        raise ValueError(f"{text!r} is not a place")
    component = match["component"]
    every = "component" if component == "*" else "repetition" if match["repeats"] else ""
    return Spot(
        text=text,
        segment=match["segment"],
        qualifiers=tuple((match["qualifiers"] or "").split("|")) if match["qualifiers"] else (),
        given=int(match["given"]) if match["given"] else None,
        element=int(match["element"]) if match["element"] else None,
        component=int(component) if component and component != "*" else None,
        every=every,
        through=int(match["through"]) if match["through"] else None,
        loop=match["loop"],
    )


def _field(
    binding: Binding, default: Any, doc: str, *, eq: bool = True, required: bool = False
) -> Any:
    return attrs.field(
        kw_only=True,
        default=default,
        metadata={METADATA: binding, "doc": doc, "required": required},
        eq=eq,
    )


def element(
    *places: str,
    default: Any = attrs.NOTHING,
    doc: str = "",
    eq: bool = True,
    required: bool = False,
    rule: Rule | None = None,
) -> Any:
    """A simple element or a component; its type is that of the annotation.

    A tuple holds every repetition or component where the place says so, or one value of each
    of several places in a segment, else the element of each segment there. ``eq=False`` leaves
    a number that writing makes anew out of equality. ``required`` keeps the default for models
    made in Python: what a file has to say is never taken for granted. ``rule`` is a form that
    values must have to be written.
    """
    spots = tuple(spot(place) for place in places)
    binding = Binding(kind=Kind.ELEMENT, spots=spots, rule=rule)
    return _field(binding, default, doc, eq=eq, required=required)


def period(place: str, *, default: Any = attrs.NOTHING, doc: str = "") -> Any:
    """A format qualifier and the text behind it, as one date, time or range.

    ``place`` is that of the qualifier; a DTP has it in its second element, so the id and the
    code of the DTP are enough.
    """
    where = spot(place)
    if where.segment == "DTP" and where.element is None:
        where = attrs.evolve(where, element=2)
    return _field(Binding(kind=Kind.PERIOD, spots=(where,)), default, doc)


def part(of: Any, place: str, *, default: Any = attrs.NOTHING, doc: str = "") -> Any:
    """A composite, as an object."""
    return _field(Binding(kind=Kind.PART, spots=(spot(place),), of=of), default, doc)


def parts(of: Any, *places: str, default: Any = attrs.NOTHING, doc: str = "") -> Any:
    """Composites, as a tuple of objects.

    Without an element in the place, every composite of the segments there, as of HI; else
    those of the elements named, or the repetitions of one (``"05*"``).
    """
    spots = tuple(spot(place) for place in places)
    return _field(Binding(kind=Kind.PARTS, spots=spots, of=of), default, doc)


def runs(of: Any, place: str, *, width: int, default: Any = attrs.NOTHING, doc: str = "") -> Any:
    """Runs of ``width`` elements that repeat within a segment from ``place`` on, as of CAS."""
    binding = Binding(kind=Kind.RUNS, spots=(spot(place),), of=of, width=width)
    return _field(binding, default, doc)


def segment(of: Any, place: str, *, default: Any = attrs.NOTHING, doc: str = "") -> Any:
    """A segment, as an object."""
    return _field(Binding(kind=Kind.SEGMENT, spots=(spot(place),), of=of), default, doc)


def segments(of: Any, *places: str, default: Any = attrs.NOTHING, doc: str = "") -> Any:
    """Segments, as a tuple of objects in their order."""
    spots = tuple(spot(place) for place in places)
    return _field(Binding(kind=Kind.SEGMENTS, spots=spots, of=of), default, doc)


def loop(of: Any, *places: str, default: Any = attrs.NOTHING, doc: str = "") -> Any:
    """A loop, as an object; of several ids the one that the guide has there."""
    spots = tuple(Spot(text=place) for place in places)
    return _field(Binding(kind=Kind.LOOP, spots=spots, of=of), default, doc)


def loops(of: Any, *places: str, default: Any = attrs.NOTHING, doc: str = "") -> Any:
    """Loops, as a tuple of objects in their order."""
    spots = tuple(Spot(text=place) for place in places)
    return _field(Binding(kind=Kind.LOOPS, spots=spots, of=of), default, doc)


def context(
    of: Any, *places: str, default: Any = attrs.NOTHING, doc: str = "", eq: bool = True
) -> Any:
    """What the model stands under: a level above it, by the id of its loop."""
    spots = tuple(Spot(text=place) for place in places)
    return _field(Binding(kind=Kind.CONTEXT, spots=spots, of=of), default, doc, eq=eq)


def items(of: Any, *, default: Any = attrs.NOTHING, doc: str = "") -> Any:
    """What stands under the model in units of its own, as the claims of a remittance."""
    return _field(Binding(kind=Kind.ITEMS, spots=(), of=of), default, doc)
