"""Hypothesis strategies for every model: for our own tests, and for those of your code.

They follow the declarations of the models and the guides, so what they draw is mostly valid:
codes that the guide has, lengths it allows, what it requires. Needs hypothesis, which comes
with ``pip install 'edi-portal[testing]'``.

>>> from hypothesis import given
>>> from edi_portal import testing
>>> @given(testing.claims())
... def test_billing(claim):
...     ...
"""

try:
    import hypothesis as _hypothesis
except ModuleNotFoundError as error:
    if error.name != "hypothesis":
        raise
    raise ModuleNotFoundError(
        "edi_portal.testing needs hypothesis: pip install 'edi-portal[testing]'", name=error.name
    ) from error

from edi_portal.testing.api import (
    batches,
    claim_payments,
    claims,
    eligibility,
    functional_acknowledgments,
    inquiries,
    interchange_acknowledgments,
    models,
    remittances,
    status_inquiries,
    statuses,
)

del _hypothesis

__all__ = [
    "batches",
    "claim_payments",
    "claims",
    "eligibility",
    "functional_acknowledgments",
    "inquiries",
    "interchange_acknowledgments",
    "models",
    "remittances",
    "status_inquiries",
    "statuses",
]
