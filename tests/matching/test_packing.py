"""The bytes of records and their identities: ledgers keep them, so that they have to stay."""

from decimal import Decimal
from typing import Any

import attrs
import pytest

from edi_portal.matching.packing import (
    claim_identity,
    pack_claim,
    pack_payment,
    payment_identity,
    remittance_identity,
    unpack_claim,
    unpack_payment,
)
from edi_portal.matching.records import ClaimKey, LineKey, PaymentKey

COMMON: dict[str, Any] = {
    "file": 3, "ordinal": 17, "control": "PCN1", "charge": Decimal("150.50"), "frequency": "7",
    "npi": "1234567893", "tax_id": "700001234", "rendering": "1999999984",
    "members": ("M1", "M2"), "last": 0xABC, "first": 2**63, "start": 739_500, "end": 739_510,
}  # fmt: skip
CLAIM = ClaimKey(
    **COMMON, payer="BHP03", payers=("BHP03", "LSI07"), original="ICN1", responsibility="P",
    sent=739_511, batch="B1",
)  # fmt: skip
PAYMENT = PaymentKey(
    **COMMON, payer="1700100008", payers=("BHP03",), status="1", paid=Decimal("80.00"),
    number="ICN2", original="ICN1", trace="T1", paid_on=739_520, total=Decimal("1E+2"), place=5,
    adjusted=(("CO", Decimal("45.50")), ("PR", Decimal(25))), denied=True,
)  # fmt: skip
LINE = LineKey(
    place=2, control="LINE02", procedure="HC:99213", modifiers=("25", "59"), start=739_500,
    end=739_501, charge=Decimal("75.25"), units=Decimal("1.5"),
)  # fmt: skip
SERVICE = LineKey(
    place=2, control="LINE02", procedure="HC:99212", modifiers=("25",), start=739_500, end=739_500,
    charge=Decimal("75.25"), units=Decimal(1), submitted="HC:99213",
    submitted_modifiers=("25", "59"), submitted_units=Decimal(2), revenue="0450",
    paid=Decimal("-1.00"), rolled_up=True,
)  # fmt: skip
HEAD = "3|17|PCN1|150.50|7|1234567893|700001234|1999999984|M1,M2|abc|8000000000000000|b48ac|b48b6"
CLAIM_TEXT = f"{HEAD}|BHP03|BHP03,LSI07|ICN1|P|b48b7|B1"
PAYMENT_TEXT = f"5|{HEAD}|1700100008|BHP03|1|80.00|ICN2|ICN1|T1|b48c0|1E+2|CO,45.50,PR,25|1"
SERVICE_TEXT = "2|LINE02|HC:99212|25|b48ac||75.25|1|0450|HC:99213|25,59|2|-1.00|1"
EMPTY = LineKey(place=1)


def packed(text: str) -> bytes:
    """The bytes that are written so, with separators to be seen by."""
    return text.translate(str.maketrans("|,;", "\x1f\x1d\x1e")).encode()


CLAIMS = [
    (CLAIM, CLAIM_TEXT),
    (ClaimKey(file=0, ordinal=0, control="", charge=Decimal(0)), "0|0||0|||||||||||||||"),
    (
        attrs.evolve(CLAIM, lines=(LINE, EMPTY)),
        f"{CLAIM_TEXT};2|LINE02|HC:99213|25,59|b48ac|b48ad|75.25|1.5;1||||||0|",
    ),
]
PAYMENTS = [
    (
        PAYMENT,
        PAYMENT_TEXT,
    ),
    (
        PaymentKey(file=0, ordinal=0, control="", charge=Decimal(0)),
        "0|0|0||0|||||||||||||0|||||0||",
    ),
    (
        attrs.evolve(PAYMENT, lines=(SERVICE, attrs.evolve(EMPTY, paid=Decimal(0)))),
        f"{PAYMENT_TEXT};{SERVICE_TEXT};1||||||0||||||0|",
    ),
]


@pytest.mark.parametrize("of, text", CLAIMS)
def test_claims_have_these_bytes(of: ClaimKey, text: str) -> None:
    assert pack_claim(of) == packed(text)
    assert unpack_claim(packed(text)) == of


