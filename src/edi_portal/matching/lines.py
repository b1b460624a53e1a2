"""Services of a payment matched to the lines of its claim.

By the line item control number (REF*6R), which comes back on every line that a line was taken
apart into, leading zeros kept (RFI 498, 1684); where none was sent, LX01 stands in for it
(RFI 2224). Then by what was billed (SVC06, else SVC01), modifiers, dates and charge.

- Bundled lines: the paid code in SVC01, the billed one in SVC06 (RFI 2320).
- A line taken apart: the first part keeps the charge, the others have none (RFI 2283).
- A line split: the units of its parts add up to what was billed (RFI 958).
- SVC06 may hold a code that no guide knows; it is compared, never refused (RFI 2375).

It works on keys alone, since claims are not kept, says by what it found a line, and leaves a
service without one where none is like it. A claim for the next payer needs more, and refuses
what is of no line: `edi_portal.models.claim.decided_lines`.
"""

import enum
from collections.abc import Callable, Sequence

import attrs

from edi_portal.matching.folding import normalised
from edi_portal.matching.records import LineKey

_REVENUE = "NU:"


class LineStep(enum.StrEnum):
    """How a service was matched to its line."""

    CONTROL_NUMBER = "line-control-number"
    NORMALISED = "normalised-line-control-number"
    PROCEDURE = "procedure"
    CHARGE = "charge-and-date"


@attrs.frozen(kw_only=True)
class LineMatch:
    """A service of a payment, by ``place`` from 1, with the line of the claim that it answers.

    ``line`` is the place of the line from 1, ``None`` where there is none like it.
    """

    place: int
    line: int | None = None
    step: LineStep | None = None
    procedure_changed: bool = False
    modifier_dropped: bool = False


def match_lines(services: Sequence[LineKey], lines: Sequence[LineKey]) -> list[LineMatch]:
    """Each service with its line, in the order of the services."""
    found: dict[int, tuple[LineKey, LineStep]] = {}
    taken: set[int] = set()
    for step, pick in _STEPS:
        for service in services:
            if service.place in found:
                continue
            line = pick(service, lines, taken)
            if line is not None:
                found[service.place] = line, step
                taken.add(line.place)
    return [_judged(service, found, services) for service in services]


_Pick = Callable[[LineKey, Sequence[LineKey], set[int]], LineKey | None]


def _by_control(service: LineKey, lines: Sequence[LineKey], taken: set[int]) -> LineKey | None:
    same = [line for line in lines if service.control and line.control == service.control]
    return same[0] if len(same) == 1 else _likest(service, same, taken)


def _by_normalised(service: LineKey, lines: Sequence[LineKey], taken: set[int]) -> LineKey | None:
    """Zeros or case that were lost; one line only may be meant, and for the same procedure."""
    if not service.control:
        return None
    number = normalised(service.control)
    same = [line for line in lines if normalised(line.control) == number]
    return same[0] if len(same) == 1 and _is_asked(service, same[0]) else None


def _by_procedure(service: LineKey, lines: Sequence[LineKey], taken: set[int]) -> LineKey | None:
    return _likest(service, [line for line in lines if _is_asked(service, line)], taken)


def _by_charge(service: LineKey, lines: Sequence[LineKey], taken: set[int]) -> LineKey | None:
    """A procedure that was changed: one line that nothing else answers has charge and dates."""
    charge = abs(service.charge)
    same = [
        line
        for line in lines
        if line.place not in taken and line.charge == charge and _same_days(service, line)
    ]
    return same[0] if len(same) == 1 else None


_STEPS: tuple[tuple[LineStep, _Pick], ...] = (
    (LineStep.CONTROL_NUMBER, _by_control),
    (LineStep.NORMALISED, _by_normalised),
    (LineStep.PROCEDURE, _by_procedure),
    (LineStep.CHARGE, _by_charge),
)


def _likest(service: LineKey, lines: Sequence[LineKey], taken: set[int]) -> LineKey | None:
    """The line that is most like the service: one that nothing answers yet, if there is one.

    Lines that are alike in all of it are as good as one another; the first is taken.
    """
    if not lines:
        return None
    charge = abs(service.charge)
    modifiers = set(service.submitted_modifiers or service.modifiers)

    def likeness(line: LineKey) -> tuple[object, ...]:
        return (
            # A part without a charge belongs to the line that another part has answered.
            (line.place in taken) == (not charge and bool(line.charge)),
            _same_days(service, line),
            line.charge == charge,
            set(line.modifiers) == modifiers,
            line.units == (service.submitted_units or service.units),
            -line.place,
        )

    return max(lines, key=likeness)


def _is_asked(service: LineKey, line: LineKey) -> bool:
    """Whether the line was billed with what the service says it was."""
    if service.asked == line.procedure:
        return True
    return bool(line.revenue) and service.asked == f"{_REVENUE}{line.revenue}"


def _same_days(service: LineKey, line: LineKey) -> bool:
    if not service.start or not line.start:
        return True
    return line.start <= service.start and service.end <= line.end


def _judged(
    service: LineKey, found: dict[int, tuple[LineKey, LineStep]], services: Sequence[LineKey]
) -> LineMatch:
    if service.place not in found:
        return LineMatch(place=service.place)
    line, step = found[service.place]
    parts = [other for other in services if found.get(other.place, (None,))[0] is line]
    given = service.submitted_modifiers if service.submitted else service.modifiers
    repriced = (
        bool(service.submitted)
        and service.procedure != service.submitted
        and len(parts) == 1
        and not _is_bundled(service, services)
    )
    return LineMatch(
        place=service.place,
        line=line.place,
        step=step,
        procedure_changed=repriced or not _is_asked(service, line),
        modifier_dropped=not set(line.modifiers) <= set(given),
    )


def _is_bundled(service: LineKey, services: Sequence[LineKey]) -> bool:
    """Whether another line was paid under the same procedure, or this one for others too."""
    return service.rolled_up or any(
        other.place != service.place
        and other.procedure == service.procedure
        and other.submitted != service.submitted
        for other in services
    )
