"""Remittances (835): payments with the claims and services they are for."""

from edi_portal.models.layout import HEADER, Layout
from edi_portal.models.remittance.parties import (
    CorrectedName,
    NamedPayer,
    PartyName,
    Payee,
    PayerContact,
    RemittanceDelivery,
    RemittancePayer,
)
from edi_portal.models.remittance.payment import ClaimPayment, Remittance
from edi_portal.models.remittance.provider_adjustments import (
    ProviderAdjustment,
    ProviderAdjustmentReason,
)
from edi_portal.models.remittance.service import ServicePayment
from edi_portal.models.remittance.summary import InpatientTotals, ProviderSummary, ProviderTotals
from edi_portal.models.remittance.supplements import (
    Remark,
    SupplementalAmount,
    SupplementalQuantity,
)

LAYOUTS = (
    Layout(
        guide="835",
        levels={HEADER: Remittance, "2000": ProviderSummary, "2100": ClaimPayment},
        items=frozenset({"2100"}),
    ),
)

__all__ = [
    "LAYOUTS",
    "ClaimPayment",
    "CorrectedName",
    "InpatientTotals",
    "NamedPayer",
    "PartyName",
    "Payee",
    "PayerContact",
    "ProviderAdjustment",
    "ProviderAdjustmentReason",
    "ProviderSummary",
    "ProviderTotals",
    "Remark",
    "Remittance",
    "RemittanceDelivery",
    "RemittancePayer",
    "ServicePayment",
    "SupplementalAmount",
    "SupplementalQuantity",
]
