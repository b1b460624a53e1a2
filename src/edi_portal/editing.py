"""Changes models within a file and leaves every other byte of it as it was.

What is not changed is written as it was read: unknown segments, odd delimiters, line ends.
Of a changed model only the segments that differ are made anew; the segment count of its
transaction set follows.
"""

import difflib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import IO, Any

import attrs

from edi_portal.api import Options, unit_reading
from edi_portal.errors import LimitError, ModelError
from edi_portal.event import TransactionBegin
from edi_portal.findings import Finding, Severity
from edi_portal.guides.placed import PlacedSegment
from edi_portal.guides.reading import Reading
from edi_portal.guides.registry import Registration
from edi_portal.guides.units import Unit
from edi_portal.models.base import Model
from edi_portal.models.build import read_whole
from edi_portal.models.compose import renumbered
from edi_portal.models.emit import write_loop
from edi_portal.models.families import family
from edi_portal.models.layout import HEADER
from edi_portal.models.levels import Levels
from edi_portal.models.naming import field_at
from edi_portal.models.planning import plan
from edi_portal.models.registry import LAYOUTS
from edi_portal.output import OutputFile
from edi_portal.x12.reader import Reader
from edi_portal.x12.source import PathLike
from edi_portal.x12.writer import Writer

Change = Callable[[Any], Any]
# What an error is and which claim has it: segments may have moved, these stay.
_Kind = tuple[str, str | None, str | None, int | None]


@attrs.frozen(kw_only=True)
class Edited:
    """What was done: how many models were seen and changed, and the file where no path was given.

    ``gaps`` counts what is too broken to be a model: it was not seen, and stands as it stood.
    """

    seen: int
    changed: int
    gaps: int = 0
    data: bytes | None = attrs.field(default=None, repr=False)


def edit(
    path: PathLike | None = None,
    output: PathLike | None = None,
    *,
    change: Change,
    data: bytes | None = None,
    stream: IO[Any] | None = None,
    name: str | None = None,
    force: bool = False,
    **options: Any,
) -> Edited:
    """Write a file anew with some of its models changed, all else byte for byte as it was.

    ``change`` is called with every model of the file in its order (header, billing provider,
    subscriber, patient, claim …) and returns it, or a changed copy (`Model.evolve`). What a
    model stands under is changed where it comes by itself, not through a claim.

    The result is checked as it is made: an error that the file did not have before stops it.
    Raises `ModelError` then, naming field and place, `SourceError` where the input cannot be
    read, `LimitError` where a limit leaves some of it unread, and `WriteError` where the output
    cannot be written; there is no file then. What a transaction set has behind its levels (PLB
    of a remittance) is left as it is.
    """
    reading = unit_reading(
        path, data=data, stream=stream, name=name, units=_units, trace=True, **options
    )
    job = _Edit(change, Options(**options))
    pieces = job.pieces(reading)
    if output is None:
        found: list[bytes] = []
        job.check(pieces, found.append)
        return Edited(seen=job.seen, changed=job.changed, gaps=job.gaps, data=b"".join(found))
    with OutputFile(output, force=force) as file:
        job.check(pieces, file.write)
    return Edited(seen=job.seen, changed=job.changed, gaps=job.gaps)


def _units(item: Registration) -> frozenset[str] | None:
    found = LAYOUTS.get(item.name)
    return found.loops if found is not None else None


