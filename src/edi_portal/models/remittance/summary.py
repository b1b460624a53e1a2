"""Totals of a provider within a remittance (loop 2000), which institutional payers send."""

from datetime import date
from decimal import Decimal

from edi_portal.models.base import Model, model
from edi_portal.models.fields import element, segment


@model
class ProviderTotals(Model):
    """What a provider's claims of one facility type and fiscal period add up to (TS3).

    Counts are of claims. ``msp`` is Medicare as secondary payer, ``pip`` periodic interim
    payment.
    """

    provider_identifier: str = element("01")
    facility_type_code: str = element("02")
    fiscal_period_date: date = element("03", doc="the last day of the provider's fiscal year")
    claim_count: Decimal = element("04")
    charge_amount: Decimal = element("05")
    msp_payer_amount: Decimal | None = element("13", default=None)
    non_lab_charge_amount: Decimal | None = element("15", default=None)
    hcpcs_reported_charge_amount: Decimal | None = element("17", default=None)
    hcpcs_payable_amount: Decimal | None = element("18", default=None)
    professional_component_amount: Decimal | None = element("20", default=None)
    msp_patient_liability_met_amount: Decimal | None = element("21", default=None)
    patient_reimbursement_amount: Decimal | None = element("22", default=None)
    pip_claim_count: Decimal | None = element("23", default=None)
    pip_adjustment_amount: Decimal | None = element("24", default=None)


@model
class InpatientTotals(Model):
    """What a provider's inpatient claims add up to (TS2), beside its `ProviderTotals`.

    Names are as those of `InpatientAdjudication`; days and discharges are counts.
    """

    drg_amount: Decimal | None = element("01", default=None)
    federal_specific_amount: Decimal | None = element("02", default=None)
    hospital_specific_amount: Decimal | None = element("03", default=None)
    disproportionate_share_amount: Decimal | None = element("04", default=None)
    capital_amount: Decimal | None = element("05", default=None)
    indirect_medical_education_amount: Decimal | None = element("06", default=None)
    outlier_days: Decimal | None = element("07", default=None)
    day_outlier_amount: Decimal | None = element("08", default=None)
    cost_outlier_amount: Decimal | None = element("09", default=None)
    average_length_of_stay: Decimal | None = element("10", default=None, doc="in days")
    discharges: Decimal | None = element("11", default=None)
    cost_report_days: Decimal | None = element("12", default=None)
    covered_days: Decimal | None = element("13", default=None)
    noncovered_days: Decimal | None = element("14", default=None)
    msp_pass_through_amount: Decimal | None = element("15", default=None)
    average_drg_weight: Decimal | None = element("16", default=None)
    pps_capital_fsp_drg_amount: Decimal | None = element("17", default=None)
    pps_capital_hsp_drg_amount: Decimal | None = element("18", default=None)
    pps_dsh_drg_amount: Decimal | None = element("19", default=None)


@model
class ProviderSummary(Model):
    """A group of claims in a remittance (loop 2000), with its totals if the payer sends them.

    ``number`` is the payer's (LX01). Who needs no groups says nothing: all claims are then
    in the group 1.
    """

    number: int = element("LX01", default=1)
    totals: ProviderTotals | None = segment(ProviderTotals, "TS3", default=None)
    inpatient_totals: InpatientTotals | None = segment(InpatientTotals, "TS2", default=None)
