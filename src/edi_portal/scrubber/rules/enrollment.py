"""PRV: whether billing and rendering providers are on the roster, and as they are named here."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from edi_portal.findings import Severity
from edi_portal.scrubber.comparing import same_organization, same_person
from edi_portal.scrubber.identifiers import is_npi
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

_ROLES = ("85", "82")


@rule(
    "PRV020",
    "provider-not-enrolled",
    "the {role} is not enrolled with the payer on the day of service: {fault}",
    status="A8:496:{entity}",
    needs=("roster",),
)
def provider_not_enrolled(claim: ClaimView) -> Iterator[Fault]:
    """Billing and rendering providers are enrolled with the payer on the days of service.

    The roster is taken to be complete: who is not in it, or not with this payer, is not
    enrolled. Without a day of service any enrollment with the payer will do.

    Why: The payer denies the claim, or pays as out of network, and payment for the time before
    an enrollment is seldom made good.

    Example: A roster that has the rendering provider from April on, and a service in March.

    Mend: Enroll the provider, or bill for the time from its effective date on; if the roster
    is out of date, correct it.

    Source: The roster; practice of payers.
    """
    told: set[str] = set()
    for provider, role, entity, line in claim.providers:
        npi = provider.npi
        if entity not in _ROLES or not npi or npi in told or not is_npi(npi):
            continue
        wrong = _not_enrolled(claim, npi, _days(claim, line))
        if wrong is not None:
            told.add(npi)
            yield fault(provider, "npi", role=role, entity=entity, fault=wrong)


def _days(claim: ClaimView, line: int | None) -> tuple[date, ...]:
    """The first and the last day on which a provider of the claim, or of a line, was at work."""
    days = claim.days if line is None else claim.days_of(claim.lines[line - 1])
    return days or claim.days or ()


def _not_enrolled(claim: ClaimView, npi: str, days: tuple[date, ...]) -> str | None:
    """Why a provider is not enrolled, in words; ``None`` if it is."""
    roster = claim.tables.roster
    found = roster.enrollments(npi, claim.payer_id)
    if not found:
        return "it has no row for this payer" if npi in roster else "it is not on the roster"
    for day in days:
        if not any(item.holds(day) for item in found):
            return "its rows for this payer are of other times"
    return None


@rule(
    "PRV021",
    "roster-mismatch",
    "the {field} of the {role} is not that of the roster",
    severity=Severity.WARNING,
    needs=("roster",),
)
def roster_mismatch(claim: ClaimView) -> Iterator[Fault]:
    """Tax identifier, name and taxonomy code are those that the roster has for the provider.

    Of several rows one that agrees is enough, and so is one that does not say. The tax
    identifier is that of the billing provider alone. Names agree in whatever order, with
    initials, degrees and forms of firms or without.

    Why: A payer that finds the NPI under another tax identifier or specialty takes the claim
    for out of network, or rejects it.

    Example: ``REF*EI*700009999~``, and 700001234 on the roster.

    Mend: Correct the claim, or the roster.

    Source: The roster; practice of payers.
    """
    told: set[tuple[str, str]] = set()
    for provider, role, entity, line in claim.providers:
        npi = provider.npi
        if entity not in _ROLES or not npi:
            continue
        found = claim.tables.roster.enrollments(npi, claim.payer_id)
        days = _days(claim, line)
        rows = [item for item in found if not days or item.holds(days[0])]
        if not rows:
            continue
        for at, field in _differing(provider, rows, billing=entity == "85"):
            if (npi, at) not in told:
                told.add((npi, at))
                yield fault(provider, at, role=role, field=field)


def _differing(provider: Any, rows: list[Any], *, billing: bool) -> Iterator[tuple[str, str]]:
    """The fields of a provider that no row agrees with, each with what it is called."""
    if billing and provider.tax_id:
        tax_id = provider.tax_id.replace("-", "")
        if all(row.tax_id and row.tax_id != tax_id for row in rows):
            at = "employer_tax_id" if provider.employer_tax_id else "social_security_number"
            yield at, "tax identifier"
    code = provider.taxonomy_code
    if code and all(row.taxonomy and row.taxonomy != code.upper() for row in rows):
        yield "taxonomy_code", "taxonomy code"
    name = provider.name
    if name:
        person = provider.organization_name is None
        same = same_person if person else same_organization
        if all(row.name and not same(row.name, name) for row in rows):
            yield ("last_name" if person else "organization_name"), "name"
