"""Plants defects in the order of segments: left out, too often, swapped, not from here."""

import itertools
from collections.abc import Iterator, Sequence

import attrs

from edi_portal.guides.model import Segment
from tests.properties.documents import Document, Instance, Slot, TransactionSet, slots
from tests.properties.legality import Readings
from tests.properties.planting import Ack, Defect, Garden, Place, Planter, Site, about

# The most segments that a file may grow by to go over a maximum.
_MOST_ADDED = 400
_NUMBERED = frozenset({"HL", "LX"})

UNKNOWN = ("ZZZ{0}1{0}ABC", "Q7X{0}20240115", "XA{0}12")
FOREIGN = (
    "INS{0}Y{0}18{0}030{0}20{0}A",
    "BPR{0}I{0}100{0}C{0}CHK{0}{0}{0}{0}{0}{0}{0}{0}{0}{0}{0}{0}20240115",
    "CLM{0}A1{0}100",
    "IK5{0}A",
    "STC{0}A1",
    "HD{0}030{0}{0}HLT",
    "SVC{0}HC:99213{0}100{0}100",
)


def _slot_of(of: TransactionSet, place: Segment) -> Slot:
    return slots(of.guide)[1][place]


def _siblings(document: Document, instance: Instance, place: Segment) -> list[int]:
    """The lines of a loop that stand at the same place."""
    return [at for at in instance.own if document.lines[at].place is place]


def _end_of_rank(
    document: Document, of: TransactionSet, instance: Instance, slot: Slot, at: int
) -> int:
    """The first line from ``at`` that is not of the rank of ``slot`` in its loop."""
    known = slots(of.guide)[1]
    while at < of.stop - 1:
        place = document.lines[at].place
        found = known[place] if place is not None else None
        while found is not None and found.parent is not instance.slot:
            found = found.parent
        if found is None or found.rank != slot.rank or of.owner[at] is instance.parent:
            break
        at += 1
    return at


def segment_dropped(garden: Garden) -> Iterator[Site]:
    """A required segment, not the first of its loop, is left out."""
    document = garden.document
    for of, at, place in document.body():
        slot, instance = _slot_of(of, place), of.owner[at]
        if not slot.required or (slot.opens and instance.parent is not None):
            continue
        if len(_siblings(document, instance, place)) != 1:
            continue

        def plant(
            of: TransactionSet = of, at: int = at, slot: Slot = slot, instance: Instance = instance
        ) -> Defect | None:
            texts = document.replaced(at, at + 1, [])
            if garden.illegal_from(of, texts) is None:
                return None
            segment = document.lines[at].id
            last = _end_of_rank(document, of, instance, slot, at + 1) - 1
            return Defect(
                kind="segment dropped",
                about=about(instance, segment),
                data=document.render(document.counted(texts)),
                places=garden.places(of, segment, at, last),
                acks=({"IK304": "3"},),
            )

        yield Site("segment dropped", of.guide.name, plant)


def loop_dropped(garden: Garden) -> Iterator[Site]:
    """A required loop is left out whole."""
    document = garden.document
    for of in document.sets:
        for instance in of.instances:
            parent = instance.parent
            head = document.lines[instance.start].id
            if parent is None or not instance.slot.required or head == "HL":
                continue
            if sum(other.slot is instance.slot for other in parent.loops) != 1:
                continue

            def plant(
                of: TransactionSet = of,
                instance: Instance = instance,
                parent: Instance = parent,
                head: str = head,
            ) -> Defect | None:
                texts = document.replaced(instance.start, instance.stop, [])
                if garden.illegal_from(of, texts) is None:
                    return None
                gone = instance.stop - instance.start
                end = _end_of_rank(document, of, parent, instance.slot, instance.stop)
                return Defect(
                    kind="loop dropped",
                    about=about(instance, head),
                    data=document.render(document.counted(texts)),
                    places=garden.places(of, head, instance.start, end - gone),
                    acks=({"IK304": "3"},),
                )

            yield Site("loop dropped", of.guide.name, plant)


