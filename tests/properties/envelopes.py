"""Plants wrong numbers: counts, control numbers, hierarchy and line numbers, lost trailers."""

from collections.abc import Iterator, Sequence

from tests.properties.documents import Document
from tests.properties.planting import Ack, Defect, Garden, Place, Planter, Site

_WRONG = {"IK304": "8", "IK403": "7"}


def _name_of_guide(document: Document) -> str:
    return document.sets[0].guide.name


def _place(document: Document, at: int, segment: str | None = None) -> Place:
    line = document.lines[min(at, len(document.lines) - 1)]
    ordinal = line.ordinal
    of = document.set_of(at)
    if segment == "SE" and of is None and at:
        before = document.lines[at - 1].ordinal
        ordinal = before + 1 if before else None
    return Place(segment or line.id, ordinal, at + 1)


def _element(
    garden: Garden,
    kind: str,
    at: int,
    element: int,
    value: str,
    acks: Sequence[Ack],
    also: Sequence[tuple[int, int, str]] = (),
) -> Site:
    """An element of a line is changed; ``also`` changes others along with it."""
    document = garden.document

    def plant() -> Defect | None:
        texts = document.texts()
        for index, position, new in ((at, element, value), *also):
            values = document.split(texts[index])
            values[position] = new
            texts[index] = document.join(values)
        if texts == document.texts():
            return None
        line = document.lines[at]
        return Defect(
            kind=kind,
            about=f"{line.id}{element:02d}",
            data=document.render(texts),
            places=(_place(document, at),),
            acks=tuple(acks),
            elements=(element,) if line.id in ("HL", "LX") else (),
        )

    of = document.set_of(at)
    return Site(kind, of.guide.name if of else _name_of_guide(document), plant)


def _lines(document: Document, segment: str) -> Iterator[tuple[int, list[str]]]:
    for at, line in enumerate(document.lines):
        if line.id == segment:
            yield at, document.split(line.text)


def counts(garden: Garden) -> Iterator[Site]:
    """SE01, GE01 and IEA01 count one more than there is."""
    kinds: tuple[tuple[str, str, Ack], ...] = (
        ("SE", "wrong segment count", {"IK502": "4"}),
        ("GE", "wrong transaction count", {"AK905": "5"}),
        ("IEA", "wrong group count", {"TA105": "021"}),
    )
    for segment, kind, ack in kinds:
        for at, values in _lines(garden.document, segment):
            for more in (1, -1, 10):
                if int(values[1]) + more >= 0:
                    yield _element(garden, kind, at, 1, str(int(values[1]) + more), [ack])


def control_numbers(garden: Garden) -> Iterator[Site]:
    """SE02, GE02 and IEA02 do not repeat the number of their header."""
    kinds: tuple[tuple[str, str, Ack], ...] = (
        ("SE", "wrong transaction number", {"IK502": "3"}),
        ("GE", "wrong group number", {"AK905": "4"}),
        ("IEA", "wrong interchange number", {"TA105": "001"}),
    )
    for segment, kind, ack in kinds:
        for at, values in _lines(garden.document, segment):
            digits = str((int(values[2]) + 7) if values[2].isdecimal() else 7777)
            yield _element(garden, kind, at, 2, digits.zfill(len(values[2])), [ack])


def repeated_number(garden: Garden) -> Iterator[Site]:
    """A transaction set takes the control number of the one before it in its group."""
    document = garden.document
    for first, second in zip(document.sets, document.sets[1:], strict=False):
        if second.start != first.stop:
            continue
        number = document.split(document.lines[first.start].text)[2]
        yield _element(
            garden,
            "transaction number repeated",
            second.start,
            2,
            number,
            [{"IK502": "23"}],
            also=[(second.stop - 1, 2, number)],
        )


def header_elements(garden: Garden) -> Iterator[Site]:
    """ST02 is too short, ST03 names another guide."""
    document = garden.document
    for of in document.sets:
        values = document.split(document.lines[of.start].text)
        yield _element(
            garden,
            "bad transaction number",
            of.start,
            2,
            "1",
            [{"IK502": "7"}],
            also=[(of.stop - 1, 2, "1")],
        )
        if len(values) > 3:
            yield _element(
                garden, "wrong guide reference", of.start, 3, "005010X999", [{"IK502": "I6"}]
            )


def trailers(garden: Garden) -> Iterator[Site]:
    """SE, GE or IEA is left out."""
    document = garden.document
    kinds: tuple[tuple[str, tuple[Ack, ...]], ...] = (
        ("SE", ({"IK502": "2"},)),
        ("GE", ({"AK905": "3"}, {"AK905": "3", "TA105": "024"})),
        ("IEA", ({"TA105": "023"},)),
    )
    for segment, acks in kinds:
        for at, _ in _lines(document, segment):

            def plant(
                at: int = at, segment: str = segment, acks: tuple[Ack, ...] = acks
            ) -> Defect | None:
                ordinal = document.lines[at].ordinal
                return Defect(
                    kind="trailer dropped",
                    about=segment,
                    data=document.render(document.replaced(at, at + 1, [])),
                    places=(Place(segment, ordinal, at + 1),),
                    acks=acks,
                )

            of = document.set_of(at)
            yield Site("trailer dropped", of.guide.name if of else _name_of_guide(document), plant)


def hierarchy(garden: Garden) -> Iterator[Site]:
    """HL01 does not count up, HL02 names no parent, HL03 no level, HL04 denies children."""
    document = garden.document
    for of in document.sets:
        levels = [at for at in range(of.start, of.stop) if document.lines[at].id == "HL"]
        numbers = {at: document.split(document.lines[at].text) for at in levels}
        for index, at in enumerate(levels):
            values = numbers[at]
            if index:
                before = numbers[levels[index - 1]][1]
                yield _element(garden, "HL number repeated", at, 1, before, [_WRONG])
            if values[2]:
                for wrong in ("999", values[1]):
                    yield _element(garden, "HL parent broken", at, 2, wrong, [_WRONG])
            if values[4:5] == ["1"] and any(numbers[other][2] == values[1] for other in levels):
                yield _element(garden, "HL children denied", at, 4, "0", [_WRONG])


def line_numbers(garden: Garden) -> Iterator[Site]:
    """LX01 of an 837 does not count the lines of its claim."""
    document = garden.document
    for of in document.sets:
        if of.guide.transaction != "837":
            continue
        for at in range(of.start, of.stop):
            values = document.split(document.lines[at].text)
            if values[0] == "LX":
                for more in (1, 5, -1):
                    wrong = str(int(values[1]) + more)
                    yield _element(garden, "line number wrong", at, 1, wrong, [_WRONG])


PLANTERS: tuple[Planter, ...] = (
    counts,
    control_numbers,
    repeated_number,
    header_elements,
    trailers,
    hierarchy,
    line_numbers,
)
