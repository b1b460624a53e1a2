"""Canaries: values that stand nowhere else, in the place of what samples say of people."""

import re
from collections.abc import Iterator
from pathlib import Path

import attrs

import edi_portal
from edi_portal.guides.placed import PlacedSegment

# One sample of each transaction that tells of people, and one that tells of files.
SAMPLES = (
    "valid/837p-patient-is-not-subscriber.x12",
    "valid/837p-secondary-payer.x12",
    "valid/837i-inpatient.x12",
    "valid/837d-nearly-everything.x12",
    "valid/835-reversal-and-correction.x12",
    "valid/270-dependent.x12",
    "valid/271-everything-the-guide-allows.x12",
    "valid/276-dependent.x12",
    "valid/277-dependent.x12",
    "valid/277ca-rejected.x12",
    "valid/278-request-several.x12",
    "valid/278-response-several.x12",
    "valid/999-rejected.x12",
    "unclean/837p-four-faults.x12",
)
BIRTH, DAY, UNTIL = "19310517", "20230519", "20230523"
PHONE, SOCIAL, NPI, ZIP = "8765550199", "876540321", "1987654399", "876543219"
# Elements that take any text; each gets a token that names where it leaks from.
TEXTS: dict[str, tuple[int, ...]] = {
    "NM1": (3, 4, 5, 9),
    "N1": (2, 4),
    "N3": (1, 2),
    "N4": (1,),
    "PER": (2, 4, 6, 8),
    "REF": (2,),
    "CLM": (1,),
    "CLP": (1, 7),
    "TRN": (2,),
    "BHT": (3,),
    "SBR": (3, 4),
    "PWK": (6, 7),
    "NTE": (2,),
    "K3": (1,),
    "MSG": (1,),
    "STC": (12,),
    "RDM": (2, 3),
    "HCR": (2,),
    "IK4": (4,),
}
DATES: dict[str, int] = {"DTP": 3, "DTM": 2, "PAT": 6, "INS": 12}
CODES = ("4N", "BLT", "P4", "F2", "F5", "T4", "APC", "1S", "0K", "RB")  # REF01 of codes
CANARY = "QZNM13VXKW"  # the token of NM103
FIXED = frozenset({BIRTH, "1931-05-17", DAY, "2023-05-19", UNTIL, PHONE, SOCIAL, NPI, ZIP})


@attrs.frozen
class Planted:
    """A sample with canaries in it, and these."""

    name: str
    data: bytes
    canaries: frozenset[str]


def planted(folder: Path, sample: str) -> Planted:
    """A sample with a canary wherever it says something of a person."""
    found: set[str] = set()
    with edi_portal.read(folder / sample) as reading:
        parts = [one.before + _text(one, found) for one in reading]
        data = ("".join(parts) + reading.tail).encode("latin-1")
    return Planted(Path(sample).stem, data, frozenset(found))


def _text(segment: PlacedSegment, found: set[str]) -> str:
    values = segment.text.split(segment.delimiters.element)
    for at, value in enumerate(values):
        if at and value:
            values[at] = _canary(segment, at, value)
            found |= {one for one in _tokens(values[at]) if one in FIXED or "VXKW" in one}
    return segment.delimiters.element.join(values)


def _canary(segment: PlacedSegment, at: int, value: str) -> str:
    name, before = segment.id, segment.element(at - 1)
    if name == "DMG" and at == 2:
        return BIRTH
    if segment.element(1) == "405" or (segment.loop or "").endswith("2200A[1]"):
        return value  # the day of the file, nobody's
    if DATES.get(name) == at and value.isdigit() and len(value) == 8:
        return DAY
    if DATES.get(name) == at and before == "RD8":
        return f"{DAY}-{UNTIL}"
    if name == "N4" and at == 3 and value.isdigit():
        return ZIP[: len(value)]
    if at not in TEXTS.get(name, ()):
        return value
    if before == "XX":
        return NPI
    if name == "PER" and before in ("TE", "FX"):
        return PHONE
    if name == "REF" and before in ("EI", "SY"):
        return SOCIAL
    return f"{'QP' if _of_payer(segment) else 'QZ'}{name}{at}VXKW"


def _of_payer(segment: PlacedSegment) -> bool:
    """Whether this is about a payer, or a code of a bill: quiet, too, but nobody's identity."""
    payers = {
        "NM1": ("PR", "PE", "PRP", "SEP", "TTP", "TT", "X3"),
        "N1": ("PR",),
        "REF": ("2U", "NF", *CODES),
    }
    return segment.element(1) in payers.get(segment.id, ())


def _tokens(value: str) -> list[str]:
    return [value, *value.split("-")]


def broken(one: Planted) -> Iterator[tuple[str, bytes]]:
    """The file damaged in ways that bring values where other things are expected."""
    text = one.data.decode("latin-1")
    element, end = text[3], text[105]
    for how, damaged in (
        ("cut", text[: len(text) * 2 // 3]),
        ("id-joined-to-values", _begun(text, "NM1", "NM1")),
        ("ids-unknown", _unknown(text, element)),
        ("ids-lower-case", _begun(text, "REF", f"ref{element}")),
        ("out-of-place", _begun(text, "NM1", f"N3{element}QZN31VXKW{end}NM1{element}")),
        ("name-too-long", text.replace(CANARY, CANARY * 9)),
        ("elements-repeated", text.replace("VXKW", f"VXKW{element}" * 3)),
        ("elements-shifted", text.replace(f"{element}QZ", f"{element}{element}QZ")),
        ("control-character", text.replace("VXKW", "VXKW\x07")),
        ("components", text.replace("VXKW", f"VXKW{text[104]}VXKW")),
        ("dates-that-are-none", text.replace(DAY, f"{DAY}9").replace(BIRTH, "1931051X")),
        ("no-header", text[106:]),
        ("header-cut", text[60:]),
        ("text-behind", f"{text}{CANARY}{end}"),
        ("not-x12", text[106:].replace(element, ",")),
        ("terminators-gone", text[:106] + text[106:].replace(end, " ")),
        ("segments-joined", _begun(text, "REF", "REF").replace(f"{end}\nREF", "REF")),
        ("trailers-wrong", _begun(text, "SE", f"SE{element}9")),
    ):
        if damaged != text:
            yield how, damaged.encode("latin-1")
    yield "utf-16", text.encode("utf-16")


def _begun(text: str, name: str, beginning: str) -> str:
    """The file with every segment of an id begun otherwise."""
    return re.sub(rf"(?<=[\s{re.escape(text[105])}]){name}{re.escape(text[3])}", beginning, text)


def _unknown(text: str, element: str) -> str:
    for name in ("NM1", "REF", "N3", "CLM", "CLP", "DMG"):
        text = _begun(text, name, f"QQ{name[0]}{element}")
    return text
