"""A remittance: its head, its payments, and what adjusts it as a whole, so that it balances."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import attrs

from edi_portal.models.parts import Reference
from edi_portal.models.remittance import (
    Payee,
    PayerContact,
    ProviderAdjustment,
    ProviderAdjustmentReason,
    Remittance,
    RemittancePayer,
)
from edi_portal.synthesis.draw import Draw, money
from edi_portal.synthesis.payers import payer_by_identifier
from edi_portal.synthesis.payments import Payment
from edi_portal.synthesis.people import address, cities

_MOST_REASONS = 6
_REFUND_RATE = 0.06
_PAYERS_KEPT = 1024


@attrs.frozen
class Hold:
    """Cents that the payer waits for, under the number of a claim or a remittance."""

    number: str
    amount: int


@attrs.define
class Account:
    """What a payer carries from one remittance to the next of a payee, in cents.

    ``forwarded`` are balances that were below zero, ``holds`` overpayments that are known of.
    """

    payer: Any
    billing: Any
    forwarded: list[Hold] = attrs.Factory(list)
    holds: list[Hold] = attrs.Factory(list)
    last: date | None = None


def remittance(
    draw: Draw,
    account: Account,
    payments: Sequence[Payment],
    *,
    trace: int,
    on: date,
    held: Sequence[Hold] = (),
) -> Remittance:
    """The remittance of these payments; ``held`` are reversals not to be taken from it yet."""
    total = sum(payment.paid for payment in payments)
    reasons = _reasons(draw, account, payments, total, held)
    net = total - sum(amount for _, _, amount in reasons)
    if net < 0:
        # A payment is never below zero: the rest is forwarded (RFI 2660).
        account.forwarded.append(Hold(f"{trace:09d}", -net))
        reasons.append(("FB", f"{trace:09d}", net))
        net = 0
    account.last = on
    adjusted = [
        ProviderAdjustmentReason(code=code, reference=reference, amount=money(amount))
        for code, reference, amount in reasons
    ]
    tax_id, payer = remittance_payer(account.payer.name, account.payer.identifier)
    return Remittance(
        **_funds(draw, net, tax_id),
        payment_amount=money(net),
        payment_date=on,
        trace_number=f"{trace:09d}",
        payer_identifier=f"1{tax_id}",
        production_date=on - timedelta(1),
        payer=payer,
        payee=_payee(account.billing),
        claims=tuple(payment.model for payment in payments),
        adjustments=tuple(
            ProviderAdjustment(
                provider_identifier=account.billing.npi or account.billing.tax_id,
                fiscal_period_date=date(on.year, 12, 31),
                reasons=tuple(adjusted[place : place + _MOST_REASONS]),
            )
            for place in range(0, len(adjusted), _MOST_REASONS)
        ),
    )


def _reasons(
    draw: Draw, account: Account, payments: Sequence[Payment], total: int, held: Sequence[Hold]
) -> list[tuple[str, str, int]]:
    """What adjusts the remittance as a whole: positive takes money, negative gives it."""
    found = [
        ("L6", payment.model.payer_claim_control_number, -payment.interest)
        for payment in payments
        if payment.interest
    ]
    found += [("WO", hold.number, -hold.amount) for hold in held]
    left = total - sum(amount for _, _, amount in found)
    for code, owed in (("FB", account.forwarded), ("WO", account.holds)):
        for hold in tuple(owed):
            if hold.amount <= left:
                found.append((code, hold.number, hold.amount))
                left -= hold.amount
                owed.remove(hold)
    account.holds += held
    if draw.chance(_REFUND_RATE):
        # A refund that the payee has sent: acknowledged, and offset by what it was for.
        amount, number = draw.between(500, 20000), draw.form("R##########")
        found += [("72", number, -amount), ("WO", number, amount)]
    return found


def _funds(draw: Draw, net: int, tax_id: str) -> dict[str, Any]:
    """How the money goes; where there is none, the remittance is a notice."""
    if not net:
        return {"handling_code": "H", "payment_method": "NON"}
    if draw.chance(0.3):
        return {"handling_code": "I", "payment_method": "CHK"}
    return {
        "handling_code": "I",
        "payment_method": "ACH",
        "payment_format": draw.pick(("CCP", "CTX")),
        "payer_bank_kind": "01",
        "payer_bank": "000000018",
        "payer_account_kind": "DA",
        "payer_account": tax_id[::-1],
        "originating_company": f"1{tax_id}",
        "payee_bank_kind": "01",
        "payee_bank": "000000026",
        "payee_account_kind": "DA",
        "payee_account": draw.digits(9),
    }


@lru_cache(maxsize=_PAYERS_KEPT)
def remittance_payer(name: str, identifier: str) -> tuple[str, RemittancePayer]:
    """A payer's tax identifier, and the payer as its remittances name it."""
    known = payer_by_identifier().get(identifier)
    draw = Draw(f"payer:{identifier}")
    tax_id = known.tax_id if known is not None else f"70{draw.digits(7)}"
    contact = PayerContact(name="PROVIDER SERVICES", number_kind="TE", number=draw.phone())
    return tax_id, RemittancePayer(
        name=name,
        **address(draw, draw.pick(cities()), plus_four=True),
        references=(Reference(qualifier="2U", value=identifier),),
        technical_contacts=(contact,),
    )


def _payee(billing: Any) -> Payee:
    by_npi = billing.npi is not None
    return Payee(
        name=billing.name,
        id_qualifier="XX" if by_npi else "FI",
        identifier=billing.npi if by_npi else billing.tax_id,
        address_line=billing.address_line,
        city=billing.city,
        state=billing.state,
        postal_code=billing.postal_code,
        references=(Reference(qualifier="TJ", value=billing.tax_id),)
        if by_npi and billing.tax_id
        else (),
    )
