"""Whether a person is covered on a day, and by what plan.

The dates of a response decide: those of the plan, of the eligibility and of the benefit, each
from the statement itself, or else from the person. A day is covered if it is within all that
are stated.
"""

import enum
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

import attrs

from edi_portal.models.coverage_answers.statements import WHOLE_PLAN, Answer, Network, Stated
from edi_portal.models.eligibility import Benefit, EligibilityDate, EligibilityResponse
from edi_portal.models.values import DateRange

_ACTIVE = frozenset("12345")
_INACTIVE = frozenset("678")
_PENDING = frozenset("578")
_NOT_COVERED = "I"

# Kinds of dates (DTP01): a statement that has one of a kind does without the person's.
_KINDS = (
    frozenset({"291", "346", "347", "539", "540"}),  # the plan or policy
    frozenset({"307", "356", "357"}),  # the eligibility
    frozenset({"292", "348", "349"}),  # the benefit
)
_BEGINS = frozenset({"346", "356", "348", "539"})
_ENDS = frozenset({"347", "357", "349", "540"})
_SPANS = frozenset({"291", "307", "292"})


class Status(enum.Enum):
    """What a response says of a day."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    NOT_COVERED = "not covered"
    NOT_STATED = "not stated"


@attrs.frozen(kw_only=True, slots=True)
class Holding:
    """What a statement says of days, without what it is about: little to keep of a response.

    ``begins`` and ``ends`` are the first and the last day of the coverage, ``spans`` and
    ``days`` those that are named, ``made`` the day of the response.
    """

    active: bool
    made: date
    begins: date | None
    ends: date | None
    spans: tuple[DateRange, ...]
    days: frozenset[date]

    def on(self, day: date) -> Status:
        """What it says of a day: active, inactive or nothing."""
        early = self.begins is not None and day < self.begins
        if early or (self.ends is not None and day > self.ends):
            return Status.INACTIVE
        named = day in self.days or any(span.start <= day <= span.end for span in self.spans)
        if named or self._lasts(day):
            return Status.ACTIVE if self.active else Status.INACTIVE
        return Status.NOT_STATED

    def _lasts(self, day: date) -> bool:
        """Whether it holds on a day that is not named, but within what is stated.

        What is active has been so since its begin. What is inactive is so when the response is
        made; whether it ever was active, a begin does not say.
        """
        if self.active and self.begins is not None:
            return True
        if self.days and self.begins is None and self.ends is None:
            return False
        return day >= self.made


@attrs.frozen(kw_only=True, repr=False)
class PlanCoverage(Stated):
    """What one statement says of a day.

    ``begins`` and ``ends`` are the first and the last day of the coverage, ``None`` where the
    response does not state them.
    """

    status: Status
    begins: date | None
    ends: date | None

    @property
    def pending(self) -> bool:
        """Whether the payer is still looking into it or expects a change."""
        return self._first.information_code in _PENDING


@attrs.frozen(kw_only=True, repr=False)
class Coverage(Answer):
    """What a response says of a day; ``plans`` are the statements, each with what it says.

    ``status`` is active if any of them is. A service that is stated to be not covered is that
    only where no statement says that it is active.
    """

    day: date
    status: Status
    plans: tuple[PlanCoverage, ...]

    @property
    def active(self) -> bool | None:
        """True or false, ``None`` where the response does not say."""
        return None if self.status is Status.NOT_STATED else self.status is Status.ACTIVE


@attrs.frozen(kw_only=True, repr=False)
class Plan(Answer):
    """A plan as the response calls it, with the code of the kind of insurance."""

    name: str | None
    insurance_type: str | None


def coverage_on(
    response: EligibilityResponse, day: date, service_type: str | None = None
) -> Coverage:
    """Whether the person is covered on a day: as a whole, or for one type of service.

    A response speaks of the day it was made on, and of what dates it states. Without a begin
    it says nothing of earlier days, without an end it holds on; a single day in place of a
    period says nothing of other days. A statement that the coverage is active says nothing of
    a service that it does not name.
    """
    found = tuple(_on_day(response, benefit, day) for benefit in _asked(response, service_type))
    not_covered = _not_covered(response, service_type)
    status = status_of({plan.status for plan in found})
    benefits = tuple(benefit for plan in found for benefit in plan.benefits)
    if not_covered and status is not Status.ACTIVE:
        status, benefits = Status.NOT_COVERED, benefits + not_covered
    return Coverage(day=day, status=status, plans=found, benefits=benefits)


def plans(response: EligibilityResponse) -> tuple[Plan, ...]:
    """The plans that the person is stated to have or to have had, by their names.

    Where the statements on coverage name none, those on benefits and costs are looked at.
    """
    known = _ACTIVE | _INACTIVE
    named = [benefit for benefit in response.benefits if _plan(benefit) != (None, None)]
    found = [benefit for benefit in named if benefit.information_code in known]
    grouped: dict[tuple[str | None, str | None], list[Benefit]] = {}
    for benefit in found or [item for item in named if item.information_code not in ("R", "W")]:
        grouped.setdefault(_plan(benefit), []).append(benefit)
    return tuple(
        Plan(name=name, insurance_type=kind, benefits=tuple(benefits))
        for (name, kind), benefits in grouped.items()
    )


def _plan(benefit: Benefit) -> tuple[str | None, str | None]:
    return benefit.plan_description, benefit.insurance_type


def _asked(response: EligibilityResponse, service_type: str | None) -> Sequence[Benefit]:
    known = _ACTIVE | _INACTIVE
    found = [benefit for benefit in response.benefits if benefit.information_code in known]
    if service_type not in (None, WHOLE_PLAN):
        return [benefit for benefit in found if service_type in benefit.service_types]
    whole = [item for item in found if _whole(item)]
    return whole or (found if service_type is None else whole)


def _whole(benefit: Benefit) -> bool:
    """Whether a statement is about the coverage as a whole: it says so, or names no service."""
    if WHOLE_PLAN in benefit.service_types:
        return True
    return not benefit.service_types and benefit.procedure is None


def _not_covered(response: EligibilityResponse, service_type: str | None) -> tuple[Benefit, ...]:
    """The statements that a service is not covered, unless they are about one network alone."""
    found = tuple(
        benefit
        for benefit in response.benefits
        if benefit.information_code == _NOT_COVERED
        and service_type in benefit.service_types
        and benefit.procedure is None
    )
    networks = {benefit.in_network for benefit in found}
    both = {Network.IN.value, Network.OUT.value}
    return found if networks & {None, Network.EITHER.value} or networks >= both else ()


def holdings(response: EligibilityResponse) -> Iterator[Holding]:
    """What each statement about the coverage as a whole says of days."""
    for benefit in _asked(response, None):
        yield _holding(response, benefit)


def status_of(said: Collection[Status]) -> Status:
    """What several statements say of a day together: active if any of them does."""
    if Status.ACTIVE in said:
        return Status.ACTIVE
    return Status.INACTIVE if set(said) == {Status.INACTIVE} else Status.NOT_STATED


def _on_day(response: EligibilityResponse, benefit: Benefit, day: date) -> PlanCoverage:
    found = _holding(response, benefit)
    return PlanCoverage(
        status=found.on(day), begins=found.begins, ends=found.ends, benefits=(benefit,)
    )


def _stated_dates(response: EligibilityResponse, benefit: Benefit) -> Iterator[EligibilityDate]:
    for kind in _KINDS:
        own = [item for item in benefit.dates if item.qualifier in kind]
        yield from own or (item for item in response.dates if item.qualifier in kind)


def _holding(response: EligibilityResponse, benefit: Benefit) -> Holding:
    begins: list[date] = []
    ends: list[date] = []
    spans: list[DateRange] = []
    days: set[date] = set()
    for item in _stated_dates(response, benefit):
        when = item.when.date() if isinstance(item.when, datetime) else item.when
        if isinstance(when, DateRange):
            begins.append(when.start)
            ends.append(when.end)
            if item.qualifier in _SPANS:
                spans.append(when)
        elif isinstance(when, date):
            if item.qualifier in _BEGINS:
                begins.append(when)
            elif item.qualifier in _ENDS:
                ends.append(when)
            else:
                days.add(when)
    return Holding(
        active=benefit.information_code in _ACTIVE,
        made=response.header.created_on,
        begins=max(begins, default=None),
        ends=min(ends, default=None),
        spans=tuple(spans),
        days=frozenset(days),
    )
