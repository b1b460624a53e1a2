"""CLM: prior authorization: that it is there where a payer wants it, and fits what it says."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from edi_portal.findings import Severity
from edi_portal.models.base import Model
from edi_portal.scrubber.authorizations import Authorizations, Certified, spelt
from edi_portal.scrubber.procedures import procedures
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

_VOID = "8"
_ORIGINAL = "1"
_ONE = Decimal(1)


@rule(
    "CLM022",
    "authorization-missing",
    "the payer wants an authorization for the procedure of line {line}, and there is none",
    status="A7:252",
    options={"procedures": ()},
)
def authorization_missing(claim: ClaimView) -> Iterator[Fault]:
    """A procedure for which the payer wants prior authorization has one (REF*G1).

    ``procedures`` are its codes and ranges, such as ``70000-79999``; there are none but those
    that the settings give, for a payer or a kind of claim. The authorization is the claim's or
    the line's own. An exception that the claim claims (REF*4N), a void, and a request for
    predetermination need none.

    Why: Without it the line is denied, and the patient may not be billed for it.

    Example: ``SV1*HC:70553*900*UN*1***1~`` without ``REF*G1``

    Mend: Look the number up in the payer's response, or ask for it before the claim is sent.

    Source: contracts of payers; 837 guides, REF*G1 in 2300 and 2400.
    """
    option = claim.option("CLM022.procedures")
    if not option:
        return
    of = claim.claim
    if of.prior_authorization_number or of.service_authorization_exception:
        return
    if claim.frequency == _VOID or _asks(claim):
        return
    wanted = procedures(option)
    for item in claim.procedures:
        if item.code not in wanted:
            continue
        if claim.kind == "I":
            yield fault(of, "prior_authorization_number", line=item.number)
            return
        line = item.line
        if not _own(line):
            at = f"prior_authorizations[{len(line.prior_authorizations)}].number"
            yield fault(line, at, line=item.number)


def _asks(claim: ClaimView) -> bool:
    return claim.kind == "D" and claim.dental.predetermination is not None


def _own(line: Any) -> list[int]:
    """Which of a line's authorizations are of the payer that the claim is for."""
    found = getattr(line, "prior_authorizations", ())
    return [at for at, item in enumerate(found) if item.payer_identifier is None]


class _Cited(NamedTuple):
    """A number that a claim or a line gives, where it stands, and the lines that it is for."""

    number: str
    owner: Model
    at: str
    lines: list[tuple[int, Any]]


@rule(
    "CLM023",
    "authorization-mismatch",
    "the authorization {how}",
    needs=("authorizations",),
)
def authorization_mismatch(claim: ClaimView) -> Iterator[Fault]:
    """The authorization that a claim gives is one that the payer's responses certify for it.

    That is: its number is known and was not refused or cancelled, it is of this member, for the
    procedure, in effect on the day, and not spent by the units of the run so far. Only the
    first of these is told. What a response does not say is not tested; a number is unknown only
    as a warning where no response is about the member at all. Units add up over original
    claims; of a replacement only its own count.

    Why: The payer compares the same, and denies what its certification does not cover.

    Example: ``REF*G1*AUTH77003~`` on a claim of April, where the response says ``DTP*036*D8*20250331~``

    Mend: Give the number of the certification that fits, or ask the payer to extend it.

    Source: 278 response guide, HCR, DTP*007, DTP*036, HSD and SV1 to SV3; contracts of payers.
    """
    if claim.frequency == _VOID or _asks(claim):
        return
    known: Authorizations = claim.tables.authorizations
    for cited in _cited(claim):
        found = known.find(cited.number)
        if found is None:
            member = claim.subscriber.member_id
            severity = None if member and known.knows(member) else Severity.WARNING
            unknown = "is in no response of the payer"
            yield fault(cited.owner, cited.at, severity=severity, how=unknown)
        elif how := _mismatch(claim, cited, found):
            yield fault(cited.owner, cited.at, how=how)


def _cited(claim: ClaimView) -> Iterator[_Cited]:
    rest: list[tuple[int, Any]] = []
    for numbered in enumerate(claim.lines, 1):
        line = numbered[1]
        own = _own(line)
        if not own:
            rest.append(numbered)
        for at in own:
            name = f"prior_authorizations[{at}].number"
            yield _Cited(line.prior_authorizations[at].number, line, name, [numbered])
    whole = claim.claim.prior_authorization_number
    if whole:
        lines = rest or list(enumerate(claim.lines, 1))
        yield _Cited(whole, claim.claim, "prior_authorization_number", lines)


def _mismatch(claim: ClaimView, cited: _Cited, found: Sequence[Certified]) -> str | None:
    """What of an authorization does not fit, in words."""
    if not found:
        return "was refused or cancelled"
    member = claim.subscriber.member_id
    if member:
        found = [one for one in found if one.member in (None, spelt(member))]
        if not found:
            return "is of another member"
    covered = [
        (number, line, fitting)
        for number, line in cited.lines
        if (fitting := [one for one in found if one.covers(_code(line))])
    ]
    if not covered:
        return "is for other procedures"
    for number, line, fitting in covered:
        days = claim.days_of(line) or claim.days
        if not any(one.in_effect(days) for one in fitting):
            return f"is not in effect on the day of line {number}"
    if any(_spent(claim, cited.number, one, covered) for one in found):
        return "is spent: more was done than it is for"
    return None


def _code(line: Any) -> str | None:
    return line.procedure.code if line.procedure is not None else None


def _spent(
    claim: ClaimView,
    number: str,
    certified: Certified,
    covered: Sequence[tuple[int, Any, Sequence[Certified]]],
) -> bool:
    """Whether lines that this alone covers have more units, days or visits than it is for."""
    lines = [line for _, line, fitting in covered if len(fitting) == 1 and fitting[0] is certified]
    for unit, most in certified.quantities.items():
        if unit == "VS":
            visits = {claim.days_of(line) for line in lines}
            if len(visits - {None}) > most:
                return True
            continue
        if unit == "UN" and certified.procedures is None:
            continue  # units of what, it does not say
        used = sum([_units(line, unit) for line in lines], Decimal(0))
        if used and claim.frequency == _ORIGINAL:
            key = ("CLM023", claim.payer_id, spelt(number), certified.procedures, unit)
            used = claim.batch.total(key, used)
        if used > most:
            return True
    return False


def _units(line: Any, unit: str) -> Decimal:
    if getattr(line, "unit_code", "UN") != unit:
        return Decimal(0)
    units: Decimal | None = line.units
    return _ONE if units is None else units