def head_dropped(garden: Garden) -> Iterator[Site]:
    """The first segment of a loop is left out, the rest of the loop stays.

    Where only one segment or loop is left, it may be called unexpected just as well.
    """
    document = garden.document
    for of in document.sets:
        for instance in of.instances:
            if instance.stop - instance.start < 2:
                continue

            def plant(of: TransactionSet = of, instance: Instance = instance) -> Defect | None:
                at = instance.start
                texts = document.replaced(at, at + 1, [])
                wrong = garden.illegal_from(of, texts)
                if wrong is None:
                    return None
                head = document.lines[at].id
                places = garden.places(of, head, at, wrong)
                acks: tuple[Ack, ...] = ({"IK304": "3"},)
                if instance.stop - at == 2 or (len(instance.own), len(instance.loops)) == (1, 1):
                    left = document.lines[at + 1]
                    places += garden.places(of, left.id, at, at)
                    acks += tuple(_names_of_stray(garden, of, at, left.text))
                return Defect(
                    kind="loop head dropped",
                    about=about(instance, head),
                    data=document.render(document.counted(texts)),
                    places=places,
                    acks=acks,
                )

            yield Site("loop head dropped", of.guide.name, plant)


def segment_over_maximum(garden: Garden) -> Iterator[Site]:
    """A segment is repeated once more than its loop allows."""
    document = garden.document
    for of, at, place in document.body():
        instance = of.owner[at]
        maximum = place.maximum
        if maximum is None or (_slot_of(of, place).opens and instance.parent is not None):
            continue
        here = _siblings(document, instance, place)
        more = maximum + 1 - len(here)
        if here[-1] != at or not 0 < more <= _MOST_ADDED:
            continue

        def plant(
            of: TransactionSet = of, at: int = at, more: int = more, instance: Instance = instance
        ) -> Defect | None:
            text, segment = document.lines[at].text, document.lines[at].id
            texts = document.replaced(at + 1, at + 1, [text] * more)
            if garden.illegal_from(of, texts) is None:
                return None
            return Defect(
                kind="segment over maximum",
                about=about(instance, segment),
                data=document.render(document.counted(texts)),
                places=garden.places(of, segment, at + more, at + more),
                acks=({"IK304": "5"},),
            )

        yield Site("segment over maximum", of.guide.name, plant)


def loop_over_maximum(garden: Garden) -> Iterator[Site]:
    """A loop is repeated once more than its parent allows, its lines numbered on."""
    document = garden.document
    for of in document.sets:
        for instance in of.instances:
            parent, maximum = instance.parent, instance.slot.node.maximum
            head = document.lines[instance.start].id
            if parent is None or maximum is None or head == "HL":
                continue
            all_of_it = [other for other in parent.loops if other.slot is instance.slot]
            more = maximum + 1 - len(all_of_it)
            size = instance.stop - instance.start
            if all_of_it[-1] is not instance or not 0 < more * size <= _MOST_ADDED:
                continue

            def plant(
                of: TransactionSet = of,
                instance: Instance = instance,
                more: int = more,
                size: int = size,
                head: str = head,
            ) -> Defect | None:
                block = document.texts()[instance.start : instance.stop]
                added: list[str] = []
                for number in range(1, more + 1):
                    first = document.split(block[0])
                    if head == "LX" and first[1].isdecimal():
                        first[1] = str(int(first[1]) + number)
                    added += [document.join(first), *block[1:]]
                texts = document.replaced(instance.stop, instance.stop, added)
                if garden.illegal_from(of, texts) is None:
                    return None
                at = instance.stop + (more - 1) * size
                return Defect(
                    kind="loop over maximum",
                    about=about(instance, head),
                    data=document.render(document.counted(texts)),
                    places=garden.places(of, head, at, at),
                    acks=({"IK304": "4"},),
                )

            yield Site("loop over maximum", of.guide.name, plant)


