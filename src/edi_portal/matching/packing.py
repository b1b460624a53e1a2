"""Records as bytes and back: a million claims in memory are a million short texts.

Fields are put one after another between separators that X12 has no use for; what a value holds
of them is dropped, as they are no characters of X12.
"""

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal

from edi_portal.matching.records import ClaimKey, LineKey, PaymentKey

_FIELD, _ITEM, _LINE = "\x1f", "\x1d", "\x1e"
_SEPARATOR = _FIELD.encode()
_DROPPED = dict.fromkeys(map(ord, (_FIELD, _ITEM, _LINE)))
_DROPPED_OF_VALUES = dict.fromkeys(map(ord, (_FIELD, _LINE)))


def pack_claim(of: ClaimKey) -> bytes:
    """A claim's record as bytes."""
    own = (
        of.payer,
        _many(of.payers),
        of.original,
        of.responsibility,
        _day(of.sent),
        of.batch,
    )
    return _packed((*_common(of), *own), of.lines)


def pack_payment(of: PaymentKey) -> bytes:
    """A payment's record as bytes."""
    own = (
        of.payer,
        _many(of.payers),
        of.status,
        str(of.paid),
        of.number,
        of.original,
        of.trace,
        _day(of.paid_on),
        str(of.total),
        _many(part for group, amount in of.adjusted for part in (group, str(amount))),
        "1" if of.denied else "",
    )
    return _packed((str(of.place), *_common(of), *own), of.lines)


def unpack_claim(packed: bytes) -> ClaimKey:
    """The record that `pack_claim` has packed."""
    head, *lines = packed.decode().split(_LINE)
    (
        file, ordinal, control, charge, frequency, npi, tax_id, rendering, members, last, first,
        start, end, payer, payers, original, responsibility, sent, batch,
    ) = head.split(_FIELD)  # fmt: skip
    return ClaimKey(
        file=int(file), ordinal=int(ordinal), control=control, charge=Decimal(charge),
        frequency=frequency, npi=npi, tax_id=tax_id, rendering=rendering,
        members=_parts(members), last=_number(last), first=_number(first),
        start=_number(start), end=_number(end), lines=tuple(_lines(lines)),
        payer=payer, payers=_parts(payers), original=original, responsibility=responsibility,
        sent=_number(sent), batch=batch,
    )  # fmt: skip


def unpack_payment(packed: bytes) -> PaymentKey:
    """The record that `pack_payment` has packed."""
    head, *lines = packed.decode().split(_LINE)
    (
        place, file, ordinal, control, charge, frequency, npi, tax_id, rendering, members, last,
        first, start, end, payer, payers, status, paid, number, original, trace, paid_on, total,
        adjusted, denied,
    ) = head.split(_FIELD)  # fmt: skip
    sums = iter(_parts(adjusted))
    return PaymentKey(
        file=int(file), ordinal=int(ordinal), control=control, charge=Decimal(charge),
        frequency=frequency, npi=npi, tax_id=tax_id, rendering=rendering,
        members=_parts(members), last=_number(last), first=_number(first),
        start=_number(start), end=_number(end), lines=tuple(_lines(lines)),
        payer=payer, payers=_parts(payers), status=status, paid=Decimal(paid), number=number,
        original=original, trace=trace, paid_on=_number(paid_on), total=Decimal(total),
        place=int(place),
        adjusted=tuple((group, Decimal(amount)) for group, amount in zip(sums, sums, strict=True)),
        denied=bool(denied),
    )  # fmt: skip


def claim_identity(packed: bytes) -> int:
    """What tells a packed claim from any other, whatever file it was read from.

    Two claims of one batch that agree in all that matching knows are one to it.
    """
    return _hashed(packed.split(_SEPARATOR, 2)[-1])


def payment_identity(packed: bytes) -> int:
    """What tells a packed payment from any other, whatever file and place it was read from."""
    return _hashed(packed.split(_SEPARATOR, 3)[-1])


def remittance_identity(payer: str, trace: str, amount: Decimal, day: int) -> int:
    """What tells a remittance from others: payer (TRN03), TRN02, amount, and day as an ordinal."""
    return _hashed(_FIELD.join((payer, trace, str(amount.normalize()), str(day))).encode())


def _hashed(content: bytes) -> int:
    digest = hashlib.blake2b(content, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _packed(head: Iterable[str], lines: Iterable[LineKey]) -> bytes:
    texts = [_joined(head)]
    texts += (_joined(_line(line)) for line in lines)
    return _LINE.join(texts).encode()


def _common(of: ClaimKey | PaymentKey) -> tuple[str, ...]:
    return (
        str(of.file), str(of.ordinal), of.control, str(of.charge), of.frequency, of.npi,
        of.tax_id, of.rendering, _many(of.members), _day(of.last), _day(of.first),
        _day(of.start), _day(of.end),
    )  # fmt: skip


def _line(of: LineKey) -> tuple[str, ...]:
    found = (
        str(of.place), of.control, of.procedure, _many(of.modifiers), _day(of.start),
        _day(of.end) if of.end != of.start else "", str(of.charge), _amount(of.units),
    )  # fmt: skip
    if of.paid is None and not of.revenue:
        return found
    return (
        *found, of.revenue, of.submitted, _many(of.submitted_modifiers),
        _amount(of.submitted_units), _amount(of.paid), "1" if of.rolled_up else "",
    )  # fmt: skip


def _lines(texts: Iterable[str]) -> Iterator[LineKey]:
    for text in texts:
        place, control, procedure, modifiers, start, end, charge, units, *more = text.split(_FIELD)
        line = LineKey(
            place=int(place), control=control, procedure=procedure, modifiers=_parts(modifiers),
            start=_number(start), end=_number(end or start), charge=Decimal(charge),
            units=Decimal(units) if units else None,
        )  # fmt: skip
        if more:
            revenue, submitted, given, submitted_units, paid, rolled_up = more
            line.revenue, line.submitted, line.submitted_modifiers = (
                revenue, submitted, _parts(given),
            )  # fmt: skip
            line.submitted_units = Decimal(submitted_units) if submitted_units else None
            line.paid = Decimal(paid) if paid else None
            line.rolled_up = bool(rolled_up)
        yield line


def _joined(values: Iterable[str]) -> str:
    found = tuple(values)
    text = _FIELD.join(found)
    if text.count(_FIELD) >= len(found) or _LINE in text:
        text = _FIELD.join(value.translate(_DROPPED_OF_VALUES) for value in found)
    return text


def _many(values: Iterable[str]) -> str:
    return _ITEM.join(value.translate(_DROPPED) if _ITEM in value else value for value in values)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.split(_ITEM)) if text else ()


def _day(number: int) -> str:
    return f"{number:x}" if number else ""


def _number(text: str) -> int:
    return int(text, 16) if text else 0


def _amount(of: Decimal | None) -> str:
    return str(of) if of is not None else ""
