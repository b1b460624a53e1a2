"""REV: occurrences, conditions, values, inpatient procedures and groups, by their form."""

import re
from collections.abc import Hashable, Iterator, Sequence

from edi_portal.findings import Severity
from edi_portal.scrubber.identifiers import is_icd10pcs
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

_CODE = re.compile(r"[A-Z0-9]{2}", re.ASCII)
_GROUP = re.compile(r"\d{3}", re.ASCII)
# With severity of illness behind it, as some payers group (APR).
_GROUP_WITH_SEVERITY = re.compile(r"\d{3}-?[1-4]?", re.ASCII)


@rule("REV014", "nubc-codes", "{what}", kinds="I")
def nubc_codes(claim: ClaimView) -> Iterator[Fault]:
    """Occurrence, condition and value codes have two letters or digits, and say a thing once.

    The same occurrence may stand with several dates; a value code that stands with several
    amounts is a warning. Spans end on the day they begin, or later. An occurrence without its
    date is none that can be read.

    Why: Payers reject claims for codes that are none, and do not choose between two.

    Example: ``HI*BG:18*BG:18~``; ``HI*BI:74:RD8:20250210-20250205~``

    Mend: Take the repeat out; correct the code or the date.

    Source: NUBC, form locators 18 to 41; X223, HI in 2300.
    """
    of = claim.institutional
    if of.condition_codes:
        found = [
            (f"condition_codes[{at}]", code, code) for at, code in enumerate(of.condition_codes)
        ]
        yield from _coded(claim, "condition", found)
    if of.occurrences:
        yield from _coded(
            claim,
            "occurrence",
            [
                (f"occurrences[{at}].code", item.code, (item.code, item.occurred_on))
                for at, item in enumerate(of.occurrences)
            ],
        )
    if of.occurrence_spans:
        yield from _coded(
            claim,
            "occurrence span",
            [
                (f"occurrence_spans[{at}].code", item.code, (item.code, item.dates))
                for at, item in enumerate(of.occurrence_spans)
            ],
        )
        for at, lasting in enumerate(of.occurrence_spans):
            if lasting.dates.end < lasting.dates.start:
                what = "an occurrence span ends before it begins"
                yield fault(of, f"occurrence_spans[{at}].dates", what=what)
    if of.values:
        amounts = {item.code: item.amount for item in of.values}
        yield from _coded(
            claim,
            "value",
            [(f"values[{at}].code", item.code, item.code) for at, item in enumerate(of.values)],
            differing=frozenset(
                item.code for item in of.values if amounts[item.code] != item.amount
            ),
        )


def _coded(
    claim: ClaimView,
    what: str,
    found: Sequence[tuple[str, str, Hashable]],
    differing: frozenset[str] = frozenset(),
) -> Iterator[Fault]:
    """Faults of codes at their fields, each with what may stand once."""
    seen: set[Hashable] = set()
    for at, code, once in found:
        if _CODE.fullmatch(code) is None:
            said = f"{_article(what)} {what} code is not two letters or digits"
            yield fault(claim.claim, at, what=said)
        elif once in seen:
            severity = Severity.WARNING if code in differing else None
            said = f"{_article(what)} {what} code stands on the claim before"
            yield fault(claim.claim, at, what=said, severity=severity)
        seen.add(once)


def _article(word: str) -> str:
    return "an" if word[0] == "o" else "a"


@rule(
    "REV015",
    "icd10pcs-format",
    "a procedure code of the stay has not the form of ICD-10-PCS: seven places, without I and O",
    kinds="I",
    mends=True,
)
def icd10pcs_format(claim: ClaimView) -> Iterator[Fault]:
    """An ICD-10-PCS code has seven letters or digits, none of them I or O.

    Why: A payer finds no other form, and cannot group the stay.

    Example: ``HI*BBR:0BJO8ZZ:D8:20250202~``: a letter O in place of a zero.

    Mend: Take the code from the record; the letters I and O are never right.

    Source: ICD-10-PCS, CMS; X223, HI*BBR and HI*BBQ in 2300.
    """
    for at, procedure in claim.inpatient_procedures:
        code = procedure.code
        if code and not is_icd10pcs(code):
            plain = code.upper() if code.isascii() else code
            mend = plain if is_icd10pcs(plain) else None
            yield fault(claim.claim, f"{at}.code", mend=mend)


@rule(
    "REV020",
    "drg-format",
    "the diagnosis related group is not of three digits",
    kinds="I",
    severity=Severity.WARNING,
)
def drg_format(claim: ClaimView) -> Iterator[Fault]:
    """A diagnosis related group has three digits, with zeros in front.

    Payers other than Medicare may want the severity of illness behind them, 1 to 4.

    Why: A payer reads two digits as another group, or as none.

    Example: ``HI*DR:65~`` in place of ``HI*DR:065~``

    Mend: Put zeros in front.

    Source: X223, HI*DR in 2300; CMS, MS-DRG definitions.
    """
    code = claim.institutional.drg_code
    if code and not (_GROUP if claim.is_medicare else _GROUP_WITH_SEVERITY).fullmatch(code):
        yield fault(claim.claim, "drg_code")