def _is_disorder(
    garden: Garden, of: TransactionSet, texts: Sequence[str], first: int, second: int
) -> bool:
    """Whether what moved behind to line ``second`` has no place there, not even a faulty one."""
    if garden.illegal_from(of, texts) is None:
        return False
    referee = garden.referee(of)
    readings = referee.start()
    for text in texts[of.start : first]:
        readings = referee.after(readings, text)
    for text in texts[first : second + 1]:
        readings = referee.after(readings, text, lenient=True)
    return not readings


def swapped(garden: Garden) -> Iterator[Site]:
    """Two neighbouring segments of a loop change places. Either may be called out of order."""
    document = garden.document
    for of in document.sets:
        for at in range(of.start + 1, of.stop - 2):
            instance = of.owner[at]
            if of.owner[at + 1] is not instance or instance.own[0] in (at, at + 1):
                continue

            def plant(
                of: TransactionSet = of, at: int = at, instance: Instance = instance
            ) -> Defect | None:
                first, second = document.lines[at], document.lines[at + 1]
                texts = document.replaced(at, at + 2, [second.text, first.text])
                if not _is_disorder(garden, of, texts, at, at + 1):
                    return None
                return Defect(
                    kind="segments swapped",
                    about=f"{about(instance, first.id)},{second.id}",
                    data=document.render(texts),
                    places=garden.places(of, second.id, at, at)
                    + garden.places(of, first.id, at + 1, at + 1),
                    acks=({"IK304": "7"},),
                )

            yield Site("segments swapped", of.guide.name, plant)


def loops_swapped(garden: Garden) -> Iterator[Site]:
    """Two neighbouring loops of one parent change places.

    The one that comes late may be called missing where it should have come.
    """
    document = garden.document
    for of in document.sets:
        for parent in (of.root, *of.instances):
            for first, second in itertools.pairwise(parent.loops):
                heads = document.lines[first.start].id, document.lines[second.start].id
                if first.stop != second.start or set(heads) & _NUMBERED:
                    continue

                def plant(
                    of: TransactionSet = of,
                    first: Instance = first,
                    second: Instance = second,
                    heads: tuple[str, str] = heads,
                ) -> Defect | None:
                    old = document.texts()
                    moved = old[second.start : second.stop] + old[first.start : first.stop]
                    texts = document.replaced(first.start, second.stop, moved)
                    behind = first.start + second.stop - second.start
                    if not _is_disorder(garden, of, texts, first.start, behind):
                        return None
                    places = garden.places(of, heads[1], first.start, first.start)
                    acks: tuple[Ack, ...] = ({"IK304": "7"},)
                    if first.slot.required:
                        places += garden.places(of, heads[0], first.start, first.start)
                        acks += ({"IK304": "3"},)
                    return Defect(
                        kind="loops swapped",
                        about=f"{first.slot.node.id},{second.slot.node.id}",
                        data=document.render(texts),
                        places=places + garden.places(of, heads[0], behind, behind),
                        acks=acks,
                    )

                yield Site("loops swapped", of.guide.name, plant)


def _inserted(
    garden: Garden, of: TransactionSet, at: int, text: str, kind: str, acks: Sequence[Ack]
) -> Defect:
    document = garden.document
    segment = document.split(text)[0]
    texts = document.replaced(at, at, [text])
    return Defect(
        kind=kind,
        about=f"{about(of.owner[at - 1], segment)}",
        data=document.render(document.counted(texts)),
        places=(Place(segment, at - of.start + 1, at + 1),),
        acks=tuple(acks),
    )