class _Edit:
    """One file while it is edited."""

    def __init__(self, change: Change, options: Options) -> None:
        self.seen = self.changed = self.gaps = 0
        self._headed = False  # the header of the transaction set came
        self._change = change
        self._options = options
        self._levels = Levels()
        self._guides: dict[str, None] = {}  # that the models were read by
        self._waiting: list[PlacedSegment] = []
        self._more = 0  # segments that the transaction set has more than before
        self._allowed: Counter[_Kind] = Counter()  # errors of the input

    def pieces(self, reading: Reading) -> Iterator[str]:
        """The text of the new file."""
        for item in reading.items():
            if isinstance(item, PlacedSegment):
                self._waiting.append(item)
            elif isinstance(item, Unit):
                yield from self._unit(item)
            elif isinstance(item, TransactionBegin):
                # The SE of the one before is still to be counted with what that one has more.
                yield from map(self._as_read, self._waiting)
                self._waiting.clear()
                self._levels.clear()
                self._more = 0
                self._headed = False
            elif isinstance(item, Finding) and item.severity is Severity.ERROR:
                self._allowed[_kind(item)] += 1
            if not reading.complete:
                raise LimitError("a segment is longer than the limit; nothing was written")
        yield from map(self._as_read, self._waiting)
        yield reading.tail

    def check(self, pieces: Iterator[str], put: Callable[[bytes], object]) -> None:
        """Puts out the pieces while reading them; stops at an error that was not there before."""

        def blocks() -> Iterator[str]:
            for text in pieces:
                put(text.encode("latin-1"))
                yield text

        for item in self._reread(blocks()).items():
            if isinstance(item, Finding) and item.severity is Severity.ERROR:
                # The input was read at least as far, so what it had is known here.
                self._allowed[_kind(item)] -= 1
                if self.changed and self._allowed[_kind(item)] < 0:
                    field, place = self._named(item)
                    what = f"{field} ({place})" if field else place or "the file"
                    raise ModelError(
                        f"{what} is not valid after the change, nothing was written: "
                        f"{item.message} [{item.code}]",
                        field=field,
                        place=place,
                    )

    def _reread(self, blocks: Iterator[str]) -> Reading:
        """A reading of the new file as the old one is read."""
        asked = self._options
        reader = Reader(blocks, segment_limit=asked.segment_limit, allow_bare=asked.allow_bare)
        return Reading(reader, snip=asked.snip, legacy=asked.legacy, overlays=asked.overlays)

    def _named(self, found: Finding) -> tuple[str | None, str | None]:
        """The field that a place belongs to, where it is one of a model, and the place."""
        for guide in self._guides:
            header = LAYOUTS[guide].levels[HEADER]
            named = field_at(family(header, guide), found.location, found.text or "")
            if named is not None:
                return named
        return None, found.location.reference

    def _as_read(self, segment: PlacedSegment) -> str:
        text = segment.text
        if segment.id == "SE" and self._more:
            values = text.split(segment.delimiters.element)
            if len(values) > 1 and values[1].isdigit():
                values[1] = str(int(values[1]) + self._more)
                text = segment.delimiters.element.join(values)
        return segment.before + text

    def _unit(self, unit: Unit) -> Iterator[str]:
        waiting, self._waiting = self._waiting, []
        mine = [one for one in waiting if unit.first <= one.segment_in_file <= unit.last]
        yield from (self._as_read(one) for one in waiting if one.segment_in_file < unit.first)
        model = self._model(unit)
        new: Model | None = self._change(model) if model is not None else None
        if model is None or new is model:
            yield from map(self._as_read, mine)
        elif new is None:
            raise ModelError(f"{type(model).__name__} was not returned: models are not removed")
        else:
            yield from self._replaced(unit, mine, model, new)
        self._waiting = [one for one in waiting if one.segment_in_file > unit.last]

    def _model(self, unit: Unit) -> Model | None:
        """The model of a unit, or ``None`` where it is too broken to be one."""
        layout = LAYOUTS[unit.map.guide.name]
        self._guides[layout.guide] = None
        closing = unit.loop is unit.map.root and self._headed  # PLB: no header by itself
        self._headed = True
        if closing:
            return None
        model = self._levels.enter(unit, plan(layout.levels[unit.loop.node.id], unit.loop))
        try:
            if model is not None:
                read_whole(model)
        except ModelError:
            self._levels.lose()
            model = None
        if model is None:
            self.gaps += 1
        else:
            self.seen += 1
        return model

    def _replaced(
        self, unit: Unit, mine: list[PlacedSegment], model: Model, new: Model
    ) -> Iterator[str]:
        """The segments of a changed model, those that are the same as they stood."""
        if type(new) is not type(model):
            raise ModelError(f"{type(model).__name__} must stay one, or be left as it is")
        by = plan(type(model), unit.loop)
        for field in by.contexts:
            if getattr(new, field) is not getattr(model, field):
                raise ModelError(
                    f"{type(model).__name__}.{field} is changed where it comes by itself",
                    field=field,
                )
        for field in by.items:
            if getattr(new, field) != getattr(model, field):
                raise ModelError(
                    f"{type(model).__name__}.{field} come by themselves, and are changed there",
                    field=f"{type(model).__name__}.{field}",
                )
        self.changed += 1
        writer = Writer(unit.delimiters, line_end="")
        old = list(unit.texts)
        texts = renumbered(write_loop(new, by, writer), unit.map, unit.delimiters)
        gap = mine[-1].before if len(mine) > 1 else unit.delimiters.terminator
        self._more += len(texts) - len(old)
        matcher = difflib.SequenceMatcher(None, old, texts, autojunk=False)
        for kind, start, stop, first, last in matcher.get_opcodes():
            if kind == "equal":
                yield from map(self._as_read, mine[start:stop])
                continue
            for number, text in enumerate(texts[first:last]):
                at = start + number
                yield (mine[at].before if at < stop else gap) + text


def _kind(found: Finding) -> _Kind:
    place = found.location
    return found.code, place.reference, place.transaction, place.claim
