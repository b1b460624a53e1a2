"""Remittances (835): claims with their lines, balanced, and adjustments of the provider."""

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.adjustments import Adjustment, Settlement, settle, write_adjustments
from benchmarks.segments import SegmentWriter, amount, composite
from benchmarks.values import Values

GUIDE = "005010X221A1"
FIRST_DAY = date(2024, 1, 2)
PAID_ON = "20250320"
PAYER = "1700007777"
BANK = "999999992"
SPOOL = 1_000_000
"""Bytes of claims kept in memory; more are spooled to a file."""


@dataclass(frozen=True, slots=True)
class PaidLine:
    """A service line as paid; the charge in cents."""

    procedure: str
    charge: int
    units: int
    settled: Settlement

    def reversed(self) -> "PaidLine":
        """The line as a reversal says it."""
        return PaidLine(self.procedure, -self.charge, -self.units, self.settled.reversed())


@dataclass(frozen=True, slots=True)
class PaidClaim:
    """A claim as paid: adjustments of the whole claim, and its lines, if any are listed."""

    status: str
    institutional: bool
    day: date
    charge: int
    adjustments: tuple[Adjustment, ...]
    lines: tuple[PaidLine, ...]

    def adjusted(self, group: str | None = None) -> int:
        """Cents of all adjustments of claim and lines, or of one group's."""
        every = [*self.adjustments, *(a for line in self.lines for a in line.settled.adjustments)]
        return sum(a.cents for a in every if group is None or a.group == group)

    def paid(self) -> int:
        """Cents paid: CLP04 of a claim that balances."""
        return self.charge - self.adjusted()

    def reversed(self) -> "PaidClaim":
        """The claim as a reversal of its payment says it."""
        whole = Settlement(0, self.adjustments).reversed().adjustments
        lines = tuple(line.reversed() for line in self.lines)
        return PaidClaim("22", self.institutional, self.day, -self.charge, whole, lines)


def make_claim(values: Values) -> PaidClaim:
    """A claim with what was paid on it; one institutional claim in three has no lines."""
    day = values.day(FIRST_DAY, 400)
    status = values.pick(("1", "1", "1", "1", "2", "3", "19"))
    institutional = values.chance(0.15)
    if institutional and values.chance(0.3):
        charge = values.number(100_000, 5_000_000)
        adjustments = settle(values, charge).adjustments
        return PaidClaim(status, institutional, day, charge, adjustments, ())
    lines = tuple(_make_line(values) for _ in range(values.few(30, again=0.6)))
    share = sum(line.settled.paid for line in lines) * values.number(1, 40) // 100
    whole = (Adjustment("OA", "23", share),) if share and values.chance(0.1) else ()
    charge = sum(line.charge for line in lines)
    return PaidClaim(status, institutional, day, charge, whole, lines)


def _make_line(values: Values) -> PaidLine:
    charge = values.number(500, 90_000) if values.chance(0.5) else values.number(10, 900) * 100
    procedure = composite("HC", values.procedure(), *values.modifiers())
    return PaidLine(procedure, charge, values.few(9, again=0.2), settle(values, charge))


