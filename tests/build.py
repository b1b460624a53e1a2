"""Builds small X12 files for tests, without the library's own writer.

A file is a list of segments without terminators. `claim_file` and `remittance_file` give a
sound one; `put` changes it; `encode` makes it bytes.
"""

from collections.abc import Iterable, Sequence

CUSTOMARY = "*:~^"

CLAIM = (
    "CLM*PCN1*100***11:B:1*Y*A*Y*Y",
    "HI*ABK:J029",
    "LX*1",
    "SV1*HC:99213*100*UN*1***1",
    "DTP*472*D8*20250303",
)
BILLING = (
    "HL*1**20*1",
    "NM1*85*2*CLINIC*****XX*2000001018",
    "N3*100 SAMPLE STREET",
    "N4*AUSTIN*TX*787011234",
    "REF*EI*700001234",
)
SUBSCRIBER = (
    "HL*2*1*22*0",
    "SBR*P*18*******CI",
    "NM1*IL*1*DOE*JANE****MI*XYZ100",
    "N3*200 EXAMPLE AVENUE",
    "N4*AUSTIN*TX*78702",
    "DMG*D8*19800215*F",
    "NM1*PR*2*PLAN*****PI*EHP01",
)
CLAIM_HEADING = (
    "BHT*0019*00*BATCH1*20250310*0915*CH",
    "NM1*41*2*BILLING SERVICE*****46*RB1001",
    "PER*IC*ALEX*TE*5125550100",
    "NM1*40*2*CLEARINGHOUSE*****46*EXHUB01",
)
CLAIM_BODY = (*CLAIM_HEADING, *BILLING, *SUBSCRIBER, *CLAIM)
REMITTANCE_BODY = (
    "BPR*I*80*C*ACH*CCP*01*999999992*DA*123456*1512345678**01*999988880*DA*98765*20250310",
    "TRN*1*12345*1512345678",
    "N1*PR*PLAN",
    "N3*1 MAIN STREET",
    "N4*AUSTIN*TX*78701",
    "PER*BL*SUPPORT*TE*5125550100",
    "N1*PE*CLINIC*XX*2000001018",
    "LX*1",
    "CLP*PCN1*1*120*80*40*12*ICN1",
    "CAS*PR*1*20",
    "NM1*QC*1*DOE*JANE",
    "SVC*HC:99213*100*80",
    "DTM*472*20250303",
    "CAS*PR*1*20",
)
GROUPS = {"837": ("HC", "005010X222A1"), "835": ("HP", "005010X221A1")}


def isa(
    number: str = "000000101",
    *,
    version: str = "00501",
    repetition: str = "^",
    component: str = ":",
    sender: str = "SENDER",
) -> str:
    """An interchange header at its widths, without terminator."""
    blank = " " * 10
    ids = f"ZZ*{sender:<15}*ZZ*{'RECEIVER':<15}"
    return f"ISA*00*{blank}*00*{blank}*{ids}*250310*0915*{repetition}*{version}*{number}*0*T*{component}"


def transaction(
    body: Iterable[str], *, identifier: str = "837", number: str = "0001", reference: str = ""
) -> list[str]:
    """ST, the body, and SE that counts them."""
    head = f"ST*{identifier}*{number}" + (f"*{reference}" if reference else "")
    segments = [head, *body]
    return [*segments, f"SE*{len(segments) + 1}*{number}"]


def group(
    *transactions: Sequence[str],
    identifier: str = "HC",
    version: str = "005010X222A1",
    number: str = "101",
) -> list[str]:
    """GS, the transaction sets, and GE that counts them."""
    head = f"GS*{identifier}*SENDER*RECEIVER*20250310*0915*{number}*X*{version}"
    return [
        head,
        *(segment for item in transactions for segment in item),
        f"GE*{len(transactions)}*{number}",
    ]


def interchange(*groups: Sequence[str], number: str = "000000101") -> list[str]:
    """ISA, the groups, and IEA that counts them."""
    segments = [segment for item in groups for segment in item]
    return [isa(number), *segments, f"IEA*{len(groups)}*{number}"]


def claim_file(
    body: Iterable[str] = CLAIM_BODY, *, version: str = "005010X222A1", reference: str | None = None
) -> list[str]:
    """A file with one 837P transaction set."""
    named = version if reference is None else reference
    return interchange(group(transaction(body, reference=named), version=version))


def remittance_file(body: Iterable[str] = REMITTANCE_BODY) -> list[str]:
    """A file with one 835 transaction set."""
    inner = transaction(body, identifier="835")
    return interchange(group(inner, identifier="HP", version="005010X221A1"))


def put(segments: Sequence[str], start: str, *new: str, nth: int = 1) -> list[str]:
    """The segments with the ``nth`` one that begins with ``start`` replaced, or dropped."""
    at = find(segments, start, nth)
    return [*segments[:at], *new, *segments[at + 1 :]]


def insert(segments: Sequence[str], before: str, *new: str, nth: int = 1) -> list[str]:
    """The segments with others put before the ``nth`` one that begins with ``before``."""
    at = find(segments, before, nth)
    return [*segments[:at], *new, *segments[at:]]


def find(segments: Sequence[str], start: str, nth: int = 1) -> int:
    """The index of the ``nth`` segment that begins with ``start``."""
    found = [at for at, segment in enumerate(segments) if segment.startswith(start)]
    assert len(found) >= nth, f"no segment {nth} begins with {start}"
    return found[nth - 1]


def recount(segments: Sequence[str]) -> list[str]:
    """The segments with every SE01 set to what it should be."""
    result: list[str] = []
    start = 0
    for segment in segments:
        if segment.startswith("ST*"):
            start = len(result)
        if segment.startswith("SE*"):
            segment = f"SE*{len(result) - start + 1}*{segment.split('*')[2]}"
        result.append(segment)
    return result


def encode(segments: Iterable[str], delimiters: str = CUSTOMARY, *, line_end: str = "\n") -> bytes:
    """The file, in other delimiters (element, component, terminator, repetition) if asked."""
    element, component, terminator, repetition = tuple(delimiters)
    table = str.maketrans({"*": element, ":": component, "^": repetition, "~": terminator})
    return "".join(segment.translate(table) + terminator + line_end for segment in segments).encode(
        "latin-1"
    )
