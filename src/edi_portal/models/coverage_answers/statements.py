"""What every answer shares: the statements it was taken from, and what tells it from others.

An answer never says more than the response does. What states something else than was asked
for is left out; what does not say, for instance whether an amount holds in the network or out
of it, stays among the answers and shows ``None``.
"""

import enum
from collections.abc import Collection, Iterator

import attrs

from edi_portal.models.coverage_answers.words import name_of
from edi_portal.models.eligibility import Benefit, EligibilityResponse
from edi_portal.models.parts import Procedure

WHOLE_PLAN = "30"
"""The service type that stands for the coverage as a whole."""


class Network(enum.Enum):
    """Whether a statement holds for providers in the plan's network (EB12)."""

    IN = "Y"
    OUT = "N"
    EITHER = "W"
    UNKNOWN = "U"


@attrs.frozen(kw_only=True, repr=False)
class Answer:
    """An answer, with the statements of the response (EB) that it was taken from."""

    benefits: tuple[Benefit, ...]

    def __repr__(self) -> str:
        # Amounts, names and messages are about a patient.
        return f"<{type(self).__name__}>"

    @property
    def messages(self) -> tuple[str, ...]:
        """What the payer added in its own words."""
        return tuple(text for benefit in self.benefits for text in benefit.messages)


@attrs.frozen(kw_only=True, repr=False)
class Stated(Answer):
    """An answer that one statement gives, or several that are alike but for their amounts."""

    @property
    def _first(self) -> Benefit:
        return self.benefits[0]

    @property
    def service_types(self) -> tuple[str, ...]:
        """The codes of the services that it holds for; empty where that is not stated."""
        return self._first.service_types

    @property
    def services(self) -> tuple[str, ...]:
        """What these services are called."""
        return tuple(name_of("service", code) or code for code in self.service_types)

    @property
    def procedure(self) -> Procedure | None:
        """The procedure that it holds for, where one is stated."""
        return self._first.procedure

    @property
    def coverage_level(self) -> str | None:
        """For whom it holds, such as ``IND`` for one person, ``FAM`` for the family."""
        return self._first.coverage_level

    @property
    def network(self) -> Network | None:
        """Whether it holds in the network; ``None`` where that is not stated."""
        code = self._first.in_network
        return next((item for item in Network if item.value == code), None)

    @property
    def insurance_type(self) -> str | None:
        """The code of the kind of insurance."""
        return self._first.insurance_type

    @property
    def plan(self) -> str | None:
        """What the plan is called."""
        return self._first.plan_description


def stated(
    response: EligibilityResponse,
    codes: Collection[str],
    service_types: Collection[str] = (),
    network: Network | None = None,
    coverage_level: str | None = None,
) -> Iterator[Benefit]:
    """The statements with one of these codes (EB01) but for those about something else.

    Without service types all of them; a statement that names neither service nor procedure
    may be about any service.
    """
    for benefit in response.benefits:
        if benefit.information_code not in codes:
            continue
        elsewhere = (
            _other_service(benefit, service_types)
            or (network is not None and not _in_network(benefit, network))
            or (coverage_level is not None and benefit.coverage_level not in (None, coverage_level))
        )
        if not elsewhere:
            yield benefit


def _other_service(benefit: Benefit, service_types: Collection[str]) -> bool:
    if not service_types or not (benefit.service_types or benefit.procedure is not None):
        return False
    return not set(benefit.service_types) & set(service_types)


def _in_network(benefit: Benefit, network: Network) -> bool:
    open_ones = (None, Network.UNKNOWN.value, Network.EITHER.value)
    return benefit.in_network in (*open_ones, network.value)
