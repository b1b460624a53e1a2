"""What is kept of envelopes: versions, counts and control numbers, where they look like it.

Trading partners become others, since a practice often goes by one of its own numbers; passwords
(ISA02, ISA04) are cleared. What stands where an envelope has no element is of elsewhere.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, repeat

from edi_portal.deidentification.masking import cleared

_PARTNER = "partner"
_SECRET = "secret"  # noqa: S105  what becomes of a password, not one
_FEW, _CONTROL = r"[A-Z0-9]{1,3}", r"[A-Za-z0-9]{1,9}"
_COUNT, _NUMBER = r"\d{1,6}", r"\d{1,9}"
_VERSION = r"\d[A-Z0-9]{2,11}"
_DAY, _TIME = r"\d{6}|\d{8}", r"\d{4,8}"

ENVELOPE: dict[str, tuple[str, ...]] = {
    "ISA": (
        *(_FEW, _SECRET, _FEW, _SECRET),
        *(_FEW, _PARTNER, _FEW, _PARTNER),
        *(_DAY, _TIME, ".", r"\d{5}", _NUMBER, _FEW, _FEW, "."),
    ),
    "GS": (_FEW, _PARTNER, _PARTNER, _DAY, _TIME, _NUMBER, _FEW, _VERSION),
    "ST": (_FEW, _CONTROL, _VERSION),
    "SE": (_COUNT, _CONTROL),
    "GE": (_COUNT, _NUMBER),
    "IEA": (_COUNT, _NUMBER),
    "TA1": (_NUMBER, _DAY, _TIME, _FEW, _FEW),
}
"""The elements of each segment of an envelope: what they look like, or what becomes of them."""


def enveloped(name: str, values: Sequence[str], partner: Callable[[str], str]) -> Iterator[str]:
    """The elements of a segment of an envelope as they are to be written."""
    for value, form in zip(values, chain(ENVELOPE[name], repeat(_SECRET)), strict=False):
        if form == _PARTNER:
            yield partner(value)
        else:
            yield value if re.fullmatch(form, value.strip()) else cleared(value)
