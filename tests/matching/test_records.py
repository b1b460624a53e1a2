"""Records, their bytes, and how they are found again."""

import sys
from decimal import Decimal

import attrs
from hypothesis import given
from hypothesis import strategies as st

from edi_portal.matching.folding import Mask, folded, likeness, normalised
from edi_portal.matching.index import MemoryIndex
from edi_portal.matching.keys import claim_key, payment_key
from edi_portal.matching.packing import (
    claim_identity,
    pack_claim,
    pack_payment,
    payment_identity,
    unpack_claim,
    unpack_payment,
)
from edi_portal.matching.records import ClaimKey, LineKey, PaymentKey
from edi_portal.matching.searching import by_control, claim_keys
from edi_portal.synthesis import KINDS, synthesize_claims, synthesize_remittances
from tests.matching.made import claim, payment

TEXT = st.text(st.characters(exclude_characters="\x1d\x1e\x1f", codec="utf-8"), max_size=8)
TEXTS = st.lists(TEXT.filter(bool), max_size=3).map(tuple)
DAYS = st.integers(0, 800_000)
MONEY = st.decimals(-10_000, 10_000, places=2)
COMMON = {
    "file": st.integers(0, 9), "ordinal": st.integers(0, 10**6), "control": TEXT,
    "charge": MONEY, "frequency": TEXT, "npi": TEXT, "tax_id": TEXT, "rendering": TEXT,
    "members": TEXTS, "last": st.integers(0, 2**64 - 1), "first": st.integers(0, 2**64 - 1),
    "start": DAYS, "end": DAYS,
}  # fmt: skip
SENT = st.builds(
    LineKey, place=st.integers(1, 99), control=TEXT, procedure=TEXT, modifiers=TEXTS, charge=MONEY,
    units=st.none() | MONEY, revenue=TEXT,
)  # fmt: skip
PAID = st.builds(
    LineKey, place=st.integers(1, 99), control=TEXT, procedure=TEXT, modifiers=TEXTS, charge=MONEY,
    units=st.none() | MONEY, submitted=TEXT, submitted_modifiers=TEXTS,
    submitted_units=st.none() | MONEY, revenue=TEXT, paid=MONEY, rolled_up=st.booleans(),
)  # fmt: skip
CLAIMS = st.builds(
    ClaimKey, **COMMON, lines=st.lists(SENT, max_size=3).map(tuple), payer=TEXT, payers=TEXTS,
    original=TEXT, responsibility=TEXT, sent=DAYS, batch=TEXT,
)  # fmt: skip
PAYMENTS = st.builds(
    PaymentKey, **COMMON, lines=st.lists(PAID, max_size=3).map(tuple), payer=TEXT, payers=TEXTS,
    status=TEXT, paid=MONEY, number=TEXT, original=TEXT, trace=TEXT, paid_on=DAYS, total=MONEY,
    place=st.integers(0, 99), denied=st.booleans(),
    adjusted=st.lists(st.tuples(TEXT.filter(bool), MONEY), max_size=2).map(tuple),
)  # fmt: skip


@given(CLAIMS)
def test_claims_come_back_as_they_were(of: ClaimKey) -> None:
    assert unpack_claim(pack_claim(of)) == of


@given(PAYMENTS)
def test_payments_come_back_as_they_were(of: PaymentKey) -> None:
    assert unpack_payment(pack_payment(of)) == of


def test_separators_in_values_break_nothing() -> None:
    odd = claim("A\x1fB\x1eC\x1d", members=("\x1d1", "2"))
    back = unpack_claim(pack_claim(odd))
    assert (back.control, back.members) == ("ABC\x1d", ("1", "2"))


def test_identity_is_of_the_content_and_not_of_the_file() -> None:
    moved = attrs.evolve(claim(), file=9, ordinal=7)
    assert claim_identity(pack_claim(moved)) == claim_identity(pack_claim(claim()))
    assert claim_identity(pack_claim(claim(batch="B2"))) != claim_identity(pack_claim(claim()))
    elsewhere = attrs.evolve(payment(), file=9, ordinal=7, place=3)
    assert payment_identity(pack_payment(elsewhere)) == payment_identity(pack_payment(payment()))


@given(st.text(max_size=20))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)
    assert folded(folded(text)) == folded(text)


def test_masked_names_are_near_when_the_names_are() -> None:
    mask = Mask(b"some key")
    near = likeness(mask.name("SMITH"), mask.name("SMIHT"))
    far = likeness(mask.name("SMITH"), mask.name("GUTIERREZ"))
    assert near >= 0.6 > far
    assert mask.name("O'HARA-Núñez") == mask.name("OHARA NUNEZ")
    assert mask.name("") == 0


def test_masks_of_two_keys_have_nothing_in_common() -> None:
    one, other = Mask(b"1"), Mask(b"2")
    assert one.identifier("7J97QT1DT39") != other.identifier("7J97QT1DT39")
    assert one.name("SMITH") != other.name("SMITH")


def test_the_very_same_claim_is_kept_once() -> None:
    index = MemoryIndex()
    assert index.add(claim()) == 0
    assert index.add(attrs.evolve(claim(), file=2, ordinal=5)) is None
    assert index.add(claim("A2")) == 1
    assert index.find(by_control("A2"), 9) == [1]
    assert list(index.numbers()) == [0, 1]


def test_too_many_under_one_key_are_none() -> None:
    index = MemoryIndex()
    for place in range(5):
        index.add(claim("SAME", str(place)))
    assert len(index.find(by_control("SAME"), 5)) == 5
    assert index.find(by_control("SAME"), 4) == ()


def test_a_claim_takes_some_hundred_bytes() -> None:
    mask, sizes = Mask(), []
    for kind in KINDS:
        for found in synthesize_claims(kind, 200, seed=5):
            key = claim_key(found, mask=mask)
            sizes.append(sys.getsizeof(pack_claim(key)) + 8 + 8 * len(set(claim_keys(key))))
    assert sum(sizes) / len(sizes) < 600


def test_records_keep_what_files_say_and_no_name() -> None:
    mask = Mask()
    claims = list(synthesize_claims("837P", 40, seed=5))
    for found in claims:
        packed = pack_claim(claim_key(found, mask=mask))
        person = found.patient_person
        for text in (person.last_name, found.subscriber.member_id):
            assert not text or text.encode() not in packed
    for remittance in synthesize_remittances(claims, seed=5):
        for place, paid in enumerate(remittance.claims, 1):
            key = payment_key(paid, remittance, place=place, mask=mask)
            assert key.trace == remittance.trace_number
            assert key.charge == paid.charge_amount
            taken = sum((amount for _, amount in key.adjusted), Decimal(0))
            assert key.charge - taken == key.paid
