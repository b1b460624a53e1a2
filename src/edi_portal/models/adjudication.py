"""What a payer says of a claim as a whole: inpatient (MIA) and outpatient (MOA) adjudication.

Both stand in a remittance, and in a secondary claim as the word of the payers before. Amounts
are in the currency of the transaction; days and counts are in the units their names say.
"""

from decimal import Decimal

from edi_portal.models.base import Model, model
from edi_portal.models.fields import element


@model
class InpatientAdjudication(Model):
    """Adjudication of an inpatient claim (MIA), mostly Medicare's prospective payment.

    In the names ``pps`` is the prospective payment system, ``drg`` the diagnosis related
    group, ``fsp`` and ``hsp`` the federal and the hospital specific portion, ``dsh`` the
    disproportionate share of low-income patients, ``ime`` indirect medical education, ``msp``
    Medicare as secondary payer.
    """

    covered_days: Decimal = element("01", doc="covered days, or visits")
    operating_outlier_amount: Decimal | None = element("02", default=None)
    lifetime_psychiatric_days: Decimal | None = element("03", default=None)
    drg_amount: Decimal | None = element("04", default=None)
    remark_codes: tuple[str, ...] = element(
        "05", "20", "21", "22", "23", default=(), doc="remark codes (RARC), at most five"
    )
    disproportionate_share_amount: Decimal | None = element("06", default=None)
    msp_pass_through_amount: Decimal | None = element("07", default=None)
    pps_capital_amount: Decimal | None = element("08", default=None)
    pps_capital_fsp_drg_amount: Decimal | None = element("09", default=None)
    pps_capital_hsp_drg_amount: Decimal | None = element("10", default=None)
    pps_capital_dsh_drg_amount: Decimal | None = element("11", default=None)
    old_capital_amount: Decimal | None = element("12", default=None)
    pps_capital_ime_amount: Decimal | None = element("13", default=None)
    operating_hospital_specific_drg_amount: Decimal | None = element("14", default=None)
    cost_report_days: Decimal | None = element("15", default=None)
    operating_federal_specific_drg_amount: Decimal | None = element("16", default=None)
    pps_capital_outlier_amount: Decimal | None = element("17", default=None)
    indirect_teaching_amount: Decimal | None = element("18", default=None)
    nonpayable_professional_component_amount: Decimal | None = element("19", default=None)
    pps_capital_exception_amount: Decimal | None = element("24", default=None)


@model
class OutpatientAdjudication(Model):
    """Adjudication of a claim that is not inpatient (MOA): any claim may have remark codes."""

    reimbursement_rate: Decimal | None = element("01", default=None, doc="a fraction: 0.8 is 80 %")
    hcpcs_payable_amount: Decimal | None = element("02", default=None)
    remark_codes: tuple[str, ...] = element(
        "03..07", default=(), doc="remark codes (RARC), at most five"
    )
    esrd_payment_amount: Decimal | None = element(
        "08", default=None, doc="for end stage renal disease"
    )
    nonpayable_professional_component_amount: Decimal | None = element("09", default=None)
