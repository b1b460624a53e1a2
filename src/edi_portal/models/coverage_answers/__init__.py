"""The answers that a front desk needs from a response about eligibility (271).

Each function asks one question of a response and gives answers that carry the statements
(`Benefit`, the EB segments) they were taken from. What a response does not state is ``None``
or left out; nothing is guessed, and days are given, never taken from a clock.
"""

from edi_portal.models.coverage_answers.conditions import (
    Authorization,
    Exclusion,
    OtherPayer,
    authorizations,
    exclusions,
    other_payers,
)
from edi_portal.models.coverage_answers.costs import (
    Allowance,
    CostShare,
    coinsurance,
    copays,
    deductibles,
    limits,
    out_of_pocket,
)
from edi_portal.models.coverage_answers.coverage import (
    Coverage,
    Holding,
    Plan,
    PlanCoverage,
    Status,
    coverage_on,
    holdings,
    plans,
    status_of,
)
from edi_portal.models.coverage_answers.refusals import Refusal, refusals
from edi_portal.models.coverage_answers.statements import WHOLE_PLAN, Answer, Network, Stated
from edi_portal.models.coverage_answers.words import name_of

__all__ = [
    "WHOLE_PLAN",
    "Allowance",
    "Answer",
    "Authorization",
    "CostShare",
    "Coverage",
    "Exclusion",
    "Holding",
    "Network",
    "OtherPayer",
    "Plan",
    "PlanCoverage",
    "Refusal",
    "Stated",
    "Status",
    "authorizations",
    "coinsurance",
    "copays",
    "coverage_on",
    "deductibles",
    "exclusions",
    "holdings",
    "limits",
    "name_of",
    "other_payers",
    "out_of_pocket",
    "plans",
    "refusals",
    "status_of",
]
