"""What rules say of changed claims, for tests of their limits."""

from typing import Any

from edi_portal.scrubber.registry import by_code
from tests.scrub.cases import case_of


def told(code: str, base: str, **raw: Any) -> list[str]:
    """The messages of a rule on a claim that is changed as in a case."""
    return [item.message for item in case_of(code, base, **raw).findings(by_code()[code])]
