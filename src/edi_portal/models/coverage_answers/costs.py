"""What the patient pays, and how much of a limit is left.

Every answer comes with what tells it from the others: network, coverage level, services,
messages. Where amounts differ, all of them are answers.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import attrs

from edi_portal.models.coverage_answers.statements import Network, Stated, stated
from edi_portal.models.coverage_answers.words import name_of
from edi_portal.models.eligibility import Benefit, EligibilityResponse, ServiceDelivery

_COPAY, _COINSURANCE, _DEDUCTIBLE, _OUT_OF_POCKET = "B", "A", "C", "G"
_LIMIT = "F"

# What an amount or quantity is, by the period it is stated for (EB06).
_REMAINING = frozenset({"29", "33"})
_USED = frozenset({"24"})
_NEITHER = frozenset({"30", "31"})
_LIFETIME = frozenset({"32", "33"})
_USED_QUANTITY = "99"
_AGES = frozenset({"S7", "S8"})


@attrs.frozen(kw_only=True, repr=False)
class CostShare(Stated):
    """A copay or a coinsurance: an ``amount`` in US dollars, or a ``percent`` as fraction of 1.

    Both are ``None`` where the statement gives no figure, only words.
    """

    amount: Decimal | None
    percent: Decimal | None

    @property
    def time_period(self) -> str | None:
        """The code of what it is paid for or within, such as ``27`` for a visit."""
        return self._first.time_period

    @property
    def period(self) -> str | None:
        """What that is called."""
        return name_of("period", self.time_period)


@attrs.frozen(kw_only=True, repr=False)
class Allowance(Stated):
    """Something limited, with what is used and left of it, each as far as it is stated.

    Limit and rest are one answer only if they are alike in all that could tell them apart, and
    there is one of each; else every statement is an answer of its own.
    """

    limit: Benefit | None = None
    remaining: Benefit | None = None
    used: Benefit | None = None

    @property
    def limit_amount(self) -> Decimal | None:
        """The limit in US dollars."""
        return self.limit.amount if self.limit is not None else None

    @property
    def remaining_amount(self) -> Decimal | None:
        """What is left of it in US dollars: of a deductible, what the patient still has to pay."""
        return self.remaining.amount if self.remaining is not None else None

    @property
    def used_amount(self) -> Decimal | None:
        """What counts against it so far in US dollars."""
        return self.used.amount if self.used is not None else None

    @property
    def limit_quantity(self) -> Decimal | None:
        """The limit in what ``quantity_kind`` says."""
        return self.limit.quantity if self.limit is not None else None

    @property
    def remaining_quantity(self) -> Decimal | None:
        """What is left of it in what ``quantity_kind`` says."""
        return self.remaining.quantity if self.remaining is not None else None

    @property
    def used_quantity(self) -> Decimal | None:
        """What is used of it in what ``quantity_kind`` says."""
        return self.used.quantity if self.used is not None else None

    @property
    def quantity_kind(self) -> str | None:
        """The code of what is counted, such as ``VS`` for visits."""
        return self._first.quantity_kind

    @property
    def counted(self) -> str | None:
        """What that is called."""
        return name_of("quantity", self.quantity_kind)

    @property
    def time_period(self) -> str | None:
        """The code of what the limit is counted over, such as ``23`` for a calendar year."""
        return self.limit.time_period if self.limit is not None else None

    @property
    def period(self) -> str | None:
        """What that is called."""
        return name_of("period", self.time_period)

    @property
    def deliveries(self) -> tuple[ServiceDelivery, ...]:
        """How often within what time, where that is stated."""
        return tuple(item for benefit in self.benefits for item in benefit.deliveries)

    @property
    def met(self) -> bool | None:
        """Whether nothing is left of it; ``None`` where what is left is not stated."""
        if self.remaining is None:
            return None
        figures = (self.remaining.amount, self.remaining.quantity)
        found = [figure for figure in figures if figure is not None]
        return all(figure == 0 for figure in found) if found else None


def copays(
    response: EligibilityResponse,
    *service_types: str,
    network: Network | None = None,
    coverage_level: str | None = None,
) -> tuple[CostShare, ...]:
    """What the patient pays at each visit, for some types of service or for all."""
    return _shares(response, _COPAY, service_types, network, coverage_level)


def coinsurance(
    response: EligibilityResponse,
    *service_types: str,
    network: Network | None = None,
    coverage_level: str | None = None,
) -> tuple[CostShare, ...]:
    """What part of the price the patient pays, for some types of service or for all."""
    return _shares(response, _COINSURANCE, service_types, network, coverage_level)


def deductibles(
    response: EligibilityResponse,
    *service_types: str,
    network: Network | None = None,
    coverage_level: str | None = None,
) -> tuple[Allowance, ...]:
    """What the patient pays before the plan does, and what is left of that."""
    return allowances(stated(response, _DEDUCTIBLE, service_types, network, coverage_level))


def out_of_pocket(
    response: EligibilityResponse,
    *service_types: str,
    network: Network | None = None,
    coverage_level: str | None = None,
) -> tuple[Allowance, ...]:
    """The most that the patient pays in a period, and what is left of that."""
    return allowances(stated(response, _OUT_OF_POCKET, service_types, network, coverage_level))


def limits(
    response: EligibilityResponse,
    *service_types: str,
    network: Network | None = None,
    coverage_level: str | None = None,
) -> tuple[Allowance, ...]:
    """How much the plan covers: visits, days or dollars, and what is left of them."""
    return allowances(stated(response, _LIMIT, service_types, network, coverage_level))


def _shares(
    response: EligibilityResponse,
    code: str,
    service_types: Collection[str],
    network: Network | None,
    coverage_level: str | None,
) -> tuple[CostShare, ...]:
    return tuple(
        CostShare(amount=benefit.amount, percent=benefit.percent, benefits=(benefit,))
        for benefit in stated(response, code, service_types, network, coverage_level)
    )


def allowances(benefits: Iterable[Benefit]) -> tuple[Allowance, ...]:
    """Limits put together with what is left of them, in the order of the response."""
    alike: dict[Any, list[Benefit]] = {}
    for benefit in benefits:
        alike.setdefault(_subject(benefit), []).append(benefit)
    return tuple(made for found in alike.values() for made in _paired(found))


def _subject(benefit: Benefit) -> tuple[Any, ...]:
    """What a limit is about: limit and rest must agree in it."""
    used = benefit.quantity_kind == _USED_QUANTITY
    return (
        benefit.information_code,
        benefit.coverage_level,
        frozenset(benefit.service_types),
        benefit.procedure,
        benefit.insurance_type,
        benefit.plan_description,
        benefit.in_network,
        benefit.diagnosis_pointers,
        benefit.quantity_kind if not used else None,
        benefit.amount is None,
        benefit.time_period in _LIFETIME,
    )


def _marks(benefit: Benefit) -> tuple[tuple[Any, ...], ...]:
    """What tells statements about the same apart, where both have it."""
    return (
        benefit.messages,
        benefit.dates,
        benefit.additional,
        benefit.references,
        benefit.related_entities,
    )


def _paired(benefits: Sequence[Benefit]) -> Iterator[Allowance]:
    whole = _one(benefits)
    if whole is not None:
        yield whole
        return
    alike: dict[Any, list[Benefit]] = {}
    for benefit in benefits:
        alike.setdefault(_marks(benefit), []).append(benefit)
    for found in alike.values():
        made = _one(found)
        if made is not None:
            yield made
            continue
        for benefit in found:
            alone = _one([benefit])
            yield alone if alone is not None else Allowance(benefits=(benefit,))


def _one(benefits: Sequence[Benefit]) -> Allowance | None:
    """One answer of statements, if there is no more than one of each and none contradicts."""
    found: dict[str, Benefit] = {}
    for benefit in benefits:
        role = _role(benefit)
        if role is None or role in found:
            return None
        found[role] = benefit
    for one, *others in zip(*map(_marks, benefits), strict=True):
        stated_here = {mark for mark in (one, *others) if mark}
        if len(stated_here) > 1:
            return None
    return Allowance(benefits=tuple(benefits), **found)


def _role(benefit: Benefit) -> str | None:
    if benefit.quantity_kind in _AGES:
        return "limit"  # of an age nothing is used up, whatever the period says
    if benefit.time_period in _REMAINING:
        return "remaining"
    if benefit.time_period in _USED or benefit.quantity_kind == _USED_QUANTITY:
        return "used"
    return None if benefit.time_period in _NEITHER else "limit"
