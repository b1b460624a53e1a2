"""SVC: procedures against the table of those in force that the caller brings."""

import re
from collections.abc import Iterator
from datetime import date

from edi_portal.codes.ncci import ProcedureStatus, ProcedureTable
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.rules.correct_coding import days_of_service
from edi_portal.scrubber.view import ClaimView

# CPT and HCPCS, and CDT. Such tables do not list HIPPS and the codes of home infusion.
_CODE_SETS = frozenset({"HC", "AD"})
# A code that every table has which knows codes of this form: many tables have no CPT or CDT.
_WITNESSES = (
    (re.compile(r"\d{5}", re.ASCII), "99213"),
    (re.compile(r"\d{4}F", re.ASCII), "1036F"),
    (re.compile(r"\d{4}T", re.ASCII), "0042T"),
    (re.compile(r"\d{4}U", re.ASCII), "0001U"),
    (re.compile(r"D\d{4}", re.ASCII), "D0120"),
    (re.compile(r"[A-V]\d{4}", re.ASCII), "G0463"),
)


@rule(
    "SVC023",
    "procedure-unknown",
    "the procedure of line {line} {wrong}",
    status="A7:507",
    needs=("procedures",),
)
def procedure_unknown(claim: ClaimView) -> Iterator[Fault]:
    """A procedure is in force on the day of service.

    A code that the table does not know is a fault only where it knows codes of that form: a table
    of HCPCS says nothing of CPT. A code that is valid on the first or last day of a line is right.

    Why: Payers deny what is not in force; codes come and go each quarter.

    Example: ``SV1*HC:99201*75*UN*1***1~`` in 2025; the code ended with 2020.

    Mend: Look up what took its place on the day of service.

    Source: 45 CFR 162.1002; CMS Common Edits and Enhancements Module, X222.351.2400.SV101-2.020.
    """
    table: ProcedureTable = claim.tables.procedures
    for item in claim.procedures:
        days = days_of_service(claim, item)
        if days is None or item.procedure.qualifier not in _CODE_SETS:
            continue
        first = table.status(item.code, days[0])
        if first is ProcedureStatus.VALID or (
            days[1] != days[0] and table.status(item.code, days[1]) is ProcedureStatus.VALID
        ):
            continue
        if first is ProcedureStatus.UNKNOWN and not _knows_the_like(table, item.code, days[0]):
            continue
        yield fault(item.line, "procedure.code", line=item.number, wrong=_WRONG[first])


def _knows_the_like(table: ProcedureTable, code: str, day: date) -> bool:
    """Whether a table has codes of this form at all."""
    witness = next((known for form, known in _WITNESSES if form.fullmatch(code)), None)
    return witness is not None and table.status(witness, day) is not ProcedureStatus.UNKNOWN


_WRONG = {
    ProcedureStatus.UNKNOWN: "is not in the table of procedures",
    ProcedureStatus.NOT_YET: "is not in force yet on the day of service",
    ProcedureStatus.EXPIRED: "is no longer in force on the day of service",
}