class RemittanceTransaction:
    """Writes one 835. BPR02 comes first and adds up what follows, so the claims are spooled."""

    def __init__(self, values: Values, segment: SegmentWriter) -> None:
        self._values = values
        self._segment = segment
        self._paid = 0
        self._interest = 0

    def write(self, control: str, limit: int | None) -> None:
        """Write ST to SE: claims until ``limit`` bytes are out, or a single claim."""
        segment, first = self._segment, self._segment.segments
        with tempfile.SpooledTemporaryFile(SPOOL, "w+", encoding="ascii", newline="") as spool:
            claims = SegmentWriter(spool)
            self._write_claims(claims, None if limit is None else limit - segment.bytes)
            provider, adjustments = self._values.npi(), self._provider_adjustments()
            segment("ST", "835", control)
            self._header(provider, self._paid - sum(a.cents for a in adjustments))
            segment.copy(spool, counted_by=claims)
        pairs = [
            (composite(adjustment.reason, self._values.serial("PA")), amount(adjustment.cents))
            for adjustment in adjustments
        ]
        if pairs:
            segment("PLB", provider, "20251231", *(element for pair in pairs for element in pair))
        segment("SE", str(segment.segments - first + 1), control)

    def _header(self, provider: str, total: int) -> None:
        values, segment = self._values, self._segment
        if total:
            sender = ("01", BANK, "DA", values.digits(9), PAYER, "")
            receiver = ("01", BANK, "DA", values.digits(9), PAID_ON)
            segment("BPR", "I", amount(total), "C", "ACH", "CCP", *sender, *receiver)
        else:
            segment("BPR", "H", "0", "C", "NON", *[""] * 11, PAID_ON)
        segment("TRN", "1", values.serial("EFT"), PAYER)
        segment("DTM", "405", PAID_ON)
        segment("N1", "PR", values.organization("plans"))
        segment("N3", values.street())
        segment("N4", *values.place())
        segment("PER", "BL", values.first_name(), "TE", values.phone())
        segment("N1", "PE", values.organization("providers"), "XX", provider)
        segment("REF", "TJ", values.digits(9))

    def _provider_adjustments(self) -> list[Adjustment]:
        """Interest given, and at most a third of what was paid taken back."""
        found = []
        if self._paid > 1000 and self._values.chance(0.4):
            reason = self._values.pick(("WO", "FB", "72", "CS"))
            found.append(Adjustment("", reason, self._paid // 3))
        if self._interest:
            found.append(Adjustment("", "L6", -self._interest))
        return found

    def _write_claims(self, segment: SegmentWriter, limit: int | None) -> None:
        values = self._values
        number = 0
        while number == 0 or (limit is not None and segment.bytes < limit):
            number += 1
            segment("LX", str(number))
            for _ in range(values.few(1 if limit is None else 200, again=0.98)):
                claim = make_claim(values)
                if values.chance(0.03) and claim.paid() < self._paid:
                    claim = claim.reversed()
                self._write_claim(segment, claim)

    def _write_claim(self, segment: SegmentWriter, claim: PaidClaim) -> None:
        values, owed = self._values, claim.adjusted("PR")
        self._paid += claim.paid()
        segment(
            "CLP", values.serial("PCN"), claim.status, amount(claim.charge), amount(claim.paid()),
            amount(owed) if owed > 0 else "", values.pick(("12", "13", "HM", "MB", "MC", "16")),
            values.serial("ICN"), values.pick(("11", "13", "22")), values.pick("1111117"),
            "", values.digits(3) if claim.institutional else "",
        )  # fmt: skip
        write_adjustments(segment, claim.adjustments)
        self._names(segment, crossover=claim.status == "19")
        if claim.institutional:
            drg = amount(values.number(1000, 900_000))
            segment("MIA", str(values.number(0, 9)), "", "", drg, values.word("remarks"))
        elif values.chance(0.2):
            segment("MOA", "", "", values.word("remarks"))
        self._claim_details(segment, claim)
        for line in claim.lines:
            self._write_line(segment, line, claim)

    def _names(self, segment: SegmentWriter, *, crossover: bool) -> None:
        values = self._values
        name = (values.last_name(), values.first_name(), values.middle_name())
        patient = ("MI", values.serial(values.word("endings"))) if values.chance(0.8) else ()
        segment("NM1", "QC", "1", *name, "", "JR" if values.chance(0.02) else "", *patient)
        if values.chance(0.25):
            name = (values.last_name(), values.first_name(), values.middle_name())
            segment("NM1", "IL", "1", *name, "", "", "MI", values.serial(values.word("endings")))
        if values.chance(0.02):
            segment("NM1", "74", "1", values.last_name(), values.first_name())
        if values.chance(0.6):
            name = (values.last_name(), values.first_name(), "")
            segment("NM1", "82", "1", *name, "", "", "XX", values.npi())
        if crossover:
            plan = values.organization("plans")
            segment("NM1", "TT", "2", plan, "", "", "", "", "PI", values.digits(5))

    def _claim_details(self, segment: SegmentWriter, claim: PaidClaim) -> None:
        values = self._values
        for qualifier, probability in (("1L", 0.2), ("EA", 0.2), ("F8", 0.05)):
            if values.chance(probability):
                segment("REF", qualifier, values.serial("R"))
        if values.chance(0.5) or not claim.lines:
            segment("DTM", "232", f"{claim.day:%Y%m%d}")
            segment("DTM", "233", f"{claim.day + timedelta(days=values.number(0, 5)):%Y%m%d}")
        if values.chance(0.8):
            received = claim.day + timedelta(days=values.number(1, 40))
            segment("DTM", "050", f"{received:%Y%m%d}")
        if values.chance(0.1):
            segment("PER", "CX", "", "TE", values.phone())
        if values.chance(0.4):
            segment("AMT", "AU", amount(abs(claim.charge) * values.number(30, 90) // 100))
        if claim.status == "1" and values.chance(0.05):
            interest = values.number(1, 900)
            self._interest += interest
            segment("AMT", "I", amount(interest))

    def _write_line(self, segment: SegmentWriter, line: PaidLine, claim: PaidClaim) -> None:
        values, settled = self._values, line.settled
        revenue = f"0{values.number(100, 999)}" if claim.institutional else ""
        units = str(line.units)
        amounts = (amount(line.charge), amount(settled.paid))
        submitted: tuple[str, ...] = ()
        if values.chance(0.03):
            submitted = (composite("HC", values.procedure()), str(2 * line.units))
        segment("SVC", line.procedure, *amounts, revenue, units, *submitted)
        service = claim.day + timedelta(days=values.number(0, 3))
        if values.chance(0.9):
            segment("DTM", "472", f"{service:%Y%m%d}")
        else:
            segment("DTM", "150", f"{service:%Y%m%d}")
            segment("DTM", "151", f"{service + timedelta(days=values.number(1, 20)):%Y%m%d}")
        write_adjustments(segment, settled.adjustments)
        if values.chance(0.1):
            segment("REF", "LU", values.digits(2))
        if values.chance(0.85):
            segment("REF", "6R", values.serial("L"))
        if values.chance(0.05):
            segment("REF", "HPI", values.npi())
        if settled.paid > 0 and values.chance(0.8):
            owed = sum(a.cents for a in settled.adjustments if a.group == "PR")
            segment("AMT", "B6", amount(settled.paid + owed))
        if not settled.paid or values.chance(0.15):
            segment("LQ", "HE", values.word("remarks"))
