"""Segments of one place, made from the fields of one class: each form of them worked out once.

What stands in a segment beside the texts of its fields depends on which of them are given, and
on nothing else: codes that the guide leaves no choice about, separators, what is left out. So
`edi_portal.models.encode` is asked once for each combination that occurs, and its answer kept
with holes for the texts. It is asked again for whatever is out of the ordinary, errors above
all.
"""

import re
from collections.abc import Sequence

from edi_portal.errors import ModelError, WriteError
from edi_portal.guides.places import SegmentPlace
from edi_portal.models.base import Model
from edi_portal.models.encode import Said, check_placed, encode
from edi_portal.models.leaves import Shape, Take, leaves
from edi_portal.models.plan import Slot
from edi_portal.models.presence import Left
from edi_portal.models.slots import name_at
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.writer import CUSTOMARY, Repeated, Value, Writer

_REFERENCE = re.compile(r"[A-Z][A-Z0-9]{1,2}(?P<element>\d\d)(?:-(?P<component>\d+))?")
_HOLE = "%s"
# Senders leave out the same things again and again; a few hundred forms are many.
_MOST_FORMS = 500


class Forms:
    """What makes the segments of a place from a class; forms are kept for the last delimiters.

    ``whole`` is the field that holds objects of the class, where each is a segment.
    """

    __slots__ = ("_known", "_place", "_qualifiers", "_slots", "_take", "_whole")

    def __init__(
        self,
        slots: Sequence[Slot],
        place: SegmentPlace,
        qualifiers: frozenset[str] = frozenset(),
        *,
        whole: Slot | None = None,
    ) -> None:
        self._slots = slots
        self._place = place
        self._qualifiers = qualifiers
        self._whole = whole
        self._take: Take = self._first_take
        # In one attribute, so that threads with other delimiters never meet a mixture.
        self._known: tuple[Delimiters, dict[Shape, str]] = (CUSTOMARY, {})

    def add(self, of: Model, writer: Writer, into: list[str], _left: Left | None = None) -> None:
        """Adds the segments that the fields make: none, one, or one for each item."""
        texts: list[str] = []
        shape = self._take(of, texts)
        if shape:
            if not texts and self._whole is None:
                return
            delimiters, forms = self._known
            if delimiters is writer.delimiters:
                form = forms.get(shape)
                if form and not writer.unwritable("".join(texts)):
                    into.append(form % tuple(texts))
                    return
        into += self._encoded(of, writer, shape, texts)

    def _first_take(self, of: Model, texts: list[str]) -> Shape:
        self._take = leaves(self._slots, self._place.node, self._whole)
        return self._take(of, texts)

    def _encoded(self, of: Model, writer: Writer, shape: Shape, texts: list[str]) -> list[str]:
        whole, node = self._whole, self._place.node
        if whole is not None:
            check_placed(of, whole, f"{node.id} in loop {node.loop}")
        found = []
        for elements in encode(
            of, self._slots, self._place, self._qualifiers, whole=whole is not None
        ):
            found.append(self._text(of, elements, writer))
            if shape:
                self._keep(shape, elements, texts, found[0], writer)
        return found

    def _keep(
        self, shape: Shape, elements: Sequence[Value], texts: list[str], made: str, writer: Writer
    ) -> None:
        delimiters, forms = self._known
        if delimiters is not writer.delimiters:
            delimiters, forms = self._known = (writer.delimiters, {})
        if len(forms) >= _MOST_FORMS or "%" in delimiters.all:
            return
        form = writer.bare_segment(self._place.node.id, [_with_holes(item) for item in elements])
        if form.count("%") == len(texts) and form % tuple(texts) == made:
            forms[shape] = form

    def _text(self, of: Model, elements: Sequence[Value], writer: Writer) -> str:
        """A segment, or `ModelError` with the field that cannot be written in it."""
        place = self._place
        try:
            return writer.bare_segment(place.node.id, elements)
        except WriteError as error:
            at = _REFERENCE.fullmatch(error.place or "")
            if at is None:
                raise
            name = name_at(of, self._slots, place, int(at["element"]), int(at["component"] or 0))
            where = f"{place.parent.node.id}/{error.place}"
            raise ModelError(f"{name or where}: {error}", field=name, place=where) from None


def _with_holes(item: Value) -> Value:
    if isinstance(item, str):
        return _HOLE if isinstance(item, Said) else item
    if isinstance(item, Repeated):
        return Repeated([_parts_with_holes(part) for part in item.values])
    return _parts_with_holes(item)


def _parts_with_holes(parts: str | Sequence[str]) -> str | Sequence[str]:
    if isinstance(parts, str):
        return _HOLE if isinstance(parts, Said) else parts
    return [_HOLE if isinstance(part, Said) else part for part in parts]
