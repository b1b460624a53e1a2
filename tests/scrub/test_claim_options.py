"""Options of rules on claims that are not what they have to be."""

from typing import Any

import pytest

import edi_portal
from edi_portal.errors import UsageError
from edi_portal.scrubber.engine import check_claim
from edi_portal.scrubber.registry import by_code
from edi_portal.scrubber.settings import Layer, Settings
from tests.scrub.cases import BASES


@pytest.mark.parametrize(
    "code, options",
    [
        ("CLM015", {"days": "90"}),
        ("CLM022", {"procedures": ["70000-J9999"]}),
        ("CLM022", {"procedures": 70553}),
    ],
)
def test_a_wrong_option_is_an_error_of_the_caller(code: str, options: dict[str, Any]) -> None:
    with edi_portal.claims(BASES / "professional.x12") as claims:
        claim = next(claims)
    settings = Settings([Layer(options={code: options})])
    with pytest.raises(UsageError):
        check_claim(by_code()[code], claim, settings=settings)


@pytest.mark.parametrize("payer, found", [("EHP01", 1), ("XYZ01", 0)])
def test_a_limit_is_of_the_payer_that_its_layer_names(payer: str, found: int) -> None:
    with edi_portal.claims(BASES / "professional.x12") as claims:
        claim = next(claims)
    settings = Settings([Layer(payer=payer, options={"CLM015": {"days": 5}})])
    assert len(check_claim(by_code()["CLM015"], claim, settings=settings)) == found
