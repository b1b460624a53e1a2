"""Which codes stand in ICD-10-CM on a date.

The table holds every code that may be billed in one of a few editions, and of each edition
the dates for which it surely holds. Between two of these spans is a time of which only both
ends are known; there no code is called wrong that may have been right.
"""

import functools
import json
import zlib
from collections.abc import Mapping
from datetime import date
from enum import Enum
from importlib.resources import files

import attrs

from edi_portal.codes.records import Records

# A record is a code, filled up with blanks, and one digit: bit 0 is set where the code stands
# in the first edition, bit 1 in the second, and so on.
_CODE = 7
_RECORD = _CODE + 1
_CATEGORY = 3


class Status(Enum):
    """What a code is on a date."""

    BILLABLE = "billable"
    """It may be billed."""
    CATEGORY = "category"
    """It begins codes that may be billed: more characters are required."""
    NOT_YET = "not-yet"
    """It comes later."""
    EXPIRED = "expired"
    """It was valid before."""
    UNCERTAIN = "uncertain"
    """The date lies between two editions that do not agree, or its category alone is known."""
    UNKNOWN = "unknown"
    """It is in no edition."""
    OUTSIDE = "outside"
    """The date lies before the first edition or after the last: nothing is known of it."""


@attrs.frozen(kw_only=True, slots=True)
class Edition:
    """One edition of ICD-10-CM: its name, and the first and last date on which it holds."""

    name: str
    first: date
    last: date


@attrs.frozen(kw_only=True, slots=True)
class TabularList:
    """What ships: its source, its editions from old to new, and the number of its codes."""

    source: str
    editions: tuple[Edition, ...]
    codes: int

    @property
    def first(self) -> date:
        """The first date on which anything is known."""
        return self.editions[0].first

    @property
    def last(self) -> date:
        """The last date on which anything is known."""
        return self.editions[-1].last


@attrs.frozen(kw_only=True, slots=True)
class Content:
    """The data file, read."""

    tabular: TabularList
    records: Records
    notes: bytes = attrs.field(repr=False)


@functools.cache
def content() -> Content:
    """The data file, read on first use."""
    raw = files("edi_portal").joinpath("codes", "data", "icd10cm.zlib").read_bytes()
    head, records, notes = zlib.decompress(raw).split(b"\n", 2)
    facts: Mapping[str, object] = json.loads(head)
    listed = facts["editions"]
    assert isinstance(listed, list)
    editions = tuple(
        Edition(
            name=entry["name"],
            first=date.fromisoformat(entry["first"]),
            last=date.fromisoformat(entry["last"]),
        )
        for entry in listed
    )
    found = Records(records, _RECORD)
    tabular = TabularList(source=str(facts["source"]), editions=editions, codes=len(found))
    return Content(tabular=tabular, records=found, notes=notes)


def edition() -> TabularList:
    """The source and the editions of the table that ships."""
    return content().tabular


def status(code: str, on: date) -> Status:
    """What ``code``, in capitals and without the point, is on the date ``on``.

    ``on`` is the date of service, or of discharge from inpatient care. Codes change on
    1 October and 1 April of a year.
    """
    before, sure = _newest(on)
    if before < 0:
        return Status.OUTSIDE
    billable, begun = _masks(code)
    return _within(before, billable, begun) if sure else _between(before, code, billable, begun)


@functools.lru_cache(maxsize=4096)
def _newest(on: date) -> tuple[int, bool]:
    """The number of the newest edition on a date, and whether it surely holds there still.

    -1 where nothing is known of the date.
    """
    tabular = edition()
    if not tabular.first <= on <= tabular.last:
        return -1, False
    past = [number for number, entry in enumerate(tabular.editions) if entry.first <= on]
    return past[-1], on <= tabular.editions[past[-1]].last


def nearest_date(on: date) -> date:
    """``on``, or where the editions do not reach so far, the first or last date they reach.

    What is `Status.OUTSIDE` on a date can be judged, with due reserve, on this one.
    """
    tabular = edition()
    return max(tabular.first, min(on, tabular.last))


def _within(number: int, billable: int, begun: int) -> Status:
    """The status by the edition ``number``, on a date for which it surely holds."""
    if billable >> number & 1:
        return Status.BILLABLE
    if begun >> number & 1:
        return Status.CATEGORY
    seen = billable | begun
    if seen >> number + 1:
        return Status.NOT_YET
    return Status.EXPIRED if seen else Status.UNKNOWN


def _between(number: int, code: str, billable: int, begun: int) -> Status:
    """The status on a date after the edition ``number`` and before the next."""
    both = 0b11 << number
    if billable & both == both:
        return Status.BILLABLE
    if not billable & both:
        if begun & both == both:
            return Status.CATEGORY
        # A code may have come and gone unseen, but hardly with its whole category.
        if not any(_masks(code[:_CATEGORY])):
            return Status.UNKNOWN
    return Status.UNCERTAIN


@functools.lru_cache(maxsize=1 << 16)
def _masks(code: str) -> tuple[int, int]:
    """The editions, as bits, in which ``code`` may be billed, and in which it begins others."""
    if not (_CATEGORY <= len(code) <= _CODE and code.isascii() and code.isalnum()):
        return 0, 0
    records = content().records
    found = records.starting_with(code.encode())
    if not found:
        return 0, 0
    start, masks = found.start, records.data[found.start + _CODE : found.stop : _RECORD]
    itself = records.data[start : start + _CODE].decode().rstrip() == code
    billable = _editions(masks[:1]) if itself else 0
    return billable, _editions(masks[itself:])


def _editions(masks: bytes) -> int:
    """The bits of all ``masks``, each a digit, together."""
    together = 0
    for digit in set(masks):
        together |= digit - ord("0")
    return together
