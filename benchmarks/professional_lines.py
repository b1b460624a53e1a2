"""Service lines of professional claims (loops 2400 to 2430), with what other payers paid."""

from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.adjustments import Settlement, settle, write_adjustments
from benchmarks.segments import SegmentWriter, amount, composite
from benchmarks.values import Values


@dataclass(frozen=True, slots=True)
class Line:
    """One service: ``charge`` in cents, ``day`` the first of ``days`` on which it was given."""

    procedure: str
    charge: int
    units: int
    pointers: str
    day: date
    days: int


@dataclass(frozen=True, slots=True)
class OtherPayer:
    """A payer besides the one billed. ``settlements`` has one for each line, or is empty."""

    name: str
    identifier: str
    settlements: tuple[Settlement, ...]
    paid_on: date

    def patient_owes(self) -> int:
        """Cents that this payer leaves to the patient."""
        adjustments = (a for settled in self.settlements for a in settled.adjustments)
        return sum(adjustment.cents for adjustment in adjustments if adjustment.group == "PR")


def make_line(values: Values, day: date, diagnoses: int) -> Line:
    """A line of a claim with so many diagnoses, on its day or shortly after."""
    pointers = values.several(range(1, diagnoses + 1), values.few(min(4, diagnoses), again=0.4))
    return Line(
        procedure=composite("HC", values.procedure(), *values.modifiers()),
        charge=values.number(500, 90_000) if values.chance(0.5) else values.number(10, 900) * 100,
        units=values.few(9, again=0.2),
        pointers=composite(*map(str, pointers)),
        day=day + timedelta(days=values.number(0, 3)),
        days=values.few(20, again=0.08),
    )


def other_payer(values: Values, lines: list[Line], *, has_paid: bool) -> OtherPayer:
    """A payer that has settled the lines, or is still to be billed."""
    settled = tuple(settle(values, line.charge) for line in lines) if has_paid else ()
    paid_on = lines[-1].day + timedelta(days=values.number(10, 40))
    return OtherPayer(values.organization("plans"), values.digits(5), settled, paid_on)


def write_line(
    values: Values, segment: SegmentWriter, number: int, line: Line, payers: list[OtherPayer]
) -> None:
    """Write LX and what belongs to it."""
    segment("LX", str(number))
    place = values.pick(("12", "22", "23")) if values.chance(0.06) else ""
    urgent = "Y" if values.chance(0.03) else ""
    segment("SV1", line.procedure, amount(line.charge), "UN", str(line.units), place, "",
            line.pointers, "", urgent)  # fmt: skip
    if line.days == 1:
        segment("DTP", "472", "D8", f"{line.day:%Y%m%d}")
    else:
        last = line.day + timedelta(days=line.days - 1)
        segment("DTP", "472", "RD8", f"{line.day:%Y%m%d}-{last:%Y%m%d}")
    if values.chance(0.01):
        segment("DTP", "463", "D8", f"{line.day - timedelta(days=values.number(1, 60)):%Y%m%d}")
    if values.chance(0.01):
        result = values.pick(("R1", "R2"))
        segment("MEA", "TR", result, f"{values.number(5, 15)}.{values.number(1, 9)}")
    if values.chance(0.04):
        segment("REF", "G1", values.serial("LA"))
    if values.chance(0.85):
        segment("REF", "6R", values.serial("L"))
    if values.chance(0.04):
        segment("NTE", "ADD", f"{values.word('streets')} {values.serial('')}")
    if values.chance(0.07):
        _drug(values, segment)
    if values.chance(0.04):
        name = (values.last_name(), values.first_name())
        segment("NM1", "82", "1", *name, "", "", "", "XX", values.npi())
    if values.chance(0.05):
        name = (values.last_name(), values.first_name())
        segment("NM1", "DK", "1", *name, "", "", "", "XX", values.npi())
    for payer in payers:
        if payer.settlements:
            settled = payer.settlements[number - 1]
            paid = (amount(settled.paid), line.procedure, "", str(line.units))
            segment("SVD", payer.identifier, *paid)
            write_adjustments(segment, settled.adjustments)
            segment("DTP", "573", "D8", f"{payer.paid_on:%Y%m%d}")


def _drug(values: Values, segment: SegmentWriter) -> None:
    segment("LIN", "", "N4", values.digits(11))
    segment("CTP", "", "", "", str(values.number(1, 500)), values.pick(("F2", "GR", "ML", "UN")))
    if values.chance(0.3):
        segment("REF", "XZ", values.serial("RX"))
