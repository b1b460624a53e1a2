"""Search keys: by what a claim is found, and by what a payment looks for it.

A key is a hash of a kind of search with what is searched for. What it finds is compared in
full afterwards, so that two things under one key cost time and never a wrong match.
"""

import hashlib
from collections.abc import Iterator
from decimal import Decimal

from edi_portal.matching.folding import normalised, unsuffixed
from edi_portal.matching.records import ClaimKey, Key, PaymentKey

_BEGINNING = 4
_UNIQUE_LINE = 6  # characters from which on a line control number is taken for one of its own
_A_DAY = (0, -1, 1)

CONTROL, NUMBER, CUT, MEMBER, CHARGE, NAME, LINE = "c", "n", "p", "m", "a", "p2", "l"


def search_key(kind: str, *values: object) -> int:
    """A key as a signed number of 64 bits, the same in every process."""
    text = "\x1f".join((kind, *map(str, values)))
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def by_control(number: str) -> int:
    """The key of a normalised control number."""
    return search_key(CONTROL, number)


def by_number(number: str) -> int:
    """The key of a payer's number of a claim (CLP07, REF*F8, REF*1K)."""
    return search_key(NUMBER, normalised(number))


def line_key(control: str) -> int:
    """The key of a line item control number, of those long enough to be of one line only."""
    return search_key(LINE, control)


def claim_keys(of: ClaimKey) -> Iterator[int]:
    """Every key that a claim is found by."""
    normal = normalised(of.control)
    yield by_control(normal)
    if of.original:
        yield by_number(of.original)
    amount = _amount(of.charge)
    yield search_key(CUT, amount, of.start, normal[:_BEGINNING])
    yield search_key(CHARGE, amount, of.start)
    if of.last:
        yield search_key(NAME, *_names(of), of.start)
    for member in of.members:
        yield search_key(MEMBER, member)
    yield from _by_lines(of)


def controls_of(of: PaymentKey) -> tuple[int, ...]:
    """Keys by which a payment looks for its control number: as it is, and without a suffix."""
    shorter = unsuffixed(of.control)
    found = (by_control(normalised(of.control)),)
    return found if shorter is None else (*found, by_control(shorter))


def numbers_of(of: PaymentKey) -> tuple[int, ...]:
    """Keys by which a payment looks for the payer's number of the claim."""
    return tuple(by_number(text) for text in dict.fromkeys((of.number, of.original)) if text)


def payer_number_keys(of: PaymentKey) -> tuple[int, ...]:
    """Keys of the payer's numbers that a payment bears, as numbers of this payer."""
    numbers = dict.fromkeys((of.number, of.original))
    return tuple(search_key(NUMBER, of.payer, normalised(text)) for text in numbers if text)


def blocks_of(of: PaymentKey) -> Iterator[int]:
    """Keys under which a claim stands that a payment may be for, the most telling first."""
    yield from _by_lines(of)
    amount, normal = _amount(of.charge), normalised(of.control)
    yield search_key(CUT, amount, of.start, normal[:_BEGINNING])
    for member in of.members:
        yield search_key(MEMBER, member)
    for day in _A_DAY:
        if of.last:
            yield search_key(NAME, *_names(of), of.start + day)
        yield search_key(CHARGE, amount, of.start + day)


def _by_lines(of: Key) -> Iterator[int]:
    for control in dict.fromkeys(line.control for line in of.lines):
        if len(control) >= _UNIQUE_LINE:
            yield line_key(control)


def _names(of: Key) -> tuple[int, ...]:
    # Sorted, so that names which were swapped are found too.
    return tuple(sorted((of.last, of.first)))


def _amount(charge: Decimal) -> str:
    return str(abs(charge).normalize())
