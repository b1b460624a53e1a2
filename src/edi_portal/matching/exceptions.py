"""What a biller has to look at in a payment: exceptions as findings, without values."""

from collections.abc import Iterator

from edi_portal.catalogue import finding
from edi_portal.findings import Finding, Location
from edi_portal.matching.chains import Link, Role
from edi_portal.matching.comparing import Comparison, Level
from edi_portal.matching.index import ClaimIndex
from edi_portal.matching.lines import LineMatch, match_lines
from edi_portal.matching.records import ClaimKey, LineKey, PaymentKey
from edi_portal.matching.results import Result
from edi_portal.matching.searching import line_key

_FEW = 16
_LATER = frozenset({"2", "3", "20", "21"})

# Elements of CLP that the findings are about.
_CONTROL, _STATUS, _CHARGE = 1, 2, 3


class Exceptions:
    """Judges payments beside their claims."""

    def __init__(self, claims: ClaimIndex) -> None:
        self._claims = claims

    def matched(
        self, payment: PaymentKey, claim: ClaimKey, comparison: Comparison, link: Link
    ) -> tuple[tuple[LineMatch, ...], tuple[Finding, ...]]:
        """The services with their lines, and what stands out."""
        services = match_lines(payment.lines, claim.lines)
        found = [
            *self._of_claim(payment, claim, comparison, link),
            *(
                item
                for service, line in zip(payment.lines, services, strict=True)
                for item in self._of_line(payment, claim, service, line)
            ),
        ]
        return tuple(services), tuple(found)

    def unmatched(self, payment: PaymentKey, result: Result, count: int) -> tuple[Finding, ...]:
        """Why a payment has no claim; ``count`` is how many it may be for."""
        code = {Result.UNMATCHED: "MAT001", Result.AMBIGUOUS: "MAT002"}.get(result, "MAT003")
        return (finding(code, self._place(payment, _CONTROL), facts={"count": count}),)

    def read_again(self, payment: PaymentKey) -> tuple[Finding, ...]:
        """A payment that was read before."""
        return (finding("MAT009", self._place(payment)),)

    def _of_claim(
        self, payment: PaymentKey, claim: ClaimKey, comparison: Comparison, link: Link
    ) -> Iterator[Finding]:
        if link.role is Role.DUPLICATE:
            yield finding("MAT010", self._place(payment))
        if link.role is Role.REVERSAL and link.of is None:
            yield finding("MAT011", self._place(payment, _STATUS))
        if comparison.patient_differs:
            yield finding("MAT004", self._place(payment, _CONTROL))
        if comparison.charge is Level.DIFFERS:
            yield finding(
                "MAT005",
                self._place(payment, _CHARGE),
                value=f"{abs(payment.charge)}, billed {claim.charge}",
            )
        # A payer that comes later may be one that the claim before it did not know of.
        expected = payment.status not in _LATER
        if expected and payment.payers and not set(payment.payers) & set(claim.payers):
            yield finding("MAT012", self._place(payment))
        if payment.paid_on and claim.sent > payment.paid_on:
            yield finding("MAT013", self._place(payment))

    def _of_line(
        self, payment: PaymentKey, claim: ClaimKey, service: LineKey, found: LineMatch
    ) -> Iterator[Finding]:
        if found.line is None:
            code = "MAT014" if self._is_elsewhere(payment, claim, service) else "MAT006"
            yield finding(code, self._place(payment), facts={"service": found.place})
            return
        facts = {"service": found.place, "line": found.line}
        if found.procedure_changed:
            yield finding("MAT007", self._place(payment), facts=facts)
        if found.modifier_dropped:
            yield finding("MAT008", self._place(payment), facts=facts)

    def _is_elsewhere(self, payment: PaymentKey, claim: ClaimKey, service: LineKey) -> bool:
        """Whether another claim of this patient has the line that a service answers."""
        if not service.control:
            return False
        for number in self._claims.find(line_key(service.control), _FEW):
            other = self._claims.get(number)
            same_patient = (other.last, other.first) == (claim.last, claim.first)
            if same_patient and any(line.control == service.control for line in other.lines):
                return True
        return False

    def _place(self, payment: PaymentKey, element: int | None = None) -> Location:
        return Location(
            file=self._claims.file_name(payment.file),
            segment="CLP",
            claim=payment.ordinal or None,
            element=element,
        )