@pytest.mark.parametrize("of, text", PAYMENTS)
def test_payments_have_these_bytes(of: PaymentKey, text: str) -> None:
    assert pack_payment(of) == packed(text)
    assert unpack_payment(packed(text)) == of


@pytest.mark.parametrize(
    "fields, text",
    [
        ({}, "1||||||0|"),
        ({"revenue": "0450"}, "1||||||0||0450|||||"),
        ({"paid": Decimal(3)}, "1||||||0||||||3|"),
        ({"start": 16, "end": 16}, "1||||10||0|"),
        ({"start": 16, "end": 15}, "1||||10|f|0|"),
        ({"start": 16, "end": 17}, "1||||10|11|0|"),
    ],
)
def test_a_line_says_no_more_than_it_has(fields: dict[str, Any], text: str) -> None:
    of = ClaimKey(
        file=0, ordinal=0, control="", charge=Decimal(0), lines=(attrs.evolve(EMPTY, **fields),)
    )
    assert pack_claim(of) == packed("0|0||0|||||||||||||||;" + text)
    assert unpack_claim(pack_claim(of)) == of


@pytest.mark.parametrize(
    "control, members, kept, kept_members",
    [
        ("A\x1fB", (), "AB", ()),
        ("A\x1eB", (), "AB", ()),
        ("A\x1fB\x1fC", (), "ABC", ()),
        ("A\x1f\x1e\x1f\x1e", (), "A", ()),
        ("A\x1dB", (), "A\x1dB", ()),
        ("A", ("1\x1d\x1e2", "3\x1f", "4\x1e"), "A", ("12", "3", "4")),
        ("A\x1fB", ("1", "2"), "AB", ("1", "2")),
    ],
)
def test_separators_are_dropped_from_values(
    control: str, members: tuple[str, ...], kept: str, kept_members: tuple[str, ...]
) -> None:
    found = unpack_claim(pack_claim(attrs.evolve(CLAIM, control=control, members=members)))
    assert found == attrs.evolve(CLAIM, control=kept, members=kept_members)


def test_identities_are_of_the_content_wherever_it_stands() -> None:
    """Of all that follows file and ordinal, and place in the remittance."""
    claim, payment = pack_claim(CLAIM), pack_payment(PAYMENT)
    assert claim_identity(claim) == 2_371_623_771_857_451_972
    assert payment_identity(payment) == 5_393_991_366_853_123_475
    for sent in (attrs.evolve(CLAIM, file=9), attrs.evolve(CLAIM, ordinal=9)):
        assert claim_identity(pack_claim(sent)) == claim_identity(claim)
    elsewhere = [attrs.evolve(PAYMENT, file=9), attrs.evolve(PAYMENT, ordinal=9)]
    for moved in (*elsewhere, attrs.evolve(PAYMENT, place=9)):
        assert payment_identity(pack_payment(moved)) == payment_identity(payment)
    for control in ("PCN2", ""):
        of = pack_claim(attrs.evolve(CLAIM, control=control))
        assert claim_identity(of) != claim_identity(claim)
        paid = pack_payment(attrs.evolve(PAYMENT, control=control))
        assert payment_identity(paid) != payment_identity(payment)


def test_a_remittance_is_told_by_payer_trace_amount_and_day() -> None:
    known: tuple[Any, ...] = ("1700100008", "T1", Decimal(100), 739_520)
    assert remittance_identity(*known) == -1_283_534_680_556_809_177
    as_cents = ("1700100008", "T1", Decimal("100.00"), 739_520)
    assert remittance_identity(*as_cents) == remittance_identity(*known)
    for place, other in enumerate(("1700100009", "T2", Decimal("100.01"), 739_521)):
        changed = (*known[:place], other, *known[place + 1 :])
        assert remittance_identity(*changed) != remittance_identity(*known)


def test_a_record_that_is_damaged_is_not_read_as_one_that_has_less() -> None:
    whole = pack_payment(PAYMENT)
    with pytest.raises(ValueError, match="zip"):
        unpack_payment(whole.replace(b"\x1d25\x1f", b"\x1f"))
    with pytest.raises(ValueError, match="unpack"):
        unpack_payment(whole.rpartition(b"\x1f")[0])
