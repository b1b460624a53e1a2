"""Makes X12 files of models that are written as JSON.

What is wrong is told with the line and the field it stands in, as far as it is found before
the first item that makes writing impossible; then nothing is written.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any

from edi_portal.errors import EdiError, ModelError, UsageError
from edi_portal.models.base import Model
from edi_portal.models.families import families_of
from edi_portal.models.json_documents import Entry, entries
from edi_portal.writing import Written, write
from edi_portal.x12.source import PathLike, open_blocks

# How much JSON is remembered behind the item just given out. Writing reads what it wrote a
# block (64 KiB) later, and JSON is longer than X12: the item at fault is among these.
_REMEMBERED = 1 << 20
_FIRST = re.compile(r"^(?:claim|[A-Z]\w*) 1: ")

OnFault = Callable[[ModelError], None]


def generate(
    path: PathLike | None = None,
    output: PathLike | None = None,
    *,
    data: bytes | None = None,
    stream: IO[Any] | None = None,
    on_fault: OnFault | None = None,
    most_faults: int = 20,
    progress: Callable[[int], None] | None = None,
    sender: str,
    receiver: str,
    as_of: datetime,
    **options: Any,
) -> Written:
    """Write the models that JSON says as one interchange, to a file or as bytes.

    The input is JSON Lines, a list or one object, as `edi_portal.parse` and ``edi-portal
    parse`` give them, and is written in its order. The other arguments are those of
    `edi_portal.write`.

    Raises `ModelError` where an item is no model, is not valid, or there is none; it names the
    line and the field. ``on_fault`` is told of each item that is no model, the first
    ``most_faults`` of them. Other errors are those of `edi_portal.write`, and `SourceError`
    where the input cannot be read. Whatever is raised, there is no file.
    """
    asked: dict[str, Any] = {"sender": sender, "receiver": receiver, "as_of": as_of, **options}
    with open_blocks(path, data=data, stream=stream, progress=progress) as blocks:
        feed = _Feed(entries(blocks))
        try:
            return write(feed.models(), output, **asked)
        except ModelError as error:
            if (error.place or "").startswith(("ISA", "GS")):
                # The envelope is made of the arguments, not of the input.
                raise UsageError(str(error)) from None
            if feed.fault is None:
                raise feed.located(error, asked) from None
            _tell(feed, on_fault, most_faults)
            raise


def _tell(feed: "_Feed", on_fault: OnFault | None, most: int) -> None:
    """Reads on, to tell of every fault at once."""
    if on_fault is None:
        return
    for _, error in zip(range(most), feed.faults(), strict=False):
        on_fault(error)


class _Feed:
    """Items on their way to be written, with those remembered that were given out last."""

    def __init__(self, found: Iterator[Entry]) -> None:
        self._entries = found
        self._given: deque[Entry] = deque()
        self._size = 0
        self.fault: ModelError | None = None

    def models(self) -> Iterator[Model]:
        """The models; the first fault is raised."""
        empty = True
        for entry in self._entries:
            empty = False
            self.fault = _fault(entry)
            if self.fault is not None:
                raise self.fault
            assert entry.model is not None
            self._remember(entry)
            yield entry.model
        if empty:
            raise ModelError("there is nothing to write: the input has no items")

    def faults(self) -> Iterator[ModelError]:
        """The fault that was raised, and those behind it."""
        if self.fault is not None:
            yield self.fault
        yield from filter(None, map(_fault, self._entries))

    def located(self, error: ModelError, options: dict[str, Any]) -> ModelError:
        """The same error with the item that has it, which writing alone does not know.

        Each item that may be meant is written by itself, until one fails in the same way.
        """
        if error.field is None:
            return error
        alone = {name: value for name, value in options.items() if name in _OF_ITEMS}
        for entry in self._given:
            assert entry.model is not None
            try:
                write([entry.model], **alone)
            except ModelError as found:
                if found.field == error.field:
                    # By itself it is the first of its kind, which its place says better.
                    words = _FIRST.sub("", str(found))
                    told = f"{entry.place}: {words}"
                    return ModelError(told, field=found.field, place=found.place)
            except EdiError:
                continue
        return error

    def _remember(self, entry: Entry) -> None:
        self._given.append(entry)
        self._size += entry.size
        while len(self._given) > 2 and self._size - self._given[0].size > _REMEMBERED:
            self._size -= self._given.popleft().size


def _fault(entry: Entry) -> ModelError | None:
    """Why an entry cannot be written, as far as that shows at a glance."""
    if entry.model is not None and not families_of(type(entry.model)):
        kind = type(entry.model).__name__
        return ModelError(f"{entry.place}: {kind} is not written: edi-portal ack makes those")
    return entry.error


# What bears on whether an item is valid.
_OF_ITEMS = frozenset({"sender", "receiver", "as_of", "guide", "snip", "delimiters"})
