"""Makes an interchange of models: groups by kind, transaction sets, control numbers."""

import itertools
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

import attrs

from edi_portal.errors import ModelError, UsageError
from edi_portal.guides.model import Segment, Usage
from edi_portal.models.base import Model
from edi_portal.models.compose import Transaction, grouped
from edi_portal.models.families import Family, Level, chain, family
from edi_portal.models.layout import HEADER, Layout, collected
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.writer import Isa, Writer

MOST_CLAIMS = 5_000
"""Claims in one transaction set, as the 837 guides recommend (front matter 1.3.2)."""


@attrs.frozen(kw_only=True)
class Settings:
    """How the envelopes are to be filled; see `edi_portal.write`."""

    sender: tuple[str, str]
    receiver: tuple[str, str]
    application_sender: str
    application_receiver: str
    as_of: datetime
    numbers: Iterator[int]
    usage: str
    acknowledgment_requested: bool
    most: int | None


class Assembly:
    """One interchange while it is made. ``families`` grows with the kinds of models met."""

    def __init__(self, writer: Writer, settings: Settings, guide: str | None) -> None:
        self.families: dict[type, Family] = {}
        self.items = 0
        self._writer = writer
        self._settings = settings
        self._guide = guide

    @property
    def delimiters(self) -> Delimiters:
        """What the segments are written with."""
        return self._writer.delimiters

    def interchange(self, models: Iterable[Model]) -> Iterator[str]:
        """The whole file, segment by segment."""
        settings = self._settings
        (qualifier, sender), (other, receiver) = settings.sender, settings.receiver
        header = Isa(
            sender=sender,
            sender_qualifier=qualifier,
            receiver=receiver,
            receiver_qualifier=other,
            at=settings.as_of,
            control_number=self._number(),
            usage=settings.usage,
            acknowledgment_requested=settings.acknowledgment_requested,
        )
        yield from self._writer.interchange(header, self._groups(models))
        if not self.items:
            raise UsageError("there is nothing to write: no models were given")

    def _number(self) -> int:
        try:
            found = next(self._settings.numbers)
        except StopIteration:
            raise UsageError("the source of control numbers has no more") from None
        if not isinstance(found, int):
            raise UsageError(f"a control number must be int, not {type(found).__name__}")
        return found

    def _family(self, model: Model) -> Family:
        if not isinstance(model, Model):
            raise UsageError(f"models are written, not {type(model).__name__}")
        of = type(model)
        if of not in self.families:
            self.families[of] = family(of, self._guide)
        return self.families[of]

    def _groups(self, models: Iterable[Model]) -> Iterator[Iterator[str]]:
        if isinstance(models, Sequence):
            kinds: dict[Layout, list[Model]] = {}
            for model in models:
                kinds.setdefault(self._family(model).layout, []).append(model)
            runs: Iterator[tuple[Family, Iterator[Model]]] = (
                (self._family(found[0]), iter(self._grouped(found))) for found in kinds.values()
            )
        else:
            runs = _runs(models, self._family)
        for of, found in runs:
            yield self._group(of, found)

    def _grouped(self, models: Sequence[Model]) -> Sequence[Model]:
        of = self._family(models[0])
        if type(models[0]) is of.layout.levels[HEADER]:
            return models
        return grouped(models, of)

    def _group(self, of: Family, models: Iterator[Model]) -> Iterator[str]:
        settings = self._settings
        elements = [
            of.registration.group,
            settings.application_sender,
            settings.application_receiver,
            f"{settings.as_of:%Y%m%d}",
            f"{settings.as_of:%H%M}",
            str(self._number()),
            "X",
            of.registration.version,
        ]
        return self._writer.group(elements, self._transactions(of, models))

    def _transactions(self, of: Family, models: Iterator[Model]) -> Iterator[Iterator[str]]:
        queue = _Queue(self._levels(of, models))
        numbers = itertools.count(1)
        st = of.map.by_id["ST"][0].node
        guide = of.registration.version if _names_guide(st) else ""
        while queue.head is not None:
            yield self._writer.transaction(
                of.registration.transaction,
                f"{next(numbers):04d}",
                self._body(of, queue),
                guide=guide,
            )

    def _levels(self, of: Family, models: Iterator[Model]) -> Iterator[list[Level]]:
        """The levels of each item; a header with items gives those of its items."""
        root = of.layout.levels[HEADER]
        for model in models:
            if type(model) is not root:
                yield chain(model, of)
                continue
            name = collected(root)
            below = getattr(model, name) if name is not None else ()
            if not below:
                yield [(of.map.root, model)]
            for item in below:
                yield chain(item, of, header=model)

    def _body(self, of: Family, queue: "_Queue") -> Iterator[str]:
        """The segments of one transaction set between ST and SE."""
        most = self._settings.most or MOST_CLAIMS
        if collected(of.layout.levels[HEADER]) is not None:
            # The header says what its items sum to: in two parts neither would be true.
            most = sys.maxsize
        transaction = Transaction(of, self._writer)
        header = queue.head[0][1] if queue.head is not None else None
        while queue.head is not None and transaction.items < most:
            levels = queue.head
            alone = len(levels) == 1  # a transaction set that has no items below it
            if transaction.items and (alone or not _same(levels[0][1], header)):
                break
            queue.advance()
            self.items += 1
            following = itertools.islice(queue.ahead(), most - transaction.items - 1)
            try:
                texts = transaction.add(levels, following)
            except ModelError as error:
                which = f"{type(levels[-1][1]).__name__} {self.items}"
                message = f"{which}: {error}"
                raise ModelError(message, field=error.field, place=error.place) from None
            # An item in one piece: so many segments one by one would take their time.
            yield self._writer.join(texts)
        if closing := transaction.end():
            yield self._writer.join(closing)


class _Queue:
    """Levels of items to come, the next in sight; those behind it are fetched if looked at."""

    def __init__(self, of: Iterator[list[Level]]) -> None:
        self._rest = of
        self._fetched: deque[list[Level]] = deque()
        self.head: list[Level] | None = next(of, None)

    def advance(self) -> None:
        """Goes on to the next."""
        self.head = self._fetched.popleft() if self._fetched else next(self._rest, None)

    def ahead(self) -> Iterator[list[Level]]:
        """The next, and those behind it, as far as they are asked for."""
        if self.head is None:
            return
        yield self.head
        at = 0
        while True:
            if at == len(self._fetched):
                self._fetched.extend(itertools.islice(self._rest, 1))
            if at == len(self._fetched):
                return
            yield self._fetched[at]
            at += 1


def _names_guide(st: Segment) -> bool:
    """Whether ST03 is sent; in the 835 it is not."""
    return len(st.elements) > 2 and st.elements[2].usage is not Usage.NOT_USED


def _same(one: Model | None, other: Model | None) -> bool:
    return one is other or one == other


def _runs(
    models: Iterable[Model], family_of: Callable[[Model], Family]
) -> Iterator[tuple[Family, Iterator[Model]]]:
    """Models of one guide after another; a run is taken before the next is asked for."""
    waiting = iter(models)
    ahead = next(waiting, None)

    def run(guide: str) -> Iterator[Model]:
        nonlocal ahead
        while ahead is not None and family_of(ahead).layout.guide == guide:
            yield ahead
            ahead = next(waiting, None)

    while ahead is not None:
        of = family_of(ahead)
        yield of, run(of.layout.guide)