def unknown_inserted(garden: Garden) -> Iterator[Site]:
    """A segment that X12 does not have."""
    document = garden.document
    for of in document.sets:
        for at in range(of.start + 1, of.stop):
            text = UNKNOWN[at % len(UNKNOWN)].format(document.delimiters.element)

            def plant(of: TransactionSet = of, at: int = at, text: str = text) -> Defect | None:
                return _inserted(garden, of, at, text, "unknown segment", [{"IK304": "1"}])

            yield Site("unknown segment", of.guide.name, plant)


def foreign_inserted(garden: Garden) -> Iterator[Site]:
    """A segment of another transaction set."""
    document = garden.document
    for of in document.sets:
        own = {node.id for node in of.guide.segments()}
        foreign = [text for text in FOREIGN if text.split("{")[0] not in own]
        for at in range(of.start + 1, of.stop):
            text = foreign[at % len(foreign)].format(document.delimiters.element)

            def plant(of: TransactionSet = of, at: int = at, text: str = text) -> Defect | None:
                return _inserted(garden, of, at, text, "foreign segment", [{"IK304": "6"}])

            yield Site("foreign segment", of.guide.name, plant)


def misplaced(garden: Garden) -> Iterator[Site]:
    """A copy of a segment of the file stands where the guide has none of it.

    Where a loop may begin that it could belong to, the head of that loop may be missed; where
    it would be right behind the next segment, it may be called out of order.
    """
    document = garden.document
    for of in document.sets:
        donors = [
            at for at in range(of.start + 1, of.stop - 1) if document.lines[at].id not in _NUMBERED
        ]
        prefixes = garden.referee(of).prefixes(document.texts()[of.start : of.stop])
        for at in range(of.start + 2, of.stop):
            for step in (7, 31):
                donor = donors[(at * step) % len(donors)]

                def plant(
                    of: TransactionSet = of,
                    at: int = at,
                    donor: int = donor,
                    prefixes: Sequence[Readings] = prefixes,
                ) -> Defect | None:
                    text = document.lines[donor].text
                    before = prefixes[at - of.start]
                    if garden.referee(of).after(before, text, lenient=True):
                        return None
                    acks = _names_of_stray(garden, of, at, text)
                    swapped = document.replaced(at, at + 1, [document.lines[at].text, text])
                    if garden.illegal_from(of, swapped) is None:
                        acks.append({"IK304": "7"})
                    defect = _inserted(garden, of, at, text, "misplaced segment", acks)
                    heads = garden.referee(of).without_head(before, text)
                    if not heads:
                        return defect
                    return attrs.evolve(
                        defect,
                        places=(
                            *defect.places,
                            *(Place(head, at - of.start + 1, at + 1) for head in sorted(heads)),
                        ),
                        acks=(*defect.acks, {"IK304": "3"}),
                    )

                yield Site("misplaced segment", of.guide.name, plant)


def _names_of_stray(garden: Garden, of: TransactionSet, at: int, text: str) -> list[Ack]:
    """What a segment before line ``at`` may be called that has no place there.

    Unexpected, always. Where an open loop has segments of its id: out of order or one too
    many if it resembles one of them, with a wrong code if it does not.
    """
    acks: list[Ack] = [{"IK304": "2"}]
    referee = garden.referee(of)
    segment = garden.document.split(text)[0]
    instance: Instance | None = of.owner[at - 1]
    while instance is not None:
        for child in instance.slot.children:
            head = child.children[0] if child.children else child
            if head.node.id != segment or not isinstance(head.node, Segment):
                continue
            if referee.resembles(head.node, text):
                acks += [{"IK304": "7"}, {"IK304": "4" if child.children else "5"}]
            else:
                acks.append({"IK304": "8", "IK403": "7"})
        instance = instance.parent
    return acks


PLANTERS: tuple[Planter, ...] = (
    segment_dropped,
    loop_dropped,
    head_dropped,
    segment_over_maximum,
    loop_over_maximum,
    swapped,
    loops_swapped,
    unknown_inserted,
    foreign_inserted,
    misplaced,
)
